"""Any bytes in a folder → tables that keep their contract, beside a good report that is never lost.

`make test` tries 200 files, `make fuzz` 10,000.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fazhi import build, paths
from fazhi.reading.formats import files
from fazhi.reading.formats.encodings import decode

TOGETHER = 5  # files in a folder
SHORTENED = 14  # lines of a report that is mutated
GOOD = "qingyu-2022.txt"
PIECES = [
    "12件、",
    "9" * 60,
    "一" * 60,
    "二是",
    "(一)",
    "\n",
    "。",
    "《",
    "<td>",
    "&#0;",
    "\x00",
    "\ufeff",
    "\ufffd",
    "=1+1",
]
TEXTS = {
    name: "\n".join(decode((paths.SAMPLE / name).read_bytes())[0].splitlines()[:SHORTENED])
    for name in ("wangyu-2022.txt", "yanchuan-2022.txt", "heping-2023.html")
}
WHOLE = {name: (paths.SAMPLE / name).read_bytes() for name in ("yanchuan-2023.docx", "heping-2024.pdf")}


@st.composite
def mutated(draw) -> tuple[str, bytes]:
    """A sample report of which stretches are cut, doubled, moved or overwritten, in some encoding."""
    name = draw(st.sampled_from(sorted(TEXTS)))
    text = TEXTS[name]
    for _ in range(draw(st.integers(0, 6))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.sampled_from([0, 1, 5, 40, 400])))
        put = draw(st.one_of(st.sampled_from(PIECES), st.text(max_size=8), st.just(text[start:end] * 3), st.just("")))
        text = text[:start] + put * draw(st.sampled_from([1, 1, 1, 40])) + text[end:]
    return name, text.encode(draw(st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16"])), "replace")


@st.composite
def damaged(draw) -> tuple[str, bytes]:
    """A file of which some bytes are cut or overwritten."""
    name, content = draw(st.one_of(mutated(), st.sampled_from(sorted(WHOLE.items())), st.just(("a.txt", b""))))
    for _ in range(draw(st.integers(0, 3))):
        start = draw(st.integers(0, len(content)))
        content = (
            content[:start] + draw(st.binary(max_size=12)) + content[start + draw(st.sampled_from([0, 1, 9, 999])) :]
        )
    return name, content


@pytest.fixture(scope="module")
def good(tmp_path_factory) -> Path:
    """A folder with a short good report and its regions."""
    folder = tmp_path_factory.mktemp("good")
    shutil.copy(paths.SAMPLE / "regions.csv", folder)
    text = (paths.SAMPLE / GOOD).read_text("utf-8").splitlines()[:12]
    (folder / "good.txt").write_text("\n".join(text), "utf-8")
    return folder


@settings(max_examples=2 * settings.default.max_examples // TOGETHER, suppress_health_check=list(HealthCheck))
@given(found=st.lists(damaged(), min_size=TOGETHER, max_size=TOGETHER))
def test_any_bytes_become_tables(found, good):
    with tempfile.TemporaryDirectory() as place:
        folder, out = Path(place, "in"), Path(place, "out")
        shutil.copytree(good, folder)
        for n, (name, content) in enumerate(found):
            (folder / f"{n}-{name}").write_bytes(content)
        ledger = build.build(folder, out).ledger.set_index("file")  # which checks each table against its contract
        tables = {file.stem: pd.read_parquet(file) for file in out.glob("*.parquet")}
        assert len(ledger) == TOGETHER + 1
        assert ledger.at["good.txt", "status"] == "included"
        assert ledger.loc[ledger["status"] == "excluded", "reason"].ne("").all()
        _leads_back(tables, folder)


def _leads_back(tables: dict, folder: Path) -> None:
    """Every number and every statement stands where its table says."""
    lines = {row.report_id: files.read(folder / row.file).lines for row in tables["reports"].itertuples()}
    for row in tables["quantities"].itertuples():
        assert lines[row.report_id][row.line - 1][row.start : row.end] == row.raw
    for row in tables["metadata_evidence"].itertuples():
        assert 0 <= row.line <= len(lines[row.report_id])
