"""A sample → a sheet to fill by hand, as csv and xlsx; the filled sheet → how far it agrees with the tables."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from fazhi import catalog, csv_rows
from fazhi.corpus import Corpus
from fazhi.errors import FazhiError
from fazhi.modelling.validation import agreement, coders, precision, prevalence
from fazhi.reporting.exports import text_sheets
from fazhi.reporting.exports.export import insert
from fazhi.reporting.exports.sheet_files import checked, columns, read, write

__all__ = ["hand_coded", "judge", "judge_people", "named", "quantities", "read", "reliability", "statements", "write"]

STATEMENTS = ["problem_id", "themes"]
DIFFERENCE = ["difference", "difference_low", "difference_high"]


def statements(tables: Corpus, n: int, seed: int, lang: str) -> dict[str, pd.DataFrame]:
    """Draw problem statements to be coded by hand.

    Returns
    -------
    dict of str to DataFrame
        The sheets `statements` (`agreement.sample_statements`), `codebook` (the themes) and `columns`.
    """
    sheet = agreement.sample_statements(tables.problems, tables.problem_themes, tables.reports, n, seed)
    themes = catalog.load().codebook("themes", lang)
    return {"statements": sheet, "codebook": themes, "columns": columns("statements", sheet)}


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
    indicators = known.codebook("indicators", lang)
    return {"quantities": sheet, "codebook": indicators, "columns": columns("quantities", sheet)}


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
        For statements the columns of `agreement.agreement`, the shares of `agreement.prevalence` and `difference`, the
        share that `prevalence.corrected` gives, a row a theme and ``all``; for quantities those of
        `precision.precision`, a row an area and ``all``; with the names. For shared sentences and commitments
        `text_sheets.shared_judged` and `text_sheets.outcomes_judged`.

    Raises
    ------
    FazhiError
        If the file is no such sheet, a cell holds what it cannot, or the tables have other words in that place now.
    """
    sheet = read(file)
    if set(STATEMENTS) <= set(sheet):
        by_hand, filled = hand_coded(file, tables)
        rules = tables.problem_themes
        return reliability(by_hand, filled, tested=rules, coding=rules, tables=tables, seed=seed, lang=lang)
    if {"quantity_id", "right"} <= set(sheet):
        return named(_quantities_judged(file, sheet, tables), "area", "area.", lang)
    if set(text_sheets.REUSE) <= set(sheet):
        return named(text_sheets.shared_judged(file, sheet, tables), "kind", "reuse.", lang)
    if set(text_sheets.FOLLOWTHROUGH) <= set(sheet):
        return named(text_sheets.outcomes_judged(file, sheet, tables, seed), "outcome", "outcome.", lang)
    wanted = ("neither problem_id and themes (statements) nor quantity_id and right (quantities), reuse_id and right "
              "(reuse), commitment_id and outcome (followthrough)")  # fmt: skip
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
    sheet = checked(file, sheet, tables.problems, "problem_id", "text")
    filled = sheet[sheet["themes"].str.strip() != ""]
    csv_rows.check_cells(file, filled["themes"], [*theme_ids, agreement.OTHER], agreement.SEPARATOR)
    return agreement.coded_by_hand(filled, theme_ids), filled


def judge_people(
    files: Sequence[Path], tables: Corpus, seed: int, lang: str
) -> tuple[pd.DataFrame, dict[str, pd.DataFrame]]:
    """Compare the sheets of several people with each other, and what most of them say with the tables.

    Parameters
    ----------
    files : sequence of Path
        Two or more sheets of the same statements, each filled by one person.
    tables, seed, lang
        As for `judge`.

    Returns
    -------
    found : DataFrame
        As `judge` for statements, with `coders` and `alpha_people` (`coders.alpha_among`); the hand is what more than
        half of the people say, statements with a tie left out.
    disputed : dict of str to DataFrame
        A sheet of the statements on which people differ, to be decided: a column ``coder_1`` … for each person,
        `themes` empty.

    Raises
    ------
    FazhiError
        As `judge`; or if no statement is coded in every sheet, or every one that is is tied.
    """
    read_in = [hand_coded(file, tables) for file in files]
    codings, (filled, *others) = [coding for coding, _ in read_in], [sheet for _, sheet in read_in]
    for other in others:
        filled = filled[filled["problem_id"].isin(other["problem_id"])]
    if filled.empty:
        named_files = ", ".join(file.name for file in files)
        raise FazhiError(f"no statement is coded in each of {named_files}; give sheets of one and the same sample")
    theme_ids, ids = list(catalog.load().themes["id"]), list(filled["problem_id"])
    agreed = coders.majority(codings, ids, theme_ids)
    judged = filled[filled["problem_id"].isin(agreed["problem_id"])]
    if judged.empty:
        raise FazhiError("people differ, one half against the other, on every statement; decide them on one sheet")
    rules = tables.problem_themes
    found = reliability(agreed, judged, tested=rules, coding=rules, tables=tables, seed=seed, lang=lang)
    sheet = filled[filled["problem_id"].isin(coders.disputed(codings, ids, theme_ids))]
    for n, coding in enumerate(codings, 1):
        said = coding.groupby("problem_id")["theme_id"].agg(agreement.SEPARATOR.join)
        sheet = sheet.assign(**{f"coder_{n}": sheet["problem_id"].map(said)})
    among = coders.alpha_among(codings, ids, theme_ids)
    return found.merge(among, how="left"), {"disputed": sheet.assign(themes="")}


def reliability(
    by_hand: pd.DataFrame,
    filled: pd.DataFrame,
    *,
    tested: pd.DataFrame,
    coding: pd.DataFrame,
    tables: Corpus,
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
    coding : DataFrame [problem_id, theme_id]
        The coding of all statements.
    tables : Corpus
        All tables of the corpus that the sheet was drawn from.
    seed, lang
        As for `judge`.

    Returns
    -------
    DataFrame
        As `judge` for statements.
    """
    theme_ids = list(catalog.load().themes["id"])
    found = agreement.agreement(by_hand, tested, filled, theme_ids, seed)
    machine = prevalence.unseen(coding, tested, filled["problem_id"])
    shares = agreement.prevalence(by_hand, tested, filled, machine, tables.problems, theme_ids=theme_ids, seed=seed)
    by_design = prevalence.corrected(
        by_hand, filled, machine, tables.problems, tables.reports, by="all", theme_ids=theme_ids
    )
    by_design = by_design.rename(columns=lambda column: column.replace("corrected", "difference"))
    for table in (shares.drop(columns=["sensitivity", "specificity"]), by_design[["theme_id", *DIFFERENCE]]):
        found = found.merge(table, how="left")
    return named(found, "theme_id", "", lang)


def _quantities_judged(file: Path, sheet: pd.DataFrame, tables: Corpus) -> pd.DataFrame:
    known = catalog.load().indicators.set_index("id")["area"]
    sheet = checked(file, sheet, tables.quantities, "quantity_id", "raw")
    answers = sheet["right"].str.strip().str.lower()
    csv_rows.check_cells(file, answers[answers != ""], precision.YES | precision.NO)
    indicator = sheet["quantity_id"].map(tables.quantities.set_index("quantity_id")["indicator_id"])
    return precision.precision(sheet.assign(area=indicator.map(known).fillna(precision.NO_AREA)))


def named(table: pd.DataFrame, column: str, prefix: str, lang: str) -> pd.DataFrame:
    """Add the names of themes or areas; all and none have none."""
    known = catalog.load()
    names = pd.concat([known.themes, known.labels]).set_index("id")[f"name_{lang}"]
    return insert(table, column, name=(prefix + table[column]).map(names).fillna(""))
