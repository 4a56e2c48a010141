"""Segments of a report → its record: title, region, year, issuer and dates."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pandas as pd

from fazhi.errors import NotAReport
from fazhi.normalization import plain
from fazhi.reading.dates import dates
from fazhi.reading.metadata import evidence, issuing_bodies, publication
from fazhi.reading.metadata.gazetteer import Gazetteer
from fazhi.reading.metadata.named_bodies import body, department, issuer_type, names, place, signature
from fazhi.reading.metadata.non_reports import reason_against
from fazhi.reading.metadata.passages import Zones, zones
from fazhi.reading.metadata.region import region_reported, stated_region
from fazhi.reading.metadata.title import joined_title, titled_bodies
from fazhi.reading.metadata.year import reporting_year

_PLACES = ("region", "region_code", "province", "prefecture", "county", "level")
_TRADITIONAL = frozenset(
    "國區縣鎮鄉報設進會務這們個為與從來時對發現辦實業產經濟議題檢監執權責規劃條員單應關開導變萬眾書紀"
)


def metadata(segments: pd.DataFrame, gazetteer: Gazetteer, sidecar: Mapping[str, object] | None = None) -> dict:
    """Read a report's metadata from its text.

    Parameters
    ----------
    segments : DataFrame
        Columns line, start, raw, level, heading, role of `fazhi.reading.structure.outline.outline`.
    gazetteer : Gazetteer
        Used to look up places.
    sidecar : mapping, optional
        Values stated by a researcher under the keys region_code, year and issuer; "" = not stated. They override the
        extracted values, and a disagreement becomes a warning.

    Returns
    -------
    dict
        title ("" = none), region (official name without its parents), region_code (GB/T 2260 as of the reporting
        year), province, prefecture, county ("" = none), level (province | prefecture | county | township), issuer (as
        signed, titled or called in the text, with an implied place written out; ";" between joint issuers; "" = not
        found), issuer_type ("" = not found), department (full name of the reporting department without its place;
        "" = none), year (int), document_number, signed and published (ISO dates, "2024-02" if no day is given, "" = not
        found), warnings (list of str), evidence (list of dict, see `fazhi.reading.metadata.evidence.located`).

    Raises
    ------
    NotAReport
        If the text is of another kind.
    Unresolved
        If the region or the year cannot be determined.

    Notes
    -----
    A township has its county's code and a zone (高新区) its parent's, with the parent's province, prefecture and
    county. The issuer is who reports, not who publishes: the signature takes precedence over the title, the title over
    the subject of the opening, and that over what the text calls itself (我局) with the name from its page or rules. A
    government is named only on evidence: its region in the title or acting in the opening, 我县, 县政府.
    """
    text = zones(segments)
    title = joined_title(text.title)
    if reason := reason_against(plain(title), text):
        raise NotAReport(f"not an annual report on rule-of-law work: {reason}")
    stated = {key: str(value).strip() for key, value in (sidecar or {}).items() if pd.notna(value)}
    signers, signed = _signature(text)
    published = publication.labelled_date(text, publication.PUBLISHED) or publication.bare_date(text)
    signed = signed or publication.labelled_date(text, publication.DRAWN_UP)
    year, warnings, said_year = reporting_year(title, text, signed, published, stated.get("year", ""))
    titled, subject = titled_bodies(title)
    reporters, told = issuing_bodies.reporters(text, signers, titled, subject, gazetteer=gazetteer, year=year)
    claims = [place(name, gazetteer, year) for name in (*reporters, *titled, subject) if name]
    if code := stated.get("region_code", ""):
        located = stated_region(gazetteer.by_code(code, year), claims)
    else:
        located = region_reported(claims, text, gazetteer, year, department=told.is_department)
    region = located.region
    names_told = issuing_bodies.named(reporters, told, text, located, gazetteer=gazetteer, year=year)
    issuer, differs = _stated_issuer(";".join(names_told), stated.get("issuer", ""))
    bodies = [body(name, gazetteer, year) for name in re.split("[;；]", plain(issuer)) if name]
    kind, doubt = (issuer_type(bodies), []) if bodies else issuing_bodies.unnamed_type(told, subject, text, located)
    facts = {
        "title": title,
        "region": region.name,
        "region_code": region.code,
        "province": region.province,
        "prefecture": region.prefecture,
        "county": region.county,
        "level": region.level,
        "issuer": issuer,
        "issuer_type": kind,
        "department": department(bodies),
        "year": year,
        "document_number": publication.document_number(text),
        "signed": signed,
        "published": published,
    }
    said_issuer = (reporters or [told.words])[0]
    words = {"title": title, "year": said_year, "issuer": said_issuer, "issuer_type": said_issuer or located.words}
    words |= {"department": said_issuer} | dict.fromkeys(_PLACES, located.words)
    warnings = [*warnings, *located.warnings, *differs, *doubt, *_script(text)]
    return facts | {"warnings": warnings, "evidence": evidence.located(segments, facts, words)}


def _script(text: Zones) -> list[str]:
    """Warn of traditional characters, in which names are read less reliably."""
    sample = "".join(text.body)[:4000]
    found = sum(character in _TRADITIONAL for character in sample)
    return ["the text is in traditional script"] if found > 3 + len(sample) / 100 else []


def _signature(text: Zones) -> tuple[list[str], str]:
    """Return the signing bodies and the date, from the last lines or from a byline with a date in brackets."""
    signers, signed = signature(text.signature)
    if signers or signed:
        return signers, signed
    bracketed = [found[0].value for line in text.head if line.strip().startswith("(") and (found := dates(line))]
    byline = [name for line in text.head if not dates(line) for name in names(line)]
    return (byline, bracketed[0]) if bracketed else ([], "")


def _stated_issuer(read: str, stated: str) -> tuple[str, list[str]]:
    """Return the issuer to use, with a warning if the sidecar disagrees."""
    if stated and read and stated != read:
        return stated, [f"issuer: the text says {read}, the sidecar {stated}; the sidecar is used"]
    return stated or read, []
