"""Every line has its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from stacktui.formats.document import Document, Range, Unknown
from stacktui.formats.lists.blocks import is_blank


def with_lost_lines(document: Document, source: list[str]) -> Document:
    """The document with every line that has no place yet among the unknown ones."""
    placed = bytearray(len(source) + 2)
    for first, last in _ranges(document):
        placed[first : last + 1] = b"\1" * (last + 1 - first)
    lost = [Unknown(at, line) for at, line in enumerate(source, 1) if not placed[at] and not is_blank(line)]
    if not lost:
        return document
    return replace(document, unknown=tuple(sorted((*document.unknown, *lost), key=lambda line: line.line)))


def _ranges(document: Document) -> Iterator[Range]:
    for paper in document.papers:
        yield paper.line, paper.line
        yield from paper.head_lines
        yield from paper.note_lines
    for note in document.notes:
        yield from note.lines
    for region in document.ignored:
        yield from region.lines
    for heading in document.headings:
        yield heading.line, heading.line
    for line in document.unknown:
        yield line.line, line.line
