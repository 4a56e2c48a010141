"""What a person wrote beside the reports is read as it stands, or refused by file, row and column."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fazhi.errors import CatalogError, UnreadableFile
from fazhi.reading.metadata import sidecars
from fazhi.reading.metadata.sidecars import SIDECARS, facts, own_regions, population, read_cells, sidecar, told_of_files

HEAD = "region_code,year,population"


@pytest.fixture
def written(tmp_path):
    def write(text, encoding="utf-8"):
        (tmp_path / "people.csv").write_text(text, encoding)
        return tmp_path / "people.csv"

    return write


def test_population_is_read_in_persons_sorted_and_without_further_columns(written):
    text = f'{HEAD},备注\n970102,2023,"412,000",常住人口\n970102,2022,409000.0,\n\n970100,2023,2513000,普查\n'
    for encoding in ("utf-8", "utf-8-sig", "gb18030"):
        wanted = pd.DataFrame(
            [("970100", 2023, 2513000), ("970102", 2022, 409000), ("970102", 2023, 412000)], columns=HEAD.split(",")
        )
        pd.testing.assert_frame_equal(population(written(text, encoding)), wanted, check_dtype=False)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("region_code,year,populaton\n970102,2023,5\n", r"people.csv: no column 'population'; .*populaton"),
        (f"{HEAD}\n970102,2023,5\n970102,2023,6\n", r"row 3, column 'region_code': '970102': a second row"),
        (f"{HEAD}\n970102,2023,0\n", r"row 2, column 'population': '0': no number of persons"),
        (f"{HEAD}\n970102,2023,-7\n", r"row 2, column 'population': '-7'"),
        (f"{HEAD}\n970102,2023,85.3\n", r"row 2, column 'population': '85.3'.*万"),
        (f"{HEAD}\n970102,2023,\n", r"row 2, column 'population': ''"),
        (f"{HEAD}\n望榆区,2023,5\n", r"row 2, column 'region_code': '望榆区'"),
        (f"{HEAD}\n970102,23,5\n", r"row 2, column 'year': '23'"),
        (f"{HEAD}\n970102,2023,{'9' * 20}\n", r"column 'population': '9+': no number of persons"),
        (f"{HEAD}\n\n970102,2023,many\n", r"row 3, column 'population': 'many'"),
    ],
)
def test_what_cannot_be_meant_is_named(written, text, message):
    with pytest.raises(CatalogError, match=message):
        population(written(text))


def test_years_and_codes_are_understood_as_excel_writes_them(written):
    assert population(written(f"{HEAD}\n970102.0,2023年,412000.0\n")).to_numpy().tolist() == [["970102", 2023, 412000]]


def test_a_population_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(
        UnreadableFile, match=r"people.csv does not exist; give a csv file with the columns region_code"
    ):
        population(tmp_path / "people.csv")


@given(st.dictionaries(st.tuples(st.integers(0, 999_999), st.integers(1980, 2030)), st.integers(1, 10**9), min_size=1))
def test_every_row_comes_back(tmp_path_factory, people):
    rows = [(f"{code:06}", year, n) for (code, year), n in sorted(people.items())]
    file = tmp_path_factory.mktemp("people") / "people.csv"
    pd.DataFrame(rows, columns=HEAD.split(",")).sample(frac=1, random_state=1).to_csv(file, index=False)
    assert list(population(file).itertuples(index=False, name=None)) == rows


def test_a_sidecar_that_is_not_there_has_no_rows(tmp_path):
    assert list(sidecar(tmp_path, "corrections.csv")) == ["report", "line", "start", "field", "value"]
    assert sidecar(tmp_path, "corrections.csv").empty


def test_a_sidecar_without_a_column_names_the_nearest(tmp_path):
    (tmp_path / "regions.csv").write_text("code,nmae,parent\n", "utf-8")
    with pytest.raises(CatalogError, match=r"regions.csv: no column 'name'; .*nmae"):
        sidecar(tmp_path, "regions.csv")


def told(tmp_path, text, files=("a.txt", "b/c.html")):
    (tmp_path / "reports.csv").write_text(text, "utf-8")
    return told_of_files(tmp_path, files)


@pytest.mark.parametrize("name", ["a.txt", "./a.txt", "A.TXT", " a.txt ", "b/../a.txt", "b\\..\\a.txt"])
@pytest.mark.parametrize("year", ["2024", "2024.0", "2024年", "２０２４年度"])
def test_a_row_finds_its_file_however_it_is_written(tmp_path, name, year):
    found, missing = told(tmp_path, f"file , year,region_code\n{name},{year},530102.0\n")
    assert found == {"a.txt": {"year": "2024", "region_code": "530102"}} and not missing


def test_a_file_that_is_not_there_is_told_with_the_nearest(tmp_path):
    _, missing = told(tmp_path, "file,year\nb/d.html,2023\n")
    assert set(missing) == {"b/d.html"} and "b/c.html" in missing["b/d.html"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("file,year\na.txt,2023\n./a.txt,2024\n", r"reports.csv, row 3, column 'file': './a.txt': a second row"),
        ("file,year\na.txt,9999\n", r"row 2, column 'year': '9999': not a year"),
        ("file,year\na.txt,-5\n", r"'-5': not a year"),
        ("file,Year\na.txt,2023\n", r"reports.csv: the column 'Year' is not read; if 'year' is meant"),
        ("file,region code\na.txt,530102\n", r"the column 'region code' is not read; if 'region_code' is meant"),
        ("file,region_code\na.txt,../../../evil\n", r"'../../../evil': not the code of a region"),
        ("file,year\na.txt,2023,海盐县人民政府\n", r"reports.csv, row 2 \(a.txt\): 3 cells, the header has 2"),
    ],
)
def test_a_row_that_cannot_be_meant_is_named(tmp_path, text, message):
    with pytest.raises(CatalogError, match=message):
        told(tmp_path, text)


@pytest.mark.parametrize("name", SIDECARS)
def test_a_column_that_is_there_twice_is_named(tmp_path, name):
    first = SIDECARS[name][0]
    (tmp_path / name).write_text(f"{','.join(SIDECARS[name])},{first}\n", "utf-8")
    with pytest.raises(CatalogError, match=f"{name}, row 1: the column '{first}' occurs twice"):
        sidecar(tmp_path, name)


def test_a_huge_cell_is_named_by_its_beginning(tmp_path):
    with pytest.raises(CatalogError) as error:
        told(tmp_path, f"file,year\na.txt,{'9' * 100_000}\n")
    assert len(str(error.value)) < 300


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_end_as_any_system_ends_them(tmp_path, end):
    (tmp_path / "reports.csv").write_bytes(f"file,year{end}a.txt,2023{end}".encode())
    assert read_cells(tmp_path / "reports.csv").to_dict("list") == {"file": ["a.txt"], "year": ["2023"]}


def test_a_byte_order_mark_that_stands_twice_is_no_part_of_a_name(tmp_path):
    assert told(tmp_path, "\ufeff\ufefffile,year,note\na.txt,2023,x\n")[0]["a.txt"]["year"] == "2023"


def test_blank_rows_and_columns_without_a_name_are_passed_over(tmp_path):
    (tmp_path / "reports.csv").write_text("\n,,,,\nfile,,year,,\n , , ,,\na.txt,,2023,,\n", "utf-8")
    read = read_cells(tmp_path / "reports.csv")
    assert read.to_dict("index") == {3: {"file": "a.txt", "year": "2023"}}


def test_a_folder_of_a_sidecars_name_is_named(tmp_path):
    (tmp_path / "reports.csv").mkdir()
    with pytest.raises(UnreadableFile, match=r"reports.csv: Is a directory"):
        told_of_files(tmp_path, ["a.txt"])


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("../../../evil,望榆区,", r"row 3, column 'code'"),
        ("970102,望榆区,..", r"column 'parent'"),
        ("970102,<script>,", r"column 'name'"),
        ("970102,,", r"column 'name'"),
        ("970102,45291,", r"'45291': not the name of a place"),
        ("٩٧٠١٠٢,望榆区,", r"column 'code'"),
        ("970100,望榆区,", r"a second row for this code"),
    ],
)
def test_regions_of_ones_own_are_checked(tmp_path, row, message):
    (tmp_path / "regions.csv").write_text(f"code,name,parent\n970100.0,青屿市,\n{row}\n", "utf-8")
    with pytest.raises(CatalogError, match=message):
        own_regions(tmp_path)


def test_a_damaged_byte_in_a_table_is_named(tmp_path):
    content = bytearray(f"file,issuer\na.txt,{'海盐县人民政府' * 9}\n".encode())
    content[40] = 0xFF
    (tmp_path / "reports.csv").write_bytes(content)
    with pytest.raises(UnreadableFile, match=r"reports.csv: byte \d+ is not UTF-8"):
        read_cells(tmp_path / "reports.csv")


def test_facts_are_numbers_where_every_filled_cell_is_one(written):
    told = facts(written('region_code,year,gdp,kind\n970102,2024,,a\n970102,2023,"1,200.5",b\n', "utf-8"))
    assert told["year"].tolist() == [2023, 2024]
    assert told["gdp"].tolist()[0] == 1200.5 and told["gdp"].isna().tolist() == [False, True]
    assert told["kind"].tolist() == ["b", "a"]


def test_facts_without_a_year_are_refused(written):
    with pytest.raises(CatalogError, match="no column 'year'"):
        facts(written("region_code,yaer,gdp\n970102,2023,5\n", "utf-8"))


@pytest.mark.parametrize("separator", [";", "\t"])
@pytest.mark.parametrize("encoding", ["gb18030", "utf-16"])
def test_cells_may_be_parted_as_excel_parts_them_elsewhere(tmp_path, separator, encoding):
    rows = [["file", "year", "issuer"], ["一.txt", "2023", "望屿县人民政府, 望屿县委"]]
    (tmp_path / "reports.csv").write_bytes("\n".join(map(separator.join, rows)).encode(encoding))
    told, missing = told_of_files(tmp_path, ["一.txt"])
    assert told == {"一.txt": {"year": "2023", "issuer": "望屿县人民政府, 望屿县委"}} and not missing


def test_a_quote_that_is_never_closed_swallows_no_row(tmp_path):
    (tmp_path / "reports.csv").write_text('file,year,issuer\na.txt,2022,"甲局\nb.txt,2023,乙局\n', "utf-8")
    with pytest.raises(UnreadableFile, match=r"reports.csv: a cell after row 1 cannot be read .*never closed"):
        told_of_files(tmp_path, ["a.txt", "b.txt"])


def test_of_many_files_that_are_not_there_only_some_are_searched_for(tmp_path, monkeypatch):
    monkeypatch.setattr(sidecars, "_LOOKED_FOR", 1)
    (tmp_path / "reports.csv").write_text("file\na1.txt\na2.txt\n", "utf-8")
    _, missing = told_of_files(tmp_path, ["a3.txt"])
    assert ["a3.txt" in reason for reason in missing.values()] == [True, False]


def test_a_row_that_names_no_file_is_refused(tmp_path):
    (tmp_path / "reports.csv").write_text("file,year\na.txt,2022\n,2023\n", "utf-8")
    with pytest.raises(CatalogError, match=r"reports.csv, row 3, column 'file': '': no file"):
        told_of_files(tmp_path, ["a.txt"])
