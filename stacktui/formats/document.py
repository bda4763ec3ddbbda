"""What reading a list gives: papers and notes with the lines they came from.

Lines count from 1. Every line of the source that is not blank is in exactly one place: the lines of a paper (its
title, head and note), a free note, a heading, an ignored region or the lines that were not understood.
``Document.to_json`` is what ``stacktui import --dry-run --json`` prints.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from stacktui.model import Link, plain

Range = tuple[int, int]
"""First and last line, both included."""


@dataclass(frozen=True, slots=True)
class DocumentPaper:
    """A paper as a document has it; values that the document does not give are None or empty."""

    line: int
    title: str
    head_lines: tuple[Range, ...] = ()
    """Lines, beside the title's, whose text went into fields."""
    url: str | None = None
    links: tuple[Link, ...] = ()
    alias: str | None = None
    authors: tuple[str, ...] = ()
    venue: str | None = None
    year: int | None = None
    month: int | None = None
    presentation: str | None = None
    rating: float | None = None
    status: str | None = None
    categories: tuple[str, ...] = ()
    date: str | None = None
    """When it was read or noted, never when it was published."""
    arxiv: str | None = None
    doi: str | None = None
    tags: tuple[str, ...] = ()
    key: str | None = None
    """The citekey that the document uses."""
    added: str = ""
    pushed: str = ""
    not_before: str = ""
    """Three dates that only files of ours give; ISO, as in a record."""
    note: tuple[str, ...] = ()
    note_lines: tuple[Range, ...] = ()
    residue: tuple[str, ...] = ()
    """Text of the head lines that fits no field, kept word for word."""
    doubts: tuple[str, ...] = ()
    """What the reader was not sure of, for the preview."""
    also: tuple[DocumentPaper, ...] = ()
    """Further papers in the title's line: only a person can tell."""

    def to_json(self) -> dict[str, Any]:
        """The paper as the object of ``--dry-run --json``."""
        return {
            "line": self.line,
            "head_lines": _ranges(self.head_lines),
            **{name: plain(getattr(self, name)) for name in _JSON_FIELDS},
            "note_lines": _ranges(self.note_lines),
        }


_JSON_FIELDS = (
    "title",
    "url",
    "links",
    "alias",
    "authors",
    "venue",
    "year",
    "month",
    "presentation",
    "rating",
    "status",
    "categories",
    "date",
    "arxiv",
    "doi",
    "tags",
    "key",
    "residue",
    "doubts",
    "note",
)


@dataclass(frozen=True, slots=True)
class DocumentNote:
    """A note of a document that belongs to no paper."""

    lines: tuple[Range, ...]
    title: str
    text: tuple[str, ...]
    date: str = ""
    category: str = ""
    papers: tuple[str, ...] = ()
    """Keys of papers that it names; only files of ours give them."""

    def to_json(self) -> dict[str, Any]:
        """The note as the object of ``--dry-run --json``."""
        return {
            "lines": _ranges(self.lines),
            "title": self.title,
            "date": self.date or None,
            "category": self.category or None,
            "text": list(self.text),
        }


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading that sorts the entries below it."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Ignored:
    """Lines that hold nothing to keep, and why that is thought."""

    lines: tuple[Range, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """A line that was not understood; it is kept."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """Everything that one file holds."""

    format: str
    papers: tuple[DocumentPaper, ...] = ()
    notes: tuple[DocumentNote, ...] = ()
    headings: tuple[Heading, ...] = ()
    ignored: tuple[Ignored, ...] = ()
    unknown: tuple[Unknown, ...] = ()
    title: str = ""
    """What the document calls itself."""
    file: str = ""
    encoding: str = "utf-8"
    newline: str = "\n"
    bom: bool = False
    sha256: str = ""
    """Of the bytes of the file."""
    lines: Sequence[str] = ()
    """The whole source, for importing a newer version later; the notes of papers share its strings."""
    extra: dict[str, Any] = field(default_factory=dict)
    """Facts of the document as a whole, such as front matter."""
    corrections: tuple[dict[str, Any], ...] = ()
    """What a person corrected in it, as it is kept with the list; see :mod:`stacktui.formats.correcting`."""

    def to_json(self) -> dict[str, Any]:
        """The document as the object of ``--dry-run --json``."""
        return {
            "file": self.file,
            "format": self.format,
            "papers": [paper.to_json() for paper in self.papers],
            "notes": [note.to_json() for note in self.notes],
            "headings": [{"line": heading.line, "text": heading.text} for heading in self.headings],
            "ignored": [{"lines": _ranges(region.lines), "reason": region.reason} for region in self.ignored],
            "unknown": [{"line": line.line, "text": line.text} for line in self.unknown],
        }

    @property
    def text(self) -> str:
        """The whole source as one text."""
        return "\n".join(self.lines)

    @property
    def ignored_lines(self) -> int:
        """How many lines are ignored."""
        return sum(last - first + 1 for region in self.ignored for first, last in region.lines)


def _ranges(ranges: Iterable[Range]) -> list[list[int]]:
    return [[first, last] for first, last in ranges]


def as_ranges(numbers: Iterable[int]) -> tuple[Range, ...]:
    """Line numbers, in any order, as ranges of neighbours."""
    ranges: list[list[int]] = []
    for number in sorted(set(numbers)):
        if ranges and number == ranges[-1][1] + 1:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    return tuple((first, last) for first, last in ranges)
