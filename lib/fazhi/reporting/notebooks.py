"""Notebooks × parameters → executed notebooks, each run with output paths of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import yaml
from joblib import Parallel, delayed

from fazhi import paths
from fazhi.catalog import LANGUAGES
from fazhi.errors import UnknownName


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
    """

    name: str
    notebook: Path
    output: Path
    parameters: dict
    after: str


@dataclass(frozen=True)
class Outcome:
    """What became of a run: `error` is ``""`` when it worked, else the last line of its traceback."""

    run: Run
    error: str

    @property
    def traceback(self) -> Path:
        """Where the traceback of a failed run lies."""
        return self.run.output.with_suffix(".traceback.txt")


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
    """
    entries = yaml.safe_load((notebooks / "runs.yml").read_text("utf-8"))
    _refuse_unknown("run", only, entries)
    _refuse_unknown("language", [lang], LANGUAGES)
    _refuse_unknown("region", regions, sorted(set(reports["region_code"])))
    _refuse_unknown("year", years, sorted(set(reports["year"])))
    entries = {name: entry for name, entry in entries.items() if not only or name in only}
    known = {name: _parameters_of(notebooks / entry["notebook"]) for name, entry in entries.items()}
    _refuse_unknown("parameter", parameters or {}, sorted(set().union(*known.values())))
    common = {"regions": list(regions), "years": list(years), "lang": lang, **(parameters or {})}
    runs = []
    for name, entry in entries.items():
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
                    after=entry.get("after", "") if entry.get("after", "") in entries else "",
                )
            )
    return runs


def execute(runs: Sequence[Run], jobs: int, done: Callable[[Outcome], None] = lambda outcome: None) -> list[Outcome]:
    """Run notebooks, those that wait for others last, and go on past the ones that fail.

    Parameters
    ----------
    runs : sequence of Run
        As laid out by `plan`.
    jobs : int
        How many kernels at a time.
    done : callable
        Told of each outcome as it comes, for showing progress.

    Returns
    -------
    list of Outcome
        In the order of `runs`.
    """
    outcomes = {}
    for stage in ([run for run in runs if not run.after], [run for run in runs if run.after]):
        for outcome in _in_parallel(stage, jobs):
            outcomes[outcome.run.name] = outcome
            done(outcome)
    return [outcomes[run.name] for run in runs]


def _in_parallel(runs: Sequence[Run], jobs: int) -> Iterator[Outcome]:
    return Parallel(n_jobs=min(jobs, max(1, len(runs))), return_as="generator_unordered")(
        delayed(_execute)(r) for r in runs
    )


def _execute(run: Run) -> Outcome:
    import papermill

    run.output.parent.mkdir(parents=True, exist_ok=True)
    outcome = Outcome(run, "")
    outcome.traceback.unlink(missing_ok=True)
    try:
        papermill.execute_notebook(
            run.notebook,
            run.output,
            parameters=run.parameters,
            cwd=run.notebook.parent,
            progress_bar=False,
            extra_arguments=["--log-level=ERROR"],  # the kernel's own remarks are no news to a researcher
        )
    except papermill.PapermillExecutionError as error:
        outcome.traceback.write_text("\n".join([f"cell {error.exec_count} of {run.notebook.name}", *error.traceback]))
        return Outcome(run, f"{error.ename}: {error.evalue}")
    except Exception as error:  # a kernel that died, a notebook that is no notebook: the other runs go on
        outcome.traceback.write_text(repr(error))
        return Outcome(run, repr(error))
    return outcome


def _variants(entry: dict, reports: pd.DataFrame, regions: Sequence[str]) -> list[tuple[str, dict]]:
    """Return the name's suffix and the extra parameters of each run of an entry."""
    if entry.get("for_each") != "region":
        return [("", {})]
    codes = sorted(set(reports["region_code"]) & set(regions or reports["region_code"]))
    return [(f"-{code}", {"region": code}) for code in codes]


def _parameters_of(notebook: Path) -> set[str]:
    import papermill

    return set(papermill.inspect_notebook(str(notebook)))


def _refuse_unknown(kind: str, given, known) -> None:
    for name in given:
        if name not in known:
            raise UnknownName(kind, name, known)
