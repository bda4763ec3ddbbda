"""Read some lines of a list as one entry, or as a note, because a person said that they are one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from stacktui.formats.document import DocumentPaper, Range, as_ranges
from stacktui.formats.lists.blocks import Block, is_blank, read_blocks
from stacktui.formats.lists.entries import add_to_entry, start_entry
from stacktui.formats.lists.finish import finish_papers
from stacktui.formats.lists.head import finish_links
from stacktui.formats.lists.inline import strip_marks
from stacktui.formats.lists.notes import note_text
from stacktui.formats.lists.units import Unit, make_units
from stacktui.formats.lists.walk import Assembly, Entry

_AS_THEY_ARE = ("item", "para", "heading", "row")
"""Kinds of blocks that the reader knows as entries."""


def blocks_of(text: str, format_name: str) -> list[Block]:
    """The blocks of a text in one of the formats of lists."""
    if format_name == "org":
        from stacktui.formats.lists.org import read_org_blocks

        return read_org_blocks(text)
    if format_name == "rst":
        from stacktui.formats.lists.rst import read_rst_blocks

        return read_rst_blocks(text)
    return read_blocks(text, markdown=format_name == "markdown")


def read_entry(source: Sequence[str], numbers: Sequence[int], format_name: str) -> DocumentPaper:
    """The paper that lines make, the first of them being its title; it always has one."""
    wanted = set(numbers)
    lines = [source[number - 1] if number in wanted else "" for number in range(numbers[0], numbers[-1] + 1)]
    above = _table_head(source, numbers[0])
    text = [*above, *lines]
    units = [unit for unit in make_units(blocks_of("\n".join(text), format_name)) if unit.block.last > len(above)]
    if not units or units[0].kind not in _AS_THEY_ARE or units[0].block.first <= len(above):
        units = make_units([Block("para", len(above) + 1, [lines[0].strip(" \t>#|`~=-") or lines[0].strip()])])
    paper = _assembled(text, units)
    return _moved(paper, numbers[0] - 1 - len(above), set(numbers))


def _table_head(source: Sequence[str], line: int) -> list[str]:
    """The head of the table that a row stands in."""
    first = line
    while first > 1 and "|" in source[first - 2] and "|" in source[line - 1]:
        first -= 1
    return [text for text in source[first - 1 : first + 1] if first + 1 < line]


def _assembled(text: list[str], units: list[Unit]) -> DocumentPaper:
    walk = Assembly(text, units, -1, "", Counter(), False, False)
    units[0].role = "entry"
    start_entry(walk, units[0])
    entry = walk.entries[0]
    for unit in units[1:]:
        add_to_entry(walk, unit)
    finish_links(entry.head)
    if not entry.head.title.strip():
        plain = strip_marks(units[0].block.text).strip()
        entry.head.title = plain if any(map(str.isalnum, plain)) else text[units[0].block.first - 1].strip()
    return finish_papers([entry], [_bare(walk, entry)], "")[0]


def _bare(walk: Assembly, entry: Entry) -> DocumentPaper:
    line = entry.unit.block.first
    numbers = [
        number
        for number in sorted(set(entry.note_numbers) - entry.head_numbers)
        if not is_blank(walk.source[number - 1])
    ]
    note = note_text(walk.source, numbers, entry.replaced, entry.lazy)
    of_head = range(line, line + entry.unit.head_count) if entry.head.note else ()
    return DocumentPaper(
        line=line,
        title=entry.head.title,
        head_lines=as_ranges(entry.head_numbers - {line}),
        note=(*entry.head.note, *note),
        note_lines=as_ranges((*of_head, *numbers)),
    )


def _moved(paper: DocumentPaper, by: int, wanted: set[int]) -> DocumentPaper:
    """A paper whose lines are counted from another place; each of its lines gets a place in it."""
    head = {number + by for first, last in paper.head_lines for number in range(first, last + 1)} & wanted
    note = {number + by for first, last in paper.note_lines for number in range(first, last + 1)} & wanted
    line = min(wanted)
    head |= wanted - note - {line}
    return replace(paper, line=line, head_lines=as_ranges(head - {line}), note_lines=as_ranges(note))


def note_of_lines(source: Sequence[str], numbers: Sequence[int]) -> tuple[str, ...]:
    """The text of lines as a note, the indent that they share taken off."""
    return note_text(list(source), list(numbers), {}, set())


def note_places(note: Sequence[str], ranges: Iterable[Range], source: Sequence[str]) -> list[int]:
    """For each line of a note the line of the source that it comes from; 0 where that cannot be told."""
    numbers = [number for first, last in ranges for number in range(first, last + 1)]
    places: list[int] = []
    at = 0
    for text in note:
        bare = text.strip()
        found = next((place for place in range(at, len(numbers)) if bare and bare in source[numbers[place] - 1]), None)
        at = at if found is None else found + 1
        places.append(0 if found is None else numbers[found])
    return places


def without_lines(
    note: Sequence[str], ranges: Iterable[Range], gone: Collection[int], source: Sequence[str]
) -> tuple[str, ...]:
    """A note without the text of some of its lines."""
    places = note_places(note, ranges, source)
    kept = [text for text, number in zip(note, places, strict=True) if number not in gone]
    while kept and is_blank(kept[-1]):
        kept.pop()
    while kept and is_blank(kept[0]):
        kept.pop(0)
    return tuple(kept)
