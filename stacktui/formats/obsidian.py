"""Markdown notes with properties for Obsidian: the fields as YAML head matter, then title and note.

Obsidian wants a file a paper, named by its key, so that ``[[key]]`` in notes are links there too: :func:`files` gives
them by name. :func:`render` puts them into one text, each after a comment with its name where there are several.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from stacktui.formats.markdown_out import inline, trimmed
from stacktui.formats.yaml_out import yaml_mapping
from stacktui.identity import arxiv_id, doi
from stacktui.model import FreeNote, Paper, plain

HOLDS = frozenset(
    (
        "key", "title", "alias", "authors", "venue", "year", "month", "presentation", "url", "links", "link-labels",
        "status", "categories", "all-categories", "no-category", "rating", "tags", "added", "read", "pushed",
        "not_before", "note", "notes",
    )
)  # fmt: skip

_FIELDS = (
    "title", "aliases", "authors", "venue", "year", "month", "presentation", "url", "links", "arxiv", "doi", "status",
    "categories", "rating", "tags", "added", "read", "pushed", "not_before",
)  # fmt: skip
_NOT_IN_NAME = re.compile(r'[\\/:*?"<>|#^\[\]]+')


def render(papers: Sequence[Paper], notes: Sequence[FreeNote] = ()) -> str:
    """All notes in one text."""
    parts = files(papers, notes)
    if len(parts) == 1:
        return next(iter(parts.values()))
    return "\n".join(f"<!-- {name} -->\n{text}" for name, text in parts.items())


def files(papers: Sequence[Paper], notes: Sequence[FreeNote] = ()) -> Mapping[str, str]:
    """The text of each file by its name."""
    named: dict[str, str] = {}
    taken: set[str] = set()
    for paper in papers:
        named[_free_name(paper.key or paper.title, taken)] = _paper(paper)
    for note in notes:
        named[_free_name(" ".join(filter(None, (note.date, note.title))), taken)] = _free_note(note)
    return named


def _paper(paper: Paper) -> str:
    derived = {"aliases": [paper.alias] if paper.alias else [], "arxiv": arxiv_id(paper), "doi": doi(paper)}
    fields: dict[str, Any] = {
        name: derived[name] if name in derived else plain(getattr(paper, name)) for name in _FIELDS
    }
    return _text(fields, paper.title or paper.key, paper.note)


def _free_note(note: FreeNote) -> str:
    fields = {"date": note.date, "papers": [f"[[{key}]]" for key in note.papers]}
    return _text(fields, note.title, note.text)


def _text(fields: Mapping[str, Any], title: str, body: Sequence[str]) -> str:
    head = yaml_mapping(fields)
    parts = [f"---\n{head}---" if head else "", f"# {inline(title)}" if title else "", "\n".join(trimmed(body))]
    return "\n\n".join(filter(None, parts)) + "\n"


def _free_name(name: str, taken: set[str]) -> str:
    """A file name that every system takes and that is not taken, also where case does not count; now it is taken."""
    stem = " ".join(_NOT_IN_NAME.sub(" ", name).split()).strip(" .")[:120] or "note"
    number, file = 1, f"{stem}.md"
    while file.lower() in taken:
        number += 1
        file = f"{stem} {number}.md"
    taken.add(file.lower())
    return file
