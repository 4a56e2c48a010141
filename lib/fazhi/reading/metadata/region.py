"""Places that a report names → the region that it reports on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from fazhi.errors import Unresolved
from fazhi.reading.metadata.divisions import Region
from fazhi.reading.metadata.gazetteer import Gazetteer, certain, likeliest
from fazhi.reading.metadata.issuer import Place, place
from fazhi.reading.metadata.passages import Zones

_WEIGHTS = {"title": 6.0, "signature": 6.0, "opening": 3.0, "furniture": 2.0, "head": 2.0, "body": 1.0}
_MUNICIPALITIES = ("北京市", "天津市", "上海市", "重庆市")
_SELF_LEVEL = re.compile(r"[我全本](自治区|自治州|省|市|州|县|区|旗|盟)(?![域位级])")
_OWN_LEADERS = re.compile(r"([省市州县区旗])(?:委|政府)")
_NAMED_AFTER = re.compile(r"法治|平安|美丽|幸福|数字|清廉|活力")
_QUOTED = re.compile(r"《[^》]*》|\s")
_SUBJECT_STARTS = re.compile(r"(?:^|[,。;:]|将|以来|领导下|指导下|支持下|关怀下|今年|年度?)(?:中共)?(?=[一-鿿])")
_SUBJECT_ACTS = re.compile(
    r"在|坚持|紧紧|紧扣|认真|深入|始终|全面|以|高度|严格|围绕|扎实|切实|持续|积极|聚焦|立足|坚决|牢固|按照|根据|推进|推动|法治|依法|"
    r"\d{4}年|大力|不断|进一步|牢牢|着力|把|将|结合|贯彻|学习|统筹|对照|忠诚|充分|关于"
)
_FAR = 30


def region_reported(claims: Sequence[Place], zones: Zones, gazetteer: Gazetteer, year: int) -> tuple[Region, list[str]]:
    """Tell the region that a report is about.

    Parameters
    ----------
    claims : sequence of Place
        Places of the signing bodies and of the title, the surest first.
    zones : Zones
        The report's text, for its opening and for the places that it names elsewhere.
    gazetteer : Gazetteer
        Where names are looked up.
    year : int
        The reporting year.

    Returns
    -------
    region : Region
        A township or a zone has its own name, its parent's code and parents, and the level below its parent's.
    warnings : list of str
        Whether the region was told by other places only.

    Raises
    ------
    Unresolved
        With the candidates.
    """
    named = _named(zones, gazetteer, year)
    claims = [*claims, *_opening_places(zones, gazetteer, year)]
    told = next((claim for claim in claims if claim.regions or claim.own or claim.unknown), Place())
    if told.unknown:
        raise Unresolved(f"no gazetteer has {told.unknown!r} as of {year}: give it in regions.csv")
    level = next((claim.level_word for claim in claims if claim.level_word), "") or _self_level(zones)
    others = [claim.regions for claim in claims if claim is not told and claim.regions]
    if told.own:
        parents = told.regions or next(iter(others), ()) or _parents(told.kind, named)
        parent, warnings = _one(told.own, _narrowed(parents, told.kind, named), others, named, "")
        return _own_region(told, parent), warnings
    if told.regions:
        return _one(told.regions[0].name, told.regions, others, named, level)
    return _most_named(zones, level, named, gazetteer, year)


def stated_region(stated: Region, claims: Sequence[Place]) -> tuple[Region, list[str]]:
    """Return the region of a sidecar, with the own name of a township or zone of it that the report names."""
    told = next((claim for claim in claims if claim.regions or claim.own), Place())
    if told.regions and stated not in told.regions:
        return stated, [f"region: the text says {told.regions[0]}, the sidecar {stated}; the sidecar counts"]
    return (_own_region(told, stated) if told.own and stated.level != "township" else stated), []


def _own_region(told: Place, parent: Region) -> Region:
    """Return a township or a zone as a region of its parent's code."""
    municipal = parent.name in _MUNICIPALITIES
    below = {"province": "county" if municipal else "prefecture", "prefecture": "county"}.get(parent.level, "township")
    return replace(parent, name=told.own, level="township" if told.kind == "township" else below)


def _one(
    name: str, regions: Sequence[Region], others: Sequence[Sequence[Region]], named: Mapping[Region, float], level: str
) -> tuple[Region, list[str]]:
    """Choose among the regions that a name may mean: by other claims, the level word, the places named elsewhere."""
    for other in others:
        regions = [region for region in regions if any(region.within(parent) for parent in other)] or regions
    regions = [region for region in regions if region.name.endswith(level)] or regions
    best = regions if len(regions) == 1 else likeliest(regions, named)
    if len(best) == 1:
        return best[0], [] if len(regions) == 1 else [f"region: {best[0]}, told by the places named in the text"]
    what = f"{name!r} may be one of several regions" if best else f"it is not told where {name!r} lies"
    raise Unresolved(f"{what}; give region_code in reports.csv", map(str, best))


def _parents(kind: str, named: Mapping[Region, float]) -> list[Region]:
    """Return the regions named most that a township or zone without parents may lie in."""
    for levels in (("county",), ("prefecture",)) if kind == "township" else (("prefecture",), ("county",)):
        if most := _most({region: weight for region, weight in named.items() if region.level in levels}):
            return most
    return []


def _narrowed(parents: Sequence[Region], kind: str, named: Mapping[Region, float]) -> Sequence[Region]:
    """Narrow the parents of a zone to its city (西安高新区), those of a township to the county named most in them."""
    if kind != "township":
        return [parent for parent in parents if parent.level == "prefecture"] or parents
    counties = {
        region: weight
        for region, weight in named.items()
        if region.level == "county" and any(parent.level != "county" and region.within(parent) for parent in parents)
    }
    return _most(counties) or parents


def _most(weights: Mapping[Region, float]) -> list[Region]:
    """Return the regions of the greatest weight."""
    best = max(weights.values(), default=0)
    return sorted(region for region, weight in weights.items() if weight == best)


def _named(zones: Zones, gazetteer: Gazetteer, year: int) -> Counter[Region]:
    """Weigh the places that a report names for certain by where it names them."""
    total: Counter[Region] = Counter()
    for zone, weight in _WEIGHTS.items():
        for line in getattr(zones, zone):
            total += certain(gazetteer.mentions(line, year), weight)
    return total


def _opening_places(zones: Zones, gazetteer: Gazetteer, year: int) -> list[Place]:
    """Read the places that act in the opening (2023年,红河州坚持…)."""
    found = []
    for line in zones.opening:
        bare = _QUOTED.sub("", line)
        for start in _SUBJECT_STARTS.finditer(bare):
            subject = bare[start.end() : start.end() + _FAR]
            acts = _SUBJECT_ACTS.search(subject)
            found.append(place(subject[: acts.start()] if acts else "", gazetteer, year))
    return [replace(claim, level_word="", unknown="") for claim in found if claim.regions or claim.own]


def _self_level(zones: Zones) -> str:
    """Return the level word by which the text speaks of its own region most (我市, 全州).

    A department (我局) is under the committee and the government that it names (区委、区政府).
    """
    text = "\n".join(zones.body)
    counts = Counter(match[1][-1] for match in _SELF_LEVEL.finditer(text))
    if not counts and "我局" in text:
        counts = Counter(match[1] for match in _OWN_LEADERS.finditer(text))
    return max(counts, key=lambda level: (counts[level], level), default="")


def _most_named(
    zones: Zones, level: str, named: Counter[Region], gazetteer: Gazetteer, year: int
) -> tuple[Region, list[str]]:
    """Tell the region of a text that speaks of 我市 or 全州 by the places that it names most."""
    weights = named + _after_slogans(zones, level, gazetteer, year)
    best = _most({region: weight for region, weight in weights.items() if region.name.endswith(level)}) if level else []
    if len(best) == 1:
        return best[0], [f"region: {best[0]}, told by the places named in the text"]
    candidates = [str(region) for region, _ in sorted(weights.items(), key=lambda item: (-item[1], item[0]))]
    raise Unresolved("the text does not tell its region; give region_code in reports.csv", candidates[:5])


def _after_slogans(zones: Zones, level: str, gazetteer: Gazetteer, year: int) -> Counter[Region]:
    """Count the places that stand by their short name in 法治X, 平安X and the like."""
    found: Counter[Region] = Counter()
    for line in zones.body:
        for slogan in _NAMED_AFTER.finditer(line):
            _, regions = gazetteer.chain(line, year, slogan.end())
            fitting = [region for region in regions if region.name.endswith(level)]
            found.update(fitting if len(fitting) == 1 else [])
    return found
