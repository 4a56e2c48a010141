"""The differences between two builds → a description in words, for the terminal and the web report."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from fazhi import catalog
from fazhi.differences import Differences
from fazhi.errors import UnknownName
from fazhi.reporting.site.linked_tables import SIGNS, UNSTATED


def told(found: Differences, lang: str) -> dict[str, list[dict]]:
    """Describe all differences in one language.

    Returns
    -------
    dict of str to list of dict
        reports, values, themes: each row with `where` (region, year, issuer), `what`, `state`, `old`, `new`, `because`;
        a value also with the old and the new sentence, and the new one's `report_id` and `place`. All are text, ``""``
        where they do not apply.
    """
    tables = {"reports": found.reports, "values": found.values, "themes": found.themes}
    tell = {"reports": _report, "values": _value, "themes": _theme}
    return {
        name: [_common(row, lang) | tell[name](row, lang) for row in table.to_dict("records")]
        for name, table in tables.items()
    }


def lines(found: Differences, lang: str) -> Iterator[str]:
    """Yield `told` as lines of text: for each table its name with the number of differences, then one line each."""
    for name, rows in told(found, lang).items():
        yield f"{_name(f'change.{name}', lang)}: {len(rows)}"
        for row in rows:
            what = " ".join(filter(None, [row["where"], row["what"]]))
            yield f"  {row['state']}: {what}: {row['old']} → {row['new']} ({row['because']})"
            for sentence in dict.fromkeys(filter(None, [row["sentence_old"], row["sentence_new"]])):
                yield f"      {sentence}"


def _common(row: dict, lang: str) -> dict:
    issuer = row["department"] or _name(f"issuer.{row['issuer_type']}", lang)
    because = [_name(f"because.{one}", lang) for one in row["because"].split("|") if one]
    nothing = dict.fromkeys(["what", "report_id", "place", "sentence_old", "sentence_new"], "")
    return nothing | {
        "where": f"{row['region']} {row['year']} {issuer}",
        "state": _name(f"change.{row['state']}", lang),
        "because": _name("caption.list", lang).join(because) or UNSTATED,
    }


def _report(row: dict, lang: str) -> dict:
    return {
        "old": _text(row["file_old"]),
        "new": _text(row["file_new"]),
        "report_id": _text(row["report_id_new"], ""),
    }


def _value(row: dict, lang: str) -> dict:
    qualifier = _name(f"qualifier.{row['qualifier']}", lang) if row["qualifier"] else ""
    old, new = (_stated(row, when) for when in ("old", "new"))
    report_id, _, place = _text(row["quantity_ids_new"], "").partition("|")[0].partition("/")
    sentences = {f"sentence_{when}": _text(row[f"sentence_{when}"], "") for when in ("old", "new")}
    what = " ".join(filter(None, [_name(row["indicator_id"], lang), qualifier]))
    return {"what": what, "old": old, "new": new, "report_id": report_id, "place": place, **sentences}


def _stated(row: dict, when: str) -> str:
    value = row[f"value_{when}"]
    return UNSTATED if pd.isna(value) else f"{SIGNS.get(row[f'bound_{when}'], '')}{value:,.12g} {row['unit']}".strip()


def _theme(row: dict, lang: str) -> dict:
    counts = {when: row[f"statements_{when}"] for when in ("old", "new")}
    told = {when: "0" if pd.isna(count) else f"{count:.0f}" for when, count in counts.items()}
    return {"what": _name(row["theme_id"], lang), **told}


def _text(cell: object, missing: str = UNSTATED) -> str:
    return cell if isinstance(cell, str) and cell else missing


def _name(identifier: str, lang: str) -> str:
    """Return a name from the catalogue, or the id of a theme or indicator that has since been removed from it."""
    labels = catalog.load()
    try:
        return labels.name(identifier, lang)
    except UnknownName:
        return identifier
