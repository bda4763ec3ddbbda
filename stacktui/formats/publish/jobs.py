"""Changes of a page: each knows several ways, and which of them the reader understands as it was meant."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Protocol

from stacktui.formats.markdown_out import starts_block
from stacktui.formats.publish.cells import held_in_place, is_aligned
from stacktui.formats.publish.changing import Span, Way, ways_to_change
from stacktui.formats.publish.note_lines import changed_lines, new_note, places_of, same_text, same_words
from stacktui.formats.publish.page import Edit, ordered
from stacktui.formats.publish.slots import Head
from stacktui.formats.publish.style import Entry, Style
from stacktui.formats.publish.values import FIELDS, differing, value_of
from stacktui.model import Paper

HARD = ("title", "url", "links", "alias", "authors", "rating", "categories", "tags", "note")
"""Fields that a change elsewhere must leave alone; the others may be concluded from what stands around."""


_OF_IDS = ("arXiv", "DOI")


class Job(Protocol):
    """One change of the page."""

    def edits(self) -> list[Edit]:
        """The edits of the present way; none when the job has given up."""

    def is_done(self, style: Style, edits: Sequence[Edit]) -> bool:
        """Whether the page, read again after all edits, says what was meant."""

    def is_to_blame(self, style: Style, edits: Sequence[Edit]) -> bool:
        """Whether it is surely the present way of this job that reads wrong, not one of another."""

    def next_way(self, style: Style, edits: Sequence[Edit]) -> None:
        """Go on to another way."""


def starts_of(edits: Sequence[Edit]) -> dict[int, int]:
    """Where each edit begins in the edited page, by its identity."""
    shift, starts = 0, {}
    for edit in ordered(edits):
        starts[id(edit)] = edit.first + shift
        shift += len(edit.lines) - edit.count
    return starts


class EntryJob:
    """An entry that is to show other values."""

    def __init__(self, style: Style, entry: Entry, paper: Paper, fields: Sequence[str]) -> None:
        self.style = style
        self.entry = entry
        self.paper = paper
        self.fields = [name for name in FIELDS if name in fields]
        self.unshown: list[str] = []
        self.ways: dict[str, list[list[Edit] | Way]] = {name: self._ways(name) for name in self.fields}
        self.loose = False
        for name in self.fields:
            if not self.ways[name]:
                self._give_up(name)
        self._made: list[Edit] | None = None

    def _ways(self, name: str) -> list[list[Edit] | Way]:
        if name == "categories":
            return []
        if name == "note":
            return _note_ways(self.style, self.entry, self.paper)
        ways = ways_to_change(self.style, self.entry, self.paper, name)
        if name == "venue" and (year := self.entry.head.slot("year")) and "year" not in self.fields:
            ways = [*ways, *((*way, (year.start, year.end, str(self.paper.year))) for way in ways)]
        return [way for way in ways if self._fits(way)]

    def _fits(self, way: Way) -> bool:
        """Whether what stands behind a new value in a table whose columns are fixed stays in its column."""
        head = self.entry.head
        if self.style.document.format != "rst" or not head.is_table:
            return True
        return all(
            held_in_place(head.text, end, len(new) - (end - start), aligned=True) == len(new) - (end - start)
            for start, end, new in way
            if head.text[end:].partition("\n")[0].strip()
        )

    def _give_up(self, name: str) -> None:
        self.ways.pop(name, None)
        self.unshown.append(name)

    def edits(self) -> list[Edit]:
        """The edits of head and note."""
        if self._made is None:
            spans: list[Span] = []
            lines: list[Edit] = []
            for ways in self.ways.values():
                for part in ways[0]:
                    if isinstance(part, Edit):
                        lines.append(part)
                    else:
                        spans.append(part)
            aligned = is_aligned(self.entry.head.rows[0], self.style.lines, self.entry.source.line)
            self._made = [*head_edits(self.entry.head, spans, aligned=aligned), *lines]
        return self._made

    def _found(self, style: Style, edits: Sequence[Edit]) -> Entry | None:
        from stacktui.formats.publish.page import moved

        return style.by_line.get(moved(edits, self.entry.source.line))

    def _wrong(self, found: Entry | None) -> list[str]:
        """The changed fields that do not read as they should."""
        if found is None:
            return list(self.ways)
        return [name for name in self.ways if not _agrees(name, found.paper, self.paper, loose=self.loose)]

    def is_done(self, style: Style, edits: Sequence[Edit]) -> bool:
        """Whether the changed fields read as they should, and the others as before."""
        found = self._found(style, edits)
        if found is None or self._wrong(found):
            return False
        if "venue" in self.ways and "year" not in self.fields and found.paper.year != self.entry.paper.year:
            return False  # [arXiv 2004] is of April 2020, [ICML 2004] is not
        return not differing(self._without_concluded(found.paper), self.entry.paper, self.kept)

    def _without_concluded(self, found: Paper) -> Paper:
        """A paper without the link that stands for an id, where its address went."""
        old = self.entry.paper.links
        new = tuple(link for link in found.links if link in old or link.label not in _OF_IDS)
        return found.edit(links=new) if "url" in self.ways else found

    @property
    def kept(self) -> list[str]:
        """The fields that should read as before."""
        return [name for name in HARD if name not in self.ways and name not in self.unshown]

    def is_to_blame(self, style: Style, edits: Sequence[Edit]) -> bool:
        """Whether its entry is there and its own fields are wrong."""
        found = self._found(style, edits)
        return found is not None and bool(self._wrong(found))

    def next_way(self, style: Style, edits: Sequence[Edit]) -> None:
        """Drop the first way of the fields that came out wrong."""
        wrong = self._wrong(self._found(style, edits)) or list(self.ways)[-1:]
        for name in wrong:
            self.ways[name].pop(0)
            if not self.ways[name]:
                if name == "note" and not self.loose:
                    self.loose = True
                    self.ways[name] = self._ways(name)
                else:
                    self._give_up(name)
        self._made = None


def _agrees(name: str, found: Paper, wanted: Paper, *, loose: bool) -> bool:
    if name == "note":
        return (same_words if loose else same_text)(found.note, wanted.note)
    return bool(value_of(found, name) == value_of(wanted, name))


def head_edits(head: Head, spans: Sequence[Span], *, aligned: bool = False) -> list[Edit]:
    """The spans as an edit of the lines that they touch; of two that overlap the first counts."""
    text, at, out = head.text, 0, ""
    for start, end, new in sorted(spans, key=lambda span: (span[0], span[1])):
        if start >= at:
            out += text[at:start] + new
            at = end
            if head.is_table and end > start:
                kept = held_in_place(text, end, len(new) - (end - start), aligned=aligned)
                out, at = out + " " * -kept, at + max(0, kept)
    rows = (out + text[at:]).split("\n")
    return row_edit(head.numbers[0], head.rows, rows)


def row_edit(first: int, old: Sequence[str], new: Sequence[str]) -> list[Edit]:
    """One edit from the first line that differs to the last."""
    old, new = list(old), list(new)
    while old and new and old[0] == new[0]:
        old, new, first = old[1:], new[1:], first + 1
    while old and new and old[-1] == new[-1]:
        old, new = old[:-1], new[:-1]
    return [Edit(first, len(old), tuple(new))] if old or new else []


# -- the note of an entry ------------------------------------------------------------------------------------------


def _note_ways(style: Style, entry: Entry, paper: Paper) -> list[list[Edit] | Way]:
    old, new = entry.paper.note, paper.note
    if not any(map(str.strip, old)):
        return _first_note(style, entry, paper)
    slot = entry.head.slot("note")
    if entry.head.note_row and slot is None:
        return []
    if entry.head.has_cells and slot is not None:
        return [((slot.start, slot.end, text),) for text in entry.head.written(paper, "note") or [""]]
    numbers = [number for number in entry.note_numbers if number != entry.head.note_row]
    first = 1 if slot else 0
    places = places_of(old[first:], numbers, style.lines)
    if places is None:
        return []
    if not any(map(str.strip, new)):
        new = ()
    ways: list[list[Edit] | Way] = []
    for margin in margins(style, entry):
        edits = changed_lines(old[first:], new[first:], places, margin)
        if edits is None and slot:
            edits = [Edit(entry.head.note_row + 1, 0, tuple(margin + line for line in new[first:]))]
        if edits is not None:
            ways.append([*_without_gap(style, entry, edits, new), *_first_line(entry, paper, new)])  # type: ignore[list-item]
    return ways


def _first_line(entry: Entry, paper: Paper, new: Sequence[str]) -> list[Span]:
    """The first line of a note that stands in a line of the head."""
    slot = entry.head.slot("note")
    if slot is None or (new and entry.paper.note[0] == new[0]):
        return []
    text = entry.head.written(paper, "note")[0] if new else ""
    start = slot.start if new else len(entry.head.text[: slot.start].rstrip(" -–—:"))
    return [(start, slot.end, text)]


def _without_gap(style: Style, entry: Entry, edits: list[Edit], new: Sequence[str]) -> list[Edit]:
    """A note that goes takes the blank lines above it along."""
    if new or not edits:
        return edits
    at = min(edit.first for edit in edits) - 1
    while at > entry.source.line and not style.lines[at - 1].strip():
        edits = [*edits, Edit(at, 1, ())]
        at -= 1
    return edits


def margins(style: Style, entry: Entry) -> list[str]:
    """What may stand before a line of a note: as other entries have it, else an indent under the entry's marker."""
    found: dict[str, int] = {}
    for other in style.entries:
        if other.note_numbers and not other.head.note_row:
            places = places_of(other.paper.note, other.note_numbers, style.lines)
            first = next((place for place in places or () if place is not None), None)
            if first is not None and not first.is_mixed:
                found[first.before] = found.get(first.before, 0) + 1
    usual = sorted(found, key=lambda margin: -found[margin])[:2]
    return list(dict.fromkeys((*usual, *_indents(style, entry))))


_ITEM = re.compile(r"\s*(?:[-*+•◦]|\d{1,4}[.)])\s+")


def _indents(style: Style, entry: Entry) -> Iterator[str]:
    """Indents for a list without notes: that of the lines below a title, else of its words."""
    row, last = style.lines[entry.source.line - 1], entry.head.rows[-1]
    item = _ITEM.match(row)
    if len(entry.head.rows) > 1 and last[:1] == " ":
        yield last[: len(last) - len(last.lstrip())]
    if item:
        yield " " * item.end()
        yield " " * (len(row) - len(row.lstrip()) + 2)
    yield from ("", "  ", "    ")


def gaps_before_notes(style: Style, note: Sequence[str]) -> list[int]:
    """How many blank lines part a note from its head: the usual number first.

    Where the list has no notes, one that begins with plain words gets a blank line, or it would run on from the title.
    """
    counts: dict[int, int] = {}
    for entry in style.entries:
        if entry.note_numbers and not entry.head.note_row:
            gap = entry.note_numbers[0] - entry.head.numbers[-1] - 1
            counts[gap] = counts.get(gap, 0) + 1
    usual = sorted((gap for gap in counts if 0 <= gap <= 2), key=lambda gap: -counts[gap])[:1]
    return list(dict.fromkeys((*usual, *((0, 1) if not note or starts_block(note[0]) else (1, 0)))))


def _first_note(style: Style, entry: Entry, paper: Paper) -> list[list[Edit] | Way]:
    from stacktui.formats.publish.changing import ways_to_change as change

    ways: list[list[Edit] | Way] = []
    if entry.head.has_cells or (
        len(paper.note) == 1 and not any(e.note_numbers and not e.head.note_row for e in style.entries)
    ):
        ways += change(style, entry, paper, "note")
    if not entry.head.has_cells:
        at = max(entry.last, entry.head.numbers[-1]) + 1
        ways += [
            [Edit(at, 0, new_note(paper.note, margin, gap))]
            for margin in margins(style, entry)
            for gap in gaps_before_notes(style, paper.note)
        ]
    return ways
