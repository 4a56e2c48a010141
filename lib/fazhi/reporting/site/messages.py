"""What reading says of a file, in English → the same in a page's language, by the messages of ``labels.csv``."""

from __future__ import annotations

import re
from functools import cache

from fazhi import catalog

PREFIX, BETWEEN = "message.", "; "


def said(text: str, lang: str) -> str:
    """Say warnings or a ledger's reason in a language.

    Parameters
    ----------
    text : str
        Messages with "; " between, as the tables have them.
    lang : {"zh", "en"}
        The language wanted; a message that the catalogue does not name stays, with what comes after it, in English.
    """
    if lang == "en" or not text:
        return text
    for pattern, translated in _messages(lang):
        if found := pattern.match(text):
            following = said(text[found.end() :], lang)
            return "；".join(filter(None, [translated.format(*found.groups()), following]))
    return text


@cache
def _messages(lang: str) -> list[tuple[re.Pattern[str], str]]:
    """Return a pattern of each English message, its gaps as groups by their number, and the message in a language."""
    labels = catalog.load().labels
    labels = labels[labels["id"].str.startswith(PREFIX)]
    return [(_pattern(row.name_en), getattr(row, f"name_{lang}")) for row in labels.itertuples()]


def _pattern(message: str) -> re.Pattern[str]:
    pieces = [re.escape(piece) for piece in re.split(r"\{\d\}", message)]
    return re.compile(f"{'(.+?)'.join(pieces)}(?:{BETWEEN}|$)", re.DOTALL)
