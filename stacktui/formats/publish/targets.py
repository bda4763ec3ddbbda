"""What the entries of a page should say, from the list when it was read last, the list now, and the library."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from stacktui.formats.document import DocumentNote
from stacktui.formats.importing import CHANGED, KNOWN, PlannedDocument
from stacktui.formats.kept import as_was, document_of, drafts_of, entries_of, notes_of
from stacktui.formats.newer import with_changes
from stacktui.formats.publish.style import Entry, Style
from stacktui.formats.publish.values import differing, value_of
from stacktui.formats.sameness import merged
from stacktui.library import Library
from stacktui.library.records import cleaned
from stacktui.merge import merge_lines
from stacktui.model import FreeNote, Paper

_UNITED = ("links", "tags", "categories")


@dataclass
class Target:
    """An entry of the page and the paper that it is about."""

    entry: Entry
    doc_id: int
    wanted: Paper
    """What the entry should say."""
    fields: list[str] = field(default_factory=list)
    """The fields that it does not say yet."""
    held: list[str] = field(default_factory=list)
    """Fields that were changed on both sides, and wait for a choice."""


@dataclass
class NoteTarget:
    """A free note of the page, by its place in the document, with the text that it should have."""

    place: int
    doc_id: int
    wanted: FreeNote


def targets(
    library: Library, record: Mapping[str, Any], style: Style, planned: PlannedDocument | None
) -> Iterator[Target]:
    """Every entry of the page with a paper in the library."""
    drafts = {draft.sources[0].line: cleaned(draft) for draft in drafts_of(record) if draft.sources}
    entries = {entry.get("line"): entry for entry in entries_of(record)}
    for place, entry in enumerate(style.entries):
        line = entry.source.line if planned is None else old_line(planned, place)
        old, draft = entries.get(line), drafts.get(line)
        doc_id = old.get("id") if old else None
        if old is None or draft is None or not isinstance(doc_id, int) or doc_id not in library.papers:
            continue
        paper = library.papers[doc_id]
        was = as_was(old, draft)
        merged_paper = paper if planned is None else _after_import(planned, place, paper)
        yield _target(entry, draft, was, paper, merged_paper)


def old_line(planned: PlannedDocument, place: int) -> int | None:
    """The line that an entry of a newer version had in the version before."""
    before = planned.papers[place].before
    return before.sources[0].line if before is not None and before.sources else None


def _after_import(planned: PlannedDocument, place: int, paper: Paper) -> Paper:
    """The paper with what the list changed, as importing it would make it."""
    entry = planned.papers[place]
    if entry.action not in (KNOWN, CHANGED):
        return paper
    return with_changes(paper, entry.before, entry.draft) if entry.before is not None else merged(paper, entry.draft)


def _target(entry: Entry, draft: Paper, was: Paper, paper: Paper, now: Paper) -> Target:
    wanted: dict[str, object] = {}
    held = []
    for name in differing(paper, was):
        if value_of(now, name) == value_of(entry.paper, name):
            continue
        if _is_contested(name, entry.paper, draft, now):
            held.append(name)
            continue
        value = _wanted(name, entry.paper, draft, was, now)
        if value != getattr(entry.paper, name):
            wanted[name] = value
    return Target(entry, paper.id, entry.paper.edit(**wanted), list(wanted), held)


def _is_contested(name: str, here: Paper, draft: Paper, now: Paper) -> bool:
    """Whether the list changed a field too, or an earlier disagreement over it is not settled."""
    for conflict in now.conflicts:
        if conflict.field == name and conflict.value == value_of(here, name):
            return True
    return name not in (*_UNITED, "note") and value_of(here, name) not in (value_of(draft, name), value_of(now, name))


def _wanted(name: str, here: Paper, draft: Paper, was: Paper, now: Paper) -> Any:
    mine, old, new = (getattr(paper, name) for paper in (here, was, now))
    if name == "note":
        own = draft.note if was.note != draft.note else old
        new = _own_lines(own, old, new) if own != old else new
        return new if mine == own else tuple(merge_lines(own, new, mine, "theirs")[0])
    if name in _UNITED:
        kept = [item for item in mine if item in new or item not in old]
        return tuple(dict.fromkeys((*kept, *(item for item in new if item not in old))))
    return new


def _own_lines(own: Sequence[str], old: Sequence[str], new: Sequence[str]) -> tuple[str, ...]:
    """What of the note ``new`` a list should say whose own lines were ``own``, of the ``old`` ones of all lists.

    Lines that other lists brought are left out, also where they were rewritten; what was added goes into every list.
    """
    from difflib import SequenceMatcher

    shared = SequenceMatcher(None, old, own, autojunk=False).get_matching_blocks()
    its_own = {at + step for at, _, size in shared for step in range(size)}
    kept: list[str] = []
    for what, start, end, first, last in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            kept += [old[at] for at in range(start, end) if at in its_own]
        elif what == "insert" or not its_own.isdisjoint(range(start, end)):
            kept += new[first:last]
    return tuple(kept)


def note_targets(
    library: Library, record: Mapping[str, Any], style: Style, planned: PlannedDocument | None
) -> Iterator[NoteTarget]:
    """The free notes of the page whose text the library has otherwise."""
    old = {entry.get("line"): entry for entry in notes_of(record)}
    before = document_of(record)
    texts = {note.lines[0][0]: note for note in before.notes if note.lines} if before else {}
    by_id = {entry.get("id"): line for line, entry in old.items()}
    saved = {note.id: note for note in planned.notes} if planned else {}
    for place, note in enumerate(style.document.notes):
        line: Any = note.lines[0][0] if planned is None else by_id.get(planned.notes_plan.ids.get(place))
        entry = old.get(line, {})
        doc_id = entry.get("id")
        if not isinstance(doc_id, int) or doc_id not in library.notes or line not in texts:
            continue
        was = tuple(map(str, entry.get("differs", texts[line].text)))
        mine = saved.get(doc_id, library.notes[doc_id])
        text = note.text
        if library.notes[doc_id].text != was and mine.text != note.text:
            merges = note.text != was and not planned
            text = tuple(merge_lines(was, mine.text, note.text, "theirs")[0]) if merges else mine.text
        title, date = (_mine(mine, texts[line], note, name) for name in ("title", "date"))
        if (text, title, date) != (note.text, note.title, note.date):
            yield NoteTarget(place, doc_id, mine.edit(text=text, title=title, date=date))


def _mine(mine: FreeNote, was: DocumentNote, here: DocumentNote, name: str) -> str:
    """A line of a note: the library's where that changed, else the list's."""
    changed = getattr(mine, name) != getattr(was, name)
    return str(getattr(mine if changed and getattr(here, name) == getattr(was, name) else here, name))
