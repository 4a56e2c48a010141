"""Notebooks × parameters → executed notebooks, each run with output paths of its own; only what is due runs."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path

import pandas as pd
import yaml
from joblib import Parallel, delayed

from fazhi import paths, shown_reports
from fazhi.catalog import LANGUAGES
from fazhi.errors import UnknownName
from fazhi.reporting import kernels
from fazhi.reporting.parameters import checked, defaults


@dataclass(frozen=True)
class Run:
    """One notebook with one set of parameters.

    Attributes
    ----------
    name : str
        As in ``notebooks/runs.yml``, with the region's code where the notebook runs for each region.
    notebook, output : Path
        The notebook as committed, and where its executed copy goes.
    parameters : dict
        What the notebook's cell tagged `parameters` gets, besides its own defaults.
    after : str
        The name of the run that has to be done before, ``""`` for none.
    entry : str
        The name in ``notebooks/runs.yml``.
    """

    name: str
    notebook: Path
    output: Path
    parameters: dict
    after: str
    entry: str = ""

    @property
    def figures(self) -> Path:
        """Where the notebook draws."""
        return Path(self.parameters.get("figures", self.output.with_suffix("")))


@dataclass(frozen=True)
class Outcome:
    """What became of a run.

    Attributes
    ----------
    error : str
        ``""`` when it worked, else the last line of its traceback.
    stale : str
        Why the output there is an earlier one, ``""`` when it is not.
    ran : bool
        Whether it was run now.
    """

    run: Run
    error: str
    stale: str = ""
    ran: bool = True

    @property
    def traceback(self) -> Path:
        """Where the traceback of a failed run lies."""
        return self.run.output.with_suffix(".traceback.txt")


def check(only: Sequence[str], lang: str, parameters: dict, notebooks: Path = paths.NOTEBOOKS) -> dict:
    """Refuse what is wrong whatever the tables hold, before they are built; see `plan`.

    Returns
    -------
    dict
        The parameters, each of the kind that the notebooks' defaults have.
    """
    laid_down = entries(notebooks)
    _refuse_unknown("run", only, laid_down)
    _refuse_unknown("language", [lang], LANGUAGES)
    wanted = [entry for name, entry in laid_down.items() if not only or name in only]
    known: dict = {}
    for entry in wanted:
        known |= defaults(notebooks / entry["notebook"])
    _refuse_unknown("parameter", parameters, sorted(known))
    return {name: checked(name, value, known[name]) for name, value in parameters.items()}


def plan(
    reports: pd.DataFrame,
    tables: Path,
    out: Path,
    figures: Path,
    *,
    only: Sequence[str] = (),
    regions: Sequence[str] = (),
    years: Sequence[int] = (),
    lang: str = "zh",
    parameters: dict | None = None,
    notebooks: Path = paths.NOTEBOOKS,
) -> list[Run]:
    """Lay out the runs of ``notebooks/runs.yml``; whatever is wrong is found before a kernel starts.

    Parameters
    ----------
    reports : DataFrame
        The table `reports`: which regions and years there are.
    tables, out, figures : Path
        Folder of the tables, folder for executed notebooks, folder for the figures; each run draws into a
        folder of its own below `figures`.
    only : sequence of str
        Names of ``runs.yml`` to keep; none = all.
    regions, years : sequences
        Region codes and years to restrict every notebook to; none = all.
    lang : {"zh", "en"}
        Language of charts and headings.
    parameters : dict
        Further parameters; each goes to the notebooks that have it.

    Returns
    -------
    list of Run

    Raises
    ------
    UnknownName
        For a run, region, year, or parameter that does not exist; the nearest valid names are given.
    FazhiError
        For a parameter's value that it cannot have; see `parameters.checked`.
    """
    parameters = check(only, lang, parameters or {}, notebooks)
    laid_down = entries(notebooks)
    _refuse_unknown("region", regions, sorted(set(reports["region_code"])))
    _refuse_unknown("year", years, sorted(set(reports["year"])))
    shown_reports.chosen(reports, parameters.get("regions"), parameters.get("years"))
    laid_down = {name: entry for name, entry in laid_down.items() if not only or name in only}
    known = {name: defaults(notebooks / entry["notebook"]) for name, entry in laid_down.items()}
    common = {"regions": list(regions), "years": list(years), "lang": lang, **parameters}
    runs = []
    for name, entry in laid_down.items():
        chosen = {key: value for key, value in common.items() if key in known[name]}
        for suffix, extra in _variants(entry, reports, regions):
            runs.append(
                Run(
                    name=name + suffix,
                    notebook=notebooks / entry["notebook"],
                    output=out / f"{name}{suffix}.ipynb",
                    parameters={"tables": str(tables.resolve()), "figures": str((figures / (name + suffix)).resolve())}
                    | chosen
                    | extra,
                    after=entry.get("after", ""),
                    entry=name,
                )
            )
    return runs


def execute(
    runs: Sequence[Run],
    jobs: int,
    done: Callable[[Outcome], None] = lambda outcome: None,
    due: Callable[[Run], str] = lambda run: "asked for",
) -> list[Outcome]:
    """Run notebooks, those that wait for others last, and go on past the ones that fail.

    Parameters
    ----------
    runs : sequence of Run
        As laid out by `plan`.
    jobs : int
        How many kernels at a time.
    done : callable
        Told of each outcome as it comes, for showing progress.
    due : callable
        Says why a run has to be done, ``""`` = its output is up to date; asked of a run that waits for another one only
        when that is done.

    Returns
    -------
    list of Outcome
        In the order of `runs`. A run that fails keeps the output of its last success, if there is one, as stale.
    """
    outcomes = {}
    for stage in ([run for run in runs if not run.after], [run for run in runs if run.after]):
        waiting = [run for run in stage if due(run)]
        outcomes |= {run.name: Outcome(run, "", ran=False) for run in stage if run not in waiting}
        for outcome in _in_parallel(waiting, jobs):
            outcomes[outcome.run.name] = outcome
            done(outcome)
    return [outcomes[run.name] for run in runs]


def _in_parallel(runs: Sequence[Run], jobs: int) -> Iterator[Outcome]:
    """Run notebooks from threads: the work is done by their kernels."""
    if not runs:
        return
    kernels.manager()
    _import_papermill()
    parallel = Parallel(n_jobs=min(jobs, len(runs)), prefer="threads", return_as="generator_unordered")
    try:
        yield from parallel(delayed(_execute)(run) for run in runs)
    finally:
        kernels.end()


def _execute(run: Run) -> Outcome:
    """Run one notebook in the place of its last output, which comes back when it fails."""
    last = [(place, place.with_name(f".last-{place.name}")) for place in (run.output, run.figures)]
    run.output.parent.mkdir(parents=True, exist_ok=True)
    Outcome(run, "").traceback.unlink(missing_ok=True)
    for place, aside in last:
        if place.exists():
            os.rename(place, aside)
    outcome = _papermill(run)
    if run.output.exists():
        _tidy(run.output, run.parameters.get("lang", ""))
    kept = bool(outcome.error) and run.output.with_name(f".last-{run.output.name}").exists()
    for place, aside in last:
        if kept:
            _remove(place)
            if aside.exists():
                os.rename(aside, place)
        _remove(aside)
    return Outcome(run, outcome.error, "it failed when it ran again" if kept else "")


@cache
def _import_papermill() -> None:
    """Import papermill without a grammar of addresses in all scripts: building it takes most of the time."""
    grammar = "rfc3987_syntax"  # which jsonschema imports where it is there; notebooks' metadata hold no addresses
    sys.modules.setdefault(grammar, None)
    try:
        import_module("papermill")
    finally:
        if sys.modules[grammar] is None:
            del sys.modules[grammar]


def _papermill(run: Run) -> Outcome:
    import papermill

    outcome = Outcome(run, "")
    try:
        papermill.execute_notebook(
            run.notebook,
            run.output,
            parameters=run.parameters,
            resources={"metadata": {"path": str(run.notebook.parent)}},  # where the kernel runs; ours stays here
            kernel_manager_class=kernels.manager(),
            progress_bar=False,
            extra_arguments=["--log-level=ERROR"],  # the kernel's own remarks are no news to a researcher
        )
    except papermill.PapermillExecutionError as error:
        outcome.traceback.write_text(
            "\n".join([f"cell {error.exec_count} of {run.notebook.name}", *error.traceback]), "utf-8"
        )
        return Outcome(run, f"{error.ename}: {error.evalue}")
    except Exception as error:  # a kernel that died, a notebook that is no notebook: the other runs go on
        outcome.traceback.write_text(repr(error), "utf-8")
        return Outcome(run, repr(error))
    return outcome


def _tidy(executed: Path, lang: str) -> None:
    """Leave out of an executed notebook the cells that are tagged with another language than `lang`, ``""`` = none.

    Cells are numbered: papermill gives those that it adds an id by chance, and the same run is to give the same page.
    """
    notebook = json.loads(executed.read_text("utf-8"))
    others = set(LANGUAGES) - {lang} if lang else set()
    notebook["cells"] = [cell for cell in notebook["cells"] if not others & set(cell["metadata"].get("tags", []))]
    for n, cell in enumerate(notebook["cells"], start=1):
        cell["id"] = f"cell-{n}"
    executed.write_text(json.dumps(notebook, ensure_ascii=False, indent=1) + "\n", "utf-8")


def relocate(outcomes: Sequence[Outcome], prepared: Path, place: Path) -> None:
    """Name in executed notebooks the place where things will lie, not the one where they were prepared."""
    for outcome in outcomes:
        for file in (outcome.run.output, outcome.traceback):
            if outcome.ran and file.exists():
                text = file.read_text("utf-8")
                for before, after in zip(_spellings(prepared), _spellings(place), strict=True):
                    text = text.replace(before, after)
                file.write_text(text, "utf-8")


def _spellings(path: Path) -> list[str]:
    """Return a path as notebooks and the code in them spell it: in JSON, with or without escapes."""
    plain = [str(path), json.dumps(str(path))[1:-1]]
    return [json.dumps(spelling, ensure_ascii=False)[1:-1] for spelling in plain]


def _remove(place: Path) -> None:
    if place.is_dir():
        shutil.rmtree(place)
    else:
        place.unlink(missing_ok=True)


def entries(notebooks: Path = paths.NOTEBOOKS) -> dict[str, dict]:
    """Return what ``notebooks/runs.yml`` says, by the names of its runs, in its order."""
    return yaml.safe_load((notebooks / "runs.yml").read_text("utf-8"))


def _variants(entry: dict, reports: pd.DataFrame, regions: Sequence[str]) -> list[tuple[str, dict]]:
    """Return the name's suffix and the extra parameters of each run of an entry."""
    if entry.get("for_each") != "region":
        return [("", {})]
    codes = sorted(set(reports["region_code"]) & set(regions or reports["region_code"]))
    return [(f"-{code}", {"region": code}) for code in codes]


def _refuse_unknown(kind: str, given, known) -> None:
    for name in given:
        if name not in known:
            raise UnknownName(kind, name, known)
