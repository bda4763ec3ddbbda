"""TinyDB over a file that is safe to share.

:class:`StackStorage` keeps the tables and the bytes of every record as they are on disk. A change serialises the
records it touches, and the rest of the file is written from those bytes. Before each change it takes in what others
wrote; memory changes only when the bytes are safe on disk. :class:`StackDB` is an ordinary TinyDB on top.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, cast

from tinydb import TinyDB
from tinydb.storages import Storage
from tinydb.table import Table as TinyTable

from stacktui.store.canonical import (
    SCHEMA,
    Piece,
    Pieces,
    Record,
    Table,
    Tables,
    file_pieces,
    record_piece,
    table_pieces,
)
from stacktui.store.files import FileChanged, Lock, Signature, left_by_us, locked, read_file, replace_file, signature
from stacktui.store.reading import check_schema, collector_off, cut, load, read_piece, split
from stacktui.store.trusted import is_trusted, trust

_MUCH = 1_000_000  # bytes
Place = tuple[str, str]
"""A record's table and document id."""
Changes = Mapping[Place, Record | None]
"""New records by place; None deletes."""


@dataclass(frozen=True)
class State:
    """One state of the file: never changed, only replaced, so that any thread may read it."""

    tables: Tables = field(default_factory=dict)
    signature: Signature | None = None
    data: bytes = b""
    """The file as it was read, where it is canonical: its pieces are cut out of it when they are needed."""
    ours: bool = False
    """Whether those are bytes that one of us wrote."""
    plain: bool = True
    """Whether the file is canonical and orjson reads all its numbers exactly."""

    @classmethod
    def of(cls, tables: Tables, pieces: Pieces, signature: Signature | None, plain: bool = True) -> State:
        """A state whose pieces are known already."""
        state = cls(tables, signature, plain=plain)
        vars(state)["pieces"] = pieces
        return state

    @cached_property
    def pieces(self) -> Pieces:
        """The bytes of each record."""
        cut = split(self.data, self.tables, ours=self.ours) if self.data else None
        return cut or {name: table_pieces(table) for name, table in self.tables.items()}


class StackStorage(Storage):
    """The file of a library, in TinyDB's shape (``read``, ``write``) and with changes by record (``commit``)."""

    def __init__(self, path: str, *, fsync: bool = True) -> None:
        self.path = os.path.realpath(path)
        self.state = State()
        self.fsync = fsync
        self._turn = threading.RLock()
        self._lock: Lock | None = None

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Keep other writers out, those in other processes too; may be nested."""
        with self._turn:
            if self._lock is not None:
                yield
                return
            with locked(self.path) as self._lock:
                try:
                    yield
                finally:
                    self._lock = None

    def has_changed(self) -> bool:
        """Whether the file is another than the one that we know; costs one stat."""
        return signature(self.path) != self.state.signature

    def refresh(self) -> set[Place]:
        """Take in what others wrote; the places of the records that differ from what we had.

        A file that vanished (git takes it away for a moment) leaves everything as it is.
        """
        with self._turn:
            if not self.has_changed():
                return set()
            read = read_file(self.path)
            if read is None:
                return set()
            old, self.state = self.state, _next_state(self.path, self.state, *read)
            return differing(old, self.state)

    def read(self) -> Tables | None:
        """All tables, freshly read when the file has changed; the dictionaries are copies, the records are not."""
        self.refresh()
        return {name: dict(table) for name, table in self.state.tables.items()} or None

    def write(self, data: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> None:
        """Write all tables: TinyDB's way, whose cost is that of the whole library."""
        tables = {name: {str(doc_id): dict(record) for doc_id, record in table.items()} for name, table in data.items()}
        with self.lock():
            pieces = {name: table_pieces(table) for name, table in tables.items()}
            self._publish(tables, pieces, has_plain_numbers(tables))

    def commit(self, changes: Changes) -> None:
        """Write changed records; the file must be as we know it, else :class:`FileChanged` and nothing is done."""
        tables, pieces = dict(self.state.tables), dict(self.state.pieces)
        for name in {name for name, _ in changes}:
            tables[name], pieces[name] = dict(tables.get(name, {})), dict(pieces.get(name, {}))
        for (name, doc_id), record in changes.items():
            if record is None:
                tables[name].pop(doc_id, None)
                pieces[name].pop(doc_id, None)
            else:
                tables[name][doc_id], pieces[name][doc_id] = record, record_piece(doc_id, record)
        with self.lock():
            self._publish(tables, pieces, self.state.plain and has_plain_numbers(list(changes.values())))

    def _publish(self, tables: Tables, pieces: Pieces, plain: bool) -> None:
        """Write the file, and only then believe it."""
        if "1" not in tables.get("meta", {}):
            schema = {"schema": SCHEMA}
            tables["meta"] = {"1": schema, **tables.get("meta", {})}
            pieces["meta"] = {"1": record_piece("1", schema), **pieces.get("meta", {})}
        written = replace_file(self.path, file_pieces(pieces), fsync=self.fsync, before_rename=self._check_unchanged)
        if self._lock is not None and plain:
            self._lock.remember(written)
        self.state = State.of(tables, pieces, written, plain)

    def _check_unchanged(self) -> None:
        """A last look before the rename: not everybody who writes the file knows our lock."""
        found = signature(self.path)
        if found is not None and found != self.state.signature:
            raise FileChanged


def _next_state(path: str, old: State, data: bytes, found: Signature) -> State:
    """The state that the bytes of a file are, with the records of ``old`` where nothing changed.

    A file that one of us wrote is compared with what we have, record by record, and only what differs is read.
    """
    ours = left_by_us(path, found)
    pieces = cut(data) if ours and old.tables else None
    with collector_off(len(data) > _MUCH):
        if pieces is not None:
            tables = {name: _changed_read(name, table, old) for name, table in pieces.items()}
            check_schema(tables, path)
            return State.of(tables, pieces, found)
        trusted = len(data) > _MUCH and not ours and is_trusted(path, found)
        loaded = load(data, path, canonical=ours, trusted=trusted)
        if len(data) > _MUCH and not (loaded.canonical or trusted) and has_plain_numbers(loaded.tables):
            trust(path, found)
    new = State(loaded.tables, found, data if loaded.canonical else b"", ours, loaded.canonical)
    for name, table in old.tables.items() if old.tables else ():
        known, before, after = new.tables.get(name, {}), old.pieces[name], new.pieces.get(name, {})
        known.update((key, record) for key, record in table.items() if same(after.get(key), before[key]))
    return new


def _changed_read(name: str, table: Mapping[str, Piece], old: State) -> Table:
    records, pieces = old.tables.get(name, {}), old.pieces.get(name, {})
    return {key: records[key] if same(piece, pieces.get(key)) else read_piece(piece) for key, piece in table.items()}


def differing(old: State, new: State) -> set[Place]:
    """The places of records that are not the same; what is the same is the same object."""
    places: set[Place] = set()
    for name in old.tables.keys() | new.tables.keys():
        before, after = old.tables.get(name, {}), new.tables.get(name, {})
        keys = before.keys() | after.keys()
        places.update((name, key) for key in keys if before.get(key) is not after.get(key))
    return places


def same(one: Piece | None, other: Piece | None) -> bool:
    """Whether two pieces hold the same bytes; views are copied for it, which is faster than comparing them."""
    return one is other or (
        one is not None and other is not None and len(one) == len(other) and bytes(one) == bytes(other)
    )


class StackTable(TinyTable):
    """A TinyDB table that gives random ids, tracks what a change touches and has only that written."""

    @property
    def _store(self) -> StackStorage:
        return cast(StackStorage, self._storage)

    def _read_table(self) -> dict[str, Mapping[Any, Any]]:
        if self._store.refresh():
            self.clear_cache()
        return cast("dict[str, Mapping[Any, Any]]", self._store.state.tables.get(self.name, {}))

    def _get_next_id(self) -> int:
        table = self._store.state.tables.get(self.name, {})
        while True:
            number = random_id()
            if str(number) not in table:
                return number

    def _update_table(self, updater: Callable[[dict[int, Mapping[Any, Any]]], None]) -> None:
        with self._store.lock():
            self._store.refresh()
            view = TrackedTable(self._store.state.tables.get(self.name, {}))
            updater(cast("dict[int, Mapping[Any, Any]]", view))
            changes = view.changes()
            if changes:
                self._store.commit({(self.name, doc_id): record for doc_id, record in changes.items()})
        self.clear_cache()


class TrackedTable(MutableMapping[int, Record]):
    """What TinyDB's updaters see: a table whose records are copied when touched, and which knows what was touched."""

    def __init__(self, base: Table) -> None:
        self._base = base
        self._touched: dict[str, Record | None] = {}

    def __getitem__(self, doc_id: int) -> Record:
        key = str(doc_id)
        if key not in self._touched:
            self._touched[key] = copy_record(self._base[key])
        record = self._touched[key]
        if record is None:
            raise KeyError(doc_id)
        return record

    def __setitem__(self, doc_id: int, record: Record) -> None:
        self._touched[str(doc_id)] = record

    def __delitem__(self, doc_id: int) -> None:
        if doc_id not in self:
            raise KeyError(doc_id)
        self._touched[str(doc_id)] = None

    def __contains__(self, doc_id: object) -> bool:
        key = str(doc_id)
        return self._touched[key] is not None if key in self._touched else key in self._base

    def __iter__(self) -> Iterator[int]:
        added = [key for key in self._touched if key not in self._base]
        return (int(key) for key in [*self._base, *added] if self._touched.get(key, self) is not None)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def clear(self) -> None:
        """Delete every record."""
        self._touched = dict.fromkeys(self._base)

    def changes(self) -> dict[str, Record | None]:
        """The records that are now others than before; None for those that are gone."""
        return {
            key: record
            for key, record in self._touched.items()
            if (record is not None or key in self._base) and record != self._base.get(key)
        }


def copy_record(value: Any) -> Any:
    """A deep copy of a JSON value."""
    if isinstance(value, dict):
        return {name: copy_record(item) for name, item in value.items()}
    return [copy_record(item) for item in value] if isinstance(value, list) else value


def has_plain_numbers(value: Any) -> bool:
    """Whether all whole numbers in a JSON value have at most 64 bits."""
    if isinstance(value, dict):
        return all(map(has_plain_numbers, value.values()))
    if isinstance(value, list):
        return all(map(has_plain_numbers, value))
    return not isinstance(value, int) or -(2**63) <= value < 2**64


def random_id() -> int:
    """A document id: twelve random digits, the first not 0."""
    return 10**11 + int.from_bytes(os.urandom(16), "big") % (9 * 10**11)


class StackDB(TinyDB):
    """TinyDB for a library: ``StackDB("papers.json").search(where("status") == "to-read")``."""

    table_class = StackTable
    default_table_name = "papers"
    default_storage_class = cast("Any", StackStorage)
