"""A document taken apart: which piece each line belongs to, lines taken out of pieces, and pieces put in."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import count
from typing import overload

from stacktui.formats.correcting.reading import note_of_lines, note_places, read_entry, without_lines
from stacktui.formats.document import Document, DocumentNote, DocumentPaper, Heading, Ignored, Range, Unknown, as_ranges
from stacktui.formats.lists.blocks import is_blank

ENTRY, FIELD, NOTE, FREE, HEADING, IGNORED, UNKNOWN = "entry", "field", "note", "free", "heading", "ignored", "unknown"
"""What a line is: the title line of a paper, another line that became fields, a line of its note, a line of a free
note, a heading, ignored, not understood."""

Piece = DocumentPaper | DocumentNote | Heading | Ignored | Unknown

_FIELDS_OF_HEAD = (
    *("url", "links", "alias", "authors", "venue", "year", "month", "presentation", "rating"),
    *("status", "date", "arxiv", "doi", "tags", "key", "residue"),
)


class Pieces:
    """The parts of one document by their lines; changed in place, and made a document again by :meth:`document`."""

    def __init__(self, document: Document) -> None:
        self.source: Sequence[str] = document.lines
        self._document = document
        self._numbers = count()
        self._pieces: dict[int, Piece] = {}
        self._first: dict[int, int] = {}
        self._owner: dict[int, int] = {}
        self._titles: list[int] = []
        self._headings: list[int] = []
        groups: tuple[Iterable[Piece], ...] = (
            document.papers,
            document.notes,
            document.headings,
            document.ignored,
            document.unknown,
        )
        for group in groups:
            for piece in group:
                self.put(piece)

    def put(self, piece: Piece) -> None:
        """Add a piece, to which its lines belong from now on."""
        number = next(self._numbers)
        self._pieces[number] = piece
        lines = list(lines_of(piece))
        self._first[number] = min(lines, default=0)
        self._owner.update(dict.fromkeys(lines, number))
        if isinstance(piece, DocumentPaper):
            insort(self._titles, piece.line)
        elif isinstance(piece, Heading):
            insort(self._headings, piece.line)

    def piece(self, line: int) -> Piece | None:
        """What a line belongs to; None for a blank one."""
        owner = self._owner.get(line)
        return None if owner is None else self._pieces[owner]

    def role(self, line: int) -> str:
        """What a line is; empty for a blank one."""
        piece = self.piece(line)
        if isinstance(piece, DocumentPaper):
            if line == piece.line:
                return ENTRY
            return FIELD if _holds(piece.head_lines, line) else NOTE
        return _ROLES.get(type(piece), "")

    def kind(self, line: int) -> tuple[str, str]:
        """The role of a line, and the reason where it is ignored: what lines treated alike have in common."""
        piece = self.piece(line)
        return self.role(line), piece.reason if isinstance(piece, Ignored) else ""

    def last_line(self, line: int) -> int:
        """The last line of the piece that a line belongs to."""
        piece = self.piece(line)
        return max(lines_of(piece)) if piece is not None else line

    def span(self, line: int) -> list[int]:
        """The lines that go with a line: all of an entry, else the lines below it in its piece that stand deeper."""
        role, piece = self.role(line), self.piece(line)
        if role == ENTRY and piece is not None:
            return sorted(set(lines_of(piece)))
        span = [line]
        if role in (HEADING, FIELD):
            return span
        indent = _indent(self.source[line - 1])
        for number in range(line + 1, len(self.source) + 1):
            text = self.source[number - 1]
            if is_blank(text):
                continue
            alike = self.role(number) == role and (role == UNKNOWN or self.piece(number) is piece)
            if not alike or _indent(text) <= indent:
                break
            span.append(number)
        return span

    def rest(self, line: int) -> list[int]:
        """The lines of a piece from ``line`` on."""
        piece = self.piece(line)
        return [] if piece is None else sorted({number for number in lines_of(piece) if number >= line})

    def title_above(self, line: int) -> int:
        """The title line of the nearest paper above; 0 where there is none."""
        at = bisect_left(self._titles, line)
        return self._titles[at - 1] if at else 0

    def heading_above(self, line: int) -> int:
        """The line of the nearest heading above; 0 where there is none."""
        at = bisect_left(self._headings, line)
        return self._headings[at - 1] if at else 0

    def neighbour(self, line: int) -> DocumentPaper | None:
        """A paper below the same heading as ``line``: the one above, else the next one."""
        heading = self.heading_above(line)
        at = bisect_left(self._titles, line)
        for title in (*self._titles[max(0, at - 1) : at], *self._titles[at : at + 1]):
            if title != line and self.heading_above(title) == heading:
                found = self.piece(title)
                return found if isinstance(found, DocumentPaper) else None
        return None

    def take(self, lines: Iterable[int]) -> None:
        """Take lines out of their pieces; the rest of a paper that loses its title is not understood any more."""
        taken: dict[int, set[int]] = {}
        for line in lines:
            owner = self._owner.pop(line, None)
            if owner is not None:
                taken.setdefault(owner, set()).add(line)
        for owner, gone in taken.items():
            self._replace(owner, gone)

    def _replace(self, owner: int, gone: Collection[int]) -> None:
        piece = self._drop(owner)
        for number in lines_of(piece):
            self._owner.pop(number, None)
        for left in self._left(piece, gone):
            self.put(left)

    def _left(self, piece: Piece, gone: Collection[int]) -> Iterator[Piece]:
        """What is left of a piece without some of its lines."""
        kept = [number for number in sorted(set(lines_of(piece))) if number not in gone]
        if not kept:
            return
        if isinstance(piece, Ignored):
            yield Ignored(as_ranges(kept), piece.reason)
        elif isinstance(piece, DocumentNote):
            text = without_lines(piece.text, piece.lines, gone, self.source)
            yield replace(piece, lines=as_ranges(kept), text=text)
        elif isinstance(piece, DocumentPaper):
            if piece.line in gone:
                yield from (Unknown(number, self.source[number - 1]) for number in kept)
            else:
                yield self._smaller(piece, gone)

    def _smaller(self, paper: DocumentPaper, gone: Collection[int]) -> DocumentPaper:
        """A paper without some lines below its title; fields that came from them go."""
        note = paper.note
        if any(_holds(paper.note_lines, line) for line in gone):
            note = without_lines(note, paper.note_lines, gone, self.source)
        fields: dict[str, object] = {}
        if any(_holds(paper.head_lines, line) for line in gone):
            every = sorted(set(lines_of(paper)))
            with_them = read_entry(self.source, every, self._document.format)
            without = read_entry(self.source, [line for line in every if line not in gone], self._document.format)
            for name in _FIELDS_OF_HEAD:
                was, now = getattr(with_them, name), getattr(without, name)
                if was != now and getattr(paper, name) == was:
                    fields[name] = now
        return replace(
            paper,
            head_lines=_minus(paper.head_lines, gone),
            note_lines=_minus(paper.note_lines, gone),
            note=note,
            **fields,  # type: ignore[arg-type]
        )

    def join(self, title: int, lines: Sequence[int]) -> None:
        """Put lines into the note of the paper with that title line, where they stand among its lines."""
        paper = self.piece(title)
        assert isinstance(paper, DocumentPaper)
        places = note_places(paper.note, paper.note_lines, self.source)
        at = next((at for at, number in enumerate(places) if number > lines[0]), len(places))
        before = max((number for number in places[:at] if number), default=lines[0])
        gap = [""] if any(is_blank(self.source[number - 1]) for number in range(before, lines[0])) else []
        note = (*paper.note[:at], *gap, *note_of_lines(self.source, lines), *paper.note[at:])
        ranges = as_ranges((*numbers_in(paper.note_lines), *lines))
        self.swap(title, replace(paper, note=note, note_lines=ranges))

    def swap(self, line: int, piece: Piece) -> None:
        """Put a piece in the place of the one that ``line`` belongs to."""
        old = self._drop(self._owner[line])
        for number in lines_of(old):
            self._owner.pop(number, None)
        self.put(piece)

    def _drop(self, owner: int) -> Piece:
        piece = self._pieces.pop(owner)
        if isinstance(piece, DocumentPaper):
            self._titles.remove(piece.line)
        elif isinstance(piece, Heading):
            self._headings.remove(piece.line)
        return piece

    def document(self) -> Document:
        """The document that the pieces make."""
        first = self._first
        parts = [self._pieces[number] for number in sorted(self._pieces, key=lambda number: first[number])]
        return replace(
            self._document,
            papers=tuple(sorted((part for part in parts if isinstance(part, DocumentPaper)), key=lambda one: one.line)),
            notes=tuple(part for part in parts if isinstance(part, DocumentNote)),
            headings=tuple(part for part in parts if isinstance(part, Heading)),
            ignored=tuple(part for part in parts if isinstance(part, Ignored)),
            unknown=tuple(part for part in parts if isinstance(part, Unknown)),
        )


class OneLineChanged(Sequence[str]):
    """Lines of which one reads otherwise; nothing is copied."""

    def __init__(self, source: Sequence[str], line: int, text: str) -> None:
        self._source, self._place, self._text = source, line - 1, text

    def __len__(self) -> int:
        return len(self._source)

    @overload
    def __getitem__(self, place: int) -> str: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[str]: ...

    def __getitem__(self, place: int | slice) -> str | Sequence[str]:
        if isinstance(place, slice):
            return [self[at] for at in range(*place.indices(len(self)))]
        return self._text if place == self._place else self._source[place]


_ROLES: dict[type, str] = {DocumentNote: FREE, Heading: HEADING, Ignored: IGNORED, Unknown: UNKNOWN}


def lines_of(piece: Piece) -> Iterator[int]:
    """The lines of a piece; one may come twice."""
    if isinstance(piece, DocumentPaper):
        yield piece.line
        yield from numbers_in(piece.head_lines)
        yield from numbers_in(piece.note_lines)
    elif isinstance(piece, DocumentNote | Ignored):
        yield from numbers_in(piece.lines)
    else:
        yield piece.line


def numbers_in(ranges: Iterable[Range]) -> Iterator[int]:
    """The numbers in ranges."""
    for first, last in ranges:
        yield from range(first, last + 1)


def _holds(ranges: Iterable[Range], line: int) -> bool:
    return any(first <= line <= last for first, last in ranges)


def _minus(ranges: Iterable[Range], gone: Collection[int]) -> tuple[Range, ...]:
    return as_ranges(number for number in numbers_in(ranges) if number not in gone)


def _indent(line: str) -> int:
    expanded = line.replace("\xa0", " ").expandtabs(4)
    return len(expanded) - len(expanded.lstrip(" "))
