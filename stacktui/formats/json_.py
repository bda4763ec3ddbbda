"""JSON that holds everything: a library file of its own, which stacktui (and TinyDB) opens and imports.

What can be read: such a file, one record, a list of records, or records one a line as ``stacktui list --json`` prints
them. The papers of the document carry what a list can say; the complete records are in its ``extra`` under ``papers``
and ``notes``, in the same order. Of a library, ``tables`` there has all of it as it stands in the file; see
:mod:`stacktui.formats.whole`.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any, TypeVar

from stacktui.errors import StackError
from stacktui.formats.document import Document, DocumentNote, DocumentPaper, Ignored, Range, as_ranges
from stacktui.formats.drafts import entry_of
from stacktui.library.records import note_of, note_record, paper_of, record_of
from stacktui.model import PAPER_FIELDS, FreeNote, Paper
from stacktui.store import SCHEMA, Table, Tables
from stacktui.store import render as canonical
from stacktui.store.reading import check_schema

_Record = TypeVar("_Record", Paper, FreeNote)

HOLDS = frozenset((*PAPER_FIELDS, "unknown", "notes", "all-categories", "no-category", "link-labels", "note-papers"))
"""What of a library this format keeps; see :mod:`stacktui.formats.losses`."""

_DERIVED = ("id", "arxiv", "doi")
"""Fields that ``list --json`` adds to a record."""

# -- writing -------------------------------------------------------------------------------------------------------


def render(papers: Sequence[Paper], notes: Sequence[FreeNote] = ()) -> str:
    """A library of these papers and free notes, in the canonical form; records without an id are numbered."""
    tables = {
        "meta": {"1": {"schema": SCHEMA}},
        "papers": {str(doc_id): record_of(paper) for doc_id, paper in _numbered(papers)},
        "notes": {str(doc_id): note_record(note) for doc_id, note in _numbered(notes)},
    }
    return canonical(tables).decode("utf-8")


def render_library(tables: Tables, papers: Collection[int] | None = None) -> str:
    """A library with all its tables, record by record as they are; or only some of its ``papers``, by their ids."""
    if papers is not None:
        records = tables.get("papers", {})
        chosen = {str(doc_id): records[str(doc_id)] for doc_id in papers}
        tables = {"meta": {"1": {"schema": SCHEMA}}, "papers": chosen}
    return canonical(tables).decode("utf-8")


def _numbered(records: Sequence[_Record]) -> list[tuple[int, _Record]]:
    """Records with their ids; drafts get the smallest numbers that are free."""
    taken = {record.id for record in records}
    free = (number for number in count(1) if number not in taken)
    return [(record.id or next(free), record) for record in records]


# -- reading -------------------------------------------------------------------------------------------------------


def parse(text: str) -> Document:
    """What a library file holds, or the papers of records; StackError where it is neither."""
    source = _Source(text)
    papers, notes = [], []
    for table, doc_id, node in source.records():
        if table == "notes":
            notes.append((note_of(node.value, doc_id), node))
        else:
            record = {name: value for name, value in node.value.items() if name not in _DERIVED}
            papers.append((paper_of(record, doc_id or _number(node.value.get("id"))), node))
    entries = tuple(_entry(paper, node, source) for paper, node in papers)
    free = tuple(DocumentNote((source.lines(node),), note.title, note.text, note.date) for note, node in notes)
    return Document(
        format="json",
        papers=entries,
        notes=free,
        ignored=source.rest(entries, free),
        extra={
            "papers": tuple(paper for paper, _ in papers),
            "notes": tuple(note for note, _ in notes),
            **({"tables": source.tables} if source.tables else {}),
        },
    )


@dataclass(frozen=True, slots=True)
class _Node:
    """A JSON value and where it stands in the text."""

    value: Any
    start: int
    end: int


@dataclass
class _Source:
    """A JSON text with the places of its values."""

    text: str
    line_starts: list[int] = field(default_factory=list)
    tables: Tables = field(default_factory=dict)
    """All tables, where the text is a library."""
    aside: list[int] = field(default_factory=list)
    """The lines of tables that hold neither papers nor free notes."""

    def __post_init__(self) -> None:
        self.line_starts = [0, *(found.end() for found in re.finditer("\n", self.text))]

    def records(self) -> Iterator[tuple[str, int, _Node]]:
        """Table, document id and value of each record; papers where nothing names a table."""
        for node in self._top():
            value = node.value
            if isinstance(value, dict) and isinstance(value.get("papers"), dict):
                yield from self._tables(node)
            else:
                yield from (("papers", 0, each) for each in self._rows(node))

    def _tables(self, library: _Node) -> Iterator[tuple[str, int, _Node]]:
        self.tables |= {name: _records(table) for name, table in library.value.items()}
        check_schema(self.tables, "this library")
        for table, records in self.members(library):
            if table in ("papers", "notes") and isinstance(records.value, dict):
                for doc_id, record in self.members(records):
                    if isinstance(record.value, dict):
                        yield table, _number(doc_id), record
            elif table != "meta" and records.value:
                first, last = self.lines(records)
                self.aside.extend(range(first, last + 1))

    def _rows(self, node: _Node) -> Iterator[_Node]:
        rows = self._items(node) if isinstance(node.value, list) else [node]
        for row in rows:
            if not isinstance(row.value, dict) or not {"title", "url", "key"} & row.value.keys():
                raise StackError(
                    f"line {self.line(row.start)} holds no paper", "JSON must be a library or records with a title"
                )
            yield row

    def _top(self) -> Iterator[_Node]:
        """The values of the text: one, or one a line."""
        at = self._skip(0)
        while at < len(self.text):
            node = self._value(at)
            yield node
            at = self._skip(node.end)

    def members(self, node: _Node) -> Iterator[tuple[str, _Node]]:
        """The fields of an object with their places."""
        at = self._skip(node.start + 1)
        while self.text[at] != "}":
            name = self._value(at)
            value = self._value(self._skip(self._skip(name.end) + 1))
            yield name.value, value
            at = self._skip(value.end)
            if self.text[at] == ",":
                at = self._skip(at + 1)

    def _items(self, node: _Node) -> Iterator[_Node]:
        at = self._skip(node.start + 1)
        while self.text[at] != "]":
            value = self._value(at)
            yield value
            at = self._skip(value.end)
            if self.text[at] == ",":
                at = self._skip(at + 1)

    def _value(self, at: int) -> _Node:
        try:
            value, end = _DECODER.raw_decode(self.text, at)
        except (json.JSONDecodeError, RecursionError) as error:
            line = self.line(getattr(error, "pos", at))
            raise StackError(
                f"this is no JSON: line {line} is broken", "check the file with `python -m json.tool`"
            ) from None
        return _Node(value, at, end)

    def _skip(self, at: int) -> int:
        blank = _BLANK.match(self.text, at)
        return blank.end() if blank else at

    def line(self, offset: int) -> int:
        """The line, from 1, of a place."""
        return bisect_right(self.line_starts, offset)

    def lines(self, node: _Node) -> Range:
        """First and last line of a value."""
        return self.line(node.start), self.line(max(node.start, node.end - 1))

    def rest(self, papers: Sequence[DocumentPaper], notes: Sequence[DocumentNote]) -> tuple[Ignored, ...]:
        """The lines that hold no record: brackets and tables of the program."""
        ranges = [span for paper in papers for span in ((paper.line, paper.line), *paper.head_lines, *paper.note_lines)]
        ranges += [span for note in notes for span in note.lines]
        used = {line for first, last in ranges for line in range(first, last + 1)}
        aside = set(self.aside) - used
        left = {number for number, text in enumerate(self.text.split("\n"), 1) if text.strip()} - used - aside
        found = ((aside, "tables that are taken over as they are"), (left, "structure of the JSON file"))
        return tuple(Ignored(as_ranges(lines), reason) for lines, reason in found if lines)


_DECODER = json.JSONDecoder()
_BLANK = re.compile(r"[ \t\r\n]+")


def _entry(paper: Paper, node: _Node, source: _Source) -> DocumentPaper:
    places = dict(source.members(node))
    line = source.line(places.get("title", node).start)
    note_lines = _lines_of_items(places.get("note"), source)
    first, last = source.lines(node)
    head = as_ranges(set(range(first, last + 1)) - {line} - note_lines)
    return entry_of(paper, line, head, as_ranges(note_lines))


def _lines_of_items(node: _Node | None, source: _Source) -> set[int]:
    """The lines of a note's text, where each of its lines has one of its own."""
    if node is None or not isinstance(node.value, list):
        return set()
    first, last = source.lines(node)
    return set(range(first + 1, last)) if last > first + 1 else set()


def _records(table: Any) -> Table:
    """The records of a table that have the form of one."""
    records = table.items() if isinstance(table, dict) else ()
    return {doc_id: record for doc_id, record in records if isinstance(record, dict)}


def _number(value: object) -> int:
    text = str(value)
    return int(text) if text.isdecimal() and len(text) < 20 else 0
