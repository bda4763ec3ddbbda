"""A list of check boxes in Markdown, a line a paper: short enough for an issue or a message.

The boxes are those of task plug-ins: ``[ ]`` to read, ``[/]`` reading, ``[x]`` read, ``[>]`` to be read again,
``[-]`` dropped.
"""

from __future__ import annotations

from collections.abc import Sequence

from stacktui.formats.markdown_out import (
    bracket,
    by_category,
    inline,
    link,
    link_brackets,
    paragraphs,
    stars,
    venue_bracket,
)
from stacktui.model import STATUSES, FreeNote, Paper

HOLDS = frozenset(
    (
        "title", "venue", "year", "presentation", "status", "url", "links", "link-labels", "rating", "categories",
    )
)  # fmt: skip

_BOXES = dict(zip(STATUSES, " /x>-", strict=True))


def render(papers: Sequence[Paper], notes: Sequence[FreeNote] = ()) -> str:
    """The list, a heading a category."""
    blocks = [["# Papers"]]
    for category, group in by_category(papers):
        blocks += [[f"## {inline(category or 'Other')}"], [_line(paper) for paper in group]]
    return paragraphs(blocks)


def _line(paper: Paper) -> str:
    title = paper.title or paper.key
    head = link(title, paper.url) if paper.url else inline(title)
    parts = (head, venue_bracket(paper), bracket(stars(paper.rating)), *link_brackets(paper, main=False))
    return f"- [{_BOXES[paper.status]}] " + " ".join(filter(None, parts))
