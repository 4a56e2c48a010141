"""Tables → the same with names and evidence joined, as csv files, an Excel workbook, or a panel for Stata."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from fazhi import catalog, own_files
from fazhi.arguments import explained
from fazhi.corpus import Corpus
from fazhi.errors import FazhiError, UnknownName
from fazhi.modelling.descriptives import with_stated_ids
from fazhi.reporting.cells import without_formulas
from fazhi.reporting.exports import stata, workbook
from fazhi.reporting.exports.codebook import codebook
from fazhi.schema import COLUMNS
from fazhi.shown_reports import region_names

FORMATS = ["csv", "xlsx", "dta"]
NAMED = ["indicator_id", "ratio_id", "theme_id"]
EVIDENCE = ["quantity_ids", "stated_ids", "numerator_ids", "denominator_ids"]
SEPARATOR = "|"


@explained
def export(tables: Corpus, form: str, out: Path, lang: str = "zh") -> list[Path]:
    """Write the tables for other programs.

    Parameters
    ----------
    tables : Corpus
        As returned by `fazhi.open`.
    form : {"csv", "xlsx", "dta"}
        csv: one file per table, in UTF-8 with the byte order mark that Excel needs; xlsx: one workbook with a sheet per
        table; both with a codebook and the manifest (version, hashes of catalogue, vocabulary and inputs);
        dta: `stata.panel`, for Stata 14 and later.
    out : Path
        The folder to write to; for xlsx and dta it may also be the file.
    lang : {"zh", "en"}
        Language of names and labels.

    Returns
    -------
    list of Path
        The files written, byte for byte the same for the same tables.

    Raises
    ------
    UnknownName
        For an unknown format or language.
    FazhiError
        If a file to be written exists and fazhi did not write it, or it was changed since. For csv also if the folder
        holds any other file: in a folder of reports, ``reports.csv`` would override what is extracted from them.
    """
    if form not in FORMATS:
        raise UnknownName("format", form, FORMATS)
    _refuse_other_ending(form, out)
    if form == "dta":
        return [stata.write(_file(out, "panel.dta"), tables, lang)]
    sheets = {name: readable(tables, name, lang) for name in COLUMNS if (tables.folder / f"{name}.parquet").exists()}
    sheets |= {"codebook": codebook(sheets), "manifest": made_from(tables.manifest)}
    if form == "xlsx":
        return [workbook.write(_file(out, "fazhi.xlsx"), sheets)]
    own_files.refuse_others([out / name for name in out.glob("[!.]*")])
    return [write_csv(out / f"{name}.csv", table) for name, table in sheets.items()]


def write_csv(file: Path, table: pd.DataFrame) -> Path:
    """Write a table so that Excel reads its Chinese text and takes no cell for a formula."""
    with own_files.replaced(file) as aside:
        without_formulas(table).to_csv(aside, index=False, encoding="utf-8-sig", lineterminator="\n")
    return file


def made_from(manifest: dict) -> pd.DataFrame:
    """Turn the manifest into rows.

    Returns
    -------
    DataFrame [name, value]
        Both text; nested names are joined by a colon (``inputs: a.txt``).
    """
    rows = pd.json_normalize(manifest, sep=": ").iloc[0].astype(str)
    return rows.rename_axis("name").rename("value").reset_index()


def readable(tables: Corpus, name: str, lang: str) -> pd.DataFrame:
    """Add names to the ids of a table, and to its values the lines and sentences they come from.

    Parameters
    ----------
    tables : Corpus
        As returned by `fazhi.open`.
    name : str
        A table of `fazhi.columns`, e.g. ``"indicators"``.
    lang : {"zh", "en"}
        Language of the names.

    Returns
    -------
    DataFrame
        The table's columns and, where they apply: `name` after the id; `region`, `year` and `file` after report_id;
        `line` and `sentence` at the end, several of them joined by "|".
    """
    table = getattr(tables, name)
    if name == "problem_themes":
        table = table.merge(tables.problems[["problem_id", "report_id", "line", "text"]], on="problem_id", how="left")
        table = table.rename(columns={"text": "sentence"})
    if name == "ratios":
        table = with_stated_ids(table, tables.indicators)
    if name == "quantities":
        found = tables.sentences(table["quantity_id"]).set_index("quantity_id")["sentence"]
        table = table.assign(sentence=table["quantity_id"].map(found))
    elif ids := [column for column in EVIDENCE if column in table]:
        joined = map(SEPARATOR.join, table[ids].itertuples(index=False))
        table = table.assign(**_evidence(joined, tables))
    return _with_report(_with_names(table, lang), tables.reports)


def _evidence(ids: Iterable[str], tables: Corpus) -> dict[str, list[str]]:
    """Return columns with the lines and sentences of each row's quantities."""
    rows = [[identifier for identifier in joined.split(SEPARATOR) if identifier] for joined in ids]
    found = tables.sentences({identifier for row in rows for identifier in row}).set_index("quantity_id")
    places = {
        identifier: (str(line), sentence)
        for identifier, line, sentence in zip(found.index, found["line"], found["sentence"], strict=True)
    }
    pairs = [list(dict.fromkeys(places[identifier] for identifier in row)) for row in rows]
    return {
        "line": [SEPARATOR.join(line for line, _ in row) for row in pairs],
        "sentence": [SEPARATOR.join(sentence for _, sentence in row) for row in pairs],
    }


def _with_names(table: pd.DataFrame, lang: str) -> pd.DataFrame:
    identifier = next((column for column in NAMED if column in table), None)
    if identifier is None:
        return table
    names = {"": ""} | {one: catalog.load().name(one, lang) for one in set(table[identifier]) - {""}}
    return insert(table, identifier, name=table[identifier].map(names))


def _with_report(table: pd.DataFrame, reports: pd.DataFrame) -> pd.DataFrame:
    if "report_id" not in table or "file" in table:
        return table
    known = reports.assign(region=region_names(reports)).set_index("report_id")
    added = [column for column in ("region", "year", "file") if column not in table]
    return insert(table, "report_id", **{column: table["report_id"].map(known[column]) for column in added})


def insert(table: pd.DataFrame, after: str, **columns: pd.Series) -> pd.DataFrame:
    """Insert columns after a given one."""
    place = list(table).index(after) + 1
    return table.assign(**columns)[[*table.columns[:place], *columns, *table.columns[place:]]]


def _refuse_other_ending(form: str, out: Path) -> None:
    """Refuse a file name instead of a folder, or one with the extension of another format."""
    other = {f".{one}" for one in FORMATS if one != form or one == "csv"}
    if out.suffix.lower() in other and not out.is_dir():
        wanted = "writes a file for each table" if form == "csv" else f"writes a file that ends in .{form}"
        raise FazhiError(f"{form} {wanted}, but {out} is not a folder: give one, e.g. {out.with_suffix('')}")


def _file(out: Path, name: str) -> Path:
    """Return the file to write: `out` itself if it has the format's extension, else a file inside it."""
    return out if out.suffix == Path(name).suffix else out / name
