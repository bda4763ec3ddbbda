"""Two screens in memory: what the terminal shows, and what it shall show; and the way from one to the other.

Between two writes there may be any number of frames: only their outcome is sent, so that a slow line never has old
frames waiting in front of new ones.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from rich.cells import get_character_cell_size

from stacktui.tui.driver.frames import pieces
from stacktui.tui.driver.looks import UNKNOWN, Cell, graphics
from stacktui.tui.driver.pen import Pen

_BRIDGE = 5
"""Cells this near are written in one go with what is between: a jump costs as many bytes."""

Row = list[Cell]


class Run(NamedTuple):
    """Neighbouring cells of one look that are to be written."""

    row: int
    column: int
    cells: list[Cell]
    is_doubtful: bool
    """Terminals disagree on how wide the text is."""


class ShadowScreen:
    """Takes in frames, tells what must be sent."""

    def __init__(self, columns: int, rows: int, *, erases_with_colour: bool = True) -> None:
        self._erases_with_colour = erases_with_colour
        self._pen = Pen(columns, erases_with_colour)
        self.columns, self.rows = columns, rows
        self._wanted = self._blank(UNKNOWN)
        self._shown = self._blank(UNKNOWN)
        self._cursor = (0, 0)
        self._touched: set[int] = set()
        self._must_clear = True

    def _blank(self, cell: Cell) -> list[Row]:
        return [[cell] * self.columns for _ in range(self.rows)]

    # -- what happens to the terminal ---------------------------------------------------------------------------------

    def resize(self, columns: int, rows: int) -> None:
        """The terminal has another size: what it shows is unknown, what it shall show will come."""
        self.columns, self.rows = columns, rows
        self._pen = Pen(columns, self._erases_with_colour)
        self._wanted = self._blank(UNKNOWN)
        self.forget()

    def forget(self) -> None:
        """What the terminal shows is unknown: everything is sent again."""
        self._shown = self._blank(UNKNOWN)
        self._pen.forget()
        self._must_clear = True
        self._touched = set(range(self.rows))

    def lose(self) -> None:
        """Something was drawn that is not followed here: nothing is known until it is painted again."""
        self._wanted = self._blank(UNKNOWN)
        self.forget()
        self._must_clear = False

    def plain_look(self) -> str:
        """What brings the terminal out of the look of the last frame."""
        self._pen.plain_look()
        return self._pen.taken()

    # -- frames --------------------------------------------------------------------------------------------------------

    def take(self, frame: str) -> None:
        """Take in a frame; nothing is taken in where it raises NotUnderstood."""
        row, column = self._cursor
        for row, column, cells in list(pieces(frame)):
            if cells and row < self.rows and column < self.columns:
                self._paint(row, column, cells)
        self._cursor = (min(row, self.rows - 1), min(column, self.columns - 1))

    def _paint(self, row: int, column: int, cells: tuple[Cell, ...]) -> None:
        cells = _cut(cells, self.columns - column)
        end = column + len(cells)
        line = self._wanted[row]
        if line[column:end] == list(cells):
            return
        self._touched.add(row)
        if 0 < column < self.columns and line[column].text == "":
            _orphan(line, column - 1)
        if end < self.columns and line[end].text == "":
            _orphan(line, end)
        line[column:end] = cells

    def changes(self) -> str:
        """What must be sent so that the terminal shows what it shall; empty where it does."""
        if self._must_clear:
            self._clear()
        doubtful: list[Run] = []
        certain: dict[tuple[str, str], list[Run]] = {}
        for row in sorted(self._touched):
            for run in _runs(row, self._wanted[row], self._shown[row]):
                if run.is_doubtful:
                    doubtful.append(run)
                else:
                    certain.setdefault(run.cells[0][1:], []).append(run)
            self._shown[row] = [
                shown if wanted is UNKNOWN else wanted
                for wanted, shown in zip(self._wanted[row], self._shown[row], strict=True)
            ]
        self._touched.clear()
        for run in doubtful:
            self._pen.write_doubtful(run.row, run.column, run.cells)
        # one look after the other: going to a cell costs less than changing colours
        for look in sorted(certain, key=self._place_of_look):
            for run in sorted(certain[look], key=_place_of_run):
                self._pen.write(run.row, run.column, run.cells)
        self._pen.end(*self._cursor)
        return self._pen.taken()

    def _place_of_look(self, look: tuple[str, str]) -> tuple[bool, str, tuple[object, ...]]:
        """The look that is switched on first; the others so that neighbours share their colours."""
        sgr, link = look
        there = graphics(sgr)
        return sgr != self._pen.sgr or bool(link), link, (there.background, there.foreground, sorted(there.attributes))

    def _clear(self) -> None:
        """Begin with an empty screen, in the look that most blanks will have."""
        cells = [cell for line in self._wanted for cell in line if cell is not UNKNOWN]
        self._must_clear = not cells
        blanks = Counter(cell.sgr for cell in cells if cell.text == " " and not cell.link)
        if blanks:
            self._shown = self._blank(self._pen.clear_screen(self.rows, blanks.most_common(1)[0][0]))
            self._touched = set(range(self.rows))


def _place_of_run(run: Run) -> tuple[bool, int, int]:
    """Single cells first and column by column, as lines between panes are; the others row by row."""
    is_single = len(run.cells) == 1
    return (not is_single, run.column, run.row) if is_single else (not is_single, run.row, run.column)


def _cut(cells: tuple[Cell, ...], width: int) -> tuple[Cell, ...]:
    """What fits; half a wide character is a blank."""
    if len(cells) <= width:
        return cells
    kept = list(cells[:width])
    if not cells[width].text:
        while not kept[-1].text:
            kept.pop()
        kept[-1] = kept[-1]._replace(text=" ")
        kept += [kept[-1]] * (width - len(kept))
    return tuple(kept)


def _orphan(line: Row, column: int) -> None:
    """Half of a wide character was painted over: the other half is blank in the terminal."""
    if line[column] is not UNKNOWN:
        line[column] = line[column]._replace(text=" ")


def _runs(row: int, wanted: Row, shown: Row) -> Iterator[Run]:
    """What to write in a row, from left to right, cut where the look or the certainty of width changes."""
    changed = {
        column
        for column, (new, old) in enumerate(zip(wanted, shown, strict=True))
        if new is not old and new != old and new is not UNKNOWN
    }
    if not changed:
        return
    doubtful: set[int] = set()
    if not all(cell.text.isascii() and cell.text for cell in wanted):
        doubtful = _complete(changed, wanted)
    columns = sorted(changed)
    start = 0
    for place, column in enumerate(columns, 1):
        if place == len(columns) or not _belong_together(wanted, column, columns[place], doubtful):
            first = columns[start]
            yield Run(row, first, wanted[first : column + 1], first in doubtful)
            start = place


def _belong_together(line: Row, before: int, column: int, doubtful: set[int]) -> bool:
    """Whether a cell is written in one go with the one before it, and with what is between."""
    look = line[column][1:]
    if line[before][1:] != look or column - before > _BRIDGE or (before in doubtful) != (column in doubtful):
        return False
    if before in doubtful and column - before > 1:
        return False  # what is between keeps its place only if each is put into its own
    between = line[before + 1 : column]
    return all(cell.text and cell.text.isascii() and cell[1:] == look and cell is not UNKNOWN for cell in between)


def _complete(changed: set[int], line: Row) -> set[int]:
    """Add what must be written together with what changed; returns the columns of doubtful characters among them.

    A wide character is written whole. So are neighbours of doubtful width, as they may be parts of one picture, and
    then the cells that they flow over where a terminal draws them one by one.
    """
    doubtful: set[int] = set()
    for is_doubtful, group in groupby(_characters(line), key=lambda found: _is_doubtful(found[2])):
        characters = list(group)
        for first, end, flows_to in [_stretch(characters)] if is_doubtful else _one_by_one(characters):
            if changed.isdisjoint(range(first, end)):
                continue
            changed.update(column for column in range(first, min(flows_to, len(line))) if line[column] is not UNKNOWN)
            if is_doubtful:
                doubtful.update(range(first, end))
    return doubtful


def _characters(line: Row) -> Iterator[tuple[int, int, str]]:
    """First column, end and text of each character."""
    first = 0
    for column in range(1, len(line) + 1):
        if column == len(line) or line[column].text:
            yield first, column, line[first].text
            first = column


def _one_by_one(characters: Sequence[tuple[int, int, str]]) -> Iterator[tuple[int, int, int]]:
    return ((first, end, end) for first, end, _ in characters)


def _stretch(characters: Sequence[tuple[int, int, str]]) -> tuple[int, int, int]:
    """First column and end of neighbours, and the end where a terminal draws every part by itself."""
    flows = sum(max(end - first, sum(map(_width_alone, text))) for first, end, text in characters)
    first = characters[0][0]
    return first, characters[-1][1], first + flows


@lru_cache(maxsize=4096)
def _is_doubtful(text: str) -> bool:
    """Whether terminals disagree on the width: joined and coloured emoji, flags, letters with odd marks, new emoji."""
    if text.isascii():
        return False
    return "\U0001f000" <= text[0] < "\U00020000" or not all("\u0300" <= mark <= "\u036f" for mark in text[1:])


def _width_alone(character: str) -> int:
    """The cells of a part of a joined character, drawn by a terminal that does not join."""
    return 2 if character >= "\U0001f000" else int(get_character_cell_size(character))
