"""A heading's wording → the roles of its section: achievement, leadership, problem, plan."""

from __future__ import annotations

import re

from fazhi.lexicon import either

LONGEST_NAME = 60
"""Longest heading, in characters, that may be the name of a section."""

_YEAR = r"(?:20\d\d年?度?|二〇二[〇一二三四五六七八九]年度?)"

# Wording in a heading that only sounds like a problem: what the work starts from, or what it solved.
_NO_PROBLEM = re.compile(
    r"(?:坚持|突出|强化|树立|增强|聚焦|紧盯|奔着)[^,]{0,4}问题(?:导向|意识)|(?:针对|围绕|对照|结合"
    r"|根据)[^,]{0,8}(?:问题|不足|短板|差距)的"
    r"|(?:针对|围绕|对照|聚焦|聚力|紧盯|瞄准|直面|找准|查找|查摆|补齐|补足|破解|破除|打通|疏通|解决|化解|整治|整改"
    r"|攻克|攻坚|克服|消除|清除|纠治|缩小|回应|梳理|正视)"
    r"(?![出到]来?的|的(?:问题|难题|困难|不足|短板))(?:(?!存在|的主要|工作|情况).){0,10}?(?:问题|难题|不足|短板|弱项|困难|挑战|薄弱环节|差距|瓶颈|难点|堵点|痛点"
    r"|症结)+(?!的?原因|及其?原因)"
    r"|补短板|强弱项|疑难(?:问题|案件)"
)
_PROBLEM_NOUN = either("problem_nouns")

_RECTIFIED = re.compile(
    r"(?:问题|不足|短板|意见|差距|事项)(?:的)?(?:(?:整改|改进|解决|落实|办理|反馈)(?:整改|落实|完成"
    r"|推进)?){1,4}(?:工作)?(?:的)?(?:情况|成效|进展|完成|结果|到位)"
    r"|(?:上一?年度?|去年|往年|上次|督察|督查|巡察|巡视|审计|考核|评估).{0,16}(?:整改|改进)(?!措施|方向|打算|计划)"
    r"|(?:整改|改进)(?:落实|完成)(?:情况|成效)?$"
)
_LEADERSHIP = re.compile(
    r"第一责任人|(?:党政|主要|主官|单位|部门|行政|班子)(?:主要)?(?:负责(?:人|同志)|领导(?:人|同志)?|首长"
    r"|一把手).{0,20}(?:履|职责|述法|落实|责任|推进法治|抓法治)"
    r"|一把手.{0,12}(?:履|职责|责任|述法)|领导(?:干部|班子)?(?:成员)?(?:履职|履行职责|述法)(?:尽责)?(?:的)?情况"
    rf"|{either('heads')}[^,]{{0,6}}(?:履行|抓|推进|落实|述职|述法)[^,]{{0,24}}情况$"
    r"|履行(?:推进)?法治(?:政府)?建设.{0,8}职责(?:的)?情况|述职述法(?:情况)?$"
)
_PROBLEM = re.compile(
    rf"(?:制约|影响|阻碍)[^,]{{0,14}}(?:因素|瓶颈|短板|障碍|原因)|瓶颈(?:因素|制约)"
    rf"|(?:存在|面临|遇到|出现|还有|仍有).{{0,12}}?{_PROBLEM_NOUN}"
    rf"|(?:主要|突出|自身|工作|有关|现实|当前|目前|几个|一些|重点|共性|客观)(?:的)?(?:方面)?{_PROBLEM_NOUN}"
    rf"|^(?:.{{0,10}}(?:的|中|上|方面|工作|建设))?{_PROBLEM_NOUN}+(?:之处|环节|所在|方面)?(?:$|[和与及、,以])"
    rf"|{_PROBLEM_NOUN}(?:之处|环节|方面)?(?:(?:和|与|及|以及|、|及其|产生的?|的|存在的?|形成的?)(?:主要)?原因)"
    r"|(?:有待|尚待|需要?|亟待|亟需|待)(?:进一步)?(?:改进|加强|提高|提升|完善|解决|改善|强化)的(?:主要)?(?:方面|地方"
    r"|问题|工作|环节|事项|内容)"
    rf"|(?:检视|自查|查摆|剖析|查找|梳理|排查)(?:出来?|发现|到)的?(?:主要|突出)?{_PROBLEM_NOUN}"
    r"|(?:检视|自查|查摆|剖析)的?(?:主要)?问题|问题(?:检视|剖析|分析|查摆|反思)|面临的?形势|(?:有待|尚待|仍需|还需|亟待)(?:进一步)?(?:改进|加强|提高|提升|完善|规范|深化|强化)$|原因分析"
    r"|原因剖析"
)
_PLAN = re.compile(
    rf"下一?步|下一?阶段|下一?年度?(?!度?.{{0,6}}反馈)|下半年|今后|往后|打算|努力(?:的)?方向|工作方向|展望|明年|来年"
    rf"|翌年|新的?一年|接下来|后续|未来"
    r"|(?:改进|整改|完善|解决|应对|提升|推进)(?:的|工作)?(?:方向|措施|举措|意见|思路|计划|办法|对策|打算|建议)"
    r"|对策(?:和|与|及|、)?(?:措施|建议)?"
    rf"|{_YEAR}(?:.{{0,24}})(?:计划|打算|思路|安排|要点|设想|谋划|目标|任务|规划|部署|展望)(?!.*(?:完成|落实|推进"
    rf"|开展|执行)情况)"
    r"|(?:工作|年度|重点|总体|主要|初步|建设|任务)(?:的)?(?:计划|思路|安排|规划|设想|谋划|部署|要点)(?:(?:和|与|及"
    r"|、)?(?:目标|任务|重点|举措|措施|建议))*$"
    r"|^(?:工作|有关|相关|几点|主要|目标|对策|意见|思路|重点)?(?:任务|(?:意见(?:和|与)?)?建议|计划|思路|设想|规划|目标任务"
    r"|工作重点)$"
    r"|(?:和|及|与|、)(?:工作|对策|意见|相关|有关)*建议$"
)
_ACHIEVEMENT = re.compile(
    r"成效|成绩|成果|亮点|特色|经验|做法|举措|进展|回顾|总结|情况$|(?:工作|开展|推进|建设|总体|基本|落实|完成|实施"
    r"|主要|进展|有关|相关|自查|执行|整体)(?:的)?情况|概况|概述"
)
_NEXT_TO_LEADERSHIP = re.compile(r"(?:成效|成绩|举措|做法|(?:工作|建设)(?:的)?(?:主要)?情况)(?:和|及|与|以及|、|暨)")

# A heading below a section's heading (or one without a number) names a section only if it says nothing else.
_SECTION_WORDS = re.compile(
    rf"(?:{_YEAR}|本?年度|上半年|[全我本][省市县区州旗镇乡街局厅委办队]|法治(?:政府|建设|社会)?|依法(?:行政"
    rf"|治[省市县区州旗])|政府|党政|工作|建设|推进|开展|过程"
    r"|中|方面|当前|目前|仍然?|还|尚|依然|存在|面临|遇到|的|着|之处|有|主要|突出|一些|几个|若干|有关|相关|具体|自身"
    r"|总体|基本|初步|重点|落实|完成|实施|进展|整体|取得"
    rf"|下一?步|下一?阶段|下一?年度?|下半年|今后|明年|来年|新的?一年|未来|接下来|{_PROBLEM_NOUN}|环节|形势|原因"
    rf"|剖析|分析|检视|查摆|反思"
    r"|努力|方向|打算|计划|安排|思路|规划|设想|谋划|部署|要点|目标|任务|展望|对策|措施|举措|建议|意见|改进|整改|完善"
    r"|需要?|有待|亟待|进一步|加强|提高|提升|解决|地方|事项"
    r"|成效|成绩|成果|亮点|特色|经验|做法|回顾|总结|情况|概况|上一?年度?|反馈|督察|和|与|及其?|以及|、|,|:|\("
    r"|\)|将)+"
)
_OPENED_BY_VERB = re.compile(
    r"^(?:加强|提高|提升|解决|完善|推进|落实|改进|整改|开展|完成|实施|进一步|执法)(?!的?(?:措施|举措|方向|情况|意见"
    r"|思路|计划|建议|打算|工作情况))"
)
_LEADERSHIP_SECTION = re.compile(
    r"^(?:关于)?(?:[^,]{0,12})?(?:党政|政府|主要|主官|部门|单位)*(?:主要)?(?:负责(?:人|同志)|领导).{0,30}(?:情况"
    r"|履职|述法)$"
    r"|^(?:党政)?(?:主要负责(?:人|同志)|主要领导)(?:履行|落实).{0,12}第一责任人.{0,4}(?:职责)?(?:的)?(?:情况)?$"
    r"|^(?:履行|落实)?(?:推进)?(?:法治(?:政府)?建设)?第一责任人(?:职责)?(?:履职|履行|落实)?(?:的)?情况$"
)
_LACKING = re.compile(either("lacks"))
_STATES_LACK = re.compile(
    rf"(?:{either('lacking_predicates')}[^,]{{0,4}}|(?:有待|尚待|亟待|亟需|仍需|还需)[^,]{{2,8}})$"
)
_INTENDED = re.compile(rf"^{either('intentions')}")
# Descriptions of the reporting body: 我镇基本概况, 机构职能简介.
_BODY_PRESENTED = (
    r"(?:[我本](?:单位|部门|机构|街道|[省市县区州旗镇乡街局厅委办])|单位|部门|机构|街道|乡镇)的?(?:基本|总体|主要)?"
    r"(?:职能|职责|机构)?(?:概况|简介|介绍|基本情况|概述)"
)
_OPENING = re.compile(rf"{_BODY_PRESENTED}|{either('opening_sections')}(?:[和及与、]{either('opening_sections')})?")


def tidy(heading: str) -> str:
    """Return a folded heading without blanks, surrounding brackets and final punctuation."""
    return re.sub(r"\s+", "", heading).strip("【】[]<>《》*#").rstrip("。:;,.!、")


def roles_named(heading: str) -> list[str]:
    """Return the roles named by a section's heading, in the order of the section's parts.

    Parameters
    ----------
    heading : str
        Folded text without enumerator.

    Returns
    -------
    ``["problem", "plan"]`` for 存在问题及下一步打算; empty if the heading only names a subject.
        ``["problem", "plan"]`` for 存在问题及下一步打算; empty if the heading only names a subject.
    """
    heading = tidy(heading)
    if _OPENING.fullmatch(heading):
        return ["opening"]
    if _RECTIFIED.search(heading):
        return ["achievement"]
    leading = _LEADERSHIP.search(heading)
    if leading and not _NEXT_TO_LEADERSHIP.search(heading, 0, leading.start() + 1):
        return ["leadership"]
    solved = _NO_PROBLEM.sub(lambda found: "·" * len(found[0]), heading)
    places = {
        "achievement": _ACHIEVEMENT.search(solved),
        "problem": _PROBLEM.search(solved),
        "plan": _PLAN.search(solved),
    }
    return _in_order({role: found.start() for role, found in places.items() if found})


def _in_order(places: dict[str, int]) -> list[str]:
    """Roles in the order they are named; problems or results mentioned in a plan belong to the plan."""
    if "plan" in places and "problem" not in places:
        return ["achievement", "plan"] if places.get("achievement", places["plan"]) < places["plan"] else ["plan"]
    if "problem" in places and "plan" not in places:
        return (
            ["achievement", "problem"]
            if places.get("achievement", places["problem"]) < places["problem"]
            else ["problem"]
        )
    named = sorted(places, key=places.get)
    return named[: named.index("plan") + 1] if "plan" in named else named


def is_section_name(heading: str) -> bool:
    """Whether a folded heading only says which section it is (存在的主要问题), without a subject of its own."""
    heading = tidy(heading)
    if _LEADERSHIP_SECTION.search(heading):
        return True
    short = len(heading) <= LONGEST_NAME  # some words can be read in two ways, and many such words in very many
    return short and bool(_SECTION_WORDS.fullmatch(heading)) and not _OPENED_BY_VERB.match(heading)


def is_lack(text: str) -> bool:
    """Whether folded text says that something is lacking."""
    return bool(_LACKING.search(text))


def states_lack(heading: str) -> bool:
    """Whether a folded heading is itself a problem in full (普法精准度不高)."""
    bare = tidy(heading)
    return bool(_STATES_LACK.search(_NO_PROBLEM.sub("", bare))) and not is_intention(bare)


def is_intention(text: str) -> bool:
    """Whether folded text opens like a task the author sets (加强…, 持续…)."""
    return (
        bool(_INTENDED.match(text.strip())) and not is_lack(text) and not tidy(text).endswith(("方面", "环节", "力度"))
    )
