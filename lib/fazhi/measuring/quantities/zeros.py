"""A text → the zeros stated in it in words: 零败诉, 无一败诉, 未制定规范性文件, 没有收到司法建议."""

from __future__ import annotations

import re
from math import nan

from fazhi.lexicon import either
from fazhi.measuring.quantities.numerals import EXACT, Number

ZERO_WORDS = ["零", "无一", "未", "没有", "无"]
UNIT = "件"  # nothing is counted, so there is no measure word
_OBJECT = r"(?:任何)?(?:一[起件例份次])?[^,;。的#\d]{2,24}(?=[,;。)]|$)"
_ZERO = re.compile(
    rf"(?P<zero>零)(?={either('zero_outcomes')})|{either('zero_outcomes')}“?(?P<never>零)(?=发生|出现|记录|纪录)|"
    rf"(?P<none>无一)(?:[件起例])?(?=[^,;。]{{0,8}}{either('zero_outcomes')})|"
    rf"(?P<not>未|没有)(?:再)?(?={either('zero_acts')}{_OBJECT})|(?P<no>无|没有)(?=(?:行政)?(?:诉讼|复议)?(?:案件)?被?(?:败诉|撤销|纠错|纠正))"
)
_DOUBTFUL = re.compile(rf"{either('zero_doubts')}[^,;。]*$")


def zeros(text: str) -> list[Number]:
    """Find the words saying that there was none of something.

    Parameters
    ----------
    text : str
        Folded text (`fazhi.normalization.fold`).

    Returns
    -------
    list of Number
        In text order: the value 0, the unit 件, and the span of the word in the number's place, so that what is counted
        is found around it as for any number. Statements about some bodies only, or with a condition, are left out.
    """
    found = (
        match.span(match.lastgroup) for match in _ZERO.finditer(text) if not _DOUBTFUL.search(text[: match.start()])
    )
    return [Number(start, end, 0.0, nan, UNIT, EXACT) for start, end in found]
