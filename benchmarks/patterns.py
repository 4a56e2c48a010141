"""Catalogue patterns × built corpora → how many reports, sentences and regions each one hits, as a table.

    python benchmarks/patterns.py build/tables [MORE/tables ...] --out patterns.csv

A row of theme_patterns.csv is a pattern; a cell of indicators.csv is cut where its alternatives stand side by side.
Themes are searched for in problem statements, indicators in the sentences that hold a number. `alone` counts the
sentences that no other pattern of the same theme and part (or indicator and column) hits: 0 beside hits means that a
more general pattern makes this one needless here.
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path

import pandas as pd

from fazhi import catalog, normalization

COLUMNS = ["file", "id", "part", "pattern", "sentences", "reports", "regions", "alone", "note"]
SENTENCE = re.compile(r"[^。;!?\n]+")
BRACKETS = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]|[()|]")


def alternatives(pattern: str) -> list[str]:
    """Cut a pattern where ``|`` stands outside of groups and character classes.

    >>> alternatives("甲(?:乙|丙)|[|]|丁")
    ['甲(?:乙|丙)', '[|]', '丁']
    """
    depth, cuts = 0, [-1]
    for found in BRACKETS.finditer(pattern):
        depth += {"(": 1, ")": -1}.get(found[0], 0)
        if found[0] == "|" and depth == 0:
            cuts.append(found.start())
    ends = [*cuts[1:], len(pattern)]
    return [pattern[start + 1 : end] for start, end in zip(cuts, ends, strict=True)]


def patterns(known: catalog.Catalog) -> pd.DataFrame:
    """Return every pattern alternative [file, id, part, pattern, note] of themes and indicators."""
    rows = [
        ("theme_patterns.csv", *row) for row in known.theme_patterns[["theme_id", "part", "pattern", "note"]].values
    ]
    for column in catalog.INDICATOR_PATTERNS:
        for name, pattern in known.indicators.loc[known.indicators[column] != "", ["id", column]].values:
            rows += [("indicators.csv", name, column, part, "") for part in alternatives(pattern)]
    return pd.DataFrame(rows, columns=["file", "id", "part", "pattern", "note"])


def sentences(folder: Path) -> dict[str, pd.DataFrame]:
    """Return what each file's patterns are searched for in: [report_id, region_code, text], folded, without blanks."""
    regions = pd.read_parquet(folder / "reports.parquet").set_index("report_id")["region_code"]
    segments, problems = (pd.read_parquet(folder / f"{name}.parquet") for name in ("segments", "problems"))
    texts = {"theme_patterns.csv": problems, "indicators.csv": segments.loc[segments["text"].str.contains(r"\d")]}
    found = {}
    for file, table in texts.items():
        rows = table[["report_id", "text"]].assign(text=table["text"].map(_cut)).explode("text", ignore_index=True)
        rows = rows.dropna() if file == "theme_patterns.csv" else rows[rows["text"].str.contains(r"\d", na=False)]
        found[file] = rows.assign(region_code=rows["report_id"].map(regions))
    return found


def _cut(text: str) -> list[str]:
    return SENTENCE.findall(normalization.plain(text).replace(" ", ""))


def hits(rows: pd.DataFrame, texts: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Count for each pattern the sentences, reports and regions that it hits, and the sentences that it hits alone."""
    counted = []
    for (file, _, _), group in rows.groupby(["file", "id", "part"], sort=False):
        table = texts[file]
        marks = {i: table["text"].map(_search(file, row.pattern)).astype(bool) for i, row in group.iterrows()}
        total = sum(mark.astype(int) for mark in marks.values())
        for i, mark in marks.items():
            found = table[mark]
            alone = int((mark & (total == 1)).sum())
            counted.append((i, len(found), found["report_id"].nunique(), found["region_code"].nunique(), alone))
    names = ["row", "sentences", "reports", "regions", "alone"]
    return rows.join(pd.DataFrame(counted, columns=names).set_index("row"))[COLUMNS]


def _search(file: str, pattern: str):
    """Return what searches a sentence; in an indicator's pattern # and @ stand for numbers."""
    if file == "indicators.csv":
        pattern = re.sub(r"(?<!\\)[#@](?![^\[]*\])", r"\\d[\\d.,万亿]*", pattern)
    return re.compile(pattern).search


def main() -> None:
    """Write the table and print what it comes to."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("tables", type=Path, nargs="+", help="folders that fazhi build wrote")
    arguments.add_argument("--out", type=Path, default=Path("patterns.csv"))
    given = arguments.parse_args()
    corpora = [sentences(folder) for folder in given.tables]
    texts = {file: pd.concat([corpus[file] for corpus in corpora], ignore_index=True) for file in corpora[0]}
    table = hits(patterns(catalog.load()), texts)
    table.to_csv(given.out, index=False)
    for file, group in table.groupby("file", sort=False):
        none, one = (group["sentences"] == 0).sum(), (group["sentences"] == 1).sum()
        needless = ((group["sentences"] > 0) & (group["alone"] == 0)).sum()
        print(f"{file}: {len(group)} patterns, {none} hit nothing, {one} one sentence, {needless} only with others")
    print(f"written to {given.out}")


if __name__ == "__main__":
    main()
