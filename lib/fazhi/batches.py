"""Files as read → the rows of every table, a few regions at a time, so that a corpus of any size fits in memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby
from types import SimpleNamespace

import pandas as pd
import pyarrow as pa

from fazhi import catalog, store
from fazhi.long_texts import MAX_NUMBERS
from fazhi.reading import folder as reading_of
from fazhi.reading.folder import Reading
from fazhi.schema import KEYS, recorded, typed

REPORTS = 200  # per batch, at least: the unit of writing
_LEFT = f"more than {MAX_NUMBERS:,} numbers, of which the rest were not read"
CODE = ["measuring", "batches.py", "build.py", "table_files.py"]  # the code that decides how a report is measured


def batches(
    readings: list[Reading], wanted: pd.DataFrame, jobs: int, kept: store.Store
) -> Iterator[tuple[dict[str, pa.Table], dict]]:
    """Measure the included reports, apply corrections, and derive what needs several reports.

    A region is measured as a whole, since its reports are compared with each other; its result is cached.

    Parameters
    ----------
    readings : list of Reading
        The readings returned by `survey`.
    wanted : DataFrame
        Checked corrections.
    jobs : int
        Number of worker processes.
    kept : Store
        Cache of a region's rows.

    Yields
    ------
    tables : dict of pyarrow.Table
        The rows of some regions' reports, in the order of their ids.
    facts : dict
        The outcome: `slices`, the hash of each report's rows in the tables; `unused`, a sentence for each
        correction of these reports that matches nothing and, at the end, without tables, for those of no report;
        `broken`, the reason, by file, for each report that could not be measured and so is in none of the tables.
    """
    regions = _regions(readings)
    corrections = [_of(reports, wanted) for reports in regions]
    how = recipe()
    keys = [_key(how, reports, rows) for reports, rows in zip(regions, corrections, strict=True)]
    parts = store.remembered(kept, _measured, list(zip(regions, corrections, strict=True)), keys, jobs)
    batch: list[store.Parts] = []
    left_out, waiting = {}, 0
    for reports, part in zip(regions, parts, strict=True):
        batch.append(part)
        left_out |= part.facts["broken"]
        waiting += len(reports)
        if waiting >= REPORTS:
            yield _joined(batch)
            batch, waiting = [], 0
    if batch:
        yield _joined(batch)
    shown = [one.report for reports in regions for one in reports if one.ledger["file"] not in left_out]
    yield {}, {"slices": {}, "unused": _unused(wanted, shown), "broken": {}}


def recipe() -> str:
    """Return the hash of everything that decides how a report is read and measured, apart from it and the sidecars."""
    return store.key(reading_of.recipe(), store.code_hash(*CODE), catalog.load().hash)


def _regions(readings: list[Reading]) -> list[list[Reading]]:
    """Group the included reports by region, in the order of their ids."""
    included = sorted((one for one in readings if one.report), key=lambda one: one.report["report_id"])
    return [list(reports) for _, reports in groupby(included, key=lambda one: one.report["region_code"])]


def _of(reports: list[Reading], wanted: pd.DataFrame) -> pd.DataFrame:
    """Return the corrections of some reports, identified by file or by id."""
    return wanted[wanted["report"].isin([one.report[name] for one in reports for name in ("report_id", "file")])]


def _key(how: str, reports: list[Reading], corrections: pd.DataFrame) -> str:
    """Return the hash of everything a region's rows are made from, ``""`` if one of its files could not be opened."""
    read = [(one.key, one.report["report_id"]) for one in reports]
    return store.key(how, read, corrections.to_csv()) if all(one.key for one in reports) else ""


def _measured(reports: list[Reading], corrections: pd.DataFrame) -> store.Parts:
    """Measure a region's reports; for one that fails only the reason is kept."""
    found, broken = [], {}
    for one in reports:
        try:
            found.append((one.report, _measurements(one)))
        except Exception as error:  # a report our own code fails on: go on with the others
            broken[one.ledger["file"]] = store.broken(error)
    rows, unused = _derived(found, corrections) if found else ({}, [])
    tables = {name: recorded(name, told) for name, told in rows.items()}
    facts = {"slices": _slices(rows), "unused": unused, "broken": broken}
    return store.Parts(facts, tables, lasting=not broken)


def _measurements(reading: Reading) -> dict[str, list[dict]]:
    """Return a report's rows in the tables that need no other report."""
    from fazhi.reading.structure import problem_statements

    segments, report_id = reading.segments, reading.report["report_id"]
    found = problem_statements.statements(SimpleNamespace(**segment) for segment in segments)
    problems = [dict(zip(problem_statements.COLUMNS, row, strict=True), report_id=report_id) for row in found]
    for row in problems:
        row["problem_id"] = f"{report_id}/p{row['n']}"
    told = {"segments": segments, "problems": problems, "metadata_evidence": reading.evidence_rows}
    return told | _makers()[0].measured(reading.report, segments, problems)


def _derived(
    found: list[tuple[dict, dict[str, list[dict]]]], wanted: pd.DataFrame
) -> tuple[dict[str, list[dict]], list[str]]:
    """Combine the measurements of a region's reports, correct them, and derive the rows of the other tables."""
    from fazhi.measuring.one_region import corrected

    rows = {name: [row for _, told in found for row in told[name]] for name in found[0][1]}
    rows, unused = corrected(rows, [report for report, _ in found], wanted)
    reports = [_counted(report, rows) for report, _ in found]
    return {**rows, "reports": reports, **_makers()[1].rows(reports, rows["quantities"])}, unused


def _counted(report: dict, rows: dict[str, list[dict]]) -> dict:
    """Return a row of `reports` completed with counts from the measurements."""
    quantities, problems = (
        sum(row["report_id"] == report["report_id"] for row in rows[name]) for name in ("quantities", "problems")
    )
    warnings = "; ".join(filter(None, [report["warnings"], quantities >= MAX_NUMBERS and _LEFT]))
    return {**report, "n_quantities": quantities, "n_problems": problems, "warnings": warnings}


def _makers() -> tuple:
    """Return the objects that measure a report and derive a region's values; created once per process."""
    return _makers_of(catalog.load().hash)


@cache
def _makers_of(catalogue: str) -> tuple:
    from fazhi.measuring.one_region import Derived
    from fazhi.measuring.one_report import Measures

    return Measures(catalog.load()), Derived(catalog.load())


def _slices(rows: dict[str, list[dict]]) -> dict[str, str]:
    """Return the hash of each report's rows, for notebooks that depend on some reports only."""
    own: dict[str, dict[str, list[dict]]] = {}
    for name, table in rows.items():
        identified = KEYS[name][0]  # the report's id, or one that begins with it
        for row in table:
            own.setdefault(row[identified].partition("/")[0], {}).setdefault(name, []).append(row)
    return {report_id: store.key(tables) for report_id, tables in sorted(own.items())}


def _joined(batch: Sequence[store.Parts]) -> tuple[dict[str, pa.Table], dict]:
    """Concatenate the rows of some regions."""
    names = dict.fromkeys(name for part in batch for name in part.tables)
    tables = {name: pa.concat_tables(part.tables[name] for part in batch if part.tables) for name in names}
    facts = [part.facts for part in batch]
    return tables, {
        "slices": {report_id: told for one in facts for report_id, told in one["slices"].items()},
        "unused": [said for one in facts for said in one["unused"]],
        "broken": {file: reason for one in facts for file, reason in one["broken"].items()},
    }


def _unused(wanted: pd.DataFrame, reports: list[dict]) -> list[str]:
    """Report corrections that are not applied because their report is not among those included."""
    from fazhi.measuring import corrections

    known = pd.DataFrame(reports, columns=["report_id", "file"])
    nobodys = wanted[~wanted["report"].isin([*known["report_id"], *known["file"]])]
    if known.empty:
        return [f"{row.report}: no report is included" for row in nobodys.itertuples()]
    nothing = {name: typed(name, []) for name in ("quantities", "problems", "problem_themes")}
    return corrections.apply(nobodys, known, **nothing)[2]
