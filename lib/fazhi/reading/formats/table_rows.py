"""The cells of a table row → lines of text."""

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
        One line with `` | `` between the cells; if a cell has several lines, the table is only used for layout and each
        becomes a line of its own. An empty row yields none.
    """
    if any(len(cell) > 1 for cell in cells):
        return [line for cell in cells for line in cell]
    texts = [cell[0] if cell else "" for cell in cells]
    return [" | ".join(texts).strip()] if any(texts) else []
