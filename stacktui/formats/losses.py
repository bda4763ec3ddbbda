"""What a format cannot hold, counted before anything is written.

Each exporter has ``HOLDS``: the fields of a paper that come through, ``all-categories`` where a paper keeps more than
its first one, ``no-category`` where one may have the name of the heading over papers without any, ``link-labels`` where
links keep them, ``notes`` where free notes come through, ``note-papers`` where these keep the papers they name,
``unknown`` where fields of other programs come through.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib import import_module
from typing import Any

from stacktui.errors import UsageError
from stacktui.formats import FORMATS, format_named, writable_formats
from stacktui.formats.markdown_out import NO_CATEGORY
from stacktui.model import PAPER_FIELDS, FreeNote, Paper
from stacktui.text import counted

Loss = tuple[int, str, str]
"""How many, and what: one of them, several."""

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


_OF_THE_LIBRARY = ("key", "added", "pushed", "sources")
"""Fields that only the library uses; a page without them lacks nothing that a reader would miss."""
_RESIDUE = "residue"
"""Words of a list's entry that fit no field: kept by the import, see :mod:`stacktui.formats.drafts`."""
_OF_NOTES = ("sources", "category", "unresolved")
"""What the import notes down beside a free note."""


def losses(papers: Sequence[Paper], notes: Sequence[FreeNote], format: str) -> list[str]:
    """At most two sentences: what a reader would miss, ``csv leaves out 2 free notes``, and what the library would."""
    holds = held_by(format)
    missed = [(_number(papers, name), *_NAMES[name]) for name in PAPER_FIELDS if name not in (*holds, *_OF_THE_LIBRARY)]
    ours = [(_number(papers, name), *_NAMES[name]) for name in _OF_THE_LIBRARY if name not in holds]
    told = _listed([*_of_notes(notes, holds), *missed, *_parts(papers, holds), *_unknown(papers, notes, holds)])
    aside = _listed(ours)
    return [f"{format} leaves out {told}"] * bool(told) + [
        f"{format} leaves out what only the library uses: {aside}"
    ] * bool(aside)


def _of_notes(notes: Sequence[FreeNote], holds: frozenset[str]) -> Iterator[Loss]:
    if "notes" not in holds:
        yield len(notes), "free note", "free notes"
    elif "note-papers" not in holds:
        yield sum(len(note.papers) for note in notes), "paper named by a free note", "papers named by free notes"


def _parts(papers: Sequence[Paper], holds: frozenset[str]) -> Iterator[Loss]:
    """What is left of fields that come through in part."""
    if "categories" in holds and "all-categories" not in holds:
        yield sum(len(paper.categories[1:]) for paper in papers), "further category", "further categories"
    if "categories" in holds and "no-category" not in holds:
        called = sum(paper.categories[:1] == (NO_CATEGORY,) for paper in papers)
        yield called, f"category called “{NO_CATEGORY}”", f"categories called “{NO_CATEGORY}”"
    if "links" in holds and "link-labels" not in holds:
        yield sum(bool(link.label) for paper in papers for link in paper.links), "link label", "link labels"


def _unknown(papers: Sequence[Paper], notes: Sequence[FreeNote], holds: frozenset[str]) -> Iterator[Loss]:
    """What no field of ours holds."""
    if "unknown" in holds:
        return
    residues = (paper.unknown.get(_RESIDUE) for paper in papers)
    words = sum(len(residue) if isinstance(residue, list) else 1 for residue in residues if residue)
    yield words, "remark that fits no field", "remarks that fit no field"
    others = [name for paper in papers for name in paper.unknown if name != _RESIDUE]
    if "notes" in holds:
        others += [name for note in notes for name in note.unknown if name not in _OF_NOTES]
    yield len(others), "field of another program", "fields of other programs"


def _listed(counts: Iterable[Loss]) -> str:
    """``2 venues, 1 rating and 3 notes``."""
    told = [counted(*loss) for loss in counts if loss[0]]
    return " and ".join(filter(None, (", ".join(told[:-1]), *told[-1:])))


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
