"""What a person wrote beside the reports, as csv → tables of cells, checked."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pandas as pd

from fazhi.csv_rows import refuse
from fazhi.errors import CatalogError, UnknownName, UnreadableFile
from fazhi.reading.formats.encodings import decode

SIDECARS = {
    "reports.csv": ["file"],
    "regions.csv": ["code", "name", "parent"],
    "corrections.csv": ["report", "line", "start", "field", "value"],
    "population.csv": ["region_code", "year", "population"],
}
_CODE, _YEAR, _PEOPLE = r"\d{6}(\d{3}){0,2}", r"(19|20)\d\d", r"[1-9](\d*|\d{0,2}(,\d{3})+)(\.0+)?"


def sidecar(folder: Path, name: str) -> pd.DataFrame:
    """Read a sidecar of a corpus folder; an empty frame with its columns when there is none.

    Raises
    ------
    UnreadableFile
        If it is no table.
    CatalogError
        If it lacks a column.
    """
    if not (folder / name).exists():
        return pd.DataFrame(columns=SIDECARS[name], dtype=str)
    return _with_columns(folder / name, SIDECARS[name])


def population(file: Path | str) -> pd.DataFrame:
    """Read how many people live where.

    Parameters
    ----------
    file : Path or str
        A csv with the columns region_code (six digits, of a township more), year, and population in persons, whole
        numbers with or without thousands separators; further columns are left alone. Nothing is filled in: a year that
        has no row has no population.

    Returns
    -------
    DataFrame [region_code, year, population]
        str, int, int; one row for each region and year, sorted by them.

    Raises
    ------
    UnreadableFile
        If there is no such file, or it is no table.
    CatalogError
        At the first wrong cell, naming file, row and column: a column that is not there (with the nearest name), a
        region and year that stands twice, a population that is no positive whole number.
    """
    file = Path(file)
    if not file.is_file():
        raise UnreadableFile(f"{file} is no file; give a csv with the columns {', '.join(SIDECARS['population.csv'])}")
    cells = _with_columns(file, SIDECARS["population.csv"])[SIDECARS["population.csv"]]
    cells = cells.apply(lambda column: column.str.strip())
    for column, pattern, wanted in (
        ("region_code", _CODE, "no region's code; six digits as in the table reports, e.g. 530102"),
        ("year", _YEAR, "no year such as 2023"),
        ("population", _PEOPLE, "no number of persons; a whole number above 0 with 万 multiplied out, e.g. 853000"),
    ):
        refuse(file, cells[column], ~cells[column].str.fullmatch(pattern), wanted)
    twice = cells.duplicated(["region_code", "year"])
    refuse(file, cells["region_code"], twice, "a second row of this region and year; keep one of them")
    people = cells["population"].str.replace(r",|\.0+$", "", regex=True)
    return (
        cells.assign(population=people)
        .astype({"year": "int64", "population": "int64"})
        .sort_values(["region_code", "year"], ignore_index=True)
    )


def read_cells(file: Path) -> pd.DataFrame:
    """Read a CSV that a person wrote, in any Chinese encoding, as cells of text; the index counts its rows from 0."""
    try:
        text, _ = decode(file.read_bytes())
        table = pd.read_csv(StringIO(text), dtype=str, keep_default_na=False, skip_blank_lines=False).fillna("")
    except (UnreadableFile, ValueError) as error:
        raise UnreadableFile(f"{file.name}: {error}; save it as a CSV in UTF-8") from error
    return table[(table != "").any(axis=1)]


def _with_columns(file: Path, wanted: list[str]) -> pd.DataFrame:
    """Read a table that has the columns it must have."""
    table = read_cells(file)
    for column in wanted:
        if column not in table:
            raise CatalogError(f"{file.name}: {UnknownName('column', column, table.columns)}")
    return table
