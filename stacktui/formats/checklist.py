"""A list of check boxes in Markdown, a line a paper: short enough for an issue or a message.

The boxes are those of task plug-ins: ``[ ]`` to read, ``[/]`` reading, ``[x]`` read, ``[>]`` to be read again,
``[-]`` dropped.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from stacktui.formats.brackets import link_brackets, read_brackets, venue_brackets
from stacktui.formats.markdown_in import plain, read_link
from stacktui.formats.markdown_out import NO_CATEGORY, bracket, by_category, heading, link, opening, paragraphs, stars
from stacktui.formats.pages import NotOurs, Page, items, signature
from stacktui.model import STATUSES, FreeNote, Paper

HOLDS = frozenset(
    (
        "title", "venue", "year", "presentation", "status", "url", "links", "link-labels", "rating", "categories",
    )
)  # fmt: skip

_BOXES = dict(zip(STATUSES, " /x>-", strict=True))
_ITEM = re.compile(r"\[([ /x>-])\] (.+)")
_TITLE = re.compile(r"((?:\\.|[^\\\[])*?)(?: (?=\[)|$)")


def render(papers: Sequence[Paper], notes: Sequence[FreeNote] = ()) -> str:
    """The list, a heading a category."""
    blocks = [[signature("checklist")], ["# Papers"]]
    for category, group in by_category(papers):
        blocks += [[heading(2, category or NO_CATEGORY)], [_line(paper) for paper in group]]
    return paragraphs(blocks)


def _line(paper: Paper) -> str:
    title = paper.title or paper.key
    head = link(title, paper.url) if paper.url else opening(title)
    parts = (head, *venue_brackets(paper), bracket(stars(paper.rating)), *link_brackets(paper, main=False))
    return f"- [{_BOXES[paper.status]}] " + " ".join(filter(None, parts))


def read(page: Page) -> None:
    """The papers of such a list."""
    statuses = {box: status for status, box in _BOXES.items()}
    for section, item in items(page, 1, "- ", "## "):
        with page.fitting(item.numbers):
            found = _ITEM.fullmatch(item.lines[0])
            if not found or len(item.lines) > 1:
                raise NotOurs(item.lines[0])
            title, url, rest = _read_head(found[2])
            fields = read_brackets(found[2][rest:].removeprefix(" "), main=False)
            paper = Paper(title=title, url=url, status=statuses[found[1]], **fields)
            kept = () if section in ("", NO_CATEGORY) else (section,)
            page.add_paper(paper.edit(categories=kept), item.line, status=True)


def _read_head(text: str) -> tuple[str, str, int]:
    """Title, address and where the brackets begin."""
    if text.startswith("["):
        found = read_link(text)
        if not found or not found[1]:
            raise NotOurs(text)
        return found[0], found[1], found[2]
    title = _TITLE.match(text)
    if not title or not title[1]:
        raise NotOurs(text)
    return plain(title[1]), "", title.end()
