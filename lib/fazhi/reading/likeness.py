"""Two texts → whether they are the same report, however they were saved."""

from __future__ import annotations

import re

from fazhi.plain import plain

_NO_TEXT = re.compile(r"[\W_]+")


def same_text(first: str, second: str, threshold: float = 0.8) -> bool:
    """Tell whether two texts share at least `threshold` of their five-character shingles (Jaccard)."""
    a, b = _shingles(first), _shingles(second)
    return len(a & b) >= threshold * max(1, len(a | b))


def _shingles(text: str, size: int = 5) -> set[str]:
    text = _NO_TEXT.sub("", plain(text))
    return {text[i : i + size] for i in range(max(1, len(text) - size + 1))}
