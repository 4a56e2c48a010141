"""Agreement against published worked examples, and the sheet that is drawn for coding by hand."""

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import cohen_kappa_score, f1_score, precision_score, recall_score

from fazhi.errors import FazhiError, UnknownName
from fazhi.modelling.validation import agreement


def codings(cells: tuple[int, int, int, int]):
    """Return reference, coded and statements with these counts: both, reference only, coded only, neither."""
    marks = np.repeat([[1, 1], [1, 0], [0, 1], [0, 0]], cells, axis=0)
    statements = pd.DataFrame({"problem_id": [f"p{i:03}" for i in range(len(marks))]})
    statements["report_id"] = statements["problem_id"]
    pair = [statements[marks[:, i] == 1][["problem_id"]].assign(theme_id="digital") for i in (0, 1)]
    return *pair, statements


def compared(cells) -> pd.Series:
    return agreement.agreement(*codings(cells), theme_ids=["digital"], seed=1).iloc[0]


@pytest.mark.parametrize(("cells", "kappa"), [((40, 9, 6, 45), 0.70), ((80, 10, 5, 5), 0.32)])
def test_kappa_of_a_published_example(cells, kappa):
    """Feinstein, A. R., & Cicchetti, D. V. (1990). J. of Clinical Epidemiology 43, 543–549: 85 % agreed in both."""
    row = compared(cells)
    assert row["kappa"] == pytest.approx(kappa, abs=0.005)
    assert row["kappa_low"] < row["kappa"] < row["kappa_high"]


def test_alpha_of_a_published_example():
    """Krippendorff, K. (2011). Computing Krippendorff's alpha-reliability, A: binary data, two observers, none missing.

    Observers: 0100000010 and 1110010000; alpha 0.095.
    """
    assert compared((1, 1, 3, 5))["alpha"] == pytest.approx(0.095, abs=0.0005)


def test_prevalence_corrected_as_published():
    """Rogan & Gladen (1978): (apparent + specificity - 1) / (sensitivity + specificity - 1)."""
    reference, coded, statements = codings((45, 5, 10, 40))  # sensitivity 0.9, specificity 0.8
    problems = pd.DataFrame({"problem_id": range(100)})
    everything = pd.DataFrame({"problem_id": range(55), "theme_id": "digital"})
    table = agreement.prevalence(reference, coded, statements, everything, problems, theme_ids=["digital"], seed=1)
    row = table.iloc[0]
    assert (row["sensitivity"], row["specificity"]) == (0.9, 0.8)
    assert row["corrected"] == pytest.approx((0.55 + 0.8 - 1) / (0.9 + 0.8 - 1))
    assert row["corrected_low"] < row["corrected"] < row["corrected_high"]


def test_prevalence_of_a_theme_that_nobody_has_seen_is_unknown():
    reference, coded, statements = codings((0, 0, 0, 10))
    nothing = pd.DataFrame({"problem_id": [], "theme_id": []})
    row = agreement.prevalence(reference, coded, statements, nothing, statements, theme_ids=["digital"], seed=1).iloc[0]
    assert row["apparent"] == 0 and np.isnan(row["corrected"])


def test_figures_agree_with_scikit_learn_theme_by_theme_and_pooled():
    random = np.random.default_rng(7)
    themes = ["digital", "mediation", "publicity"]
    statements = pd.DataFrame(
        {"problem_id": [f"p{i}" for i in range(40)], "report_id": [f"r{i // 4}" for i in range(40)]}
    )
    statements["weight"] = random.integers(1, 4, 40)
    marks = random.random((2, 40, 3)) < 0.4
    pairs = [[(f"p{i}", themes[j]) for i, j in np.argwhere(m)] for m in marks]
    long = [pd.DataFrame(p, columns=["problem_id", "theme_id"]) for p in pairs]
    table = agreement.agreement(*long, statements, theme_ids=themes, seed=1).set_index("theme_id")
    weight = statements["weight"].to_numpy()
    for name, (y, z, w) in {
        "mediation": (marks[0][:, 1], marks[1][:, 1], weight),
        "all": (marks[0].ravel(), marks[1].ravel(), np.repeat(weight, 3)),
    }.items():
        row = table.loc[name]
        assert row["kappa"] == pytest.approx(cohen_kappa_score(y, z))
        for figure, score in (("precision", precision_score), ("recall", recall_score), ("f1", f1_score)):
            assert row[figure] == pytest.approx(score(y, z, sample_weight=w))
            assert row[f"{figure}_low"] <= row[figure] <= row[f"{figure}_high"]
        assert (row["reference"], row["coded"], row["both"]) == (y.sum(), z.sum(), (y & z).sum())


def test_a_theme_that_nobody_coded_has_no_figures():
    row = compared((0, 0, 0, 12))
    assert row[["kappa", "alpha", "precision", "recall", "f1"]].isna().all()
    assert row["n"] == 12


@pytest.fixture
def corpus():
    """Two hundred statements of twenty reports, most of one theme, few of another."""
    ids = [f"p{i:03}" for i in range(200)]
    problems = pd.DataFrame({"problem_id": ids, "report_id": [f"r{i // 10:02}" for i in range(200)], "text": ids})
    rare = ["digital" if i < 5 else "other" if i < 20 else "publicity" for i in range(200)]
    common = pd.DataFrame({"problem_id": ids[:3], "theme_id": "publicity"})
    problem_themes = pd.concat([pd.DataFrame({"problem_id": ids, "theme_id": rare}), common])
    reports = pd.DataFrame(
        {"report_id": [f"r{i:02}" for i in range(20)], "region": "青石区", "level": "county", "year": 2024}
    )
    return problems, problem_themes, reports


def test_the_sheet_holds_the_rare_themes_and_stands_for_all_statements(corpus):
    sheet = agreement.sample_statements(*corpus, n=30, seed=1)
    assert list(sheet.columns) == agreement.SHEET and len(sheet) == 30
    assert set(sheet["problem_id"]) >= {f"p{i:03}" for i in range(5)}
    assert sheet["weight"].sum() == pytest.approx(200)
    assert sheet["problem_id"].is_unique and (sheet[["themes", "note"]] == "").all(axis=None)


def test_the_sheet_depends_on_the_seed_alone(corpus):
    problems, problem_themes, reports = corpus
    first = agreement.sample_statements(*corpus, n=30, seed=1)
    again = agreement.sample_statements(problems.iloc[::-1], problem_themes.iloc[::-1], reports, n=30, seed=1)
    assert first.equals(again)
    assert not first.equals(agreement.sample_statements(*corpus, n=30, seed=2))


@pytest.mark.parametrize("n", [1, 2, 200, 999])
def test_any_number_can_be_drawn(corpus, n):
    sheet = agreement.sample_statements(*corpus, n=n, seed=1)
    assert len(sheet) == min(n, 200)
    assert sheet["weight"].sum() == pytest.approx(200)


def test_the_weights_undo_the_drawing(corpus):
    """The rules miss one in six of a frequent theme; a sheet that holds as many missed as found must still say so."""
    problems, _, reports = corpus
    found = problems[["problem_id"]].assign(theme_id=["other" if i % 6 == 0 else "publicity" for i in range(200)])
    truth = problems[["problem_id"]].assign(theme_id="publicity")
    sheet = agreement.sample_statements(problems, found, reports, n=40, seed=3)
    row = agreement.agreement(truth, found, sheet, ["publicity"], seed=1).iloc[0]
    assert row["coded"] == 20
    assert row["recall"] == pytest.approx(166 / 200)


def test_a_filled_sheet_is_read():
    sheet = pd.DataFrame({"problem_id": ["a", "b", "c"], "themes": ["digital| mediation", "", "other"]})
    found = agreement.coded_by_hand(sheet, ["digital", "mediation"])
    assert found.to_numpy().tolist() == [["a", "digital"], ["a", "mediation"], ["c", "other"]]


def test_a_theme_that_the_codebook_does_not_have_is_refused():
    sheet = pd.DataFrame({"problem_id": ["a"], "themes": ["digitl"]})
    with pytest.raises(UnknownName, match="digital"):
        agreement.coded_by_hand(sheet, ["digital", "mediation"])


def test_an_empty_sheet_is_refused():
    with pytest.raises(FazhiError, match="empty"):
        agreement.coded_by_hand(pd.DataFrame({"problem_id": ["a"], "themes": [" "]}), ["digital"])
