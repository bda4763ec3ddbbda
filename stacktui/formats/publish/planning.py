"""Publish: what changed in the library goes back into the file of a list; first a plan with a diff, then one step.

The list may have changed as well since it was read: then importing it is part of the step, what both sides changed
is left as it stands in the file and told, and everything else of both sides is kept.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from stacktui.errors import ReadOnlyLibrary, StackError
from stacktui.formats import parse_document
from stacktui.formats.document import Document
from stacktui.formats.drafts import draft_notes, draft_papers, list_name
from stacktui.formats.importing import PlannedDocument, apply_import, plan_import
from stacktui.formats.kept import (
    absolute,
    entries_of,
    entry_record,
    list_record,
    note_entry,
    notes_of,
    with_corrections,
)
from stacktui.formats.publish.diff import unified
from stacktui.formats.publish.growth import TOP, remembered_end
from stacktui.formats.publish.jobs import EntryJob, NoteJob
from stacktui.formats.publish.new_entries import NewEntryJob
from stacktui.formats.publish.page import Edit, Page, moved
from stacktui.formats.publish.places import end_of, section_for, sections, spots_for
from stacktui.formats.publish.settling import Settled, settle
from stacktui.formats.publish.style import Style
from stacktui.formats.publish.targets import NoteTarget, Target, note_targets, targets
from stacktui.library import Change, Library
from stacktui.model import Paper, Source

EDITABLE = ("markdown", "text", "org", "rst", "blog", "headed", "jekyll", "readme", "table", "checklist")
"""Formats of lists that a person writes; the others are written as a whole by ``export``."""


@dataclass
class PublishPlan:
    """What publishing a list would do to its file."""

    path: str
    list_id: int
    before: Page
    after: Page
    edits: tuple[Edit, ...] = ()
    changed: list[str] = field(default_factory=list)
    """Titles of the entries that change."""
    added: dict[int, int] = field(default_factory=dict)
    """Line in the new page -> id of the paper that is new there."""
    notes: int = 0
    """How many free notes change."""
    held: list[tuple[str, str]] = field(default_factory=list)
    """Title and field of what was changed on both sides: it stays as it is in the file."""
    waiting: dict[int, list[str]] = field(default_factory=dict)
    """The same fields by the ids of the papers."""
    unshown: list[tuple[str, str]] = field(default_factory=list)
    """Title and field of what was changed in the library and has no place in this list."""
    unplaced: list[str] = field(default_factory=list)
    """Titles of new papers that fit no section of the list."""
    unwritten: list[str] = field(default_factory=list)
    """Titles of new papers for which no entry of the list could be a model."""
    incoming: PlannedDocument | None = None
    """What the file has that the library has not yet, where it changed since it was read."""
    thrown: int = 0
    """Entries whose papers lie in the trash; their lines stay."""

    @property
    def is_empty(self) -> bool:
        """Whether the file would stay as it is."""
        return self.before == self.after

    def diff(self) -> list[str]:
        """The change of the file as a unified diff."""
        return unified(self.before, self.edits, os.path.basename(self.path))

    def summary(self) -> str:
        """One line: what would be written."""
        if self.is_empty:
            return f"{self.path}: nothing to publish"
        parts = [
            _count(len(self.changed), "paper changed", "papers changed"),
            _count(len(self.added), "paper added", "papers added"),
            _count(self.notes, "free note changed", "free notes changed"),
        ]
        return f"{self.path}: {', '.join(filter(None, parts))}"

    def remarks(self) -> Iterator[str]:
        """What one should know beside the diff."""
        for title, name in self.held:
            yield f"changed on both sides, left as it is in the list: {name} of {title}"
        if self.unshown:
            counts = Counter(name for _, name in self.unshown)
            yield "this list has no place for: " + ", ".join(f"{name} ({count})" for name, count in counts.items())
        if self.unplaced:
            yield (
                f"{_count(len(self.unplaced), 'new paper fits', 'new papers fit')} no section of the list; "
                "a category that the list has as a heading puts it there"
            )
        if self.unwritten:
            yield f"no way was found to write in the style of this list: {', '.join(self.unwritten)}"
        if self.thrown:
            yield f"{_count(self.thrown, 'entry is', 'entries are')} of papers in the trash; their lines stay"
        if self.incoming is not None:
            yield _incoming(self.incoming, self.is_empty)


def _count(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}" if number else ""


def _incoming(planned: PlannedDocument, only: bool) -> str:
    new, changed, gone = len([e for e in planned.papers if e.known == 0]), planned.count("changed"), len(planned.gone)
    parts = filter(
        None, (_count(new, "new", "new"), _count(changed, "changed", "changed"), _count(gone, "gone", "gone"))
    )
    what = ", ".join(parts) or "other lines"
    return f"the list changed since it was read ({what}): {'import' if only else 'this'} takes it into the library"


# -- planning ------------------------------------------------------------------------------------------------------


def plan_publish(library: Library, path: str) -> PublishPlan:
    """What publishing would do to the file at ``path``; nothing is changed."""
    list_id, record = _record_for(library, path)
    _check_format(record, path)
    data = _read(path)
    page = Page.read(data, path)
    document = parse_document(data, path, str(record["format"]))
    planned = None
    if record.get("sha256") != document.sha256:
        planned = plan_import(library, [document]).documents[0]
        document = planned.document
    document = with_corrections(document, record)
    return _plan(library, PublishPlan(path, list_id, page, page, incoming=planned), record, Style(document, page.lines))


def _plan(library: Library, plan: PublishPlan, record: Mapping[str, Any], style: Style) -> PublishPlan:
    planned = plan.incoming
    found = list(targets(library, record, style, planned))
    noted = list(note_targets(library, record, style, planned))
    jobs = [EntryJob(style, each.entry, each.wanted, each.fields) for each in found if each.fields]
    note_jobs = [NoteJob(style, each.place, each.wanted) for each in noted]
    news = list(_new_entries(library, plan, record, style))
    settled = settle(plan.before, style, [*jobs, *note_jobs, *news])
    plan.after, plan.edits = settled.page, settled.edits
    _tell(plan, found, jobs, settled)
    _tell_notes(plan, noted, note_jobs, settled)
    _tell_new(plan, news, settled)
    plan.thrown = sum(entry.get("id") in library.trash for entry in entries_of(record))
    return plan


def _record_for(library: Library, path: str) -> tuple[int, Mapping[str, Any]]:
    """The record of the list in a file: by its place, else by its name where only one list is called so."""
    place = absolute(path)
    named = []
    for list_id, record in library.lists.items():
        if record.get("file") == place:
            return list_id, record
        if os.path.basename(str(record.get("file", ""))) == os.path.basename(path):
            named.append((list_id, record))
    if len(named) == 1 and os.path.exists(path) and not os.path.exists(str(named[0][1].get("file", ""))):
        return named[0]
    if os.path.isdir(path):
        raise StackError(f"{path} is a folder", "name the file of a list")
    if not os.path.exists(path):
        raise StackError(f"there is no file {path}", _known_lists(library))
    raise StackError(
        f"{path} was never imported", f"`stacktui import {path}` reads it first, then publish can change it"
    )


def _known_lists(library: Library) -> str:
    names = [str(record.get("file")) for record in library.lists.values() if record.get("file")]
    return f"lists that were imported: {', '.join(names)}" if names else "no list was imported yet"


def _check_format(record: Mapping[str, Any], path: str) -> None:
    kind = str(record.get("format"))
    if kind not in EDITABLE:
        raise StackError(
            f"{path} is {kind}, which is not edited line by line", f"`stacktui export --to {kind}` writes it"
        )
    if not isinstance(record.get("text"), list):
        raise StackError(
            f"{path} was too long to be kept when it was imported", "`stacktui export` writes a fresh page"
        )


def _read(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read()
    except FileNotFoundError:
        raise StackError(
            f"{path} is gone", "it was imported from there; `stacktui export` writes a fresh page"
        ) from None
    except OSError as error:
        raise StackError(f"cannot read {path}: {error.strerror}") from None


def _new_entries(library: Library, plan: PublishPlan, record: Mapping[str, Any], style: Style) -> Iterator[NewEntryJob]:
    there = {entry.get("id") for entry in entries_of(record)} | set(record.get("gone") or ())
    if plan.incoming is not None:
        there |= {entry.known for entry in plan.incoming.papers} | set(plan.incoming.gone)
    alone = sum(each.get("format") in EDITABLE for each in library.lists.values()) == 1
    waiting: dict[str, list[Paper]] = {}
    for paper in library.stack():
        if paper.id in there or paper.sources or not style.entries:
            continue
        section = section_for(style, paper)
        if section is None and alone and set(sections(style)) == {""}:
            section = ""
        if section is not None:
            waiting.setdefault(section, []).append(paper)
        elif alone:
            plan.unplaced.append(paper.title)
    for section, papers in waiting.items():
        end = end_of(style, section, remembered_end(record))
        for more, paper in enumerate(papers if end == TOP else reversed(papers)):
            yield NewEntryJob(style, paper, section, spots_for(style, paper, section, end, more))


def _tell(plan: PublishPlan, found: Sequence[Target], jobs: Sequence[EntryJob], settled: Settled) -> None:
    for target in found:
        plan.held += [(target.entry.paper.title, name) for name in target.held]
        if target.held:
            plan.waiting[target.doc_id] = target.held
    for job in jobs:
        title = job.entry.paper.title
        plan.unshown += [(title, name) for name in job.unshown]
        if any(edit in settled.edits for edit in job.edits()):
            plan.changed.append(title)


def _tell_notes(plan: PublishPlan, noted: Sequence[NoteTarget], jobs: Sequence[NoteJob], settled: Settled) -> None:
    for target, job in zip(noted, jobs, strict=True):
        if job.edits() and all(edit in settled.edits for edit in job.edits()):
            plan.notes += 1
        else:
            plan.unshown.append((target.wanted.title, "free note"))


def _tell_new(plan: PublishPlan, news: Sequence[NewEntryJob], settled: Settled) -> None:
    for job in news:
        if job.edits() and job.edits()[0] in settled.edits:
            plan.added[job.line(settled.edits)] = job.paper.id
            plan.unshown += [(job.paper.title, name) for name in job.unshown(settled.style, settled.edits)]
        else:
            plan.unwritten.append(job.paper.title)


# -- doing it ------------------------------------------------------------------------------------------------------


def apply_publish(library: Library, plan: PublishPlan) -> Change:
    """Write the file, then what the library should know of it, as one step that can be undone (but for the file)."""
    if library.read_only:
        raise ReadOnlyLibrary("the library cannot be written, so the list was left alone", library.read_only_reason)
    data = plan.after.encode()
    if _read(plan.path) != plan.before.encode():
        raise StackError(f"{plan.path} was changed meanwhile", "look at what would be published once more")
    if not plan.is_empty:
        _write(plan.path, data)
    with library.step(f"publish {os.path.basename(plan.path)}") as step:
        if plan.incoming is not None:
            apply_import(library, plan_import(library, [parse_document(plan.before.encode(), plan.path)]))
        _keep(library, plan, data)
        return step.change


def _write(path: str, data: bytes) -> None:
    from stacktui.store.files import replace_file

    target = os.path.realpath(path)
    if not os.access(target, os.W_OK):
        raise StackError(f"{path} cannot be written", "look at its permissions")
    try:
        replace_file(target, [data], fsync=True, before_rename=lambda: None)
    except OSError as error:
        raise StackError(f"cannot write {path}: {error.strerror}", "the list is as it was") from None


def _keep(library: Library, plan: PublishPlan, data: bytes) -> None:
    """The record of the list, as it is now."""
    record = library.lists[plan.list_id]
    document = with_corrections(parse_document(data, plan.path, str(record["format"])), record)
    ids = {moved(plan.edits, entry["line"]): entry["id"] for entry in entries_of(record) if "id" in entry}
    ids.update(plan.added)
    name = list_name(document)
    for line, doc_id in plan.added.items():
        library.update([doc_id], lambda paper, line=line: _from_list(paper, name, line), "publish")  # type: ignore[misc]
    kept = list_record(
        document,
        list(_entries(library, document, ids, plan.waiting)),
        list(_notes(library, document, plan)),
        library.stamp(),
    )
    library.update_list(plan.list_id, {**record, **kept, "file": absolute(plan.path)})


def _from_list(paper: Paper, name: str, line: int) -> Paper:
    return paper.edit(sources=(*paper.sources, Source(name, line)))


def _entries(
    library: Library, document: Document, ids: Mapping[int, int], waiting: Mapping[int, Sequence[str]]
) -> Iterator[dict[str, Any]]:
    for source, draft in zip(document.papers, draft_papers(document), strict=True):
        doc_id = ids.get(source.line)
        if doc_id is not None:
            yield entry_record(source.line, doc_id, draft, library.papers.get(doc_id), waiting.get(doc_id, ()))


def _notes(library: Library, document: Document, plan: PublishPlan) -> Iterator[dict[str, Any]]:
    record = library.lists[plan.list_id]
    ids = {moved(plan.edits, entry["line"]): entry["id"] for entry in notes_of(record) if "id" in entry}
    for note, draft in zip(document.notes, draft_notes(document), strict=True):
        doc_id = ids.get(note.lines[0][0]) if note.lines else None
        if doc_id:
            yield note_entry(note.lines[0][0], doc_id, draft, library.notes.get(doc_id))
