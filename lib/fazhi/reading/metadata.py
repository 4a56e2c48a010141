"""Segments of a report → title, region, year, issuer and dates, read from its head, its opening and its signature."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from fazhi.errors import NotAReport, Unresolved
from fazhi.plain import plain
from fazhi.reading import genre, issuers
from fazhi.reading.dates import dates, years
from fazhi.reading.places import CORPS, Gazetteer, Mention, Region, evidence

_NOW = 2024  # the divisions by which places are first looked up, before the reporting year is known
_LONG = 60
_TAIL_LINES = 12
_ZONE_WEIGHTS = {"title": 6.0, "signature": 6.0, "opening": 3.0, "cruft": 2.0, "addressee": 2.0}

_SUBJECT = r"法治|依法|法制"
_REPORTING = re.compile(r"(?:现将|现就|特将|兹将|将|按照要求[,，]?).{0,80}?(?:报告|汇报|总结|公布|公示|通报|公开|呈报)(?:如下|于后|于下|[:。])")
_PUBLISHED = re.compile(
    r"(?:发布|发稿|公开|更新|上传|录入|创建|刊发|信息|发表|公布|添加)\s*(?:时间|日期)\s*[:|\s]*|(?:^|[\s|\[【(])(?:时间|日期)\s*[:|]\s*|发布于\s*"
)
_DRAWN_UP = re.compile(r"(?:成文|生成|制发|印发|落款|形成|发文)\s*(?:时间|日期)\s*[:|\s]*")
_NUMBER = re.compile(
    r"([一-鿿]{2,14}(?:\([一-鿿]{1,4}\))?)\s*[〔\[(【<{]\s*((?:19|20)\d\d)\s*[〕\])】>}]\s*第?\s*([0-9]{1,4})\s*号"
)
_NUMBER_LABEL = re.compile(r"(?:发文字号|文\s*号|文件编号|发文号|公文文号|文件字号)\s*[:|\s]\s*")
_NUMBER_LINE = re.compile(r"\s*\(?\s*(?:签发人.*)?\s*$")
_CLOCK = re.compile(r"今天是|星期|农历|欢迎")
_SELF_BODY = re.compile(r"我(局|委|厅|办|中心|队|院|站|支队|大队|总队|公司|校)(?!们)")
_SELF_LEVEL = re.compile(r"(?:我|全|本)(自治区|自治州|省|市|州|县|区|旗|盟)(?!域|位)")
_SELF_TOWN = re.compile(r"(?:我|全|本)(镇|乡|街道|街|办事处|苏木)")
_NAMED_AFTER = re.compile(r"(?:法治|平安|美丽|幸福|数字|清廉|活力|新时代|现代化)")
_SUBJECT_STARTS = re.compile(
    r"(?:^|[,。;:]|现将|一年来|以来|领导下|指导下|支持下|关怀下|要求|精神|今年|年度?)\s*(?:中共)?(?=[一-鿿])"
)
_SUBJECT_ACTS = re.compile(
    r"(?:在|坚持|紧紧|紧扣|认真|深入|始终|全面|以|高度|严格|围绕|扎实|切实|持续|积极|聚焦|立足|坚决|牢固|按照|根据|推进|法治|依法|\d{4}年|大力|不断|进一步|牢牢|着力|把|将|结合|贯彻|学习|统筹|严格|对照|忠诚|充分)"
)
_SYSTEMS = {
    "司法行政": "司法局", "市场监管": "市场监督管理局", "教育": "教育局", "公安": "公安局", "税务": "税务局", "住建": "住房和城乡建设局",
    "住房城乡建设": "住房和城乡建设局", "应急管理": "应急管理局", "应急": "应急管理局", "交通运输": "交通运输局", "交通": "交通运输局",
    "自然资源": "自然资源局", "生态环境": "生态环境局", "环保": "生态环境局", "农业农村": "农业农村局", "水利": "水利局", "水务": "水务局",
    "民政": "民政局", "财政": "财政局", "审计": "审计局", "统计": "统计局", "卫生健康": "卫生健康委员会", "卫健": "卫生健康委员会",
    "人社": "人力资源和社会保障局", "人力资源社会保障": "人力资源和社会保障局", "城管": "城市管理局", "城市管理": "城市管理局",
    "林业": "林业局", "林草": "林业和草原局", "气象": "气象局", "医保": "医疗保障局", "医疗保障": "医疗保障局", "文旅": "文化和旅游局",
    "文化旅游": "文化和旅游局", "烟草": "烟草专卖局", "商务": "商务局", "信访": "信访局", "体育": "体育局",
    "行政审批": "行政审批服务局", "综合执法": "综合行政执法局", "发展改革": "发展和改革委员会", "民族宗教": "民族宗教事务局",
}  # fmt: skip
_OWN_BODY_NAME = re.compile(
    r"(?:^|[,。;:、《“(]|由|经|对|向|全|是|和|及|到|在|为|以|与|制定|印发|出台|成立)([省市县区州旗])([一-鿿]{2,14}?(?:局|厅|委员会|委|中心|支队|大队))(?!长|党组|机关|属|领导|势)"
)
_TRADITIONAL = frozenset("國區縣鎮鄉報設進依會務政這們個為與從來時對發現辦實務業產經濟議題檢監執權責規劃條員單應關開導變萬眾書紀")
_ALSO_SIMPLIFIED = frozenset("依政")


@dataclass
class _Text:
    """What of a report's text tells about the whole: its zones as raw lines."""

    title: list[str]
    head: list[str]
    opening: list[str]
    body: list[str]
    headings: list[str]
    tail: list[str]
    cruft: list[str]
    addressee: list[str]
    numbers: list[str]
    last: str = ""
    warnings: list[str] = field(default_factory=list)


def metadata(segments: pd.DataFrame, gazetteer: Gazetteer, sidecar: Mapping[str, object] | None = None) -> dict:
    """Read what a report says about itself.

    Parameters
    ----------
    segments : DataFrame
        Columns line, raw, level, heading, role, text of `fazhi.reading.outline.outline`.
    gazetteer : Gazetteer
        Where places are looked up.
    sidecar : mapping, optional
        What a researcher states, by the keys region_code, year, issuer; ""= not stated. It wins over what is read, and a
        disagreement becomes a warning.

    Returns
    -------
    dict
        title, region (official name without its parents), region_code (GB/T 2260 as of the reporting year), province,
        prefecture, county ("" = none), level (province | prefecture | county | township), issuer (as signed, otherwise as
        titled, ";" between joint ones, "" = not told), issuer_type, year (int), document_number, signed and published
        (ISO dates, "" = not told), warnings (list of str).

    Raises
    ------
    NotAReport
        The text is of another kind.
    Unresolved
        The region or the year cannot be told.

    Notes
    -----
    A township carries its county's code, a zone (高新区) its parent's; a zone's level is the one below its parent's, its
    `county` is its parent's.
    """
    text = _zones(segments)
    stated = {key: str(value).strip() for key, value in (sidecar or {}).items() if value is not None and value == value}
    title = _title(text.title)
    if reason := genre.reason_against(plain(title), [plain(line) for line in text.body]):
        raise NotAReport(f"no annual report on rule-of-law work: {reason}")
    signers, signed = _signature(text)
    published = _labelled_date(text, _PUBLISHED) or _bare_date(text)
    signed = signed or _labelled_date(text, _DRAWN_UP)
    year = _year(title, text, signed, published, stated.get("year", ""))
    titled, subject = _titled(title)
    bodies = [issuers.body(name, gazetteer, year) for name in signers or titled]
    region, own = _region(bodies, titled, subject, text, gazetteer, year, stated.get("region_code", ""))
    if not bodies:
        bodies = _self_named(text, region, own, gazetteer, year)
    issuer = ";".join(each.name for each in bodies)
    if stated.get("issuer"):
        if issuer and issuer != stated["issuer"]:
            text.warnings.append(f"issuer: the text says {issuer}, the sidecar {stated['issuer']}; the sidecar counts")
        issuer = stated["issuer"]
        bodies = [issuers.body(name, gazetteer, year) for name in re.split(r"[;；]", plain(issuer))]
    if _is_traditional(text):
        text.warnings.append("the text is in traditional script, which is read less surely")
    return {
        "title": title,
        "region": own.name if own else region.name,
        "region_code": region.code,
        "province": region.province,
        "prefecture": region.prefecture,
        "county": region.county,
        "level": own.level if own else region.level,
        "issuer": issuer,
        "issuer_type": issuers.issuer_type(bodies) if bodies else ("township" if own and own.level == "township" else "government"),
        "year": year,
        "document_number": _document_number(text),
        "signed": signed,
        "published": published,
        "warnings": text.warnings,
    }


# --- zones -----------------------------------------------------------------------------------------------------------


def _zones(segments: pd.DataFrame) -> _Text:
    """Sort the lines of a report by what they may tell."""
    lines = [
        (str(rows["role"].iloc[0]), int(rows["level"].max()), "".join(rows["raw"].astype(str)))
        for _, rows in segments.sort_values(["line", "start"]).groupby("line", sort=True)
    ]
    of = lambda *roles: [raw for role, _, raw in lines if role in roles]  # noqa: E731
    main = [(role, level, raw) for role, level, raw in lines if role not in ("cruft", "title")]
    first = next((i for i, (role, level, raw) in enumerate(lines) if level or len(raw) > _LONG), len(lines))
    body = [(role, level, raw) for role, level, raw in main if role not in ("addressee", "docnumber", "signature")]
    opening = of("opening") or [raw for _, level, raw in body[:3] if len(raw) > 30]
    headings = [str(heading) for heading, level in zip(segments["heading"], segments["level"], strict=True) if level == 1]
    text = _Text(
        title=of("title"),
        head=[raw for _, _, raw in lines[:first]],
        opening=opening,
        body=[raw for _, _, raw in main],
        headings=headings,
        tail=of("signature") or _trailing(main),
        cruft=of("cruft"),
        addressee=of("addressee"),
        numbers=of("docnumber"),
        last=next((raw for _, _, raw in reversed(main) if len(raw) > _LONG), ""),
    )
    if not text.title:
        text.title = _title_lines(text.head)
    return text


def _trailing(main: Sequence[tuple[str, int, str]]) -> list[str]:
    """Return the short lines after the last paragraph, for outlines that mark no signature."""
    tail: list[str] = []
    for _, level, raw in reversed(main[-_TAIL_LINES:]):
        if level or len(raw) > _LONG:
            break
        tail.insert(0, raw)
    return tail


def _title_lines(head: Sequence[str]) -> list[str]:
    """Return the line of the head that reads like a title, for outlines that mark none."""
    for raw in head:
        bare = re.sub(r"\s", "", plain(raw))
        if re.search(_SUBJECT, bare) and re.search(r"(?:报告|总结|汇报|情况|年报)(?:\(.*\))?$", bare) and ">" not in bare:
            return [raw]
    return []


def _title(lines: Sequence[str]) -> str:
    """Join the lines of a title; one printed twice counts once."""
    parts: list[str] = []
    for raw in lines:
        part = re.sub(r"\s+", " ", raw).strip()
        if part and part not in parts:
            parts.append(part)
    joined = "".join(parts)
    whole = [part for part in parts if len(part) > 12 and joined.count(part) > 1 or _repeats(part, parts)]
    return whole[0] if whole else joined


def _repeats(part: str, parts: Sequence[str]) -> bool:
    """Tell whether a line holds the whole title that the other lines give in pieces."""
    rest = "".join(other for other in parts if other != part)
    return len(parts) > 1 and re.sub(r"\s", "", plain(part)) == re.sub(r"\s", "", plain(rest))


def _is_traditional(text: _Text) -> bool:
    """Tell whether the text is in traditional script."""
    sample = "".join(text.body)[:4000]
    return sum(character in _TRADITIONAL - _ALSO_SIMPLIFIED for character in sample) > 0.01 * len(sample) + 3


# --- dates and numbers -----------------------------------------------------------------------------------------------


def _signature(text: _Text) -> tuple[list[str], str]:
    """Return the signing bodies and the date: of the tail, else of the last paragraph's end, else below the title."""
    names, date = issuers.signature(text.tail)
    if not names and not date and text.last:
        end = plain(text.last).rpartition("。")[2]
        names, date = issuers.signature([end]) if len(end) < _LONG and dates(end) else ([], "")
    if not names and not date:
        names, date = _byline(text)
    return names, date


def _byline(text: _Text) -> tuple[list[str], str]:
    """Return a body and a bracketed date that stand below the title."""
    lines = [plain(raw).strip() for raw in text.head if raw not in text.title]
    names = [name for line in lines if not _CLOCK.search(line) and not dates(line) for name in issuers.names(line)]
    dated = [found[0].value for line in lines if line.startswith("(") and (found := dates(line))]
    return (names, dated[0]) if dated else ([], "")


def _labelled_date(text: _Text, label: re.Pattern[str]) -> str:
    """Return the date that follows a label in the page's furniture or head, "" when there is none."""
    for raw in [*text.cruft, *text.head]:
        folded = plain(raw)
        for match in label.finditer(folded):
            if (found := dates(folded[match.end() : match.end() + 24])) and found[0].start <= 3:
                return found[0].value
    return ""


def _bare_date(text: _Text) -> str:
    """Return a date that stands alone or beside a body's name in the head, which a page's date does; "" when none does."""
    for raw in text.head:
        folded = plain(raw).strip()
        found = dates(folded)
        if found and len(folded) < 50 and not _CLOCK.search(folded) and not folded.startswith("(") and not _DRAWN_UP.search(folded):
            beside = (folded[: found[0].start] + folded[found[0].end :]).strip(" :|")
            if len(beside) < 30 and not re.search(r"号|" + _SUBJECT, beside):
                return found[0].value
    return ""


def _document_number(text: _Text) -> str:
    """Return the number that the document itself bears, 遂安委〔2023〕21号, "" when it bears none."""
    for raw in [*text.numbers, *text.head, *text.cruft]:
        folded = plain(raw).strip()
        label = _NUMBER_LABEL.search(folded)
        match = _NUMBER.search(folded, label.end() if label else 0)
        alone = match and len(folded) - len(match[0]) <= 4 or match and "签发人" in folded
        if match and (alone or (label and match.start() <= label.end() + 1)):
            return f"{match[1]}〔{match[2]}〕{int(match[3])}号"
    return ""


# --- year ------------------------------------------------------------------------------------------------------------


def _year(title: str, text: _Text, signed: str, published: str, stated: str) -> int:
    """Tell the reporting year: stated, titled, told in the opening or the headings, else by the dates."""
    read = _told_year(title, text, signed or published)
    if not read and signed:
        read = _year_before(signed)
    if not read and published:
        read = _year_before(published)
        text.warnings.append(f"year: told only by the date of publication ({published})")
    if stated:
        if read and read != int(stated):
            text.warnings.append(f"year: the text says {read}, the sidecar {stated}; the sidecar counts")
        return int(stated)
    if not read:
        raise Unresolved("the text does not tell its year; give it in reports.csv")
    return read


def _told_year(title: str, text: _Text, dated: str) -> int:
    """Return the year that the report names as its own, 0 when it names none."""
    opening = [re.sub(r"《[^》]*》", "", plain(raw)) for raw in text.opening]
    announced = [years(match[0]) for line in opening for match in _REPORTING.finditer(line)]
    announced_year = next((int(found[0].value) for found in announced if found), 0)
    titled = years(plain(title))
    if titled:
        year = int(titled[0].value)
        if announced_year == year - 1 and dated.startswith(str(year)):
            text.warnings.append(f"year: titled {year}, but reports on {announced_year}")
            return announced_year
        return year
    if announced_year:
        return announced_year
    limit = int(dated[:4]) if dated else 9999
    starts = [found[0] for line in opening if (found := years(line))]
    heads = [found[0] for line in text.headings if not re.search(r"下一步|计划|打算|安排|思路", line) and (found := years(plain(line)))]
    candidates = [int(found.value) for found in [*(s for s in starts if s.start < 40), *heads, *starts]]
    return next((year for year in candidates if year <= limit), 0)


def _year_before(date: str) -> int:
    """Return the year that a report of this date is about: its own from October on, else the one before."""
    return int(date[:4]) - (int(date[5:7]) < 10)


# --- region ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Own:
    """A township or a zone, which has no code of its own."""

    name: str
    level: str


def _titled(title: str) -> tuple[list[str], str]:
    """Return the bodies that a title names as its authors, and the place or body that it is about."""
    bare = re.sub(r"\s+", " ", plain(title)).strip("《》 ")
    before, about, after = bare.partition("关于")
    before = re.sub(r"^[(\[]?(?:19|20)\d\d年?(?:度)?[)\]]?", "", before).strip()
    if about and before:
        return issuers.names(before), re.sub(r"\s", "", before)
    rest = re.sub(r"\s", "", after or bare)
    rest = re.sub(r"^(?:印发|报送|呈报|公布|转发|上报|推进|《)+", "", rest)
    rest = re.sub(r"^(?:(?:19|20)\d\d|[二〇○零一三四五六七八九O0]{4})年?(?:度|全年)?", "", rest)
    body = re.match(
        r"(.{2,45}?(?:局|厅|委员会|委|办公室|办|政府|管委会|办事处|中心|队|处|院))(?=的?(?:[〇○二]|\d{4}|年|法治|依法|推进|加强|落实|贯彻|开展|全面|关于|履行|工作|行政|建设))",
        rest,
    )
    if body and issuers.is_body(body[1]) and not body[1].endswith("法治政府"):
        return issuers.names(body[1]), body[1]
    about_what = re.split(r"(?:19|20)\d\d|[二][〇○零O0]|法治|依法|推进|加强|落实|贯彻|全面|年度|开展|行政执法|建设", rest)[0]
    return [], about_what


def _region(
    bodies: Sequence[issuers.Body], titled: Sequence[str], subject: str, text: _Text, gazetteer: Gazetteer, year: int, stated: str
) -> tuple[Region, _Own | None]:
    """Tell the region reported on, and the township or zone in it."""
    if stated:
        return _stated_region(stated, bodies, subject, text, gazetteer, year)
    named = _evidence(text, gazetteer, year)
    claims = [each.place for each in bodies]
    claims += [issuers.place(name, gazetteer, year) for name in [*titled, subject] if name]
    claims += _opening_places(text, gazetteer, year)
    claim = next((each for each in claims if each.regions or each.own), None)
    hints = [each.hint for each in claims if each.hint] or _self_levels(text)
    if claim is None:
        unknown = next((each.unknown for each in claims if each.unknown), "")
        if unknown:
            raise Unresolved(f"no region {unknown!r} is known as of {year}: give it in regions.csv, or region_code in reports.csv")
        return _by_self_naming(text, hints, named, gazetteer, year), None
    others = [each for each in claims if each is not claim and each.regions]
    if claim.own:
        own_name = claim.own
        regions = claim.regions or next((each.regions for each in others), ()) or _parents(claim.kind, named)
        region = _one(regions, own_name, named, others, text, hints)
        return region, _Own(own_name, "township" if claim.kind == "township" else _below(region))
    return _one(claim.regions, "", named, others, text, hints), None


def _below(region: Region) -> str:
    """Return the level of a zone: the one below its parent's."""
    municipal = region.level == "province" and region.province in ("北京市", "天津市", "上海市", "重庆市")
    return {"province": "county" if municipal else "prefecture", "prefecture": "county"}.get(region.level, "township")


def _one(
    regions: Sequence[Region], own: str, named: Mapping[Region, float], others: Sequence[issuers.Place], text: _Text, hints: Sequence[str]
) -> Region:
    """Choose among the regions that a name may mean; raise Unresolved where nothing decides."""
    for other in others:
        narrowed = [region for region in regions if region in other.regions]
        regions = narrowed or regions
    if len(regions) > 1 and hints:
        regions = [region for region in regions if region.name.endswith(hints[0])] or regions
    if len(regions) == 1:
        return regions[0]
    best = Gazetteer.locate(regions, named)
    if len(best) == 1:
        text.warnings.append(f"region: {best[0]} is told by the places named in the text")
        return best[0]
    what = own or (regions[0].name if regions else "")
    raise Unresolved(
        f"the region {what!r} may be one of several; give region_code in reports.csv" if best else f"where {what!r} lies is not told; give region_code in reports.csv",
        [str(region) for region in best],
    )


def _parents(kind: str, named: Mapping[Region, float]) -> list[Region]:
    """Return the likeliest parents of a township or zone that is named without one."""
    levels = ("county",) if kind == "township" else ("prefecture", "county")
    fitting = {region: weight for region, weight in named.items() if region.level in levels}
    fitting = fitting or {region: weight for region, weight in named.items() if region.level == "prefecture"}
    best = max(fitting.values(), default=0)
    return sorted(region for region, weight in fitting.items() if weight == best)


def _evidence(text: _Text, gazetteer: Gazetteer, year: int) -> Counter[Region]:
    """Weigh the places that a report names for certain, by where it names them."""
    total: Counter[Region] = Counter()
    zones = {"title": text.title, "signature": text.tail, "opening": text.opening, "cruft": text.cruft, "addressee": text.addressee}
    for zone, lines in zones.items():
        for raw in lines:
            total += evidence(gazetteer.mentions(plain(raw), year), _ZONE_WEIGHTS[zone])
    for raw in text.body:
        total += evidence(gazetteer.mentions(plain(raw), year))
    return total


def _opening_places(text: _Text, gazetteer: Gazetteer, year: int) -> list[issuers.Place]:
    """Read the places that act as subject in the opening (2023年,红河州坚持…)."""
    found = []
    for raw in text.opening:
        line = re.sub(r"《[^》]*》|\s", "", plain(raw))
        for start in _SUBJECT_STARTS.finditer(line):
            where = issuers.place(_subject(line[start.end() :]), gazetteer, year)
            if where.regions or where.own:
                found.append(where)
    return found


def _subject(rest: str) -> str:
    """Return the words before what the subject does, "" when too many stand there."""
    acts = _SUBJECT_ACTS.search(rest[:30])
    return rest[: acts.start()] if acts else ""


def _self_levels(text: _Text) -> list[str]:
    """Return the level words by which the text speaks of its own region (我市, 全州), most frequent first."""
    counts = Counter(match[1][-1] for raw in text.body for match in _SELF_LEVEL.finditer(plain(raw)))
    return [level for level, _ in counts.most_common()]


def _by_self_naming(text: _Text, hints: Sequence[str], named: Mapping[Region, float], gazetteer: Gazetteer, year: int) -> Region:
    """Tell the region of a text that speaks of 我市 or 全州, by the places that it names most."""
    weights = Counter(named)
    for raw in text.body:
        line = plain(raw)
        for match in _NAMED_AFTER.finditer(line):
            end, regions = gazetteer.chain(line, year, match.end())
            fitting = [region for region in regions if not hints or region.name.endswith(hints[0])]
            if end > match.end() and len(fitting) == 1:
                weights[fitting[0]] += 2
    fitting = {region: weight for region, weight in weights.items() if not hints or region.name.endswith(hints[0])}
    best = sorted((region for region in fitting if fitting[region] == max(fitting.values())))
    if len(best) == 1 and hints:
        text.warnings.append(f"region: {best[0]} is told by the places named in the text")
        return best[0]
    raise Unresolved(
        "the text does not tell its region; give region_code in reports.csv",
        [str(region) for region, _ in weights.most_common(5)],
    )


def _stated_region(
    code: str, bodies: Sequence[issuers.Body], subject: str, text: _Text, gazetteer: Gazetteer, year: int
) -> tuple[Region, _Own | None]:
    """Return a sidecar's region; a township or zone that the text names in it keeps its own name."""
    region = gazetteer.by_code(code, year)
    claims = [*(each.place for each in bodies), issuers.place(subject, gazetteer, year)]
    claim = next((each for each in claims if each.regions or each.own), issuers.Place())
    if claim.regions and region not in claim.regions:
        text.warnings.append(f"region: the text says {claim.regions[0]}, the sidecar {region}; the sidecar counts")
        return region, None
    if claim.own and region.level != "township":
        return region, _Own(claim.own, "township" if claim.kind == "township" else _below(region))
    return region, None


# --- issuer ----------------------------------------------------------------------------------------------------------


def _self_named(text: _Text, region: Region, own: _Own | None, gazetteer: Gazetteer, year: int) -> list[issuers.Body]:
    """Infer who reports where nobody signs and no title says: 我局 of a place, or the government as subject."""
    joined = plain("\n".join(text.body))
    speaks = Counter(match[1] for match in _SELF_BODY.finditer(joined))
    if speaks:
        name = _own_department(joined, speaks.most_common(1)[0][0])
        return [issuers.body(region.name + name, gazetteer, year)] if name else []
    opening = plain("".join(text.opening))
    place = own.name if own else region.name
    if re.search(rf"{re.escape(place)}(?:人民)?政府|(?:现将|^.{{0,12}}?)(?:我|本)?[省市县区州旗镇乡](?:人民)?政府", opening):
        return [issuers.body(place + "人民政府", gazetteer, year)]
    return []


def _own_department(text: str, ending: str) -> str:
    """Return the department (司法局) that a text speaks for: its own system, else the one that it names most."""
    systems = Counter(
        name for system, name in _SYSTEMS.items() for _ in re.finditer(rf"[全本][省市县区州旗]{system}系统", text)
    )
    if systems:
        return systems.most_common(1)[0][0]
    counts = Counter(match[2] for match in _OWN_BODY_NAME.finditer(text) if match[2].endswith(ending))
    best = counts.most_common(1)
    return best[0][0] if best and best[0][1] > 1 else ""
