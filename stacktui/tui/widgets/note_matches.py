"""Where a query's matches in the source of a note stand in its rendered lines.

A match is known as characters of a source line. Rendering drops markup and breaks lines, so we look for the matched
text in what was made of that source line: it is there, as rendering changes no words.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Container, Iterator, Sequence
from typing import NamedTuple

from rich.cells import cell_len

from stacktui.tui.pieces import fragments
from stacktui.tui.widgets.flow import Line


class Match(NamedTuple):
    """Characters of a rendered line."""

    line: int
    start: int
    end: int


class _Stretch(NamedTuple):
    """Characters of the joined text that stand beside each other in one line."""

    start: int
    """The number of the first one in the joined text."""
    line: int
    column: int


class _Text:
    """What was made of a line of the source, joined over line breaks, and where each of its characters stands."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._stretches: list[_Stretch] = []
        self._size = 0

    def add(self, text: str, line: int, column: int) -> None:
        """Add what stands in a line from a column on."""
        if self._stretches and self._stretches[-1].line != line and _needs_blank(self._pieces[-1], text):
            last = self._stretches[-1]
            # the blank that was dropped counts as the last character before it
            self._put(" ", last.line, last.column + self._size - 1 - last.start)
        self._put(text, line, column)

    def _put(self, text: str, line: int, column: int) -> None:
        if text:
            self._pieces.append(text)
            self._stretches.append(_Stretch(self._size, line, column))
            self._size += len(text)

    def occurrences(self, fragment: str) -> Iterator[Match]:
        """Where a text stands, as one match a line."""
        text = "".join(self._pieces)
        start = text.find(fragment)
        while start >= 0:
            yield from self._matches(start, start + len(fragment))
            start = text.find(fragment, start + len(fragment))

    def _matches(self, start: int, end: int) -> Iterator[Match]:
        at = bisect_right(self._stretches, start, key=lambda stretch: stretch.start) - 1
        by_line: dict[int, tuple[int, int]] = {}
        for number in range(at, len(self._stretches)):
            begins, line, column = self._stretches[number]
            if begins >= end:
                break
            ends = self._stretches[number + 1].start if number + 1 < len(self._stretches) else self._size
            first, last = column + max(start, begins) - begins, column + min(end, ends) - begins
            least, most = by_line.get(line, (first, last))
            by_line[line] = min(least, first), max(most, last)
        for line, (first, last) in by_line.items():
            yield Match(line, first, last)


def find_matches(
    lines: Sequence[Line], first: int, note: Sequence[str], marks: Sequence[tuple[int, Sequence[int]]]
) -> list[Match]:
    """The matches of the lines from ``first`` on, in their order; marks are lines of the note with positions."""
    wanted = {line: fragments(note[line], positions) for line, positions in marks if line < len(note)}
    if not wanted:
        return []
    found: set[Match] = set()
    for source, text in _texts(lines, first, wanted.keys()).items():
        for fragment in wanted[source]:
            found.update(text.occurrences(fragment))
    return sorted(found)


def _texts(lines: Sequence[Line], first: int, wanted: Container[int]) -> dict[int, _Text]:
    """What was made of each wanted source line."""
    texts: dict[int, _Text] = {}
    for number in range(first, len(lines)):
        column = 0
        for run in lines[number].runs:
            if run.source in wanted:
                texts.setdefault(run.source, _Text()).add(run.text, number, column)
            column += len(run.text)
    return texts


def _needs_blank(before: str, after: str) -> bool:
    """Whether a blank was dropped at a line break: not between wide characters."""
    return cell_len(before[-1:]) < 2 and cell_len(after[:1]) < 2
