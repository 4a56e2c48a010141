"""What charts call a region, and that regions of one name stay apart in every chart."""

import pandas as pd
import pytest

from fazhi import catalog
from fazhi.corpus import Corpus, region_names
from fazhi.modelling import descriptives

COLUMNS = ["region", "region_code", "province", "prefecture", "county", "level"]
REGIONS = [
    ("梧桐区", "970102", "澜岳省", "青屿市", "梧桐区", "county"),
    ("梧桐区", "980202", "沧宁省", "砚川市", "梧桐区", "county"),
    ("梧桐区", "960101", "汀州市", "", "梧桐区", "county"),
    ("望榆区", "970103", "澜岳省", "青屿市", "望榆区", "county"),
    ("城南镇", "970103", "澜岳省", "青屿市", "望榆区", "township"),
    ("城南镇", "970102", "澜岳省", "青屿市", "梧桐区", "township"),
    ("新区", "970104", "澜岳省", "青屿市", "", "county"),
    ("新区", "970105", "澜岳省", "青屿市", "", "county"),
]
NAMES = [
    "梧桐区(青屿市)",
    "梧桐区(砚川市)",
    "梧桐区(汀州市)",
    "望榆区",
    "城南镇(望榆区)",
    "城南镇(梧桐区)",
    "新区(970104)",
    "新区(970105)",
]


def table(rows=REGIONS):
    return pd.DataFrame(rows, columns=COLUMNS)


def test_a_name_that_two_regions_share_gets_the_region_above_or_the_code():
    assert list(region_names(table())) == NAMES


def test_years_of_one_region_share_its_name():
    assert set(region_names(table([REGIONS[0], REGIONS[0]]))) == {"梧桐区"}


def test_names_and_regions_fit_one_to_one():
    reports = pd.concat([table(), table()], ignore_index=True)
    named = reports.assign(name=region_names(reports)).drop_duplicates(["region_code", "region"])
    assert named["name"].is_unique


@pytest.fixture
def homonyms(sample):
    """The sample as if 青屿市's and 砚川市's district and county had one name."""
    reports = sample.reports.assign(
        region=sample.reports["region"].replace({"望榆区": "梧桐区", "鹤坪县": "梧桐区"}),
        county=sample.reports["county"].replace({"望榆区": "梧桐区", "鹤坪县": "梧桐区"}),
    )
    return Corpus(sample.folder, reports)


def test_regions_of_one_name_are_counted_and_named_apart(homonyms):
    shown = homonyms.shown()
    departments = {"梧桐区(青屿市)司法局", "梧桐区(砚川市)司法局"}
    assert set(shown.reports["region"]) == {"青屿市", "梧桐区(青屿市)", "砚川市", "梧桐区(砚川市)"} | departments
    panel = descriptives.indicator_panel(shown.indicators, shown.disclosure, shown.reports)
    assert panel.groupby("region")["region_code"].nunique().eq(1).all()
    shares = descriptives.disclosure_shares(shown.disclosure, shown.reports, catalog.load().indicators)
    assert shares.groupby(["region_code", "area"]).size().eq(3).all()


def test_a_name_stays_long_where_only_one_of_its_regions_is_shown(homonyms):
    shown = homonyms.shown(regions=["970102"], issuer_type="government")
    assert set(shown.reports["region"]) == {"梧桐区(青屿市)"}
