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
from stacktui.formats.newer import align, with_changes
from stacktui.formats.sameness import ASK, SAME, Known, merged
from stacktui.library import Change, Library
from stacktui.library.records import stamp
from stacktui.model import FreeNote, Paper, Source, moment

NEW, KNOWN, CHANGED, TWIN, DOUBTFUL, SKIP = "new", "known", "changed", "twin", "ask", "skip"
"""What becomes of an entry: a new paper; known and nothing to add; known and something to add; the same as an earlier
entry of this import; perhaps the same as another paper (a new one unless decided otherwise); left out."""

LONGEST_KEPT = 2_000_000
"""Lists with more characters are not kept with the library; a newer version of them is compared by papers alone."""

UNCLEAR = "unresolved"
"""The field that marks the free note with the lines of a list that were not understood."""

_STEP = 0.001

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
        if not document.papers and not document.notes:
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
        return all(
            planned.state == "same" or not (planned.document.papers or planned.document.notes)
            for planned in self.documents
        )

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
            _plan_notes(library, planned)
            planned.unclear = _plan_unclear(library, planned)
        plan.documents.append(planned)
        offset += len(planned.papers)
    return plan


def _plan_document(library: Library, document: Document) -> PlannedDocument:
    newest: tuple[str, int] = ("", 0)
    for list_id, record in library.lists.items():
        if document.sha256 and record.get("sha256") == document.sha256:
            corrected = _with_corrections(document, record)
            state = "same" if list(corrected.corrections) == _corrections(record) else "newer"
            return PlannedDocument(corrected, state, list_id=list_id)
        if _is_same_list(record, document):
            newest = max(newest, (str(record.get("imported", "")), list_id))
    if not newest[1]:
        return PlannedDocument(document, "new")
    return PlannedDocument(_with_corrections(document, library.lists[newest[1]]), "newer", list_id=newest[1])


def _with_corrections(document: Document, record: Mapping[str, Any]) -> Document:
    """The document with what a person corrected in it at its last import, unless it is corrected already."""
    notes = _corrections(record)
    if not notes or document.corrections:
        return document
    from stacktui.formats.correcting import replayed

    return replayed(document, notes)


def _corrections(record: Mapping[str, Any]) -> list[dict[str, Any]]:
    notes = record.get("corrections")
    return [note for note in notes if isinstance(note, dict)] if isinstance(notes, list) else []


def _is_same_list(record: Mapping[str, Any], document: Document) -> bool:
    """Whether a record is an earlier version of a document: the same place, or its name and half of its titles."""
    place = str(record.get("file", ""))
    if place and document.file and _absolute(place) == _absolute(document.file):
        return True
    if os.path.basename(place) != os.path.basename(document.file) or not place:
        return False
    titles = {entry.get("title") for entry in _entries(record)}
    return sum(paper.title in titles for paper in document.papers) * 2 >= max(1, len(titles))


def _absolute(place: str) -> str:
    return os.path.abspath(place) if place != "-" else place


def _entries(record: Mapping[str, Any]) -> list[dict[str, Any]]:
    entries = record.get("entries")
    return [entry for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else []


def _plan_papers(
    library: Library, planned: PlannedDocument, known: Known, offset: int, progress: Progress | None
) -> None:
    drafts = draft_papers(planned.document)
    before = _last_import(library, planned, drafts)
    for place, (source, draft) in enumerate(zip(planned.document.papers, drafts, strict=True)):
        if progress is not None and place % 50 == 0 and not progress(place, len(drafts)):
            raise StackError("the import was stopped", "nothing was changed")
        entry = _plan_again(library, source, draft, before[place]) if place in before else None
        entry = entry or _plan_paper(library, source, draft, known)
        planned.papers.append(entry)
        if entry.action in (NEW, DOUBTFUL):
            known.put(-1 - (offset + place), draft)


def _plan_paper(library: Library, source: DocumentPaper, draft: Paper, known: Known) -> PlannedPaper:
    verdict, reason, number = known.find(draft)
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
    ids = {entry.get("line"): entry.get("id") for entry in _entries(record)}
    old = _old_drafts(record, planned.document)
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


def _old_drafts(record: Mapping[str, Any], document: Document) -> list[Paper]:
    """What the list said when it was imported last, from the text that was kept; else its titles alone."""
    from dataclasses import replace

    from stacktui.formats import FORMATS

    text, kind = record.get("text"), FORMATS.get(str(record.get("format")))
    parse = kind.parse if kind else None
    if isinstance(text, list) and parse is not None:
        whole = "\n".join(map(str, text))
        old = replace(parse(whole), file=str(record.get("file", document.file)), text=whole)
        return draft_papers(_with_corrections(old, record))
    return [
        Paper(title=str(entry.get("title", "")), url=str(entry.get("url") or ""), sources=(Source("", entry["line"]),))
        for entry in _entries(record)
        if isinstance(entry.get("line"), int)
    ]


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


def _plan_notes(library: Library, planned: PlannedDocument) -> None:
    """Free notes that are new; one that stands in the library word for word is known."""
    there = {(note.title, note.text): note for note in library.notes.values()}
    name = list_name(planned.document)
    from_here = {(note.title, note.date): note for note in library.notes.values() if _is_from(note, name)}
    for draft in draft_notes(planned.document):
        if (draft.title, draft.text) in there:
            continue
        old = from_here.get((draft.title, draft.date)) if planned.state == "newer" else None
        planned.notes.append(draft if old is None else _changed_note(old, draft))


def _is_from(note: FreeNote, name: str) -> bool:
    sources = note.unknown.get("sources")
    return isinstance(sources, list) and any(isinstance(each, dict) and each.get("list") == name for each in sources)


def _changed_note(old: FreeNote, draft: FreeNote) -> FreeNote:
    """The note of the library with the lines that the list added; nothing of it is lost."""
    added = [line for line in draft.text if line not in old.text]
    return old.edit(text=draft.text if set(old.text) <= set(draft.text) else (*old.text, *added))


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
    with library.step(work.label) as step:
        for planned in plan.documents:
            if planned.state != "same":
                work.take(planned)
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
        self.label = _label(plan)
        self.moments = _Moments(library, plan)

    def take(self, planned: PlannedDocument) -> None:
        """Bring in one document."""
        document = planned.document
        if not document.papers and not document.notes:
            return
        first = len(self.ids)
        for entry in planned.papers:
            if self.progress is not None and len(self.ids) % 50 == 0 and not self.progress(len(self.ids), self.total):
                raise StackError("the import was stopped", "nothing was changed")
            self.ids.append(self._take_paper(entry))
        for note in planned.notes:
            self.library.save_note(note)
            self.notes += 1
        if planned.unclear is not None:
            self.library.save_note(planned.unclear)
        self._mark_gone(planned)
        for path in document.extra.get("empty_categories", ()):
            self.library.add_category(path)
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
        document = planned.document
        entries = [
            {"line": paper.line, "id": doc_id, "title": paper.title, **({"url": paper.url} if paper.url else {})}
            for paper, doc_id in zip(document.papers, ids, strict=True)
        ]
        record: dict[str, Any] = {
            "file": _absolute(document.file) if document.file else "",
            "title": document.title,
            "format": document.format,
            "sha256": document.sha256,
            "imported": self.library.stamp(),
            "encoding": document.encoding,
            "newline": document.newline,
            "bom": document.bom,
            "entries": entries,
            "unknown": [{"line": line.line, "text": line.text} for line in document.unknown],
        }
        if document.format not in ("json", "bibtex") and len(document.text) <= LONGEST_KEPT:
            record["text"] = document.text.split("\n")
        if document.corrections:
            record["corrections"] = [dict(note) for note in document.corrections]
        if planned.gone:
            record["gone"] = list(planned.gone)
        if planned.list_id:
            self.library.update_list(planned.list_id, record)
        else:
            self.library.add_list(record)


def _again(paper: Paper, old: Paper, draft: Paper) -> Paper:
    """A paper with what its entry changed; the place in the list is the new one."""
    changed = with_changes(paper, old, draft)
    here = {source.list: source for source in draft.sources}
    return changed.edit(sources=tuple(here.get(source.list, source) for source in changed.sources))


def _label(plan: ImportPlan) -> str:
    names = [list_name(planned.document) for planned in plan.documents if planned.state != "same"]
    return "import " + (names[0] if len(names) == 1 else f"{len(names)} lists")


class _Moments:
    """When each new paper is pushed, so that the stack has the order of the lists.

    New lists go on top of the stack. New entries of a list that was there before go between their neighbours.
    """

    def __init__(self, library: Library, plan: ImportPlan) -> None:
        count = sum(entry.action in (NEW, DOUBTFUL) for entry in plan.papers)
        top = max((paper.stack_moment for paper in library.papers.values()), default=0.0)
        self._top = max(moment(library.stamp()), top) + (count + 1) * _STEP
        self._moments: dict[int, float] = {}
        for planned in plan.documents:
            for run, above, below in _runs(library, planned):
                self._place(run, above, below)

    def _place(self, run: list[PlannedPaper], above: float | None, below: float | None) -> None:
        """Spread a run of new entries between two moments."""
        if above is None or (below is not None and below >= above):
            for entry in run:
                self._top -= _STEP
                self._moments[id(entry)] = self._top
            return
        step = _STEP if below is None else (above - below) / (len(run) + 1)
        for place, entry in enumerate(run, 1):
            self._moments[id(entry)] = above - place * step

    def of(self, entry: PlannedPaper) -> float:
        """The moment for a new entry."""
        return self._moments[id(entry)]


def _runs(
    library: Library, planned: PlannedDocument
) -> Iterator[tuple[list[PlannedPaper], float | None, float | None]]:
    """Runs of new entries, with the moments of the entries above and below that were there before."""
    run: list[PlannedPaper] = []
    above: float | None = None
    for entry in planned.papers:
        if entry.action in (NEW, DOUBTFUL):
            run.append(entry)
        elif entry.before is not None and entry.known in library.papers:
            here = library.papers[entry.known].stack_moment
            yield run, above, here
            run, above = [], here
    yield run, above, None
