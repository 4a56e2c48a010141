"""What is reached on the labelled real reports; the labels were made by language models, not by people."""

import json
import subprocess
import sys

import five_governments
import pandas as pd
import pytest
from sklearn.metrics import cohen_kappa_score

import fazhi
from fazhi import build, catalog
from fazhi.measuring import themes
from fazhi.measuring.attribution.whose_and_when import attribute
from fazhi.measuring.indicators import matching, values
from fazhi.measuring.quantities.extraction import quantities, sentence

BARS = {
    "reports.loaded": 1.0,
    "headings.f1": 0.95,
    "roles": 0.95,
    "metadata.all": 0.90,
    "quantities.f1": 0.95,
    "indicators.precision": 0.95,
    "indicators.recall": 0.95,
    "problems.count": 1.0,
    "themes.f1": 0.90,
    "themes.kappa": 0.85,
}
REPORT = {"report_id": "r", "region_code": "530102", "province": "江南省", "prefecture": "安居市", "year": 2023}
COUNTY = REPORT | {"region": "云溪县", "level": "county", "county": "云溪县"}
CITY = REPORT | {"region": "安居市", "level": "prefecture", "county": ""}


@pytest.fixture(scope="module")
def out(shared, tmp_path_factory):
    folder = tmp_path_factory.mktemp("real") / "tables"
    ledger = build.build(shared / "reports", folder).ledger
    assert list(ledger["status"]) == ["included"] * 5
    return folder


def test_the_page_of_five_governments_is_as_the_suite_computes_it(out):
    page = five_governments.PAGE.read_text("utf-8")
    made = five_governments.page(page, five_governments.made(fazhi.open(out)))
    assert page == made, "out of date: python docs/five_governments.py OUT"


@pytest.fixture(scope="module")
def scores(shared, out):
    command = [sys.executable, shared / "score.py", "--tables", out, "--gold", shared / "gold", "--json"]
    return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


@pytest.mark.parametrize(("name", "bar"), BARS.items())
def test_scores_reach_their_bars(scores, name, bar):
    assert scores[name] >= bar


def cases(shared, name):
    lines = (shared / "cases" / f"{name}.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def measured(text, report):
    """Return a sentence's quantities with their indicators, as a build has them."""
    segments = sentence(text).assign(heading="主要工作举措与成效", path="一、主要工作举措与成效")
    numbers = quantities(segments, report["year"])
    found = matching.match(attribute(numbers, report), segments, catalog.load().indicators)
    return found.assign(report_id="r", quantity_id=[f"q{start}" for start in found["start"]])


def test_the_indicators_of_labelled_sentences(shared):
    given = right = gold = 0
    for case in cases(shared, "sentences"):
        left = list(measured(case["sentence"], COUNTY).itertuples())
        for label in case["quantities"]:
            wanted = label["indicator"] if label["indicator"] != "other" else ""
            row = next((one for one in left if label["raw"] in (one.raw, one.raw.strip())), None)
            if row is not None:
                left.remove(row)
            if wanted == "?":
                continue
            has = row.indicator_id if row is not None else ""
            given, gold, right = given + bool(has), gold + bool(wanted), right + (bool(wanted) and has == wanted)
    assert right / given >= 0.97
    assert right / gold >= 0.92


def test_the_regions_own_values_of_labelled_sentences(shared):
    total = right = wrong = 0
    for case in cases(shared, "attribution"):
        found = measured(case["text"], CITY | {"year": int(case.get("year") or 2023)})
        stated = values.indicators(found, pd.DataFrame([CITY]), catalog.load().indicators)
        plain = stated[stated["qualifier"] == ""].set_index("indicator_id")["value"]
        for indicator, wanted in case["want"].items():
            got = plain.get(indicator)
            total, right = total + 1, right + (got == wanted)
            wrong += got is not None and got != wanted
    assert right / total >= 0.95
    assert wrong / total <= 0.03


def test_the_themes_of_labelled_statements(shared):
    labelled = cases(shared, "statements")
    statements = pd.DataFrame({"problem_id": [case["id"] for case in labelled], "report_id": "r",
                               "text": [case["statement"] for case in labelled]})  # fmt: skip
    coded = themes.code(statements, catalog.load().themes)
    found = set(zip(coded["problem_id"], coded["theme_id"], strict=True))
    cells = [(case["id"], theme) for case in labelled for theme in catalog.load().themes["id"]]
    gold = {(case["id"], theme) for case in labelled for theme in case["themes"]}
    kappa = cohen_kappa_score([cell in gold for cell in cells], [cell in found for cell in cells])
    assert kappa >= 0.90
