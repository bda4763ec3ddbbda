"""What an import would do, and what it did."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from stacktui.formats.document import Document, DocumentPaper
from stacktui.formats.free_notes import PlannedNotes
from stacktui.formats.kept import is_kept
from stacktui.formats.whole import holds_something, other_tables
from stacktui.library import Change
from stacktui.model import FreeNote, Paper
from stacktui.text import counted

NEW, KNOWN, CHANGED, TWIN, DOUBTFUL, SKIP, BACK = "new", "known", "changed", "twin", "ask", "skip", "back"
"""What becomes of an entry: a new paper; known and nothing to add; known and something to add; the same as an earlier
entry of this import; perhaps the same as another paper (a new one unless decided otherwise); left out, because its
paper lies in the trash; taken out of the trash."""

UNCLEAR = "unresolved"
"""The field that marks the free note with the lines of a list that were not understood."""

Progress = Callable[[int, int], bool]
"""Called with how much is done of how much; False stops the import, and nothing of it is written."""


@dataclass(slots=True)
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

    trashed: int = 0
    """How many of its papers lie in the trash and stay there."""
    deleted: int = 0
    """How many papers of the same file were deleted for good."""

    def count(self, *actions: str) -> int:
        """How many entries have one of these actions."""
        return sum(entry.action in actions for entry in self.papers)

    def summary(self) -> str:
        """One line: what would be done with this document."""
        document = self.document
        if self.state == "same":
            parts = ["nothing to do, the same file was imported before", *self._removed()]
            return f"{document.file}: {', '.join(parts)}"
        if not holds_something(document):
            return f"{document.file}: no papers found"
        counts = {
            "already there": self.count(KNOWN),
            "changed": self.count(CHANGED, TWIN),
            "to ask": self.count(DOUBTFUL),
            "out of the trash again": self.count(BACK),
            "no longer in the list": len(self.gone),
        }
        parts = [
            f"{self.count(NEW, DOUBTFUL):,} new",
            *(f"{count:,} {what}" for what, count in counts.items() if count),
        ]
        if self.notes:
            parts.append(counted(len(self.notes), "free note"))
        parts += [*other_tables(document), *self._removed()]
        if document.ignored_lines and document.format != "json":  # there they are but brackets
            parts.append(f"{counted(document.ignored_lines, 'line')} ignored")
        parts.append(f"{len(document.unknown):,} not understood")
        return f"{document.file}: {counted(len(document.papers), 'paper')} ({document.format}): {', '.join(parts)}"

    def _removed(self) -> Iterator[str]:
        if self.trashed:
            yield f"{counted(self.trashed, 'paper')} of it in the trash"
        if self.deleted:
            yield f"{counted(self.deleted, 'paper')} of it deleted"

    def let_go(self) -> None:
        """Forget the source of a list that is too long to be kept with the library: what is left needs it no more."""
        if self.document.lines and not is_kept(self.document):
            self.document = replace(self.document, lines=())


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
