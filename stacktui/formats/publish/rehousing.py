"""Whether an entry that changed belongs elsewhere in the list: under another heading, on another shelf."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from stacktui.formats.publish.growth import remembered_end
from stacktui.formats.publish.headings import spots_with_heading
from stacktui.formats.publish.jobs import EntryJob
from stacktui.formats.publish.moving import MoveJob
from stacktui.formats.publish.places import Spot, end_of, section_for, sections, shelf, spots_for
from stacktui.formats.publish.style import Style
from stacktui.formats.publish.targets import Target
from stacktui.model import Paper


def changed_entry(style: Style, target: Target, record: Mapping[str, Any], *, is_only: bool) -> EntryJob:
    """The job for an entry that is to say something else; it moves where its place says it."""
    end = remembered_end(record)
    if is_only and "categories" in target.fields and (place := _other_section(style, target, end)):
        return MoveJob(style, target.entry, target.wanted, target.fields, ("categories",), *place)
    if is_only and "status" in target.fields and (spots := _other_shelf(style, target, end)):
        section = _section(target.entry.source.categories)
        return MoveJob(style, target.entry, target.wanted, target.fields, ("status",), spots, section)
    return EntryJob(style, target.entry, target.wanted, target.fields)


def _section(categories: tuple[str, ...]) -> str:
    return categories[0] if categories else ""


def _other_section(style: Style, target: Target, remembered: str) -> tuple[list[Spot], str] | None:
    """The places in the section of a new category, and its name; None where the entry may stay."""
    here, wanted = _section(target.entry.source.categories), target.wanted
    added = tuple(name for name in wanted.categories if name not in target.entry.paper.categories)
    if here in wanted.categories or not added:
        return None
    section = section_for(style, wanted.edit(categories=added))
    if section == here:
        return None
    if section is None:
        return spots_with_heading(style, added[0]), added[0]
    return _spots(style, wanted, section, remembered), section


def _spots(style: Style, paper: Paper, section: str, remembered: str) -> list[Spot]:
    return spots_for(style, paper, section, end_of(style, section, remembered))


def _other_shelf(style: Style, target: Target, remembered: str) -> list[Spot]:
    """The place among the entries of the new status, where the section keeps each status together."""
    section = _section(target.entry.source.categories)
    entries = sections(style).get(section, [])
    if target.entry.head.slot("status") is not None or not shelf(entries, target.wanted.status):
        return []
    return _spots(style, target.wanted, section, remembered)[:1]
