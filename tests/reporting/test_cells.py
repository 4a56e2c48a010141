"""No text of a report is taken for a formula, and what was kept from being one is read back as it was."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fazhi.reporting.cells import as_written, without_formulas


@pytest.mark.parametrize("text", ["=1+1", "+A1", "-A1", "@sum", "\tx"])
def test_what_a_spreadsheet_would_compute_gets_an_apostrophe(text):
    assert without_formulas(pd.DataFrame({"text": [text]}))["text"].tolist() == ["'" + text]


def test_numbers_stay_numbers():
    table = pd.DataFrame({"value": [-1.5, 2.0], "raw": ["-5", "+3.2%"]})
    pd.testing.assert_frame_equal(without_formulas(table), table)


@given(st.lists(st.text("'=+-@1a\t", max_size=6)))
def test_it_is_read_back_as_it_was(texts):
    table = pd.DataFrame({"text": pd.Series(texts, dtype=object)})
    assert as_written(without_formulas(table))["text"].tolist() == texts
