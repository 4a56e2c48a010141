"""What several people say of the same statements."""

import numpy as np
import pandas as pd
import pytest

from fazhi.modelling.validation import coders

IDS = [f"p{n:02}" for n in range(10)]


def coding(marks, theme="digital"):
    return pd.DataFrame({"problem_id": [i for i, m in zip(IDS, marks, strict=True) if m == "1"], "theme_id": theme})


def test_alpha_of_a_published_example():
    """Krippendorff, K. (2011). Computing Krippendorff's alpha-reliability, A: binary data; alpha 0.095."""
    found = coders.alpha_among([coding("0100000010"), coding("1110010000")], IDS, ["digital", "mediation"])
    assert found["alpha_people"].iloc[0] == pytest.approx(0.095, abs=0.0005)
    assert np.isnan(found["alpha_people"].iloc[1]) and set(found["coders"]) == {2}


def test_most_decide_and_ties_are_left_out():
    one, two, three = (coding(marks) for marks in ("1100000000", "1010000000", "1110000000"))
    found = coders.majority([one, two, three], IDS, ["digital"]).set_index("problem_id")["theme_id"]
    assert list(found[found == "digital"].index) == IDS[:3] and (found == "other").sum() == 7
    assert set(coders.majority([one, two], IDS, ["digital"])["problem_id"]) == set(IDS) - {"p01", "p02"}
    assert coders.disputed([one, two], IDS, ["digital"]) == ["p01", "p02"]
    assert coders.disputed([one, one], IDS, ["digital"]) == []
