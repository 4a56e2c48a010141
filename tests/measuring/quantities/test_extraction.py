from math import isnan
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fazhi.measuring.quantities.extraction import quantities, sentence
from fazhi.measuring.quantities.zeros import ZERO_WORDS
from fazhi.normalization import plain
from fazhi.schema import BOUNDS, typed

# sentence, and what it states: raw|value|unit|bound[|subject] for each quantity, " & " between; a range is low~high.
INVENTED = [
    line.split("\t") for line in (Path(__file__).parent / "quantities.tsv").read_text(encoding="utf-8").splitlines()[1:]
]


def read(text, year=2024):
    return numbers_of(sentence(text), year)


def numbers_of(segments, year):
    """Read the quantities but for zeros in words, which count only as the value of an indicator."""
    found = quantities(segments, year)
    return found[~found["raw"].isin(ZERO_WORDS)].reset_index(drop=True)


def read_all(texts):
    """Read many sentences at once, each as a line of its own."""
    lines = pd.concat([sentence("")] * len(texts), ignore_index=True).assign(raw=texts, line=range(len(texts)))
    found = numbers_of(lines, 2024)
    by_line = dict(list(found.groupby("line")))
    return [by_line.get(line, found.iloc[:0]) for line in range(len(texts))]


def facts(found):
    highs = ["" if isnan(high) else f"~{high:.15g}" for high in found["value_high"]]
    values = [f"{value:.15g}{high}" for value, high in zip(found["value"], highs, strict=True)]
    return list(zip(found["raw"], values, found["unit"], found["bound"], strict=True))


@pytest.fixture(scope="module")
def invented():
    return read_all([text for text, _ in INVENTED])


@pytest.mark.parametrize("n", range(len(INVENTED)), ids=[text[:24] for text, _ in INVENTED])
def test_invented_sentences(invented, n):
    assert facts(invented[n]) == [tuple(part[:4]) for part in stated(n)]


def stated(n):
    return [part.split("|") for part in INVENTED[n][1].split(" & ") if part]


def test_subjects_of_invented_sentences(invented):
    pairs = [
        (subject, part[4])
        for n, found in enumerate(invented)
        for subject, part in zip(found["subject"], stated(n), strict=True)
        if len(part) > 4
    ]
    assert len(pairs) > 250
    assert sum(plain(wanted) in subject for subject, wanted in pairs) / len(pairs) >= 0.93


def test_half_width_and_full_width_give_the_same():
    wide = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F) if chr(code) not in "\"'"})
    halves = [plain(text) for text, _ in INVENTED]
    pairs = zip(read_all(halves), read_all([text.translate(wide) for text in halves]), strict=True)
    for half, full in pairs:
        assert [row[1:] for row in facts(half)] == [row[1:] for row in facts(full)]
        assert list(half["subject"]) == list(full["subject"])


@pytest.mark.parametrize(
    ("text", "verbs"),
    [
        ("全县共受理复议案件31件，审结27件，其中维持12件。", ["受理", "审结", "维持"]),
        ("组织召开联席会议4次。", ["组织召开"]),
        ("对15件规范性文件进行清理。", ["进行"]),
        ("公职律师42名，较上年增加6名。", ["", "增加"]),
    ],
)
def test_verbs(text, verbs):
    assert list(read(text)["verb"]) == verbs


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("受理复议案件31件。", [2024]),
        ("2023年，受理复议案件31件，审结27件。", [2023, 2023]),
        ("2023年受理复议案件31件，2024年受理35件。", [2023, 2024]),
        ("公职律师42名，较2023年增加6名。", [2024, 2024]),
        ("应诉案件由上年的35件上升至48件。", [2023, 2024]),
        ("自2021年以来累计培训执法人员1200人次。", [2024]),
        ("证明事项由331项减少至298项。", [2023, 2024]),
        ("纠错率从2021年的17.3%降至2024年的9.8%。", [2021, 2024]),
        ("调解纠纷93件，较2022年的104件下降10.6%。", [2024, 2022, 2024]),
        ("受理案件48件（2023年为35件），审结40件。", [2024, 2023, 2024]),
        ("由3名律师组成5个工作组。", [2024, 2024]),
        ("办结率由年初的65%提高至年末的97.5%。", [2024, 2024]),
        ("近三年收案数分别为37件、54件、89件。", [2022, 2023, 2024]),
        ("审批时间由10个工作日压缩至3个工作日。", [2024, 2024]),
        ("到2026年，全程网办率达到90%。", [2026]),
    ],
)
def test_year_of_the_figure(text, years):
    assert list(read(text)["year"]) == years


def test_no_year_where_none_is_known():
    assert read("受理复议案件31件。", None)["year"].isna().all()
    assert list(read("2022年，受理复议案件31件。", None)["year"]) == [2022]


@pytest.mark.parametrize(
    ("text", "qualifiers"),
    [
        ("受理案件31件，其中农民工案件9件。", ["", "part"]),
        ("公职律师42名，比上年增加6名。", ["", "change"]),
        ("同比提高3.5个百分点。", ["change"]),
        ("败诉率低于15%的考核要求。", ["threshold"]),
        ("要求每人每年培训不少于60个学时。", ["threshold"]),
        ("3个工作日内办结。", ["limit"]),
        ("拟制定政府规章2件。", ["plan"]),
        ("对拟上会的议题开展审查37件，审核拟印发文件26份。", ["", ""]),
        ("自2021年以来，累计培训1200人次。", ["cumulative"]),
        ("乡镇平均承接事项92项。", ["mean"]),
        ("应诉案件由上年的35件上升至48件。", ["prior", ""]),
        ("证明事项由331项减少至298项。", ["prior", ""]),
        ("检查计划由526个合并为311个。", ["prior", ""]),
        ("今年以来，排查纠纷213件。", [""]),
        ("到2026年，全程网办率达到90%。", ["plan"]),
        ("咨询费年均12万元。", ["mean"]),
        ("企业9.8万户，个体户21.6万户，同比分别增长13.1%、7.5%。", ["", "", "change", "change"]),
        ("争取中央资金56万元，争取年底前完成整改4项。", ["", "plan"]),
        ("完成投资8.4亿元，占年度计划的112%。", ["", ""]),
    ],
)
def test_qualifiers(text, qualifiers):
    assert list(read(text)["qualifier"]) == qualifiers


def test_plans_are_about_the_year_after():
    segments = sentence("开展专项检查不少于10次。").assign(role="plan")
    assert list(quantities(segments, 2024)["year"]) == [2025]
    assert list(quantities(segments.assign(path="四、2026年工作安排"), 2024)["year"]) == [2026]


@pytest.mark.parametrize("role", ["cruft", "title", "docnumber", "addressee", "signature"])
def test_furniture_is_not_read(role):
    segments = sentence("阅读1200次，收到来信35件。").assign(role=role)
    assert quantities(segments, 2024).empty


def test_offsets_count_in_the_line():
    segments = sentence("受理案件 1,203 件。").assign(start=17, line=4)
    row = quantities(segments, 2024).iloc[0]
    assert (row["line"], row["start"], row["end"], row["raw"]) == (4, 22, 29, "1,203 件")
    assert row["segment_id"] == "s1"
    assert row["context"] == "受理案件 #"


def test_an_empty_table_keeps_its_columns():
    found = quantities(sentence("深化改革。").iloc[:0], 2024)
    assert list(found.columns) == list(read("受理案件3件。").columns)
    assert typed("quantities", found).empty


NUMBERS = st.one_of(
    st.integers(1, 99_999).map(lambda n: (str(n), n)),
    st.integers(1000, 9_999_999).map(lambda n: (f"{n:,}", n)),
    st.integers(11, 999).map(lambda n: (f"{n / 10:.1f}万", n * 1000)),
    st.sampled_from([("三十六", 36), ("一百二十", 120), ("两千", 2000), ("十二", 12), ("三万五千", 35000)]),
)
UNITS = st.sampled_from("件 起 份 场次 人次 户 家 名 条 项 元 件(次)".split())
BOUND_WORDS = st.sampled_from(
    [("", "", "exact"), ("", "余", "more_than"), ("近", "", "about"), ("超过", "", "more_than"), ("约", "", "about"),
     ("不少于", "", "more_than"), ("不足", "", "less_than"), ("", "多", "more_than"), ("逾", "", "more_than")]
)  # fmt: skip
PHRASES = st.sampled_from(
    [
        "全年共办理行政案件{}。",
        "2024年，全市受理{}相关申请，同比保持平稳。",
        "（一）规范执法。查处违法行为{}；",
        "其中化解纠纷{}，成效明显。",
        "对{}对象进行核查。",
        "组织开展“一件事”服务{}，覆盖全域。",
        "依据《条例（2021年修订）》第十三条处理{}。",
    ]
)


@given(number=NUMBERS, unit=UNITS, bound=BOUND_WORDS, phrase=PHRASES, wide=st.booleans())
@settings(max_examples=120, deadline=None)
def test_a_written_quantity_comes_back(number, unit, bound, phrase, wide):
    words, value = number
    raw = f"{bound[0]}{words}{bound[1]}{unit}"
    if wide:
        raw = raw.translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789.,()"})
    row = read(phrase.format(raw))
    assert facts(row) == [(raw, f"{value:.15g}", unit.replace("(", "").replace(")", ""), bound[2])]


@given(low=st.integers(1, 49), step=st.integers(1, 40), sign=st.sampled_from(["-", "～", "至", "—"]))
def test_a_written_range_comes_back(low, step, sign):
    row = read(f"抽取案卷{low}{sign}{low + step}件。").iloc[0]
    assert (row["value"], row["value_high"], row["bound"], row["unit"]) == (low, low + step, "about", "件")


@given(tenths=st.integers(0, 1000), sign=st.sampled_from(["%", "％"]), above=st.booleans())
def test_a_written_rate_comes_back(tenths, sign, above):
    row = read(f"案件办结率达{tenths / 10:g}{sign}{'以上' if above else ''}。").iloc[0]
    assert (row["value"], row["unit"], row["verb"]) == (pytest.approx(tenths / 10), "%", "")
    assert row["bound"] == ("more_than" if above else "exact")
    assert row["subject"] == "案件办结率"


NOISE = (
    "0123456789１２３.,，。、；：%％‰—-~～至 　年月日第一二两三十百千万亿余多近约超成分之个件人次元名(（)）《》“”\"'"
    "受理案件行政复议率其中对的\u200b\n"
)


@given(st.text(alphabet=NOISE, max_size=60))
@settings(max_examples=150, deadline=None)
def test_any_text_gives_valid_rows(text):
    found = read(text)
    assert (found["value"] >= 0).all()
    assert set(found["bound"]) <= set(BOUNDS)
    assert [text[start:end] for start, end in zip(found["start"], found["end"], strict=True)] == list(found["raw"])
    assert found["start"].is_monotonic_increasing
    assert (found["end"].shift(fill_value=0) <= found["start"]).all()
    high = found["value_high"].dropna()
    assert len(high) == (found["value_high"].notna() & (found["bound"] == "about")).sum()
    assert list(found.columns) == list(read("").columns)
    assert found[["value", "unit", "subject", "verb", "qualifier"]].notna().all(axis=None)


def test_labelled_reports(shared):
    """The labels were made by language models; tests/test_labelled.py scores the whole build against them."""
    report = pd.read_csv(shared / "gold" / "metadata.csv", dtype=str).iloc[0]
    labels = pd.read_csv(shared / "gold" / f"{report['key']}.quantities.tsv", sep="\t", quoting=3, dtype=str).fillna("")
    roles = pd.read_csv(shared / "gold" / f"{report['key']}.structure.tsv", sep="\t", quoting=3)
    lines = (shared / "reports" / report["seed"]).read_text(encoding="utf-8").split("\n")
    segments = pd.concat([sentence(line).assign(line=n) for n, line in enumerate(lines, 1)], ignore_index=True)
    segments["role"] = segments["line"].map(roles.set_index("line")["role"]).fillna("cruft")
    found = quantities(segments, int(report["year"]))
    mine = set(zip(found["line"], found["raw"], found["value"], found["unit"], found["bound"], strict=True))
    given_ = [
        (int(r.line), r.raw, float(r.value), r.unit, r.bound)
        for r in labels.itertuples()
    ]  # fmt: skip
    assert sum(label in mine for label in given_) / len(given_) >= 0.97
    assert len(found) <= len(given_) * 1.03


def test_a_long_name_of_a_rate_is_read_at_once():
    rate = "一审行政诉讼案件" * 20 + "负责人出庭率"
    found = read(f"2024年，{rate}保持97%。")
    assert list(found["value"]) == [97]


def test_words_before_a_number_that_can_be_read_in_two_ways_do_not_multiply():
    found = read("2024年，执法人员" + "共有" * 60 + "保障后达15名。")
    assert list(found["value"]) == [15]


def test_acts_that_are_made_of_acts_are_read_at_once():
    found = read(f"2024年，培训{'梳理形成' * 60}的干部97人。")
    assert list(found["value"]) == [97]
