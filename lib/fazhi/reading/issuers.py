"""A signature or a title → the bodies that issue a report: their name, their place and what kind of body they are."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from fazhi.plain import plain
from fazhi.reading.dates import dates
from fazhi.reading.places import Gazetteer, Region

_PARTY = r"中共|中国共产党"
_TOWN = r"街道|民族乡|镇|乡|苏木"
_ZONE = (
    "开发区|高新区|经开区|新区|新城|示范区|试验区|实验区|工业园区|产业园区|园区|管理区|旅游区|度假区|风景名胜区|风景区|景区|保税区|"
    "合作区|先行区|产业园|工业园|自贸区|片区|农场|林场"
)
_TOWN_ORGAN = r"人民政府|政府|党委|党工委|工委|委员会|委|办事处|街道办|办|人大|综合|司法所|便民"
_ZONE_ORGAN = r"管理委员会|管委会|党工委|工委|党委|人民政府|政府|[一-鿿]{2,20}(?:局|委员会|委|办公室|中心|队)"
_OWN_TOWN = re.compile(rf"([一-鿿]{{1,10}}?(?:{_TOWN}))(?=(?:{_TOWN_ORGAN})|$)")
_OWN_ZONE = re.compile(rf"([一-鿿()]{{0,18}}?(?:{_ZONE})(?:\([一-鿿]{{2,16}}\))?)(?=(?:{_ZONE_ORGAN})|$)")
_OWN_DIVISION = re.compile(r"(?:第?[一二三四五六七八九十]{1,3}师|兵团)")
_UNKNOWN = re.compile(r"[一-鿿]{2,10}?(?:自治区|自治州|自治县|自治旗|地区|省|市|县|区|州|旗|盟)(?!场|政|直|级|域|划)")
_GENERIC = re.compile(r"(?:我|本)?(自治区|自治州|兵团|省|市|州|县|区|旗)")
_PREFIX = re.compile(rf"(?:{_PARTY}|国家税务总局|国家统计局)")

_ORGAN_END = re.compile(
    r"(?:人民政府|政府|委员会|管委会|党工委|党委|工委|党组|[省市县区州旗镇乡盟]委|发改委|卫健委|住建委|国资委|办事处|办公室|街道办|[县区市州省镇]办|"
    r"局|厅|中心|支队|大队|总队|执法队|联合会|总社|银行|医院|学院|署|税务所|司法所|公司|兵团|管理处|检察院|法院|档案馆|工会|协会|学校|服务处|"
    r"管理站|[司政]法办|法治办|治[省市县区州]办|金融办|国动办|政府办|府办|信访办|编办|网信办)$"
)
_OFFICE = re.compile(r"(?:政府|委员会|委|管委会)(?:法制|综合|党政)?(?:办公室|办)$|府办$")
_GOVERNMENT = re.compile(r"(?:政府|管理委员会|管委会)$")
_PARTY_COMMITTEE = re.compile(rf"^(?:{_PARTY}).*(?:委员会|委)$|(?:党工委|党委|党组|工委|[省市县区州旗盟]委)$")
_NO_DEPARTMENT = re.compile(r"法院|检察院|公司|集团|银行|兵团$|师$|医院|学校|学院|协会$")
_NO_ISSUER = re.compile(
    r"主办|承办|版权|来源|地址|电话|邮编|备案|标识码|技术支持|公网安备|编辑|审核|作者|抄送|附件|联系人|上一[篇条]|下一[篇条]|印发|"
    r"发布|浏览|打印|分享|字号|字体|责任单位|首页|网站|>"
)
_GLUED = re.compile(
    rf"((?:{_PARTY})?[^;]{{2,30}}?(?:委员会|党工委|工委|党委|委))((?:[^;]{{2,30}}?)(?:人民政府|政府|管理委员会|管委会|办事处))$"
)
_STAMP = re.compile(r"\((?:盖章|公章|章|印章|代章|签章)\)|(?:盖章|公章)$")


@dataclass(frozen=True)
class Place:
    """Where a body sits: what the name's divisions may mean, and the township's or zone's own name below them ("" = none).

    `hint` is the level word where only that is named (县司法局 → 县); `unknown` is a division's name that no gazetteer has.
    """

    regions: tuple[Region, ...] = ()
    own: str = ""
    kind: str = ""
    hint: str = ""
    unknown: str = ""
    rest: str = ""


@dataclass(frozen=True)
class Body:
    """An issuing body: its name as written and its place; kind is party, government, department, township or other."""

    name: str
    place: Place
    kind: str


def place(name: str, gazetteer: Gazetteer, year: int) -> Place:
    """Read the place that a name begins with (昆明市五华区司法局 → 五华区).

    Parameters
    ----------
    name : str
        Folded name of a body or a place, without blanks.
    gazetteer : Gazetteer
        Where names are looked up.
    year : int
        The year that the names are of.

    Returns
    -------
    Place
        `rest` is what follows the place.
    """
    name = _PREFIX.sub("", name, count=1)
    end, regions = gazetteer.chain(name, year)
    short = not any(region.name == name[max(0, end - len(region.name)) : end] for region in regions)
    if town := _OWN_TOWN.match(name, 0 if short and len(_town_left(name, end)) < 3 else end):
        return Place(tuple(regions if town.start() else ()), town[1], "township", rest=name[town.end() :])
    if zone := _OWN_ZONE.match(name, end):
        return Place(tuple(regions), zone[1], "zone", rest=name[zone.end() :])
    if regions:
        division = _OWN_DIVISION.match(name, end)
        own = division[0] if division and division.end() == len(name) else ""
        return Place(tuple(regions), own, "zone" if own else "", rest=name[end:])
    if generic := _GENERIC.match(name):
        return Place(hint=generic[1][-1], rest=name[generic.end() :])
    if unknown := _UNKNOWN.match(name):
        return Place(unknown=unknown[0], rest=name[unknown.end() :])
    return Place(rest=name)


def _town_left(name: str, end: int) -> str:
    """Return the township's name that follows an offset, "" where none does."""
    town = _OWN_TOWN.match(name, end)
    return town[1] if town else "   "


def is_body(name: str) -> bool:
    """Tell whether a short folded text is the name of a body (X县人民政府), and nothing else."""
    return (
        3 <= len(name) <= 45
        and re.fullmatch(r"[一-鿿()·“”\"]+", name) is not None
        and _ORGAN_END.search(name) is not None
        and not re.search(r"法治政府$|党委政府$|^(?:向|由|对|是|在|和)|一是|领导下", name)
    )


def names(text: str) -> list[str]:
    """Split a line (or a title's beginning) into the names of the bodies that stand in it, in order.

    Parameters
    ----------
    text : str
        Text as read; blanks, 、 and ; separate, and joint names may stand without a separator
        (中共X县委X县人民政府).

    Returns
    -------
    list of str
        Empty when the text is anything else than names of bodies.
    """
    folded = _STAMP.sub("", plain(text)).strip(" 。,:")
    if _NO_ISSUER.search(folded):
        return []
    parts = [part for part in re.split(r"[\s、;,/|]+", folded) if part]
    joined = "".join(parts)
    if len(parts) > 1 and not all(is_body(part) for part in parts):
        parts = [joined]
    found = [piece for part in parts for piece in _unglued(part)]
    return found if found and all(is_body(piece) for piece in found) else []


def _unglued(name: str) -> list[str]:
    """Cut joint names that stand without a separator."""
    glued = _GLUED.fullmatch(name)
    if glued and not re.match(r"员会|办公室|[一-鿿]?办", glued[2]) and not re.match(r"(?:人民)?政府|管理?委", glued[2]):
        return [glued[1], glued[2]]
    return [name]


def body(name: str, gazetteer: Gazetteer, year: int) -> Body:
    """Read the name of a body: its place and its kind."""
    where = place(name, gazetteer, year)
    return Body(name, where, _kind(name, where))


def _kind(name: str, where: Place) -> str:
    """Tell a body's kind by the last word of its name."""
    if _OFFICE.search(name):
        return "department"
    if where.kind == "township" and re.fullmatch(_TOWN_ORGAN + "|", where.rest):
        return "township"
    if _GOVERNMENT.search(name):
        return "government"
    if _PARTY_COMMITTEE.search(name):
        return "party"
    return "other" if _NO_DEPARTMENT.search(name) else "department"


def issuer_type(bodies: Iterable[Body]) -> str:
    """Return the issuer type of joint bodies; "other" stands for a party committee alone, a court and the like.

    A zone's management committee is its government; so is one together with the zone's party committee, jointly.
    """
    kinds = [each.kind for each in bodies]
    if "department" in kinds:
        return "department"
    if "township" in kinds:
        return "township"
    if "government" in kinds:
        return "party_and_government" if "party" in kinds else "government"
    return "other"


def signature(lines: Iterable[str]) -> tuple[list[str], str]:
    """Read bodies and date from the last lines of a report.

    Parameters
    ----------
    lines : iterable of str
        Lines after the last paragraph, or that paragraph itself when the signature runs on in it.

    Returns
    -------
    names : list of str
        Signing bodies in order; empty when none signs.
    date : str
        ISO date of the signature, "" when there is none.
    """
    signed, date = [], ""
    for line in lines:
        folded = plain(line)
        found = dates(folded)
        if _NO_ISSUER.search(folded):
            continue
        if found and not date:
            date = found[-1].value
        before = folded[: found[-1].start] if found else folded
        signed.extend(name for name in names(before.strip(" ()")) if name not in signed)
    return signed, date
