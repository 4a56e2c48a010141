"""Files as read → the rows of every table, some regions at a time, so that a corpus of any size fits in memory."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import groupby

import pandas as pd
import pyarrow as pa

from fazhi import catalog, store
from fazhi.long_texts import MAX_NUMBERS
from fazhi.reading import folder as reading_of
from fazhi.reading.folder import Reading
from fazhi.schema import COLUMNS, typed

REPORTS = 200  # of a batch, at least; all reports of a region are in one, since they are compared
_LEFT = f"more than {MAX_NUMBERS:,} numbers, the rest left"
CODE = ["measuring", "batches.py", "build.py", "table_files.py"]  # what decides how a report is measured


def batches(
    readings: list[Reading], wanted: pd.DataFrame, jobs: int, kept: store.Store
) -> Iterator[tuple[dict[str, pd.DataFrame], list[str], dict[str, str]]]:
    """Measure the reports that are included, correct what was measured, and derive what needs several reports.

    Parameters
    ----------
    readings : list of Reading
        What `survey` gave.
    wanted : DataFrame
        Checked corrections.
    jobs : int
        How many processes measure.
    kept : Store
        Where what was measured of a report is looked for and kept.

    Yields
    ------
    tables : dict of DataFrame
        The rows of some regions' reports, in the order of their ids.
    unused : list of str
        A sentence for each correction of these reports that fits nothing; at last, without tables, those of no report.
    broken : dict of str
        The reason, by its file, for each report that could not be measured; it is in none of the tables.
    """
    included = sorted((one for one in readings if one.report), key=lambda one: one.report["report_id"])
    keys = [one.key and store.key(recipe(), one.key, one.report["report_id"]) for one in included]
    measured = store.remembered(kept, _measured, [(one,) for one in included], keys, jobs)
    shown = []
    for batch in _cut(included):
        every = [(one, next(measured)) for one in batch]
        broken = {one.ledger["file"]: parts.facts["broken"] for one, parts in every if parts.facts}
        whole = [(one, parts) for one, parts in every if not parts.facts]
        names = [one.report[name] for one, _ in whole for name in ("report_id", "file")]
        yield *(_joined(whole, wanted[wanted["report"].isin(names)]) if whole else ({}, [])), broken
        shown += [one.report for one, _ in whole]
    known = pd.DataFrame(shown, columns=["report_id", "file"])
    nobodys = wanted[~wanted["report"].isin([*known["report_id"], *known["file"]])]
    yield {}, _unused(nobodys, known), {}


def recipe() -> str:
    """Return the hash of what decides how a report is read and measured, besides the report and the sidecars."""
    return store.key(reading_of.recipe(), store.code_hash(*CODE), catalog.load().hash)


def _cut(included: list[Reading]) -> Iterator[list[Reading]]:
    """Yield the reports in batches, none of which parts a region."""
    batch: list[Reading] = []
    for _, reports in groupby(included, key=lambda one: one.report["region_code"]):
        batch += reports
        if len(batch) >= REPORTS:
            yield batch
            batch = []
    if batch:
        yield batch


def _measured(reading: Reading) -> store.Parts:
    """Measure everything of one report that needs no other report; where that breaks, only the reason is told."""
    try:
        return _measurements(reading)
    except Exception as error:  # a report that our own code is not up to: the others go on
        return store.Parts({"broken": store.broken(error)}, {}, lasting=False)


def _measurements(reading: Reading) -> store.Parts:
    from fazhi.reading.structure import outline

    segments, report_id = reading.segments, reading.report["report_id"]
    statements = outline.problems(pd.DataFrame(segments)).assign(report_id=report_id)
    statements["problem_id"] = [f"{report_id}/p{n}" for n in statements["n"]]
    measured = _measures(catalog.load().hash).measured(reading.report, segments, statements)
    parts = {name: pa.table(columns) for name, columns in measured.items()}
    parts |= {"segments": pa.Table.from_pylist(segments)}
    return store.Parts({}, parts | {"problems": pa.Table.from_pandas(statements, preserve_index=False)})


@cache
def _measures(catalogue: str):
    """Return what the catalogue of this hash measures; made once in each process."""
    from fazhi.measuring.one_report import Measures

    return Measures(catalog.load())


def _joined(
    measured: list[tuple[Reading, store.Parts]], wanted: pd.DataFrame
) -> tuple[dict[str, pd.DataFrame], list[str]]:
    """Put the parts of some reports together, correct them, and derive the other tables."""
    from fazhi.measuring import corrections

    names = measured[0][1].tables
    parts = {name: _concat(name, [part.tables[name] for _, part in measured]) for name in names}
    reports = pd.DataFrame([one.report for one, _ in measured])
    ready = {name: parts[name] for name in ("quantities", "problems", "problem_themes")}
    parts["quantities"], parts["problem_themes"], unused = corrections.apply(wanted, reports, **ready)
    evidence = [row for one, _ in measured for row in one.evidence_rows]
    return _derived(parts | {"metadata_evidence": evidence}, reports), unused


def _unused(nobodys: pd.DataFrame, known: pd.DataFrame) -> list[str]:
    """Say of corrections whose report is none of those included that they are not applied."""
    from fazhi.measuring import corrections

    if known.empty:
        return [f"{row.report}: no report is included" for row in nobodys.itertuples()]
    nothing = {name: typed(name, []) for name in ("quantities", "problems", "problem_themes")}
    return corrections.apply(nobodys, known, **nothing)[2]


def _concat(name: str, tables: list[pa.Table]) -> pd.DataFrame:
    """Put the reports' rows of a table together; types are those of the contract, whichever report comes first.

    Strings are Python's own: what derives tables goes through them row by row.
    """
    with_rows = [table for table in tables if len(table)] or tables[:1]  # an empty column's type tells nothing
    whole = pa.concat_tables(with_rows, promote_options="permissive")
    kinds = COLUMNS[name]
    return pd.DataFrame({
        column: pd.Series(whole[column].to_pylist(), dtype=object if kind == "str" else kind)
        for column in whole.column_names
        for kind in [kinds.get(column, "str")]
    })  # fmt: skip


def _derived(parts: dict, reports: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return the tables of some reports: what was measured of each, and what needs all of a region."""
    from fazhi.measuring import checks
    from fazhi.measuring.indicators import confidence, disclosure, ratios, values

    known = catalog.load()
    tables = {name: typed(name, part) for name, part in parts.items()}
    for name in ("quantities", "problems"):
        sizes = tables[name].groupby("report_id").size()
        reports[f"n_{name}"] = [int(sizes.get(report, 0)) for report in reports["report_id"]]
    reports["warnings"] = [
        "; ".join(filter(None, [row.warnings, row.n_quantities >= MAX_NUMBERS and _LEFT]))
        for row in reports.itertuples()
    ]
    tables["reports"] = typed("reports", reports)
    found = values.indicators(parts["quantities"], tables["reports"], known.indicators)
    tables["indicators"] = confidence.with_confidence(found, parts["quantities"], known.indicators, known.confidence)
    tables["ratios"] = typed("ratios", ratios.ratios(tables["indicators"], tables["quantities"], known.ratios))
    tables["disclosure"] = typed(
        "disclosure", disclosure.disclosure(tables["indicators"], tables["reports"], known.indicators)
    )
    tables["checks"] = typed(
        "checks", checks.checks(parts["quantities"], tables["indicators"], tables["ratios"], known)
    )
    return tables
