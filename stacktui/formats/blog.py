"""A blog index in Markdown: a linked heading a paper, the note as a quote below it, a rule between papers."""

from __future__ import annotations

import re
from collections.abc import Sequence

from stacktui.formats.markdown_in import plain, read_link
from stacktui.formats.markdown_out import address, bold, paragraphs, trimmed
from stacktui.formats.pages import NotOurs, Page, signature
from stacktui.model import FreeNote, Paper

HOLDS = frozenset(("title", "url", "note"))

_TITLE = r"\*\*((?:\\.|[^\\*])+)\*\*"
_HEADING = re.compile(rf"## (?:{_TITLE}|\[{_TITLE}(\].*))")


def render(papers: Sequence[Paper], notes: Sequence[FreeNote] = ()) -> str:
    """The page. Free notes have no place in it."""
    entries = (block for paper in papers for block in (["---"], *_entry(paper)))
    return paragraphs([[signature("blog")], ["# **Papers**"], *entries])


def _entry(paper: Paper) -> list[list[str]]:
    title = bold(paper.title or paper.key)
    heading = f"## [{title}]({address(paper.url)})" if paper.url else f"## {title}"
    quote = [f"> {line}" if line.strip() else ">" for line in trimmed(paper.note)]
    return [[heading], quote] if quote else [[heading]]


def read(page: Page) -> None:
    """The papers of such a page; what stands above the first one introduces it."""
    at, seen = 1, False
    while at <= len(page.lines):
        line = page.lines[at - 1]
        end = at + 1
        if line.startswith("## "):
            seen = True
            with page.fitting([at]):
                end = _read_entry(page, at, _read_heading(line))
        elif seen and line.strip() not in ("", "---"):
            page.left.append(at)
        else:
            page.frame.append(at)
        at = end


def _read_heading(line: str) -> Paper:
    found = _HEADING.fullmatch(line)
    if not found:
        raise NotOurs(line)
    if found[3] is None:
        return Paper(title=plain(found[1]))
    link = read_link("[" + found[3])
    if not link or not link[1] or link[2] != len(found[3]) + 1:
        raise NotOurs(line)
    return Paper(title=plain(found[2]), url=link[1])


def _read_entry(page: Page, line: int, paper: Paper) -> int:
    """Add a paper with the quote below its heading; the number of the line behind it."""
    at = line + 1
    while at <= len(page.lines) and not page.lines[at - 1].strip():
        at += 1
    first = at
    while at <= len(page.lines) and page.lines[at - 1].startswith(">"):
        at += 1
    note = tuple(text[2:] if text.startswith("> ") else text[1:] for text in page.lines[first - 1 : at - 1])
    page.add_paper(paper.edit(note=note), line, note=range(first, at))
    return at
