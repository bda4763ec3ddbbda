"""RIS, the tagged lines that EndNote, Zotero and Mendeley exchange.

A note goes into ``N1`` with its line breaks, as those programs write it; a line of it that looks like a tag is
indented. All links are ``UR`` lines, the main one first; their labels have no place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from stacktui.formats.kinds import Kind, kind_of
from stacktui.formats.names import split_name
from stacktui.identity import arxiv_id, doi
from stacktui.model import FreeNote, Paper

HOLDS = frozenset(
    (
        "key", "title", "alias", "authors", "venue", "year", "month", "url", "links", "tags", "note",
        "all-categories",
    )
)  # fmt: skip

_TYPES = {Kind.JOURNAL: "JOUR", Kind.CONFERENCE: "CPAPER", Kind.PREPRINT: "UNPB", Kind.OTHER: "GEN"}
_TAG = re.compile(r"[A-Z][A-Z0-9]  -")


def render(papers: Sequence[Paper], notes: Sequence[FreeNote] = ()) -> str:
    """One record a paper, with a blank line between records."""
    return "\n".join(_record(paper) for paper in papers)


def _record(paper: Paper) -> str:
    lines = [f"TY  - {_TYPES[kind_of(paper)]}"]
    lines += [f"{tag}  - {value}" for tag, value in _fields(paper) if value]
    return "\n".join([*lines, "ER  - "]) + "\n"


def _fields(paper: Paper) -> Iterable[tuple[str, str]]:
    yield "ID", paper.key
    yield "TI", paper.title
    yield "ST", paper.alias
    for author in paper.authors:
        yield "AU", split_name(author).turned
    yield "T2", paper.venue
    if paper.year is not None:
        yield "PY", f"{paper.year:04}"
        yield "DA", f"{paper.year:04}/{paper.month:02}" if paper.month else ""
    yield "DO", doi(paper) or ""
    yield "AN", f"arXiv:{arxiv}" if (arxiv := arxiv_id(paper)) else ""
    for link in paper.all_links:
        yield "UR", link.url or ""
    for tag in paper.tags:
        yield "KW", tag
    yield "N1", "\n".join(" " + line if _TAG.match(line) else line for line in paper.note).strip("\n")
