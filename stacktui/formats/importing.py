"""Bring documents into a library: first a plan that can be looked at and changed, then one step that does it.

Nothing is written before :func:`apply_import`. The same bytes again do nothing; a newer version of a list brings only
what is new or changed; what it has no more is marked, never deleted.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from stacktui.errors import StackError
from stacktui.formats.document import Document, DocumentPaper
from stacktui.formats.drafts import draft_notes, draft_papers, list_name
from stacktui.formats.free_notes import PlannedNotes, plan_notes
from stacktui.formats.kept import (
    absolute,
    contested,
    corrections_of,
    drafts_of,
    entries_of,
    entry_record,
    list_record,
    note_entry,
    settle_other_lists,
    with_corrections,
)
from stacktui.formats.moments import Moments
from stacktui.formats.newer import align, with_changes
from stacktui.formats.publish.growth import end_of_growth
from stacktui.formats.sameness import ASK, SAME, Known, merged
from stacktui.formats.whole import add_other_tables, fits_whole, holds_something, other_tables, tables_of, take_whole
from stacktui.library import Change, Library
from stacktui.library.records import stamp
from stacktui.model import FreeNote, Paper, Source

NEW, KNOWN, CHANGED, TWIN, DOUBTFUL, SKIP = "new", "known", "changed", "twin", "ask", "skip"
"""What becomes of an entry: a new paper; known and nothing to add; known and something to add; the same as an earlier
entry of this import; perhaps the same as another paper (a new one unless decided otherwise); left out."""

UNCLEAR = "unresolved"
"""The field that marks the free note with the lines of a list that were not understood."""

Progress = Callable[[int, int], bool]
"""Called with how much is done of how much; False stops the import, and nothing of it is written."""


@dataclass
class PlannedPaper:
    """One entry of a document and what is to become of it. ``action`` may be changed before applying."""

    source: DocumentPaper
    draft: Paper
    action: str
    reason: str = ""
    known: int = 0
    """The document id of the paper in the library that this one is, or may be."""
    twin: int = -1
    """The place in the plan of the entry that this one is the same as."""
    before: Paper | None = None
    """What the list said about this paper when it was imported last."""


@dataclass
class PlannedDocument:
    """A document and what is to become of its parts."""

    document: Document
    state: str
    """``new``, ``newer`` (imported before, changed since) or ``same`` (nothing to do)."""
    papers: list[PlannedPaper] = field(default_factory=list)
    notes: list[FreeNote] = field(default_factory=list)
    """Free notes that the library has not; an id of its own means that the note is changed."""
    notes_plan: PlannedNotes = field(default_factory=PlannedNotes)
    """Which note of the document is which of the library."""
    unclear: FreeNote | None = None
    """The free note that keeps the lines which were not understood, where it is new or changed."""
    gone: list[int] = field(default_factory=list)
    """Document ids of papers that the list has no more."""
    list_id: int = 0
    """The record of this list from its last import."""

    def count(self, *actions: str) -> int:
        """How many entries have one of these actions."""
        return sum(entry.action in actions for entry in self.papers)

    def summary(self) -> str:
        """One line: what would be done with this document."""
        document = self.document
        if self.state == "same":
            return f"{document.file}: nothing to do, the same file was imported before"
        if not holds_something(document):
            return f"{document.file}: no papers found"
        parts = [
            f"{self.count(NEW, DOUBTFUL)} new",
            f"{self.count(KNOWN)} already there",
            f"{self.count(CHANGED, TWIN)} changed",
            f"{self.count(DOUBTFUL)} to ask",
            f"{len(self.notes)} free notes",
            f"{document.ignored_lines} lines ignored",
            f"{len(document.unknown)} not understood",
        ]
        parts += other_tables(document)
        if self.gone:
            parts.append(f"{len(self.gone)} no longer in the list")
        return f"{document.file}: {len(document.papers)} papers ({document.format}): {', '.join(parts)}"


@dataclass
class ImportPlan:
    """What an import would do."""

    documents: list[PlannedDocument] = field(default_factory=list)

    @property
    def papers(self) -> list[PlannedPaper]:
        """All entries in order; ``twin`` counts in this list."""
        return [entry for planned in self.documents for entry in planned.papers]

    @property
    def new(self) -> list[PlannedPaper]:
        """Entries that become new papers."""
        return [entry for entry in self.papers if entry.action in (NEW, DOUBTFUL)]

    @property
    def known(self) -> list[PlannedPaper]:
        """Entries that are in the library as they are."""
        return [entry for entry in self.papers if entry.action == KNOWN]

    @property
    def changed(self) -> list[PlannedPaper]:
        """Entries that add something to a paper of the library or to an earlier entry."""
        return [entry for entry in self.papers if entry.action in (CHANGED, TWIN)]

    @property
    def ask(self) -> list[PlannedPaper]:
        """Entries that may be another paper of the library; new ones unless decided otherwise."""
        return [entry for entry in self.papers if entry.action == DOUBTFUL]

    @property
    def is_empty(self) -> bool:
        """Whether applying this would change nothing."""
        return all(planned.state == "same" or not holds_something(planned.document) for planned in self.documents)

    def summary(self) -> list[str]:
        """One line a document."""
        return [planned.summary() for planned in self.documents]


@dataclass(frozen=True)
class ImportResult:
    """What an import did."""

    change: Change
    added: tuple[int, ...] = ()
    """Ids of new papers, in the order of the lists."""
    merged: tuple[int, ...] = ()
    """Ids of papers that took something in."""
    known: int = 0
    notes: int = 0
    gone: int = 0
    unknown: int = 0
    """Lines that were not understood; they are kept with the list, and in a free note to be seen and searched."""


# -- planning ------------------------------------------------------------------------------------------------------


def plan_import(library: Library, documents: Iterable[Document], progress: Progress | None = None) -> ImportPlan:
    """What importing ``documents`` would do to ``library``; nothing is changed."""
    plan = ImportPlan()
    known = Known(library.papers.items())
    offset = 0
    for document in documents:
        planned = _plan_document(library, document)
        if planned.state != "same":
            _plan_papers(library, planned, known, offset, progress)
            record = library.lists.get(planned.list_id, {}) if planned.state == "newer" else {}
            planned.notes_plan = plan_notes(library, planned.document, record)
            planned.notes = planned.notes_plan.save
            planned.unclear = _plan_unclear(library, planned)
        plan.documents.append(planned)
        offset += len(planned.papers)
    return plan


def _plan_document(library: Library, document: Document) -> PlannedDocument:
    newest: tuple[str, int] = ("", 0)
    for list_id, record in library.lists.items():
        if document.sha256 and record.get("sha256") == document.sha256:
            corrected = with_corrections(document, record)
            state = "same" if list(corrected.corrections) == corrections_of(record) else "newer"
            return PlannedDocument(corrected, state, list_id=list_id)
        if _is_same_list(record, document):
            newest = max(newest, (str(record.get("imported", "")), list_id))
    if not newest[1]:
        return PlannedDocument(document, "new")
    return PlannedDocument(with_corrections(document, library.lists[newest[1]]), "newer", list_id=newest[1])


def _is_same_list(record: Mapping[str, Any], document: Document) -> bool:
    """Whether a record is an earlier version of a document: the same place, or its name and half of its titles."""
    place = str(record.get("file", ""))
    if place and document.file and absolute(place) == absolute(document.file):
        return True
    if os.path.basename(place) != os.path.basename(document.file) or not place:
        return False
    titles = {entry.get("title") for entry in entries_of(record)}
    return sum(paper.title in titles for paper in document.papers) * 2 >= max(1, len(titles))


def _plan_papers(
    library: Library, planned: PlannedDocument, known: Known, offset: int, progress: Progress | None
) -> None:
    drafts = draft_papers(planned.document)
    before = _last_import(library, planned, drafts)
    is_library = bool(tables_of(planned.document))
    for place, (source, draft) in enumerate(zip(planned.document.papers, drafts, strict=True)):
        if progress is not None and place % 50 == 0 and not progress(place, len(drafts)):
            raise StackError("the import was stopped", "nothing was changed")
        entry = _plan_again(library, source, draft, before[place]) if place in before else None
        entry = entry or _plan_paper(library, source, draft, known)
        planned.papers.append(entry)
        if entry.action in (NEW, DOUBTFUL) and not is_library:
            known.put(-1 - (offset + place), draft)
    for place, entry in enumerate(planned.papers if is_library else ()):  # two papers there are two papers here
        if entry.action in (NEW, DOUBTFUL):
            known.put(-1 - (offset + place), entry.draft)


def _plan_paper(library: Library, source: DocumentPaper, draft: Paper, known: Known) -> PlannedPaper:
    if draft.id in library.trash:
        return PlannedPaper(source, draft, SKIP, "it lies in the trash", known=draft.id)
    verdict, reason, number = (SAME, "same record", draft.id) if draft.id in library.papers else known.find(draft)
    if verdict == SAME and number < 0:
        return PlannedPaper(source, draft, TWIN, reason, twin=-1 - number)
    if verdict == SAME:
        paper = library.papers[number]
        same = merged(paper, draft) == paper
        return PlannedPaper(source, draft, KNOWN if same else CHANGED, reason, known=number)
    if verdict == ASK:
        twin = -1 - number if number < 0 else -1
        return PlannedPaper(source, draft, DOUBTFUL, reason, known=max(number, 0), twin=twin)
    return PlannedPaper(source, draft, NEW)


# -- a newer version -----------------------------------------------------------------------------------------------


def _last_import(library: Library, planned: PlannedDocument, drafts: Sequence[Paper]) -> dict[int, tuple[int, Paper]]:
    """For entries that the last version had: the id of the paper made from it, and what the list said then."""
    record = library.lists.get(planned.list_id)
    if planned.state != "newer" or record is None:
        return {}
    ids = {entry.get("line"): entry.get("id") for entry in entries_of(record)}
    old = drafts_of(record)
    aligned = align(old, drafts)
    papers = {place: ids.get(draft.sources[0].line if draft.sources else None) for place, draft in enumerate(old)}
    planned.gone = [
        doc_id for place in aligned.gone if isinstance(doc_id := papers[place], int) and doc_id in library.papers
    ]
    return {
        place: (doc_id, old[found])
        for place, found in aligned.pairs.items()
        if isinstance(doc_id := papers[found], int)
    }


def _plan_again(
    library: Library, source: DocumentPaper, draft: Paper, before: tuple[int, Paper]
) -> PlannedPaper | None:
    """An entry that the last version had; None where its paper is gone from library and trash."""
    doc_id, old = before
    if doc_id in library.trash:
        return PlannedPaper(source, draft, SKIP, "thrown away since", known=doc_id, before=old)
    paper = library.papers.get(doc_id)
    if paper is None:
        return None
    same = with_changes(paper, old, draft) == paper
    return PlannedPaper(source, draft, KNOWN if same else CHANGED, "same entry", known=doc_id, before=old)


def _is_from(note: FreeNote, name: str) -> bool:
    sources = note.unknown.get("sources")
    return isinstance(sources, list) and any(isinstance(each, dict) and each.get("list") == name for each in sources)


def _plan_unclear(library: Library, planned: PlannedDocument) -> FreeNote | None:
    """The free note with the lines that were not understood: nothing of a list is out of sight.

    It follows the list as long as nobody wrote in it; then it only takes in lines that are new. One that was thrown
    away comes back for new lines alone.
    """
    name = list_name(planned.document)
    lines = tuple(line.text.strip() for line in planned.document.unknown)
    kept = library.lists.get(planned.list_id, {}).get("unknown")
    before = tuple(str(line.get("text", "")).strip() for line in kept or () if isinstance(line, dict))
    old = next((note for note in library.notes.values() if note.unknown.get(UNCLEAR) and _is_from(note, name)), None)
    added = tuple(line for line in lines if line not in before)
    if old is not None:
        text = lines if old.text == before and lines else (*old.text, *(line for line in added if line not in old.text))
        return old.edit(text=text) if text != old.text else None
    wanted = added if planned.list_id else lines
    if not wanted or not (planned.document.papers or planned.document.notes):
        return None
    source = {"list": name, "line": planned.document.unknown[0].line}
    return FreeNote(title=f"Not understood in {name}", text=wanted, unknown={"sources": [source], UNCLEAR: True})


# -- applying ------------------------------------------------------------------------------------------------------


def apply_import(library: Library, plan: ImportPlan, progress: Progress | None = None) -> ImportResult:
    """Do what ``plan`` says, as one step that can be undone. The first entry of the first list comes on top."""
    work = _Work(library, plan, progress)
    before = library.papers
    with library.step(work.label) as step:
        for planned in plan.documents:
            if planned.state != "same":
                work.take(planned)
        settle_other_lists(library, before, work.merged, [planned.list_id for planned in plan.documents])
        change = step.change
    return ImportResult(
        change,
        tuple(work.added),
        tuple(dict.fromkeys(work.merged)),
        work.known,
        work.notes,
        work.gone,
        sum(len(planned.document.unknown) for planned in plan.documents if planned.state != "same"),
    )


class _Work:
    """An import while it is done."""

    def __init__(self, library: Library, plan: ImportPlan, progress: Progress | None) -> None:
        self.library = library
        self.progress = progress
        self.total = max(1, len(plan.papers))
        self.ids: list[int] = []
        self.added: list[int] = []
        self.merged: list[int] = []
        self.known = self.notes = self.gone = 0
        self.note_ids: dict[int, int] = {}
        self.label = _label(plan)
        self.moments = Moments(library, plan)

    def take(self, planned: PlannedDocument) -> None:
        """Bring in one document."""
        document, tables = planned.document, tables_of(planned.document)
        if not holds_something(document):
            return
        if planned.count(NEW, DOUBTFUL) == len(planned.papers) and fits_whole(self.library, tables):
            taken = take_whole(self.library, tables)
            self.ids += taken
            self.added += taken
            self.notes += len(planned.notes)
            return
        first = len(self.ids)
        for entry in planned.papers:
            if self.progress is not None and len(self.ids) % 50 == 0 and not self.progress(len(self.ids), self.total):
                raise StackError("the import was stopped", "nothing was changed")
            self.ids.append(self._take_paper(entry))
        for note in planned.notes:
            saved = self.library.save_note(note).notes
            self.note_ids[id(note)] = note.id or next(iter(saved), 0)
            self.notes += 1
        if planned.unclear is not None:
            self.library.save_note(planned.unclear)
        self._mark_gone(planned)
        for path in document.extra.get("empty_categories", ()):
            self.library.add_category(path)
        if tables:
            notes = [
                self.note_ids[id(new)] if new is not None else planned.notes_plan.ids.get(place, 0)
                for place, new in enumerate(map(planned.notes_plan.new_places.get, range(len(document.notes))))
            ]
            add_other_tables(self.library, document, self.ids[first:], notes)
        self._keep_list(planned, self.ids[first:])

    def _take_paper(self, entry: PlannedPaper) -> int:
        library = self.library
        if entry.action in (NEW, DOUBTFUL):
            when = stamp(self.moments.of(entry), "microseconds")
            added = library.insert(entry.draft.edit(added=entry.draft.added or when))
            self.added.append(added.paper.id)
            return added.paper.id
        if entry.action == SKIP:
            return entry.known
        target = self.ids[entry.twin] if entry.action == TWIN else entry.known
        if entry.before is not None:
            old = entry.before
            change = library.update([target], lambda paper: _again(paper, old, entry.draft), self.label)
        else:
            change = library.update([target], lambda paper: merged(paper, entry.draft), self.label)
        if change and entry.action != KNOWN:
            self.merged.append(target)
        else:
            self.known += 1
        return target

    def _mark_gone(self, planned: PlannedDocument) -> None:
        """The place in the list of papers that it has no more becomes empty."""
        name = list_name(planned.document)

        def edit(paper: Paper) -> Paper:
            sources = tuple(Source(name, None) if source.list == name else source for source in paper.sources)
            return paper.edit(sources=sources)

        if planned.gone:
            self.library.update(planned.gone, edit, self.label)
            self.gone += len(planned.gone)

    def _keep_list(self, planned: PlannedDocument, ids: Sequence[int]) -> None:
        library, document = self.library, planned.document
        papers = library.papers
        entries = [
            entry_record(
                entry.source.line, doc_id, entry.draft, papers.get(doc_id), _waiting(entry, papers.get(doc_id))
            )
            for entry, doc_id in zip(planned.papers, ids, strict=True)
        ]
        record = list_record(document, entries, list(self._kept_notes(planned)), library.stamp())
        if planned.gone:
            record["gone"] = list(planned.gone)
        grows = _growth(planned) or library.lists.get(planned.list_id, {}).get("grows")
        if grows:
            record["grows"] = grows
        if planned.list_id:
            library.update_list(planned.list_id, record)
        else:
            library.add_list(record)

    def _kept_notes(self, planned: PlannedDocument) -> Iterator[dict[str, Any]]:
        drafts = draft_notes(planned.document)
        for place, note in enumerate(planned.document.notes):
            new = planned.notes_plan.new_places.get(place)
            doc_id = self.note_ids.get(id(new), 0) if new is not None else planned.notes_plan.ids.get(place, 0)
            if doc_id and note.lines:
                yield note_entry(note.lines[0][0], doc_id, drafts[place], self.library.notes.get(doc_id))


def _waiting(entry: PlannedPaper, paper: Paper | None) -> set[str]:
    """The fields that both the list and the library changed."""
    return contested(paper, entry.draft) if entry.before is not None else set()


def _growth(planned: PlannedDocument) -> str:
    """Where the sections of a list got their new entries: on top, at the bottom, or (empty) nowhere in particular."""
    ends = set()
    for section in {entry.source.categories[:1] for entry in planned.papers}:
        here = [entry for entry in planned.papers if entry.source.categories[:1] == section]
        new = [entry.source.line for entry in here if entry.action in (NEW, DOUBTFUL)]
        ends.add(end_of_growth([entry.source.line for entry in here if entry.before is not None], new))
    ends.discard("")
    return ends.pop() if len(ends) == 1 else ""


def _again(paper: Paper, old: Paper, draft: Paper) -> Paper:
    """A paper with what its entry changed; the place in the list is the new one."""
    changed = with_changes(paper, old, draft)
    here = {source.list: source for source in draft.sources}
    return changed.edit(sources=tuple(here.get(source.list, source) for source in changed.sources))


def _label(plan: ImportPlan) -> str:
    names = [list_name(planned.document) for planned in plan.documents if planned.state != "same"]
    return "import " + (names[0] if len(names) == 1 else f"{len(names)} lists")
