"""Topic models on one matrix: quality, time and memory of ours beside others', and how often K is found again.

    python benchmarks/topics.py [FOLDER OF TABLES]

Without a folder, the corpus is made up, with eight planted topics, and the cosine of each with its match among the
fitted ones is given too. gensim is no dependency: it is measured where it is installed, else named as skipped.
"""

from __future__ import annotations

import importlib.util
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "modelling"))

from planted import corpus  # noqa: E402

import fazhi  # noqa: E402
from fazhi.measuring.words import word_counts  # noqa: E402
from fazhi.modelling.topics import fitting, selection, stability  # noqa: E402
from fazhi.modelling.topics.coherence import npmi, relevance  # noqa: E402
from fazhi.modelling.topics.documents import Documents, documents  # noqa: E402
from fazhi.modelling.topics.models import model, rows_to_one  # noqa: E402
from fazhi.modelling.topics.stability import match  # noqa: E402

PLANTED, UNEVEN, SEEDS, SHUFFLES = 8, 12, 10, 3
GRID = [4, 6, 8, 10, 12, 15, 20, 25, 30]


def ours_nmf(counts, k: int) -> np.ndarray:
    return model("nmf", k, seed=1).fit(counts, np.ones(counts.shape[0])).topic_word


def ours_lda(counts, k: int) -> np.ndarray:
    return model("lda", k, seed=1).fit(counts, np.ones(counts.shape[0])).topic_word


def sklearn_lda(counts, k: int) -> np.ndarray:
    from sklearn.decomposition import LatentDirichletAllocation

    fitted = LatentDirichletAllocation(k, max_iter=50, doc_topic_prior=0.1, topic_word_prior=0.1, random_state=1)
    return rows_to_one(fitted.fit(counts).components_)


def gensim_lda(counts, k: int) -> np.ndarray:
    from gensim.matutils import Sparse2Corpus
    from gensim.models import LdaMulticore

    names = {word: str(word) for word in range(counts.shape[1])}
    given = Sparse2Corpus(counts, documents_columns=False)
    return LdaMulticore(given, k, names, workers=2, passes=50, alpha=0.1, eta=0.1, random_state=1).get_topics()


def measure(fit, counts, k: int) -> tuple[np.ndarray, float, float]:
    """Return topics × words, and the seconds and MB that one fit takes in a fresh process, beyond its imports.

    Memory is told by Linux alone, else NaN; that of gensim's worker processes is not counted.
    """
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(_measured, fit, counts, k).result()


def _measured(fit, counts, k: int) -> tuple[np.ndarray, float, float]:
    fit(counts[:50], 2)
    at_rest, before = _peak_memory(anew=True), time.perf_counter()
    topic_word = fit(counts, k)
    return topic_word, time.perf_counter() - before, _peak_memory() - at_rest


def _peak_memory(anew: bool = False) -> float:
    """Return the most memory in MB that the process has held, since its start or counted anew from now on."""
    if not Path("/proc/self/clear_refs").exists():
        return float("nan")
    if anew:
        Path("/proc/self/clear_refs").write_text("5")
    (line,) = [line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM")]
    return int(line.split()[1]) / 1024


def compare(read: Documents, k: int, planted: np.ndarray | None = None) -> None:
    """Fit to three quarters of the reports, and print what each model's most relevant words are worth on the rest."""
    held_out = np.isin(read.report_ids, sorted(set(read.report_ids))[::4])
    fits = {"NMF (ours)": ours_nmf, "LDA by tomotopy (ours)": ours_lda, "scikit-learn LDA": sklearn_lda}
    if importlib.util.find_spec("gensim"):
        fits["gensim LdaMulticore"] = gensim_lda
    else:
        print("gensim LdaMulticore is skipped: gensim is not installed")
    print(f"{read.counts.shape[0]} segments, {read.counts.shape[1]} words, K = {k}")
    print(f"{'model':24}{'NPMI':>8}{'cosine':>8}{'least':>8}{'seconds':>10}{'MB':>8}")
    for name, fit in fits.items():
        topic_word, seconds, memory = measure(fit, read.counts[~held_out], k)
        quality = npmi(relevance(topic_word, read.word_shares), read.counts[held_out]).mean()
        cosines = match(planted, topic_word)[1] if planted is not None else np.array([np.nan])
        found = f"{quality:8.3f}{cosines.mean():8.3f}{cosines.min():8.3f}"
        print(f"{name:24}{found}{seconds:10.2f}{memory:8.0f}", flush=True)


def choices(planted: int, *, uneven: bool, reports: int) -> None:
    """Print which number of topics the rule takes on made-up corpora, by the default model."""
    taken = []
    for seed in range(SEEDS):
        counts, segments, rows, _ = corpus(planted, seed, reports=reports, uneven=uneven)
        read = documents(word_counts.matrix(counts), segments, rows)
        taken.append(selection.equally_good(selection.trials(read, GRID, refits=8, seed=seed))[0])
    near = sum(abs(k - planted) <= 2 for k in taken)
    kind = "uneven" if uneven else "even"
    print(f"planted {planted} {kind}, {reports} reports, taken {taken}: within 2 in {near} of {SEEDS}", flush=True)


def by_chance(read: Documents, k: int, times: int) -> None:
    """Print how many topics of reports whose words are shuffled pass as stable, and how many by the cosine alone."""
    stable = alike = 0
    for number in range(times):
        found = fitting.fit(stability.shuffled(read, np.random.default_rng([99, number])), k, seed=number)
        share = found.returned.mean(axis=0)
        stable += int((share >= fitting.STABLE_FROM).sum())
        alike += int((np.median(found.similarity, axis=0) >= fitting.RETURNS_AT).sum())
    print(f"shuffled: of {k * times} topics {stable} pass as stable, {alike} by the cosine alone", flush=True)


def main() -> None:
    """Compare on the given tables, or on a made-up corpus, and there try the choice of K as well."""
    if len(sys.argv) > 1:
        tables = fazhi.open(sys.argv[1]).shown()
        read = documents(word_counts.matrix(tables.words), tables.segments, tables.reports)
        compare(read, 10)
        by_chance(read, 7, SHUFFLES)
        return
    counts, segments, reports, planted = corpus(PLANTED, 0, reports=60, segments=40)
    read = documents(word_counts.matrix(counts), segments, reports)
    compare(read, PLANTED, planted.reindex(columns=read.vocabulary).to_numpy())
    by_chance(read, 7, SHUFFLES)
    choices(PLANTED, uneven=False, reports=12)
    for reports in (12, 24):
        choices(UNEVEN, uneven=True, reports=reports)


if __name__ == "__main__":
    main()
