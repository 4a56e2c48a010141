"""A folder of tables → the tables and views that combine them, with the sentence behind every value."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Sequence
from html import escape

import pandas as pd

from fazhi import catalog, english
from fazhi.arguments import explained
from fazhi.errors import FazhiError, UnknownName
from fazhi.modelling import descriptives
from fazhi.modelling.reuse import leaving_out, repeats
from fazhi.opened_tables import Tables
from fazhi.region_view import RegionView
from fazhi.schema import REUSE_KINDS
from fazhi.shown_reports import Names, chosen

VALUES = [
    "region", "region_code", "level", "year", "issuer", "issuer_type", "department", "report_id", "indicator_id",
    "indicator", "value", "unit", "bound", "qualifier", "confidence", "status", "quantity_ids", "sentence",
]  # fmt: skip


class Corpus(Tables):
    """The tables in a folder, each read on first use, e.g. ``corpus.reports``.

    A table that has not been made yet, such as `topics` before notebook 2 has run, is empty.

    Parameters
    ----------
    folder : Path
        Where ``fazhi build`` wrote: OUT, or OUT/tables.
    reports : DataFrame, optional
        The rows of `reports` to keep; all tables with report ids are restricted to them. None = all.

    Attributes
    ----------
    reports, segments, words, quantities, indicators, ratios, disclosure, problems, problem_themes, checks, ledger
        DataFrames from the build; `data/README.md` says what a row is and what each column means.
    topics, topic_words, topic_shares, reuse, boilerplate, commitments, mentions
        DataFrames written by notebooks.
    metadata_evidence : DataFrame
        The sources of the cells of `reports`.

    Raises
    ------
    FazhiError
        If the folder has no tables, or the build did not finish; also on first use of a table that has been changed
        since the build, or that another version of fazhi wrote.
    """

    def __repr__(self) -> str:
        return f"Corpus of {self._extent()}\n{self.place}"

    def _repr_html_(self) -> str:
        rows = self.reports.groupby(["region_code", "region"])["year"].agg(
            lambda years: ", ".join(map(str, sorted(years)))
        )
        listed = rows.rename("years").reset_index().to_html(index=False, max_rows=20, border=0)
        return f"<p><b>Corpus</b> of {escape(self._extent())}<br><code>{escape(str(self.place))}</code></p>{listed}"

    @property
    def years(self) -> list[int]:
        """The reporting years of the reports, in order."""
        return sorted({int(year) for year in self.reports["year"]})

    def _extent(self) -> str:
        """Describe how many reports, regions and years there are, and what is excluded."""
        reports, years = self.reports, self.years
        span = f"{years[0]}–{years[-1]}" if len(years) > 1 else "".join(map(str, years))
        excluded = int((self.ledger["status"] == "excluded").sum())
        regions = len(reports[["region_code", "region"]].drop_duplicates())
        told = [
            _counted(len(reports), "report"),
            _counted(regions, "region"),
            f"{_counted(len(years), 'year')} ({span})",
        ]
        return ", ".join(told) + f"; {_counted(excluded, 'file')} excluded (see .ledger)"

    @explained
    def shown(
        self, *, regions: Names = (), years: Names = (), issuer_type: str = "", departments: Names = ()
    ) -> Corpus:
        """Keep what charts show: one report for each region and year, with `region` named as in `region_names`.

        A department does not represent its region: its report is named after both, 青屿市司法局.

        Parameters
        ----------
        regions : str or sequence of str
            Regions to keep, by code (``"530102"``) or name (``"五华区"``); empty = all.
        years : int or sequence of int
            Reporting years to keep, e.g. ``2023`` or ``range(2020, 2024)``; empty = all.
        issuer_type : str
            Keep only reports of this issuer type; ``""`` = the government's or a joint one, else a department's.
        departments : str or sequence of str
            Keep only the reports of these departments, as named in the column `department` (司法局), one for each
            region, year and department, so that one department can be compared across regions; empty = all.

        Raises
        ------
        UnknownName
            For a region, year, issuer type or department that is not in the tables; the message names the nearest ones,
            regions with their codes.
        FazhiError
            For a name shared by several regions.
        """
        return Corpus(self.folder, chosen(self.reports, regions, years, issuer_type, departments))

    @explained
    def without(self, places: pd.DataFrame) -> Corpus:
        """Leave out the segments and problem statements that are more than half inside given places.

        Their words and themes are left out too. Numbers and indicators stay: a formula may have a report's own number.

        Parameters
        ----------
        places : DataFrame [report_id, line, start, end]
            E.g. the rows of the table `reuse` that are boilerplate; they must not overlap.
        """
        left = Corpus(self.folder, self.reports)
        for name in ("segments", "problems"):
            table = getattr(self, name)
            left.__dict__[name] = leaving_out.without_places(table, places)
        return left

    @explained
    def without_shared(self, kinds: Sequence[str]) -> Corpus:
        """Leave out the segments and problem statements that are mostly shared sentences (`without`).

        Parameters
        ----------
        kinds : sequence of str
            Which shared sentences of the table `reuse`, e.g. ``["boilerplate", "year on year"]``; empty = none.

        Raises
        ------
        UnknownName
            For an unknown kind.
        FazhiError
            If there is no table `reuse` to tell which sentences are shared.
        """
        return self.without(self._shared(kinds))

    @explained
    def without_repeated_numbers(self, kinds: Sequence[str]) -> Corpus:
        """Leave out the indicators' values that another report has in the same sentence (`repeats.numbers_again`).

        Their rows of `disclosure` are left out, too: such a value is neither reported nor unreported. The other report
        need not be shown.

        Parameters
        ----------
        kinds : sequence of str
            As for `without_shared`, which raises the same errors.
        """
        again = repeats.numbers_again(self._shared(kinds), Corpus(self.folder).quantities)
        left = Corpus(self.folder, self.reports)
        indicators, disclosure = leaving_out.without_values(self.indicators, self.disclosure, again["quantity_id"])
        left.__dict__.update(indicators=indicators, disclosure=disclosure)
        return left

    def _shared(self, kinds: Sequence[str]) -> pd.DataFrame:
        """Return the rows of the table `reuse` of these kinds."""
        for kind in kinds:
            if kind not in REUSE_KINDS:
                raise UnknownName("kind of shared sentence", kind, REUSE_KINDS)
        if kinds and not (self.folder / "reuse.parquet").exists():
            raise FazhiError(f"{self.folder} has no table reuse with the shared sentences to leave out; "
                             "run notebook 6 first: fazhi run --only reuse")  # fmt: skip
        return self.reuse[self.reuse["kind"].isin(kinds)]

    @explained
    def sentences(self, quantity_ids: str | Iterable[str] | pd.DataFrame) -> pd.DataFrame:
        """Look up the sentences of numbers.

        Parameters
        ----------
        quantity_ids : str, iterable of str, or rows of a table with a column `quantity_ids`
            Ids of `quantities`; several in one string are separated by "|", as in the tables.

        Returns
        -------
        DataFrame [quantity_id, report_id, file, line, raw, sentence]
            One row for each id, in the order of `quantities`.

        Raises
        ------
        UnknownName
            For an id that is not in the tables.
        """
        if isinstance(quantity_ids, pd.DataFrame | pd.Series) and "quantity_ids" in quantity_ids:
            quantity_ids = quantity_ids["quantity_ids"]
        given = [quantity_ids] if isinstance(quantity_ids, str) else quantity_ids
        wanted = {one for joined in given for one in joined.split("|") if one}
        found = self.quantities[self.quantities["quantity_id"].isin(wanted)]
        for unknown in sorted(wanted - set(found["quantity_id"])):
            raise UnknownName("quantity_id", unknown, self.quantities["quantity_id"])
        found = found.merge(self.segments[["segment_id", "raw", "start"]], on="segment_id", suffixes=("", "_segment"))
        spans = zip(found["raw_segment"], found["start"] - found["start_segment"], strict=True)
        found["sentence"] = [_sentence_at(text, at) for text, at in spans]
        found = found.merge(self.reports[["report_id", "file"]], on="report_id")
        return found[["quantity_id", "report_id", "file", "line", "raw", "sentence"]]

    @explained
    def values(self, indicators: str | Iterable[str] = (), *, lang: str = "zh") -> pd.DataFrame:
        """Return some indicators' values in every report, with the sentence of each value; `panel` has numbers alone.

        Parameters
        ----------
        indicators : str or iterable of str
            Ids in the catalogue; empty = all.
        lang : {"zh", "en"}
            Language of the names of regions and indicators.

        Returns
        -------
        DataFrame [region, region_code, level, year, issuer, issuer_type, department, report_id, indicator_id,
                   indicator, value, unit, bound, qualifier, status, quantity_ids, sentence]
            One row for each report and indicator (several if it is stated with different qualifiers), in the order
            of the catalogue; with a column `confidence` if the tables have one. `value` is NaN unless `status` is
            ``"reported"`` or ``"reported as zero"``: not reported is not zero. Sentences are separated by "|". Use
            `shown` first to get one report for each region and year.

        Raises
        ------
        UnknownName
            For an id that is not in the catalogue; the message names the nearest ones.
        """
        known = catalog.load()
        wanted = _known("indicator", indicators, known.indicators)
        names = dict(zip(wanted, known.names(wanted, lang), strict=True))
        panel = descriptives.indicator_panel(self.indicators, self.disclosure, self.reports)
        panel = descriptives.only(panel, "indicator_id", wanted)
        panel = panel.merge(self.reports[["report_id", "issuer"]], on="report_id")
        panel["indicator"] = panel["indicator_id"].map(names).astype("str")
        told = self.sentences(panel["quantity_ids"]).set_index("quantity_id")["sentence"]
        panel["sentence"] = [_joined(told, ids) for ids in panel["quantity_ids"]]
        return _named(panel[[column for column in VALUES if column in panel]], lang)

    @explained
    def panel(self, indicators: str | Iterable[str] = (), *, lang: str = "zh") -> pd.DataFrame:
        """Return one number for each region, year and indicator, e.g. for a regression.

        Parameters
        ----------
        indicators : str or iterable of str
            Ids in the catalogue; empty = all.
        lang : {"zh", "en"}
            Language of the regions' names.

        Returns
        -------
        DataFrame, index [region_code, region, year], columns = indicator ids
            A row for each report; NaN = no value, which is not zero. Values with a qualifier, such as those of a
            larger region or an earlier year, are left out, and bounds ("more than 600") count as their number:
            `values` has both.

        Raises
        ------
        FazhiError
            If a region has several reports for one year: choose one with `shown` first.
        UnknownName
            For an id that is not in the catalogue.
        """
        wanted = _known("indicator", indicators, catalog.load().indicators)
        rows = _named(self.reports[["region_code", "region", "year"]], lang)
        if rows.duplicated().any():
            _, region, year = rows[rows.duplicated()].iloc[0]
            raise FazhiError(f"{region} has several reports for {year}; choose one: corpus.shown().panel(…)")
        numbers = descriptives.plain_values(self.values(wanted, lang=lang))
        table = numbers.pivot(index=list(rows), columns="indicator_id", values="value")
        return table.reindex(index=pd.MultiIndex.from_frame(rows).sort_values(), columns=wanted)

    @explained
    def rates(self, ratios: str | Iterable[str] = ()) -> pd.DataFrame:
        """Return stated and computed rates with their region and year; see `descriptives.rates`.

        Parameters
        ----------
        ratios : str or iterable of str
            Ids in the catalogue; empty = all.
        """
        wanted = _known("ratio", ratios, catalog.load().ratios)
        return descriptives.only(descriptives.rates(self.ratios, self.indicators, self.reports), "ratio_id", wanted)

    def coverage(self) -> pd.DataFrame:
        """Show which region has a report for which year; see `descriptives.coverage`."""
        return descriptives.coverage(self.reports)

    def anatomy(self) -> pd.DataFrame:
        """Measure each section's share of each report's text; see `descriptives.anatomy`."""
        return descriptives.anatomy(self.segments, self.reports)

    def disclosure_shares(self) -> pd.DataFrame:
        """Count how many of an area's indicators each report states; see `descriptives.disclosure_shares`."""
        return descriptives.disclosure_shares(self.disclosure, self.reports, catalog.load().indicators)

    def candour(self) -> pd.DataFrame:
        """Measure the length of each report's problems section; see `descriptives.candour`."""
        return descriptives.candour(self.segments, self.problems, self.reports)

    @explained
    def keyness(self, by: str = "year", top: int = 12) -> pd.DataFrame:
        """Compare the words of each group of reports with all others; see `keyness.by_group`.

        Warns if all reports are in one group, so that there is nothing to compare.
        """
        from fazhi.modelling import keyness

        if by in self.reports and self.reports[by].nunique() == 1:
            warnings.warn(
                f"all reports have the same {by}, {self.reports[by].iloc[0]!r}: nothing to compare", stacklevel=2
            )
        return keyness.by_group(self.words, self.segments, self.reports, by=by, top=top)

    @explained
    def region(self, region: str, lang: str = "zh") -> RegionView:
        """View one region, by name or code: JupyterLab shows its reports, values, problems and contradictions."""
        own = self.shown(regions=[region])
        return RegionView(own.reports, own.values(lang=lang), own.problems, own.checks)

    @explained
    def theme_frequencies(self, by: str = "region", *, lang: str = "zh") -> pd.DataFrame:
        """Count how often each problem theme is admitted; see `theme_frequencies.theme_frequencies`.

        The themes' names are in a column `theme`; `lang` is the language of the names of themes and regions.
        """
        table = _named(_themes().theme_frequencies(*self._coded(), by), lang)
        table.insert(table.columns.get_loc("theme_id") + 1, "theme", catalog.load().names(table["theme_id"], lang))
        return table

    def theme_courses(self) -> pd.DataFrame:
        """Classify whether each region's themes stay, recur or vanish; see `theme_frequencies.courses`."""
        return _themes().courses(*self._coded())

    def recurrence(self) -> pd.DataFrame:
        """Follow each region's problem themes through its years; see `theme_frequencies.recurrence`."""
        return _themes().recurrence(*self._coded())

    def theme_cooccurrence(self) -> pd.DataFrame:
        """Count the statements in which two themes occur together; see `theme_frequencies.theme_cooccurrence`."""
        return _themes().theme_cooccurrence(self.problem_themes)

    def _coded(self) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
        return self.problem_themes, self.problems, self.reports


def _themes():
    from fazhi.modelling import theme_frequencies  # imports scipy, which most of a corpus does not need

    return theme_frequencies


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _named(table: pd.DataFrame, lang: str) -> pd.DataFrame:
    """Return a table with the names of its regions in a language."""
    if lang not in catalog.LANGUAGES:
        raise UnknownName("language", lang, catalog.LANGUAGES)
    return english.table(table) if lang == "en" else table


def _joined(told: pd.Series, ids: str) -> str:
    return "|".join(dict.fromkeys(told[one] for one in ids.split("|") if one))


def _sentence_at(text: str, at: int) -> str:
    start = max(text.rfind(mark, 0, at) for mark in "。！？!?") + 1
    ends = [end for mark in "。！？!?" if (end := text.find(mark, at)) >= 0]
    return text[start : min(ends, default=len(text)) + 1].strip()


def _known(kind: str, given: str | Iterable[str], table: pd.DataFrame) -> list[str]:
    """Return one id or several as a list, none as all of a catalogue's table; refuse those that it does not have."""
    wanted = [given] if isinstance(given, str) else list(given) or list(table["id"])
    for one in wanted:
        if one not in set(table["id"]):
            raise UnknownName(kind, one, table["id"] + " " + table["name_zh"])
    return wanted
