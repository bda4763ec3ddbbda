"""From blocks with roles to a document: entries with their notes, free notes, headings, what was ignored."""

from __future__ import annotations

from stacktui.formats.document import Document, DocumentNote, DocumentPaper, Heading, Ignored, as_ranges
from stacktui.formats.lists.blocks import Block, is_blank
from stacktui.formats.lists.coverage import with_lost_lines
from stacktui.formats.lists.entries import add_to_entry, belongs, start_entry
from stacktui.formats.lists.finish import finish_papers
from stacktui.formats.lists.free import place_free
from stacktui.formats.lists.head import finish_links
from stacktui.formats.lists.inline import strip_marks
from stacktui.formats.lists.learn import count_following, find_bare_headings, find_title, is_about_papers, learn_fields
from stacktui.formats.lists.notes import note_text
from stacktui.formats.lists.pattern import find_entries
from stacktui.formats.lists.regions import mark_regions
from stacktui.formats.lists.sections import read_heading
from stacktui.formats.lists.units import Unit, make_units
from stacktui.formats.lists.walk import Assembly, Entry, Place, category_path, ignore, numbers_of


def assemble(text: str, blocks: list[Block], format_name: str) -> Document:
    """The document that the blocks of a text make."""
    source = text.split("\n")
    units = make_units(blocks)
    mark_regions(units)
    title_at, title = find_title(units)
    find_entries(units, about_papers=is_about_papers(units, title))
    find_bare_headings(units)
    walk = Assembly(source, units, title_at, title, count_following(units), *learn_fields(units))
    for at in range(len(units)):
        _place(walk, at)
    return _finish(walk, format_name)


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
    following = next((unit for unit in walk.units[at + 1 :] if unit.kind != "rule"), None)
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


def _finish(walk: Assembly, format_name: str) -> Document:
    for entry in walk.entries:
        finish_links(entry.head)
    papers = finish_papers(
        walk.entries,
        [_bare_paper(walk, entry) for entry in walk.entries],
        " ".join([walk.title, *walk.intro, *_front(walk)]),
    )
    notes = tuple(
        DocumentNote(as_ranges(numbers), title, note_text(walk.source, numbers, {}, set()), date, category)
        for numbers, title, date, category in walk.notes
    )
    document = Document(
        format_name,
        tuple(papers),
        notes,
        tuple(walk.headings),
        tuple(walk.ignored),
        tuple(walk.unknown),
        title=strip_marks(walk.title),
        extra={"empty_categories": _empty_categories(walk)},
    )
    return with_lost_lines(document, walk.source)


def _empty_categories(walk: Assembly) -> tuple[str, ...]:
    """Headings between papers that stand over nothing: categories for which papers are still to come."""
    return tuple(path for at, path in walk.sections if not walk.filled.get(at))


def _front(walk: Assembly) -> list[str]:
    return ["\n".join(unit.block.lines) for unit in walk.units if unit.kind == "front"]


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
