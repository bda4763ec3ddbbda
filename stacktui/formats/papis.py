"""YAML documents as ``papis export --format yaml`` writes them: one a paper, with ``---`` before each.

``papis explore yaml FILE`` reads the stream; a single document is the ``info.yaml`` of a papis folder. Fields that
papis does not know (status, rating, categories, links) are kept under our names: papis lets one search by any field.
Notes are files in papis and have no place here.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from stacktui.formats.kinds import Kind, kind_of
from stacktui.formats.names import Name, split_name
from stacktui.formats.yaml_out import yaml_mapping
from stacktui.identity import arxiv_id, doi
from stacktui.model import FreeNote, Paper, plain

HOLDS = frozenset(
    (
        "key", "title", "alias", "authors", "venue", "year", "month", "presentation", "url", "links", "link-labels",
        "status", "categories", "all-categories", "no-category", "rating", "tags", "added", "read", "not_before",
    )
)  # fmt: skip

_TYPES = {Kind.JOURNAL: "article", Kind.CONFERENCE: "inproceedings"}
_VENUE_FIELDS = {Kind.JOURNAL: "journal", Kind.CONFERENCE: "booktitle", Kind.OTHER: "howpublished"}


def render(papers: Sequence[Paper], notes: Sequence[FreeNote] = ()) -> str:
    """The stream of documents."""
    return "".join("---\n" + yaml_mapping(_info(paper)) for paper in papers)


def _info(paper: Paper) -> dict[str, Any]:
    kind = kind_of(paper)
    names = [split_name(author) for author in paper.authors]
    arxiv = arxiv_id(paper)
    return {
        "ref": paper.key,
        "type": _TYPES.get(kind, "misc"),
        "title": paper.title,
        "shorttitle": paper.alias,
        "author": " and ".join(_in_list(name) for name in names),
        "author_list": [{"family": name.family, "given": name.given} for name in names],
        _VENUE_FIELDS.get(kind, "archive"): paper.venue,
        "year": paper.year,
        "month": paper.month,
        "doi": doi(paper),
        "eprint": arxiv,
        "eprinttype": "arxiv" if arxiv else None,
        "url": paper.url,
        "links": plain(paper.links),
        "tags": plain(paper.tags),
        "status": paper.status,
        "rating": plain(paper.rating),
        "presentation": paper.presentation,
        "categories": plain(paper.categories),
        "read": paper.read,
        "not_before": paper.not_before,
        "time-added": _papis_time(paper.added),
    }


def _in_list(name: Name) -> str:
    """A name between ``and``: groups in braces, as in BibTeX."""
    return name.turned if name.given or " " not in name.family else f"{{{name.family}}}"


def _papis_time(stamp: str) -> str:
    """A date-time as papis writes it: ``2026-11-20-08:12:00``."""
    try:
        return datetime.fromisoformat(stamp).strftime("%Y-%m-%d-%H:%M:%S")
    except ValueError:
        return ""
