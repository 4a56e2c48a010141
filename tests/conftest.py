"""What tests share: the sample built once, and the real reports where they lie beside the project."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import settings

import fazhi
from fazhi import build, paths

settings.register_profile("patient", deadline=None)  # how long a case takes is no test
settings.register_profile("fuzz", deadline=None, max_examples=5_000)  # of make fuzz
settings.load_profile("patient")

SHARED = paths.ROOT.parent / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with the real reports and their labels; tests that need it are skipped without it."""
    if not (SHARED / "reports").is_dir():
        pytest.skip("needs ../shared with the real reports and their labels")
    return SHARED


@pytest.fixture(scope="session")
def built(tmp_path_factory) -> Path:
    """The folder of the sample's tables, built by two processes."""
    out = tmp_path_factory.mktemp("sample") / "tables"
    build.build(paths.SAMPLE, out, jobs=2)
    return out


@pytest.fixture(scope="session")
def sample(built):
    """The sample's tables."""
    return fazhi.open(built)


@pytest.fixture(scope="session")
def truth() -> pd.DataFrame:
    """What each report of the sample states, written down with the reports themselves."""
    return pd.read_csv(Path(__file__).parent / "sample_truth.csv", dtype=str, keep_default_na=False)
