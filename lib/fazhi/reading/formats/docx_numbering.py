"""The automatic numbers of a Word document → the text that Word shows before each paragraph (一、 （二） 3.)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_VAL = _W + "val"
_LEVEL_IN_TEXT = re.compile(r"%([1-9])")
_CHINESE = frozenset(
    "chineseCounting chineseCountingThousand taiwaneseCounting taiwaneseCountingThousand japaneseCounting "
    "ideographDigital chineseLegalSimplified taiwaneseDigital japaneseDigitalTenThousand".split()
)


class WordNumbers:
    """Counts a document's numbered paragraphs the way Word does.

    Parameters
    ----------
    styles, numbering : lxml element or None
        The parts of the document that say which paragraphs are numbered, and how; None = no such part.
    """

    def __init__(self, styles, numbering) -> None:
        self._styles = {style.get(_W + "styleId"): style for style in _all(styles, "style")}
        self._of_style: dict[str, tuple[str, str]] = {}
        self._lists = {entry.get(_W + "numId"): entry for entry in _all(numbering, "num")}
        self._listed = {entry.get(_W + "abstractNumId"): _by_depth(entry) for entry in _all(numbering, "abstractNum")}
        self._own = {number: _by_depth(entry) for number, entry in self._lists.items()}
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        self._begun: set[tuple[str, int]] = set()

    def before(self, paragraph) -> str:
        """Return the number of the document's next paragraph, or ""; call it for the paragraphs in order."""
        number, depth = self._numbered(paragraph)
        level = self._level(number, depth)
        if level is None or _value(level, "numFmt") == "bullet":
            return ""
        counts = self._count(number, depth)
        shown = _LEVEL_IN_TEXT.sub(lambda m: self._shown(number, int(m[1]) - 1, counts), _value(level, "lvlText"))
        return shown + " " if shown[-1:].isalnum() else shown

    def _numbered(self, paragraph) -> tuple[str, int]:
        """List and depth of a paragraph, from itself or its style; "" = not numbered."""
        properties = paragraph.find(_W + "pPr")
        number, depth = _told(properties)
        if not number:
            number, depth = _inherited((number, depth), self._style(_value(properties, "pStyle")))
        return number, int(depth or 0)

    def _style(self, name: str) -> tuple[str, str]:
        """List and depth set by a style or one it is based on; each is looked up once."""
        chain: dict[str, tuple[str, str]] = {}
        while name in self._styles and name not in self._of_style and name not in chain:
            chain[name] = _told(self._styles[name].find(_W + "pPr"))
            name = _value(self._styles[name], "basedOn")
        told = self._of_style.get(name, ("", ""))
        for style, own in reversed(chain.items()):
            told = self._of_style[style] = _inherited(own, told)
        return told

    def _level(self, number: str, depth: int):
        """How a list numbers at a depth; None = not at all."""
        entry = self._lists.get(number)
        if entry is None:
            return None
        listed = self._listed.get(_value(entry, "abstractNumId"), {})
        return self._own[number].get(str(depth), listed.get(str(depth)))

    def _count(self, number: str, depth: int) -> dict[int, int]:
        """Count one paragraph; lists that share an abstract list continue its count, unless they set a start."""
        counts = self._counts[_value(self._lists[number], "abstractNumId")]
        restart = self._restart(number, depth) if (number, depth) not in self._begun else None
        self._begun.add((number, depth))
        if restart is not None:
            counts[depth] = restart
        else:
            counts[depth] = counts[depth] + 1 if depth in counts else self._start(number, depth)
        for deeper in [d for d in counts if d > depth]:
            del counts[deeper]
        return counts

    def _restart(self, number: str, depth: int) -> int | None:
        for override in self._lists[number].iter(_W + "lvlOverride"):
            start = _value(override, "startOverride")
            if override.get(_W + "ilvl") == str(depth) and start:
                return int(start)
        return None

    def _start(self, number: str, depth: int) -> int:
        return int(_value(self._level(number, depth), "start") or 1)

    def _shown(self, number: str, depth: int, counts: dict[int, int]) -> str:
        level = self._level(number, depth)
        return _numeral(counts.get(depth, 1), _value(level, "numFmt"))


def _all(part, name: str) -> Iterator:
    return iter(()) if part is None else part.iter(_W + name)


def _by_depth(entry) -> dict[str, object]:
    """Return the levels defined by a numbering entry, the first of each depth."""
    levels = list(entry.iter(_W + "lvl"))
    return {level.get(_W + "ilvl"): level for level in reversed(levels)}


def _told(properties) -> tuple[str, str]:
    """List and depth set in the properties of a paragraph or style, "" if not set."""
    here = properties.find(_W + "numPr") if properties is not None else None
    return _value(here, "numId"), _value(here, "ilvl")


def _inherited(own: tuple[str, str], base: tuple[str, str]) -> tuple[str, str]:
    return own if own[0] else (base[0], own[1] or base[1])


def _value(element, name: str) -> str:
    """Return the value of a child such as ``<w:numFmt w:val="decimal"/>``; "" if there is none."""
    child = element.find(_W + name) if element is not None else None
    return "" if child is None else child.get(_VAL, "")


def _numeral(count: int, form: str) -> str:
    """Write a count in one of Word's number formats; formats that reports do not use become Arabic digits."""
    if form == "none":
        return ""
    if form in _CHINESE:
        import cn2an

        return cn2an.an2cn(count, "low")
    if form == "decimalEnclosedCircle" and 1 <= count <= 20:
        return chr(0x245F + count)
    if form in ("upperLetter", "lowerLetter") and 1 <= count <= 26:
        return chr((64 if form == "upperLetter" else 96) + count)
    return str(count)
