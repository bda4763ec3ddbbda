"""Pages that the exporters wrote, read back line by line instead of by likeness.

A page of ours says so (``<!-- generator: stacktui blog -->``). As long as it keeps to its style, what is read equals
what was written, whatever the titles and notes say. Lines that somebody added in another way are left to the general
reader of lists, which sees nothing of the page but them and the headings above.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from importlib import import_module

from stacktui.formats.document import Document, DocumentNote, DocumentPaper, Heading, Ignored, Range, as_ranges
from stacktui.formats.drafts import entry_of
from stacktui.formats.markdown_in import plain
from stacktui.formats.markdown_out import read_dated, trimmed
from stacktui.model import FreeNote, Paper

_SIGNED = re.compile(r"(?:<!-- generator: |generator: |#\+CREATOR: )stacktui ([a-z]+)(?: -->)?")
_SIGNED_WITHIN = 12
"""The first lines, where a page says how it was made."""
TEXT_TITLE = "Paper stack"
"""How our plain text begins, which has no place for a signature."""
_STYLES = frozenset({"blog", "jekyll", "readme", "table", "checklist", "org", "headed"})


class NotOurs(Exception):
    """A line that the exporter of this style never writes."""


def signature(style: str) -> str:
    """The line by which a page of Markdown says how it was made; it does not show."""
    return f"<!-- generator: stacktui {style} -->"


def read_page(lines: list[str], format: str, general: Callable[[list[str]], Document]) -> Document:
    """What a page holds: read as it was written where it is one of ours, else by the general reader."""
    style = style_of(lines)
    if style not in _STYLES:
        return general(lines)
    page = Page(lines)
    import_module(f"stacktui.formats.{style}").read(page)
    document = page.document(format)
    return _united(document, general(page.left_lines()), page) if page.left else document


def _united(document: Document, rest: Document, page: Page) -> Document:
    """A document and what the general reader made of the lines that were left."""
    from stacktui.formats.lists.coverage import with_lost_lines

    left = set(page.left)
    papers = [
        replace(paper, head_lines=_within(paper.head_lines, left), note_lines=_within(paper.note_lines, left))
        for paper in rest.papers
        if paper.line in left
    ]
    notes = [replace(note, lines=lines) for note in rest.notes if (lines := _within(note.lines, left))]
    ignored = [Ignored(lines, region.reason) for region in rest.ignored if (lines := _within(region.lines, left))]
    united = replace(
        document,
        papers=tuple(sorted((*document.papers, *papers), key=lambda paper: paper.line)),
        notes=(*document.notes, *notes),
        headings=(*document.headings, *(heading for heading in rest.headings if heading.line in left)),
        ignored=(*document.ignored, *ignored),
        unknown=tuple(line for line in rest.unknown if line.line in left),
    )
    return with_lost_lines(united, list(page.lines))


def _within(ranges: Iterable[Range], numbers: Collection[int]) -> tuple[Range, ...]:
    return as_ranges(number for first, last in ranges for number in range(first, last + 1) if number in numbers)


def style_of(lines: Sequence[str]) -> str:
    """The style of a page that says that we made it; empty for any other."""
    if next((line for line in lines if line[:200].strip()), "")[:200].strip() == TEXT_TITLE:
        return "headed"
    signed = (_SIGNED.fullmatch(line.strip()) for line in lines[:_SIGNED_WITHIN])
    return next((found[1] for found in signed if found), "")


@dataclass
class Page:
    """The lines of a page and what was found in them; lines count from 1."""

    lines: Sequence[str]
    papers: list[DocumentPaper] = field(default_factory=list)
    notes: list[DocumentNote] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    frame: list[int] = field(default_factory=list)
    """Lines of the page itself: its title, rules, the signature."""
    left: list[int] = field(default_factory=list)
    """Lines that the exporter of this style never writes."""

    @contextmanager
    def fitting(self, numbers: Iterable[int]) -> Iterator[None]:
        """Read some lines; they are left where they do not fit the style."""
        try:
            yield
        except NotOurs:
            self.left.extend(number for number in numbers if self.lines[number - 1].strip())

    def left_lines(self) -> list[str]:
        """The page with nothing but the lines that were left and the headings above them, each in its place."""
        tables = (number for number in self.frame if self.lines[number - 1].startswith("|"))
        shown = {*self.left, *(heading.line for heading in self.headings), *tables}
        return [line if number in shown else "" for number, line in enumerate(self.lines, 1)]

    def add_paper(
        self, paper: Paper, line: int, head: Iterable[int] = (), note: Iterable[int] = (), *, status: bool = False
    ) -> None:
        """A paper, the line of its title, the other lines of its head and note, and whether the style has statuses."""
        head_lines = as_ranges(number for number in head if number != line and self.lines[number - 1].strip())
        note_lines = as_ranges(number for number in note if self.lines[number - 1].strip())
        entry = entry_of(paper, line, head_lines, note_lines)
        self.papers.append(entry if status else replace(entry, status=None))

    def add_heading(self, number: int, text: str) -> None:
        """A heading over papers."""
        self.headings.append(Heading(number, text))

    def add_note(self, note: FreeNote, numbers: Iterable[int]) -> None:
        """A free note and its lines."""
        filled = as_ranges(number for number in numbers if self.lines[number - 1].strip())
        self.notes.append(DocumentNote(filled, note.title, note.text, note.date, papers=note.papers))

    def document(self, format: str) -> Document:
        """Everything that was found."""
        frame = as_ranges(number for number in self.frame if self.lines[number - 1].strip())
        ignored = (Ignored(frame, "frame of the page"),) if frame else ()
        return Document(format, tuple(self.papers), tuple(self.notes), tuple(self.headings), ignored, lines=self.lines)


@dataclass(frozen=True)
class Item:
    """An item of a list with what is indented below it; the indent is taken off."""

    line: int
    lines: list[str]

    @property
    def numbers(self) -> range:
        """The lines of the page that it takes."""
        return range(self.line, self.line + len(self.lines))


def read_note(page: Page, item: Item) -> None:
    """An item of a page of ours that is no paper: a free note, with its date and title in the first line."""
    date, title = read_dated(plain(item.lines[0]))
    page.add_note(FreeNote(title=title, date=date, text=tuple(trimmed(item.lines[1:]))), item.numbers)


def items(page: Page, start: int, marker: str, heading: str) -> Iterator[tuple[str, Item]]:
    """The items behind a marker, each with the heading above it; from line ``start`` on.

    Text before the first heading is an introduction. Anything else at the margin is left.
    """
    section, begun = "", False
    number = start
    while number <= len(page.lines):
        line = page.lines[number - 1]
        if line.startswith(heading):
            section, begun = plain(line[len(heading) :]), True
            page.add_heading(number, section)
        elif line.startswith(marker):
            item = _item(page.lines, number, len(marker))
            yield section, item
            number, begun = item.numbers[-1], True
        elif line.strip() and begun:
            page.left.append(number)
        else:
            page.frame.append(number)
        number += 1


def _item(lines: Sequence[str], line: int, indent: int) -> Item:
    own = [lines[line - 1][indent:]]
    for text in lines[line:]:
        if text.strip() and not text.startswith("  "):
            break
        own.append(text[2:] if text.strip() else "")
    while len(own) > 1 and not own[-1]:
        own.pop()
    return Item(line, own)
