"""A Jekyll post: front matter, a heading a category, a bullet a paper with its links and note nested below."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from stacktui.formats.markdown_out import by_category, inline, link, note_block, paragraphs
from stacktui.formats.yaml_out import yaml_mapping
from stacktui.model import FreeNote, Paper

HOLDS = frozenset(("title", "url", "links", "link-labels", "categories", "note", "notes"))


def render(papers: Sequence[Paper], notes: Sequence[FreeNote] = ()) -> str:
    """The post; free notes end it, each a bullet of plain text."""
    blocks = [["# Paper stack"]]
    for category, group in by_category(papers):
        blocks += [[f"### {inline(category or 'Other')}"], *map(_entry, group)]
    if notes:
        blocks += [["### Notes"], *map(_free_note, notes)]
    body = paragraphs(blocks)
    return f"---\n{_front_matter(body)}---\n\n{body}"


def _front_matter(body: str) -> str:
    """The head of the post; text with braces such as ``{{x}}`` is kept from being run as a template."""
    fields: dict[str, object] = {"layout": "post", "title": "Paper stack", "catalog": True}
    if "{{" in body or "{%" in body:
        fields["render_with_liquid"] = False
    return yaml_mapping(fields)


def _entry(paper: Paper) -> list[str]:
    head = f"* {link(paper.title or paper.key, paper.url)}" + ("" if paper.url else "()")
    return [head, *_links(paper), *note_block(paper.note, "  ")]


def _links(paper: Paper) -> Iterable[str]:
    return (f"  * {link(each.label, each.url)}{'' if each.url else '()'}" for each in paper.links)


def _free_note(note: FreeNote) -> list[str]:
    head = " ".join(filter(None, (note.title, note.date)))
    return [f"* {inline(head)}", *note_block(note.text, "  ")]
