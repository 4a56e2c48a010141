"""An English message about a file → the same in a page's language, from the rows ``message.…`` of labels.csv."""

from __future__ import annotations

import re
from functools import cache

from fazhi import catalog

PREFIX, BETWEEN = "message.", "; "


def said(text: str, lang: str) -> str:
    """Translate the warnings of a report, or the reason in the ledger.

    Parameters
    ----------
    text : str
        English messages separated by "; ", as in the tables.
    lang : {"zh", "en"}
        The target language. A message that labels.csv lacks, and any after it, stay in English.
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
    """Return for each message a pattern of its English text, with a group for each gap, and its text in a language."""
    labels = catalog.load().labels
    labels = labels[labels["id"].str.startswith(PREFIX)]
    return [(_pattern(row.name_en), getattr(row, f"name_{lang}")) for row in labels.itertuples()]


def _pattern(message: str) -> re.Pattern[str]:
    pieces = [re.escape(piece) for piece in re.split(r"\{\d\}", message)]
    return re.compile(f"{'(.+?)'.join(pieces)}(?:{BETWEEN}|$)", re.DOTALL)
