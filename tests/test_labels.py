"""Every label and caption that the code asks for is in the catalogue, and the catalogue has no others."""

import ast
import json
from functools import cache

import pytest

from fazhi import catalog, csv_rows, differences, paths, schema
from fazhi.columns import TABLES
from fazhi.measuring.indicators import values
from fazhi.modelling import theme_frequencies
from fazhi.modelling.reuse import origins, repeats
from fazhi.modelling.validation import review_queue
from fazhi.reporting import charts
from fazhi.reporting.charts import corrected_shares, reuse

LISTED = {
    "area": set(catalog.load().indicators["area"]),
    "level": schema.LEVELS,
    "role": schema.ROLES,
    "issuer": [*schema.ISSUER_TYPES, ""],
    "status": schema.DISCLOSURE,
    "bound": schema.BOUNDS,
    "check": schema.CHECK_KINDS,
    "finding": schema.CHECK_KINDS,
    "whose": schema.WHOSE,
    "when": schema.WHEN,
    "kind": schema.KIND,
    "qualifier": values.QUALIFIERS,
    "reuse": schema.REUSE_KINDS,
    "direction": schema.DIRECTIONS,
    "commitment": schema.COMMITMENT_TYPES,
    "outcome": [*schema.OUTCOMES, "no commitment"],
    "origin": origins.PARTS,
    "repeat": repeats.REPEATS,
    "course": theme_frequencies.COURSES,
    "reason": review_queue.REASONS,
    "because": ["corpus", *differences.ORIGINS.values()],
    "change": ["reports", "values", "themes", "new", "changed", "vanished"],
    "truth": [True, False],
    "place": ["line", "statement"],
}
"""What a label's id is composed of after its kind, where code composes it; the catalogue has these and no others."""
METRICS = ["held_out", "coherence", "stability", "exclusivity"]
COMPOSED = {
    "chart": {
        *METRICS,
        *set(schema.BOUNDS) - {"exact"},
        *(f"{of}_{unit}" for unit in theme_frequencies.UNITS for of in ("few", "share_of")),
        *(f"{column}_shown" for column in (*corrected_shares.SHARES, *reuse.WITH_AND_WITHOUT)),
    },
    "caption": {"title", "caption", "alt"},
}
"""The same of kinds of which other ids stand in the code as they are."""


@cache
def literals(folder: str = "") -> frozenset[str]:
    """Every string in the library's code."""
    trees = [ast.parse(file.read_text("utf-8")) for file in (paths.LIBRARY / folder).rglob("*.py")]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    pieces = {id(piece) for node in nodes if isinstance(node, ast.JoinedStr) for piece in node.values}
    whole = [node for node in nodes if isinstance(node, ast.Constant) and id(node) not in pieces]
    return frozenset(node.value for node in whole if isinstance(node.value, str))


def labelled(kind: str) -> set[str]:
    """What the catalogue's labels of a kind are called after the point."""
    ids = catalog.load().labels["id"]
    return {one.removeprefix(f"{kind}.") for one in ids if one.startswith(f"{kind}.")}


@pytest.mark.parametrize("kind", LISTED)
def test_the_labels_of_a_kind_are_the_values_that_it_has(kind):
    assert labelled(kind) == set(map(str, LISTED[kind]))


@pytest.mark.parametrize("kind", COMPOSED)
def test_labels_that_code_writes_out_or_composes_are_those_of_the_catalogue(kind):
    written = {one.removeprefix(f"{kind}.") for one in literals() if one.startswith(f"{kind}.")}
    assert labelled(kind) == written | COMPOSED[kind]


def test_every_other_id_that_stands_in_the_code_is_a_label():
    kinds = {one.partition(".")[0] for one in catalog.load().labels["id"]} - {"message"}
    written = {one for one in literals("reporting") if one.partition(".")[0] in kinds and one.partition(".")[2]}
    assert {one for one in written if one.count(".") == 1 and not one.endswith((".csv", ".json"))} <= set(
        catalog.load().labels["id"]
    )


def test_heads_are_those_of_a_table_that_there_is():
    notebooks = [json.loads(file.read_text("utf-8")) for file in paths.NOTEBOOKS.glob("*.ipynb")]
    shown = " ".join("".join(cell["source"]) for book in notebooks for cell in book["cells"])
    columns = {column for table in TABLES.values() for column in table.columns} | literals()
    composed = {name for one in columns for name in (f"{one}_low", f"{one}_high")}
    assert {one for one in labelled("column") if one not in columns | composed and one not in shown} == set()
    for kind in ("profile", "codings"):
        names = literals("modelling/validation") | literals("reporting")
        assert labelled(kind) <= {one.removeprefix(f"{kind}.") for one in names}


def test_units_are_those_that_numbers_have():
    from fazhi.measuring.quantities.numerals import UNITS

    indicators = catalog.load().indicators
    accepted = {unit for cell in indicators["units"] for unit in cell.split("|")} | set(indicators["unit"])
    groups = set(indicators["id"].str.partition(".")[0])
    for unit, _, group in (one.partition(".") for one in labelled("unit")):
        assert unit in accepted or unit in UNITS
        assert not group or group in groups


def test_every_chart_has_a_caption_and_every_caption_a_chart():
    known = set(csv_rows.read_table(paths.CATALOG / "captions.csv", ["id"])["id"])
    assert set(charts.__all__) <= known
    assert known - set(charts.__all__) <= {"theme_heatmap_of_reports", "profile"}
