"""Plan an import: which entries are new, which are known, which change a paper."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import Any

from stacktui.errors import StackError
from stacktui.formats.document import Document, DocumentPaper
from stacktui.formats.drafts import draft_papers, further_drafts
from stacktui.formats.free_notes import plan_notes
from stacktui.formats.importing.again import count_removed, last_import, plan_again, plan_unclear
from stacktui.formats.importing.plan import (
    BACK,
    CHANGED,
    DOUBTFUL,
    KNOWN,
    NEW,
    SKIP,
    TWIN,
    ImportPlan,
    PlannedDocument,
    PlannedPaper,
    Progress,
)
from stacktui.formats.kept import absolute, corrections_of, entries_of, with_corrections
from stacktui.formats.sameness import ASK, SAME, Known, merged
from stacktui.formats.whole import tables_of
from stacktui.library import Library
from stacktui.model import Paper


def plan_import(
    library: Library, documents: Iterable[Document], progress: Progress | None = None, *, again: bool = False
) -> ImportPlan:
    """What importing ``documents`` would do to ``library``; nothing is changed.

    Papers that were removed since the last import of a list stay away, unless it is taken in ``again``.
    """
    plan = ImportPlan()
    known = Known(library.papers.items())
    offset = 0
    for document in documents:
        planned = _plan_document(library, document)
        if planned.state == "same" and again:
            planned.state = "newer"
        if planned.state == "same":
            count_removed(library, planned)
        else:
            _plan_papers(library, planned, known, offset, progress)
            _settle_removed(planned, again)
            record = library.lists.get(planned.list_id, {}) if planned.state == "newer" else {}
            planned.notes_plan = plan_notes(library, planned.document, record)
            planned.notes = planned.notes_plan.save
            planned.unclear = plan_unclear(library, planned)
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
    sources = [*planned.document.papers, *(also for paper in planned.document.papers for also in paper.also)]
    drafts = [*draft_papers(planned.document), *further_drafts(planned.document)]
    before = last_import(library, planned, drafts)
    is_library = bool(tables_of(planned.document))
    for place, (source, draft) in enumerate(zip(sources, drafts, strict=True)):
        if progress is not None and place % 50 == 0 and not progress(place, len(drafts)):
            raise StackError("the import was stopped", "nothing was changed")
        entry = plan_again(library, source, draft, before[place]) if place in before else None
        entry = entry or _plan_paper(library, source, draft, known)
        planned.papers.append(entry)
        if entry.action in (NEW, DOUBTFUL) and not is_library:
            known.put(-1 - (offset + place), draft)
    for place, entry in enumerate(planned.papers if is_library else ()):  # two papers there are two papers here
        if entry.action in (NEW, DOUBTFUL):
            known.put(-1 - (offset + place), entry.draft)


def _settle_removed(planned: PlannedDocument, again: bool) -> None:
    for entry in planned.papers if again else ():
        if entry.action == SKIP:
            entry.action = BACK
    planned.trashed = planned.count(SKIP)


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
