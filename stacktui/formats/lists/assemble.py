"""From blocks with roles to a document: entries with their notes, free notes, headings, what was ignored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from itertools import islice

from stacktui.formats.document import Document, DocumentNote, DocumentPaper, Heading, Ignored, as_ranges
from stacktui.formats.lists.blocks import Block, is_blank
from stacktui.formats.lists.coverage import with_lost_lines
from stacktui.formats.lists.entries import add_to_entry, belongs, start_entry
from stacktui.formats.lists.finish import ends_shelf, finish_papers
from stacktui.formats.lists.free import place_free
from stacktui.formats.lists.habits import read_habits
from stacktui.formats.lists.head import finish_links
from stacktui.formats.lists.inline import strip_marks
from stacktui.formats.lists.learn import (
    count_following,
    find_bare_headings,
    find_title,
    headings_behind,
    is_about_papers,
    learn_fields,
)
from stacktui.formats.lists.notes import note_text
from stacktui.formats.lists.parts import Part, parts_of
from stacktui.formats.lists.pattern import find_entries
from stacktui.formats.lists.regions import mark_regions
from stacktui.formats.lists.sections import read_heading
from stacktui.formats.lists.units import Unit, make_units
from stacktui.formats.lists.walk import Assembly, Entry, Place, category_path, ignore, joined, numbers_of
from stacktui.formats.watching import expect_parts

LONGEST_INTRODUCTION = 20_000
"""How many characters of what stands before the first paper are asked what the list is for."""


Cut = Callable[[list[str]], list[Block]]


def assemble(source: list[str], cut: Cut, format_name: str, shown: list[str] | None = None) -> Document:
    """The document that a list makes: its lines, what cuts lines into blocks, and the lines as they should be read
    where these are others (``shown``). A very long list is read in parts.
    """
    shown = source if shown is None else shown
    walk = Assembly(source, [], -1, "", Counter(), False, False)
    for part in parts_of(source, format_name):
        _read_part(walk, part, shown, cut)
    _finish_entries(walk)
    return _document(walk, format_name)


def _read_part(walk: Assembly, part: Part, shown: list[str], cut: Cut) -> None:
    is_first, is_last = not part.start, part.end == len(shown)
    expect_parts(part.start, part.end, len(shown))
    blocks = _numbered(cut(part.lines(shown)), part)
    units = walk.units = make_units(blocks)
    mark_regions(units, is_first=is_first, is_last=is_last)
    walk.title_at = -1
    if is_first:
        walk.title_at, walk.title = find_title(units, headings_behind(shown, part.end))
        walk.is_about_papers = is_about_papers(units, walk.title)
    walk.front += ["\n".join(unit.block.lines) for unit in units if unit.kind == "front" and is_first]
    find_entries(units, about_papers=walk.is_about_papers)
    find_bare_headings(units)
    walk.follows = count_following(units)
    walk.names_below, walk.child_fields = learn_fields(units)
    for at, unit in enumerate(units):
        if part.start < unit.block.first <= part.end:
            _place(walk, at)
    if not is_last:
        _finish_entries(walk, but=walk.current)


def _numbered(blocks: list[Block], part: Part) -> list[Block]:
    """Blocks of a part with the line numbers of the whole list."""
    shift = part.start - len(part.before)
    if shift:
        for block in blocks:
            block.first += shift
            block.numbers = tuple(number + shift for number in block.numbers)
    return blocks


def _place(walk: Assembly, at: int) -> None:
    unit = walk.units[at]
    if walk.path and unit.kind not in ("heading", "rule", "markup") and unit.role not in ("heading", "group"):
        walk.filled[walk.path[-1].line] = True
    if unit.role == "entry":
        start_entry(walk, unit)
    elif unit.role == "ignored":
        _place_ignored(walk, at)
    elif unit.role == "group" or unit.kind == "heading" or unit.role == "heading":
        _place_heading(walk, at)
    elif walk.current is not None and belongs(walk, at):
        add_to_entry(walk, unit)
    else:
        place_free(walk, at)


def _place_ignored(walk: Assembly, at: int) -> None:
    unit = walk.units[at]
    if unit.kind == "rule":
        if walk.current is not None and walk.current.unit.kind == "heading" and _note_goes_on(walk, at):
            add_to_entry(walk, unit)
            return
        walk.current = None
    if unit.reason == "head of a table" and walk.current is not None and walk.current.unit.kind == "heading":
        add_to_entry(walk, unit)
        return
    if unit.kind in ("para", "item"):
        walk.current = None
    walk.free_open = False
    ignore(walk, unit, unit.reason)


def _note_goes_on(walk: Assembly, at: int) -> bool:
    following = next((unit for unit in islice(walk.units, at + 1, None) if unit.kind != "rule"), None)
    if following is None or following.role in ("entry", "ignored") or walk.current is None:
        return False
    return following.kind != "heading" or following.block.level > walk.current.unit.block.level


def _place_heading(walk: Assembly, at: int) -> None:
    unit = walk.units[at]
    block = unit.block
    if walk.current is not None and _is_part_of(unit, walk.current.unit):
        add_to_entry(walk, unit)
        return
    walk.current, walk.free_open = None, False
    if at == walk.title_at:
        ignore(walk, unit, "title of the document")
        walk.intro.append(block.text)
        return
    _push_heading(walk, unit)
    if unit.role == "group" and len(block.lines) > 1:
        for number in range(block.first + 1, block.last + 1):
            walk.headings.append(Heading(number, walk.source[number - 1].strip()))


def _is_part_of(unit: Unit, entry: Unit) -> bool:
    """Whether a heading is a part of the note below a heading that is an entry."""
    return entry.kind == unit.kind == "heading" and unit.block.level > entry.block.level


def _push_heading(walk: Assembly, unit: Unit) -> None:
    block = unit.block
    section = read_heading(block.text)
    level = block.level if block.kind == "heading" else 20 + block.depth if unit.role == "group" else 10
    walk.path = [place for place in walk.path if place.level < level]
    counts = bool(section.category) and strip_marks(block.text) != walk.title and not section.is_contents
    for place in walk.path:
        walk.filled[place.line] = True
    walk.path.append(Place(level, section, block.kind == "heading", counts, block.first))
    if counts and not section.is_cruft and not section.date and not section.month:
        walk.sections.append((block.first, category_path(walk.path)))
    walk.headings.append(Heading(block.first, strip_marks(block.text).strip(" :：") or block.text))
    for number in numbers_of(block)[1:]:
        if unit.role != "group" and not is_blank(walk.source[number - 1]):
            walk.ignored.append(Ignored(((number, number),), "line below a heading"))


def _finish_entries(walk: Assembly, but: Entry | None = None) -> None:
    """Make papers of the entries that were gathered; one that may go on is kept."""
    entries = [entry for entry in walk.entries if entry is not but]
    for entry in entries:
        finish_links(entry.head)
    read_habits([entry.head for entry in entries])
    bare = [_bare_paper(walk, entry) for entry in entries]
    introduction = " ".join([walk.title, *walk.intro, *walk.front])
    walk.papers += finish_papers(entries, bare, introduction[:LONGEST_INTRODUCTION], shelved=walk.shelved)
    walk.shelved = walk.shelved and not ends_shelf(entries, bare)
    walk.entries = [] if but is None else [but]


def _document(walk: Assembly, format_name: str) -> Document:
    notes = tuple(
        DocumentNote(as_ranges(numbers), title, note_text(walk.source, numbers, {}, set()), date, category)
        for numbers, title, date, category in walk.notes
    )
    document = Document(
        format_name,
        tuple(walk.papers),
        notes,
        tuple(walk.headings),
        tuple(joined(walk.ignored)),
        tuple(walk.unknown),
        title=strip_marks(walk.title),
        lines=walk.source,
        extra={"empty_categories": _empty_categories(walk)},
    )
    return with_lost_lines(document, walk.source)


def _empty_categories(walk: Assembly) -> tuple[str, ...]:
    """Headings between papers that stand over nothing: categories for which papers are still to come."""
    return tuple(path for at, path in walk.sections if not walk.filled.get(at))


def _bare_paper(walk: Assembly, entry: Entry) -> DocumentPaper:
    head = entry.head
    numbers = sorted(set(entry.note_numbers) - entry.head_numbers)
    while numbers and is_blank(walk.source[numbers[-1] - 1]):
        numbers.pop()
    text = note_text(walk.source, numbers, entry.replaced, entry.lazy)
    line = entry.unit.block.first
    note_numbers = numbers
    if head.note:
        text = (*head.note, *text)
        note_numbers = [*range(line, line + max(1, entry.unit.head_count)), *numbers]
    return DocumentPaper(
        line=line,
        title=head.title,
        head_lines=as_ranges(entry.head_numbers - {line}),
        note=text,
        note_lines=as_ranges(number for number in note_numbers if not is_blank(walk.source[number - 1])),
    )
