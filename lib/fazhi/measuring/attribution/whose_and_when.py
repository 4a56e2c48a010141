"""Quantities and their report → whose each figure is, for which period, and of which kind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from fazhi.lexicon import either
from fazhi.measuring.attribution.places import OWN, PER_UNIT, Mention, Own, mentions
from fazhi.measuring.attribution.times import CUMULATIVE, PLAN, PRIOR, YEAR, Mark, marks

TOTAL, PART, MEAN, SUBSET, CHANGE, THRESHOLD = "total", "part", "mean", "subset", "change", "threshold"
COLUMNS = ["whose", "when", "kind", "evidence"]

_CLAUSE_END = re.compile("[,;:。!?()]")
_ITEM = re.compile("(?<=□)[^□■,;:。]{0,30}?(?P<mark>、|以?及|和)")
_CARRIED = re.compile(
    r"(?:上年|去年|往年|上一年|年初|往期|前期)度?(?:末)?(?:转?结转|遗留|未结|转入)|"
    r"(?:19|20)\d\d ?年度?[末底]?结转[的来]|旧存"
)
_YEARS = re.compile(
    r"近 ?(?P<n>[两二三四五六七八九]|\d) ?年|"
    r"(?P<first>(?:19|20)\d\d) ?年?(?:至|到|-|—|~)(?P<last>(?:19|20)\d\d) ?年度?|"
    r"(?P<list>(?:(?:19|20)\d\d ?(?:年度?)?(?:[、,]|和|及|以及)){1,9}(?:19|20)\d\d ?年度?)"
)
_IN_ORDER = re.compile(either("respectively"))
_DIGIT = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_NARROWED = re.compile(f"{either('narrowing_words')}|涉[\u4e00-\u9fff]{{1,8}}类|类$|(?<!重点)(?<![各等])(?<!执法)领域")
_QUOTED = re.compile("“[^”]*”")
_PLANS = re.compile(
    rf"{either('plan_words')}|(?<![对将就查核])拟(?!定|出台|[^,;]{{1,10}}的)|"
    "(?:^|[,年月底初原还并已省市县区州旗镇乡])计划(?!生育|单列|[^,;。]{0,4}(?:内|外|任务|数|目标|指标))"
)
# A target by name, which ends with its number: 省定目标为90%, 下达抽查任务500户次, 计划数60件.
_TARGET = re.compile(f"目标[为是][^,;]*$|{either('targets')}(?P<sure>数量?|总[数量]|值|[为是:])?(?:为|是|:|共|约)*$")
_AIM = re.compile("(?:目标|任务|指标)[为是:]")  # also of at-least numbers in the clauses after
_TASKS = {"项", "个", "条", "份", "大项"}  # what tasks and plans are themselves counted in
_DONE = re.compile(f"(?!(?<=公)共){either('done_words')}")
_MET = re.compile(f"{_DONE.pattern}|{either('meets_targets')}")
# What a place or team could take, before or after the number: 可容纳300人, 年可受理5000件, 按年受理2万件的规模设计.
_ABLE = re.compile(
    "容纳|设计[^,;□]{0,4}?(?:能力|容量|规模|受理|接待|处理|办理|[年日月])|(?:能力|容量|承载量)(?:[为达约是超至到可]|□)*$|"
    "最[大多高]可|(?:^|[^许认])可(?:同时|同期|一次性?|满足|[年日月])|[年日月](?:均|度)?可(?!办|用)[^,;□]{0,8}$|[年日月]均?可[受办审接]理"
)
_ABILITY = re.compile(
    "[^,;□]{0,8}?的[^,;□]{0,6}?(?:能力|容量|承载量)|[^,;□]{0,8}?的?(?:规模|标准|规格)[^,;□]{0,2}(?:设计|建设|规划)"
)
_NOW = re.compile(f"[,;]{either('now_words')}")
_JOINED = re.compile(r"\s*(?:[、,和及与]|以及)?\s*")
_BECOMES = re.compile("[^,;]{0,12}(?:[至到为])[^,;]{0,12}")
_SELECTED = re.compile(
    "其中[^,;。]*□[^,;。]*?(?:参[加与评]|报送|送[省市]|[省市]级|涉|领域|类|信访|抽[取查])|□[^,;。]*?参[加与评][省市国上]"
)


@dataclass(frozen=True)
class Attribution:
    """Whose figure a number is, its period, its kind, and the words that show it, separated by "|"."""

    whose: str
    when: str
    kind: str
    evidence: str


def attribute(quantities: pd.DataFrame, report: dict) -> pd.DataFrame:
    """Determine whose each quantity is, its period and its kind of figure.

    A mention of a place, a body or a time applies to the numbers after it until the next one: through a list and the
    following clauses, to the end of the sentence; for bodies and parts of the region to the next semicolon. Without a
    mention, a number is the reporting region's own, for the year, and a total.

    Parameters
    ----------
    quantities : DataFrame
        As returned by `extraction.quantities`.
    report : dict
        region, level, province, prefecture, county, issuer and year of the report; unknown keys may be missing.

    Returns
    -------
    DataFrame
        The quantities with the columns

        - whose: own | larger (a region containing this one) | part (of the region) | other body | per unit;
        - when: year | cumulative (over several years) | prior (an earlier year, or before a reorganisation) |
          part of the year | plan;
        - kind: total | part (of a number before it) | mean | subset | change | threshold
          (a norm or a capacity, not a result);
        - evidence: the words that show it, separated by "|"; ``""`` if all three are defaults.
    """
    told = attributions(list(quantities.itertuples()), report)
    return quantities.assign(**{name: [getattr(one, name) for one in told] for name in COLUMNS})


def attributions(rows: list, report: dict) -> list[Attribution]:
    """Return the attributions added by `attribute`, for quantities given as `Quantity` or table rows."""
    own = _own(report)
    return [one for same in _by_sentence(rows) for one in _read(same, own, report.get("year"))]


def _own(report: dict) -> Own:
    above = [report.get(part, "") for part in ("province", "prefecture", "county")]
    region = report.get("region", "")
    return Own(
        region, report.get("level", ""), tuple(name for name in above if name != region), report.get("issuer", "")
    )


def _by_sentence(quantities: list) -> Iterator[list]:
    """Yield the quantities of each sentence, in order."""
    rows: list = []
    for row in quantities:
        if rows and (row.sentence != rows[0].sentence or row.at <= rows[-1].at or row.line != rows[0].line):
            yield rows
            rows = []
        rows.append(row)
    if rows:
        yield rows


def _read(rows: list, own: Own, year: int | None) -> Iterator[Attribution]:
    """Attribute the quantities of one sentence."""
    text = _masked(rows)
    heads = [0, *(found.end() for found in re.finditer("[,;:。!?)]|其中", text))]
    heads += [found.end("mark") for found in _ITEM.finditer(text)]
    earlier = _without_titles(rows[0].before)
    spoken_of = sorted(mentions(text, heads, own, earlier), key=lambda mention: mention.start)
    times = list(marks(text, year, earlier))
    in_years = _years_in_row(rows, text)
    before: list[Attribution] = []
    for n, row in enumerate(rows):
        whose = _whose(row, text, spoken_of)
        when = _when(row, rows[n - 1] if n else None, text, times)
        if n in in_years:
            when = Mark(row.at, YEAR if in_years[n] == year else PRIOR, "分别")
        kind, why = _kind(row, text, whose.whose, when.when, before)
        evidence = "|".join(dict.fromkeys(filter(None, [whose.words, when.words, why])))
        before.append(Attribution(whose.whose, when.when, kind, evidence))
    yield from before


def _masked(rows: list) -> str:
    """Return the sentence with ■ for the contents of titles and □ for its numbers, at its original length."""
    text = _without_titles(rows[0].sentence)
    for row in rows:
        text = text[: row.at] + "□" * (row.until - row.at) + text[row.until :]
    return text


def _without_titles(text: str) -> str:
    return re.sub("《[^》]*》", lambda title: "■" * len(title[0]), text)


def _whose(row, text: str, spoken_of: list[Mention]) -> Mention:
    """Return the last mention that applies to a number."""
    part = text.rfind(";", 0, row.at) + 1
    clause = _clause(text, row.at)
    holding = [
        one
        for one in spoken_of
        if one.start <= row.at
        and (one.until is None or row.at < one.until)
        and (one.start >= part or one.lasting)
        and (one.whose != PER_UNIT or (one.start >= clause and "□" not in text[one.start : row.at]))
    ]
    return holding[-1] if holding else Mention(0, OWN, "")


def _when(row, previous, text: str, times: list[Mark]) -> Mark:
    """Return the period that applies to a number."""
    words, clause = row.qualifier.split("|"), _clause(text, row.at)
    so_far = [one for one in times if one.start < row.at and (one.until is None or row.at < one.until)]
    passing = [one for one in so_far if one.passing and one.start >= clause and "□" not in text[one.start : row.at]]
    held = ([Mark(0, YEAR, "")] + [one for one in so_far if not one.passing])[-1]
    if held.when == PLAN and _NOW.search(text, held.start, row.at):
        held = Mark(held.start, YEAR, "")
    if carried := _CARRIED.search(_own_lead(row, text)):
        return Mark(row.at, PRIOR, carried[0])
    plan = _target(row, text) or _planned(text[: row.at], held)
    if "plan" in words or plan:
        return Mark(row.at, PLAN, plan)
    if passing:
        return passing[-1]
    if "prior" in words:
        return Mark(row.at, PRIOR, "")
    if previous is not None and "prior" in previous.qualifier.split("|") and _reaches(previous, row, text):
        return Mark(row.at, YEAR, "")
    since = held.when == YEAR and re.match("截[至止]", held.words) and "累计" in text[held.start : row.at]
    return Mark(held.start, CUMULATIVE, f"{held.words}|累计") if since else held


def _target(row, text: str) -> str:
    """Return the words that name a number as a target to be met."""
    lead = text[_clause(text, row.at) : row.at]
    part = text[text.rfind(";", 0, row.at) + 1 : row.at]
    aim = _AIM.search(part)
    if aim and row.bound == "more_than" and not _MET.search(part, aim.end()):
        return aim[0]
    found = _TARGET.search(lead)
    if not found or _MET.search(lead) or (row.unit in _TASKS and not found["sure"] and "目标" not in found[0]):
        return ""
    return found[0]


def _planned(so_far: str, held: Mark) -> str:
    """Return the word that makes a number a target, if it still applies at the number."""
    begins = _clause(so_far, held.start) if held.when == YEAR else 0
    part = so_far[max(so_far.rfind(";") + 1, begins) :]
    plans = list(_PLANS.finditer(part))
    if not plans or _DONE.search(part, plans[-1].end()):
        return ""
    return plans[-1][0]


def _reaches(previous, row, text: str) -> bool:
    """Whether a number is the result of a change from the number before."""
    return previous.unit == row.unit and bool(_BECOMES.fullmatch(text[previous.until : row.at]))


def _kind(row, text: str, whose: str, when: str, before: list[Attribution]) -> tuple[str, str]:
    """Return a number's kind of figure, and the words that show it."""
    words = row.qualifier.split("|")
    clause, own_lead = _clause(text, row.at), _own_lead(row, text)
    if stated := _stated_kind(words, whose):
        return stated, ""
    if carried := _CARRIED.search(own_lead):
        return PART, carried[0]
    if narrowed := _narrowed(row, text, own_lead):
        return SUBSET, narrowed
    if able := _ABLE.search(own_lead) or _ABILITY.match(text, row.until):
        return THRESHOLD, able[0]
    whole = before[-1] if before else None
    part = "part" in words or (text[clause - 1 : clause] == "(" and "□" in text[max(0, clause - 6) : clause])
    if part and not (whole and (whole.whose, whole.when) != (whose, when) and (whose, when) == (OWN, YEAR)):
        return PART, "其中" if "part" in words else ""
    return TOTAL, ""


def _stated_kind(words: list[str], whose: str) -> str:
    """Return the kind of a number that its qualifier tells, or whom it speaks of; "" if none does."""
    told = {CHANGE: {"change"}, THRESHOLD: {"threshold", "limit"}, MEAN: {"mean"}}
    kinds = [kind for kind, names in told.items() if names & set(words)]
    return [*kinds, *([MEAN] if whose == PER_UNIT else []), ""][0]


def _narrowed(row, text: str, own_lead: str) -> str:
    """Return the words that restrict a number to some of what it counts."""
    if found := _NARROWED.search(_QUOTED.sub("", own_lead)):
        return found[0]
    if row.unit not in ("%", "‰"):
        return ""
    part = text[text.rfind(";", 0, row.at) + 1 : row.at]
    selected = list(_SELECTED.finditer(part))
    return selected[-1][0] if selected and "□" not in part[selected[-1].end() :] else ""


def _own_lead(row, text: str) -> str:
    """Return the words between the number before, or the beginning of the clause, and a number."""
    lead = text[_clause(text, row.at) : row.at]
    return lead[lead.rfind("□") + 1 :]


def _clause(text: str, at: int) -> int:
    return max((found.end() for found in _CLAUSE_END.finditer(text, 0, at)), default=0)


def _years_in_row(rows: list, text: str) -> dict[int, int]:
    """Return the years of numbers listed year by year (近三年分别为…; 2023年、2022年依次为…), by position."""
    years: dict[int, int] = {}
    for n in range(len(rows)):
        row = [n]
        while row[-1] + 1 < len(rows) and _JOINED.fullmatch(text[rows[row[-1]].until : rows[row[-1] + 1].at]):
            row.append(row[-1] + 1)
        found = list(_YEARS.finditer(text, 0, rows[n].at))
        if n in years or len(row) < 2 or not found or not _IN_ORDER.search(text, found[-1].start(), rows[n].at):
            continue
        named = [int(year) for year in re.findall(r"(?:19|20)\d\d", found[-1]["list"] or "")]
        if found[-1]["first"]:
            named = list(range(int(found[-1]["first"]), int(found[-1]["last"]) + 1))
        if found[-1]["n"] and int(_DIGIT.get(found[-1]["n"], 0) or found[-1]["n"]) == len(row):
            last = int(rows[row[-1]].year) if pd.notna(rows[row[-1]].year) else 0
            named = list(range(last - len(row) + 1, last + 1))
        if len(named) == len(row):
            years |= dict(zip(row, named, strict=True))
    return years
