"""Invented reports in the forms of many governments → levels, headings and roles; what always holds for any lines."""

import csv
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from outlined_reports import REPORTS

from fazhi.normalization import plain
from fazhi.reading.structure.outline import outline, problems
from fazhi.schema import ROLES

SHARED = Path(__file__).parents[4] / "shared"


def parsed(report):
    """Expected rows and lines of a report of the table above."""
    expected, lines = [], []
    for row in report.strip("\n").split("\n"):
        facts, _, line = row.partition(" | ")
        role, level, label, heading = facts.split(" ", 3)
        expected.append((role, int(level), label.strip("-"), heading if heading != "-" else ""))
        lines.append(line)
    return expected, lines


def found(segments):
    return list(zip(segments.role, segments.level, segments.label, segments.heading, strict=True))


@pytest.mark.parametrize("name", REPORTS)
def test_outline_of_a_report(name):
    expected, lines = parsed(REPORTS[name])
    assert found(outline(lines)) == expected


@pytest.mark.parametrize("name", REPORTS)
def test_width_of_punctuation_makes_no_difference(name):
    lines = parsed(REPORTS[name])[1]
    narrow = outline([plain(line) for line in lines])
    wide = outline([line.translate(str.maketrans(",:()", "，：（）")) for line in lines])
    columns = ["line", "level", "label", "role"]
    assert narrow[columns].equals(outline(lines)[columns])
    assert narrow[columns].equals(wide[columns])
    assert [plain(text) for text in narrow.heading] == [plain(text) for text in wide.heading]


def test_a_dot_closes_a_sentence_like_a_full_stop():
    segments = outline(["一.工作情况", "(一)强化领导.全年召开会议3次.", "1.抓学习.开展培训1.5万人次."])
    assert found(segments)[0] == ("achievement", 1, "一.", "工作情况")
    assert list(segments.heading[1:]) == ["强化领导", "抓学习"]
    assert list(segments.text[1:]) == ["全年召开会议3次.", "开展培训1.5万人次."]


def test_a_whole_report_on_one_line():
    line = (
        "桑榆县2023年度法治政府建设情况报告 2023年，桑榆县依法行政。现将情况报告如下：一、工作成效"
        "（一）抓统筹。召开会议3次。"
        "（二）抓执法。一是严格程序。二是规范文书，办理案件120件。二、存在问题（一）力量不足。人员偏少。（二）普法单一。"
        "三、2024年工作打算（一）强队伍。配齐人员。（二）强普法。桑榆县人民政府 2024年2月1日"
    )
    segments = outline([line])
    assert found(segments) == [
        ("title", 0, "", ""),
        ("opening", 0, "", ""),
        ("achievement", 1, "一、", "工作成效"),
        ("achievement", 2, "(一)", "抓统筹"),
        ("achievement", 2, "(二)", "抓执法"),
        ("problem", 1, "二、", "存在问题"),
        ("problem", 2, "(一)", "力量不足"),
        ("problem", 2, "(二)", "普法单一"),
        ("plan", 1, "三、", "2024年工作打算"),
        ("plan", 2, "(一)", "强队伍"),
        ("plan", 2, "(二)", "强普法"),
        ("signature", 0, "", ""),
    ]
    assert list(problems(segments).text) == ["力量不足。人员偏少。", "普法单一。"]


def test_a_line_with_publish_notes_and_page_below():
    line = (
        "云上岭县2023年度法治政府建设情况报告 发布时间：2024-02-03 10:20 来源：县司法局 "
        "浏览次数：20 2023年，云上岭县依法行政。"
        "一、工作成效。开会3次。二、存在问题。一是人少。二是钱少。云上岭县司法局 2024年1月30日 扫一扫在手机打开当前页"
    )
    roles = outline([line]).role
    assert list(roles.drop_duplicates()) == ["title", "cruft", "opening", "achievement", "problem", "signature"]
    assert roles.iloc[-1] == "cruft"


def test_path_names_the_headings_above():
    segments = outline(
        ["一、工作成效", "（一）抓统筹。开会。", "1.定计划。", "全年完成。", "（二）抓执法。", "二、存在问题", "人少。"]
    )
    assert list(segments.path) == [
        "一、工作成效",
        "一、工作成效/(一)抓统筹",
        "一、工作成效/(一)抓统筹/1.定计划",
        "一、工作成效/(一)抓统筹/1.定计划",
        "一、工作成效/(二)抓执法",
        "二、存在问题",
        "二、存在问题",
    ]


PIECES = st.sampled_from(
    [
        "一、",
        "（一）",
        "(二)",
        "1.",
        "1、",
        "（1）",
        "第一、",
        "存在问题",
        "下一步打算",
        "工作情况",
        "某县2023年法治政府建设情况报告",
        "某县人民政府",
        "2024年2月1日",
        "来源：",
        "首页 > ",
        "某政发〔2024〕3号",
        "市委、市政府：",
        "一是",
        "；",
        "。",
        "，",
        "：",
        ".",
        " ",
        "\u3000",
        "\u200b",
        "|",
        "抓统筹",
        "力量不足",
        "如下：",
        "\ufeff",
        "附件：",
        "x",
    ]
)
LINES = st.lists(st.one_of(st.lists(PIECES, max_size=12).map("".join), st.text(max_size=30)), max_size=12)


@settings(max_examples=60, deadline=None)
@given(LINES)
def test_segments_cover_every_line_in_order(lines):
    segments = outline(lines)
    assert set(segments.role) <= set(ROLES)
    covered = [[False] * len(line) for line in lines]
    for row in segments.itertuples():
        source = lines[row.line - 1]
        assert 0 <= row.start < row.end <= len(source)
        assert row.raw == source[row.start : row.end]
        assert row.heading in row.raw and row.text in row.raw
        assert (row.level > 0) or (row.heading == "" and row.label == "")
        covered[row.line - 1][row.start : row.end] = [True] * (row.end - row.start)
    for before, after in pairwise(segments.itertuples()):
        assert (before.line, before.end) <= (after.line, after.start) or before.line < after.line
    for line, marks in zip(lines, covered, strict=True):
        rest = "".join(character for character, mark in zip(line, marks, strict=True) if not mark)
        assert plain(rest).strip() == ""


@settings(max_examples=60, deadline=None)
@given(LINES)
def test_statements_stand_inside_their_lines(lines):
    statements = problems(outline(lines))
    for row in statements.itertuples():
        assert row.text.startswith(lines[row.line - 1][row.start : row.end])
        assert row.text.strip()


def gold():
    reports = SHARED / "gold" / "metadata.csv"
    if not reports.exists():
        return []
    with reports.open(encoding="utf-8") as file:
        return [(row["key"], row["seed"]) for row in csv.DictReader(file)]


def labels(key, kind):
    with (SHARED / "gold" / f"{key}.{kind}.tsv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.mark.skipif(not gold(), reason="no labelled reports at hand")
def test_labelled_reports():
    wanted, given_, wrong = set(), set(), []
    for key, name in gold():
        lines = (SHARED / "reports" / name).read_text(encoding="utf-8").split("\n")
        segments = outline(lines)
        structure = labels(key, "structure")
        wanted |= {(key, int(row["line"]), int(row["level"])) for row in structure if row["level"] != "0"}
        given_ |= {(key, row.line, row.level) for row in segments.itertuples() if row.level}
        roles = segments.drop_duplicates("line").set_index("line").role
        wrong += [(key, row["line"]) for row in structure if roles[int(row["line"])] != row["role"]]
        statements = problems(segments)
        assert [(str(row.line), row.text) for row in statements.itertuples()] == [
            (row["line"], row["statement"]) for row in labels(key, "problems")
        ]
    assert 2 * len(wanted & given_) / (len(wanted) + len(given_)) >= 0.99
    assert len(wrong) <= 1, wrong
