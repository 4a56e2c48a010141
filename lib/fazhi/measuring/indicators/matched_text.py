"""A segment and its quantities → for each one its statement, the text that the catalogue's rules are matched with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from fazhi.lexicon import either
from fazhi.measuring.quantities.noun_phrases import ACT
from fazhi.normalization import plain

NUMBER, OTHER = "#", "@"  # in a statement, the number in question and the paragraph's other numbers

_CLAUSE_END = re.compile(r"[,;。:!?()\n]")
_IDLE_PARENTHESES = re.compile(r"\(([^()@]*)\)")
# In a list of counts: the 、 after a number and its noun, or an "and" next to a number.
_LIST_BREAK = re.compile(r"[#@][^#@、]{0,30}?(?P<mark>、(?=[^,;。]*[#@])|(?<=[#@])[和及与并]|[和及与](?=[#@]))")
# Who does what the next number counts: 11个乡镇平均每个乡镇调解@件, 300名人民调解员排查@件, 对3个项目开展@次.
_DOER = re.compile(f"#(?P<who>[^#@]{{1,12}}?)(?P<act>{ACT.pattern}|平均)[^#@]*@")
_RESPECTIVELY = re.compile(rf"([^#@]*[、和及与][^#@]*){either('respectively')}[^#@]{{0,4}}(?=[#@])")
_SHARED = re.compile(r"(?P<names>[^#@]*[率度](?:[、和及与]|以及)[^#@]*[率度])(?:均|都|皆|全部)?[^#@率度分]{0,4}#")
_SHARE = re.compile(
    "[^,;。#@]{0,6}[,、(]?占[^,;。#@]{0,10}@"
)  # what follows a part that is given with its share (12件,占31%)
_OTHER_YEAR = re.compile(rf"\d{{4}}年度?[为是共]?{OTHER}")
_REVIEWS = re.compile(either("review_acts"))
_REGION = re.compile("[\u4e00-\u9fff]{2,}[省市州盟县区旗镇乡]")
_HIDDEN = re.compile(r"[\s“”\"'「」『』#@]|率先")  # 率先 names nothing, but looks like a rate


@dataclass(frozen=True)
class Statement:
    """The text around one quantity that a rule is matched against.

    Attributes
    ----------
    own : str
        The clause around the number, or the list item, with the number as ``#`` and others as ``@``.
    subject, verb : str
        As in the quantity, carried over from earlier clauses if the clause omits them.
    tail : str
        The rest of the clause after the list item.
    before : tuple of str
        The paragraph's clauses before the statement, nearest first.
    heading, paragraph : str
        The headings above; the headings and the paragraph up to the end of the statement.
    same_unit_before : bool
        Whether the previous number in the sentence has the same unit, so that a bare number can be a total or another
        item.
    is_part : bool
        Whether it is introduced as a part (其中, in brackets, or with its share: 12件,占31%) of an earlier number, and
        not as the region's own figure within a larger region's.
    shared : tuple of str
        For a rate shared by several names (办结率、满意率均达#), the statement with each name.
    """

    own: str
    subject: str
    verb: str
    tail: str
    before: tuple[str, ...]
    heading: str
    paragraph: str
    same_unit_before: bool
    is_part: bool
    shared: tuple[str, ...] = ()


def statements(segment: dict, quantities: list) -> Iterator[tuple[Statement, range, object]]:
    """Yield each quantity's statement, the positions of the wholes it may be part of, and its row."""
    text = _masked(segment, quantities)
    places = [place for place, character in enumerate(text) if character == OTHER]
    heading = readable(f"{segment['path']} {segment['heading']}")
    for n, (row, place) in enumerate(zip(quantities, places, strict=True)):
        marked = text[:place] + NUMBER + text[place + 1 :]
        start, end = _item(marked, place)
        doer = _DOER.match(marked, place, end)
        end = doer.start("act") if doer else end
        wholes = _wholes(marked, place)
        clause_start, clause_end = _clause(marked, place)
        statement = Statement(
            own=_shared_act(marked[clause_start:start], row)
            + _unnamed(_respectively(marked[clause_start:clause_end]) or marked[start:end], row),
            subject=doer["who"] if doer else readable(row.subject),
            verb="" if doer else readable(row.verb),
            tail="" if doer else marked[end:clause_end],
            before=() if doer else _before(marked[:start]),
            heading=heading,
            paragraph=heading + marked[:end],
            same_unit_before=OTHER not in marked[start:end] and _same_unit_before(quantities, n, marked[:start]),
            is_part=(bool(wholes) or _is_share(marked, place)) and not _own_share(row, [quantities[w] for w in wholes]),
            shared=_shared(marked[clause_start:clause_end]),
        )
        yield statement, wholes, row


def _before(text: str) -> tuple[str, ...]:
    """Return the clauses before a statement, nearest first, without those of other years (2021年@,2022年@,2023年#)."""
    clauses = _CLAUSE_END.split(text)
    return tuple(clause for clause in reversed(clauses) if not _OTHER_YEAR.fullmatch(clause))


def _own_share(row, wholes: list) -> bool:
    """Whether a number is the region's own figure within a larger region's (全市受理#件,其中涉及我镇#件)."""
    return row.whose == "own" and bool(wholes) and wholes[-1].whose == "larger" and wholes[-1].unit == row.unit


def _shared_act(list_before: str, row) -> str:
    """Return the act of review at the beginning of a list, for an item without one (审核文件@、协议#)."""
    acts = _REVIEWS.findall(list_before[: list_before.find(OTHER)]) if OTHER in list_before else []
    return acts[-1] if acts and not row.verb else ""


def _unnamed(own: str, row) -> str:
    """Remove the name of the reporting region (五华区受理#), which is not what is counted."""
    names = [word for word in row.evidence.split("|") if row.whose in ("own", "larger") and _REGION.fullmatch(word)]
    return own.replace(names[0], "", 1) if names else own


def _same_unit_before(quantities: list, n: int, before: str) -> bool:
    """Whether the sentence has a number before the `n`-th quantity's with the same unit, owner and period.

    Changes do not count: what they lead to is the level of the same thing (增加8名,总数达到57名).
    """
    in_sentence = OTHER in before[before.rfind("。") + 1 :]
    about = [(row.unit, row.whose, row.when) for row in quantities[max(0, n - 1) : n + 1]]
    return n > 0 and in_sentence and about[0] == about[1] and "change" not in quantities[n - 1].qualifier.split("|")


def _masked(segment: dict, quantities: list) -> str:
    """Return a segment's folded text with ``@`` for each quantity, without quotes, blanks and empty parentheses."""
    pieces, at = [], 0
    for row in quantities:
        pieces.append(readable(segment["raw"][at : row.start - segment["start"]]))
        at = row.end - segment["start"]
    pieces.append(readable(segment["raw"][at:]))
    return _IDLE_PARENTHESES.sub(r"\1", OTHER.join(pieces))


def readable(text: str) -> str:
    """Return text in the form that patterns expect."""
    return _HIDDEN.sub("", plain(text))


def _item(text: str, place: int) -> tuple[int, int]:
    """Return the span of the clause or list item around the number at `place`."""
    start, end = _clause(text, place)
    breaks = [found.span("mark") for found in _LIST_BREAK.finditer(text, start, end)]
    start = max([start, *(right for _, right in breaks if right <= place)])
    end = min([end, *(left for left, _ in breaks if left > place)])
    return start, end


def _clause(text: str, place: int) -> tuple[int, int]:
    """Return the span of the clause around `place`."""
    start = max((found.end() for found in _CLAUSE_END.finditer(text, 0, place)), default=0)
    end = _CLAUSE_END.search(text, place)
    return start, end.start() if end else len(text)


def _respectively(clause: str) -> str | None:
    """Return the number with its own name if a clause lists first the names, then the numbers (分别为, 依次为)."""
    found = _RESPECTIVELY.match(clause)
    names = re.split("[、和及与]", found[1]) if found else []
    numbers = re.findall(f"[{NUMBER}{OTHER}]", clause)
    return names[numbers.index(NUMBER)] + NUMBER if names and len(names) == len(numbers) else None


def _shared(clause: str) -> tuple[str, ...]:
    """Return the number with each of the rate names before it that share it."""
    found = _SHARED.search(clause)
    names = re.split("[、和及与]|以及", found["names"]) if found else []
    return tuple(f"{name}{NUMBER}" for name in names if name)


def _wholes(text: str, place: int) -> range:
    """Return which of the paragraph's quantities the number at `place` may be a part of (其中, in brackets, or 占)."""
    sentence = text.rfind("。", 0, place) + 1
    if text.startswith("其中", sentence):  # part of something in the sentence before
        sentence = text.rfind("。", 0, max(0, sentence - 1)) + 1
    if _is_share(text, place):
        return range(text.count(OTHER, 0, sentence), text.count(OTHER, 0, place))
    start = max(sentence, text.rfind(";", 0, place) + 1)
    if text.startswith("其中", start):  # part of something before the semicolon
        start = max(sentence, text.rfind(";", 0, max(0, start - 1)) + 1)
    part = _part_opens(text, start, place)
    return range(text.count(OTHER, 0, start), text.count(OTHER, 0, part)) if part is not None else range(0)


def _is_share(text: str, place: int) -> bool:
    """Whether the number at `place` is followed by its share of a whole."""
    return bool(_SHARE.match(text, place + 1))


def _part_opens(text: str, start: int, place: int) -> int | None:
    """Return where the part containing the number at `place` begins: at an open bracket after a number, or at 其中."""
    bracket = text.rfind("(", start, place)
    if bracket > start and text[bracket - 1] == OTHER and ")" not in text[bracket:place]:
        return bracket
    within = text.rfind("其中", start, place)
    ended = within >= 0 and text.count(")", within, place) > text.count("(", within, place)
    return None if within < 0 or ended else within
