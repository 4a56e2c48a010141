"""A folder of reports → tables on disk."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import version
from io import StringIO
from pathlib import Path

import pandas as pd
from joblib import Parallel, delayed

from fazhi import catalog, paths
from fazhi.errors import FazhiError, NotAReport, UnreadableFile, Unresolved
from fazhi.measuring import checks, corrections, indicators, quantities, themes, words
from fazhi.reading import files, likeness, metadata, outline
from fazhi.reading.encodings import decode
from fazhi.reading.places import Gazetteer
from fazhi.tables import COLUMNS, ISSUER_PREFERENCE, typed, validated

SIDECARS = {
    "reports.csv": ["file"],
    "regions.csv": ["code", "name", "parent"],
    "corrections.csv": ["report", "line", "start", "field", "value"],
}
ENGINES = ["cnloc", "jieba", "pandas", "pyarrow", "rjieba", "scikit-learn"]


@dataclass(frozen=True)
class Reading:
    """One file as read: its ledger row, and its report and segments unless it was left out."""

    ledger: dict
    report: dict = field(default_factory=dict)
    segments: pd.DataFrame = field(default_factory=pd.DataFrame)
    unreadable: bool = False


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
    known = catalog.load()
    wanted = corrections.check(read_sidecar(folder, "corrections.csv"), known.indicators["id"], known.themes["id"])
    readings = survey(folder, jobs=jobs, done=done)
    measured = _in_parallel(_measure, [(r.report, r.segments) for r in readings if r.report], jobs)
    tables, uncorrected = _join(readings, list(measured), wanted)
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


def survey(folder: Path, *, jobs: int = 1, done: Callable[[str], None] = lambda file: None) -> list[Reading]:
    """Read every file of a folder as far as its region, year and segments; nothing is written.

    Returns
    -------
    list of Reading
        In the order of the files' names. Of texts that are the same within one region and year one is kept.
    """
    names = _list_files(folder)
    sidecar = read_sidecar(folder, "reports.csv")
    told = sidecar.set_index("file").to_dict("index") if len(sidecar) else {}
    readings = []
    for reading in _in_parallel(_read, [(folder, name, told.get(name, {})) for name in names], jobs):
        readings.append(reading)
        done(reading.ledger["file"])
    return _keep_one_edition(readings)


def read_sidecar(folder: Path, name: str) -> pd.DataFrame:
    """Read a sidecar of a corpus folder; an empty frame with its columns when there is none."""
    file = folder / name
    if not file.exists():
        return pd.DataFrame(columns=SIDECARS[name], dtype=str)
    table = read_cells(file)
    missing = [column for column in SIDECARS[name] if column not in table]
    if missing:
        raise FazhiError(f"{file.name}: no column {missing[0]!r}; it has {', '.join(table.columns)}")
    return table


def read_cells(file: Path) -> pd.DataFrame:
    """Read a CSV that a person wrote, in any Chinese encoding, as cells of text; the index counts its rows from 0."""
    try:
        text, _ = decode(file.read_bytes())
        table = pd.read_csv(StringIO(text), dtype=str, keep_default_na=False, skip_blank_lines=False).fillna("")
    except (UnreadableFile, ValueError) as error:
        raise UnreadableFile(f"{file.name}: {error}; save it as a CSV in UTF-8") from error
    return table[(table != "").any(axis=1)]


def _list_files(folder: Path) -> list[str]:
    if not folder.is_dir():
        raise FazhiError(f"{folder} is no folder; give the folder that the reports were saved to")
    files_found = [path for path in folder.rglob("*") if not path.is_dir()]
    names = sorted(path.relative_to(folder).as_posix() for path in files_found if not path.name.startswith("."))
    names = [name for name in names if name not in SIDECARS and Path(name).name != "README.md"]
    if not names:
        raise FazhiError(f"{folder} holds no file to read; put the reports there (txt, html, docx or pdf)")
    return names


def _read(folder: Path, name: str, sidecar: dict) -> Reading:
    ledger = {"file": _legible(name), "sha256": "", "status": "excluded", "reason": "", "report_id": ""}
    try:
        source = files.read(folder / name)
        ledger["sha256"] = source.sha256
        segments = outline.outline(source.lines)
        facts = metadata.metadata(segments, _gazetteer(folder), sidecar)
    except UnreadableFile as error:
        return Reading({**ledger, "reason": str(error)}, unreadable=True)
    except (NotAReport, Unresolved) as error:
        return Reading({**ledger, "reason": str(error)})
    text = "\n".join(source.lines)
    report = {
        **facts,
        "report_id": f"{facts['region_code']}-{facts['year']}-{hashlib.sha256(text.encode()).hexdigest()[:4]}",
        "file": ledger["file"],
        "format": source.format,
        "encoding": source.encoding,
        "sha256": source.sha256,
        "n_chars": int(segments.loc[segments["role"] != "cruft", "raw"].str.len().sum()),
        "n_segments": len(segments),
        "warnings": "; ".join([*source.warnings, *facts["warnings"]]),
    }
    segments = segments.assign(report_id=report["report_id"])
    segments["segment_id"] = _ids(segments, "s")
    return Reading({**ledger, "status": "included", "report_id": report["report_id"]}, report, segments)


def _legible(name: str) -> str:
    """Return a file's name as text, also where an archive left its bytes in GBK."""
    raw = os.fsencode(name)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("gb18030", "replace")


@cache
def _gazetteer(folder: Path) -> Gazetteer:
    return Gazetteer(read_sidecar(folder, "regions.csv"))


def _keep_one_edition(readings: list[Reading]) -> list[Reading]:
    """Leave out the same text twice within one region and year, and say of other company that it is there."""
    groups: dict[tuple, list[Reading]] = {}
    for reading in readings:
        if reading.report:
            groups.setdefault(tuple(reading.report[key] for key in ("region_code", "region", "year")), []).append(
                reading
            )
    judged = {}
    for group in groups.values():
        judged |= {reading.ledger["file"]: reading for reading in _judge_editions(group)}
    return [judged.get(reading.ledger["file"], reading) for reading in readings]


def _judge_editions(group: list[Reading]) -> list[Reading]:
    kept: list[Reading] = []
    out: list[Reading] = []
    for reading in sorted(group, key=_edition_rank):
        twin = next((k for k in kept if likeness.same_text(_text(k), _text(reading))), None)
        if twin is None:
            company = f"further report of this region and year beside {kept[0].ledger['file']}" if kept else ""
            kept.append(Reading({**reading.ledger, "reason": company}, reading.report, reading.segments))
        else:
            reason = f"same text as {twin.ledger['file']}, which was kept"
            out.append(Reading({**reading.ledger, "status": "excluded", "reason": reason, "report_id": ""}))
    return kept + out


def _edition_rank(reading: Reading) -> tuple:
    """Order the reports of a region and year: whole governments first, then the longest text, then by name."""
    preference = ISSUER_PREFERENCE.index(reading.report["issuer_type"])
    return preference, -reading.report["n_chars"], reading.ledger["file"]


def _text(reading: Reading) -> str:
    return "\n".join(reading.segments.loc[reading.segments["role"] != "cruft", "raw"])


def _measure(report: dict, segments: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Count everything of one report that needs no other report."""
    measured = catalog.load()
    numbers = quantities.quantities(segments, report["year"]).assign(report_id=report["report_id"])
    numbers["quantity_id"] = _ids(numbers, "q")
    statements = outline.problems(segments).assign(report_id=report["report_id"])
    statements["problem_id"] = [f"{report['report_id']}/p{n}" for n in statements["n"]]
    return {
        "quantities": indicators.match(numbers, segments, measured.indicators),
        "problems": statements,
        "problem_themes": themes.code(statements, measured.themes),
        "words": words.words(segments, _tokenizer(), measured.stopwords),
    }


@cache
def _tokenizer() -> words.Tokenizer:
    return words.Tokenizer(catalog.load().terms["term"])


def _ids(rows: pd.DataFrame, letter: str) -> list[str]:
    places = zip(rows["report_id"], rows["line"], rows["start"], strict=True)
    return [f"{report}/{letter}{line}.{start}" for report, line, start in places]


def _join(
    readings: list[Reading], measured: list[dict[str, pd.DataFrame]], wanted: pd.DataFrame
) -> tuple[dict[str, pd.DataFrame], list[str]]:
    """Put the reports' parts together, correct them, and derive the tables that need all of them.

    Returns the tables, and a sentence for each correction that fits nothing.
    """
    known = catalog.load()
    ledger = typed("ledger", [reading.ledger for reading in readings])
    included = [reading for reading in readings if reading.report]
    if not included:
        tables = {name: typed(name, []) for name in COLUMNS if not name.startswith("topic")}
        return tables | {"ledger": ledger}, [f"{row.report}: no report is included" for row in wanted.itertuples()]
    parts = {
        name: _concat(part[name] for part in measured) for name in ("quantities", "problems", "problem_themes", "words")
    }
    reports = pd.DataFrame([reading.report for reading in included])
    ready = {name: parts[name] for name in ("quantities", "problems", "problem_themes")}
    parts["quantities"], parts["problem_themes"], uncorrected = corrections.apply(wanted, reports, **ready)
    tables = {name: typed(name, part) for name, part in parts.items()}
    tables["segments"] = typed("segments", _concat(reading.segments for reading in included))
    for name in ("quantities", "problems"):
        sizes = tables[name].groupby("report_id").size()
        reports[f"n_{name}"] = [int(sizes.get(report["report_id"], 0)) for report in (r.report for r in included)]
    tables["reports"] = typed("reports", reports)
    tables["indicators"] = typed(
        "indicators", indicators.indicators(tables["quantities"], tables["reports"], known.indicators)
    )
    tables["ratios"] = typed("ratios", indicators.ratios(tables["indicators"], tables["quantities"], known.ratios))
    tables["disclosure"] = typed(
        "disclosure",
        indicators.disclosure(tables["indicators"], tables["quantities"], tables["reports"], known.indicators),
    )
    tables["checks"] = typed(
        "checks", checks.checks(parts["quantities"], tables["indicators"], tables["ratios"], known)
    )
    return tables | {"ledger": ledger}, uncorrected


def _concat(frames: Iterable[pd.DataFrame]) -> pd.DataFrame:
    frames = list(frames)
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame()


def _in_parallel(function: Callable, arguments: Sequence[tuple], jobs: int):
    """Call a function for each tuple of arguments, in order; no more processes than are worth their start."""
    jobs = max(1, min(jobs, len(arguments) // 4))
    return Parallel(n_jobs=jobs, return_as="generator")(delayed(function)(*args) for args in arguments)


def _manifest(folder: Path, ledger: pd.DataFrame) -> dict:
    known = catalog.load()
    return {
        "version": version("fazhi"),
        "sample": paths.is_sample(folder),
        "reports": folder.resolve().name,
        "inputs": dict(zip(ledger["file"], ledger["sha256"], strict=True)),
        "sidecars": {name: _hash(folder / name) for name in SIDECARS if (folder / name).exists()},
        "catalogue": known.hash,
        "vocabulary": words.vocabulary_hash(known.terms["term"], known.stopwords),
        "packages": {name: version(name) for name in ENGINES},
    }


def _hash(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()
