"""What is reached on the labelled real reports; the labels were made by language models, not by people."""

import json
import subprocess
import sys

import pytest

from fazhi import build

BARS = {
    "reports.loaded": 1.0,
    "headings.f1": 0.95,
    "roles": 0.95,
    "metadata.all": 0.90,
    "quantities.f1": 0.85,
    "problems.count": 1.0,
}


@pytest.fixture(scope="module")
def scores(shared, tmp_path_factory):
    out = tmp_path_factory.mktemp("real") / "tables"
    ledger = build.build(shared / "reports", out).ledger
    assert list(ledger["status"]) == ["included"] * 5
    command = [sys.executable, shared / "score.py", "--tables", out, "--gold", shared / "gold", "--json"]
    return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


@pytest.mark.parametrize(("name", "bar"), BARS.items())
def test_scores_reach_their_bars(scores, name, bar):
    assert scores[name] >= bar
