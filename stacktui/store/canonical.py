"""The one way in which a library is written: same content, same bytes.

A file is an object of tables, a table an object of records, and every field and every item of a list has a line of its
own. Fields stand in a fixed order: those that change often are kept apart by lines that are always there and seldom
change (the key, the title, the brackets of the lists), because git calls two changes a conflict when they touch.
A record is made as one *piece* of bytes, from its opening line to its last field; the rest of the file is the same
few bytes between the pieces, so that a change costs one new piece and a file of old ones.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

import orjson

Record = dict[str, Any]
"""One document as it stands in the file."""
Table = dict[str, Record]
"""Records by document id; the ids are decimal numbers, as text."""
Tables = dict[str, Table]
"""A whole library."""
Piece = bytes | memoryview
"""The bytes of one record."""
Pieces = dict[str, dict[str, Piece]]
"""The bytes of each record, by table and document id."""

SCHEMA = 1
"""The version of the file format that this program writes."""

TABLES = ("meta", "categories", "searches", "lists", "notes", "papers", "trash")
"""The tables that a library always has, in the order of the file; unknown ones follow by name."""

FIRST_FIELDS = (
    "key", "pushed", "title", "alias", "authors", "venue", "added", "year", "month", "presentation", "url",
    "categories", "status", "read", "not_before", "tags", "rating", "links", "sources", "conflicts",
    "date", "papers",
)  # fmt: skip
"""The order of the fields; unknown ones follow by name, and :data:`LAST_FIELDS` end the record."""

LAST_FIELDS = ("text", "note")
"""The fields that are long."""

ANCHORS = ("authors", "categories", "tags", "note")
"""Lists that a paper has even when they are empty: their brackets keep the fields around them apart."""

BETWEEN = b"\n}\n,\n"
"""What stands between two records of a table."""
AFTER = b"\n}\n}"
"""What ends the last record of a table, and the table."""

_PLACES = {name: place for place, name in enumerate(FIRST_FIELDS)}
_PLACES |= {name: 10_000 + place for place, name in enumerate(LAST_FIELDS)}


def tidy_record(record: Mapping[str, Any]) -> Record:
    """A paper's record with its anchors and without other empty fields; a note ends with an empty line.

    Thanks to that line, one that is added at the end is one new line in git and changes none.
    """
    tidy = {name: value for name, value in record.items() if name in ANCHORS or value not in (None, "", [])}
    for name in ANCHORS:
        tidy[name] = tidy.get(name) or []
    note = tidy["note"]
    if isinstance(note, list) and note and note[-1] != "":
        tidy["note"] = [*note, ""]
    return tidy


def record_piece(doc_id: str, record: Mapping[str, Any]) -> bytes:
    """The bytes of one record, without the line that closes it."""
    lines = [_scalar(doc_id) + b": {"]
    for name in sorted(record, key=_place):
        lines += _field_lines(name, record[name])
    if len(lines) > 1:
        lines[-1] = lines[-1][:-1]
    return b"\n".join(lines)


def table_pieces(table: Table) -> dict[str, Piece]:
    """The bytes of each record of a table."""
    return {doc_id: record_piece(doc_id, record) for doc_id, record in table.items()}


def file_pieces(pieces: Pieces) -> list[Piece]:
    """A whole file as the list of its parts, ready for ``os.writev``: nothing of the library's size is copied."""
    parts: list[Piece] = [b"{\n"]
    names = table_order(pieces)
    for name in names:
        table = pieces.get(name, {})
        parts.append(_scalar(name) + (b": {\n" if table else b": {\n}"))
        for doc_id in in_order(table):
            parts += (table[doc_id], BETWEEN)
        if table:
            parts[-1] = AFTER
        parts.append(b"\n}\n" if name == names[-1] else b"\n,\n")
    return parts


def in_order(ids: Iterable[str]) -> list[str]:
    """Document ids by their number."""
    ids = list(ids)
    return sorted(ids) if {len(doc_id) for doc_id in ids} == {12} else sorted(ids, key=int)


def table_order(tables: Iterable[str]) -> list[str]:
    """The names of all tables of a file in their order, with those that are always there."""
    return [*TABLES, *sorted(set(tables).difference(TABLES))]


def render(tables: Tables) -> bytes:
    """The canonical bytes of a library."""
    return b"".join(file_pieces({name: table_pieces(table) for name, table in tables.items()}))


def _place(name: str) -> tuple[int, str]:
    return _PLACES.get(name, 5_000), name


def _field_lines(name: str, value: Any) -> list[bytes]:
    head = b"  " + _scalar(name) + b": "
    if not isinstance(value, (list, tuple)):
        return [head + _inline(value) + b","]
    lines = [b"    " + (_scalar(item) if item.__class__ is str else _inline(item)) + b"," for item in value]
    if lines:
        lines[-1] = lines[-1][:-1]
    return [head + b"[", *lines, b"  ],"]


def _inline(value: Any) -> bytes:
    """A value on one line."""
    if isinstance(value, dict):
        return (
            b"{" + b", ".join(_scalar(str(name)) + b": " + _inline(item) for name, item in sorted(value.items())) + b"}"
        )
    if isinstance(value, (list, tuple)):
        return b"[" + b", ".join(map(_inline, value)) + b"]"
    return _scalar(value)


def _scalar(value: Any) -> bytes:
    try:
        return orjson.dumps(value)
    except TypeError:  # a number of more than 64 bits, or half a surrogate pair
        text = json.dumps(value, ensure_ascii=False, allow_nan=False)
        return text.encode("utf-8", "replace")
