"""Places named in a report → the region that it reports on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from fazhi.errors import Unresolved
from fazhi.reading.metadata import own_regions
from fazhi.reading.metadata.divisions import Region
from fazhi.reading.metadata.gazetteer import Gazetteer, Mention, certain, likeliest
from fazhi.reading.metadata.named_bodies import Place, place
from fazhi.reading.metadata.passages import Zones
from fazhi.reading.metadata.speaker import subjects

_WEIGHTS = {"title": 6.0, "signature": 6.0, "opening": 3.0, "furniture": 2.0, "head": 2.0, "body": 1.0}
_SELF_LEVEL = re.compile(r"[我全本](自治区|自治州|省|市|州|县|区|旗|盟)(?![域位级])")
_OWN_LEADERS = re.compile(r"([省市州县区旗])(?:委|政府)")
_NAMED_AFTER = re.compile(r"法治|平安|美丽|幸福|数字|清廉|活力")
# Words before a place that the report only mentions: 赴成都市学习, 与邻近的南宁市、海南省协作.
_ABROAD = re.compile(r"(?:(?<!参)与|同|赴|到|前往|邻近的?|周边的?|学习|借鉴|对口|援助|支援|来自|跨)[^,。;]{0,4}$")
_ENUMERATED = re.compile(r"[、和及与]")
_PROVINCE_ACTS = re.compile(r"(?:^|[,。;:现将])省(?:人民)?政府(?!办公|令|部门|规章)")
_MOST_CANDIDATES = 8


@dataclass(frozen=True)
class Located:
    """The region that a report is about.

    Attributes
    ----------
    region : Region
    warnings : tuple of str
        What was doubtful in determining it.
    words : str
        The words it was read from, "" if only a sidecar gives it.
    kind : str
        township, zone or corps for regions not in GB/T 2260, "" for its divisions.
    by_claim : bool
        Whether the title, the reporting body or the subject of the opening names it, not only places in the text.
    """

    region: Region
    warnings: tuple[str, ...] = ()
    words: str = ""
    kind: str = ""
    by_claim: bool = True


def region_reported(
    claims: Sequence[Place], zones: Zones, gazetteer: Gazetteer, year: int, *, department: bool = False
) -> Located:
    """Determine the region that a report is about.

    Parameters
    ----------
    claims : sequence of Place
        Places of the reporting bodies and of the title, the most reliable first.
    zones : Zones
        The report's text, for its opening and the places named elsewhere.
    gazetteer : Gazetteer
        Used to look up names.
    year : int
        The reporting year.
    department : bool
        Whether a department reports, so that the leaders it mentions (县委、县政府) are those of its own region.

    Returns
    -------
    Located
        A township or zone has its own name, its parent's code and parents, and the level below its parent's.

    Raises
    ------
    Unresolved
        With the candidates.
    """

    @cache
    def named() -> Counter[Region]:  # slow, and rarely decisive
        return _named(zones, gazetteer, year) + _after_slogans(zones, "", gazetteer, year)

    claims = [*claims, *_opening_places(zones, gazetteer, year)]
    told = next((claim for claim in claims if claim.regions or claim.own or claim.unknown), Place())
    if told.unknown:
        raise Unresolved(f"no region is called {told.unknown!r} as of {year}; add it to regions.csv")
    level = next((claim.level_word for claim in claims if claim.level_word), "") or _self_level(zones, department)
    others = [claim.regions for claim in claims if claim is not told and claim.regions]
    if told.own:
        context = own_regions.Context(others, named(), zones, gazetteer, year)
        parents, doubt = own_regions.parents(told, context)
        parent, warnings = _one(told.own, parents, others, named, "")
        return Located(own_regions.own_region(told, parent), (*doubt, *warnings), told.said, told.kind)
    if told.regions:
        region, warnings = _one(told.regions[0].name, told.regions, others, named, level)
        return Located(region, warnings, told.said)
    return _most_named(zones, level, gazetteer, year)


def stated_region(stated: Region, claims: Sequence[Place]) -> Located:
    """Return the region given in a sidecar, with the own name of a township or zone in it that the report names."""
    told = next((claim for claim in claims if claim.regions or claim.own), Place())
    if told.regions and stated not in told.regions:
        return Located(stated, (f"region: the text says {told.regions[0]}, the sidecar {stated}; the sidecar is used",))
    own = told.own and stated.level != "township"
    kind = "township" if stated.level == "township" else told.kind
    return Located(own_regions.own_region(told, stated) if own else stated, words=told.said, kind=kind)


def _one(
    name: str,
    regions: Sequence[Region],
    others: Sequence[Sequence[Region]],
    named: Callable[[], Mapping[Region, float]],
    level: str,
) -> tuple[Region, tuple[str, ...]]:
    """Choose among a name's possible regions by other claims, the level word and the places named elsewhere."""
    for other in others:
        regions = [region for region in regions if any(region.within(parent) for parent in other)] or regions
    regions = [region for region in regions if region.name.endswith(level)] or regions
    best = regions if len(regions) == 1 else likeliest(regions, named())
    if len(best) == 1:
        return best[0], () if len(regions) == 1 else (f"region: {best[0]}, inferred from the places named in the text",)
    what = f"{name!r} may be one of {len(best)} regions" if best else f"the text does not say where {name!r} is"
    raise Unresolved(f"{what}; give region_code in reports.csv", map(str, best[:_MOST_CANDIDATES]))


def _named(zones: Zones, gazetteer: Gazetteer, year: int) -> Counter[Region]:
    """Weight the places that a report names unambiguously by where it names them."""
    total: Counter[Region] = Counter()
    for zone, weight in _WEIGHTS.items():
        for line in getattr(zones, zone):
            total += certain(gazetteer.mentions(line, year), weight)
    return total


def _named_as_own(zones: Zones, gazetteer: Gazetteer, year: int) -> Counter[Region]:
    """Weight the unambiguous places except those only mentioned in passing; titles of rules count twice."""
    total: Counter[Region] = Counter()
    for zone, weight in _WEIGHTS.items():
        for line in getattr(zones, zone):
            mentions = _at_home(line, gazetteer.mentions(line, year))
            total += certain(mentions, weight)
            total += certain((each for each in mentions if line[: each.start].endswith("《")), weight)
    return total


def _at_home(line: str, mentions: Sequence[Mention]) -> list[Mention]:
    """Leave out places that a line marks as other regions, and those listed after them."""
    own, abroad_to = [], -1
    for mention in mentions:
        listed = abroad_to >= 0 and _ENUMERATED.fullmatch(line[abroad_to : mention.start])
        if listed or _ABROAD.search(line[: mention.start][-12:]):
            abroad_to = mention.end
        else:
            own.append(mention)
    return own


def _opening_places(zones: Zones, gazetteer: Gazetteer, year: int) -> list[Place]:
    """Read the places that are subjects in the opening (2023年,红河州坚持…)."""
    found = (place(re.sub("^中共", "", subject), gazetteer, year) for subject in subjects(zones))
    return [replace(claim, level_word="", unknown="") for claim in found if claim.regions or claim.own]


def _self_level(zones: Zones, department: bool) -> str:
    """Return the level word that the text uses most for its own region (我市, 全州).

    A department belongs to the committee and government that it mentions (区委、区政府).
    """
    counts = Counter(match[1][-1] for match in _SELF_LEVEL.finditer("\n".join(zones.body)))
    if not counts and _PROVINCE_ACTS.search("\n".join(zones.opening)):
        return "省"
    if not counts and department:
        counts = Counter(match[1] for match in _OWN_LEADERS.finditer("\n".join((*zones.head, *zones.body))))
    return max(counts, key=lambda level: (counts[level], level), default="")


def _most_named(zones: Zones, level: str, gazetteer: Gazetteer, year: int) -> Located:
    """Determine the region of a text without a title by the places it names most as its own."""
    weights = _named_as_own(zones, gazetteer, year) + _after_slogans(zones, level, gazetteer, year)
    if level == "省" and not any(region.level == "province" for region in weights):
        weights = _provinces_of(weights, gazetteer, year)
    best = own_regions.most({region: weight for region, weight in weights.items() if region.name.endswith(level)})
    if not level:
        best = [region for region in weights if all(region.within(other) for other in weights)]
    if len(best) == 1:
        return Located(
            best[0], (f"region: {best[0]}, inferred from the places named in the text",), best[0].name, by_claim=False
        )
    candidates = [str(region) for region, _ in sorted(weights.items(), key=lambda item: (-item[1], item[0]))]
    raise Unresolved("the text does not state its region; give region_code in reports.csv", candidates[:5])


def _provinces_of(weights: Mapping[Region, float], gazetteer: Gazetteer, year: int) -> Counter[Region]:
    """Weight the provinces of places."""
    total: Counter[Region] = Counter()
    for region, weight in weights.items():
        total.update({province: weight for province in gazetteer.named(region.province, year)})
    return total


def _after_slogans(zones: Zones, level: str, gazetteer: Gazetteer, year: int) -> Counter[Region]:
    """Count the places named by their short name in 法治X, 平安X and similar slogans."""
    found: Counter[Region] = Counter()
    for line in zones.body:
        for slogan in _NAMED_AFTER.finditer(line):
            _, regions = gazetteer.chain(line, year, slogan.end())
            fitting = [region for region in regions if region.name.endswith(level)]
            found.update(fitting if len(fitting) == 1 else [])
    return found
