"""The sample's tables hold what its reports state, by the truth written down with them."""

import pandas as pd
import pytest

from fazhi import paths
from fazhi.reading.metadata.gazetteer import Gazetteer

# Rules read; they do not understand. What they have to reach on the sample, whose truth they did not see:
INDICATOR_RECALL = 0.95
INDICATOR_PRECISION = 0.95


def _of(truth, sample, kind):
    rows = truth[truth["kind"] == kind].merge(sample.reports[["file", "report_id"]], on="file")
    assert len(rows)
    return rows


def test_every_report_is_included(sample):
    assert set(sample.ledger["status"]) == {"included"}
    assert len(sample.reports) >= 12


def test_metadata_is_what_the_truth_says(sample, truth):
    rows = _of(truth, sample, "meta")
    read = sample.reports.astype(str).set_index("file")
    found = [(row.file, row.id, row.value, read.at[row.file, row.id].replace(" ", "")) for row in rows.itertuples()]
    assert [row for row in found if row[2] != row[3]] == []


def test_indicators_are_what_the_truth_says(sample, truth):
    rows = _of(truth, sample, "indicator")
    wanted = {(r.report_id, r.id, float(r.value)) for r in rows.itertuples()}
    read = {(r.report_id, r.indicator_id, r.value) for r in sample.indicators.itertuples()}
    missed, extra = sorted(wanted - read), sorted(read - wanted)
    assert len(wanted & read) / len(wanted) >= INDICATOR_RECALL, missed
    assert len(wanted & read) / len(read) >= INDICATOR_PRECISION, extra


def test_bounds_of_indicators_are_what_the_truth_says(sample, truth):
    rows = _of(truth, sample, "indicator").assign(value=lambda t: t["value"].astype(float))
    both = rows.merge(
        sample.indicators, left_on=["report_id", "id", "value"], right_on=["report_id", "indicator_id", "value"]
    )
    wrong = both[both["bound_x"] != both["bound_y"]]
    assert wrong.empty, wrong[["file", "id", "value", "bound_x", "bound_y"]].to_string()


def test_problem_themes_are_what_the_truth_says(sample, truth):
    wanted = _of(truth, sample, "theme")
    wanted = {(r.file, int(r.n), r.id) for r in wanted.itertuples()}
    read = sample.problem_themes.merge(sample.problems[["problem_id", "report_id", "n"]], on="problem_id")
    read = read.merge(sample.reports[["report_id", "file"]], on="report_id")
    read = {(r.file, r.n, r.theme_id) for r in read.itertuples()}
    assert read == wanted


def test_the_slips_are_found_and_nothing_else(sample, truth):
    wanted = {(r.report_id, r.id) for r in _of(truth, sample, "slip").itertuples()}
    assert set(zip(sample.checks["report_id"], sample.checks["kind"], strict=True)) == wanted


def test_a_report_without_problems_section_has_no_problem_row(sample):
    report = sample.reports.set_index("file").at["wangyu-2023.txt", "report_id"]
    assert report not in set(sample.problems["report_id"])
    assert report not in set(sample.segments.query("role == 'problem'")["report_id"])


def test_the_sample_names_places_that_exist_nowhere():
    regions = pd.read_csv(paths.SAMPLE / "regions.csv", dtype=str)
    known = Gazetteer()
    for name in regions["name"]:
        for year in (1980, 1990, 2000, 2010, 2020, 2024):
            assert not known.named(name, year), f"{name} exists in {year}"


@pytest.mark.parametrize("file", sorted(paths.SAMPLE.glob("*.txt")), ids=lambda file: file.stem)
def test_a_sample_report_is_as_long_as_a_report(file):
    text = file.read_bytes().decode("utf-8" if b"\xe3\x80\x82" in file.read_bytes() else "gb18030")
    assert 2000 <= len("".join(text.split())) <= 4000
