"""What is kept of a list in the library: enough to know later what changed, on either side.

A record of the table ``lists`` has the text of the list as it was read, and for each entry its line, the id of the
paper, and under ``differs`` the fields in which the paper differed from its entry at that time (a paper that came from
two lists says more than either). What differs from that later was changed in the library.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from stacktui.formats.document import Document
from stacktui.formats.drafts import draft_papers, further_drafts
from stacktui.formats.publish.values import FIELDS, differing, value_of
from stacktui.library.records import cleaned
from stacktui.model import FreeNote, Paper, Source

if TYPE_CHECKING:
    from stacktui.library import Library
    from stacktui.store import Record

LONGEST_KEPT = 2_000_000
"""Lists with more characters are not kept with the library; a newer version of them is compared by papers alone."""

_NOT_KEPT = ("json", "bibtex")


def list_record(
    document: Document, entries: Sequence[dict[str, Any]], notes: Sequence[dict[str, Any]], stamp: str
) -> dict[str, Any]:
    """The record of a list as it is now."""
    record: dict[str, Any] = {
        "file": absolute(document.file) if document.file else "",
        "title": document.title,
        "format": document.format,
        "sha256": document.sha256,
        "imported": stamp,
        "encoding": document.encoding,
        "newline": document.newline,
        "bom": document.bom,
        "entries": list(entries),
        "notes": list(notes),
        "unknown": [{"line": line.line, "text": line.text} for line in document.unknown],
    }
    if document.corrections:
        record["corrections"] = [dict(note) for note in document.corrections]
    if document.format not in _NOT_KEPT and is_kept(document):
        record["text"] = list(document.lines)
    return record


def is_kept(document: Document) -> bool:
    """Whether a list is short enough to be kept as it is."""
    return sum(map(len, document.lines)) + len(document.lines) <= LONGEST_KEPT


def absolute(place: str) -> str:
    """A path that holds wherever the program is started; ``-`` stays."""
    return os.path.abspath(place) if place != "-" else place


def entry_record(
    line: int, doc_id: int, draft: Paper, paper: Paper | None, waiting: Collection[str] = ()
) -> dict[str, Any]:
    """The record of one entry, with what its paper says otherwise.

    Fields that are ``waiting`` for a choice between two values are left out: once it is made, it is a change.
    """
    record: dict[str, Any] = {"line": line, "id": doc_id, "title": draft.title}
    if draft.url:
        record["url"] = draft.url
    if paper is not None:
        draft = cleaned(draft)
        differs = {name: value_of(paper, name) for name in differing(paper, draft) if name not in waiting}
        if differs:
            record["differs"] = differs
    return record


def contested(paper: Paper | None, draft: Paper) -> set[str]:
    """The fields in which a paper has another value than its entry, and the two wait for a choice."""
    draft = cleaned(draft)
    conflicts = paper.conflicts if paper is not None else ()
    return {each.field for each in conflicts if each.field in FIELDS and each.value == value_of(draft, each.field)}


def note_entry(line: int, doc_id: int, draft: FreeNote, note: FreeNote | None) -> dict[str, Any]:
    """The record of one free note, with its text where the library's is another."""
    record: dict[str, Any] = {"line": line, "id": doc_id}
    if note is not None and note.text != draft.text:
        record["differs"] = list(note.text)
    return record


def entries_of(record: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The entries of a list's record."""
    return _objects(record.get("entries"))


def notes_of(record: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The free notes of a list's record."""
    return _objects(record.get("notes"))


def _objects(value: Any) -> list[dict[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def corrections_of(record: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What a person corrected in the list."""
    return _objects(record.get("corrections"))


def with_corrections(document: Document, record: Mapping[str, Any]) -> Document:
    """The document with what a person corrected in it at its last import, unless it is corrected already."""
    notes = corrections_of(record)
    if not notes or document.corrections:
        return document
    from stacktui.formats.correcting import replayed

    return replayed(document, notes)


def document_of(record: Mapping[str, Any]) -> Document | None:
    """The list as it was when it was read last; None where its text was not kept."""
    from dataclasses import replace

    from stacktui.formats import FORMATS

    text, kind = record.get("text"), FORMATS.get(str(record.get("format")))
    parse = kind.parse if kind else None
    if not isinstance(text, list) or parse is None:
        return None
    lines = list(map(str, text))
    document = replace(parse("\n".join(lines)), file=str(record.get("file", "")), lines=lines)
    return with_corrections(document, record)


def drafts_of(record: Mapping[str, Any]) -> list[Paper]:
    """What the list said about its papers when it was read last; their titles alone where its text was not kept."""
    document = document_of(record)
    if document is not None:
        return draft_papers(document)
    return [
        Paper(title=str(entry.get("title", "")), url=str(entry.get("url") or ""), sources=(Source("", entry["line"]),))
        for entry in entries_of(record)
        if isinstance(entry.get("line"), int)
    ]


def further_entries_of(record: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What is kept of papers that share a line with another one; no line of the list is theirs to be written."""
    return _objects(record.get("further"))


def further_drafts_of(record: Mapping[str, Any]) -> list[Paper]:
    """What the list said about them when it was read last."""
    if not further_entries_of(record):
        return []
    document = document_of(record)
    if document is not None:
        return further_drafts(document)
    return [Paper(title=str(entry.get("title", ""))) for entry in further_entries_of(record)]


def as_was(entry: Mapping[str, Any], draft: Paper) -> Paper:
    """The paper as the library had it when the list was read last."""
    differs = entry.get("differs")
    if not isinstance(differs, dict):
        return draft
    known = {name: value for name, value in differs.items() if name in FIELDS}
    return draft.edit(**{name: getattr(Paper.from_record({name: value}), name) for name, value in known.items()})


def settle_other_lists(library: Library, before: Mapping[int, Paper], but: Iterable[int]) -> None:
    """What a list changed in papers is no change that other lists wait for: note it in their records.

    ``before`` has the papers as they were, ``but`` the id of that list.
    """
    papers = library.papers
    changed = {doc_id: names for doc_id, old in before.items() if (names := differing(papers[doc_id], old))}
    for list_id, record in library.lists.items():
        if list_id in but or not any(entry.get("id") in changed for entry in entries_of(record)):
            continue
        library.update_list(list_id, _settled(record, changed, before, library.papers))


def _settled(
    record: Record, changed: Mapping[int, list[str]], before: Mapping[int, Paper], now: Mapping[int, Paper]
) -> dict[str, Any]:
    drafts = {draft.sources[0].line: cleaned(draft) for draft in drafts_of(record) if draft.sources}
    entries = []
    for entry in entries_of(record):
        doc_id, draft = entry.get("id"), drafts.get(entry.get("line"))
        if isinstance(doc_id, int) and doc_id in changed and draft is not None:
            was = as_was(entry, draft)
            untouched = [name for name in changed[doc_id] if name not in differing(before[doc_id], was)]
            differs = {**entry.get("differs", {}), **{name: value_of(now[doc_id], name) for name in untouched}}
            entry = {**entry, "differs": differs}
        entries.append(entry)
    return {**record, "entries": entries}
