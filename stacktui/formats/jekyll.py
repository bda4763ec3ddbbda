"""A Jekyll post: front matter, a heading a category, a bullet a paper with its links and note nested below."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from stacktui.formats.markdown_in import read_link
from stacktui.formats.markdown_out import (
    NO_CATEGORY,
    by_category,
    heading,
    labelled,
    link,
    note_block,
    note_item,
    paragraphs,
    trimmed,
)
from stacktui.formats.pages import Item, NotOurs, Page, items, read_note
from stacktui.formats.yaml_out import yaml_mapping
from stacktui.model import FreeNote, Link, Paper

HOLDS = frozenset(("title", "url", "links", "link-labels", "categories", "note", "notes"))

_LINK = ("* [", "* <")


def render(papers: Sequence[Paper], notes: Sequence[FreeNote] = ()) -> str:
    """The post; free notes end it, each a bullet of plain text."""
    blocks = [["# Paper stack"]]
    for category, group in by_category(papers):
        blocks += [[heading(3, category or NO_CATEGORY)], *map(_entry, group)]
    if notes:
        blocks += [["### Notes"], *(note_item("*", note) for note in notes)]
    body = paragraphs(blocks)
    return f"---\n{_front_matter(body)}---\n\n{body}"


def _front_matter(body: str) -> str:
    """The head of the post; text with braces such as ``{{x}}`` is kept from being run as a template."""
    fields: dict[str, object] = {
        "layout": "post",
        "title": "Paper stack",
        "catalog": True,
        "generator": "stacktui jekyll",
    }
    if "{{" in body or "{%" in body:
        fields["render_with_liquid"] = False
    return yaml_mapping(fields)


def _entry(paper: Paper) -> list[str]:
    head = f"* {link(paper.title or paper.key, paper.url)}" + ("" if paper.url else "()")
    links = [f"  {line}" for line in map(_link, paper.links) if line]
    note = trimmed(paper.note)
    gap = [""] if note and note[0].startswith(_LINK) else []  # else it would be one more link
    return [head, *links, *gap, *note_block(note, "  ")]


def _link(each: Link) -> str:
    if not (each.label or each.url):
        return ""
    return f"* {labelled(each)}" + ("" if each.url else "()")


def read(page: Page) -> None:
    """The papers and free notes of such a post."""
    end = next((at for at, line in enumerate(page.lines) if at and line.rstrip() == "---"), None)
    if end is None:
        page.left.extend(number for number, line in enumerate(page.lines, 1) if line.strip())
        return
    page.frame.extend(range(1, end + 2))
    for section, item in items(page, end + 2, "* ", "### "):
        if item.lines[0].startswith("["):
            with page.fitting(item.numbers):
                _read_paper(page, section, item)
        else:
            read_note(page, item)


def _read_paper(page: Page, category: str, item: Item) -> None:
    title, url = _read_link(item.lines[0])
    links = tuple(_read_links(item.lines[1:]))
    paper = Paper(
        title=title,
        url=url or "",
        links=links,
        categories=() if category in ("", NO_CATEGORY) else (category,),
        note=tuple(trimmed(item.lines[1 + len(links) :])),
    )
    first = item.line + 1 + len(links)
    page.add_paper(paper, item.line, range(item.line, first), range(first, item.numbers[-1] + 1))


def _read_links(lines: Sequence[str]) -> Iterable[Link]:
    for line in lines:
        if not line.startswith(_LINK):
            return
        label, url = _read_link(line[2:])
        yield Link(label, url)


def _read_link(text: str) -> tuple[str, str | None]:
    found = read_link(text)
    if not found or found[2] != len(text) or found[1] is None:
        raise NotOurs(text)
    return found[0], found[1] or None
