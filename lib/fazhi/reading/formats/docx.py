"""A Word document (docx) → its lines: paragraphs with their automatic numbers, text boxes, rows of tables."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Container, Iterator

from lxml import etree

from fazhi.errors import UnreadableFile
from fazhi.reading.formats.docx_numbering import WordNumbers
from fazhi.reading.formats.limits import MAX_UNPACKED
from fazhi.reading.formats.table_rows import row_lines

_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"  # the same namespace in a "Strict Open XML Document"
_W = f"{{{_NAMESPACE}}}"
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
        Paragraphs in order, without headers and footers. A number that Word shows before a paragraph (一、) is part of
        its text; tracked changes count as accepted. A table row is one line with `` | `` between its cells, and a text
        box comes before the paragraph it is anchored to.

    Raises
    ------
    UnreadableFile
        If a part that is needed unpacks to more than `MAX_UNPACKED`.
    Exception
        Whatever zipfile or lxml raise for a damaged part; parts that are not needed, such as pictures, are not read.
    """
    package = zipfile.ZipFile(io.BytesIO(content))
    main = _related(package, "").get("officeDocument", "word/document.xml")
    parts = _related(package, main)
    styles, numbering = (_part(package, parts[kind]) if kind in parts else None for kind in ("styles", "numbering"))
    return [line for line in _lines(_part(package, main), WordNumbers(styles, numbering)) if line.strip()]


def _related(package: zipfile.ZipFile, name: str) -> dict[str, str]:
    """Map each type of relationship to the name of the part that a part (or "" = the package) relates to."""
    folder, own = posixpath.split(name)
    told = posixpath.join(folder, "_rels", f"{own}.rels")
    if told not in package.namelist():
        return {}
    return {
        one.get("Type", "").rpartition("/")[2]: posixpath.join("/", folder, one.get("Target", "")).lstrip("/")
        for one in _part(package, told)
    }


def _part(package: zipfile.ZipFile, name: str) -> etree._Element:
    """Parse a part; zipfile unpacks no more than its stated size."""
    size = package.getinfo(name).file_size
    if size > MAX_UNPACKED:
        raise UnreadableFile(
            f"the Word file's {name} unpacks to {size:,} bytes, more than {MAX_UNPACKED:,}; save only its text"
        )
    content = package.read(name).replace(_STRICT.encode(), _NAMESPACE.encode())
    return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))


def _lines(element, numbers: WordNumbers) -> Iterator[str]:
    """Lines of everything in an element; content controls and other wrappers are looked through."""
    for child in element:
        if child.tag == _PARAGRAPH:
            yield from _paragraph(child, numbers)
        elif child.tag == _TABLE:
            for row in _outermost(child, _ROW):
                yield from row_lines([list(_lines(cell, numbers)) for cell in _outermost(row, _CELL)])
        elif child.tag not in _LEFT_OUT:
            yield from _lines(child, numbers)


def _outermost(element, tag: str, but: Container[str] = ()) -> Iterator:
    """Outermost elements of a tag inside another element, skipping those inside the tags of `but`."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag not in but:
            yield from _outermost(child, tag, but)


def _paragraph(paragraph, numbers: WordNumbers) -> Iterator[str]:
    for box in _outermost(paragraph, _BOX, but={_FALLBACK}):
        yield from _lines(box, numbers)
    number, text = numbers.before(paragraph), "".join(_characters(paragraph))
    if text.strip():
        yield from (number + text).split("\n")


def _characters(element) -> Iterator[str]:
    """Text of a paragraph, without the text of its text boxes."""
    for child in element:
        if child.tag == _W + "t":
            yield child.text or ""
        elif child.tag in _CHARACTERS:
            yield _CHARACTERS[child.tag]
        elif child.tag not in _LEFT_OUT and child.tag != _BOX:
            yield from _characters(child)
