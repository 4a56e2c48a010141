"""A number of reports → a folder of made-up reports as long as real ones, no two alike, of the counties that there are.

    python benchmarks/made_reports.py 1000 FOLDER [--seed 1]

The wording is our own sample's and that of the catalogue's test sentences; each report draws its headings and sentences
from them and has its own place, year and numbers. Four years a county. The numbers agree with nothing, and no statement
is true of the place that it names.
"""

from __future__ import annotations

import argparse
import random
import re
from pathlib import Path

import pandas as pd

from fazhi import paths
from fazhi.reading.formats.encodings import decode
from fazhi.reading.metadata.divisions import regions

YEARS = range(2020, 2024)
AREAS, PARAGRAPHS, PROBLEMS, PLANS = 6, 5, 6, 4  # of a report; with four sentences a paragraph as long as real ones
PLACE = re.compile("[青砚蓼荻和望][屿川渚平屿圩][省市县区]")
NUMBER = re.compile(r"(?!123\d\d)(?<![\d.,])\d{1,3}(?:,\d{3})*(?:\d*\.\d)?\d*(?!\d*[年月日届])")
HEADING = re.compile(r"^\s*（[一二三四五六七八九十]+）([^。]{6,28})(?:。|$)")
SENTENCE = re.compile("[^。]{12,}。")
HAN = "一二三四五六七八九十"


class Wording:
    """Headings and sentences of the sample and the catalogue."""

    def __init__(self) -> None:
        texts = [decode(file.read_bytes())[0] for file in sorted(paths.SAMPLE.glob("*.txt"))]
        lines = [line for text in texts for line in text.splitlines()]
        told = pd.read_csv(paths.CATALOG / "indicator_sentences.csv", dtype=str)["sentence"]
        admitted = pd.read_csv(paths.CATALOG / "theme_sentences.csv", dtype=str)["sentence"]
        self.headings = [found[1] for line in lines if (found := HEADING.match(line))]
        self.sentences = [*told, *(each for line in lines[3:] for each in SENTENCE.findall(line.split("．")[-1]))]
        self.sentences = [re.sub(r"^\s*(?:\d+\.|[（(]\w+[）)])?", "", each) for each in self.sentences]
        self.problems = list(admitted)
        self.plans = [each for each in self.sentences if re.match("加强|推进|完善|强化|深化|提升|推动|落实", each)]


def report(wording: Wording, place: str, year: int, rng: random.Random) -> str:
    """Write one report."""
    own = f"我{place[-1]}"

    def told(pool: list[str], n: int) -> str:
        said = "".join(each.rstrip("。") + "。" for each in rng.sample(pool, n))
        return PLACE.sub(own, NUMBER.sub(lambda found: _varied(found[0], rng), said))

    lines = [
        f"{place}{year}年法治政府建设年度报告",
        f"{year}年，{place}{told(wording.sentences, 2)}现将有关情况报告如下：",
    ]
    lines.append("一、主要工作和成效")
    for n in range(AREAS):
        lines.append(f"（{HAN[n]}）{rng.choice(wording.headings)}")
        lines += [f"{m}.{told(wording.sentences, 4)}" for m in range(1, PARAGRAPHS + 1)]
    lines.append("二、存在的主要问题")
    lines += [f"（{HAN[n]}）{told(wording.problems, 2)}" for n in range(PROBLEMS)]
    lines.append(f"三、{year + 1}年工作安排")
    lines += [f"（{HAN[n]}）{told(wording.plans, 2)}" for n in range(PLANS)]
    return "\n".join([*lines, f"{place}人民政府", f"{year + 1}年{rng.randint(1, 3)}月{rng.randint(1, 28)}日", ""])


def _varied(number: str, rng: random.Random) -> str:
    """Return another number with as many digits, so that a percentage stays one."""
    first = str(rng.randint(1, 9)) if number[0] != "0" else "0"
    return first + "".join(str(rng.randint(0, 9)) if sign.isdigit() else sign for sign in number[1:])


def counties() -> list[str]:
    """Return the counties' names with their prefecture's, those that changed in these years left out."""
    named = [
        {f"{each.province}{each.prefecture}{each.name}" for each in regions(year) if each.level == "county"}
        for year in YEARS
    ]
    return sorted(set.intersection(*named))


def write(n: int, folder: Path, seed: int = 1) -> Path:
    """Write `n` reports; the first of them are the same whatever their number."""
    folder.mkdir(parents=True, exist_ok=True)
    wording, places = Wording(), counties()
    random.Random(seed).shuffle(places)
    for number in range(n):
        place, year = places[number // len(YEARS) % len(places)], YEARS[number % len(YEARS)]
        text = report(wording, place, year, random.Random(f"{seed} {number}"))
        (folder / f"{number:05d}.txt").write_text(text, "utf-8")
    return folder


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("n", type=int)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--seed", type=int, default=1)
    write(**vars(arguments.parse_args()))


if __name__ == "__main__":
    main()
