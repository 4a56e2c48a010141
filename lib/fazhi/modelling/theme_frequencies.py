"""Problem statements and their themes → how often, where and when each theme is admitted, with which others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from fazhi.arguments import explained
from fazhi.modelling import contrasts, intervals, statements
from fazhi.schema import REGION, REPORTED_ON

GROUPS = ["region", "province", "year", "level", "all"]
COURSES = ["every year", "recurs", "new", "vanished"]
UNITS = {"statements": "problem_id", "reports": "report_id"}


@explained
def theme_frequencies(
    problem_themes: pd.DataFrame,
    problems: pd.DataFrame,
    reports: pd.DataFrame,
    by: str,
    themes: Iterable[str] = (),
) -> pd.DataFrame:
    """Count how often each problem theme is admitted, per statement and per report.

    Parameters
    ----------
    problem_themes, problems, reports : DataFrame
        The tables of those names.
    by : {"region", "province", "year", "level", "all"}
        The grouping; ``"all"`` takes all reports together. Regions are distinguished by code and name.
    themes : iterable of str
        Themes to count even if nobody admits them, e.g. all of the codebook; with them, groups without any problems
        section are included too.

    Returns
    -------
    DataFrame [by, theme_id, statements, of_statements, share_of_statements, statements_low, statements_high,
               statements_p, statements_differ, reports, of_reports, share_of_reports, reports_low, reports_high,
               reports_p, reports_differ, problem_ids]
        One row for each group and each theme that any group has or that is in `themes`, with `region_code` first if
        `by` is ``"region"``. `statements` and `reports` count those with the theme, `of_statements` the statements in
        the group, `of_reports` the reports that have any; the shares (0–1) have 95 % intervals, NaN if not estimable: a
        single report does not show how reports differ. `…_p` tests whether the group differs from all others, NaN if
        that cannot be tested; `…_differ` marks the differences that remain significant when all groups and themes are
        tested at once (`contrasts.discoveries`). `problem_ids` are the statements, separated by "|". Reports without a
        problems section are not zeros: they are left out, and a group of only such reports has bases of 0 and shares of
        NaN.

    Raises
    ------
    UnknownName
        For any other `by`.

    Notes
    -----
    Statements are nested in reports and reports in regions, so intervals and tests use regions as clusters
    (`intervals.clustered`); a group of one region represents that region, with its reports as clusters. The test
    compares a group's share with that of the others by Student's t, with the clusters' deviations from the pooled
    share: a score test.
    """
    told, groups = statements.in_groups(problems, reports, by, GROUPS)
    keys, themes = list(groups), list(themes)
    coded = problem_themes[["problem_id", "theme_id"]].drop_duplicates().merge(told, on="problem_id")
    ids = coded.groupby([*keys, "theme_id"])["problem_id"].agg(_joined).rename("problem_ids")
    counted = pd.Index(sorted({*coded["theme_id"], *themes}), name="theme_id")
    if told.empty:
        of_units = [
            [unit, f"of_{unit}", f"share_of_{unit}", f"{unit}_low", f"{unit}_high", f"{unit}_p", f"{unit}_differ"]
            for unit in UNITS
        ]
        return pd.DataFrame(columns=[*keys, "theme_id", *of_units[0], *of_units[1], "problem_ids"])
    table = pd.concat([_counted(told, coded, keys, unit, counted) for unit in UNITS], axis=1)
    table = table.join(ids).fillna({"problem_ids": ""}).reset_index()
    table = _with_silent(table, groups, counted) if themes else table
    return table.sort_values([*keys, "theme_id"], ignore_index=True)


def _with_silent(table: pd.DataFrame, groups: pd.DataFrame, themes: pd.Index) -> pd.DataFrame:
    """Add the groups without any problems section: bases of 0, unknown shares."""
    counts = {f"{of}{unit}": 0 for unit in UNITS for of in ("", "of_")}
    differ = {f"{unit}_differ": False for unit in UNITS}
    grid = groups.merge(themes.to_frame(index=False), how="cross").merge(table, how="left")
    kinds = dict.fromkeys(counts, "int64") | dict.fromkeys(differ, "bool")
    return grid.fillna(counts | differ | {"problem_ids": ""}).astype(kinds)[table.columns]


@explained
def compared(whole: pd.DataFrame, without: pd.DataFrame) -> pd.DataFrame:
    """Compare frequencies with those after some statements are left out.

    Parameters
    ----------
    whole, without : DataFrame
        `theme_frequencies` with ``by="all"`` for all statements, and for the remaining ones.

    Returns
    -------
    DataFrame [theme_id, reports, of_reports, share_of_reports, reports_low, reports_high, without, changed]
        `without` is the share of reports (0–1) among the remaining statements, 0 for a theme that is gone, NaN if none
        remain; `changed` is whether it lies outside the interval of the whole.
    """
    left = without.set_index("theme_id")["share_of_reports"].reindex(whole["theme_id"])
    share = left.fillna(np.nan if without.empty else 0.0).to_numpy(float)
    table = whole[["theme_id", "reports", "of_reports", "share_of_reports", "reports_low", "reports_high"]]
    changed = (share < table["reports_low"]) | (share > table["reports_high"])
    return table.assign(without=share, changed=changed)


@dataclass(frozen=True)
class _Clusters:
    """The contributions of each region (or report) in each group: its name, its trials, its successes per theme."""

    groups: np.ndarray
    names: np.ndarray
    trials: np.ndarray
    successes: np.ndarray

    def of(self, chosen: np.ndarray) -> _Clusters:
        return _Clusters(self.groups[chosen], self.names[chosen], self.trials[chosen], self.successes[chosen])


def _clusters(told: pd.DataFrame, coded: pd.DataFrame, key: str, name: str, themes: pd.Index) -> _Clusters:
    """Count statements or reports by group and cluster."""
    trials = told.drop_duplicates(key).groupby(["group", name]).size()
    marked = coded.drop_duplicates([key, "theme_id"]).groupby(["group", name, "theme_id"]).size()
    successes = marked.unstack("theme_id", fill_value=0).reindex(index=trials.index, columns=themes, fill_value=0)
    group, names = (trials.index.get_level_values(level).to_numpy() for level in ("group", name))
    return _Clusters(group, names.astype(str), trials.to_numpy()[:, np.newaxis], successes.to_numpy())


def _counted(told: pd.DataFrame, coded: pd.DataFrame, keys: list[str], unit: str, themes: pd.Index) -> pd.DataFrame:
    """Count statements or reports by group and theme, with intervals and tests."""
    groups = told[keys].drop_duplicates().sort_values(keys, ignore_index=True).rename_axis("group").reset_index()
    told, coded = told.merge(groups), coded.merge(groups)
    regions, reports = (_clusters(told, coded, UNITS[unit], name, themes) for name in ("place", "report_id"))
    rows = [_group(group, regions, reports) for group in groups["group"]]
    names = [unit, f"of_{unit}", f"share_of_{unit}", f"{unit}_low", f"{unit}_high", f"{unit}_p"]
    index = pd.MultiIndex.from_frame(groups[keys].merge(themes.to_frame(index=False), how="cross"))
    table = pd.DataFrame(np.concatenate(rows, axis=1).T, columns=names, index=index)
    table[f"{unit}_differ"] = contrasts.discoveries(table[f"{unit}_p"].to_numpy())
    return table.astype({unit: "int64", f"of_{unit}": "int64"})


def _group(group: int, regions: _Clusters, reports: _Clusters) -> np.ndarray:
    """Return a group's count, base, share, bounds and p-value for each theme, shape (6, themes)."""
    ours = _side(regions, reports, lambda groups: groups == group)
    counts, base = ours.successes.sum(axis=0), ours.trials.sum()
    low, high = intervals.clustered(ours.successes, ours.trials)
    p = np.full(len(counts), np.nan)
    if (regions.groups != group).any():
        p = _p(ours, _side(regions, reports, lambda groups: groups != group))
    return np.stack([counts, np.full(len(counts), base), counts / base, low, high, p])


def _side(regions: _Clusters, reports: _Clusters, chosen) -> _Clusters:
    """Return the regions of the chosen groups or, if that is a single region, its reports."""
    side = regions.of(chosen(regions.groups))
    return side if len(set(side.names)) > 1 else reports.of(chosen(reports.groups))


def _p(ours: _Clusters, others: _Clusters) -> np.ndarray:
    """Test whether the shares of two sides differ, by the clusters' deviations from the pooled share."""
    share = (ours.successes.sum(axis=0) + others.successes.sum(axis=0)) / (ours.trials.sum() + others.trials.sum())
    deviations = [(side.successes - share * side.trials) / side.trials.sum() for side in (ours, others)]
    error, freedom = contrasts.error_of_difference(deviations[0], ours.names, deviations[1], others.names)
    return contrasts.p_values(deviations[0].sum(axis=0) - deviations[1].sum(axis=0), error, freedom)


@explained
def theme_cooccurrence(problem_themes: pd.DataFrame) -> pd.DataFrame:
    """Count in how many statements two themes occur together.

    Returns
    -------
    DataFrame, square
        Index and columns are theme ids; the diagonal counts the statements of a theme.
    """
    labels = problem_themes[["problem_id", "theme_id"]].drop_duplicates()
    table = pd.crosstab(labels["problem_id"], labels["theme_id"])
    together = table.T @ table if len(table) else table
    return together.rename_axis(index="theme_id", columns="with")


@explained
def theme_pairs(problem_themes: pd.DataFrame) -> pd.DataFrame:
    """List the statements in which two themes occur together.

    Returns
    -------
    DataFrame [theme_id, with, statements, problem_ids]
        One row for each pair that occurs, the most frequent first; `problem_ids` separated by "|".
    """
    labels = problem_themes[["problem_id", "theme_id"]].drop_duplicates()
    pairs = labels.merge(labels.rename(columns={"theme_id": "with"}), on="problem_id").query("theme_id < `with`")
    counted = pairs.groupby(["theme_id", "with"], as_index=False).agg(
        statements=("problem_id", "size"), problem_ids=("problem_id", _joined)
    )
    return counted.sort_values(["statements", "theme_id", "with"], ascending=[False, True, True], ignore_index=True)


@explained
def coded_statements(problem_themes: pd.DataFrame, problems: pd.DataFrame, reports: pd.DataFrame) -> pd.DataFrame:
    """Return each problem statement with its region, year and themes.

    Returns
    -------
    DataFrame [region_code, region, level, year, problem_id, text, theme_ids]
        `theme_ids` is a list; ``["other"]`` if no theme of the codebook fits.
    """
    ids = problem_themes.groupby("problem_id")["theme_id"].agg(list).rename("theme_ids")
    table = problems.merge(reports[["report_id", *REPORTED_ON]], on="report_id").merge(ids, on="problem_id")
    return table.sort_values([*REPORTED_ON, "n"], ignore_index=True)[[*REPORTED_ON, "problem_id", "text", "theme_ids"]]


@explained
def recurrence(problem_themes: pd.DataFrame, problems: pd.DataFrame, reports: pd.DataFrame) -> pd.DataFrame:
    """Follow each region's problem themes through its years.

    Returns
    -------
    DataFrame [region_code, region, theme_id, year, admitted]
        One row for each region, theme that it ever admits, and year with a report; `admitted` is whether
        the theme occurs in that year, NA = the report has no problems section.
    """
    told = problems.merge(reports[["report_id", *REGION, "year"]], on="report_id")
    themes = told.merge(problem_themes[["problem_id", "theme_id"]], on="problem_id")
    ever = themes[[*REGION, "theme_id"]].drop_duplicates()
    years = reports[[*REGION, "year"]].drop_duplicates()
    told_of = told[[*REGION, "year"]].drop_duplicates().assign(told=True)
    seen = themes[[*REGION, "theme_id", "year"]].drop_duplicates().assign(admitted=True)
    table = ever.merge(years, on=REGION).merge(seen, how="left").merge(told_of, how="left")
    table["admitted"] = table["admitted"].eq(True).astype("boolean").where(table["told"].eq(True))
    table = table.drop(columns="told")
    return table.sort_values([*REGION, "theme_id", "year"], ignore_index=True)


@explained
def years_compared(whole: pd.DataFrame, without: pd.DataFrame) -> pd.DataFrame:
    """Compare the years in which each theme is admitted with those after some statements are left out.

    Parameters
    ----------
    whole, without : DataFrame
        `recurrence` for all statements, and for the remaining ones.

    Returns
    -------
    DataFrame [region_code, region, theme_id, years, without, changed]
        One row for each region and theme it admits. `years` and `without` are years separated by ", "; `changed` is
        whether they differ.
    """
    keys = [*REGION, "theme_id"]
    years, left = (rows[rows["admitted"].eq(True)].groupby(keys)["year"].agg(_listed) for rows in (whole, without))
    table = years.rename("years").to_frame().assign(without=left.reindex(years.index).fillna("")).reset_index()
    return table.assign(changed=table["years"] != table["without"])


@explained
def courses(problem_themes: pd.DataFrame, problems: pd.DataFrame, reports: pd.DataFrame) -> pd.DataFrame:
    """Classify whether each region's themes stay, recur or vanish.

    Returns
    -------
    DataFrame [region_code, region, theme_id, course, years, of_years, problem_ids]
        One row for each theme that a region admits; regions with one year are left out. `years` are those in which it
        is admitted, out of `of_years`, both separated by ", ". `course`: ``"every year"``; ``"recurs"``, in the last
        year and earlier, but not in every year; ``"new"``, in the last year alone; ``"vanished"``, not in the last
        year. Years without a problems section are ignored: no theme vanishes in them.
    """
    rows = recurrence(problem_themes, problems, reports).dropna(subset="admitted")
    rows = rows[rows.groupby(REGION)["year"].transform("nunique") > 1]
    if rows.empty:
        return pd.DataFrame(columns=[*REGION, "theme_id", "course", "years", "of_years", "problem_ids"])
    groups = rows.groupby([*REGION, "theme_id"], as_index=False)
    table = groups.agg(course=("admitted", _course), of_years=("year", _listed))
    admitted = rows[rows["admitted"]].groupby([*REGION, "theme_id"], as_index=False).agg(years=("year", _listed))
    told = problems[["problem_id", "report_id"]].merge(reports[["report_id", *REGION]], on="report_id")
    ids = problem_themes[["problem_id", "theme_id"]].drop_duplicates().merge(told, on="problem_id")
    ids = ids.groupby([*REGION, "theme_id"], as_index=False).agg(problem_ids=("problem_id", _joined))
    table = table.merge(admitted).merge(ids)
    return table[[*REGION, "theme_id", "course", "years", "of_years", "problem_ids"]]


def _course(admitted: pd.Series) -> str:
    """Return the course of a theme, given whether it is admitted in each year, in order."""
    first, last = admitted.to_numpy(bool)[:-1], bool(admitted.iloc[-1])
    if not last:
        return "vanished"
    return "every year" if first.all() else "recurs" if first.any() else "new"


def _joined(ids: pd.Series) -> str:
    return "|".join(sorted(ids))


def _listed(years: pd.Series) -> str:
    return ", ".join(str(year) for year in sorted(years))
