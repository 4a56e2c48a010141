"""The automatic numbers of a Word document → the text that Word shows before each paragraph (一、 （二） 3.)."""

from __future__ import annotations

import re
from collections import defaultdict

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_VAL = _W + "val"
_LEVEL_IN_TEXT = re.compile(r"%([1-9])")
_CHINESE = frozenset(
    "chineseCounting chineseCountingThousand taiwaneseCounting taiwaneseCountingThousand japaneseCounting "
    "ideographDigital chineseLegalSimplified taiwaneseDigital japaneseDigitalTenThousand".split()
)


class WordNumbers:
    """Counts the numbered paragraphs of a document as Word does.

    Parameters
    ----------
    document : docx.document.Document
        Whose numbering part and styles say which paragraphs are numbered, and how.
    """

    def __init__(self, document) -> None:
        self._styles = {style.get(_W + "styleId"): style for style in document.styles.element.iter(_W + "style")}
        self._lists, self._abstract = {}, {}
        part = next((r.target_part for r in document.part.rels.values() if r.reltype.endswith("/numbering")), None)
        if part is not None:
            self._abstract = {a.get(_W + "abstractNumId"): a for a in part.element.iter(_W + "abstractNum")}
            self._lists = {n.get(_W + "numId"): n for n in part.element.iter(_W + "num")}
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        self._begun: set[tuple[str, int]] = set()

    def before(self, paragraph) -> str:
        """Return the number of the next paragraph of the document, or ""; paragraphs are asked for in order."""
        number, depth = self._numbered(paragraph)
        level = self._level(number, depth)
        if level is None or _value(level, "numFmt") == "bullet":
            return ""
        counts = self._count(number, depth)
        shown = _LEVEL_IN_TEXT.sub(lambda m: self._shown(number, int(m[1]) - 1, counts), _value(level, "lvlText"))
        return shown + " " if shown[-1:].isalnum() else shown

    def _numbered(self, paragraph) -> tuple[str, int]:
        """List and depth of a paragraph, its own or its style's; "" = not numbered."""
        number, depth, seen = "", "", set()
        properties = paragraph.find(_W + "pPr")
        style = _value(properties, "pStyle")
        while True:
            here = properties.find(_W + "numPr") if properties is not None else None
            if here is not None:
                number, depth = number or _value(here, "numId"), depth or _value(here, "ilvl")
            if number or style not in self._styles or style in seen:
                break
            seen.add(style)
            properties = self._styles[style].find(_W + "pPr")
            style = _value(self._styles[style], "basedOn")
        return number, int(depth or 0)

    def _level(self, number: str, depth: int):
        """How a list numbers at a depth; None = not at all."""
        entry = self._lists.get(number)
        if entry is None:
            return None
        own = (level for o in entry.iter(_W + "lvlOverride") for level in o.iter(_W + "lvl"))
        listed = self._abstract.get(_value(entry, "abstractNumId"))
        levels = [*own, *(listed.iter(_W + "lvl") if listed is not None else ())]
        return next((level for level in levels if level.get(_W + "ilvl") == str(depth)), None)

    def _count(self, number: str, depth: int) -> dict[int, int]:
        """Count one paragraph; lists of one abstract list count on, unless they say where to start."""
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


def _value(element, name: str) -> str:
    """Return the value of a child such as ``<w:numFmt w:val="decimal"/>``; "" where there is none."""
    child = element.find(_W + name) if element is not None else None
    return "" if child is None else child.get(_VAL, "")


def _numeral(count: int, form: str) -> str:
    """Write a count in one of Word's forms; a form that reports do not use comes out in Arabic digits."""
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
