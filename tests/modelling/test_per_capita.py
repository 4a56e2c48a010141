"""Values per head: counts divided, bounds kept, rates and region-years without a population left out."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fazhi import catalog
from fazhi.errors import FazhiError
from fazhi.modelling import descriptives
from fazhi.modelling.per_capita import per_capita, without_population

CASES, RATE = "reconsideration.accepted", "mediation.success_rate"
INDICATORS = pd.DataFrame({"id": [CASES, RATE], "measure": ["flow", "rate"]})


def panel(*rows):
    columns = ["region_code", "region", "level", "year", "indicator_id", "status", "value", "bound", "unit"]
    return pd.DataFrame(rows, columns=columns)


def people(*rows):
    return pd.DataFrame(rows, columns=["region_code", "year", "population"])


WANGYU = ("970102", "望榆区", "county")
ROWS = panel(
    (*WANGYU, 2022, CASES, "reported", 48.0, "more_than", "件"),
    (*WANGYU, 2023, CASES, "reported as zero", 0.0, "exact", "件"),
    (*WANGYU, 2024, CASES, "not reported", np.nan, "", ""),
    (*WANGYU, 2022, RATE, "reported", 97.1, "exact", "%"),
    ("980221", "鹤坪县", "county", 2022, CASES, "reported", 60.0, "exact", "件"),
)
POPULATION = people(("970102", 2022, 400_000), ("970102", 2023, 410_000), ("970102", 2024, 420_000))


def test_worked_values_keep_status_and_bound():
    table = per_capita(ROWS, POPULATION, INDICATORS)
    assert list(table["year"]) == [2022, 2023, 2024]
    np.testing.assert_allclose(table["value"], [1.2, 0, np.nan])
    assert list(table["bound"]) == ["more_than", "exact", ""]
    assert list(table["status"]) == ["reported", "reported as zero", "not reported"]
    np.testing.assert_allclose(table["count"], [48, 0, np.nan])
    assert set(table["per"]) == {10_000}
    np.testing.assert_allclose(per_capita(ROWS, POPULATION, INDICATORS, 100_000)["value"], [12, 0, np.nan])


def test_rates_are_not_divided():
    assert set(per_capita(ROWS, POPULATION, INDICATORS)["indicator_id"]) == {CASES}


def test_region_years_without_a_population_are_listed_and_never_zero():
    missing = without_population(ROWS, POPULATION)
    assert missing.to_dict("records") == [
        {"region_code": "980221", "region": "鹤坪县", "level": "county", "year": 2022}
    ]
    assert "980221" not in set(per_capita(ROWS, POPULATION, INDICATORS)["region_code"])


@pytest.mark.parametrize(("code", "has_its_own"), [("970102", False), ("970102003", True)])
def test_a_township_is_not_divided_by_its_parent_s_population(code, has_its_own):
    rows = panel((code, "柳河镇", "township", 2022, CASES, "reported", 3.0, "exact", "件"))
    population = people(("970102", 2022, 400_000), ("970102003", 2022, 30_000))
    table = per_capita(rows, population, INDICATORS)
    assert list(table["value"]) == ([1.0] if has_its_own else [])
    assert without_population(rows, population).empty == has_its_own


@pytest.mark.parametrize("per", [0, -1])
def test_a_denominator_is_above_zero(per):
    with pytest.raises(FazhiError, match=f"per must be at least 1, but is {per}"):
        per_capita(ROWS, POPULATION, INDICATORS, per)


@given(
    st.lists(st.tuples(st.integers(1, 10**8), st.one_of(st.none(), st.integers(0, 10**7))), min_size=1, max_size=20),
    st.sampled_from([1, 1000, 10_000, 100_000]),
)
def test_multiplied_back_the_counts_return(cases, per):
    rows = panel(
        *(
            (
                "970102",
                "望榆区",
                "county",
                1980 + n,
                CASES,
                "reported",
                np.nan if value is None else value,
                "exact",
                "件",
            )
            for n, (_, value) in enumerate(cases)
        )
    )
    population = people(*(("970102", 1980 + n, size) for n, (size, _) in enumerate(cases)))
    table = per_capita(rows, population, INDICATORS, per)
    np.testing.assert_allclose(table["value"] * table["population"] / per, rows["value"].astype(float))
    assert table["value"].isna().equals(rows["value"].isna())


def test_the_sample_s_panel_splits_into_divided_left_out_and_rates(sample):
    everything = descriptives.indicator_panel(sample.indicators, sample.disclosure, sample.reports)
    known = catalog.load().indicators
    population = people(("970100", 2022, 2_500_000), ("980200", 2023, 1_900_000))
    table = per_capita(everything, population, known)
    missing = without_population(everything, population)
    assert len(missing) == 10
    assert set(table["region_code"] + table["year"].astype(str)) == {"9701002022", "9802002023"}
    assert not set(table["indicator_id"]) & set(known.query("measure == 'rate'")["id"])
