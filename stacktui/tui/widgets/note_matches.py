"""Where a query's matches in the source of a note stand in its rendered lines.

A match is known as characters of a source line. Rendering drops markup and breaks lines, so we look for the matched
text in what was made of that source line: it is there, as rendering changes no words.
"""

from __future__ import annotations

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


class _Place(NamedTuple):
    """A character of the joined text: its line and its number there."""

    line: int
    column: int


def find_matches(
    lines: Sequence[Line], first: int, note: Sequence[str], marks: Sequence[tuple[int, Sequence[int]]]
) -> list[Match]:
    """The matches of the lines from ``first`` on, in their order; marks are lines of the note with positions."""
    wanted = {line: fragments(note[line], positions) for line, positions in marks if line < len(note)}
    if not wanted:
        return []
    found: set[Match] = set()
    for source, (text, places) in _texts(lines, first, wanted.keys()).items():
        for fragment in wanted[source]:
            found.update(_occurrences(text, places, fragment))
    return sorted(found)


def _texts(lines: Sequence[Line], first: int, wanted: Container[int]) -> dict[int, tuple[str, list[_Place]]]:
    """What was made of each wanted source line: its text joined over line breaks, and the place of every character."""
    texts: dict[int, tuple[str, list[_Place]]] = {}
    for number in range(first, len(lines)):
        column = 0
        for run in lines[number].runs:
            if run.source in wanted:
                text, places = texts.get(run.source, ("", []))
                if places and places[-1].line != number and _needs_blank(text, run.text):
                    text += " "
                    places.append(places[-1])
                places += (_Place(number, column + at) for at in range(len(run.text)))
                texts[run.source] = text + run.text, places
            column += len(run.text)
    return texts


def _needs_blank(before: str, after: str) -> bool:
    """Whether a blank was dropped at a line break: not between wide characters."""
    return cell_len(before[-1:]) < 2 and cell_len(after[:1]) < 2


def _occurrences(text: str, places: Sequence[_Place], fragment: str) -> Iterator[Match]:
    start = text.find(fragment)
    while start >= 0:
        yield from _split(places[start : start + len(fragment)])
        start = text.find(fragment, start + len(fragment))


def _split(places: Sequence[_Place]) -> Iterator[Match]:
    """A stretch of characters as one match a line."""
    by_line: dict[int, list[int]] = {}
    for place in places:
        by_line.setdefault(place.line, []).append(place.column)
    for line, columns in by_line.items():
        yield Match(line, min(columns), max(columns) + 1)
