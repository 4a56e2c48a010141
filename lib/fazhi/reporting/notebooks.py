"""Notebooks and parameters → executed notebooks, each run with its own output paths; only what is due runs."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import yaml
from joblib import Parallel, delayed

from fazhi import paths, shown_reports
from fazhi.catalog import LANGUAGES
from fazhi.errors import UnknownName
from fazhi.reporting import jupyter, kernels
from fazhi.reporting.parameters import checked, defaults

_ADDRESS = re.compile(r"(?<=[\w)]) at 0x[0-9a-f]+(?=>)")  # as in <pandas.io.formats.style.Styler at 0x7f84da8577d0>

LONGEST_CELL = 12 * 3600
"""Seconds after which a cell is given up: longer than any corpus needs, so that a run that hangs ends and is told."""


@dataclass(frozen=True)
class Run:
    """One notebook with one set of parameters.

    Attributes
    ----------
    name : str
        The name in ``notebooks/runs.yml``, followed by the region's code if the notebook runs once per region.
    notebook, output : Path
        The notebook without outputs, and the path of its executed copy.
    parameters : dict
        Values for the notebook's cell tagged `parameters`; others keep their defaults.
    after : str
        The name of a run that has to be done before, ``""`` = none.
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
        """The folder that the notebook draws into."""
        return Path(self.parameters.get("figures", self.output.with_suffix("")))


@dataclass(frozen=True)
class Outcome:
    """The outcome of a run.

    Attributes
    ----------
    error : str
        The last line of its traceback, ``""`` if it succeeded.
    stale : str
        Why its output is from an earlier run, ``""`` if it is not.
    ran : bool
        Whether it ran this time.
    """

    run: Run
    error: str
    stale: str = ""
    ran: bool = True

    @property
    def traceback(self) -> Path:
        """The file with the traceback of a failed run."""
        return self.run.output.with_suffix(".traceback.txt")


def check(only: Sequence[str], lang: str, parameters: dict, notebooks: Path = paths.NOTEBOOKS) -> dict:
    """Refuse invalid names and parameters before the tables are built; raises as `plan`.

    Returns
    -------
    dict
        The parameters, each converted to the type of the notebooks' defaults.
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
    """Plan the runs of ``notebooks/runs.yml``; whatever is invalid is refused before a kernel starts.

    Parameters
    ----------
    reports : DataFrame
        The table `reports`, with the regions and years that exist.
    tables, out, figures : Path
        The folder of the tables, the folder for executed notebooks, and the folder for figures, in which each run has a
        folder of its own.
    only : sequence of str
        Names in ``runs.yml`` to keep; empty = all.
    regions, years : sequences
        Region codes and years to which every notebook is restricted; empty = all.
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
        For an unknown run, region, year, or parameter; names the nearest valid ones.
    FazhiError
        For an invalid value of a parameter; see `parameters.checked`.
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
    """Run notebooks, each after the one whose results it uses; if one fails, the others still run.

    Parameters
    ----------
    runs : sequence of Run
        As returned by `plan`.
    jobs : int
        Number of kernels at a time.
    done : callable
        Called with each outcome, to show progress.
    due : callable
        Returns why a run is due, ``""`` = its output is up to date. For a run that waits for another, it is called when
        that one is done.

    Returns
    -------
    list of Outcome
        In the order of `runs`. A run that fails keeps the output of its last success, if there is one, marked as stale.
    """
    outcomes = {}
    for stage in stages(runs):
        waiting = [run for run in stage if due(run)]
        outcomes |= {run.name: Outcome(run, "", ran=False) for run in stage if run not in waiting}
        for outcome in _in_parallel(waiting, jobs):
            outcomes[outcome.run.name] = outcome
            done(outcome)
    return [outcomes[run.name] for run in runs]


def stages(runs: Sequence[Run]) -> list[list[Run]]:
    """Group runs so that each waits only for runs of earlier groups."""
    after = {run.entry: run.after for run in runs}

    def depth(entry: str) -> int:
        return 1 + depth(after[entry]) if after.get(entry) else 0

    deep = [depth(run.entry) for run in runs]
    return [[run for run, at in zip(runs, deep, strict=True) if at == level] for level in sorted(set(deep))]


def _in_parallel(runs: Sequence[Run], jobs: int) -> Iterator[Outcome]:
    """Run notebooks in threads; the work is done by their kernels."""
    if not runs:
        return
    kernels.manager()
    jupyter.imported("papermill")
    parallel = Parallel(n_jobs=min(jobs, len(runs)), prefer="threads", return_as="generator_unordered")
    try:
        yield from parallel(delayed(_execute)(run) for run in runs)
    finally:
        kernels.end()


def _execute(run: Run) -> Outcome:
    """Run one notebook in place of its last output, which is restored if it fails."""
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
    return Outcome(run, outcome.error, "it failed when run again" if kept else "")


def _papermill(run: Run) -> Outcome:
    import papermill

    outcome = Outcome(run, "")
    try:
        papermill.execute_notebook(
            run.notebook,
            run.output,
            parameters=run.parameters,
            resources={"metadata": {"path": str(run.notebook.parent)}},  # the kernel's working directory, not ours
            kernel_manager_class=kernels.manager(),
            progress_bar=False,
            coalesce_streams=True,  # else what is printed is cut where it happens to arrive
            execution_timeout=LONGEST_CELL,
            request_save_on_cell_execute=False,  # it would be written twice a cell, with all its pictures
            extra_arguments=["--log-level=CRITICAL"],  # hides its report of the interrupt that stops it
        )
    except papermill.PapermillExecutionError as error:
        outcome.traceback.write_text(
            "\n".join([f"cell {error.exec_count} of {run.notebook.name}", *error.traceback]), "utf-8"
        )
        return Outcome(run, f"{error.ename}: {error.evalue}")
    except Exception as error:  # e.g. a kernel that died, or an invalid notebook: the other runs continue
        outcome.traceback.write_text(repr(error), "utf-8")
        return Outcome(run, repr(error))
    return outcome


def _tidy(executed: Path, lang: str) -> None:
    """Remove cells tagged with a language other than `lang` from an executed notebook; ``""`` = remove none.

    Cells are numbered, because papermill gives random ids to those it adds, and objects lose their addresses in memory:
    the same run should give the same page.
    """
    notebook = json.loads(executed.read_text("utf-8"))
    others = set(LANGUAGES) - {lang} if lang else set()
    notebook["cells"] = [cell for cell in notebook["cells"] if not others & set(cell["metadata"].get("tags", []))]
    for n, cell in enumerate(notebook["cells"], start=1):
        cell["id"] = f"cell-{n}"
    text = json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"
    executed.write_text(_ADDRESS.sub("", text), "utf-8")


def relocate(outcomes: Sequence[Outcome], prepared: Path, place: Path) -> None:
    """Replace paths of the folder `prepared` in executed notebooks by those of the folder `place`."""
    for outcome in outcomes:
        for file in (outcome.run.output, outcome.traceback):
            if outcome.ran and file.exists():
                text = file.read_text("utf-8")
                for before, after in zip(_spellings(prepared), _spellings(place), strict=True):
                    text = text.replace(before, after)
                file.write_text(text, "utf-8")


def _spellings(path: Path) -> list[str]:
    """Return the spellings of a path in notebooks and the code in them: in JSON, with or without escapes."""
    plain = [str(path), json.dumps(str(path))[1:-1]]
    return [json.dumps(spelling, ensure_ascii=False)[1:-1] for spelling in plain]


def _remove(place: Path) -> None:
    if place.is_dir():
        shutil.rmtree(place)
    else:
        place.unlink(missing_ok=True)


def entries(notebooks: Path = paths.NOTEBOOKS) -> dict[str, dict]:
    """Return the entries of ``notebooks/runs.yml`` by name, in its order."""
    return yaml.safe_load((notebooks / "runs.yml").read_text("utf-8"))


def _variants(entry: dict, reports: pd.DataFrame, regions: Sequence[str]) -> list[tuple[str, dict]]:
    """Return, for each run of an entry, the suffix of its name and its extra parameters."""
    if entry.get("for_each") != "region":
        return [("", {})]
    codes = sorted(set(reports["region_code"]) & set(regions or reports["region_code"]))
    return [(f"-{code}", {"region": code}) for code in codes]


def _refuse_unknown(kind: str, given, known) -> None:
    for name in given:
        if name not in known:
            raise UnknownName(kind, name, known)
