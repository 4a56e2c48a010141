"""Bytes become text strictly: the right encoding or a reason, never rubbish."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fazhi import paths
from fazhi.errors import UnreadableFile
from fazhi.reading.formats.encodings import common_share, decode, first_misfit

REPORT = (paths.SAMPLE / "qingyu-2022.txt").read_text("utf-8")
TRADITIONAL = (
    "望嶼縣2023年度法治政府建設報告\n本縣依法行政，全年受理訴願案件一百二十三件，審結一百一十件，維持率為百分之八十五。\n"
    "一、主要工作\n為加強普法宣傳教育，全縣共舉辦講座二十場，參加人數達三千餘人次，發放宣傳資料一萬份。\n"
    "二、存在的問題\n部分幹部對法治建設重視不夠，執法人員業務能力有待提高；基層執法力量薄弱。\n"
)
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_report_is_decoded_in_any_encoding(encoding):
    assert decode(REPORT.encode(encoding)) == (REPORT, encoding)


def test_big_endian_with_its_mark():
    assert decode(b"\xfe\xff" + REPORT.encode("utf-16-be")) == (REPORT, "utf-16")


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(REPORT) - 60), st.sampled_from(["gb18030", "gbk", "utf-16-le", "utf-16-be"]))
def test_sixty_characters_are_enough(start, encoding):
    part = REPORT[start : start + 60]
    assert decode(part.encode(encoding))[0] == part


def test_big5_is_told_and_never_passed_on_as_gb18030():
    assert decode(TRADITIONAL.encode("cp950")) == (TRADITIONAL, "cp950")


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(TRADITIONAL) - 20), st.integers(8, 60))
def test_a_part_of_a_big5_text_is_right(start, length):
    part = TRADITIONAL[start : start + length]
    assert decode(part.encode("cp950"))[0] == part


def test_traditional_script_in_gb18030_is_right():
    assert decode(TRADITIONAL.encode("gb18030")) == (TRADITIONAL, "gb18030")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (bytes(range(128, 256)) * 9, "no Chinese text"),
        ("政府は毎年、法治行政に関する報告書を公表し、市民の意見を聴いている".encode("shift_jis"), "no Chinese text"),
        ("Résumé des activités à l'été".encode("cp1252"), "no Chinese text"),
        (b"\x00\x01\x02\x03" * 50, "binary data"),
        (REPORT.encode("utf-32-le"), "binary data"),
        (REPORT.encode("utf-32"), "not text"),
        (b"\xff\xfe" + REPORT.encode("utf-16-le")[:-1], "does not fit"),
        (b"\xef\xbb\xbf" + REPORT.encode("gb18030"), "does not fit"),
        (REPORT.encode("gb18030")[:501] + b"\xff" + REPORT.encode("gb18030")[501:], "no Chinese text"),
    ],
)
def test_anything_else_is_refused_with_a_reason(content, reason):
    with pytest.raises(UnreadableFile, match=reason):
        decode(content)


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_one_wrong_byte_in_utf_8_costs_its_character_and_is_named(mark):
    content = mark + REPORT.encode("utf-8")
    at = len(content) // 2
    damaged = content[:at] + b"\xff" + content[at + 1 :]
    text, encoding = decode(damaged)
    assert encoding.startswith("utf-8")
    assert first_misfit(content) is None and abs(first_misfit(damaged) - at) < 3
    assert len(text.replace("\ufffd", "")) >= len(REPORT) - 3 and "\ufffd" in text


def test_english_is_text():
    assert decode(b"Annual report") == ("Annual report", "utf-8")


def test_common_share_tells_chinese_from_rubbish():
    assert common_share(REPORT) > 0.99
    assert common_share(TRADITIONAL) > 0.99
    assert common_share(TRADITIONAL.encode("cp950").decode("gb18030", "ignore")) < 0.6
    assert common_share("ascii") == 0


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300))
def test_random_bytes_are_text_that_encodes_back_or_refused(content):
    try:
        text, encoding = decode(content)
    except UnreadableFile:
        return
    assert text.encode(encoding if content[:2] != b"\xfe\xff" else "utf-16-be") in content


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_nul_bytes_that_a_broken_copy_left_cost_only_themselves(encoding):
    first, rest = REPORT[:300], REPORT[300:]
    assert decode(REPORT.encode(encoding) + bytes(4096)) == (REPORT, encoding)
    assert decode(first.encode(encoding) + b"\0" + rest.encode(encoding)) == (f"{first}\ufffd{rest}", encoding)
    with pytest.raises(UnreadableFile, match="binary"):
        decode(b"\0".join([first.encode(encoding)] * 20))
