"""Every line has its place."""

from __future__ import annotations

from dataclasses import replace

from stacktui.formats.document import Document, Unknown
from stacktui.formats.lists.blocks import is_blank


def with_lost_lines(document: Document, source: list[str]) -> Document:
    """The document with every line that has no place yet among the unknown ones."""
    placed: set[int] = set()
    for paper in document.papers:
        placed.add(paper.line)
        for ranges in (paper.head_lines, paper.note_lines):
            placed.update(number for first, last in ranges for number in range(first, last + 1))
    for lines in (*(note.lines for note in document.notes), *(region.lines for region in document.ignored)):
        placed.update(number for first, last in lines for number in range(first, last + 1))
    placed.update(heading.line for heading in document.headings)
    placed.update(line.line for line in document.unknown)
    lost = [Unknown(at, line) for at, line in enumerate(source, 1) if at not in placed and not is_blank(line)]
    if not lost:
        return document
    return replace(document, unknown=tuple(sorted((*document.unknown, *lost), key=lambda line: line.line)))
