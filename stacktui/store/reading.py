"""Bytes to tables: what is a library of ours, and what must be refused and left alone.

orjson takes the last of two equal names and makes a float of a number of more than 64 bits; both would lose something
with the next save. So the size of a file is compared with the one that its content has in canonical form; where they
differ, the file is read a second time, strictly and more slowly.
"""

from __future__ import annotations

import gc
import json
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from operator import itemgetter
from typing import Any, NoReturn, cast

import orjson

from stacktui.errors import LibraryError
from stacktui.patterns import regex
from stacktui.store.canonical import (
    ANCHORS,
    FIRST_FIELDS,
    LAST_FIELDS,
    SCHEMA,
    Piece,
    Pieces,
    Record,
    Table,
    Tables,
    in_order,
    table_order,
)

_MARKER = regex(rb"^(<{7}|={7}|>{7}|\|{7})( .*)?\r?$", re.MULTILINE)
_RECORD_END = regex(rb'\}\n(?:,\n"([0-9]+)": \{\n|\}\n)')
"""Behind a record: the head of the next one, or the end of the table. No string holds it, and no object in a line."""
_BOM = b"\xef\xbb\xbf"
_EXACT = 2.0**53
_NEVER = 1 << 60
_KNOWN = frozenset((*FIRST_FIELDS, *LAST_FIELDS))
_OBJECTS = ("links", "sources", "conflicts")
_anchors = itemgetter(*ANCHORS)
_TOKEN = regex(r'"(?:[^"\\]|\\.)*"|[{}\[\]:]')


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a file holds, and whether it is written canonically."""

    tables: Tables
    canonical: bool


class RepeatedName(Exception):
    """An object of the file has the same name twice."""


def load(data: bytes, path: str, *, canonical: bool = False, trusted: bool = False) -> Loaded:
    """The tables in the bytes of a library; LibraryError names ``path``, the line and what to do.

    ``canonical`` says that these are bytes of our own, ``trusted`` that they were looked through before: neither needs
    a second look.
    """
    data = data.removeprefix(_BOM)
    if not data or data.isspace():
        raise LibraryError(f"{path} is empty", "put back a copy of it, or delete it to begin a new library")
    with collector_off():
        try:
            tables = orjson.loads(data)
        except ValueError as error:
            _refuse(data, path, error)
        check_form(tables, path, ids=not canonical)
        if trusted:
            return Loaded(tables, False)
        if canonical or (data.startswith(b"{\n") and has_canonical_size(len(data), tables)):
            return Loaded(tables, True)
        return Loaded(_load_strictly(data, path), False)


@contextmanager
def collector_off(freeze: bool = False) -> Iterator[None]:
    """Spare the garbage collector from walking through a library while it is made, and with ``freeze`` ever after."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
        if freeze:
            gc.freeze()
    finally:
        if was_on:
            gc.enable()


def split(data: bytes, tables: Tables, *, ours: bool = False) -> Pieces | None:
    """The piece of each record as a view into the bytes of a canonical file; None where it is not quite canonical.

    In a file of ``ours`` everything is in its order.
    """
    pieces = cut(data)
    if pieces is None or list(pieces) != list(tables) or list(tables) != table_order(tables):
        return None
    fit = all(
        pieces[name].keys() == table.keys() and (ours or list(pieces[name]) == list(table) == in_order(table))
        for name, table in tables.items()
    )
    return pieces if fit else None


def cut(data: bytes) -> Pieces | None:
    """The pieces of a file that is laid out canonically, without reading what is in them; None where it is not."""
    pieces: Pieces = {}
    place = len(b"{\n")
    while True:
        head = data.find(b": {\n", place)
        if head < 0 or data[place : place + 1] != b'"':
            return None
        name, place = orjson.loads(data[place:head]), head + len(b": {\n")
        if name in pieces:
            return None
        pieces[name], place = _cut_table(data, place)
        end, place = data[place : place + 3], place + len(b"\n,\n")
        if end != b"\n,\n":
            return pieces if end == b"\n}\n" and place == len(data) else None


def _cut_table(data: bytes, start: int) -> tuple[dict[str, Piece], int]:
    """The pieces of the records from ``start`` on, and the place behind the table."""
    pieces: dict[str, Piece] = {}
    if data[start : start + 1] != b'"':
        return pieces, start + len(b"}")
    view = memoryview(data)
    key = data[start + 1 : data.find(b'"', start + 1)].decode("utf-8", "replace")
    for end in _RECORD_END.finditer(data, start):
        pieces[key] = view[start : end.start() - len(b"\n")]
        if end[1] is None:
            return pieces, end.end() - len(b"\n")
        key, start = end[1].decode(), end.start(1) - len(b'"')
    return pieces, len(data)


def read_piece(piece: Piece) -> Record:
    """The record in a piece."""
    (record,) = orjson.loads(b"".join((b"{", piece, b"\n}}"))).values()
    return cast(Record, record)


def has_canonical_size(size: int, tables: Tables) -> bool:
    """Whether ``size`` bytes are what the canonical form of ``tables`` has: compact JSON, and blanks and line ends.

    The quick count looks at the lists that papers have; it cannot be right where there are others.
    """
    rest = size - len(orjson.dumps(tables)) - 3 - 2 * (len(tables) - 1)
    for name, table in tables.items():
        if name != "papers":
            rest -= _blanks(table)
    papers = tables.get("papers", {})
    return rest == _quick_blanks(papers) or rest == _blanks(papers)


def _quick_blanks(papers: Table) -> int:
    """What :func:`_blanks` says of papers that have all anchors, no unknown fields and flat links; else another number.

    It touches no more of the library than it must: going through all values takes longer than reading them.
    """
    records = papers.values()
    if not papers or not _KNOWN.issuperset(set().union(*records)):
        return -1
    try:
        lists = list(chain.from_iterable(map(_anchors, records)))
        lists += [record[name] for name in _OBJECTS for record in records if name in record]
        flat = [2 * len(item) - 1 for items in lists[len(ANCHORS) * len(papers) :] for item in items]
    except (KeyError, TypeError):
        return -1
    blanks = 1 + 4 * (len(papers) + sum(map(len, records)))
    return blanks + 5 * sum(map(len, lists)) + 3 * len(lists) + sum(flat)


def _blanks(table: Table) -> int:
    """The bytes that canonical form adds to a table: around its name, its records and their fields."""
    if not table:
        return 2
    values = chain.from_iterable(map(dict.values, table.values()))
    telling = [value for value in values if value.__class__ is not str]
    lists = [value for value in telling if value.__class__ is list]
    blanks = 1 + 4 * len(table) + 4 * sum(map(len, table.values()))
    blanks += 3 * len(lists) + 5 * sum(map(len, lists))
    blanks += sum(_inline_blanks(item) for items in lists if items and items[0].__class__ is not str for item in items)
    return blanks + sum(_inline_blanks(value) for value in telling if value.__class__ in (dict, float))


def _inline_blanks(value: Any) -> int:
    """The blanks after the commas and colons of a value on one line; hugely many where it may have lost digits."""
    if isinstance(value, dict):
        return max(0, 2 * len(value) - 1) + sum(map(_inline_blanks, value.values()))
    if isinstance(value, list):
        return max(0, len(value) - 1) + sum(map(_inline_blanks, value))
    return _NEVER if isinstance(value, float) and abs(value) >= _EXACT else 0


def check_form(tables: Any, path: str, *, ids: bool = True) -> None:
    """Refuse what is JSON and yet no library of a version that we know; ``ids``: look at those of all records too."""
    if not isinstance(tables, dict) or not {"papers", "meta"}.intersection(tables) or not _all_tables(tables):
        raise LibraryError(f"{path} is JSON, but not a library of papers", "name another file with --library")
    check_schema(tables, path)
    for name, table in tables.items() if ids else ():
        if not _plain_numbers(table):
            odd = [doc_id for doc_id in table if not _plain_numbers([doc_id])]
            what = f"{path}: the id {odd[0]!r} in {name!r} is not a plain number"
            raise LibraryError(what, "stacktui check --fix gives it a new one")


def check_schema(tables: Tables, path: str) -> None:
    """Refuse a library that a newer version has written."""
    for record in tables.get("meta", {}).values():
        schema = record.get("schema", SCHEMA)
        if not isinstance(schema, int) or schema > SCHEMA:
            what = f"{path} was written by a newer stacktui (format {schema}, this one knows {SCHEMA})"
            raise LibraryError(what, "update stacktui")


def _all_tables(tables: dict[str, Any]) -> bool:
    return all(isinstance(table, dict) and set(map(type, table.values())) <= {dict} for table in tables.values())


def _plain_numbers(ids: Iterable[str]) -> bool:
    """Whether all ids are decimal numbers as Python writes them."""
    ids = list(ids)
    try:
        return list(map(str, map(int, ids))) == ids and not any(doc_id.startswith("-") for doc_id in ids)
    except ValueError:
        return False


def _load_strictly(data: bytes, path: str) -> Tables:
    """The tables, with numbers as exact as JSON has them and no name twice."""
    text = data.decode("utf-8")
    try:
        tables: Tables = json.loads(text, object_pairs_hook=_distinct, parse_constant=_no_number)
    except RepeatedName as error:
        line = find_repeated(text)[1]
        what = f"{path}, line {line}: {error} stands there twice in one record or table"
        raise LibraryError(what, "delete the wrong one in a text editor") from error
    except (ValueError, RecursionError) as error:
        raise LibraryError(f"{path} holds a value that cannot be kept: {error}") from error
    return tables


def _distinct(pairs: list[tuple[str, Any]]) -> Record:
    made = dict(pairs)
    if len(made) != len(pairs):
        names = [name for name, _ in pairs]
        raise RepeatedName(json.dumps(next(name for name in names if names.count(name) > 1), ensure_ascii=False))
    return made


def _no_number(word: str) -> NoReturn:
    raise ValueError(f"{word} is no number")


def find_repeated(text: str) -> tuple[str, int]:
    """The first name that an object of a JSON text has twice, and the line (from 1) of its second place."""
    open_names: list[set[str]] = []
    last: re.Match[str] | None = None
    for token in _TOKEN.finditer(text):
        if token[0] in "{[":
            open_names.append(set())
        elif token[0] in "}]" and open_names:
            open_names.pop()
        elif token[0] == ":" and last and open_names:
            if last[0] in open_names[-1]:
                return last[0], text.count("\n", 0, last.start()) + 1
            open_names[-1].add(last[0])
        last = token
    return "", 0


def _refuse(data: bytes, path: str, error: ValueError) -> NoReturn:
    """Say in which line a file stops being JSON, and why."""
    marker = _MARKER.search(data)
    if marker:
        line = data.count(b"\n", 0, marker.start()) + 1
        raise LibraryError(
            f"{path}, line {line}: git left conflict markers in it", "stacktui resolve merges both sides by paper"
        ) from error
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as wrong:
        line = data.count(b"\n", 0, wrong.start) + 1
        raise LibraryError(f"{path}, line {line}: not UTF-8", "put back a copy, or convert it to UTF-8") from error
    line, column = getattr(error, "lineno", 1), getattr(error, "colno", 1)
    what = str(getattr(error, "msg", error)).split(":")[0]
    raise LibraryError(
        f"{path}, line {line}, column {column}: not a library, the JSON breaks off there ({what})",
        "put back a copy of it (git checkout, backup) or mend that line",
    ) from error
