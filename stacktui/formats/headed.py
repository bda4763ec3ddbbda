"""Plain text as one pastes it into a page: ``[2019-ICLR-oral] Title``, then the link and the note, shelf by shelf.

What waits to be read comes first. The note is copied line by line; text has no marks that would need escaping. Blank
lines inside a note stay single, so that two of them part the entries.
"""

from __future__ import annotations

from collections.abc import Sequence

from stacktui.formats.markdown_out import trimmed
from stacktui.model import STATUSES, FreeNote, Paper

HOLDS = frozenset(("title", "url", "venue", "year", "month", "presentation", "status", "note"))

_SHELVES = dict(zip(STATUSES, ("To read", "Reading", "Read", "Read again", "Dropped"), strict=True))


def render(papers: Sequence[Paper], notes: Sequence[FreeNote] = ()) -> str:
    """The text. Free notes have no place in it."""
    shelves = [(name, [paper for paper in papers if paper.status == status]) for status, name in _SHELVES.items()]
    parts = ["Papers", *("\n\n".join([name, *map(_entry, shelf)]) for name, shelf in shelves if shelf)]
    return "\n\n\n".join(part.rstrip("\n") for part in parts) + "\n"


def _entry(paper: Paper) -> str:
    head = " ".join(filter(None, (_bracket(paper), paper.title or paper.key)))
    note = _single_gaps(trimmed(paper.note))
    return "\n".join([head, *filter(None, [paper.url]), *(["", *note, ""] if note else [])])


def _bracket(paper: Paper) -> str:
    """``[2019-ICLR-oral]``; ``[201905-arXiv]`` where the month is known."""
    month = f"{paper.month:02}" if paper.month and paper.year else ""
    facts = [f"{paper.year or ''}{month}", paper.venue, paper.presentation]
    return f"[{'-'.join(filter(None, facts))}]" if any(facts) else ""


def _single_gaps(lines: list[str]) -> list[str]:
    return [line for place, line in enumerate(lines) if line.strip() or lines[place - 1].strip()]
