"""What a person wrote beside the reports is read as it stands, or refused by file, row and column."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fazhi.errors import CatalogError, UnreadableFile
from fazhi.reading.metadata.sidecars import population, sidecar

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
        (f"{HEAD}\n\n970102,2023,many\n", r"row 3, column 'population': 'many'"),
    ],
)
def test_what_cannot_be_meant_is_named(written, text, message):
    with pytest.raises(CatalogError, match=message):
        population(written(text))


def test_a_population_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(UnreadableFile, match=r"people.csv is no file; give a csv with the columns region_code"):
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
