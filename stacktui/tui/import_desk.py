"""An import before it is accepted: the files, what a person corrected, and what would become of it. No widgets here.

Reading and planning are meant for a thread: they change nothing that the screen shows until :meth:`ImportDesk.take`.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from stacktui.errors import StackError
from stacktui.formats import parse_document
from stacktui.formats.correcting import ENTRY, UNKNOWN, Correction, Pieces, Shape, correct, line_shapes, lines_alike
from stacktui.formats.document import Document, DocumentPaper
from stacktui.formats.drafts import draft_papers, further_drafts
from stacktui.formats.importing import (
    CHANGED,
    DOUBTFUL,
    TWIN,
    ImportPlan,
    PlannedDocument,
    PlannedPaper,
    plan_import,
)
from stacktui.formats.sources import find_sources
from stacktui.formats.watching import watched
from stacktui.library import Library
from stacktui.model import Paper

Report = Callable[[str, int, int], bool]
"""Called with what is done, how much of it and of how much; False stops it."""

ASK = "ask"
"""The look of an entry with a question; beside the roles of lines."""

_NO_QUESTION = "status?"
"""A doubt that is not worth a question: most lists do not say what was read."""

_COMMON = 0.3
"""A doubt about more of the entries than this part is the manner of the list, not a question about one of them."""


@dataclass
class ImportFile:
    """One source and its document as it is corrected so far."""

    document: Document
    shapes: Mapping[int, Shape] = field(default_factory=dict)
    planned: PlannedDocument | None = None
    done: list[tuple[Document, Correction]] = field(default_factory=list)
    """The corrections, each with the document before it."""
    same: set[int] = field(default_factory=set)
    """Lines of entries that a person said to be the paper they were asked about."""

    def __post_init__(self) -> None:
        self.lines: Sequence[str] = self.document.lines
        self.show(self.document)

    def show(self, document: Document) -> None:
        """Go on with another version of the document."""
        self.document = document
        self.pieces = Pieces(document)
        doubts = Counter(doubt for paper in document.papers for doubt in set(paper.doubts))
        self.ignored_lines = document.ignored_lines
        self._common = {doubt for doubt, count in doubts.items() if count > _COMMON * len(document.papers)}
        self.plan(self.planned)

    def plan(self, planned: PlannedDocument | None) -> None:
        """Know what would become of the entries."""
        self.planned = planned
        self._entries: dict[int, PlannedPaper] = {}
        self._also: dict[int, PlannedPaper] = {}
        for entry in planned.papers if planned else ():
            line = entry.source.line
            (self._also if line in self._entries else self._entries)[line] = entry
        self.fates = Counter(entry.action for entry in planned.papers) if planned else Counter()

    @property
    def name(self) -> str:
        """What to call it."""
        return os.path.basename(self.document.file)

    @property
    def first_paper(self) -> int:
        """The line to begin at."""
        return self.document.papers[0].line if self.document.papers else 1

    def paper(self, line: int) -> DocumentPaper | None:
        """The paper that a line belongs to."""
        piece = self.pieces.piece(line)
        return piece if isinstance(piece, DocumentPaper) else None

    def entry(self, line: int) -> PlannedPaper | None:
        """What is to become of the paper that a line belongs to; None while that is not known."""
        paper = self.paper(line)
        entry = self._entries.get(paper.line) if paper else None
        return entry if entry is not None and entry.source == paper else None

    def also(self, line: int) -> list[tuple[Paper, PlannedPaper | None]]:
        """The further papers in a line that was cut, and what is to become of them."""
        paper = self.paper(line)
        if paper is None or not paper.also:
            return []
        entry = self._also.get(paper.line)
        known = entry if entry is not None and entry.source in paper.also else None
        return [(draft, known) for draft in further_drafts(replace(self.document, papers=(paper,), extra={}))]

    @property
    def removed(self) -> int:
        """How many papers of it were removed from the library since it was imported."""
        return self.planned.trashed + self.planned.deleted if self.planned else 0

    def draft(self, line: int) -> Paper | None:
        """The record that a line's paper would become."""
        paper, entry = self.paper(line), self.entry(line)
        if entry is not None or paper is None:
            return entry.draft if entry else None
        return draft_papers(replace(self.document, papers=(paper,), extra={}))[0]

    def look(self, line: int) -> str:
        """The role of a line, or ``ask`` where its entry has a question."""
        role = self.pieces.role(line)
        return ASK if role == ENTRY and self.question(line) else role

    def question(self, line: int) -> str:
        """What is asked about the entry in a line; empty where all is plain."""
        entry = self.entry(line)
        if entry is not None and entry.action == DOUBTFUL:
            return entry.reason
        paper = self.paper(line)
        if paper is None:
            return ""
        return next((doubt for doubt in paper.doubts if doubt != _NO_QUESTION and doubt not in self._common), "")

    def next_open(self, line: int, step: int) -> int:
        """The next line (or the one before) that asks or is not understood; 0 where there is none."""
        lines = range(line + step, len(self.lines) + 1 if step > 0 else 0, step)
        return next((number for number in lines if self.look(number) in (ASK, UNKNOWN)), 0)

    def correct(self, action: str, line: int, fields: Mapping[str, Any] | None = None) -> int:
        """Make a correction; how many lines have the shape of this one. StackError where it makes no sense."""
        correction = Correction(action, line, fields or {})
        after = correct(self.document, correction, self.shapes)
        alike = len(lines_alike(self.document, line, self.shapes, self.pieces))
        self.done.append((self.document, correction))
        self.show(after)
        return alike

    def correct_alike(self) -> int:
        """Make the last correction with all lines of its shape; how many they are."""
        if not self.done or self.done[-1][1].alike:
            raise StackError("correct one line first", "= then does so with all lines of its shape")
        before, last = self.done[-1]
        correction = replace(last, alike=True)
        after = correct(before, correction, self.shapes)
        self.done[-1] = (before, correction)
        self.show(after)
        return len(lines_alike(before, last.line, self.shapes))

    def undo(self) -> Correction:
        """Take the last correction back."""
        if not self.done:
            raise StackError("nothing was corrected in this file")
        before, last = self.done.pop()
        self.show(before)
        return last

    def agree(self, line: int) -> bool:
        """Say that the entry of a line is the paper it was asked about, or take that back; whether it is now."""
        entry = self.entry(line)
        if entry is None or (entry.action != DOUBTFUL and entry.source.line not in self.same):
            raise StackError("there is no paper that this one may be")
        self.same ^= {entry.source.line}
        return entry.source.line in self.same


@dataclass
class ImportDesk:
    """All files of one import."""

    files: list[ImportFile]
    at: int = 0
    again: bool = False
    """Whether papers that were removed since the last import are taken in again."""

    @property
    def file(self) -> ImportFile:
        """The file that is shown."""
        return self.files[self.at]

    @property
    def corrections(self) -> int:
        """How many corrections were made."""
        return sum(len(file.done) + len(file.same) for file in self.files)

    def go(self, step: int) -> None:
        """To the next file, after the last one to the first."""
        self.at = (self.at + step) % len(self.files)

    def plan(self, library: Library, report: Report | None = None) -> ImportPlan:
        """What would become of the files as they are corrected now."""
        documents = [file.document for file in self.files]
        plan = plan_import(library, documents, _told(report, "comparing papers"), again=self.again)
        for file, planned in zip(self.files, plan.documents, strict=True):
            for entry in planned.papers:
                if entry.action == DOUBTFUL and entry.source.line in file.same:
                    entry.action = TWIN if entry.twin >= 0 else CHANGED
        return plan

    def take(self, plan: ImportPlan) -> None:
        """Show what would become of the files; a plan of documents that were corrected since is left alone."""
        for file, planned in zip(self.files, plan.documents, strict=True):
            if planned.document is file.document or file.planned is None:
                if planned.document is not file.document:
                    file.show(planned.document)
                file.plan(planned)


def open_desk(paths: Sequence[str], library: Library, report: Report) -> ImportDesk:
    """Read the files that paths mean and compare them with the library."""
    files = []
    for name in find_sources(paths):
        told = _told(report, f"reading {os.path.basename(name)}: parts")
        with watched(told or (lambda done, total: True)):
            files.append(_open_file(name))
    desk = ImportDesk(files)
    desk.take(desk.plan(library, report))
    return desk


def _open_file(name: str) -> ImportFile:
    try:
        with open(name, "rb") as file:
            data = file.read()
    except OSError as error:
        raise StackError(f"cannot read {name}: {error.strerror}") from None
    document = parse_document(data, name)
    return ImportFile(document, line_shapes(document.text, document.format))


def _told(report: Report | None, what: str) -> Callable[[int, int], bool] | None:
    return None if report is None else lambda done, total: report(what, done, total)
