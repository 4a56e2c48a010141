import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2_contingency

from fazhi.errors import FazhiError, UnknownName
from fazhi.modelling.keyness import by_group, compared, dispersion, keyness, kwic, log_likelihood, log_ratio


def words(report="r1", **counts):
    return pd.DataFrame(
        {"report_id": report, "region_code": "970100", "word": list(counts), "count": list(counts.values())}
    )


def test_log_likelihood_of_rayson_and_garside_by_hand():
    # E1 = 40, E2 = 60: 2 (60 ln 1.5 + 40 ln 2/3)
    assert log_likelihood([60], [40], 4000, 6000)[0] == pytest.approx(2 * (60 * np.log(1.5) + 40 * np.log(2 / 3)))


@given(st.integers(1, 50), st.integers(1, 50), st.integers(100_000, 10**6), st.integers(100_000, 10**6))
def test_log_likelihood_is_nearly_the_g_test_of_the_whole_table_for_rare_words(a, b, n_a, n_b):
    g = chi2_contingency([[a, b], [n_a - a, n_b - b]], correction=False, lambda_="log-likelihood").statistic
    assert log_likelihood([a], [b], n_a, n_b)[0] == pytest.approx(g, rel=0.01, abs=0.05)


@given(st.integers(0, 50), st.integers(0, 50), st.integers(60, 10**6), st.integers(60, 10**6))
def test_measures_are_symmetric(a, b, n_a, n_b):
    assert log_likelihood([a], [b], n_a, n_b)[0] == pytest.approx(log_likelihood([b], [a], n_b, n_a)[0], abs=1e-9)
    assert log_ratio([a], [b], n_a, n_b)[0] == pytest.approx(-log_ratio([b], [a], n_b, n_a)[0])


def test_log_ratio_of_four_times_as_frequent_is_two():
    assert log_ratio([40], [10], 1000, 1000)[0] == pytest.approx(2)


def _crowding(rng, reports, mean, side):
    """Write reports of a region each that use a word in half of them only, however often, among 500 words."""
    counts = rng.negative_binomial(0.8, 0.8 / (0.8 + mean), reports)
    facts = {"report_id": [f"{side}{n}" for n in range(reports)], "region_code": [f"{side}{n}" for n in range(reports)]}
    return pd.concat([
        pd.DataFrame({**facts, "word": "调解", "count": counts}),
        pd.DataFrame({**facts, "word": "其他", "count": 500 - counts}),
    ])  # fmt: skip


def test_intervals_cover_the_truth_though_words_crowd_in_reports():
    rng = np.random.default_rng(1)
    tables = [keyness(_crowding(rng, 40, 8, "a"), _crowding(rng, 60, 4, "b")).set_index("word") for _ in range(200)]
    rows = pd.DataFrame([table.loc["调解"] for table in tables])
    assert ((rows["low"] <= 1) & (rows["high"] >= 1)).mean() >= 0.88
    # Katz's interval, which takes words as independent, covers half as often as it says
    error = np.sqrt(1 / rows["target"] + 1 / rows["reference"]) / np.log(2)
    assert ((rows["log_ratio"] - 1).abs() <= 1.96 * error).mean() < 0.7


def _in_years(rng, regions):
    """Let regions that differ much use a word as often in one year as in the next."""
    rate = np.exp(rng.normal(size=regions))
    years = []
    for year in (2023, 2024):
        facts = {
            "report_id": [f"r{n}-{year}" for n in range(regions)],
            "region_code": [f"r{n}" for n in range(regions)],
        }
        use = pd.DataFrame({**facts, "word": "调解", "count": rng.poisson(20 * rate)})
        years.append(pd.concat([use, pd.DataFrame({**facts, "word": "其他", "count": 10_000})]))
    return years


def test_a_regions_years_are_compared_with_each_other():
    rng = np.random.default_rng(4)
    same = keyness(*_in_years(rng, 30)).set_index("word").loc["调解"]
    first, second = _in_years(rng, 30)
    apart = keyness(first, second.assign(region_code=second["region_code"] + "x")).set_index("word").loc["调解"]
    assert same["high"] - same["low"] < 0.5 * (apart["high"] - apart["low"])


@given(st.lists(st.integers(1, 50), min_size=2, max_size=5), st.lists(st.integers(1, 50), min_size=2, max_size=5))
def test_the_ratio_lies_in_its_interval_which_is_never_narrower_than_katzs(a, b):
    sides = [
        pd.concat([words(f"{side}{n}", 调解=count, 执法=100 - count) for n, count in enumerate(counts)])
        for side, counts in (("a", a), ("b", b))
    ]
    table = keyness(*sides)
    error = np.sqrt(1 / table["target"] + 1 / table["reference"]) / np.log(2)
    assert (table["log_ratio"] - table["low"] >= 1.96 * error - 1e-9).all()
    assert (table["high"] - table["log_ratio"]).to_numpy() == pytest.approx(table["log_ratio"] - table["low"])
    assert table["p"].between(0, 1).all()


def test_one_report_on_a_side_gives_no_interval():
    table = keyness(words("a", 调解=30, 执法=10), pd.concat([words("b", 执法=30), words("c", 执法=30)]))
    assert table[["low", "high"]].isna().all(axis=None)
    assert table["log_ratio"].notna().all()


def test_keyness_holds_the_words_of_both_sides_the_most_telling_first():
    table = keyness(words(调解=30, 执法=10), words(执法=300, 复议=100))
    assert list(table["word"]) == ["调解", "复议", "执法"]
    assert table.set_index("word").loc["调解", ["target", "reference"]].tolist() == [30, 0]
    assert (table["log_ratio"] > 0).tolist() == [True, False, False]


def test_keyness_of_equal_shares_is_nothing():
    table = keyness(words(调解=10, 执法=20), words(调解=20, 执法=40))
    assert table["log_likelihood"].tolist() == pytest.approx([0, 0])
    assert table["log_ratio"].tolist() == pytest.approx([0, 0])


def test_keyness_refuses_an_empty_side():
    with pytest.raises(ValueError, match="reference has no words"):
        keyness(words(调解=1), words())


def corpus():
    words = pd.DataFrame(
        [("s1", "调解", 40), ("s1", "执法", 40), ("s2", "执法", 40), ("s2", "复议", 40), ("s3", "复议", 5)],
        columns=["segment_id", "word", "count"],
    )
    segments = pd.DataFrame({"segment_id": ["s1", "s2", "s3"], "report_id": ["r1", "r2", "r3"]})
    facts = {"report_id": ["r1", "r2", "r3"], "year": [2023, 2024, 2024], "region_code": "970100"}
    return words, segments, pd.DataFrame(facts)


def test_by_group_keeps_the_words_that_a_group_uses_more():
    table = by_group(*corpus(), by="year")
    assert table[["group", "word", "target", "reference"]].values.tolist() == [
        [2023, "调解", 40, 0],
        [2024, "复议", 45, 0],
    ]
    assert table["low"].isna().all(), "2023 is one report"


def test_by_group_keeps_only_words_whose_interval_lies_above_nothing():
    segments = pd.DataFrame({"segment_id": [f"s{n}" for n in range(6)], "report_id": [f"r{n}" for n in range(6)]})
    reports = segments[["report_id"]].assign(year=[2023] * 3 + [2024] * 3, region_code="970100")
    steady = pd.DataFrame({"segment_id": segments["segment_id"], "word": "调解", "count": [40, 41, 42, 10, 11, 12]})
    crowded = pd.DataFrame({"segment_id": ["s0", "s3"], "word": "复议", "count": [30, 20]})
    rest = pd.DataFrame({"segment_id": segments["segment_id"], "word": "执法", "count": 100})
    table = by_group(pd.concat([steady, crowded, rest]), segments, reports, by="year")
    assert list(table.query("group == 2023")["word"]) == ["调解"]
    assert (table["low"] > 0).all()


def test_by_group_leaves_out_what_one_region_alone_says():
    words, segments, reports = corpus()
    table = by_group(words, segments, reports.assign(region_code=["1", "2", "3"]), by="year")
    assert "调解" not in set(table["word"])


def test_by_group_of_one_group_has_nothing_to_compare():
    words, segments, reports = corpus()
    assert by_group(words, segments, reports.assign(year=2024), by="year").empty


def test_by_group_refuses_a_column_that_is_not_there():
    with pytest.raises(UnknownName, match="year"):
        by_group(*corpus(), by="yaer")


def spread(rows):
    return pd.DataFrame(rows, columns=["word", "report_id", "count"])


def test_dispersion_is_zero_when_even_and_one_when_all_in_the_smallest_part():
    table = dispersion(spread([("执法", "a", 30), ("执法", "b", 60), ("调解", "a", 10), ("复议", "b", 20)]))
    table = table.set_index("word")
    assert table.loc["执法", "dp"] == pytest.approx(0)
    assert table.loc["调解", "dp"] == pytest.approx(1)
    assert table.loc["复议", ["count", "parts"]].tolist() == [20, 1]


def test_dispersion_by_the_definition():
    rows = [("执法", "a", 5), ("执法", "b", 1), ("其他", "a", 15), ("其他", "b", 29), ("其他", "c", 50)]
    by_hand = (abs(5 / 6 - 0.2) + abs(1 / 6 - 0.3) + abs(0 - 0.5)) / 2 / (1 - 0.2)
    assert dispersion(spread(rows)).set_index("word").loc["执法", "dp"] == pytest.approx(by_hand)


def test_dispersion_in_one_part_is_not_defined():
    assert dispersion(spread([("执法", "a", 5)]))["dp"].isna().all()


def test_kwic_leads_back_to_the_line():
    segments = pd.DataFrame(
        [("s1", "r1", 7, 4, "受理行政复议12件，行政复议质效提升"), ("s2", "r1", 8, 0, "无")],
        columns=["segment_id", "report_id", "line", "start", "raw"],
    )
    table = kwic(segments, "行政复议", width=3)
    assert table[["line", "start", "end", "left", "right"]].values.tolist() == [
        [7, 6, 10, "受理", "12件"],
        [7, 14, 18, "2件，", "质效提"],
    ]
    assert list(kwic(segments, "没有").columns) == list(table.columns)


def test_kwic_takes_a_word_as_it_stands():
    columns = ["segment_id", "report_id", "line", "start", "end", "raw"]
    segments = pd.DataFrame([("s", "r", 1, 0, 7, "a.b axb")], columns=columns)
    assert kwic(segments, "a.b")["start"].tolist() == [0]
    with pytest.raises(FazhiError, match="no word"):
        kwic(segments, "")


def test_keywords_are_compared_with_those_of_the_remaining_text():
    columns = ["group", "word", "log_ratio", "low", "high"]
    whole = pd.DataFrame([(2023, "信访", 2.0, 1.0, 3.0), (2023, "套话", 3.0, 2.0, 4.0)], columns=columns)
    left = pd.DataFrame([(2023, "信访", 2.5, 1.0, 4.0), (2022, "套话", 1.0, 0.5, 1.5)], columns=columns)
    told = compared(whole, left)
    assert told["changed"].tolist() == [False, True], "a keyword of another group is none of this one"
    assert told["without"].tolist() == pytest.approx([2.5, np.nan], nan_ok=True)
    assert not compared(whole, whole)["changed"].any()
