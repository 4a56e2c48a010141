"""The documentation builds as a site, strictly and without a network; its pictures are there."""

import re
import subprocess
import sys

from fazhi import paths

DOCS = paths.ROOT / "docs"


def test_the_site_builds_strictly(tmp_path):
    made = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", tmp_path],
        cwd=paths.ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == 0, made.stderr
    pages = [file.read_text("utf-8") for file in tmp_path.rglob("*.html")]
    assert len(pages) > 15
    assert not [page for page in pages if "fonts.googleapis.com" in page]


def test_every_how_to_is_in_the_menu():
    listed = (paths.ROOT / "mkdocs.yml").read_text("utf-8")
    assert [page.name for page in DOCS.glob("*.md") if f" {page.name}" not in listed] == []


def test_chinese_and_english_twins_lead_to_each_other():
    for chinese in (page for page in DOCS.glob("*.md") if re.search(r"[\u3400-\u9fff]", page.name)):
        linked = re.search(r"\]\((\w+\.md)\)", chinese.read_text("utf-8"))
        assert linked and chinese.name in (DOCS / linked[1]).read_text("utf-8"), chinese.name
