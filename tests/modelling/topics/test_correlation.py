"""Topics that go together in reports are told from those that do not, and few regions carry no interval."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from fazhi.modelling.topics import correlation


@pytest.fixture(scope="module")
def together(found):
    """The fit of twelve reports with shares such that the first two topics rise and fall together."""
    _, report = np.unique(found.documents.report_ids, return_inverse=True)
    rng = np.random.default_rng(1)
    common, third = rng.uniform(0.1, 0.3, (2, 12))
    of_report = np.column_stack([common, common, third, *[(1 - 2 * common - third) / 2] * 2])
    shares = of_report[report]
    return replace(found, shares=shares, refit_shares=np.array([shares, shares]))


def test_what_rises_together_correlates_with_an_interval_above_zero(together, listed, tables):
    regions = tables[2].assign(region_code=[f"{n // 2:06d}" for n in range(12)])
    table = correlation.correlations(together, listed, regions)
    assert len(table) == 10
    first = table.iloc[0]
    assert (first["topic_id"], first["other_id"]) == ("t01", "t02")
    assert first["correlation"] == pytest.approx(1) and first["low"] == pytest.approx(1)
    assert (table["low"] <= table["high"]).all()
    assert table["correlation"].between(-1 - 1e-9, 1 + 1e-9).all()


def test_few_regions_carry_no_interval(together, listed, tables):
    table = correlation.correlations(together, listed, tables[2])
    assert tables[2]["region_code"].nunique() < correlation.FEWEST_REGIONS
    assert table[["low", "high"]].isna().all(axis=None) and table["correlation"].notna().all()


def test_the_same_seed_gives_the_same_intervals(together, listed, tables):
    regions = tables[2].assign(region_code=tables[2]["report_id"])
    first, second = (correlation.correlations(together, listed, regions) for _ in range(2))
    pd.testing.assert_frame_equal(first, second)
