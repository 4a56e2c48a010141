"""Chinese place names and words → their English on pages and charts: pinyin, official spellings, glosses."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

import pandas as pd

from fazhi import csv_rows, paths

DEPARTMENT = re.compile(
    r"^(.+?(?:自治[州县旗区]|[省市盟州区县旗镇乡]|街道))(.{2,12}(?:[局委办厅院署队]|委员会|办公室))$"
)


@cache
def place(name: str) -> str:
    """Return a place's name in English: the official spelling if the catalogue has it, otherwise pinyin; and its kind.

    Parameters
    ----------
    name : str
        A name as in the tables: ``"五华区"``, ``"鼓楼区(南京市)"``, ``"望榆区司法局"``.

    Returns
    -------
    str
        ``"Wuhua District"``, ``"Gulou District (Nanjing)"``, ``"Wangyu District, justice bureau"``. A name without
        Chinese is returned unchanged.

    References
    ----------
    GB/T 16159-2012 (spelling of words, apostrophe before a, e and o). place_names.csv has official spellings, and names
    in which a character has an unusual reading (蚌埠, 六安, 台州).
    """
    if not re.search(r"[\u3400-\u9fff]", name):
        return name
    if bracketed := re.fullmatch(r"(.+?)[(（](.+?)[)）](.*)", name):
        return f"{place(bracketed[1])} ({place(bracketed[2])}){place(bracketed[3])}"
    if tailed := re.fullmatch(r"(.*[\u3400-\u9fff])(\s.*)", name):
        return place(tailed[1]) + tailed[2]
    if body := DEPARTMENT.match(name):
        return f"{place(body[1])}, {word(body[2]) if body[2] in _glosses() else _pinyin(body[2])}"
    ends = _kinds("end")
    end = next((end for end in ends if name.endswith(end) and len(name) > len(end)), "")
    base, peoples = _without_peoples(name.removesuffix(end))
    spelled = _spelled(base if len(base) > 1 or not end else base + end)
    return " ".join(filter(None, [spelled, " and ".join(peoples), ends.get(end, "")]))


@cache
def word(chinese: str) -> str:
    """Return a word's gloss, or the word if it has none; words joined by 、 are glossed one by one."""
    return ", ".join(_glosses().get(part, part) for part in chinese.split("、"))


def table(data: pd.DataFrame) -> pd.DataFrame:
    """Return a table with its regions, words and topic labels in English."""
    spelled = {column: data[column].map(way) for column, way in WAYS.items() if column in data}
    return data.assign(**spelled)


def _without_peoples(base: str) -> tuple[str, list[str]]:
    """Split the name of an autonomous place from its peoples: 红河哈尼族彝族 → 红河, Hani, Yi."""
    known, peoples = _kinds("people"), list[str]()
    while people := next((p for p in known if base.endswith(p) and len(base) > len(p)), ""):
        base, peoples = base.removesuffix(people), [known[people], *peoples]
    return base, peoples


def _spelled(name: str) -> str:
    return _official().get(name) or _pinyin(name)


def _pinyin(name: str) -> str:
    """Return a name as one word of pinyin without tones, with an apostrophe before an inner a, e or o."""
    from pypinyin import lazy_pinyin

    syllables = lazy_pinyin(name, v_to_u=True)
    spelled = syllables[0] + "".join(f"'{s}" if s[0] in "aeo" else s for s in syllables[1:])
    return spelled[0].upper() + spelled[1:]


@cache
def _kinds(part: str) -> dict[str, str]:
    """Return the endings of place names, or the peoples in them, with their English; longest first."""
    table = csv_rows.read_table(paths.CATALOG / "place_kinds.csv", ["word", "part", "name_en"])
    rows = table[table["part"] == part]
    return dict(zip(rows["word"], rows["name_en"], strict=True))


@cache
def _official() -> dict[str, str]:
    table = csv_rows.read_table(paths.CATALOG / "place_names.csv", ["name", "name_en"])
    return dict(zip(table["name"], table["name_en"], strict=True))


@cache
def _glosses() -> dict[str, str]:
    table = csv_rows.read_table(paths.CATALOG / "glosses.csv", ["word", "name_en"])
    return dict(zip(table["word"], table["name_en"], strict=True))


def _of_cell(way: Callable[[str], str]) -> Callable[[object], object]:
    return lambda cell: way(cell) if isinstance(cell, str) else cell


WAYS = {
    "region": _of_cell(place),
    "province": _of_cell(place),
    "source": _of_cell(place),
    "word": _of_cell(word),
    "label": _of_cell(word),
    "other": _of_cell(word),
}
"""How to translate the cells of a column."""
