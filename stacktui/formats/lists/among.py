"""Bare titles among entries: no link, no venue, but written like the papers around them, which have these."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stacktui.formats.lists.inline import strip_marks
from stacktui.formats.lists.links import host_kind, is_label
from stacktui.formats.lists.sections import read_heading
from stacktui.formats.lists.titles import author_likeness, title_likeness
from stacktui.formats.lists.units import Unit

_ENOUGH = 4
_MOST = 0.8
_FEWEST_WORDS = 4
_CLEAR = 1.2
_NO_PAPERS = ("", "resource", "mail", "anchor", "home")


def find_among(units: list[Unit], inside: set[int]) -> None:
    """Make entries of bare titles that stand in a row of entries and have their form."""
    for row in _rows(units, inside):
        entries = sum(unit.role == "entry" for unit in row)
        if entries < _ENOUGH or entries < _MOST * len(row):
            continue
        bold = sum(unit.role == "entry" and unit.head.shape == "bold" for unit in row) > _MOST * entries
        for unit in row:
            if not unit.role and (_is_linked_heading(unit) or _is_clear_title(unit) or (bold and _is_all_bold(unit))):
                unit.role = "entry"


def _rows(units: list[Unit], inside: set[int]) -> Iterator[list[Unit]]:
    """Blocks of one form: items of a section or with the same sign, numbered paragraphs, headings that are set off."""
    alike: dict[tuple[object, ...], list[Unit]] = {}
    section = 0
    for at, unit in enumerate(units):
        if unit.kind == "heading":
            section = at
        if unit.role in ("", "entry") and at not in inside:
            for form in _forms(unit, section):
                alike.setdefault(form, []).append(unit)
    yield from alike.values()


def _forms(unit: Unit, section: int) -> Iterator[tuple[object, ...]]:
    block = unit.block
    if unit.kind == "heading" and unit.head.shape in ("link", "bold"):
        yield "heading", block.level
    elif unit.kind == "item" and not block.depth:
        yield "item", section
        if not any(map(str.isalnum, block.marker)):
            yield "sign", block.marker
    elif unit.kind == "para" and not block.depth and unit.head.started in ("number", "bracket"):
        yield "para", unit.head.started


def _is_linked_heading(unit: Unit) -> bool:
    """A short title among linked ones."""
    if unit.kind != "heading" or unit.head.shape != "link" or host_kind(unit.head.url or "") in _NO_PAPERS:
        return False
    section = read_heading(unit.block.text)
    return bool(unit.head.url) and not (section.is_cruft or section.is_contents or section.date or section.status)


def _is_all_bold(unit: Unit) -> bool:
    """A short title in bold among bold ones, and nothing else in its line."""
    title = unit.head.title
    alone = unit.kind == "item" and not unit.has_children and strip_marks(unit.block.text).strip() == title
    return alone and unit.head.shape == "bold" and not is_label(title) and not title.endswith((":", "："))


def _is_clear_title(unit: Unit) -> bool:
    head, text = unit.head, strip_marks(unit.block.text)
    title = head.title
    if unit.has_children or len(unit.block.lines) > 2 or head.note or is_label(title) or "://" in text:
        return False
    if unit.kind == "heading" and (section := read_heading(unit.block.text)) and (section.is_cruft or section.date):
        return False
    if len(title.split()) < _FEWEST_WORDS or title_likeness(title) < _CLEAR or author_likeness(title) >= 0.6:
        return False
    long_words = [word for word in re.findall(r"[A-Za-z][\w-]+", title) if len(word) > 3]
    return bool(long_words) and sum(word[0].isupper() for word in long_words) >= 0.6 * len(long_words)
