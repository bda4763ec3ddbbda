"""JSON that holds everything: a library file of its own, which stacktui (and TinyDB) opens and imports."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from typing import TypeVar

from stacktui.library.records import note_record, record_of
from stacktui.model import PAPER_FIELDS, FreeNote, Paper
from stacktui.store.canonical import SCHEMA
from stacktui.store.canonical import render as canonical

_Record = TypeVar("_Record", Paper, FreeNote)

HOLDS = frozenset((*PAPER_FIELDS, "unknown", "notes", "all-categories", "link-labels"))
"""What of a library this format keeps; see :mod:`stacktui.formats.losses`."""


def render(papers: Sequence[Paper], notes: Sequence[FreeNote] = ()) -> str:
    """A library of these papers and free notes, in the canonical form; records without an id are numbered."""
    tables = {
        "meta": {"1": {"schema": SCHEMA}},
        "papers": {str(doc_id): record_of(paper) for doc_id, paper in _numbered(papers)},
        "notes": {str(doc_id): note_record(note) for doc_id, note in _numbered(notes)},
    }
    return canonical(tables).decode("utf-8")


def _numbered(records: Sequence[_Record]) -> list[tuple[int, _Record]]:
    """Records with their ids; drafts get the smallest numbers that are free."""
    taken = {record.id for record in records}
    free = (number for number in count(1) if number not in taken)
    return [(record.id or next(free), record) for record in records]
