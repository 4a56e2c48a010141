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
    r"任期[内间]|本届政府(?:任期)?(?:内|期间)?|“?十[二三四五六]五”?(?:规划)?期间|[一二三四五六七八]五”?普法(?:规划)?期间"
)
_FEW = r"(?:[一两二三四五六七八九十半]{1,2}|\d{1,2}) ?(?:个半?月|个?星期|周|天)"
# 专项行动期间, 春节前夕, 中秋节前两周, 宪法日当天, 国庆假期.
_OCCASION = (
    r"[^,;。、]{1,20}(?:期间|前夕|之际|(?<=[节日会考庆旦秋汛])(?:前后|当[天日])|(?<=[节庆旦秋暑寒日])(?:假期|长假))|"
    rf"[^,;。、]{{1,16}}[节考庆旦秋汛][日期]?前{_FEW}(?!内)"
)
_FEW_MONTHS = rf"(?:^|(?<=[,;:年(]))(?:[前近头]|最近|过去) ?{_FEW}|{_FEW}来|\d{{1,2}} ?月(?:份|\d{{1,2}} ?日)?起(?=,)"
_MARKS = re.compile(
    rf"(?P<cumulative>(?:19|20)\d\d ?年?{_RANGE}(?:19|20)\d\d ?年|{_SINCE})|"
    rf"(?P<part>第?[一二三四1-4] ?季度|前[一二三] ?季度|[上下]半年|"
    rf"(?P<first>\d{{1,2}}) ?月?(?:份)?{_RANGE}(?P<last>\d{{1,2}}) ?月(?:份|底|末)?|"
    rf"(?:截[至止]|到)(?:(?:19|20)\d\d ?年)?(?P<until>\d{{1,2}}) ?月(?:\d{{1,2}} ?日|底|末|份)?|(?:当天|当月|当日)|"
    rf"{_OCCASION}|{_FEW_MONTHS}|(?<![\d年至到—-])(?P<month>\d{{1,2}}) ?月(?:份)?(?=[,开举组召集]))|"
    rf"(?P<prior>(?<![较比同与])(?:去年|上年度?|上一年度?|前年)(?:同期|全年)?(?!结转|度?结转|的?基础))|"
    rf"(?:截[至止] ?)?(?P<named>(?:19|20)\d\d) ?年(?:度|全年|底|末)?|"
    rf"(?P<year>{either('this_year')})"
)
_BASE = re.compile("的|[^,;。]*基础上")  # the base of a comparison: 在去年□名的基础上新聘□名
_IN_BRACKETS = re.compile(r"[^,;。()□]{1,20}\([^()]*\)")  # 通报2022年度评查情况(共□卷)
_HEAD = re.compile('(?:^|[,;:。()、]|其中|而|但|另)(?:[截至止在于到自从为由,、 “"]|其中|预计|计划)*$')


@dataclass(frozen=True)
class Mark:
    """The period that the text speaks of from `start` to the next mark.

    `passing` = applies only to the next number; `until` = where it ends, if before the next mark.
    """

    start: int
    when: str
    words: str
    passing: bool = False
    until: int | None = None


def marks(text: str, year: int | None) -> Iterator[Mark]:
    """Find the periods a sentence speaks of, in order; one in brackets ends with them.

    Parameters
    ----------
    text : str
        A folded sentence with titles masked.
    year : int or None
        The reporting year.
    """
    for mark in _marks(text, year):
        within = text.rfind("(", 0, mark.start) > text.rfind(")", 0, mark.start)
        until = text.find(")", mark.start) if within else -1
        yield replace(mark, until=until) if until >= 0 and mark.until is None else mark


def _marks(text: str, year: int | None) -> Iterator[Mark]:
    for found in _MARKS.finditer(text):
        before, words = text[: found.start()], found[0].strip(",")
        if found["named"]:
            named = int(found["named"])
            if _HEAD.search(before):
                yield Mark(found.start(), _of_year(named, year), words)
            elif re.match(r"(?:的|为|是|达|约|同期|全年)*(?:[<>]|□)", text[found.end() :]) and named != year:
                yield Mark(found.start(), _of_year(named, year), words, passing=True)
            elif told := _IN_BRACKETS.match(text, found.end()):
                yield Mark(found.start(), _of_year(named, year), words, until=told.end())
        elif found["cumulative"]:
            yield Mark(found.start(), _since(found, year), words, passing=bool(found["of"]))
        elif found["part"]:
            whole = (found["first"] in ("1", "01") and found["last"] == "12") or found["until"] == "12"
            yield Mark(found.start(), YEAR if whole else PART, words)
        elif found["prior"]:
            if not re.search("[由从较比与同]$", before):
                yield Mark(found.start(), PRIOR, words, passing=bool(_BASE.match(text, found.end())))
        else:
            yield Mark(found.start(), YEAR, words)


def _of_year(named: int, year: int | None) -> str:
    if year is None or named == year:
        return YEAR
    return PRIOR if named < year else PLAN


def _since(found: re.Match, year: int | None) -> str:
    """Distinguish 今年以来 from 2021年以来."""
    this_year = re.search(f"今年|本年|年初|一年以?来|入汛|{year}年(?!.*(?:成立|建立|实施|设立))", found["since"] or "")
    return YEAR if this_year else CUMULATIVE
