"""Word counts → the keywords of a group of reports, the dispersion of a word, and its occurrences in context."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from fazhi.arguments import explained
from fazhi.errors import FazhiError, UnknownName
from fazhi.modelling import contrasts

LEVEL = 0.95
P_001 = 10.83
"""Critical value of the log-likelihood at p = .001, if words were independent."""


@explained
def keyness(target: pd.DataFrame, reference: pd.DataFrame, *, level: float = LEVEL) -> pd.DataFrame:
    """Compare the words of one group of reports with those of another.

    Parameters
    ----------
    target, reference : DataFrame [report_id, region_code, word, count]
        Rows of the table `words` with their report and its region, e.g. one year's and the others', without overlap.
    level : float
        Coverage of the interval, between 0 and 1.

    Returns
    -------
    DataFrame [word, target, reference, log_likelihood, log_ratio, low, high, p]
        One row for each word of either side, sorted by log_likelihood, then word. `target` and `reference` are counts.
        log_ratio > 0 means more frequent in the target: 1 = twice, 2 = four times as frequent. `low`, `high` and the
        two-sided `p` are NaN if a side is one report, which does not show how reports differ.

    Raises
    ------
    ValueError
        If a side has no words.

    Notes
    -----
    Words are nested in reports and reports in regions: an interval that treats them as independent is too
    narrow if a word is concentrated in few regions. The standard error is therefore clustered by region (by report
    if a side is one region), and never below that of independent words; Student's quantile allows for few clusters.
    With few regions and rare words the interval is still too narrow (``benchmarks/README.md``).

    References
    ----------
    Lijffijt et al. (2016), Significance testing of word frequencies in corpora, Digital Scholarship in the Humanities
    31: 374–397 (why texts and not words are the unit); Binder (1983), International Statistical Review 51: 279–292
    (the linearisation).
    """
    from scipy.stats import t as student

    vocabulary = np.unique(np.concatenate([target["word"], reference["word"]]).astype(str))
    sides = []
    for name, words in (("target", target), ("reference", reference)):
        if words["count"].sum() == 0:
            raise ValueError(f"the {name} has no words; choose regions, years or roles that have some")
        sides.append(_by_cluster(words, vocabulary))
    (names, a), (other_names, b) = sides
    error, freedom = contrasts.error_of_difference(_influence(a), names, _influence(b), other_names)
    a, b = a.sum(axis=0), b.sum(axis=0)
    table = pd.DataFrame({"word": vocabulary, "target": a, "reference": b})
    table["log_likelihood"] = log_likelihood(a, b, a.sum(), b.sum())
    table["log_ratio"] = log_ratio(a, b, a.sum(), b.sum())
    error = np.maximum(error, np.sqrt(1 / _shown(a) + 1 / _shown(b))) / np.log(2)
    reach = error * student.isf((1 - level) / 2, max(freedom, 1))
    table["low"], table["high"] = table["log_ratio"] - reach, table["log_ratio"] + reach
    table["p"] = contrasts.p_values(table["log_ratio"].to_numpy(), error, freedom)
    return table.sort_values(["log_likelihood", "word"], ascending=[False, True], ignore_index=True)


def _by_cluster(words: pd.DataFrame, vocabulary: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the names of a side's clusters, and the count of each word in each, shape (clusters, words)."""
    of_row = contrasts.clusters(words["region_code"], words["report_id"])
    names, row = np.unique(of_row, return_inverse=True)
    counts = np.zeros((len(names), len(vocabulary)), dtype="int64")
    np.add.at(counts, (row, np.searchsorted(vocabulary, words["word"].to_numpy(dtype=str))), words["count"])
    return names, counts


def _influence(counts: np.ndarray) -> np.ndarray:
    """Return each cluster's contribution to the deviation of the natural logarithm of each word's share."""
    size = counts.sum(axis=1, keepdims=True)
    total = counts.sum(axis=0)
    return (counts - total / size.sum() * size) / _shown(total)


def _shown(counts) -> np.ndarray:
    """Return counts with 0 replaced by 0.5, so that shares have a logarithm."""
    return np.where(np.asarray(counts) > 0, counts, 0.5)


@explained
def by_group(
    words: pd.DataFrame, segments: pd.DataFrame, reports: pd.DataFrame, *, by: str, top: int = 12
) -> pd.DataFrame:
    """Compare each group of reports with all others, and keep the words that it uses more.

    Parameters
    ----------
    words, segments, reports : DataFrame
        The tables of those names.
    by : str
        A column of `reports`, e.g. ``"year"`` or ``"region"``.
    top : int
        How many words to keep for each group.

    Returns
    -------
    DataFrame [group, word, target, reference, log_likelihood, log_ratio, low, high, p, discovery]
        Columns as in `keyness`, groups in order, each with its words of highest log_likelihood first. `discovery` marks
        those that remain significant when all words of all groups are tested at once: 5 % of them are expected to be
        false discoveries (`contrasts.discoveries`). Only words whose interval lies above 0; if a side is one report and
        there is no interval, words whose log ratio is above 0 and whose log_likelihood is 10.83 or more. Words used by
        only one region are mostly its names and are left out, unless there is only one region. Empty if there is only
        one group.

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
    columns = ["group", "word", "target", "reference", "log_likelihood", "log_ratio", "low", "high", "p", "discovery"]
    if len(groups) < 2:
        return pd.DataFrame(columns=columns)
    inside = {group: known["group"] == group for group in groups}
    tables = [keyness(known[here], known[~here]).assign(group=group) for group, here in inside.items()]
    every = pd.concat(tables, ignore_index=True)
    every["discovery"] = contrasts.discoveries(every["p"].to_numpy())
    return every[_telling(every)].groupby("group", sort=False).head(top).reset_index(drop=True)[columns]


@explained
def compared(whole: pd.DataFrame, without: pd.DataFrame) -> pd.DataFrame:
    """Compare keywords with those after some text is left out.

    Parameters
    ----------
    whole, without : DataFrame
        `by_group` for the whole text, and for the remaining text with all its keywords (a large `top`).

    Returns
    -------
    DataFrame [group, word, log_ratio, low, high, without, changed]
        One row for each row of `whole`. `without` is the log ratio in the remaining text, NaN if the word is no keyword
        of the group there; `changed` is whether that is so.
    """
    left = without[["group", "word", "log_ratio"]].rename(columns={"log_ratio": "without"})
    table = whole[["group", "word", "log_ratio", "low", "high"]].merge(left, on=["group", "word"], how="left")
    return table.assign(changed=table["without"].isna())


def _of_several_regions(words: pd.DataFrame) -> pd.DataFrame:
    several = min(2, words["region_code"].nunique())
    return words[words.groupby("word")["region_code"].transform("nunique") >= several]


def _telling(table: pd.DataFrame) -> pd.Series:
    """Select the words that a group uses more: by their interval, or by log-likelihood if there is none."""
    likely = (table["log_ratio"] > 0) & (table["log_likelihood"] >= P_001)
    return (table["low"] > 0) | (table["low"].isna() & likely)


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
        0 if the shares agree; about χ² with one degree of freedom if they agree in the population (3.84: p = .05;
        10.83: p = .001; thousands of words are compared at once, so the lower thresholds mean little).

    References
    ----------
    Dunning, T. (1993). Accurate methods for the statistics of surprise and coincidence. Computational Linguistics 19,
    61–74; as the two-cell form of Rayson, P., & Garside, R. (2000). Comparing corpora using frequency profiling.
    """
    from scipy.special import xlogy

    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    share = (a + b) / (n_a + n_b)
    known = np.where(share > 0, share, 1.0)  # a word in neither corpus: 0
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
        Binary logarithms of the ratio of shares; a count of 0 is replaced by 0.5.

    References
    ----------
    Hardie, A. (2014). Log Ratio: an informal introduction. CASS, Lancaster University.
    """
    return np.log2((_shown(a) / n_a) / (_shown(b) / n_b))


@explained
def dispersion(words: pd.DataFrame, part: str = "report_id") -> pd.DataFrame:
    """Measure how unevenly each word is distributed over the parts of a corpus (Gries's deviation of proportions).

    Parameters
    ----------
    words : DataFrame
        Columns word, count and `part`, e.g. the table `words` with the segments' report_id.
    part : str
        The column that identifies the parts.

    Returns
    -------
    DataFrame [word, count, parts, dp]
        Sorted by word. `parts` is the number of parts with the word; `dp` lies in 0–1: 0 = distributed like the parts'
        sizes, 1 = all in one small part (normalised by its largest possible value); NaN if there is only one part.

    References
    ----------
    Gries, St. Th. (2008). Dispersions and adjusted frequencies in corpora. IJCL 13, 403–437.
    Lijffijt, J., & Gries, St. Th. (2012). Correction to the former. IJCL 17, 147–149 (the normalisation).
    """
    counts = words.groupby(["word", part], as_index=False)["count"].sum()
    sizes = counts.groupby(part)["count"].sum()
    expected = counts[part].map(sizes / sizes.sum())
    observed = counts["count"] / counts.groupby("word")["count"].transform("sum")
    # Parts without the word add their expected share each: together 1 minus the expected shares of those with it.
    counts["gap"], counts["expected"] = (observed - expected).abs(), expected
    table = counts.groupby("word", as_index=False).agg(
        count=("count", "sum"), parts=(part, "size"), gap=("gap", "sum"), expected=("expected", "sum")
    )
    most = 1 - sizes.min() / sizes.sum() if len(sizes) > 1 else np.nan
    table["dp"] = (table["gap"] + 1 - table["expected"]) / 2 / most
    return table[["word", "count", "parts", "dp"]]


@explained
def kwic(segments: pd.DataFrame, word: str, width: int = 20) -> pd.DataFrame:
    """List every occurrence of a word's characters, also inside longer words, with its context.

    Parameters
    ----------
    segments : DataFrame
        The table `segments`, or rows of it.
    word : str
        What to search for, as written in the text.
    width : int
        How many characters to show on either side.

    Returns
    -------
    DataFrame [segment_id, report_id, line, start, end, left, word, right]
        In the order of the segments; `start` and `end` are offsets in the line. Empty if the word does not occur.

    Raises
    ------
    FazhiError
        If the word is empty.
    """
    if not word:
        raise FazhiError("no word to search for; give at least one character, e.g. '行政复议'")
    columns = ["segment_id", "report_id", "line", "start", "raw"]
    rows = [
        (segment_id, report_id, line, start + found.start(), start + found.end(), *_around(raw, found, width))
        for segment_id, report_id, line, start, raw in segments[columns].itertuples(index=False)
        for found in re.finditer(re.escape(word), raw)
    ]
    return pd.DataFrame(rows, columns=["segment_id", "report_id", "line", "start", "end", "left", "word", "right"])


def _around(raw: str, found: re.Match, width: int) -> tuple[str, str, str]:
    """Return the text left of a match, the match, and the text right of it."""
    return raw[max(found.start() - width, 0) : found.start()], found.group(), raw[found.end() : found.end() + width]
