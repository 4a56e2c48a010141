"""The pieces around a report's body → their roles: title, document number, addressee, signature, cruft."""

from __future__ import annotations

import re
from collections.abc import Sequence

from fazhi.lexicon import either
from fazhi.reading.dates import dates
from fazhi.reading.structure.page_furniture import is_form_row, is_furniture

_SUBJECT = re.compile(r"法治|依法行政|依法治|法制|述法")
_GENRE = re.compile(r"报告|总结|情况|汇报|年报|通报|公告|公示|自评|自查")
_GENRE_AT_END = re.compile(
    r"(?:报告|总结|情况|汇报|年报|通报|公告|公示)(?:全文|稿|书)?\s*(?:\([^)]*\))?\s*(?:[-_—|].*)?$"
)
_TITLE_OPENS = re.compile(r"^(?:关于|20\d\d|二〇|年度|法治|推进|建设|工作|情况|报告|落实|履行|的报告|贯彻|依法)")
_TITLE_REST = re.compile(r"^(?:情况)?的?(?:报告|总结)$")
_TITLE_FRAGMENT = re.compile(r"关于|20\d\d年|年度|法治|依法|建设|工作|情况|报告|总结")
# The name of a site's column, printed above its reports.
_COLUMN_NAME = re.compile(
    r"^(?:法治|政府|建设|依法行政|工作|年度|情况|报告|年报|专栏|专题|公开|信息|实施|的|[\[\]【】\s])+$"
)
_BODY_NAME = (
    r"(?:人民政府|政府|委员会|党委|工委|[省市县区州旗镇乡]委|[局厅办署院校处队站所]|办公室|办公厅|街道办事处|办事处"
    rf"|管委会|中心|总队|支队|大队|分局|党组|领导小组|{either('bodies_court', 'bodies_procuratorate')}"
    r"|公司|集团|协会|联合会|工会|[部会]"
    r"|[省市县区州旗镇乡盟])"
)
_ISSUERS = re.compile(rf"^[^。,;:、?!\d]{{2,60}}{_BODY_NAME}(?:\s*\((?:公章|盖章|章|印章|印)\))?$")
_DOCUMENT_NUMBER = re.compile(
    r"^[\u4e00-\u9fffA-Za-z\s]{1,20}[〔\[(【<﹝]\s*(?:19|20)\d\d\s*年?\s*[〕\])】>﹞]\s*(?:第"
    r"|字第)?\s*\d{1,5}\s*号\s*(?:签发人\s*:?.*)?$"
)
_ADDRESSED = re.compile(
    r"(?:尊敬的)?(?:中共)?[\u4e00-\u9fff()]{0,24}?(?:委|政府|人大|政协|委员会|领导小组|[局厅办署院部组处室队]|办公室"
    r"|办公厅|部门|单位|机构|常委会|主席团|公司|学校|团体|各位[^。]{0,8}|主任|主席|委员|代表|领导|同志们?|秘书长)"
)
_BARE_ADDRESSEE = re.compile(
    r"^(?:中共)?[\u4e00-\u9fff]{0,6}?(?:[省市县区州旗]委"
    r"|[省市县区州旗]?(?:人民)?政府)(?:[、,]\s*[省市县区州旗]?(?:委|人民政府|政府|人大常委会|政协))+$"
)
_CLOSING = re.compile(
    r"^(?:特此报告|专此报告|以上报告|特此汇报|特此公告|特此公示|妥否|以上(?:报告|汇报|情况)|请予?审[议阅示]|此报告"
    r"|现予以?公(?:布|开|示))[^;]{0,40}$"
)
_END_MATTER = re.compile(
    r"^\(?\s*(?:此件|本件|此文|本报告)[^。]{0,20}(?:公开|发布|公布)|^抄[送报]|^主送|^\(?(?:联系人|联\s*系\s*人"
    r"|联系电话|联系方式|公开方式|公开属性|公开类别|信息公开选项|校对人?)\s*[:,]|^印发机关"
    r"|.{0,40}(?:办|办公室|局|委员会)\s*20\d\d年\d{1,2}月\d{1,2}日印发$|^共印\d+份|^附\s*件?\s*\d*\s*[:.]"
)
_APPENDIX = re.compile(r"^附\s*(?:件|表|录)\s*\d*\s*[:.、]?")
_SESSION = re.compile(r"^[(—\-]+.*(?:会议|全会|常委会|审议|通过|讲话|报告).*")
_YEAR_BELOW = re.compile(r"^(?:\((?:19|20)\d\d年度?\)|(?:19|20)\d\d年度)$")
_WITH_TIME = re.compile(r"\d{1,2}:\d{2}")
_MARK_OF_SEAL = re.compile(r"\((?:公章|盖章|章|印章|印)\)")


def is_prose(text: str) -> bool:
    """Whether a folded line is running text rather than part of a title, a table or a menu."""
    return (
        "。" in text
        or bool(re.search(r"如下\s*[:.]?$", text))
        or (len(text) > 45 and ("," in text or ";" in text))
        or len(text) > 120
    )


def is_date(text: str) -> bool:
    """Whether a folded line is a date and nothing else."""
    bare = re.sub(r"^\W*(?:日期\s*:)?\s*|\W*$", "", text)
    found = dates(bare) if len(bare) <= 24 else []
    return len(found) == 1 and not re.sub(r"[\s日]|印发$", "", bare[: found[0].start] + bare[found[0].end :])


def is_issuer(text: str) -> bool:
    """Whether a folded line is the name of one or several bodies."""
    text = re.sub(r"\s+", "", text)
    return len(text) <= 60 and bool(_ISSUERS.match(text.strip("()")) or _ISSUERS.match(text))


def is_signed(text: str) -> bool:
    """Whether a folded line is a body's name followed by a date."""
    found = dates(text) if len(text) <= 80 else []
    return bool(found) and not text[found[-1].end :].strip(" 日()") and is_issuer(text[: found[-1].start].strip())


def front_roles(texts: Sequence[str]) -> list[str]:
    """Assign a role to each piece before the body.

    Parameters
    ----------
    texts : sequence of str
        Folded pieces before the first running text or heading.

    Returns
    -------
    list of str
        cruft, title, docnumber or addressee for each.
    """
    roles = [_front_role(text) for text in texts]
    texts = [re.sub(r"\s+", "", text) for text in texts]
    titles = _titles(texts, roles)
    better = any(not _COLUMN_NAME.match("".join(texts[first:last])) for first, last in titles)
    for first, last in titles:
        is_column = better and last - first == 1 and _COLUMN_NAME.match(texts[first])
        roles[first:last] = ["cruft" if is_column else "title"] * (last - first)
    below = roles.index("title") if "title" in roles else len(texts)
    noted = (i > below and (_SESSION.match(text) or _YEAR_BELOW.match(text)) for i, text in enumerate(texts))
    return [role or ("title" if note else "cruft") for role, note in zip(roles, noted, strict=True)]


def _front_role(text: str) -> str:
    """Role of a front piece by its own form; "" if it may be part of a title."""
    if _DOCUMENT_NUMBER.match(text):
        return "docnumber"
    if is_furniture(text) or is_form_row(text):
        return "cruft"
    if is_addressee(text):
        return "addressee"
    if is_date(text) or is_signed(text):
        return "cruft"
    return ""


def is_addressee(text: str) -> bool:
    """Whether a folded line names the addressees of the report."""
    if not text.endswith(":"):
        return bool(_BARE_ADDRESSEE.match(text))
    parts = [part.strip() for part in re.split("[、,;和及并\\s]", text[:-1]) if part.strip()]
    return bool(parts) and len(text) <= 80 and all(_ADDRESSED.fullmatch(part) for part in parts)


def _titles(texts: Sequence[str], roles: Sequence[str]) -> list[tuple[int, int]]:
    """Spans of pieces that form a title: up to four consecutive pieces."""
    spans = []
    for subject in (_SUBJECT, _GENRE):
        i = 0
        while i < len(texts):
            span = _title_at(i, texts, roles, subject)
            if span:
                spans.append(span)
                i = span[1]
            else:
                i += 1
        if spans:
            break
    return spans


def _title_at(start: int, texts: Sequence[str], roles: Sequence[str], subject: re.Pattern) -> tuple[int, int] | None:
    """Span of the title whose first piece is `start`."""
    joined = ""
    for end in range(start, min(start + 4, len(texts))):
        if roles[end] or (end > start and not _goes_on(joined, texts[end])):
            break
        joined += texts[end]
        if len(joined) > 120:
            break
        if subject.search(joined) and _GENRE_AT_END.search(joined):
            rest = texts[end + 1 : end + 2]
            return start, end + 1 + bool(rest and not roles[end + 1] and _TITLE_REST.match(rest[0]))
    if subject.search(texts[start]) and not roles[start] and subject is _SUBJECT:
        return start, start + 1
    return None


def _goes_on(joined: str, text: str) -> bool:
    """Whether a title can continue with this piece, unlike a banner above the whole title."""
    if is_issuer(joined) and text[:2] == joined[:2] and not is_issuer(text):
        return False
    return is_issuer(joined) or bool(_TITLE_FRAGMENT.search(joined)) or bool(_TITLE_OPENS.match(text))


def back_roles(texts: Sequence[str], headed: Sequence[bool]) -> dict[int, str]:
    """Find the pieces after the body.

    Parameters
    ----------
    texts : sequence of str
        Folded pieces of the report from the start of the body.
    headed : sequence of bool
        Whether the piece opens with an enumerator.

    Returns
    -------
    dict of int to str
        signature or cruft for the pieces after the body, by their index.
    """
    end = _signature_end(texts, headed)
    if end is None:
        return _tail_roles(texts, headed)
    listed = (i for i in range(1, end) if _APPENDIX.match(texts[i]) and not any(map(is_prose, texts[i:end])))
    appendix = next(listed, end)
    roles = dict.fromkeys(range(appendix, end + 1), "signature") | _tail_roles(texts[:appendix], headed)
    page_goes_on = False
    for i in range(end + 1, len(texts)):
        role = _tail_role(texts[i])
        page_goes_on = page_goes_on or role != "signature"
        roles[i] = "cruft" if page_goes_on and not _END_MATTER.match(texts[i]) else role or "cruft"
    return roles


def _signature_end(texts: Sequence[str], headed: Sequence[bool]) -> int | None:
    """Index of the date that closes the report: the first one after its last heading."""
    appendix = next((i for i, text in enumerate(texts) if _APPENDIX.match(text)), len(texts))
    last_heading = max((i for i in range(min(appendix, len(texts))) if headed[i]), default=0)
    for i in range(max(last_heading, 1), len(texts)):
        if (is_date(texts[i]) and not _WITH_TIME.search(texts[i])) or is_signed(texts[i]):
            return i
    return None


def _tail_role(text: str) -> str:
    """Role of a piece near the end by its own form; "" for body text."""
    if is_date(text):
        return "cruft" if _WITH_TIME.search(text) else "signature"
    if is_signed(text) or _CLOSING.match(text) or _END_MATTER.match(text):
        return "cruft" if is_furniture(text) and not _CLOSING.match(text) and not is_signed(text) else "signature"
    if is_furniture(text) or is_form_row(text):
        return "cruft"
    if is_issuer(_MARK_OF_SEAL.sub("", text)):
        return "signature"
    return ""


def _tail_roles(texts: Sequence[str], headed: Sequence[bool]) -> dict[int, str]:
    """Roles of the last pieces, from the end back to the body text."""
    roles = {}
    for i in range(len(texts) - 1, 0, -1):
        role = _tail_role(texts[i])
        if not role or headed[i]:
            break
        roles[i] = role
    return roles
