"""Headings that are the titles of papers, with what stands below them as note."""

from __future__ import annotations

import re
from collections import defaultdict

from stacktui.formats.lists.fields import read_field_line
from stacktui.formats.lists.head import Head
from stacktui.formats.lists.labelled import is_labelled, read_property
from stacktui.formats.lists.links import host_kind
from stacktui.formats.lists.sections import read_heading
from stacktui.formats.lists.units import Unit


def find_title_headings(units: list[Unit]) -> None:
    """Headings of one level that are titles: by links of their own or by fields right below them."""
    levels: dict[int, list[int]] = defaultdict(list)
    for at, unit in enumerate(units):
        if unit.kind == "heading" and not unit.role:
            levels[unit.block.level].append(at)
    for places in levels.values():
        strong = [at for at in places if _is_title_heading(units, at)]
        marked = [at for at in strong if units[at].block.mark]
        if len(strong) >= 3 and len(strong) >= 0.6 * len(places):
            strong = [at for at in places if at in strong or _is_like_others(units, at)]
        alone = len(strong) == 1 and len(places) <= 2 and units[strong[0]].head.url
        if marked or alone or (len(strong) >= 2 and len(strong) >= 0.5 * len(places)):
            for at in strong:
                units[at].role = "entry"


def _is_like_others(units: list[Unit], at: int) -> bool:
    """Whether a heading among titles is one itself although nothing stands below it that says so."""
    head = units[at].head
    section = read_heading(units[at].block.text)
    if section.is_contents or section.is_cruft or section.date or section.status:
        return False
    return head.likeness >= 1.5 or bool(_ENDS_IN_YEAR.search(head.title))


_ENDS_IN_YEAR = re.compile(r"\w\s+(?:19|20)\d\d$")


def _is_title_heading(units: list[Unit], at: int) -> bool:
    unit = units[at]
    if unit.block.mark:
        return True
    section = read_heading(unit.block.text)
    if section.is_contents or section.is_cruft or section.date or section.status:
        return False
    head = unit.head
    if head.shape == "link" and head.url:
        return host_kind(head.url) in ("paper", "page", "file", "video") and head.evidence >= 1.5
    if head.facts.venue and head.facts.year and head.likeness >= 0.3:
        return True
    if head.url and host_kind(head.url) == "paper":
        return True
    if head.likeness >= 0.8 and _ENDS_IN_YEAR.search(head.title) and len(head.title.split()) >= 4:
        return True
    if _entries_below(units, at):
        return False
    fields = _fields_below(units, at)
    return fields >= (2 if head.likeness >= 0.5 else 4)


def _entries_below(units: list[Unit], at: int) -> bool:
    """Whether items below a heading are entries themselves."""
    found = 0
    for unit in units[at + 1 : at + 40]:
        if unit.kind == "heading":
            break
        if unit.kind == "row" or (unit.kind == "item" and _is_strong(unit)):
            found += 1
    return found >= 2 or (
        found == 1
        and any(unit.kind == "item" and _is_strong(unit) and unit.evidence >= 4.5 for unit in units[at + 1 : at + 3])
    )


def _is_strong(unit: Unit) -> bool:
    return unit.evidence >= 3.0 and unit.head.likeness >= 0.6 and not is_labelled(unit.block.text)


def _fields_below(units: list[Unit], at: int) -> int:
    """How many of the first lines below a heading are authors, links or other fields of one paper."""
    found = 0
    seen = 0
    probe = Head(title="?", shape="text")
    for unit in units[at + 1 : at + 6]:
        if unit.kind in ("heading", "row", "rule", "fence"):
            break
        if unit.kind == "drawer":
            found += _read_properties(probe, unit.block.lines)
            continue
        if unit.kind == "item" and unit.head.likeness >= 1.0 and unit.evidence >= 3.0:
            break
        for line in unit.block.lines[:3]:
            seen += 1
            if read_field_line(probe, line).taken:
                found += 1
        if seen > 5:
            break
    strong = bool(
        probe.authors or any(host_kind(link.url or "") == "paper" for link in probe.links) or probe.facts.venue
    )
    return found + 1 if strong and found else 0


def _read_properties(probe: Head, lines: list[str]) -> int:
    """How many of the properties of an Org heading are fields of a paper."""
    found = sum(read_property(probe, line) for line in lines)
    return found + 2 * any(host_kind(link.url or "") == "paper" for link in probe.links)


def below_title_headings(units: list[Unit]) -> set[int]:
    """The places below heading entries: what stands there is note."""
    inside: set[int] = set()
    level = 0
    for at, unit in enumerate(units):
        if unit.kind == "heading":
            if unit.role == "entry":
                level = unit.block.level
            elif unit.block.level <= level:
                level = 0
        elif level:
            inside.add(at)
    return inside
