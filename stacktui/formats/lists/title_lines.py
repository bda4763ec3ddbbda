"""Titles in bold lines of their own, with a list of labelled links below: ``**Title**``, ``- arxiv: URL``."""

from __future__ import annotations

import re

from stacktui.formats.lists.fields import read_field_line
from stacktui.formats.lists.head import Head, merge_facts
from stacktui.formats.lists.links import is_label
from stacktui.formats.lists.units import Unit, is_bare_link
from stacktui.formats.lists.venues import read_bracket
from stacktui.formats.lists.words import words
from stacktui.model import Link

_BOLD_LINE = re.compile(r"\s*(?:\*\*[^*]+\*\*|__[^_]+__|<b>[^<]+</b>)\s*$")
_LABELLED_LINKS = re.compile(r"\s*([^:：<>\[\]]{1,60}?)\s*[:：]{1,2}\s*((?:<?https?://[^\s<>]+>?\s*)+)$")
_ADDRESS = re.compile(r"https?://[^\s<>]+")
_LABELLED_TEXT = re.compile(r"\s*([^:：<>\[\]]{1,30}?)\s*[:：]\s*(\S.*)$")


def find_title_lines(units: list[Unit]) -> set[int]:
    """Set the role of bold lines over labelled links, where at least two are; the places that belong to them."""
    places = [at for at, unit in enumerate(units) if _is_bold_line(unit)]
    titles = [at for at in places if _links_follow(units, at)]
    if len(titles) < 2 or len(titles) < 0.5 * len(places):
        return set()
    titles += [at for at, unit in enumerate(units) if _is_heading_over_links(unit) and _links_follow(units, at)]
    inside: set[int] = set()
    for at in titles:
        units[at].role, units[at].is_title_line = "entry", True
    for at in titles:
        inside.update(_places_below(units, at))
    return inside


def _is_bold_line(unit: Unit) -> bool:
    block = unit.block
    if unit.kind != "para" or unit.role or block.depth or len(block.lines) != 1:
        return False
    return bool(_BOLD_LINE.match(block.text)) and bool(unit.head.title)


def _is_heading_over_links(unit: Unit) -> bool:
    return unit.kind == "heading" and not unit.role and bool(unit.head.title)


def _links_follow(units: list[Unit], at: int) -> bool:
    """Whether labelled links stand among the first lines below a title."""
    for unit in units[at + 1 : at + 5]:
        if unit.kind == "markup":
            continue
        if unit.kind not in ("item", "para") or unit.block.depth or _is_bold_line(unit):
            return False
        if any(map(_LABELLED_LINKS.match, unit.block.lines[:4])):
            return True
        if unit.kind == "para" and "![" not in unit.block.text:
            return False
    return False


def _places_below(units: list[Unit], at: int) -> set[int]:
    places: set[int] = set()
    for place in range(at + 1, len(units)):
        unit = units[place]
        if unit.role or unit.kind in ("heading", "rule", "row") or _is_bold_line(unit):
            break
        places.add(place)
    return places


def goes_below_title(unit: Unit) -> bool:
    """Whether a block is a part of the entry whose bold title stands above: an item, or labelled links."""
    line = unit.block.lines[0]
    said = _LABELLED_TEXT.match(line)
    labelled = bool(_LABELLED_LINKS.match(line)) or bool(said and is_label(said[1]))
    return unit.kind == "item" or (unit.kind == "para" and labelled)


def read_below_title(head: Head, line: str) -> bool:
    """Take a line of the list below a bold title; False where it is a note."""
    if found := _LABELLED_LINKS.match(line):
        head.links.extend(Link(found[1].strip(" *_`"), url) for url in _ADDRESS.findall(found[2]))
        return True
    if is_bare_link(line) or (found := _LABELLED_TEXT.match(line)) is None:
        facts = read_bracket(line.strip())
        merge_facts(head.facts, facts) if facts else None
        return bool(facts) or _read_field(head, line)
    if found[1].casefold() in words("fields", "note"):
        return _take_introduction(head, found[2])
    return _read_field(head, line)


def _read_field(head: Head, line: str) -> bool:
    read = read_field_line(head, line)
    return read.taken and read.note is None


def _take_introduction(head: Head, text: str) -> bool:
    """``intro: ECCV 2016. A University``: a venue at the start; what stands behind it keeps the line in the note."""
    first, stop, rest = text.partition(". ")
    facts = read_bracket(first.strip(" ."))
    if facts and facts.venue and facts.year:
        merge_facts(head.facts, facts)
        return not (stop and rest.strip())
    return False
