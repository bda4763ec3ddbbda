"""From blocks with roles to a document: entries with their notes, free notes, headings, what was ignored."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace

from stacktui.formats.document import Document, DocumentNote, DocumentPaper, Heading, Ignored, Unknown, as_ranges
from stacktui.formats.lists.blocks import Block, is_blank
from stacktui.formats.lists.fields import Read, read_field_line
from stacktui.formats.lists.finish import finish_papers
from stacktui.formats.lists.head import Head, finish_links
from stacktui.formats.lists.inline import strip_marks, tokenize
from stacktui.formats.lists.links import host_kind, is_label, label_kind
from stacktui.formats.lists.notes import note_text
from stacktui.formats.lists.pattern import find_entries
from stacktui.formats.lists.regions import mark_regions
from stacktui.formats.lists.sections import Section, read_heading, shelf_status, speaks_of_papers
from stacktui.formats.lists.titles import author_likeness
from stacktui.formats.lists.units import Unit, make_units
from stacktui.model import Link
from stacktui.text import has_cjk


@dataclass(slots=True)
class Entry:
    """A paper while its lines are gathered."""

    unit: Unit
    head: Head
    head_numbers: set[int] = field(default_factory=set)
    note_numbers: list[int] = field(default_factory=list)
    replaced: dict[int, str] = field(default_factory=dict)
    lazy: set[int] = field(default_factory=set)
    in_fields: bool = True
    """Whether the next lines may still be fields."""
    categories: list[str] = field(default_factory=list)
    date: str = ""
    shelf: str = ""
    is_rated_below: bool = False
    """Whether stars stand on a line of their own, below the title."""


@dataclass(slots=True)
class Place:
    """A heading above the present line."""

    level: int
    section: Section
    marked: bool
    counts: bool
    """Whether it is a category; the title of the document is none."""
    line: int


@dataclass(slots=True)
class Assembly:
    """The state of the walk over all blocks."""

    source: list[str]
    units: list[Unit]
    title_at: int
    title: str
    follows: Counter[str]
    names_below: bool
    child_fields: bool
    entries: list[Entry] = field(default_factory=list)
    notes: list[tuple[list[int], str, str, str]] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    ignored: list[Ignored] = field(default_factory=list)
    unknown: list[Unknown] = field(default_factory=list)
    path: list[Place] = field(default_factory=list)
    current: Entry | None = None
    free_open: bool = False
    intro: list[str] = field(default_factory=list)
    sections: list[tuple[int, str]] = field(default_factory=list)
    """Line and category path of each heading that is a category."""
    filled: dict[int, bool] = field(default_factory=dict)
    """Whether something stands below the heading at a line."""


def assemble(text: str, blocks: list[Block], format_name: str) -> Document:
    """The document that the blocks of a text make."""
    source = text.split("\n")
    units = make_units(blocks)
    mark_regions(units)
    title_at, title = _find_title(units)
    find_entries(units, about_papers=_is_about_papers(units, title))
    _find_bare_headings(units)
    walk = Assembly(source, units, title_at, title, _count_following(units), *_learn_fields(units))
    for at in range(len(units)):
        _place(walk, at)
    return _finish(walk, format_name)


def _is_about_papers(units: list[Unit], title: str) -> bool:
    heads = [unit.block.text for unit in units if unit.kind in ("heading", "para", "front")][:12]
    return speaks_of_papers(" ".join([title, *heads]))


# -- what the document as a whole says -----------------------------------------------------------------------------


def _find_title(units: list[Unit]) -> tuple[int, str]:
    """The place and text of the document's own title: of its head matter, or its first and highest heading."""
    for unit in units:
        if unit.kind == "front":
            found = re.search(
                r"^\s*#?\+?title\s*[:=]\s*[\"']?(.*?)[\"']?\s*(?:#.*)?$", "\n".join(unit.block.lines), re.I | re.M
            )
            if found:
                return -1, found[1].strip()
    headings = [at for at, unit in enumerate(units) if unit.kind == "heading"]
    if headings and not units[headings[0]].block.mark:
        first = units[headings[0]]
        alone = sum(units[at].block.level <= first.block.level for at in headings) == 1
        plain = strip_marks(first.block.text)
        section = read_heading(first.block.text)
        if section.is_contents or section.date:
            return -1, ""
        if alone and len(headings) > 1:
            return headings[0], plain
        if first.block.level == 1 and speaks_of_papers(plain) and not _has_items_below(units, headings[0]):
            return headings[0], plain
    return -1, ""


def _has_items_below(units: list[Unit], at: int) -> bool:
    for unit in units[at + 1 :]:
        if unit.kind == "heading":
            return False
        if unit.kind in ("item", "row", "para") and not unit.role and unit.head.evidence >= 2.5:
            return True
    return False


def _find_bare_headings(units: list[Unit]) -> None:
    """Short lines without any mark that stand above entries are headings."""
    entries = [at for at, unit in enumerate(units) if unit.role == "entry"]
    if not entries:
        return
    by_paragraph = sum(units[at].kind == "para" for at in entries) > len(entries) / 2
    certain = False
    for at in range(entries[-1], -1, -1):
        unit = units[at]
        if unit.role or not _is_bare_heading(units, at, by_paragraph):
            continue
        following = next((other for other in units[at + 1 :] if other.kind != "markup"), None)
        if following is None:
            continue
        if (
            following.role in ("entry", "heading")
            or following.kind == "heading"
            or shelf_status(unit.block.text)[1]
            or certain
        ):
            unit.role = "heading"
            certain = True


def _is_bare_heading(units: list[Unit], at: int, by_paragraph: bool) -> bool:
    unit = units[at]
    if unit.kind != "para" or len(unit.block.lines) != 1 or unit.block.depth or not unit.block.gap:
        return False
    text = strip_marks(unit.block.text).strip()
    if shelf_status(text)[1]:
        return True
    if by_paragraph or len(text) > 48 or len(text.split()) > 7 or not any(map(str.isalpha, text)):
        return False
    if re.search(r"[,.;!?，。；！？、]|\]\(|://", text.rstrip(":：")) or (has_cjk(text) and len(text) > 24):
        return False
    following = units[at + 1] if at + 1 < len(units) else None
    return following is not None and (following.block.gap or text.endswith((":", "：")) or following.role == "entry")


def _count_following(units: list[Unit]) -> Counter[str]:
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


def _learn_fields(units: list[Unit]) -> tuple[bool, bool]:
    """Whether the line below a title usually holds authors; whether the first items below it are fields."""
    total = authors = children = fields = 0
    for at, unit in enumerate(units):
        if unit.role != "entry" or unit.kind == "row":
            continue
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


# -- the walk ------------------------------------------------------------------------------------------------------


def _place(walk: Assembly, at: int) -> None:
    unit = walk.units[at]
    if walk.path and unit.kind not in ("heading", "rule", "markup") and unit.role not in ("heading", "group"):
        walk.filled[walk.path[-1].line] = True
    if unit.role == "entry":
        _start_entry(walk, unit)
    elif unit.role == "ignored":
        _place_ignored(walk, at)
    elif unit.role == "group" or unit.kind == "heading" or unit.role == "heading":
        _place_heading(walk, at)
    elif walk.current is not None and _belongs(walk, at):
        _add_to_entry(walk, unit)
    else:
        _place_free(walk, at)


def _numbers(block: Block) -> list[int]:
    return list(block.numbers) or list(range(block.first, block.last + 1))


def _ignore(walk: Assembly, unit: Unit, reason: str) -> None:
    ranges = as_ranges(_numbers(unit.block))
    if walk.ignored and walk.ignored[-1].reason == reason and reason != "separator":
        walk.ignored[-1] = Ignored((*walk.ignored[-1].lines, *ranges), reason)
    else:
        walk.ignored.append(Ignored(ranges, reason))


def _place_ignored(walk: Assembly, at: int) -> None:
    unit = walk.units[at]
    if unit.kind == "rule":
        if walk.current is not None and walk.current.unit.kind == "heading" and _note_goes_on(walk, at):
            _add_to_entry(walk, unit)
            return
        walk.current = None
    if unit.reason == "head of a table" and walk.current is not None and walk.current.unit.kind == "heading":
        _add_to_entry(walk, unit)
        return
    if unit.kind in ("para", "item"):
        walk.current = None
    walk.free_open = False
    _ignore(walk, unit, unit.reason)


def _note_goes_on(walk: Assembly, at: int) -> bool:
    following = next((unit for unit in walk.units[at + 1 :] if unit.kind != "rule"), None)
    if following is None or following.role in ("entry", "ignored") or walk.current is None:
        return False
    return following.kind != "heading" or following.block.level > walk.current.unit.block.level


def _place_heading(walk: Assembly, at: int) -> None:
    unit = walk.units[at]
    block = unit.block
    if walk.current is not None and _is_part_of(unit, walk.current.unit):
        _add_to_entry(walk, unit)
        return
    walk.current, walk.free_open = None, False
    if at == walk.title_at:
        _ignore(walk, unit, "title of the document")
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
    if counts and not section.is_cruft and not section.date:
        walk.sections.append((block.first, "/".join(place.section.category for place in walk.path if place.counts)))
    walk.headings.append(Heading(block.first, strip_marks(block.text).strip(" :：") or block.text))
    for number in _numbers(block)[1:]:
        if unit.role != "group" and not is_blank(walk.source[number - 1]):
            walk.ignored.append(Ignored(((number, number),), "line below a heading"))


def _start_entry(walk: Assembly, unit: Unit) -> None:
    head = unit.head
    entry = Entry(unit, head)
    if unit.kind == "heading":
        head.tags.extend(unit.block.cells)
    for place in walk.path:
        entry.date = place.section.date or entry.date
        entry.shelf = place.section.status or entry.shelf
    categories = [place.section.category for place in walk.path if place.counts]
    entry.categories = ["/".join(categories)] if categories else []
    if unit.kind == "heading":
        walk.path = [place for place in walk.path if place.level < unit.block.level]
        categories = [place.section.category for place in walk.path if place.counts]
        entry.categories = ["/".join(categories)] if categories else []
    numbers = _numbers(unit.block)
    taken = len(numbers) if unit.kind == "row" else min(unit.head_count, len(numbers))
    entry.head_numbers.update(numbers[:taken])
    walk.entries.append(entry)
    walk.current, walk.free_open = entry, False
    if unit.kind != "row":
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
    if not entry.in_fields:
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
    from stacktui.formats.lists.fields import _read_labelled

    if _read_labelled(probe, line.strip()):
        _read_labelled(head, line.strip())
        return Read(True)
    return Read(False, line)


def _add_to_entry(walk: Assembly, unit: Unit) -> None:
    entry = walk.current
    assert entry is not None
    block = unit.block
    numbers = _numbers(block)
    if block.kind == "drawer":
        read_drawer(entry, numbers, block.lines)
    elif block.kind in ("item", "para") and entry.in_fields:
        strict = block.kind == "item"
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
        named = re.match(r"\s*:(DOI|URL|YEAR|AUTHORS?|CUSTOM_ID|VENUE|ARXIV|RATING):\s+(\S.*)$", line, re.IGNORECASE)
        if named and named[1].upper() == "CUSTOM_ID":
            entry.head.key = entry.head.key or named[2].strip()
        elif named:
            read_field_line(entry.head, f"{named[1].lower()}: {named[2].strip()}")


def _belongs(walk: Assembly, at: int) -> bool:
    """Whether a block that is no entry goes on the note of the entry above."""
    unit, entry = walk.units[at], walk.current
    assert entry is not None
    block = unit.block
    if entry.unit.kind == "row":
        return False
    if block.depth or entry.unit.kind == "heading":
        return True
    if block.kind == "markup":
        return bool(entry.note_numbers)
    usual = _is_usual(walk, block.kind)
    if block.kind == "item":
        return _item_belongs(walk, at, usual)
    if block.kind == "fence":
        return usual or not block.gap
    return usual or (not block.gap and block.kind == "quote")


def _is_usual(walk: Assembly, kind: str) -> bool:
    entries = walk.follows["entries"]
    return entries < 4 or walk.follows[kind] >= (0.2 if kind != "item" else 0.04) * entries


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


# -- what belongs to no entry --------------------------------------------------------------------------------------


def _place_free(walk: Assembly, at: int) -> None:
    unit = walk.units[at]
    block = unit.block
    if walk.current is not None:
        walk.free_open = False
        walk.current = None
    if block.kind == "fence":
        _place_fence(walk, unit)
    elif block.kind in ("markup", "drawer"):
        _ignore(walk, unit, "page markup")
    elif _is_introduction(walk, unit):
        walk.intro.extend(block.lines)
        _ignore(walk, unit, "introduction")
    elif block.kind in ("item", "para") and _may_be_paper(unit):
        walk.free_open = False
        walk.unknown.extend(Unknown(number, walk.source[number - 1]) for number in _numbers(block))
    else:
        _add_free(walk, at)


def _place_fence(walk: Assembly, unit: Unit) -> None:
    inner = [line for line in unit.block.lines[1:-1] if not is_blank(line)]
    empty = [line for line in inner if re.match(r"\s*(?:[-*+#]+\s*)?[^:：]{1,40}[:：]\s*$", line)]
    if inner and len(empty) >= 0.6 * len(inner):
        _ignore(walk, unit, "template")
        walk.free_open = False
    elif not walk.entries:
        _ignore(walk, unit, "introduction")
    else:
        _append_free(walk, unit, "")


def _is_introduction(walk: Assembly, unit: Unit) -> bool:
    if walk.entries:
        return False
    if unit.kind in ("para", "quote") and not (walk.path and walk.path[-1].section.date):
        return True
    return not any(place.counts for place in walk.path) and not any(place.section.date for place in walk.path)


def _may_be_paper(unit: Unit) -> bool:
    """A line with a link to a paper that was not taken for an entry: someone should look at it."""
    if unit.block.depth or unit.head.evidence < 1.0:
        return False
    return host_kind(unit.head.url or "") == "paper" and unit.head.likeness > 0


def _add_free(walk: Assembly, at: int) -> None:
    unit = walk.units[at]
    restart = unit.kind == "item" and not unit.block.depth and re.match(r"[(（]?1[.)、）]", unit.block.marker)
    lone = unit.kind == "item" and not unit.block.depth and unit.has_children and unit.block.gap
    if restart or lone:
        walk.free_open = False
    _append_free(walk, unit, strip_marks(unit.block.text))


def _append_free(walk: Assembly, unit: Unit, first: str) -> None:
    numbers = _numbers(unit.block)
    if walk.free_open:
        walk.notes[-1][0].extend(numbers)
        return
    place = walk.path[-1].section if walk.path else None
    date = next((place.section.date for place in reversed(walk.path) if place.section.date), "")
    dated = place is not None and place.date
    title = (place.category if dated and place else "") or first[:80] or (place.text if place else "") or "Note"
    category = "/".join(place.section.category for place in walk.path if place.counts)
    walk.notes.append((numbers, title, date, category))
    walk.free_open = True


# -- the document --------------------------------------------------------------------------------------------------


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
        note_numbers = [line, *numbers]
    return DocumentPaper(
        line=line,
        title=head.title,
        head_lines=as_ranges(entry.head_numbers - {line}),
        note=text,
        note_lines=as_ranges(number for number in note_numbers if not is_blank(walk.source[number - 1])),
    )


def with_lost_lines(document: Document, source: list[str]) -> Document:
    """The document with every line that has no place yet among the unknown ones."""
    placed: set[int] = set()
    for paper in document.papers:
        placed.add(paper.line)
        for ranges in (paper.head_lines, paper.note_lines):
            placed.update(number for first, last in ranges for number in range(first, last + 1))
    for lines in (*(note.lines for note in document.notes), *(region.lines for region in document.ignored)):
        placed.update(number for first, last in lines for number in range(first, last + 1))
    placed.update(heading.line for heading in document.headings)
    placed.update(line.line for line in document.unknown)
    lost = [Unknown(at, line) for at, line in enumerate(source, 1) if at not in placed and not is_blank(line)]
    if not lost:
        return document
    return replace(document, unknown=tuple(sorted((*document.unknown, *lost), key=lambda line: line.line)))
