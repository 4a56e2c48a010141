"""Headings in the words of many governments → the roles of their sections (all invented)."""

from pathlib import Path

import pytest

from fazhi.normalization import plain
from fazhi.reading.structure.section_names import is_section_name, roles_named

NAMED = {
    "problem": """
        查找出的主要不足|梳理出的突出问题|查摆出来的短板|排查到的薄弱环节
        存在问题|存在的问题|存在的主要问题|存在的不足|存在不足|存在的短板|存在的困难和问题|存在的问题和困难|存在的困难问题|存在问题及原因|存在问题和原因分析|存在的问题及其原因
        工作中存在的问题|工作中存在的不足之处|当前存在的主要问题|目前存在的突出问题|主要问题|主要不足|突出问题|问题与不足|问题和不足|不足之处|不足和原因|工作不足|短板弱项|存在短板弱项
        困难和挑战|面临的困难和挑战|面临的形势和挑战|面临的困难问题|薄弱环节|工作中的薄弱环节|法治政府建设存在的问题|法治政府建设中存在的不足和原因|推进法治政府建设存在的主要问题
        2023年度法治政府建设存在的问题|我局法治政府建设工作存在的不足|依法行政工作中存在的问题|法治政府建设工作存在的困难与不足|存在的主要困难|工作差距和不足|差距与不足
        存在的差距|工作中的难点堵点|存在的突出短板|有待改进的方面|需要改进的问题|需要进一步加强的方面|法治政府建设的不足|工作存在短板|仍存在的问题|还存在的主要问题|问题及原因剖析
        存在的不足与困难|存在的薄弱点|存在问题剖析|检视问题|推进依法行政存在的主要不足及原因|2022年法治政府建设工作存在的不足与原因|工作中面临的困难和挑战
        主要存在的问题|存在的主要问题和薄弱环节|法治建设工作中的短板与不足|全面依法治县工作存在的问题|存在的困难|问题不足|困难问题|当前工作难点|制约因素
    """,
    "plan": """
        下一步工作|下一步工作打算|下一步工作计划|下一步工作安排|下一步工作思路|下一步打算|下步打算|下步工作|下步工作打算|下步工作思路|下一阶段工作|下一阶段工作打算|下阶段工作计划|下一步工作重点
        下一步重点工作|下一步工作措施|下一步的工作打算|下一步改进措施|下一步努力方向|今后努力方向|今后工作打算|今后工作思路|今后的工作方向|努力方向|工作打算|工作计划|工作思路|2025年工作思路
        2024年工作计划|2024年工作打算|2023年度工作安排|2023年工作要点|2025年法治政府建设工作计划|2023年推进法治政府建设的主要安排|2022年推进法治政府建设工作思路和举措|2025年度法治政府建设主要任务
        下一年度推进法治政府建设的主要安排|下一年度工作计划|下年度工作安排|明年工作打算|明年工作思路|来年工作计划|新一年工作打算|工作展望|未来展望|今后工作计划和措施|下半年工作打算
        改进措施|改进方向|整改措施|下一步整改措施|改进措施及下一步工作打算|对策建议|意见建议|工作建议|工作安排|推进法治政府建设的下一步打算|下一步推进法治政府建设的工作安排
        下一步工作打算及建议|后续工作打算|接下来工作安排|下一步法治政府建设工作重点|针对存在问题的下一步措施|2024年重点工作计划|2024年工作目标|2021年工作谋划|2024年法治政府建设工作设想
        二〇二四年工作打算|下一步工作举措|下一步,将重点做好以下工作|下一步工作方向|今后一个时期工作重点|下一步工作目标和措施|工作措施和努力方向|针对不足的改进措施
        深入推进法治政府建设下一步工作安排|下一步推进全区法治政府建设的主要任务|2026年工作打算|2025年度工作思路和重点|下一步工作谋划
    """,
    "leadership": """
        党政主要负责人履行推进〔职责〕情况|党政主要负责人履行推进〔职责〕,加强法治政府建设的有关情况|主要负责人履职情况|主要负责人履行〔职责〕情况
        第一责任人履职情况|党政主要负责人履职情况|区政府主要负责同志履行推进〔职责〕情况|主要领导履行第一责任人职责情况|单位主要负责人履行推进法治建设职责情况
        履行推进〔职责〕情况|局主要负责人落实第一责任人职责情况|党委主要负责人履行推进〔职责〕|行政主要负责人履行法治政府建设职责情况|党政主要负责人述法情况
        2023年度党政主要负责人履行推进〔职责〕情况|法治建设第一责任人职责履行情况|镇党政主要负责人履行推进〔职责〕情况|主要负责同志履职尽责情况
        县委书记、县长履行推进〔职责〕情况|落实党政主要负责人推进〔职责〕情况|领导班子成员履职情况|述职述法情况|第一责任人职责落实情况
    """,
    "achievement": """
        工作成效|工作开展情况|主要工作情况|2023年工作情况|主要做法|主要做法和成效|主要举措和成效|2021年推进法治政府建设的主要举措和成效|工作措施及成效|法治政府建设工作情况|基本情况|总体情况
        工作总体情况|工作推进情况|特色亮点|工作亮点|亮点工作|特色做法|创新举措|经验做法|典型经验|工作进展情况|法治政府建设推进情况|2023年法治政府建设工作开展情况|年度工作回顾|工作总结
        上年度问题整改情况|上一年度存在问题整改落实情况|2022年度存在问题整改情况|督察反馈问题整改情况|对上年度问题的整改情况|上年度反馈问题整改完成情况|问题整改情况|存在问题整改落实情况
        上年度存在问题及整改情况|法治政府建设示范创建情况|其他需要报告的事项和有关情况|2023年度主要工作完成情况|重点任务落实情况|年度工作计划完成情况|法治建设成效|取得的成绩|主要成效
        2024年法治政府建设取得的主要成效|推进法治政府建设的主要举措|法治督察反馈意见整改情况|重点工作落实情况
    """,
}
SUBJECTS = """
    坚持党的领导,扛牢法治政府建设政治责任|聚焦突出问题,提升执法质效|坚持问题导向,补齐短板弱项|强化组织领导,夯实法治基础|深化改革创新,依法全面履行政府职能|健全依法行政制度体系|化解矛盾纠纷,维护社会稳定
    着力解决群众反映强烈的问题|破解营商环境难点堵点|加强行政执法监督|完善行政决策机制,推进科学民主依法决策|突出普法重点,营造法治氛围|深入实施普法强基补短板专项行动|依法有效化解社会矛盾纠纷
    加强重点领域立法|推进政务公开|严格规范公正文明执法|强化对行政权力的制约和监督|深入学习贯彻习近平法治思想|加快转变政府职能|打造法治化营商环境|提升行政复议质效,化解行政争议
    加强党对法治政府建设的领导|健全突发事件应对体系|夯实依法治区基础|紧盯薄弱环节,强化法治保障|攻坚克难破解执法难题|提高政治站位,强化责任落实
"""


DUTY = "法治建设第一责任人职责"


def words(text):
    return [word.strip() for word in text.replace("〔职责〕", DUTY).replace("\n", "|").split("|") if word.strip()]


@pytest.mark.parametrize(("role", "heading"), [(role, word) for role, text in NAMED.items() for word in words(text)])
def test_role_of_a_section_name(role, heading):
    assert roles_named(plain(heading))[:1] == [role]


@pytest.mark.parametrize("heading", words(SUBJECTS))
def test_a_subject_names_no_role(heading):
    assert roles_named(plain(heading)) == []
    assert not is_section_name(plain(heading))


COMBINED = {
    "存在问题及下一步打算": ["problem", "plan"],
    "存在的不足和努力方向": ["problem", "plan"],
    "存在的主要问题和下步工作思路": ["problem", "plan"],
    "问题不足及改进措施": ["problem", "plan"],
    "存在的问题及下一步改进措施": ["problem", "plan"],
    "工作短板与今后努力方向": ["problem", "plan"],
    "存在问题和整改措施": ["problem", "plan"],
    "存在的困难问题和对策建议": ["problem", "plan"],
    "不足之处及2024年工作计划": ["problem", "plan"],
    "主要成效和存在问题": ["achievement", "problem"],
    "工作情况及下一步打算": ["achievement", "plan"],
    "工作开展情况、存在问题及下一步工作打算": ["achievement", "problem", "plan"],
}


@pytest.mark.parametrize(("heading", "roles"), COMBINED.items())
def test_a_combined_section_names_its_parts_in_order(heading, roles):
    assert roles_named(heading) == roles


@pytest.mark.parametrize(
    "heading",
    words("存在的主要问题|下一步工作打算|工作成效|存在问题和不足|主要负责人履职情况|2025年工作思路|改进措施|工作亮点"),
)
def test_section_names_are_told_from_subjects(heading):
    assert is_section_name(heading)


HEADINGS = [line.split("\t") for line in Path(__file__).with_name("headings.tsv").read_text("utf-8").splitlines()[1:]]


@pytest.mark.parametrize(("role", "heading"), HEADINGS)
def test_headings_written_by_somebody_who_had_not_seen_the_rules(role, heading):
    """At first sight 90 % of them were right; the rules were mended since. A subject stands for what was done."""
    assert (roles_named(plain(heading)) or ["achievement"])[0] == role


@pytest.mark.parametrize("words", ["问题", "弱项", "法治政府", "整改", "薄弱环节"])
def test_words_that_can_be_read_in_several_ways_do_not_multiply(words):
    heading = "问题" + words * 40
    assert not is_section_name(heading + "甲")
    roles_named(heading + "甲")
