"""Tokens from jieba → tokens as counted: numbers, rates, bodies and the genre's terms in one piece."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache

from fazhi.lexicon import either, words

# jieba's dictionary lists phrases among words (充分发挥, 政策措施): entries much rarer than their parts are cut.
PHRASE_RARITY = 40

LEVELS = "".join(words("place_levels"))
PARTY = "(?:全面)?依法治[国省市州县区旗盟镇]"
_PARTY_OFFICE = f"(?:{either('bodies_party')}|常委会(?!议))"
_GOVERNMENT_OFFICE = f"(?:{either('bodies_government')}|常务会(?!议))"
_DEPARTMENT = (
    rf"{either('bodies_department')}(?:{either('office_words')}|委(?![托派任培])|办(?![理好公法事学案结证件税]))"
)
BODIES = [  # longer alternatives first
    re.compile(pattern)
    for pattern in (
        rf"(?:[{LEVELS}]委|党委)?{PARTY}(?:委员会办公室|委员会|办公室|办|委)",
        rf"(?:[{LEVELS}]委|党委){_PARTY_OFFICE}",
        rf"[{LEVELS}](?:人民)?政府{_GOVERNMENT_OFFICE}?",
        r"人民政府办公[室厅]|政府常务会议?",
        rf"[{LEVELS}](?:委|{either('bodies_of_power', 'bodies_court', 'bodies_procuratorate')})",
        rf"[{LEVELS}]{_DEPARTMENT}",
        _DEPARTMENT,
    )
]
_ANY_BODY = re.compile("|".join(pattern.pattern for pattern in BODIES))
_BODY_STARTS = frozenset([*LEVELS, *"党依全人政", *(name[0] for name in words("bodies_department"))])

_HAN = "\u4e00-\u9fd5"
_FUNCTION_CHARACTERS = "和及与等的对将被向由把在了均已并暨或从于为让使"
_PREFIXES = _FUNCTION_CHARACTERS + "本各该新任"
_SUFFIXES = _FUNCTION_CHARACTERS + "出内"
_LOOSE_EDGES = "和及与等均已"  # even of a guessed two-character word
_MEASURES = frozenset(words("measure_characters"))
_DERIVING = frozenset("率度化性员大")  # 进驻 + 率, 熟悉 + 度, 清单 + 化, 湖州 + 大学 …
_QUOTES = ["“”", '""', "‘’", "「」", "『』"]
_BRACKETS = ["（）", "()"]

_DIGITS_ON = r"\d*(?:[,，]\d{3}(?!\d))*(?:[.．]\d+)?(?:万亿|[万亿])?[%％‰]?"
_PURE_NUMBER = re.compile(rf"(?:\d{_DIGITS_ON}|[〇零一二三四五六七八九十百千万亿两几]+)(?:[+＋]\d+)*")
_CONTENT = re.compile(r"[A-Za-z\u3400-\u9fff\U00020000-\U0003ffff]")

# Patterns used with search begin with one character of a set, so that the regex engine can skip to it.
_NUMBER = re.compile(rf"\d(?<![A-Za-z0-9.+]\d){_DIGITS_ON}(?:[+＋](?:\d+|[NX]))*(?![A-Za-z0-9])")
# A cut after the character: between a number's bound and its measure word, before 达, around 有待, in 党的建设 …
_CUT_BEHIND = re.compile(
    rf"[余多率均还仍尚也都待比不现度性党的](?:(?<=[\d万亿千百][余多])(?=[{_HAN}])|(?<=[率均])(?=达)"
    rf"|(?<=[还仍尚均也都])(?=有(?:待(?!遇)|所))|(?<=有待)(?=[{_HAN}])(?!遇)|(?<=占比)(?=[较超达高低])"
    rf"|(?<=不)(?=[高强深严细大快广浓优紧](?![{_HAN}]))|(?<![{_HAN}]现)(?<=现)(?=将)|(?<=[率度性])(?=不[强高够足])"
    rf"|(?<=党)(?=的)|(?<=党的)(?=[领建方路纪政纲性基]))"
)
# Always one token, whatever jieba says.
_WHOLE = [
    re.compile(pattern)
    for pattern in (
        r"占比(?=[较超达高低])",
        r"有(?:待(?!遇)|(?<=[还仍尚均也都]有)所)",
        r"会同(?=[省市县区州旗])",
        r"[一二三四五六七八九十][一二三四五六七八九十]*届[一二三四五六七八九]中全会",
        rf"[{LEVELS}](?:(?<![{_HAN}].)|(?<=[会由与和同经对报向请在及从].)(?<!社会.)){_DEPARTMENT}",
    )
]


class Rejoiner:
    """Rejoins and recuts jieba's tokens before they are counted.

    Parameters
    ----------
    terms : iterable of str
        The vocabulary; terms of three characters or more are joined from left to right, with any kind of quotes.
    frequency : callable
        Word → its frequency in jieba's dictionary with the vocabulary; 0 if it is not in it.
    """

    def __init__(self, terms: Iterable[str], frequency: Callable[[str], int]) -> None:
        self._terms = frozenset(terms)
        self._frequency = frequency
        self._starting: dict[str, list[str]] = {}
        variants = {variant for term in self._terms if len(term) > 2 for variant in _variants(term)}
        for term in sorted(variants, key=lambda term: (-len(term), term)):
            self._starting.setdefault(term[:3], []).append(term)
        self._loosen = cache(self._parts)

    def __call__(self, tokens: Iterable[str]) -> list[str]:
        """Return the same characters cut anew, without blanks."""
        loose = list(itertools.chain.from_iterable(map(self._loosen, tokens)))
        text = "".join(loose)
        cuts = {0, *itertools.accumulate(map(len, loose))}
        self._correct(text, cuts)
        return [token for token in self._joined(text, cuts) if not token.isspace()]

    def _parts(self, token: str) -> tuple[str, ...]:
        """Cut a phrase into its words, and function characters off a word guessed by jieba."""
        if len(token) < 2 or token in self._terms or not "\u4e00" <= token[0] <= "\u9fd5":
            return (token,)
        known = self._frequency(token)
        for parts in _readings(token, known):
            if not known or known * PHRASE_RARITY <= min(map(self._frequency, parts)):
                return tuple(itertools.chain.from_iterable(map(self._parts, parts)))
        return (token,)

    def _correct(self, text: str, cuts: set[int]) -> None:
        """Add the cuts that are certain, and remove those inside what is certainly one token."""
        cuts.update(found.end() for found in _CUT_BEHIND.finditer(text))
        for pattern in _WHOLE:
            for found in pattern.finditer(text):
                _make_whole(found, cuts)
        for found in _NUMBER.finditer(text):
            _make_whole(found, cuts)
            if text[found.end() : found.end() + 1] in _MEASURES:
                self._cut_measure(text, found.end(), cuts)

    def _cut_measure(self, text: str, start: int, cuts: set[int]) -> None:
        """Cut a measure word off a word guessed by jieba after a number."""
        if not self._frequency(text[start : _next(cuts, start)]):
            cuts.add(start + 1)

    def _joined(self, text: str, cuts: set[int]) -> Iterator[str]:
        """Yield the tokens from left to right with terms, bodies and derived words in one piece."""
        done = 0
        for start, end in itertools.pairwise(sorted(cuts)):
            if start >= done:
                done = self._end(text, start, end, cuts)
                yield text[start:done]
            elif end > done:
                yield text[done:end]
                done = end

    def _end(self, text: str, start: int, end: int, cuts: set[int]) -> int:
        """Find the end of the token at a cut: the furthest end of a term, a body or a derived word."""
        candidates = self._starting.get(text[start : start + 3])
        furthest = max(end, self._term_end(text, start, cuts, candidates)) if candidates else end
        if text[start] in _BODY_STARTS:
            furthest = max(furthest, _body_end(text, start, cuts))
        if end - start in (2, 3) and text[end : end + 1] in _DERIVING:
            furthest = max(furthest, _derived_end(text, start, end, cuts))
        return furthest

    def _term_end(self, text: str, start: int, cuts: set[int], terms: list[str]) -> int:
        """Find the end of the longest term at a cut: at a cut, or in a token whose rest is a word."""
        for term in terms:
            end = start + len(term)
            if text.startswith(term, start) and (end in cuts or self._is_word(text[end : _next(cuts, end)])):
                return end
        return 0

    def _is_word(self, rest: str) -> bool:
        return len(rest) > 1 and self._frequency(rest) > 0


def _variants(term: str) -> Iterator[str]:
    """Yield a term with each kind of quotes and brackets."""
    for quotes, brackets in itertools.product(_QUOTES, _BRACKETS):
        yield term.translate(str.maketrans("“”（）", quotes + brackets))


def _readings(token: str, known: int) -> Iterator[tuple[str, ...]]:
    """Yield the ways to read a token as several words."""
    if len(token) == 4:
        yield token[:2], token[2:]
    prefixes, suffixes = (
        (_PREFIXES, _SUFFIXES) if len(token) > 2 else ("", "") if known else (_LOOSE_EDGES, _LOOSE_EDGES)
    )
    if token[-1] in suffixes:
        yield token[:-1], token[-1]
    if token[0] in prefixes:
        yield token[0], token[1:]


def _make_whole(found: re.Match, cuts: set[int]) -> None:
    """Remove the cuts inside a match, and cut at its ends."""
    cuts.difference_update(range(found.start() + 1, found.end()))
    cuts.update(found.span())


def _next(cuts: set[int], position: int) -> int:
    return next(cut for cut in itertools.count(position + 1) if cut in cuts)


def _body_end(text: str, start: int, cuts: set[int]) -> int:
    """Find the end of the body named at a cut, if it is at a cut."""
    if not _ANY_BODY.match(text, start):  # the usual case, decided quickly
        return 0
    found = (pattern.match(text, start) for pattern in BODIES)
    return next((body.end() for body in found if body and body.end() in cuts), 0)


def _derived_end(text: str, start: int, end: int, cuts: set[int]) -> int:
    """Find the end of the word that a suffix derives from a token, if it is at a cut."""
    suffix = 2 if text.startswith("大学", end) else 1
    possible = suffix == 2 or (end - start == 2 and text[end] != "大")
    return end + suffix if possible and "\u4e00" <= text[start] <= "\u9fd5" and end + suffix in cuts else 0


def is_content(word: str) -> bool:
    """Return whether a token is a word: neither punctuation nor a number."""
    return bool(_CONTENT.search(word)) and not _PURE_NUMBER.fullmatch(word)
