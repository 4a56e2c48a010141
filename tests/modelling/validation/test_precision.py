"""The sheet of numbers stands for the corpus; the filled one gives their precision with an interval."""

import numpy as np
import pandas as pd
import pytest

from fazhi.errors import FazhiError
from fazhi.modelling.validation import precision

INDICATORS = pd.DataFrame({"id": ["mediation.cases", "rules.docs_made"], "area": ["disputes", "rules"]})


@pytest.fixture
def numbers():
    """A hundred numbers: ten of disputes, five of rules, the others without indicator."""
    ids = [f"r/q{n:03}" for n in range(100)]
    indicator = ["mediation.cases"] * 10 + ["rules.docs_made"] * 5 + [""] * 85
    same = {"report_id": "r", "line": 1, "raw": "3件", "value": 3.0, "value_high": np.nan, "unit": "件"}
    same |= {"bound": "exact", "subject": "", "verb": "", "year": 2023}
    quantities = pd.DataFrame({"quantity_id": ids, "indicator_id": indicator, **same})
    return quantities, pd.DataFrame({"quantity_id": ids, "file": "a.txt", "sentence": "调解3件。"})


def test_every_area_is_on_the_sheet_and_the_sheet_stands_for_all(numbers):
    sheet = precision.sample_quantities(*numbers, INDICATORS, n=18, seed=1)
    assert list(sheet.columns) == precision.SHEET
    assert sheet["area"].value_counts().to_dict() == {"none": 7, "disputes": 6, "rules": 5}
    assert sheet.groupby("area")["weight"].sum().to_dict() == pytest.approx({"none": 85, "disputes": 10, "rules": 5})
    assert (sheet[["right", "note"]] == "").all(axis=None)


def test_the_sheet_depends_on_the_seed_alone(numbers):
    quantities, sentences = numbers
    first = precision.sample_quantities(quantities, sentences, INDICATORS, n=18, seed=1)
    assert first.equals(precision.sample_quantities(quantities.iloc[::-1], sentences, INDICATORS, n=18, seed=1))
    assert not first.equals(precision.sample_quantities(quantities, sentences, INDICATORS, n=18, seed=2))


def filled(area, weight, right):
    return pd.DataFrame({"area": area, "weight": weight, "right": right})


def test_precision_of_a_published_example():
    """Newcombe, R. G. (1998). Statistics in Medicine 17, 857–872, table I: 81 of 263, Wilson 0.2553 to 0.3662."""
    found = precision.precision(filled("rules", 1, ["yes"] * 81 + ["No "] * 182 + [""] * 9))
    for _, row in found.iterrows():
        assert (row["n"], row["right"]) == (263, 81)
        assert row["precision"] == pytest.approx(81 / 263)
        assert (row["precision_low"], row["precision_high"]) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert list(found["area"]) == ["rules", "all"]


def test_the_whole_counts_each_number_with_its_weight():
    """Two of four with weight 1 and three of four with weight 9 are right; the eight are worth 40²/(4 + 4·81) = 4.9."""
    found = precision.precision(
        filled(["a"] * 4 + ["b"] * 4, [1.0] * 4 + [9.0] * 4, ["是", "对", "否", "错", "yes", "y", "1", "no"])
    ).set_index("area")
    assert found["precision"].to_dict() == pytest.approx({"a": 0.5, "b": 0.75, "all": (2 + 27) / 40})
    size = 40**2 / (4 * 1 + 4 * 81)
    z2 = 1.959964**2
    centre = (29 / 40 + z2 / (2 * size)) / (1 + z2 / size)
    assert found.loc["all", ["precision_low", "precision_high"]].mean() == pytest.approx(centre, abs=1e-6)


def test_an_empty_sheet_is_refused():
    with pytest.raises(FazhiError, match="right"):
        precision.precision(filled("rules", 1, ["", " "]))
