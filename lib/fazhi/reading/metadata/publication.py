"""Head and page furniture → the document number and the dates of signing and publication."""

from __future__ import annotations

import re

from fazhi.reading.dates import dates
from fazhi.reading.metadata.passages import Zones

PUBLISHED = re.compile(
    r"(?:(?:发布|发稿|公开|更新|上传|录入|创建|刊发|信息|发表|公布|添加)\s*(?:时间|日期)|(?<!\w)(?:时间|日期)|发布于)[\s:|\])】]*"
)
DRAWN_UP = re.compile(r"(?:成文|生成|制发|印发|落款|形成|发文)\s*(?:时间|日期)[\s:|\])】]*")
_NUMBER = re.compile(
    r"([一-鿿]{1,14}(?:\([一-鿿]{1,4}\))?)\s*[〔\[(【<{]\s*((?:19|20)\d\d)\s*年?\s*[〕\])】>}]\s*第?\s*([0-9]{1,4})\s*号"
)
_NUMBER_LABEL = re.compile(r"(?:发\s*文\s*字\s*号|发文文号|文\s*号|文件编号|发文号|文件字号)[\s:|\])】]*")
_OTHER_DATE = re.compile(r"今天是|现在是|星期|农历|号|法治|依法")
_FAR = 24


def labelled_date(text: Zones, label: re.Pattern[str]) -> str:
    """Return the date after a label in the head or the furniture; the value may be on the next line."""
    for lines in (text.head, text.furniture):
        joined = " ".join(lines)
        for match in label.finditer(joined):
            found = dates(joined[match.end() : match.end() + _FAR])
            if found and found[0].start == 0:
                return found[0].value
    return ""


def bare_date(text: Zones) -> str:
    """Return a date in the head that is alone or next to a short name, as printed on pages."""
    for before, line in zip(("", *text.head), text.head, strict=False):
        found = dates(line)
        if found and len(line) < _FAR * 2 and not line.strip().startswith("(") and not DRAWN_UP.search(before + line):
            beside = line[: found[0].start] + line[found[0].end :]
            if len(beside) < _FAR and not _OTHER_DATE.search(beside):
                return found[0].value
    return ""


def document_number(text: Zones) -> str:
    """Return the document's own number: on a line of its own, or after its label."""
    for line in text.head:
        match = _NUMBER.fullmatch(re.sub(r"签发人.*", "", line).strip(" ()"))
        if match:
            return _number(match)
    joined = " ".join((*text.head, *text.furniture))
    for label in _NUMBER_LABEL.finditer(joined):
        if match := _NUMBER.match(joined, label.end()):
            return _number(match)
    return ""


def _number(match: re.Match[str]) -> str:
    """Write a document number in the standard form."""
    return f"{match[1]}〔{match[2]}〕{int(match[3])}号"
