"""Blocks that belong to no entry: introductions, templates, free notes, lines to look at."""

from __future__ import annotations

import re

from stacktui.formats.document import Unknown
from stacktui.formats.lists.blocks import is_blank
from stacktui.formats.lists.inline import strip_marks
from stacktui.formats.lists.links import host_kind
from stacktui.formats.lists.units import Unit
from stacktui.formats.lists.walk import Assembly, category_path, ignore, numbers_of


def place_free(walk: Assembly, at: int) -> None:
    """Give a block that belongs to no entry its place."""
    unit = walk.units[at]
    block = unit.block
    if walk.current is not None:
        walk.free_open = False
        walk.current = None
    if block.kind == "fence":
        _place_fence(walk, unit)
    elif block.kind in ("markup", "drawer"):
        ignore(walk, unit, "page markup")
    elif _is_introduction(walk, unit):
        walk.intro.extend(block.lines)
        ignore(walk, unit, "introduction")
    elif block.kind in ("item", "para") and _may_be_paper(unit):
        walk.free_open = False
        walk.unknown.extend(Unknown(number, walk.source[number - 1]) for number in numbers_of(block))
    else:
        _add_free(walk, at)


def _place_fence(walk: Assembly, unit: Unit) -> None:
    inner = [line for line in unit.block.lines[1:-1] if not is_blank(line)]
    empty = [line for line in inner if re.match(r"\s*(?:[-*+#]+\s*)?[^:：]{1,40}[:：]\s*$", line)]
    if inner and len(empty) >= 0.6 * len(inner):
        ignore(walk, unit, "template")
        walk.free_open = False
    elif not walk.has_entries:
        ignore(walk, unit, "introduction")
    else:
        _append_free(walk, unit, "")


def _is_introduction(walk: Assembly, unit: Unit) -> bool:
    if walk.has_entries:
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
    _append_free(walk, unit, strip_marks(unit.block.text[:400]))


def _append_free(walk: Assembly, unit: Unit, first: str) -> None:
    numbers = numbers_of(unit.block)
    if walk.free_open:
        walk.notes[-1][0].extend(numbers)
        return
    place = walk.path[-1].section if walk.path else None
    date = next((place.section.date for place in reversed(walk.path) if place.section.date), "")
    dated = place is not None and place.date
    title = (place.category if dated and place else "") or first[:80] or (place.text if place else "") or "Note"
    category = category_path(walk.path)
    walk.notes.append((numbers, title, date, category))
    walk.free_open = True
