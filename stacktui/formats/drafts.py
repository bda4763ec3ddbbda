"""From what a document says about a paper to the record that goes into the library, and back."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from typing import Any

from stacktui.formats.document import Document, DocumentNote, DocumentPaper, Range
from stacktui.identity import arxiv_id, doi, find_arxiv_id, find_doi, link_title
from stacktui.model import FreeNote, Link, Paper, Source


def list_name(document: Document) -> str:
    """What a list is called in the ``sources`` of its papers: the name of its file."""
    return os.path.basename(document.file.replace("\\", "/")) or document.title or "list"


def draft_papers(document: Document) -> list[Paper]:
    """The papers of a document as records: an absent status is ``to-read``, the date is when it was read."""
    complete: Sequence[Paper] = document.extra.get("papers", ())
    if complete:
        return [_complete(paper) for paper in complete]
    name = list_name(document)
    return [_draft(paper, name) for paper in document.papers]


def further_drafts(document: Document) -> list[Paper]:
    """The papers that share a line with another one, in order; see :attr:`DocumentPaper.also`."""
    name = list_name(document)
    return [_draft(also, name) for paper in document.papers for also in paper.also]


def lasting_id(doc_id: int) -> int:
    """An id that names the same record in every copy of a library; 0 for one that plain TinyDB counted."""
    return doc_id if doc_id >= 10**11 else 0


def _complete(paper: Paper) -> Paper:
    """A paper from a library; an id that was only counted belongs to that library alone."""
    return paper.edit(id=lasting_id(paper.id))


def _draft(paper: DocumentPaper, name: str) -> Paper:
    unknown: dict[str, Any] = {"residue": list(paper.residue)} if paper.residue else {}
    return Paper(
        key=re.sub(r"[^a-z0-9]+", "-", (paper.key or "").lower()).strip("-"),
        title=paper.title or (link_title(paper.url) if paper.url else ""),
        alias=paper.alias or "",
        authors=paper.authors,
        venue=paper.venue or "",
        year=paper.year,
        month=paper.month,
        presentation=paper.presentation or "",
        url=paper.url or "",
        links=_links(paper),
        status=paper.status or "to-read",
        categories=paper.categories,
        rating=paper.rating,
        tags=paper.tags,
        read=paper.date or "",
        added=paper.added,
        pushed=paper.pushed,
        not_before=paper.not_before,
        sources=(Source(name, paper.line),),
        note=paper.note,
        unknown=unknown,
    )


def entry_of(
    paper: Paper, line: int, head_lines: tuple[Range, ...] = (), note_lines: tuple[Range, ...] = ()
) -> DocumentPaper:
    """What a document says that holds a whole record: the way back from a draft."""
    return DocumentPaper(
        line=line,
        title=paper.title,
        head_lines=head_lines,
        url=paper.url or None,
        links=paper.links,
        alias=paper.alias or None,
        authors=paper.authors,
        venue=paper.venue or None,
        year=paper.year,
        month=paper.month,
        presentation=paper.presentation or None,
        rating=paper.rating,
        status=paper.status,
        categories=paper.categories,
        date=paper.read or None,
        arxiv=arxiv_id(paper),
        doi=doi(paper),
        tags=paper.tags,
        key=paper.key or None,
        added=paper.added,
        pushed=paper.pushed,
        not_before=paper.not_before,
        note=paper.note,
        note_lines=note_lines,
    )


def _links(paper: DocumentPaper) -> tuple[Link, ...]:
    """The links, and one for an id that the list gives without an address."""
    links = tuple(Link(link.label or "", link.url) for link in paper.links)
    addresses = [paper.url or "", *(link.url or "" for link in links)]
    if paper.arxiv and not any(find_arxiv_id(url) == paper.arxiv for url in addresses):
        links = (*links, Link("arXiv", f"https://arxiv.org/abs/{paper.arxiv}"))
    if paper.doi and not any(find_doi(url) == paper.doi for url in addresses):
        links = (*links, Link("DOI", f"https://doi.org/{paper.doi}"))
    return links


def draft_notes(document: Document) -> list[FreeNote]:
    """The free notes of a document as records."""
    complete: Sequence[FreeNote] = document.extra.get("notes", ())
    if complete:
        return [note.edit(id=0) for note in complete]
    name = list_name(document)
    return [_note(note, name) for note in document.notes]


def _note(note: DocumentNote, name: str) -> FreeNote:
    unknown: dict[str, Any] = {"sources": [{"list": name, "line": note.lines[0][0] if note.lines else None}]}
    if note.category:
        unknown["category"] = note.category
    return FreeNote(title=note.title, date=note.date, text=note.text, papers=note.papers, unknown=unknown)
