"""A paper that the list does not have yet, written like the entries around it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from stacktui.formats.publish.cells import bars_of, straightened
from stacktui.formats.publish.filling import filled
from stacktui.formats.publish.jobs import gaps_before_notes, margins, starts_of
from stacktui.formats.publish.note_lines import new_note, same_words
from stacktui.formats.publish.page import Edit
from stacktui.formats.publish.places import Spot, numbered
from stacktui.formats.publish.slots import groups
from stacktui.formats.publish.style import Entry, Style
from stacktui.formats.publish.values import value_of
from stacktui.model import Link, Paper

_TOLD = ("url", "links", "authors", "venue", "year", "alias", "rating", "tags", "presentation", "status", "categories")
_WORTH_TELLING = ("url", "links", "authors", "venue", "year", "alias", "rating", "tags", "status", "note")
_MOST_WAYS = 16
_COST_OF_EXAMPLE = 0.6


class NewEntryJob:
    """A new entry; of the ways to write it, the one from which the reader learns most is taken."""

    def __init__(self, style: Style, paper: Paper, section: str, spots: Sequence[Spot]) -> None:
        self.paper = paper
        self.section = section
        self._told = [name for name in _TOLD if name in ("status", "categories") or _is_due(style, name)]
        self._ways = list(islice(_ways(style, paper, spots), _MOST_WAYS))
        self._at = 0
        self._best: tuple[int, int] = (-1, 0)
        self.failed = not self._ways

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
        if self._note_is_lost(found):
            return -1
        score = sum(self._says(found.paper, name) for name in self._told)
        return score + 2 * same_words(found.paper.note, self.paper.note)

    def _note_is_lost(self, found: Entry) -> bool:
        """Whether a line of the note stands in the page, and is not read as the note of this paper."""
        if same_words(found.paper.note, self.paper.note):
            return False
        lines = self._ways[self._at][0].lines
        words = [line.strip() for line in self.paper.note if line.strip()]
        return bool(found.paper.note) or any(word in line for word in words for line in lines)

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

    def unshown(self, style: Style, edits: Sequence[Edit]) -> list[str]:
        """The fields of the paper that its entry does not show."""
        found = self._found(style, edits)
        if found is None:
            return []
        fields = [name for name in _WORTH_TELLING if value_of(self.paper, name) not in (None, "", [], "to-read")]
        return [name for name in fields if not _shows(found.paper, self.paper, name)]


def _shows(found: Paper, wanted: Paper, name: str) -> bool:
    if name == "note":
        return same_words(found.note, wanted.note)
    return bool(value_of(found, name) == value_of(wanted, name))


def _is_due(style: Style, name: str) -> bool:
    """Whether a field should be shown: it usually is, or is an address where the list has addresses."""
    return style.is_usual(name) or (name == "url" and style.is_usual("links"))


# -- ways to write it ----------------------------------------------------------------------------------------------


def _ways(style: Style, paper: Paper, spots: Sequence[Spot]) -> Iterator[tuple[Edit, int]]:
    """Edits that put the paper in, the likeliest first: other examples, other spellings, other indents of the note."""
    ways: dict[Edit, tuple[float, int]] = {}
    for spot in spots:
        for rank, example in enumerate(style.examples(paper, spot.near)):
            for cost, rows in _written(style, example, paper, spot.number):
                edit = Edit(spot.line, 0, (*spot.above, *rows, *spot.below))
                ways.setdefault(edit, (cost + _COST_OF_EXAMPLE * rank, len(spot.above)))
    for edit in sorted(ways, key=lambda edit: ways[edit][0]):
        yield edit, ways[edit][1]


def _written(style: Style, example: Entry, paper: Paper, number: int | None) -> Iterator[tuple[float, list[str]]]:
    """The lines of a new entry after one example, with the note where the list has its notes, and how odd that is."""
    head = example.head
    for spelling in range(len(set(head.spellings(paper.title)))):
        for odd, bare in _heads(style, example, paper):
            rows = _unlinked(style, filled(head, bare, style, spelling).split("\n"), paper)
            rows[0] = numbered(rows[0], number)
            if head.is_row:
                yield spelling, [_straight(style, example, rows[0])]
                continue
            rest = paper.note[1:] if head.note_row and bare.note else paper.note
            for turn, whole in enumerate(_with_note(style, example, rows, rest, is_all=rest is paper.note)):
                yield odd + spelling + turn, whole


def _with_note(
    style: Style, example: Entry, rows: list[str], note: tuple[str, ...], *, is_all: bool
) -> Iterator[list[str]]:
    for gap in (gaps_before_notes(style, note) if is_all else (0,)) if note else ():
        for margin in margins(style, example):
            yield [*rows, *new_note(note, margin, gap)]
    yield rows


def _heads(style: Style, example: Entry, paper: Paper) -> Iterator[tuple[float, Paper]]:
    """The paper as the model may show it, the likeliest first: its address among the links, its note below."""
    linked = paper
    if paper.url and not style.is_usual("url") and style.is_usual("links") and not example.paper.url:
        label = "Paper" if style.has_capital_labels else "paper"
        linked = paper.edit(url="", links=(Link(label, paper.url), *paper.links))
    yield 0, linked
    if linked is not paper:
        yield 2, paper
    if example.head.note_row and paper.note and not example.head.is_row:
        yield 1, linked.edit(note=())


def _straight(style: Style, example: Entry, row: str) -> str:
    """A row whose bars stand below each other where those of its table do."""
    line, like = example.source.line, example.head.rows[0]
    beside = [style.lines[at] for at in (line - 2, line) if 0 <= at < len(style.lines)]
    return straightened(row, like) if bars_of(like) in map(bars_of, beside) else row


def _unlinked(style: Style, rows: list[str], paper: Paper) -> list[str]:
    """A title without an address stands as plain words, but where the list itself has ``[title]()``."""
    if paper.url or style.has_empty_links or paper.title not in rows[0]:
        return rows
    for start, end in groups(rows[0]):
        text = rows[0][start:end]
        if text.startswith("[") and text.endswith("]()"):
            return [rows[0][:start] + text[1:-3] + rows[0][end:], *rows[1:]]
    return rows
