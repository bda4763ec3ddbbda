"""Write the file of a list as planned, then what the library should know of it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from stacktui.errors import ReadOnlyLibrary, StackError
from stacktui.formats import parse_document
from stacktui.formats.document import Document
from stacktui.formats.drafts import draft_notes, draft_papers, list_name
from stacktui.formats.importing import apply_import, plan_import
from stacktui.formats.kept import (
    absolute,
    entries_of,
    entry_record,
    list_record,
    note_entry,
    notes_of,
    with_corrections,
)
from stacktui.formats.publish.files import read_list, write_list
from stacktui.formats.publish.plan import PublishPlan
from stacktui.library import Change, Library
from stacktui.model import Paper, Source


def apply_publish(library: Library, plan: PublishPlan) -> Change:
    """Write the file, then what the library should know of it, as one step that can be undone (but for the file)."""
    if library.read_only:
        raise ReadOnlyLibrary("the library cannot be written, so the list was left alone", library.read_only_reason)
    data = plan.after.encode()
    if read_list(plan.path) != plan.before.encode():
        raise StackError(f"{plan.path} was changed meanwhile", "look at what would be published once more")
    if not plan.is_empty:
        write_list(plan.path, data)
    with library.step(f"publish {os.path.basename(plan.path)}") as step:
        if plan.incoming is not None:
            apply_import(library, plan_import(library, [parse_document(plan.before.encode(), plan.path)]))
        _keep(library, plan, data)
        return step.change


def _keep(library: Library, plan: PublishPlan, data: bytes) -> None:
    """The record of the list, as it is now."""
    record = library.lists[plan.list_id]
    document = with_corrections(parse_document(data, plan.path, str(record["format"])), record)
    kept = [entry for entry in entries_of(record) if "id" in entry and entry["line"] not in plan.gone]
    ids = {plan.where(entry["line"]): entry["id"] for entry in kept} | plan.added
    name = list_name(document)
    for line, doc_id in plan.added.items():
        library.update([doc_id], lambda paper, line=line: _from_list(paper, name, line), "publish")  # type: ignore[misc]
    renewed = list_record(
        document,
        list(_entries(library, document, ids, plan.waiting)),
        list(_notes(library, document, plan)),
        library.stamp(),
    )
    library.update_list(plan.list_id, {**record, **renewed, "file": absolute(plan.path)})


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
    ids = {plan.where(entry["line"]): entry["id"] for entry in notes_of(record) if "id" in entry}
    for note, draft in zip(document.notes, draft_notes(document), strict=True):
        doc_id = ids.get(note.lines[0][0]) if note.lines else None
        new = [each.id for each in plan.new_notes if (each.title, each.date) == (note.title, note.date)]
        doc_id = doc_id or next(iter(new), None)
        if doc_id:
            yield note_entry(note.lines[0][0], doc_id, draft, library.notes.get(doc_id))
