"""A statement and the catalogue's rules → the best-fitting rule, unless the wording rules out an indicator."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

import pandas as pd

from fazhi.lexicon import compiled, either
from fazhi.measuring.anchors import Anchors
from fazhi.measuring.indicators.matched_text import NUMBER, OTHER, Statement, readable

NO_UNIT = "-"  # "no measure word" in the catalogue's column `units`
HEADING = 1000  # distance of a subject named only in the heading, beyond any clause of the paragraph

_CHANGE = re.compile(
    "(较|比|同比|环比)[^,;。#@]{0,16}(增|减|上升|下降|提高|提升|降低|增长|多|少|压|缩)[^,;。#@至到为]{0,3}#|"
    "(增长|同比|环比|增幅|降幅|增加|减少|下降|上升)了?约?#"
)
# Verbs of rules that count a change by nature.
_CHANGE_ITSELF = re.compile("压缩|压减|缩短|缩减|精简|提速|减少|新增|净增|新登记|新设|新注册|新发展|新培育")
_NORM = re.compile("^(不低于|不少于|不超过|不高于|不足|不满|低于|至少|最多)")  # how the raw number of a norm begins
_THRESHOLD = re.compile(
    "#(以上|以下|以内)?的?(考核|目标|要求|标准|指标|任务|红线|底线|上限|下限)|目标(值|数)?的?#|"
    "(力争|确保|争取|目标为)[^,;。]{0,16}#"
)
# Words that name nothing by themselves: a statement made only of these and its verb refers to the subject before.
_FILLER = re.compile(
    r"以[^#@]{1,12}?名义|\d+年?|[年月日]|[全本各我][省市州盟县区旗镇乡]|一年来|今年以?来|全年|年内|当年|本年|上级|各级|各类|各地|乡镇|街道|涉及?(?=[我本])|"
    f"共计|总共|一共|累计|合计|总计|先后|{either('respectively')}|其中|依法|通过|方式|案件|案|申请|事项|数量|总数|人数|件数|人员|"
    "有效|成功|及时|按期|顺利|实际|已经|现有|共有|拥有|目前|截至|开展|组织|举办|列入|纳入|列明|进行|提出|提供|"
    "作出|出具|实现|完成|形成|建立|行政行为|办理|情况|工作|活动|决定|总量|政府|部门|单位|机关|法庭|"
    f"{either('bodies_court', 'bodies_procuratorate')}|"
    "群众|当事人|[的了等由对在从并后前新共均已各为达到经予以和与及计约近数有则占被将会量率起年]"
)
_MEAN = re.compile("(平均每|人均|日均|月均|户均|场均|村均|镇均|店均)[^,;。@]{0,14}#")
_PER_UNIT = re.compile(
    "每(?!逢)[^,;。#@]{0,8}(至少|不少于|不低于|原则上|配备|配有|选派|确定)[^,;。#@]{0,6}#|"
    "每[一两二三]?个?(年|月|周|季度?|半年)(至少|不少于|开展|组织|召开)?[^,;。#@]{0,4}#"
)
_CLASS = re.compile("(?<![各分种门])类(案件|事项|申请)?#")  # a class of what is counted: 行政处罚类#
# The result of a change, about the same thing as the levels before it: 2023年进一步降到#.
_NEXT_STATE = re.compile(
    "(进一步|继续|又|再)*(下?降低?|上?升高?|提高|提升|增加?|减少?|回落|攀升|扩大|压缩|精简|调整)[至到为]#"
)
_OF_THIS_YEAR = re.compile(r"其中,?(?:\d{4}年|今年|本年|当年)")  # a part in time, of the same kind as its whole
_KINDS = {"类", "大类", "种"}  # of what the next number counts: 9类106项
_OTHER_FIGURE = re.compile(f"{_THRESHOLD.pattern}|{_MEAN.pattern}|{_PER_UNIT.pattern}")
_PATTERNS = ["subject", "verb", "near", "unless"]
_OUTCOME_ALONE = re.compile("(?:调解|调处|化解)?成功|成功(?:调解|调处|化解)|.{0,2}")
_CARRIED_REST = 3  # how many characters of other words such a statement may contain


@dataclass(frozen=True)
class Fit:
    """How well a rule fits: lower `order` is better; `rivals` = how many other rules fit equally near."""

    order: tuple
    indicator_id: str
    verb: str
    rule: str
    rivals: int = 0

    @property
    def distance(self) -> int:
        """How many clauses before the number the subject is named; 0 = in its own statement."""
        return self.order[1]

    @property
    def borrowed(self) -> bool:
        """Whether the verb is outside its own statement."""
        return self.order[2]


class _Rule(dict):
    """A rule's row; each of its patterns, None if empty, is compiled on first use."""

    def __init__(self, cells: dict[str, str], **known: object) -> None:
        super().__init__(known)
        self._cells = cells

    def __missing__(self, part: str) -> re.Pattern | None:
        self[part] = compiled(self._cells[part]) if self._cells[part] else None
        return self[part]


class Rules:
    """The catalogue's rules in order; built once, because compiling takes longer than reading a report.

    Parameters
    ----------
    rules : DataFrame [id, units, prefer, subject, verb, near, unless]
        ``catalog.load().indicators``.
    """

    def __init__(self, rules: pd.DataFrame) -> None:
        self._by_unit: dict[str, list[dict]] = {}
        told = rules[["id", "units", "prefer", *_PATTERNS]].to_dict("records")
        self._prefer = {row["id"]: row["prefer"] for row in told}
        self._verbs = Anchors([row["verb"] for row in told])
        self._matters = Anchors([row[part] for part in ("subject", "near") for row in told])
        for rank, row in enumerate(told):
            bits = {"verb_bit": 1 << rank, "matter_bits": 1 << rank | 1 << len(told) + rank}
            rule = _Rule(row, id=row["id"], rank=rank, **bits)
            for unit in set(row["units"].replace(NO_UNIT, "").split("|")):
                self._by_unit.setdefault(unit, []).append(rule)

    def prefers(self, indicator_id: str, text: str) -> bool:
        """Whether a statement is one that an indicator's value is preferably taken from."""
        pattern = self._prefer[indicator_id]
        return bool(pattern and re.search(pattern, text))

    def possible(self, statement: Statement, unit: str) -> list[dict]:
        """Return the rules for a unit whose words occur where `_fit` searches for them, in the catalogue's order."""
        if not (rules := self._by_unit.get(unit)):
            return []
        carried = f"{statement.verb}{statement.subject}{NUMBER}"
        verbs = self._verbs.possible(
            "\n".join([statement.own, carried, *statement.before[:2], f"{NUMBER}{statement.tail}"])
        )
        behind = f"{statement.tail}{statement.verb}"
        matters = self._matters.possible("\n".join([statement.own, statement.subject, behind, statement.paragraph]))
        return [
            rule for rule in rules if verbs & rule["verb_bit"] and matters & rule["matter_bits"] == rule["matter_bits"]
        ]


def best(statement: Statement, row, rules: Rules) -> Fit | None:
    """Return the best-fitting rule for a quantity's statement, if any fits.

    Parameters
    ----------
    statement : Statement
        The quantity's statement.
    row : named tuple
        The quantity: unit, raw, role, qualifier.
    rules : Rules
        The catalogue's rules.
    """
    if _is_none(statement, row):
        return None
    fits = [fit for rule in rules.possible(statement, row.unit) if (fit := _fit(statement, rule))]
    winner = min(fits, key=lambda fit: fit.order, default=None)
    if winner and _is_change(statement, row) and not _CHANGE_ITSELF.search(winner.verb):
        return None
    rivals = sum(fit.order[:3] == winner.order[:3] for fit in fits) - 1 if winner else 0
    return replace(winner, rivals=rivals) if winner else None


def names_something(text: str) -> bool:
    """Whether a statement names more than an act and its outcome (调解成功#)."""
    return not _OUTCOME_ALONE.fullmatch(_without_filler(text))


def _is_none(statement: Statement, row) -> bool:
    """Whether a number is a plan, a threshold, a mean or a base of comparison, and so not an indicator of the year."""
    qualifiers = set(row.qualifier.split("|"))
    aimed_at = "plan" in qualifiers and row.unit == "%"
    if row.role == "plan" or aimed_at or {"threshold", "limit"} & qualifiers:
        return True
    if row.unit in _KINDS and NUMBER + OTHER in statement.own:
        return True
    if statement.is_part and _CLASS.search(statement.own):
        return True
    return bool(_NORM.search(readable(row.raw)) or _OTHER_FIGURE.search(statement.own))


def _is_change(statement: Statement, row) -> bool:
    """Whether a number is the difference from another year or level."""
    return "change" in row.qualifier.split("|") or bool(_CHANGE.search(statement.own))


def _fit(statement: Statement, rule: dict) -> Fit | None:
    """Return how a rule fits a statement, or None."""
    if rule["unless"] and rule["unless"].search(statement.own):
        return None
    if rule["near"] and not rule["near"].search(statement.paragraph):
        return None
    borrowed, verb = _verb(statement, rule)
    if verb is None:
        return None
    distance, subject = _subject(statement, rule)
    carried = f"{statement.verb if borrowed else ''}{statement.subject}"
    if subject is None or (distance == 1 and not _names_only(carried, rule)):
        return None
    # Neither what is counted nor what is done is in the statement itself.
    nothing_own = bool(distance) and (borrowed or not verb.strip(NUMBER))
    order = (nothing_own, distance, borrowed, -len(subject), -len(verb), rule["rank"])
    return Fit(order, rule["id"], verb, " ".join(filter(None, [subject, verb])))


def _verb(statement: Statement, rule: dict) -> tuple[bool, str | None]:
    """Return whether the verb is borrowed from outside the statement, and its words."""
    pattern = rule["verb"]
    if pattern is None:
        return False, ""
    if found := pattern.search(statement.own):
        return False, found.group()
    borrows = not statement.is_part or rule["subject"].search(statement.own)
    elsewhere = [f"{statement.verb}{statement.subject}{NUMBER}"] if borrows else []
    if not statement.same_unit_before and not _other_words(statement, None):
        elsewhere += statement.before[:2]
    if borrows:
        elsewhere.append(f"{NUMBER}{statement.tail}")
    found = next(filter(None, map(pattern.search, elsewhere)), None)
    return True, found.group() if found else None


def _subject(statement: Statement, rule: dict) -> tuple[int, str | None]:
    """Return how far before the number its subject is named, and its words; None if nowhere."""
    if found := rule["subject"].search(statement.own):
        return 0, found.group()
    another = statement.same_unit_before and _refers_back(statement, rule) and not _NEXT_STATE.search(statement.own)
    kind_within = statement.is_part and not _OF_THIS_YEAR.match(statement.own)
    if not rule["verb"] and (kind_within or another):
        return 0, None  # a kind within the whole, or a total: not what was named before
    of_another = statement.same_unit_before and not rule["verb"] and not _refers_back(statement, rule)
    if not of_another and (found := rule["subject"].search(statement.subject)):
        return 1, found.group()
    for distance, text in enumerate(_referred_to(statement, rule), start=1):
        if found := rule["subject"].search(text):
            return distance, found.group()
    if rule["verb"] and _refers_back(statement, rule) and (found := rule["subject"].search(statement.heading)):
        return HEADING, found.group()
    return 0, None


def _names_only(carried: str, rule: dict) -> bool:
    """Whether what is carried over, or an item listed in it, names a rule's subject and nothing it excludes."""
    if not rule["unless"] or not rule["unless"].search(carried):
        return True
    listed = re.split("[、和及与]", carried)
    return len(listed) > 1 and any(rule["subject"].search(one) and not rule["unless"].search(one) for one in listed)


def _referred_to(statement: Statement, rule: dict) -> list[str]:
    """Return the texts outside a statement that may name its subject, nearest first."""
    if not _refers_back(statement, rule):
        return []
    if rule["verb"]:
        return [statement.tail + statement.verb, *statement.before]
    return [statement.tail + statement.verb, *statement.before[:2]]


def _refers_back(statement: Statement, rule: dict) -> bool:
    """Whether a statement names nothing besides its verb, so that its subject must be before it."""
    return len(_other_words(statement, rule["verb"])) <= _CARRIED_REST


def _other_words(statement: Statement, verb: re.Pattern | None) -> str:
    """Return the words of a statement other than a rule's verb and words that name nothing."""
    own = _NEXT_STATE.sub(NUMBER, statement.own)
    return _without_filler(verb.sub("", own) if verb else own)


@lru_cache(maxsize=1024)
def _without_filler(text: str) -> str:
    """Remove punctuation and words that name nothing; cached, because most rules' verbs leave a statement unchanged."""
    return _FILLER.sub("", re.sub(r"[\W_]", "", text))
