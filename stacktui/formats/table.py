"""Markdown tables, one a category. Notes have no place in a cell and are left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from stacktui.formats.brackets import read_stars
from stacktui.formats.markdown_in import cells, plain, read_link, unlisted
from stacktui.formats.markdown_out import (
    NO_CATEGORY,
    by_category,
    cell,
    heading,
    inline,
    labelled,
    link,
    listed,
    paragraphs,
    stars,
)
from stacktui.formats.pages import NotOurs, Page, signature
from stacktui.model import STATUSES, FreeNote, Link, Paper

HOLDS = frozenset(
    (
        "title", "authors", "venue", "year", "status", "url", "links", "link-labels", "rating", "tags",
        "categories",
    )
)  # fmt: skip

_HEAD = ("Title", "Authors", "Venue", "Year", "Status", "Rating", "Links", "Tags")
_RULE = re.compile(r"\|[\s:|-]+")


def render(papers: Sequence[Paper], notes: Sequence[FreeNote] = ()) -> str:
    """The page; papers without a category come last."""
    blocks = [[signature("table")], ["# Papers"]]
    for category, group in by_category(papers):
        blocks += [[heading(2, category or NO_CATEGORY)], _table(group)]
    return paragraphs(blocks)


def _table(papers: Sequence[Paper]) -> list[str]:
    return [_row(_HEAD), _row(["---"] * len(_HEAD)), *(_row(_cells(paper)) for paper in papers)]


def _cells(paper: Paper) -> list[str]:
    title = paper.title or paper.key
    return [
        link(title, paper.url) if paper.url else inline(title),
        listed(map(inline, paper.authors)),
        inline(paper.venue),
        "" if paper.year is None else str(paper.year),
        paper.status,
        stars(paper.rating),
        " ".join(labelled(each) for each in paper.links if each.label or each.url),
        listed(map(inline, paper.tags)),
    ]


def _row(values: Sequence[str]) -> str:
    return "| " + " | ".join(map(cell, values)) + " |"


# -- reading -------------------------------------------------------------------------------------------------------


def read(page: Page) -> None:
    """The papers of such tables."""
    category, begun = "", False
    for number, line in enumerate(page.lines, 1):
        if line.startswith("## "):
            category, begun = plain(line[3:]), True
            page.add_heading(number, category)
        elif line.startswith("|") and (cells(line) == list(_HEAD) or _RULE.fullmatch(line)):
            page.frame.append(number)
        elif line.startswith("|"):
            kept = () if category in ("", NO_CATEGORY) else (category,)
            with page.fitting([number]):
                page.add_paper(_read_row(line).edit(categories=kept), number, status=True)
        elif line.strip() and begun:
            page.left.append(number)
        else:
            page.frame.append(number)


def _read_row(line: str) -> Paper:
    values = cells(line)
    if len(values) != len(_HEAD):
        raise NotOurs(line)
    title, authors, venue, year, status, rating, links, tags = values
    if status not in STATUSES or not re.fullmatch(r"(?:-?\d{1,9})?", year):
        raise NotOurs(line)
    fields: dict[str, Any] = _read_title(title)
    return Paper(
        **fields,
        authors=tuple(map(plain, unlisted(authors))),
        venue=plain(venue),
        year=int(year) if year else None,
        status=status,
        rating=_read_rating(rating),
        links=tuple(_read_links(links)),
        tags=tuple(map(plain, unlisted(tags))),
    )


def _read_title(text: str) -> dict[str, str]:
    found = read_link(text) if text.startswith("[") else None
    if found and found[1] and found[2] == len(text):
        return {"title": found[0], "url": found[1]}
    if not text or text.startswith("["):
        raise NotOurs(text)
    return {"title": plain(text)}


def _read_rating(text: str) -> float | None:
    rating = read_stars(text)
    if text and rating is None:
        raise NotOurs(text)
    return rating


def _read_links(text: str) -> Iterable[Link]:
    at = 0
    while at < len(text):
        found = read_link(text, at)
        if not found:
            raise NotOurs(text)
        yield Link(found[0], found[1])
        at = found[2] + text.startswith(" ", found[2])
