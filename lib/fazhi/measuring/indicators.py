"""Quantities and the catalogue's rules → quantities with their indicator; from these indicators, ratios, disclosure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import pandas as pd

from fazhi import tables
from fazhi.plain import fold

NUMBER, OTHER = "#", "@"  # how a statement shows the number in question and the paragraph's other numbers
NO_UNIT = "-"  # how the catalogue's column `units` writes "no measure word"
ALIKE = [
    "件|起|宗|例|案|件次|单",
    "次|场|场次|期|批次|轮|批|回",
    "人|名|位|人次",
    "个|家|所",
    "份|本|册|卷",
    "项|条",
    "户|户次",
]
HEADING = 1000  # distance of a subject that only the heading names, beyond any clause of the paragraph

_CLAUSE_END = re.compile(r"[,;。:!?()\n]")
_IDLE_PARENTHESES = re.compile(r"\(([^()@]*)\)")
# In a list of counts: the 、 after a number and its noun, or an "and" beside a number.
_LIST_BREAK = re.compile(r"[#@][^#@、]{0,30}?(?P<mark>、|(?<=[#@])[和及与并]|[和及与](?=[#@]))")
_HIDDEN = re.compile(r"[\s“”\"'「」『』#@]")
_CHANGE = re.compile(
    "(较|比|同比|环比)[^,;。#@]{0,16}(增|减|上升|下降|提高|提升|降低|增长|多|少|压|缩)[^,;。#@至到为]{0,3}#|(增长|同比|环比|增幅|降幅|增加|减少|下降|上升)了?约?#"
)
_CHANGE_ITSELF = re.compile(
    "压缩|压减|缩短|缩减|精简|提速|减少|新增|净增|新登记|新设|新注册|新发展|新培育"
)  # counted as such
_THRESHOLD = re.compile(
    "#(以上|以下|以内)?的?(考核|目标|要求|标准|指标|任务|红线|底线|上限|下限)|目标(值|数)?的?#|(力争|确保|争取|计划|拟于|目标为)[^,;。]{0,16}#"
)
# Words that name nothing by themselves: a statement made of these and its verb speaks of the subject named before.
_FILLER = re.compile(
    r"\d+年?|[年月日]|[全本各我][省市州盟县区旗镇乡]|一年来|今年以?来|全年|年内|当年|本年|上级|各级|各类|各地|共计|总共|一共|累计|合计|总计|先后|"
    "分别|其中|依法|通过|方式|案件|案|申请|事项|数量|总数|人数|件数|人员|有效|成功|及时|按期|顺利|实际|已经|现有|共有|拥有|目前|截至|开展|"
    "组织|进行|提出|提供|作出|出具|实现|完成|形成|建立|行政行为|办理|情况|工作|活动|总量|政府|部门|单位|机关|法院|法庭|检察院|群众|当事人|[的了等由对在从并后前新共均已各为达到经予以和与及计约近数有则占被将会量率以起年]"
)
_CARRIED_REST = 3  # how many characters of other words such a statement may hold


@dataclass(frozen=True)
class _Statement:
    """What a rule reads of one quantity: its own words, those before it (the nearest first), and the headings."""

    own: str
    subject: str
    verb: str
    tail: str
    before: tuple[str, ...]
    heading: str
    paragraph: str
    same_unit_before: bool
    is_part: bool


@dataclass(frozen=True)
class _Fit:
    """How well a rule fits: less is better in `order`."""

    order: tuple
    indicator_id: str
    verb: str
    rule: str


def match(quantities: pd.DataFrame, segments: pd.DataFrame, rules: pd.DataFrame) -> pd.DataFrame:
    """Say of each quantity which indicator of the catalogue it states.

    A rule fits when the unit is one of `units`, `verb` is found in the quantity's own statement, `subject` in it or in
    what it refers back to, `near` in the paragraph up to it or the headings, and `unless` not in the statement. The own
    statement is the clause around the number, in a list the list's item, with the number as ``#``; quotes and blanks
    are left out. What comes before is searched clause by clause, the nearest first, then the headings, but only for a
    statement that names nothing else. Where several rules fit, the one wins whose subject stands nearest, then the
    longest subject, then the longest verb, then the first of the catalogue. Changes, thresholds, plans, and a part of
    a whole that has the same indicator are no indicator.

    Parameters
    ----------
    quantities : DataFrame
        Columns line, start, end, unit, value, subject, verb, role (and segment_id or report_id where there are any).
    segments : DataFrame
        The outline that the quantities were read from: line, start, end, raw, heading, path (and segment_id).
    rules : DataFrame
        ``catalog.load().indicators``.

    Returns
    -------
    DataFrame
        The quantities in their order, with `indicator_id` and `rule` (the words that the rule found), ``""`` = none.
    """
    out = quantities.copy()
    out["indicator_id"], out["rule"] = "", ""
    compiled = _compile(rules)
    for segment, rows in _by_segment(quantities, segments):
        for index, fit in _read_segment(segment, rows, compiled):
            out.loc[index, ["indicator_id", "rule"]] = fit.indicator_id, fit.rule
    return out


def _read_segment(segment: pd.Series, rows: pd.DataFrame, rules: list[dict]) -> Iterator[tuple[object, _Fit]]:
    """Yield each indicator stated in a segment with its quantity's index."""
    known: list[str] = []
    for statement, whole, row in _statements(segment, rows):
        fit = None if _is_none(statement, row) else _best(statement, row, rules)
        if fit and _is_change(statement, row) and not _CHANGE_ITSELF.search(fit.verb):
            fit = None
        if fit and whole is not None and known[whole] == fit.indicator_id:
            fit = None
        known.append(fit.indicator_id if fit else "")
        if fit:
            yield row.Index, fit


def _is_none(statement: _Statement, row) -> bool:
    """Whether a number is a plan, a threshold or a time limit and so no indicator of the year."""
    qualifiers = set(row.qualifier.split("|"))
    return row.role == "plan" or bool({"threshold", "limit"} & qualifiers or _THRESHOLD.search(statement.own))


def _is_change(statement: _Statement, row) -> bool:
    """Whether a number is the difference to another year or state."""
    return "change" in row.qualifier.split("|") or bool(_CHANGE.search(statement.own))


def _by_segment(quantities: pd.DataFrame, segments: pd.DataFrame) -> Iterator[tuple[pd.Series, pd.DataFrame]]:
    """Yield each segment that holds quantities, with them in their order."""
    if "segment_id" in quantities and "segment_id" in segments:
        found = segments.set_index("segment_id")
        for key, rows in quantities.groupby("segment_id", sort=False):
            yield found.loc[key], rows.sort_values("start", kind="stable")
        return
    for line, rows in quantities.groupby("line", sort=False):
        for _, segment in segments[segments["line"] == line].iterrows():
            inside = rows[(rows["start"] >= segment["start"]) & (rows["end"] <= segment["end"])]
            if len(inside):
                yield segment, inside.sort_values("start", kind="stable")


def _statements(segment: pd.Series, rows: pd.DataFrame) -> Iterator[tuple[_Statement, int | None, object]]:
    """Yield for each quantity of a segment its statement, the position of the whole that it is a part of, its row."""
    quantities = list(rows.itertuples())
    text = _masked(segment, quantities)
    places = [place for place, character in enumerate(text) if character == OTHER]
    heading = _readable(f"{segment['path']} {segment['heading']}")
    for n, (row, place) in enumerate(zip(quantities, places, strict=True)):
        marked = text[:place] + NUMBER + text[place + 1 :]
        start, end = _item(marked, place)
        whole = _whole(marked, place)
        clause_end = _next(_CLAUSE_END, marked, place)
        statement = _Statement(
            own=marked[start:end],
            subject=_readable(row.subject),
            verb=_readable(row.verb),
            tail=marked[end:clause_end],
            before=tuple(reversed(_CLAUSE_END.split(marked[:start]))),
            heading=heading,
            paragraph=heading + marked[:end],
            same_unit_before=n > 0 and quantities[n - 1].unit == row.unit,
            is_part=whole is not None,
        )
        yield statement, whole, row


def _masked(segment: pd.Series, quantities: list) -> str:
    """Return a segment's folded text with ``@`` for each quantity, without quotes, blanks and idle parentheses."""
    pieces, at = [], 0
    for row in quantities:
        pieces.append(_readable(segment["raw"][at : row.start - segment["start"]]))
        at = row.end - segment["start"]
    pieces.append(_readable(segment["raw"][at:]))
    return _IDLE_PARENTHESES.sub(r"\1", OTHER.join(pieces))


@cache
def _readable(text: str) -> str:
    """Return text as patterns read it."""
    return _HIDDEN.sub("", fold(text)[0])


def _item(text: str, place: int) -> tuple[int, int]:
    """Return the span of the clause, or of the list's item, around the number at `place`."""
    start = max((found.end() for found in _CLAUSE_END.finditer(text, 0, place)), default=0)
    end = _next(_CLAUSE_END, text, place)
    breaks = [found.span("mark") for found in _LIST_BREAK.finditer(text, start, end)]
    start = max([start, *(right for _, right in breaks if right <= place)])
    end = min([end, *(left for left, _ in breaks if left > place)])
    return start, end


def _next(pattern: re.Pattern, text: str, place: int) -> int:
    """Return where a pattern is found next, or the text's end."""
    found = pattern.search(text, place)
    return found.start() if found else len(text)


def _whole(text: str, place: int) -> int | None:
    """Return which of the paragraph's quantities the number at `place` is introduced as a part of (其中), if any."""
    start = max(text.rfind("。", 0, place), text.rfind(";", 0, place)) + 1
    part = text.rfind("其中", start, place)
    return text.count(OTHER, 0, part) - 1 if part >= 0 and OTHER in text[start:part] else None


def _compile(rules: pd.DataFrame) -> list[dict]:
    """Return the rules with compiled patterns, in catalogue order."""
    return [
        {
            "id": row["id"],
            "rank": rank,
            "units": set(row["units"].replace(NO_UNIT, "").split("|")),
            **{part: re.compile(row[part]) if row[part] else None for part in ("subject", "verb", "near", "unless")},
        }
        for rank, row in enumerate(rules.to_dict("records"))
    ]


def _best(statement: _Statement, row, rules: list[dict]) -> _Fit | None:
    """Return the fit of the rule that wins, if any fits."""
    fits = [fit for rule in rules if row.unit in rule["units"] and (fit := _fit(statement, rule))]
    return min(fits, key=lambda fit: fit.order, default=None)


def _fit(statement: _Statement, rule: dict) -> _Fit | None:
    """Return how a rule fits a statement, if it does."""
    if rule["unless"] and rule["unless"].search(statement.own):
        return None
    if rule["near"] and not rule["near"].search(statement.paragraph):
        return None
    verb = _verb(statement, rule["verb"])
    if verb is None:
        return None
    distance, subject = _subject(statement, rule, verb)
    if subject is None:
        return None
    order = (distance, -len(subject), -len(verb), rule["rank"])
    return _Fit(order, rule["id"], verb, " ".join(filter(None, [subject, verb])))


def _verb(statement: _Statement, pattern: re.Pattern | None) -> str | None:
    """Return the words that say what is done or held: in the statement, else as the quantity's verb and subject."""
    if pattern is None:
        return ""
    found = pattern.search(statement.own)
    if not found and not statement.is_part:
        found = pattern.search(f"{statement.verb}{statement.subject}{NUMBER}")
    if not found and _refers_back(statement, "") and not statement.same_unit_before:
        found = pattern.search(statement.before[0]) or (
            len(statement.before) > 1 and pattern.search(statement.before[1])
        )
    return found.group() if found else None


def _subject(statement: _Statement, rule: dict, verb: str) -> tuple[int, str | None]:
    """Return how far before the number its subject is named, and the words; None if nowhere."""
    if found := rule["subject"].search(statement.own):
        return 0, found.group()
    if not rule["verb"] and (statement.is_part or (statement.same_unit_before and _refers_back(statement, verb))):
        return 0, None  # a kind within the whole, or a total: not what was named before
    if found := rule["subject"].search(statement.subject):
        return 1, found.group()
    for distance, text in enumerate(_referred_to(statement, rule, verb), start=1):
        if found := rule["subject"].search(text):
            return distance, found.group()
    if rule["verb"] and _refers_back(statement, verb) and (found := rule["subject"].search(statement.heading)):
        return HEADING, found.group()
    return 0, None


def _referred_to(statement: _Statement, rule: dict, verb: str) -> list[str]:
    """Return the texts beyond a statement's own words that may name its subject, the nearest first."""
    if not _refers_back(statement, verb):
        return []
    if rule["verb"]:
        return [statement.tail + statement.verb, *statement.before]
    return [statement.tail + statement.verb, *statement.before[:2]]


def _refers_back(statement: _Statement, verb: str) -> bool:
    """Whether a statement names nothing beside its verb, so that its subject stands before it."""
    rest = re.sub(r"[^\w]", "", statement.own.replace(verb, "") if verb else statement.own)
    return len(_FILLER.sub("", rest)) <= _CARRIED_REST


def indicators(quantities: pd.DataFrame, reports: pd.DataFrame, catalog: pd.DataFrame) -> pd.DataFrame:
    """Give each report's value of each indicator that it states for its own year.

    The whole statement is the value: the one of the reporting region itself before those of another body, and of
    several the largest; of rates, which may be of different kinds, the first. Parts are added only where the
    catalogue's `aggregate` is ``sum`` (within one paragraph, a figure printed twice once); with ``none`` each statement
    stands for itself. Figures in another kind of unit (persons beside households) get their own row. Plans and last
    year's figures are left out.

    Parameters
    ----------
    quantities : DataFrame
        The table `quantities`, with indicators.
    reports : DataFrame
        The table `reports`: report_id, region_code, year.
    catalog : DataFrame
        ``catalog.load().indicators``.

    Returns
    -------
    DataFrame [report_id, region_code, year, indicator_id, value, unit, bound, qualifier, quantity_ids]
        qualifier: ``""`` for the report's value, otherwise the unit or the subject that sets a row apart.
        quantity_ids: every quantity linked, separated by ``|``, those that make the value first.
    """
    about = catalog.set_index("id")[["unit", "measure", "aggregate"]]
    stated = _of_the_year(
        quantities.merge(reports[["report_id", "region_code", "year"]], on="report_id", suffixes=("_of", ""))
    )
    rows = []
    for (report_id, indicator_id), group in stated.groupby(["report_id", "indicator_id"], sort=True):
        unit, measure, aggregate = about.loc[indicator_id]
        same = {"report_id": report_id, "region_code": group["region_code"].iloc[0], "year": group["year"].iloc[0]}
        rows += [
            {**same, "indicator_id": indicator_id, **value}
            for value in _values(group, unit, "first" if measure == "rate" else aggregate)
        ]
    return tables.typed("indicators", rows)


def _of_the_year(stated: pd.DataFrame) -> pd.DataFrame:
    """Keep the quantities with an indicator that are about the report's own year and no plan."""
    elsewhere = stated["qualifier"].str.split("|").map(lambda words: bool({"plan", "prior"} & set(words)))
    other_year = stated["year_of"].notna() & (stated["year_of"] != stated["year"])
    return stated[(stated["indicator_id"] != "") & ~elsewhere & ~other_year].sort_values(["line", "start"])


def _values(group: pd.DataFrame, unit: str, aggregate: str) -> list[dict]:
    """Return the rows of one report and indicator."""
    kinds = group["unit"].map(alike)
    main = alike(unit) if (kinds == alike(unit)).any() else kinds.iloc[0]
    rows = []
    for kind, same_unit in group.groupby(kinds, sort=False):
        qualifier = "" if kind == main else same_unit["unit"].iloc[0]
        rows += _each(same_unit, qualifier) if aggregate == "none" else [_one(same_unit, qualifier, aggregate)]
    return rows


def _each(group: pd.DataFrame, qualifier: str) -> list[dict]:
    """Return a row for each statement; a lone one needs no subject to set it apart."""
    distinct = group.groupby("subject", sort=False)
    if len(distinct) == 1:
        return [_one(group, qualifier, "whole")]
    named = {subject: " ".join(filter(None, [qualifier, subject])) for subject in distinct.groups}
    return [_one(rows, named[subject], "whole") for subject, rows in distinct]


def _one(group: pd.DataFrame, qualifier: str, aggregate: str) -> dict:
    """Return the row of statements that say the same thing: the whole, or the sum of its parts."""
    own = group[group["scope"] == ""]
    own = own if len(own) else group
    if aggregate == "sum":
        once = own.drop_duplicates(["segment_id", "value", "subject"])
        sums = once.groupby("segment_id")["value"].sum()
        makers = once[once["segment_id"] == sums.idxmax()]
    else:
        makers = own.head(1) if aggregate == "first" else own.loc[[own["value"].idxmax()]]
    others = group.drop(makers.index)
    bounds = set(makers["bound"]) - {"exact"}
    return {
        "value": makers["value"].sum(),
        "unit": makers["unit"].iloc[0],
        "bound": "exact" if not bounds else bounds.pop() if len(bounds) == 1 else "about",
        "qualifier": qualifier,
        "quantity_ids": "|".join([*makers["quantity_id"], *others["quantity_id"]]),
    }


@cache
def alike(unit: str) -> str:
    """Return the first of the measure words that count the same thing (件 for 起 and 宗), or the unit itself."""
    return next((words.split("|")[0] for words in ALIKE if unit in words.split("|")), unit)


def ratios(indicators: pd.DataFrame, quantities: pd.DataFrame, catalog: pd.DataFrame) -> pd.DataFrame:
    """Compute the catalogue's ratios from counts of one report and scope, beside the rates as printed.

    Parameters
    ----------
    indicators, quantities : DataFrame
        The tables of these names.
    catalog : DataFrame
        ``catalog.load().ratios``; where `unit` is ``%`` the ratio is in percent points, otherwise a plain quotient.

    Returns
    -------
    DataFrame [report_id, region_code, year, ratio_id, stated, computed, numerator_ids, denominator_ids]
        A row where at least one of the two is known; NaN = not stated, or not computable (a count is missing, is zero
        as denominator, or is of another body).
    """
    values = indicators[indicators["qualifier"] == ""].set_index(["report_id", "indicator_id"])
    scopes = quantities.set_index("quantity_id")["scope"]
    rows = []
    for report_id, report in indicators.drop_duplicates("report_id").set_index("report_id").iterrows():
        for ratio in catalog.to_dict("records"):
            counts = [_value(values, report_id, ratio[part]) for part in ("numerator", "denominator")]
            stated = _value(values, report_id, ratio["stated_indicator"])
            row = {"report_id": report_id, "region_code": report["region_code"], "year": report["year"]}
            row |= {"ratio_id": ratio["id"], "stated": float("nan") if stated is None else stated["value"]}
            rows.append(row | _quotient(*counts, scopes, ratio["unit"]))
    known = [row for row in rows if row["stated"] == row["stated"] or row["computed"] == row["computed"]]
    return tables.typed("ratios", known)


def _value(values: pd.DataFrame, report_id: str, indicator_id: str) -> pd.Series | None:
    key = (report_id, indicator_id)
    return values.loc[key] if key in values.index else None


def _quotient(numerator: pd.Series | None, denominator: pd.Series | None, scopes: pd.Series, unit: str) -> dict:
    """Return a ratio with its evidence, NaN where the two counts do not belong together."""
    missing = {"computed": float("nan"), "numerator_ids": "", "denominator_ids": ""}
    if numerator is None or denominator is None or denominator["value"] == 0:
        return missing
    if scopes[numerator["quantity_ids"].split("|")[0]] != scopes[denominator["quantity_ids"].split("|")[0]]:
        return missing
    factor = 100 if unit == "%" else 1
    return {
        "computed": factor * numerator["value"] / denominator["value"],
        "numerator_ids": numerator["quantity_ids"],
        "denominator_ids": denominator["quantity_ids"],
    }


def disclosure(
    indicators: pd.DataFrame, quantities: pd.DataFrame, reports: pd.DataFrame, catalog: pd.DataFrame
) -> pd.DataFrame:
    """Say of every report and indicator whether and how it is reported.

    Parameters
    ----------
    indicators, quantities, reports : DataFrame
        The tables of these names.
    catalog : DataFrame
        ``catalog.load().indicators``; `instead` names the indicators that are another measure of the same thing.

    Returns
    -------
    DataFrame [report_id, indicator_id, status]
        reported; reported as zero; other measure: only another measure of it (a rate, a combined figure) or a figure of
        another year or a plan is printed; not reported.
    """
    values = indicators.groupby(["report_id", "indicator_id"])["value"].max().to_dict()
    touched = set(zip(quantities["report_id"], quantities["indicator_id"], strict=True))
    rows = []
    for report_id in reports["report_id"]:
        for rule in catalog.to_dict("records"):
            key = (report_id, rule["id"])
            instead = any((report_id, other) in values for other in rule["instead"].split("|"))
            if key in values:
                status = "reported" if values[key] > 0 else "reported as zero"
            else:
                status = "other measure" if instead or key in touched else "not reported"
            rows.append({"report_id": report_id, "indicator_id": rule["id"], "status": status})
    return tables.typed("disclosure", rows)
