"""What a reviewer would hold against a topic model is said, and only where it holds."""

from dataclasses import replace

import numpy as np
import pandas as pd
from planted import NO_NAMES

from fazhi.reporting import caveats


def told(found):
    """Return each reservation in both languages."""
    return [f"{reservation['zh']} {reservation['en']}" for reservation in found]


def _trials(scores):
    rows = [{"k": k, "refit": n, "score": s} for k, given in scores.items() for n, s in enumerate(given)]
    return pd.DataFrame(rows).assign(held_out=lambda table: table["score"])


def test_few_reports_are_a_demonstration(read):
    said = " ".join(told(caveats.of_documents(read, 5)))
    assert "12 reports" in said
    assert "只有12份报告" in said


def test_enough_reports_and_segments_pass_in_silence(read):
    many = replace(read, report_ids=np.array([f"r{n}" for n in range(len(read.segment_ids))]))
    assert told(caveats.of_documents(many, 5)) == []


def test_fewer_than_five_reports_say_that_segments_are_resampled(read):
    few = replace(read, report_ids=np.where(read.report_ids < "r006", "r000", "r001"))
    assert any("segments are resampled" in line for line in told(caveats.of_documents(few, 5)))


def test_copies_and_short_segments_are_counted(read):
    said = " ".join(told(caveats.of_documents(replace(read, weights=np.full(len(read.weights), 0.5), too_short=7), 5)))
    assert f"{len(read.weights)} segments are near-duplicates" in said
    assert "7 segments have too few words" in said


def test_ties_are_named_and_the_smallest_is_taken():
    said = told(caveats.of_choice(_trials({4: [0.1, 0.2], 6: [0.5, 1.3], 8: [0.9, 1.0], 12: [0.1, 0.1]})))
    assert len(said) == 1
    assert "K = 6, 8 are not distinguishable; the smallest, 6, is used" in said[0]


def test_the_edge_of_the_grid_is_named():
    said = told(caveats.of_choice(_trials({4: [0.1, 0.2], 6: [0.9, 1.0]})))
    assert "edge" in said[-1]


def test_unstable_topics_are_named(found, listed):
    assert told(caveats.of_topics(found, listed, NO_NAMES)) == []
    said = told(caveats.of_topics(found, listed.assign(stable=[False, *[True] * 4]), NO_NAMES))
    assert listed["label"].iloc[0] in said[0]
    assert "left out of comparisons" in said[0]


def test_names_without_a_topic_are_named(found, listed):
    lost = pd.DataFrame({"id": ["topic.lost"], "name_zh": ["无"], "name_en": ["none"], "words": ["x|y"]})
    assert "topic.lost" in told(caveats.of_topics(found, listed, lost))[0]


def test_groups_of_one_and_of_few_reports_are_named():
    reports = pd.DataFrame({"year": [2021] + [2022] * 3 + [2023] * 12})
    alone, few = told(caveats.of_comparison(reports, "year"))
    assert alone.startswith("2021：") and "no interval" in alone
    assert few.startswith("2022：") and "2023" not in few
    assert told(caveats.of_comparison(pd.DataFrame({"year": [2023] * 12 + [2024] * 12}), "year")) == []


def test_the_rest_of_two_groups_may_be_one_report():
    assert told(caveats.of_comparison(pd.DataFrame({"year": [2021, 2022, 2022]}), "year"))[0].startswith("2021, 2022：")


def test_one_group_has_nothing_beside_it():
    (said,) = told(caveats.of_comparison(pd.DataFrame({"year": [2021, 2021]}), "year"))
    assert "nothing to compare" in said


def test_it_is_said_whether_shared_sentences_are_known():
    reports = pd.DataFrame({"report_id": ["a", "b"]})
    for compared, said in ((["a", "b"], []), ([], ["run notebook 6"]), (["a"], ["1 reports are not among"])):
        lines = told(caveats.of_shared(pd.DataFrame({"report_id": compared}, dtype=str), reports))
        assert len(lines) == len(said) and all(part in line for part, line in zip(said, lines, strict=True))


def test_how_many_findings_change_is_said_only_if_it_is_known_what_is_shared():
    reports = pd.DataFrame({"report_id": ["a", "b"]})
    changed = pd.Series([True, False, False])
    (said,) = caveats.of_changes(reports, reports, changed)
    assert said["en"] == "Without shared sentences, 1 of 3 findings change." and "3项结论中有1项改变" in said["zh"]
    assert [one["en"] for one in caveats.of_changes(reports[:0], reports, changed)] == [
        one["en"] for one in caveats.of_shared(reports[:0], reports)
    ]
    assert len(caveats.of_changes(reports[:1], reports, changed)) == 2
