"""A sentence and the reporting year → the periods it speaks of: the year, a part of it, earlier years, a plan."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from fazhi.lexicon import either

YEAR, CUMULATIVE, PRIOR, PART, PLAN = "year", "cumulative", "prior", "part of the year", "plan"

_RANGE = "(?:-|—|~|至|到)"
_SINCE = (
    r"(?P<since>(?:[自从](?:[^,;。]{0,24}?)|[^,;。、]{0,24}?)以来)(?P<of>的)?|(?:成立|建成|运行|启用|设立|开通|实施)?至今|"
    r"(?:近|过去|这)?(?:[两三四五六七八九十几]|\d{1,2}) ?年(?:来|间)|近年来|近(?:[两三四五六七八九]|\d) ?年|历年来?|"
    r"任期[内间]|本届政府(?:任期)?(?:内|期间)?|“?十[二三四五六]五”?(?:规划)?(?:期间|时期)|规划期(?:内|间)|[一二三四五六七八]五”?普法(?:规划)?期间"
)
_FEW = r"(?:[一两二三四五六七八九十半]{1,2}|\d{1,2}) ?(?:个半?月|个?星期|周|天)"
# 专项行动期间, 春节前夕, 中秋节前两周, 宪法日当天, 国庆假期.
_OCCASION = (
    r"[^,;。、]{1,20}(?:期间|前夕|之际|(?<=[节日会考庆旦秋汛])(?:前后|当[天日])|(?<=[节庆旦秋暑寒日])(?:假期|长假))|"
    rf"[^,;。、]{{1,16}}[节考庆旦秋汛][日期]?前{_FEW}(?!内)"
)
_FEW_MONTHS = rf"(?:^|(?<=[,;:年(]))(?:[前近头]|最近|过去) ?{_FEW}|{_FEW}来|\d{{1,2}} ?月(?:份|\d{{1,2}} ?日)?起(?=,)"
_CHANGES = either("reorganisations")  # 撤并前有□个;撤并后有□个
_MARKS = re.compile(
    rf"(?P<cumulative>(?:19|20)\d\d ?年?{_RANGE}(?:19|20)\d\d ?年|{_SINCE})|"
    rf"(?P<part>第?[一二三四1-4] ?季度|前[一二三] ?季度|[上下]半年|"
    rf"(?P<first>\d{{1,2}}) ?月?(?:份)?{_RANGE}(?P<last>\d{{1,2}}) ?月(?:份|底|末)?|"
    rf"(?:截[至止]|到)(?:(?:19|20)\d\d ?年)?(?P<until>\d{{1,2}}) ?月(?:\d{{1,2}} ?日|底|末|份)?|(?:当天|当月|当日)|"
    rf"{_OCCASION}|{_FEW_MONTHS}|(?<![\d年至到—-])(?P<month>\d{{1,2}}) ?月(?:份)?(?=[,开举组召集]))|"
    rf"(?P<prior>(?<![较比同与])(?:去年|上年度?|上一年度?|前年)(?:同期|全年)?(?!结转|度?结转|的?基础))|"
    r"(?P<next>明年|来年|翌年|[下次]一?年度|新的一年|(?P<last_year>规划期末|“?十[三四五六]五”?(?:规划)?(?:期?末|收官)))|"
    rf"{_CHANGES}(?:(?P<earlier>前(?![期后置端移往列述景三沿瞻])(?:的)?)|(?P<later>后(?!续)(?:的)?))|"
    r"(?P<same>当年|同年|该年度?|那一?年|全年|年内)|"
    rf"(?:截[至止] ?)?(?P<named>(?:19|20)\d\d) ?年(?:度|全年|底|末)?|"
    rf"(?P<year>{either('this_year')})"
)
_EVENT = re.compile(
    r" ?\d{1,2} ?月|[底末]|[^,;。]{0,4}(?:结转|遗留|转入|未结|旧存)"
)  # after a year: no topic of a sentence
_WHOLE_YEAR = ("全年", "年内")
_BASE = re.compile("的|[^,;。]*基础上")  # the base of a comparison: 在去年□名的基础上新聘□名
_IN_BRACKETS = re.compile(r"[^,;。()□]{1,20}\([^()]*\)")  # 通报2022年度评查情况(共□卷)
_HEAD = re.compile(
    f'(?:^|[,;:。()、]|其中|而|但|另)(?:[截至止在于到自从为由,、 “"]|其中|预计|计划|{either("turns_to_a_year")})*$'
)


@dataclass(frozen=True)
class Mark:
    """The period that the text speaks of from `start` to the next mark.

    `passing` = applies only to the next number; `until` = where it ends, if before the next mark; `is_year` = a year
    that 当年 may take up after it.
    """

    start: int
    when: str
    words: str
    passing: bool = False
    until: int | None = None
    is_year: bool = False


def marks(text: str, year: int | None, before: str = "") -> Iterator[Mark]:
    """Find the periods a sentence speaks of, in order; one in brackets ends with them.

    Parameters
    ----------
    text : str
        A folded sentence with titles masked.
    year : int or None
        The reporting year.
    before : str
        The sentence before, whose year 当年 may take up.
    """
    for mark in _all(text, year, _years(_all(before, year, []))):
        within = text.rfind("(", 0, mark.start) > text.rfind(")", 0, mark.start)
        until = text.find(")", mark.start) if within else -1
        yield replace(mark, until=until) if until >= 0 and mark.until is None else mark


def _all(text: str, year: int | None, said_before: list[Mark]) -> list[Mark]:
    told: list[Mark] = []
    for found in _MARKS.finditer(text):
        if found["same"]:
            told.append(Mark(found.start(), _taken_up(found[0], text, _years(told), said_before), found[0]))
        elif mark := _mark(found, text, year):
            told.append(mark)
    return told


def _years(told: list[Mark]) -> list[Mark]:
    return [mark for mark in told if mark.is_year]


def _taken_up(words: str, text: str, years: list[Mark], said_before: list[Mark]) -> str:
    """Return the period of 当年, the year named last, or of 全年, the same unless that year only dates an event."""
    if words in _WHOLE_YEAR:
        years = [one for one in years[-1:] if not _EVENT.match(text, one.start + len(one.words.rstrip("底末")))]
        return years[-1].when if years else YEAR
    return [Mark(0, YEAR, ""), *said_before, *years][-1].when


def _mark(found: re.Match, text: str, year: int | None) -> Mark | None:
    before, start, words = text[: found.start()], found.start(), found[0].strip(",")
    if found["named"]:
        return _named_year(found, text, year)
    if found["cumulative"]:
        when = _since(found, year)
        return Mark(start, when, words, passing=bool(found["of"]), is_year=when == YEAR)
    if found["part"]:
        whole = (found["first"] in ("1", "01") and found["last"] == "12") or found["until"] == "12"
        return Mark(start, YEAR if whole else PART, words)
    if found["prior"]:
        passing = bool(_BASE.match(text, found.end()))
        compared = re.search("[由从较比与同]$", before)
        return None if compared else Mark(start, PRIOR, words, passing=passing, is_year=not passing)
    return _turn(found, before, year)


def _turn(found: re.Match, before: str, year: int | None) -> Mark | None:
    """Return the period that next year, the time before or after a change, or this year begins."""
    start, words = found.start(), found[0].strip(",")
    if found["next"]:
        reached = found["last_year"] and year and year % 5 == 0  # the plans end in 2020, 2025 …
        return Mark(start, YEAR if reached else PLAN, words)
    if found["earlier"]:
        return None if re.search("[由从较比与同][^,;。]{0,6}$", before) else Mark(start, PRIOR, words)
    if found["later"]:
        return Mark(start, YEAR, words) if re.search(f"{_CHANGES}前", before) else None
    return Mark(start, YEAR, words, is_year=True)


def _named_year(found: re.Match, text: str, year: int | None) -> Mark | None:
    """Return the period of a year that opens a clause, stands right before a number, or before a bracket with some."""
    named, start, words = int(found["named"]), found.start(), found[0]
    if _HEAD.search(text[:start]):
        return Mark(start, _of_year(named, year), words, is_year=True)
    if re.match(r"(?:的|为|是|达|约|同期|全年)*(?:[<>]|□)", text[found.end() :]) and named != year:
        return Mark(start, _of_year(named, year), words, passing=True)
    told = _IN_BRACKETS.match(text, found.end())
    return Mark(start, _of_year(named, year), words, until=told.end()) if told else None


def _of_year(named: int, year: int | None) -> str:
    if year is None or named == year:
        return YEAR
    return PRIOR if named < year else PLAN


def _since(found: re.Match, year: int | None) -> str:
    """Distinguish 今年以来 from 2021年以来."""
    this_year = re.search(f"今年|本年|年初|一年以?来|入汛|{year}年(?!.*(?:成立|建立|实施|设立))", found["since"] or "")
    return YEAR if this_year else CUMULATIVE
