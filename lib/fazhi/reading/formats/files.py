"""A file → its lines of text, with format, encoding and hash; a file without text is refused with a reason."""

from __future__ import annotations

import hashlib
import io
import os
import re
import stat
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from fazhi.errors import Unavailable, UnreadableFile
from fazhi.normalization import plain
from fazhi.reading.formats import docx, html, pdf
from fazhi.reading.formats.encodings import decode, first_misfit
from fazhi.reading.formats.limits import MAX_CHARACTERS, MAX_FILE_BYTES, MAX_TEXT_BYTES

_MARKS = [
    (b"%PDF-", "pdf"),
    (b"PK\x03\x04", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"{\\rtf", "a document in RTF; save it as docx"),
    (b"\x89PNG", "an image; run OCR (text recognition) on it first"),
    (b"\xff\xd8\xff", "an image; run OCR (text recognition) on it first"),
    (b"GIF8", "an image; run OCR (text recognition) on it first"),
    (b"II*\0", "an image; run OCR (text recognition) on it first"),
    (b"MM\0*", "an image; run OCR (text recognition) on it first"),
    (b"PK\x05\x06", "an empty archive; download the report again"),
    (b"\x1f\x8b", "an archive; unpack it"),
    (b"7z\xbc\xaf", "an archive; unpack it"),
    (b"Rar!", "an archive; unpack it"),
    (b"SQLite format 3", "a database; save the report as docx, pdf or txt"),
]
_IN_ZIP = [
    ("word/document", "docx"),
    ("xl/", "a spreadsheet; save the report's text as docx or txt"),
    ("ppt/", "a slide show; save the report's text as docx or txt"),
    ("OFD.xml", "a document in OFD; save it as pdf"),
    ("content.xml", "an OpenDocument file; save it as docx"),
]
_WEB_ARCHIVE = re.compile(rb"\A\s*(?:[\w-]+:[^\n]*\n)*?(?:From: <Saved by|MIME-Version:)", re.IGNORECASE)
_PAGE_START = re.compile(
    r"\A(?:<\?xml[^>]*>|<!--(?:(?!-->).)*+-->|\s)*+"
    r"<(?:!doctype\s+html|html|head|body|meta|title|link|script|style|div|p|table|span|h\d)\b",
    re.IGNORECASE | re.DOTALL,
)
_ANY_TAG = re.compile(r"</?(?:html|body|div|p|br|table|span)\b[^<>]*>", re.IGNORECASE)
_SUFFIXES = {
    "txt": {".txt", ".text", ".md"},
    "html": {".html", ".htm", ".shtml", ".xhtml"},
    "docx": {".docx"},
    "pdf": {".pdf"},
}
_LINE_END = re.compile(r"\r\n|[\r\n\v\f\u2028\u2029]")
_LOST = re.compile("\ufffd|锟斤拷|烫烫烫")


@dataclass(frozen=True)
class Source:
    """A file as read.

    Attributes
    ----------
    lines : tuple of str
        The text's lines without line ends; the first is line 1. These are the physical lines of a txt file, the lines
        of a web page's article, the paragraphs of a docx or pdf.
    format : str
        ``"txt"``, ``"html"``, ``"docx"`` or ``"pdf"``, detected from the content.
    encoding : str
        How the bytes were decoded, e.g. ``"utf-8"`` or ``"gb18030"``; "" for docx and pdf, which declare it themselves.
    sha256 : str
        Hash of the file's bytes, in hex.
    warnings : tuple of str
        What a researcher should know about how the file was read.
    """

    lines: tuple[str, ...]
    format: str
    encoding: str
    sha256: str
    warnings: tuple[str, ...] = ()


def read(path: Path) -> Source:
    """Read one file.

    Returns
    -------
    Source
        With at least one non-empty line, and at most `limits.MAX_CHARACTERS` characters.

    Raises
    ------
    UnreadableFile
        If the file cannot be read, is empty, is of a kind without text, or exceeds `fazhi.reading.formats.limits`;
        the message says what to do.
    """
    content = _content(path)
    kind = _kind(content, path.suffix)
    if kind == "pdf":
        found, encoding = _parsed(pdf.lines, content, "pdf"), ""
    elif kind == "docx":
        found, encoding = _parsed(docx.lines, content, "Word file (docx)"), ""
    else:
        text, encoding = _text(content)
        kind = _text_kind(text, path.suffix)
        found = html.lines(text) if kind == "html" else _LINE_END.split(text)
    if not any(plain(line).strip() for line in found):
        raise UnreadableFile("the file has no text; download it again")
    if sum(map(len, found)) > MAX_CHARACTERS:
        raise UnreadableFile(f"more than {MAX_CHARACTERS:,} characters, more than any report; save only the report")
    misfit = first_misfit(content) if encoding.startswith("utf-8") else None
    warnings = _warnings(found, kind, encoding, path.suffix.lower(), misfit)
    return Source(tuple(found), kind, encoding, hashlib.sha256(content).hexdigest(), warnings)


def _content(path: Path) -> bytes:
    """Read the file's bytes in one consistent state; pipes and devices are not opened."""
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise UnreadableFile(
                "a linked folder, or one without permission to open it; put its reports here, or change the permission"
            )
        if not stat.S_ISREG(mode):
            raise UnreadableFile("not a regular file; put a copy of the report here")
        with path.open("rb") as file:
            before = os.fstat(file.fileno())
            content = file.read(MAX_FILE_BYTES + 1)
            after = os.fstat(file.fileno())
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise Unavailable(f"cannot be read ({reason}); check the file and its permissions") from error
    if len(content) > MAX_FILE_BYTES:
        raise UnreadableFile(f"larger than {MAX_FILE_BYTES:,} bytes; save only the report")
    if (before.st_mtime_ns, before.st_size) != (after.st_mtime_ns, len(content)):
        raise Unavailable("the file changed while it was read; wait until it is complete and run again")
    if not content.strip():
        raise UnreadableFile("the file is empty; download it again")
    return content


def _kind(content: bytes, suffix: str) -> str:
    """Tell pdf, docx and text apart by content; refuse every other kind by name."""
    kind = next((kind for mark, kind in _MARKS if content.startswith(mark)), "")
    if not kind and b"%PDF-" in content[:1024]:
        kind = "pdf"
    if kind == "ole":
        kind = _in_ole(content, suffix.lower())
    if kind == "zip":
        kind = _in_zip(content)
    if not kind and _WEB_ARCHIVE.match(content[:4096]):
        kind = "a web archive (mht); open it in a browser and save the page as html"
    if kind in ("", "pdf", "docx"):
        return kind
    raise UnreadableFile(kind)


def _in_ole(content: bytes, suffix: str) -> str:
    """Name the content of an OLE container, as used by older Office programs."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        return "a Word file with a password; save a copy without one"
    named = "a legacy spreadsheet" if suffix in (".xls", ".et") else f"a legacy Word or WPS file ({suffix or '.doc'})"
    return f"{named}; open it in Word or WPS and save it as docx"


def _in_zip(content: bytes) -> str:
    try:
        names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, UnicodeDecodeError) as error:
        raise UnreadableFile("a damaged or incomplete docx or zip file; download it again") from error
    kinds = (kind for part, kind in _IN_ZIP if any(name.startswith(part) for name in names))
    return next(kinds, "a zip archive; unpack it")


def _parsed(parse: Callable[[bytes], list[str]], content: bytes, name: str) -> list[str]:
    """Parse a document; any error of the parser becomes a reason for refusal."""
    try:
        return parse(content)
    except UnreadableFile:
        raise
    except Exception as error:
        raise UnreadableFile(f"a damaged or incomplete {name} ({type(error).__name__}); download it again") from error


def _text(content: bytes) -> tuple[str, str]:
    if len(content) > MAX_TEXT_BYTES:
        raise UnreadableFile(f"text of more than {MAX_TEXT_BYTES:,} bytes, more than any report; save only the report")
    return decode(content)


def _text_kind(text: str, suffix: str) -> str:
    """Tell a web page from plain text; tags inside a text do not make it a page unless its name does."""
    is_page = _PAGE_START.match(text[:10_000]) or (suffix.lower() in _SUFFIXES["html"] and _ANY_TAG.search(text))
    return "html" if is_page else "txt"


def _warnings(lines: list[str], kind: str, encoding: str, suffix: str, misfit: int | None) -> tuple[str, ...]:
    lost = sum(len(_LOST.findall(line)) for line in lines)
    said = [
        (suffix and suffix not in _SUFFIXES[kind], f"named {suffix}, but its content is {kind}"),
        (encoding == "cp950", "decoded as Big5"),
        (misfit is not None, f"byte {misfit} of the file is not UTF-8; save it again as UTF-8"),
        (lost, f"{lost} characters were lost when the file was saved (�)"),
    ]
    return tuple(text for holds, text in said if holds)
