"""A sample → a sheet to fill by hand, as csv and xlsx; the filled sheet → how far it agrees with the tables."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from fazhi import catalog, csv_rows
from fazhi.corpus import Corpus
from fazhi.errors import FazhiError, UnreadableFile
from fazhi.modelling.validation import agreement, precision
from fazhi.reading.metadata.sidecars import read_cells
from fazhi.reporting.cells import as_written
from fazhi.reporting.exports import workbook
from fazhi.reporting.exports.codebook import codebook
from fazhi.reporting.exports.export import insert, write_csv

STATEMENTS = ["problem_id", "themes"]


def statements(tables: Corpus, n: int, seed: int) -> dict[str, pd.DataFrame]:
    """Draw problem statements to be coded by hand.

    Returns
    -------
    dict of str to DataFrame
        The sheets `statements` (`agreement.sample_statements`), `codebook` (the themes) and `columns`.
    """
    sheet = agreement.sample_statements(tables.problems, tables.problem_themes, tables.reports, n, seed)
    themes = catalog.load().themes[["id", "name_zh", "name_en", "definition"]]
    return {"statements": sheet, "codebook": themes, "columns": _columns("statements", sheet)}


def quantities(tables: Corpus, n: int, seed: int, lang: str) -> dict[str, pd.DataFrame]:
    """Draw numbers to be checked by hand.

    Returns
    -------
    dict of str to DataFrame
        The sheets `quantities` (`precision.sample_quantities`, with the indicator's name), `codebook` (the indicators)
        and `columns`.
    """
    known = catalog.load()
    sentences = tables.sentences(tables.quantities["quantity_id"])
    sheet = precision.sample_quantities(tables.quantities, sentences, known.indicators, n, seed)
    names = [known.name(identifier, lang) if identifier else "" for identifier in sheet["indicator_id"]]
    sheet = insert(sheet, "indicator_id", name=pd.Series(names, index=sheet.index, dtype="str"))
    indicators = known.indicators[["id", "name_zh", "name_en", "unit", "definition", "not_to_confuse"]]
    return {"quantities": sheet, "codebook": indicators, "columns": _columns("quantities", sheet)}


def write(sheets: dict[str, pd.DataFrame], out: Path) -> list[Path]:
    """Write the first sheet as csv, and all of them as a workbook, under one name.

    Raises
    ------
    FazhiError
        If there is such a file: somebody may have filled it.
    """
    files = [out.with_name(f"{_stem(out)}.{ending}") for ending in ("csv", "xlsx")]
    for file in files:
        if file.exists():
            raise FazhiError(f"{file} is there and may have been filled; give another name with --out")
    return [write_csv(files[0], next(iter(sheets.values()))), workbook.write(files[1], sheets)]


def judge(file: Path, tables: Corpus, seed: int, lang: str) -> pd.DataFrame:
    """Compare a filled sheet with the tables that it was drawn from.

    Parameters
    ----------
    file : Path
        A sheet, csv or xlsx, that a person has filled.
    tables : Corpus
        What `fazhi.open` gives.
    seed : int
        Seed of the bootstrap.
    lang : {"zh", "en"}
        Language of the names.

    Returns
    -------
    DataFrame
        For statements the columns of `agreement.agreement` and the shares of `agreement.prevalence`, a row a theme and
        ``all``; for quantities those of `precision.precision`, a row an area and ``all``; with the names.

    Raises
    ------
    FazhiError
        If the file is no such sheet, a cell holds what it cannot, or the tables have other words in that place now.
    """
    sheet = read(file)
    if set(STATEMENTS) <= set(sheet):
        by_hand, filled = hand_coded(file, tables)
        rules = tables.problem_themes
        return reliability(by_hand, filled, tested=rules, coding=rules, problems=tables.problems, seed=seed, lang=lang)
    if {"quantity_id", "right"} <= set(sheet):
        return named(_quantities_judged(file, sheet, tables), "area", "area.", lang)
    wanted = "neither problem_id and themes (statements) nor quantity_id and right (quantities)"
    raise FazhiError(f"{file.name} has {wanted} among its columns; it has {', '.join(sheet)}")


def hand_coded(file: Path, tables: Corpus) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Read a filled sheet of statements.

    Parameters
    ----------
    file : Path
        The sheet, csv or xlsx.
    tables : Corpus
        All tables of the corpus that it was drawn from.

    Returns
    -------
    by_hand : DataFrame [problem_id, theme_id]
        What the person coded, ``other`` where no theme fits.
    filled : DataFrame [problem_id, report_id, weight, …]
        The rows of the sheet that are filled.

    Raises
    ------
    FazhiError
        As `judge`.
    """
    sheet = read(file)
    if not set(STATEMENTS) <= set(sheet):
        raise FazhiError(f"{file.name} lacks the columns {' and '.join(STATEMENTS)} of a sheet that fazhi sample "
                         f"statements made; it has {', '.join(sheet)}")  # fmt: skip
    theme_ids = list(catalog.load().themes["id"])
    sheet = _checked(file, sheet, tables.problems, "problem_id", "text")
    filled = sheet[sheet["themes"].str.strip() != ""]
    csv_rows.check_cells(file, filled["themes"], [*theme_ids, agreement.OTHER], agreement.SEPARATOR)
    return agreement.coded_by_hand(filled, theme_ids), filled


def reliability(
    by_hand: pd.DataFrame,
    filled: pd.DataFrame,
    *,
    tested: pd.DataFrame,
    coding: pd.DataFrame,
    problems: pd.DataFrame,
    seed: int,
    lang: str,
) -> pd.DataFrame:
    """Say how far a coding agrees with the hand, and correct the shares of its themes by that.

    Parameters
    ----------
    by_hand, filled : DataFrame
        What `hand_coded` gives.
    tested : DataFrame [problem_id, theme_id]
        The coding of these statements by a coder that had not seen the hand's.
    coding, problems : DataFrame
        The coding of all statements, and all statements.
    seed, lang
        As for `judge`.

    Returns
    -------
    DataFrame
        As `judge` for statements.
    """
    theme_ids = list(catalog.load().themes["id"])
    found = agreement.agreement(by_hand, tested, filled, theme_ids, seed)
    shares = agreement.prevalence(by_hand, tested, filled, coding, problems, theme_ids=theme_ids, seed=seed)
    return named(found.merge(shares.drop(columns=["sensitivity", "specificity"]), how="left"), "theme_id", "", lang)


def read(file: Path) -> pd.DataFrame:
    """Read the cells of a csv, or of the first sheet of a workbook, as text; the index counts the rows from 0.

    Raises
    ------
    UnreadableFile
        If there is no such file, or it is neither.
    """
    if not file.is_file():
        raise UnreadableFile(f"{file} is no file; give a sheet that fazhi sample made and you filled")
    if file.suffix.lower() != ".xlsx":
        return as_written(read_cells(file))
    try:
        table = pd.read_excel(file, dtype=str, keep_default_na=False).fillna("")
    except Exception as error:  # whatever the parser meets in a broken workbook
        raise UnreadableFile(f"{file.name} is no workbook that can be read ({error}); save it anew as xlsx") from error
    return table[(table != "").any(axis=1)]


def _quantities_judged(file: Path, sheet: pd.DataFrame, tables: Corpus) -> pd.DataFrame:
    known = catalog.load().indicators.set_index("id")["area"]
    sheet = _checked(file, sheet, tables.quantities, "quantity_id", "raw")
    answers = sheet["right"].str.strip().str.lower()
    csv_rows.check_cells(file, answers[answers != ""], precision.YES | precision.NO)
    indicator = sheet["quantity_id"].map(tables.quantities.set_index("quantity_id")["indicator_id"])
    return precision.precision(sheet.assign(area=indicator.map(known).fillna(precision.NO_AREA)))


def _checked(file: Path, sheet: pd.DataFrame, table: pd.DataFrame, key: str, words: str) -> pd.DataFrame:
    """Return the sheet with the tables' report_id and its weights as numbers; refuse what does not fit the tables."""
    csv_rows.check_cells(file, sheet[key], table[key])
    csv_rows.refuse(file, sheet[key], sheet[key].duplicated(), "an id that stands twice; keep one of the rows")
    own = table.set_index(key)
    if words in sheet:
        changed = sheet[words].str.split().str.join("") != sheet[key].map(own[words]).str.split().str.join("")
        csv_rows.refuse(file, sheet[words], changed, "the tables have other words there now; draw a new sheet")
    weight = pd.to_numeric(sheet["weight"], errors="coerce") if "weight" in sheet else pd.Series(1.0, sheet.index)
    if "weight" in sheet:
        csv_rows.refuse(file, sheet["weight"], ~(weight > 0), "no weight; leave this column as it was drawn")
    return sheet.assign(report_id=sheet[key].map(own["report_id"]), weight=weight)


def named(table: pd.DataFrame, column: str, prefix: str, lang: str) -> pd.DataFrame:
    """Add the names of themes or areas; all and none have none."""
    known = catalog.load()
    names = pd.concat([known.themes, known.labels]).set_index("id")[f"name_{lang}"]
    return insert(table, column, name=(prefix + table[column]).map(names).fillna(""))


def _columns(name: str, sheet: pd.DataFrame) -> pd.DataFrame:
    return codebook({f"sheet_{name}": sheet})[["column", "meaning"]]


def _stem(out: Path) -> str:
    return out.stem if out.suffix in (".csv", ".xlsx") else out.name
