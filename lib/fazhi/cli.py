"""The commands: ``fazhi build``, ``run``, ``check`` …; each hands over to the library."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pandas as pd
import yaml
from rich.console import Console
from rich.table import Column, Table

import fazhi
from fazhi import build as building
from fazhi import catalog, paths
from fazhi.errors import FazhiError
from fazhi.reading.folder import Reading, survey
from fazhi.reading.formats.encodings import decode

DONE, PARTLY, UNUSABLE = 0, 1, 2
FIGURES_ABREAST = 6
FOLDER = click.Path(path_type=Path)
screen = Console(stderr=True, highlight=False, soft_wrap=True)


class _Commands(click.Group):
    """A group whose commands report a FazhiError in one sentence and exit with 2."""

    def invoke(self, context: click.Context):
        try:
            return super().invoke(context)
        except FazhiError as error:
            screen.print(f"fazhi: {error}", markup=False)
            context.exit(UNUSABLE)


@click.group(cls=_Commands)
@click.version_option(fazhi.__version__, prog_name="fazhi")
def main() -> None:
    """Annual rule-of-law reports of Chinese local governments: tables, figures, a web report."""


def _jobs_option(command):
    return click.option("--jobs", default=os.cpu_count() or 1, show_default="all cores", help="Processes at a time.")(
        command
    )


def _reports_argument(command):
    return click.argument("reports", type=FOLDER, default=paths.default_reports)(command)


def _tables_option(command):
    default = Path("build") / "tables"
    return click.option("--tables", type=FOLDER, default=default, show_default=True, help="What build wrote.")(command)


def _seed_option(command):
    return click.option("--seed", type=int, default=1, show_default=True, help="The same seed, the same result.")(
        command
    )


def _lang_option(command):
    languages = click.Choice(catalog.LANGUAGES)
    return click.option(
        "--lang", type=languages, default="zh", show_default=True, help="Language of names and charts."
    )(command)


@main.command()
@_reports_argument
@click.option("--out", type=FOLDER, default=Path("build"), show_default=True, help="The tables go to OUT/tables.")
@_jobs_option
def build(reports: Path, out: Path, jobs: int) -> None:
    """Read REPORTS into tables."""
    sys.exit(_build(reports, out, jobs))


@main.command()
@_reports_argument
@click.option("--out", type=FOLDER, default=Path("build"), show_default=True, help="For tables, notebooks and site.")
@click.option("--figures", type=FOLDER, default=None, show_default="OUT/figures", help="For the figures.")
@click.option("--only", multiple=True, help="Only this run of notebooks/runs.yml; may be repeated.")
@click.option("--region", "regions", multiple=True, help="Only this region code; may be repeated.")
@click.option("--year", "years", type=int, multiple=True, help="Only this year; may be repeated.")
@click.option("-p", "parameters", nargs=2, multiple=True, metavar="NAME VALUE", help="A parameter of the notebooks.")
@_lang_option
@_jobs_option
def run(reports, out, figures, parameters, jobs, **choices) -> None:
    """Make tables, executed notebooks, figures and a web report of REPORTS under OUT."""
    from fazhi.reporting import notebooks
    from fazhi.reporting.site import report

    state = _build(reports, out, jobs)
    tables = fazhi.open(out / "tables")
    planned = notebooks.plan(
        tables.reports,
        out / "tables",
        out / "notebooks",
        figures or out / "figures",
        parameters={name: _literal(value) for name, value in parameters},
        **choices,
    )
    outcomes = notebooks.execute(planned, jobs, _Progress("notebooks", len(planned)).of_run)
    page = report.write(tables, outcomes, figures or out / "figures", out / "site", choices["lang"])
    failed = [outcome for outcome in outcomes if outcome.error]
    for outcome in failed:
        screen.print(f"failed: {outcome.run.name}: {outcome.error}\n  traceback: {outcome.traceback}", markup=False)
    screen.print(f"the report: {page}", markup=False)
    sys.exit(PARTLY if failed else state)


@main.command()
@_reports_argument
@_jobs_option
def check(reports: Path, jobs: int) -> None:
    """Show the ledger of REPORTS, its warnings, and corrections that fit nothing; nothing is written."""
    progress = _Progress("files", 0)
    wanted = building.corrections_of(reports)
    readings = survey(reports, jobs=jobs, done=progress.of_file)
    _show_ledger(readings)
    misfits = building.misfits(readings, wanted, jobs=jobs)
    for warning in misfits:
        screen.print(warning, markup=False)
    if len(wanted):
        screen.print(f"{len(wanted) - len(misfits)} of {len(wanted)} corrections fit", markup=False)
    sys.exit(_state([r.unreadable for r in readings], [bool(r.report) for r in readings]))


@main.command("words")
def words_command() -> None:
    """Sentences on standard input, one a line → their words, separated by blanks."""
    from fazhi.measuring.words.tokenizer import Tokenizer

    tokenizer = Tokenizer(catalog.load().terms["term"])
    for line in _lines():
        click.echo(" ".join(tokenizer.cut(line.strip())))


@main.command("quantities")
def quantities_command() -> None:
    """Sentences on standard input, one a line → one JSON list a line, keys as the table's columns."""
    from fazhi.measuring.attribution.attribution import attribute
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
    """Problem statements on standard input, one a line → one JSON list of themes with evidence a line."""
    from fazhi.measuring import themes

    known = catalog.load().themes
    for line in _lines():
        statement = pd.DataFrame({"problem_id": ["1"], "text": [line.strip()]})
        found = themes.code(statement, known).drop(columns="problem_id")
        click.echo(found.to_json(orient="records", force_ascii=False))


@main.command("export")
@_tables_option
@click.option("--format", "form", type=click.Choice(["csv", "xlsx", "dta"]), required=True, help="For what program.")
@click.option("--out", type=FOLDER, default=None, show_default="TABLES/../export", help="Folder, or the xlsx or dta.")
@_lang_option
def export_command(tables: Path, form: str, out: Path | None, lang: str) -> None:
    """Write the tables for other programs: csv, an Excel workbook, or a panel of regions and years for Stata."""
    from fazhi.reporting.exports.export import export

    for file in export(fazhi.open(tables), form, out or tables.parent / "export", lang):
        click.echo(file)


@main.command()
@click.argument("what", type=click.Choice(["statements", "quantities"]))
@click.option("-n", type=click.IntRange(min=1), default=100, show_default=True, help="How many to draw.")
@_seed_option
@_tables_option
@click.option("--out", type=FOLDER, default=None, show_default="WHAT", help="Written with the endings .csv and .xlsx.")
@_lang_option
def sample(what: str, *, n: int, seed: int, tables: Path, out: Path | None, lang: str) -> None:
    """Draw a sheet of problem statements to code, or of numbers to check, by hand."""
    from fazhi.reporting.exports import sheets

    opened = fazhi.open(tables)
    drawn = sheets.statements(opened, n, seed) if what == "statements" else sheets.quantities(opened, n, seed, lang)
    for file in sheets.write(drawn, out or Path(what)):
        click.echo(file)


@main.command("agreement")
@click.argument("sheet", type=FOLDER)
@_tables_option
@click.option("--out", type=FOLDER, default=None, help="A csv file to write the whole table to.")
@_seed_option
@_lang_option
def agreement_command(sheet: Path, tables: Path, out: Path | None, seed: int, lang: str) -> None:
    """Compare a filled SHEET with the tables: agreement on themes, or precision of the numbers, with intervals."""
    from fazhi.reporting.exports import sheets
    from fazhi.reporting.exports.export import write_csv

    found = sheets.judge(sheet, fazhi.open(tables), seed, lang)
    _show_figures(found)
    if out:
        click.echo(write_csv(out, found))


def _lines() -> Iterator[str]:
    """Yield the lines of standard input, in whatever Chinese encoding it comes, without their ends."""
    text, _ = decode(sys.stdin.buffer.read())
    for line in io.StringIO(text):
        yield line.rstrip("\r\n")


def _literal(value: str):
    """Read a parameter as YAML; a csv or xlsx is looked for from here, as notebooks run in a folder of their own."""
    literal = yaml.safe_load(value)
    return str(Path(literal).resolve()) if str(literal).endswith((".csv", ".xlsx")) else literal


def _build(reports: Path, out: Path, jobs: int) -> int:
    """Build the tables, say what became of the files, and return the exit code."""
    progress = _Progress("files", 0)
    built = building.build(reports, out / "tables", jobs=jobs, done=progress.of_file)
    for row in built.ledger.query("status == 'excluded'").itertuples():
        screen.print(f"left out: {row.file}: {row.reason}", markup=False)
    for warning in built.uncorrected:
        screen.print(warning, markup=False)
    if built.corrected:
        screen.print(f"{built.corrected} corrections applied", markup=False)
    n = int((built.ledger["status"] == "included").sum())
    screen.print(f"{n} of {len(built.ledger)} files included; tables in {out / 'tables'}", markup=False)
    if n == 0:
        raise FazhiError(f"no report in {reports}: the ledger in {out / 'tables'} gives the reason for each file")
    return PARTLY if built.unreadable else DONE


def _state(unreadable: list[bool], included: list[bool]) -> int:
    return UNUSABLE if not any(included) else PARTLY if any(unreadable) else DONE


def _show_ledger(readings: list[Reading]) -> None:
    table = Table("file", "status", "region", "year", "issuer", "reason, warnings")
    for reading in readings:
        report, ledger = reading.report, reading.ledger
        remarks = "; ".join(filter(None, [ledger["reason"], report.get("warnings", "")]))
        facts = [str(report.get(key, "")) for key in ("region", "year", "issuer")]
        table.add_row(ledger["file"], ledger["status"], *facts, remarks)
    Console(highlight=False).print(table)
    n = sum(bool(reading.report) for reading in readings)
    click.echo(f"{n} included, {len(readings) - n} excluded")


def _show_figures(found: pd.DataFrame) -> None:
    """Print a row for each theme or area, every figure above its interval, in tables that a terminal can hold."""
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
    """A line for each thing that is done, with how many there are where that is known."""

    def __init__(self, what: str, total: int) -> None:
        self.what, self.total, self.n = what, total, 0

    def of_file(self, name: str) -> None:
        self._line(f"read {name}")

    def of_run(self, outcome) -> None:
        self._line(f"{'failed' if outcome.error else 'done'}: {outcome.run.name}")

    def _line(self, text: str) -> None:
        self.n += 1
        screen.print(f"[{self.n}{f'/{self.total}' if self.total else ''}] {text}", markup=False)
