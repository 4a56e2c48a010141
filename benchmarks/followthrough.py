"""Follow-through on made-up corpora: precision and recall of the planted answers to plans and admitted problems.

    python benchmarks/followthrough.py

Objects are two catalogue terms; an answer has another verb and number and up to 20 % of its object's characters
changed. Beside each plan without an answer the account speaks of something that shares one of its two terms.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "modelling"))

from planted_followthrough import corpus, judged

from fazhi.modelling.followthrough import commitments, matching

SEEDS = 20


def main() -> None:
    no_themes = pd.DataFrame({"problem_id": [], "theme_id": []}, dtype="str")
    rows = []
    for seed in range(SEEDS):
        segments, quantities, reports, problems, planted = corpus(seed)
        listed = [commitments.commitments(segments, quantities), commitments.admissions(problems, no_themes)]
        told, mentions = matching.follow(pd.concat(listed, ignore_index=True), segments, quantities, reports)
        rows.append(judged(told, mentions, planted))
    print(pd.DataFrame(rows).agg(["mean", "min"]).round(3).to_string())


if __name__ == "__main__":
    main()
