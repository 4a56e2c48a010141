"""A run in English on the five real reports → the figures, tables and numbers of five-governments.md.

``fazhi run REPORTS --lang en --out OUT``, then ``python docs/five_governments.py OUT``; where the reports are at
hand, a test compares.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import pandas as pd

import fazhi
from fazhi import catalog, english, paths
from fazhi.corpus import Corpus
from fazhi.modelling.theme_frequencies import theme_frequencies
from fazhi.shown_reports import region_names

PAGE = paths.ROOT / "docs" / "five-governments.md"
PICTURES = ["indicators/latest.png", "indicators/disclosure.png", "problems/themes.png"]
COMPARED = "reconsideration.accepted"
UNSURE = 0.9
MOST_THEMES = 3
"""How many groups of equally frequent themes are told."""


def made(corpus: Corpus) -> dict[str, str]:
    """Return each part of the page that is made from tables, by its mark."""
    reports = corpus.reports.assign(region=region_names(corpus.reports).map(english.place)).sort_values("region_code")
    return {
        "reports": _table(["Region", "Year", "Issued by", "Characters", "Numbers read", "Indicators with a value",
                           "Problem statements"], _reports(corpus, reports)),
        "indicator": _indicator(corpus, reports),
        "unsure": _unsure(corpus),
        "themes": _themes(corpus),
        "checks": _table(["Region", "Check", "Stated", "The other number"], _checks(corpus, reports)),
    }  # fmt: skip


def page(text: str, parts: dict[str, str]) -> str:
    """Put the parts between their marks."""
    for mark, part in parts.items():
        before, first, rest = text.partition(f"<!-- {mark} -->")
        _, last, after = rest.partition(f"<!-- end of {mark} -->")
        text = f"{before}{first}\n\n{part.strip()}\n\n{last}{after}"
    return text


def _reports(corpus: Corpus, reports: pd.DataFrame) -> Iterator[list[str]]:
    stated = corpus.disclosure[corpus.disclosure["status"].isin(["reported", "reported as zero"])]
    counts = stated["report_id"].value_counts()
    for row in reports.itertuples():
        issuer = catalog.load().name(f"issuer.{row.issuer_type}", "en").lower()
        numbers = [row.n_chars, row.n_quantities, counts.get(row.report_id, 0), row.n_problems]
        yield [row.region, str(row.year), issuer, *(f"{number:,}" for number in numbers)]


def _indicator(corpus: Corpus, reports: pd.DataFrame) -> str:
    plain = corpus.indicators.query("indicator_id == @COMPARED and qualifier == ''").set_index("report_id")["value"]
    named = reports.set_index("report_id")["region"]
    stated = [f"{value:,.0f} in {named[report]}" for report, value in plain.sort_values(ascending=False).items()]
    without = [name for report, name in named.items() if report not in plain.index]
    told = f"{catalog.load().name(COMPARED, 'en')}: {', '.join(stated)}."
    return f"{told} No such value of the year is stated by {', '.join(without)}." if without else told


def _unsure(corpus: Corpus) -> str:
    other = int((corpus.disclosure["status"] == "other measure").sum())
    unsure = int((corpus.indicators.query("qualifier == ''")["confidence"] < UNSURE).sum())
    return (
        f"In {other} cells only a figure *defined differently* is stated (a subset, a larger region, a total of "
        f"several years …); of the values that are shown, {unsure} have a confidence below {UNSURE}."
    )


def _themes(corpus: Corpus) -> str:
    shares = theme_frequencies(corpus.problem_themes, corpus.problems, corpus.reports, by="all")
    shares = shares[shares["theme_id"] != "other"]
    said = [f"{len(corpus.problems)} statements in {len(corpus.reports)} reports."]
    for n, rows in list(shares.groupby("reports"))[::-1][:MOST_THEMES]:
        names = ", ".join(catalog.load().names(sorted(rows["theme_id"]), "en")).lower()
        low, high = rows[["reports_low", "reports_high"]].iloc[0]
        said.append(f"In {n} of {rows['of_reports'].iloc[0]} reports (95 % interval {low:.0%}–{high:.0%}): {names}.")
    return "\n".join(f"- {line}" for line in said)


def _checks(corpus: Corpus, reports: pd.DataFrame) -> Iterator[list[str]]:
    named, known = reports.set_index("report_id")["region"], catalog.load()
    for row in corpus.checks.sort_values(["kind", "report_id"], ascending=[False, True]).itertuples():
        numbers = [f"{value:,.12g}" for value in (row.stated, row.computed)]
        yield [named[row.report_id], known.name(f"check.{row.kind}", "en"), *numbers]


def _table(heads: list[str], rows: Iterable[list[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n" + "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def main(out: Path) -> None:
    """Write the page and its pictures from a run."""
    PAGE.write_text(page(PAGE.read_text("utf-8"), made(fazhi.open(out))), "utf-8")
    for picture in PICTURES:
        shutil.copyfile(out / "figures" / picture, PAGE.parent / "five_governments" / Path(picture).name)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
