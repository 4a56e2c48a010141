import warnings
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fazhi import paths
from fazhi.measuring.words import tokenizer as module
from fazhi.measuring.words.rejoining import is_content
from fazhi.measuring.words.tokenizer import Tokenizer
from fazhi.measuring.words.word_counts import matrix, vocabulary_hash, words
from fazhi.reading.formats.files import read

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import jieba

TERMS = pd.read_csv(paths.CATALOG / "terms.csv", dtype=str)["term"].tolist()
SHARED = paths.ROOT.parent / "shared" / "reports"
HAN = "法治政府建设行政执法复议监督的一二三了在和为于区市县局委办年度率达余万双随机公开人民调解员"
ALPHABETS = [
    HAN,
    HAN + "0123456789％%.+-_#&aZ",
    HAN + "，。、；：“”‘’《》（）〔〕—…,.;:()[]'\"!?",
    HAN + " \t\n\r\u3000\u00a0\u200b\ufeff",
    HAN + "𠮷𡈽😀\U000e0100㐀䶵鿖鿿豈龎１９ａ％Ω①",
]
MIXED = st.one_of(*[st.text(st.sampled_from(alphabet), max_size=24) for alphabet in ALPHABETS], st.text(max_size=24))


@pytest.fixture(scope="module")
def tokenizer():
    return Tokenizer(TERMS)


@pytest.fixture(scope="module")
def reference(tmp_path_factory):
    """Stand for jieba 0.42.1 used as its manual says, with the same vocabulary."""
    jieba.setLogLevel(60)
    own = jieba.Tokenizer()
    own.tmp_dir = str(tmp_path_factory.mktemp("jieba"))
    for term in TERMS:
        if not set(term) & set("、“”（）"):
            own.add_word(term)
    return own


def texts():
    files = [*sorted(paths.SAMPLE.glob("*.txt")), *sorted(SHARED.glob("*.txt"))]
    return [pytest.param(file, id=file.name) for file in files]


@pytest.mark.parametrize("file", texts())
def test_cut_is_jiebas_on_every_line_of_every_report(tokenizer, reference, file: Path):
    for line in read(file).lines:
        assert tokenizer.cut_as_jieba(line) == reference.lcut(line)


@settings(max_examples=200, deadline=None)
@given(text=MIXED)
def test_cut_is_jiebas_on_any_mixture(tokenizer, reference, text):
    assert tokenizer.cut_as_jieba(text) == reference.lcut(text)


@pytest.mark.parametrize("text", [
    "共3.1.2版", "巡河5.2km", "3.5A级", "a.b", "GB-T2021_3", "2023-2024年", "法法法法", "常在常在", "𠮷𠮷市", "㐀㐁",
    "豈有", "100.5%以上", "1+6", "１００％", "\r\n法",
])  # fmt: skip
def test_cut_is_jiebas_where_the_fast_library_alone_differs(tokenizer, reference, text):
    assert tokenizer.cut_as_jieba(text) == reference.lcut(text)


@settings(max_examples=100, deadline=None)
@given(text=MIXED)
def test_no_character_is_lost_but_blanks(tokenizer, text):
    tokens = tokenizer.cut(text)
    assert "".join("".join(tokens).split()) == "".join(text.split())
    assert all(token and not token.isspace() for token in tokens)


def test_the_fallback_cuts_the_same(tokenizer, monkeypatch):
    monkeypatch.setattr(module, "rjieba", None)
    alone = Tokenizer(TERMS)
    for file in sorted(paths.SAMPLE.glob("*.txt"))[:2]:
        for line in read(file).lines:
            assert alone.cut(line) == tokenizer.cut(line)


def test_jiebas_global_tokenizer_stays_as_it_is():
    assert "清渠湾调解站" in Tokenizer(["清渠湾调解站"]).cut("到清渠湾调解站去")
    assert "清渠湾调解站" not in jieba.dt.FREQ


def test_every_term_comes_out_whole(tokenizer):
    assert [term for term in TERMS if tokenizer.cut(term) != [term]] == []


def test_every_stop_word_is_a_word_that_the_cut_yields(tokenizer):
    lines = (paths.CATALOG / "stopwords.txt").read_text("utf-8").splitlines()
    stopwords = [line for line in lines if line and not line.startswith("#")]
    assert [word for word in stopwords if tokenizer.cut(word) != [word] or not is_content(word)] == []
    assert len(stopwords) == len(set(stopwords))


def test_a_tokenizer_writes_nothing(tmp_path, monkeypatch, capfd):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    module._jiebas_dictionary.cache_clear()
    Tokenizer(["法治账本"])
    assert list(tmp_path.iterdir()) == []
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(("text", "expected"), [
    ("全年办结1.2万余件", "全年 办结 1.2万 余 件"),
    ("发放资金340万元", "发放 资金 340万 元"),
    ("应诉率达98.6%以上", "应诉率 达 98.6% 以上"),
    ("达９８.６％", "达 ９８.６％"),
    ("新增12户", "新增 12 户"),
    ("县委全面依法治县委员会会议", "县委全面依法治县委员会 会议"),
    ("市委依法治市办、市司法局等", "市委依法治市办 、 市司法局 等"),
    ("对县应急管理局等单位", "对 县应急管理局 等 单位"),
    ("县人大常委会", "县人大常委会"),
    ("区政府常务会议", "区政府常务会议"),
    ("“双随机、一公开”监管", "“ 双随机、一公开 ” 监管"),
    ("做好“八五”普法工作", "做好 “八五”普法 工作"),
    ('做好"八五"普法工作', '做好 "八五"普法 工作'),
    ("新时代“枫桥经验”", "新时代“枫桥经验”"),
    ("深化综合行政执法体制改革", "深化 综合行政执法体制改革"),
    ("行政执法人员持证上岗", "行政执法 人员 持证上岗"),
    ("“1+5+N”模式", "“ 1+5+N ” 模式"),
    ("意识还有待提高", "意识 还 有待 提高"),
    ("一是质量不高", "一是 质量 不 高"),
    ("党的二十届四中全会精神", "党 的 二十届四中全会 精神"),
    ("2023 年 共 5 件", "2023 年 共 5 件"),
    ("充分发挥党的领导作用", "充分 发挥 党 的 领导 作用"),
    ("各部门和本单位", "各 部门 和 本 单位"),
    ("网上可办率均达100%", "网上 可办率 均 达 100%"),
    ("推行清单化管理", "推行 清单化 管理"),
    ("市发展改革委会同市财政局等开展", "市发展改革委 会同 市财政局 等 开展"),
    ("云溪市司法局", "云溪市 司法局"),
    ("一村（居）一法律顾问", "一村（居）一法律顾问"),
    ("一村(居)一法律顾问", "一村(居)一法律顾问"),
    ("社会治理", "社会治理"),
    ("提高办事效率", "提高 办事 效率"),
])  # fmt: skip
def test_numbers_bodies_and_terms_come_out_whole(tokenizer, text, expected):
    assert tokenizer.cut(text) == expected.split()


def segments(*texts):
    rows = [{"segment_id": f"s{n}", "heading": "", "text": text} for n, text in enumerate(texts)]
    return pd.DataFrame(rows, columns=["segment_id", "heading", "text"])


def test_words_leave_out_punctuation_numbers_and_stop_words(tokenizer):
    counted = words(segments("行政复议3件，行政复议98%；的", "。，、100"), tokenizer, ["的"])
    assert counted.to_dict("records") == [
        {"segment_id": "s0", "word": "件", "count": 1},
        {"segment_id": "s0", "word": "行政复议", "count": 2},
    ]


def test_words_of_nothing_are_an_empty_table(tokenizer):
    assert list(words(segments(), tokenizer, []).columns) == ["segment_id", "word", "count"]


def test_matrix_is_sorted_and_holds_every_count(tokenizer):
    counted = words(segments("行政复议和行政应诉", "行政复议"), tokenizer, [])
    counts, ids, vocabulary = matrix(counted.sample(frac=1, random_state=1))
    assert list(ids) == ["s0", "s1"]
    assert list(vocabulary) == sorted(vocabulary)
    assert counts[1, list(vocabulary).index("行政复议")] == 1
    assert counts.sum() == counted["count"].sum()
    assert counts.dtype == np.int64


def test_vocabulary_hash_changes_with_terms_and_stop_words():
    base = vocabulary_hash(["法治", "执法"], ["的", "了"])
    assert base == vocabulary_hash(["法治", "执法"], ["了", "的"])
    assert len({base, vocabulary_hash(["法治"], ["的", "了"]), vocabulary_hash(["法治", "执法"], ["的"])}) == 3
    assert vocabulary_hash(["法治", "执法"], []) != vocabulary_hash(["法治"], ["执法"])
