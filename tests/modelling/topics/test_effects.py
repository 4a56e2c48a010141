"""Regression of shares: the least-squares part as statsmodels has it, the whole on a planted difference."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from fazhi.errors import FazhiError, UnknownName
from fazhi.modelling.topics import effects, regression


def test_coefficients_are_those_of_least_squares_and_single_cases_give_the_known_jackknife():
    rng = np.random.default_rng(2)
    design = np.column_stack([np.ones(40), rng.normal(size=40), rng.integers(0, 2, 40)])
    outcome = design @ [0.2, 0.05, -0.1] + rng.normal(scale=0.05, size=40)
    estimate, error, clusters = regression.jackknife(design, outcome[:, np.newaxis], np.arange(40))
    expected = sm.OLS(outcome, design).fit(cov_type="HC3")
    assert clusters == 40
    assert estimate[:, 0] == pytest.approx(expected.params)
    # statsmodels' HC3 leaves out the factor (n - 1) / n and the centring of MacKinnon, Nielsen and Webb's CV3
    assert error[:, 0] == pytest.approx(expected.bse, rel=0.03)


def test_a_term_that_one_region_alone_tells_has_no_error():
    design = np.column_stack([np.ones(8), np.repeat([1.0, 0, 0, 0], 2)])
    _, error, _ = regression.jackknife(design, np.arange(8.0)[:, np.newaxis], np.repeat(np.arange(4), 2))
    assert np.isnan(error[1, 0])


def test_design_leaves_out_what_does_not_vary_or_repeats():
    facts = pd.DataFrame({"year": [2022, 2023, 2024], "level": "county", "again": [1, 2, 3], "kind": ["a", "b", "a"]})
    design = regression.regressors("year + level + again + kind", facts.assign(level="county")).table
    assert list(design.columns) == ["Intercept", "year", "kind[T.b]"]
    assert design["year"].tolist() == [-1, 0, 1]


def test_a_planted_difference_is_found(found, listed, tables):
    reports, biggest = tables[2], found.shares[:, 0]
    own = pd.Series(biggest).groupby(found.documents.report_ids).mean()
    grouped = reports.assign(kind=np.where(reports["report_id"].map(own) > own.median(), "much", "little"))
    rows = effects.effects(found, listed, grouped, "kind").set_index("topic_id")
    assert rows.loc["t01", "term"] == "kind[T.much]"
    assert rows.loc["t01", "estimate"] > 0
    assert (rows["low"] < rows["estimate"]).all()
    assert (rows["estimate"] < rows["high"]).all()
    assert rows["estimate"].sum() == pytest.approx(0, abs=0.03), "shares add up to 1, so effects add up to 0"


def test_too_few_reports_or_nothing_that_varies_give_no_rows(found, listed, tables):
    assert effects.effects(found, listed, tables[2].assign(level="county"), "level").empty
    assert effects.effects(found, listed, tables[2].assign(name=tables[2]["report_id"]), "name").empty


def test_splines_and_interactions_are_those_of_least_squares():
    rng = np.random.default_rng(4)
    facts = pd.DataFrame({"year": np.repeat(np.arange(2015.0, 2025), 4), "level": ["county", "prefecture"] * 20})
    design = regression.regressors("bs(year, df=3) * level", facts).table
    assert design.shape == (40, 8)
    outcome = rng.normal(size=40)
    fitted = sm.OLS.from_formula("y ~ bs(year, df=3) * level", facts.assign(y=outcome)).fit().fittedvalues
    ours = design @ (np.linalg.pinv(design) @ outcome)
    assert np.allclose(ours, fitted), "whatever the basis, the same curves"


def test_facts_of_a_file_go_in_and_reports_without_them_stay_out(found, listed, tables):
    reports = tables[2]
    places = reports[["region_code", "year"]].drop_duplicates().iloc[1:]
    told = effects.with_facts(reports, places.assign(gdp=np.arange(len(places), dtype=float)))
    rows = effects.effects(found, listed, told, "gdp")
    assert rows["n"].eq(told["gdp"].notna().sum()).all() and told["gdp"].isna().any()
    with pytest.raises(FazhiError, match="column 'level'"):
        effects.with_facts(reports, places.assign(level="x"))


def test_unknown_facts_and_broken_formulas_say_what_there_is(found, listed, tables):
    with pytest.raises(UnknownName, match=r"'levle'; choose from: .*level"):
        effects.effects(found, listed, tables[2], "year + levle")
    with pytest.raises(FazhiError, match=r"formula 'year . .level' cannot be read"):
        effects.effects(found, listed, tables[2], "year + (level")


def test_an_expected_share_is_the_regressions_prediction_with_the_error_of_a_mean(found, listed, tables):
    """With one two-valued number the expected shares are the two groups' means, and their difference is the effect."""
    reports = tables[2]
    number = reports.assign(new=np.arange(len(reports)) % 2)
    curve = effects.expected_shares(found, listed, number, "new").query("topic_id == 't01'")
    own = pd.DataFrame(found.shares[:, 0], index=found.documents.report_ids)
    weight = pd.Series(found.documents.n_words, index=found.documents.report_ids)
    share = (own[0] * weight).groupby(level=0).sum() / weight.groupby(level=0).sum()
    means = share.groupby(number.set_index("report_id")["new"]).mean()
    assert curve["value"].tolist() == [0, 1] and curve["share"].to_numpy() == pytest.approx(means.to_numpy())
    slope = effects.effects(found, listed, number, "new").set_index("topic_id").loc["t01"]
    assert np.diff(curve["share"]) == pytest.approx(slope["estimate"])
    assert (curve["low"] < curve["share"]).all() and (curve["share"] < curve["high"]).all()


def test_a_curve_bends_with_a_spline_and_keeps_the_other_facts_as_they_are(found, listed, tables):
    rng = np.random.default_rng(1)
    reports = tables[2].assign(
        gdp=rng.normal(size=len(tables[2])), kind=np.where(np.arange(len(tables[2])) % 3, "a", "b")
    )
    curve = effects.expected_shares(found, listed, reports, "kind + bs(gdp, df=3)", over="gdp").query(
        "topic_id == 't01'"
    )
    assert len(curve) == effects.POINTS and curve["value"].iloc[[0, -1]].tolist() == [
        reports["gdp"].min(),
        reports["gdp"].max(),
    ]
    assert np.ptp(np.diff(curve["share"])) > 1e-4, "no straight line"
    one = effects.effects(found, listed, reports, "kind + gdp").query("topic_id == 't01'").set_index("term")["estimate"]
    line = effects.expected_shares(found, listed, reports, "kind + gdp").query("topic_id == 't01'")
    assert np.diff(line["share"]) == pytest.approx(np.diff(line["value"]) * one["gdp"])


def test_a_curve_needs_a_number_that_varies(found, listed, tables):
    reports = tables[2]
    assert effects.expected_shares(found, listed, reports, "region").empty
    assert effects.expected_shares(found, listed, reports.assign(year=2023, kind=reports["region"]), "year").empty
    with pytest.raises(UnknownName, match=r"unknown variable in the formula 'year': 'level'; choose from: year"):
        effects.expected_shares(found, listed, reports, "year", over="level")


def test_a_logarithm_of_a_centred_number_is_refused():
    facts = pd.DataFrame({"gdp": [1.0, 2.0, 3.0, np.nan]})
    assert regression.regressors("gdp", facts).table["gdp"].tolist() == [-1, 0, 1]
    with np.errstate(all="ignore"), pytest.raises(FazhiError, match="take logarithms in the file"):
        regression.regressors("np.log(gdp)", facts)
