"""Exports say what the tables say, in each format, and every value in them leads to its sentence."""

import pandas as pd
import pytest

import fazhi
from fazhi import catalog, paths, sealed
from fazhi.errors import FazhiError, UnknownName
from fazhi.reporting.exports.export import export, readable
from fazhi.schema import COLUMNS, OF_NOTEBOOKS, typed

BUILT = [name for name in COLUMNS if name not in OF_NOTEBOOKS]


@pytest.fixture(scope="module")
def written(sample, tmp_path_factory):
    """The folder with the csv files and the workbook."""
    out = tmp_path_factory.mktemp("export")
    for form in ("csv", "xlsx"):
        export(sample, form, out, "en")
    return out


@pytest.mark.parametrize("name", BUILT)
def test_csv_holds_the_table(written, sample, name):
    file = written / f"{name}.csv"
    assert file.read_bytes().startswith(b"\xef\xbb\xbf")
    kinds = {column: str for column, kind in COLUMNS[name].items() if kind == "str"}
    found = pd.read_csv(
        file, keep_default_na=False, na_values={c: "" for c in COLUMNS[name] if c not in kinds}, dtype=kinds
    )
    expected = getattr(sample, name)
    pd.testing.assert_frame_equal(found[list(expected)], expected, check_dtype=False)


def test_the_workbook_has_a_sheet_for_each_table_and_a_codebook(written, sample):
    sheets = pd.read_excel(written / "fazhi.xlsx", sheet_name=None, dtype=str, keep_default_na=False)
    assert list(sheets) == [*BUILT, "codebook", "manifest"]
    explained = {(row.table, row.column) for row in sheets["codebook"].itertuples()}
    assert explained == {(name, column) for name in BUILT for column in sheets[name]}
    assert (sheets["codebook"]["meaning"] != "").all()
    for name in BUILT:
        assert len(sheets[name]) == len(getattr(sample, name))


@pytest.mark.parametrize("name", ["quantities", "indicators", "ratios", "checks", "problem_themes"])
def test_every_value_leads_to_its_words(sample, name):
    table = readable(sample, name, "zh")
    assert set(table["file"]) <= set(sample.reports["file"])
    assert (table["sentence"] != "").all()
    encodings = sample.reports.query("format == 'txt'").set_index("file")["encoding"]
    for row in table[table["file"].isin(encodings.index)].itertuples():
        lines = (paths.SAMPLE / row.file).read_text(encodings[row.file]).splitlines()
        told = [lines[int(line) - 1] for line in str(row.line).split("|")]
        for sentence in row.sentence.split("|"):
            assert any(sentence in line for line in told), (row, sentence)


def test_the_first_sentence_of_an_indicator_holds_its_number(sample):
    raw = sample.quantities.set_index("quantity_id")["raw"]
    for row in readable(sample, "indicators", "zh").itertuples():
        assert raw[row.quantity_ids.split("|")[0]] in row.sentence.split("|")[0]


def test_names_come_from_the_catalogue_in_the_language_asked_for(sample):
    for lang in catalog.LANGUAGES:
        table = readable(sample, "disclosure", lang)
        assert list(table["name"]) == catalog.load().names(table["indicator_id"], lang)


def test_the_same_tables_give_the_same_bytes(written, sample, tmp_path):
    for form in ("csv", "xlsx"):
        for file in export(sample, form, tmp_path, "en"):
            assert file.read_bytes() == (written / file.name).read_bytes()


def test_one_file_can_be_named(sample, tmp_path):
    (file,) = export(sample.shown(regions=["970100"]), "dta", tmp_path / "more" / "my.dta")
    assert file == tmp_path / "more" / "my.dta" and file.exists()


def test_an_unknown_format_is_refused(sample, tmp_path):
    with pytest.raises(UnknownName, match="xlsx"):
        export(sample, "xls", tmp_path)


@pytest.mark.parametrize("name", ["disclosure", "problems", "checks", "indicators"])
def test_every_row_about_a_report_says_its_region_and_year(sample, name):
    table = readable(sample, name, "zh")
    known = sample.reports.set_index("report_id")
    for column in ("region", "year", "file"):
        assert list(table[column]) == list(table["report_id"].map(known[column]))


def test_the_manifest_says_what_the_tables_were_made_from(written, sample):
    rows = pd.read_excel(written / "fazhi.xlsx", sheet_name="manifest", dtype=str)
    assert dict(rows.itertuples(index=False))["vocabulary"] == sample.manifest["vocabulary"]


@pytest.mark.parametrize("form", ["csv", "xlsx", "dta"])
def test_tables_without_rows_are_exported_too(tmp_path, form):
    """A folder of short reports may state no rate and admit no problem."""
    for name in COLUMNS:
        typed(name, []).to_parquet(tmp_path / f"{name}.parquet", index=False)
    sealed.write(tmp_path / sealed.MANIFEST, {"version": "0"})
    assert all(file.exists() for file in export(fazhi.open(tmp_path), form, tmp_path / "out"))


def test_a_folder_of_others_is_left_as_it_is(sample, tmp_path):
    (tmp_path / "reports.csv").write_text("file,year\na.txt,2023\n", "utf-8")
    with pytest.raises(FazhiError, match=r"reports.csv was not written by fazhi, or was changed since"):
        export(sample, "csv", tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["reports.csv"]


def test_a_former_export_is_written_anew(written, sample):
    before = (written / "reports.csv").read_bytes()
    export(sample, "csv", written, "en")
    assert (written / "reports.csv").read_bytes() == before
