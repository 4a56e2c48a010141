"""A pdf with a text layer → its paragraphs, without page numbers and running heads."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from fazhi.errors import UnreadableFile
from fazhi.reading.formats.encodings import common_share
from fazhi.reading.formats.limits import MAX_CHARACTERS, MAX_PAGES

_LEAST_ON_A_PAGE = 30  # characters on average; a scan has none, or only those of a stamp
_LEAST_COMMON = 0.8
_LONG_LINE = 15  # characters from which a line is used to find the margins
_AT_EDGE = 2  # lines at the top and bottom of a page that are checked for running heads and page numbers
_LONGEST_HEAD = 40
_DASHES = r"[\s\-—–―_·.•*~|]*+"
_PAGE_NUMBER = re.compile(
    rf"^{_DASHES}(?:第\s*+)?\d{{1,3}}\s*+页?\s*+(?:[/／,，]?\s*+共?\s*+\d{{1,3}}\s*+页?)?{_DASHES}$"
)
_STARTS_PARAGRAPH = re.compile(r"^(?:[（(]?[一二三四五六七八九十]{1,3}[）)、]|[（(]?\d{1,2}(?:[）)、]|[.．](?!\d)))")
_UNBROKEN = re.compile(r"(?:[!-~]{1,30}|.)[，。；：、）”？！》]?")
_ENDS_PARAGRAPH = tuple("。；：！？;:!?”")
# Some print fonts map to radicals that look like the characters meant (⼈⺠ for 人民).
_RADICALS = {
    **{code: unicodedata.normalize("NFKC", chr(code)) for code in [*range(0x2F00, 0x2FD6), *range(0xF900, 0xFA6E)]},
    **str.maketrans(
        "⺠⻓⻔⻚⻛⻢⻅⻋⻝⻰⻘⻄⻆⻉⻥⻦⻬⻩⻨⻳⻜⻙⻁⻤⻣⻧⻮",
        "民长门页风马见车食龙青西角贝鱼鸟齐黄麦龟飞韦虎鬼骨卤齿",
    ),
}


@dataclass(frozen=True)
class _Line:
    """A printed line: its text, its position on the page, and the width of its widest character (points)."""

    text: str
    left: float
    right: float
    base: float
    em: float


@dataclass(frozen=True)
class _Character:
    text: str
    left: float
    right: float
    base: float
    made_up: bool  # a blank that pdfium inserts at a gap


def lines(content: bytes) -> list[str]:
    """Read the text layer of a pdf.

    Parameters
    ----------
    content : bytes
        The pdf.

    Returns
    -------
    list of str
        Paragraphs in page order; a line that is not indented continues a full line above it.

    Raises
    ------
    UnreadableFile
        If the pdf needs a password, is a scan, has more than `MAX_PAGES` pages or `MAX_CHARACTERS` characters, or if
        its fonts do not map to characters.
    Exception
        Whatever pypdfium2 raises for a damaged file.
    """
    pages = _pages(content)
    text = "".join(line.text for page in pages for line in page)
    if len(text) < _LEAST_ON_A_PAGE * len(pages):
        raise UnreadableFile(
            f"a scanned pdf ({len(text)} characters of text on {len(pages)} pages); run OCR (text recognition) first"
        )
    if common_share(text) < _LEAST_COMMON:
        raise UnreadableFile("the pdf's fonts do not say which characters they show; run OCR (text recognition) first")
    return _paragraphs([line for page in _without_heads(pages) for line in page])


def _pages(content: bytes) -> list[list[_Line]]:
    """Read the printed lines of each page."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise UnreadableFile("the pdf has a password; save a copy without one") from error
        raise
    try:
        if len(document) > MAX_PAGES:
            raise UnreadableFile(
                f"the pdf has {len(document):,} pages, more than {MAX_PAGES}; save only the pages of the report"
            )
        pages, room = [], MAX_CHARACTERS
        for number in range(len(document)):
            page = document[number]
            sheet = page.get_textpage()
            room -= sheet.count_chars()
            if room < 0:
                raise UnreadableFile(
                    f"the pdf has more than {MAX_CHARACTERS:,} characters; save only the pages of the report"
                )
            pages.append([line for line in _printed(sheet) if line.text])
            sheet.close()
            page.close()
        return pages
    finally:
        document.close()


def _printed(sheet) -> Iterator[_Line]:
    """Read the printed lines of a page, in the order they are stored in the pdf."""
    from pypdfium2 import raw

    line: list[_Character] = []
    for i in range(sheet.count_chars()):
        code = raw.FPDFText_GetUnicode(sheet, i)
        if code in (0x0A, 0x0D):
            yield _line(line)
            line = []
        elif code >= 0x20:
            left, base, right, _ = sheet.get_charbox(i, loose=True)
            line.append(_Character(chr(code), left, right, base, raw.FPDFText_IsGenerated(sheet, i) == 1))
    yield _line(line)


def _line(characters: list[_Character]) -> _Line:
    """Assemble a line, without inserted blanks that are not gaps."""
    inked = [character for character in characters if not character.text.isspace()]
    if not inked:
        return _Line("", 0, 0, 0, 0)
    em = max(character.right - character.left for character in inked)
    kept = [c for i, c in enumerate(characters) if not c.made_up or _is_gap(characters, i, em)]
    text = "".join(character.text for character in kept).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return _Line(text.translate(_RADICALS).strip(), inked[0].left, inked[-1].right, inked[0].base, em)


def _is_gap(characters: list[_Character], i: int, em: float) -> bool:
    """Whether an inserted blank is a visible gap, or separates Latin words."""
    around = characters[max(0, i - 1) : i + 2]
    if len(around) < 3:
        return False
    before, _, after = around
    latin = all(c.text.isascii() and c.text.isalpha() for c in (before, after))
    return latin or after.left - before.right > 0.6 * em


def _without_heads(pages: list[list[_Line]]) -> list[list[_Line]]:
    """Remove page numbers, and text found at the edge of at least half of the pages."""
    edges = [_edge(page) for page in pages]
    often = Counter(head for edge in edges for head in {_head(line.text) for line in edge})
    common = {head for head, count in often.items() if count > 1 and 2 * count >= len(pages)}

    def is_head(line: _Line) -> bool:
        head = _head(line.text)
        return bool(_PAGE_NUMBER.match(line.text)) or (head in common and len(head) <= _LONGEST_HEAD)

    return [[x for x in page if x not in edge or not is_head(x)] for page, edge in zip(pages, edges, strict=True)]


def _edge(page: list[_Line]) -> list[_Line]:
    """Return the top and bottom lines of a page, in whatever order the pdf stores them."""
    downwards = sorted(page, key=lambda line: -line.base)
    return downwards[:_AT_EDGE] + downwards[max(_AT_EDGE, len(page) - _AT_EDGE) :]


def _head(text: str) -> str:
    """Return the part of a running head that is the same on all pages."""
    return re.sub(r"\d+", "#", text)


def _paragraphs(printed: Sequence[_Line]) -> list[str]:
    """Join printed lines."""
    column = _Column.of(printed)
    out: list[_Line] = []
    for line in printed:
        if out and column.goes_on(out[-1], line):
            between = " " if _latin(out[-1].text[-1]) and _latin(line.text[0]) else ""
            out[-1] = replace(line, text=out[-1].text + between + line.text)
        else:
            out.append(line)
    return [line.text for line in out]


@dataclass(frozen=True)
class _Column:
    """The position of the text column on the page."""

    left: float
    right: float

    @classmethod
    def of(cls, printed: Sequence[_Line]) -> _Column:
        """Find the margins from the long lines; a few outliers are allowed."""
        long = [line for line in printed if len(line.text) >= _LONG_LINE] or printed
        left = sorted(line.left for line in long)[len(long) // 10]
        return cls(left, sorted(line.right for line in long)[len(long) * 9 // 10])

    def goes_on(self, above: _Line, line: _Line) -> bool:
        """Whether a line continues the paragraph above: no room was left there, no indent, same font size."""
        if above.text.endswith(_ENDS_PARAGRAPH) and (_STARTS_PARAGRAPH.match(line.text) or self._stands_alone(line)):
            return False
        run = _UNBROKEN.match(line.text)[0]
        needed = line.em * sum(0.55 if character.isascii() else 1 for character in run)
        full = above.right + needed > self.right - line.em
        indented = line.left > self.left + 1.2 * line.em
        return full and not indented and abs(above.em - line.em) <= 0.15 * line.em

    def _stands_alone(self, line: _Line) -> bool:
        """Whether a line is too short to continue below and does not end a sentence, like a signature."""
        return line.right < self.right - 2 * line.em and not line.text.endswith(_ENDS_PARAGRAPH)


def _latin(character: str) -> bool:
    return character.isascii() and character.isalpha()
