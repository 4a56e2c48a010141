"""Title and text → why a text is not an annual report on rule-of-law work, or "" if it is."""

from __future__ import annotations

import re
from collections.abc import Sequence

from fazhi.lexicon import either, words
from fazhi.reading.metadata.passages import Zones

_SUBJECT = re.compile(
    r"法治政府|依法行政|法治(?:建设|工作|(?!宣传|文化|教育|讲座)[一-鿿]{2,4}建设|[省市县区州旗镇乡街])|法制(?:政府|建设|工作)|依法治[省市县区州旗镇乡街]"
)
_ACCOUNT = re.compile(either("genre_accounts"))
# A title ending in one of these words names another kind of text, unless it also says that it reports.
_OTHER_KIND = re.compile(rf"{either('other_kinds')}(?:\(.*\))?$")
_OTHER_SUBJECT = re.compile(either("other_subjects"))
_RULES_FOR_REPORTS = re.compile(
    r"(?:报告|总结|自查)(?:的)?(?:工作)?(?:办法|规定|制度|条例|规则|标准|清单|指南|指引|须知|方案|要点|计划|范本|模板)"
)
_COURTS = either("bodies_court", "bodies_procuratorate")
_SENT = re.compile(r"关于(?:报送|上报|呈报|公开|公布|印发).{0,60}(?:报告|总结|情况).{0,4}的?(?:函|报告|通知|公告|公示)")
# Words that make the title another kind of text, whatever else it says.
_NEVER = {
    r"(?<!法治)政府工作报告": "it is a government work report (政府工作报告)",
    r"(?:信息公开|政务公开).{0,12}(?:报告|年报|总结|情况)": "it is a report on disclosure of information (信息公开)",
    r"预算|决算|绩效": "it is a report on budgets or spending",
    r"统计年鉴|统计公报|统计资料": "it is a statistical publication",
    r"解读|起草说明": "it explains a report or a policy (解读)",
    r"召开|举行|举办|听取|审议|莅临|座谈会|推进会|培训班|考核组|督察组|调研组?$|观摩|获评|荣获|荣膺": "it is news",
    r"报送.{0,30}通知$|做好.{0,40}通知$|(?:开展|督察|检查|考核|评估).{0,40}通知$": "it is a notice (通知)",
    r"印发.{0,60}(?:方案|规划|纲要|办法|规定|意见|要点|计划|安排|制度|清单)(?:的|》).{0,3}通知": "it issues a policy",
    r"(?:上|下)半年|第[一二三四1-4]季度": "it covers only part of a year",
    r"[近三五]年来?法治政府|[三五]年法治": "it covers several years",
    rf"(?:人大常委会|人民代表大会|{_COURTS}).{{0,12}}工作报告$": "it is another body's work report",
    r"督察(?:情况|反馈)|执法检查|审计(?:工作|情况|结果)": "it is a report on an inspection or an audit",
}
_REPORTS = re.compile(r"(?:现|特|兹)?将?.{0,60}(?:报告|汇报|总结|公布|通报)(?:如下|于后)|现报告")
# How the first paragraphs of other kinds of text begin.
_OPENINGS = {
    r"各位代表[:,]": "it is a speech to a people's congress (各位代表)",
    r"现印发给你们|请(?:认真|遵照|结合实际).{0,20}(?:贯彻|执行|组织实施)|"
    r"(?:制定|制订)本(?:方案|办法|规定|规划|纲要|条例|意见|细则|计划|标准|规则|制度)|任务分解如下|要点如下|安排如下": (
        "it assigns tasks instead of reporting (制定本方案, 现印发给你们)"
    ),
    r"总体思路是|总体要求是": "it assigns tasks instead of reporting",
    r"政府信息公开条例》?.{0,120}(?:编制|向社会公布|本报告)": "it is a report on disclosure of information (信息公开)",
    r"^(?:近日|日前|\d{1,2}月\d{1,2}日(?:上午|下午|晚)?)[,，]|^.{0,20}(?:报|网|社)?讯\s*[(\d]|记者": "it is news",
}
_ARTICLE = re.compile(r"^\s*第[一二三四五六七八九十百0-9]+[章条]")
_GENERAL_ACCOUNT = re.compile(r"[一-鿿].*(?:工作总结|工作报告|年度总结)")
_LACKS, _INTENDS = re.compile(r"问题|不足|短板|差距"), re.compile(r"下一?步|计划|打算|安排|思路")
_CATALOGUE = re.compile("公开(?:目录|指南|制度|内容)$")  # of a page's path, whatever is on the page
_LEAST_TERMS = 3
_LONGEST_TITLE = 70


def reason_against(title: str, text: Zones) -> str:
    """Return the reason why a text is not a report of this genre.

    Parameters
    ----------
    title : str
        Folded title, "" if the text has none.
    text : Zones
        The report's text.

    Returns
    -------
    str
        The reason, "" for a report. A title that names the subject and says that it reports is decisive, also if it is
        in the page's path; without a title the text must report, or use the genre's terms and sections, and must not
        enact rules.
    """
    titles = [re.sub(r"\s", "", title)] if title else _title_like(text)
    against = next((reason for each in titles if (reason := _against_title(each))), "")
    return against or _against_text(titles, text)


def _title_like(text: Zones) -> list[str]:
    """Return possible titles in the first lines of a text that has no title line."""
    lines = (*text.head[:4], *text.furniture[:2], *text.body[:2])
    parts = [part for line in lines for part in re.split(r"[\s>]+", line[: _LONGEST_TITLE * 3])]
    likely = [part for part in parts if 5 < len(part) <= _LONGEST_TITLE and not re.search("[,。;]", part)]
    return [part for part in likely if not _CATALOGUE.search(part)]


def _against_title(title: str) -> str:
    """Judge by the title alone; "" if it gives no reason against."""
    about = _SUBJECT.search(title) and _ACCOUNT.search(title)
    for pattern, reason in _NEVER.items():
        if re.search(pattern, title):
            return f"{reason}: {title}"
    other = _OTHER_KIND.search(title)
    sent = _SENT.search(title) and about
    if _RULES_FOR_REPORTS.search(title) or (other and not sent and not _ACCOUNT.search(title.removesuffix(other[0]))):
        return f"its title names another kind of text: {title}"
    if _OTHER_SUBJECT.search(title) and _ACCOUNT.search(title) and not re.search("法治政府|依法行政", title):
        return f"its title names another subject: {title}"
    return ""


def _against_text(titles: Sequence[str], text: Zones) -> str:
    """Judge by the text, mostly by its opening."""
    if sum(bool(_ARTICLE.match(line)) for line in text.body) >= 3:
        return "it is a legal text (第一条 …)"
    if any(_SUBJECT.search(title) and _ACCOUNT.search(title) for title in titles):
        return ""
    return _against_opening(titles, text) or _against_words(text)


def _against_opening(titles: Sequence[str], text: Zones) -> str:
    """Judge by how the text begins, and by a title that does not name the subject."""
    opening = "\n".join(text.body[:4])
    reports = _REPORTS.search(opening) and "各位代表" not in opening
    for pattern, reason in _OPENINGS.items():
        if re.search(pattern, opening, re.MULTILINE) and not reports:
            return reason
    general = next((title for title in titles if _GENERAL_ACCOUNT.search(title)), "")
    if general and not any(map(_SUBJECT.search, (*text.body[:1], *text.headings))):
        return f"neither its title nor its opening mentions rule-of-law work: {general}"
    return ""


def _against_words(text: Zones) -> str:
    """Judge by the genre's terms and its usual sections."""
    opening, whole = "\n".join(text.body[:4]), "\n".join(text.body)
    found = [term for term in words("genre_terms") if term in whole]
    sections = any(map(_LACKS.search, text.headings)) + any(map(_INTENDS.search, text.headings))
    speaks = "法治政府" in opening or (_SUBJECT.search(opening) and _REPORTS.search(opening))
    if speaks or len(found) + sections >= _LEAST_TERMS:
        return ""
    return f"it hardly mentions rule-of-law work (found: {'、'.join(found) or 'none of the usual terms'})"
