"""A folded line → whether it is page furniture: publish lines, form rows, breadcrumbs, buttons, footers."""

from __future__ import annotations

import re

from fazhi.lexicon import either, words

_DATE = r"(?:20\d\d\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?)"
_LEAD = r"^[\s|*•·●■◆▪▶►>※★☆\-–—\[【(<]*+"
_SEP = r"\s*+[\])】>]?\s*+[:|]"


def _spaced(*classes: str) -> str:
    """Labels as a pattern that allows blanks between the characters (标  题)."""
    longest_first = sorted(words(*classes), key=len, reverse=True)
    alternatives = "|".join(r"\s*".join(map(re.escape, label)) for label in longest_first)
    return f"(?:{alternatives})"


# A label in the table above a published document may be the author's own words in a report's body.
_PAGE_LABEL = re.compile(rf"{_LEAD}{_spaced('page_labels')}{_SEP}", re.IGNORECASE)
_FORM_LABEL = re.compile(rf"{_LEAD}{_spaced('form_labels')}{_SEP}|^\W*[\[【]\s*{_spaced('form_labels')}\s*[\]】]")
_LONE_LABEL = re.compile(rf"{_LEAD}{_spaced('page_labels', 'form_labels')}\s*+[\])】>]?\s*+[:|]?\s*+$", re.IGNORECASE)

_BUTTON_NAMES = frozenset(name.lower() for name in words("page_buttons"))
_BETWEEN_BUTTONS = re.compile(r"[\s|\[\]【】()<>《》·•/,、:+\-_~»]+")
_MENU = re.compile(r"^(?:走进|魅力|认识|印象)[^。,]{1,5}$|^[^。,]{2,4}(?:概况|要闻|动态|新闻)$")
_PHRASES = re.compile(
    either("page_phrases")
    + r"|二维码.{0,6}(?:查看|访问|分享)|字[体号]\s*[:\[【(]|[\[【(]\s*大\s*[|/、]?\s*中\s*[|/、]?\s*小\s*[\])】]"
    r"|A\s*[-+]\s*A|建议使用.{0,20}浏览器|\d\s*(?:人|次)(?:浏览|阅读|点击|访问)|您(?:是|目前是)?第\s*\d*\s*位"
    r"|适老化(?:版|模式)?$|您(?:现在|当前|所在)的?(?:所在)?(?:的)?位置|^(?:相关|点击)(?:附件|下载)"
    r"|^https?://|^www\.|function\s*\(|var\s+\w+\s*=|\.(?:css|js)\b|^\s*[{}<][^。]*[{}>;]\s*$"
    r"|^(?:微信|微博|QQ)\S{0,6}\s+(?:微信|微博|QQ)|^邮编\s*[:\d]|^(?:联系)?电话\s*[:\d]|^(?:办公|联系|单位)?地址\s*[:]"
    r"|^传真\s*:|^(?:网站)?值班电话|^\S{0,6}公众号\s*$|^语音(?:播报|朗读)|^播放|登录\s*[|/]?\s*注册"
    r"|简体\s*[|/]?\s*繁[体體]|^(?:网站)?首页\s|政务(?:微博|微信|新媒体)\s*[|]"
    rf"|^[^。]{{0,30}}{either('site_names')}$",
    re.IGNORECASE,
)
_DOWNLOAD = re.compile(r"^.{1,80}\.(?:docx?|pdf|xlsx?|wps|ofd|zip|rar|jpe?g|png)\b.{0,30}$", re.IGNORECASE)
_CLOCK = re.compile(
    rf"(?:今天是|现在是|今日是?|当前时间)\s*:?\s*{_DATE}|^{_DATE}\s*(?:农历|星期|周[一二三四五六日]|\d{{1,2}}:\d\d"
    rf"|[上下]午)|^(?:.{{0,24}}[年月日\s])?(?:星期|周)[一二三四五六日天]\b|^农历"
)
_PAGE_NUMBER = re.compile(
    r"^[\s\-—–_·.=*~|]*+(?:第?\s*+\d{1,3}\s*+页?(?:\s*+[/,]?\s*+共?\s*+\d{1,3}\s*+页)?)?[\s\-—–_·.=*~|]*+$"
)
_CRUMB = re.compile(r"(?:\s*(?:>+|»+|›+|→|->|-->|/|\\|::|>>)\s*)")
_CRUMB_HEAD = re.compile(
    rf"^\W*(?:{_spaced('site_sections')}|[^。,]{{0,20}}{either('site_section_endings')})\W*$",
    re.IGNORECASE,
)
_NOTICE = re.compile(rf"^\W*{either('page_notices')}")
_EMPTY_CELLS = re.compile(r"^[\s|:]*$")
_FORM_CELL = re.compile(rf"(?:^|\||(?<!\s)\s)\s*+[\[【]?{_spaced('form_labels')}[\]】]?\s*[:|]")
_HEAD_OF_PAPER = re.compile(
    rf"^[^。,:]{{3,30}}文件$|^(?:{either('file_urgency')}|公开属性.*|签发人\s*:.*|第\s*\d+\s*号)$"
)


def is_furniture(text: str) -> bool:
    """Whether a folded line is page furniture anywhere in the report.

    Covers publish lines, clocks, buttons and menus, breadcrumbs, page numbers, footers, links and downloads.
    """
    text = text.strip()
    if _is_sentence(text):
        return (bool(_PAGE_LABEL.match(text)) and not _FORM_LABEL.match(text)) or bool(_NOTICE.match(text))
    return bool(
        _PAGE_NUMBER.match(text)
        or _PAGE_LABEL.match(text)
        or is_download(text)
        or _CLOCK.search(text)
        or _PHRASES.search(text)
        or _is_menu(text)
        or is_breadcrumb(text)
    )


def is_form_row(text: str) -> bool:
    """Whether a folded line is a row of the table above a published document (索引号 发文机关 …)."""
    text = text.strip()
    return bool(
        _FORM_LABEL.match(text)
        or _LONE_LABEL.match(text)
        or _EMPTY_CELLS.match(text)
        or _HEAD_OF_PAPER.match(text)
        or (not _is_sentence(text) and _FORM_CELL.search(text))
    )


def is_download(text: str) -> bool:
    """Whether a folded line is the name of a file."""
    return bool(_DOWNLOAD.match(text.strip()))


def is_breadcrumb(text: str) -> bool:
    """Whether a folded line is a breadcrumb trail (首页 > 政务公开 > …), whatever its tail looks like."""
    if len(text) > 150 or "。" in text:
        return False
    parts = [part for part in _CRUMB.split(text) if part.strip()]
    strong = ">" in text or "»" in text or "›" in text or "→" in text
    return (len(parts) > 2 and strong) or (len(parts) > 1 and bool(_CRUMB_HEAD.match(parts[0])))


def _is_menu(text: str) -> bool:
    """Whether the line has only names of buttons and menus."""
    names = [name for name in _BETWEEN_BUTTONS.split(text) if name]
    return all(name.lower() in _BUTTON_NAMES or _MENU.match(name) for name in names)


def _is_sentence(text: str) -> bool:
    """Whether the line reads like running text."""
    return ((len(text) > 20 and "。" in text) or (len(text) > 40 and text.count(",") > 2)) and "|" not in text[:20]
