"""The free notes of a list that is imported again: which is which, what changed, what is there no more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from stacktui.formats.drafts import draft_notes, list_name
from stacktui.formats.kept import document_of, notes_of
from stacktui.library import Library
from stacktui.merge import merge_lines
from stacktui.model import FreeNote

_ALIKE = 0.5


@dataclass
class PlannedNotes:
    """What becomes of the free notes of a document."""

    save: list[FreeNote] = field(default_factory=list)
    """Notes that are new (id 0), changed, or gone from the list."""
    ids: dict[int, int] = field(default_factory=dict)
    """Place in the document -> the id of the note in the library; new ones have none yet."""
    new_places: dict[int, FreeNote] = field(default_factory=dict)
    """Place in the document -> the new note."""


def plan_notes(library: Library, document: Any, record: Mapping[str, Any]) -> PlannedNotes:
    """Match the notes of ``document`` with those of its last version and of the library."""
    plan = PlannedNotes()
    drafts = draft_notes(document)
    old, ids = _last_notes(record, list_name(document))
    pairs = align_notes(old, drafts)
    there = {(note.title, note.text): doc_id for doc_id, note in library.notes.items()}
    for place, draft in enumerate(drafts):
        doc_id = ids.get(pairs[place], 0) if place in pairs else 0
        if doc_id in library.notes:
            _take_changes(plan, library.notes[doc_id], old[pairs[place]], draft)
        else:
            doc_id = doc_id if doc_id in library.trash else there.get((draft.title, draft.text), 0)
        if doc_id:
            plan.ids[place] = doc_id
        else:
            plan.save.append(draft)
            plan.new_places[place] = draft
    _mark_gone(plan, library, [ids[place] for place in range(len(old)) if place in ids and place not in pairs.values()])
    return plan


def _last_notes(record: Mapping[str, Any], name: str) -> tuple[list[FreeNote], dict[int, int]]:
    """The notes of the last version, and the ids of those that are in the library."""
    document = document_of(record)
    if document is None:
        return [], {}
    by_line = {entry.get("line"): entry.get("id") for entry in notes_of(record)}
    ids = {
        place: doc_id
        for place, note in enumerate(document.notes)
        if note.lines and isinstance(doc_id := by_line.get(note.lines[0][0]), int)
    }
    return draft_notes(document), ids


def align_notes(old: Sequence[FreeNote], new: Sequence[FreeNote]) -> dict[int, int]:
    """Place in the new version -> place in the old one: the same text, then title and date, then half of the lines."""
    pairs: dict[int, int] = {}
    for same in (_same_text, _same_name, _alike):
        for place, note in enumerate(new):
            if place not in pairs:
                free = (at for at in range(len(old)) if at not in pairs.values())
                found = next((at for at in free if same(old[at], note)), None)
                if found is not None:
                    pairs[place] = found
    return pairs


def _same_text(one: FreeNote, other: FreeNote) -> bool:
    return (one.title, one.text) == (other.title, other.text)


def _same_name(one: FreeNote, other: FreeNote) -> bool:
    return (one.title, one.date) == (other.title, other.date)


def _alike(one: FreeNote, other: FreeNote) -> bool:
    mine, others = set(filter(str.strip, one.text)), set(filter(str.strip, other.text))
    shared = len(mine & others)
    return shared > 0 and shared >= _ALIKE * min(len(mine), len(others))


def _take_changes(plan: PlannedNotes, note: FreeNote, old: FreeNote, new: FreeNote) -> None:
    """Merge what changed in the list into the note of the library, whose own changes stand."""
    text = note.text
    if new.text not in (old.text, note.text):
        text = new.text if note.text == old.text else tuple(merge_lines(old.text, new.text, note.text, "theirs")[0])
    title = new.title if note.title == old.title else note.title
    unknown = {**note.unknown, **{name: value for name, value in new.unknown.items() if name == "sources"}}
    if (text, title) != (note.text, note.title):
        plan.save.append(note.edit(text=text, title=title, unknown=unknown))


def _mark_gone(plan: PlannedNotes, library: Library, ids: Sequence[int]) -> None:
    """The place in the list of notes that it has no more becomes empty."""
    for doc_id in ids:
        note = library.notes.get(doc_id)
        if note is None:
            continue
        sources = [{**each, "line": None} for each in note.unknown.get("sources", ()) if isinstance(each, dict)]
        if sources != note.unknown.get("sources"):
            plan.save.append(note.edit(unknown={**note.unknown, "sources": sources}))
