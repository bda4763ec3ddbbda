"""Rows of tables: their cells, and the columns that are kept straight by blanks."""

from __future__ import annotations

import re
from collections.abc import Sequence

_BAR = re.compile(r"(?<!\\)\|")


def bars_of(row: str) -> list[int]:
    """Where the bars of a row stand."""
    return [found.start() for found in _BAR.finditer(row)]


def trimmed(row: str, first: int, last: int) -> tuple[int, int]:
    """A cell without the blanks at its ends, of which one stays on each side."""
    cell = row[first:last]
    if not cell.strip():
        return (first + 1, first + 1) if cell else (first, first)
    return first + len(cell) - len(cell.lstrip()), first + len(cell.rstrip())


def straightened(row: str, like: str) -> str:
    """A new row with the bars of another one, as far as its cells are not longer than those."""
    bars, wanted = bars_of(row), bars_of(like)
    if len(bars) != len(wanted):
        return row
    out, at = "", 0
    for bar, place in zip(bars, wanted, strict=True):
        text = row[at:bar]
        missing = place - len(out) - len(text)
        if missing > 0:
            text += " " * missing
        elif missing < 0:
            shorter = text.rstrip()
            text = shorter + " " * max(1, len(text) - len(shorter) + missing) if shorter else text
        out += text + "|"
        at = bar + 1
    return out + row[at:]


def is_aligned(row: str, lines: Sequence[str], line: int) -> bool:
    """Whether the bars of a row stand below those of the line above it, or above those of the line below."""
    beside = [lines[at] for at in (line - 2, line) if 0 <= at < len(lines)]
    return bool(bars_of(row)) and bars_of(row) in map(bars_of, beside)


def held_in_place(text: str, end: int, grown: int, *, aligned: bool) -> int:
    """How many of the blanks behind a value that grew go, so that what follows stands where it stood.

    Negative where it shrank and blanks come in.
    """
    blanks = len(text[end:]) - len(text[end:].lstrip(" "))
    if blanks < (1 if aligned and grown < 0 else 2) or text[end + blanks : end + blanks + 1] in ("", "\n"):
        return 0
    return min(grown, blanks - 1)
