"""A folder of reports → each file as read, with its ledger row; nothing is written."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

import pyarrow as pa

from fazhi import catalog, paths, store
from fazhi.errors import CatalogError, NotAReport, Unavailable, UnreadableFile, Unresolved
from fazhi.long_texts import MAX_SEGMENT
from fazhi.reading import duplicates
from fazhi.reading.listing import list_files, shown_names
from fazhi.reading.metadata.sidecars import own_regions, told_of_files
from fazhi.schema import ISSUER_PREFERENCE

# What the result of reading depends on: our own code and the catalogue, except files used only to measure or chart.
_CODE = ["reading", "long_texts.py", "catalog.py", "csv_rows.py", "errors.py", "lexicon.py", "normalization.py"]
_CODE += ["columns.py", "schema.py", "store.py"]
_NOT_READ = {*(f"{name}.csv" for name in catalog.REQUIRED), "stopwords.txt"}
_SHORTEST = 4  # hex digits of the text's hash at the end of a report's id


@dataclass(frozen=True)
class Reading:
    """One file as read.

    Attributes
    ----------
    ledger : dict
        The file's row in the ledger.
    report, table : dict, pyarrow.Table
        Its row in `reports` and its segments, empty if the file was left out.
    unreadable : bool
        Whether no text could be read from the file.
    lasting : bool
        Whether another run would read the file the same way; false if it could not be read just now.
    key : str
        The hash of everything this was read from, ``""`` if the file could not be opened.
    """

    ledger: dict
    report: dict = field(default_factory=dict)
    table: pa.Table = field(default_factory=lambda: pa.table({}))
    evidence: list[dict] = field(default_factory=list)
    unreadable: bool = False
    unresolved: bool = False
    lasting: bool = True
    key: str = ""

    @property
    def segments(self) -> list[dict]:
        """The rows for the table `segments`."""
        report_id = self.report["report_id"]
        return [
            row | {"report_id": report_id, "segment_id": f"{report_id}/s{row['line']}.{row['start']}"}
            for row in self.table.to_pylist()
        ]

    @property
    def evidence_rows(self) -> list[dict]:
        """The rows for the table `metadata_evidence`; empty if the file is left out."""
        return [{"report_id": self.report["report_id"], **row} for row in self.evidence] if self.report else []

    @property
    def text(self) -> str:
        """The text of the report, without the surrounding page."""
        segments = self.table.select(["raw", "role"]).to_pandas()
        return "\n".join(segments.loc[segments["role"] != "cruft", "raw"])


def survey(
    folder: Path,
    *,
    jobs: int = 1,
    done: Callable[[str, int], None] = lambda file, of: None,
    kept: store.Store = store.NOTHING_KEPT,
) -> list[Reading]:
    """Read the region, year and segments of every file in a folder; only `kept` is written to.

    Parameters
    ----------
    folder : Path
        The reports, with or without sidecars.
    jobs : int
        Number of worker processes.
    done : callable
        Called with the name of each finished file, and the number of files.
    kept : Store
        Cache of earlier readings.

    Returns
    -------
    list of Reading
        Sorted by file name. Of identical texts for one region and year, one is kept.
    """
    names = shown_names(list_files(folder))
    told, missing = told_of_files(folder, names.values())
    regions = store.file_hash(folder / "regions.csv")
    _gazetteer(folder, regions)  # a wrong regions.csv is refused before anything is read
    arguments = [(folder, name, shown, told.get(shown, {}), regions) for name, shown in names.items()]
    hashes = [store.file_hash(folder / name) for name in names]
    how = recipe()
    keys = [
        content and store.key(how, regions, shown, content, about)
        for (_, _, shown, about, _), content in zip(arguments, hashes, strict=True)
    ]
    readings = []
    for key, parts in zip(keys, store.remembered(kept, _read, arguments, keys, jobs), strict=True):
        table = parts.tables.get("segments", pa.table({}))
        readings.append(Reading(**parts.facts, table=table, lasting=parts.lasting, key=key))
        done(readings[-1].ledger["file"], len(names))
    readings += [Reading(_left_out(file, reason), unreadable=True) for file, reason in missing.items()]
    return _with_ids(_keep_one_edition(readings))


def recipe() -> str:
    """Return the hash of everything that decides how a file is read, apart from the file and the sidecars."""
    files_read = sorted(file for file in paths.CATALOG.iterdir() if file.name not in _NOT_READ)
    words = {file.name: store.file_hash(file) for file in files_read}
    return store.key(store.code_hash(*_CODE), store.engines(), words)


def _left_out(file: str, reason: str = "") -> dict:
    return {"file": file, "sha256": "", "status": "excluded", "reason": reason, "report_id": ""}


def _read(folder: Path, name: str, shown: str, told: dict, regions: str) -> store.Parts:
    """Read one file into the parts of a `Reading`; its id is set later, when all files are known."""
    from fazhi.reading.formats import files  # imported only for files not in the cache: it takes a second
    from fazhi.reading.metadata import record
    from fazhi.reading.structure import outline

    ledger = _left_out(shown)
    try:
        source = files.read(folder / name)
        ledger["sha256"] = source.sha256
        segments = outline.outline(source.lines)
        facts = record.metadata(segments, _gazetteer(folder, regions), told)
    except UnreadableFile as error:
        lasting = not isinstance(error, Unavailable)
        return store.Parts({"ledger": {**ledger, "reason": str(error)}, "unreadable": True}, {}, lasting)
    except (NotAReport, Unresolved) as error:
        told = {"ledger": {**ledger, "reason": str(error)}, "unresolved": isinstance(error, Unresolved)}
        return store.Parts(told, {})
    except CatalogError:  # an error in regions.csv that shows only once the report's year is known
        raise
    except Exception as error:  # a report our own code fails on: go on with the others
        told = {"ledger": {**ledger, "reason": store.broken(error)}, "unreadable": True}
        return store.Parts(told, {}, lasting=False)
    evidence = facts.pop("evidence")
    report = {
        **facts,
        "file": ledger["file"],
        "format": source.format,
        "encoding": source.encoding,
        "sha256": source.sha256,
        "n_chars": int(segments.loc[segments["role"] != "cruft", "raw"].str.len().sum()),
        "n_segments": len(segments),
        "warnings": "; ".join([*source.warnings, *_long(source.lines), *facts["warnings"]]),
        "digest": hashlib.sha256("\n".join(source.lines).encode()).hexdigest(),
    }
    found = {"segments": pa.Table.from_pandas(segments, preserve_index=False)}
    return store.Parts({"ledger": {**ledger, "status": "included"}, "report": report, "evidence": evidence}, found)


def _long(lines: Sequence[str]) -> list[str]:
    """Name the lines that are read in stretches because they are too long."""
    long = [str(n) for n, line in enumerate(lines, start=1) if len(line) > MAX_SEGMENT]
    said = f"more than {MAX_SEGMENT:,} characters in one paragraph, which was read in parts: line {', '.join(long[:5])}"
    return [said + " …" * (len(long) > 5)] if long else []


@cache
def _gazetteer(folder: Path, regions: str):
    """Return the folder's gazetteer; `regions` is the hash of its regions.csv, which may change meanwhile."""
    from fazhi.reading.metadata.gazetteer import Gazetteer

    return Gazetteer(own_regions(folder))


def _keep_one_edition(readings: list[Reading]) -> list[Reading]:
    """Leave out repeated texts within one region and year; note in the ledger where a different one is kept too."""
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
        twin = next((k for k in kept if duplicates.same_text(k.text, reading.text)), None)
        if twin is None:
            company = f"another report for this region and year besides {kept[0].ledger['file']}" if kept else ""
            kept.append(replace(reading, ledger={**reading.ledger, "reason": company}))
        else:
            reason = f"same text as {twin.ledger['file']}, which was kept"
            out.append(Reading({**reading.ledger, "status": "excluded", "reason": reason}, key=reading.key))
    return kept + out


def _edition_rank(reading: Reading) -> tuple:
    """Sort key for the reports of a region and year: whole governments first, then the longest text, then by name."""
    preference = ISSUER_PREFERENCE.index(reading.report["issuer_type"])
    return preference, -reading.report["n_chars"], reading.ledger["file"]


def _with_ids(readings: list[Reading]) -> list[Reading]:
    """Give each report its id, region_code-year-xxxx, with more digits only if two reports share these four."""
    groups: dict[str, dict[str, str]] = {}
    for reading in readings:
        if reading.report:
            group = groups.setdefault("{region_code}-{year}".format(**reading.report), {})
            digest = reading.report["digest"]
            taken = digest in group.values()  # the same text for two townships of one county
            group[reading.ledger["file"]] = store.key(digest, reading.ledger["file"]) if taken else digest
    found = {file: f"{stem}-{digits}" for stem, group in groups.items() for file, digits in _shortened(group).items()}
    return [_identified(reading, found[reading.ledger["file"]]) if reading.report else reading for reading in readings]


def _shortened(digests: dict[str, str]) -> dict[str, str]:
    """Shorten each digest to the fewest first digits that distinguish it from the others."""
    found = {}
    for file, own in digests.items():
        others = [other for other in digests.values() if other != own]
        lengths = range(_SHORTEST, len(own) + 1)
        length = next(n for n in lengths if not any(other.startswith(own[:n]) for other in others))
        found[file] = own[:length]
    return found


def _identified(reading: Reading, report_id: str) -> Reading:
    report = {column: value for column, value in reading.report.items() if column != "digest"}
    return replace(
        reading,
        ledger={**reading.ledger, "report_id": report_id},
        report={**report, "report_id": report_id},
    )
