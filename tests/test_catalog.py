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
        ("indicators.csv", "id", "", "empty key"),
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
    with pytest.raises(CatalogError, match=r"ratios\.csv is not there"):
        catalog.load(tmp_path / "catalog")


def _read(file):
    import pandas as pd

    return pd.read_csv(file, dtype=str, keep_default_na=False)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            "x.y,core,甲,A,件,rules,d,n,件,甲.{0,4}乙,,,,flow,whole,",
            r"row 3 \(x.y\): 17 cells, the header has 19; .*quotes",
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
