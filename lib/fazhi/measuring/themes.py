"""Problem statements → the themes of the codebook that each one admits, with the words that say so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import pandas as pd

from fazhi import normalization

OTHER = "other"
PATTERN_COLUMNS = ["says", "about", "needs", "unless", "general"]
COLUMNS = ["problem_id", "theme_id", "evidence", "start", "end"]

# What makes a clause an admission: a shortfall, a wrong, a wish for more. Negations that name no failing are left out.
FAILING = re.compile(
    "不(?!断|仅|但|只|同(?!步|罚)|久|忘|懈|动产|少于|低于|超过|得|予|起诉|罚|满意|安全|再|论|管是|过|同程度)"
    "|未(?!来|成年|雨绸缪|检|诉|达峰)|无法|没有|无(?:专|独立|固定|计划|调度|总结|人)|缺[乏少失位口陷席项]|欠|[短紧空稀]缺|匮乏"
    "|[有尚亟仍还]待|亟|急需|[仍还尚也都更均]需|需(?!求|要的)|尚|(?:仍|还|需)要"
    "|薄弱|弱项|[较偏过很太更力]弱|弱化|(?:基础|能力)弱|(?<!补)短板|差距|差异|落差|滞后|落后|跟不上|赶不上"
    "|[偏过][低高少小大重长慢多窄软]|[较仍比]为?[低少差慢小窄]|(?:败诉|纠错|撤销)率(?:仍|还|依然|居高|较|偏)"
    "|[^至不减缺]少(?=[,。;、]|$)|[^之误无]差(?=[,。;、]|$)|[^降减]低(?=[,。;、]|$)|[弱难慢](?=[,。;、]|$)|[不很较更]难|难[以点度题处于]"
    "|单[一调薄]|简单|粗[放暴糙]|随意|混乱|推诿|扯皮|拖[延沓拉]|久拖|迟缓|缓慢|违反|违法(?!行为|案件|建设|犯罪)|违规"
    "|紧张|老[化龄旧套]|陈旧|流失|流动性大|超期|超负荷|断[层档]|脱节|两张皮|参差|模糊|片面|偏差|误区|错位|真空|盲[区点]|死角|空白"
    "|形式(?:化|主义)|流于(?:形式|表面)|走过场|走形式|走样|敷衍|模板|不了了之|衰减|悬殊|老(?:经验|路子|套路)|规避|逃避|回避|以[^,]{1,6}代(?=[签审替管])|重[^,]{1,6}轻|身兼|兼任|各自为[战政]"
    "|问题(?!整改|线索|清单|导向)|困难(?!群|职工|人员|学生|企业)|困境|[堵痛卡]点|梗阻|瓶颈|壁垒|孤岛|漏洞|瑕疵|缺陷|弊端"
    "|虚化|淡[化薄漠]|松[懈散劲]|[零分]散|空间|现象|时有发生|屡禁|居高不下|凸显|突显|突出(?=[,。;]|$)|压力[较大增]|繁重"
    "|仅(?:有|占|为|靠|停留|委托|\\d)|窄(?=[,。;、]|$)|停留[在于]|冷热|递减|失当|欠佳|照搬|千篇|大水漫灌|应付|被动|消极|抵触|畏难|观望|保守|固化"
    "|局限|限制|狭窄|制约|障碍|有限(?!公司|责任|空间)|[有大]距离|带病|[迟漏瞒]报|空转|折扣|力不从心|青黄不接|宽松软|冲突|[较偏]薄"
    "|严重(?=[,。;、]|$)|[缠闹]访|缠闹|以[^,]{1,4}落实|挂名|压减|乏力|停滞|受阻"
)
_YARDSTICK = "要求|需要|需求|期待|期盼|期望|形势|任务|目标|高质量发展|标准"
_CASES = "败诉|纠错|撤销|确认违法"
# What names no problem itself: the ground of a finding, the base of a share, the yardstick of a gap, a consequence in
# court, and a court's figure that only shows another failing.
CONTEXT = re.compile(
    "从[^,。;]{2,30}?看(?=[,:])"
    "|占(?:全[部体]|总|同期|所有|应诉|复议|败诉|被|行政|纠错|结案|受理)[^,。;]{0,24}?(?=比|\\d|[一二三四五六七八九十百]成|半|多数)"
    f"|(?:与|同|和|离|距离?|对照|对标|相较于?|相比于?)[^,。;]{{0,30}}?(?:{_YARDSTICK})"
    "(?=[^,。;]{0,14}?(?:差距|适应|匹配|相符|符合|落差|相称|距离|吻合|相比))"
    f"|(?:满足|适应|跟上|达到|符合)[^,。;]*?(?:{_YARDSTICK})"
    f"|(?:导致|致使|造成|引发|引起|使得)[^,。;]*(?:{_CASES}|诉讼|复议)[^,。;]*"
    "|被(?:复议机关|上级|法院|人民法院|司法机关)[^,。;]*|[^,。;]*案件中?所?(?:反映|暴露|折射)出?来?的"
    f"|[^,。;、]*(?:{_CASES})[^,。;]*(?=,[^,。;]{{0,6}}?(?:反映|暴露|说明|表明|折射|显示|显现|可见|看出|究其原因|主要(?:原因|是因)))"
)
# A success that a concession names; what follows is not about it.
ACHIEVED = re.compile(
    "取得[^,。;]*(?:成效|成绩|进展|成果|进步|突破)|(?:稳步|明显|显著|不断|持续|大幅)(?:提升|提高|改善|增强|推进)"
)
CLAUSE = re.compile("[^,;。!?:\n]+")
SENTENCE_END = re.compile("[。;!?\n]")


@dataclass(frozen=True)
class _Rule:
    """One theme's patterns, compiled; None where the codebook gives none."""

    theme_id: str
    says: re.Pattern | None
    about: re.Pattern | None
    needs: re.Pattern | None
    unless: re.Pattern | None
    general: re.Pattern | None


@dataclass(frozen=True)
class _Clause:
    """A span of a folded statement, the earliest clause it may take its matter from, and its context."""

    start: int
    end: int
    reach: int
    context: str


def code(problems: pd.DataFrame, themes: pd.DataFrame) -> pd.DataFrame:
    """Find the themes that each problem statement admits.

    A theme is coded where one clause says its failing outright (column `says`), or names its matter (`about`) and
    states a failing. A failing clause that names no matter of any theme is read with the clauses before it that state
    no failing (重大行政决策的听证、专家论证等程序,执行不够到位). What is only evidence for another failing is
    not read.

    Parameters
    ----------
    problems : DataFrame [problem_id, text]
        Statements as printed; other columns are ignored. A bare sentence will do.
    themes : DataFrame [id, says, about, needs, unless, general]
        The codebook. Patterns are regular expressions on half-width text without blanks, blanks in them do not count;
        "" = none. `needs` must occur in the sentence or in the statement's first one, `unless` must not occur in the
        clause. `general` names a matter in terms so general that it is read only where a statement says nothing more
        exact.

    Returns
    -------
    DataFrame [problem_id, theme_id, evidence, start, end]
        One row for each statement and theme, sorted by statement (in the order given) and theme. `evidence` is
        ``text[start:end]``, the first clause that says so. A statement that no theme fits has one row ``other``, whose
        evidence is the whole statement.
    """
    rules = [_rule(*row) for row in themes[["id", *PATTERN_COLUMNS]].itertuples(index=False)]
    rows = []
    for problem_id, text in zip(problems["problem_id"], problems["text"], strict=True):
        spans = _themes(text, rules) or {OTHER: (0, len(text))}
        rows += [(problem_id, theme, text[start:end], start, end) for theme, (start, end) in sorted(spans.items())]
    frame = pd.DataFrame(rows, columns=COLUMNS)
    return frame.astype({"problem_id": "str", "theme_id": "str", "evidence": "str", "start": "int64", "end": "int64"})


@cache
def _rule(theme_id: str, *patterns: str) -> _Rule:
    """Compile a row of the codebook, its patterns in the order of `PATTERN_COLUMNS`; once, not for every report."""
    return _Rule(theme_id, *(re.compile(pattern, re.VERBOSE) if pattern.strip() else None for pattern in patterns))


def _themes(text: str, rules: list[_Rule]) -> dict[str, tuple[int, int]]:
    """Return each admitted theme's first span in the text."""
    folded, at = _squeezed(text)
    masked = CONTEXT.sub(lambda match: "□" * len(match.group()), folded)
    clauses = list(_clauses(masked, rules))
    found = _found(masked, clauses, rules, _fits) or _found(masked, clauses, rules, _fits_generally)
    return {theme: normalization.unfold(at, start, end) for theme, (start, end) in found.items()}


def _squeezed(text: str) -> tuple[str, list[int]]:
    """Fold the text and drop its blanks, which printed reports strew between words."""
    folded, at = normalization.fold(text)
    kept = [i for i, character in enumerate(folded) if character != " "]
    return "".join(folded[i] for i in kept), [*(at[i] for i in kept), at[-1]]


def _clauses(masked: str, rules: list[_Rule]) -> Iterator[_Clause]:
    """Yield the clauses that state a failing."""
    reach = None
    for match in CLAUSE.finditer(masked):
        start, end, words = match.start(), match.end(), match.group()
        if FAILING.search(words) or any(rule.says and rule.says.search(words) for rule in rules):
            yield _Clause(start, end, start if reach is None else reach, _context(masked, start, end))
            reach = None
        elif ACHIEVED.search(words):
            reach = None
        elif reach is None:
            reach = start


def _context(masked: str, start: int, end: int) -> str:
    """Return the sentence around a clause, behind the statement's first one, which often is its heading."""
    ends = [match.end() for match in SENTENCE_END.finditer(masked)] + [len(masked)]
    begin = max((stop for stop in ends if stop <= start), default=0)
    sentence = masked[begin : min(stop for stop in ends if stop >= end)]
    return masked[: ends[0]] + sentence if begin else sentence


def _found(masked: str, clauses: list[_Clause], rules: list[_Rule], fits) -> dict[str, tuple[int, int]]:
    """Return the first span of each theme that fits a clause, or fits it together with the clauses it hangs on."""
    found: dict[str, tuple[int, int]] = {}
    for clause in clauses:
        for start in (clause.start, clause.reach):
            themes = [rule.theme_id for rule in rules if fits(rule, masked[start : clause.end], clause.context)]
            if themes:
                found = {**dict.fromkeys(themes, (start, clause.end)), **found}
                break
    return found


def _fits(rule: _Rule, words: str, context: str) -> bool:
    """Tell whether failing words are about a rule's theme, in its context."""
    told = (rule.says and rule.says.search(words)) or (rule.about and rule.about.search(words))
    wanted = rule.needs is None or rule.needs.search(context)
    barred = rule.unless is not None and rule.unless.search(words)
    return bool(told and wanted and not barred)


def _fits_generally(rule: _Rule, words: str, context: str) -> bool:
    """Tell whether failing words name a rule's theme in general terms."""
    barred = rule.unless is not None and rule.unless.search(words)
    return bool(rule.general and rule.general.search(words) and not barred)
