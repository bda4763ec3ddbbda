"""Publish: what changed in the library goes back into the file of a list; first a plan with a diff, then one step.

The list may have changed as well since it was read: then importing it is part of the step, what both sides changed
is left as it stands in the file and told, and everything else of both sides is kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from stacktui.formats import parse_document
from stacktui.formats.importing import plan_import
from stacktui.formats.kept import entries_of, with_corrections
from stacktui.formats.publish.day_logs import NewNoteJob, NoteJob
from stacktui.formats.publish.files import check_format, read_list, record_for
from stacktui.formats.publish.jobs import EntryJob
from stacktui.formats.publish.moving import RemoveJob
from stacktui.formats.publish.new_entries import NewEntryJob
from stacktui.formats.publish.newcomers import new_entries
from stacktui.formats.publish.page import Page
from stacktui.formats.publish.places import sections
from stacktui.formats.publish.plan import PublishPlan, Wishes
from stacktui.formats.publish.rehousing import changed_entry
from stacktui.formats.publish.settling import Settled, settle
from stacktui.formats.publish.style import Entry, Style
from stacktui.formats.publish.targets import NoteTarget, Target, note_targets, old_line, targets
from stacktui.formats.publish.values import value_of
from stacktui.library import Library
from stacktui.model import Paper

_NOTHING = Wishes()


def plan_publish(library: Library, path: str, wishes: Wishes = _NOTHING) -> PublishPlan:
    """What publishing would do to the file at ``path``; nothing is changed."""
    list_id, record = record_for(library, path)
    check_format(record, path)
    data = read_list(path)
    page = Page.read(data, path)
    document = parse_document(data, path, str(record["format"]))
    planned = None
    if record.get("sha256") != document.sha256:
        planned = plan_import(library, [document]).documents[0]
        document = planned.document
    style = Style(with_corrections(document, record), page.lines)
    return _plan(library, PublishPlan(path, list_id, page, page, incoming=planned), record, style, wishes)


def _plan(library: Library, plan: PublishPlan, record: Mapping[str, Any], style: Style, wishes: Wishes) -> PublishPlan:
    found = list(targets(library, record, style, plan.incoming))
    noted = list(note_targets(library, record, style, plan.incoming))
    alone = Counter(target.doc_id for target in found)
    jobs = [changed_entry(style, each, record, is_only=alone[each.doc_id] == 1) for each in found if each.fields]
    note_jobs = [NoteJob(style, each.place, each.wanted) for each in noted]
    removed = list(_removed(library, plan, record, style))
    leaving = [RemoveJob(style, entry) for entry in removed] if wishes.drop_removed else []
    news = list(new_entries(library, plan, record, style, wishes))
    new_notes = [NewNoteJob(style, library.notes[doc_id]) for doc_id in sorted(wishes.notes)]
    settled = settle(plan.before, style, [*jobs, *note_jobs, *leaving, *news, *new_notes])
    plan.after, plan.edits, plan.places = settled.page, settled.edits, dict(settled.places)
    plan.gone = settled.gone
    plan.sections = [name for name in sections(style) if name]
    _tell(plan, found, jobs, settled)
    _tell_notes(plan, noted, note_jobs, settled)
    _tell_new(plan, news, settled)
    _tell_new_notes(plan, new_notes, settled)
    for entry in removed:
        titles = plan.dropped if entry.source.line in settled.gone else plan.thrown
        titles.append(entry.paper.title)
    return plan


def _removed(library: Library, plan: PublishPlan, record: Mapping[str, Any], style: Style) -> Iterator[Entry]:
    """The entries whose papers are no more in the library."""
    ids = {entry.get("line"): entry.get("id") for entry in entries_of(record)}
    for place, entry in enumerate(style.entries):
        line = entry.source.line if plan.incoming is None else old_line(plan.incoming, place)
        doc_id = ids.get(line)
        if isinstance(doc_id, int) and doc_id not in library.papers:
            yield entry


def _tell(plan: PublishPlan, found: Sequence[Target], jobs: Sequence[EntryJob], settled: Settled) -> None:
    for target in found:
        plan.held += [(target.entry.paper.title, name) for name in target.held]
        if target.held:
            plan.waiting[target.doc_id] = target.held
    for job in jobs:
        title = job.entry.paper.title
        read = settled.style.by_line.get(settled.where(job.entry.source.line))
        plan.unshown += [(title, name) for name in job.unshown if not _is_said(read, job.paper, name)]
        if job.entry.source.line in settled.places:
            plan.moved.append(title)
        if job.ways and any(edit in settled.edits for edit in job.edits()):
            plan.changed.append(title)


def _is_said(found: Entry | None, wanted: Paper, name: str) -> bool:
    """Whether the new page says what was meant after all, such as the status that follows from a note."""
    return found is not None and value_of(found.paper, name) == value_of(wanted, name)


def _tell_notes(plan: PublishPlan, noted: Sequence[NoteTarget], jobs: Sequence[NoteJob], settled: Settled) -> None:
    for target, job in zip(noted, jobs, strict=True):
        if job.edits() and all(edit in settled.edits for edit in job.edits()):
            plan.notes += 1
        else:
            plan.unshown.append((target.wanted.title, "free note"))


def _tell_new_notes(plan: PublishPlan, news: Sequence[NewNoteJob], settled: Settled) -> None:
    for job in news:
        if job.edits() and job.edits()[0] in settled.edits:
            plan.notes += 1
            plan.new_notes.append(job.note)
        else:
            plan.unwritten.append(job.note.title or job.note.date)


def _tell_new(plan: PublishPlan, news: Sequence[NewEntryJob], settled: Settled) -> None:
    for job in news:
        if job.edits() and job.edits()[0] in settled.edits:
            plan.added[job.line(settled.edits)] = job.paper.id
            plan.unshown += [(job.paper.title, name) for name in job.unshown(settled.style, settled.edits)]
        else:
            plan.unwritten.append(job.paper.title)
