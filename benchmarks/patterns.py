"""Catalogue patterns × built corpora → how many sentences, reports and regions each one hits, as a table.

    python benchmarks/patterns.py build/tables [MORE/tables ...] --out patterns.csv

A row of theme_patterns.csv is a pattern; a cell of indicators.csv is cut where its alternatives stand side by side; a
word for a failing in lexicon.csv is one too. Themes and failings are searched for in problem statements, indicators in
sentences that hold a number; the catalogue's test sentences are read as well, each as a report of its own.

`alone` counts the sentences that no other pattern of the same theme and part (or indicator and column) hits.
`contained_in` is another one that provably matches wherever this one does, which makes this one needless; in the
columns `subject` and `verb` it is so only if the other comes first, as the longer match decides between indicators.
`narrow` patterns are long and match one text or none: `benchmarks/narrow_patterns.csv` says what each stands for.
"""

from __future__ import annotations

import argparse
import re
import re._parser as parser
from functools import cache
from pathlib import Path

import pandas as pd

from fazhi import catalog, lexicon, normalization, paths
from fazhi.csv_rows import read_rows, read_table
from fazhi.measuring.anchors import anchors

COLUMNS = [
    "file", "id", "part", "pattern", "sentences", "reports", "regions", "alone", "contained_in", "narrow", "stands_for",
]  # fmt: skip
FAILINGS = ["failing", "failing_unless_compound", "failing_at_end"]
LONGEST_WINS = ["subject", "verb"]  # of an indicator: a longer match decides between indicators
NARROW = paths.ROOT / "benchmarks" / "narrow_patterns.csv"
LONG = 5  # characters of the shortest match; a term of the field is usually shorter
SENTENCE = re.compile(r"[^。;!?\n]+")
BRACKETS = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]|[()|]")
CONTEXT = re.compile(r"\(\?[=!<]|[\^$]|\\b")  # what a match depends on besides its own text
TEST_SENTENCES = {"theme_patterns.csv": "theme_sentences.csv", "indicators.csv": "indicator_sentences.csv"}


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


def patterns(folder: Path = paths.CATALOG) -> pd.DataFrame:
    """Return every pattern alternative [file, id, part, pattern] of a catalogue, as its files have it."""
    themes = read_rows(folder / "theme_patterns.csv", ["theme_id", "part", "pattern", "example", "note"])
    rows = [("theme_patterns.csv", *row) for row in themes[["theme_id", "part", "pattern"]].values]
    indicators = read_table(folder / "indicators.csv", catalog.REQUIRED["indicators"])
    for column in catalog.INDICATOR_PATTERNS:
        for name, pattern in indicators.loc[indicators[column] != "", ["id", column]].values:
            rows += [("indicators.csv", name, column, part) for part in alternatives(pattern)]
    classes = lexicon.load(folder)
    rows += [("lexicon.csv", name, "word", re.escape(word)) for name in FAILINGS for word in classes[name]]
    return pd.DataFrame(rows, columns=COLUMNS[:4])


def sentences(folder: Path) -> dict[str, pd.DataFrame]:
    """Return what each file's patterns are searched for in: [report_id, region_code, text], folded, without blanks."""
    regions = pd.read_parquet(folder / "reports.parquet").set_index("report_id")["region_code"]
    segments, problems = (pd.read_parquet(folder / f"{name}.parquet") for name in ("segments", "problems"))
    texts = {"theme_patterns.csv": problems, "indicators.csv": segments}
    return {
        file: _sentences(file, rows.assign(region_code=rows["report_id"].map(regions))) for file, rows in texts.items()
    }


def own_sentences(folder: Path = paths.CATALOG) -> dict[str, pd.DataFrame]:
    """Return the catalogue's own test sentences, as `sentences` returns a corpus; each is a report and a region."""
    found = {}
    for file, name in TEST_SENTENCES.items():
        texts = pd.read_csv(folder / name, dtype=str, keep_default_na=False)["sentence"]
        told = [f"{name}:{row}" for row in range(len(texts))]
        found[file] = _sentences(file, pd.DataFrame({"report_id": told, "region_code": told, "text": texts}))
    return found


def _sentences(file: str, texts: pd.DataFrame) -> pd.DataFrame:
    rows = texts[["report_id", "region_code", "text"]].assign(text=texts["text"].map(_cut))
    rows = rows.explode("text", ignore_index=True).dropna(subset="text")
    return rows[rows["text"].str.contains(r"\d")] if file == "indicators.csv" else rows


def _cut(text: str) -> list[str]:
    return SENTENCE.findall(normalization.plain(text).replace(" ", ""))


def together(corpora: list[dict[str, pd.DataFrame]]) -> dict[str, pd.DataFrame]:
    """Return several corpora as one, for every file; failings are searched for where themes are."""
    found = {file: pd.concat([corpus[file] for corpus in corpora], ignore_index=True) for file in corpora[0]}
    return found | {"lexicon.csv": found["theme_patterns.csv"]}


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
    return rows.join(pd.DataFrame(counted, columns=names).set_index("row"))


def _search(file: str, pattern: str):
    """Return what searches a sentence; in an indicator's pattern # and @ stand for numbers."""
    pattern = lexicon.filled(pattern, lexicon.load())
    if file == "indicators.csv":
        pattern = re.sub(r"(?<!\\)[#@](?![^\[]*\])", r"\\d[\\d.,万亿]*", pattern)
    return lexicon.compiled(pattern).search


def containing(rows: pd.DataFrame) -> pd.Series:
    """Return for each pattern another of the same id and part that makes it needless, ``""`` if none provably does."""
    found = pd.Series("", rows.index)
    for (_, _, part), group in rows.groupby(["file", "id", "part"], sort=False):
        told = [lexicon.filled(pattern, lexicon.load()) for pattern in group["pattern"]]
        for n, row in enumerate(group.index):
            others = told[:n] if part in LONGEST_WINS else told[:n] + told[n + 1 :]
            match = re.match if part in LONGEST_WINS else re.search
            found[row] = next((other for other in others if contains(other, told[n], match)), "")
    return found


@cache
def _needed(pattern: str) -> frozenset[str]:
    return anchors(pattern)


def contains(general: str, special: str, match=re.search) -> bool:
    """Whether a pattern provably matches wherever another does: it finds a match in each text the other needs.

    >>> contains("处罚", "行政处罚(?:决定|案卷)"), contains("(?<!行政)处罚", "行政处罚")
    (True, False)
    """
    spelled = {special} if match is re.match and re.escape(special) == special else _needed(special)
    proves = bool(spelled) and (match is re.search or re.escape(special) == special)
    return proves and not CONTEXT.search(general) and all(match(general, literal) for literal in spelled)


def is_long(rows: pd.DataFrame) -> pd.Series:
    """Return which patterns match nothing shorter than `LONG` characters; a word for a failing is no wording."""
    told = (parser.parse(lexicon.filled(pattern, lexicon.load())) for pattern in rows["pattern"])
    return pd.Series([one.getwidth()[0] >= LONG for one in told], rows.index) & (rows["file"] != "lexicon.csv")


def stated(file: Path = NARROW) -> pd.Series:
    """Return what the narrow patterns stand for, by (id, part, pattern)."""
    rows = read_rows(file, ["id", "part", "pattern", "stands_for"])
    return rows.set_index(["id", "part", "pattern"])["stands_for"]


def counted(rows: pd.DataFrame, corpora: list[dict[str, pd.DataFrame]]) -> pd.DataFrame:
    """Return the whole table of some patterns in some corpora."""
    table = hits(rows, together(corpora))
    table["contained_in"] = containing(table)
    table["narrow"] = (table["reports"] < 2) & is_long(table)
    return table.join(stated(), on=["id", "part", "pattern"])[COLUMNS].fillna({"stands_for": ""})


def main() -> None:
    """Write the table and print what it comes to."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("tables", type=Path, nargs="+", help="folders that fazhi build wrote")
    arguments.add_argument("--out", type=Path, default=Path("patterns.csv"))
    given = arguments.parse_args()
    table = counted(patterns(), [*map(sentences, given.tables), own_sentences()])
    table.to_csv(given.out, index=False)
    for file, group in table.groupby("file", sort=False):
        none, one = (group["reports"] == 0).sum(), (group["reports"] == 1).sum()
        needless, narrow = (group["contained_in"] != "").sum(), group["narrow"]
        unsaid = (narrow & (group["stands_for"] == "")).sum()
        print(
            f"{file}: {len(group)} patterns, {none} hit no text, {one} hit one, {needless} needless; "
            f"{narrow.sum()} narrow, of which {unsaid} do not say what they stand for"
        )
    print(f"written to {given.out}")


if __name__ == "__main__":
    main()
