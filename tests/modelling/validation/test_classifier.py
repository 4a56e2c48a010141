"""A classifier is used where it is better than the rules on regions that it has not seen, and only there."""

import numpy as np
import pandas as pd
import pytest

from fazhi.errors import FazhiError
from fazhi.modelling.validation import agreement, classifier

THEMES = ["digital", "mediation", "publicity"]
SAID = {
    "digital": ["平台 数据 互通 不畅", "系统 共享 不足", "数据 共享 壁垒 仍在", "信息 系统 互通 缓慢"],
    "mediation": ["调解员 力量 薄弱", "纠纷 排查 不及时", "调解 组织 空转", "调解员 培训 不够"],
    "publicity": ["宣传 形式 单一", "普法 内容 陈旧"],
    "other": ["人手 紧张", "经费 紧张", "落实 有 差距", "进度 偏慢"],
}
SHARES = {"digital": 0.3, "mediation": 0.3, "publicity": 0.02, "other": 0.38}


def statements(n=240, regions=8):
    """Return statements of invented regions and their coding by hand; of one theme there are few."""
    random = np.random.default_rng(5)
    themes = random.choice(list(SHARES), n, p=list(SHARES.values()))
    rows = []
    for i, theme in enumerate(themes):
        words = f"{random.choice(SAID[theme])} {random.choice(['部分 乡镇', '有的 部门', '个别 单位'])}"
        region = f"第{i % regions}县"
        rows.append((f"p{i:03}", f"{region}-{i % (2 * regions)}", region, words.replace(" ", ""), words, theme))
    table = pd.DataFrame(rows, columns=["problem_id", "report_id", "region", "text", "words", "theme_id"])
    return table.drop(columns="theme_id"), table[["problem_id", "theme_id"]]


@pytest.fixture(scope="module")
def planted():
    """Rules that know mediation, miss two in three of digital, and a sheet of all statements but forty."""
    problems, by_hand = statements()
    missed = (by_hand["theme_id"] == "digital") & (np.arange(len(by_hand)) % 3 > 0)
    rules = by_hand.assign(theme_id=by_hand["theme_id"].where(~missed, "other"))
    rules = rules.merge(problems[["problem_id", "text"]]).rename(columns={"text": "evidence"})
    rules = rules.assign(start=0, end=rules["evidence"].str.len())
    sheet = problems[["problem_id"]].assign(weight=1.0).iloc[:200]
    return by_hand[by_hand["problem_id"].isin(sheet["problem_id"])], sheet, rules, problems


def learned(planted, **changes):
    by_hand, sheet, rules, problems = planted
    given = {"by_hand": by_hand, "sheet": sheet, "problem_themes": rules, "problems": problems} | changes
    return classifier.learn(**given, theme_ids=THEMES, seed=1)


@pytest.fixture(scope="module")
def found(planted):
    return learned(planted)


def test_the_better_one_is_used_ties_and_few_statements_go_to_the_rules(found):
    table = found.comparison.set_index("theme_id")
    assert table["used"].to_dict() == {"digital": "classifier", "mediation": "rules", "publicity": "rules"}
    assert table.at["digital", "gain"] == pytest.approx(
        table.at["digital", "classifier_f1"] - table.at["digital", "rules_f1"]
    )
    assert table.at["digital", "gain_low"] > 0.2
    assert table.at["mediation", "rules_f1"] == table.at["mediation", "rules_kappa"] == 1
    assert table.at["publicity", "by_hand"] < classifier.FEW and np.isnan(table.at["publicity", "classifier_f1"])


def test_figures_lie_in_their_intervals(found):
    for name in ("gain", "rules_f1", "classifier_f1", "rules_kappa", "classifier_kappa"):
        figures = found.comparison.dropna(subset=name)
        low, high = (figures[f"{name}_{end}"].fillna(figures[name]) for end in ("low", "high"))  # NaN: not estimable
        assert len(figures) and (low <= figures[name] + 1e-12).all()
        assert (figures[name] <= high + 1e-12).all()


def test_the_rules_are_judged_as_agreement_judges_them(planted, found):
    by_hand, sheet, rules, problems = planted
    judged = agreement.agreement(by_hand, rules, sheet.merge(problems), THEMES, seed=1).iloc[:-1]
    np.testing.assert_allclose(judged["f1"], found.comparison["rules_f1"])
    np.testing.assert_allclose(judged["kappa"], found.comparison["rules_kappa"])


def test_what_is_tested_is_what_the_table_says(planted, found):
    by_hand, sheet, _, problems = planted
    judged = agreement.agreement(by_hand, found.tested, sheet.merge(problems), THEMES, seed=1).set_index("theme_id")
    assert judged.at["digital", "f1"] == pytest.approx(found.comparison.at[0, "classifier_f1"])
    assert judged.at["mediation", "f1"] == 1


def test_only_the_themes_that_are_learned_better_change(planted, found):
    _, sheet, rules, _ = planted
    before = rules[rules["theme_id"] == "mediation"]
    after = found.coding[found.coding["theme_id"] == "mediation"]
    pd.testing.assert_frame_equal(before.reset_index(drop=True), after.reset_index(drop=True), check_dtype=False)
    unseen = ~found.coding["problem_id"].isin(sheet["problem_id"]) & (found.coding["theme_id"] == "digital")
    truly = statements()[1].query("theme_id == 'digital'")["problem_id"]
    assert set(found.coding.loc[unseen, "problem_id"]) == set(truly) - set(sheet["problem_id"])


def test_every_statement_keeps_a_row_with_its_evidence(planted, found):
    problems = planted[3].set_index("problem_id")["text"]
    coding = found.coding
    assert set(coding["problem_id"]) == set(problems.index)
    assert not coding.duplicated(["problem_id", "theme_id"]).any()
    assert [problems[r.problem_id][r.start : r.end] for r in coding.itertuples()] == list(coding["evidence"])
    assert coding.groupby("problem_id")["theme_id"].agg(lambda t: "other" not in set(t) or len(t) == 1).all()


def test_where_the_rules_are_never_worse_nothing_changes(planted):
    by_hand, _, rules, _ = planted
    right = rules.drop(columns="theme_id").merge(statements()[1])[list(rules.columns)]
    found = learned(planted, problem_themes=right)
    assert set(found.comparison["used"]) == {"rules"}
    pd.testing.assert_frame_equal(found.coding, right, check_dtype=False)
    assert set(zip(by_hand["problem_id"], by_hand["theme_id"], strict=True)) >= set(
        zip(found.tested["problem_id"], found.tested["theme_id"], strict=True)
    )


def test_the_seed_decides_and_the_order_of_the_sheet_does_not(planted, found):
    by_hand, sheet, _, _ = planted
    again = learned(planted, sheet=sheet.iloc[::-1], by_hand=by_hand.iloc[::-1])
    pd.testing.assert_frame_equal(again.comparison, found.comparison)
    pd.testing.assert_frame_equal(again.coding, found.coding)


def test_a_region_is_never_in_training_and_test(planted):
    """Each region says each theme in a sign of its own: what is learned in one region does not help in another."""
    problems = planted[3].merge(statements()[1])
    signs = problems.groupby(["region", "theme_id"]).ngroup().map(lambda n: chr(0x5000 + n))
    found = learned(planted, problems=problems.assign(text=signs, words=signs))
    assert set(found.comparison["used"]) == {"rules"}


def test_too_small_a_sheet_is_refused(planted):
    with pytest.raises(FazhiError, match=r"199 statements are coded.*at least 200"):
        learned(planted, sheet=planted[1].iloc[:199])


def test_too_few_reports_are_refused(planted):
    problems = planted[3].assign(region="青石区", report_id=lambda t: "r" + (t.index % 4).astype(str))
    with pytest.raises(FazhiError, match=r"4 reports.*at least 5"):
        learned(planted, problems=problems)


def test_reports_of_one_region_are_told_apart(planted):
    found = learned(planted, problems=planted[3].assign(region="青石区"))
    assert found.comparison.at[0, "used"] == "classifier"
