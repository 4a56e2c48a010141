"""The tables, and a sheet coded by hand if there is one → the better coding of statements, and how good it is."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from fazhi import catalog
from fazhi.corpus import Corpus
from fazhi.modelling import theme_discovery
from fazhi.modelling.validation import classifier
from fazhi.modelling.validation.prevalence import unseen
from fazhi.reporting.exports import sheets
from fazhi.schema import OTHER

JOINER = "\u2060"  # keeps an interval on one line


@dataclass(frozen=True)
class Coding:
    """How the statements are coded, and how that agrees with coding by hand.

    Attributes
    ----------
    themes : DataFrame [problem_id, theme_id, evidence, start, end]
        The better coding of the statements shown.
    comparison : DataFrame
        Rules and classifier compared for each theme, with names (`classifier.Learned`); empty without a sheet.
    agreement : DataFrame
        The better coding, compared with the sheet as in `sheets.judge`; empty without a sheet.
    sheet : str
        SHA-256 of the sheet, in hex; ``""`` without a sheet.
    unseen : DataFrame [problem_id, theme_id]
        The coding of every statement by a coder that was not trained on it (`prevalence.unseen`).
    by_hand, filled : DataFrame
        As returned by `sheets.hand_coded`; empty without a sheet.
    """

    themes: pd.DataFrame
    comparison: pd.DataFrame
    agreement: pd.DataFrame
    sheet: str
    unseen: pd.DataFrame
    by_hand: pd.DataFrame
    filled: pd.DataFrame


def better(file: str, tables: Corpus, seed: int, lang: str) -> Coding:
    """Choose between the rules and a classifier trained on a sheet coded by hand.

    Parameters
    ----------
    file : str
        A filled sheet of `fazhi sample statements`; ``""`` = none, and the rules' coding is used.
    tables : Corpus
        The reports shown. The sheet may be a sample of all statements in the folder.
    seed : int
        Seed of cross-validation and bootstrap.
    lang : {"zh", "en"}
        Language of the names.

    Raises
    ------
    FazhiError
        If the sheet does not fit the tables (`sheets.judge`) or is too small (`classifier.learn`).
    """
    if not file:
        rules, nothing = tables.problem_themes, pd.DataFrame()
        return Coding(rules, nothing, nothing, "", rules, rules[:0], tables.problems[:0].assign(weight=1.0))
    every = Corpus(tables.folder)
    problems = _worded(every.problems).merge(every.reports[["report_id", "region_code", "region"]], on="report_id")
    problems["region"] = problems["region_code"] + problems["region"]
    by_hand, filled = sheets.hand_coded(Path(file), every)
    theme_ids = list(catalog.load().themes["id"])
    learned = classifier.learn(by_hand, filled, every.problem_themes, problems, theme_ids=theme_ids, seed=seed)
    agreement = sheets.reliability(
        by_hand, filled, tested=learned.tested, coding=learned.coding, tables=every, seed=seed, lang=lang
    )
    shown = learned.coding["problem_id"].isin(tables.problems["problem_id"])
    comparison = sheets.named(learned.comparison, "theme_id", "", lang)
    digest = hashlib.sha256(Path(file).read_bytes()).hexdigest()
    honest = unseen(learned.coding, learned.tested, filled["problem_id"])
    themes = learned.coding[shown].reset_index(drop=True)
    return Coding(themes, comparison, agreement, digest, honest, by_hand, filled)


def legible(table: pd.DataFrame, lang: str) -> pd.DataFrame:
    """Write each estimate and its interval into one cell: 0.82 (0.71–0.90).

    Parameters
    ----------
    table : DataFrame
        `comparison` or `agreement` of a `Coding`; if it is empty, the result says there is no coding by hand.
    lang : {"zh", "en"}
        Language of the column headers.
    """
    names = catalog.load()
    if table.empty:
        return pd.DataFrame({names.name("codings.codings", lang): [names.name("codings.none", lang)]})
    shown = table.drop(columns=[column for column in table if column.endswith(("_low", "_high"))])
    unknown = names.name("codings.not_estimable", lang)
    for column in shown.select_dtypes("float"):
        shown[column] = [_with_interval(row, column, unknown) for row in table.to_dict("records")]
    if "used" in shown:
        shown["used"] = [names.name(f"codings.{coder}", lang) for coder in shown["used"]]
    return shown.drop(columns="theme_id").rename(columns=lambda column: names.name(f"codings.{column}", lang))


def unfitting(coding: pd.DataFrame, problems: pd.DataFrame) -> pd.DataFrame:
    """Cluster the statements that no theme fits (`theme_discovery.candidates`).

    Parameters
    ----------
    coding : DataFrame [problem_id, theme_id]
        The coding of the statements.
    problems : DataFrame
        The table `problems`.
    """
    return theme_discovery.candidates(_worded(problems), list(coding.loc[coding["theme_id"] == OTHER, "problem_id"]))


def _worded(problems: pd.DataFrame) -> pd.DataFrame:
    """Add each statement's words, separated by blanks."""
    from fazhi.measuring.words.tokenizer import Tokenizer
    from fazhi.measuring.words.word_counts import words

    known = catalog.load()
    read = problems.rename(columns={"problem_id": "segment_id"}).assign(heading="")
    counted = words(read, Tokenizer(known.terms["term"]), known.stopwords)
    listed = counted.groupby("segment_id")["word"].agg(" ".join)
    return problems.assign(words=problems["problem_id"].map(listed).fillna(""))


def _with_interval(row: dict, column: str, unknown: str) -> str:
    """Return an estimate with two decimals and its interval, if it can have one; a dash if it is undefined."""
    value, low, high = (_written(row.get(f"{column}{end}", float("nan"))) for end in ("", "_low", "_high"))
    if not value or f"{column}_low" not in row:
        return value or "–"
    return f"{value} ({low}–{JOINER}{high})" if low else f"{value}{unknown}"


def _written(value: float) -> str:
    return "" if pd.isna(value) else f"{round(value, 2) + 0.0:.2f}"  # + 0.0: no minus before zero
