"""Markdown tables, one a category. Notes have no place in a cell and are left out.

A column that would be empty in all tables is left out as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import compress
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
_ALWAYS = ("Title", "Status")
_RULE = re.compile(r"\|[\s:|-]+")


def render(papers: Sequence[Paper], notes: Sequence[FreeNote] = ()) -> str:
    """The page; papers without a category come last."""
    groups = [(category, list(map(_cells, group))) for category, group in by_category(papers)]
    columns = zip(*(cells for _, rows in groups for cells in rows), strict=True)
    shown = [name in _ALWAYS or any(column) for name, column in zip(_HEAD, columns, strict=False)]
    blocks = [[signature("table")], ["# Papers"]]
    for category, rows in groups:
        blocks += [
            [heading(2, category or NO_CATEGORY)],
            _table([list(compress(row, shown)) for row in (_HEAD, *rows)]),
        ]
    return paragraphs(blocks)


def _table(rows: Sequence[Sequence[str]]) -> list[str]:
    head, *others = rows
    return [_row(head), _row(["---"] * len(head)), *map(_row, others)]


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
    columns: tuple[str, ...] = _HEAD
    for number, line in enumerate(page.lines, 1):
        if line.startswith("## "):
            category, begun = plain(line[3:]), True
            page.add_heading(number, category)
        elif line.startswith("|") and (head := _read_columns(line)):
            columns = head
            page.frame.append(number)
        elif line.startswith("|") and _RULE.fullmatch(line):
            page.frame.append(number)
        elif line.startswith("|"):
            kept = () if category in ("", NO_CATEGORY) else (category,)
            with page.fitting([number]):
                page.add_paper(_read_row(line, columns).edit(categories=kept), number, status=True)
        elif line.strip() and begun:
            page.left.append(number)
        else:
            page.frame.append(number)


def _read_columns(line: str) -> tuple[str, ...]:
    """The names in the head of a table of ours; none where it is another row."""
    names = tuple(cells(line))
    is_ours = set(_ALWAYS) <= set(names) and names == tuple(name for name in _HEAD if name in names)
    return names if is_ours else ()


def _read_row(line: str, columns: Sequence[str]) -> Paper:
    values = cells(line)
    if len(values) != len(columns):
        raise NotOurs(line)
    row = dict.fromkeys(_HEAD, "") | dict(zip(columns, values, strict=True))
    if row["Status"] not in STATUSES or not re.fullmatch(r"(?:-?\d{1,9})?", row["Year"]):
        raise NotOurs(line)
    fields: dict[str, Any] = _read_title(row["Title"])
    return Paper(
        **fields,
        authors=tuple(map(plain, unlisted(row["Authors"]))),
        venue=plain(row["Venue"]),
        year=int(row["Year"]) if row["Year"] else None,
        status=row["Status"],
        rating=_read_rating(row["Rating"]),
        links=tuple(_read_links(row["Links"])),
        tags=tuple(map(plain, unlisted(row["Tags"]))),
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
