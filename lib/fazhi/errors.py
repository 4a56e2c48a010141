"""The few kinds of error: each says what was found, where, what was expected and what to do."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class FazhiError(Exception):
    """Anything that fazhi refuses, in a sentence that a researcher can act on."""


class UnreadableFile(FazhiError):
    """A file gives no text: the message is the reason that the ledger shows."""


class NotAReport(FazhiError):
    """A file has text, but is no annual report: the message is the reason that the ledger shows."""


class Unresolved(FazhiError):
    """A report whose region or year cannot be told.

    Parameters
    ----------
    message : str
        The reason that the ledger shows.
    candidates : iterable of str
        What it may be, e.g. ``"鼓楼区 (江苏省南京市, 320106)"``.
    """

    def __init__(self, message: str, candidates: Iterable[str] = ()) -> None:
        self.candidates = list(candidates)
        super().__init__(f"{message}: {'; '.join(self.candidates)}" if self.candidates else message)


class CatalogError(FazhiError):
    """A row of ``data/catalog`` or of a sidecar is wrong: the message names file, row and column."""


class UnknownName(FazhiError):
    """A parameter, region, indicator … that does not exist.

    Parameters
    ----------
    kind : str
        What was looked up, e.g. ``"indicator"``.
    given : object
        What was given.
    known : iterable
        Every valid name; the nearest ones are named in the message.
    """

    def __init__(self, kind: str, given: object, known: Iterable[object]) -> None:
        names = [str(name) for name in known]
        near = difflib.get_close_matches(str(given), names, n=5, cutoff=0.4) or names[:8]
        super().__init__(f"no {kind} {given!r}; {'nearest' if len(names) > 8 else 'there are'}: {', '.join(near)}")
