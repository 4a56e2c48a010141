"""A drawn sheet, filled, gives the figures; one that does not fit says where."""

import pandas as pd
import pytest

from fazhi.errors import CatalogError, FazhiError, UnreadableFile
from fazhi.reporting.exports import sheets, text_sheets


@pytest.fixture
def statements(sample):
    """A sheet that repeats what the rules found."""
    sheet = sheets.statements(sample, 30, 1, "zh")["statements"]
    themes = sample.problem_themes.groupby("problem_id")["theme_id"].agg("|".join)
    return sheet.assign(themes=sheet["problem_id"].map(themes))


@pytest.fixture
def quantities(sample):
    return sheets.quantities(sample, 40, 1, "zh")["quantities"].assign(right="yes")


@pytest.fixture
def judge(sample, tmp_path):
    def judged(sheet, name="sheet.csv", encoding="utf-8"):
        file = tmp_path / name
        if file.suffix == ".xlsx":
            sheet.to_excel(file, index=False)
        else:
            sheet.to_csv(file, index=False, encoding=encoding)
        return sheets.judge(file, sample, 1, "en").set_index(["theme_id" if "themes" in sheet else "area"])

    return judged


def test_both_kinds_are_written_with_their_codebooks(sample, tmp_path):
    for drawn in (sheets.statements(sample, 9, 1, "zh"), sheets.quantities(sample, 9, 1, "zh")):
        csv, xlsx = sheets.write(drawn, tmp_path / f"{next(iter(drawn))}.csv")
        book = pd.read_excel(xlsx, sheet_name=None, dtype=str, keep_default_na=False)
        assert list(book) == [csv.stem, "codebook", "columns"]
        assert list(book["columns"]["column"]) == list(book[csv.stem])
        words = [column for column in ("text", "sentence", "raw") if column in book[csv.stem]]
        pd.testing.assert_frame_equal(sheets.read(csv)[words], sheets.read(xlsx)[words])
        assert len(sheets.read(csv)) == 9


def test_a_sheet_that_may_have_been_filled_is_not_overwritten(sample, tmp_path):
    drawn = sheets.statements(sample, 3, 1, "zh")
    _, xlsx = sheets.write(drawn, tmp_path / "mine")
    (tmp_path / "mine.csv").unlink()
    with pytest.raises(FazhiError, match=r"mine\.xlsx"):
        sheets.write(drawn, tmp_path / "mine")
    assert xlsx.exists() and not (tmp_path / "mine.csv").exists()


def test_the_coding_of_the_rules_agrees_with_itself(judge, statements):
    found = judge(statements)
    assert (found[["kappa", "alpha", "f1"]].dropna() == 1).all(axis=None)
    assert found.at["all", "n"] == 30 * 20
    assert found["corrected"].dropna().tolist() == pytest.approx(found["apparent"][found["corrected"].notna()].tolist())


@pytest.mark.parametrize(("name", "encoding"), [("a.csv", "gb18030"), ("a.csv", "utf-8-sig"), ("a.xlsx", "")])
def test_what_excel_saves_is_read(judge, statements, name, encoding):
    pd.testing.assert_frame_equal(judge(statements, name, encoding), judge(statements))


def test_one_other_label_lowers_its_theme_alone(judge, statements):
    before = judge(statements)
    row = statements.index[statements["themes"] == "publicity"][0]
    after = judge(statements.assign(themes=statements["themes"].where(statements.index != row, "other")))
    changed = after.index[(after["both"] != before["both"])]
    assert set(changed) == {"publicity", "all"}
    assert (
        after.at["publicity", "precision"] < 1
        and after.at["publicity", "corrected"] < after.at["publicity", "apparent"]
    )


def test_the_precision_of_checked_numbers(judge, quantities):
    found = judge(quantities.assign(right=["no", "否", *["是"] * 36, "", ""]), "a.xlsx")
    assert (found.at["all", "n"], found.at["all", "right"]) == (38, 36)
    assert found.at["all", "precision_low"] < found.at["all", "precision"] < found.at["all", "precision_high"]
    assert found.drop(index="all")["n"].sum() == 38


def changed(sheet, column, value, row=4):
    return sheet.assign(**{column: [value if n == row else cell for n, cell in enumerate(sheet[column])]})


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        ("themes", "digital|digitl", "row 6, column 'themes'.*nearest: digital"),
        ("problem_id", "970100-2022-xxxx/p1", "row 6, column 'problem_id'.*970100-2022"),
        ("text", "别的话。", "row 6, column 'text'.*new sheet"),
        ("weight", "viel", "row 6, column 'weight'"),
        ("weight", "-1", "row 6, column 'weight'"),
        ("weight", "1e999", "row 6, column 'weight'"),
    ],
)
def test_a_wrong_cell_of_statements_is_named(judge, statements, column, value, message):
    with pytest.raises(CatalogError, match=rf"sheet.csv, {message}"):
        judge(changed(statements, column, value))


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        ("right", "maybe", "row 6, column 'right'.*yes"),
        ("quantity_id", "970100-2022-xxxx/q1.1", "row 6, column 'quantity_id'.*970100-2022"),
        ("raw", "7件", "row 6, column 'raw'.*new sheet"),
    ],
)
def test_a_wrong_cell_of_quantities_is_named(judge, quantities, column, value, message):
    with pytest.raises(CatalogError, match=rf"sheet.csv, {message}"):
        judge(changed(quantities, column, value))


def test_a_row_that_stands_twice_is_named(judge, statements):
    with pytest.raises(CatalogError, match=r"row 32.*twice"):
        judge(pd.concat([statements, statements.head(1)]))


def test_a_sheet_of_a_header_alone_is_refused(judge, statements):
    with pytest.raises(UnreadableFile, match=r"sheet\.csv has no rows below its header"):
        judge(statements.head(0))


def test_what_is_no_sheet_is_said(judge, sample, tmp_path):
    with pytest.raises(FazhiError, match=r"has the columns report_id, .*problem_id and themes"):
        judge(sample.reports.drop(columns="file"))
    (tmp_path / "broken.xlsx").write_bytes(b"PK no zip")
    for name in ("broken.xlsx", "nowhere.csv"):
        with pytest.raises(UnreadableFile, match=name):
            sheets.judge(tmp_path / name, sample, 1, "en")


def test_shared_sentences_checked_by_hand_give_their_precision(sample, tmp_path):
    drawn = text_sheets.reuse(sample, 50, 1)["reuse"]
    assert (drawn["text"] != "").all() and (drawn["source_text"] != "").all()
    answers = ["no", *["yes"] * (len(drawn) - 1)]
    drawn.assign(right=answers).to_csv(tmp_path / "reuse.csv", index=False)
    judged = sheets.judge(tmp_path / "reuse.csv", sample, 1, "en").set_index("kind")
    assert judged.at["all", "n"] == len(drawn) and judged.at["all", "right"] == len(drawn) - 1
    assert judged["precision_low"].lt(1).all()


def test_commitments_coded_by_hand_give_precision_and_recall(sample, tmp_path):
    drawn = text_sheets.followthrough(sample, 40, 1)["followthrough"]
    rules = text_sheets._followed(sample).set_index("commitment_id")["outcome"]
    coded = drawn.assign(outcome=drawn["commitment_id"].map(rules))
    assert set(coded["outcome"]) >= {"not mentioned", "reported with a number", "no commitment"}
    missed = coded.index[coded["outcome"] == "not mentioned"][0]
    coded.loc[missed, "outcome"] = "reported with a number"
    coded.to_csv(tmp_path / "coded.csv", index=False)
    judged = sheets.judge(tmp_path / "coded.csv", sample, 1, "en").set_index("outcome")
    assert judged.at["reported with a number", "precision"] == 1 > judged.at["reported with a number", "recall"]
    coded.assign(outcome="done").to_csv(tmp_path / "coded.csv", index=False)
    with pytest.raises(CatalogError, match="'done'"):
        sheets.judge(tmp_path / "coded.csv", sample, 1, "en")


def test_sheets_of_several_people_are_compared_and_what_is_disputed_is_listed(sample, tmp_path):
    sheet = sheets.statements(sample, 30, 1, "en")["statements"].assign(themes="digital")
    other = sheet.assign(themes=["mediation" if n < 4 else "digital" for n in range(len(sheet))])
    files = [tmp_path / f"{n}.csv" for n in range(3)]
    for file, filled in zip(files, (sheet, sheet, other), strict=True):
        filled.to_csv(file, index=False)
    found, disputed = sheets.judge_people(files, sample, 1, "en")
    row = found.set_index("theme_id").loc["digital"]
    assert row["coders"] == 3 and row["alpha_people"] < 1 and row["reference"] == row["n"] == 30
    (to_decide,) = disputed.values()
    assert len(to_decide) == 4 and set(to_decide["coder_3"]) == {"mediation"} and set(to_decide["themes"]) == {""}
