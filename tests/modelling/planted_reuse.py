"""A generator of reports that share sentences with last year's and with other regions', for tests and benchmarks."""

from __future__ import annotations

import random

import pandas as pd

from fazhi import catalog

FILLER = "的 和 在 对 开展 推进 加强 完成 组织 全年 共 落实 制定 建立 健全 12次 58件 各级 工作 及时".split()
MOST_EDITS = 0.2
KINDS = ["year on year", "region to region", "boilerplate"]


def corpus(seed: int, *, regions: int = 8, years: int = 3, sentences: int = 40):
    """Write reports of made-up sentences, a fifth copied from last year's, a fifth from the region before, a fifth
    in everybody's words.

    Returns
    -------
    segments, reports : DataFrame
        Tables with the columns that text reuse reads; each sentence is a segment.
    planted : DataFrame [report_id, line, kind, source_report_id, source_line]
        What was copied from where; formulas have no source.
    """
    rng = random.Random(seed)
    words = [term[:6] for term in catalog.load().terms["term"]]
    texts: dict[tuple[int, int], list[str]] = {}
    planted: list[tuple[str, int, str, str, int]] = []
    formulas = [sentence(rng, words) for _ in range(sentences // 5)]
    for year in range(years):
        for region in range(regions):
            own = [sentence(rng, words) for _ in range(sentences)]
            for kind, source, lines in _sources(region, year, sentences):
                for line in lines:
                    own[line] = edited(texts[source][line], rng.uniform(0, MOST_EDITS), rng, words)
                    planted.append((name(region, year), line + 1, kind, name(*source), line + 1))
            for line, formula in enumerate(formulas, 2 * len(formulas)):
                own[line] = edited(formula, rng.uniform(0, MOST_EDITS), rng, words)
                planted.append((name(region, year), line + 1, "boilerplate", "", 0))
            for line in range(sentences - 4, sentences - 2):  # sentences of the genre that share half of their words
                own[line] = half_alike(own[line - 10], rng, words)
            texts[region, year] = own
    columns = ["report_id", "line", "kind", "source_report_id", "source_line"]
    return _segments(texts), _reports(regions, years), pd.DataFrame(planted, columns=columns)


def _sources(region: int, year: int, sentences: int):
    """Yield which lines come from where: the first fifth from last year, the next from a neighbour."""
    fifth = sentences // 5
    if year:
        yield "year on year", (region, year - 1), range(fifth)
    if region % 2:
        yield "region to region", (region - 1, year), range(fifth, 2 * fifth)


def name(region: int, year: int) -> str:
    return f"{_code(region)}-{2020 + year}-0000"


def _code(region: int) -> str:
    return f"{10 + region % 30}{region // 30:02d}01"


def sentence(rng: random.Random, words: list[str]) -> str:
    pieces: list[str] = []
    length = rng.randint(18, 60)
    while sum(map(len, pieces)) < length:
        pieces += [rng.choice(words), rng.choice(FILLER)]
    return "".join(pieces)


def edited(text: str, share: float, rng: random.Random, words: list[str]) -> str:
    """Put in, take out or replace a share of a text's characters, one to four at a time."""
    letters, left = list(text), round(share * len(text))
    while left > 0:
        span, at, kind = min(left, rng.randint(1, 4)), rng.randrange(len(letters)), rng.random()
        new = list("".join(rng.choices(words, k=3))[:span])
        letters[at : at + (span if kind < 0.75 else 0)] = new if kind > 0.25 else []
        left -= span
    return "".join(letters)


def half_alike(text: str, rng: random.Random, words: list[str]) -> str:
    return text[: len(text) // 2] + sentence(rng, words)[: len(text) - len(text) // 2]


def _segments(texts: dict) -> pd.DataFrame:
    rows = [
        (f"{name(*place)}/s{line}.0", name(*place), line, 0, len(text) + 1, text + "。", "", "achievement")
        for place, lines in texts.items()
        for line, text in enumerate(lines, 1)
    ]
    columns = ["segment_id", "report_id", "line", "start", "end", "raw", "label", "role"]
    return pd.DataFrame(rows, columns=columns)


def _reports(regions: int, years: int) -> pd.DataFrame:
    rows = [
        (
            name(region, year),
            f"region {region}",
            _code(region),
            "county",
            2020 + year,
            f"{2021 + year}-01-{1 + region % 28:02d}",
            "",
        )
        for region in range(regions)
        for year in range(years)
    ]
    return pd.DataFrame(rows, columns=["report_id", "region", "region_code", "level", "year", "signed", "published"])


def judged(reuse: pd.DataFrame, planted: pd.DataFrame) -> dict[str, float]:
    """Return precision and recall of the planted kinds, sentence by sentence.

    A pair is right where the sentence and its source go back to one sentence that was copied.
    """
    origin = {}
    for row in planted.itertuples():
        source = (row.source_report_id, row.source_line)
        if row.source_report_id:
            origin[row.report_id, row.line] = origin.get(source, source)
    told = {}
    formula = set(_places(planted[planted["kind"] == "boilerplate"]))
    for kind in KINDS:
        found, wanted = (table[table["kind"] == kind] for table in (reuse, planted))
        ends = zip(_places(found), zip(found["source_report_id"], found["source_line"], strict=True), strict=True)
        right = [
            (own[1] == source[1] or not source[0])
            if own in formula
            else origin.get(own, own) == origin.get(source, source)
            for own, source in ends
        ]
        got = set(_places(found))
        hit = [place in got for place in _places(wanted)]
        told |= {f"{kind}, precision": sum(right) / max(1, len(right)), f"{kind}, recall": sum(hit) / len(hit)}
    return told


def _places(table: pd.DataFrame) -> list[tuple[str, int]]:
    return list(zip(table["report_id"], table["line"], strict=True))
