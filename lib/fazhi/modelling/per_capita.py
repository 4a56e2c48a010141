"""A panel of indicators and a table of populations → the panel per capita, and the regions without a population."""

from __future__ import annotations

import pandas as pd

from fazhi.arguments import explained

REGION_YEAR = ["region_code", "year"]
GB_DIGITS = 6


@explained
def per_capita(
    panel: pd.DataFrame, population: pd.DataFrame, indicators: pd.DataFrame, per: int = 10_000
) -> pd.DataFrame:
    """Divide the values of a panel by the population of their region and year.

    Parameters
    ----------
    panel : DataFrame [region_code, level, year, indicator_id, value …]
        The result of `descriptives.indicator_panel`, or rows of it.
    population : DataFrame [region_code, year, population]
        Persons, above 0, one row for each region and year (`sidecars.population`).
    indicators : DataFrame [id, measure]
        The catalogue's indicators: rates are not counts and are left out.
    per : int
        The number of residents that a value refers to, above 0.

    Returns
    -------
    DataFrame
        The panel's columns, `value` as count × per / population, then

        - count: the value as reported; NaN if the panel has none,
        - population: persons,
        - per: as given.

        `status`, `bound` and `qualifier` stay, because a bound on a count is the same bound on the count per capita.
        Rows for region-years without a population are left out (`without_population` lists them): a missing population
        is neither zero nor a neighbouring year's. So are townships with their parent's code, because the population is
        the parent's.

    Raises
    ------
    FazhiError
        If `per` is below 1 (`arguments.RANGES`).
    """
    counts = indicators.loc[indicators["measure"] != "rate", "id"]
    known = _with_population(panel[panel["indicator_id"].isin(counts)], population)
    known = known[known["population"].notna()].astype({"population": "int64"})
    known = known.assign(count=known["value"], value=known["value"] * per / known["population"], per=per)
    return known[[*panel.columns, "count", "population", "per"]].reset_index(drop=True)


@explained
def without_population(panel: pd.DataFrame, population: pd.DataFrame) -> pd.DataFrame:
    """List the region-years in a panel without a population of their own.

    Returns
    -------
    DataFrame [region_code, region, level, year]
        Sorted; empty if every region-year has one.
    """
    places = panel[["region_code", "region", "level", "year"]].drop_duplicates()
    known = _with_population(places, population)
    return known[known["population"].isna()][list(places)].sort_values(list(places), ignore_index=True)


def _with_population(table: pd.DataFrame, population: pd.DataFrame) -> pd.DataFrame:
    """Add to each row the population of its region and year, NaN = none."""
    joined = table.merge(population[[*REGION_YEAR, "population"]], on=REGION_YEAR, how="left", validate="many_to_one")
    parents = (joined["level"] == "township") & (joined["region_code"].str.len() == GB_DIGITS)
    return joined.assign(population=joined["population"].where(~parents))
