"""A sheet coded by hand: with it the better coding is used and judged, without it nothing changes."""

import pandas as pd
import pytest

import fazhi
from fazhi import build
from fazhi.errors import FazhiError, UnreadableFile
from fazhi.reporting import theme_coding
from fazhi.reporting.exports import sheets
from fazhi.schema import typed

SAID = {
    "digital": ["平台互通不畅。", "系统共享不足。", "政务数据共享壁垒仍在。", "信息系统更新缓慢。"],
    "mediation": ["调解员力量薄弱。", "人民调解组织作用发挥不够。", "调解员培训不足。"],
    "other": ["窗口人手紧张。", "年度任务进度偏慢。", "台账登记不全。"],
}
NEVER = "digital"
DISPUTED = 31  # of so many statements, one is coded otherwise than the rest that say the same: no coding is perfect
FIGURE = r"\d\.\d\d \(\d\.\d\d–\u2060\d\.\d\d\)"


@pytest.fixture(scope="module")
def tables(tmp_path_factory):
    """Tables of twelve invented regions in which the rules never see one theme."""
    folder = tmp_path_factory.mktemp("coded") / "tables"
    folder.mkdir()
    rows = []
    for n in range(264):
        region, (theme, said) = n // 3 % 12, list(SAID.items())[n % 3 if n % 5 else 2]
        report = f"9701{region:02}-2024-0000"
        judged = theme if n % DISPUTED else "other"
        rows.append((f"{report}/p{n}", report, n, 1, 0, 9, f"第{n}项：{said[n // 36 % len(said)]}", theme, judged))
    problems = pd.DataFrame(rows, columns=[*"problem_id report_id n line start end text said theme".split()])
    found = problems.assign(theme_id=problems["said"].replace(NEVER, "other"), evidence=problems["text"])
    found = found.assign(start=0, end=found["evidence"].str.len())
    reports = problems[["report_id"]].drop_duplicates().assign(
        region=lambda t: "第" + t["report_id"].str[4:6] + "县", region_code=lambda t: t["report_id"].str[:6],
        level="county", issuer_type="government", year=2024, n_chars=9, n_segments=9, n_quantities=0, n_problems=9,
    )  # fmt: skip
    for name, table in {"reports": reports, "problems": problems, "problem_themes": found}.items():
        typed(name, table).to_parquet(folder / f"{name}.parquet")
    build.seal(folder, {})
    problems.set_index("problem_id")["theme"].to_frame().to_csv(folder / "truth.csv")
    return fazhi.open(folder)


@pytest.fixture
def filled(tables, tmp_path):
    """Write a sheet of so many statements, filled with what they truly say."""
    truth = pd.read_csv(tables.folder / "truth.csv", index_col=0)["theme"]

    def written(n, **changes):
        sheet = sheets.statements(tables, n, 1, "zh")["statements"]
        sheet = sheet.assign(themes=sheet["problem_id"].map(truth)).assign(**changes)
        sheet.to_csv(tmp_path / "sheet.csv", index=False)
        return str(tmp_path / "sheet.csv")

    return written


def test_without_a_sheet_nothing_changes(tables):
    coding = theme_coding.better("", tables, 1, "en")
    assert coding.themes is tables.problem_themes
    assert coding.comparison.empty and coding.agreement.empty
    assert theme_coding.legible(coding.comparison, "en").iloc[0, 0].startswith("none")


def test_with_a_sheet_the_better_coding_is_used_and_judged(tables, filled):
    coding = theme_coding.better(filled(220), tables, 1, "en")
    used = coding.comparison.set_index("theme_id")["used"]
    assert used[NEVER] == "classifier" and set(used.drop(NEVER)) == {"rules"}
    judged = coding.agreement.set_index("theme_id")
    assert judged.at[NEVER, "f1"] > 0.9
    truth = pd.read_csv(tables.folder / "truth.csv")["theme"]
    assert judged.at[NEVER, "corrected"] == pytest.approx((truth == NEVER).mean(), abs=0.02)
    assert judged.at[NEVER, "corrected_low"] <= judged.at[NEVER, "corrected"] <= judged.at[NEVER, "corrected_high"]
    assert set(coding.themes["problem_id"]) == set(tables.problems["problem_id"])
    assert (coding.themes["theme_id"] == NEVER).sum() == pytest.approx((truth == NEVER).sum(), abs=3)


def test_the_rules_keep_the_evidence_of_their_themes(tables, filled):
    coding = theme_coding.better(filled(220), tables, 1, "en")
    kept = coding.themes[coding.themes["theme_id"] == "mediation"].reset_index(drop=True)
    own = tables.problem_themes[tables.problem_themes["theme_id"] == "mediation"]
    pd.testing.assert_frame_equal(
        kept.sort_values("problem_id", ignore_index=True), own.sort_values("problem_id", ignore_index=True)
    )


def test_what_is_not_shown_is_learned_from_but_not_given(tables, filled):
    shown = tables.shown(regions=["970103"])
    coding = theme_coding.better(filled(220), shown, 1, "zh")
    assert set(coding.themes["problem_id"]) == set(shown.problems["problem_id"])
    pd.testing.assert_frame_equal(coding.comparison, theme_coding.better(filled(220), tables, 1, "zh").comparison)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_figures_stand_beside_their_intervals(tables, filled, lang):
    coding = theme_coding.better(filled(220), tables, 1, lang)
    for table in (coding.comparison, coding.agreement):
        shown = theme_coding.legible(table, lang)
        assert len(shown) == len(table)
        assert shown.astype(str).stack().str.fullmatch(FIGURE).any()


@pytest.mark.parametrize(("lang", "said"), [("zh", "1.00（区间无法估计）"), ("en", "1.00 (interval not estimable)")])
def test_a_figure_without_an_interval_says_so(lang, said):
    table = pd.DataFrame({"theme_id": ["a"], "name": ["A"], "kappa": [1.0], "kappa_low": [float("nan")]})
    table["kappa_high"], table["apparent"] = table["kappa_low"], 0.5
    assert theme_coding.legible(table, lang).iloc[0, 1:].tolist() == [said, "0.50"]


def test_a_sheet_that_is_too_small_or_does_not_fit_is_refused(tables, filled):
    with pytest.raises(FazhiError, match="199 statements are coded"):
        theme_coding.better(filled(199), tables, 1, "en")
    with pytest.raises(FazhiError, match=r"row 2, column 'themes'.*nearest: digital"):
        theme_coding.better(filled(220, themes="digitl"), tables, 1, "en")
    with pytest.raises(FazhiError, match=r"row 2, column 'problem_id'"):
        theme_coding.better(filled(220, problem_id="970100-2022-0000/p1"), tables, 1, "en")
    with pytest.raises(UnreadableFile, match="nowhere"):
        theme_coding.better("nowhere.csv", tables, 1, "en")


def test_a_sheet_of_numbers_is_no_coding(tables, tmp_path):
    (tmp_path / "numbers.csv").write_text("quantity_id,right\na,yes\n")
    with pytest.raises(FazhiError, match=r"has the columns quantity_id, right; .* has problem_id and themes"):
        theme_coding.better(str(tmp_path / "numbers.csv"), tables, 1, "en")


def test_statements_that_no_theme_fits_are_clustered_by_what_they_say(tables):
    found = theme_coding.unfitting(tables.problem_themes, tables.problems)
    assert found["statements"].sum() == (tables.problem_themes["theme_id"] == "other").sum()
    assert {"窗口", "台账"} & set(", ".join(found["words"]).split(", "))
