"""A signature, a title or a sentence → the bodies named in it: name, place and kind."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from fazhi.lexicon import either
from fazhi.reading.dates import dates
from fazhi.reading.metadata.departments import full_names, spelled_out
from fazhi.reading.metadata.divisions import Region
from fazhi.reading.metadata.gazetteer import Gazetteer
from fazhi.reading.metadata.townships import counties

_HAN = "[一-鿿]"
_PARTY, _TOWN, _ZONE = either("party_names"), either("towns"), either("zones")
_TOWN_ORGAN = either("town_organs", "town_party_organs")
_OFFICES = f"{_HAN}{{2,20}}(?:局|委员会|委|办公室|中心|队)"
_NO_OWN = r"(?![我各全本该]|两[个区镇乡街县市]|所有|有关|乡镇|村镇|城镇|辖区|县[区乡镇]|市[区县])"
_OWN_TOWN = re.compile(rf"(?:人民政府)?({_NO_OWN}{_HAN}{{1,10}}?{_TOWN})(?=(?:{_TOWN_ORGAN})|$)")
_OWN_ZONE = re.compile(
    rf"({_NO_OWN}(?:{_HAN}|[()—·-]){{0,18}}?{_ZONE}(?:\({_HAN}{{2,16}}\))?)"
    rf"(?=\(?(?:{either('zone_organs')}|{_OFFICES})|$)"
)
_SHORT_STREET = re.compile(rf"({_NO_OWN}{_HAN}{{1,8}}?街)(?!道)(?=(?:{_TOWN_ORGAN})|$)")
_BRANCH = re.compile(rf"{_HAN}{{2,12}}局({_HAN}{{1,8}}?[市县区旗]?)分局$")
_CORPS_DIVISION = re.compile(r"(?:新疆生产建设)?(?:兵团)?第?[一二三四五六七八九十]{1,3}师")
_OF_CORPS_CITY = re.compile(rf"^{_CORPS_DIVISION.pattern}(?={_HAN}{{2,5}}市)")
_ZONE_AND_DISTRICT = re.compile(rf"{_HAN}{{0,12}}?{_ZONE}\(({_HAN}{{1,8}}[市县区旗])\)(?!管)")
_DIVISION = re.compile(
    rf"(?!自治)(?:(?![委管局依法治政]){_HAN}){{2,10}}?(?:自治区|自治州|自治县|自治旗|地区|省|市(?!场|容)|县|区|州|旗|盟)"
    rf"(?=人民政府|政府|行政公署|[省市县区州旗盟]?委|党|{_HAN}{{2,15}}(?:局|厅|委员会|办公室|中心|队)$|$)"
)
_LEVEL_WORD = re.compile(r"[我本全]?(自治区|自治州|省|市|州|县|区|旗|盟)(?!场)")
_BEFORE_PLACE = re.compile(rf"{_PARTY}|国家税务总局|国家统计局|国家烟草专卖局")

_BODY_END = re.compile(rf"{either('body_endings', 'bodies_court', 'bodies_procuratorate')}$")
_OFFICE = re.compile(r"(?:政府|委员会|委|管委会)(?:法制|综合|党政)?(?:办公室|办公厅|办)$|府办$")
_GOVERNMENT = re.compile(r"(?:政府|行政公署|管理委员会|管委会|兵团|师)$")
_PARTY_COMMITTEE = re.compile(
    rf"^{_PARTY}.*(?:委员会|委)$|(?:{either('town_party_organs')}|党组|[省市县区州旗盟镇乡]委)$"
)
_NO_DEPARTMENT = re.compile(rf"{either('no_departments')}$")
_NO_BODY = re.compile(r"法治政府$|党委政府$|^(?:[向由对是在]|经(?![开济]))|领导下")
_NO_SIGNATURE = re.compile(either("no_signatures"))
_GLUED = re.compile(
    rf"({_PARTY}?[^;]{{1,30}}?(?:委员会|党工委|工委|党委|委))([^;]{{0,30}}(?:政府|行政公署|管理委员会|管委会|办事处))$"
)
_GOES_ON = re.compile(rf"员会|办公室|{_HAN}?办|管理?委")
_SHORT_GOVERNMENT = re.compile(r"[省市县区州旗镇乡盟]?(?:人民)?政府|办事处|管委会|管理委员会")
_SEAL = re.compile(r"\((?:盖章|公章|章|印章|代章|签章)\)|(?:盖章|公章)$")
_WITHOUT_COMMITTEE = re.compile(rf"{_PARTY}?(.+?)(?:工作委员会|委员会|党工委|工委|党委|委)")


@dataclass(frozen=True)
class Place:
    """Where a body is located.

    Attributes
    ----------
    regions : tuple of Region
        What the divisions in the name may mean.
    own : str
        Name of a township or a zone (高新区); `kind` is then township or zone.
    level_word : str
        省, 市, 县 … if only that is given (县司法局).
    unknown : str
        A division's name that is not in the gazetteer.
    rest : str
        What follows the place in the name.
    said : str
        The name that was read.
    """

    regions: tuple[Region, ...] = ()
    own: str = ""
    kind: str = ""
    level_word: str = ""
    unknown: str = ""
    rest: str = ""
    said: str = ""


@dataclass(frozen=True)
class Body:
    """An issuing body: its name as written, its place, its kind (party, government, department, township or other)."""

    name: str
    place: Place
    kind: str


def place(name: str, gazetteer: Gazetteer, year: int) -> Place:
    """Read the place at the beginning of a name (昆明市五华区司法局 → 五华区).

    Parameters
    ----------
    name : str
        Folded name of a body or a place, without blanks.
    gazetteer : Gazetteer
        Where names are looked up.
    year : int
        The year as of which names are read.
    """
    said, name = name, _BEFORE_PLACE.sub("", name, count=1)
    if _CORPS_DIVISION.fullmatch(name):
        return Place(tuple(gazetteer.named("新疆", year)), name, "corps", said=said)
    name = _as_division(name, gazetteer, year)
    end, regions = gazetteer.chain(name, year)
    if end and not any(name.endswith(region.name, 0, end) for region in regions) and _is_town_after(name, end):
        end, regions = 0, []
    if own := _own_name(name, end):
        return replace(own, regions=tuple(regions), said=said)
    if division := _DIVISION.match(name, end):
        regions = gazetteer.named(name[: division.end()], year)
        unknown = "" if regions else division[0]
        return Place(tuple(regions), unknown=unknown, rest=name[division.end() :], said=said)
    if regions:
        return Place(_of_branch(regions, name[end:], gazetteer, year), rest=name[end:], said=said)
    if level := _LEVEL_WORD.match(name):
        return Place(level_word=level[1][-1], rest=name[level.end() :], said=said)
    return Place(rest=name, said=said)


def _as_division(name: str, gazetteer: Gazetteer, year: int) -> str:
    """Name a body by its city or district alone (第九师白杨市 → 白杨市, 经开区(头屯河区) → 头屯河区)."""
    name = _OF_CORPS_CITY.sub("", name, count=1)
    both = _ZONE_AND_DISTRICT.match(name)
    if not both or not gazetteer.named(both[1], year):
        return name
    above = gazetteer.chain(name, year)[0]
    return name[:above] + name[both.start(1) : both.end(1)] + name[both.end() :]


def _own_name(name: str, start: int) -> Place | None:
    """Read the own name of a township or zone at an offset, a street's also without its last character (石牌街)."""
    for kind, pattern in (("township", _OWN_TOWN), ("zone", _OWN_ZONE)):
        if own := pattern.match(name, start):
            return Place(own=own[1].lstrip("—-·"), kind=kind, rest=name[own.end() :])
    street = _SHORT_STREET.match(name, start)
    if street and f"{street[1]}道" in counties():
        return Place(own=f"{street[1]}道", kind="township", rest=name[street.end() :])
    return None


def _of_branch(regions: list[Region], rest: str, gazetteer: Gazetteer, year: int) -> tuple[Region, ...]:
    """Return the district of a city bureau's branch (市公安局桃城区分局), else the regions unchanged."""
    branch = _BRANCH.match(rest)
    below = gazetteer.named(branch[1], year) if branch else []
    inside = [one for one in below if any(one != region and one.within(region) for region in regions)]
    return tuple(inside or regions)


def _is_town_after(name: str, end: int) -> bool:
    """Return whether an apparent short name (东方) is the beginning of a township's name (东方红镇)."""
    town = _OWN_TOWN.match(name, end)
    return bool(town) and len(re.sub(f"{_TOWN}$", "", town[1])) < 2


def names(text: str) -> list[str]:
    """Split a line, or the beginning of a title, into the names of the bodies in it.

    Parameters
    ----------
    text : str
        Folded text; blanks, 、 and ; separate names, and joint names may have no separator (中共X县委X县人民政府).

    Returns
    -------
    list of str
        In order; empty if the text is anything but names of bodies.
    """
    text = _SEAL.sub("", text).strip(" 。,:()")
    if _NO_SIGNATURE.search(text):
        return []
    parts = [part for part in re.split(r"[\s、;,/|]+", text) if part]
    if not all(map(_is_body, parts)):
        parts = ["".join(parts)]
    found = [name for part in parts for name in _unglued(part)]
    return _with_place(found) if found and all(map(_is_body, found)) else []


def _is_body(name: str) -> bool:
    """Return whether a text is the name of a body and nothing else."""
    shape = 2 <= len(name) <= 45 and re.fullmatch(rf"(?:{_HAN}|[()·“”—-])+", name)
    return bool(shape and _BODY_END.search(name) and not _NO_BODY.search(name))


def _unglued(name: str) -> list[str]:
    """Split joint names written without a separator."""
    glued = _GLUED.fullmatch(name)
    if not glued or _GOES_ON.match(glued[2]):
        return [name]
    return [glued[1], glued[2]]


def _with_place(found: list[str]) -> list[str]:
    """Add the committee's place to the government of a joint pair if it has none (中共X县委、县政府)."""
    whole = _WITHOUT_COMMITTEE.fullmatch(found[0])
    if len(found) != 2 or not whole or not _SHORT_GOVERNMENT.fullmatch(found[1]):
        return found
    organ = re.sub(r"^[省市县区州旗镇乡盟]", "", found[1])
    return [found[0], whole[1] + ("人民政府" if organ == "政府" else organ)]


def body(name: str, gazetteer: Gazetteer, year: int) -> Body:
    """Read the name of a body: its place and its kind."""
    where = place(name, gazetteer, year)
    return Body(name, where, _kind(name, where))


def _kind(name: str, where: Place) -> str:
    """Return a body's kind by the last word of its name."""
    if _OFFICE.search(name) and where.kind != "township":
        return "department"
    in_town = where.kind == "township" or any(region.level == "township" for region in where.regions)
    if (in_town or where.kind == "zone") and _PARTY_COMMITTEE.search(name):
        return "party"
    if in_town and re.fullmatch(f"(?:{_TOWN_ORGAN})?", where.rest):
        return "township"
    if _GOVERNMENT.search(name):
        return "other" if where.kind == "zone" and not name.endswith("人民政府") else "government"
    if _PARTY_COMMITTEE.search(name):
        return "party"
    return "other" if _NO_DEPARTMENT.search(name) else "department"


def issuer_type(bodies: Iterable[Body]) -> str:
    """Return the issuer type of joint bodies.

    "other" is used for a zone's management, with or without its party committee, a party committee alone, a court
    and the like; a township's party committee alone counts as the township.
    """
    bodies = list(bodies)
    kinds = {each.kind for each in bodies}
    if kinds & {"government", "township"} and "party" in kinds:
        return "party_and_government"
    if kinds == {"party"} and any(each.place.kind == "township" for each in bodies):
        return "township"
    return next((kind for kind in ("government", "department", "township") if kind in kinds), "other")


def department(bodies: Iterable[Body]) -> str:
    """Return the reporting department's full name without its place (市场监督管理局), "" for other issuers."""
    found = next((each for each in bodies if each.kind == "department"), None)
    return spelled_out(found.place.rest) if found else ""


def named_in_full(name: str, region: Region, gazetteer: Gazetteer, year: int) -> str:
    """Return a body's name with its region instead of a level word (县市监局 → X县市场监督管理局), 人民政府 in full."""
    name = re.sub("(?<!人民)政府$", "人民政府", name)
    where = place(name, gazetteer, year)
    if name in full_names():
        return region.name + spelled_out(name)
    if not where.level_word:
        return name
    rest = spelled_out(where.rest)
    return ("中共" if rest in ("委", "委员会") else "") + region.name + rest


def signature(lines: Iterable[str]) -> tuple[list[str], str]:
    """Read the signing bodies and the date from the folded lines of a signature.

    Returns
    -------
    names : list of str
        In order; empty if nobody signs.
    date : str
        ISO, "" if there is none.
    """
    signed, date = [], ""
    for line in lines:
        if _NO_SIGNATURE.search(line):
            continue
        found = dates(line)
        date = date or (found[-1].value if found else "")
        signed += [name for name in names(line[: found[0].start] if found else line) if name not in signed]
    return signed, date
