"""Do what a plan of an import says, as one step that can be undone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from stacktui.errors import StackError
from stacktui.formats.drafts import draft_notes, list_name
from stacktui.formats.importing.plan import (
    BACK,
    DOUBTFUL,
    KNOWN,
    NEW,
    SKIP,
    TWIN,
    ImportPlan,
    ImportResult,
    PlannedDocument,
    PlannedPaper,
    Progress,
)
from stacktui.formats.kept import contested, entry_record, list_record, note_entry, settle_other_lists
from stacktui.formats.moments import Moments
from stacktui.formats.newer import with_changes
from stacktui.formats.publish.growth import end_of_growth
from stacktui.formats.sameness import merged
from stacktui.formats.whole import add_other_tables, fits_whole, holds_something, tables_of, take_whole
from stacktui.library import Library
from stacktui.library.records import stamp
from stacktui.model import Paper, Source


def apply_import(library: Library, plan: ImportPlan, progress: Progress | None = None) -> ImportResult:
    """Do what ``plan`` says, as one step that can be undone. The first entry of the first list comes on top."""
    work = _Work(library, plan, progress)
    with library.step(work.label) as step:
        for planned in plan.documents:
            if planned.state != "same":
                work.take(planned)
        work.tell(work.total)
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
        self.before: dict[int, Paper] = {}
        """The papers that the present document changes, as they were."""
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
        self.before.clear()
        for entry in planned.papers:
            if len(self.ids) % 50 == 0:
                self.tell(len(self.ids))
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
        settle_other_lists(self.library, self.before, [planned.list_id])

    def tell(self, done: int) -> None:
        """Tell how many papers are done; all of them means that the rest is saving. StackError where it should stop."""
        if self.progress is not None and not self.progress(done, self.total):
            raise StackError("the import was stopped", "nothing was changed")

    def _take_paper(self, entry: PlannedPaper) -> int:
        library = self.library
        if entry.action in (NEW, DOUBTFUL):
            when = stamp(self.moments.of(entry), "microseconds")
            added = library.insert(entry.draft.edit(added=entry.draft.added or when))
            self.added.append(added.paper.id)
            return added.paper.id
        if entry.action == SKIP:
            return entry.known
        if entry.action == BACK:
            library.restore([entry.known])
        target = self.ids[entry.twin] if entry.action == TWIN else entry.known
        self.before.setdefault(target, library.papers[target])
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
        papers, as_added = library.papers, set(self.added).difference(self.merged)
        entries = []
        for entry, doc_id in zip(planned.papers, ids, strict=True):
            paper = (
                papers.get(doc_id) if doc_id not in as_added else None
            )  # what was just added says what its entry says
            entries.append(entry_record(entry.source.line, doc_id, entry.draft, paper, _waiting(entry, paper)))
        own = len(planned.papers) - sum(len(paper.also) for paper in document.papers)
        record = list_record(document, entries[:own], list(self._kept_notes(planned)), library.stamp())
        if further := entries[own:]:
            record["further"] = further
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
    old: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    new: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for entry in planned.papers:
        if entry.before is not None:
            old[entry.source.categories[:1]].append(entry.source.line)
        if entry.action in (NEW, DOUBTFUL):
            new[entry.source.categories[:1]].append(entry.source.line)
    ends = {end_of_growth(old[section], new[section]) for section in {*old, *new}}
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
