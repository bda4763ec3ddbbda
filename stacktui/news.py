"""What happened between two states of a library, in words: subjects and bodies of commits, and what a sync brought."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from stacktui.store import Record, Table, Tables
from stacktui.text import clean_line

SUBJECT_WIDTH = 72
"""Characters of a subject, as git and its friends show them."""
MOST_LINES = 100
"""How many papers the body of a commit names."""

_STATUS_VERBS = {"read": "read", "reading": "begin", "reread": "reread", "dropped": "drop", "to-read": "put back"}
_FIELD_VERBS = (
    (frozenset(("rating",)), "rate"),
    (frozenset(("note",)), "write on"),
    (frozenset(("categories", "tags")), "file"),
    (frozenset(("pushed",)), "move"),
    (frozenset(("conflicts",)), "settle"),
)
_ORDER = (
    *("add", "restore", "remove", "delete", *_STATUS_VERBS.values()),
    *(verb for _, verb in _FIELD_VERBS),
    *("edit", "note", "drop note"),
)


@dataclass(frozen=True)
class News:
    """One paper or free note that came, went or changed."""

    verb: str
    """``add``, ``restore``, ``remove``, ``delete``, ``read``, ``rate``, ``edit`` …; ``note`` for a free note."""
    key: str
    title: str
    fields: tuple[str, ...] = ()
    """The fields that changed."""

    @property
    def line(self) -> str:
        """``read vaswani2017attention: Attention Is All You Need (status, read)``."""
        name = ": ".join(filter(None, (self.key, self.title)))
        return f"{self.verb} {name}" + (f" ({', '.join(self.fields)})" if self.fields else "")


def news(before: Tables, after: Tables) -> list[News]:
    """What happened to papers and free notes, the additions first."""
    found = [*_of_papers(before, after), *_of_notes(before.get("notes", {}), after.get("notes", {}))]
    return sorted(found, key=lambda one: (_ORDER.index(one.verb), one.key, one.title))


def _of_papers(before: Tables, after: Tables) -> Iterator[News]:
    old, new = before.get("papers", {}), after.get("papers", {})
    old_trash, new_trash = _papers(before.get("trash", {})), _papers(after.get("trash", {}))
    for doc_id in new.keys() - old.keys():
        yield _named("restore" if doc_id in old_trash else "add", new[doc_id])
    for doc_id in old.keys() - new.keys():
        yield _named("remove" if doc_id in new_trash else "delete", old[doc_id])
    for doc_id in old_trash.keys() - new_trash.keys() - new.keys():
        yield _named("delete", old_trash[doc_id])
    for doc_id in old.keys() & new.keys():
        if old[doc_id] != new[doc_id]:
            yield _changed(old[doc_id], new[doc_id])


def _of_notes(old: Table, new: Table) -> Iterator[News]:
    for doc_id in old.keys() | new.keys():
        if old.get(doc_id) != new.get(doc_id):
            record = new.get(doc_id) or old[doc_id]
            title = clean_line(str(record.get("title") or record.get("date") or ""))
            yield News("note" if doc_id in new else "drop note", "", title)


def _papers(trash: Table) -> Table:
    return {doc_id: record for doc_id, record in trash.items() if record.get("kind") != "note"}


def _named(verb: str, record: Record, fields: Iterable[str] = ()) -> News:
    key, title = (clean_line(str(record.get(name) or "")) for name in ("key", "title"))
    return News(verb, key, title, tuple(fields))


def _changed(old: Record, new: Record) -> News:
    fields = changed_fields(old, new)
    verb = next((verb for group, verb in _FIELD_VERBS if group >= set(fields)), "edit")
    if verb == "settle" and len(old.get("conflicts") or ()) < len(new.get("conflicts") or ()):
        verb = "edit"
    if "status" in fields:
        verb = _STATUS_VERBS.get(str(new.get("status")), "edit")
    return _named(verb, new, fields)


def changed_fields(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    """The names of the fields in which two records differ, in the order of the newer one."""
    names = [*new, *(name for name in old if name not in new)]
    return [name for name in names if old.get(name) != new.get(name) and (old.get(name) or new.get(name))]


def in_short(found: Sequence[News]) -> str:
    """``add 3 papers, read 1``; empty where nothing happened."""
    counts = Counter(one.verb for one in found)
    parts, named = [], False
    for verb in sorted(counts, key=_ORDER.index):
        count = counts[verb]
        if verb in ("note", "drop note"):
            parts.append(f"{'write' if verb == 'note' else 'drop'} {count} note{'s' * (count != 1)}")
        else:
            parts.append(f"{verb} {count}" + ("" if named else f" paper{'s' * (count != 1)}"))
            named = True
    return ", ".join(parts)


def subject(found: Sequence[News], otherwise: str) -> str:
    """``add 3 papers, read 1: SiamMask; DARTS …``: as many titles as fit on a line."""
    line = in_short(found)
    if not line:
        return otherwise
    titles = [one.title or one.key for one in found if one.title or one.key]
    separator = ": "
    for number, title in enumerate(titles):
        room = SUBJECT_WIDTH - len(line) - len(separator) - (2 if number + 1 < len(titles) else 0)
        if len(title) > room:
            return line + (f"{separator}{title[: room - 1].rstrip()}…" if number == 0 and room > 20 else " …")
        line, separator = line + separator + title, "; "
    return line


def body(found: Sequence[News]) -> str:
    """A line for each paper; empty where the subject has said all."""
    if len(found) < 2 and not any(one.fields for one in found):
        return ""
    lines = [f"- {one.line}" for one in found[:MOST_LINES]]
    return "\n".join(lines + ([f"- and {len(found) - MOST_LINES} more"] if len(found) > MOST_LINES else []))
