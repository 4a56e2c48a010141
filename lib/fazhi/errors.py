"""The few kinds of error: each says what was found, where, what was expected and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

FEW = 8
SHOWN = 80  # most characters of a found value shown in a message


class FazhiError(Exception):
    """Any refusal by fazhi, in a sentence that a researcher can act on."""


class UnreadableFile(FazhiError):
    """A file without readable text; the message is the reason in the ledger."""


class Unavailable(UnreadableFile):
    """A file that cannot be read now, but perhaps the next time; the message is the reason in the ledger."""


class NotAReport(FazhiError):
    """A file with text that is not an annual report; the message is the reason in the ledger."""


class Unresolved(FazhiError):
    """A report whose region or year cannot be determined.

    Parameters
    ----------
    message : str
        The reason for the ledger.
    candidates : iterable of str
        What it may be, e.g. ``"鼓楼区 (江苏省南京市, 320106)"``.
    """

    def __init__(self, message: str, candidates: Iterable[str] = ()) -> None:
        self.candidates = list(candidates)
        super().__init__(f"{message}: {'; '.join(self.candidates)}" if self.candidates else message)


class CatalogError(FazhiError):
    """An invalid row of ``data/catalog`` or of a sidecar; the message names file, row and column."""


class UnknownName(FazhiError):
    """A parameter, region, indicator … that does not exist.

    Parameters
    ----------
    kind : str
        What was looked up, e.g. ``"indicator"``.
    given : object
        What was given.
    known : iterable
        All valid names; the message lists all if they are few, else the nearest.
    """

    def __init__(self, kind: str, given: object, known: Iterable[object]) -> None:
        names = [str(name) for name in known]
        few = len(names) <= FEW
        told = names if few else nearest(str(given), names) or names[:FEW]
        shown = shortened(given) if isinstance(given, str) else given
        super().__init__(
            f"unknown {kind} {shown!r}; {'choose from' if few else 'nearest'}: {', '.join(told) or 'none'}"
        )


def shortened(found: str) -> str:
    """Shorten a found value to its first characters, for a message."""
    return found if len(found) <= SHOWN else f"{found[:SHOWN]}…"


def nearest(given: str, names: Sequence[str], most: int = 5) -> list[str]:
    """Return the names most similar to a given one, the nearest first.

    Codes and years are near if they begin alike and differ little, words if they are spelled alike.
    """
    from rapidfuzz import fuzz, process
    from rapidfuzz.distance import Prefix

    if given.isdigit() and all(name.isdigit() for name in names):
        return sorted(names, key=lambda name: (-Prefix.similarity(given, name), abs(int(name) - int(given))))[:most]
    return [name for name, _, _ in process.extract(given, names, scorer=fuzz.WRatio, limit=most, score_cutoff=40)]
