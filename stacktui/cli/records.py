"""Papers as JSON and as text for people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from stacktui.identity import arxiv_id, doi
from stacktui.model import PAPER_FIELDS, Link, Paper, plain

_MARKS = {"to-read": "○", "reading": "◐", "read": "●", "reread": "↻", "dropped": "×"}
_ASCII_MARKS = {"to-read": "o", "reading": "~", "read": "*", "reread": "@", "dropped": "x"}


def paper_json(paper: Paper) -> dict[str, Any]:
    """Every field of a paper, with its id, arXiv id and DOI; null or an empty list where nothing is known."""
    known = {name: plain(getattr(paper, name)) for name in PAPER_FIELDS}
    ids = {"id": paper.id, "key": paper.key, "arxiv": arxiv_id(paper), "doi": doi(paper)}
    return {**ids, **{name: None if value == "" else value for name, value in known.items()}}


def status_mark(status: str, ascii_only: bool = False) -> str:
    """One character for a status."""
    return (_ASCII_MARKS if ascii_only else _MARKS)[status]


def stars(rating: float | None, ascii_only: bool = False) -> str:
    """A rating as stars, a half one as ``½``."""
    if rating is None:
        return ""
    star, half = ("*", "+") if ascii_only else ("★", "½")
    return star * int(rating) + (half if rating % 1 else "")


def venue_and_year(paper: Paper) -> str:
    """``ICLR 2019``, or what is known of it."""
    return " ".join(filter(None, (paper.venue, str(paper.year or ""))))


def first_author(paper: Paper) -> str:
    """The last name of the first author, with ``…`` where there are more."""
    if not paper.authors:
        return ""
    name = paper.authors[0]
    last = name.split(",")[0] if "," in name else name.split()[-1]
    return last + " …" if len(paper.authors) > 1 else last


def headline(paper: Paper) -> str:
    """``KEY  TITLE``: how a command names a paper."""
    return "  ".join(filter(None, (paper.key, paper.title)))


def describe(paper: Paper, ascii_only: bool = False) -> str:
    """All that is known of a paper, for reading; the note comes last."""
    names = f"{paper.alias}: {paper.title}" if paper.alias else paper.title
    lines = [names, *(f"  {name:<11} {value}" for name, value in _facts(paper, ascii_only) if value)]
    if paper.note:
        lines += ["", *paper.note]
    return "\n".join(lines)


def _facts(paper: Paper, ascii_only: bool) -> Iterator[tuple[str, str]]:
    yield "key", f"{paper.key}   id {paper.id}"
    yield (
        "status",
        f"{status_mark(paper.status, ascii_only)} {paper.status}   {stars(paper.rating, ascii_only)}".rstrip(),
    )
    yield "authors", ", ".join(paper.authors)
    yield "venue", "   ".join(filter(None, (venue_and_year(paper), _month(paper), paper.presentation)))
    for number, link in enumerate(paper.all_links, 1):
        yield "links" if number == 1 else "", f"{number} {_link(link)}"
    yield "categories", ", ".join(paper.categories)
    yield "tags", " ".join(f"#{tag}" for tag in paper.tags)
    yield "added", _readable(paper.added)
    yield "pushed", _readable(paper.pushed)
    yield "read", paper.read
    yield "not before", paper.not_before
    for source in paper.sources:
        yield "from", f"{source.list}:{source.line}" if source.line else source.list
    for conflict in paper.conflicts:
        yield "conflict", f"{conflict.field} was also {conflict.value}"


def _readable(stamp: str) -> str:
    """A date-time to the minute."""
    return stamp[:16].replace("T", " ")


def _month(paper: Paper) -> str:
    return f"month {paper.month}" if paper.month else ""


def _link(link: Link) -> str:
    return f"{link.label}  {link.url or '(its address was lost)'}".strip()
