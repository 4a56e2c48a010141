"""Word counts → what sets one group of reports apart, how evenly a word is spread, and where it stands in the text."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from fazhi.errors import UnknownName

LEVEL = 0.95
P_001 = 10.83
"""The log-likelihood that independent words of one population exceed one time in a thousand."""
DRAWS, WORDS_AT_A_TIME = 1000, 2000


def keyness(target: pd.DataFrame, reference: pd.DataFrame, *, seed: int = 1, level: float = LEVEL) -> pd.DataFrame:
    """Compare the words of one group of reports with those of another.

    Parameters
    ----------
    target, reference : DataFrame [report_id, word, count]
        Rows of the table `words` with their report, e.g. one region's and the others', without overlap.
    seed : int
        Same seed, same intervals.
    level : float
        Coverage of the interval, between 0 and 1.

    Returns
    -------
    DataFrame [word, target, reference, log_likelihood, log_ratio, low, high]
        One row for each word of either side, sorted by log_likelihood, then word. `target` and `reference` are counts.
        log_ratio > 0 means more frequent in the target: 1 = twice, 2 = four times as frequent. `low` and `high` are
        NaN where a side is one report: how reports differ cannot be told from one.

    Raises
    ------
    ValueError
        If a side holds no words.

    Notes
    -----
    Words come in reports, not one by one: an interval that takes them as independent is too narrow where a word crowds
    in few reports. So reports are drawn with replacement, on both sides, and the interval is the middle of the log
    ratios. With few reports it is still too narrow.

    References
    ----------
    Efron (1979), Bootstrap methods, Annals of Statistics 7: 1–26; Lijffijt et al. (2016), Significance testing of word
    frequencies in corpora, Digital Scholarship in the Humanities 31: 374–397 (why reports and not words are drawn).
    """
    vocabulary = np.unique(np.concatenate([target["word"], reference["word"]]).astype(str))
    sides = {name: _by_report(words, vocabulary) for name, words in (("target", target), ("reference", reference))}
    for name, counts in sides.items():
        if counts.sum() == 0:
            raise ValueError(f"the {name} holds no words; choose regions, years or roles that have some")
    a, b = (counts.sum(axis=0) for counts in sides.values())
    low, high = _interval(*sides.values(), np.random.default_rng(seed), level)
    table = pd.DataFrame({"word": vocabulary, "target": a, "reference": b})
    table["log_likelihood"] = log_likelihood(a, b, a.sum(), b.sum())
    table["log_ratio"], table["low"], table["high"] = log_ratio(a, b, a.sum(), b.sum()), low, high
    return table.sort_values(["log_likelihood", "word"], ascending=[False, True], ignore_index=True)


def _by_report(words: pd.DataFrame, vocabulary: np.ndarray) -> np.ndarray:
    """Count each word in each report, shape (reports, words)."""
    reports, row = np.unique(words["report_id"].to_numpy(dtype=str), return_inverse=True)
    counts = np.zeros((len(reports), len(vocabulary)), dtype="int64")
    np.add.at(counts, (row, np.searchsorted(vocabulary, words["word"].to_numpy(dtype=str))), words["count"])
    return counts


def _interval(a: np.ndarray, b: np.ndarray, rng: np.random.Generator, level: float) -> tuple[np.ndarray, np.ndarray]:
    """Return the interval of each word's log ratio over reports drawn with replacement; NaN where a side is one."""
    if min(len(a), len(b)) < 2:
        return np.full(a.shape[1], np.nan), np.full(a.shape[1], np.nan)
    times_a, times_b = (rng.multinomial(len(side), np.full(len(side), 1 / len(side)), DRAWS) for side in (a, b))
    n_a, n_b = times_a @ a.sum(axis=1), times_b @ b.sum(axis=1)
    ends = [50 * (1 - level), 50 * (1 + level)]
    parts = [
        np.percentile(log_ratio(times_a @ a[:, part], times_b @ b[:, part], n_a[:, None], n_b[:, None]), ends, axis=0)
        for part in np.array_split(np.arange(a.shape[1]), 1 + a.shape[1] // WORDS_AT_A_TIME)
    ]
    return tuple(np.concatenate(parts, axis=1))


def by_group(
    words: pd.DataFrame, segments: pd.DataFrame, reports: pd.DataFrame, *, by: str, top: int = 12, seed: int = 1
) -> pd.DataFrame:
    """Compare each group of reports with all others, and keep the words that it uses more.

    Parameters
    ----------
    words, segments, reports : DataFrame
        The tables of those names.
    by : str
        A column of `reports`, e.g. ``"year"`` or ``"region"``.
    top : int
        How many words to keep of each group.
    seed : int
        Same seed, same intervals.

    Returns
    -------
    DataFrame [group, word, target, reference, log_likelihood, log_ratio, low, high]
        Columns as `keyness` gives them, groups in order, each one's words with the greatest log_likelihood first. Only
        words whose interval lies above 0; where a side is one report and there is no interval, words whose log ratio
        is above 0 and whose log_likelihood is 10.83 or more. Words that only one region uses are mostly its names and
        are left out, unless there is only one region. Empty where there is one group only.

    Raises
    ------
    UnknownName
        If `reports` has no such column.
    """
    if by not in reports:
        raise UnknownName("column of reports", by, reports.columns)
    facts = reports[["report_id", "region_code"]].assign(group=reports[by])
    known = _of_several_regions(words.merge(segments[["segment_id", "report_id"]]).merge(facts))
    groups = sorted(known["group"].unique())
    columns = ["group", "word", "target", "reference", "log_likelihood", "log_ratio", "low", "high"]
    if len(groups) < 2:
        return pd.DataFrame(columns=columns)
    tables = [_telling(known, known["group"] == group, top, seed).assign(group=group) for group in groups]
    return pd.concat(tables, ignore_index=True)[columns]


def _of_several_regions(words: pd.DataFrame) -> pd.DataFrame:
    several = min(2, words["region_code"].nunique())
    return words[words.groupby("word")["region_code"].transform("nunique") >= several]


def _telling(words: pd.DataFrame, inside: pd.Series, top: int, seed: int) -> pd.DataFrame:
    """Return the top words of the rows inside against those outside."""
    table = keyness(words[inside], words[~inside], seed=seed)
    likely = (table["log_ratio"] > 0) & (table["log_likelihood"] >= P_001)
    return table[(table["low"] > 0) | (table["low"].isna() & likely)].head(top)


def log_likelihood(a, b, n_a: int, n_b: int) -> np.ndarray:
    """Return Dunning's G² of a word's counts in two corpora.

    Parameters
    ----------
    a, b : array_like of int
        Counts of the words in the two corpora.
    n_a, n_b : int
        Sizes of the two corpora in words.

    Returns
    -------
    ndarray of float
        0 where the shares agree; about χ² with one degree of freedom where they agree in the population (3.84: p = .05;
        10.83: p = .001; thousands of words are compared at once, so the lower bounds say little).

    References
    ----------
    Dunning, T. (1993). Accurate methods for the statistics of surprise and coincidence. Computational Linguistics 19,
    61–74; as the two-cell form of Rayson, P., & Garside, R. (2000). Comparing corpora using frequency profiling.
    """
    from scipy.special import xlogy

    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    share = (a + b) / (n_a + n_b)
    known = np.where(share > 0, share, 1.0)  # a word of neither corpus: 0
    return np.maximum(2 * (xlogy(a, a / (n_a * known)) + xlogy(b, b / (n_b * known))), 0.0)


def log_ratio(a, b, n_a, n_b) -> np.ndarray:
    """Return Hardie's log ratio of a word's shares in two corpora.

    Parameters
    ----------
    a, b : array_like of int
        Counts of the words in the two corpora.
    n_a, n_b : int or array_like
        Sizes of the two corpora in words.

    Returns
    -------
    ndarray of float
        Binary logarithms of the ratio of shares; a count of 0 stands as 0.5.

    References
    ----------
    Hardie, A. (2014). Log Ratio: an informal introduction. CASS, Lancaster University.
    """
    a, b = (np.where(np.asarray(counts) > 0, counts, 0.5) for counts in (a, b))
    return np.log2((a / n_a) / (b / n_b))


def dispersion(words: pd.DataFrame, part: str = "report_id") -> pd.DataFrame:
    """Measure how unevenly each word is spread over the parts of a corpus (Gries's deviation of proportions).

    Parameters
    ----------
    words : DataFrame
        Columns word, count and `part`, e.g. the table `words` with the segments' report_id.
    part : str
        The column that names the parts.

    Returns
    -------
    DataFrame [word, count, parts, dp]
        Sorted by word. `parts` is the number of parts that hold the word; `dp` lies in 0–1: 0 = spread as the parts'
        sizes, 1 = all in one small part (normalised by its largest possible value); NaN where there is one part only.

    References
    ----------
    Gries, St. Th. (2008). Dispersions and adjusted frequencies in corpora. IJCL 13, 403–437.
    Lijffijt, J., & Gries, St. Th. (2012). Correction to the former. IJCL 17, 147–149 (the normalisation).
    """
    counts = words.groupby(["word", part], as_index=False)["count"].sum()
    sizes = counts.groupby(part)["count"].sum()
    expected = counts[part].map(sizes / sizes.sum())
    observed = counts["count"] / counts.groupby("word")["count"].transform("sum")
    # Parts without the word add their expected share each: together 1 less the expected shares of those with it.
    counts["gap"], counts["expected"] = (observed - expected).abs(), expected
    table = counts.groupby("word", as_index=False).agg(
        count=("count", "sum"), parts=(part, "size"), gap=("gap", "sum"), expected=("expected", "sum")
    )
    most = 1 - sizes.min() / sizes.sum() if len(sizes) > 1 else np.nan
    table["dp"] = (table["gap"] + 1 - table["expected"]) / 2 / most
    return table[["word", "count", "parts", "dp"]]


def kwic(segments: pd.DataFrame, word: str, width: int = 20) -> pd.DataFrame:
    """List every place where a word's characters stand, inside longer words too, with what stands around them.

    Parameters
    ----------
    segments : DataFrame
        The table `segments`, or rows of it.
    word : str
        What to look for, as it stands in the text.
    width : int
        How many characters to show on either side.

    Returns
    -------
    DataFrame [segment_id, report_id, line, start, end, left, word, right]
        In the order of the segments; `start` and `end` are offsets in the line. Empty where the word does not occur.

    Raises
    ------
    ValueError
        If the word is empty.
    """
    if not word:
        raise ValueError("no word to look for; give one character or more, e.g. '行政复议'")
    columns = ["segment_id", "report_id", "line", "start", "raw"]
    rows = [
        (segment_id, report_id, line, start + found.start(), start + found.end(), *_around(raw, found, width))
        for segment_id, report_id, line, start, raw in segments[columns].itertuples(index=False)
        for found in re.finditer(re.escape(word), raw)
    ]
    return pd.DataFrame(rows, columns=["segment_id", "report_id", "line", "start", "end", "left", "word", "right"])


def _around(raw: str, found: re.Match, width: int) -> tuple[str, str, str]:
    """Return what stands left of a match, the match, and what stands right."""
    return raw[max(found.start() - width, 0) : found.start()], found.group(), raw[found.end() : found.end() + width]
