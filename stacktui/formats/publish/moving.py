"""Entries that leave their place: into the section of another category, below the heading of another status, or out."""

from __future__ import annotations

from collections.abc import Sequence

from stacktui.formats.lists.blocks import is_blank
from stacktui.formats.publish.cells import bars_of
from stacktui.formats.publish.jobs import EntryJob, starts_of
from stacktui.formats.publish.page import Edit, moved
from stacktui.formats.publish.places import Spot, numbered, sections
from stacktui.formats.publish.style import Entry, Style
from stacktui.model import Paper


def lines_of(style: Style, entry: Entry) -> tuple[int, int]:
    """The first line of an entry and how many go with it: those that part it from its neighbour too."""
    below = _gap(style, entry.last + 1, 1)
    section = sections(style)[entry.source.categories[0] if entry.source.categories else ""]
    is_last = all(other.first <= entry.first for other in section)
    above = _gap(style, entry.first - 1, -1) if is_last and len(section) > 1 else 0
    if above and above <= below:
        return entry.first - above, above + entry.last - entry.first + 1
    return entry.first, entry.last - entry.first + 1 + below


def _gap(style: Style, line: int, step: int) -> int:
    """How many lines from one on, in one direction, are blank or only part entries."""
    near = {other.first if step > 0 else other.last for other in style.entries}
    count = 0
    while 0 < line <= len(style.lines) and not any(map(str.isalnum, style.lines[line - 1])):
        if line == len(style.lines) and not style.lines[-1]:
            break
        count, line = count + 1, line + step
    if line in near:
        return count
    end = line - step * count
    blanks = 0
    while blanks < count and is_blank(style.lines[end + step * blanks - 1]):
        blanks += 1
    return min(blanks, 1)


class RemoveJob:
    """An entry whose paper was removed, taken out."""

    def __init__(self, style: Style, entry: Entry) -> None:
        self.entry = entry
        first, count = lines_of(style, entry)
        self._edits = [Edit(first, count, ())]

    def edits(self) -> list[Edit]:
        """Its lines go."""
        return self._edits

    def is_done(self, style: Style, edits: Sequence[Edit]) -> bool:
        """Whether all is well is seen by the other entries."""
        return True

    def is_to_blame(self, style: Style, edits: Sequence[Edit]) -> bool:
        """There is one way only: it may be that of another."""
        return False

    def next_way(self, style: Style, edits: Sequence[Edit]) -> None:
        """There is one way only."""
        self._edits = []


class MoveJob(EntryJob):
    """An entry that goes to another place with all its lines, and may show other values there."""

    def __init__(
        self,
        style: Style,
        entry: Entry,
        paper: Paper,
        fields: Sequence[str],
        why: Sequence[str],
        spots: Sequence[Spot],
        section: str,
    ) -> None:
        super().__init__(style, entry, paper, [name for name in fields if name not in why])
        self.why = list(why)
        self.section = section
        self.spots = [spot for spot in spots if self._suits(spot)]
        if not self.spots:
            self.unshown += self.why
        self._moved: list[Edit] | None = None

    def _suits(self, spot: Spot) -> bool:
        """Whether the rows there have as many cells."""
        if not spot.near or not self.entry.head.is_row:
            return not any(other.head.is_row for other in spot.near)
        like = spot.near[-1].head
        return like.is_row and len(bars_of(like.rows[0])) == len(bars_of(self.entry.head.rows[0]))

    def edits(self) -> list[Edit]:
        """Away here, there with the new values; where no place is left, the new values alone."""
        inner = super().edits()
        if not self.spots:
            return inner
        if self._moved is None:
            first, count = lines_of(self.style, self.entry)
            spot = self.spots[0]
            rows = [numbered(self._block(inner)[0], spot.number), *self._block(inner)[1:]]
            self._moved = [Edit(first, count, ()), Edit(spot.line, 0, (*spot.above, *rows, *spot.below))]
        return self._moved

    def _block(self, inner: Sequence[Edit]) -> list[str]:
        """The lines of the entry with the edits in them."""
        rows = list(self.style.lines[self.entry.first - 1 : self.entry.last])
        for edit in sorted(inner, key=lambda edit: (edit.first, edit.count > 0), reverse=True):
            at = edit.first - self.entry.first
            rows[at : at + edit.count] = edit.lines
        return rows

    def line(self, edits: Sequence[Edit]) -> int:
        """The line of its title in the edited page."""
        if not self.spots:
            return moved(edits, self.entry.source.line)
        own = moved(super().edits(), self.entry.source.line) - self.entry.first
        return starts_of(edits)[id(self.edits()[1])] + len(self.spots[0].above) + own

    def _found(self, style: Style, edits: Sequence[Edit]) -> Entry | None:
        return style.by_line.get(self.line(edits))

    def is_done(self, style: Style, edits: Sequence[Edit]) -> bool:
        """Whether it reads as it should, below the right heading."""
        found = self._found(style, edits)
        return found is not None and self._is_placed(found) and super().is_done(style, edits)

    def _is_placed(self, found: Entry) -> bool:
        if not self.spots:
            return True
        if "status" in self.why and found.paper.status != self.paper.status:
            return False
        return self.section in ("", *found.source.categories)

    def next_way(self, style: Style, edits: Sequence[Edit]) -> None:
        """Other values, or another place."""
        found = self._found(style, edits)
        if found is not None and self._is_placed(found) and self.ways:
            super().next_way(style, edits)
        elif self.spots:
            self.spots = self.spots[1:]
            if not self.spots:
                self.unshown += self.why
        else:
            super().next_way(style, edits)
        self._moved = None

    @property
    def kept(self) -> list[str]:
        """The fields that should read as before."""
        return [name for name in super().kept if name not in self.why or not self.spots]
