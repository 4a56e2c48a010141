"""Indicators and their disclosure → a labelled panel of regions and years in Stata's format."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import pandas as pd

from fazhi import catalog, own_files
from fazhi.corpus import Corpus
from fazhi.schema import BOUNDS, DISCLOSURE

VERSION = 118  # Stata 14 and later: the first format with Chinese text
MAX_NAME, MAX_LABEL = 32, 80
FIRST_WORD = 5
SUFFIXES = {"": "", "_bnd": ("精确程度", "bound"), "_rep": ("报告情况", "reported"), "_src": ("出处", "source")}
FACTS = ["region_code", "region", "province", "prefecture", "level", "issuer", "issuer_type", "report_id", "file"]


def write(file: Path, tables: Corpus, lang: str) -> Path:
    """Write the panel with its labels.

    Parameters
    ----------
    file : Path
        The .dta file.
    tables : Corpus
        As returned by `fazhi.open`.
    lang : {"zh", "en"}
        Language of the labels.

    Raises
    ------
    FazhiError
        If the file exists and fazhi did not write it, or it was changed since.
    """
    wide = panel(tables)
    with own_files.replaced(file) as aside:
        wide.to_stata(
            aside,
            write_index=False,
            version=VERSION,
            time_stamp=datetime(2000, 1, 1),
            data_label=f"fazhi {tables.manifest['version']}",
            variable_labels=_variable_labels(wide, lang),
            value_labels=_value_labels(wide, lang),
            convert_strl=[column for column in wide if wide[column].dtype == "str" and _is_long(wide[column])],
        )
    return file


def panel(tables: Corpus) -> pd.DataFrame:
    """Return the indicators in wide form, a row for each region and year.

    Parameters
    ----------
    tables : Corpus
        As returned by `fazhi.open`. If a region has several reports for a year, the one shown in charts is used.

    Returns
    -------
    DataFrame
        panel_id (1, 2 … one number for each region, as townships and zones share their parent's code), year,
        metadata of the report, and for every indicator of the catalogue, reported or not, four columns that begin with
        its `variable_names`:

        - without suffix: the report's value; NaN if there is none, or several that do not add up to one;
        - _bnd: 0 exact, 1 more than, 2 less than, 3 about; NaN without a value;
        - _rep: 0 not reported, 1 other measure, 2 reported as zero, 3 reported;
        - _src: position of the numbers in the report, as line.start, joined by "|"; "" without a value.
    """
    shown = tables.shown()
    reports = shown.reports.sort_values(["region_code", "region", "year"], ignore_index=True)
    columns = {"panel_id": reports.groupby(["region_code", "region"]).ngroup() + 1, "year": reports["year"]}
    columns |= {fact: reports[fact] for fact in FACTS}
    values = shown.indicators.query("qualifier == ''").set_index(["report_id", "indicator_id"])
    status = shown.disclosure.set_index(["report_id", "indicator_id"])["status"]
    wide = {
        "": values["value"],
        "_bnd": values["bound"].map(BOUNDS.index).astype(float),
        "_rep": status.map(_status_codes()),
        "_src": values["quantity_ids"].str.replace(r"[^|]*/q", "", regex=True),
    }
    names = variable_names(catalog.load().indicators["id"])
    for suffix, cells in wide.items():
        wide[suffix] = cells.unstack().reindex(index=reports["report_id"], columns=list(names))
    wide["_src"] = wide["_src"].astype(object).fillna("").astype("str")
    columns |= {
        name + suffix: table[identifier].to_numpy()
        for identifier, name in names.items()
        for suffix, table in wide.items()
    }
    return pd.DataFrame(columns)


def variable_names(identifiers: Iterable[str]) -> dict[str, str]:
    """Turn each id into a valid Stata variable name that leaves room for the suffixes.

    Parameters
    ----------
    identifiers : iterable of str
        Ids of the catalogue in its order; a row added at its end changes no name.

    Returns
    -------
    dict
        id → unique name of at most 28 characters. A longer name is shortened in its first word (the area), then in its
        longest words, then at its end.
    """
    names: dict[str, str] = {}
    for identifier in identifiers:
        name = _abridged(identifier)
        taken = set(names.values())
        clash = (f"{name[: _room() - len(str(n))]}{n}" for n in range(2, len(taken) + 3))
        names[identifier] = name if name not in taken else next(other for other in clash if other not in taken)
    return names


def _room() -> int:
    return MAX_NAME - max(map(len, SUFFIXES))


def _abridged(identifier: str) -> str:
    words = [word for word in re.split(r"[^A-Za-z0-9]+", identifier) if word] or ["x"]
    words[0] = words[0] if words[0][0].isalpha() else f"x{words[0]}"
    while (excess := len("_".join(words)) - _room()) > 0:
        if len(words[0]) > FIRST_WORD:
            words[0] = words[0][: max(FIRST_WORD, len(words[0]) - excess)]
        elif max(map(len, words)) > 1:
            longest = max(range(len(words)), key=lambda n: len(words[n]))
            words[longest] = words[longest][:-1]
        else:
            words.pop()
    return "_".join(words)


def _variable_labels(wide: pd.DataFrame, lang: str) -> dict[str, str]:
    known = catalog.load()
    units = known.indicators.set_index("id")["unit"]
    words = known.labels.set_index("id")[f"name_{lang}"]
    labels = {column: words.get(f"column.{column}", column) for column in wide}
    which = catalog.LANGUAGES.index(lang)
    for identifier, name in variable_names(known.indicators["id"]).items():
        for suffix, kind in SUFFIXES.items():
            tail = f": {kind[which]}" if suffix else f" ({words.get(f'unit.{units[identifier]}') or units[identifier]})"
            labels[name + suffix] = known.name(identifier, lang)[: MAX_LABEL - len(tail)] + tail
    return labels


def _value_labels(wide: pd.DataFrame, lang: str) -> dict[str, dict[int, str]]:
    name = catalog.load().name
    bounds = {code: name(f"bound.{bound}", lang) for code, bound in enumerate(BOUNDS)}
    status = {code: name(f"status.{label}", lang) for label, code in _status_codes().items()}
    regions = wide.drop_duplicates("panel_id").set_index("panel_id")["region"]
    labels = {column: bounds for column in wide if column.endswith("_bnd")}
    return labels | {column: status for column in wide if column.endswith("_rep")} | {"panel_id": regions.to_dict()}


def _status_codes() -> dict[str, int]:
    """Return a code for each disclosure status, 0 = not reported."""
    return {status: code for code, status in enumerate(reversed(DISCLOSURE))}


def _is_long(texts: pd.Series) -> bool:
    """Whether texts need more than the 2,045 bytes of an ordinary string variable."""
    return bool((texts.str.encode("utf-8").str.len() > 2045).any())
