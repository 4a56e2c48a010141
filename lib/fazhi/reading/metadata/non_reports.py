"""Title and text → why a text is no annual report on rule-of-law work, or "" when it is one."""

from __future__ import annotations

import re
from collections.abc import Sequence

_SUBJECT = re.compile(r"法治|依法行政|依法治[省市县区州旗镇乡街校企]|法制(?:政府|建设|工作)|行政执法|普法")
_ACCOUNT = re.compile(r"报告|总结|汇报|情况|年报|白皮书|述法|自查|小结|成效")
# A title whose last word is one of these names another kind of text, unless it also gives an account.
_OTHER_KIND = re.compile(
    r"(?:通知|通告|公告|方案|规划|纲要|办法|规定|条例|细则|意见|要点|计划|安排|预案|批复|函|决定|公报|年鉴|清单|目录|标准|制度|指南|讲话|"
    r"致辞|简报|简介|简历|倡议书|合同|招标|指标体系|规则|工作台账|责任书|试题|心得体会)(?:\(.*\))?$"
)
_RULES_FOR_REPORTS = re.compile(
    r"(?:报告|总结|自查)(?:工作)?(?:办法|规定|制度|条例|规则|标准|清单|指南|方案|要点|计划|范本|模板)"
)
# What makes a title another kind of text, whatever else it says.
_NEVER = {
    r"政府工作报告$|政府工作报告\(": "it is a government work report (政府工作报告)",
    r"(?:信息公开|政务公开).{0,8}(?:报告|年报|总结)": "it is a report on disclosure of information (信息公开)",
    r"预算|决算": "it is a budget report",
    r"统计年鉴|统计公报|统计资料": "it is statistics",
    r"解读": "it explains a report or a policy (解读)",
    r"召开|举行|举办|听取|审议|莅临|座谈会|推进会|培训班|考核组|督察组|调研组?$|观摩|获评|荣获|荣膺": "it is news",
    r"报送.{0,30}通知$|做好.{0,40}通知$|开展.{0,40}通知$": "it is a notice (通知)",
    r"印发.{0,60}(?:方案|规划|纲要|办法|规定|意见|要点|计划|安排|制度|清单)(?:的|》).{0,3}通知": "it is a policy text",
    r"(?:上|下)半年|第[一二三四1-4]季度": "it covers a part of a year, so it is no annual report",
    r"(?:人大常委会|人民代表大会|人民法院|人民检察院).{0,12}工作报告$": "it is another body's work report",
    r"督察(?:情况|反馈)|执法检查|审计(?:工作|情况|结果)": "it is a report on an inspection or an audit",
}
_TERMS = (
    "法治政府", "依法行政", "行政执法", "行政复议", "行政诉讼", "规范性文件", "重大行政决策", "普法", "法治建设",
    "第一责任人", "权责清单", "政务公开", "行政审批", "人民调解", "公共法律服务", "营商环境", "执法监督", "行政应诉",
    "法治思想", "合法性审查", "依法治", "法治宣传",
)  # fmt: skip
_REPORTS = re.compile(r"(?:现|特|兹)?将?.{0,60}(?:报告|汇报|总结|公布|通报)(?:如下|于后)")
# How the first paragraphs of other kinds of text begin.
_OPENINGS = {
    r"^各位代表": "it is a speech to deputies (各位代表), as a government work report is",
    r"现印发给你们|请(?:认真|遵照|结合实际).{0,20}(?:贯彻|执行|组织实施)|"
    r"制定本(?:方案|办法|规定|规划|纲要|条例|意见|细则)": (
        "it sets tasks (制定本方案, 现印发给你们) instead of giving an account"
    ),
    r"政府信息公开条例》?.{0,120}(?:编制|向社会公布|本报告)": "it is a report on disclosure of information (信息公开)",
    r"^(?:近日|日前|\d{1,2}月\d{1,2}日(?:上午|下午|晚)?)[,，]|^.{0,20}(?:报|网|社)?讯\s*\(": "it is news",
}
_ARTICLE = re.compile(r"^\s*第[一二三四五六七八九十百0-9]+[章条]")
_LEAST_TERMS = 3


def reason_against(title: str, lines: Sequence[str]) -> str:
    """Say why a text is no report of the genre.

    Parameters
    ----------
    title : str
        Folded title, "" when the text has none.
    lines : sequence of str
        Folded lines without page furniture and title, in order.

    Returns
    -------
    str
        The reason, "" for a report. A title that names the subject and gives an account settles it; without a title
        the text must report, or use several of the genre's terms, and not enact.
    """
    bare = re.sub(r"\s", "", title)
    return (_against_title(bare) if bare else "") or _against_text(bare, lines)


def _against_title(title: str) -> str:
    """Judge by the title alone; "" when it does not speak against."""
    for pattern, reason in _NEVER.items():
        if re.search(pattern, title):
            return f"{reason}: {title}"
    other = _OTHER_KIND.search(title)
    if _RULES_FOR_REPORTS.search(title) or (other and not _ACCOUNT.search(title.removesuffix(other[0]))):
        return f"its title names another kind of text: {title}"
    return ""


def _against_text(title: str, lines: Sequence[str]) -> str:
    """Judge by the text; its opening settles most."""
    text = "\n".join(lines)
    opening = "\n".join(lines[:4])
    if sum(bool(_ARTICLE.match(line)) for line in lines) >= 3:
        return "it is a legal text (第一条 …)"
    if _SUBJECT.search(title) and _ACCOUNT.search(title):
        return ""
    reports = _REPORTS.search(opening)
    for pattern, reason in _OPENINGS.items():
        if re.search(pattern, opening, re.MULTILINE) and not reports:
            return reason
    terms = [term for term in _TERMS if term in text or term in title]
    if len(terms) >= _LEAST_TERMS or "法治政府" in opening or (_SUBJECT.search(opening) and reports):
        return ""
    return f"it hardly speaks of rule-of-law work (found: {'、'.join(terms) or 'none of its terms'})"
