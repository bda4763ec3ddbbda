"""A paper that the list does not have yet, written like the entries around it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from stacktui.formats.publish.filling import filled
from stacktui.formats.publish.jobs import gaps_before_notes, margins, starts_of
from stacktui.formats.publish.note_lines import new_note, same_words
from stacktui.formats.publish.page import Edit
from stacktui.formats.publish.places import Spot, numbered
from stacktui.formats.publish.style import Entry, Style
from stacktui.formats.publish.values import value_of
from stacktui.model import Paper

_TOLD = ("url", "links", "authors", "venue", "year", "alias", "rating", "tags", "presentation", "status", "categories")
_MOST_WAYS = 12


class NewEntryJob:
    """A new entry; of the ways to write it, the one from which the reader learns most is taken."""

    def __init__(self, style: Style, paper: Paper, section: str, spots: Sequence[Spot]) -> None:
        self.paper = paper
        self.section = section
        self._told = [name for name in _TOLD if name in ("status", "categories") or style.is_usual(name)]
        self._ways = list(self._all_ways(style, spots))[:_MOST_WAYS]
        self._at = 0
        self._best: tuple[int, int] = (-1, 0)
        self.failed = not self._ways

    def _all_ways(self, style: Style, spots: Sequence[Spot]) -> Iterator[tuple[Edit, int]]:
        for spot in spots:
            near = spot.near or tuple(style.entries)
            for example in style.examples(self.paper, near):
                for lines in _written(style, example, self.paper, spot.number):
                    whole = (*spot.above, *lines, *spot.below)
                    yield Edit(spot.line, 0, whole), len(spot.above)

    @property
    def offset(self) -> int:
        """How many lines of the edit stand above the title."""
        return self._ways[self._at][1]

    def edits(self) -> list[Edit]:
        """The new lines."""
        return [] if self.failed else [self._ways[self._at][0]]

    def line(self, edits: Sequence[Edit]) -> int:
        """The line of its title in the edited page."""
        edit, offset = self._ways[self._at]
        return starts_of(edits)[id(edit)] + offset

    def _found(self, style: Style, edits: Sequence[Edit]) -> Entry | None:
        first = self.line(edits)
        last = first + len(self._ways[self._at][0].lines) - self.offset
        found = [entry for line, entry in style.by_line.items() if first <= line < last]
        return found[0] if len(found) == 1 else None

    def score(self, style: Style, edits: Sequence[Edit]) -> int:
        """How much of the paper the reader finds; -1 where it finds another paper or none."""
        found = self._found(style, edits)
        if found is None or found.paper.title != self.paper.title:
            return -1
        if self.paper.note and found.paper.note and not same_words(found.paper.note, self.paper.note):
            return -1
        score = sum(self._says(found.paper, name) for name in self._told)
        return score + 2 * same_words(found.paper.note, self.paper.note)

    def _says(self, found: Paper, name: str) -> int:
        mine, other = value_of(self.paper, name), value_of(found, name)
        if name == "categories":
            return int(self.section in ("", *found.categories))
        if mine == other:
            return 1
        return 0 if other in (None, "", []) else -1

    def is_done(self, style: Style, edits: Sequence[Edit]) -> bool:
        """Whether nothing of the paper is missing, or this is the best of all ways."""
        score = self.score(style, edits)
        if score > self._best[0]:
            self._best = (score, self._at)
        whole = score == len(self._told) + 2
        return whole or (len(self._ways) == 1 and score >= 0)

    def next_way(self, style: Style, edits: Sequence[Edit]) -> None:
        """Another example; after the last one, the best."""
        self._at += 1
        if self._at < len(self._ways):
            return
        if self._best[0] >= 0 and len(self._ways) > 1:
            self._ways, self._at = [self._ways[self._best[1]]], 0
        else:
            self._ways, self._at, self.failed = self._ways[:1], 0, True


def _written(style: Style, example: Entry, paper: Paper, number: int | None) -> Iterator[list[str]]:
    """The lines of a new entry after one example, with the note where the list has its notes."""
    head = example.head
    for bare in _heads(head.is_row, bool(head.note_row), paper):
        rows = filled(head, bare, style).split("\n")
        rows[0] = numbered(rows[0], number)
        rest = paper.note[1:] if head.note_row and bare.note else paper.note
        if not rest or head.is_row:
            yield rows
            continue
        for margin in margins(style, example):
            for gap in gaps_before_notes(style):
                yield [*rows, *new_note(rest, margin, gap if rest is paper.note else 0)]


def _heads(is_row: bool, mixed: bool, paper: Paper) -> Iterator[Paper]:
    if is_row and len(paper.note) > 1:
        yield paper.edit(note=(" ".join(line.strip() for line in paper.note if line.strip()),))
    else:
        yield paper
    if mixed and paper.note:
        yield paper.edit(note=())
