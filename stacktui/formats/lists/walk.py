"""The state of the walk over a document: what was found so far, the headings above, the entry that is open."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby, pairwise

from stacktui.formats.document import DocumentPaper, Heading, Ignored, Unknown, as_ranges
from stacktui.formats.lists.blocks import Block
from stacktui.formats.lists.head import Head
from stacktui.formats.lists.sections import Section, iso_date
from stacktui.formats.lists.units import Unit


@dataclass(slots=True)
class Entry:
    """A paper while its lines are gathered."""

    unit: Unit
    head: Head
    head_numbers: set[int] = field(default_factory=set)
    note_numbers: list[int] = field(default_factory=list)
    replaced: dict[int, str] = field(default_factory=dict)
    lazy: set[int] = field(default_factory=set)
    in_fields: bool = True
    """Whether the next lines may still be fields."""
    categories: list[str] = field(default_factory=list)
    date: str = ""
    shelf: str = ""
    is_rated_below: bool = False
    """Whether stars stand on a line of their own, below the title."""


@dataclass(slots=True)
class Place:
    """A heading above the present line."""

    level: int
    section: Section
    marked: bool
    counts: bool
    """Whether it is a category; the title of the document is none."""
    line: int


@dataclass(slots=True)
class Assembly:
    """The state of the walk over all blocks."""

    source: list[str]
    units: list[Unit]
    title_at: int
    title: str
    follows: Counter[str]
    names_below: bool
    child_fields: bool
    entries: list[Entry] = field(default_factory=list)
    """Papers while their lines are gathered."""
    papers: list[DocumentPaper] = field(default_factory=list)
    """Those that are complete."""
    notes: list[tuple[list[int], str, str, str]] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    ignored: list[Ignored] = field(default_factory=list)
    unknown: list[Unknown] = field(default_factory=list)
    path: list[Place] = field(default_factory=list)
    current: Entry | None = None
    free_open: bool = False
    intro: list[str] = field(default_factory=list)
    sections: list[tuple[int, str]] = field(default_factory=list)
    """Line and category path of each heading that is a category."""
    filled: dict[int, bool] = field(default_factory=dict)
    """Whether something stands below the heading at a line."""
    front: list[str] = field(default_factory=list)
    """Head matter."""
    is_about_papers: bool = False
    shelved: bool = True
    """Whether no entry of a shelf without marks has a note so far."""

    @property
    def has_entries(self) -> bool:
        """Whether a paper was found so far."""
        return bool(self.entries or self.papers)


def numbers_of(block: Block) -> list[int]:
    """The line numbers of a block."""
    return list(block.numbers) or list(range(block.first, block.last + 1))


def ignore(walk: Assembly, unit: Unit, reason: str) -> None:
    """Report the lines of a unit as ignored."""
    walk.ignored.append(Ignored(as_ranges(numbers_of(unit.block)), reason))


def joined(ignored: list[Ignored]) -> Iterator[Ignored]:
    """Ignored regions, those that follow each other for the same reason as one; separators stay apart."""
    for reason, group in groupby(ignored, key=lambda region: region.reason):
        regions = list(group)
        if reason == "separator" or len(regions) == 1:
            yield from regions
        else:
            yield Ignored(tuple(lines for region in regions for lines in region.lines), reason)


def month_of(path: list[Place]) -> str:
    """The date in headings such as ``2022`` with ``June`` below it."""
    for above, below in pairwise(path):
        if below.section.month and re.fullmatch(r"(?:19|20)\d\d", above.section.text):
            return iso_date(int(above.section.text), below.section.month)
    return ""


def category_path(path: list[Place]) -> str:
    """The category that headings make; those that make a date are none."""
    names = [place for place in path if place.counts]
    if month_of(path):
        names = [place for place in names if not place.section.month and not re.fullmatch(r"\d{4}", place.section.text)]
    return "/".join(place.section.category for place in names)
