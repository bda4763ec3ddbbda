"""The records of a library as immutable values.

``Paper`` and ``FreeNote`` are what everything above the store works with. They are read from plain JSON objects by
``from_record`` (which cleans the text: the boundary of :mod:`stacktui.text`) and written back by ``to_record``.
Fields that we do not know are kept in ``unknown`` and written back as they were.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Any, Self, cast

from stacktui.patterns import regex
from stacktui.text import clean_line, clean_note_line

Record = Mapping[str, Any]
"""A paper, note or other document as it stands in the file: a JSON object."""

STATUSES = ("to-read", "reading", "read", "reread", "dropped")
"""The values of ``status``, in the order in which a paper usually takes them."""

RATINGS = tuple(half / 2 for half in range(1, 11))
"""The values of ``rating``: 0.5 to 5 stars in halves."""


@dataclass(frozen=True, slots=True)
class Link:
    """A labelled link beside the main one; ``url`` is None where the list it came from had lost it."""

    label: str
    url: str | None

    def to_record(self) -> dict[str, Any]:
        """The link as a JSON object."""
        return {"label": self.label, "url": self.url}


@dataclass(frozen=True, slots=True)
class Source:
    """The list that a paper came from, and the line (from 1) of its title there."""

    list: str
    line: int | None = None

    def to_record(self) -> dict[str, Any]:
        """The source as a JSON object."""
        return {"list": self.list, "line": self.line}


@dataclass(frozen=True, slots=True)
class Conflict:
    """A value that lost a merge and waits until someone chooses."""

    field: str
    value: Any

    def to_record(self) -> dict[str, Any]:
        """The conflict as a JSON object."""
        return {"field": self.field, "value": self.value}


class _LateNote:
    """The note of a paper that came from a record: read when it is first asked for, which is seldom."""

    def __get__(self, paper: Paper | None, _: type[Paper]) -> tuple[str, ...]:
        if paper is None:
            return ()  # what dataclass takes for the default
        values = vars(paper)
        read, value = values.get(_UNREAD, (note_lines, ()))
        note: tuple[str, ...] = values.setdefault("note", read(value))
        return note


_UNREAD = "_unread_note"
"""Where a paper keeps its note before it is read: the function that reads it, and the value in the record."""


@dataclass(frozen=True)
class Paper:
    """One paper of the stack; the fields are those of the file format, empty where nothing is known."""

    id: int = 0
    """The document id: a random 12-digit number, 0 while the paper is not stored."""
    key: str = ""
    """The citekey, ``[a-z0-9-]+``, unique in the library."""
    title: str = ""
    alias: str = ""
    authors: tuple[str, ...] = ()
    venue: str = ""
    year: int | None = None
    month: int | None = None
    presentation: str = ""
    url: str = ""
    """The main link: the one that is copied and opened."""
    links: tuple[Link, ...] = ()
    status: str = "to-read"
    categories: tuple[str, ...] = ()
    """Slash paths such as ``NAS/Differentiable``."""
    rating: float | None = None
    tags: tuple[str, ...] = ()
    added: str = ""
    """ISO date-time with zone."""
    read: str = ""
    """ISO date, perhaps only ``2019-07`` or ``2019``."""
    pushed: str = ""
    """ISO date-time, only where it differs from ``added``; see :attr:`stack_moment`."""
    not_before: str = ""
    sources: tuple[Source, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    note: tuple[str, ...] = cast("tuple[str, ...]", _LateNote())
    """Markdown, one string a line."""
    unknown: Mapping[str, Any] = field(default_factory=dict)
    """Fields that this version does not know, kept as they are."""

    @classmethod
    def from_record(
        cls, record: Record, doc_id: int = 0, read_note: Callable[[Any], tuple[str, ...]] | None = None
    ) -> Self:
        """A paper from a JSON object of the file; odd values become empty ones, and no text is trusted.

        ``read_note`` may read the note in another way. The record is not to be changed in place afterwards.
        """
        # Thousands are made at once: the values are put straight where the fields find them, those that have
        # none find the defaults of the class.
        unknown: dict[str, Any] = {}
        values: dict[str, Any] = {"id": doc_id, "unknown": unknown}
        for name, value in record.items():
            if name == "note":
                values[_UNREAD] = (read_note or note_lines, value)
            elif read := _READERS.get(name):
                values[name] = read(value)
            else:
                unknown[name] = value
        return cls._with_values(values)

    @classmethod
    def _with_values(cls, values: dict[str, Any]) -> Self:
        paper = object.__new__(cls)
        vars(paper).update(values)
        return paper

    def to_record(self) -> dict[str, Any]:
        """The paper as a JSON object of the file, without the fields that have no value."""
        record: dict[str, Any] = dict(self.unknown)
        for name in PAPER_FIELDS:
            value = plain(getattr(self, name))
            if value not in (None, "", []):
                record[name] = value
        return record

    def edit(self, **changes: Any) -> Self:
        """A copy with some fields changed."""
        if not _SETTABLE.issuperset(changes):
            raise TypeError(f"a paper has no {', '.join(changes.keys() - _SETTABLE)}")
        values = {name: value for name, value in vars(self).items() if name in _KEPT}
        return self._with_values(values | changes)

    def changes_from(self, old: Paper) -> dict[str, Any]:
        """The fields in which the paper differs from ``old``; ``id`` and ``unknown`` are none of them."""
        mine, theirs = vars(self), vars(old)
        # an edited paper shares nearly all its values with the old one: only the others need to be compared
        names = [name for name in mine.keys() | theirs if mine.get(name, _UNREAD) is not theirs.get(name, _UNREAD)]
        if _UNREAD in names:
            names.append("note")
        changes = {name: getattr(self, name) for name in PAPER_FIELDS if name in names}
        return {name: value for name, value in changes.items() if value != getattr(old, name)}

    @cached_property
    def note_text(self) -> str:
        """The note as one string."""
        return "\n".join(self.note)

    @property
    def has_note(self) -> bool:
        """Whether the note says anything."""
        unread = vars(self).get(_UNREAD, (None, ()))[1] if "note" not in vars(self) else ()
        # a line of usual letters tells it without the note being read
        lines = unread if isinstance(unread, list) else ()
        is_told = any(line.__class__ is str and line.isprintable() and line.strip() for line in lines)
        return is_told or any(map(str.strip, self.note))

    @cached_property
    def stack_moment(self) -> float:
        """Seconds since the epoch at which the paper was pushed onto the stack; 0 where no date is known."""
        return moment(self.pushed or self.added)

    @property
    def all_links(self) -> tuple[Link, ...]:
        """Main link first, labelled by what it is, then the others; this is the numbering that screen and keys use."""
        main = (Link(link_label(self.url), self.url),) if self.url else ()
        return main + self.links

    @property
    def is_starred(self) -> bool:
        """Whether the paper has any rating."""
        return self.rating is not None

    def in_category(self, category: str) -> bool:
        """Whether the paper stands in ``category`` or one below it."""
        return any(within(path, category) for path in self.categories)


@dataclass(frozen=True)
class FreeNote:
    """A note that belongs to no paper: a day log, a question."""

    id: int = 0
    title: str = ""
    date: str = ""
    text: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()
    """Keys of the papers it speaks of."""
    unknown: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def from_record(cls, record: Record, doc_id: int = 0) -> Self:
        """A free note from a JSON object of the file."""
        return cls(
            id=doc_id,
            title=_line(record.get("title")),
            date=_line(record.get("date")),
            text=note_lines(record.get("text")),
            papers=_lines(record.get("papers")),
            unknown={name: value for name, value in record.items() if name not in NOTE_FIELDS},
        )

    def to_record(self) -> dict[str, Any]:
        """The note as a JSON object of the file."""
        record: dict[str, Any] = dict(self.unknown)
        for name in NOTE_FIELDS:
            value = plain(getattr(self, name))
            if value not in ("", []):
                record[name] = value
        return record

    def edit(self, **changes: Any) -> Self:
        """A copy with some fields changed."""
        return replace(self, **changes)


def within(path: str, category: str) -> bool:
    """Whether the category ``path`` is ``category`` or one below it."""
    return path == category or path.startswith(category + "/")


def tidy_category(path: str) -> str:
    """A category as it should be written: no empty steps, no blanks around slashes."""
    return "/".join(step for step in (part.strip() for part in clean_line(path).split("/")) if step)


def tidy_tag(tag: str) -> str:
    """A tag as it should be written: without ``#``, inner blanks as ``-``."""
    return "-".join(clean_line(tag).lstrip("# ").replace(",", " ").split())


def tidy_rating(value: float) -> float | int | None:
    """The nearest half star from 0.5 to 5, whole numbers as int; None for 0 and below."""
    half = round(min(float(value), 5.0) * 2) / 2
    if half <= 0:
        return None
    return int(half) if half == int(half) else half


def moment(stamp: str) -> float:
    """Seconds since the epoch of an ISO date or date-time; local time where it names no zone; 0 where it is none."""
    try:
        return datetime.fromisoformat(stamp).timestamp()
    except (ValueError, OverflowError):
        return 0.0


def link_label(url: str) -> str:
    """What to call a link that has no label of its own: by its host."""
    for label, hosts in _HOST_LABELS:
        if hosts.search(url):
            return label
    return "link"


_HOST_LABELS = tuple(
    (label, regex(hosts, re.IGNORECASE))
    for label, hosts in (
        ("arXiv", r"//([\w-]+\.)*arxiv\.org/"),
        ("DOI", r"//(dx\.)?doi\.org/"),
        ("OpenReview", r"//openreview\.net/"),
        ("code", r"//(www\.)?(github|gitlab)\.com/"),
        ("PDF", r"\.pdf($|[?#])"),
    )
)


def plain(value: Any) -> Any:
    """A field of a record value as JSON: tuples as lists, small values as objects, whole ratings as int."""
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    if isinstance(value, (Link, Source, Conflict)):
        return value.to_record()
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def _line(value: Any) -> str:
    if isinstance(value, str):
        return clean_line(value)
    return str(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else ""


def _lines(value: Any) -> tuple[str, ...]:
    items: Iterable[Any] = value if isinstance(value, list) else [value]
    return tuple(line for line in map(_line, items) if line)


def note_lines(value: Any) -> tuple[str, ...]:
    """The lines of a note, from whatever stands in a record."""
    if isinstance(value, str):
        value = value.split("\n")
    if not isinstance(value, list):
        return ()
    lines = value if set(map(type, value)) <= {str} else [line for line in value if isinstance(line, str)]
    return tuple(lines if "".join(lines).isprintable() else map(clean_note_line, lines))


def _whole(value: Any) -> int | None:
    if isinstance(value, str) and value.strip().isdecimal():
        value = int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _rating(value: Any) -> float | None:
    if isinstance(value, (int, float)) and not isinstance(value, bool) and value == value:
        return tidy_rating(value)
    return None


def _status(value: Any) -> str:
    return value if value in STATUSES else "to-read"


def _links(value: Any) -> tuple[Link, ...]:
    items = value if isinstance(value, list) else []
    return tuple(
        Link(_line(item.get("label")), _line(item.get("url")) or None) for item in items if isinstance(item, dict)
    )


def _sources(value: Any) -> tuple[Source, ...]:
    items = value if isinstance(value, list) else []
    return tuple(Source(_line(item.get("list")), _whole(item.get("line"))) for item in items if isinstance(item, dict))


def _conflicts(value: Any) -> tuple[Conflict, ...]:
    items = value if isinstance(value, list) else []
    return tuple(Conflict(_line(item.get("field")), item.get("value")) for item in items if isinstance(item, dict))


_READERS = {
    "key": _line,
    "title": _line,
    "alias": _line,
    "authors": _lines,
    "venue": _line,
    "year": _whole,
    "month": _whole,
    "presentation": _line,
    "url": _line,
    "links": _links,
    "status": _status,
    "categories": _lines,
    "rating": _rating,
    "tags": _lines,
    "added": _line,
    "read": _line,
    "pushed": _line,
    "not_before": _line,
    "sources": _sources,
    "conflicts": _conflicts,
    "note": note_lines,
}


def clean_fields(values: Record) -> dict[str, Any]:
    """Values of a paper's fields as they would come back from a record."""
    return {name: _READERS[name](plain(value)) if name in _READERS else value for name, value in values.items()}


PAPER_FIELDS = tuple(_READERS)
"""The fields of a paper record that this version knows."""

_SETTABLE = frozenset({"id", "unknown", *PAPER_FIELDS})
_KEPT = _SETTABLE | {_UNREAD}
"""What an edited copy takes over; the rest of what a paper keeps is worked out from these."""

NOTE_FIELDS = ("title", "date", "text", "papers")
"""The fields of a free note that this version knows."""
