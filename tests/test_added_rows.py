"""A row more in the catalogue measures what it says, needs no Python, and changes nothing else of a report."""

import re
import shutil

import pytest

from fazhi import catalog, lexicon, paths
from fazhi.measuring.one_report import Measures
from fazhi.schema import COLUMNS

DOCS = paths.ROOT / "docs"
TEXT = "全市登记在册的法律服务志愿者达386名，法治体检员队伍不断壮大。"
STATEMENT = "机构改革后档案移交不及时，个别科室有案无档。"


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """A catalogue with an indicator and a theme (those of the docs), a term, and a word of the lexicon more."""
    folder = tmp_path_factory.mktemp("added") / "catalog"
    shutil.copytree(paths.CATALOG, folder)
    indicator = re.search(r"^lawservice\.volunteers,more,.*\n", (DOCS / "add_an_indicator.md").read_text("utf-8"), re.M)
    theme = (DOCS / "add_a_theme.md").read_text("utf-8")
    added = {file: re.search(rf"```{file}\n(.*?)```", theme, re.S)[1] for file in ("themes.csv", "theme_patterns.csv")}
    added |= {
        "indicators.csv": indicator[0],
        "terms.csv": "法治体检员,concept\n",
        "lexicon.csv": "principal_heads,主官们,主官们研究法治不够,\n",
    }
    for file, rows in added.items():
        with (folder / file).open("a", encoding="utf-8") as target:
            target.write(rows)
    return folder


@pytest.fixture(scope="module")
def measures(copy):
    """What today's catalogue measures, and the one with more rows."""
    return Measures(catalog.load()), Measures(catalog.load(copy))


def test_what_is_added_is_measured(measures, copy):
    report = {"report_id": "r", "region": "云溪县", "level": "county", "year": 2024}
    segment = dict.fromkeys(COLUMNS["segments"], "") | {
        "segment_id": "s", "line": 1, "start": 0, "end": len(TEXT), "role": "achievement", "text": TEXT, "raw": TEXT,
    }  # fmt: skip
    before, after = (one.measured(report, [segment], [{"problem_id": "p", "text": STATEMENT}]) for one in measures)
    assert "lawservice.volunteers" in {row["indicator_id"] for row in after["quantities"]}
    assert {row["theme_id"] for row in after["problem_themes"]} == {"archives"}
    assert "法治体检员" in {row["word"] for row in after["words"]} - {row["word"] for row in before["words"]}
    assert "主官们" in lexicon.load(copy)["principal_heads"]


def test_a_report_of_the_sample_is_measured_as_before(measures, sample):
    report = sample.reports.iloc[0].to_dict()
    segments, problems = (
        table[table["report_id"] == report["report_id"]].to_dict("records")
        for table in (sample.segments, sample.problems)
    )
    before, after = (one.measured(report, segments, problems) for one in measures)
    assert len(before["quantities"]) > 10 and before["problem_themes"]
    assert after == before
