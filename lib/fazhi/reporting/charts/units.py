"""Values of an indicator → the name of their unit, also if they are per capita."""

from __future__ import annotations

import pandas as pd

from fazhi import catalog
from fazhi.reporting.charts import elements


def unit_of(rows: pd.DataFrame, lang: str) -> str:
    """Return the unit of an indicator's values, or the catalogue's if there are none; ``""`` if it has no name.

    For values per capita (column `per`) it includes the number of residents: 件/万人, cases per 10,000 residents.
    """
    known = catalog.load().indicators
    units = [unit for unit in elements.in_order(rows["unit"]) if unit]
    units += list(known.loc[known["id"] == rows["indicator_id"].iloc[0], "unit"])
    unit = elements.unit(units[0], str(rows["indicator_id"].iloc[0]), lang) if units else ""
    if "per" not in rows:
        return unit
    return elements.name("chart.per_residents", lang).format(unit=unit, number=_residents(rows["per"].iloc[0], lang))


def _residents(per: int, lang: str) -> str:
    """Return the denominator of values per capita as text: 10,000, or in Chinese 万, 10万."""
    if lang == "zh" and per >= 10_000 and per % 10_000 == 0:
        return "万" if per == 10_000 else f"{per // 10_000}万"
    return f"{per:,}"
