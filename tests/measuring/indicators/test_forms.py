"""Sentences in the reports' wording, invented → the indicator of each number.

The labels were made before the rules were run. forms_held_out.tsv was left aside until the rules had been mended on the
others, and read once: its column first_sight says what they gave then: precision 0.94 and recall 0.90 in the first
sixty, in twenty more, written when those had been mended, 0.96 and 0.96, and in thirty of a third round (cases from 300
on) 0.94 and 0.94.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from fazhi import catalog
from fazhi.measuring.attribution.whose_and_when import attribute
from fazhi.measuring.indicators import matching
from fazhi.measuring.quantities.extraction import quantities, sentence

FOLDER, RULES = Path(__file__).parent, catalog.load().indicators
FORMS = pd.concat([pd.read_csv(FOLDER / name, sep="\t") for name in ("forms.tsv", "forms_held_out.tsv")])
REPORT = {"region": "云溪县", "level": "county", "province": "江南省", "prefecture": "安居市", "county": "云溪县"}
NONE, UNDECIDED = "-", "?"


@pytest.mark.parametrize("text", FORMS["sentence"].unique())
def test_the_indicator_of_each_number(text: str) -> None:
    segments = sentence(text).assign(heading="主要工作举措与成效", path="一、主要工作举措与成效")
    numbers = quantities(segments, 2024)
    found = matching.match(attribute(numbers, REPORT | {"year": 2024}), segments, RULES)
    wanted = FORMS[FORMS["sentence"] == text]
    left, given = list(zip(found["raw"], found["indicator_id"], strict=True)), []
    for raw in wanted["raw"]:
        at = next(n for n, (read, _) in enumerate(left) if read == raw)
        given.append(left.pop(at)[1] or NONE)
    decided = [(raw, one, want) for raw, one, want in zip(wanted["raw"], given, wanted["indicator"], strict=True)]
    assert [row[1] for row in decided if row[2] != UNDECIDED] == [row[2] for row in decided if row[2] != UNDECIDED]
