"""A README of papers: contents, a heading a category, blocks of title, authors, venue, links, stars, note."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from stacktui.formats.markdown_out import (
    bold,
    bracket,
    by_category,
    inline,
    link_brackets,
    listed,
    note_block,
    paragraphs,
    stars,
    starts_block,
    trimmed,
    venue_bracket,
)
from stacktui.model import FreeNote, Paper

HOLDS = frozenset(
    (
        "title", "alias", "authors", "venue", "year", "presentation", "url", "links", "link-labels", "categories",
        "rating", "note", "notes",
    )
)  # fmt: skip

_NOT_IN_ANCHOR = re.compile(r"[^\w\- ]")


def render(papers: Sequence[Paper], notes: Sequence[FreeNote] = ()) -> str:
    """The page; free notes end it under a heading of their own."""
    groups = [(category or "Other", group) for category, group in by_category(papers)]
    headings = [name for name, _ in groups] + (["Notes"] if notes else [])
    blocks = [["# Table of Contents", *_contents(headings)]]
    for name, group in groups:
        blocks += [[f"# {inline(name)}"], *map(_entry, group)]
    if notes:
        blocks += [["# Notes"], *map(_free_note, notes)]
    return paragraphs(blocks)


def _contents(headings: Sequence[str]) -> Iterable[str]:
    """Links to the headings, named as GitHub names their anchors: a second one of a name gets ``-1``."""
    used: dict[str, int] = {}
    for name in headings:
        anchor = _NOT_IN_ANCHOR.sub("", name.lower()).replace(" ", "-")
        times = used.get(anchor, 0)
        used[anchor] = times + 1
        yield f"- [{inline(name)}](#{anchor}{f'-{times}' if times else ''})"


def _entry(paper: Paper) -> list[str]:
    note = trimmed(paper.note)
    marks = " ".join(filter(None, (_alias(paper), bracket(stars(paper.rating)))))
    if marks and note and _goes_on(note[0]):
        marks, note = f"{marks} {note[0]}", note[1:]
        rest = [f"  {line}".rstrip() for line in note]
    else:
        rest = note_block(note, "  ")
    facts = " ".join(filter(None, (venue_bracket(paper), *link_brackets(paper, main=True))))
    head = filter(None, (bold(paper.title or paper.key), listed(map(inline, paper.authors)), facts, marks))
    first, *others = head
    lines = [f"- {first}", *(f"  {line}" for line in others)]
    return [*(f"{line} <br>" for line in lines[:-1]), lines[-1], *rest]


def _alias(paper: Paper) -> str:
    return f"[{bold(paper.alias)}]" if paper.alias else ""


def _goes_on(line: str) -> bool:
    """Whether a line of a note can follow the stars: plain text that does not look like another mark."""
    return (line[0].isalnum() or line[0] in "\"'(“‘《（") and not starts_block(line)


def _free_note(note: FreeNote) -> list[str]:
    head = " ".join(filter(None, (note.title, note.date)))
    return [f"## {inline(head)}" if head else "##", "", *note.text]
