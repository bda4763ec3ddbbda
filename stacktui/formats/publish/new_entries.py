"""A paper that the list does not have yet, written like the entries around it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from stacktui.formats.publish.cells import is_aligned, straightened
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
_MOST_WAYS, _MOST_SLIPS = 20, 2
_COST_OF_EXAMPLE, _NO_NOTE = 0.6, 3


@dataclass(frozen=True)
class NewWay:
    """One way to write a new entry."""

    edit: Edit
    above: int
    """How many lines of the edit stand above the title."""
    spelling: int
    has_note: bool
    cost: float


class NewEntryJob:
    """A new entry; of the ways to write it, the one from which the reader learns most is taken."""

    def __init__(self, style: Style, paper: Paper, section: str, spots: Sequence[Spot]) -> None:
        self.paper = paper
        self.section = section
        self._told = [name for name in _TOLD if name in ("status", "categories") or _is_due(style, name)]
        self._ways = _ways(style, paper, spots)
        self._tried = 0
        self._slips: Counter[object] = Counter()
        self._best: tuple[int, NewWay | None] = (-1, None)
        self._is_last = False
        self.failed = not self._ways

    def edits(self) -> list[Edit]:
        """The new lines."""
        return [] if self.failed else [self._ways[0].edit]

    def line(self, edits: Sequence[Edit]) -> int:
        """The line of its title in the edited page."""
        way = self._ways[0]
        return starts_of(edits)[id(way.edit)] + way.above

    def _found(self, style: Style, edits: Sequence[Edit]) -> Entry | None:
        first = self.line(edits)
        last = first + len(self._ways[0].edit.lines) - self._ways[0].above
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
        lines = self._ways[0].edit.lines
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
            self._best = (score, self._ways[0])
        whole = score == len(self._told) + 2
        return whole or (self._is_last and score >= 0)

    def is_to_blame(self, style: Style, edits: Sequence[Edit]) -> bool:
        """Whether its entry is there."""
        return self._found(style, edits) is not None

    def next_way(self, style: Style, edits: Sequence[Edit]) -> None:
        """Another example; after the last one, the best."""
        way, found = self._ways[0], self._found(style, edits)
        if found is not None:
            self._slips["note"] += way.has_note and self._note_is_lost(found)
            self._slips[way.spelling] += found.paper.title != self.paper.title
        self._tried += 1
        rest = (
            [] if self._tried >= _MOST_WAYS or self._is_last else [each for each in self._ways[1:] if self._may(each)]
        )
        if not rest and self._best[1] is not None and not self._is_last:
            rest, self._is_last = [self._best[1]], True
        self.failed = not rest
        self._ways = rest or self._ways

    def _may(self, way: NewWay) -> bool:
        """Whether a way does not do what went wrong often enough."""
        return self._slips[way.spelling] < _MOST_SLIPS and not (way.has_note and self._slips["note"] > 2 * _MOST_SLIPS)

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


def _ways(style: Style, paper: Paper, spots: Sequence[Spot]) -> list[NewWay]:
    """Edits that put the paper in, the likeliest first: other examples, other spellings, other indents of the note."""
    ways: dict[Edit, NewWay] = {}
    for spot in spots:
        for rank, example in enumerate(style.examples(paper, spot.near)):
            for way in _written(style, example, paper, spot):
                ways.setdefault(way.edit, replace(way, cost=way.cost + _COST_OF_EXAMPLE * rank))
    return sorted(ways.values(), key=lambda way: way.cost)


def _written(style: Style, example: Entry, paper: Paper, spot: Spot) -> Iterator[NewWay]:
    """A new entry after one example, with the note where the list has its notes."""
    for spelling in range(len(set(example.head.spellings(paper.title)))):
        for odd, shown, below in _heads(style, example, paper):
            has_note = bool(shown.note or below)
            for less, rows in enumerate(_linked_or_not(style, filled(example.head, shown, style, spelling), paper)):
                rows[0] = numbered(rows[0], spot.number)
                straight = [_straight(style, example, row) for row in rows]
                bodies = _with_note(style, example, straight, below, is_whole=not shown.note)
                for turn, body in enumerate(bodies):
                    edit = Edit(spot.line, 0, (*spot.above, *body, *spot.below))
                    yield NewWay(edit, len(spot.above), spelling, has_note, odd + spelling + turn + less)


def _heads(style: Style, example: Entry, paper: Paper) -> Iterator[tuple[float, Paper, tuple[str, ...]]]:
    """How odd it is, what the head says, what stands below it: the address among the links, the note where it can."""
    linked = paper
    if paper.url and not style.is_usual("url") and style.is_usual("links") and not example.paper.url:
        label = "Paper" if style.has_capital_labels else "paper"
        linked = paper.edit(url="", links=(Link(label, paper.url), *paper.links))
    for odd, each in ((0, linked), (2, paper)) if linked is not paper else ((0, paper),):
        bare = each.edit(note=())
        if example.head.has_cells:
            yield odd, each, ()
        elif example.head.note_row:
            yield odd, each, each.note[1:]
            yield odd + 1, bare, each.note
        else:
            yield odd, bare, each.note
    if paper.note:
        yield _NO_NOTE, linked.edit(note=()), ()


def _with_note(
    style: Style, example: Entry, rows: list[str], note: tuple[str, ...], *, is_whole: bool
) -> Iterator[list[str]]:
    """The rows of a head with a note below: all of it, or what of it does not stand in the head."""
    if not note:
        yield rows
        return
    for gap in gaps_before_notes(style, note) if is_whole else (0,):
        for margin in margins(style, example):
            yield [*rows, *new_note(note, margin, gap)]


def _straight(style: Style, example: Entry, row: str) -> str:
    """A row whose bars stand below each other where those of its table do."""
    like = example.head.rows[0]
    if not row.lstrip().startswith("|"):
        return row
    is_grid = len(example.head.rows) > 1
    return straightened(row, like) if is_grid or is_aligned(like, style.lines, example.source.line) else row


def _linked_or_not(style: Style, text: str, paper: Paper) -> Iterator[list[str]]:
    """A title without an address: as plain words, then as ``[title]()``; first so where the list has that itself."""
    rows = text.split("\n")
    plain = rows if paper.url or paper.title not in rows[0] else _unlinked(rows)
    ways = [rows, plain] if style.has_empty_links else [plain, rows]
    yield from ways if plain != rows else [rows]


def _unlinked(rows: list[str]) -> list[str]:
    for start, end in groups(rows[0]):
        text = rows[0][start:end]
        if text.startswith("[") and text.endswith("]()"):
            return [rows[0][:start] + text[1:-3] + rows[0][end:], *rows[1:]]
    return list(rows)
