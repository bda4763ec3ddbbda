"""What a format cannot hold, counted before anything is written.

Each exporter has ``HOLDS``: the fields of a paper that come through, ``all-categories`` where a paper keeps more than
its first one, ``link-labels`` where links keep them, ``notes`` where free notes come through, ``note-papers`` where
these keep the papers they name, ``unknown`` where fields of other programs come through.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any

from stacktui.errors import UsageError
from stacktui.formats import FORMATS, format_named, writable_formats
from stacktui.model import PAPER_FIELDS, FreeNote, Paper

_NAMES = {
    "key": ("key", "keys"),
    "title": ("title", "titles"),
    "alias": ("alias", "aliases"),
    "authors": ("list of authors", "lists of authors"),
    "venue": ("venue", "venues"),
    "year": ("year", "years"),
    "month": ("month", "months"),
    "presentation": ("kind of presentation", "kinds of presentation"),
    "url": ("main link", "main links"),
    "links": ("further link", "further links"),
    "status": ("status", "statuses"),
    "categories": ("category", "categories"),
    "rating": ("rating", "ratings"),
    "tags": ("tag", "tags"),
    "added": ("date of adding", "dates of adding"),
    "read": ("date of reading", "dates of reading"),
    "pushed": ("place in the stack", "places in the stack"),
    "not_before": ("date of deferring", "dates of deferring"),
    "sources": ("source", "sources"),
    "conflicts": ("open conflict", "open conflicts"),
    "note": ("note", "notes"),
}


_COUNTERS: dict[str, Callable[[Any], int]] = {
    **dict.fromkeys(("links", "categories", "tags", "sources", "conflicts"), len),
    "status": lambda status: int(status != "to-read"),
    "note": lambda note: int(any(line.strip() for line in note)),
}
"""How many values a field has, where that is not none or one; the status that everything has by itself is none."""


def losses(papers: Sequence[Paper], notes: Sequence[FreeNote], format: str) -> list[str]:
    """A sentence for each thing that would be left out: ``csv: 12 free notes left out``."""
    holds = held_by(format)
    counts = [(_number(papers, name), *_NAMES[name]) for name in PAPER_FIELDS if name not in holds]
    if "categories" in holds and "all-categories" not in holds:
        counts.append((sum(len(paper.categories[1:]) for paper in papers), "second category", "second categories"))
    if "links" in holds and "link-labels" not in holds:
        counts.append((sum(bool(link.label) for paper in papers for link in paper.links), "link label", "link labels"))
    if "unknown" not in holds:
        counts.append(
            (sum(len(paper.unknown) for paper in papers), "field of another program", "fields of other programs")
        )
    if "notes" not in holds:
        counts.append((len(notes), "free note", "free notes"))
    elif "note-papers" not in holds:
        named = sum(len(note.papers) for note in notes)
        counts.append((named, "paper named by a free note", "papers named by free notes"))
    return [f"{format}: {count} {one if count == 1 else many} left out" for count, one, many in counts if count]


def held_by(format: str) -> frozenset[str]:
    """The names of what a format keeps."""
    place = format_named(format).renderer
    if not place:
        raise UsageError(f"{format} can be read but not written", "writable: " + ", ".join(writable_formats()))
    if format not in FORMATS:
        from stacktui.formats.templates import fields_used

        return fields_used(format)
    holds: frozenset[str] = import_module(f"stacktui.formats.{place.partition(':')[0]}").HOLDS
    return holds


def _number(papers: Sequence[Paper], field: str) -> int:
    values = (getattr(paper, field) for paper in papers)
    count = _COUNTERS.get(field)
    return sum(count(value) if count else int(value not in (None, "", ())) for value in values)
