"""Parameters of the command line become what the notebooks' defaults are, or are refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fazhi import paths
from fazhi.errors import FazhiError
from fazhi.reporting.parameters import checked, defaults, literal

DEFAULTS = {name: value for notebook in paths.NOTEBOOKS.glob("*.ipynb") for name, value in defaults(notebook).items()}
OF_THE_RUN = {"tables", "figures"}


@pytest.mark.parametrize(
    ("name", "written", "read"),
    [
        ("years", "2023", [2023]),
        ("years", "[2022, '2023', 2024.0]", [2022, 2023, 2024]),
        ("years", "[]", []),
        ("years", "", []),
        ("regions", "[530102]", ["530102"]),
        ("regions", "五华区", ["五华区"]),
        ("k", "'12'", 12),
        ("issuer_type", "", ""),
    ],
)
def test_a_value_is_taken_as_it_is_meant(name, written, read):
    assert checked(name, literal(name, written), DEFAULTS[name]) == read


@pytest.mark.parametrize("name", sorted(DEFAULTS.keys() - OF_THE_RUN))
def test_every_default_is_a_valid_value(name):
    assert checked(name, DEFAULTS[name], DEFAULTS[name]) == DEFAULTS[name]


@given(
    st.sampled_from(sorted(DEFAULTS)), st.text(max_size=12) | st.sampled_from(["[]", "null", "1e999", "-1", "{a: b}"])
)
def test_whatever_is_written_gives_a_value_of_the_right_kind_or_a_sentence(name, written):
    try:
        value = checked(name, literal(name, written), DEFAULTS[name])
    except FazhiError as error:
        assert name in str(error)
    else:
        assert type(value) is type(DEFAULTS[name])


@pytest.mark.parametrize("value", ["9" * 5000, "2023-13-45"])
def test_a_number_or_a_date_that_can_be_none_is_named(value):
    with pytest.raises(FazhiError, match=r"parameter years: '.{9,81}' cannot be read"):
        literal("years", value)
