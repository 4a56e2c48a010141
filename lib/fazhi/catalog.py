"""data/catalog → validated tables of what is measured, and the Chinese and English name of every id."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import pandas as pd

from fazhi import lexicon, normalization, paths
from fazhi.csv_rows import check_cells, read_rows, read_table, read_text, refuse
from fazhi.errors import UnknownName
from fazhi.schema import OTHER

LANGUAGES = ["zh", "en"]
TIERS = ["core", "more"]
MEASURES = ["stock", "flow", "rate"]
AGGREGATES = ["whole", "sum", "none"]
TERM_CLASSES = ["concept", "institution", "programme", "law_title", "body", "place", "word"]
REQUIRED = {
    "indicators": [
        "id", "tier", "name_zh", "name_en", "unit", "area", "definition", "definition_zh",
        "not_to_confuse", "not_to_confuse_zh", "units", "subject", "verb", "near", "unless", "subset", "differs",
        "measure", "aggregate", "prefer", "bodies", "instead",
    ],
    "ratios": [
        "id", "name_zh", "name_en", "numerator", "denominator", "stated_indicator", "caveat", "unit",
        "numerator_within", "stated_same_base",
    ],
    "themes": ["id", "name_zh", "name_en", "definition", "definition_zh", "include", "exclude", "exclude_zh"],
    "terms": ["term", "class"],
    "labels": ["id", "name_zh", "name_en"],
    "topics": ["id", "name_zh", "name_en", "words"],
}  # fmt: skip
CONFIDENCE = ["sign", "weight", "meaning"]
FILLED = {
    "indicators": [
        "name_zh", "name_en", "unit", "area", "definition", "definition_zh", "not_to_confuse", "not_to_confuse_zh",
        "units", "subject",
    ],
    "ratios": ["name_zh", "name_en", "numerator", "denominator", "unit"],
    "themes": ["name_zh", "name_en", "definition", "definition_zh", "exclude", "exclude_zh"],
}  # fmt: skip
CODEBOOK = ["id", "name_zh", "name_en", "unit", "definition", "not_to_confuse", "exclude"]  # for readers and coders
INDICATOR_PATTERNS = ["subject", "verb", "near", "unless", "subset", "differs", "prefer", "bodies"]
THEME_PARTS = ["says", "about", "needs", "unless", "general"]
SHOWN_PARTS = ["says", "about"]  # parts whose patterns have an example


@dataclass(frozen=True)
class Catalog:
    """What is measured: validated tables of ``data/catalog``, all cells strings, missing = ``""``.

    Attributes
    ----------
    indicators, ratios, themes, terms, topics : DataFrame
        One row each, in file order; the columns are described in ``data/README.md``. Patterns have their word
        classes filled in; `themes` also has a column for each part of `theme_patterns`, its patterns as alternatives.
    theme_patterns : DataFrame [theme_id, part, pattern, example, note]
        One row for each pattern of a theme.
    stopwords : list of str
        Words left out of word counts.
    confidence : dict
        Feature → its weight in the confidence of a value; see `fazhi.measuring.indicators.confidence`.
    hash : str
        SHA-256 of all files of the catalogue, in hex.
    """

    indicators: pd.DataFrame
    ratios: pd.DataFrame
    themes: pd.DataFrame
    theme_patterns: pd.DataFrame
    terms: pd.DataFrame
    topics: pd.DataFrame
    labels: pd.DataFrame
    stopwords: list[str]
    confidence: dict[str, float]
    hash: str

    @cached_property
    def _names(self) -> dict[str, dict[str, str]]:
        tables = [self.indicators, self.ratios, self.themes, self.topics, self.labels]
        return pd.concat([table[["id", "name_zh", "name_en"]] for table in tables]).set_index("id").to_dict("index")

    def name(self, identifier: str, lang: str = "zh") -> str:
        """Return the name of an indicator, ratio, theme, topic or label.

        Parameters
        ----------
        identifier : str
            An id such as ``"reconsideration.accepted"``, ``"area.rules"`` or ``"unit.件"``.
        lang : {"zh", "en"}
            The language of the name.

        Raises
        ------
        UnknownName
            If the id or the language does not exist; the message names the nearest ids.
        """
        if lang not in LANGUAGES:
            raise UnknownName("language", lang, LANGUAGES)
        if identifier not in self._names:
            raise UnknownName("catalogue id", identifier, self._names)
        return self._names[identifier][f"name_{lang}"]

    def names(self, identifiers, lang: str = "zh") -> list[str]:
        """Return the names of several ids, in the same order."""
        return [self.name(identifier, lang) for identifier in identifiers]

    def codebook(self, table: str, lang: str = "zh") -> pd.DataFrame:
        """Return the definitions of the indicators or themes, for people who read or code.

        Parameters
        ----------
        table : {"indicators", "themes"}
            Which codebook.
        lang : {"zh", "en"}
            Language of the definitions.

        Returns
        -------
        DataFrame [id, name_zh, name_en, unit, definition, not_to_confuse]
            For themes [id, name_zh, name_en, definition, exclude].

        Raises
        ------
        UnknownName
            If the language does not exist.
        """
        if lang not in LANGUAGES:
            raise UnknownName("language", lang, LANGUAGES)
        entries = getattr(self, table)
        columns = [column for column in CODEBOOK if column in entries]
        if lang == "zh":
            entries = entries.assign(**{one: entries[f"{one}_zh"] for one in columns if f"{one}_zh" in entries})
        return entries[columns]


@cache
def load(folder: Path = paths.CATALOG) -> Catalog:
    """Read and validate the catalogue.

    Parameters
    ----------
    folder : Path
        A folder with indicators.csv, ratios.csv, themes.csv, theme_patterns.csv, lexicon.csv, terms.csv, topics.csv,
        labels.csv, confidence.csv and stopwords.txt.

    Raises
    ------
    CatalogError
        At the first invalid cell; the message names file, row, column, what was found and what is allowed.
    """
    tables = {name: read_table(folder / f"{name}.csv", required) for name, required in REQUIRED.items()}
    for name, columns in FILLED.items():
        for column in columns:
            cells = tables[name][column]
            refuse(folder / f"{name}.csv", cells, cells.str.strip() == "", "an empty cell; this column is needed")
    themes = tables["themes"]["id"]
    refuse(folder / "themes.csv", themes, themes == OTHER, "this id stands for 'no theme fits'; choose another")
    classes = lexicon.load(folder)
    _check_indicators(folder / "indicators.csv", tables["indicators"])
    for column in INDICATOR_PATTERNS:
        tables["indicators"][column] = _filled(folder / "indicators.csv", tables["indicators"][column], classes)
    _check_ratios(folder / "ratios.csv", tables["ratios"], tables["indicators"])
    check_cells(folder / "terms.csv", tables["terms"]["class"], TERM_CLASSES)
    patterns = _theme_patterns(folder / "theme_patterns.csv", list(tables["themes"]["id"]), classes)
    tables["themes"] = tables["themes"].merge(_alternatives(patterns), how="left", on="id").fillna("")
    return Catalog(
        **tables,
        theme_patterns=patterns,
        stopwords=_read_stopwords(folder / "stopwords.txt"),
        confidence=_weights(folder / "confidence.csv"),
        hash=_hash(folder),
    )


def _filled(file: Path, patterns: pd.Series, classes: dict[str, tuple[str, ...]]) -> pd.Series:
    """Insert word classes into patterns; refuse invalid regular expressions and unknown classes."""
    filled = []
    for row, pattern in enumerate(patterns):
        try:
            filled.append(lexicon.filled(pattern, classes))
            lexicon.compiled(filled[-1])
        except (re.error, UnknownName) as error:
            wrong = f"no regular expression ({error})" if isinstance(error, re.error) else str(error)
            refuse(file, patterns, patterns.index == patterns.index[row], wrong)
    return pd.Series(filled, patterns.index, dtype="str")


def _theme_patterns(file: Path, themes: list[str], classes: dict[str, tuple[str, ...]]) -> pd.DataFrame:
    """Read and validate the patterns of the themes."""
    table = read_rows(file, ["theme_id", "part", "pattern", "example", "note"])
    check_cells(file, table["theme_id"], themes)
    check_cells(file, table["part"], THEME_PARTS)
    refuse(file, table["pattern"], table["pattern"] == "", "an empty pattern would fit every clause")
    refuse(file, table["pattern"], table.duplicated(["theme_id", "part", "pattern"]), "this pattern is listed twice")
    shown = table["part"].isin(SHOWN_PARTS)
    refuse(file, table["example"], shown & (table["example"] == ""), "says and about need an example sentence")
    table["pattern"] = _filled(file, table["pattern"], classes)
    examples = [normalization.plain(example).replace(" ", "") for example in table["example"]]
    found = [bool(lexicon.compiled(one).search(text)) for one, text in zip(table["pattern"], examples, strict=True)]
    refuse(file, table["example"], (table["example"] != "") & ~pd.Series(found), "the pattern does not fit its example")
    return table


def _alternatives(patterns: pd.DataFrame) -> pd.DataFrame:
    """Join the patterns of each theme and part: one row per theme, one column per part, "" = none."""
    joined = patterns.groupby(["theme_id", "part"])["pattern"].agg("|".join).unstack(fill_value="")
    return joined.reindex(columns=THEME_PARTS, fill_value="").rename_axis("id").reset_index()


def _check_indicators(file: Path, table: pd.DataFrame) -> None:
    areas = read_table(file.parent / "labels.csv", REQUIRED["labels"])["id"]
    areas = [label.removeprefix("area.") for label in areas if label.startswith("area.")]
    for column, allowed in (("tier", TIERS), ("area", areas), ("measure", MEASURES), ("aggregate", AGGREGATES)):
        check_cells(file, table[column], allowed)
    stated = table["instead"]
    refuse(file, stated, stated.str.contains("||", regex=False), "two separators without an id between them")
    check_cells(file, stated[stated != ""], table["id"], "|")
    own = pd.Series([unit in units.split("|") for unit, units in zip(table["unit"], table["units"], strict=True)])
    refuse(file, table["unit"], ~own, "a unit that is not among the accepted ones in column 'units'")


def _check_ratios(file: Path, table: pd.DataFrame, indicators: pd.DataFrame) -> None:
    known = list(indicators["id"])
    check_cells(file, table["numerator"], known)
    check_cells(file, table["denominator"], known)
    check_cells(file, table["stated_indicator"], [*known, ""])


def _weights(file: Path) -> dict[str, float]:
    table = read_table(file, CONFIDENCE)
    numbers = pd.to_numeric(table["weight"], errors="coerce")
    refuse(file, table["weight"], numbers.isna(), "no number; benchmarks/confidence.py writes this file")
    return dict(zip(table["sign"], numbers, strict=True))


def _read_stopwords(file: Path) -> list[str]:
    lines = (line.strip() for line in read_text(file).splitlines())
    return sorted({line for line in lines if line and not line.startswith("#")})


def _hash(folder: Path) -> str:
    digest = hashlib.sha256()
    for file in sorted([*folder.glob("*.csv"), *folder.glob("*.csv.gz"), *folder.glob("*.txt")]):
        digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()
