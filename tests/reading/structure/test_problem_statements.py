"""Invented sections on problems, numbered in every way → their statements."""

import pytest

from fazhi.normalization import plain
from fazhi.reading.structure.outline import outline
from fazhi.reading.structure.problem_statements import problems

HEAD = ["云麓县2023年度法治政府建设情况报告", "2023年，云麓县依法行政。", "一、工作成效", "（一）抓统筹。召开会议3次。"]
TAIL = ["三、下一步打算", "（一）加强学习。解决认识不足的问题。", "云麓县人民政府", "2024年2月1日"]

SECTIONS = {
    "headings run in": (
        ["二、存在问题", "（一）认识不到位。少数干部重视不够。", "（二）力量较薄弱。专职人员偏少。"],
        ["认识不到位。少数干部重视不够。", "力量较薄弱。专职人员偏少。"],
    ),
    "headings on their own lines": (
        [
            "二、存在的不足",
            "对照上级要求，还存在以下不足：",
            "（一）认识不到位",
            "少数干部重视不够。",
            "学法不经常。",
            "（二）力量较薄弱。",
            "专职人员偏少。",
        ],
        ["认识不到位。少数干部重视不够。学法不经常。", "力量较薄弱。专职人员偏少。"],
    ),
    "arabic numbers": (
        ["二、短板弱项", "1.认识不到位。", "2.力量薄弱，专职人员偏少。"],
        ["认识不到位。", "力量薄弱，专职人员偏少。"],
    ),
    "arabic numbers with commas": (["二、短板弱项", "1、认识不到位；", "2、力量薄弱。"], ["认识不到位", "力量薄弱。"]),
    "counted paragraphs": (
        [
            "二、存在的问题",
            "2023年工作虽有进步，但仍存在一些问题：",
            "一是认识不到位。少数干部重视不够。",
            "二是力量薄弱。",
        ],
        ["认识不到位。少数干部重视不够。", "力量薄弱。"],
    ),
    "counted in one paragraph": (
        [
            "二、存在的问题",
            "法治政府建设虽取得进展，但还有不足。一是认识不到位，少数干部重视不够。二是力量薄弱。三是普法形式单一。",
        ],
        ["认识不到位，少数干部重视不够。", "力量薄弱。", "普法形式单一。"],
    ),
    "counted with semicolons": (
        ["二、存在的问题", "主要表现在：一是认识不到位；二是力量薄弱；三是普法形式单一。"],
        ["认识不到位", "力量薄弱", "普法形式单一。"],
    ),
    "counted behind the heading": (
        ["二、存在的问题。一是认识不到位。二是力量薄弱。"],
        ["认识不到位。", "力量薄弱。"],
    ),
    "counted behind a word": (
        ["二、存在的问题", "主要表现为一是认识不到位，二是力量薄弱，三是统一是难点的领域较多。"],
        ["认识不到位", "力量薄弱", "统一是难点的领域较多。"],
    ),
    "first, next, last": (
        ["二、存在的问题", "首先，认识不到位。其次，力量薄弱。最后，普法形式单一。"],
        ["认识不到位。", "力量薄弱。", "普法形式单一。"],
    ),
    "ordinals": (["二、存在的问题", "第一，认识不到位。第二，力量薄弱。"], ["认识不到位。", "力量薄弱。"]),
    "on one hand, on the other": (
        ["二、存在的问题", "一方面，执法人员年龄偏大，另一方面，年轻人员经验不足。"],
        ["执法人员年龄偏大", "年轻人员经验不足。"],
    ),
    "bracketed numbers inside": (
        ["二、存在的问题", "主要有：（1）认识不到位；（2）力量薄弱。"],
        ["认识不到位", "力量薄弱。"],
    ),
    "circled numbers": (["二、存在的问题", "①认识不到位；②力量薄弱。"], ["认识不到位", "力量薄弱。"]),
    "a list without numbers": (
        ["二、存在的问题", "工作中仍存在以下问题：个别干部认识不到位；执法力量薄弱；普法形式单一。"],
        ["个别干部认识不到位", "执法力量薄弱", "普法形式单一。"],
    ),
    "sentences without numbers": (
        ["二、存在的问题", "虽取得一定成效，但仍存在一些不足。执法队伍年龄结构偏大。普法针对性不强。"],
        ["执法队伍年龄结构偏大。", "普法针对性不强。"],
    ),
    "paragraphs without numbers": (
        [
            "二、存在的问题",
            "工作中还存在一些薄弱环节，主要表现在以下方面：",
            "执法队伍年龄结构偏大。人员流动快。",
            "普法针对性不强。",
        ],
        ["执法队伍年龄结构偏大。人员流动快。", "普法针对性不强。"],
    ),
    "paragraphs that begin with a lack": (
        [
            "二、短板弱项",
            "总结成绩的同时，也看到工作中还有一些问题亟待解决：",
            "企业服务还有短板，环节较多。",
            "普法还有不足，形式单一。",
        ],
        ["企业服务还有短板，环节较多。", "普法还有不足，形式单一。"],
    ),
    "an introduction of two sentences": (
        ["二、短板弱项", "全年工作取得进步。但还存在以下问题：", "企业服务不优。", "普法不活。"],
        ["企业服务不优。", "普法不活。"],
    ),
    "one sentence": (["二、存在的问题", "基层执法力量不足。"], ["基层执法力量不足。"]),
    "items below a heading": (
        [
            "二、存在的问题",
            "（一）执法方面",
            "一是程序不规范。二是文书不完整。",
            "（二）普法方面。一是形式单一。",
            "1.覆盖不广。",
        ],
        ["执法方面。一是程序不规范。二是文书不完整。", "普法方面。一是形式单一。覆盖不广。"],
    ),
    "a paragraph that goes on": (
        ["二、存在的问题", "一是认识不到位。", "少数干部重视不够。", "二是力量薄弱。"],
        ["认识不到位。少数干部重视不够。", "力量薄弱。"],
    ),
    "a closing sentence": (
        ["二、存在的问题", "一是认识不到位。二是力量薄弱。以上问题，我们将认真加以解决。"],
        ["认识不到位。", "力量薄弱。"],
    ),
    "a measure behind each": (
        [
            "二、存在问题及改进措施",
            "（一）认识不到位。少数干部重视不够。下一步，将加强学习。",
            "（二）力量薄弱。针对上述问题，将充实人员。",
        ],
        ["认识不到位。少数干部重视不够。", "力量薄弱。"],
    ),
    "problems before plans": (
        [
            "二、存在问题和下一步打算",
            "存在的问题：一是认识不到位；二是力量薄弱。",
            "下一步，将做好以下工作：一是加强学习；二是充实力量。",
        ],
        ["认识不到位", "力量薄弱。"],
    ),
    "problems before plans with headings": (
        [
            "二、存在问题和下一步打算",
            "（一）存在问题",
            "1.认识不到位。",
            "2.力量薄弱。",
            "（二）下一步打算",
            "1.加强学习。",
        ],
        ["认识不到位。", "力量薄弱。"],
    ),
    "a number given twice": (
        ["二、存在的问题", "一是认识不到位。二是力量薄弱。二是普法单一。四是监督不严。"],
        ["认识不到位。", "力量薄弱。", "普法单一。", "监督不严。"],
    ),
    "headings that say where": (
        ["二、存在的问题", "（一）执法方面的问题。程序不规范。", "（二）普法方面的不足。形式单一。"],
        ["执法方面的问题。程序不规范。", "普法方面的不足。形式单一。"],
    ),
    "causes": (
        ["二、存在问题及原因", "（一）存在问题", "1.认识不到位。", "（二）原因分析", "1.学习不够。"],
        ["认识不到位。"],
    ),
}


def segments(section):
    return outline([*HEAD, *section, *TAIL])


@pytest.mark.parametrize("name", SECTIONS)
def test_statements_of_a_section(name):
    section, statements = SECTIONS[name]
    assert list(problems(segments(section)).text) == statements


@pytest.mark.parametrize("name", SECTIONS)
def test_width_of_punctuation_makes_no_difference(name):
    section = SECTIONS[name][0]
    narrow = problems(segments([plain(line) for line in section]))
    wide = problems(segments([line.translate(str.maketrans(",:;()", "，：；（）")) for line in section]))
    assert [plain(text) for text in wide.text] == list(narrow.text)
    assert wide[["n", "line", "start", "end"]].equals(narrow[["n", "line", "start", "end"]])


@pytest.mark.parametrize("name", SECTIONS)
def test_a_statement_s_place_holds_its_beginning(name):
    lines = [*HEAD, *SECTIONS[name][0], *TAIL]
    found = problems(outline(lines))
    assert list(found.n) == list(range(1, len(found) + 1))
    for statement in found.itertuples():
        assert statement.text.startswith(lines[statement.line - 1][statement.start : statement.end])
        assert statement.end > statement.start


def test_no_section_on_problems_gives_no_row():
    found = problems(outline([*HEAD, *TAIL]))
    assert found.empty
    assert list(found.columns) == ["n", "line", "start", "end", "text"]


def test_words_before_an_introduction_are_read_in_one_way():
    introduction = "当前" + "工作中" * 60 + "存在不足之处，详见附表。"
    found = problems(outline([*HEAD, "二、存在问题", introduction, "一是认识不到位。", *TAIL]))
    assert "认识不到位。" in list(found.text)
