"""Tables → a sampled sheet to code or check by hand; the filled sheet → how far the rules agree with it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from fazhi import catalog, csv_rows
from fazhi.arguments import in_range
from fazhi.corpus import Corpus
from fazhi.errors import FazhiError
from fazhi.modelling.validation import agreement, coders, precision, prevalence
from fazhi.reporting.exports import text_sheets
from fazhi.reporting.exports.export import insert
from fazhi.reporting.exports.sheet_files import checked, columns, read, write

__all__ = ["hand_coded", "judge", "judge_people", "named", "quantities", "read", "reliability", "statements", "write"]

STATEMENTS = ["problem_id", "themes"]
DIFFERENCE = ["difference", "difference_low", "difference_high"]


@in_range
def statements(tables: Corpus, n: int, seed: int, lang: str) -> dict[str, pd.DataFrame]:
    """Draw problem statements to be coded by hand.

    Returns
    -------
    dict of str to DataFrame
        The sheets `statements` (as `agreement.sample_statements`), `codebook` (the themes) and `columns`.
    """
    sheet = agreement.sample_statements(tables.problems, tables.problem_themes, tables.reports, n, seed)
    themes = catalog.load().codebook("themes", lang)
    return {"statements": sheet, "codebook": themes, "columns": columns("statements", sheet)}


@in_range
def quantities(tables: Corpus, n: int, seed: int, lang: str) -> dict[str, pd.DataFrame]:
    """Draw numbers to be checked by hand.

    Returns
    -------
    dict of str to DataFrame
        The sheets `quantities` (as `precision.sample_quantities`, with the indicator's name), `codebook` (the
        indicators) and `columns`.
    """
    known = catalog.load()
    sentences = tables.sentences(tables.quantities["quantity_id"])
    sheet = precision.sample_quantities(tables.quantities, sentences, known.indicators, n, seed)
    names = [known.name(identifier, lang) if identifier else "" for identifier in sheet["indicator_id"]]
    sheet = insert(sheet, "indicator_id", name=pd.Series(names, index=sheet.index, dtype="str"))
    indicators = known.codebook("indicators", lang)
    return {"quantities": sheet, "codebook": indicators, "columns": columns("quantities", sheet)}


@in_range
def judge(file: Path, tables: Corpus, seed: int, lang: str) -> pd.DataFrame:
    """Compare a filled sheet with the tables it was drawn from.

    Parameters
    ----------
    file : Path
        A sheet, csv or xlsx, filled in by a person.
    tables : Corpus
        As returned by `fazhi.open`.
    seed : int
        Seed of the bootstrap.
    lang : {"zh", "en"}
        Language of the names.

    Returns
    -------
    DataFrame
        With the name of each row's id. For statements, a row for each theme and ``all``: the columns of
        `agreement.agreement`, the shares of `agreement.prevalence` and, as `difference`, the share estimated by
        `prevalence.corrected`. For quantities, a row for each area and ``all``: the columns of `precision.precision`.
        For shared sentences and commitments, as `text_sheets.shared_judged` and `text_sheets.outcomes_judged`.

    Raises
    ------
    FazhiError
        If the file is none of these sheets, a cell has an invalid value, or a text has changed in the tables since.
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
    wanted = ("problem_id and themes (statements), quantity_id and right (quantities), reuse_id and right (reuse), or "
              "commitment_id and outcome (followthrough)")  # fmt: skip
    raise FazhiError(f"{file.name} has the columns {', '.join(sheet)}; a sheet from `fazhi sample` has {wanted}")


def hand_coded(file: Path, tables: Corpus) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Read a filled sheet of statements.

    Parameters
    ----------
    file : Path
        The sheet, csv or xlsx.
    tables : Corpus
        The tables it was drawn from.

    Returns
    -------
    by_hand : DataFrame [problem_id, theme_id]
        The person's codes, ``other`` where no theme fits.
    filled : DataFrame [problem_id, report_id, weight, …]
        The rows of the sheet that the person coded.

    Raises
    ------
    FazhiError
        As `judge`.
    """
    sheet = read(file)
    if not set(STATEMENTS) <= set(sheet):
        raise FazhiError(f"{file.name} has the columns {', '.join(sheet)}; a sheet from `fazhi sample statements` has "
                         f"{' and '.join(STATEMENTS)}")  # fmt: skip
    theme_ids = list(catalog.load().themes["id"])
    sheet = checked(file, sheet, tables.problems, "problem_id", "text")
    filled = sheet[sheet["themes"].str.strip() != ""]
    csv_rows.check_cells(file, filled["themes"], [*theme_ids, agreement.OTHER], agreement.SEPARATOR)
    return agreement.coded_by_hand(filled, theme_ids), filled


@in_range
def judge_people(
    files: Sequence[Path], tables: Corpus, seed: int, lang: str
) -> tuple[pd.DataFrame, dict[str, pd.DataFrame]]:
    """Compare several coders with each other, and the rules with the majority of the coders.

    Parameters
    ----------
    files : sequence of Path
        Two or more sheets of the same statements, each filled in by one person.
    tables, seed, lang
        As for `judge`.

    Returns
    -------
    found : DataFrame
        As `judge` for statements, with `coders` and `alpha_people` (`coders.alpha_among`). The rules are compared with
        the codes given by more than half of the coders; statements with a tie are left out.
    disputed : dict of str to DataFrame
        The sheet `disputed`: the statements that coders coded differently, with a column ``coder_1`` … for each coder
        and `themes` empty, to be filled in with the decision.

    Raises
    ------
    FazhiError
        As `judge`; or if no statement is coded in every sheet, or all of those are tied.
    """
    read_in = [hand_coded(file, tables) for file in files]
    codings, (filled, *others) = [coding for coding, _ in read_in], [sheet for _, sheet in read_in]
    for other in others:
        filled = filled[filled["problem_id"].isin(other["problem_id"])]
    if filled.empty:
        named_files = ", ".join(file.name for file in files)
        raise FazhiError(f"no statement is coded in all of {named_files}; give sheets of the same sample")
    theme_ids, ids = list(catalog.load().themes["id"]), list(filled["problem_id"])
    agreed = coders.majority(codings, ids, theme_ids)
    judged = filled[filled["problem_id"].isin(agreed["problem_id"])]
    if judged.empty:
        raise FazhiError("the coders are tied on every statement; decide them together on one sheet")
    rules = tables.problem_themes
    found = reliability(agreed, judged, tested=rules, coding=rules, tables=tables, seed=seed, lang=lang)
    sheet = filled[filled["problem_id"].isin(coders.disputed(codings, ids, theme_ids))]
    for n, coding in enumerate(codings, 1):
        said = coding.groupby("problem_id")["theme_id"].agg(agreement.SEPARATOR.join)
        sheet = sheet.assign(**{f"coder_{n}": sheet["problem_id"].map(said)})
    among = coders.alpha_among(codings, ids, theme_ids)
    return found.merge(among, how="left"), {"disputed": sheet.assign(themes="")}


@in_range
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
    """Measure how far a coding agrees with the codes given by hand, and correct the themes' shares accordingly.

    Parameters
    ----------
    by_hand, filled : DataFrame
        As returned by `hand_coded`.
    tested : DataFrame [problem_id, theme_id]
        The coding of these statements by rules or a classifier that have not seen the codes given by hand.
    coding : DataFrame [problem_id, theme_id]
        The coding of all statements.
    tables : Corpus
        The tables the sheet was drawn from.
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
    """Add the names of themes or areas, "" for ids without one, such as ``all``."""
    known = catalog.load()
    names = pd.concat([known.themes, known.labels]).set_index("id")[f"name_{lang}"]
    return insert(table, column, name=(prefix + table[column]).map(names).fillna(""))
