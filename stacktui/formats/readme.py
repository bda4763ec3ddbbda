"""A README of papers: contents, a heading a category, blocks of title, authors, venue, links, stars, note."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from stacktui.formats.brackets import link_brackets, read_brackets, read_stars, venue_brackets
from stacktui.formats.markdown_in import plain, unlisted
from stacktui.formats.markdown_out import (
    NO_CATEGORY,
    bold,
    bracket,
    by_category,
    heading,
    headings_in,
    inline,
    listed,
    note_block,
    note_item,
    paragraphs,
    stars,
    starts_block,
    trimmed,
)
from stacktui.formats.pages import Item, NotOurs, Page, items, read_note, signature
from stacktui.model import FreeNote, Paper

HOLDS = frozenset(
    (
        "title", "alias", "authors", "venue", "year", "presentation", "url", "links", "link-labels", "categories",
        "rating", "note", "notes",
    )
)  # fmt: skip

_BREAK = " <br>"
_CONTENTS = "Table of Contents"
_IN_ANCHOR = frozenset(("Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Pc"))
_BOLD = re.compile(r"\*\*((?:\\.|[^\\*])+)\*\*")
_MARKS_BEGIN = re.compile(r"\[\*\*|\[[★½]+\](?: |$)")
_MARKS = re.compile(r"(?:\[\*\*((?:\\.|[^\\*])+)\*\*\])?(?: ?\[([★½]+)\])?(?: (.+))?")


def render(papers: Sequence[Paper], notes: Sequence[FreeNote] = ()) -> str:
    """The page; free notes end it under a heading of their own."""
    groups = [(category or NO_CATEGORY, [*map(_entry, group)]) for category, group in by_category(papers)]
    if notes:
        groups.append(("Notes", [note_item("-", note) for note in notes]))
    blocks = [[signature("readme")], [f"# {_CONTENTS}", *_contents(groups)]]
    for name, entries in groups:
        blocks += [[heading(1, name)], *entries]
    return paragraphs(blocks)


def _contents(groups: Sequence[tuple[str, Sequence[Sequence[str]]]]) -> Iterable[str]:
    """Links to the headings, named as GitHub names their anchors: a second one of a name gets ``-1``.

    The headings that notes have count too: of two that are called the same, the upper one has the plain name.
    """
    used = Counter([_anchor(_CONTENTS)])
    for name, entries in groups:
        anchor = _anchor(name)
        yield f"- [{inline(name)}](#{anchor}{f'-{used[anchor]}' if used[anchor] else ''})"
        used.update([anchor, *map(_anchor, headings_in(line for entry in entries for line in entry))])


def _anchor(text: str) -> str:
    """Letters, marks, digits, ``_``, ``-`` and blanks as ``-``; everything else is dropped."""
    kept = (letter for letter in text.lower() if letter in "- " or unicodedata.category(letter) in _IN_ANCHOR)
    return "".join(kept).replace(" ", "-")


def _entry(paper: Paper) -> list[str]:
    note = trimmed(paper.note)
    marks = " ".join(filter(None, (_alias(paper), bracket(stars(paper.rating)))))
    if marks and note and _goes_on(note[0]):
        marks, note = f"{marks} {note[0]}", note[1:]
        rest = [f"  {line}" if line.strip() else "" for line in note]
    else:
        rest = note_block(note, "  ")
    facts = " ".join((*venue_brackets(paper), *link_brackets(paper, main=True)))
    authors = listed(map(inline, paper.authors))
    head = filter(None, (bold(paper.title or paper.key), authors, facts, marks))
    first, *others = head
    lines = [f"- {first}", *(f"  {line}" for line in others)]
    return [*(line + _BREAK for line in lines[:-1]), lines[-1], *rest]


def _alias(paper: Paper) -> str:
    return f"[{bold(paper.alias)}]" if paper.alias else ""


def _goes_on(line: str) -> bool:
    """Whether a line of a note can follow the stars: plain text that does not look like another mark."""
    if not (line[0].isalnum() or line[0] in "\"'(“‘《（"):
        return False
    return not starts_block(line) and not line.rstrip().endswith(_BREAK.strip())


# -- reading -------------------------------------------------------------------------------------------------------


def read(page: Page) -> None:
    """The papers and free notes of such a page."""
    for section, item in items(page, 1, "- ", "# "):
        if item.lines[0].startswith("["):  # a link of the contents; the text of notes has its brackets escaped
            page.frame.extend(item.numbers)
        elif item.lines[0].startswith("**"):
            with page.fitting(item.numbers):
                _read_paper(page, section, item)
        else:
            read_note(page, item)


def _read_paper(page: Page, category: str, item: Item) -> None:
    length = next((at for at, line in enumerate(item.lines) if not line.endswith(_BREAK)), len(item.lines) - 1) + 1
    fields, begun = _read_head([line.removesuffix(_BREAK) for line in item.lines[:length]])
    fields["note"] = tuple([begun, *item.lines[length:]] if begun else trimmed(item.lines[length:]))
    fields["categories"] = () if category in ("", NO_CATEGORY) else (category,)
    head_end = item.line + length - (1 if begun else 0)
    page.add_paper(Paper(**fields), item.line, range(item.line, head_end), range(head_end, item.numbers[-1] + 1))


def _read_head(lines: Sequence[str]) -> tuple[dict[str, Any], str]:
    """The fields of a head, and the line of the note that follows the stars."""
    title = _BOLD.fullmatch(lines[0])
    if not title:
        raise NotOurs(lines[0])
    fields: dict[str, Any] = {"title": plain(title[1])}
    for at, line in enumerate(lines[1:], 1):
        if _MARKS_BEGIN.match(line) and at == len(lines) - 1:
            return fields, _read_marks(line, fields)
        if line.startswith("[") and at >= len(lines) - 2:
            fields |= read_brackets(line, main=True)
        elif at == 1:
            fields["authors"] = tuple(map(plain, unlisted(line)))
        else:
            raise NotOurs(line)
    return fields, ""


def _read_marks(line: str, fields: dict[str, Any]) -> str:
    """Take short name and stars; what stands behind them is returned."""
    found = _MARKS.fullmatch(line)
    rating = read_stars(found[2]) if found and found[2] else None
    if not found or (found[2] and rating is None):
        raise NotOurs(line)
    if found[1]:
        fields["alias"] = plain(found[1])
    if rating is not None:
        fields["rating"] = rating
    return found[3] or ""
