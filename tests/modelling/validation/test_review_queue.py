"""The queue holds every value that nobody has looked at, the doubtful ones first, each with its reasons."""

import pandas as pd
import pytest

from fazhi.modelling.validation import review_queue
from fazhi.schema import typed

YEARS = range(2019, 2024)


def value(report_id, number, *, at=1, **more):
    about = {"report_id": report_id, "region_code": report_id[:6], "year": int(report_id[7:11]), "unit": "件"}
    about |= {"indicator_id": "mediation.cases", "value": number, "bound": "exact", "qualifier": "", "confidence": 0.95}
    return about | {"quantity_ids": f"{report_id}/q7.{at}"} | more


def reports(ids):
    sizes = {"n_chars": 1, "n_segments": 1, "n_quantities": 1, "n_problems": 0, "level": "county"}
    about = [{"report_id": one, "file": f"{one}.txt", "year": int(one[7:11])} for one in ids]
    return typed("reports", [row | sizes for row in about])


def queued(rows, checks=(), corrections=()):
    tables = [typed("indicators", list(rows)), typed("checks", list(checks))]
    known = reports(sorted({row["report_id"] for row in rows}))
    return review_queue.queue(*tables, known, typed("corrections", list(corrections)))


def test_without_reasons_the_order_is_that_of_confidence():
    found = queued([value("970100-2023-aaaa", 5.0, confidence=0.97), value("970200-2023-bbbb", 6.0, confidence=0.5)])
    assert list(found["confidence"]) == [0.5, 0.97]
    assert list(found["reasons"]) == ["low confidence", ""]


def test_a_failed_check_goes_before_a_sure_value():
    rows = [value("970100-2023-aaaa", 5.0), value("970200-2023-bbbb", 6.0)]
    check = {"report_id": "970200-2023-bbbb", "kind": "conflict", "quantity_ids": "970200-2023-bbbb/q7.1"}
    found = queued(rows, [check])
    assert list(found["reasons"]) == ["conflict", ""]
    assert found["doubt"].iloc[0] == pytest.approx(1 - 0.95 / 2)


def test_a_value_three_times_its_other_years_is_named():
    rows = [value(f"970100-{year}-aaaa", 1000.0 if year == 2021 else 100.0) for year in YEARS]
    found = queued(rows)
    assert list(found.loc[found["reasons"] == "other years", "year"]) == [2021]


def test_a_share_or_a_figure_of_another_scope_is_not_compared_with_other_years():
    def of_years(**more):
        return [value(f"970100-{year}-aaaa", 90.0 if year == 2021 else 9.0, **more) for year in YEARS]

    assert set(queued(of_years(unit="%"))["reasons"]) == {""}
    assert "other years" not in set(queued(of_years(qualifier="cumulative"))["reasons"])


def test_two_years_tell_nothing_of_each_other():
    found = queued([value("970100-2022-aaaa", 1.0), value("970100-2023-aaaa", 900.0)])
    assert set(found["reasons"]) == {""}


def test_a_region_far_from_its_like_is_named_and_few_are_no_like():
    rows = [value(f"9{n:05d}-2023-aaaa", 100.0 + n) for n in range(9)] + [value("999999-2023-aaaa", 90_000.0)]
    found = queued(rows)
    assert list(found.loc[found["reasons"] == "similar regions", "region_code"]) == ["999999"]
    assert "similar regions" in set(queued(rows[-review_queue.ENOUGH_REGIONS :])["reasons"])
    assert set(queued(rows[-review_queue.ENOUGH_REGIONS + 1 :])["reasons"]) == {""}


def test_another_measure_is_shown_only_where_there_is_no_value():
    cumulative = {"qualifier": "cumulative", "at": 9}
    alone = queued([value("970100-2023-aaaa", 640.0, **cumulative)])
    assert list(alone["reasons"]) == ["withheld"]
    beside = queued([value("970100-2023-aaaa", 110.0), value("970100-2023-aaaa", 640.0, **cumulative)])
    assert list(beside["value"]) == [110.0]


@pytest.mark.parametrize("report", ["970100-2023-aaaa", "970100-2023-aaaa.txt"])
def test_what_was_looked_at_is_left_out(report):
    rows = [value("970100-2023-aaaa", 5.0), value("970200-2023-bbbb", 6.0)]
    seen = {"report": report, "line": 7, "start": 1, "field": "confirmed", "value": "yes"}
    assert list(queued(rows, corrections=[seen])["report_id"]) == ["970200-2023-bbbb"]


def test_precision_counts_each_number_once():
    rows = [("a.txt", 1, 1, "confirmed", "yes"), ("a.txt", 2, 1, "value", "3"), ("a.txt", 2, 1, "unit", "件"),
            ("a.txt", 3, 1, "themes", "other"), ("a.txt", 4, 1, "confirmed", "yes")]  # fmt: skip
    told = review_queue.precision_so_far(pd.DataFrame(rows, columns=["report", "line", "start", "field", "value"]))
    assert (told["n"], told["right"]) == (3, 2)
    assert told["low"] < told["precision"] < told["high"]
    assert told["precision"] == pytest.approx(2 / 3)


def test_nothing_looked_at_has_no_precision():
    told = review_queue.precision_so_far(typed("corrections", []))
    assert told["n"] == 0 and pd.isna(told["precision"])


def test_an_empty_corpus_has_an_empty_queue():
    assert queued([]).empty
