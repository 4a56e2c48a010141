"""A township's or zone's name and its context in the report → the regions that it may lie in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from fazhi.lexicon import either
from fazhi.reading.metadata import publication
from fazhi.reading.metadata.divisions import Region
from fazhi.reading.metadata.gazetteer import Gazetteer, likeliest
from fazhi.reading.metadata.named_bodies import Place
from fazhi.reading.metadata.passages import Zones
from fazhi.reading.metadata.townships import counties, zones

_MUNICIPALITIES = ("北京市", "天津市", "上海市", "重庆市")
_TOWN = re.compile(rf"[一-鿿]{{1,8}}?{either('towns')}")
_STREET_IN_BRACKETS = re.compile(rf"\(([一-鿿]+{either('towns')})\)")


@dataclass(frozen=True)
class Context:
    """The context of a name in a report: other claims, weights of unambiguous places, the text."""

    others: Sequence[Sequence[Region]]
    named: Mapping[Region, float]
    text: Zones
    gazetteer: Gazetteer
    year: int


def parents(told: Place, context: Context) -> tuple[Sequence[Region], tuple[str, ...]]:
    """Return the regions that a township or zone may lie in, and any doubts about them."""
    return (_of_township if told.kind == "township" else _of_zone)(told, context)


def own_region(told: Place, parent: Region) -> Region:
    """Return a township or zone as a region with its parent's code."""
    if told.kind == "corps":
        return replace(parent, name=told.own, level="prefecture")
    if told.kind == "township" or _STREET_IN_BRACKETS.search(told.own):
        return replace(parent, name=told.own, level="township")
    listed = zones().get(_whole(told)) or zones().get(told.own)
    below = {"province": "prefecture", "prefecture": "county"}.get(parent.level, "township")
    level = listed.level if listed else "county" if parent.province in _MUNICIPALITIES else below
    return replace(parent, name=told.own, level=level)


def most(weights: Mapping[Region, float]) -> list[Region]:
    """Return the regions with the greatest weight."""
    best = max(weights.values(), default=0)
    return sorted(region for region, weight in weights.items() if weight == best)


def _of_township(told: Place, context: Context) -> tuple[Sequence[Region], tuple[str, ...]]:
    """Locate a township by the places named above it, else by the gazetteer and the places named around it."""
    above = told.regions or next(iter(context.others), ())
    known = _known(told.own, context)
    within = [county for county in known if any(county.within(parent) for parent in above)] if above else known
    if not within:
        return _narrowed(above or _named_at(("county", "prefecture"), context), context), ()
    if len(within) == 1:
        return within, () if above else (f"region: {within[0]}, the only one that has a {told.own}",)
    for settled in (likeliest(within, context.named), _by_number(within, context), _by_neighbours(within, context)):
        if len(settled) == 1:
            return settled, (f"region: {settled[0]}, inferred from the places named in the text",)
    return within, ()


def _of_zone(told: Place, context: Context) -> tuple[Sequence[Region], tuple[str, ...]]:
    """Locate a zone by the list of zones, the places above it, a street or city in its name, or what is named most."""
    if listed := zones().get(_whole(told)) or zones().get(told.own):
        return [context.gazetteer.by_code(listed.parent, context.year)], ()
    if street := _STREET_IN_BRACKETS.search(told.own):
        if len(known := _known(street[1], context)) == 1:
            return known, ()
    above = told.regions or next(iter(context.others), ()) or list(_inside(told.own, context))
    if above:
        return _city_of(above, context), ()
    known = _known(told.own, context)
    return known if len(known) == 1 else _named_at(("prefecture", "county"), context), ()


def _whole(told: Place) -> str:
    """Return a place's name including the places before it (天津经济技术开发区)."""
    return told.said[: len(told.said) - len(told.rest)] if told.rest else told.said


def _known(name: str, context: Context) -> list[Region]:
    """Return the counties, or cities without counties, that have a township with this name."""
    codes = counties().get(name, ())
    return sorted({context.gazetteer.near(code, context.year) for code in codes} - {None})


def _narrowed(above: Sequence[Region], context: Context) -> Sequence[Region]:
    """Narrow a township's parents to the county named most often."""
    inside = {
        region: weight
        for region, weight in context.named.items()
        if region.level == "county" and any(parent.level != "county" and region.within(parent) for parent in above)
    }
    return most(inside) or above


def _city_of(above: Sequence[Region], context: Context) -> Sequence[Region]:
    """Narrow a zone's parents to its city (西安高新区); for a province, to its city named most often."""
    cities = [parent for parent in above if parent.level == "prefecture"]
    inside = {
        region: weight
        for region, weight in context.named.items()
        if region.level == "prefecture"
        and any(parent.level == "province" and region.within(parent) for parent in above)
    }
    return cities or most(inside) or above


def _inside(name: str, context: Context) -> Iterator[Region]:
    """Yield the cities and counties inside a zone's name (中马钦州产业园区)."""
    for start in range(1, len(name) - 2):
        end, regions = context.gazetteer.chain(name, context.year, start)
        if end > start and all(region.level != "province" for region in regions):
            yield from regions
            return


def _named_at(levels: Sequence[str], context: Context) -> list[Region]:
    """Return the regions named most often, from the first of these levels that has any."""
    for level in levels:
        if found := most({region: weight for region, weight in context.named.items() if region.level == level}):
            return found
    return []


def _by_number(within: Sequence[Region], context: Context) -> Sequence[Region]:
    """Choose by the document number, which begins with a character of the county's name (雷东府〔2025〕26号)."""
    number = publication.document_number(context.text)
    return [region for region in within if number and region.name[0] == number[0]]


def _by_neighbours(within: Sequence[Region], context: Context) -> Sequence[Region]:
    """Choose by the other townships named in the text."""
    votes: Counter[Region] = Counter()
    for line in context.text.body:
        for match in _TOWN.finditer(line):
            names = (match[0][start:] for start in range(len(match[0]) - 1))
            found = next((known for name in names if (known := _known(name, context))), [])
            votes.update(set(found) & set(within))
    return most(votes) if len(votes) else likeliest(within, {})
