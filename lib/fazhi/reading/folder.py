"""A folder of reports → each file as read, with its ledger row; nothing is written."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

import pandas as pd
from joblib import Parallel, delayed

from fazhi.errors import FazhiError, NotAReport, UnreadableFile, Unresolved
from fazhi.reading import duplicates
from fazhi.reading.formats import files
from fazhi.reading.metadata import record
from fazhi.reading.metadata.gazetteer import Gazetteer
from fazhi.reading.metadata.sidecars import SIDECARS, sidecar
from fazhi.reading.structure import outline
from fazhi.schema import ISSUER_PREFERENCE


@dataclass(frozen=True)
class Reading:
    """One file as read: its ledger row, and its report and segments unless it was left out."""

    ledger: dict
    report: dict = field(default_factory=dict)
    segments: pd.DataFrame = field(default_factory=pd.DataFrame)
    evidence: list[dict] = field(default_factory=list)
    unreadable: bool = False
    unresolved: bool = False


def survey(folder: Path, *, jobs: int = 1, done: Callable[[str], None] = lambda file: None) -> list[Reading]:
    """Read every file of a folder as far as its region, year and segments; nothing is written.

    Returns
    -------
    list of Reading
        In the order of the files' names. Of texts that are the same within one region and year one is kept.
    """
    names = _list_files(folder)
    rows = sidecar(folder, "reports.csv")
    told = rows.set_index("file").to_dict("index") if len(rows) else {}
    readings = []
    for reading in in_parallel(_read, [(folder, name, told.get(name, {})) for name in names], jobs):
        readings.append(reading)
        done(reading.ledger["file"])
    return _keep_one_edition(readings)


def in_parallel(function: Callable, arguments: Sequence[tuple], jobs: int):
    """Call a function for each tuple of arguments, in order; no more processes than are worth their start."""
    jobs = max(1, min(jobs, len(arguments) // 4))
    return Parallel(n_jobs=jobs, return_as="generator")(delayed(function)(*args) for args in arguments)


def ids(rows: pd.DataFrame, letter: str) -> list[str]:
    """Return the id of each row: its report, a letter, line.start."""
    places = zip(rows["report_id"], rows["line"], rows["start"], strict=True)
    return [f"{report}/{letter}{line}.{start}" for report, line, start in places]


def _list_files(folder: Path) -> list[str]:
    if not folder.is_dir():
        raise FazhiError(f"{folder} is no folder; give the folder that the reports were saved to")
    files_found = [path for path in folder.rglob("*") if not path.is_dir()]
    names = sorted(path.relative_to(folder).as_posix() for path in files_found if not path.name.startswith("."))
    names = [name for name in names if name not in (*SIDECARS, "reports.draft.csv") and Path(name).name != "README.md"]
    if not names:
        raise FazhiError(f"{folder} holds no file to read; put the reports there (txt, html, docx or pdf)")
    return names


def _read(folder: Path, name: str, told: dict) -> Reading:
    ledger = {"file": _legible(name), "sha256": "", "status": "excluded", "reason": "", "report_id": ""}
    try:
        source = files.read(folder / name)
        ledger["sha256"] = source.sha256
        segments = outline.outline(source.lines)
        facts = record.metadata(segments, _gazetteer(folder), told)
    except UnreadableFile as error:
        return Reading({**ledger, "reason": str(error)}, unreadable=True)
    except (NotAReport, Unresolved) as error:
        return Reading({**ledger, "reason": str(error)}, unresolved=isinstance(error, Unresolved))
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
    evidence = [{"report_id": report["report_id"], **row} for row in report.pop("evidence")]
    segments = segments.assign(report_id=report["report_id"])
    segments["segment_id"] = ids(segments, "s")
    return Reading({**ledger, "status": "included", "report_id": report["report_id"]}, report, segments, evidence)


def _legible(name: str) -> str:
    """Return a file's name as text, also where an archive left its bytes in GBK."""
    raw = os.fsencode(name)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("gb18030", "replace")


@cache
def _gazetteer(folder: Path) -> Gazetteer:
    return Gazetteer(sidecar(folder, "regions.csv"))


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
        twin = next((k for k in kept if duplicates.same_text(_text(k), _text(reading))), None)
        if twin is None:
            company = f"further report of this region and year beside {kept[0].ledger['file']}" if kept else ""
            kept.append(replace(reading, ledger={**reading.ledger, "reason": company}))
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
