"""A table → the same for a web page, with names in the run's language and values linked to their sentences."""

from __future__ import annotations

import hashlib
import html
from collections.abc import Callable, Hashable
from functools import cache

import pandas as pd

from fazhi import catalog, english
from fazhi.reporting.charts.units import unit_of

PLACES = ("quantity_ids", "stated_ids", "numerator_ids", "denominator_ids", "problem_ids", "problem_id",
          "segment_id", "report_id", "place", "source_place", "next_place")  # fmt: skip
DATED = "problem_ids"
NAMES = ("indicator_id", "ratio_id", "theme_id", "with")
WORDS = {"bound": "bound", "status": "status", "kind": "check", "unit": "unit", "level": "level", "role": "role",
         "issuer_type": "issuer", "course": "course", "repeat": "repeat", "shared": "reuse", "outcome": "outcome",
         "direction": "direction", "type": "commitment"}  # fmt: skip
PLAIN = ("year", "line")
SIGNS = {"more_than": "> ", "less_than": "< ", "about": "≈ "}
UNSTATED = "–"


def linked(table: pd.DataFrame, *columns: str, lang: str = "zh") -> pd.io.formats.style.Styler:
    """Show a table with links to the sentences in the web report.

    Parameters
    ----------
    table : DataFrame
        Any table. Ids of numbers, statements and reports become links. Ids of the catalogue, bounds, units and so on
        are replaced by their names, and column headers by those in labels.csv (``column.…``).
    *columns : str
        The columns to show, in order; none given = all.
    lang : {"zh", "en"}
        Language of the names.
    """
    shown = _spelled(table[list(columns)] if columns else table, lang)
    forms: dict[Hashable, Callable] = {name: _number for name in shown.select_dtypes("number") if name not in PLAIN}
    forms |= {name: lambda ids, dated=name == DATED: _links(ids, lang, dated) for name in PLACES if name in shown}
    forms |= {name: lambda one: html.escape(_name("", one, lang)) for name in NAMES if name in shown}
    forms |= {name: lambda true: _name("truth", str(true), lang) for name in shown.select_dtypes("bool")}
    forms |= {
        name: lambda word, kind=kind: html.escape(_name(kind, word, lang))
        for name, kind in WORDS.items()
        if name in shown
    }
    heads = [_name("column", name, lang) for name in shown]
    heads = list(map(html.escape, heads))
    return _styled(shown).format(forms, na_rep="", escape="html").relabel_index(heads, axis="columns")


def crossed(panel: pd.DataFrame, lang: str = "zh") -> pd.io.formats.style.Styler:
    """Show a panel of indicators with a row for each region and year, every value a link to its sentence.

    Parameters
    ----------
    panel : DataFrame [region, year, indicator_id, status, value, bound, unit, qualifier, quantity_ids]
        As returned by `descriptives.indicator_panel`, or rows of it. Columns of the result follow its order of
        indicators.
    lang : {"zh", "en"}
        Language of the names.

    Returns
    -------
    Styler
        A bound precedes its value as >, < or ≈; a qualifier, or a unit other than the indicator's, follows it. Small
        numerals link to further numbers that the value rests on, such as the parts of a sum. "–" = not reported;
        "other measure" is spelled out.
    """
    units = catalog.load().indicators.set_index("id")["unit"]
    order = list(dict.fromkeys(panel["indicator_id"]))
    panel = _spelled(panel, lang)
    cells = panel.assign(cell=[_cell(row, units[row.indicator_id], lang) for row in panel.itertuples()])
    cells = cells.sort_values(["region_code", "region", "year", "qualifier"], kind="stable")
    rows = cells.groupby(["region", "year", "indicator_id"], sort=False)["cell"].agg("<br>".join)
    wide = rows.unstack().reindex(columns=order).reset_index()
    heads = [_name("column", name, lang) for name in ("region", "year")]
    heads += [_head(panel[panel["indicator_id"] == one], lang) for one in order]
    forms = {"region": html.escape} | dict.fromkeys(order, str)
    return _styled(wide).format(forms).relabel_index(list(map(html.escape, heads)), axis="columns")


def findings(checks: pd.DataFrame, lang: str = "zh") -> pd.io.formats.style.Styler:
    """Show where reports contradict themselves, in the run's language, with links to the sentences.

    Parameters
    ----------
    checks : DataFrame [region, year, kind, stated, computed, quantity_ids]
        The table `checks` with the region and year of each report.
    lang : {"zh", "en"}
        Language of the names.
    """
    said = [
        _name("finding", row.kind, lang).format(stated=_number(row.stated), computed=_number(row.computed))
        for row in checks.itertuples()
    ]
    return linked(checks.assign(message=said), "region", "year", "kind", "message", "quantity_ids", lang=lang)


def _spelled(table: pd.DataFrame, lang: str) -> pd.DataFrame:
    """Return a table with places, words and labels of topics in the language."""
    return english.table(table) if lang == "en" else table


def _styled(table: pd.DataFrame) -> pd.io.formats.style.Styler:
    from pandas.io.formats.style import Styler

    name = hashlib.sha256(table.to_csv(index=False).encode()).hexdigest()[:8]  # the same page every time
    whole = [{"selector": "td:first-child", "props": "word-break: keep-all"}]  # the names of regions
    return Styler(table, uuid=name, cell_ids=False).hide(axis="index").set_table_styles(whole)


def _head(rows: pd.DataFrame, lang: str) -> str:

    return f"{_name('', rows['indicator_id'].iloc[0], lang)} ({unit_of(rows, lang)})".removesuffix(" ()")


def _cell(row, unit: str, lang: str) -> str:
    """Return the HTML of one value, linked to the numbers that it rests on."""
    if pd.isna(row.value):
        said = UNSTATED if row.status == "not reported" else html.escape(_name("status", row.status, lang))
        return " ".join(_link(place, said) for place in row.quantity_ids.split("|")) if row.quantity_ids else said
    own = "" if row.unit in ("", unit) else _name("unit", row.unit, lang)
    places = row.quantity_ids.split("|")
    text = html.escape(" ".join(filter(None, [SIGNS.get(row.bound, "") + _number(row.value), own])))
    further = "".join(f" <sup>{_link(place, str(n))}</sup>" for n, place in enumerate(places[1:], start=2))
    return f"{_link(places[0], text)}{further}" + (
        f" <small>{html.escape(row.qualifier)}</small>" * bool(row.qualifier)
    )


def _links(ids: str, lang: str, dated: bool) -> str:
    """Turn ids joined by ``|`` into links to their places, each with its report's year if `dated`."""
    identifiers = [identifier for identifier in ids.split("|") if identifier]
    years = [f"{identifier.partition('/')[0].split('-')[-2]} " if dated else "" for identifier in identifiers]
    places = [f"{year}{_place(identifier, lang)}" for year, identifier in zip(years, identifiers, strict=True)]
    return ", ".join(_link(identifier, place) for identifier, place in zip(identifiers, places, strict=True))


def _link(identifier: str, text: str) -> str:
    report, _, place = identifier.partition("/")
    return f'<a href="../reports/{report}.html#{place}">{text}</a>'


def _place(identifier: str, lang: str) -> str:
    """Describe the place of an id: the line of a number or segment, the number of a statement, or the report."""
    report, _, place = identifier.partition("/")
    kind = {"q": "place.line", "s": "place.line", "L": "place.line", "p": "place.statement"}.get(place[:1])
    return catalog.load().name(kind, lang).format(place[1:].partition(".")[0]) if kind else report


def _number(value: float) -> str:
    """Return a number as text, with two decimals, or four if it is below 1."""
    return f"{round(value, 2 if abs(value) >= 1 else 4):,.12g}"


def _name(kind: str, word: str, lang: str) -> str:
    """Return the name of the label ``kind.word``, or of the id `word` if kind is ""; without a name, the word."""
    return _names(lang).get(f"{kind}.{word}" if kind else word, str(word))


@cache
def _names(lang: str) -> dict[str, str]:
    known = catalog.load()
    named = pd.concat([known.labels, known.indicators, known.ratios, known.themes])
    return dict(zip(named["id"], named[f"name_{lang}"], strict=True))
