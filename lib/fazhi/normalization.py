"""A text → the text in the form that patterns expect (half-width, no invisible characters), with source offsets."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_BLANK = dict.fromkeys([0x00A0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000, 0x09], 0x20)
_ALIKE = {
    "‘": "'",
    "’": "'",
    "﹪": "%",
    "﹣": "-",
    "−": "-",
    "‐": "-",
    "‑": "-",
    "–": "—",
    "―": "—",
    "─": "—",
    "～": "~",
    "〜": "~",
    "〈": "<",
    "〉": ">",
    "﹙": "(",
    "﹚": ")",
    "﹐": ",",
    "﹑": "、",
    "﹔": ";",
    "﹕": ":",
    "｡": "。",
    "､": "、",
}
# A PDF's text may hold a character's radical or compatibility form in its place (⼈⺠ for 人民, U+F98E for 年).
_COMPATIBLE = [*range(0x2F00, 0x2FD6), *range(0xF900, 0xFB00), *range(0x2F800, 0x2FA20)]
_RADICALS = str.maketrans(  # without a decomposition in Unicode; as its EquivalentUnifiedIdeograph.txt has them
    "⺄⺈⺊⺌⺍⺓⺜⺝⺟⺠⺧⺩⺫⺬⺶⺼⻄⻅⻆⻉⻋⻏⻑⻓⻔⻗⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰⻳",
    "乙刀卜小小幺日月母民牛王目示羊肉西见角贝车邑長长门雨青韦页风飞食马骨鬼鱼鸟卤麦黄黾齐齿龙龟",
)
_IDEOGRAPHS = {
    code: ord(folded) for code in _COMPATIBLE if len(folded := unicodedata.normalize("NFKC", chr(code))) == 1
} | _RADICALS
_FOLD = {**_WIDE, **_BLANK, **_IDEOGRAPHS, **str.maketrans(_ALIKE)}


def fold(text: str) -> tuple[str, list[int]]:
    """Fold width and drop invisible characters, keeping each character's original offset.

    Parameters
    ----------
    text : str
        Text as read.

    Returns
    -------
    folded : str
        Full-width letters, digits and punctuation as half-width (，→ ``,`` （→ ``(`` ％→ ``%``), every kind of blank as
        one space, radicals and compatibility forms as the characters they stand for, zero-width characters removed.
        。、《》“” are kept.
    at : list of int
        ``at[i]`` is the offset in `text` of ``folded[i]``; one more entry marks the end.
    """
    if not _INVISIBLE.search(text):
        return text.translate(_FOLD), list(range(len(text) + 1))
    kept = [i for i, character in enumerate(text) if not _INVISIBLE.match(character)]
    return "".join(text[i] for i in kept).translate(_FOLD), [*kept, len(text)]


@lru_cache(maxsize=4096)  # a report's lines are folded in many places
def plain(text: str) -> str:
    """Return only the folded text, for matching when no offset is needed."""
    return _INVISIBLE.sub("", text).translate(_FOLD)


def ideographs(text: str) -> str:
    """Return the text with radicals and compatibility forms as the characters they stand for, and the same offsets."""
    return text.translate(_IDEOGRAPHS)


def unfold(at: list[int], start: int, end: int) -> tuple[int, int]:
    """Return the span in the original text of ``folded[start:end]`` (an empty span stays empty)."""
    return at[start], at[end - 1] + 1 if end > start else at[start]
