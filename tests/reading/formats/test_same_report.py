"""A report is the same, whatever file somebody saved it in."""

import pytest
import saved

from fazhi import paths
from fazhi.measuring.quantities import extraction
from fazhi.reading.formats import files
from fazhi.reading.metadata import record
from fazhi.reading.metadata.gazetteer import Gazetteer
from fazhi.reading.metadata.sidecars import sidecar
from fazhi.reading.structure import outline

REPORTS = ["qingyu-2022", "yanchuan-2022", "wangyu-2024"]
FORMS = {
    "gb18030.txt": lambda lines: "\r\n".join(lines).encode("gb18030"),
    "utf-8-sig.txt": lambda lines: "\n".join(lines).encode("utf-8-sig"),
    "utf-16.txt": lambda lines: "\r\n".join(lines).encode("utf-16"),
    "utf-16-le.txt": lambda lines: "\r\n".join(lines).encode("utf-16-le"),
    "utf-16-be.txt": lambda lines: "\n".join(lines).encode("utf-16-be"),
    "utf-8.html": lambda lines: saved.page(lines).encode("utf-8"),
    "gbk.html": lambda lines: saved.page(lines).encode("gbk"),
    "word.docx": saved.docx,
    "column.pdf": saved.pdf,
    "narrow.pdf": lambda lines: saved.pdf(lines, across=25),
}
COMPARED = ["level", "label", "heading", "path", "role", "text"]


@pytest.fixture(scope="module")
def gazetteer():
    return Gazetteer(sidecar(paths.SAMPLE, "regions.csv"))


def _read(file, gazetteer):
    """Segments, quantities and metadata of a file without the numbers of its lines; what is cruft differs by format."""
    segments = outline.outline(files.read(file).lines)
    facts = record.metadata(segments, gazetteer)
    numbers = extraction.quantities(segments, facts["year"])
    own = segments[segments["role"] != "cruft"]
    return (
        [tuple(str(value).strip() for value in row) for row in own[COMPARED].itertuples(index=False)],
        numbers.drop(columns=["line", "start", "end", "segment_id"], errors="ignore").astype(str).to_dict("records"),
        facts,
    )


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("form", FORMS)
def test_the_same_report_in_any_file(name, form, gazetteer, tmp_path):
    plain = paths.SAMPLE / f"{name}.txt"
    file = tmp_path / form
    file.write_bytes(FORMS[form](plain.read_text("utf-8").splitlines()))
    segments, numbers, facts = _read(file, gazetteer)
    wanted_segments, wanted_numbers, wanted_facts = _read(plain, gazetteer)
    assert segments == wanted_segments
    assert numbers == wanted_numbers
    assert facts == wanted_facts
