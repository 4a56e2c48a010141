"""Quantities, indicators and ratios → contradictions between the printed numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import accumulate, product
from math import isclose, isnan
from operator import attrgetter

import pandas as pd

from fazhi import schema
from fazhi.arguments import explained
from fazhi.measuring.indicators.matching import grouped
from fazhi.measuring.indicators.units import alike, is_fraction_of_one

_TOTAL = re.compile(r"^(共计|合计|总计|总共|一共|共)\s*#")
_UP = re.compile("增|上升|提高|提升|多")
_DOWN = re.compile("减|下降|降低|少")
_MEAN = re.compile("平均|人均|每|均")
_SEASON = re.compile("季度|上半年|下半年|月|[一二两三]批|期间|专项|行动")  # a count that is not for the whole
_SAME_WORDS = attrgetter("report_id", "indicator_id", "year", "unit", "subject", "verb")
_REPEATED_FROM = 1000  # smaller or rounder numbers coincide by chance


@explained
def checks(quantities: pd.DataFrame, indicators: pd.DataFrame, ratios: pd.DataFrame, catalog) -> pd.DataFrame:
    """Compare numbers that ought to agree; only what the text itself contradicts is reported.

    Parameters
    ----------
    quantities : DataFrame
        As returned by `matching.match`, with report_id, quantity_id and the columns clause
        and sentence.
    indicators, ratios : DataFrame
        The tables of these names.
    catalog : fazhi.catalog.Catalog
        Its `ratios` say which counts cannot exceed which (`numerator_within`: yes, no, or with carry-over: only if the
        the carried-over cases are printed too) and which printed rates have the same base (`stated_same_base`).

    Returns
    -------
    DataFrame [report_id, kind, stated, computed, quantity_ids, message]
        - sum: the items of a list do not add up to the total printed after them;
        - ratio: a printed rate differs from that of the printed counts, beyond rounding;
        - order: a part exceeds its whole;
        - repeat: the same long number is printed for two different indicators;
        - conflict: one indicator is printed in the same words with different numbers;
        - magnitude: a fraction of a person or case (a 万 may be missing);
        - change: last year's figure or the change on it disagrees with last year's report.
    """
    tables = (list(table.itertuples()) for table in (quantities, indicators, ratios))
    return schema.typed("checks", findings(*tables, Rules(catalog)))


class Rules:
    """The catalogue's rules for how numbers must agree, prepared once for many reports; see `checks`."""

    def __init__(self, catalog) -> None:
        indicators = catalog.indicators
        self.ratios = {row.id: row for row in catalog.ratios.itertuples(index=False)}
        self.single = set(indicators.loc[indicators["aggregate"].isin(["whole", "first"]), "id"])


def findings(quantities: list, indicators: list, ratios: list, rules: Rules) -> list[dict]:
    """Return the rows of `checks`, given its inputs as rows with the columns as attributes."""
    numbers = sorted(quantities, key=attrgetter("report_id", "line", "start"))
    by_id = {row.quantity_id: row for row in numbers}
    sentences = grouped(numbers, attrgetter("report_id", "line", "sentence"))
    main = [row for row in indicators if row.qualifier == ""]
    values = {(row.report_id, row.indicator_id): row for row in main}
    found = [
        *_sums(sentences.values()),
        *_rates(by_id, values, ratios, rules.ratios),
        *_orders(by_id, sentences, values, rules.ratios.values()),
        *_repeats(numbers),
        *_conflicts(numbers, rules.single),
        *_magnitudes(numbers),
        *_changes(sentences, values, indicators),
    ]
    return [*found, *_candidates(by_id, main, found)]


def _finding(kind: str, rows: list, stated: float, computed: float, message: str) -> dict:
    """Build a row of the result."""
    linked = "|".join(row.quantity_id for row in rows)
    return {
        "report_id": rows[0].report_id,
        "kind": kind,
        "stated": stated,
        "computed": computed,
        "quantity_ids": linked,
        "message": message,
    }


def _shown(value: float) -> str:
    return f"{value:,.4f}".rstrip("0").rstrip(".")


def _sums(sentences: Iterable[list]) -> Iterator[dict]:
    for rows in sentences:
        for n, total in enumerate(rows):
            parts = _list_before(rows[:n], total) if _is_total(total) else []
            computed = sum(part.value for part in parts)
            if len(parts) > 1 and computed != total.value:
                message = f"{len(parts)} items add up to {_shown(computed)}, the total printed is {_shown(total.value)}"
                yield _finding("sum", [total, *parts], total.value, computed, message)


def _is_total(row) -> bool:
    """Whether a number is a bare total: 共计 and the number, without a noun."""
    own = re.split(r"[,;。:]", row.context)[-1]
    return row.bound == "exact" and bool(_TOTAL.search(own))


def _list_before(rows: list, total) -> list:
    """Return the items of the list right before a total, all in its unit; none if any is inexact."""
    items: list = []
    following = total
    for row in reversed(rows):
        between = _between(row, following)
        joined = "、" in between or "和" in between if items else True
        if row.unit != total.unit or not joined or re.search("[;。]|其中" if not items else "[,;。]|其中", between):
            break
        if row.bound != "exact":
            return []
        items.insert(0, row)
        following = row
    return items


def _between(first, second) -> str:
    """Return the text between two numbers of a sentence."""
    before_first, before_second = first.context.split("#")[0], second.context.split("#")[0]
    return before_second[len(before_first) :].removeprefix(first.raw)


def _rates(by_id: dict, values: dict, ratios: list, rules: dict) -> Iterator[dict]:
    for ratio in ratios:
        rule = rules[ratio.ratio_id]
        if rule.stated_same_base != "yes" or isnan(ratio.stated) or isnan(ratio.computed):
            continue
        linked = values[(ratio.report_id, rule.stated_indicator)].quantity_ids
        if any(abs(by_id[other].value - ratio.computed) <= _rounding(by_id[other].raw) for other in linked.split("|")):
            continue
        rate, above, below = (by_id[ids.split("|")[0]] for ids in (linked, ratio.numerator_ids, ratio.denominator_ids))
        exact = {row.bound for row in (rate, above, below)} == {"exact"}
        near = len({(row.line, row.sentence) for row in (rate, above, below)}) == 1
        if exact and near:
            message = (
                f"{_shown(above.value)} of {_shown(below.value)} are {_shown(round(ratio.computed, 2))} %, "
                f"the rate printed is {_shown(rate.value)} %"
            )
            yield _finding("ratio", [rate, above, below], rate.value, ratio.computed, message)


def _rounding(raw: str) -> float:
    """Return how far a rounded or truncated number may be from the true one."""
    decimals = re.search(r"\.(\d+)", raw)
    return 10.0 ** -len(decimals[1]) if decimals else 1.0


def _orders(by_id: dict, sentences: dict, values: dict, rules: Iterable) -> Iterator[dict]:
    within = [rule for rule in rules if rule.numerator_within != "no"]
    for report_id, rule in product(sorted({report_id for report_id, _ in values}), within):
        part, whole = (values.get((report_id, key)) for key in (rule.numerator, rule.denominator))
        if part is None or whole is None or whole.bound == "more_than" or part.bound == "less_than":
            continue
        rows = [by_id[value.quantity_ids.split("|")[0]] for value in (part, whole)]
        if len({(row.sentence, row.scope, alike(row.unit)) for row in rows}) > 1:
            continue
        sentence = sentences[rows[1].report_id, rows[1].line, rows[1].sentence]
        carried = _carried_over(sentence) if rule.numerator_within == "with carry-over" else [None]
        limit = whole.value + sum(row.value for row in carried if row is not None)
        if carried and part.value > limit:
            message = f"{_shown(part.value)} ({rows[0].raw}) exceed the {_shown(limit)} that they are part of"
            yield _finding("order", rows, part.value, limit, message)


def _carried_over(sentence: list) -> list:
    """Return the quantities of a sentence that count cases carried over from the year before."""
    return [row for row in sentence if "结转" in row.clause]


def _repeats(numbers: list) -> Iterator[dict]:
    for (_, value), group in grouped(filter(_is_telling, numbers), attrgetter("report_id", "value")).items():
        rows = [same[0] for same in grouped(group, attrgetter("indicator_id")).values()]
        if len(rows) > 1 and len({row.sentence for row in rows}) > 1 and len({alike(row.unit) for row in rows}) == 1:
            names = ", ".join(row.indicator_id for row in rows)
            yield _finding("repeat", rows, value, value, f"{_shown(value)} is printed for {names}")


def _is_telling(row) -> bool:
    """Whether a number is so long and exact that another count is unlikely to equal it by chance."""
    long = row.value >= _REPEATED_FROM and row.value % 100 != 0
    return long and row.indicator_id != "" and row.unit != "元" and row.bound == "exact"


def _conflicts(numbers: list, single: set[str]) -> Iterator[dict]:
    wholes = (row for row in numbers if row.indicator_id in single and _is_plain(row))
    for (_, indicator_id, *_), group in grouped(wholes, _SAME_WORDS).items():
        rows = [same[0] for same in grouped(group, attrgetter("value")).values()]
        if len(rows) > 1:
            low, high = sorted(row.value for row in rows)[:: len(rows) - 1]
            message = f"{indicator_id} is printed as {_shown(low)} and, in the same words, as {_shown(high)}"
            yield _finding("conflict", rows, low, high, message)


def _is_plain(row) -> bool:
    """Whether a number is exact and covers the whole region and year, not a part, a season or another body."""
    whole = row.bound == "exact" and not row.qualifier and not row.scope and row.subject != ""
    return whole and not _SEASON.search(row.context)


def _candidates(by_id: dict, main: list, found: list[dict]) -> Iterator[dict]:
    """List the figures that could each be the value of an indicator, unless another check has reported them."""
    named = {linked for row in found if row["kind"] == "conflict" for linked in row["quantity_ids"].split("|")}
    for value in main:
        rows = [by_id[linked] for linked in value.quantity_ids.split("|")]
        makers = _makers(rows, value.value)
        taken = {value.value, *(row.value for row in makers)}
        others = [row for row in rows[len(makers) :] if row.value not in taken]
        if others and not named & {row.quantity_id for row in rows}:
            shown = ", ".join(_shown(row.value) for row in others)
            message = f"{value.indicator_id}: {_shown(value.value)} is used; {shown} would also be possible"
            yield _finding("candidates", [rows[0], *others], value.value, others[0].value, message)


def _makers(rows: list, value: float) -> list:
    """Return the numbers that make up a value; they are listed first."""
    sums = accumulate(row.value for row in rows)
    return rows[: next((n for n, total in enumerate(sums, start=1) if isclose(total, value)), 1)]


def _magnitudes(numbers: list) -> Iterator[dict]:
    for row in numbers:
        mean = "mean" in row.qualifier.split("|") or _MEAN.search(row.clause)
        if is_fraction_of_one(row.value, row.unit) and not mean and not getattr(row, "confirmed", False):
            message = f"{row.raw}: a fraction of one {row.unit}; is 万 missing?"
            yield _finding("magnitude", [row], row.value, row.value * 10_000, message)


def _changes(sentences: dict, values: dict, indicators: list) -> Iterator[dict]:
    about = {row.report_id: (row.region_code, row.year) for row in indicators}
    of_year = {(row.region_code, row.year, row.indicator_id): row for row in values.values()}
    for (report_id, _, _), rows in sentences.items():
        if report_id in about:
            yield from _changes_in(rows, *about[report_id], of_year)


def _changes_in(rows: list, region_code: str, year: int, of_year: dict) -> Iterator[dict]:
    """Compare what a sentence says about last year with last year's report."""
    for n, row in enumerate(rows):
        words = row.qualifier.split("|")
        if "change" in words and n and rows[n - 1].indicator_id:
            last = of_year.get((region_code, year - 1, rows[n - 1].indicator_id))
            yield from _change(row, rows[n - 1], last)
        elif row.indicator_id and row.year == year - 1 and "cumulative" not in words:
            last = of_year.get((region_code, year - 1, row.indicator_id))
            if last is not None and {last.bound, row.bound} == {"exact"} and last.value != row.value:
                message = (
                    f"last year's figure is given as {_shown(row.value)}, last year's report says {_shown(last.value)}"
                )
                yield _finding("change", [row], row.value, last.value, message)


def _change(row, base, last) -> Iterator[dict]:
    """Compare a change printed after a figure with the difference from last year's report."""
    sign = 1 if _UP.search(row.clause) else -1 if _DOWN.search(row.clause) else 0
    if last is None or not sign or {row.bound, base.bound, last.bound} != {"exact"} or row.unit not in ("%", base.unit):
        return
    if base.unit == "%" or alike(base.unit) != alike(last.unit) or not last.value:
        return
    difference = base.value - last.value
    computed = 100 * difference / last.value if row.unit == "%" else difference
    if abs(sign * row.value - computed) > (_rounding(row.raw) if row.unit == "%" else 0):
        message = (
            f"a change of {_shown(sign * row.value)} is printed; "
            f"from {_shown(last.value)} in last year's report it is {_shown(computed)}"
        )
        yield _finding("change", [row, base], sign * row.value, computed, message)
