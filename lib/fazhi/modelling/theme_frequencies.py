"""Problem statements and their themes → how often, where and when each is admitted, together with what, how long."""

from __future__ import annotations

import pandas as pd

from fazhi.modelling.intervals import wilson

PLACE = ["region_code", "region", "level", "year"]
REGION = ["region_code", "region"]
COURSES = ["every year", "recurs", "new", "vanished"]


def theme_frequencies(
    problem_themes: pd.DataFrame, problems: pd.DataFrame, reports: pd.DataFrame, by: str
) -> pd.DataFrame:
    """Count how often each problem theme is admitted, per statement and per report.

    Parameters
    ----------
    problem_themes, problems, reports : DataFrame
        The tables of those names.
    by : {"region", "year", "level", "all"}
        What to compare; ``"all"`` takes all reports together. Regions are told apart by code and name.

    Returns
    -------
    DataFrame [by, theme_id, statements, of_statements, share_of_statements, statements_low, statements_high, reports,
               of_reports, share_of_reports, reports_low, reports_high, problem_ids]
        One row for each group and each theme that any group has, with `region_code` first where `by` is ``"region"``.
        `statements` and `reports` count those that have the theme, `of_statements` the statements there, `of_reports`
        the reports that have any; the shares (0–1) carry 95 % Wilson intervals. `problem_ids` are the statements,
        separated by "|". Reports without a problems section are no zero: they are left out.
    """
    keys = REGION if by == "region" else [by]
    told = problems[["problem_id", "report_id"]].merge(reports.assign(all="")[["report_id", *keys]], on="report_id")
    bases = told.groupby(keys, as_index=False).agg(
        of_statements=("problem_id", "nunique"), of_reports=("report_id", "nunique")
    )
    coded = problem_themes[["problem_id", "theme_id"]].drop_duplicates().merge(told, on="problem_id")
    counted = coded.groupby([*keys, "theme_id"], as_index=False).agg(
        statements=("problem_id", "nunique"), reports=("report_id", "nunique"), problem_ids=("problem_id", _joined)
    )
    themes = coded[["theme_id"]].drop_duplicates()
    table = bases.merge(themes, how="cross").merge(counted, on=[*keys, "theme_id"], how="left")
    table = table.fillna({"statements": 0, "reports": 0, "problem_ids": ""})
    table = table.astype({"statements": "int64", "reports": "int64"})
    columns = [*keys, "theme_id"]
    for unit in ("statements", "reports"):
        table[f"share_of_{unit}"] = table[unit] / table[f"of_{unit}"]
        table[f"{unit}_low"], table[f"{unit}_high"] = wilson(table[unit], table[f"of_{unit}"])
        columns += [unit, f"of_{unit}", f"share_of_{unit}", f"{unit}_low", f"{unit}_high"]
    return table[[*columns, "problem_ids"]].sort_values([*keys, "theme_id"], ignore_index=True)


def theme_cooccurrence(problem_themes: pd.DataFrame) -> pd.DataFrame:
    """Count in how many statements two themes stand together.

    Returns
    -------
    DataFrame, square
        Index and columns are theme ids; the diagonal counts the statements of a theme.
    """
    labels = problem_themes[["problem_id", "theme_id"]].drop_duplicates()
    table = pd.crosstab(labels["problem_id"], labels["theme_id"])
    together = table.T @ table
    return together.rename_axis(index="theme_id", columns="with")


def theme_pairs(problem_themes: pd.DataFrame) -> pd.DataFrame:
    """List the statements in which two themes stand together.

    Returns
    -------
    DataFrame [theme_id, with, statements, problem_ids]
        One row for each pair that occurs, the commonest first; `problem_ids` separated by "|".
    """
    labels = problem_themes[["problem_id", "theme_id"]].drop_duplicates()
    pairs = labels.merge(labels.rename(columns={"theme_id": "with"}), on="problem_id").query("theme_id < `with`")
    counted = pairs.groupby(["theme_id", "with"], as_index=False).agg(
        statements=("problem_id", "size"), problem_ids=("problem_id", _joined)
    )
    return counted.sort_values(["statements", "theme_id", "with"], ascending=[False, True, True], ignore_index=True)


def coded_statements(problem_themes: pd.DataFrame, problems: pd.DataFrame, reports: pd.DataFrame) -> pd.DataFrame:
    """Put each problem statement beside its place, year and themes.

    Returns
    -------
    DataFrame [region_code, region, level, year, problem_id, text, theme_ids]
        `theme_ids` is a list; ``["other"]`` where no theme of the codebook fits.
    """
    ids = problem_themes.groupby("problem_id")["theme_id"].agg(list).rename("theme_ids")
    table = problems.merge(reports[["report_id", *PLACE]], on="report_id").merge(ids, on="problem_id")
    return table.sort_values([*PLACE, "n"], ignore_index=True)[[*PLACE, "problem_id", "text", "theme_ids"]]


def recurrence(problem_themes: pd.DataFrame, problems: pd.DataFrame, reports: pd.DataFrame) -> pd.DataFrame:
    """Follow each region's problem themes through its years.

    Returns
    -------
    DataFrame [region_code, region, theme_id, year, admitted]
        One row for each region, theme that it ever admits, and year of which it has a report with a problems section;
        `admitted` tells whether the theme occurs in that year.
    """
    told = problems.merge(reports[["report_id", *REGION, "year"]], on="report_id")
    themes = told.merge(problem_themes[["problem_id", "theme_id"]], on="problem_id")
    ever = themes[[*REGION, "theme_id"]].drop_duplicates()
    years = told[[*REGION, "year"]].drop_duplicates()
    seen = themes[[*REGION, "theme_id", "year"]].drop_duplicates().assign(admitted=True)
    table = ever.merge(years, on=REGION).merge(seen, how="left")
    table["admitted"] = table["admitted"].eq(True)
    return table.sort_values([*REGION, "theme_id", "year"], ignore_index=True)


def courses(problem_themes: pd.DataFrame, problems: pd.DataFrame, reports: pd.DataFrame) -> pd.DataFrame:
    """Say of each region's themes whether they stay, recur or vanish.

    Returns
    -------
    DataFrame [region_code, region, theme_id, course, years, of_years, problem_ids]
        One row for each theme that a region admits, regions with one year left out. `years` in which it is admitted,
        and `of_years` told of, both separated by ", ". `course`: ``"every year"``; ``"recurs"``, in the last year and
        earlier, but not in every year; ``"new"``, in the last year alone; ``"vanished"``, not in the last year. Years
        without a problems section are left out: no theme vanishes in them.
    """
    rows = recurrence(problem_themes, problems, reports)
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
    """Name the course of a theme from whether it is admitted in each year, in order."""
    first, last = admitted.to_numpy(bool)[:-1], bool(admitted.iloc[-1])
    if not last:
        return "vanished"
    return "every year" if first.all() else "recurs" if first.any() else "new"


def _joined(ids: pd.Series) -> str:
    return "|".join(sorted(ids))


def _listed(years: pd.Series) -> str:
    return ", ".join(str(year) for year in sorted(years))
