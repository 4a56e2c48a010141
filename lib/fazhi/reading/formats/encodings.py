"""Bytes of a text file → its text and its encoding, decoded strictly; anything but Chinese text is refused."""

from __future__ import annotations

from functools import cache
from itertools import product

from fazhi.errors import UnreadableFile

# In reports at least 0.998 of the non-ASCII characters are common ones, and 0.97 of any sixty in a row; Big5 read as
# GB18030 never reaches this threshold, nor do sixty characters of GB18030 read as Big5.
COMMON_SHARE = 0.9
LOST = "\ufffd"  # the replacement character, for bytes that decode to nothing
_MOST_DAMAGED, _DAMAGED_SHARE = 3, 0.002
_WIDEST = 3  # most bytes per Chinese character
_SUBSTITUTE = "\x1a"  # the ASCII substitute character
_BOMS = [(b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")]
_CHINESE = ["gb18030", "cp950"]
_WIDE = ["utf-16-le", "utf-16-be"]
_ADVICE = "open it in the program that wrote it and save it as UTF-8"


def decode(content: bytes) -> tuple[str, str]:
    """Decode the bytes of a text.

    Parameters
    ----------
    content : bytes
        A whole file.

    Returns
    -------
    text : str
        The text, without byte order mark.
    encoding : str
        ``"utf-8"``, ``"utf-8-sig"``, ``"utf-16"`` (by its mark), ``"utf-16-le"``, ``"utf-16-be"``, ``"gb18030"`` (also
        for GBK and GB2312) or ``"cp950"`` (Big5 as Windows writes it).

    Raises
    ------
    UnreadableFile
        If no encoding decodes strictly, or none yields Chinese text. A few damaged bytes are accepted in UTF-8: they
        become �, and `first_misfit` locates them. A few NUL bytes also become �; those at the end are dropped.

    Notes
    -----
    The encoding that a page declares is ignored: it is often wrong, and the bytes themselves are conclusive.
    """
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            mended = _damaged_utf8(content) if encoding == "utf-8-sig" else ""
            return mended.removeprefix("\ufeff") or _strict(content, encoding), encoding
    if b"\0" in content:
        return _with_nul(content)
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        if mended := _damaged_utf8(content):
            return mended, "utf-8"
        return _most_common(
            content, [*_CHINESE, *_WIDE], "no Chinese text in a known encoding (UTF-8, UTF-16, GB18030, Big5)"
        )


def _with_nul(content: bytes) -> tuple[str, str]:
    """Decode bytes containing NUL: UTF-16 without a mark, or text damaged by a full disk or a broken copy."""
    try:
        return _most_common(content, _WIDE, "binary data, not text in a known encoding")
    except UnreadableFile:
        padless = content.rstrip(b"\0")
        damaged = padless.count(b"\0")
        if damaged > max(_MOST_DAMAGED, len(padless) // _WIDEST * _DAMAGED_SHARE):
            raise
        text, encoding = decode(padless.replace(b"\0", _SUBSTITUTE.encode()))
        if not _is_chinese(text, damaged):
            raise
    return text.replace(_SUBSTITUTE, LOST), encoding


def first_misfit(content: bytes) -> int | None:
    """Return the offset of the first byte that is not UTF-8, or None."""
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start
    return None


def _damaged_utf8(content: bytes) -> str:
    """Decode UTF-8 with a few damaged bytes; "" if it is intact or not UTF-8."""
    text = content.decode("utf-8", "replace")
    damaged, beyond = text.count(LOST), _beyond_ascii(text)
    few = 0 < damaged <= max(_MOST_DAMAGED, beyond * _DAMAGED_SHARE)
    return text if few and _is_chinese(text.replace(LOST, ""), damaged) else ""


def _is_chinese(text: str, damaged: int) -> bool:
    """Whether a partly damaged text has far more Chinese characters than damaged ones."""
    return _beyond_ascii(text) > 10 * (damaged + 1) and common_share(text) >= COMMON_SHARE


def _beyond_ascii(text: str) -> int:
    return sum(character > "\x7f" for character in text)


def common_share(text: str) -> float:
    """Return the share of a text's non-ASCII characters that are common Chinese ones or punctuation, from 0 to 1."""
    beyond = [character for character in text if character > "\x7f"]
    return sum(character in _common_characters() for character in beyond) / len(beyond) if beyond else 0.0


def _strict(content: bytes, encoding: str) -> str:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableFile(f"starts like {encoding}, but byte {error.start} does not fit; {_ADVICE}") from error
    if "\0" in text:
        raise UnreadableFile(f"starts like {encoding}, but is not text; {_ADVICE}")
    return text


def _most_common(content: bytes, encodings: list[str], otherwise: str) -> tuple[str, str]:
    """Decode with the encoding that yields the largest share of common Chinese characters."""
    best = (0.0, "", "")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        best = max(best, (common_share(text), text, encoding), key=lambda found: found[0])
    share, text, encoding = best
    if share < COMMON_SHARE or "\0" in text:
        raise UnreadableFile(f"{otherwise}; {_ADVICE}")
    return text, encoding


@cache
def _common_characters() -> frozenset[str]:
    """Characters in daily use: the first level of GB 2312 and of Big5, with their punctuation and symbols."""
    high, low = range(0xA1, 0xFF), range(0x40, 0x7F)
    gb2312 = product([*range(0xA1, 0xA4), *range(0xB0, 0xD8)], high)
    big5 = product(range(0xA1, 0xC6), [*low, *high])
    known = [bytes(pair).decode("gb2312", "ignore") for pair in gb2312]
    known += [bytes(pair).decode("big5", "ignore") for pair in big5]
    return frozenset("".join(known)) | set("\u00a0•–€㎡")
