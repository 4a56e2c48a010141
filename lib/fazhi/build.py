"""A folder of reports → tables on disk; what has not changed since the last time is not worked again."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path

import pandas as pd
import pyarrow as pa

from fazhi import catalog, paths, store
from fazhi.bounds import MAX_NUMBERS
from fazhi.reading import folder as reading_of
from fazhi.reading.folder import Reading, survey
from fazhi.reading.listing import list_files, shown_names
from fazhi.reading.metadata.sidecars import SIDECARS, sidecar
from fazhi.schema import COLUMNS, OF_NOTEBOOKS, typed, validated

MANIFEST = "manifest.json"
_CODE = ["measuring", "build.py"]
_LEFT = f"more than {MAX_NUMBERS:,} numbers, the rest left"


@dataclass(frozen=True)
class Built:
    """What `build` did: the table `ledger`, how many files could not be read, what became of the corrections."""

    ledger: pd.DataFrame
    unreadable: int
    corrected: int
    uncorrected: list[str]


def build(
    folder: Path,
    out: Path,
    *,
    jobs: int = 1,
    done: Callable[[str], None] = lambda file: None,
    kept: store.Store = store.NOTHING_KEPT,
) -> Built:
    """Read every file of a folder and write the tables.

    Parameters
    ----------
    folder : Path
        The reports as downloaded, with or without the sidecars reports.csv, regions.csv and corrections.csv.
    out : Path
        Where the tables go, as Parquet, with ``manifest.json``, which is written last: without it they are no build.
        Tables there that were made from the very same things are left as they are.
    jobs : int
        How many processes read; the tables are the same to the byte whatever their number.
    done : callable
        Told the name of each file that was read, for showing progress.
    kept : Store
        Where the parts of each report are looked for and kept; the tables are the same to the byte with or without.

    Returns
    -------
    Built
        What became of each file and each correction.

    Raises
    ------
    FazhiError
        If the folder does not exist or is empty, or a sidecar is wrong. Files that cannot be read and texts that are no
        reports raise nothing: they stand in the ledger with the reason.
    """
    origin = _origin(folder)
    if (manifest := _finished(out)) and all(manifest.get(key) == value for key, value in origin.items()):
        return _as_built(out, manifest)
    wanted = corrections_of(folder)
    readings = survey(folder, jobs=jobs, done=done, kept=kept)
    parts, uncorrected = _corrected(readings, wanted, jobs, kept)
    tables = {"ledger": [reading.ledger for reading in readings], "corrections": wanted}
    tables = {name: typed(name, rows) for name, rows in tables.items()} | _join(readings, parts)
    manifest = origin | {
        "corrections": {"applied": len(wanted) - len(uncorrected), "not applied": uncorrected},
        "unreadable": sum(reading.unreadable for reading in readings),
        "slices": _slices(tables),
    }
    _write(out, tables, manifest)
    kept.tidy()
    return _as_built(out, manifest)


def _write(out: Path, tables: dict[str, pd.DataFrame], manifest: dict) -> None:
    """Write the tables, and remove those that notebooks have made of former ones; the manifest makes them a build."""
    out.mkdir(parents=True, exist_ok=True)
    (out / MANIFEST).unlink(missing_ok=True)
    for name in COLUMNS.keys() - tables.keys():
        (out / f"{name}.parquet").unlink(missing_ok=True)
    for name, table in tables.items():
        store.replace(out / f"{name}.parquet", validated(name, table).to_parquet(index=False))
    seal(out, manifest)


def seal(out: Path, manifest: dict) -> None:
    """Write the manifest of the tables in a folder, with the hash of each: only now `fazhi.open` takes them."""
    hashes = {file.stem: store.file_hash(file) for file in sorted(out.glob("*.parquet"))}
    told = json.dumps(manifest | {"tables": hashes}, ensure_ascii=False, indent=1, sort_keys=True)
    store.replace(out / MANIFEST, f"{told}\n".encode())


def _finished(out: Path) -> dict:
    """Return the manifest of a finished build whose tables are as it wrote them, else nothing."""
    if not (out / MANIFEST).exists():
        return {}
    manifest = json.loads((out / MANIFEST).read_text("utf-8"))
    hashes = manifest.get("tables", {})
    whole = all(store.file_hash(out / f"{name}.parquet") == told for name, told in hashes.items())
    return manifest if hashes and whole else {}


def _as_built(out: Path, manifest: dict) -> Built:
    corrected = manifest["corrections"]
    ledger = pd.read_parquet(out / "ledger.parquet")
    return Built(ledger, manifest["unreadable"], corrected["applied"], corrected["not applied"])


def corrections_of(folder: Path) -> pd.DataFrame:
    """Read and check the sidecar corrections.csv; see `corrections.check`."""
    from fazhi.measuring import corrections

    known = catalog.load()
    return corrections.check(sidecar(folder, "corrections.csv"), known.indicators["id"], known.themes["id"])


def misfits(readings: list[Reading], wanted: pd.DataFrame, *, jobs: int = 1) -> list[str]:
    """Say which corrections would fit no number or statement; nothing is written.

    Parameters
    ----------
    readings : list of Reading
        What `survey` gave.
    wanted : DataFrame
        What `corrections_of` gave; without a row nothing is measured.

    Returns
    -------
    list of str
        A sentence for each.
    """
    return _corrected(readings, wanted, jobs, store.NOTHING_KEPT)[1] if len(wanted) else []


def _measured(reading: Reading) -> store.Parts:
    """Measure everything of one report that needs no other report."""
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


def _recipe() -> str:
    """Return the hash of what decides how a report is read and measured, besides the report and the sidecars."""
    return store.key(reading_of.recipe(), store.code_hash(*_CODE), catalog.load().hash)


def _corrected(
    readings: list[Reading], wanted: pd.DataFrame, jobs: int, kept: store.Store
) -> tuple[dict[str, pd.DataFrame], list[str]]:
    """Measure the reports that are included, and correct what was measured.

    Returns the tables that need no other report, and a sentence for each correction that fits nothing.
    """
    from fazhi.measuring import corrections

    included = [reading for reading in readings if reading.report]
    if not included:
        return {}, [f"{row.report}: no report is included" for row in wanted.itertuples()]
    keys = [reading.key and store.key(_recipe(), reading.key, reading.report["report_id"]) for reading in included]
    measured = list(store.remembered(kept, _measured, [(reading,) for reading in included], keys, jobs))
    parts = {name: _concat(name, [part.tables[name] for part in measured]) for name in measured[0].tables}
    reports = pd.DataFrame([reading.report for reading in included])
    ready = {name: parts[name] for name in ("quantities", "problems", "problem_themes")}
    parts["quantities"], parts["problem_themes"], uncorrected = corrections.apply(wanted, reports, **ready)
    return parts, uncorrected


def _concat(name: str, tables: list[pa.Table]) -> pd.DataFrame:
    """Put the reports' rows of a table together; types are those of the contract, whichever report comes first."""
    with_rows = [table for table in tables if len(table)] or tables[:1]  # an empty column's type tells nothing
    frame = pa.concat_tables(with_rows, promote_options="permissive").to_pandas()
    return frame.astype({column: kind for column, kind in COLUMNS[name].items() if column in frame})


def _join(readings: list[Reading], parts: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Put the reports' parts together, and derive the tables that need all of them."""
    from fazhi.measuring import checks
    from fazhi.measuring.indicators import confidence, disclosure, ratios, values

    known = catalog.load()
    if not parts:
        return {name: typed(name, []) for name in COLUMNS if name not in ("ledger", "corrections", *OF_NOTEBOOKS)}
    reports = pd.DataFrame([reading.report for reading in readings if reading.report])
    tables = {name: typed(name, part) for name, part in parts.items()}
    evidence = [row for reading in readings for row in reading.evidence_rows]
    tables["metadata_evidence"] = typed("metadata_evidence", evidence)
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


def _slices(tables: dict[str, pd.DataFrame]) -> dict[str, str]:
    """Return the hash of each report's rows in all tables: what a notebook that shows some reports depends on."""
    sums: dict[str, list[str]] = {}
    for name, table in sorted(tables.items()):
        if name in ("ledger", "corrections") or table.empty:
            continue
        own = table["report_id"] if "report_id" in table else table.iloc[:, 0].str.partition("/")[0]
        rows = pd.util.hash_pandas_object(table, index=False)
        for report_id, told in rows.groupby(own.to_numpy()).sum().items():
            sums.setdefault(report_id, []).append(f"{name} {told}")
    return {report_id: store.key(told) for report_id, told in sorted(sums.items())}


def _origin(folder: Path) -> dict:
    """Return what the tables are made from: the same, and they need not be made again."""
    from fazhi.measuring.words import word_counts

    known = catalog.load()
    names = shown_names(list_files(folder))
    inputs = {shown: store.file_hash(folder / name) for name, shown in names.items()}
    return {
        "version": version("fazhi"),
        "sample": paths.is_sample(folder),
        "reports": folder.resolve().name,
        "inputs": inputs,
        "sidecars": {name: store.file_hash(folder / name) for name in SIDECARS if (folder / name).exists()},
        "catalogue": known.hash,
        "vocabulary": word_counts.vocabulary_hash(known.terms["term"], known.stopwords),
        "code": _recipe(),
        "library": store.code_hash("reading", *_CODE),
        "packages": store.engines(),
    }
