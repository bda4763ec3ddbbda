"""What Textual sends for a frame, read as cells.

A frame is a number of pieces; each begins where its cursor movement says, is styled from scratch, and ends without a
style. That is all that Textual writes to the screen, and all that is understood here.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from rich.cells import split_graphemes

from stacktui.patterns import regex
from stacktui.tui.driver.looks import Cell, Look, NotUnderstood, graphics

_MOVE = regex(r"\x1b\[(\d+);(\d+)H")
_TOKEN = regex(
    r"\x1b\[([0-9;]*)m"
    r"|\x1b\]8;[^;\x07\x1b]*;([^\x07\x1b]*)(?:\x1b\\|\x07)"
    r"|([^\x00-\x1f\x7f-\x9f]+)"
)


def is_frame(data: str) -> bool:
    """Whether this is drawn on the screen, unlike modes and questions."""
    return _MOVE.match(data) is not None


def pieces(frame: str) -> Iterator[tuple[int, int, tuple[Cell, ...]]]:
    """Row, column and cells of each piece; the last one is where the cursor stays and has no cells.

    Raises NotUnderstood for anything else than text, looks and links.
    """
    parts = _MOVE.split(frame)
    for at in range(1, len(parts), 3):
        # the line break behind a piece means nothing: the next one says where it begins
        yield int(parts[at]) - 1, int(parts[at + 1]) - 1, cells_of(parts[at + 2].removesuffix("\n"))


@lru_cache(maxsize=2048)
def cells_of(piece: str) -> tuple[Cell, ...]:
    """The cells of a piece: rows come again and again, so that most are known."""
    cells: list[Cell] = []
    sgr = link = ""
    end = 0
    while found := _TOKEN.match(piece, end):
        end = found.end()
        if found.lastindex == 1:
            sgr = "" if found[1] in ("", "0") else found[1]
            graphics(sgr)
        elif found.lastindex == 2:
            link = found[2]
        else:
            _add_text(cells, found[3], _look(sgr, link))
    if end != len(piece) or sgr or link:
        raise NotUnderstood(piece[end : end + 20])
    return tuple(cells)


@lru_cache(maxsize=2048)
def _look(sgr: str, link: str) -> Look:
    return Look(sgr, link)


def _add_text(cells: list[Cell], text: str, look: Look) -> None:
    if text.isascii():
        cells += map(look.__getitem__, text)
        return
    for start, end, width in split_graphemes(text)[0]:
        if width:
            cells.append(look[text[start:end]])
            cells += [look[""]] * (width - 1)
        elif cells:
            _combine(cells, text[start:end])


def _combine(cells: list[Cell], mark: str) -> None:
    """Put a mark without a width of its own onto the character before."""
    at = next((at for at in range(len(cells) - 1, -1, -1) if cells[at].text), None)
    if at is not None:
        cells[at] = cells[at]._replace(text=cells[at].text + mark)
