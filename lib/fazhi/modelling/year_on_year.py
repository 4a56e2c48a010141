"""An indicator panel → each value next to that of the year before, with the change."""

from __future__ import annotations

import pandas as pd

from fazhi.arguments import explained

COLUMNS = ["region_code", "region", "year", "indicator_id", "status", "value", "bound", "unit", "qualifier"]


@explained
def on_the_year_before(panel: pd.DataFrame) -> pd.DataFrame:
    """Pair every indicator's value with that of the year before.

    Parameters
    ----------
    panel : DataFrame
        Indicator by report (`descriptives.indicator_panel`). Of several values for one year, the one without a
        qualifier is used, else the first.

    Returns
    -------
    DataFrame [region_code, region, year, indicator_id, status, value, bound, unit, qualifier, confidence?, change]
        One row for each region, year and indicator, in the panel's order of indicators. `change` is a share (0.1 = a
        tenth more than the year before); NaN if either value is missing, inexact, or of another unit or qualifier,
        or if the earlier one is 0.
    """
    first = panel.assign(plain=panel["qualifier"].ne(""), order=range(len(panel))).sort_values(["plain", "order"])
    key = ["region_code", "region", "year", "indicator_id"]
    kept = [*COLUMNS, *(name for name in panel if name == "confidence")]
    one = first.drop_duplicates(key).sort_values("order")[kept]
    before = one[COLUMNS].assign(year=one["year"] + 1).drop(columns="status")
    table = one.merge(before, on=key, how="left", suffixes=("", "_before"))
    same = (table["unit"] == table["unit_before"]) & (table["qualifier"] == table["qualifier_before"])
    exact = table["bound"].eq("exact") & table["bound_before"].eq("exact") & table["value_before"].ne(0)
    table["change"] = (table["value"] / table["value_before"] - 1).where(same & exact)
    return table[[*kept, "change"]].reset_index(drop=True)
