"""Bytes to tables: what is a library of ours, and what must be refused and left alone.

orjson takes the last of two equal names and makes a float of a number of more than 64 bits; both would lose something
with the next save. So the size of a file is compared with the one that its content has in canonical form; where they
differ, the file is read a second time, strictly and more slowly.
"""

from __future__ import annotations

import gc
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, NoReturn

import orjson

from stacktui.errors import LibraryError
from stacktui.store.canonical import AFTER, BETWEEN, SCHEMA, Pieces, Record, Table, Tables, table_order

_MARKER = re.compile(rb"^(<{7}|={7}|>{7}|\|{7})( .*)?\r?$", re.MULTILINE)
_BOM = b"\xef\xbb\xbf"
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]:]')


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a file holds, and whether it is written canonically."""

    tables: Tables
    canonical: bool


class RepeatedName(Exception):
    """An object of the file has the same name twice."""


def load(data: bytes, path: str) -> Loaded:
    """The tables in the bytes of a library; LibraryError names ``path``, the line and what to do."""
    data = data.removeprefix(_BOM)
    if not data.strip():
        raise LibraryError(f"{path} is empty", "put back a copy of it, or delete it to begin a new library")
    with collector_off():
        try:
            tables = orjson.loads(data)
        except ValueError as error:
            _refuse(data, path, error)
        check_form(tables, path)
        canonical = len(data) == _canonical_size(tables) and data.startswith(b"{\n")
        return Loaded(tables, True) if canonical else Loaded(_load_strictly(data, path), False)


@contextmanager
def collector_off() -> Iterator[None]:
    """Spare the garbage collector from walking through a library while it is made."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def split(data: bytes, tables: Tables) -> Pieces | None:
    """The piece of each record, cut out of the bytes of a canonical file; None where it is not quite canonical."""
    if list(tables) != table_order(tables):
        return None
    pieces: Pieces = {}
    place = 2
    for name, table in tables.items():
        place += len(orjson.dumps(name)) + len(b": {\n")
        end = data.find(AFTER, place) if table else place - len(AFTER) + 1
        pieces[name] = dict(zip(table, data[place:end].split(BETWEEN), strict=False)) if table else {}
        place = end + len(AFTER) + len(b"\n,\n")
    return pieces if _all_fit(pieces, tables) else None


def _all_fit(pieces: Pieces, tables: Tables) -> bool:
    return all(
        len(pieces[name]) == len(table)
        and list(map(int, table)) == sorted(map(int, table))
        and all(piece.startswith(b'"%s": {' % doc_id.encode()) for doc_id, piece in pieces[name].items())
        for name, table in tables.items()
    )


def _canonical_size(tables: Tables) -> int:
    """How many bytes the canonical form of ``tables`` has: those of compact JSON, and the blanks and line ends."""
    return len(orjson.dumps(tables)) + 3 + 2 * (len(tables) - 1) + sum(map(_table_blanks, tables.values()))


def _table_blanks(table: Table) -> int:
    """The bytes that canonical form adds to a table: around its name, its records and their fields."""
    if not table:
        return 2
    blanks = 1 + 4 * len(table) + 4 * sum(map(len, table.values()))
    for record in table.values():
        for value in record.values():
            kind = value.__class__
            if kind is list:
                blanks += 3 + 5 * len(value)
                if value and value[0].__class__ is not str:
                    blanks += sum(map(_inline_blanks, value))
            elif kind is dict:
                blanks += _inline_blanks(value)
    return blanks


def _inline_blanks(value: Any) -> int:
    """The blanks after the commas and colons of a value on one line."""
    if isinstance(value, dict):
        return max(0, 2 * len(value) - 1) + sum(map(_inline_blanks, value.values()))
    if isinstance(value, list):
        return max(0, len(value) - 1) + sum(map(_inline_blanks, value))
    return 0


def check_form(tables: Any, path: str) -> None:
    """Refuse what is JSON and yet no library of a version that we know."""
    if not isinstance(tables, dict) or not {"papers", "meta"}.intersection(tables) or not _all_tables(tables):
        raise LibraryError(f"{path} is JSON, but not a library of papers", "name another file with --library")
    check_schema(tables, path)
    for name, table in tables.items():
        odd = [doc_id for doc_id in table if not (doc_id.isascii() and doc_id.isdigit() and str(int(doc_id)) == doc_id)]
        if odd:
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
    return all(
        isinstance(table, dict) and all(isinstance(record, dict) for record in table.values())
        for table in tables.values()
    )


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
