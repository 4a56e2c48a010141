"""What reading says of a file, in the language of a page."""

import re
from pathlib import Path

import pytest

import fazhi
from fazhi import catalog
from fazhi.reporting.site.messages import PREFIX, said

LABELS = catalog.load().labels
MESSAGES = LABELS[LABELS["id"].str.startswith(PREFIX)]
LIBRARY = "".join(file.read_text("utf-8") for file in Path(fazhi.__file__).parent.rglob("*.py"))


@pytest.mark.parametrize("message", MESSAGES["name_en"])
def test_a_message_is_one_that_reading_says(message):
    longest = max(re.split(r"\{\d\}|: |; ", message), key=len).strip()
    assert longest in LIBRARY, "reworded there: correct labels.csv"


@pytest.mark.parametrize("row", list(MESSAGES.itertuples()), ids=lambda row: row.id)
def test_a_message_keeps_what_it_tells(row):
    gaps = sorted(set(re.findall(r"\{\d\}", row.name_en)))
    told = [f"甲{n}" for n in range(len(gaps))]
    assert gaps == sorted(set(re.findall(r"\{\d\}", row.name_zh)))
    assert said(row.name_en.format(*told), "zh") == row.name_zh.format(*told)


def test_warnings_in_a_row_are_each_said_and_the_unknown_stay():
    warnings = "decoded as Big5; year: the text says 2022, the sidecar 2023; the sidecar is used; something else; more"
    assert said(warnings, "zh") == "按Big5解码；年度：正文为2022，附表为2023，以附表为准；something else; more"
    assert said(warnings, "en") == warnings
    assert said("", "zh") == ""
