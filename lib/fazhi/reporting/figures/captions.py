"""The plotted table → a draft of the caption and the alt text in Chinese and English, worded as in captions.csv."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import pandas as pd

from fazhi import catalog, csv_rows, english, paths
from fazhi.errors import FazhiError
from fazhi.reporting.charts import elements
from fazhi.reporting.charts.units import unit_of
from fazhi.schema import ENOUGH_REPORTS

KINDS = {"area": "area.", "role": "role.", "level": "level.", "outcome": "outcome."}
CATALOGUED = ["indicator_id", "ratio_id", "theme_id"]
GROUPED = ["indicator_id", "ratio_id", "role"]
SECTIONS = ["opening", "achievement", "leadership", "problem", "plan"]
MOST_GROUPS = 6
SHARES = {"reports_low": "share_of_reports", "low": "share"}


@dataclass(frozen=True)
class Wording:
    """How a chart is described in one language: a row of ``data/catalog/captions.csv``.

    Attributes
    ----------
    kind, shows, note : str
        The type of chart, what it shows, and what readers need to know.
    fact, value, at : str
        The kind of fact to state about the plotted table, the column with its values, and the columns that name them.
    """

    lang: str
    kind: str
    shows: str
    note: str
    fact: str
    value: str
    at: list[str]


def draft(
    charts: Sequence[str],
    data: pd.DataFrame | None,
    *,
    version: str = "",
    sample: bool = False,
    reports: int = 0,
    warnings: Sequence[dict[str, str]] = (),
) -> dict:
    """Draft a figure's caption and alt text.

    Parameters
    ----------
    charts : sequence of str
        Names of the charts in the figure; those not in ``captions.csv`` are skipped.
    data : DataFrame or None
        The plotted table: its reports, regions and years are counted, and its largest and smallest values named.
    version : str
        Version of fazhi for the source line; ``""`` = no source line.
    sample : bool
        Whether the data are invented; if so, the caption says it.
    reports : int
        Number of reports that the figure was made from, for tables that do not tell; 0 = unknown.
    warnings : sequence of dict
        Caveats by language to include in the caption.

    Returns
    -------
    dict
        ``{"title": {"zh": …, "en": …}, "caption": …, "alt": …}``. The title says what is shown, ``""`` for an unknown
        chart. The caption adds the number of reports, notes, caveats (few reports, no interval possible, `warnings`)
        and the source. The alt text gives the type of chart, what it shows, and the values that stand out.
    """
    table = pd.DataFrame() if data is None else data
    told = {}
    for lang in catalog.LANGUAGES:
        words = [wording(chart, lang) for chart in charts if chart in _captions().index]
        what = [_of_one_indicator(table, word.shows, lang) for word in words]
        shows = [_sentence(text, lang) for text in what]
        of_all = _sentence(extent(table, lang), lang)
        notes = [_sentence(word.note, lang) for word in words]
        reserved = [*reservations(table, lang, reports), *(warning[lang] for warning in warnings)]
        reserved = list(dict.fromkeys(_sentence(text, lang) for text in reserved))
        invented = _sentence(_name("chart.sample", lang), lang) if sample else ""
        source = _say("caption.source", lang, version=version) if version else ""
        kinds = [_say("caption.of", lang, name=word.kind, text="") for word in words[:1]]
        facts = [_sentence(fact, lang) for word in words for fact in _facts(table, word)]
        told[lang] = {
            "title": _name("caption.comma", lang).join(what),
            "caption": _joined([*shows, of_all, *notes, *reserved, invented, source], lang),
            "alt": "".join(kinds) + _joined([*shows, of_all, *facts, invented], lang),
        }
    return {part: {lang: told[lang][part] for lang in catalog.LANGUAGES} for part in ("title", "caption", "alt")}


def _of_one_indicator(table: pd.DataFrame, shows: str, lang: str) -> str:
    """Add the name of the indicator if the table holds just one, in all of its rows."""
    ids = set(table["indicator_id"]) if "indicator_id" in table else set()
    is_one = len(ids) == 1 and table["indicator_id"].notna().all()
    return _say("caption.of", lang, name=_name(ids.pop(), lang), text=shows) if is_one else shows


def as_text(drafted: dict) -> str:
    """Return the title, caption and alt text as one text, Chinese first."""
    lines = []
    for lang in catalog.LANGUAGES:
        for part in ("title", "caption", "alt"):
            lines += [_name(f"caption.{part}", lang), drafted[part][lang], ""]
    return "\n".join(lines)


def wording(chart: str, lang: str) -> Wording:
    """Return the description of a chart in a language."""
    row = _captions().loc[chart]
    texts = [row[f"{part}_{lang}"] for part in ("kind", "shows", "note")]
    return Wording(lang, *texts, row["fact"], row["value"], row["at"].split())


def extent(data: pd.DataFrame, lang: str) -> str:
    """Say how many reports, regions and years a table covers; ``""`` if it has no such columns."""
    if data.empty:
        return ""
    place = [column for column in ("region_code", "region") if column in data]
    regions = data[place].dropna().drop_duplicates() if place else data.iloc[:0]
    told = [_reports(data, lang)]
    if len(regions) == 1:
        told.append(_called("region", regions[place[-1]].iloc[0], lang))
    elif len(regions):
        told.append(_say("caption.regions", lang, count=len(regions)))
    if "year" in data:
        first, last = int(data["year"].min()), int(data["year"].max())
        told.append(_say("caption.year" if first == last else "caption.years", lang, first=first, last=last))
    return _name("caption.comma", lang).join(filter(None, told))


def reservations(data: pd.DataFrame, lang: str, reports: int = 0) -> list[str]:
    """Say whether the reports are too few for conclusions, and how many shares can have no interval."""
    if data.empty:
        return []
    said = []
    count = _n_reports(data) or reports
    if 0 < count < ENOUGH_REPORTS:
        said.append(_say("caption.few", lang, count=count, enough=ENOUGH_REPORTS))
    low = next((column for column in ("reports_low", "low") if column in data), None)
    shown = data[data[SHARES[low]].notna()] if low and SHARES[low] in data else data.iloc[:0]
    if open_ended := int(shown[low].isna().sum()) if low else 0:
        said.append(_say("caption.no_interval", lang, count=open_ended, of=len(shown)))
    return said


def with_names(data: pd.DataFrame) -> pd.DataFrame:
    """Add names of ids and English names: `theme_zh` and `theme_en` after `theme_id`, `region_en` after `region`.

    An id that is not in the catalogue is its own name.
    """
    named = data.copy()
    for column in [column for column in CATALOGUED if column in data]:
        for lang in reversed(catalog.LANGUAGES):
            known = {identifier: _known(identifier, lang) for identifier in set(data[column].dropna())}
            stem = column.removesuffix("_id")
            if f"{stem}_{lang}" not in named:
                named.insert(named.columns.get_loc(column) + 1, f"{stem}_{lang}", data[column].map(known))
    for column in [column for column in english.WAYS if column in data]:
        named.insert(named.columns.get_loc(column) + 1, f"{column}_en", data[column].map(english.WAYS[column]))
    return named


def _known(identifier: str, lang: str) -> str:
    try:
        return _name(identifier, lang)
    except FazhiError:
        return identifier


def _reports(data: pd.DataFrame, lang: str) -> str:
    """Say how many reports a table covers."""
    count = _n_reports(data)
    return _say("caption.report" if count == 1 else "caption.reports", lang, count=count) if count else ""


def _n_reports(data: pd.DataFrame) -> int:
    """Return the number of reports that a table covers."""
    place = [column for column in ("region_code", "region") if column in data]
    count = 0
    if "report_id" in data:
        count = data["report_id"].nunique()
    elif "n" in data:
        count = int(data["n"].sum())
    elif "of_reports" in data:
        by = [column for column in ("region", "year", "level") if column in data]
        count = int(data.drop_duplicates(by)["of_reports"].sum() if by else data["of_reports"].max())
    elif place and "year" in data:
        count = len(data[[*place, "year"]].drop_duplicates())
    return count


def _facts(data: pd.DataFrame, word: Wording) -> list[str]:
    """State what stands out in the table, if it has the columns for it."""
    there = word.fact and not data.empty and (not word.value or word.value in data)
    return FACTS[word.fact](data, word) if there else []


def _share(data: pd.DataFrame, word: Wording) -> list[str]:
    return _extremes(data, word, lambda value: f"{round(100 * value, 1):g}%")


def _sections(data: pd.DataFrame, word: Wording) -> list[str]:
    """State the extremes among sections of text; title, addressee and so on are too short to count."""
    return _share(data[data["role"].isin(SECTIONS)], word)


def _rate(data: pd.DataFrame, word: Wording) -> list[str]:
    return _extremes(data, word, lambda value: f"{value:.10g}%")


def _number(data: pd.DataFrame, word: Wording) -> list[str]:
    return _extremes(data, word, lambda value: f"{round(value, 2):,.10g}")


def _extremes(data: pd.DataFrame, word: Wording, written) -> list[str]:
    """Name the largest and the smallest value, separately for each indicator, rate or section."""
    group = next((column for column in GROUPED if column in data and column not in word.at), None)
    told = data[data[group].notna()] if group else data
    tables = [(name, rows) for name, rows in told.groupby(group, sort=False)] if group else [("", told)]
    facts = []
    for name, rows in tables[:MOST_GROUPS]:
        if rows[word.value].notna().any():
            fact = _range(rows, word, written)
            named = f"{_called(group, name, word.lang)}{_unit(rows, word.lang)}" if group else ""
            facts.append(_say("caption.of", word.lang, name=named, text=fact) if group else fact)
    if missing := int(told[word.value].isna().sum()):
        facts.append(_say("caption.missing", word.lang, count=missing))
    return facts


def _range(rows: pd.DataFrame, word: Wording, written) -> str:
    values = rows[word.value].dropna()
    if values.nunique() == 1:
        return _say("caption.same", word.lang, value=written(values.max()))
    places = {"at_high": _placed(rows.loc[values.idxmax()], word), "at_low": _placed(rows.loc[values.idxmin()], word)}
    return _say("caption.range", word.lang, high=written(values.max()), low=written(values.min()), **places)


def _words(data: pd.DataFrame, word: Wording) -> list[str]:
    """Name the leading words of each group."""
    groups = data.groupby(word.at[0], sort=False)[word.value] if word.at[0] in data else []
    listed = [
        (group, _name("caption.list", word.lang).join(_called("word", w, word.lang) for w in words.head(3)))
        for group, words in groups
    ]
    return [_say("caption.of", word.lang, name=group, text=text) for group, text in listed][:MOST_GROUPS]


def _times(data: pd.DataFrame, word: Wording) -> list[str]:
    """Name the theme that is admitted in most years."""
    counted = data.groupby("theme_id")["admitted"].agg(["sum", "count"])
    if counted.empty:
        return []
    theme = counted["sum"].astype(float).idxmax()
    times, years = counted.loc[theme]
    return [_say("caption.times", word.lang, name=_called("theme_id", theme, word.lang), times=times, years=years)]


def _pairs(data: pd.DataFrame, word: Wording) -> list[str]:
    """Name the two themes that occur together most often."""
    counts = data.set_index("theme_id") if "theme_id" in data else data
    pairs = counts.where([[row > column for column in counts.columns] for row in counts.index]).stack()
    if pairs.empty or not pairs.max():
        return []
    one, other = (_called("theme_id", theme, word.lang) for theme in pairs.idxmax())
    return [_say("caption.pair", word.lang, one=one, other=other, count=f"{pairs.max():.0f}")]


def _chosen(data: pd.DataFrame, word: Wording) -> list[str]:
    taken = sorted(set(data.loc[data["chosen"].astype(bool), "k"]))
    return [_say("caption.chosen", word.lang, k=k) for k in taken]


def _gaps(data: pd.DataFrame, word: Wording) -> list[str]:
    """Count the reports by issuer, and the region-years without a report."""
    counts = data.loc[data["n"] > 0, "issuer_type"].value_counts()
    gaps = int((data["n"] == 0).sum())
    named = [f"{_name(f'issuer.{kind}', word.lang)} {count}" for kind, count in counts.items()]
    return [_name("caption.comma", word.lang).join([*named, f"{_name('chart.no_report', word.lang)} {gaps}"])]


FACTS = {
    "share": _share, "sections": _sections, "rate": _rate, "number": _number, "words": _words, "times": _times,
    "pairs": _pairs, "chosen": _chosen, "gaps": _gaps,
}  # fmt: skip


def _placed(row: pd.Series, word: Wording) -> str:
    return " ".join(_called(column, row[column], word.lang) for column in word.at if column in row.index)


def _called(column: str, value: object, lang: str) -> str:
    """Return the name of a cell's value; for an id, its name in the catalogue."""
    if column in CATALOGUED:
        return _name(str(value), lang)
    if column == "province_code":
        return _provinces().at[str(value), f"name_{lang}"]
    if column in english.WAYS and lang == "en":
        return str(english.WAYS[column](value))
    if column in KINDS:
        return _name(KINDS[column] + str(value), lang)
    return f"{value:g}" if isinstance(value, float) else str(value)


def _unit(rows: pd.DataFrame, lang: str) -> str:
    """Return the unit of the rows' values in brackets."""
    units = [unit for unit in dict.fromkeys(rows.get("unit", [])) if unit]
    if "per" in rows:
        return f" ({unit_of(rows, lang)})"
    return f" ({elements.unit(units[0], str(rows['indicator_id'].iloc[0]), lang)})" if units else ""


def _name(identifier: str, lang: str) -> str:
    return catalog.load().name(identifier, lang)


def _say(identifier: str, lang: str, **values: object) -> str:
    return _name(identifier, lang).format(**values)


def _sentence(text: str, lang: str) -> str:
    """Turn a text into a sentence with a capital and a full stop; ``""`` stays ``""``."""
    if not text:
        return ""
    closed = text[-1] in "。.！？!?"
    return text[0].upper() + text[1:] + ("" if closed else _name("caption.stop", lang))


def _joined(sentences: list[str], lang: str) -> str:
    return _name("caption.blank", lang).join(filter(None, sentences))


@cache
def _captions() -> pd.DataFrame:
    columns = ["id", "kind_zh", "kind_en", "shows_zh", "shows_en", "note_zh", "note_en", "fact", "value", "at"]
    table = csv_rows.read_table(paths.CATALOG / "captions.csv", columns)
    csv_rows.check_cells(paths.CATALOG / "captions.csv", table["fact"], ["", *FACTS])
    return table.set_index("id")


@cache
def _provinces() -> pd.DataFrame:
    return csv_rows.read_table(paths.CATALOG / "province_tiles.csv", ["code", "name_zh", "name_en"]).set_index("code")
