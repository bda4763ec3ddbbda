"""A screen of pyte with what pyte leaves out: dim text, joined emoji, halves of wide letters that are painted over."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyte
from rich.cells import split_graphemes

_DIM, _NEITHER_BOLD_NOR_DIM = 2, 22
_COLOURS = {38, 48}
_SEEN_ON_BLANKS = ("underscore", "strikethrough", "reverse")


class FaithfulScreen(pyte.Screen):  # type: ignore[misc]
    """Keeps dim text as blinking, which nobody here uses, and draws a character where Textual counts its cells."""

    def select_graphic_rendition(self, *attrs: int, **kwargs: Any) -> None:
        """Set the look; dim has no place of its own in pyte."""
        codes = list(attrs)
        super().select_graphic_rendition(*codes, **kwargs)
        while codes:
            code = codes.pop(0)
            if code in _COLOURS:
                del codes[: 4 if codes[:1] == [2] else 2]
            elif code == _DIM:
                self.cursor.attrs = self.cursor.attrs._replace(blink=True)
            elif code == _NEITHER_BOLD_NOR_DIM:
                self.cursor.attrs = self.cursor.attrs._replace(blink=False)

    def draw(self, data: str) -> None:
        """Write text; both halves of a wide character go when one of them is painted over."""
        for start, end, width in split_graphemes(data)[0]:
            if width:
                self._put(data[start:end], width)
        self.dirty.add(self.cursor.y)

    def _put(self, character: str, width: int) -> None:
        at, line = min(self.cursor.x, self.columns - width), self.buffer[self.cursor.y]
        if line[at].data == "":
            line[at - 1] = line[at - 1]._replace(data=" ")
        if at + width < self.columns and line[at + width].data == "":
            line[at + width] = line[at + width]._replace(data=" ")
        line[at] = self.cursor.attrs._replace(data=character)
        for half in range(at + 1, at + width):
            line[half] = self.cursor.attrs._replace(data="")
        self.cursor.x = at + width

    @property
    def display(self) -> list[str]:
        """The rows as text; pyte's own way stumbles over half a wide letter."""
        return ["".join(self.buffer[row][column].data for column in range(self.columns)) for row in range(self.lines)]

    def row(self, number: int) -> Sequence[Any]:
        """What stands in a row; the foreground of a blank is seen by nobody."""
        line = self.buffer[number]
        return [_as_seen(line[column]) for column in range(self.columns)]


def _as_seen(cell: Any) -> Any:
    if cell.data != " " or any(getattr(cell, name) for name in _SEEN_ON_BLANKS):
        return cell
    return cell._replace(fg="default", bold=False, italics=False, blink=False)


def differences(one: FaithfulScreen, other: FaithfulScreen) -> list[str]:
    """The rows in which two screens of one size differ, with the first cell that does; the places of the cursors."""
    found = []
    for number in range(one.lines):
        here, there = one.row(number), other.row(number)
        if here != there:
            cells = [column for column, (a, b) in enumerate(zip(here, there, strict=True)) if a != b]
            texts = [screen.display[number].rstrip() for screen in (one, other)]
            found.append(f"row {number}, {len(cells)} cells: {texts} {here[cells[0]]} {there[cells[0]]}")
    if (one.cursor.x, one.cursor.y, one.cursor.hidden) != (other.cursor.x, other.cursor.y, other.cursor.hidden):
        found.append(f"cursor: {one.cursor.x, one.cursor.y} {other.cursor.x, other.cursor.y}")
    return found
