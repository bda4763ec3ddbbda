"""What publishing a list would do: to be looked at, then done."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from stacktui.formats.importing import PlannedDocument
from stacktui.formats.publish.diff import unified
from stacktui.formats.publish.page import Edit, Page, moved
from stacktui.model import FreeNote, Paper

_MOST_NAMED = 3


@dataclass(frozen=True)
class Hints:
    """How one asks for what a plan does not do by itself; ``{key}`` is that of a paper."""

    drop: str = "--drop-removed takes them out"
    add: str = "so does --add {key} --section NAME"


_SHELL = Hints()


@dataclass(frozen=True)
class Wishes:
    """What a person asks for beside what the library says by itself."""

    add: frozenset[int] = frozenset()
    """Ids of papers that are to come into the list."""
    notes: frozenset[int] = frozenset()
    """Ids of free notes that are to come into the list."""
    section: str | None = None
    """The section for these papers; by their categories where it is None."""
    drop_removed: bool = False
    """Whether the lines of removed papers go."""


@dataclass
class PublishPlan:
    """What publishing a list would do to its file."""

    path: str
    list_id: int
    before: Page
    after: Page
    edits: tuple[Edit, ...] = ()
    changed: list[str] = field(default_factory=list)
    """Titles of the entries that change."""
    added: dict[int, int] = field(default_factory=dict)
    """Line in the new page -> id of the paper that is new there."""
    notes: int = 0
    """How many free notes change or come."""
    new_notes: list[FreeNote] = field(default_factory=list)
    """Those that come."""
    held: list[tuple[str, str]] = field(default_factory=list)
    """Title and field of what was changed on both sides: it stays as it is in the file."""
    waiting: dict[int, list[str]] = field(default_factory=dict)
    """The same fields by the ids of the papers."""
    unshown: list[tuple[str, str]] = field(default_factory=list)
    """Title and field of what was changed in the library and has no place in this list."""
    moved: list[str] = field(default_factory=list)
    """Titles of entries that go to another place."""
    dropped: list[str] = field(default_factory=list)
    """Titles of entries that are taken out, as their papers were removed."""
    places: dict[int, int] = field(default_factory=dict)
    """Where these entries stand then: their old line -> the new one."""
    gone: frozenset[int] = frozenset()
    """The lines of entries that are taken out."""
    sections: list[str] = field(default_factory=list)
    """What the sections of the list are called."""
    unplaced: list[Paper] = field(default_factory=list)
    """New papers that fit no section of the list."""
    unwritten: list[str] = field(default_factory=list)
    """Titles of new papers for which no entry of the list could be a model."""
    incoming: PlannedDocument | None = None
    """What the file has that the library has not yet, where it changed since it was read."""
    thrown: list[str] = field(default_factory=list)
    """Titles of entries whose papers were removed; their lines stay."""

    @property
    def is_empty(self) -> bool:
        """Whether the file would stay as it is."""
        return self.before == self.after

    def where(self, line: int) -> int:
        """Where a line stands in the new page."""
        return self.places.get(line) or moved(self.edits, line)

    def diff(self) -> list[str]:
        """The change of the file as a unified diff."""
        return unified(self.before, self.edits, os.path.basename(self.path))

    def summary(self) -> str:
        """One line: what would be written."""
        if self.is_empty:
            return f"{self.path}: nothing to publish"
        parts = [
            _count(len(self.changed), "paper changed", "papers changed"),
            _count(len(self.added), "paper added", "papers added"),
            _count(len(self.moved), "paper moved", "papers moved"),
            _count(len(self.dropped), "paper taken out", "papers taken out"),
            _count(self.notes, "free note changed", "free notes changed"),
        ]
        return f"{self.path}: {', '.join(filter(None, parts))}"

    def remarks(self, hints: Hints = _SHELL) -> Iterator[str]:
        """What one should know beside the diff."""
        for title, name in self.held:
            yield f"changed on both sides, left as it is in the list: {name} of {title}"
        if self.unshown:
            counts = Counter(name for _, name in self.unshown)
            yield "this list has no place for: " + ", ".join(f"{name} ({count})" for name, count in counts.items())
        if self.unplaced:
            yield from self._unplaced(hints)
        if self.unwritten:
            yield f"found no way to write so that it is read back: {', '.join(self.unwritten)}"
            yield "an address, a venue or authors tell a paper from other lines"
        if self.thrown:
            what = _count(len(self.thrown), "entry is of a removed paper", "entries are of removed papers")
            yield f"{what}; their lines stay: {_named(self.thrown)} ({hints.drop})"
        if self.incoming is not None:
            yield _incoming(self.incoming, self.is_empty)

    def _unplaced(self, hints: Hints) -> Iterator[str]:
        """Which new papers have no place, and how they get one."""
        what = _count(len(self.unplaced), "new paper fits", "new papers fit")
        yield f"{what} no section of the list: {_named([paper.title for paper in self.unplaced])}"
        key = self.unplaced[0].key
        yield f"a category that the list has as a heading puts it there; {hints.add.format(key=key)}"
        if self.sections and hints is _SHELL:
            yield f"sections of the list: {_named(self.sections, 12)}"


def _named(names: Sequence[str], most: int = _MOST_NAMED) -> str:
    more = len(names) - most
    return ", ".join(names[:most]) + (f" and {more} more" if more > 0 else "")


def _count(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}" if number else ""


def _incoming(planned: PlannedDocument, only: bool) -> str:
    new, changed, gone = len([e for e in planned.papers if e.known == 0]), planned.count("changed"), len(planned.gone)
    parts = filter(
        None, (_count(new, "new", "new"), _count(changed, "changed", "changed"), _count(gone, "gone", "gone"))
    )
    what = ", ".join(parts) or "other lines"
    return f"the list changed since it was read ({what}): {'import' if only else 'this'} takes it into the library"
