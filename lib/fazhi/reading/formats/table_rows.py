"""The cells of a table's row → lines of text."""

from __future__ import annotations

from collections.abc import Sequence


def row_lines(cells: Sequence[Sequence[str]]) -> list[str]:
    """Turn a row into lines.

    Parameters
    ----------
    cells : sequence of sequence of str
        The lines of each cell.

    Returns
    -------
    list of str
        One line with `` | `` between the cells; where a cell holds several lines, the table lays out the page, and
        each is a line of its own. A row without text gives none.
    """
    if any(len(cell) > 1 for cell in cells):
        return [line for cell in cells for line in cell]
    texts = [cell[0] if cell else "" for cell in cells]
    return [" | ".join(texts).strip()] if any(texts) else []
