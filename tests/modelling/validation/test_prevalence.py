"""Shares corrected by the design of the sample: right on average however rules err, unknown where too few are coded."""

import numpy as np
import pandas as pd
import pytest

from fazhi.errors import UnknownName
from fazhi.modelling.validation import prevalence
from fazhi.modelling.validation.sampling import draw

RULES = {"missed": (0.6, 1.0), "invented": (1.0, 0.8), "right": (1.0, 1.0)}
TRUTH = 0.3


@pytest.fixture(scope="module")
def corpus():
    """Forty regions of three reports with ten statements each."""
    n = 1200
    report = np.arange(n) // 10
    problems = pd.DataFrame({"problem_id": [f"p{i:04}" for i in range(n)], "report_id": [f"r{i:03}" for i in report]})
    reports = problems[["report_id"]].drop_duplicates().reset_index(drop=True)
    region = reports.index // 3
    reports = reports.assign(
        region_code=[f"97{i:04}" for i in region], region="县", year=2022 + reports.index % 3,
        level=np.where(region % 2, "county", "prefecture"),
    )  # fmt: skip
    return problems, reports


def coded(problems, rng):
    """Return the coding by hand and by rules that err in another way for each theme."""
    pairs = [], []
    for theme, (sensitivity, specificity) in RULES.items():
        has = rng.random(len(problems)) < TRUTH
        said = rng.random(len(problems)) < np.where(has, sensitivity, 1 - specificity)
        for marks, part in zip((has, said), pairs, strict=True):
            part.append(problems.loc[marks, ["problem_id"]].assign(theme_id=theme))
    return [pd.concat(part, ignore_index=True) for part in pairs]


def corrected(corpus, seed, by="all", n=200):
    problems, reports = corpus
    hand, rules = coded(problems, np.random.default_rng(seed))
    strata = problems["problem_id"].isin(rules.query("theme_id == 'missed'")["problem_id"]).astype(str)
    sheet = draw(problems, strata, n, seed)
    return prevalence.corrected(hand, sheet, rules, problems, reports, by=by, theme_ids=list(RULES))


def test_the_estimate_is_unbiased_where_rules_err_differently_by_theme(corpus):
    table = pd.concat([corrected(corpus, seed) for seed in range(30)]).groupby("theme_id")
    mean = table[["uncorrected", "corrected"]].mean()
    assert mean["corrected"].to_numpy() == pytest.approx(TRUTH, abs=0.02)
    assert mean.at["missed", "uncorrected"] < 0.2 and mean.at["invented", "uncorrected"] > 0.4
    rows = table.apply(lambda rows: ((rows["corrected_low"] < TRUTH) & (TRUTH < rows["corrected_high"])).mean())
    assert (rows >= 0.8).all()


def test_rules_without_error_are_left_as_they_are(corpus):
    row = corrected(corpus, 1).set_index("theme_id").loc["right"]
    assert row["corrected"] == row["uncorrected"]
    assert row["corrected_low"] < row["uncorrected_low"] and row["corrected_high"] > row["uncorrected_high"]


def test_with_every_statement_coded_the_share_is_the_hand_s(corpus):
    problems, _ = corpus
    table = corrected(corpus, 1, by="level", n=len(problems))
    hand, _ = coded(problems, np.random.default_rng(1))
    counted = (table["corrected"] * table["of_statements"]).groupby(table["theme_id"]).sum()
    assert counted.to_dict() == pytest.approx(hand["theme_id"].value_counts().to_dict())


def test_groups_with_few_statements_coded_stay_uncorrected(corpus):
    table = corrected(corpus, 1, by="region")
    assert len(table) == 40 * len(RULES) and list(table.columns[:2]) == ["region_code", "region"]
    assert (table["by_hand"] < prevalence.ENOUGH).all() and table["corrected"].isna().all()
    assert table["uncorrected"].notna().all() and table["uncorrected_low"].notna().any()
    by_year = corrected(corpus, 1, by="year")
    assert (by_year["by_hand"] >= prevalence.ENOUGH).all() and by_year["corrected_low"].notna().all()


def test_without_a_sheet_shares_are_uncorrected(corpus):
    problems, reports = corpus
    hand, rules = coded(problems, np.random.default_rng(1))
    nothing = problems[:0].assign(weight=1.0)
    table = prevalence.corrected(hand[:0], nothing, rules, problems, reports, by="all", theme_ids=list(RULES))
    assert table["corrected"].isna().all() and (table["by_hand"] == 0).all()
    none = prevalence.corrected(hand[:0], nothing, rules, problems[:0], reports, by="all", theme_ids=list(RULES))
    assert none.empty and set(none.columns) == set(table.columns)


@pytest.mark.parametrize("by", prevalence.GROUPS)
def test_without_a_problem_there_is_no_group_to_keep(corpus, by):
    problems, reports = corpus[0][:0], corpus[1]
    nothing, uncoded = problems.assign(weight=1.0), pd.DataFrame(columns=["problem_id", "theme_id"])
    none = prevalence.corrected(uncoded, nothing, uncoded, problems, reports, by=by, theme_ids=list(RULES))
    assert prevalence.most_coded(none, by).empty


def test_statements_coded_by_hand_are_judged_by_a_coder_that_had_not_seen_them():
    coding = pd.DataFrame({"problem_id": ["a", "b"], "theme_id": ["digital", "digital"]})
    tested = pd.DataFrame({"problem_id": ["a"], "theme_id": ["mediation"]})
    found = prevalence.unseen(coding, tested, pd.Series(["a"]))
    assert sorted(map(tuple, found.to_numpy())) == [("a", "mediation"), ("b", "digital")]


def test_another_group_is_refused(corpus):
    with pytest.raises(UnknownName, match="province"):
        corrected(corpus, 1, by="province")


def test_the_groups_with_the_most_hand_coding_are_kept_and_themes_they_do_not_have_are_not(corpus):
    table = corrected(corpus, 1, by="region", n=1150)
    coded = table.drop_duplicates("region_code").set_index("region_code")["by_hand"]
    kept = prevalence.most_coded(table, "region", 3)
    assert len(set(kept["region_code"])) == min(3, (coded >= prevalence.ENOUGH).sum())
    left_out = coded.drop(kept["region_code"].unique())
    assert kept["by_hand"].min() >= left_out.max()
    nowhere = table.assign(uncorrected=table["uncorrected"].where(table["theme_id"] != "right", 0.0),
                           corrected=table["corrected"].where(table["theme_id"] != "right", 0.0))  # fmt: skip
    assert "right" not in set(prevalence.most_coded(nowhere, "region")["theme_id"])
    assert prevalence.most_coded(table.assign(by_hand=0), "region").empty
