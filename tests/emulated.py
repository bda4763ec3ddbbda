"""A terminal for tests of the driver: what the driver may send, with widths that can be told to be odd.

pyte knows neither joined emoji nor links; this one knows what Textual and our driver use, and complains of the rest.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from rich.cells import split_graphemes

_TOKEN = re.compile(
    r"\x1b\[(?P<numbers>[0-9;]*)(?P<final>[HGCBKXJm])"
    r"|\x1b\]8;[^;\x07\x1b]*;(?P<link>[^\x07\x1b]*)(?:\x1b\\|\x07)"
    r"|(?P<sync>\x1b\[\?2026[hl])|(?P<control>[\r\n\b])|(?P<text>[^\x00-\x1f\x7f-\x9f]+)"
)
Spans = Callable[[str], list[tuple[str, int]]]
Cell = tuple[str, frozenset[str], str, str, str]
"""Text, attributes, foreground, background, link."""


def as_textual_counts(text: str) -> list[tuple[str, int]]:
    """Characters and their cells as Textual lays them out."""
    return [(text[start:end], width) for start, end, width in split_graphemes(text)[0]]


class Emulated:
    """A screen of cells."""

    def __init__(self, columns: int, rows: int, spans: Spans = as_textual_counts) -> None:
        self.columns, self.rows, self._spans = columns, rows, spans
        self.row = self.column = 0
        self._attributes: frozenset[str] = frozenset()
        self._foreground = self._background = self._link = ""
        self.lines = [[self._cell(" ")] * columns for _ in range(rows)]

    def resize(self, columns: int, rows: int) -> None:
        """Another size, with rubbish on it."""
        self.columns, self.rows = columns, rows
        self.lines = [[("?", frozenset("7"), "", "", "")] * columns for _ in range(rows)]
        self.row = self.column = 0

    def scribble(self) -> None:
        """Another program writes over the screen."""
        self.resize(self.columns, self.rows)

    def _cell(self, text: str) -> Cell:
        return (text, self._attributes, self._foreground, self._background, self._link)

    def feed(self, data: str) -> None:
        """Take in what was sent."""
        at = 0
        while at < len(data):
            found = _TOKEN.match(data, at)
            assert found, f"sent what no terminal is known to take: {data[at : at + 20]!r}"
            at = found.end()
            if found["final"]:
                self._command(found["final"], found["numbers"])
            elif found["control"]:
                self._control(found["control"])
            elif found["text"]:
                self._text(found["text"])
            elif not found["sync"]:
                self._link = found["link"]

    def _control(self, control: str) -> None:
        if control == "\r":
            self.column = 0
        elif control == "\b":
            assert 0 < self.column < self.columns, "terminals differ here"
            self.column -= 1
        else:
            assert self.row + 1 < self.rows, "the screen would scroll"
            self.row += 1

    def _command(self, final: str, numbers: str) -> None:
        if final == "m":
            self._look([int(number or 0) for number in numbers.split(";")])
            return
        values = [int(number or 1) for number in numbers.split(";")] if numbers else [1]
        match final:
            case "H":
                self.row, self.column = values[0] - 1, (values[1:] or [1])[0] - 1
            case "G":
                self.column = values[0] - 1
            case "B":
                self.row += values[0]
            case "C":
                self.column += values[0]
            case "X":
                self._erase(self.column, self.column + values[0])
            case "K":
                self._erase(self.column, self.columns)
            case "J":
                assert numbers == "2"
                self.lines = [[self._erased()] * self.columns for _ in range(self.rows)]
        assert 0 <= self.row < self.rows and 0 <= self.column < self.columns

    def _erased(self) -> Cell:
        return (" ", frozenset(), "", self._background, "")

    def _erase(self, start: int, end: int) -> None:
        for column in range(start, min(end, self.columns)):
            self._put(column, self._erased())

    def _look(self, codes: list[int]) -> None:
        while codes:
            code = codes.pop(0)
            if code == 0:
                self._attributes, self._foreground, self._background = frozenset(), "", ""
            elif code in (38, 48):
                size = 4 if codes[0] == 2 else 2
                colour = ";".join(map(str, [code, *codes[:size]]))
                del codes[:size]
                self._colour(code, colour)
            elif code in (39, 49) or 30 <= code % 60 <= 47 or 100 <= code <= 107:
                self._colour(code, "" if code in (39, 49) else str(code))
            else:
                self._attribute(code)

    def _colour(self, code: int, colour: str) -> None:
        if code in (38, 39) or 30 <= code <= 37 or 90 <= code <= 97:
            self._foreground = colour
        else:
            self._background = colour

    def _attribute(self, code: int) -> None:
        off = {22: "12", 23: "3", 24: "4", 25: "5", 27: "7", 28: "8", 29: "9"}
        if code in off:
            self._attributes -= frozenset(off[code])
        else:
            assert 1 <= code <= 9
            self._attributes |= {str(code)}

    def _text(self, text: str) -> None:
        for character, width in self._spans(text):
            if not width:
                continue
            column = min(self.column, self.columns - 1)
            self._put(column, self._cell(character))
            for half in range(column + 1, min(column + width, self.columns)):
                self._put(half, self._cell(""))
            self.column = min(column + width, self.columns)

    def _put(self, column: int, cell: Cell) -> None:
        line = self.lines[self.row]
        if line[column][0] == "" and cell[0] != "":
            self._break(line, column)
        if cell[0] != "" or line[column][0] != "":
            following = column + 1
            while following < self.columns and line[following][0] == "":
                line[following] = (" ", *line[following][1:])
                following += 1
        line[column] = cell

    def _break(self, line: list[Cell], column: int) -> None:
        """The character whose second half is painted over goes away whole."""
        while column and line[column][0] == "":
            column -= 1
        line[column] = (" ", *line[column][1:])
        column += 1
        while column < self.columns and line[column][0] == "":
            line[column] = (" ", *line[column][1:])
            column += 1
