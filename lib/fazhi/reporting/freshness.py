"""A notebook run and the tables → the hashes of what it depends on, and why it has to run again, if so."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.metadata import version
from pathlib import Path

import pandas as pd

from fazhi import paths, sealed, store
from fazhi.corpus import Corpus
from fazhi.errors import FazhiError

# Packages that notebooks use, besides those for reading and measuring.
_DRAWN_BY = ["ipykernel", "matplotlib", "nbclient", "scipy", "seaborn", "statsmodels", "tomotopy", "zhplot"]
# Code that no notebook's output depends on except by the tables, whose rows are hashed; all other code counts.
_BEFORE_TABLES = {"reading", "batches.py", "build.py", "table_files.py"}
_AROUND_RUNS = {"__init__.py", "__main__.py", "cli.py", "differences.py", "output_folder.py", "workers.py"}
_WRITES = re.compile(r"corpus\.write\(([^()]*)\)")
_NAMED = re.compile(r"(\w+)=")
_PLACES = ("tables", "figures")  # parameters that are paths and do not affect results


def ingredients(notebook: Path, parameters: Mapping, tables: Corpus, *, reads: Sequence[str]) -> dict[str, str]:
    """Return the hash of each thing that a run's output depends on.

    Parameters
    ----------
    notebook : Path
        The notebook without outputs.
    parameters : mapping
        The run's parameters. Of a csv or xlsx file, the content is hashed. `region`, `regions` and `years` select
        reports; only their rows of the tables are hashed.
    tables : Corpus
        The tables of the build.
    reads : sequence of str
        The tables written by another notebook that this one reads, e.g. the topics.

    Returns
    -------
    dict of str to str
        notebook, parameters, library, catalogue, packages, reports, and, if they are read, ledger and those of `reads`.
    """
    shown = _shown(parameters, tables)
    given = {name: _content(value) for name, value in parameters.items() if name not in _PLACES}
    source = notebook.read_text("utf-8")
    found = {
        "notebook": store.key(source),
        "parameters": store.key(given),
        "library": store.code_hash(*_code()),
        "catalogue": tables.manifest["catalogue"],
        "packages": store.key(_packages()),
        "reports": store.key(tables.slice_hash(shown), tables.manifest["sample"], tables.manifest["reports"]),
    }
    if "corpus.ledger" in source:
        found["ledger"] = tables.manifest["tables"]["ledger"]
    return found | _rows_of(tables, shown, reads)


def reason(now: Mapping[str, str], record: Mapping | None, output: Path) -> str:
    """Return why a run is due; ``""`` = its output is up to date.

    Parameters
    ----------
    now : mapping
        As returned by `ingredients`.
    record : mapping or None
        The record of its last run: ingredients, error.
    output : Path
        Its executed notebook.
    """
    if record is None or not output.exists():
        return "it has not run yet"
    if record["error"]:
        return "it failed the last time"
    before = record["ingredients"]
    changed = sorted(name for name in now.keys() | before.keys() if now.get(name) != before.get(name))
    return f"changed: {', '.join(changed)}" if changed else ""


def lacks_tables(notebook: Path, tables: Corpus) -> bool:
    """Whether a notebook writes tables that do not exist: a build removes those made from its former tables."""
    return not all((tables.folder / f"{name}.parquet").exists() for name in written(notebook))


def files_written(notebook: Path, output: Path, figures: Path, stage: Path) -> dict[str, str]:
    """Return the hash of each file that a run has written to an edition: notebook, figures, tables."""
    tables = [stage / "tables" / f"{name}.parquet" for name in written(notebook)]
    found = {file.relative_to(stage).as_posix(): store.file_hash(file) for file in (output, *tables)}
    drawn = figures.relative_to(stage).as_posix()
    return found | {f"{drawn}/{name}": told for name, told in hashes(figures).items()}


def hashes(folder: Path, *, but: str = "") -> dict[str, str]:
    """Return the hash of each file below a folder, by its path relative to it, except one."""
    files = {file.relative_to(folder).as_posix(): file for file in sorted(folder.rglob("*")) if file.is_file()}
    return {name: store.file_hash(file) for name, file in files.items() if name != but}


def altered(before: Mapping[str, str], now: Mapping[str, str]) -> str:
    """Say which file that a run wrote has been changed since, is gone, or is new; ``""`` if none."""
    names = sorted(name for name in before.keys() | now.keys() if before.get(name) != now.get(name))
    return f"changed since it was written: {names[0]}" if names else ""


def remove_altered_tables(stage: Path, records: Mapping[str, Mapping]) -> None:
    """Remove tables that are no longer as a run wrote them, so that it runs again and no other run reads them."""
    for record in records.values():
        for name, told in record.get("wrote", {}).items():
            if name.startswith("tables/") and store.file_hash(stage / name) != told:
                (stage / name).unlink(missing_ok=True)


def written(notebook: Path) -> list[str]:
    """Return the names of the tables that a notebook writes."""
    return [name for call in _WRITES.findall(notebook.read_text("utf-8")) for name in _NAMED.findall(call)]


def read_records(folder: Path) -> dict[str, dict]:
    """Return the records of the runs whose outputs are in a folder; empty if there are none or they are damaged."""
    try:
        return sealed.read(folder / "runs.json")
    except FazhiError:
        return {}


def write_records(folder: Path, records: Mapping[str, dict]) -> None:
    """Write the record of each run: its ingredients, its error, why its output is stale, and what it wrote."""
    sealed.write(folder / "runs.json", dict(records))


def _shown(parameters: Mapping, tables: Corpus) -> list[str]:
    reports = tables.reports
    regions = [parameters["region"]] if parameters.get("region") else parameters.get("regions")
    kept = reports["region_code"].isin(regions or reports["region_code"])
    kept &= reports["year"].isin(parameters.get("years") or reports["year"])
    return list(reports.loc[kept, "report_id"])


def _rows_of(tables: Corpus, shown: list[str], names: Sequence[str]) -> dict[str, str]:
    """Return the hash of each table written by notebooks, of the rows that belong to these reports."""
    now = Corpus(tables.folder, tables.reports[tables.reports["report_id"].isin(shown)])
    rows = {name: pd.util.hash_pandas_object(getattr(now, name), index=False) for name in names}
    return {name: store.key(hashes.to_list()) for name, hashes in rows.items()}


def _code() -> list[str]:
    """Return the names of the library's modules and packages that decide what a notebook shows."""
    own = {place.name for place in paths.LIBRARY.iterdir() if place.suffix == ".py" or (place / "__init__.py").exists()}
    return sorted(own - _BEFORE_TABLES - _AROUND_RUNS)


def _content(value: object) -> object:
    is_file = isinstance(value, str) and value.endswith((".csv", ".xlsx"))
    return store.file_hash(Path(value)) or value if is_file else value


@cache
def _packages() -> dict[str, str]:
    return store.engines() | {name: version(name) for name in _DRAWN_BY}
