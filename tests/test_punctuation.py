"""Full-width and half-width punctuation give the same segments, quantities, metadata and themes."""

import pytest

from fazhi import catalog, paths
from fazhi.measuring import themes
from fazhi.measuring.attribution.whose_and_when import attribute
from fazhi.measuring.indicators import matching
from fazhi.measuring.quantities import extraction
from fazhi.normalization import plain
from fazhi.reading.formats import files
from fazhi.reading.metadata import record
from fazhi.reading.metadata.gazetteer import Gazetteer
from fazhi.reading.metadata.sidecars import sidecar
from fazhi.reading.structure import outline

WIDE = str.maketrans(",:;()", "，：；（）")
NARROW = str.maketrans("，：；（）", ",:;()")
REAL = paths.ROOT.parent / "shared" / "reports"
REPORTS = sorted([*paths.SAMPLE.glob("*.txt"), *REAL.glob("*.txt")])


def _without_offsets(rows):
    """Rows as comparable values: texts folded, places of other width left out."""
    return [
        {key: plain(value) if isinstance(value, str) else value for key, value in row.items()}
        for row in rows.drop(columns=["start", "end"], errors="ignore").fillna(-1).to_dict("records")
    ]


def _read(lines, gazetteer):
    segments = outline.outline(lines)
    facts = record.metadata(segments, gazetteer)
    numbers = extraction.quantities(segments, facts["year"])
    known = catalog.load()
    statements = outline.problems(segments)
    statements["problem_id"] = [str(n) for n in statements["n"]]
    return {
        "segments": _without_offsets(segments),
        "quantities": _without_offsets(matching.match(attribute(numbers, facts), segments, known.indicators)),
        "metadata": {key: plain(value) if isinstance(value, str) else value for key, value in facts.items()},
        "themes": _without_offsets(themes.code(statements, known.themes)),
    }


@pytest.mark.parametrize("file", REPORTS, ids=lambda file: file.stem)
def test_width_of_punctuation_changes_nothing(file):
    gazetteer = Gazetteer(sidecar(file.parent, "regions.csv"))
    lines = files.read(file).lines
    wide = _read([line.translate(WIDE) for line in lines], gazetteer)
    narrow = _read([line.translate(NARROW) for line in lines], gazetteer)
    for part, rows in wide.items():
        assert rows == narrow[part], part
