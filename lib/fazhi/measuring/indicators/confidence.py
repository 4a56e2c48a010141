"""Indicator values and the numbers behind them → the probability that each value is right."""

from __future__ import annotations

import math

import pandas as pd

from fazhi import schema
from fazhi.measuring.indicators.matching import SEPARATOR
from fazhi.measuring.indicators.units import alike
from fazhi.measuring.indicators.values import is_apart

CONSTANT = "constant"
CORRECTED = "corrections.csv"  # the `rule` of an indicator set by a person
# Features that make a value more or less certain, each 0 or 1; their weights are in data/catalog/confidence.csv.
SIGNS = [
    "subject in the clause before",
    "subject further before",
    "verb elsewhere",
    "other indicators fit",
    "other figures beside it",
    "sum of parts",
    "part of a number",
    "another unit",
    "set apart",
]


def with_confidence(
    indicators: pd.DataFrame, quantities: pd.DataFrame, rules: pd.DataFrame, weights: dict[str, float]
) -> pd.DataFrame:
    """Estimate for every value the probability that it is right.

    A logistic model of a few features; docs/confidence.md describes how it was fitted and how well it is calibrated.

    Parameters
    ----------
    indicators : DataFrame
        As returned by `values.indicators`.
    quantities : DataFrame
        As returned by `matching.match`, with quantity_id.
    rules : DataFrame
        ``catalog.load().indicators``.
    weights : dict
        ``catalog.load().confidence``: the logistic weight of `CONSTANT` and of each of `SIGNS`.

    Returns
    -------
    DataFrame
        The indicators with the column `confidence`, from 0 to 1: among values like this one, the share with the right
        indicator, region and year. 1 for a number that a person has confirmed or assigned to its indicator.
    """
    units = dict(zip(rules["id"], rules["unit"], strict=True))
    sure = confidences(indicators.to_dict("records"), quantities.to_dict("records"), units, weights)
    return schema.typed("indicators", indicators.assign(confidence=sure))


def confidences(
    indicators: list[dict], quantities: list[dict], units: dict[str, str], weights: dict[str, float]
) -> list[float]:
    """Return the confidence of each value, given the inputs of `with_confidence` as rows, and the indicators' units."""
    by_id = {number["quantity_id"]: number for number in quantities}
    return [_confidence(value, by_id, units, weights) for value in indicators]


def signs(indicators: pd.DataFrame, quantities: pd.DataFrame, rules: pd.DataFrame) -> pd.DataFrame:
    """Return the features of each value: one row per value, one 0/1 column for each of `SIGNS`."""
    by_id = quantities.set_index("quantity_id").to_dict("index")
    units = dict(zip(rules["id"], rules["unit"], strict=True))
    rows = [_signs(row, by_id, units) for row in indicators.to_dict("records")]
    return pd.DataFrame(rows, columns=SIGNS, index=indicators.index).astype(float)


def _confidence(value: dict, by_id: dict, units: dict[str, str], weights: dict[str, float]) -> float:
    first = by_id[value["quantity_ids"].split(SEPARATOR)[0]]
    if first["rule"] == CORRECTED or first.get("confirmed", False):  # checked by a person
        return 1.0
    shown = zip(SIGNS, _signs(value, by_id, units), strict=True)
    score = weights[CONSTANT] + sum(weights[sign] for sign, is_there in shown if is_there)
    return round(1 / (1 + math.exp(-score)), 3)


def _signs(value: dict, by_id: dict, units: dict[str, str]) -> tuple:
    numbers = [by_id[linked] for linked in value["quantity_ids"].split(SEPARATOR)]
    first, summed = numbers[0], numbers[0]["value"] != value["value"]
    return (
        first["distance"] == 1,
        first["distance"] > 1,
        first["borrowed"],
        first["rivals"] > 0,
        not summed and any(number["value"] != value["value"] for number in numbers),
        summed,
        first["kind"] == "part",
        alike(value["unit"]) != alike(units[value["indicator_id"]]),
        is_apart(value["qualifier"]),
    )
