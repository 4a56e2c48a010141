"""Segments of a report → title, region, year, issuer and dates, read from its head, its opening and its signature."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import pandas as pd

from fazhi.errors import NotAReport, Unresolved
from fazhi.plain import plain
from fazhi.reading.dates import bare_years, dates, years
from fazhi.reading.divisions import Region
from fazhi.reading.genre import reason_against
from fazhi.reading.issuers import Place, body, issuer_type, names, place, signature
from fazhi.reading.places import Gazetteer
from fazhi.reading.self_naming import self_named
from fazhi.reading.whereabouts import region_reported, stated_region
from fazhi.reading.zones import Zones, zones

_PUBLISHED = re.compile(
    r"(?:(?:发布|发稿|公开|更新|上传|录入|创建|刊发|信息|发表|公布|添加)\s*(?:时间|日期)|(?<!\w)(?:时间|日期)|发布于)[\s:|\])】]*"
)
_DRAWN_UP = re.compile(r"(?:成文|生成|制发|印发|落款|形成|发文)\s*(?:时间|日期)[\s:|\])】]*")
_ISSUING_OFFICE = re.compile(r"(?:发文|制发|成文|报告|填报|编制)(?:机关|机构|单位|部门)[\s:|\])】]*([一-鿿]{4,40})")
_NUMBER = re.compile(
    r"([一-鿿]{1,14}(?:\([一-鿿]{1,4}\))?)\s*[〔\[(【<{]\s*((?:19|20)\d\d)\s*年?\s*[〕\])】>}]\s*第?\s*([0-9]{1,4})\s*号"
)
_NUMBER_LABEL = re.compile(r"(?:发\s*文\s*字\s*号|发文文号|文\s*号|文件编号|发文号|文件字号)[\s:|\])】]*")
_OTHER_DATE = re.compile(r"今天是|现在是|星期|农历|号|法治|依法")
_ANNOUNCED = re.compile(r"[将就].{0,80}?(?:报告|汇报|总结|公布|公示|通报|公开|呈报)(?:如下|于后|于下|[:。])")
_NEXT_STEPS = re.compile(r"下一步|下步|计划|打算|安排|思路|展望")
_QUOTED = re.compile(r"《[^》]*》")
_TITLE_YEAR = r"(?:(?:19|20)\d\d|[二2][〇○零O0][〇○零一二三四五六七八九O\d]{2})\s*(?:年度|年|度)?"
_BEFORE_TITLE = re.compile(rf"^(?:【[^】]*】|\[[^\]]*\]|[(《\s]|{_TITLE_YEAR}\)?)+")
_AFTER_TITLE = re.compile(r"\s*[_|]\s*[^_|]*$|\s*[-—]{1,2}\s*[^-—]*网站?$")
_SENT = re.compile(r"^(?:印发|报送|呈报|公布|公开|转发|上报|《)+")
_ABOUT = re.compile(
    rf"{_TITLE_YEAR}|法治|依法|法制|推进|加强|落实|贯彻|全面|深入|年度|开展|行政执法|履行|工作|建设|普法"
)
_TITLED_BODY = re.compile(
    r"(.{2,45}?(?:局|厅|委员会|委|办公室|办公厅|办|政府|行政公署|管委会|办事处|中心|队|处|院|公司|站|所|学校|兵团))"
    rf"(?=的?\s*(?:{_TITLE_YEAR}|年|法治|依法|推进|加强|落实|贯彻|开展|全面|深入|履行|工作|行政|建设|《|关于))"
)
_TRADITIONAL = frozenset(
    "國區縣鎮鄉報設進會務這們個為與從來時對發現辦實業產經濟議題檢監執權責規劃條員單應關開導變萬眾書紀"
)
_FAR = 24


def metadata(segments: pd.DataFrame, gazetteer: Gazetteer, sidecar: Mapping[str, object] | None = None) -> dict:
    """Read what a report says about itself.

    Parameters
    ----------
    segments : DataFrame
        Columns line, start, raw, level, heading, role of `fazhi.reading.outline.outline`.
    gazetteer : Gazetteer
        Where places are looked up.
    sidecar : mapping, optional
        What a researcher states, by the keys region_code, year and issuer; "" = not stated. It wins over what is read,
        and a disagreement becomes a warning.

    Returns
    -------
    dict
        title ("" = none), region (official name without its parents), region_code (GB/T 2260 as of the reporting
        year), province, prefecture, county ("" = none), level (province | prefecture | county | township), issuer (as
        signed, otherwise as titled; ";" between joint ones; "" = not told), issuer_type, year (int), document_number,
        signed and published (ISO dates, "2024-02" where no day is told, "" = not told), warnings (list of str).

    Raises
    ------
    NotAReport
        The text is of another kind.
    Unresolved
        The region or the year cannot be told.

    Notes
    -----
    A township carries its county's code and a zone (高新区) its parent's, with the parent's province, prefecture and
    county; a zone's level is the one below its parent's. Who neither signs nor stands in the title is inferred only
    where the text speaks as a department (我局) or says 现将X政府…; a report in a region's name alone has issuer "" and
    issuer_type government, or township.
    """
    text = zones(segments)
    title = _title(text.title)
    if reason := reason_against(plain(title), text.body):
        raise NotAReport(f"no annual report on rule-of-law work: {reason}")
    stated = {key: str(value).strip() for key, value in (sidecar or {}).items() if pd.notna(value)}
    signers, signed = _signature(text)
    published = _labelled_date(text, _PUBLISHED) or _bare_date(text)
    signed = signed or _labelled_date(text, _DRAWN_UP)
    year, warnings = _year(title, text, signed, published, stated.get("year", ""))
    titled, subject = _titled(title)
    bodies = [body(name, gazetteer, year) for name in signers or titled or _issuing_office(text)]
    claims = [each.place for each in bodies] + [place(name, gazetteer, year) for name in (*titled, subject) if name]
    region, doubts = _region(claims, text, gazetteer, year, stated.get("region_code", ""))
    bodies = bodies or [body(name, gazetteer, year) for name in self_named(text, region)]
    issuer, differs = _stated_issuer(";".join(each.name for each in bodies), stated.get("issuer", ""))
    bodies = [body(name, gazetteer, year) for name in re.split("[;；]", plain(issuer)) if name]
    unsigned = "township" if region.level == "township" else "government"
    return {
        "title": title,
        "region": region.name,
        "region_code": region.code,
        "province": region.province,
        "prefecture": region.prefecture,
        "county": region.county,
        "level": region.level,
        "issuer": issuer,
        "issuer_type": issuer_type(bodies) if bodies else unsigned,
        "year": year,
        "document_number": _document_number(text),
        "signed": signed,
        "published": published,
        "warnings": [*warnings, *doubts, *differs, *_script(text)],
    }


def _title(lines: Sequence[str]) -> str:
    """Join the lines of a title; one printed twice, whole or in pieces, counts once."""
    parts = list(dict.fromkeys(re.sub(r"\s+", " ", raw).strip() for raw in lines))
    bare = [re.sub(r"\s", "", plain(part)) for part in parts]
    for part, own in zip(parts, bare, strict=True):
        if len(parts) > 1 and own == "".join(bare).replace(own, "", 1):
            return part
    return "".join(parts)


def _script(text: Zones) -> list[str]:
    """Warn of traditional script, in which names are read less surely."""
    sample = "".join(text.body)[:4000]
    found = sum(character in _TRADITIONAL for character in sample)
    return ["the text is in traditional script"] if found > 3 + len(sample) / 100 else []


def _signature(text: Zones) -> tuple[list[str], str]:
    """Return the signing bodies and the date: of the last lines, else of a byline with a date in brackets."""
    signers, signed = signature(text.signature)
    if signers or signed:
        return signers, signed
    bracketed = [found[0].value for line in text.head if line.strip().startswith("(") and (found := dates(line))]
    byline = [name for line in text.head if not dates(line) for name in names(line)]
    return (byline, bracketed[0]) if bracketed else ([], "")


def _labelled_date(text: Zones, label: re.Pattern[str]) -> str:
    """Return the date behind a label in the head or the furniture; a label's value may stand on the next line."""
    for lines in (text.head, text.furniture):
        joined = " ".join(lines)
        for match in label.finditer(joined):
            found = dates(joined[match.end() : match.end() + _FAR])
            if found and found[0].start == 0:
                return found[0].value
    return ""


def _bare_date(text: Zones) -> str:
    """Return a date that stands in the head alone or beside a short name, as pages print it."""
    for before, line in zip(("", *text.head), text.head, strict=False):
        found = dates(line)
        if found and len(line) < _FAR * 2 and not line.strip().startswith("(") and not _DRAWN_UP.search(before + line):
            beside = line[: found[0].start] + line[found[0].end :]
            if len(beside) < _FAR and not _OTHER_DATE.search(beside):
                return found[0].value
    return ""


def _document_number(text: Zones) -> str:
    """Return the number that the document itself bears: on a line of its own, or behind its label."""
    for line in text.head:
        match = _NUMBER.fullmatch(re.sub(r"签发人.*", "", line).strip(" ()"))
        if match:
            return _number(match)
    joined = " ".join((*text.head, *text.furniture))
    for label in _NUMBER_LABEL.finditer(joined):
        if match := _NUMBER.match(joined, label.end()):
            return _number(match)
    return ""


def _number(match: re.Match[str]) -> str:
    """Write a document number in the usual form."""
    return f"{match[1]}〔{match[2]}〕{int(match[3])}号"


def _year(title: str, text: Zones, signed: str, published: str, stated: str) -> tuple[int, list[str]]:
    """Tell the reporting year: stated, titled, told in the opening or a heading, else by the dates."""
    read, warnings = _told_year(title, text, signed or published)
    if not read and (signed or published):
        read = _year_before(signed or published)
        warnings = [] if signed else [f"year: {read}, told only by the date of publication {published}"]
    if stated:
        differs = read and str(read) != stated
        return int(stated), [f"year: the text says {read}, the sidecar {stated}; the sidecar counts"] if differs else []
    if not read:
        raise Unresolved("the text does not tell its year: give it in reports.csv")
    return read, warnings


def _told_year(title: str, text: Zones, dated: str) -> tuple[int, list[str]]:
    """Return the year that the report names as its own, 0 when it names none."""
    opening = [_QUOTED.sub("", line) for line in text.opening]
    announced = [
        int(found[0].value) for line in opening for now in _ANNOUNCED.finditer(line) if (found := years(now[0]))
    ]
    titled = [int(found.value) for found in years(plain(title)) or bare_years(plain(title))]
    if titled and announced and announced[0] == titled[0] - 1 and dated.startswith(str(titled[0])):
        return announced[0], [f"year: titled {titled[0]}, but the text reports on {announced[0]}"]
    headings = [heading for heading in text.headings if not _NEXT_STEPS.search(heading)]
    leading = [int(found[0].value) for line in [*opening, *headings] if (found := years(line))]
    latest = int(dated[:4]) if dated else 9999
    return next((year for year in [*titled, *announced, *leading] if year <= latest), 0), []


def _year_before(date: str) -> int:
    """Return the year that a report of this date is about: its own from October on, else the one before."""
    return int(date[:4]) - (int(date[5:7]) < 10)


def _titled(title: str) -> tuple[list[str], str]:
    """Return the bodies that a title names as its authors, and the name of what it is about."""
    bare = _AFTER_TITLE.sub("", re.sub(r"\s+", " ", plain(title)).strip())
    author, about, rest = bare.partition("关于")
    author = _BEFORE_TITLE.sub("", author).strip()
    if about and author:
        return names(author), re.sub(r"\s", "", author)
    rest = re.sub(r"\s", "", rest or bare)
    rest = _BEFORE_TITLE.sub("", _SENT.sub("", _BEFORE_TITLE.sub("", rest)))
    named = _TITLED_BODY.match(rest)
    if named and (found := names(named[1])):
        return found, named[1]
    return [], _ABOUT.split(rest)[0]


def _issuing_office(text: Zones) -> list[str]:
    """Return the body that the form above a document names as issuing it (发文机关)."""
    joined = " ".join((*text.head, *text.furniture))
    return next((found for match in _ISSUING_OFFICE.finditer(joined) if (found := names(match[1]))), [])


def _region(
    claims: Sequence[Place], text: Zones, gazetteer: Gazetteer, year: int, stated: str
) -> tuple[Region, list[str]]:
    """Tell the region, by the sidecar where it states one."""
    if stated:
        return stated_region(gazetteer.by_code(stated, year), claims)
    return region_reported(claims, text, gazetteer, year)


def _stated_issuer(read: str, stated: str) -> tuple[str, list[str]]:
    """Return the issuer that counts, with a warning where a sidecar disagrees."""
    if stated and read and stated != read:
        return stated, [f"issuer: the text says {read}, the sidecar {stated}; the sidecar counts"]
    return stated or read, []
