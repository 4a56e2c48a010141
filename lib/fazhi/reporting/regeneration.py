"""An edition with new tables → its notebooks, figures and web report, of which only what is due is made again."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from fazhi import sealed, store
from fazhi.corpus import Corpus
from fazhi.differences import Differences, differences
from fazhi.errors import FazhiError
from fazhi.reporting import freshness, notebooks
from fazhi.reporting.notebooks import Outcome, Run

NOT_ASKED = "not run this time"
_MADE_FROM = "made_from.json"  # in the web report: what it was written from, and the hash of each page


def regenerate(
    stage: Path,
    out: Path,
    jobs: int,
    done: Callable[[Outcome], None] = lambda outcome: None,
    *,
    only: Sequence[str] = (),
    regions: Sequence[str] = (),
    lang: str = "zh",
    since: Path | None = None,
    **choices,
) -> list[Outcome]:
    """Bring notebooks, figures and web report of an edition up to date with its tables.

    Parameters
    ----------
    stage : Path
        The folder where the edition is prepared: its tables are new, the rest is from the last edition.
    out : Path
        The folder where it will be published; executed notebooks refer to it.
    jobs : int
        Number of kernels at a time.
    done : callable
        Called with the outcome of each run.
    since : Path, optional
        Tables or folder of an earlier run to compare with; None = the last edition.
    only, regions, lang, **choices
        As for `notebooks.plan`. Notebooks not selected keep their output, marked as stale if it is out of date. The
        output of regions that no longer exist is removed.

    Returns
    -------
    list of Outcome
        In the order of ``notebooks/runs.yml``, with paths in `out`.
    """
    tables = Corpus(stage / "tables")
    asked, others = _plans(stage, tables, only=only, regions=regions, lang=lang, **choices)
    records = freshness.read_records(stage / "notebooks")
    freshness.remove_altered_tables(stage, records)
    _remove_others(stage, [run.name for run in (*asked, *others)])
    outcomes = notebooks.execute(asked, jobs, done, due=lambda run: _why(run, tables, records))
    notebooks.relocate(outcomes, stage, out)
    outcomes += [_as_it_is(run, tables, records) for run in others]
    order = list(notebooks.entries())
    outcomes.sort(key=lambda outcome: (order.index(outcome.run.entry), outcome.run.name))
    records = {outcome.run.name: _record(outcome, tables, records) for outcome in outcomes}
    freshness.write_records(stage / "notebooks", records)
    _write_site(stage, tables, outcomes, lang, records, former=since or out)
    return [_published(outcome, stage, out) for outcome in outcomes]


def due(stage: Path, **choices) -> dict[str, str]:
    """Return why each run is due, ``""`` = it is up to date, without running anything.

    Parameters
    ----------
    stage : Path
        The folder where the edition is prepared.
    **choices
        As for `regenerate`.
    """
    tables = Corpus(stage / "tables")
    asked, _ = _plans(stage, tables, **choices)
    records = freshness.read_records(stage / "notebooks")
    freshness.remove_altered_tables(stage, records)
    found: dict[str, str] = {}
    for run in (run for stage in notebooks.stages(asked) for run in stage):
        waiting = f"it uses the results of {run.after}, which is due" if found.get(run.after) else ""
        found[run.name] = _why(run, tables, records) or waiting
    return {run.name: found[run.name] for run in asked}


def _plans(stage: Path, tables: Corpus, *, only=(), regions=(), **choices) -> tuple[list[Run], list[Run]]:
    """Return the selected runs, and the others that have an output."""
    places = tables.reports, stage / "tables", stage / "notebooks", stage / "figures"
    asked = notebooks.plan(*places, only=only, regions=regions, **choices)
    names = {run.name for run in asked}
    every = notebooks.plan(*places, lang=choices.get("lang", "zh"))
    return asked, [run for run in every if run.name not in names and run.output.exists()]


def _why(run: Run, tables: Corpus, records: dict) -> str:
    if freshness.lacks_tables(run.notebook, tables):
        return "the tables that it writes do not exist"
    now = freshness.ingredients(run.notebook, run.parameters, tables, reads=_reads(run))
    due = freshness.reason(now, records.get(run.name), run.output)
    return due or freshness.altered(records[run.name]["wrote"], _wrote(run))


def _wrote(run: Run) -> dict[str, str]:
    output = run.output.resolve()  # as the folder of figures is
    return freshness.files_written(run.notebook, output, run.figures, output.parents[1])


def _reads(run: Run) -> list[str]:
    """Return the tables written by the runs before this one, whose results it uses."""
    entries, entry, found = notebooks.entries(), run.after, []
    while entry:
        found += freshness.written(run.notebook.with_name(entries[entry]["notebook"]))
        entry = entries[entry].get("after", "")
    return found


def _as_it_is(run: Run, tables: Corpus, records: dict) -> Outcome:
    """Return the outcome of a run that was not selected."""
    why = _why(run, tables, records)
    error = records.get(run.name, {}).get("error", "")
    return Outcome(run, error, f"{NOT_ASKED}; {why}" if why else "", ran=False)


def _record(outcome: Outcome, tables: Corpus, records: dict) -> dict:
    """Return the record of a run for the next time."""
    if not outcome.ran:
        return records.get(outcome.run.name, {"ingredients": {}, "error": "", "wrote": {}})
    run = outcome.run
    now = freshness.ingredients(run.notebook, run.parameters, tables, reads=_reads(run))
    return {
        "ingredients": now,
        "error": outcome.error,
        "stale": outcome.stale,
        "wrote": _wrote(run),
    }


def _remove_others(stage: Path, names: Sequence[str]) -> None:
    """Remove the output of runs that no longer exist, because a region is gone or an entry was renamed."""
    for file in (stage / "notebooks").glob("*.ipynb"):
        if file.stem not in names:
            file.unlink()
            file.with_suffix(".traceback.txt").unlink(missing_ok=True)
    for folder in (stage / "figures").glob("*"):
        if folder.name not in names:
            shutil.rmtree(folder)


def _write_site(
    stage: Path, tables: Corpus, outcomes: Sequence[Outcome], lang: str, records: dict, *, former: Path
) -> None:
    """Write the web report, unless the one that exists was made from the same tables, outcomes and code."""
    told = [[outcome.run.name, outcome.error, outcome.stale] for outcome in outcomes]
    made_of = {name: record["ingredients"] for name, record in records.items()}
    origin = store.key(tables.manifest, made_of, told, lang, store.code_hash("reporting", "differences.py"))
    site = stage / "site"
    if any(outcome.ran for outcome in outcomes) or not _is_made_from(origin, site):
        from fazhi.reporting.site import report

        found = _since(former, tables)
        report.write(tables, outcomes, stage / "figures", site, lang, since=found)
        summary = json.dumps(found.summary if found else {}, indent=1, sort_keys=True) + "\n"
        (site / "changes.json").write_text(summary, "utf-8")
        sealed.write(site / _MADE_FROM, {"origin": origin, "files": freshness.hashes(site)})


def _is_made_from(origin: str, site: Path) -> bool:
    """Return whether the web report was written from these things, and no file of it has been changed since."""
    try:
        told = sealed.read(site / _MADE_FROM)
    except FazhiError:
        return False
    return told["origin"] == origin and told["files"] == freshness.hashes(site, but=_MADE_FROM)


def _since(former: Path, tables: Corpus) -> Differences | None:
    """Compare with an earlier run; None if there is none, or this version can no longer read it."""
    try:
        return differences(Corpus(former), tables)
    except FazhiError:
        return None


def _published(outcome: Outcome, stage: Path, out: Path) -> Outcome:
    output = out / outcome.run.output.relative_to(stage)
    return replace(outcome, run=replace(outcome.run, output=output))
