"""Likeness of texts: the same under other punctuation, symmetric, found among many."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from fazhi import paths
from fazhi.reading.duplicates import alike, same_text
from fazhi.reading.formats import files

FILES = sorted(file for file in paths.SAMPLE.iterdir() if file.suffix != ".csv")
TEXTS = {file.stem: "\n".join(files.read(file).lines) for file in FILES}
REPORT = TEXTS["qingyu-2022"]


def test_the_same_text_from_two_sites_is_the_same():
    narrow = REPORT.translate(str.maketrans("，：；（）　", ",:;() "))
    assert same_text(REPORT, "首页>政务公开\n" + narrow.replace("\n", "\n\n") + "\n分享 打印")


def test_two_reports_are_not_the_same_text_even_of_one_region():
    assert not same_text(TEXTS["qingyu-2022"], TEXTS["qingyu-2024"])
    assert not same_text(TEXTS["qingyu-2022"], TEXTS["yanchuan-2022"])


def test_alike_finds_the_changed_copy_and_no_other_pair():
    changed = REPORT.replace("青屿市", "白屿市").replace("2022", "2021")
    found = alike(TEXTS | {"copy": changed}, 0.6)
    assert list(zip(found["first"], found["second"], strict=True)) == [("copy", "qingyu-2022")]
    assert 0.6 <= found["likeness"].item() < 1


def test_alike_does_not_depend_on_the_order_of_the_texts():
    texts = {f"{name}{n}": text + "甲乙丙丁戊己庚辛" * n for name, text in TEXTS.items() for n in range(2)}
    names = list(texts)
    random.Random(3).shuffle(names)
    found = alike(texts, 0.7)
    assert len(found) == len(TEXTS)
    assert found.equals(alike({name: texts[name] for name in names}, 0.7))


def test_nothing_alike_is_an_empty_table_with_its_columns():
    assert list(alike({}, 0.8).columns) == ["first", "second", "likeness"]
    assert alike({"a": REPORT}, 0.8).empty


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=40), st.text(max_size=40))
def test_likeness_is_symmetric_and_full_with_itself(first, second):
    assert same_text(first, first, 1.0)
    assert same_text(first, second, 0.5) == same_text(second, first, 0.5)
