"""Problem statements → the codebook themes that each one admits, with the words that show it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pandas as pd

from fazhi import normalization
from fazhi.arguments import explained
from fazhi.lexicon import either
from fazhi.measuring.anchors import Patterns
from fazhi.schema import OTHER

PATTERN_COLUMNS = ["says", "about", "needs", "unless", "general"]
COLUMNS = ["problem_id", "theme_id", "evidence", "start", "end"]

_END = r"(?=[,。;、]|$)"
# What makes a clause an admission: a shortfall, a wrong, a wish for more. Words that name no failing are left out.
FAILING = re.compile(
    "|".join(
        [
            either("failing"),
            f"(?!{either('no_failing')}){either('failing_unless_compound')}",
            either("too") + either("too_what"),
            f"{either('compared')}为?{either('compared_what')}",
            f"{either('failing_at_end')}(?<!{either('no_failing_at_end')}){_END}",
            "(?<!补)短板",
            f"{either('court_defeats')}率(?:仍|还|依然|居高|较|偏)",
            "(?<!不)[仅只](?!要|争)",
            "(?<![人英专全罚淹出])(?:才(?!能|干)|没(?!收))",
            "以[^,]{1,6}代(?=[签审替管])|以[^,]{1,4}落实",
            # Contrasts: one thing valued above another, done apart from it, or much of one and little of the other.
            "重[^,]{1,6}轻|(.)归\\1|多[^,]{1,8}少",
        ]
    )
)
_GAP = f"(?=[^,。;]{{0,14}}?{either('gap_words')})"
# What is not itself a problem: the ground of a finding, the base of a share, the yardstick of a gap, a consequence in
# court, a court's figure that only illustrates another failing, and what is conceded before a clause with 但.
CONTEXT = re.compile(
    "从[^,。;]{2,30}?看(?=[,:])"
    "|占(?:全[部体]|总|同期|所有|应诉|复议|败诉|被|行政|纠错|结案|受理)[^,。;]{0,24}?(?=比|\\d|[一二三四五六七八九十百]成|半|多数)"
    f"|(?:与|同|和|离|距离?|对照|对标|相较于?|相比于?)[^,。;]{{0,30}}?{either('yardsticks')}{_GAP}"
    f"|{either('meets_words')}[^,。;]*?{either('yardsticks')}"
    f"|{either('leads_to')}[^,。;]*(?:{either('court_defeats')}|诉讼|复议)[^,。;]*"
    f"|被{either('reviewing_bodies', 'bodies_court')}[^,。;]*"
    "|[^,。;]*(?:案件|复议|诉讼|应诉|审判)(?:工作|过程)?中?所?(?:反映|暴露|折射)出?来?的?"
    f"|[^,。;、]*{either('court_defeats')}[^,。;]*"
    f"(?=,[^,。;]{{0,6}}?(?:{either('shows')}|可见|看出|究其原因|主要(?:原因|是因)))"
    f"|[^,。;]*{either('conceded')}(?=,{either('but')})"
)
# A success conceded before a problem; what follows is not about it.
ACHIEVED = re.compile(f"取得[^,。;]*{either('achievements')}|{either('steadily')}{either('improves')}")
NO_PROBLEM = re.compile(f"{ACHIEVED.pattern}|{either('does')}")
CLAUSE = re.compile("[^,;。!?:\n]+")
SENTENCE_END = re.compile("[。;!?\n]")


@dataclass(frozen=True)
class _Clause:
    """A span of a folded statement, the earliest clause its subject may come from, and its context."""

    start: int
    end: int
    reach: int
    context: str


@explained
def code(problems: pd.DataFrame, themes: pd.DataFrame) -> pd.DataFrame:
    """Find the themes that each problem statement admits.

    A theme is coded if one clause states its failing outright (column `says`), or names its subject (`about`) and
    states a failing. A failing clause that names the subject of no theme is read together with the clauses before it
    that state no failing (重大行政决策的听证、专家论证等程序,执行不够到位). Where nothing is found so, the problem is
    told by what happened (开工后补听证材料): the subjects named are coded, except in clauses that tell deeds or plans.
    Mere evidence for another failing is not coded.

    Parameters
    ----------
    problems : DataFrame [problem_id, text]
        Statements as printed; other columns are ignored. A bare sentence also works.
    themes : DataFrame [id, says, about, needs, unless, general]
        The codebook, as `catalog.load` joins it. Patterns are regular expressions on half-width text without blanks;
        "" = none. `needs` must occur in the sentence or in the statement's first one, `unless` must not occur in the
        clause. `general` names a subject in such general terms that it is used only if a statement says nothing more
        specific.

    Returns
    -------
    DataFrame [problem_id, theme_id, evidence, start, end]
        One row per statement and theme, sorted by statement (in the order given) and theme. `evidence` is
        ``text[start:end]``, the first clause that states it. A statement that fits no theme has one row ``other``, with
        the whole statement as evidence.
    """
    frame = pd.DataFrame(coded(problems[["problem_id", "text"]].to_dict("records"), Codebook(themes)), columns=COLUMNS)
    return frame.astype({"problem_id": "str", "theme_id": "str", "evidence": "str", "start": "int64", "end": "int64"})


class Codebook:
    """The themes' patterns, compiled for many statements.

    Parameters
    ----------
    themes : DataFrame
        As in `code`.
    """

    def __init__(self, themes: pd.DataFrame) -> None:
        self.ids = list(themes["id"])
        parts = (Patterns(pattern.strip() for pattern in themes[column]) for column in PATTERN_COLUMNS)
        self.says, self.about, self.needs, self.unless, self.general = parts

    def fitting(self, words: str, context: str) -> list[str]:
        """Return the themes that the words of a failing are about, given their context."""
        told = sorted({*self.says.matching(words), *self.about.matching(words)})
        wanted = (n for n in told if not self.needs[n] or self.needs[n].search(context))
        return [self.ids[n] for n in wanted if not self._barred(n, words)]

    def fitting_generally(self, words: str, context: str) -> list[str]:
        """Return the themes that the words of a failing name in general terms."""
        return [self.ids[n] for n in self.general.matching(words) if not self._barred(n, words)]

    def _barred(self, n: int, words: str) -> bool:
        return bool(self.unless[n] and self.unless[n].search(words))


def coded(statements: list[dict], codebook: Codebook) -> list[dict]:
    """Return the rows of `code`, given its statements as rows."""
    return [row for statement in statements for row in _coded(statement["problem_id"], statement["text"], codebook)]


def _coded(problem_id: str, text: str, codebook: Codebook) -> Iterator[dict]:
    spans = _themes(text, codebook) or {OTHER: (0, len(text))}
    for theme, (start, end) in sorted(spans.items()):
        row = problem_id, theme, text[start:end], start, end
        yield dict(zip(COLUMNS, row, strict=True))


def _themes(text: str, codebook: Codebook) -> dict[str, tuple[int, int]]:
    """Return the first span in the text of each theme admitted."""
    folded, at = _squeezed(text)
    masked = CONTEXT.sub(lambda match: "□" * len(match.group()), folded)
    failing = list(_failing(masked, codebook))
    found = (
        _found(masked, failing, codebook.fitting)
        or _found(masked, list(_told(masked)), codebook.fitting)
        or _found(masked, failing, codebook.fitting_generally)
    )
    return {theme: normalization.unfold(at, start, end) for theme, (start, end) in found.items()}


def _squeezed(text: str) -> tuple[str, list[int]]:
    """Fold the text and remove blanks, which printed reports scatter between words."""
    folded, at = normalization.fold(text)
    kept = [i for i, character in enumerate(folded) if character != " "]
    return "".join(folded[i] for i in kept), [*(at[i] for i in kept), at[-1]]


def _failing(masked: str, codebook: Codebook) -> Iterator[_Clause]:
    """Yield the clauses that state a failing in so many words."""
    reach = None
    for match in CLAUSE.finditer(masked):
        start, end, words = match.start(), match.end(), match.group()
        if FAILING.search(words) or any(True for _ in codebook.says.matching(words)):
            yield _Clause(start, end, start if reach is None else reach, _context(masked, start, end))
            reach = None
        elif ACHIEVED.search(words):
            reach = None
        elif reach is None:
            reach = start


def _told(masked: str) -> Iterator[_Clause]:
    """Yield the clauses that may tell a problem by what happened (合同签完才送审); deeds and plans do not."""
    for match in CLAUSE.finditer(masked):
        start, end = match.span()
        if not NO_PROBLEM.search(match.group()):
            yield _Clause(start, end, start, _context(masked, start, end))


def _context(masked: str, start: int, end: int) -> str:
    """Return the sentence around a clause, after the statement's first one, which is often its heading."""
    ends = [match.end() for match in SENTENCE_END.finditer(masked)] + [len(masked)]
    begin = max((stop for stop in ends if stop <= start), default=0)
    sentence = masked[begin : min(stop for stop in ends if stop >= end)]
    return masked[: ends[0]] + sentence if begin else sentence


def _found(masked: str, clauses: list[_Clause], fitting: Callable[[str, str], list[str]]) -> dict[str, tuple[int, int]]:
    """Return the first span of each theme that fits a clause, alone or with the clauses it depends on."""
    found: dict[str, tuple[int, int]] = {}
    for clause in clauses:
        for start in (clause.start, clause.reach):
            themes = fitting(masked[start : clause.end], clause.context)
            if themes:
                found = {**dict.fromkeys(themes, (start, clause.end)), **found}
                break
    return found
