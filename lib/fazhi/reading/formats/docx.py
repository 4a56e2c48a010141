"""A Word document (docx) → its lines: paragraphs with their automatic numbers, text boxes, rows of tables."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from fazhi.errors import UnreadableFile
from fazhi.reading.formats.docx_numbering import WordNumbers
from fazhi.reading.formats.limits import MAX_PARTS, MAX_UNPACKED
from fazhi.reading.formats.table_rows import row_lines

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_PARAGRAPH, _TABLE, _ROW, _CELL, _BOX = (_W + name for name in ("p", "tbl", "tr", "tc", "txbxContent"))
_LEFT_OUT = {_W + name for name in ("del", "moveFrom", "rt", "pPr", "rPr", "sectPr", "tblPr", "tcPr")} | {_FALLBACK}
_CHARACTERS = {_W + "tab": "\t", _W + "br": "\n", _W + "cr": "\n", _W + "noBreakHyphen": "-"}


def lines(content: bytes) -> list[str]:
    """Read a Word document.

    Parameters
    ----------
    content : bytes
        The docx file.

    Returns
    -------
    list of str
        Paragraphs in order, headers and footers left out. A number that Word shows before a paragraph (一、) is part of
        its text; tracked changes count as accepted. A row of a table is a line with `` | `` between its cells, and a
        text box stands before the paragraph that it hangs on.

    Raises
    ------
    UnreadableFile
        If the parts of the file unpack to more than `MAX_UNPACKED`.
    Exception
        Whatever python-docx, zipfile or lxml raise for a damaged file.
    """
    _bound(content)
    from docx import Document

    document = Document(io.BytesIO(content))
    numbers = WordNumbers(document)
    return [line for line in _lines(document.element.body, numbers) if line.strip()]


def _bound(content: bytes) -> None:
    """Refuse a file that unpacks to far more than a report: what it states is all that zipfile will unpack."""
    parts = zipfile.ZipFile(io.BytesIO(content)).infolist()
    unpacked = sum(part.file_size for part in parts)
    if unpacked > MAX_UNPACKED or len(parts) > MAX_PARTS:
        raise UnreadableFile(
            f"the Word file unpacks to {unpacked:,} bytes in {len(parts):,} parts, more than {MAX_UNPACKED:,} in "
            f"{MAX_PARTS:,}; save its text alone"
        )


def _lines(element, numbers: WordNumbers) -> Iterator[str]:
    """Lines of everything that stands in an element; a content control or any other wrapper is looked through."""
    for child in element:
        if child.tag == _PARAGRAPH:
            yield from _paragraph(child, numbers)
        elif child.tag == _TABLE:
            for row in child.iter(_ROW):
                if next(row.iterancestors(_TABLE)) is child:
                    yield from row_lines([list(_lines(cell, numbers)) for cell in _cells(row)])
        elif child.tag not in _LEFT_OUT:
            yield from _lines(child, numbers)


def _cells(row) -> Iterator:
    """Cells of a row, those in content controls too."""
    return (cell for cell in row.iter(_CELL) if next(cell.iterancestors(_ROW)) is row)


def _paragraph(paragraph, numbers: WordNumbers) -> Iterator[str]:
    for box in paragraph.iter(_BOX):
        if not any(above.tag == _FALLBACK for above in box.iterancestors()):
            yield from _lines(box, numbers)
    number, text = numbers.before(paragraph), "".join(_characters(paragraph))
    if text.strip():
        yield from (number + text).split("\n")


def _characters(element) -> Iterator[str]:
    """Text of a paragraph without that of its text boxes."""
    for child in element:
        if child.tag == _W + "t":
            yield child.text or ""
        elif child.tag in _CHARACTERS:
            yield _CHARACTERS[child.tag]
        elif child.tag not in _LEFT_OUT and child.tag != _BOX:
            yield from _characters(child)
