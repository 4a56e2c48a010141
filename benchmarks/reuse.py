"""Text reuse on made-up corpora: precision and recall of planted sentences, time and memory by the number of reports.

    python benchmarks/reuse.py [LARGEST NUMBER OF REPORTS]

The reports are strings of catalogue terms and filler words, with sentences that are copied from last year's report or
from another region's and edited: 0 to 20 % of their characters put in, taken out or replaced, in stretches of one to
four. A pair is right if its sentence was planted and its source is the planted one or stands in the same line of
copies. Distractors share half of their words.
"""

from __future__ import annotations

import resource
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "modelling"))

from planted_reuse import corpus, judged  # noqa: E402

from fazhi.modelling.reuse import formulas, shared_sentences  # noqa: E402

SEEDS = 10


def main(largest: int = 1000) -> None:
    print("planted reuse, 24 reports, 0–20 % edits: precision and recall of each of the kinds, by seed")
    for seed in range(SEEDS):
        segments, reports, planted = corpus(seed)
        found = formulas.formulas(segments, reports)
        told = judged(shared_sentences.reuse(found, reports), planted)
        print(seed, ", ".join(f"{name} {value:.3f}" for name, value in told.items()))
    reports = 125
    while reports <= largest:
        measure(reports)
        reports *= 2


def measure(count: int) -> None:
    segments, reports, _ = corpus(1, regions=count // 5, years=5, sentences=90)
    begun = time.process_time()
    found = formulas.formulas(segments, reports)
    table = shared_sentences.reuse(found, reports)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    seconds = time.process_time() - begun
    cost = f"{seconds:.1f} s of one core, peak {peak:.0f} MB"
    print(f"{count} reports, {len(found.sentences)} sentences: {cost}, {len(table)} rows")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
