import numpy as np
import pandas as pd
import pytest

from fazhi.modelling import year_on_year


def panel(*rows):
    columns = "year indicator_id status value bound unit qualifier".split()
    return pd.DataFrame(rows, columns=columns).assign(region_code="970100", region="甲屿市")


def of(table, year):
    return table.set_index("year").at[year, "change"]


def test_a_change_is_a_share_of_the_year_before():
    table = year_on_year.on_the_year_before(
        panel(
            (2022, "litigation.cases", "reported", 80.0, "exact", "件", ""),
            (2023, "litigation.cases", "reported", 100.0, "exact", "件", ""),
            (2024, "litigation.cases", "reported", 90.0, "exact", "件", ""),
        )
    )
    assert np.isnan(of(table, 2022))
    assert (of(table, 2023), of(table, 2024)) == pytest.approx((0.25, -0.1))


@pytest.mark.parametrize(
    "before",
    [
        (2023, "litigation.cases", "not reported", np.nan, "", "", ""),
        (2023, "litigation.cases", "reported", 80.0, "more_than", "件", ""),
        (2023, "litigation.cases", "reported", 80.0, "exact", "人", ""),
        (2023, "litigation.cases", "reported", 80.0, "exact", "件", "本级"),
        (2023, "litigation.cases", "reported as zero", 0.0, "exact", "件", ""),
        (2022, "litigation.cases", "reported", 80.0, "exact", "件", ""),
        (2023, "mediation.cases", "reported", 80.0, "exact", "件", ""),
    ],
    ids=["missing", "bound", "unit", "qualifier", "zero", "two years before", "another indicator"],
)
def test_no_change_between_what_cannot_be_compared(before):
    table = year_on_year.on_the_year_before(
        panel(before, (2024, "litigation.cases", "reported", 9.0, "exact", "件", ""))
    )
    assert np.isnan(of(table, 2024))


def test_of_two_values_of_a_year_the_one_without_a_qualifier_is_taken():
    table = year_on_year.on_the_year_before(
        panel(
            (2024, "litigation.cases", "reported", 40.0, "exact", "件", "本级"),
            (2024, "litigation.cases", "reported", 90.0, "exact", "件", ""),
        )
    )
    assert list(table["value"]) == [90.0]


def test_the_order_of_indicators_is_kept():
    rows = [(2024, name, "reported", 1.0, "exact", "件", "") for name in ("openness.published", "litigation.cases")]
    assert list(year_on_year.on_the_year_before(panel(*rows))["indicator_id"]) == [
        "openness.published",
        "litigation.cases",
    ]
