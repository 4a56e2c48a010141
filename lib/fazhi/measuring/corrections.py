"""A researcher's corrections → corrected numbers and themes, before anything is derived from them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from fazhi.csv_rows import check_cells, refuse
from fazhi.errors import UnknownName
from fazhi.schema import BOUNDS, KIND, OTHER, WHEN, WHOSE

FILE = Path("corrections.csv")
THEMES, DELETE, CONFIRMED = "themes", "delete", "confirmed"
NUMBERS, WORDS = ["value", "value_high", "year"], ["unit", "subject", "verb"]
CHOSEN = ["bound", "qualifier", "whose", "when", "kind", "indicator_id"]
QUALIFIERS = ["change", "cumulative", "limit", "mean", "part", "plan", "prior", "threshold"]
SEPARATOR = "|"
_NUMBER = r"-?[0-9]{1,15}(\.[0-9]{1,9})?"


def check(corrections: pd.DataFrame, indicator_ids: Iterable[str], theme_ids: Iterable[str]) -> pd.DataFrame:
    """Check corrections and refuse invalid ones.

    Parameters
    ----------
    corrections : DataFrame [report, line, start, field, value]
        Cells of text; the index counts the rows from 0. report: a file name or report_id. line, start: the position of
        a number or of a problem statement. field: a column of the table quantities (value, value_high, year, unit,
        subject, verb, bound, qualifier, whose, when, kind, indicator_id), with the right `value`, ``""`` = none;
        ``confirmed`` for a number checked and found right; ``delete`` for something that is not a count;
        ``themes`` for the ids of a statement's themes with "|" between, ``other`` if none fits. A row without field
        and value, as in a review sheet, corrects nothing.
    indicator_ids, theme_ids : iterable of str
        The catalogue's ids.

    Returns
    -------
    DataFrame
        The corrections, with line and start as integers.

    Raises
    ------
    CatalogError
        At the first invalid cell: file, row, column, what was found, and the nearest valid names.
    """
    cells = corrections[["report", "line", "start", "field", "value"]].apply(lambda column: column.str.strip())
    cells = cells[(cells["field"] != "") | (cells["value"] != "")]
    check_cells(FILE, cells["field"], [*NUMBERS, *WORDS, *CHOSEN, THEMES, DELETE, CONFIRMED])
    for column in ("line", "start"):
        wrong = ~cells[column].str.fullmatch("[0-9]{1,9}")
        refuse(FILE, cells[column], wrong, "not a whole number; copy line and start from the tables")
    twice = cells.duplicated(["report", "line", "start", "field"])
    refuse(FILE, cells["field"], twice, "a second correction of the same thing; keep one of the rows")
    _check_values(cells, {"indicator_id": [*indicator_ids, ""], THEMES: [*theme_ids, OTHER]})
    return cells.astype({"line": int, "start": int})


def apply(
    corrections: pd.DataFrame,
    reports: pd.DataFrame,
    *,
    quantities: pd.DataFrame,
    problems: pd.DataFrame,
    problem_themes: pd.DataFrame,
) -> tuple[pd.DataFrame, pd.DataFrame, list[str]]:
    """Apply corrections to the tables; each changes only the cell it names.

    Parameters
    ----------
    corrections : DataFrame
        As returned by `check`.
    reports : DataFrame [report_id, file]
        The reports included.
    quantities, problems, problem_themes : DataFrame
        The tables of those names; quantities may have further columns.

    Returns
    -------
    quantities, problem_themes : DataFrame
        The corrected tables. The `rule` of a corrected indicator and the `evidence` of corrected themes (the whole
        statement) no longer come from rules. quantities gains the column `confirmed`: whether a person has checked that
        the number is right.
    unused : list of str
        A sentence for each correction that matches no number or statement.
    """
    ids = dict(zip(reports["file"], reports["report_id"], strict=True)) | {one: one for one in reports["report_id"]}
    numbers, statements = _places(quantities), _places(problems)
    quantities, deleted, unused = quantities.assign(confirmed=False), [], []
    seen = set()
    for row in corrections.itertuples():
        place = (ids.get(row.report), row.line, row.start, row.field)
        if place in seen:  # given twice, by the file's name and by the report's id
            unused.append(
                f"{row.report}, line {row.line}, start {row.start}: {row.field} is corrected twice; keep one row"
            )
            continue
        seen.add(place)
        known = statements if row.field == THEMES else numbers
        at = known.get((ids.get(row.report), row.line, row.start))
        if at is None:
            unused.append(_why_unused(row, ids, known))
        elif row.field == THEMES:
            problem_themes = _recoded(problem_themes, problems.loc[at], row.value)
        elif row.field == DELETE:
            deleted.append(at)
        elif row.field == CONFIRMED:
            quantities.at[at, CONFIRMED] = True
        else:
            _correct(quantities, at, row.field, row.value)
    return quantities.drop(index=deleted), problem_themes, unused


def _check_values(cells: pd.DataFrame, ids: dict[str, list[str]]) -> None:
    """Refuse values that are invalid for their field."""
    chosen = {"bound": BOUNDS, "whose": WHOSE, "when": WHEN, "kind": KIND, "qualifier": [*QUALIFIERS, ""]}
    for field, allowed in (chosen | {DELETE: ["yes", ""], CONFIRMED: ["yes"]} | ids).items():
        several = SEPARATOR if field in ("qualifier", THEMES) else None
        check_cells(FILE, cells.loc[cells["field"] == field, "value"], allowed, several)
    for field, pattern, wanted in (
        ("value", _NUMBER, "a number of at most 15 digits with 万 and 亿 multiplied out, e.g. 12000"),
        ("value_high", f"({_NUMBER})?", "a number of at most 15 digits, or nothing"),
        ("year", "((19|20)[0-9]{2})?", "a year such as 2023, or nothing"),
    ):
        values = cells.loc[cells["field"] == field, "value"]
        refuse(FILE, values, ~values.str.fullmatch(pattern), f"the field {field!r} needs {wanted}")


def _places(table: pd.DataFrame) -> dict[tuple[str, int, int], object]:
    """Map (report_id, line, start) to the index."""
    return dict(zip(zip(table["report_id"], table["line"], table["start"], strict=True), table.index, strict=True))


def _correct(quantities: pd.DataFrame, at: object, field: str, value: str) -> None:
    if field in NUMBERS:
        quantities.at[at, field] = (int if field == "year" else float)(value) if value else None
        return
    quantities.at[at, field] = SEPARATOR.join(sorted(value.split(SEPARATOR))) if field == "qualifier" else value
    if field == "indicator_id":
        quantities.at[at, "rule"] = FILE.name if value else ""


def _recoded(problem_themes: pd.DataFrame, problem: pd.Series, value: str) -> pd.DataFrame:
    themes = sorted({theme.strip() for theme in value.split(SEPARATOR)})
    rows = pd.DataFrame({"problem_id": problem["problem_id"], "theme_id": themes, "evidence": problem["text"]})
    rows = rows.assign(start=0, end=len(problem["text"]))
    return pd.concat([problem_themes[problem_themes["problem_id"] != problem["problem_id"]], rows], ignore_index=True)


def _why_unused(row, ids: dict[str, str], known: dict[tuple, object]) -> str:
    if row.report not in ids:
        reason = UnknownName("report", row.report, ids)
    else:
        places = [f"{line}.{start}" for report_id, line, start in known if report_id == ids[row.report]]
        what = "statement" if row.field == THEMES else "number"
        reason = UnknownName(f"line.start of a {what} in {row.report}:", f"{row.line}.{row.start}", places)
    return f"{FILE.name}, row {row.Index + 2} was not applied: {reason}"
