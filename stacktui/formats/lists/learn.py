"""What the document as a whole tells: its title, headings without marks, what usually follows an entry."""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice

from stacktui.formats.lists.blocks import Block
from stacktui.formats.lists.fields import read_field_line
from stacktui.formats.lists.head import Head
from stacktui.formats.lists.inline import strip_marks
from stacktui.formats.lists.pattern import is_shelf_line
from stacktui.formats.lists.sections import read_heading, speaks_of_papers
from stacktui.formats.lists.titles import author_likeness
from stacktui.formats.lists.units import Unit
from stacktui.text import has_cjk


def is_about_papers(units: list[Unit], title: str) -> bool:
    """Whether title, headings or introduction speak of papers."""
    heads = [unit.block.text for unit in units if unit.kind in ("heading", "para", "front")][:12]
    return speaks_of_papers(" ".join([title, *heads])[:_LONGEST_TALK])


_LONGEST_TALK = 20_000  # characters
_ENOUGH = 500
"""So many entries show the manner of all; of more than that, some are looked at."""


def headings_behind(lines: list[str], start: int) -> list[Unit]:
    """The headings of Markdown from a line on, where nothing else is read yet."""
    found = (re.match(r"(#{1,6})\s+(\S.*)", line) for line in islice(lines, start, None) if line.startswith("#"))
    return [Unit(Block("heading", 0, [match[2]], level=len(match[1]))) for match in found if match]


def find_title(units: list[Unit], behind: list[Unit]) -> tuple[int, str]:
    """The place and text of the document's own title: of its head matter, or its first and highest heading.

    ``behind`` are headings that come after ``units``.
    """
    for unit in units:
        if unit.kind == "front":
            found = re.search(
                r"^\s*#?\+?title\s*[:=]\s*[\"']?(.*?)[\"']?\s*(?:#.*)?$", "\n".join(unit.block.lines), re.I | re.M
            )
            if found:
                return -1, found[1].strip()
    if units and _is_first_line(units[0]):
        units[0].role = "heading"
        return 0, strip_marks(units[0].block.text)
    headings = [at for at, unit in enumerate(units) if unit.kind == "heading"]
    if headings and not units[headings[0]].block.mark:
        first = units[headings[0]]
        others = [*(units[at] for at in headings), *behind]
        alone = sum(unit.block.level <= first.block.level for unit in others) == 1
        plain = strip_marks(first.block.text)
        section = read_heading(first.block.text)
        if section.is_contents or section.date:
            return -1, ""
        if alone and (len(others) > 1 or (first.block.level == 1 and headings[0] == 0)):
            return headings[0], plain
        if first.block.level == 1 and speaks_of_papers(plain) and not _has_items_below(units, headings[0]):
            return headings[0], plain
    return -1, ""


def _is_first_line(unit: Unit) -> bool:
    """Whether the first line of a text without marks is its title."""
    text = unit.block.text.strip()
    if unit.kind != "para" or unit.role or len(unit.block.lines) > 1 or len(text) > 60 or is_shelf_line(unit):
        return False
    return speaks_of_papers(text) and not text.endswith((".", "。", ":", "：")) and unit.head.evidence < 2.5


def _has_items_below(units: list[Unit], at: int) -> bool:
    for unit in islice(units, at + 1, None):
        if unit.kind == "heading":
            return False
        if unit.kind in ("item", "row", "para") and not unit.role and unit.head.evidence >= 2.5:
            return True
    return False


def find_bare_headings(units: list[Unit]) -> None:
    """Short lines without any mark that stand above entries are headings."""
    entries = [at for at, unit in enumerate(units) if unit.role == "entry"]
    if not entries:
        return
    by_paragraph = sum(units[at].kind in ("para", "heading") for at in entries) > len(entries) / 2
    certain = False
    for at in range(entries[-1], -1, -1):
        unit = units[at]
        if unit.role or not _is_bare_heading(units, at, by_paragraph):
            continue
        following = next((other for other in islice(units, at + 1, None) if other.kind != "markup"), None)
        if following is None:
            continue
        if following.role in ("entry", "heading") or following.kind == "heading" or is_shelf_line(unit) or certain:
            unit.role = "heading"
            certain = True


def _is_bare_heading(units: list[Unit], at: int, by_paragraph: bool) -> bool:
    unit = units[at]
    if unit.kind != "para" or len(unit.block.lines) != 1 or unit.block.depth or not unit.block.gap:
        return False
    if len(unit.block.text) > 400:
        return False
    text = strip_marks(unit.block.text).strip()
    if is_shelf_line(unit):
        return True
    if by_paragraph or len(text) > 48 or len(text.split()) > 7 or not any(map(str.isalpha, text)):
        return False
    if re.search(r"[,.;!?，。；！？、]|\]\(|://", text.rstrip(":：")) or (has_cjk(text) and len(text) > 24):
        return False
    following = units[at + 1] if at + 1 < len(units) else None
    return following is not None and (following.block.gap or text.endswith((":", "：")) or following.role == "entry")


def count_following(units: list[Unit]) -> Counter[str]:
    """How many entries are followed by a top-level block of each kind; ``entries`` counts all."""
    counts: Counter[str] = Counter()
    seen: set[str] = set()
    open_entry = False
    for unit in units:
        if unit.role == "entry":
            counts["entries"] += 1
            seen, open_entry = set(), True
        elif unit.kind in ("heading", "rule") or unit.role == "heading":
            open_entry = False
        elif open_entry and not unit.role and not unit.block.depth and unit.kind not in seen:
            seen.add(unit.kind)
            counts[unit.kind] += 1
    return counts


def learn_fields(units: list[Unit]) -> tuple[bool, bool]:
    """Whether the line below a title usually holds authors; whether the first items below it are fields."""
    total = authors = children = fields = 0
    entries = [at for at, unit in enumerate(units) if unit.role == "entry" and unit.kind != "row"]
    for at in entries[:: 1 + len(entries) // _ENOUGH]:
        unit = units[at]
        _ = unit.head
        below = units[at + 1] if at + 1 < len(units) and not units[at + 1].role else None
        line = unit.block.lines[unit.head_count] if len(unit.block.lines) > unit.head_count else ""
        if (
            not line
            and below is not None
            and below.kind in ("para", "quote", "item")
            and (below.block.depth or unit.kind == "heading")
        ):
            line = below.block.text
        if line:
            total += 1
            authors += author_likeness(strip_marks(line)) >= 0.75
        if below is not None and below.kind == "item" and below.block.depth > unit.block.depth:
            children += 1
            fields += _is_field_item(below.block.text)
    return total > 0 and authors >= 0.5 * total, children >= 2 and fields >= 0.5 * children


def _is_field_item(text: str) -> bool:
    probe = Head(title="?", shape="text")
    read = read_field_line(probe, text)
    return read.taken and read.note is None
