"""How often 95 % intervals hold the truth, and how often tests cry wolf, in made-up corpora whose regions differ.

    python benchmarks/coverage.py

Regions differ by a normal deviate of standard deviation 1 on the logit, in four designs of regions × reports; each
figure is of 200 corpora. The table that is printed stands in benchmarks/README.md.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.optimize import brentq
from scipy.special import expit

from fazhi.modelling import intervals, theme_frequencies
from fazhi.modelling.keyness import keyness
from fazhi.modelling.topics import effects, shares
from fazhi.modelling.topics.documents import Documents
from fazhi.modelling.topics.fitting import Topics
from fazhi.modelling.validation import prevalence
from fazhi.modelling.validation.sampling import draw

CORPORA = 200
DESIGNS = [(10, 3), (30, 5), (40, 8), (100, 8)]
PREVALENCES = [0.1, 0.3]
NAMES = [f"{n:03d}" for n in range(CORPORA)]
NODES, WEIGHTS = np.polynomial.hermite_e.hermegauss(61)


def mean_of(function, centre: float) -> float:
    """Return the mean over regions of a function of their logit."""
    return float(WEIGHTS @ function(centre + NODES) / WEIGHTS.sum())


def centre_of(prevalence: float) -> float:
    """Return the mean logit at which the regions' mean share is the prevalence."""
    return brentq(lambda centre: mean_of(expit, centre) - prevalence, -10, 10)


def reports_of(regions: int, each: int) -> pd.DataFrame:
    """Make a report for each region and year; two levels, of which the second has a third of the regions."""
    region = np.repeat(np.arange(regions), each)
    return pd.DataFrame({
        "report_id": [f"r{n:04d}" for n in range(regions * each)],
        "region_code": [f"99{n:04d}" for n in region],
        "region": [f"region {n}" for n in region],
        "level": np.where(region % 3 == 0, "prefecture", "county"),
        "year": 2020 + np.tile(np.arange(each), regions),
    })  # fmt: skip


def logits(reports: pd.DataFrame, centre: float, rng: np.random.Generator) -> np.ndarray:
    """Draw each region's logit in each corpus, shape (reports, corpora)."""
    code, names = pd.factorize(reports["region_code"])
    return centre + rng.normal(size=(len(names), CORPORA))[code]


def held(low, high, truth) -> float:
    """Return the share of estimable intervals that hold the truth."""
    told = ~np.isnan(low)
    return float(((low <= truth) & (truth <= high))[told].mean())


def themes(regions: int, each: int, prevalence: float, rng: np.random.Generator) -> dict[str, float]:
    """Admit one theme in each corpus, in one to ten statements a report."""
    reports, centre = reports_of(regions, each), centre_of(prevalence)
    logit, sizes = logits(reports, centre, rng), rng.integers(1, 11, len(reports))
    problems = reports.loc[np.repeat(reports.index, sizes), ["report_id"]].reset_index(drop=True)
    problems["problem_id"] = problems.index.map("p{:05d}".format)
    has = rng.random((len(problems), CORPORA)) < expit(np.repeat(logit, sizes, axis=0))
    rows, columns = np.nonzero(has)
    coded = pd.DataFrame({"problem_id": problems["problem_id"].to_numpy()[rows], "theme_id": np.take(NAMES, columns)})
    admits = {n: mean_of(lambda x, n=n: 1 - (1 - expit(x)) ** n, centre) for n in range(1, 11)}
    chance = reports.assign(all="", chance=pd.Series(sizes).map(admits))
    found = {}
    for by in ("all", "level", "year"):
        table = theme_frequencies.theme_frequencies(coded, problems, reports, by)
        of_reports = table[by].map(chance.groupby(by)["chance"].mean())
        for unit, truth in (("statements", prevalence), ("reports", of_reports)):
            found[f"themes, {unit}, by {by}"] = held(table[f"{unit}_low"], table[f"{unit}_high"], truth)
        if by == "all":
            naive = intervals.wilson(table["statements"], table["of_statements"])
            found["themes, statements, Wilson as if independent"] = held(*naive, prevalence)
        else:
            false = [(table[f"{unit}_p"] < 0.05).mean() for unit in ("statements", "reports")]
            found[f"themes, tests by {by}: 1 - false alarms at 5 %"] = 1 - float(np.mean(false))
    return found


CODERS = {"30 % misses": (0.7, 0.98), "15 % false alarms": (0.95, 0.85)}
SHEET = 300


def corrections(regions: int, each: int, prevalence_of: float, rng: np.random.Generator) -> dict[str, float]:
    """Code one theme in each corpus by rules of known errors, and 300 statements by hand, as many of either level."""
    reports, centre = reports_of(regions, each), centre_of(prevalence_of)
    logit, sizes = logits(reports, centre, rng), rng.integers(1, 11, len(reports))
    problems = reports.loc[np.repeat(reports.index, sizes), ["report_id", "level"]].reset_index(drop=True)
    problems["problem_id"] = problems.index.map("p{:05d}".format)
    has = rng.random((len(problems), CORPORA)) < expit(np.repeat(logit, sizes, axis=0))
    sheet = draw(problems, problems["level"], SHEET, int(rng.integers(2**31)))
    found = {}
    for coder, (sensitivity, specificity) in CODERS.items():
        said = rng.random(has.shape) < np.where(has, sensitivity, 1 - specificity)
        by_hand, coded = (_long(marks, problems["problem_id"]) for marks in (has, said))
        table = prevalence.corrected(by_hand, sheet, coded, problems, reports, by="all", theme_ids=NAMES)
        for name in ("corrected", "uncorrected"):
            row = f"shares of themes, {name}, rules with {coder}"
            found[row] = held(table[f"{name}_low"], table[f"{name}_high"], prevalence_of)
            found[f"bias: {row}"] = (table[name] - has.mean(axis=0)).mean()
    return found


def _long(marks: np.ndarray, problem_ids: pd.Series) -> pd.DataFrame:
    rows, columns = np.nonzero(marks)
    return pd.DataFrame({"problem_id": problem_ids.to_numpy()[rows], "theme_id": np.take(NAMES, columns)})


def words(regions: int, each: int, prevalence: float, rng: np.random.Generator) -> dict[str, float]:
    """Use one word in each corpus, about ten times a report at a prevalence of 10 %; regions' rates differ."""
    reports = reports_of(regions, each)
    use = rng.poisson(100 * prevalence * np.exp(logits(reports, 0, rng)))
    rest = pd.DataFrame({"report_id": reports["report_id"], "word": "rest", "count": 10**7})
    counted = pd.DataFrame(use, columns=NAMES, index=reports["report_id"]).stack().rename("count").reset_index()
    table = pd.concat([counted.set_axis(["report_id", "word", "count"], axis=1), rest]).merge(reports)
    found = {}
    for by, value in (("year", 2020), ("level", "prefecture")):
        inside = table[by] == value
        made = keyness(table[inside], table[~inside]).query("word != 'rest'")
        found[f"keyness, by {by}"] = held(made["low"], made["high"], 0)
    return found


def topics(regions: int, each: int, prevalence: float, rng: np.random.Generator) -> dict[str, float]:
    """Give one topic to segments of reports in each corpus, the rest to another; and regress its shares."""
    reports, segments = reports_of(regions, each), 8
    logit = np.repeat(logits(reports, centre_of(prevalence), rng), segments, axis=0)
    share = expit(logit) + 0.3 * expit(logit) * (1 - expit(logit)) * rng.uniform(-1, 1, logit.shape)
    counts = _Sizes(rng.integers(20, 80, len(share)))
    report_ids = np.repeat(reports["report_id"].to_numpy(dtype=str), segments)
    read = Documents(counts, np.arange(len(share)).astype(str), report_ids, np.array(["w"]), np.ones(len(share)), 0)
    listed = pd.DataFrame({"topic_id": ["t01"], "label": ["one"]})
    bounds = {by: [] for by in ("level", "year")}
    slopes = []
    for corpus in range(CORPORA):
        pair = np.column_stack([share[:, corpus], 1 - share[:, corpus]])
        found = Topics(
            read, np.ones((2, 1)), pair, np.ones((2, 2)), np.stack([pair, pair]), *np.ones((2, 2, 2)), seed=1
        )
        for by, tables in bounds.items():
            tables.append(shares.topic_shares(found, listed, reports, [by]))
        slopes.append(effects.effects(found, listed, reports, "year + level").set_index("term"))
    result = {}
    for by, tables in bounds.items():
        table = pd.concat(tables)
        result[f"topic shares, by {by}"] = held(table["low"], table["high"], prevalence)
    slopes = pd.concat(slopes)
    for term in ("year", "level[T.prefecture]"):
        result[f"effects on topic shares, {term}"] = held(slopes.loc[term, "low"], slopes.loc[term, "high"], 0)
    return result


class _Sizes:
    """Counts of words of which only the sums are asked for."""

    def __init__(self, sizes: np.ndarray) -> None:
        self._sizes = sizes

    def sum(self, axis: int | None = None):
        return self._sizes.sum() if axis is None else self._sizes


def main() -> None:
    """Print the table."""
    columns = {}
    for regions, each in DESIGNS:
        for share in PREVALENCES:
            seed = [regions, each, round(100 * share)]
            found = [
                part(regions, each, share, np.random.default_rng(seed)) for part in (themes, words, topics, corrections)
            ]
            columns[f"{regions}×{each}, {share:.0%}"] = {name: value for part in found for name, value in part.items()}
    table = pd.DataFrame(columns)
    print(f"| 95 % interval of | {' | '.join(table.columns)} |")
    print(f"|---|{'---|' * len(table.columns)}")
    for name, row in table.iterrows():
        print(f"| {name} | {' | '.join(f'{value:.2f}' for value in row)} |")


if __name__ == "__main__":
    main()
