"""Notebook 2 with the parameters of a researcher: seeds, facts of their own, a formula with a spline."""

import shutil

import numpy as np
import pandas as pd
import papermill
import pytest

import fazhi
from fazhi import paths
from fazhi.modelling.topics import effects


@pytest.fixture(scope="module")
def place(built, tmp_path_factory):
    """The sample's tables, and facts of all its regions and years but one."""
    place = tmp_path_factory.mktemp("topics")
    shutil.copytree(built, place / "tables")
    known = fazhi.open(place / "tables").shown().reports[["region_code", "year"]].iloc[1:]
    known.assign(gdp=np.linspace(1.0, 9.0, len(known))).to_csv(place / "facts.csv", index=False)
    given = {
        "tables": str(place / "tables"), "figures": str(place / "figures"), "formats": ["svg"], "lang": "en",
        "model": "lda", "k": 5, "grid": [5], "refits": 2, "seeds": ["行政复议|应诉"],
        "facts": str(place / "facts.csv"), "formula": "level + bs(gdp, df=3)",
    }  # fmt: skip
    notebook = paths.NOTEBOOKS / "2_topics.ipynb"
    papermill.execute_notebook(notebook, place / "run.ipynb", parameters=given, cwd=paths.NOTEBOOKS, progress_bar=False)
    return place


def test_expected_shares_are_drawn_over_the_number_of_the_formula(place):
    drawn = pd.read_csv(place / "figures" / "expected_shares.csv", encoding="utf-8-sig")
    assert set(drawn["fact"]) == {"gdp"} and set(drawn["n"]) == {11}, "a report without facts is left out"
    assert (drawn.groupby("topic_id").size() == effects.POINTS).all()
    assert drawn["value"].min() == 1.0 and drawn["value"].max() == 9.0


def test_a_seeded_topic_is_named_and_measured(place):
    topics = fazhi.open(place / "tables").topics
    seeded = topics.set_index("topic_id").loc["seed.行政复议、应诉"]
    assert "行政复议" in seeded["frex"].split("|")
    assert (topics["exclusivity"].between(0, 1) & topics["coherence"].between(-1, 1)).all()


def test_without_notebook_6_it_is_said_that_nothing_is_left_out(place):
    assert "run notebook 6 first" in (place / "run.ipynb").read_text("utf-8")
