"""Between records of the file and papers.

In the file, the lists that are sets are sorted, and a note ends with an empty line: a line added at the end of it is
then one new line in git and changes none. Papers do not see that line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, ValuesView
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, Generic, TypeVar

from stacktui.model import PAPER_FIELDS, FreeNote, Paper, clean_fields, moment, note_lines, plain
from stacktui.store import Record, Table, tidy_record

Value = TypeVar("Value")


@dataclass(frozen=True)
class Trashed:
    """What lies in the trash: a paper, or a free note dressed as one."""

    paper: Paper
    deleted: str
    """When it was thrown away: ISO date-time."""
    note: FreeNote | None = None


@dataclass(frozen=True)
class SavedSearch:
    """A query with a name."""

    id: int
    name: str
    query: str


def paper_of(record: Record, doc_id: int) -> Paper:
    """The paper in a record of the file."""
    return Paper.from_record(record, doc_id, _note_in_file)


def _note_in_file(note: Any) -> tuple[str, ...]:
    return note_lines(note[:-1] if isinstance(note, list) and note and note[-1] == "" else note)


def note_of(record: Record, doc_id: int) -> FreeNote:
    """The free note in a record of the file."""
    text = record.get("text")
    if isinstance(text, list) and text and text[-1] == "":
        record = {**record, "text": text[:-1]}
    return FreeNote.from_record(record, doc_id)


def trashed_of(record: Record, doc_id: int) -> Trashed:
    """What a record of the trash holds."""
    deleted = str(record.get("deleted", ""))
    rest = {name: value for name, value in record.items() if name not in ("deleted", "kind")}
    if record.get("kind") != "note":
        return Trashed(paper_of(rest, doc_id), deleted)
    note = note_of(rest, doc_id)
    return Trashed(Paper(id=doc_id, title=note.title, note=note.text, added=note.date), deleted, note)


def search_of(record: Record, doc_id: int) -> SavedSearch:
    """The saved search in a record of the file."""
    return SavedSearch(doc_id, str(record.get("name", "")), str(record.get("query", "")))


def record_of(paper: Paper) -> Record:
    """The record of a new paper."""
    record = paper.to_record()
    for name in ("categories", "tags", "note"):
        if name in record:
            record[name] = _as_in_file(name, record[name])
    record["status"] = paper.status
    return tidy_record(record)


def note_record(note: FreeNote) -> Record:
    """The record of a free note; its lists are there even when they are empty."""
    return {"papers": [], **note.to_record(), "text": _as_in_file("note", list(note.text))}


def cleaned_edit(old: Paper, new: Paper) -> Paper:
    """``old`` with what ``new`` changes, its text passed through the model's boundary; ``old`` itself for nothing."""
    changes = new.changes_from(old)
    if new.unknown is not old.unknown and new.unknown != old.unknown:
        changes["unknown"] = dict(new.unknown)
    return old.edit(**clean_fields(changes)) if changes else old


def edited(record: Record, old: Paper, new: Paper) -> tuple[Record, Paper]:
    """``record`` with the fields in which ``new`` differs from ``old``, and the paper that this makes.

    The other fields stay as they are, odd or not.
    """
    changed = {name: _as_in_file(name, plain(value)) for name, value in new.changes_from(old).items()}
    if new.unknown is old.unknown and not changed:
        return record, old
    kept = {name: value for name, value in record.items() if name in PAPER_FIELDS or name in new.unknown}
    kept |= {name: value for name, value in new.unknown.items() if value != old.unknown.get(name)}
    tidy = tidy_record(kept | changed)
    if new.unknown or "note" in changed:
        return tidy, paper_of(tidy, old.id)
    return tidy, old.edit(**clean_fields(changed))


def cleaned(paper: Paper) -> Paper:
    """A paper whose text passed the model's boundary, whatever program made it."""
    return Paper.from_record(paper.to_record(), paper.id)


def _as_in_file(name: str, value: Any) -> Any:
    if name in ("categories", "tags"):
        return sorted(set(value))
    if name == "note" and value:
        return [*value, ""]
    return value


def tells_other(before: Record | None, after: Record | None) -> bool:
    """Whether a change is one of what may identify a paper."""
    if before is None or after is None:
        return True
    return any(before.get(name) is not after.get(name) for name in ("title", "url", "links"))


class LazyMap(Mapping[int, Value], Generic[Value]):
    """The values of a table, made from its records when they are looked at and kept until the record changes.

    It shows the table as it was when the map was made: a snapshot, safe to read from any thread.
    """

    def __init__(
        self, table: Table, make: Callable[[Record, int], Value], made: dict[int, tuple[Record, Value]]
    ) -> None:
        self._table = table
        self._make = make
        self._made = made

    @property
    def records(self) -> Table:
        """The records that the values are made from."""
        return self._table

    def __getitem__(self, doc_id: int) -> Value:
        record = self._table.get(str(doc_id))
        if record is None:
            raise KeyError(doc_id)
        found = self._made.get(doc_id)
        if found is None or found[0] is not record:
            found = self._made[doc_id] = (record, self._make(record, doc_id))
        return found[1]

    def values(self) -> ValuesView[Value]:
        """All values, made as they are come to."""
        return _Values(self)

    def each(self) -> Iterator[Value]:
        """All values; what was made before is quick to find."""
        made = self._made
        for key, record in self._table.items():
            found = made.get(int(key))
            yield found[1] if found is not None and found[0] is record else self[int(key)]

    def __contains__(self, doc_id: object) -> bool:
        return str(doc_id) in self._table

    def __iter__(self) -> Iterator[int]:
        return map(int, self._table)

    def __len__(self) -> int:
        return len(self._table)


class _Values(ValuesView[Value]):
    def __init__(self, values: LazyMap[Value]) -> None:
        super().__init__(values)
        self._values = values

    def __iter__(self) -> Iterator[Value]:
        return self._values.each()


class Clock:
    """Stamps that never repeat within a process, so that what is added in one second keeps its order."""

    def __init__(self) -> None:
        self._last = 0.0

    def now(self) -> str:
        """The present as an ISO date-time with zone, in milliseconds, later than any stamp given before."""
        self._last = max(datetime.now().timestamp(), self._last + 0.001)
        return stamp(self._last)


def stamp(seconds: float, digits: str = "milliseconds") -> str:
    """An ISO date-time with the local zone for seconds since the epoch."""
    start = datetime.fromtimestamp(0).astimezone()
    return (start + timedelta(seconds=seconds)).astimezone().isoformat(timespec=digits)


def raw_moment(record: Record) -> float:
    """The moment that a record was pushed onto the stack, without making a paper of it."""
    value = record.get("pushed") or record.get("added")
    return _known_moment(value) if isinstance(value, str) else 0.0


_known_moment = lru_cache(maxsize=1 << 16)(moment)  # the stack is put in order after every change
