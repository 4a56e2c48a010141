"""Numbers read from reports → the sheet for checking them by hand; the filled sheet → how many are right."""

from __future__ import annotations

import pandas as pd

from fazhi.arguments import explained
from fazhi.errors import FazhiError
from fazhi.modelling.intervals import wilson
from fazhi.modelling.validation.sampling import ALL, draw

NO_AREA = "none"
YES, NO = {"yes", "y", "1", "true", "是", "对"}, {"no", "n", "0", "false", "否", "错"}
SHEET = [
    "quantity_id", "report_id", "file", "line", "area", "weight", "sentence", "raw", "value", "value_high", "unit",
    "bound", "subject", "verb", "year", "indicator_id", "right", "note",
]  # fmt: skip


@explained
def sample_quantities(
    quantities: pd.DataFrame, sentences: pd.DataFrame, indicators: pd.DataFrame, n: int, seed: int
) -> pd.DataFrame:
    """Draw numbers for checking by hand, from every area of the catalogue.

    Parameters
    ----------
    quantities : DataFrame
        The table of that name.
    sentences : DataFrame [quantity_id, file, sentence]
        Their sentences (`fazhi.corpus.Tables.sentences`).
    indicators : DataFrame [id, area]
        The catalogue's indicators.
    n : int
        How many numbers, at least 1; all of them if there are fewer.
    seed : int
        Seed of the drawing and of the order.

    Returns
    -------
    DataFrame
        The columns of `SHEET`, in random order. `area` is the indicator's, ``none`` without indicator; `weight` is how
        many numbers the row represents. `right` and `note` are empty for the checker, who enters yes if value, unit,
        bound and indicator are all right (no indicator is right if none fits), else no.
    """
    ordered = quantities.sort_values("quantity_id", ignore_index=True)
    area = ordered["indicator_id"].map(indicators.set_index("id")["area"]).fillna(NO_AREA)
    drawn = draw(ordered.assign(area=area), area, n, seed).assign(right="", note="")
    return drawn.merge(sentences[["quantity_id", "file", "sentence"]], on="quantity_id", how="left")[SHEET]


def precision(sheet: pd.DataFrame) -> pd.DataFrame:
    """Estimate how many of the numbers are right, by area and overall.

    Parameters
    ----------
    sheet : DataFrame [area, weight, right]
        A filled sheet; `right` is one of `YES` or `NO`, rows where it is still empty are left out.

    Returns
    -------
    DataFrame [area, n, right, precision, precision_low, precision_high]
        One row for each area checked and one, ``all``, for the corpus, in which each number counts with its weight.
        Shares 0–1 with Wilson's 95 % interval, for ``all`` with Kish's effective sample size. The similarity of numbers
        from the same report is not taken into account.

    Raises
    ------
    FazhiError
        If no row has been checked.

    References
    ----------
    Kish, L. (1965). Survey Sampling, ch. 11.7.
    Franco, C., Little, R. J. A., Louis, T. A., & Slud, E. V. (2019). Comparative study of confidence intervals for
    proportions in complex sample surveys. Journal of Survey Statistics and Methodology 7, 334–364.
    """
    answer = sheet["right"].str.strip().str.lower()
    checked = sheet.assign(yes=answer.isin(YES))[answer.isin(YES | NO)]
    if checked.empty:
        raise FazhiError("the sheet's column 'right' is empty; fill in yes or no")
    rows = [_row(area, group) for area, group in checked.groupby("area")]
    return pd.DataFrame([*rows, _row(ALL, checked)])


def _row(area: str, checked: pd.DataFrame) -> dict:
    weight = checked["weight"].astype(float)
    share = (weight * checked["yes"]).sum() / weight.sum()
    size = weight.sum() ** 2 / (weight**2).sum()
    low, high = wilson(share * size, size)
    counts = {"area": area, "n": len(checked), "right": int(checked["yes"].sum())}
    return counts | {"precision": share, "precision_low": float(low), "precision_high": float(high)}
