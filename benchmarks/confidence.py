"""Labelled sentences and reports → the weights of a value's confidence, and how well they are calibrated.

    python benchmarks/confidence.py            # fit the judged values of confidence_first_sight.csv, print and write
    python benchmarks/confidence.py --judge FILE [--shared FOLDER]    # judge values anew with the present rules

The first writes the weights into data/catalog/confidence.csv, and the table and the plot of how well a stated
probability is kept, under cross-validation by report, into docs/confidence.md and docs/confidence.svg.

confidence_first_sight.csv holds what the rules made of labelled sentences when they first saw them (invented ones of
tests/measuring/indicators, and cases that are no part of this repository): rules that have since been mended for a
sentence must not flatter themselves. Judge sentences that are new, and add the rows, when the rules change much.

Sentences alone are too easy: what goes wrong in reports is mostly a subject taken from the clause before. So the
sentences are put together, a few at a time and in random order, into paragraphs, several times over; the paragraphs of
one group of sentences are one report for the cross-validation.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from fazhi import catalog, paths
from fazhi.measuring.attribution.whose_and_when import attribute
from fazhi.measuring.indicators import matching, values
from fazhi.measuring.indicators.confidence import CONSTANT, SIGNS, signs
from fazhi.measuring.quantities.extraction import quantities, sentence

ROOT = paths.CATALOG.parents[1]
FORMS = ROOT / "tests/measuring/indicators"
GROUPS, SHUFFLES, TOGETHER = 12, 4, 5
HEADING = "主要工作举措与成效"
REPORT = {"report_id": "r", "region_code": "530102", "province": "江南省", "prefecture": "安居市", "year": 2024}
PLACES = {
    "county": {"region": "云溪县", "level": "county", "county": "云溪县", "issuer": "云溪县人民政府"},
    "prefecture": {"region": "安居市", "level": "prefecture", "county": "", "issuer": "安居市人民政府"},
}
FIRST_SIGHT = Path(__file__).with_name("confidence_first_sight.csv")
BANDS = [0, 0.6, 0.85, 0.95, 1.01]
START, END = "<!-- reliability, written by benchmarks/confidence.py -->", "<!-- end of reliability -->"


def plain(raw: str) -> str:
    return re.sub(r"[\s,，]", "", raw)


def own_sentences(name: str) -> list[dict]:
    """Return invented sentences as {text, labels: [(raw, indicator_id)]}."""
    table = pd.read_csv(FORMS / name, sep="\t", dtype=str)
    cases = table.groupby(["case", "sentence"], sort=False)
    return [
        {"text": text, "labels": list(zip(rows["raw"], rows["indicator"], strict=True))} for (_, text), rows in cases
    ]


def shared_sentences(folder: Path) -> list[dict]:
    lines = (folder / "cases/sentences.jsonl").read_text("utf-8").splitlines()
    cases = [json.loads(line) for line in lines if line.strip()]
    return [
        {"text": one["sentence"], "labels": [(label["raw"], label["indicator"]) for label in one["quantities"]]}
        for one in cases
    ]


def tables(text: str, report: dict) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the quantities and indicators of one paragraph."""
    known = catalog.load().indicators
    segments = sentence(text).assign(heading=HEADING, path=f"一、{HEADING}")
    return measured(segments, report, known)


def measured(segments: pd.DataFrame, report: dict, known: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    numbers = quantities(segments, report["year"])
    numbers = numbers.assign(report_id=report["report_id"])
    numbers["quantity_id"] = [f"q{line}.{start}" for line, start in zip(numbers["line"], numbers["start"], strict=True)]
    found = matching.match(attribute(numbers, report), segments, known)
    return found, values.indicators(found, pd.DataFrame([report]), known)


def judged(found: pd.DataFrame, stated: pd.DataFrame, gold: dict[str, str], group: str, kind: str) -> pd.DataFrame:
    """Return the signs of the values whose first number has a label, and whether that label is their indicator."""
    known = catalog.load().indicators
    shown = signs(stated, found, known).assign(group=group, kind=kind)
    labels = stated["quantity_ids"].map(lambda ids: gold.get(ids.split("|")[0], "?"))
    also = dict(zip(found["quantity_id"], found["also"], strict=True))
    second = [row.indicator_id in also[row.quantity_ids.split("|")[0]] for row in stated.itertuples()]
    shown["right"] = (labels == stated["indicator_id"]).astype(int)
    return shown[(labels != "?") & ~np.array(second, dtype=bool)]


def labels_by_id(found: pd.DataFrame, labels: list[tuple[str, str]]) -> dict[str, str]:
    """Return the label of each number: in the text's order, by its wording."""
    left, gold = list(labels), {}
    for row in found.sort_values("start").itertuples():
        same = next((one for one in left if plain(one[0]) == plain(row.raw)), None)
        if same:
            left.remove(same)
            gold[row.quantity_id] = same[1]
    return gold


def of_sentences(cases: list[dict], kind: str, seed: int = 0) -> Iterator[pd.DataFrame]:
    """Put a group's sentences together into paragraphs, several times over, and judge their values."""
    random = np.random.default_rng(seed)
    for group in range(GROUPS):
        mine = cases[group::GROUPS]
        for _ in range(SHUFFLES):
            order = random.permutation(len(mine))
            for part in np.array_split(order, max(1, len(mine) // TOGETHER)):
                level = "county" if random.random() < 0.5 else "prefecture"
                chosen = [mine[n] for n in part]
                found, stated = tables("".join(one["text"] for one in chosen), REPORT | PLACES[level])
                gold = labels_by_id(found, [label for one in chosen for label in one["labels"]])
                yield judged(found, stated, gold, f"{kind} {group}", kind)


def of_attribution(folder: Path) -> Iterator[pd.DataFrame]:
    """Judge plain values against the value that the region has of its year."""
    for n, line in enumerate((folder / "cases/attribution.jsonl").read_text("utf-8").splitlines()):
        case = json.loads(line)
        report = REPORT | PLACES["prefecture"] | {"year": int(case.get("year") or 2023)}
        if case.get("region"):
            report |= {"region": case["region"], "prefecture": case["region"]}
        found, stated = tables(case["text"], report)
        stated = stated[stated["indicator_id"].isin(case["want"]) & (stated["qualifier"] == "")]
        shown = signs(stated, found, catalog.load().indicators).assign(group=f"attribution {n % GROUPS}", kind="cases")
        want = stated["indicator_id"].map(case["want"]).astype(float)
        yield shown.assign(right=(want == stated["value"]).astype(int))


def of_reports(folder: Path) -> Iterator[pd.DataFrame]:
    """Judge the values of whole labelled reports."""
    from fazhi.reading import folder as reading

    names = {file.name.split(".")[0] for file in (folder / "gold").glob("*.quantities.tsv")}
    for one in reading.survey(folder / "reports"):
        county = one.report.get("region", "")
        name = next((gold for gold in names if str(one.report["year"]) in gold and _same(gold, county)), None)
        if name is None:
            continue
        gold = pd.read_csv(folder / f"gold/{name}.quantities.tsv", sep="\t", dtype=str, keep_default_na=False)
        found, stated = measured(one.segments, one.report, catalog.load().indicators)
        by_line = gold.groupby("line")
        labels: dict[str, str] = {}
        for line, rows in found.groupby("line"):
            if str(line) in by_line.groups:
                wanted = by_line.get_group(str(line))
                labels |= labels_by_id(rows, list(zip(wanted["raw"], wanted["indicator"], strict=True)))
        yield judged(found, stated, labels, name, "reports")


def _same(gold: str, region: str) -> bool:
    pinyin = {"honghe": "红河", "wuchang": "武昌", "wuhua": "五华"}
    return any(region.startswith(zh) for en, zh in pinyin.items() if gold.startswith(en))


def fitted(rows: pd.DataFrame) -> dict[str, float]:
    """Return the weights of a logistic model of whether a value is right."""
    model = LogisticRegression(C=0.5, max_iter=1000).fit(rows[SIGNS], rows["right"], sample_weight=rows["n"])
    return {CONSTANT: float(model.intercept_[0])} | dict(zip(SIGNS, map(float, model.coef_[0]), strict=True))


def said(rows: pd.DataFrame, weights: dict[str, float]) -> pd.Series:
    """Return the probability of each row."""
    return 1 / (1 + np.exp(-(rows[SIGNS] @ pd.Series(weights)[SIGNS] + weights[CONSTANT])))


def cross_validated(rows: pd.DataFrame) -> pd.Series:
    """Return each row's probability by weights that were fitted without its report."""
    parts = GroupKFold(6).split(rows, groups=rows["group"])
    return pd.concat([said(rows.iloc[test], fitted(rows.iloc[train])) for train, test in parts]).sort_index()


def reliability(guesses: pd.Series, rows: pd.DataFrame) -> pd.DataFrame:
    """Return [confidence, values, said, right, low, high] of each band of `BANDS`, with Wilson intervals."""
    from statsmodels.stats.proportion import proportion_confint

    found = []
    for low_end, high_end in pairwise(BANDS):
        inside = rows[(guesses >= low_end) & (guesses < high_end)]
        n = inside["n"].sum() / SHUFFLES  # a sentence counts once, however often it was put into a paragraph
        share = np.average(inside["right"], weights=inside["n"])
        mean = np.average(guesses[inside.index], weights=inside["n"])
        ends = proportion_confint(share * n, n, method="wilson")
        found.append((f"{low_end:.2f}–{min(high_end, 1):.2f}", round(n), mean, share, *ends))
    return pd.DataFrame(found, columns=["confidence", "values", "said", "right", "low", "high"])


def judge(folder: Path) -> pd.DataFrame:
    """Judge the values of all labelled sentences and reports that are there, those with the same signs counted."""
    parts = [*of_sentences(own_sentences("forms.tsv"), "forms")]
    parts += of_sentences(own_sentences("forms_held_out.tsv"), "held out")
    if (folder / "cases").exists():
        parts += of_sentences(shared_sentences(folder), "cases")
        parts += of_attribution(folder)
        parts += of_reports(folder)
    return counted(pd.concat(parts))


def counted(rows: pd.DataFrame) -> pd.DataFrame:
    alike = ["kind", "group", *SIGNS, "right"]
    return rows.astype(dict.fromkeys(SIGNS, int)).groupby(alike, sort=True).size().rename("n").reset_index()


def draw(table: pd.DataFrame, file: Path) -> None:
    """Draw said against right, with intervals; the areas show how many values there are."""
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams["svg.hashsalt"] = "fazhi"
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(3.5, 3.5), layout="constrained")
    errors = [table["right"] - table["low"], table["high"] - table["right"]]
    axes.plot([0, 1], [0, 1], color="0.7", linewidth=1)
    axes.errorbar(table["said"], table["right"], yerr=errors, fmt="none", ecolor="0.4", linewidth=1)
    axes.scatter(table["said"], table["right"], s=10 + table["values"], color="#1f4e79", zorder=3)
    axes.set(xlabel="confidence (mean of the band)", ylabel="values that are right", xlim=(0, 1.02), ylim=(0, 1.02))
    figure.savefig(file, metadata={"Date": None})


def tabled(table: pd.DataFrame) -> str:
    rows = [
        f"| {row.confidence} | {row.values_:.0f} | {row.said:.2f} | {row.right:.2f} ({row.low:.2f}–{row.high:.2f}) |"
        for row in table.rename(columns={"values": "values_"}).itertuples()
    ]
    return "\n".join(["| confidence | values | said | right (95 % interval) |", "|---|---|---|---|", *rows])


def write(weights: dict[str, float], table: pd.DataFrame) -> None:
    """Write the weights, and put the table between the marks of the page that explains them."""
    file = paths.CATALOG / "confidence.csv"
    known = pd.read_csv(file, dtype=str, keep_default_na=False).set_index("sign")["meaning"]
    rows = [(sign, f"{weight:.3f}", known.get(sign, "")) for sign, weight in weights.items()]
    pd.DataFrame(rows, columns=["sign", "weight", "meaning"]).to_csv(file, index=False, lineterminator="\n")
    page = ROOT / "docs/confidence.md"
    before, _, after = page.read_text("utf-8").partition(START)
    page.write_text(f"{before}{START}\n{tabled(table)}\n{END}{after.partition(END)[2]}", "utf-8")
    draw(table, ROOT / "docs/confidence.svg")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--judge", type=Path, metavar="FILE")
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared", metavar="FOLDER")
    options = parser.parse_args()
    if options.judge:
        judge(options.shared).to_csv(options.judge, index=False, lineterminator="\n")
        return
    rows = pd.read_csv(FIRST_SIGHT)
    guesses = cross_validated(rows)
    table = reliability(guesses, rows)
    print(table.round(3).to_string(index=False))
    print(f"Brier score {np.average((guesses - rows['right']) ** 2, weights=rows['n']):.3f}")
    write(fitted(rows), table)


if __name__ == "__main__":
    main()
