"""Markdown tables, one a category. Notes have no place in a cell and are left out."""

from __future__ import annotations

from collections.abc import Sequence

from stacktui.formats.markdown_out import by_category, cell, inline, link, listed, paragraphs, stars
from stacktui.model import FreeNote, Link, Paper

HOLDS = frozenset(
    (
        "title", "authors", "venue", "year", "status", "url", "links", "link-labels", "rating", "tags",
        "categories",
    )
)  # fmt: skip

_HEAD = ("Title", "Authors", "Venue", "Year", "Status", "Rating", "Links", "Tags")


def render(papers: Sequence[Paper], notes: Sequence[FreeNote] = ()) -> str:
    """The page; papers without a category come last."""
    blocks = [["# Papers"]]
    for category, group in by_category(papers):
        blocks += [[f"## {inline(category or 'Other')}"], _table(group)]
    return paragraphs(blocks)


def _table(papers: Sequence[Paper]) -> list[str]:
    return [_row(_HEAD), _row(["---"] * len(_HEAD)), *(_row(_cells(paper)) for paper in papers)]


def _cells(paper: Paper) -> list[str]:
    title = paper.title or paper.key
    return [
        link(title, paper.url) if paper.url else inline(title),
        listed(map(inline, paper.authors)),
        inline(paper.venue),
        str(paper.year or ""),
        paper.status,
        stars(paper.rating),
        " ".join(map(_link, paper.links)),
        ", ".join(map(inline, paper.tags)),
    ]


def _link(each: Link) -> str:
    return link(each.label, each.url)


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(map(cell, cells)) + " |"
