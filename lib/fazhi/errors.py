"""The few kinds of error: each says what was found, where, what was expected and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

FEW = 8
SHOWN = 80  # characters of what was found, in a message


class FazhiError(Exception):
    """Anything that fazhi refuses, in a sentence that a researcher can act on."""


class UnreadableFile(FazhiError):
    """A file gives no text: the message is the reason that the ledger shows."""


class Unavailable(UnreadableFile):
    """A file that cannot be read now, and perhaps the next time: the message is the reason that the ledger shows."""


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
        Every valid name; the message names all of a few, else the nearest ones.
    """

    def __init__(self, kind: str, given: object, known: Iterable[object]) -> None:
        names = [str(name) for name in known]
        few = len(names) <= FEW
        told = names if few else nearest(str(given), names) or names[:FEW]
        shown = shortened(given) if isinstance(given, str) else given
        super().__init__(f"no {kind} {shown!r}; {'there are' if few else 'nearest'}: {', '.join(told) or 'none'}")


def shortened(found: str) -> str:
    """Return what was found as a message shows it: its first characters."""
    return found if len(found) <= SHOWN else f"{found[:SHOWN]}…"


def nearest(given: str, names: Sequence[str], most: int = 5) -> list[str]:
    """Return the names that are most like a given one, the nearest first.

    Codes and years are near when they begin alike and differ little, words when they are spelled alike.
    """
    from rapidfuzz import fuzz, process
    from rapidfuzz.distance import Prefix

    if given.isdigit() and all(name.isdigit() for name in names):
        return sorted(names, key=lambda name: (-Prefix.similarity(given, name), abs(int(name) - int(given))))[:most]
    return [name for name, _, _ in process.extract(given, names, scorer=fuzz.WRatio, limit=most, score_cutoff=40)]
