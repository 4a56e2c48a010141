"""What tests of the web report share: a small site without notebooks, one with hostile names, and a browser."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pandas as pd
import pytest

from fazhi.corpus import Corpus
from fazhi.reporting.site import report

HOSTILE = """<img src=x onerror="window.NASTY=1">"'&<script>window.NASTY=1</script>"""
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip


@pytest.fixture(scope="session")
def site(sample, tmp_path_factory) -> Path:
    """The sample's site without notebooks; Chinese at the top, English in its folder."""
    folder = tmp_path_factory.mktemp("small") / "site"
    report.write(sample, [], folder.parent / "figures", folder, "zh")
    return folder


@pytest.fixture(scope="session")
def hostile(built, tmp_path_factory) -> Path:
    """The site of one region whose names, file, unit, sentences, measure and topic are markup."""
    tables = Corpus(built).shown(regions=["980221"], years=[2024])
    reports = tables.reports.assign(region=HOSTILE, issuer=HOSTILE, file=HOSTILE, warnings=HOSTILE, title=HOSTILE)
    tables.__dict__["reports"] = reports
    for name, columns in {
        "quantities": ["unit", "subject", "verb"],
        "indicators": ["unit"],
        "segments": [],
        "problems": ["text"],
        "ledger": ["file", "reason"],
        "metadata_evidence": ["value", "words"],
    }.items():
        tables.__dict__[name] = getattr(tables, name).assign(**dict.fromkeys(columns, HOSTILE))
    tables.segments["raw"] = HOSTILE + tables.segments["raw"]
    named = {"topic_id": ["t01"], "label": [HOSTILE], "frex": f"词语|{HOSTILE}", "stability": 0.9, "share": 1.0}
    quality = {f"{name}{end}": 0.25 for name in ("coherence", "exclusivity") for end in ("", "_low", "_high")}
    tables.__dict__["topics"] = pd.DataFrame(named | quality)
    words = pd.DataFrame({"topic_id": ["t01"], "word": [HOSTILE], "weight": 0.1, "rank": 1})
    shares = pd.DataFrame(
        {"topic_id": ["t01"], "report_id": reports["report_id"], "share": 1.0, "low": 0.9, "high": 1.0}
    )
    tables.__dict__ |= {"topic_words": words, "topic_shares": shares}
    folder = tmp_path_factory.mktemp("hostile") / "site"
    report.write(tables, [], folder.parent / "figures", folder, "zh")
    return folder


@pytest.fixture(scope="session")
def browser():
    """Chromium, as installed on the system."""
    found = os.environ.get("FAZHI_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if found is None:
        pytest.skip("needs a browser: Chromium is not installed")
    playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright")
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=found, args=FLAGS)
        yield opened
        opened.close()
