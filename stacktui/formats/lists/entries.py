"""The lines of entries: which are fields, which are note, and where the note ends."""

from __future__ import annotations

import re
from itertools import islice

from stacktui.formats.lists.blocks import is_blank
from stacktui.formats.lists.citing import cites_paper
from stacktui.formats.lists.fields import Read, read_field_line
from stacktui.formats.lists.head import Head
from stacktui.formats.lists.inline import strip_marks, tokenize
from stacktui.formats.lists.labelled import read_labelled, read_property
from stacktui.formats.lists.links import host_kind, is_label, label_kind
from stacktui.formats.lists.title_lines import goes_below_title, read_below_title
from stacktui.formats.lists.units import Unit
from stacktui.formats.lists.walk import Assembly, Entry, category_path, month_of, numbers_of
from stacktui.model import Link


def start_entry(walk: Assembly, unit: Unit) -> None:
    """Begin an entry: its categories, its head lines, the fields in the lines of its own block."""
    head = unit.head
    entry = Entry(unit, head)
    if unit.kind == "heading":
        head.tags.extend(unit.block.cells)
        walk.path = [place for place in walk.path if place.level < unit.block.level]
    for place in walk.path:
        entry.date = place.section.date or entry.date
        entry.shelf = place.section.status or entry.shelf
    entry.date = month_of(walk.path) or entry.date
    path = category_path(walk.path)
    entry.categories = [path] if path else []
    numbers = numbers_of(unit.block)
    taken = len(numbers) if unit.kind in ("row", "heading") else min(unit.head_count, len(numbers))
    entry.head_numbers.update(numbers[:taken])
    walk.entries.append(entry)
    walk.current, walk.free_open = entry, False
    if unit.kind not in ("row", "heading"):
        for number, line in zip(numbers[taken:], unit.block.lines[taken:], strict=True):
            _read_line(walk, entry, number, line)
            if unit.kind == "item" and number in entry.note_numbers:
                entry.lazy.add(number)
    if entry.note_numbers:
        entry.lazy.discard(entry.note_numbers[0])


def _read_line(walk: Assembly, entry: Entry, number: int, line: str, *, strict: bool = False) -> None:
    """A line below a title: a field as long as no note has begun, else note."""
    if is_blank(line):
        entry.note_numbers.append(number)
        return
    if not entry.in_fields and not _adds_links(entry, line):
        _note_line(entry, number)
        return
    rated = entry.head.facts.rating
    named = walk.names_below and not entry.head.authors
    read = _strict_read(walk, entry.head, line) if strict else read_field_line(entry.head, line, names=named)
    if read.taken:
        entry.is_rated_below = entry.is_rated_below or entry.head.facts.rating != rated
    if read.note is None and read.taken:
        entry.head_numbers.add(number)
        return
    entry.in_fields = False
    if read.taken and read.note:
        entry.replaced[number] = read.note
    _note_line(entry, number)


_ONLY_LINKS = re.compile(r"\s*(?:\[{1,2}[^\[\]]{1,30}\]{1,2}\([^()\s]*\)\]?[\s,|/·]*)+$")


def _adds_links(entry: Entry, line: str) -> bool:
    """Whether a line has only labelled links and stands right below the line whose end began the note."""
    if len(entry.note_numbers) != 1 or not entry.replaced or not _ONLY_LINKS.match(line):
        return False
    links = [token for token in tokenize(line) if token.kind == "link"]
    return bool(links) and all(is_label(token.text.strip(" []")) and token.wrapped for token in links)


def _note_line(entry: Entry, number: int) -> None:
    entry.note_numbers.append(number)


def _strict_read(walk: Assembly, head: Head, line: str) -> Read:
    """Items below a title are fields only where they say so, or where the first items of most entries are."""
    if walk.child_fields:
        read = read_field_line(head, line, names=False)
        return read if read.taken and read.note is None else Read(False, line)
    links = [token for token in tokenize(line) if token.kind == "link"]
    others = [token for token in tokenize(line) if token.kind != "link" and token.text.strip(" ,;|/·&-")]
    if links and not others:
        known = [label_kind(token.text.strip(" []")) for token in links]
        if all(known) and ("paper" in known or any(host_kind(token.url or "") in ("code", "paper") for token in links)):
            return read_field_line(head, line)
        if len(links) == 1 and is_label(links[0].text):
            head.links.append(Link(links[0].text.strip(" []"), links[0].url or None))
        return Read(False, line)
    probe = Head(title="?", shape="text")
    if read_labelled(probe, line.strip()):
        read_labelled(head, line.strip())
        return Read(True)
    return Read(False, line)


def add_to_entry(walk: Assembly, unit: Unit) -> None:
    """Add a block to the entry that is open: fields as long as no note has begun, then note."""
    entry = walk.current
    assert entry is not None
    block = unit.block
    numbers = numbers_of(block)
    if block.kind == "drawer":
        read_drawer(entry, numbers, block.lines)
    elif entry.unit.is_title_line and block.kind in ("item", "para"):
        for number, line in zip(numbers, block.lines, strict=True):
            taken = read_below_title(entry.head, line)
            entry.head_numbers.add(number) if taken else _note_line(entry, number)
    elif block.kind in ("item", "para") and entry.in_fields:
        strict = block.kind == "item"
        if strict and not entry.note_numbers and len(block.lines) == 1 and cites_paper(entry.head, block.lines[0]):
            entry.head_numbers.update(numbers)
            return
        for number, line in zip(numbers, block.lines, strict=True):
            _read_line(walk, entry, number, line, strict=strict)
    else:
        if block.kind != "markup":
            entry.in_fields = False
        entry.note_numbers.extend(numbers)
    if block.kind == "item":
        entry.lazy.update(numbers[1:])


_LOG_LINE = re.compile(
    r"\s*(?::[\w-]+:.*|CLOCK:.*|- State .*|- (?:CLOSING|Refiled|Rescheduled|New deadline).*"
    r"|(?:CLOSED|SCHEDULED|DEADLINE):.*)$"
)


def read_drawer(entry: Entry, numbers: list[int], lines: list[str]) -> None:
    """The drawers and dates below an Org heading: the day it was closed, ids, and notes of the log."""
    for number, line in zip(numbers, lines, strict=True):
        if not _LOG_LINE.match(line) and not is_blank(line):
            entry.note_numbers.append(number)
            continue
        entry.head_numbers.add(number)
        closed = re.search(r"CLOSED:\s*[\[<](\d{4}-\d\d-\d\d)", line)
        if closed:
            entry.head.date = closed[1]
        named = re.match(r"\s*:CUSTOM_ID:\s+(\S.*)$", line, re.IGNORECASE)
        if named:
            entry.head.key = entry.head.key or named[1].strip()
        else:
            read_property(entry.head, line)


def belongs(walk: Assembly, at: int) -> bool:
    """Whether a block that is no entry goes on the note of the entry above."""
    unit, entry = walk.units[at], walk.current
    assert entry is not None
    block = unit.block
    if entry.unit.kind == "row":
        return False
    if entry.unit.is_title_line and goes_below_title(unit):
        return True
    if block.depth or entry.unit.kind == "heading":
        return True
    if block.kind == "markup":
        return bool(entry.note_numbers)
    usual = _is_usual(walk, block.kind)
    if block.kind == "item":
        return _item_belongs(walk, at, usual)
    if block.kind == "fence":
        return usual or not block.gap
    if block.kind == "para" and _stands_between(walk, at):
        return True
    return usual or (not block.gap and block.kind == "quote")


def _stands_between(walk: Assembly, at: int) -> bool:
    """Whether a paragraph stands between two entries of one list, and does not lead in the second."""
    entry = walk.current
    if entry is None or entry.unit.kind != "item" or walk.units[at].block.text.rstrip().endswith((":", "：")):
        return False
    following = next((unit for unit in islice(walk.units, at + 1, None) if unit.kind != "para"), None)
    same = following is not None and following.block.marker[-1:] == entry.unit.block.marker[-1:]
    return same and following is not None and following.role == "entry"


def _is_usual(walk: Assembly, kind: str) -> bool:
    entries = walk.follows["entries"]
    return entries < 4 or walk.follows[kind] >= (0.3 if kind != "item" else 0.04) * entries


def _item_belongs(walk: Assembly, at: int, usual: bool) -> bool:
    unit, entry = walk.units[at], walk.current
    assert entry is not None
    if not unit.block.gap:
        return usual or entry.unit.kind == "item"
    text = unit.block.text
    bare = strip_marks(re.sub(r"!\[[^\]]*\]\([^)]*\)", "", text)).strip()
    is_label_line = not bare or re.match(r"\W{0,3}[^:：]{1,24}[:：]\s*$", bare) or not entry.note_numbers
    if unit.has_children and not is_label_line and walk.follows["entries"] >= 4:
        return False
    return usual
