"""data/catalog → validated tables of what is measured, and the names in Chinese and English for any id."""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from io import StringIO
from pathlib import Path

import numpy as np
import pandas as pd

from fazhi import paths
from fazhi.errors import CatalogError, UnknownName

LANGUAGES = ["zh", "en"]
TIERS = ["core", "more"]
MEASURES = ["stock", "flow", "rate"]
AGGREGATES = ["whole", "sum", "none"]
TERM_CLASSES = ["concept", "institution", "programme", "law_title", "body", "place", "word"]
REQUIRED = {
    "indicators": ["id", "tier", "name_zh", "name_en", "unit", "area", "definition", "units", "measure", "aggregate"],
    "ratios": ["id", "name_zh", "name_en", "numerator", "denominator", "stated_indicator", "caveat"],
    "themes": ["id", "name_zh", "name_en", "definition"],
    "terms": ["term", "class"],
    "labels": ["id", "name_zh", "name_en"],
    "topics": ["id", "name_zh", "name_en", "words"],
}
PATTERNS = {
    "indicators": ["subject", "verb", "near", "unless", "subset", "prefer", "bodies"],
    "themes": ["says", "about", "needs", "unless", "general"],
}


@dataclass(frozen=True)
class Catalog:
    """What is measured: validated tables of ``data/catalog``, all cells strings, missing = ``""``.

    Attributes
    ----------
    indicators, ratios, themes, terms, topics : DataFrame
        One row each, in the file's order; the columns are described in ``data/README.md``.
    stopwords : list of str
        Words that word counts leave out.
    hash : str
        SHA-256 of every file of the catalogue, in hex.
    """

    indicators: pd.DataFrame
    ratios: pd.DataFrame
    themes: pd.DataFrame
    terms: pd.DataFrame
    topics: pd.DataFrame
    labels: pd.DataFrame
    stopwords: list[str]
    hash: str

    @cached_property
    def _names(self) -> pd.DataFrame:
        tables = [self.indicators, self.ratios, self.themes, self.topics, self.labels]
        return pd.concat([table[["id", "name_zh", "name_en"]] for table in tables]).set_index("id")

    def name(self, identifier: str, lang: str = "zh") -> str:
        """Return the name of an indicator, ratio, theme, topic or label.

        Parameters
        ----------
        identifier : str
            An id such as ``"reconsideration.accepted"``, ``"area.rules"`` or ``"unit.件"``.
        lang : {"zh", "en"}
            The language wanted.

        Raises
        ------
        UnknownName
            If the id or the language does not exist; the nearest ids are named.
        """
        if lang not in LANGUAGES:
            raise UnknownName("language", lang, LANGUAGES)
        if identifier not in self._names.index:
            raise UnknownName("catalogue id", identifier, self._names.index)
        return self._names.at[identifier, f"name_{lang}"]

    def names(self, identifiers, lang: str = "zh") -> list[str]:
        """Return the names of several ids, in their order."""
        return [self.name(identifier, lang) for identifier in identifiers]


@cache
def load(folder: Path = paths.CATALOG) -> Catalog:
    """Read and validate the catalogue.

    Parameters
    ----------
    folder : Path
        A folder with indicators.csv, ratios.csv, themes.csv, terms.csv, topics.csv, labels.csv and stopwords.txt.

    Raises
    ------
    CatalogError
        At the first wrong cell; the message names the file, the row, the column, what was found and what is allowed.
    """
    tables = {name: read_table(folder / f"{name}.csv", required) for name, required in REQUIRED.items()}
    _check_indicators(folder / "indicators.csv", tables["indicators"])
    _check_ratios(folder / "ratios.csv", tables["ratios"], tables["indicators"])
    for name, columns in PATTERNS.items():
        check_patterns(folder / f"{name}.csv", tables[name], [c for c in columns if c in tables[name]])
    check_cells(folder / "terms.csv", tables["terms"]["class"], TERM_CLASSES)
    return Catalog(**tables, stopwords=_read_stopwords(folder / "stopwords.txt"), hash=_hash(folder))


def read_table(file: Path, required: list[str]) -> pd.DataFrame:
    """Read a CSV of strings whose first required column is a unique, non-empty key.

    Raises
    ------
    CatalogError
        If the rows cannot be read (`read_rows`), or a key is empty or stands twice.
    """
    table, key = read_rows(file, required), required[0]
    refuse(file, table[key], table[key].str.strip() == "", "an empty key; give it an id of its own")
    refuse(file, table[key], table[key].duplicated(), "an id that stands twice; ids are unique")
    return table


def read_rows(file: Path, required: list[str]) -> pd.DataFrame:
    """Read a CSV of strings.

    Raises
    ------
    CatalogError
        If the file is not there or not in UTF-8, lacks a column, or has a row with more or fewer cells than columns.
    """
    if not file.exists():
        raise CatalogError(f"{file} is not there; it is part of the catalogue, restore it")
    _check_rows(file)
    table = pd.read_csv(file, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    missing = [column for column in required if column not in table]
    if missing:
        raise CatalogError(f"{file.name}: no column {missing[0]!r}; it has {', '.join(table.columns)}")
    return table


def _check_rows(file: Path) -> None:
    """Refuse a row that has not as many cells as the header."""
    try:
        rows = list(csv.reader(StringIO(file.read_text("utf-8-sig"))))
    except UnicodeDecodeError as error:
        raise CatalogError(f"{file.name} is not in UTF-8 (byte {error.start}); save it as CSV UTF-8") from error
    for number, row in enumerate(rows, start=1):
        if row and len(row) != len(rows[0]):
            raise CatalogError(
                f"{file.name}, row {number} ({row[0]}): {len(row)} cells, the header has {len(rows[0])}; a cell that "
                "holds a comma, such as a pattern with {0,4}, stands in double quotes"
            )


def check_patterns(file: Path, table: pd.DataFrame, columns: list[str]) -> None:
    """Refuse a cell that is no regular expression."""
    for column in columns:
        for row, pattern in enumerate(table[column]):
            try:
                re.compile(pattern)
            except re.error as error:
                raise CatalogError(
                    f"{file.name}, row {row + 2}, column {column!r}: {pattern!r} is no regular expression ({error})"
                ) from error


def _check_indicators(file: Path, table: pd.DataFrame) -> None:
    areas = read_table(file.parent / "labels.csv", REQUIRED["labels"])["id"]
    areas = [label.removeprefix("area.") for label in areas if label.startswith("area.")]
    for column, allowed in (("tier", TIERS), ("area", areas), ("measure", MEASURES), ("aggregate", AGGREGATES)):
        check_cells(file, table[column], allowed)
    own = pd.Series([unit in units.split("|") for unit, units in zip(table["unit"], table["units"], strict=True)])
    refuse(file, table["unit"], ~own, "a unit that is not among the accepted ones in column 'units'")


def _check_ratios(file: Path, table: pd.DataFrame, indicators: pd.DataFrame) -> None:
    known = list(indicators["id"])
    check_cells(file, table["numerator"], known)
    check_cells(file, table["denominator"], known)
    check_cells(file, table["stated_indicator"], [*known, ""])


def check_cells(file: Path, cells: pd.Series, allowed: Iterable[str], separator: str | None = None) -> None:
    """Refuse a cell that holds a name which is not allowed.

    Parameters
    ----------
    file : Path
        What the message calls the table.
    cells : Series of str
        A column with its name; its index counts the table's rows from 0.
    allowed : iterable of str
        The valid names.
    separator : str, optional
        What stands between several names of one cell.

    Raises
    ------
    CatalogError
        Naming file, row (the header is row 1), column, what was found, and the nearest valid names.
    """
    known = set(allowed)
    for row, cell in cells.items():
        for name in [part.strip() for part in cell.split(separator)] if separator else [cell]:
            if name not in known:
                refuse(file, cells, cells.index == row, str(UnknownName(cells.name, name, sorted(known))))


def refuse(file: Path, cells: pd.Series, wrong: pd.Series | np.ndarray, reason: str) -> None:
    """Raise a CatalogError that names file, row, column and content of the first wrong cell, if any, and the reason."""
    if wrong.any():
        row = int(np.argmax(wrong))
        place = f"{file.name}, row {cells.index[row] + 2}, column {cells.name!r}"
        raise CatalogError(f"{place}: {cells.iloc[row]!r}: {reason}")


def _read_stopwords(file: Path) -> list[str]:
    lines = (line.strip() for line in file.read_text("utf-8").splitlines())
    return sorted({line for line in lines if line and not line.startswith("#")})


def _hash(folder: Path) -> str:
    digest = hashlib.sha256()
    for file in sorted([*folder.glob("*.csv"), *folder.glob("*.txt")]):
        digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()
