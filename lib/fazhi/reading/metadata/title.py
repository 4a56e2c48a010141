"""Lines of a title → the title, the bodies it names as authors, and what it is about."""

from __future__ import annotations

import re
from collections.abc import Sequence

from fazhi.normalization import plain
from fazhi.reading.metadata.named_bodies import names

_TITLE_YEAR = r"(?:(?:19|20)\d\d|[二2][〇○零O0][〇○零一二三四五六七八九O\d]{2})\s*(?:年度|年|度)?"
_BEFORE_TITLE = re.compile(rf"^(?:【[^】]*】|\[[^\]]*\]|[(《\s]|(?>{_TITLE_YEAR})\)?)+")
_AFTER_TITLE = re.compile(r"\s*[_|]\s*[^_|]*$|\s*[-—]{1,2}\s*[^-—]*网站?$")
_OFFICE = re.compile(r"(\S{2,30}政府)(?:办公室|办公厅|办)")
_SENT = re.compile(r"^(?:印发|报送|呈报|公布|公开|转发|上报|《)+")
_ABOUT = re.compile(
    rf"{_TITLE_YEAR}|法治|依法|法制|推进|加强|落实|贯彻|全面|深入|年度|开展|行政执法|履行|工作|建设|普法"
)
_TITLED_BODY = re.compile(
    r"(.{2,45}?(?:局|厅|委员会|委|办公室|办公厅|办|政府|行政公署|管委会|办事处|中心|队|处|院|公司|站|所|学校|兵团))"
    rf"(?=的?\s*(?:{_TITLE_YEAR}|年|法治|依法|推进|加强|落实|贯彻|开展|全面|深入|履行|工作|行政|建设|《|关于))"
)


def joined_title(lines: Sequence[str]) -> str:
    """Join the lines of a title; one that is printed twice, whole or in pieces, counts once."""
    parts = list(dict.fromkeys(re.sub(r"\s+", " ", raw).strip() for raw in lines))
    bare = [re.sub(r"\s", "", plain(part)) for part in parts]
    for part, own in zip(parts, bare, strict=True):
        if len(parts) > 1 and own == "".join(bare).replace(own, "", 1):
            return part
    return "".join(parts)


def titled_bodies(title: str) -> tuple[list[str], str]:
    """Return the bodies named as authors in a title, and the name of what it is about."""
    bare = _AFTER_TITLE.sub("", re.sub(r"\s+", " ", plain(title)).strip())
    author, about, rest = bare.partition("关于")
    author = _BEFORE_TITLE.sub("", author).strip()
    sent, office = re.sub(r"\s", "", rest), _OFFICE.fullmatch(author)
    if office and sent.startswith(("印发", "转发")):
        told = titled_bodies(sent)  # an office sends out the government's report, or its own
        return told if told[0] else ([office[1]], office[1])
    if about and author:
        return names(author), re.sub(r"\s", "", author)
    rest = re.sub(r"\s", "", rest or bare)
    rest = _BEFORE_TITLE.sub("", _SENT.sub("", _BEFORE_TITLE.sub("", rest)))
    named = _TITLED_BODY.match(rest)
    if named and (found := names(named[1])):
        return found, named[1]
    return [], _ABOUT.split(rest)[0]
