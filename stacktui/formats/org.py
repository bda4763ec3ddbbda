"""Org: a heading a category, a headline a paper with its state, a drawer of properties, the note below.

The note stays Markdown. It is indented, so that no line of it can become a headline; Org reads its bullets and tables
as its own. A tag that Org does not take (``to-do``) and all further categories stand in the drawer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from stacktui.formats.markdown_out import by_category, listed, paragraphs, trimmed
from stacktui.model import STATUSES, FreeNote, Paper, plain

HOLDS = frozenset(
    (
        "key", "title", "alias", "authors", "venue", "year", "month", "presentation", "url", "links", "link-labels",
        "status", "categories", "all-categories", "rating", "tags", "added", "read", "not_before", "note", "notes",
    )
)  # fmt: skip

_STATES = dict(zip(STATUSES, ("TODO", "NEXT", "DONE", "REREAD", "CANCELLED"), strict=True))
_BRACKETS_MEET = re.compile(r"^(?=\[)|(?<=[\[\]])(?=[\[\]])|(?<=\])$")
_TAG = re.compile(r"[\w@#%]+")


def render(papers: Sequence[Paper], notes: Sequence[FreeNote] = ()) -> str:
    """The file; free notes end it."""
    blocks = [["#+TITLE: Papers", "#+TODO: TODO NEXT REREAD | DONE CANCELLED"]]
    for category, group in by_category(papers):
        blocks += [[f"* {category or 'Other'}"], *map(_entry, group)]
    if notes:
        blocks += [["* Notes"], *map(_free_note, notes)]
    return paragraphs(blocks)


def _entry(paper: Paper) -> list[str]:
    tags = [tag for tag in paper.tags if _TAG.fullmatch(tag)]
    head = f"** {_STATES[paper.status]} {paper.title or paper.key}" + (f" :{':'.join(tags)}:" if tags else "")
    planned = [f"   SCHEDULED: <{paper.not_before}>"] if paper.not_before else []
    drawer = [f"   :{name}: {value}" for name, value in _properties(paper) if value]
    links = [f"   - {_link(each.label, each.url)}" for each in paper.links]
    return [head, *planned, "   :PROPERTIES:", *drawer, "   :END:", *links, *_indented(paper.note)]


def _properties(paper: Paper) -> Iterable[tuple[str, str]]:
    yield "CUSTOM_ID", paper.key
    yield "ALIAS", paper.alias
    yield "AUTHORS", listed(paper.authors)
    yield "VENUE", paper.venue
    yield "YEAR", str(paper.year or "")
    yield "MONTH", str(paper.month or "")
    yield "PRESENTATION", paper.presentation
    yield "URL", paper.url
    yield "RATING", str(plain(paper.rating)) if paper.rating else ""
    yield "CATEGORIES", listed(paper.categories[1:])
    yield "KEYWORDS", ", ".join(tag for tag in paper.tags if not _TAG.fullmatch(tag))
    yield "ADDED", paper.added
    yield "READ", paper.read


def _link(label: str, url: str | None) -> str:
    """``[[url][label]]``; a zero-width space, as Org's manual has it, parts brackets that would end the link."""
    shown = _BRACKETS_MEET.sub("\u200b", label)
    if not url:
        return label
    target = url.replace("[", "%5B").replace("]", "%5D")
    return f"[[{target}][{shown}]]" if label else f"[[{target}]]"


def _indented(lines: Sequence[str]) -> list[str]:
    return [f"   {line}".rstrip() for line in trimmed(lines)]


def _free_note(note: FreeNote) -> list[str]:
    dated = [f"   <{note.date}>"] if note.date else []
    return [f"** {note.title or note.date}", *dated, *_indented(note.text)]
