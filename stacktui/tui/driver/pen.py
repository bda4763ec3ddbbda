"""Writes cells to a terminal with as few bytes as can be."""

from __future__ import annotations

from collections.abc import Sequence

from stacktui.patterns import regex
from stacktui.tui.driver.looks import Cell, change_of_look, graphics, shows_on_blanks

_BLANKS = regex(" {10,}| {6,}$")
"""Blanks that are cheaper erased than written: an erased stretch does not move the cursor, unless it is the last."""
_BACKSPACES = 5
"""So many are no longer than another way back."""
_END_LINK = "\x1b]8;;\x1b\\"


class Pen:
    """Knows where the cursor of the terminal is and which look is switched on."""

    def __init__(self, columns: int, erases_with_colour: bool) -> None:
        self._columns = columns
        self._erases_with_colour = erases_with_colour
        self._out: list[str] = []
        self._row = self._column = -1
        self.sgr: str | None = None
        """The look that is switched on; None: unknown."""
        self._link = ""

    def taken(self) -> str:
        """What was written since the last call."""
        text = "".join(self._out)
        self._out.clear()
        return text

    def forget(self) -> None:
        """Somebody else may have moved the cursor and changed the look."""
        self._row = self._column = -1
        self.sgr = None

    def forget_place(self) -> None:
        """The cursor may be elsewhere: terminals disagree on the width of what was just written."""
        self._row = self._column = -1

    def move(self, row: int, column: int) -> None:
        """Go to a cell."""
        if (row, column) != (self._row, self._column):
            self._out.append(min(self._ways(row, column), key=len))
            self._row, self._column = row, column

    def _ways(self, row: int, column: int) -> list[str]:
        ways = [f"\x1b[{row + 1 if row else ''}{f';{column + 1}' if column else ''}H"]
        down = row - self._row
        if self._row >= 0 and down in (0, 1):
            first = "\x1b[B" * down
            ways += [first + step for step in self._steps_aside(column)]
            if down and column < 2:
                ways.append("\r\n" + "\x1b[C" * column)
        return ways

    def _steps_aside(self, column: int) -> list[str]:
        """Ways to a column of the same row."""
        aside = column - self._column
        ways = [f"\x1b[{column + 1 if column else ''}G"]
        if aside > 0:
            ways.append(f"\x1b[{aside if aside > 1 else ''}C")
        elif aside >= -_BACKSPACES:
            ways.append("\b" * -aside)
        return ways

    def look(self, sgr: str, link: str = "") -> None:
        """Switch on a look."""
        if self._link and self._link != link:
            self._out.append(_END_LINK)
        self._out.append(change_of_look(self.sgr, sgr))
        if link and self._link != link:
            self._out.append(f"\x1b]8;;{link}\x1b\\")
        self.sgr, self._link = sgr, link

    def clear_screen(self, rows: int, sgr: str) -> Cell:
        """Empty the screen; returns what then stands in every cell."""
        sgr = sgr if self._can_erase(sgr) else ""
        self.look(sgr)
        # row by row: not every terminal takes the colour for the whole screen at once
        self._out.append("\x1b[H" + "\r\n".join(["\x1b[K"] * rows))
        self._row, self._column = rows - 1, 0
        return Cell(" ", sgr)

    def write(self, row: int, column: int, cells: Sequence[Cell]) -> None:
        """Write cells of one look, none of a doubtful width; what follows is in place."""
        self.look(cells[0].sgr, cells[0].link)
        text = "".join(cell.text or "\0" for cell in cells)
        if len(text) != len(cells) or not self._can_erase(cells[0].sgr) or cells[0].link:
            self._write(row, column, text, len(cells))
            return
        done = 0
        for blanks in _BLANKS.finditer(text):
            self._write(row, column + done, text[done : blanks.start()], blanks.start() - done)
            self._erase(row, column + blanks.start(), len(blanks[0]))
            done = blanks.end()
        self._write(row, column + done, text[done:], len(text) - done)

    def write_doubtful(self, row: int, column: int, cells: Sequence[Cell]) -> None:
        """Write cells that some terminals draw narrower or wider; the cursor is lost then."""
        self.look(cells[0].sgr, cells[0].link)
        self._write(row, column, " " * len(cells), len(cells))
        self._write(row, column, "".join(cell.text for cell in cells), len(cells))
        self.forget_place()

    def end(self, row: int, column: int) -> None:
        """Leave the cursor where input methods expect it."""
        if self._link:
            self.look(self.sgr or "")
        self.move(row, column)

    def plain_look(self) -> None:
        """Switch all attributes off, for what is not written by this pen."""
        if self.sgr != "":
            self.look("")

    def _write(self, row: int, column: int, text: str, width: int) -> None:
        if text:
            self.move(row, column)
            self._out.append(text.replace("\0", ""))
            self._column += width
            if self._column >= self._columns:  # terminals differ in where the cursor is behind the last column
                self.forget_place()

    def _erase(self, row: int, column: int, count: int) -> None:
        self.move(row, column)
        self._out.append("\x1b[K" if column + count == self._columns else f"\x1b[{count}X")

    def _can_erase(self, sgr: str) -> bool:
        """Whether erased cells look like written blanks."""
        return (self._erases_with_colour or not graphics(sgr).background) and not shows_on_blanks(sgr)
