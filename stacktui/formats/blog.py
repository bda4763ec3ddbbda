"""A blog index in Markdown: a linked heading a paper, the note as a quote below it, a rule between papers."""

from __future__ import annotations

from collections.abc import Sequence

from stacktui.formats.markdown_out import address, bold, paragraphs, trimmed
from stacktui.model import FreeNote, Paper

HOLDS = frozenset(("title", "url", "note"))


def render(papers: Sequence[Paper], notes: Sequence[FreeNote] = ()) -> str:
    """The page. Free notes have no place in it."""
    return paragraphs([["# **Papers**"], *(block for paper in papers for block in (["---"], *_entry(paper)))])


def _entry(paper: Paper) -> list[list[str]]:
    title = bold(paper.title or paper.key)
    heading = f"## [{title}]({address(paper.url)})" if paper.url else f"## {title}"
    quote = _quoted(trimmed(paper.note))
    return [[heading], quote] if quote else [[heading]]


def _quoted(lines: list[str]) -> list[str]:
    """The note as a quote; one that is a quote already stays as it is."""
    if all(line.startswith(">") or not line.strip() for line in lines):
        return lines
    return [f"> {line}".rstrip() for line in lines]
