"""Plans are typed, answers in the next report are found and told from repetitions, and a missing year says nothing."""

import pandas as pd
import pytest
from planted_followthrough import corpus, judged

from fazhi.modelling.followthrough import commitments, matching, outcomes
from fazhi.schema import recorded

NO_THEMES = pd.DataFrame({"problem_id": [], "theme_id": []}, dtype="str")
PLAN = "设立渔村调解室5个，修订合同管理办法，提升依法行政水平，力争及时率达到98%以上。"


def segment(report, line, role, text):
    return {"segment_id": f"{report}/s{line}.0", "report_id": report, "line": line, "start": 0, "end": len(text),
            "raw": text, "label": "", "role": role}  # fmt: skip


def quantity(report, line, text, raw, unit, indicator=""):
    start = text.index(raw)
    return {"quantity_id": f"{report}/q{line}.{start}", "report_id": report, "line": line, "start": start,
            "end": start + len(raw), "raw": raw, "unit": unit, "indicator_id": indicator}  # fmt: skip


def report(year, code="970102"):
    return {"report_id": f"{code}-{year}-0000", "region_code": code, "region": "甲坪区", "year": year, "n_chars": 900}


FIRST, NEXT = report(2022)["report_id"], report(2023)["report_id"]


def followed(*segments, quantities=(), years=(2022, 2023), problems=()):
    columns = ["quantity_id", "report_id", "line", "start", "end", "raw", "unit", "indicator_id"]
    numbers = pd.DataFrame(quantities, columns=columns).astype({"line": "int64", "start": "int64", "end": "int64"})
    admitted = pd.DataFrame(problems, columns=["problem_id", "report_id", "line", "start", "end", "text"])
    text, reports = pd.DataFrame(segments), pd.DataFrame(map(report, years))
    listed = [commitments.commitments(text, numbers), commitments.admissions(admitted, NO_THEMES)]
    told, mentions = matching.follow(pd.concat(listed, ignore_index=True), text, numbers, reports)
    recorded("commitments", told.to_dict("records"))
    recorded("mentions", mentions.to_dict("records"))
    return told, mentions, reports


def outcome_of(told, words):
    return told.loc[told["raw"].str.contains(words) & (told["report_id"] == FIRST), "outcome"].item()


def test_commitments_have_a_type_and_intentions_are_none():
    numbers = [quantity(FIRST, 1, PLAN, "98%以上", "%")]
    told, _, _ = followed(segment(FIRST, 1, "plan", PLAN), quantities=numbers, years=(2022,))
    assert list(told["type"]) == ["institution", "rule", "number target"]
    assert set(told["outcome"]) == {"no next report"}


def test_each_outcome():
    plan = "设立渔村调解室5个，修订合同管理办法，启动船舶登记平台建设，举办海岛执法培训3期。"
    account = "全年建成渔村调解室6个，新的合同管理办法已经印发。"
    told, mentions, reports = followed(
        segment(FIRST, 1, "plan", plan),
        segment(NEXT, 1, "achievement", account),
        segment(NEXT, 2, "plan", "继续推进船舶登记平台建设。"),
        quantities=[quantity(NEXT, 1, account, "6个", "个")],
    )
    assert outcome_of(told, "调解室") == "reported with a number"
    assert outcome_of(told, "合同") == "reported"
    assert outcome_of(told, "船舶") == "repeated as plan"
    assert outcome_of(told, "海岛") == "not mentioned"
    assert mentions.groupby("commitment_id")["rank"].max().le(matching.CANDIDATES).all()
    counts = outcomes.outcomes(told, reports, "region")
    assert list(counts["commitments"]) == [1, 1, 1, 1, 1] and counts["share"].sum() == pytest.approx(1)
    assert list(counts)[:3] == ["region_code", "region", "outcome"]
    assert list(outcomes.outcomes(told, reports, "type"))[:2] == ["type", "outcome"]
    assert len(outcomes.beside(told, mentions, reports)) == 4


@pytest.mark.parametrize(
    ("role", "text", "outcome"),
    [
        ("achievement", "针对海岛执法取证不规范，逐案整改。", "reported"),
        ("achievement", "针对渔政人员培训不足，逐项整改。", "reported"),  # takes up only what explains the problem
        ("achievement", "海岛执法取证培训如期举办。", "not mentioned"),
        ("problem", "海岛执法取证仍不规范。", "repeated as plan"),
    ],
)
def test_a_problem_is_reported_only_by_what_speaks_of_mending(role, text, outcome):
    said = "海岛执法取证不规范，渔政人员业务培训不足。"
    problem = {"problem_id": f"{FIRST}/p1", "report_id": FIRST, "line": 3, "start": 0, "end": len(said), "text": said}
    told, _, _ = followed(
        segment(FIRST, 3, "problem", said), segment(NEXT, 1, role, text), segment(NEXT, 5, "plan", "完善机制。"),
        problems=[problem],
    )  # fmt: skip
    assert list(told["outcome"]) == [outcome]


def test_a_year_that_is_missing_says_nothing():
    later = report(2024)["report_id"]
    told, mentions, reports = followed(
        segment(FIRST, 1, "plan", "修订合同管理办法。"),
        segment(later, 1, "achievement", "修订合同管理办法。"),
        years=(2022, 2024),
    )
    assert list(told["outcome"]) == ["no next report"] and mentions.empty
    counts = outcomes.outcomes(told, reports, "region")
    assert counts["share"].isna().all() and list(counts["of_commitments"]) == [0]


@pytest.mark.parametrize("seed", [11, 12])
def test_planted_answers_are_found(seed):
    segments, quantities, reports, problems, planted = corpus(seed)
    listed = [commitments.commitments(segments, quantities), commitments.admissions(problems, NO_THEMES)]
    told, mentions = matching.follow(pd.concat(listed, ignore_index=True), segments, quantities, reports)
    figures = judged(told, mentions, planted)
    assert figures["precision"] >= 0.90 and figures["recall"] >= 0.80


def test_shares_reported_are_compared_with_those_of_the_remaining_text():
    regions = [f"{n}区" for n in range(10)]
    reports = pd.DataFrame({"report_id": regions, "region_code": regions, "region": regions})
    rows = [
        (region, kind, "reported" if n < 7 else "not mentioned")
        for kind in ("meeting", "rule")
        for n, region in enumerate(regions)
    ]
    rows.append(("0区", "training", "no next report"))
    whole = pd.DataFrame(rows, columns=["report_id", "type", "outcome"])
    told = outcomes.compared(whole, whole, reports).set_index("type")
    assert list(told.index) == ["meeting", "rule"], "without a next report nothing is known"
    assert told["reported"].tolist() == told["without"].tolist() == [0.7, 0.7] and not told["changed"].any()
    assert (told["low"] < 0.7).all() and (told["high"] > 0.7).all()
    left = whole[(whole["type"] != "rule") & ~((whole["type"] == "meeting") & (whole["outcome"] == "reported"))]
    told = outcomes.compared(whole, left, reports).set_index("type")
    assert told.loc["meeting", ["of_without", "without", "changed"]].tolist() == [3, 0.0, True]
    assert told.loc["rule", "of_without"] == 0 and not told.loc["rule", "changed"]
    assert outcomes.compared(whole[:0], whole[:0], reports).empty
