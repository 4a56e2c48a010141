"""The catalogue is valid, and what is wrong in one is named by file, row and column."""

import shutil

import pytest

from fazhi import catalog, paths
from fazhi.errors import CatalogError, UnknownName


def test_the_catalogue_is_valid_and_whole():
    known = catalog.load()
    assert len(known.indicators) >= 155
    assert len(known.ratios) >= 15
    assert len(known.themes) >= 20
    assert len(known.terms) >= 150
    assert known.stopwords


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_everything_has_a_name_in_both_languages(lang):
    known = catalog.load()
    for table in (known.indicators, known.ratios, known.themes):
        assert all(known.names(table["id"], lang))


def test_an_unknown_name_names_the_nearest():
    with pytest.raises(UnknownName, match=r"reconsideration\.accepted"):
        catalog.load().name("reconsideration.acepted")
    with pytest.raises(UnknownName, match="zh, en"):
        catalog.load().name("leader_duty", "fr")


@pytest.mark.parametrize(
    ("file", "column", "value", "said"),
    [
        ("indicators.csv", "area", "ruls", "rules"),
        ("indicators.csv", "unit", "parsec", "units"),
        ("indicators.csv", "subject", "(", "regular expression"),
        ("indicators.csv", "measure", "flo", "flow"),
        ("indicators.csv", "id", "", "empty id"),
        ("ratios.csv", "numerator", "reconsideration.acepted", "reconsideration.accepted"),
        ("indicators.csv", "subject", "{bodies_cort}", "bodies_court"),
        ("themes.csv", "id", "leader_duty", "twice"),
        ("theme_patterns.csv", "theme_id", "leader_dutty", "leader_duty"),
        ("theme_patterns.csv", "part", "abuot", "about"),
        ("theme_patterns.csv", "pattern", "(", "regular expression"),
        ("theme_patterns.csv", "pattern", "", "empty pattern"),
        ("theme_patterns.csv", "pattern", "{principal_head}", "principal_heads"),
        ("theme_patterns.csv", "example", "", "need an example"),
        ("theme_patterns.csv", "example", "普法形式单一。", "does not fit its example"),
        ("terms.csv", "class", "concepts", "concept"),
    ],
)
def test_a_wrong_cell_is_named(tmp_path, file, column, value, said):
    shutil.copytree(paths.CATALOG, tmp_path / "catalog")
    table = _read(tmp_path / "catalog" / file)
    table.loc[2, column] = value
    table.to_csv(tmp_path / "catalog" / file, index=False)
    with pytest.raises(CatalogError) as caught:
        catalog.load(tmp_path / "catalog")
    message = str(caught.value)
    assert file in message
    assert "row 4" in message
    assert column in message
    assert said in message


def test_a_missing_file_and_column_are_named(tmp_path):
    shutil.copytree(paths.CATALOG, tmp_path / "catalog")
    file = tmp_path / "catalog" / "ratios.csv"
    _read(file).drop(columns="denominator").to_csv(file, index=False)
    with pytest.raises(CatalogError, match=r"ratios\.csv.*'denominator'"):
        catalog.load(tmp_path / "catalog")
    file.unlink()
    with pytest.raises(CatalogError, match=r"ratios\.csv does not exist"):
        catalog.load(tmp_path / "catalog")


def _read(file):
    import pandas as pd

    return pd.read_csv(file, dtype=str, keep_default_na=False)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            "x.y,core,甲,A,件,rules,d,n,件,甲.{0,4}乙,,,,flow,whole,",
            r"row 3 \(x.y\): 17 cells, the header has \d+; .*quotes",
        ),
        ("x.y,core,甲,A,件,rules,d,n,件,甲,,,,flow,whole", r"row 3 \(x.y\): 15 cells"),
    ],
)
def test_a_row_with_a_cell_too_many_or_too_few_is_named(tmp_path, line, said):
    copy = tmp_path / "catalog"
    shutil.copytree(paths.CATALOG, copy)
    lines = (copy / "indicators.csv").read_text("utf-8").splitlines()
    (copy / "indicators.csv").write_text("\n".join([*lines[:2], line, *lines[2:]]), "utf-8")
    with pytest.raises(CatalogError, match=f"indicators.csv, {said}"):
        catalog.load(copy)


def test_a_catalogue_that_a_spreadsheet_saved_in_gbk_is_named(tmp_path):
    copy = tmp_path / "catalog"
    shutil.copytree(paths.CATALOG, copy)
    text = (copy / "themes.csv").read_text("utf-8")
    (copy / "themes.csv").write_text(text, "gb18030")
    with pytest.raises(CatalogError, match=r"themes\.csv is not in UTF-8"):
        catalog.load(copy)


@pytest.fixture
def copy(tmp_path):
    shutil.copytree(paths.CATALOG, tmp_path / "catalog")
    return tmp_path / "catalog"


@pytest.mark.parametrize("file", ["indicators", "ratios", "themes", "theme_patterns", "terms", "labels", "lexicon"])
def test_each_missing_column_and_an_empty_file_are_told(copy, file):
    place = copy / f"{file}.csv"
    whole = _read(place)
    for column in catalog.REQUIRED.get(file, list(whole))[:20]:
        whole.drop(columns=column).to_csv(place, index=False)
        with pytest.raises(CatalogError, match=rf"{file}\.csv: no column '{column}'"):
            catalog.load(copy)
    place.write_text("")
    with pytest.raises(CatalogError, match=rf"{file}\.csv is empty"):
        catalog.load(copy)


@pytest.mark.parametrize(
    ("file", "column", "value", "said"),
    [
        ("indicators", "instead", "mediation.case", r"row 4, column 'instead'.*mediation\.cases"),
        ("indicators", "subject", "", "row 4, column 'subject'.*empty cell"),
        ("indicators", "near", "(", "row 4, column 'near'.*no regular expression"),
        ("ratios", "unit", " ", "row 4, column 'unit'.*empty cell"),
        ("themes", "id", "other", "row 4, column 'id'.*choose another"),
        ("themes", "definition", "", "row 4, column 'definition'.*empty cell"),
        ("themes", "exclude_zh", "", "row 4, column 'exclude_zh'.*empty cell"),
        ("indicators", "definition_zh", " ", "row 4, column 'definition_zh'.*empty cell"),
        ("indicators", "not_to_confuse_zh", "", "row 4, column 'not_to_confuse_zh'.*empty cell"),
    ],
)
def test_a_cell_that_cannot_be_meant_is_told_with_its_place(copy, file, column, value, said):
    table = _read(copy / f"{file}.csv")
    table.loc[2, column] = value
    table.to_csv(copy / f"{file}.csv", index=False)
    with pytest.raises(CatalogError, match=rf"{file}\.csv, {said}"):
        catalog.load(copy)


def test_a_quote_that_is_never_closed_is_told(copy):
    with (copy / "labels.csv").open("a", encoding="utf-8") as file:
        file.write('a.b,"' + "甲" * 140_000)
    with pytest.raises(CatalogError, match=r"labels\.csv: a cell after row \d+ .*never closed"):
        catalog.load(copy)


def test_stopwords_that_are_missing_or_in_gbk_are_told(copy):
    file = copy / "stopwords.txt"
    file.write_bytes(file.read_text("utf-8").encode("gb18030"))
    with pytest.raises(CatalogError, match=r"stopwords\.txt is not in UTF-8"):
        catalog.load(copy)
    file.unlink()
    with pytest.raises(CatalogError, match=r"stopwords\.txt does not exist"):
        catalog.load(copy)


@pytest.mark.parametrize(
    ("table", "told"), [("indicators", ["definition", "not_to_confuse"]), ("themes", ["definition", "exclude"])]
)
def test_a_codebook_is_in_its_language_and_has_every_entry(table, told):
    known = catalog.load()
    books = {lang: known.codebook(table, lang) for lang in catalog.LANGUAGES}
    for column in told:
        assert (
            books["zh"][column].str.contains("[\u4e00-\u9fff]").all()
            and not books["zh"][column].str.contains("[a-z_]{3}").any()
        )
        assert books["en"][column].str.contains("[A-Za-z]").all() and (books["en"][column] != books["zh"][column]).all()
    assert list(books["zh"]["id"]) == list(books["en"]["id"]) == list(getattr(known, table)["id"])
    with pytest.raises(UnknownName, match="language 'de'"):
        known.codebook(table, "de")
