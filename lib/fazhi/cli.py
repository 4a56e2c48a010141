"""The commands: ``fazhi build``, ``run``, ``check`` …; each hands over to the library."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pandas as pd
from rich.console import Console
from rich.table import Column, Table

import fazhi
from fazhi import build as building
from fazhi import catalog, output_folder, paths, store, workers
from fazhi.errors import FazhiError
from fazhi.reading import drafted_reports_csv
from fazhi.reading.folder import Reading, survey
from fazhi.reading.formats.encodings import decode

DONE, PARTLY, UNUSABLE = 0, 1, 2
FIGURES_ABREAST = 6
UNCUT = 1000  # columns of piped output
FOLDER = click.Path(path_type=Path)
screen = Console(stderr=True, highlight=False, soft_wrap=True)
news = Console(stderr=True, highlight=False, soft_wrap=True)  # messages suppressed by --quiet


class _Commands(click.Group):
    """A group whose commands report errors in one sentence, stop their workers, and exit with 2."""

    def invoke(self, context: click.Context):
        _hold_streams()
        try:
            return super().invoke(context)
        except FazhiError as error:
            said = str(error)
        except BrokenPipeError:  # the reader has closed the pipe (| head)
            raise
        except OSError as error:
            said = f"{error.strerror or error}: {error.filename or 'a file'}; nothing has been changed"
        except KeyboardInterrupt:
            said = "interrupted; nothing has been changed"
            workers.shut_down()
        screen.print(f"fazhi: {said}", markup=False)
        context.exit(UNUSABLE)


def _hold_streams() -> None:
    """Escape characters that the encoding lacks, and ignore writes to a closed stream."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))
        elif mode == "w" and isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


@click.group(cls=_Commands)
@click.version_option(fazhi.__version__, prog_name="fazhi")
def main() -> None:
    """Annual rule-of-law reports of Chinese local governments: tables, figures, a web report."""


def _jobs_option(command):
    least, cores = click.IntRange(min=1), os.cpu_count() or 1
    return click.option("--jobs", type=least, default=cores, show_default="all cores", help="Number of processes.")(
        command
    )


def _cluster_option(command):
    return click.option("--cluster", metavar="ADDRESS", help="Dask scheduler to run on.")(command)


def _reports_argument(command):
    return click.argument("reports", type=FOLDER, default=paths.default_reports)(command)


def _tables_option(command):
    default = Path("build") / "tables"
    return click.option("--tables", type=FOLDER, default=default, show_default=True, help="Tables from fazhi build.")(
        command
    )


def _seed_option(command):
    return click.option("--seed", type=int, default=1, show_default=True, help="Random seed.")(command)


def _lang_option(command):
    languages = click.Choice(catalog.LANGUAGES)
    return click.option(
        "--lang", type=languages, default="zh", show_default=True, help="Language of names and charts."
    )(command)


@main.command()
@_reports_argument
@click.option("--out", type=FOLDER, default=Path("build"), show_default=True, help="The tables go to OUT/tables.")
@_cluster_option
@_jobs_option
def build(reports: Path, out: Path, cluster: str | None, jobs: int) -> None:
    """Read REPORTS into tables; unchanged files are not read again."""
    output_folder.refuse_each_other(reports, out)
    reports, out = _as_workers_see(cluster, reports, out)
    with output_folder.edition(out) as stage, workers.on(cluster):
        state = _build(reports, out, stage, jobs)
    sys.exit(state)


@main.command()
@_reports_argument
@click.option(
    "--out", type=FOLDER, default=Path("build"), show_default=True, help="Folder for tables, notebooks and site."
)
@click.option(
    "--figures", type=FOLDER, default=None, show_default="OUT/figures", help="Folder for a copy of the figures."
)
@click.option("--only", multiple=True, help="Only this run in notebooks/runs.yml; repeatable.")
@click.option("--region", "regions", multiple=True, help="Only this region code; repeatable.")
@click.option("--year", "years", type=int, multiple=True, help="Only this year; repeatable.")
@click.option("-p", "parameters", nargs=2, multiple=True, metavar="NAME VALUE", help="Set a notebook parameter.")
@click.option("--since", type=FOLDER, default=None, show_default="OUT", help="Report changes since this run.")
@click.option("--quiet", is_flag=True, help="Print only errors and what was left out.")
@click.option("--dry-run", is_flag=True, help="Only list which notebooks would run, and why.")
@_lang_option
@_cluster_option
@_jobs_option
def run(reports, out, figures, *, parameters, cluster, jobs, dry_run, quiet, since, **choices) -> None:
    """Make tables, notebooks, figures and a web report of REPORTS in OUT, updating only what has changed."""
    from fazhi.reporting import kernels, notebooks, regeneration
    from fazhi.reporting.parameters import literal

    news.quiet = quiet
    given = {name: literal(name, value) for name, value in parameters}
    choices["parameters"] = notebooks.check(choices["only"], choices["lang"], given)
    if since:
        fazhi.open(since)
    for written in filter(None, (out, figures)):
        output_folder.refuse_each_other(reports, written)
    reports, out = _as_workers_see(cluster, reports, out)
    with output_folder.edition(out) as stage, workers.on(cluster):
        state = _build(reports, out, stage, jobs, begun=kernels.manager)
        if dry_run:
            _show_due(regeneration.due(stage, **choices))
            sys.exit(state)
        outcomes = regeneration.regenerate(stage, out.resolve(), jobs, _Progress().of_run, since=since, **choices)
    if figures:
        output_folder.mirror(out / "figures", figures)
    _show_outcomes(outcomes)
    news.print(f"the report: {out / 'site' / 'index.html'}", markup=False)
    sys.exit(PARTLY if any(outcome.error for outcome in outcomes) else state)


@main.command()
@_reports_argument
@_jobs_option
@click.option("--write", is_flag=True, help="Draft reports.csv next to the reports, doubtful ones first.")
def check(reports: Path, jobs: int, write: bool) -> None:
    """Show the ledger of REPORTS, its warnings, and unmatched corrections; writes nothing except with --write."""
    wanted = building.corrections_of(reports)
    readings = survey(reports, jobs=jobs, done=_Progress().of_file)
    _show_ledger(readings)
    if write:
        click.echo(drafted_reports_csv.write(readings, reports))
    misfits = building.misfits(readings, wanted, jobs=jobs)
    for warning in misfits:
        screen.print(warning, markup=False)
    if len(wanted):
        screen.print(f"{len(wanted) - len(misfits)} of {len(wanted)} corrections fit", markup=False)
    sys.exit(_state([r.unreadable for r in readings], [bool(r.report) for r in readings]))


@main.command()
@click.argument("old", type=FOLDER)
@click.argument("new", type=FOLDER)
@_lang_option
def diff(old: Path, new: Path, lang: str) -> None:
    """List the reports, values and themes that differ between two builds, OLD and NEW, and why."""
    from fazhi.corpus import Corpus
    from fazhi.differences import differences
    from fazhi.reporting.site import changes

    for line in changes.lines(differences(Corpus(old), Corpus(new)), lang):
        click.echo(line)


@main.command("words")
def words_command() -> None:
    """Sentences on standard input, one per line → their words, separated by blanks."""
    from fazhi.measuring.words.tokenizer import Tokenizer

    tokenizer = Tokenizer(catalog.load().terms["term"])
    for line in _lines():
        click.echo(" ".join(tokenizer.cut(line.strip())))


@main.command("quantities")
def quantities_command() -> None:
    """Sentences on standard input, one per line → one JSON list per line, with the table's columns as keys."""
    from fazhi.measuring.attribution.whose_and_when import attribute
    from fazhi.measuring.indicators import matching
    from fazhi.measuring.quantities import extraction
    from fazhi.schema import typed

    known = catalog.load().indicators
    for line in _lines():
        segments = extraction.sentence(line)
        found = matching.match(attribute(extraction.quantities(segments, None), {}), segments, known)
        click.echo(typed("quantities", found).to_json(orient="records", force_ascii=False))


@main.command("themes")
def themes_command() -> None:
    """Problem statements on standard input, one per line → one JSON list of themes with evidence per line."""
    from fazhi.measuring import themes

    known = catalog.load().themes
    for line in _lines():
        statement = pd.DataFrame({"problem_id": ["1"], "text": [line.strip()]})
        found = themes.code(statement, known).drop(columns="problem_id")
        click.echo(found.to_json(orient="records", force_ascii=False))


@main.command("export")
@_tables_option
@click.option("--format", "form", type=click.Choice(["csv", "xlsx", "dta", "crate"]), required=True, help="Format.")
@click.option("--out", type=FOLDER, default=None, show_default="TABLES/../export", help="Folder, or xlsx or dta file.")
@click.option("--without-text", is_flag=True, help="crate: hashes instead of the reports' text.")
@_lang_option
def export_command(tables: Path, form: str, out: Path | None, without_text: bool, lang: str) -> None:
    """Write the tables for other programs: csv, an Excel workbook, a panel for Stata, or an RO-Crate for deposit."""
    from fazhi.reporting.exports import crate, export

    if form == "crate":
        opened, place = _opened(tables, out or tables.parent / "crate")
        click.echo(crate.write(opened, place, text=not without_text))
        return
    if without_text:
        raise click.UsageError(
            "--without-text works only with --format crate; the other formats include the sentences of the reports"
        )
    opened, place = _opened(tables, out or tables.parent / "export")
    for file in export.export(opened, form, place, lang):
        click.echo(file)


@main.command()
@click.argument("what", type=click.Choice(["statements", "quantities", "reuse", "followthrough"]))
@click.option("-n", type=click.IntRange(min=1), default=100, show_default=True, help="Sample size.")
@_seed_option
@_tables_option
@click.option("--out", type=FOLDER, default=None, show_default="WHAT", help="Written as .csv and .xlsx.")
@_lang_option
def sample(what: str, *, n: int, seed: int, tables: Path, out: Path | None, lang: str) -> None:
    """Draw a sample of statements or commitments to code, or numbers or shared sentences to check, by hand."""
    from fazhi.reporting.exports import sheets, text_sheets

    opened, place = _opened(tables, out or Path(what))
    drawn = {
        "statements": lambda: sheets.statements(opened, n, seed, lang),
        "quantities": lambda: sheets.quantities(opened, n, seed, lang),
        "reuse": lambda: text_sheets.reuse(opened, n, seed),
        "followthrough": lambda: text_sheets.followthrough(opened, n, seed),
    }[what]()
    for file in sheets.write(drawn, place):
        click.echo(file)


@main.command("review")
@_tables_option
@click.option("--out", type=FOLDER, default=None, show_default="TABLES/../review", help="Written as .html and .xlsx.")
@_lang_option
def review_command(tables: Path, out: Path | None, lang: str) -> None:
    """List the values most in need of review: a page to confirm or correct them by keyboard, and a workbook."""
    from fazhi.modelling.validation.review_queue import precision_so_far
    from fazhi.reporting import review

    opened, place = _opened(tables, out or tables.parent / "review")
    files = review.write(opened, place, lang)
    told = precision_so_far(opened.corrections)
    if told["n"]:
        screen.print(
            f"checked so far: {told['n']}, right: {told['right']} "
            f"(precision {told['precision']:.2f}, {told['low']:.2f}–{told['high']:.2f}; "
            "doubtful values come first, so this is a low estimate)"
        )
    for file in files:
        click.echo(file)


@main.command("agreement")
@click.argument("sheet", type=FOLDER, nargs=-1, required=True)
@_tables_option
@click.option("--out", type=FOLDER, default=None, help="csv file for the whole table.")
@click.option("--disputed", type=FOLDER, default=None, help="With several sheets: sheet of disputed statements.")
@_seed_option
@_lang_option
def agreement_command(
    sheet: tuple[Path, ...], *, tables: Path, out: Path | None, disputed: Path | None, seed: int, lang: str
) -> None:
    """Compare a filled SHEET with the tables: agreement on themes or outcomes, precision of numbers or shared text.

    Several sheets of the same statements are compared with each other, and the majority coding with the tables.
    """
    from fazhi.reporting.exports import sheets
    from fazhi.reporting.exports.export import write_csv

    if out and out.resolve() in [file.resolve() for file in sheet]:
        raise FazhiError(f"--out {out} is the filled sheet itself; give another name, so that it is not overwritten")
    if disputed and len(sheet) == 1:
        raise click.UsageError("--disputed needs two or more sheets, filled in by different people")
    opened, *_ = _opened(tables, *filter(None, (out, disputed)))
    if len(sheet) == 1:
        found, open_ones = sheets.judge(sheet[0], opened, seed, lang), {}
    else:
        found, open_ones = sheets.judge_people(sheet, opened, seed, lang)
    _show_figures(found)
    if out:
        click.echo(write_csv(out, found))
    for file in sheets.write(open_ones, disputed) if disputed else []:
        click.echo(file)


def _opened(tables: Path, *written: Path) -> tuple:
    """Open tables, and return them with the output paths, none of which may be among them."""
    opened = fazhi.open(tables)
    for place in written:
        output_folder.refuse_in_corpus(place, opened.folder, opened.manifest.get("inputs", {}))
    return opened, *written


def _lines() -> Iterator[str]:
    """Yield the lines of standard input, in any Chinese encoding, without line ends."""
    text, _ = decode(sys.stdin.buffer.read())
    for line in io.StringIO(text):
        yield line.rstrip("\r\n")


def _build(reports: Path, out: Path, stage: Path, jobs: int, **on: Callable[[], None]) -> int:
    """Build the tables of OUT's next edition, report what became of the files, and return the exit code."""
    built = building.build(
        reports,
        stage / "tables",
        jobs=jobs,
        done=_Progress().of_file,
        measured=_show_measured,
        kept=store.Store(out / "cache"),
        **on,
    )
    for row in built.ledger.query("status == 'excluded'").itertuples():
        screen.print(f"left out: {row.file}: {row.reason}", markup=False)
    for warning in built.uncorrected:
        screen.print(warning, markup=False)
    if built.corrected:
        news.print(f"{built.corrected} corrections applied", markup=False)
    n = int((built.ledger["status"] == "included").sum())
    if n == 0:
        raise FazhiError(f"no report found in {reports}: the reason for each file is given above; {out} is unchanged")
    news.print(f"{n} of {len(built.ledger)} files included; tables in {out / 'tables'}", markup=False)
    return PARTLY if built.unreadable else DONE


def _as_workers_see(cluster: str | None, *folders: Path) -> tuple[Path, ...]:
    """Make folders absolute if workers on other machines have to find them."""
    return tuple(folder.resolve() for folder in folders) if cluster else folders


def _show_due(due: dict[str, str]) -> None:
    for name, reason in due.items():
        click.echo(f"{name}: {reason or 'up to date'}")


def _show_outcomes(outcomes: list) -> None:
    for outcome in outcomes:
        if outcome.error:
            screen.print(f"failed: {outcome.run.name}: {outcome.error}", markup=False)
            screen.print(f"  traceback: {outcome.traceback}", markup=False)
        if outcome.stale:
            screen.print(f"{outcome.run.name} shows an earlier output: {outcome.stale}", markup=False)
    kept = sum(not outcome.ran for outcome in outcomes)
    news.print(f"{len(outcomes) - kept} notebooks ran, {kept} were up to date", markup=False)


def _state(unreadable: list[bool], included: list[bool]) -> int:
    return UNUSABLE if not any(included) else PARTLY if any(unreadable) else DONE


def _show_ledger(readings: list[Reading]) -> None:
    table = Table("file", "status", "region", "year", "issuer", "reason, warnings")
    for reading in readings:
        report, ledger = reading.report, reading.ledger
        remarks = "; ".join(filter(None, [ledger["reason"], report.get("warnings", "")]))
        facts = [str(report.get(key, "")) for key in ("region", "year", "issuer")]
        table.add_row(ledger["file"], ledger["status"], *facts, remarks)
    _wide_enough().print(table)
    n = sum(bool(reading.report) for reading in readings)
    click.echo(f"{n} included, {len(readings) - n} excluded")


def _wide_enough() -> Console:
    """Return a console as wide as the terminal; output to a pipe or file is not cut at 80 columns."""
    return Console(highlight=False, width=None if sys.stdout.isatty() else UNCUT)


def _show_figures(found: pd.DataFrame) -> None:
    """Print a row for each theme or area, every figure above its interval, in tables that fit a terminal."""
    names = found["name"].where(found["name"] != "", found.iloc[:, 0])
    figures = [column for column in found.columns[2:] if not column.endswith(("_low", "_high"))]
    for first in range(0, len(figures), FIGURES_ABREAST):
        abreast = figures[first : first + FIGURES_ABREAST]
        shown = Table(
            Column("", overflow="fold"), *(Column(figure, justify="right", no_wrap=True) for figure in abreast)
        )
        for name, row in zip(names, found.to_dict("records"), strict=True):
            shown.add_row(name, *(_figure(row, figure) for figure in abreast))
        Console(highlight=False).print(shown)


def _figure(row: dict, figure: str) -> str:
    value, low, high = (row.get(column) for column in (figure, f"{figure}_low", f"{figure}_high"))
    if not isinstance(value, float):
        return str(value)
    if pd.isna(value):
        return "–"
    return f"{value:.2f}" if pd.isna(low) else f"{value:.2f}\n{low:.2f}–{high:.2f}"


class _Progress:
    """A numbered line for each item done, with how many there are if that is known."""

    def __init__(self) -> None:
        self.n = 0

    def of_file(self, name: str, of: int) -> None:
        self._line(f"read {name}", f"/{of}")

    def of_run(self, outcome) -> None:
        self._line(f"{'failed' if outcome.error else 'done'}: {outcome.run.name}")

    def _line(self, text: str, of: str = "") -> None:
        self.n += 1
        news.print(f"[{self.n}{of}] {text}", markup=False)


def _show_measured(reports: int, of: int) -> None:
    news.print(f"measured {reports} of {of} reports", markup=False)
