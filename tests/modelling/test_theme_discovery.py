"""Planted clusters are found again, every statement stands in one row, and too few are not clustered."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fazhi.modelling import theme_discovery

PLANTED = {
    "a": ["档案", "归档", "移交", "卷宗", "保管"],
    "b": ["场所", "租用", "办公", "房屋", "面积"],
    "c": ["车辆", "油料", "出勤", "维修", "里程"],
}
COMMON = ["工作", "不够", "部分", "乡镇", "有待", "加强"]


def corpus(sizes, noise=0, coded=40, seed=3):
    """Return statements of planted clusters, of no cluster, of known themes; and the kinds of all but the last."""
    random = np.random.default_rng(seed)
    drawn = [(kind, random.choice(PLANTED[kind], 3, replace=False)) for kind, n in sizes.items() for _ in range(n)]
    drawn += [("", [chr(0x6000 + 40 * n + k) + chr(0x7000 + 40 * n + k) for k in range(5)]) for n in range(noise)]
    drawn += [("coded", random.choice(["普法", "执法", "调解"], 1)) for _ in range(coded)]
    words = [[*random.choice(COMMON, 2, replace=False), *own] for _, own in drawn]
    table = pd.DataFrame({"words": [" ".join(w) for w in words], "text": ["".join(w) for w in words]})
    table["problem_id"] = [f"p{n:03}" for n in range(len(table))]
    kinds = pd.Series([kind for kind, _ in drawn], index=table["problem_id"])
    return table, kinds[kinds != "coded"]


def test_planted_clusters_are_found():
    statements, kinds = corpus({"a": 14, "b": 9, "c": 6}, noise=4)
    found = theme_discovery.candidates(statements, list(kinds.index))
    assert list(found["cluster"]) == [1, 2, 3, 0]
    assert list(found["statements"]) == [14, 9, 6, 4]
    for row, kind in zip(found.itertuples(), "abc", strict=False):
        assert {kinds[problem] for problem in row.problem_ids.split("|")} == {kind}
        assert set(row.words.split(", ")[:3]) <= set(PLANTED[kind])
        assert all(example in set(statements["text"]) for example in row.examples.split(" / "))


def test_the_order_of_the_statements_does_not_matter():
    statements, kinds = corpus({"a": 14, "b": 9, "c": 6}, noise=4)
    again = theme_discovery.candidates(statements.iloc[::-1], list(kinds.index)[::-1])
    pd.testing.assert_frame_equal(again, theme_discovery.candidates(statements, list(kinds.index)))


@pytest.mark.parametrize("n", [0, 1, 19])
def test_too_few_are_not_clustered(n):
    statements, kinds = corpus({"a": n})
    found = theme_discovery.candidates(statements, list(kinds.index))
    assert list(found["cluster"]) == ([0] if n else [])
    assert found["statements"].sum() == n and (found["words"] == "").all()


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(st.sampled_from("甲乙丙丁戊"), min_size=1, max_size=4), min_size=1, max_size=45), st.data())
def test_every_statement_that_fits_no_theme_stands_in_one_row(drawn, data):
    ids = [f"p{n:02}" for n in range(len(drawn))]
    statements = pd.DataFrame({"problem_id": ids, "text": ["".join(w) + "。" for w in drawn]})
    statements["words"] = [" ".join(w) for w in drawn]
    wanted = set(ids) - data.draw(st.sets(st.sampled_from(ids), max_size=5))
    found = theme_discovery.candidates(statements, sorted(wanted))
    listed = [problem for cell in found["problem_ids"] for problem in cell.split("|")]
    assert sorted(listed) == sorted(wanted)
    assert found.loc[found["cluster"] > 0, "statements"].ge(theme_discovery.SMALLEST).all()
