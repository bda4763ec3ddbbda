"""Which papers of the library are new to a list, and where in it they belong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from stacktui.errors import StackError
from stacktui.formats.kept import drafts_of, entries_of, further_entries_of
from stacktui.formats.publish.files import EDITABLE
from stacktui.formats.publish.growth import TOP, remembered_end
from stacktui.formats.publish.headings import spots_with_heading
from stacktui.formats.publish.new_entries import NewEntryJob
from stacktui.formats.publish.places import end_of, section_for, sections, spots_for
from stacktui.formats.publish.plan import PublishPlan, Wishes
from stacktui.formats.publish.style import Style
from stacktui.library import Library
from stacktui.model import Paper, tidy_category, within


def new_entries(
    library: Library, plan: PublishPlan, record: Mapping[str, Any], style: Style, wishes: Wishes
) -> Iterator[NewEntryJob]:
    """A job for every paper that comes into the list; what has no place there is put down in the plan."""
    if not style.entries:
        return
    waiting: dict[str, list[Paper]] = {}
    for paper in _strangers(library, plan, record, wishes):
        asked = paper.id in wishes.add
        section = _asked_section(style, paper, wishes) if asked else _own_section(library, plan, style, paper)
        if section is not None:
            waiting.setdefault(section, []).append(paper)
    for section, papers in waiting.items():
        end = end_of(style, section, remembered_end(record))
        for more, paper in enumerate(papers if end == TOP else reversed(papers)):
            spots = spots_for(style, paper, section, end, more) or spots_with_heading(style, section)
            yield NewEntryJob(style, paper, section, spots)


def _strangers(library: Library, plan: PublishPlan, record: Mapping[str, Any], wishes: Wishes) -> Iterator[Paper]:
    """The papers without an entry in the list, the newest push first."""
    there = {entry.get("id") for entry in (*entries_of(record), *further_entries_of(record))}
    gone = set(record.get("gone") or ())
    if plan.incoming is not None:
        there |= {entry.known for entry in plan.incoming.papers}
        gone |= set(plan.incoming.gone)
    for doc_id in wishes.add & there:
        raise StackError(f"{library.papers[doc_id].title} is in the list already")
    yield from (paper for paper in library.stack() if paper.id not in there | (gone - wishes.add))


def _asked_section(style: Style, paper: Paper, wishes: Wishes) -> str:
    """The section for a paper that a person wants in the list: a new one where none is called so."""
    if wishes.section is None:
        found = section_for(style, paper)
        return found if found is not None else paper.categories[0] if paper.categories else ""
    name = tidy_category(wishes.section)
    known = [section for section in sections(style) if section]
    alike = [each for each in known if each.casefold() == name.casefold()] or [
        each for each in known if each.rpartition("/")[2].casefold() == name.casefold()
    ]
    if len(alike) > 1:
        raise StackError(f"several sections are called {name}", f"say which one: {', '.join(alike)}")
    return alike[0] if alike else name


def _own_section(library: Library, plan: PublishPlan, style: Style, paper: Paper) -> str | None:
    """The section that the categories of a paper name, unless it has them from another list."""
    section = section_for(style, paper)
    alone = sum(each.get("format") in EDITABLE for each in library.lists.values()) == 1
    if section is not None:
        return section if not paper.sources or _is_put_there(library, paper, section) else None
    if paper.sources or not alone:
        return None
    if set(sections(style)) == {""}:
        return ""
    plan.unplaced.append(paper)
    return None


def _is_put_there(library: Library, paper: Paper, section: str) -> bool:
    """Whether a person gave a paper of other lists its category: these lists do not say it."""
    return not any(within(category, section) for category in _said(library, paper.id))


def _said(library: Library, doc_id: int) -> Iterator[str]:
    """The categories that the lists of a paper give it."""
    for record in library.lists.values():
        lines = {entry.get("line") for entry in entries_of(record) if entry.get("id") == doc_id}
        drafts = drafts_of(record) if lines else ()
        for draft in drafts:
            if draft.sources and draft.sources[0].line in lines:
                yield from draft.categories
