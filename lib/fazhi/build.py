"""A folder of reports, surveyed → tables on disk."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path

import pandas as pd

from fazhi import catalog, paths
from fazhi.measuring import checks, corrections, themes
from fazhi.measuring.attribution.attribution import attribute
from fazhi.measuring.indicators import disclosure, matching, ratios, values
from fazhi.measuring.quantities import extraction
from fazhi.measuring.words import tokenizer, word_counts
from fazhi.reading.folder import Reading, ids, in_parallel, survey
from fazhi.reading.metadata.sidecars import SIDECARS, sidecar
from fazhi.reading.structure import outline
from fazhi.schema import COLUMNS, typed, validated

ENGINES = ["cnloc", "jieba", "pandas", "pyarrow", "rjieba", "scikit-learn"]


@dataclass(frozen=True)
class Built:
    """What `build` did: the table `ledger`, how many files could not be read, what became of the corrections."""

    ledger: pd.DataFrame
    unreadable: int
    corrected: int
    uncorrected: list[str]


def build(folder: Path, out: Path, *, jobs: int = 1, done: Callable[[str], None] = lambda file: None) -> Built:
    """Read every file of a folder and write the tables.

    Parameters
    ----------
    folder : Path
        The reports as downloaded, with or without the sidecars reports.csv, regions.csv and corrections.csv.
    out : Path
        Where the tables go, as Parquet, with ``manifest.json``.
    jobs : int
        How many processes read; the tables are the same to the byte whatever their number.
    done : callable
        Told the name of each file that was read, for showing progress.

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
    wanted = corrections_of(folder)
    readings = survey(folder, jobs=jobs, done=done)
    tables = {"ledger": typed("ledger", [reading.ledger for reading in readings])}
    parts, uncorrected = _corrected(readings, wanted, jobs)
    tables |= _join(readings, parts)
    out.mkdir(parents=True, exist_ok=True)
    for name, table in tables.items():
        validated(name, table).to_parquet(out / f"{name}.parquet", index=False)
    applied = len(wanted) - len(uncorrected)
    manifest = _manifest(folder, tables["ledger"]) | {
        "corrections": {"applied": applied, "not applied": uncorrected},
        "tables": {name: _hash(out / f"{name}.parquet") for name in sorted(tables)},
    }
    (out / "manifest.json").write_text(
        json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8"
    )
    return Built(tables["ledger"], sum(reading.unreadable for reading in readings), applied, uncorrected)


def corrections_of(folder: Path) -> pd.DataFrame:
    """Read and check the sidecar corrections.csv; see `corrections.check`."""
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
    return _corrected(readings, wanted, jobs)[1] if len(wanted) else []


def _measure(report: dict, segments: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Count everything of one report that needs no other report."""
    measured = catalog.load()
    numbers = extraction.with_zeros(extraction.quantities(segments, report["year"]), segments, report["year"])
    numbers = numbers.assign(report_id=report["report_id"])
    numbers["quantity_id"] = ids(numbers, "q")
    statements = outline.problems(segments).assign(report_id=report["report_id"])
    statements["problem_id"] = [f"{report['report_id']}/p{n}" for n in statements["n"]]
    return {
        "quantities": matching.match(attribute(numbers, report), segments, measured.indicators),
        "problems": statements,
        "problem_themes": themes.code(statements, measured.themes),
        "words": word_counts.words(segments, _tokenizer(), measured.stopwords),
    }


@cache
def _tokenizer() -> tokenizer.Tokenizer:
    return tokenizer.Tokenizer(catalog.load().terms["term"])


def _corrected(readings: list[Reading], wanted: pd.DataFrame, jobs: int) -> tuple[dict[str, pd.DataFrame], list[str]]:
    """Measure the reports that are included, and correct what was measured.

    Returns the tables that need no other report, and a sentence for each correction that fits nothing.
    """
    included = [reading for reading in readings if reading.report]
    if not included:
        return {}, [f"{row.report}: no report is included" for row in wanted.itertuples()]
    measured = list(in_parallel(_measure, [(reading.report, reading.segments) for reading in included], jobs))
    parts = {name: _concat(part[name] for part in measured) for name in measured[0]}
    reports = pd.DataFrame([reading.report for reading in included])
    ready = {name: parts[name] for name in ("quantities", "problems", "problem_themes")}
    parts["quantities"], parts["problem_themes"], uncorrected = corrections.apply(wanted, reports, **ready)
    return parts, uncorrected


def _join(readings: list[Reading], parts: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Put the reports' parts together, and derive the tables that need all of them."""
    known = catalog.load()
    if not parts:
        return {name: typed(name, []) for name in COLUMNS if name != "ledger" and not name.startswith("topic")}
    included = [reading for reading in readings if reading.report]
    reports = pd.DataFrame([reading.report for reading in included])
    tables = {name: typed(name, part) for name, part in parts.items()}
    tables["segments"] = typed("segments", _concat(reading.segments for reading in included))
    for name in ("quantities", "problems"):
        sizes = tables[name].groupby("report_id").size()
        reports[f"n_{name}"] = [int(sizes.get(report, 0)) for report in reports["report_id"]]
    tables["reports"] = typed("reports", reports)
    tables["indicators"] = typed(
        "indicators", values.indicators(parts["quantities"], tables["reports"], known.indicators)
    )
    tables["ratios"] = typed("ratios", ratios.ratios(tables["indicators"], tables["quantities"], known.ratios))
    tables["disclosure"] = typed(
        "disclosure", disclosure.disclosure(tables["indicators"], tables["reports"], known.indicators)
    )
    tables["checks"] = typed(
        "checks", checks.checks(parts["quantities"], tables["indicators"], tables["ratios"], known)
    )
    return tables


def _concat(frames: Iterable[pd.DataFrame]) -> pd.DataFrame:
    frames = list(frames)
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame()


def _manifest(folder: Path, ledger: pd.DataFrame) -> dict:
    known = catalog.load()
    return {
        "version": version("fazhi"),
        "sample": paths.is_sample(folder),
        "reports": folder.resolve().name,
        "inputs": dict(zip(ledger["file"], ledger["sha256"], strict=True)),
        "sidecars": {name: _hash(folder / name) for name in SIDECARS if (folder / name).exists()},
        "catalogue": known.hash,
        "vocabulary": word_counts.vocabulary_hash(known.terms["term"], known.stopwords),
        "packages": {name: version(name) for name in ENGINES},
    }


def _hash(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()
