"""The pieces that the Markdown styles are made of: text made safe, links, stars, papers by category.

Whatever is written here can be read back as it was: :mod:`stacktui.formats.markdown_in` is the way back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

from stacktui.model import FreeNote, Link, Paper

_ESCAPED = re.compile(
    r"\\(?=[!-/:-@\[-`{-~]|$)|[`*\[\]]|(?<![^\W_])_|_(?![^\W_])|<(?=[A-Za-z/!?])|&(?=#?\w+;)|~(?=~)|(?<=~)~"
)
_IN_ANGLES = re.compile(r"[\s<>]")
_ESCAPED_IN_ADDRESS = re.compile(r"[\\`<>]")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_BLOCK_START = re.compile(r" {0,3}(?:#{1,6} |>|```|~~~|[-*+] |1[.)] )")
_LINE_START = re.compile(r"(\d{0,9})(?=[.)](?:\s|$)|#{1,6}(?:\s|$)|>|~~~|[-+](?:\s|$)|(?:[-=]\s*)+$|\|)")
_AUTOLINK = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>\\`*_|]*")
_DATED = re.compile(r"(?:(\d{4}-\d\d(?:-\d\d)?)(?: |$))?(?:Note:(?: |$))?(.*)")
NO_CATEGORY = "No category"
"""The heading over papers without a category."""


def inline(text: str) -> str:
    """Text that Markdown shows as it is: marks that would mean something get a backslash."""
    return _ESCAPED.sub(lambda found: "&amp;" if found[0] == "&" else "\\" + found[0], text)


def opening(text: str) -> str:
    """Like :func:`inline`, for a text that begins a line: it does not become a heading, a quote or an item."""
    text = inline(text)
    return _LINE_START.sub(r"\1\\", text, count=1) if _LINE_START.match(text) else text


def heading(level: int, text: str) -> str:
    """``## text``."""
    text = inline(text)
    return f"{'#' * level} {text[:-1]}\\#" if text.endswith("#") else f"{'#' * level} {text}"


def headings_in(lines: Iterable[str]) -> list[str]:
    """The texts of the headings that Markdown sees in some lines of a page, those inside items and quotes too."""
    lines = list(lines)
    if not any(map(_may_be_heading, lines)):
        return []
    from markdown_it import MarkdownIt

    tokens = MarkdownIt("commonmark").parse("\n".join(lines))
    return [_shown(below.children or ()) for token, below in pairwise(tokens) if token.type == "heading_open"]


def _may_be_heading(line: str) -> bool:
    """Whether a line could be a heading or the rule below one; quick to tell."""
    rule = line.strip(" \t>")
    is_rule = rule[:1] in ("-", "=") and not rule.strip(rule[0])
    return is_rule or line.lstrip(" \t>*+-.)0123456789").startswith("#")


def _shown(tokens: Iterable[Any]) -> str:
    """The text of inline tokens without their marks."""
    return "".join(" " if token.type == "softbreak" else token.content for token in tokens)


def listed(items: Iterable[str]) -> str:
    """Items in one line with commas between them, or semicolons where an item has a comma of its own.

    A sign that would part an item gets a backslash; so does the comma of a name that stands alone.
    """
    items = list(items)
    parting = ";" if len(items) > 1 and any("," in item for item in items) else ","
    if parting == "," and any(";" in item for item in items):
        items = [item.replace(";", "\\;") for item in items]
    return f"{parting} ".join(item.replace(parting, "\\" + parting) for item in items)


def cell(text: str) -> str:
    """Text for a cell of a table: pipes get a backslash too."""
    return text.replace("|", "\\|")


def address(url: str) -> str:
    """A link target: in angle brackets where blanks or lone parentheses would end it, with backslashes where needed."""
    escaped = _ENTITY.sub("&amp;", _ESCAPED_IN_ADDRESS.sub(lambda found: "\\" + found[0], url))
    return f"<{escaped}>" if _IN_ANGLES.search(url) or not _is_balanced(url) else escaped


def _is_balanced(url: str) -> bool:
    depth = 0
    for letter in url:
        depth += (letter == "(") - (letter == ")")
        if depth < 0:
            return False
    return depth == 0


def link(text: str, url: str | None) -> str:
    """``[text](url)``; ``[text]`` where the address is lost."""
    return f"[{inline(text)}]({address(url)})" if url else f"[{inline(text)}]"


def bold(text: str) -> str:
    """``**text**``."""
    return f"**{inline(text)}**" if text else ""


def stars(rating: float | None) -> str:
    """``★★★½`` for 3.5, nothing without a rating. Not ``☆`` for the half: after four stars it would be read as none."""
    if rating is None:
        return ""
    return "★" * int(rating) + ("½" if rating % 1 else "")


def labelled(each: Link) -> str:
    """A further link: ``[code](url)``, ``[code]`` where the address is lost, ``<url>`` where it has no label."""
    if not each.label and each.url and _AUTOLINK.fullmatch(each.url):
        return f"<{each.url}>"
    return link(each.label, each.url)


def bracket(text: str) -> str:
    """``[text]``, nothing where there is no text."""
    return f"[{inline(text)}]" if text else ""


def note_block(note: Sequence[str], indent: str) -> list[str]:
    """The lines of a note, indented, after a blank line where Markdown would join the first to the text above."""
    lines = trimmed(note)
    gap = [""] if lines and not starts_block(lines[0]) else []
    return gap + [indent + line if line.strip() else "" for line in lines]


def trimmed(note: Sequence[str]) -> list[str]:
    """The lines of a note without blank ones at its ends."""
    filled = [place for place, line in enumerate(note) if line.strip()]
    return list(note[filled[0] : filled[-1] + 1]) if filled else []


def starts_block(line: str) -> bool:
    """Whether Markdown begins something new with this line even right below a line of text."""
    return _BLOCK_START.match(line) is not None


def note_item(marker: str, note: FreeNote) -> list[str]:
    """A free note as an item, its text below: ``- 2026-11-19 Day log``; see :func:`dated`."""
    return [f"{marker} {opening(dated(note))}", *note_block(note.text, "  ")]


def dated(note: FreeNote) -> str:
    """Date and title of a free note; ``Note:`` parts a title that itself begins with a date."""
    head = " ".join(filter(None, (note.date, note.title)))
    if head and read_dated(head) == (note.date, note.title):
        return head
    return " ".join(filter(None, (note.date, "Note:", note.title)))


def read_dated(text: str) -> tuple[str, str]:
    """Date and title of :func:`dated`."""
    found = _DATED.fullmatch(text)
    return (found[1] or "", found[2]) if found else ("", text)


def by_category(papers: Iterable[Paper]) -> list[tuple[str, list[Paper]]]:
    """Papers under the first of their categories, these by name; those without one, or in none by name, come last."""
    groups: dict[str, list[Paper]] = {}
    for paper in papers:
        first = paper.categories[0] if paper.categories else ""
        groups.setdefault("" if first == NO_CATEGORY else first, []).append(paper)
    return sorted(groups.items(), key=lambda group: (not group[0], group[0].casefold(), group[0]))


def paragraphs(blocks: Iterable[Iterable[str]]) -> str:
    """Blocks of lines with a blank line between them, as a text with a final line end."""
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"
