"""Quantities and the catalogue's rules → indicators, ratios and disclosure."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fazhi import catalog, paths
from fazhi.measuring.attribution.whose_and_when import attribute
from fazhi.measuring.indicators import disclosure, matching, ratios
from fazhi.measuring.indicators import values as indicator_values
from fazhi.measuring.quantities.extraction import quantities, sentence
from fazhi.schema import typed

RULES = catalog.load().indicators
SENTENCES = pd.read_csv(paths.CATALOG / "indicator_sentences.csv", dtype=str, keep_default_na=False)
Stated = list[list[tuple[float, str]]]  # of each text, the values that it states with their indicators
REPORT = {"report_id": "r", "region_code": "530102", "year": 2024, "region": "安居市", "level": "prefecture"}


def stated(text: str, **segment: str) -> pd.DataFrame:
    """Return a paragraph's quantities with their indicators, as a build has them."""
    segments = sentence(text).assign(**segment)
    numbers = quantities(segments, 2024)
    found = matching.match(attribute(numbers, REPORT), segments, RULES)
    return found.assign(report_id="r", quantity_id=[f"q{start}" for start in found["start"]])


def ids(text: str, **segment: str) -> list[str]:
    return stated(text, **segment)["indicator_id"].tolist()


def values(text: str) -> pd.DataFrame:
    found = indicator_values.indicators(stated(text), pd.DataFrame([REPORT]), RULES)
    return found.set_index(["indicator_id", "qualifier"])


def read_all(texts: list[str]) -> Stated:
    """Return each text's values with their indicators; all are read at once, each as a paragraph of its own."""
    blank = pd.concat([sentence("")] * len(texts), ignore_index=True)
    segments = blank.assign(raw=texts, end=[len(text) for text in texts], segment_id=blank.index)
    found = matching.match(attribute(quantities(segments, 2024), REPORT), segments, RULES)
    stated: Stated = [[] for _ in texts]
    for n, value, indicator_id in found[["segment_id", "value", "indicator_id"]].itertuples(index=False):
        stated[n].append((value, indicator_id))
    return stated


@pytest.fixture(scope="module")
def read() -> Stated:
    """What every sentence of the catalogue states."""
    return read_all(SENTENCES["sentence"].tolist())


@pytest.mark.parametrize("row", list(SENTENCES.itertuples()), ids=lambda row: f"{row.id}-{row.matches}")
def test_the_catalogues_sentences(row, read: Stated) -> None:
    at = [indicator_id for value, indicator_id in read[row.Index] if value == float(row.value)]
    assert at, f"{row.value} is not read from {row.sentence}"
    assert (row.id in at) == (row.matches == "yes"), f"{at} in {row.sentence}"


def test_every_indicator_has_two_sentences_that_match_and_one_that_does_not() -> None:
    counts = SENTENCES.groupby(["id", "matches"]).size().unstack(fill_value=0)
    assert set(counts.index) == set(RULES["id"])
    assert (counts["yes"] >= 2).all()
    assert (counts["no"] >= 1).all()


def test_the_matched_words_are_recorded() -> None:
    rule = stated("受理行政复议申请90件。")["rule"].iloc[0]
    assert "复议" in rule
    assert "受理" in rule


@pytest.mark.parametrize(
    "text",
    [
        "公职律师较上年增加12名。",
        "行政复议案件同比增长15%。",
        "败诉率控制在10%以下的目标内。",
    ],
)
def test_changes_and_thresholds_are_no_indicator(text: str) -> None:
    assert set(ids(text)) == {""}


def test_names_and_numbers_are_paired_by_respectively() -> None:
    found = ids("办理人大代表建议、政协提案分别为82件、76件，满意率、办结率分别达到99%和100%。")
    assert found == [
        "supervision.npc_suggestions",
        "supervision.cppcc_proposals",
        "supervision.proposal_satisfaction_rate",
        "supervision.proposal_completion_rate",
    ]


def test_a_plan_is_no_indicator() -> None:
    assert ids("开展法治宣传活动100场次。") == ["publicity.events"]
    assert ids("开展法治宣传活动100场次。", role="plan") == [""]


def test_the_subject_is_carried_over() -> None:
    text = "加强行政复议工作。全年共收到申请120件，受理98件，审结90件，其中纠错8件，调解结案21件。"
    names = ["received", "accepted", "concluded", "corrected", "mediated"]
    assert ids(text) == [f"reconsideration.{name}" for name in names]


def test_the_heading_names_the_subject_of_a_bare_statement() -> None:
    assert ids("全年受理98件。", heading="提升行政复议质效") == ["reconsideration.accepted"]
    assert ids("全年受理98件。") == [""]


def test_a_statement_that_names_something_else_is_not_carried_over() -> None:
    assert ids("加强行政复议工作，受理消费投诉举报260件。") == [""]


def test_a_part_of_the_same_indicator_is_not_counted_again() -> None:
    assert ids("提供法律咨询800人次，其中农民工咨询90人次。") == ["lawservice.consultations", ""]
    assert ids("办理建议提案90件，其中人大代表建议50件、政协提案40件。") == [
        "supervision.proposals_combined",
        "supervision.npc_suggestions",
        "supervision.cppcc_proposals",
    ]


def test_the_nearest_subject_wins() -> None:
    text = "受理法律援助案件320件，办理公证510件，排查矛盾纠纷620件，办理司法鉴定75件。"
    assert ids(text) == [
        "lawservice.aid_cases",
        "lawservice.notarizations",
        "mediation.screened",
        "lawservice.forensic_cases",
    ]


WIDE = str.maketrans(",;:()%0123456789", "，；：（）％０１２３４５６７８９")


@pytest.mark.parametrize("widths", [WIDE, {wide: narrow for narrow, wide in WIDE.items()}], ids=["wide", "narrow"])
def test_width_changes_nothing(widths: dict, read: Stated) -> None:
    texts = [text.translate(widths) for text in SENTENCES["sentence"]]
    differ = [text for text, one, two in zip(texts, read, read_all(texts), strict=True) if one != two]
    assert differ == []


@given(at=st.lists(st.sampled_from(range(len(SENTENCES))), min_size=2, max_size=4))
@settings(max_examples=20, deadline=None)
def test_a_sentence_that_names_its_subject_needs_no_context(at: list[int], read: Stated) -> None:
    apart = [name for n in at for _, name in read[n]]
    together = ids("".join(SENTENCES["sentence"][n] for n in at))
    assert len(apart) == len(together)
    assert all(one in ("", two) or two for one, two in zip(apart, together, strict=True))


def test_parts_are_added_where_the_catalogue_says_so() -> None:
    found = values("全县有专职人民调解员30名、兼职人民调解员270余名。")
    assert found.loc[("mediation.mediators", ""), "value"] == 300
    assert found.loc[("mediation.mediators", ""), "bound"] == "more_than"
    assert len(found.loc[("mediation.mediators", ""), "quantity_ids"].split("|")) == 2


def test_a_whole_and_its_parts_give_the_whole() -> None:
    found = values("全县人民调解员共300名，其中专职30名、兼职270名。")
    assert found.loc[("mediation.mediators", ""), "value"] == 300


def test_another_unit_has_a_row_of_its_own() -> None:
    found = values("冬春救助受灾群众860户，发放救灾物资保障受灾群众2600人。")
    assert found.loc[("emergency.relief_households", ""), "value"] == 860
    assert found.loc[("emergency.relief_households", "人"), "value"] == 2600


def test_last_years_figure_is_not_this_years() -> None:
    found = values("2023年受理行政复议案件90件，2024年受理行政复议案件120件。")
    assert found.loc[("reconsideration.accepted", ""), "value"] == 120


def test_the_state_that_a_change_starts_from_is_not_the_value() -> None:
    found = values("行政应诉案件由331件下降至298件。")
    assert found.loc[("litigation.cases", ""), "value"] == 298


def test_a_wider_definition_is_no_value() -> None:
    found = values("办理政协提案90件，委员对办理结果的满意及基本满意率达100%。")
    assert ("supervision.proposal_satisfaction_rate", "other definition") in found.index
    assert ("supervision.proposal_satisfaction_rate", "") not in found.index


def ratios_of(text: str) -> pd.DataFrame:
    found = stated(text)
    known = indicator_values.indicators(found, pd.DataFrame([REPORT]), RULES)
    return ratios.ratios(known, found, catalog.load().ratios).set_index("ratio_id")


def test_a_ratio_stands_beside_the_printed_rate() -> None:
    found = ratios_of("人民调解组织调解纠纷400件，调解成功390件，调解成功率98%。")
    assert found.loc["mediation.success_ratio", "computed"] == pytest.approx(97.5)
    assert found.loc["mediation.success_ratio", "stated"] == 98


def test_a_printed_rate_alone_is_not_computed() -> None:
    found = ratios_of("人民调解成功率98%。")
    assert found.loc["mediation.success_ratio", "stated"] == 98
    assert pd.isna(found.loc["mediation.success_ratio", "computed"])


def test_counts_that_are_not_exact_give_a_range_and_no_point() -> None:
    found = ratios_of("人民调解组织调解纠纷600余件，调解成功500余件。").loc["mediation.success_ratio"]
    assert pd.isna(found["computed"])
    assert found["computed_low"] == pytest.approx(100 * 500 / 700)
    assert found["computed_high"] == 100  # a part is at most its whole


def test_exact_counts_give_a_point() -> None:
    found = ratios_of("人民调解组织调解纠纷400件，调解成功390件。").loc["mediation.success_ratio"]
    assert found["computed"] == found["computed_low"] == found["computed_high"] == pytest.approx(97.5)


def test_counts_of_different_bodies_make_no_ratio() -> None:
    found = ratios_of("全市调解纠纷400件。市司法局调解纠纷成功390件。")
    assert "mediation.success_ratio" not in found.index


def test_disclosure_keeps_missing_zero_and_other_measures_apart() -> None:
    text = "受理行政复议申请60件，行政诉讼案件败诉0件，办理建议提案120件。"
    found = stated(text)
    reports = pd.DataFrame([REPORT, REPORT | {"report_id": "silent"}])
    known = indicator_values.indicators(found, reports, RULES)
    status = disclosure.disclosure(known, reports, RULES).set_index(["report_id", "indicator_id"])["status"]
    assert len(status) == 2 * len(RULES)
    assert status["r", "reconsideration.accepted"] == "reported"
    assert status["r", "litigation.lost"] == "reported as zero"
    assert status["r", "supervision.npc_suggestions"] == "other measure"
    assert status["r", "emergency.drills"] == "not reported"
    assert set(status["silent"]) == {"not reported"}


def test_no_quantities_give_empty_tables() -> None:
    found = stated("坚持依法行政。")
    assert len(found) == 0
    known = indicator_values.indicators(found, pd.DataFrame([REPORT]), RULES)
    assert len(known) == 0
    assert len(ratios.ratios(known, typed("quantities", found), catalog.load().ratios)) == 0
