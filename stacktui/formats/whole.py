"""A whole library brought into another: what only a library holds comes along with its papers and free notes.

Into a library that has nothing yet, every record comes as it is, under its own id: the two are then the same. Into one
that has papers, the papers are planned like those of any list, and the rest is added where it is missing: categories,
saved searches, what lies in the trash, imported lists (their entries follow their papers) and tables of other programs.
Nothing that is there is replaced.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from stacktui.formats.document import Document
from stacktui.formats.drafts import lasting_id
from stacktui.formats.kept import entries_of, notes_of
from stacktui.library import Library
from stacktui.store import Record, Table, Tables
from stacktui.text import counted

_PLAIN_ID = re.compile(r"0|[1-9]\d*")
_PLANNED = ("meta", "papers", "notes")
"""Tables whose records are not simply added."""
_NAMES = {
    "categories": ("empty category", "empty categories"),
    "searches": ("saved search", "saved searches"),
    "trash": ("record in the trash", "records in the trash"),
    "lists": ("imported list", "imported lists"),
}


def tables_of(document: Document) -> Tables:
    """All tables of a document that is a library; none of any other document."""
    tables: Tables = document.extra.get("tables", {})
    return tables


def holds_something(document: Document) -> bool:
    """Whether there is anything to import in a document."""
    return bool(document.papers or document.notes or other_tables(document))


def fits_whole(library: Library, tables: Tables) -> bool:
    """Whether a library holds nothing at all, and the records of another can be taken over under their ids."""
    is_blank = not any(table for name, table in library.tables.items() if name != "meta")
    return (
        is_blank and bool(tables) and all(_PLAIN_ID.fullmatch(doc_id) for table in tables.values() for doc_id in table)
    )


def take_whole(library: Library, tables: Tables) -> list[int]:
    """Make an empty library the same as another; the ids of the papers."""
    library.fill({(name, doc_id): record for name, table in tables.items() for doc_id, record in table.items()})
    return list(map(int, tables.get("papers", {})))


def other_tables(document: Document) -> list[str]:
    """What a library holds beside papers and free notes, counted: ``2 saved searches``."""
    counts = {name: len(table) for name, table in tables_of(document).items() if name not in _PLANNED and table}
    return [
        counted(count, *_NAMES.get(name, (f"record of {name}", f"records of {name}"))) for name, count in counts.items()
    ]


def add_other_tables(library: Library, document: Document, papers: Sequence[int], notes: Sequence[int]) -> None:
    """Add what is missing; ``papers`` and ``notes`` are the ids that those of the document have in the library."""
    tables = tables_of(document)
    paper_ids = dict(zip((paper.id for paper in document.extra["papers"]), papers, strict=True))
    note_ids = dict(zip((note.id for note in document.extra["notes"]), notes, strict=True))
    for record in tables.get("categories", {}).values():
        if isinstance(path := record.get("path"), str) and path.strip(" /"):
            library.add_category(path)
    for record in tables.get("searches", {}).values():
        _add_search(library, str(record.get("name", "")), str(record.get("query", "")))
    for record in tables.get("lists", {}).values():
        if not any(_is_same_list(record, known) for known in library.lists.values()):
            library.add_list(_following(record, paper_ids, note_ids))
    for name, table in tables.items():
        if name == "trash" or name not in (*_PLANNED, *_NAMES):
            library.fill(dict(_missing(library, name, table)))


def _add_search(library: Library, name: str, query: str) -> None:
    """Keep a saved search; where its name means something else here, it gets another."""
    here = {search.name: search.query for search in library.searches.values()}
    free, number = name, 1
    while here.get(free, query) != query:
        number += 1
        free = f"{name} {number}"
    if free.strip() and free not in here:
        library.save_search(free, query)


def _is_same_list(record: Record, known: Record) -> bool:
    return any(record.get(name) and record.get(name) == known.get(name) for name in ("sha256", "file"))


def _following(record: Record, papers: Mapping[int, int], notes: Mapping[int, int]) -> Record:
    """The record of a list whose entries name the papers and free notes as they are called here."""
    followed: dict[str, Any] = dict(record)
    for name, entries, ids in (("entries", entries_of(record), papers), ("notes", notes_of(record), notes)):
        followed[name] = [{**entry, "id": ids.get(int(entry.get("id") or 0), entry.get("id"))} for entry in entries]
    return followed


def _missing(library: Library, name: str, table: Table) -> Iterator[tuple[tuple[str, str], Record]]:
    """The records of a table that the library has not, by the places that they get."""
    here = library.tables.get(name, {})
    for doc_id, record in table.items():
        number = int(doc_id) if _PLAIN_ID.fullmatch(doc_id) else 0
        if record in here.values() or (name == "trash" and lasting_id(number) in library.papers):
            continue
        yield (name, doc_id if number and doc_id not in here else str(library.fresh_id(name, "papers"))), record
