"""What has changed since the last report is told in words, on the page and in the terminal, in both languages."""

import pandas as pd
import pytest
from click.testing import CliRunner

from fazhi.cli import main
from fazhi.differences import Differences, differences
from fazhi.reporting.site import changes
from fazhi.reporting.site.templating import render


@pytest.fixture
def found(sample) -> Differences:
    """The sample against itself without its last report, and with one value that was another one."""
    whole = differences(sample, sample)
    assert whole.summary["values"] == {"new": 0, "changed": 0, "vanished": 0}
    row = sample.indicators[sample.indicators["qualifier"] == ""].iloc[0]
    report = sample.reports.set_index("report_id").loc[row["report_id"]]
    place = {name: report[name] for name in ("region_code", "region", "year", "issuer_type", "department")}
    value = place | {
        "indicator_id": row["indicator_id"], "qualifier": "", "unit": row["unit"], "state": "changed",
        "value_old": 7.0, "bound_old": "less_than", "quantity_ids_old": "", "sentence_old": "不到7件。",
        "value_new": row["value"], "bound_new": row["bound"], "quantity_ids_new": row["quantity_ids"],
        "sentence_new": "<b>", "because": "corpus|catalogue",
    }  # fmt: skip
    gone = place | {"state": "vanished", "file_old": "a.txt", "file_new": None, "report_id_old": "x",
                    "report_id_new": None, "because": ""}  # fmt: skip
    themes = place | {"theme_id": "no_such_theme", "state": "new", "statements_old": float("nan"),
                      "statements_new": 2.0, "because": "code"}  # fmt: skip
    return Differences(*(pd.DataFrame([row]) for row in (gone, value, themes)))


@pytest.mark.parametrize(("lang", "why"), [("zh", "语料、目录"), ("en", "corpus, catalogue")])
def test_old_and_new_stand_with_both_sentences_and_the_reason(found, sample, lang, why):
    row = sample.indicators[sample.indicators["qualifier"] == ""].iloc[0]
    page = render(
        "changes.html", lang=lang, told=changes.told(found, lang), compared=True, up="", top="", path="changes.html",
        translated="en/changes.html", has_topics=0, has_shared=0, manifest=sample.manifest,
    )  # fmt: skip
    report_id, _, place = row["quantity_ids"].split("|")[0].partition("/")
    assert f'href="reports/{report_id}.html#{place}"' in page
    for said in ("&lt; 7", "不到7件。", "&lt;b&gt;", why, "a.txt", "no_such_theme"):
        assert said in page
    printed = "\n".join(changes.lines(found, lang))
    assert "< 7" in printed and "不到7件。" in printed and "0 → 2" in printed and "a.txt → –" in printed


def test_the_command_compares_two_builds(built):
    done = CliRunner().invoke(main, ["diff", str(built), str(built), "--lang", "en"])
    assert done.exit_code == 0
    assert done.output == "Reports: 0\nValues of indicators: 0\nProblem themes: 0\n"


def test_a_folder_without_tables_is_named(built, tmp_path):
    done = CliRunner().invoke(main, ["diff", str(built), str(tmp_path)])
    assert done.exit_code == 2
