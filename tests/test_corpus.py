"""What charts call a region, and that regions of one name stay apart in every chart."""

import shutil

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

import fazhi
from fazhi import catalog, schema
from fazhi.corpus import Corpus
from fazhi.errors import FazhiError, UnknownName
from fazhi.modelling import descriptives
from fazhi.modelling.theme_frequencies import GROUPS
from fazhi.reporting import charts, figures
from fazhi.shown_reports import region_names

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


def test_the_folder_of_a_run_and_of_its_tables_both_open(built, tmp_path):
    assert fazhi.open(str(built)).reports.equals(fazhi.open(built.parent).reports)
    with pytest.raises(FazhiError, match=r"looked for .*/reports\.parquet and .*/tables/reports\.parquet"):
        fazhi.open(tmp_path)


def test_a_corpus_says_what_it_holds(sample):
    n, regions = len(sample.reports), sample.reports["region_code"].nunique()
    for told in (repr(sample), sample._repr_html_()):
        assert f"{n} reports, {regions} regions" in told and "0 files excluded" in told
    assert "1 region, 1 year (2023)" in repr(sample.shown(regions="青屿市", years=2023))


@pytest.mark.parametrize("regions", ["970100", "青屿市", ["970100", "青屿市"], [970100], ("青屿市",)])
@pytest.mark.parametrize("years", [2023, "2023", range(2023, 2024), [2023.0], np.int64(2023)])
def test_regions_and_years_are_given_as_one_thinks_of_them(sample, regions, years):
    shown = sample.shown(regions=regions, years=years).reports
    assert list(zip(shown["region_code"], shown["year"], strict=True)) == [("970100", 2023)]


@pytest.mark.parametrize(
    ("choice", "said"),
    [
        ({"regions": "青屿县"}, "青屿市 970100"),
        ({"regions": 970101}, "970100"),
        ({"years": 2020}, "choose from: 2022"),
        ({"years": "all"}, "unknown year 'all'"),
        ({"departments": "司法"}, "unknown department '司法'"),
        ({"issuer_type": "goverment"}, "government"),
    ],
)
def test_an_unknown_choice_is_refused_with_what_there_is(sample, choice, said):
    with pytest.raises(UnknownName, match=said):
        sample.shown(**choice)


def test_a_name_that_several_regions_share_is_refused_with_their_codes(homonyms):
    with pytest.raises(FazhiError, match=r"2 regions.*梧桐区\(砚川市\) 98"):
        homonyms.shown(regions="梧桐区")
    assert set(homonyms.shown(regions="梧桐区(青屿市)").reports["region_code"]) == {"970102"}


def test_what_is_shown_can_be_shown_again(homonyms):
    reports = homonyms.reports.assign(issuer_type="department", department="司法局")
    once = Corpus(homonyms.folder, reports).shown(issuer_type="department")
    assert "梧桐区(青屿市)司法局" in set(once.reports["region"])
    assert once.shown().reports.equals(once.reports)


def test_joined_ids_are_split_and_an_unknown_one_is_refused(sample):
    ids = list(sample.quantities["quantity_id"].head(3))
    found = sample.sentences("|".join(ids))
    assert sorted(found["quantity_id"]) == sorted(ids)
    assert sample.sentences([f"{ids[0]}|{ids[1]}", ids[2]]).equals(found)
    with pytest.raises(UnknownName, match="unknown quantity_id"):
        sample.sentences([ids[0], "970100-2023-0000/q1.1"])
    assert sample.sentences("").empty


def test_values_are_the_panel_with_its_sentences(sample):
    shown = sample.shown()
    panel = shown.values(["reconsideration.accepted", "mediation.cases"], lang="en")
    assert list(dict.fromkeys(panel["indicator_id"])) == ["reconsideration.accepted", "mediation.cases"]
    assert set(panel["report_id"]) == set(shown.reports["report_id"])
    stated, silent = panel["value"].notna(), panel["status"] == "not reported"
    assert panel.loc[stated, "status"].isin(["reported", "reported as zero"]).all()
    assert (panel.loc[stated, "sentence"] != "").all() and panel.loc[silent, "value"].isna().all()
    raw = sample.quantities.set_index("quantity_id")["raw"]
    for row in panel[stated].itertuples():
        assert all(raw[one] in row.sentence for one in row.quantity_ids.split("|"))
    with pytest.raises(UnknownName, match=r"mediation\.cases"):
        sample.values("mediation.case")
    assert sample.values().columns.equals(panel.columns)


OF_CORPUS = {
    "anatomy": lambda corpus: corpus.anatomy(),
    "candour": lambda corpus: corpus.candour(),
    "coverage": lambda corpus: corpus.coverage(),
    "disclosure": lambda corpus: corpus.disclosure_shares(),
    "indicator_dots": lambda corpus: corpus.values(["mediation.cases", "litigation.cases"]),
    "indicator_lines": lambda corpus: corpus.values("mediation.cases"),
    "indicator_multiples": lambda corpus: corpus.values(["mediation.cases", "litigation.cases"]),
    "recurrence": lambda corpus: corpus.shown(regions="970100").recurrence(),
    "stated_computed": lambda corpus: corpus.rates(["litigation.attendance_ratio", "mediation.success_ratio"]),
    "theme_bars": lambda corpus: corpus.theme_frequencies(by="all"),
    "theme_cooccurrence": lambda corpus: corpus.theme_cooccurrence(),
    "theme_courses": lambda corpus: corpus.theme_courses(),
    "theme_heatmap": lambda corpus: corpus.theme_frequencies(),
    "theme_heatmap_of_reports": lambda corpus: corpus.theme_frequencies(),
    "theme_intervals": lambda corpus: corpus.theme_frequencies(by="year"),
}


@pytest.mark.parametrize("chart", OF_CORPUS)
def test_a_chart_takes_what_the_corpus_gives(sample, chart):
    table = OF_CORPUS[chart](sample.shown())
    assert len(table)
    with figures.style(height=150):
        drawn = getattr(charts, chart)(table)
        assert "没有数据" not in {text.get_text() for text in np.ravel(drawn)[0].texts}
    plt.close("all")


def test_the_heat_map_takes_every_group_that_is_counted(sample):
    for by in GROUPS:
        table = sample.shown().theme_frequencies(by=by)
        with figures.style(height=150):
            heads = charts.theme_heatmap(table, by=by).get_xticklabels()
        assert len(heads) == len(table.drop_duplicates([by, *(["region_code"] if by == "region" else [])]))
    with pytest.raises(UnknownName, match=r"by 'county'.*province"):
        sample.theme_frequencies(by="county")
    plt.close("all")


def test_what_stands_mostly_in_given_places_is_left_out(sample):
    whole = sample.shown()
    first, second = whole.problems.iloc[0], whole.problems.iloc[1]
    half = (second["start"] + second["end"]) // 2 - 1
    places = pd.DataFrame([first, second])[["report_id", "line", "start", "end"]].reset_index(drop=True)
    places.loc[1, "end"] = half
    left = whole.without(places)
    assert set(whole.problems["problem_id"]) - set(left.problems["problem_id"]) == {first["problem_id"]}
    assert first["problem_id"] not in set(left.problem_themes["problem_id"])
    assert set(left.words["segment_id"]) <= set(left.segments["segment_id"])
    nothing = whole.without(places.iloc[:0])
    assert len(nothing.segments) == len(whole.segments) and len(nothing.words) == len(whole.words)


def test_shared_sentences_are_left_out_by_the_table_reuse(built, tmp_path):
    shutil.copytree(built, tmp_path / "tables")
    whole = fazhi.open(tmp_path / "tables")
    (tmp_path / "tables" / "reuse.parquet").unlink(missing_ok=True)
    assert len(whole.without_shared([]).problems) == len(whole.problems)
    with pytest.raises(FazhiError, match=r"no table reuse.*fazhi run --only reuse"):
        whole.without_shared(["boilerplate"])
    with pytest.raises(UnknownName, match="year on year"):
        whole.without_shared(["year in year"])
    one, other = whole.problems.iloc[0], whole.problems.iloc[1]
    kinds = [(one, "boilerplate"), (one, "year on year"), (other, "region to region")]
    place = ["report_id", "line", "start", "end"]
    rows = [dict(row[place]) | {"kind": kind, "role": "problem", "places": 3} for row, kind in kinds]
    whole.write(reuse=pd.DataFrame(rows))
    left = fazhi.open(tmp_path / "tables").without_shared(["boilerplate", "year on year"])
    assert set(whole.problems["problem_id"]) - set(left.problems["problem_id"]) == {one["problem_id"]}


def test_a_theme_is_no_indicator_and_an_indicator_no_ratio(sample):
    with pytest.raises(UnknownName, match="unknown indicator 'mediation'"):
        sample.values("mediation")
    with pytest.raises(UnknownName, match=r"unknown ratio 'mediation\.cases'"):
        sample.rates("mediation.cases")


def test_a_row_of_values_leads_to_its_sentences(sample):
    values = sample.shown().values("mediation.cases").dropna(subset="value")
    assert sample.sentences(values).equals(sample.sentences(values["quantity_ids"]))
    assert len(sample.sentences(values.iloc[0])) == len(values["quantity_ids"].iloc[0].split("|"))


def test_a_range_is_a_span_of_years(sample):
    assert set(sample.shown(years=range(2000, 2100)).reports["year"]) == set(sample.reports["year"])
    with pytest.raises(UnknownName, match="unknown year 2000"):
        sample.shown(years=range(2000, 2005))


def test_a_department_s_region_is_known_by_both_names(sample):
    shown = sample.shown()
    both = shown.reports.loc[shown.reports["issuer_type"] == "department", "region"].iloc[0]
    region = shown.reports.set_index("region").at[both, "region_code"]
    for corpus in (sample, shown):
        assert set(corpus.shown(regions=both).reports["region_code"]) == {region}
    of_region, again = (corpus.shown(regions=both.removesuffix("司法局")).reports for corpus in (sample, shown))
    assert set(again["report_id"]) == set(of_region["report_id"])


def test_a_panel_has_one_number_for_each_region_year_and_indicator(sample):
    shown, ids = sample.shown(), ["mediation.cases", "litigation.lost"]
    panel, values = shown.panel(ids), shown.values(ids)
    assert list(panel.columns) == ids and panel.index.is_unique and len(panel) == len(shown.reports)
    plain = values[values["value"].notna() & (values["qualifier"] == "")]
    for row in plain.itertuples():
        assert panel.loc[(row.region_code, row.region, row.year), row.indicator_id] == row.value
    assert panel.count().sum() == len(plain) < panel.size


def test_a_panel_of_several_reports_for_one_year_is_refused(homonyms):
    doubled = Corpus(homonyms.folder, pd.concat([homonyms.reports, homonyms.reports.head(1)]))
    with pytest.raises(FazhiError, match=r"several reports for \d{4}; choose one: corpus\.shown"):
        doubled.panel("mediation.cases")


def test_english_tables_name_regions_and_themes_in_english(sample):
    shown = sample.shown()
    names = set(shown.values("mediation.cases", lang="en")["region"])
    assert names == set(shown.theme_frequencies(lang="en")["region"]) and all(map(str.isascii, names))
    themes = shown.theme_frequencies("all", lang="en")
    assert themes["theme"].map(str.isascii).all() and (themes["theme"] != themes["theme_id"]).all()
    with pytest.raises(UnknownName, match="unknown language 'fr'"):
        shown.theme_frequencies(lang="fr")


def test_years_and_views_describe_themselves(sample):
    assert sample.years == sorted(set(sample.reports["year"]))
    region = sample.reports["region"].iloc[0]
    assert repr(sample.region(region)).startswith(f"{region} (2022, 2023, 2024): ")


def test_completion_of_charts_offers_charts_alone():
    assert sorted(dir(charts)) == sorted(charts.__all__)


def test_only_refuses_a_column_that_is_not_there(sample):
    with pytest.raises(UnknownName, match=r"unknown column 'indicator'; nearest: indicator_id"):
        descriptives.only(sample.indicators, "indicator", ["mediation.cases"])


def test_repeated_numbers_are_left_out_with_their_status_and_other_values_stay(built, tmp_path):
    shutil.copytree(built, tmp_path / "tables")
    whole = fazhi.open(tmp_path / "tables")
    alone = whole.indicators[~whole.indicators["quantity_ids"].str.contains("|", regex=False)]
    alone = alone[~alone.duplicated(["report_id", "indicator_id"], keep=False)]
    told = alone.merge(whole.quantities, left_on="quantity_ids", right_on="quantity_id", suffixes=("", "_read"))
    told = told[told["indicator_id"] == told["indicator_id_read"]]
    one, *_, other = (rows for _, rows in told.groupby(["indicator_id", "value_read", "unit_read"])
                      if rows["report_id"].nunique() > 1)  # fmt: skip
    one, other = one.iloc[0], other.iloc[0]
    same = whole.quantities[(whole.quantities[["indicator_id", "value", "unit"]]
                             == [one["indicator_id"], one["value_read"], one["unit_read"]]).all(axis=1)]  # fmt: skip
    source = same[same["report_id"] != one["report_id"]].iloc[0]
    place = ["line", "start", "end"]
    pairs = [(one, source), (other, source)]  # the second has another number than its source
    rows = [
        {"report_id": own["report_id"], "source_report_id": there["report_id"], "kind": "year on year", "places": 2}
        | {name: own[name] for name in place} | {f"source_{name}": there[name] for name in place}
        for own, there in pairs
    ]  # fmt: skip
    whole.write(reuse=pd.DataFrame(rows).assign(role="achievement", direction="shared", similarity=1.0))
    left = fazhi.open(tmp_path / "tables").without_repeated_numbers(["year on year"])
    value = ["report_id", "indicator_id"]
    for name in ("indicators", "disclosure"):
        gone = set(map(tuple, getattr(whole, name)[value].values)) - set(map(tuple, getattr(left, name)[value].values))
        assert gone == {tuple(one[value])}, name
    assert len(fazhi.open(tmp_path / "tables").without_repeated_numbers([]).indicators) == len(whole.indicators)


def test_of_a_large_file_only_the_shown_rows_are_read(sample):
    shown = sample.shown(regions="970100")
    for name in set(schema.COLUMNS) - {"reports"}:
        whole = Corpus(sample.folder, shown.reports)
        whole._shown_rows = lambda name: None
        pd.testing.assert_frame_equal(getattr(shown, name), getattr(whole, name))
    assert shown._shown_rows("segments") == [("report_id", "in", list(shown.reports["report_id"]))]
    assert shown._shown_rows("ledger") is None
