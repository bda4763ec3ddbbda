"""A list that was imported before: what its last version said, what was removed since, what nobody understood."""

from __future__ import annotations

from collections.abc import Sequence

from stacktui.formats.document import DocumentPaper
from stacktui.formats.drafts import list_name
from stacktui.formats.importing.plan import CHANGED, KNOWN, SKIP, PlannedDocument, PlannedPaper
from stacktui.formats.kept import drafts_of, entries_of, further_drafts_of, further_entries_of
from stacktui.formats.newer import align, with_changes
from stacktui.library import Library
from stacktui.model import FreeNote, Paper

UNCLEAR = "unresolved"
"""The field that marks the free note with the lines of a list that were not understood."""


def count_removed(library: Library, planned: PlannedDocument) -> None:
    """Count the papers of a list that lie in the trash, and those that are nowhere any more."""
    record = library.lists[planned.list_id]
    entries = [*entries_of(record), *further_entries_of(record)]
    ids = {doc_id for entry in entries if isinstance(doc_id := entry.get("id"), int)}
    planned.trashed = sum(doc_id in library.trash for doc_id in ids)
    planned.deleted = sum(doc_id not in library.papers and doc_id not in library.trash for doc_id in ids)


def last_import(library: Library, planned: PlannedDocument, drafts: Sequence[Paper]) -> dict[int, tuple[int, Paper]]:
    """For entries that the last version had: the id of the paper made from it, and what the list said then."""
    record = library.lists.get(planned.list_id)
    if planned.state != "newer" or record is None:
        return {}
    ids = {entry.get("line"): entry.get("id") for entry in entries_of(record)}
    old, further = drafts_of(record), further_drafts_of(record)
    papers = {place: ids.get(draft.sources[0].line if draft.sources else None) for place, draft in enumerate(old)}
    by_title = {entry.get("title"): entry.get("id") for entry in further_entries_of(record)}
    papers |= {place: by_title.get(draft.title) for place, draft in enumerate(further, len(old))}
    old = [*old, *further]
    aligned = align(old, drafts)
    planned.gone = [
        doc_id for place in aligned.gone if isinstance(doc_id := papers[place], int) and doc_id in library.papers
    ]
    return {
        place: (doc_id, old[found])
        for place, found in aligned.pairs.items()
        if isinstance(doc_id := papers[found], int)
    }


def plan_again(library: Library, source: DocumentPaper, draft: Paper, before: tuple[int, Paper]) -> PlannedPaper | None:
    """An entry that the last version had; None where its paper is gone from library and trash."""
    doc_id, old = before
    if doc_id in library.trash:
        return PlannedPaper(source, draft, SKIP, "in the trash", known=doc_id, before=old)
    paper = library.papers.get(doc_id)
    if paper is None:
        return None
    same = with_changes(paper, old, draft) == paper
    return PlannedPaper(source, draft, KNOWN if same else CHANGED, "same entry", known=doc_id, before=old)


def _is_from(note: FreeNote, name: str) -> bool:
    sources = note.unknown.get("sources")
    return isinstance(sources, list) and any(isinstance(each, dict) and each.get("list") == name for each in sources)


def plan_unclear(library: Library, planned: PlannedDocument) -> FreeNote | None:
    """The free note with the lines that were not understood: nothing of a list is out of sight.

    It follows the list as long as nobody wrote in it; then it only takes in lines that are new. One that was thrown
    away comes back for new lines alone.
    """
    name = list_name(planned.document)
    lines = tuple(line.text.strip() for line in planned.document.unknown)
    kept = library.lists.get(planned.list_id, {}).get("unknown")
    before = tuple(str(line.get("text", "")).strip() for line in kept or () if isinstance(line, dict))
    old = next((note for note in library.notes.values() if note.unknown.get(UNCLEAR) and _is_from(note, name)), None)
    known = set(before)
    added = tuple(line for line in lines if line not in known)
    if old is not None:
        text = lines if old.text == before and lines else (*old.text, *(line for line in added if line not in old.text))
        return old.edit(text=text) if text != old.text else None
    wanted = added if planned.list_id else lines
    if not wanted or not (planned.document.papers or planned.document.notes):
        return None
    source = {"list": name, "line": planned.document.unknown[0].line}
    return FreeNote(title=f"Not understood in {name}", text=wanted, unknown={"sources": [source], UNCLEAR: True})
