"""A table and what is shared with other reports → the table without it."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd


def without_places(table: pd.DataFrame, places: pd.DataFrame) -> pd.DataFrame:
    """Leave out the rows that have more than half of their characters in given places.

    Parameters
    ----------
    table : DataFrame [report_id, line, start, end, …]
        E.g. the table `segments` or `problems`.
    places : DataFrame [report_id, line, start, end]
        They must not overlap.
    """
    spans = table[["report_id", "line", "start", "end"]].reset_index(names="row")
    both = spans.merge(places[["report_id", "line", "start", "end"]].drop_duplicates(), on=["report_id", "line"])
    shared = both[["end_x", "end_y"]].min(axis=1) - both[["start_x", "start_y"]].max(axis=1)
    covered = shared.clip(lower=0).groupby(both["row"]).sum().reindex(table.index, fill_value=0)
    return table[covered <= (table["end"] - table["start"]) / 2].reset_index(drop=True)


def without_values(
    indicators: pd.DataFrame, disclosure: pd.DataFrame, quantity_ids: Iterable[str]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Leave out the values that rest on nothing but given quantities.

    Parameters
    ----------
    indicators, disclosure : DataFrame
        The tables of these names.
    quantity_ids : iterable of str
        The quantities to do without.

    Returns
    -------
    (DataFrame, DataFrame)
        Both tables without these values; an indicator of a report that has no other value is in neither, since it is
        neither reported nor unreported.
    """
    ids = set(quantity_ids)
    gone = pd.Series([set(listed.split("|")) <= ids for listed in indicators["quantity_ids"]], dtype=bool)
    kept = indicators[~gone].reset_index(drop=True)
    stated, left, listed = (
        pd.MultiIndex.from_frame(table[["report_id", "indicator_id"]]) for table in (indicators[gone], kept, disclosure)
    )
    return kept, disclosure[~listed.isin(stated.difference(left))].reset_index(drop=True)
