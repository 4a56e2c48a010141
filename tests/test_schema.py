"""The contract of the tables holds for what a build writes."""

import json

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fazhi import paths
from fazhi.schema import ALLOWED, COLUMNS, KEYS, OF_NOTEBOOKS, ContractBroken, recorded, typed

BUILT = [name for name in COLUMNS if name not in OF_NOTEBOOKS]


@pytest.mark.parametrize("name", BUILT)
def test_columns_types_and_keys(built, name):
    table = pd.read_parquet(built / f"{name}.parquet")
    assert len(table), f"the sample fills every table, but {name} is empty"
    assert dict(zip(table.columns, table.dtypes.astype(str), strict=True)) == COLUMNS[name]
    assert not table.duplicated(KEYS[name]).any()
    pd.testing.assert_frame_equal(table, table.sort_values(KEYS[name], kind="stable", ignore_index=True))
    for column, kind in COLUMNS[name].items():
        if kind in ("str", "int64"):
            assert table[column].notna().all()
        if (name, column) in ALLOWED:
            assert set(table[column]) <= set(ALLOWED[name, column])


def test_ids_refer_to_rows_that_exist(sample):
    reports = set(sample.reports["report_id"])
    for name in ("segments", "quantities", "indicators", "ratios", "disclosure", "problems", "checks"):
        assert set(getattr(sample, name)["report_id"]) <= reports
    assert set(sample.quantities["segment_id"]) <= set(sample.segments["segment_id"])
    assert set(sample.words["segment_id"]) <= set(sample.segments["segment_id"])
    assert set(sample.problem_themes["problem_id"]) == set(sample.problems["problem_id"])
    named = sample.indicators["quantity_ids"].str.split("|").explode()
    assert set(named) <= set(sample.quantities["quantity_id"])


def test_every_derived_row_leads_back_to_its_words(sample):
    lines = {
        (report.report_id, number): line
        for report in sample.reports.query("format == 'txt'").itertuples()
        for number, line in enumerate((paths.SAMPLE / report.file).read_text(report.encoding).splitlines(), 1)
    }
    for table in (sample.segments, sample.quantities):
        inside = table[[key in lines for key in zip(table["report_id"], table["line"], strict=True)]]
        assert len(inside)
        for row in inside.itertuples():
            assert lines[row.report_id, row.line][row.start : row.end] == row.raw


def test_segments_cover_every_line(sample):
    for report in sample.reports.query("format == 'txt'").itertuples():
        own = sample.segments.query("report_id == @report.report_id")
        lines = (paths.SAMPLE / report.file).read_text(report.encoding).splitlines()
        for number, line in enumerate(lines, 1):
            covered = "".join(own.loc[own["line"] == number, "raw"])
            assert "".join(covered.split()) == "".join(line.split())


def test_the_manifest_names_what_the_tables_were_made_from(built):
    manifest = json.loads((built / "manifest.json").read_text("utf-8"))
    assert manifest["sample"] is True
    assert len(manifest["inputs"]) == len(pd.read_parquet(built / "ledger.parquet"))
    assert set(manifest["tables"]) == set(BUILT)
    assert all(
        len(value) == 64 for value in [manifest["catalogue"], manifest["vocabulary"], *manifest["inputs"].values()]
    )


def test_typed_fills_orders_and_sorts():
    table = typed("ledger", [{"file": "b", "status": "included", "more": 1}, {"file": "a", "status": "excluded"}])
    assert list(table.columns) == list(COLUMNS["ledger"])
    assert list(table["file"]) == ["a", "b"]
    assert list(table["reason"]) == ["", ""]


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 9), st.sampled_from([None, 2023]), st.floats(0, 9) | st.none())))
def test_rows_recorded_are_the_rows_typed(cells):
    rows = [{"report_id": f"r{n}", "line": line, "start": n} for n, (line, _, _) in enumerate(cells)]
    rows = [row | {"similarity": one, "source_line": year} for row, (_, year, one) in zip(rows, cells, strict=True)]
    rows = [row | dict.fromkeys(["end", "places"], 1) | {"kind": "boilerplate", "direction": "shared"} for row in rows]
    pd.testing.assert_frame_equal(recorded("reuse", rows[::-1]).to_pandas(), typed("reuse", rows))


@pytest.mark.parametrize(
    ("breach", "said"),
    [
        ({"status": "kept"}, "not allowed: kept"),
        ({"file": "a"}, "the key file is not unique"),
        ({"reason": 7}, "column reason: no str"),
    ],
)
def test_rows_that_break_the_contract_are_refused(breach, said):
    rows = [{"file": "a", "status": "included"}, {"file": "b", "status": "excluded"} | breach]
    with pytest.raises(ContractBroken, match=said):
        recorded("ledger", rows)
    with pytest.raises(ContractBroken, match="a missing int64"):
        recorded("words", [{"segment_id": "s", "word": "法"}])
