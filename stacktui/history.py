"""The history of one paper, read from git: who changed what of it, and when.

A record keeps its id for life, in the trash too, so its history is that of the bytes behind this id in each committed
version of the library. Only those bytes are parsed. A merge is told only where it changed the paper from what each side
had.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from stacktui import git
from stacktui.errors import StackError
from stacktui.news import changed_fields
from stacktui.repository import Clone, clone_of
from stacktui.store import Record, read_file
from stacktui.text import clean_line, clean_note_line

_AT_ONCE = 1 << 17  # bytes: a record is seldom longer
_SEPARATOR = "\x1f"
_LONG = frozenset(("note", "text"))


@dataclass(frozen=True)
class FieldChange:
    """A field before and after, as text; of a note, the lines that went and came."""

    field: str
    before: tuple[str, ...]
    after: tuple[str, ...]

    @property
    def words(self) -> str:
        """``rating: 3 → 4.5``, ``tags: +rl −nas``, ``note: 3 lines more, 1 less``."""
        gone = [one for one in self.before if one not in self.after]
        new = [one for one in self.after if one not in self.before]
        if self.field in _LONG:
            return f"{self.field}: " + ", ".join(_lines(len(self.after), "+") + _lines(len(self.before), "−"))
        if len(self.before) <= 1 and len(self.after) <= 1:
            return f"{self.field}: {' → '.join(self.before + self.after)}" if self.after else f"{self.field}: cleared"
        return f"{self.field}: " + " ".join([*(f"+{one}" for one in new), *(f"−{one}" for one in gone)])


@dataclass(frozen=True)
class Version:
    """One commit (or what is not committed yet) that changed a paper."""

    commit: str
    """The commit, empty for what is not committed."""
    when: str
    """ISO date-time."""
    author: str
    subject: str
    what: str
    """``added``, ``changed``, ``removed`` (to the trash), ``restored``, ``deleted``."""
    changes: tuple[FieldChange, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The version as a JSON object."""
        changes = [{"field": one.field, "before": list(one.before), "after": list(one.after)} for one in self.changes]
        return {**vars(self), "changes": changes}


def history(path: str, doc_id: int) -> Iterator[Version]:
    """What happened to a paper, the newest first, each told as soon as it is found."""
    clone = clone_of(path)
    if clone is None:
        raise StackError(f"{path} is in no git repository, so it has no history", "`stacktui init --git` begins one")
    record_at = lru_cache(maxsize=512)(lambda revision: _record_at(clone, revision, doc_id))
    head = record_at("HEAD")
    now = _record_now(clone, doc_id)
    if now != head:
        yield _version(["", "", "", "not committed yet"], head, now)
    for line in _commits(clone):
        commit, parents, *told = line.split(_SEPARATOR)
        after = record_at(commit)
        befores = [record_at(parent) for parent in parents.split()] or [None]
        if all(before != after for before in befores):
            yield _version([commit, *told], befores[0], after)


def _commits(clone: Clone) -> list[str]:
    """The commits that changed the library, with their parents among them, the newest first."""
    form = _SEPARATOR.join(("%H", "%P", "%aI", "%an", "%s"))
    done = git.run(clone.folder, "log", "--parents", f"--format={form}", "--", clone.pathspec)
    return [line for line in done.text.split("\n") if line] if done.code == 0 else []


def _record_now(clone: Clone, doc_id: int) -> Record | None:
    read = read_file(clone.path)
    return record_in(read[0], doc_id) if read else None


def _record_at(clone: Clone, revision: str, doc_id: int) -> Record | None:
    blob = git.run(clone.folder, "cat-file", "blob", f"{revision}:./{clone.name}")
    return record_in(blob.out, doc_id) if blob.code == 0 else None


def record_in(data: bytes, doc_id: int) -> Record | None:
    """The record with an id in the bytes of a library, without parsing the rest; one in the trash has ``deleted``."""
    for found in re.finditer(rb'"%d"\s*:\s*(?=\{)' % doc_id, data):
        for size in (_AT_ONCE, len(data)):
            text = data[found.end() : found.end() + size].decode("utf-8", "replace")
            try:
                record: Record = json.JSONDecoder().raw_decode(text)[0]
            except ValueError:
                continue
            return record
    return None


def _version(told: Sequence[str], before: Record | None, after: Record | None) -> Version:
    commit, when, author, subject = map(clean_line, told)
    return Version(commit, when, author, subject, _what(before, after), _changes(before or {}, after or {}))


def _what(before: Record | None, after: Record | None) -> str:
    if before is None or after is None:
        return "added" if before is None else "deleted"
    if ("deleted" in before) != ("deleted" in after):
        return "removed" if "deleted" in after else "restored"
    return "changed"


def _changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[FieldChange, ...]:
    if not before or not after:
        return ()
    fields = [name for name in changed_fields(before, after) if name != "deleted"]
    return tuple(_change(name, before.get(name), after.get(name)) for name in fields)


def _change(name: str, before: Any, after: Any) -> FieldChange:
    old, new = _texts(before, name), _texts(after, name)
    if name not in _LONG:
        return FieldChange(name, old, new)
    from difflib import SequenceMatcher

    gone: list[str] = []
    came: list[str] = []
    for tag, start, end, first, last in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            gone += old[start:end]
            came += new[first:last]
    return FieldChange(name, tuple(filter(str.strip, gone)), tuple(filter(str.strip, came)))


def _texts(value: Any, name: str) -> tuple[str, ...]:
    """A value as lines of text; nothing as no lines."""
    if value in (None, "", []):
        return ()
    cleaned = clean_note_line if name in _LONG else clean_line
    return tuple(cleaned(_text(item)) for item in (value if isinstance(value, list) else [value]))


def _text(value: Any) -> str:
    if isinstance(value, dict):
        return " ".join(str(item) for item in value.values() if item is not None)
    return str(value)


def _lines(count: int, sign: str) -> list[str]:
    return [f"{sign}{count} line{'s' * (count != 1)}"] if count else []
