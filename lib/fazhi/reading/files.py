"""A file → its lines of text, with format, encoding and hash; what gives no text is refused with a reason."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from fazhi.errors import UnreadableFile

_BOMS = [(b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")]


@dataclass(frozen=True)
class Source:
    """A file as read.

    Attributes
    ----------
    lines : tuple of str
        The text's lines without their ends; the first one is line 1.
    format : str
        ``"txt"``.
    encoding : str
        How the bytes were decoded, e.g. ``"utf-8"`` or ``"gb18030"``.
    sha256 : str
        Of the file's bytes, in hex.
    warnings : tuple of str
        What a researcher should know of the reading.
    """

    lines: tuple[str, ...]
    format: str
    encoding: str
    sha256: str
    warnings: tuple[str, ...] = ()


def read(path: Path) -> Source:
    """Read one file.

    Raises
    ------
    UnreadableFile
        If the file cannot be read, is empty, or its bytes are no text; the message says what to do.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(f"cannot be read ({error.strerror}); check the file and its permissions") from error
    if not content.strip():
        raise UnreadableFile("the file is empty; download it again")
    text, encoding = decode(content)
    lines = tuple(re.split(r"\r\n|\r|\n", text))
    return Source(lines, "txt", encoding, hashlib.sha256(content).hexdigest())


def decode(content: bytes) -> tuple[str, str]:
    """Decode strictly: byte order mark, then UTF-8, then GB18030."""
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return content.decode(encoding), encoding
    for encoding in ("utf-8", "gb18030"):
        try:
            return content.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    raise UnreadableFile("no text in a known encoding (UTF-8, UTF-16, GB18030); save it as UTF-8")
