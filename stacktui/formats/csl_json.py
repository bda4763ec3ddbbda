"""CSL JSON, what citation processors (pandoc, citeproc, Zotero) read. The note goes into ``annote``."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from stacktui.formats.kinds import Kind, kind_of
from stacktui.formats.names import split_name
from stacktui.identity import arxiv_id, doi
from stacktui.model import FreeNote, Paper

HOLDS = frozenset(
    (
        "key", "title", "alias", "authors", "venue", "year", "month", "url", "tags", "note", "all-categories",
    )
)  # fmt: skip

_TYPES = {
    Kind.JOURNAL: "article-journal",
    Kind.CONFERENCE: "paper-conference",
    Kind.PREPRINT: "article",
    Kind.OTHER: "document",
}


def render(papers: Sequence[Paper], notes: Sequence[FreeNote] = ()) -> str:
    """A JSON list with an item a paper."""
    return json.dumps([_item(paper) for paper in papers], ensure_ascii=False, indent=2) + "\n"


def _item(paper: Paper) -> dict[str, Any]:
    kind = kind_of(paper)
    arxiv = arxiv_id(paper)
    item = {
        "id": paper.key or str(paper.id),
        "type": _TYPES[kind],
        "title": paper.title,
        "title-short": paper.alias,
        "author": [_name(author) for author in paper.authors],
        "container-title": paper.venue if kind is not Kind.PREPRINT else "",
        "publisher": paper.venue if kind is Kind.PREPRINT else "",
        "number": f"arXiv:{arxiv}" if arxiv else "",
        "issued": {"date-parts": [_date_parts(paper)]} if paper.year is not None else "",
        "DOI": doi(paper) or "",
        "URL": paper.url,
        "keyword": ", ".join(paper.tags),
        "annote": paper.note_text.strip("\n"),
    }
    return {name: value for name, value in item.items() if value}


def _name(author: str) -> dict[str, str]:
    name = split_name(author)
    if not name.given:
        return {"literal": name.family}
    return {"family": name.family, "given": name.given} | ({"suffix": name.suffix} if name.suffix else {})


def _date_parts(paper: Paper) -> list[int]:
    return [part for part in (paper.year, paper.month) if part is not None]
