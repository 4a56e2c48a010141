"""A sentence and the reporting region → whom it speaks of where: the region, a larger one, a part of it, a body."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain

from fazhi.lexicon import either

OWN, LARGER, PART, BODY, PER_UNIT = "own", "larger", "part", "other body", "per unit"

# The rank of a division, by the last character of its name.
_RANKS = {"国": 0, "省": 1, "市": 2, "州": 2, "盟": 2, "县": 3, "区": 3, "旗": 3, "镇": 4, "乡": 4, "街道": 4, "村": 5}
_LEVELS = {"province": 1, "prefecture": 2, "county": 3, "township": 4}
_LETTER = "(?:街道|[国省市州盟县区旗镇乡村])"
_CENTRAL = "全国|国家(?!级)|中央|最高人民|最高法|最高检"


@dataclass(frozen=True)
class Own:
    """Who reports: the region's name and level, the regions above it, and the issuer; "" if unknown."""

    region: str = ""
    level: str = ""
    above: tuple[str, ...] = ()
    issuer: str = ""

    @property
    def letter(self) -> str:
        """The last character of the region's name, with which it refers to itself (全市, 我县)."""
        found = re.search(f"{_LETTER}$", self.region)
        return found[0] if found else ""

    def of(self, letter: str) -> str:
        """Return whom a word with this character refers to, such as 全省, 我市 or 县政府."""
        if not self.letter:
            return LARGER if letter in "国省" else OWN
        if letter == self.letter:
            return OWN
        higher = _RANKS[letter] < _LEVELS[self.level] or letter == "区"  # 全区 in a county: autonomous region
        return LARGER if higher else PART


@dataclass(frozen=True)
class Mention:
    """Whom the text from `start` on speaks of, and the words that show it.

    `lasting` = also beyond the next semicolon; `until` = where it ends, if before the next mention.
    """

    start: int
    whose: str
    words: str
    lasting: bool = False
    until: int | None = None


def mentions(text: str, heads: list[int], own: Own, before: str = "") -> Iterator[Mention]:
    """Find whom a sentence speaks of.

    Parameters
    ----------
    text : str
        A folded sentence with titles and numbers masked.
    heads : list of int
        Where its clauses and list items begin.
    own : Own
        Who reports.
    before : str
        The sentence before, whose place or body 该镇 or 该局 may take up.

    Yields
    ------
    Mention
        In no order; the last one before a number applies to it.
    """
    patterns = _patterns(own)
    for found in patterns.own.finditer(text):
        if found["above"]:
            continue
        whose = own.of(found["letter"]) if found["letter"] else OWN
        if whose == OWN or found["mine"]:
            yield Mention(found.start(), whose, found[0], lasting=True)
    yield from _in_passing(text, own, patterns)
    for head in heads:
        start = _LEAD.match(text, head).end()
        if taken_up := _taken_up(before + text, len(before) + start, own):
            yield replace(taken_up, start=start)
        else:
            yield from _at_head(text, start, own, patterns)


def _in_passing(text: str, own: Own, patterns: _Patterns) -> Iterator[Mention]:
    """Find what is named inside a clause: a model, a whole, a defendant, each of several units, a network's area."""
    for found in _IN_VIEW_OF.finditer(text):
        yield Mention(found.end(), OWN, "")
    for found in _MODEL.finditer(text):
        yield Mention(found.end("act"), BODY, found["act"], until=found.end())
    yield from _beside_the_own(text, patterns)
    for found in _EXAMPLE.finditer(text):
        yield Mention(found.start(), _who_is(found["name"], own), found["name"])
    for found in patterns.network.finditer(text):
        yield Mention(found.start("whole"), LARGER, found["whole"], lasting=True)
    for found in _DEFENDANT.finditer(text):
        yield Mention(found.end(), PART, found[0])
    for found in _PER_UNIT.finditer(text):
        yield Mention(found.start(), PER_UNIT, found[0])


def _beside_the_own(text: str, patterns: _Patterns) -> Iterator[Mention]:
    """Find a larger region's whole that a share is of, or its figure that the own one is compared with."""
    for found in chain(_SHARE_OF.finditer(text), _COMPARED_WITH.finditer(text)):
        if larger := patterns.larger.search(text, *found.span("whole")):
            yield Mention(larger.start(), LARGER, larger[0], until=found.end())


def _taken_up(text: str, start: int, own: Own) -> Mention | None:
    """Return whom 该镇, 上述街道, 其 or 前者 at the beginning of a clause stands for, given the text before."""
    found = _TAKEN_UP.match(text, start)
    if not found:
        return None
    if found["pair"]:
        return Mention(start, _of_pair(found["pair"], text[:start], own), found[0])
    name = "" if found["several"] else _last_named(found["what"] or f"街道|社区|村|镇|乡|{_BODIES}", text[:start])
    kind = name or found["what"]
    return Mention(start, _who_is(kind, own), name or found[0]) if kind else None


def _of_pair(word: str, so_far: str, own: Own) -> str:
    """Return whom 前者 or 后者 stands for: the region if that is how the pair names it."""
    pairs = list(_PAIR.finditer(so_far))
    side = "former" if word == "前者" else "latter"
    return OWN if pairs and _patterns(own).own.search(pairs[-1][side]) else BODY


def _last_named(kinds: str, so_far: str) -> str:
    """Return the last name of one of these kinds, "" if there is none or it is counted (司法所12个)."""
    names = list(re.finditer(rf"[\u4e00-\u9fff]{{1,8}}(?:{kinds})(?P<counted>□|\d|共|等)?", so_far))
    return names[-1][0] if names and not names[-1]["counted"] else ""


def _who_is(name: str, own: Own) -> str:
    """Return whom a name, or only the kind of a place or body (镇, 局), refers to."""
    letter = re.search(f"{_LETTER}$", name)
    if not letter:
        return OWN if name in own.issuer else BODY
    if any(name.endswith(above) for above in own.above if above):
        return LARGER
    other = own.of(letter[0]) == OWN and len(name) > len(letter[0]) and not _SELF.search(name)
    return BODY if other and not (own.region and name.endswith(own.region)) else own.of(letter[0])


def _at_head(text: str, start: int, own: Own, patterns: _Patterns) -> Iterator[Mention]:
    """Find the place or body at the beginning of a clause."""
    if larger := patterns.larger.match(text, start):
        yield Mention(start, LARGER, larger[0], lasting=True)
    elif level := patterns.level.match(text, start):
        yield Mention(start, PART if _LEVELS.get(own.level, 3) < _LEVELS["county"] else OWN, level[0])
    elif ours := patterns.ours.match(text, start):
        yield Mention(start, OWN, ours[0])
    elif (body := patterns.body.match(text, start)) and not _GENERIC.search(body["name"]):
        yield Mention(start, OWN if body["name"] in own.issuer else BODY, body["name"])
    elif (place := patterns.place.match(text, start)) and not _GENERIC.search(name := place["name"] or place["last"]):
        letter = re.search(f"{_LETTER}$", name)
        if letter and own.of(letter[0]) == PART:
            yield Mention(start, PART, name)
        elif _who_is(name, own) == BODY and (place["last"] or _ALIKE.match(text, start)):
            yield Mention(start, BODY, name)


@dataclass(frozen=True)
class _Patterns:
    own: re.Pattern
    larger: re.Pattern
    network: re.Pattern
    level: re.Pattern
    body: re.Pattern
    ours: re.Pattern
    place: re.Pattern


# Words that stand for a place or body named before: 该镇, 该局, 上述街道, 其, 前者.
_PLACES = "乡镇|镇街|街道|社区|村|镇|乡|区县|县区|市县|县|区|市|州|旗"
_BODIES = "司法所|派出所|公证处|大队|支队|局|厅|所|院"
_TAKEN_UP = re.compile(
    rf"(?:该|(?P<several>上述|这些|以上|这[两三四五六七八九几]个?))(?P<what>{_PLACES}|{_BODIES})(?![域间块长场民容级])|"
    r"其(?![中他它余次实间])|(?P<pair>前者|后者)"
)
_PAIR = re.compile(r"(?P<former>[^,;:。与和及、]+)[与和及、](?P<latter>[^,;:。]+)")
_SELF = re.compile("[我本全][\u4e00-\u9fff]{1,2}$")
_ALIKE = re.compile(r"[\u4e00-\u9fff]{2,3}[市县旗州](?=全年|年内|今年|共|\d{4}年)")  # another region of the same rank
_IN_VIEW_OF = re.compile("(?:情况|背景|形势|前提|基础)下")
_MODEL = re.compile("(?P<act>学习借鉴|借鉴|学习推广|对标学习|考察学习|参照)[^,;。]*?(?:经验|做法|模式|样板)")
_SHARE_OF = re.compile("占(?P<whole>[^,;。□]{1,20}□)[^,;。]*")  # 占全市受理量(□件)的□
_EXAMPLE = re.compile(rf"以(?P<name>[\u4e00-\u9fff]{{1,10}}?(?:{_PLACES}|{_BODIES}))为例")
_COMPARED_WITH = re.compile(
    "(?:[与同跟较比]|[高低优好快多少]于|[高低超]出|超过|对[照标比])(?P<whole>[^,;。□]{1,20}□)"
)  # 与全省□的平均纠错率相比
_DEFENDANT = re.compile(
    "(?:[省市州盟县区旗]|[本我][省市州县区旗])(?:人民)?(?:本级)?政府(?:作为|为)(?:共同)?被(?:告|申请人)"
)
_PER_UNIT = re.compile("平均每?|每(?:[个名件人村镇家户天日月]|万人)|[人年月日户村镇案件]均(?![为已达获被按])")
_LEAD = re.compile(
    rf"(?:[ 、,]|{either('clause_openings')}|(?:截[至止])?(?:\d{{4}} ?年)?(?:度|底|末|\d{{1,2}} ?月(?:底|末|份)?)?"
    r"(?<=[年度底末月份])|[一二三四五六]是)*+"
)
_GENERIC = re.compile(
    f"^(?:{either('generic_agents')})|{either('generic_agents')}$|^(?:局?党组|理论|[我本该]|中心$)|"
    rf"[的等各全每、对由后及和与把将被向为]|{either('no_names')}"
)


@cache
def _patterns(own: Own) -> _Patterns:
    """Compile the patterns for a region and its neighbours, once per report."""
    higher = "|".join(letter for letter in _RANKS if own.of(letter) == LARGER) or "(?!)"
    above = "|".join(_names(own.above)) or "(?!)"
    region = "|".join(_names((own.region,))) or "(?!)"
    work = f"(?=[^,;。]{{0,6}}?(?:{either('acts_of_bodies')}|□|[零无未没]))"
    autonomous = "自治区" if own.level != "province" else "(?!)"
    tails, open_end = either("body_tails", "bodies_court", "bodies_procuratorate"), f"(?!{either('no_owner_before')})"
    return _Patterns(
        own=re.compile(
            rf"(?P<above>(?:{above})全)|(?:(?P<mine>(?<![对来到赴])[我本])|全)(?P<letter>{_LETTER})(?![级性]|人大|局)|"
            rf"(?:{region})|我局|本局|全系统|本系统"
        ),
        larger=re.compile(
            rf"(?:{_CENTRAL}|全(?:{higher})|(?:{above})(?:全[省市州])?|(?:{higher})(?![场民容域])级?(?:人民)?"
            rf"(?=[^,;。、]{{0,8}}?(?:{tails})|政府|[定里])|(?:{higher})委(?![员托派任])(?=[^,;。、□]{{0,16}}□)|"
            rf"{autonomous}(?=[^,;。、]{{0,8}}?(?:{tails})|人民政府|政府|党委|[对来到赴])|"
            rf"(?<![在从由经对以])(?:国家|(?!国)(?:{higher})(?![场民容域]))级?[^,;。、□级]{{0,5}}?(?:平台|层面)){open_end}"
        ),
        network=re.compile(rf"(?:热线|平台|系统|窗口|网)(?P<whole>全(?:{higher}))(?!{either('no_owner_before')})"),
        level=re.compile("[省市州盟县区旗]本级"),
        body=re.compile(
            rf"(?:[\u4e00-\u9fff·]{{1,10}}?(?:{tails})[、和与及]){{0,5}}(?P<name>[\u4e00-\u9fff·]{{0,10}}?(?:{tails}))(?![的与和及、长]|联合){work}"
        ),
        ours=re.compile(
            rf"[省市州盟县区旗]{{2,3}}[两三]级|{own.letter or '(?!)'}(?:人民|级)?"
            "(?:政府|行政|复议|机关|各|委|属|直|域|内)"
        ),
        place=re.compile(
            r"(?:[\u4e00-\u9fff]{1,4}[市州盟县区旗镇乡]、)+(?P<last>[\u4e00-\u9fff]{1,4}?[市州盟县区旗镇乡])|"
            rf"(?P<name>[\u4e00-\u9fff]{{1,6}}?(?:镇|乡|街道|社区|村|县|区|市))(?:人民政府|办事处|政府|党工?委)?{work}"
        ),
    )


def _names(regions: tuple[str, ...]) -> list[str]:
    """Return the regions' names, with and without their type (嘉兴市, 嘉兴), the longest first."""
    short = [re.sub("(?:[\u4e00-\u9fff]{1,3}族)*+(?:自治)?[省市州盟县区旗]$|省$|市$", "", name) for name in regions]
    names = {*regions, *(f"{name}(?=全)" for name in short if len(name) > 1)} - {""}
    return sorted(names, key=len, reverse=True)
