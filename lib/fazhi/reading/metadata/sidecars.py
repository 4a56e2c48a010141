"""Csv files that a person wrote next to the reports → tables of cells, checked."""

from __future__ import annotations

import csv
import os
import posixpath
import re
from collections import Counter
from collections.abc import Iterable
from io import StringIO
from pathlib import Path

import pandas as pd

from fazhi.csv_rows import refuse
from fazhi.errors import CatalogError, UnknownName, UnreadableFile, shortened
from fazhi.normalization import plain
from fazhi.reading.formats.encodings import LOST, decode, first_misfit

SIDECARS = {
    "reports.csv": ["file"],
    "regions.csv": ["code", "name", "parent"],
    "corrections.csv": ["report", "line", "start", "field", "value"],
    "population.csv": ["region_code", "year", "population"],
}
_OPTIONAL = ["region_code", "year", "issuer", "url", "retrieved"]  # further columns of reports.csv
_MISSPELT = 75  # of 100: a column so similar to an optional one, and not it, was meant to be it
_MOST_SHOWN = 20  # columns of a file that lacks one
_LOOKED_FOR = 50  # missing files for which the nearest name is suggested: each is compared with all
_PLACE_NAME = r"(?=.*[\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])[\w·—()（）-]{2,40}"
_CODE, _YEAR = r"[0-9]{6}([0-9]{3}){0,2}", r"(19|20)[0-9]{2}"
_PEOPLE = r"[1-9]([0-9]{0,14}|[0-9]{0,2}(,[0-9]{3}){1,4})(\.0+)?"


def sidecar(folder: Path, name: str) -> pd.DataFrame:
    """Read a sidecar of a corpus folder; if there is none, an empty frame with its columns.

    Raises
    ------
    UnreadableFile
        If it is not a table.
    CatalogError
        If it lacks a column.
    """
    if not os.path.lexists(folder / name):
        return pd.DataFrame(columns=SIDECARS[name], dtype=str)
    return _with_columns(folder / name, SIDECARS[name])


def told_of_files(folder: Path, files: Iterable[str]) -> tuple[dict[str, dict], dict[str, str]]:
    """Read what reports.csv states about each file.

    Parameters
    ----------
    folder : Path
    files : iterable of str
        The existing files, as named in the tables. A row may write a name as ``./a.txt``, with backslashes or in
        another case.

    Returns
    -------
    told : dict of dict
        The cells of each file with a row; years and codes as written by Excel (2024.0, 2024年) are corrected.
    missing : dict of str
        For each missing file named in a row, the reason for the ledger.

    Raises
    ------
    UnreadableFile, CatalogError
        If it is not a table, a file is listed twice, or a year or a code is invalid.
    """
    cells, file = sidecar(folder, "reports.csv"), folder / "reports.csv"
    _refuse_misspelt(file, cells.columns)
    cells = cells.apply(lambda column: column.str.strip())
    refuse(file, cells["file"], cells["file"] == "", "no file name; give one in every row, also below merged cells")
    files = list(files)
    alike = Counter(one.casefold() for one in files)
    known = {one.casefold(): one for one in files if alike[one.casefold()] == 1} | {one: one for one in files}
    names = [posixpath.normpath(name.replace("\\", "/")) for name in cells["file"]]
    meant = pd.Series([known.get(name) or known.get(name.casefold()) or name for name in names], cells.index, dtype=str)
    refuse(file, cells["file"], meant.duplicated(), "a second row for this file; keep one of them")
    for column, mended, pattern, wanted in (
        ("year", _mended_year, _YEAR, "not a year such as 2023"),
        ("region_code", _mended_code, _CODE, "not the code of a region: six digits, e.g. 530102"),
    ):
        if column in cells:
            told = cells[column].map(mended)
            refuse(file, cells[column], ~told.str.fullmatch(f"({pattern})?"), wanted)
            cells[column] = told
    told = cells.assign(file=meant).set_index("file").to_dict("index")
    lost = sorted(told.keys() - set(files))
    return told, {name: _not_there(name, files if n < _LOOKED_FOR else []) for n, name in enumerate(lost)}


def _refuse_misspelt(file: Path, columns: Iterable[str]) -> None:
    """Refuse a column that is almost an optional one, because it would be ignored."""
    from rapidfuzz import fuzz, process

    missing = [name for name in _OPTIONAL if name not in columns]
    for column in columns:
        found = process.extractOne(column.casefold(), missing, scorer=fuzz.ratio, score_cutoff=_MISSPELT)
        if found and column not in _OPTIONAL:
            raise CatalogError(
                f"{file.name}: the column {column!r} is not read; if {found[0]!r} is meant, rename it so"
            )


def own_regions(folder: Path) -> pd.DataFrame:
    """Read the regions of regions.csv.

    Returns
    -------
    DataFrame [code, name, parent]
        Codes have six digits, a township's nine or twelve; parent "" = none.

    Raises
    ------
    UnreadableFile, CatalogError
        If it is not a table, or at the first invalid code, name or parent, or code that is listed twice.
    """
    cells, file = sidecar(folder, "regions.csv")[SIDECARS["regions.csv"]], folder / "regions.csv"
    cells = cells.apply(lambda column: column.str.strip())
    mended = cells.assign(code=cells["code"].map(_mended_code), parent=cells["parent"].map(_mended_code))
    for column, pattern, wanted in (
        ("code", _CODE, "not the code of a region: six digits, nine or twelve for a township, e.g. 970100"),
        ("name", _PLACE_NAME, "not the name of a place: 2 to 40 letters, Chinese ones among them, e.g. 望榆区"),
        ("parent", f"({_CODE})?", "not the code of a region; give that of the region above, or nothing"),
    ):
        refuse(file, cells[column], ~mended[column].str.fullmatch(pattern), wanted)
    refuse(file, cells["code"], mended["code"].duplicated(), "a second row for this code; keep one of them")
    return mended


def _mended_year(cell: str) -> str:
    return re.sub(r"(\.0+|年度?)$", "", plain(cell))


def _mended_code(cell: str) -> str:
    return re.sub(r"\.0+$", "", plain(cell))


def _not_there(name: str, files: list[str]) -> str:
    what = f": {UnknownName('file', name, files)}" if files else ""
    return f"listed in reports.csv, but not in the folder{what}; correct the name there"


def population(file: Path | str) -> pd.DataFrame:
    """Read population figures by region and year.

    Parameters
    ----------
    file : Path or str
        A csv with the columns region_code (six digits, of a township more), year, and population in persons, whole
        numbers with or without thousands separators; other columns are ignored. Nothing is interpolated: a year
        without a row has no population.

    Returns
    -------
    DataFrame [region_code, year, population]
        str, int, int; one row for each region and year, sorted by them.

    Raises
    ------
    UnreadableFile
        If the file does not exist or is not a table.
    CatalogError
        At the first wrong cell, naming file, row and column: a missing column (with the nearest name), a region and
        year listed twice, a population that is not a positive whole number.
    """
    cells = _by_region_and_year(Path(file), SIDECARS["population.csv"])[SIDECARS["population.csv"]]
    wanted = "no number of persons; a whole number above 0 with 万 multiplied out, e.g. 853000"
    refuse(Path(file), cells["population"], ~cells["population"].str.fullmatch(_PEOPLE), wanted)
    people = cells["population"].str.replace(r",|\.0+$", "", regex=True).astype("int64")
    return cells.assign(population=people).sort_values(["region_code", "year"], ignore_index=True)


def facts(file: Path | str) -> pd.DataFrame:
    """Read further facts about regions and years, e.g. GDP per head, as covariates of topic shares.

    Parameters
    ----------
    file : Path or str
        A csv with the columns region_code (six digits, of a township more) and year; the other columns are the facts.
        A column is numeric if all its filled cells are numbers.

    Returns
    -------
    DataFrame [region_code, year, …]
        str, int, and float or str; missing if a cell is empty. One row for each region and year, sorted by them.

    Raises
    ------
    UnreadableFile
        If the file does not exist or is not a table.
    CatalogError
        At the first wrong cell, naming file, row and column, as in `population`.
    """
    cells = _by_region_and_year(Path(file), ["region_code", "year"])
    told = cells.drop(columns=["region_code", "year"]).replace("", pd.NA)
    numbers = told.apply(lambda column: pd.to_numeric(column.str.replace(",", ""), errors="coerce"))
    for column in told:
        if (numbers[column].notna() == told[column].notna()).all():
            cells[column] = numbers[column].astype(float)
        else:
            cells[column] = told[column]
    return cells.sort_values(["region_code", "year"], ignore_index=True)


def _by_region_and_year(file: Path, wanted: list[str]) -> pd.DataFrame:
    """Read a table with at most one row per region and year; the other columns stay text."""
    if not file.is_file():
        raise UnreadableFile(f"{file} does not exist; give a csv file with the columns {', '.join(wanted)}")
    cells = _with_columns(file, wanted).apply(lambda column: column.str.strip())
    cells = cells.assign(region_code=cells["region_code"].map(_mended_code), year=cells["year"].map(_mended_year))
    for column, pattern, form in (
        ("region_code", _CODE, "no region's code; six digits as in the table reports, e.g. 530102"),
        ("year", _YEAR, "not a year such as 2023"),
    ):
        refuse(file, cells[column], ~cells[column].str.fullmatch(pattern), form)
    twice = cells.duplicated(["region_code", "year"])
    refuse(file, cells["region_code"], twice, "a second row of this region and year; keep one of them")
    return cells.astype({"year": "int64"})


def read_cells(file: Path) -> pd.DataFrame:
    """Read a hand-made CSV, in any Chinese encoding, as cells of text; the index counts its rows from 0.

    Cells may also be separated by semicolons or tabs, as Excel does in some countries and in "Unicode text". Blanks
    around column names, blank rows and unnamed columns are dropped; a row may have too few cells, but not too many, and
    no column name may occur twice.
    """
    rows: list[list[str]] = []
    try:
        text, _ = decode(file.read_bytes())
        if (damaged := first_misfit(file.read_bytes())) is not None and LOST in text:
            raise UnreadableFile(f"byte {damaged} is not UTF-8")
        rows.extend(csv.reader(StringIO(text, newline=""), delimiter=_separator(text), strict=True))
    except csv.Error as error:
        raise UnreadableFile(
            f"{file.name}: a cell after row {len(rows)} cannot be read ({error}); is a double quote never closed?"
        ) from error
    except (UnreadableFile, OSError) as error:
        raise UnreadableFile(
            f"{file.name}: {getattr(error, 'strerror', None) or error}; save it as a CSV in UTF-8"
        ) from error
    above = next((n for n, row in enumerate(rows) if any(map(str.strip, row))), len(rows))
    rows = rows[above:]
    head = [name.strip("\ufeff \t") for name in rows[0]] if rows else []
    if twice := [name for name, count in Counter(head).items() if name and count > 1]:
        raise CatalogError(f"{file.name}, row {above + 1}: the column {twice[0]!r} occurs twice; keep one of them")
    for number, row in enumerate(rows[1:], start=above + 2):
        if any(cell.strip() for cell in row[len(head) :]):
            raise CatalogError(
                f"{file.name}, row {number} ({shortened(row[0])}): {len(row)} cells, the header has {len(head)}; a "
                "cell that holds a comma must be in double quotes"
            )
    cells = [[*row, *[""] * len(head)][: len(head)] for row in rows[1:]]
    numbered = range(above, above + len(cells))
    table = pd.DataFrame(cells, numbered, head, dtype=str).loc[:, [bool(name) for name in head]]
    return table[table.apply(lambda column: column.str.strip() != "").any(axis=1)]


def _separator(text: str) -> str:
    """Return the separator of a table: the most frequent of comma, semicolon and tab in its first row."""
    head = text.lstrip().partition("\n")[0]
    return max(",;\t", key=head.count)


def _with_columns(file: Path, wanted: list[str]) -> pd.DataFrame:
    """Read a table and check that it has the required columns."""
    table = read_cells(file)
    for column in wanted:
        if column not in table:
            shown = ", ".join(map(str, table.columns[:_MOST_SHOWN]))
            raise CatalogError(f"{file.name}: no column {column!r}; it has {shown or 'none'}")
    return table
