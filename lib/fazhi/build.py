"""A folder of reports → tables on disk; what has not changed since the last build is reused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import pandas as pd

from fazhi import catalog, paths, sealed, store
from fazhi.arguments import in_range
from fazhi.batches import CODE, batches, recipe
from fazhi.errors import FazhiError
from fazhi.reading.folder import Reading, survey
from fazhi.reading.listing import legible, list_files, shown_names
from fazhi.reading.metadata.sidecars import SIDECARS, sidecar
from fazhi.schema import COLUMNS, OF_NOTEBOOKS, recorded
from fazhi.table_files import TableFiles

_OF_BUILD = [name for name in COLUMNS if name not in OF_NOTEBOOKS]


@dataclass(frozen=True)
class Built:
    """The result of `build`: the table `ledger`, the number of unreadable files, the fate of the corrections."""

    ledger: pd.DataFrame
    unreadable: int
    corrected: int
    uncorrected: list[str]


@in_range
def build(
    folder: Path | str,
    out: Path | str,
    *,
    jobs: int = 1,
    begun: Callable[[], None] = lambda: None,
    done: Callable[[str, int], None] = lambda file, of: None,
    measured: Callable[[int, int], None] = lambda reports, of: None,
    kept: store.Store = store.NOTHING_KEPT,
) -> Built:
    """Read every file of a folder and write the tables.

    Parameters
    ----------
    folder : Path
        The reports as downloaded, with or without the sidecars reports.csv, regions.csv and corrections.csv.
    out : Path
        The folder for the tables, as Parquet, with ``manifest.json``, which is written last: without it there is no
        valid build. Tables already there from the same inputs are left unchanged.
    jobs : int
        Number of worker processes; the tables are byte-identical for any number.
    begun : callable
        Called once if there is something to do.
    done : callable
        Called with the name of each file that is read, and the number of files.
    measured : callable
        Called after each batch with the number of reports measured so far, and the number of reports.
    kept : Store
        Cache of the parts of each report; the tables are byte-identical with or without it.

    Returns
    -------
    Built
        The outcome for each file and each correction.

    Raises
    ------
    FazhiError
        If the folder does not exist or is empty, or a sidecar is invalid. Unreadable files and other texts
        raise no error: they are listed in the ledger with the reason.
    """
    folder, out = Path(folder), Path(out)
    origin = _origin(folder)
    if (told := _finished(out)) and all(told.get(key) == value for key, value in origin.items()):
        return _as_built(out, told)
    begun()
    wanted = corrections_of(folder)
    readings = survey(folder, jobs=jobs, done=done, kept=kept)
    uncorrected, slices, broken = [], {}, {}
    _clear(out)
    with TableFiles(out, _OF_BUILD) as files:
        files.add({"corrections": recorded("corrections", wanted.to_dict("records"))})
        for tables, facts in batches(readings, wanted, jobs, kept):
            files.add(tables)
            slices |= facts["slices"]
            uncorrected += facts["unused"]
            broken |= facts["broken"]
            if tables:
                measured(len(slices) + len(broken), sum(bool(reading.report) for reading in readings))
        files.add({"ledger": recorded("ledger", [_row(reading.ledger, broken) for reading in readings])})
    fleeting = [reading.ledger["file"] for reading in readings if not reading.lasting]
    told = origin | {
        "inputs": origin["inputs"] | dict.fromkeys([*fleeting, *broken], ""),  # no hash, so tried again
        "corrections": {"applied": len(wanted) - len(uncorrected), "not applied": uncorrected},
        "unreadable": sum(reading.unreadable for reading in readings) + len(broken),
        "slices": slices,
    }
    seal(out, told)
    kept.tidy()
    return _as_built(out, told)


def _row(ledger: dict, broken: dict[str, str]) -> dict:
    """Return a file's row in the ledger, as left out if its report could not be measured."""
    reason = broken.get(ledger["file"])
    return {**ledger, "status": "excluded", "reason": reason, "report_id": ""} if reason else ledger


def _clear(out: Path) -> None:
    """Remove the manifest, without which tables are not a build, and notebook output based on earlier tables."""
    (out / sealed.MANIFEST).unlink(missing_ok=True)
    for name in OF_NOTEBOOKS:
        (out / f"{name}.parquet").unlink(missing_ok=True)


def seal(out: Path, origin: dict) -> None:
    """Write the manifest of the tables in a folder, with the hash of each; only then does `fazhi.open` accept them."""
    hashes = {file.stem: store.file_hash(file) for file in sorted(out.glob("*.parquet"))}
    sealed.write(out / sealed.MANIFEST, origin | {"tables": hashes})


def _finished(out: Path) -> dict:
    """Return the manifest of a finished build whose tables are unchanged, else an empty one."""
    try:
        told = sealed.read(out / sealed.MANIFEST)
    except FazhiError:
        return {}
    whole = all(store.file_hash(out / f"{name}.parquet") == one for name, one in told["tables"].items())
    return told if told["tables"] and whole else {}


def _as_built(out: Path, told: dict) -> Built:
    corrected = told["corrections"]
    ledger = pd.read_parquet(out / "ledger.parquet")
    return Built(ledger, told["unreadable"], corrected["applied"], corrected["not applied"])


def corrections_of(folder: Path) -> pd.DataFrame:
    """Read and check the sidecar corrections.csv; see `corrections.check`."""
    from fazhi.measuring import corrections

    known = catalog.load()
    return corrections.check(sidecar(folder, "corrections.csv"), known.indicators["id"], known.themes["id"])


@in_range
def misfits(readings: list[Reading], wanted: pd.DataFrame, *, jobs: int = 1) -> list[str]:
    """List the corrections that match no number or statement; nothing is written.

    Parameters
    ----------
    readings : list of Reading
        The readings returned by `survey`.
    wanted : DataFrame
        The result of `corrections_of`; if it is empty, nothing is measured.

    Returns
    -------
    list of str
        One sentence for each.
    """
    if wanted.empty:
        return []
    return [said for _, facts in batches(readings, wanted, jobs, store.NOTHING_KEPT) for said in facts["unused"]]


def _origin(folder: Path) -> dict:
    """Return what the tables are made from: if it is unchanged, they need not be made again."""
    from fazhi.measuring.words import word_counts

    known = catalog.load()
    names = shown_names(list_files(folder))
    inputs = {shown: store.file_hash(folder / name) for name, shown in names.items()}
    return {
        "version": version("fazhi"),
        "sample": paths.is_sample(folder),
        "reports": legible(folder.resolve().name),
        "inputs": inputs,
        "sidecars": {name: store.file_hash(folder / name) for name in SIDECARS if (folder / name).exists()},
        "catalogue": known.hash,
        "vocabulary": word_counts.vocabulary_hash(known.terms["term"], known.stopwords),
        "code": recipe(),
        "library": store.code_hash("reading", *CODE),
        "packages": store.engines(),
    }
