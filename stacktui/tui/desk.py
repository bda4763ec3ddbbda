"""The state of the work: the library, what the list shows of it, and how both follow a change. No widgets here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from stacktui.folders import Folder, folders
from stacktui.glimpses import PapersByIds
from stacktui.library import Change, Library
from stacktui.mentions import Mentions
from stacktui.model import FreeNote, Paper
from stacktui.scopes import ALL, DUPLICATES, Scope
from stacktui.settings import Settings
from stacktui.tui.messages import EntryKind
from stacktui.view import PaperView, ViewRows

if TYPE_CHECKING:
    from stacktui.library.duplicates import Twins
    from stacktui.search import Index

AT_ONCE = 64
"""Changed papers looked at between two places to stop."""


class Desk:
    """What is on the desk: one view of the library, and the index that searches it."""

    def __init__(self, library: Library, settings: Settings) -> None:
        self.library, self.settings = library, settings
        self.mentions = Mentions(library.papers)
        self.view = PaperView(ALL, exact=settings.exact_search)
        self._ids = set(library.papers)
        self._rows: ViewRows | None = None
        self._folders: list[Folder] | None = None
        self._index: Index | None = None
        self._notes_index: Index | None = None
        self.found_twins: list[Twins] | None = None
        """What :meth:`look_for_twins` found the last time; None before."""

    @property
    def index(self) -> Index:
        """The index of the papers, which is not made before somebody asks for it."""
        if self._index is None:
            from stacktui.search import Index

            self._index = Index(self.library.papers, in_background=True)
        return self._index

    def index_more(self, budget_ms: float) -> bool:
        """Build the index for about ``budget_ms``; whether everything is indexed, and so counted."""
        if not self.index.advance(budget_ms):
            return False
        if self.library.searches:
            self._folders = None
        return True

    @property
    def kind(self) -> EntryKind:
        """What the entries of the list are."""
        return _KINDS.get(self.view.scope.kind, EntryKind.PAPER)

    @property
    def rows(self) -> ViewRows:
        """What the list shows now."""
        if self._rows is None:
            self._rows = self._look()
        return self._rows

    def _look(self) -> ViewRows:
        if self.view.scope == DUPLICATES:
            return self._look_at_twins()
        if self.view == PaperView(ALL, exact=self.view.exact):
            return self._whole_stack()
        if self.kind is EntryKind.PAPER:
            return self.view.rows(self.library.papers, self.index)
        rows = self._look_among({entry.id: entry for entry in self._other_entries()})
        return replace(rows, description=self.view.scope.title)

    def _look_among(self, papers: dict[int, Paper]) -> ViewRows:
        """Look at entries that are not in the index of the papers."""
        from stacktui.search import Index

        self._notes_index = Index(papers)
        return replace(self.view, scope=ALL).rows(papers, self._notes_index)

    def _whole_stack(self) -> ViewRows:
        """All papers in the order of the stack, of which only those that are looked at are made."""
        ids = self.library.stack_ids()
        papers = PapersByIds(self.library.papers, ids)
        return ViewRows(papers, len(ids), len(ids), self.view.description)

    def _look_at_twins(self) -> ViewRows:
        """Papers that stand in the stack twice; without a query and an order, twins beside each other."""
        twins = {paper.id: paper for group in self.twins for paper in group}
        rows = self._look_among(twins)
        papers = list(twins.values()) if self.view.order == "stack" and not self.view.query.strip() else rows.papers
        return replace(rows, papers=papers, description=self.view.scope.title)

    @property
    def twins(self) -> list[list[Paper]]:
        """The groups of papers that are one, as they are now; what was merged or removed since is left out."""
        papers = self.library.papers
        groups = [[papers[one.id] for one in group.papers if one.id in papers] for group in self.found_twins or ()]
        return [group for group in groups if len(group) > 1]

    def look_for_twins(self) -> None:
        """Find the papers that stand in the stack twice: takes seconds for thousands of papers, so in a thread."""
        self.found_twins = self.library.duplicates()
        self._rows = self._folders = None

    @property
    def lit_by(self) -> Index:
        """The index that found the rows, and so knows what matched."""
        own = self.kind is not EntryKind.PAPER or self.view.scope == DUPLICATES
        return (self._notes_index if own else None) or self.index

    def _other_entries(self) -> Sequence[Paper]:
        if self.kind is EntryKind.NOTE:
            return [note_as_paper(note) for note in self.library.notes.values()]
        return [trashed.paper for trashed in self.library.trash.values()]

    @property
    def folders(self) -> list[Folder]:
        """What the tree shows now."""
        if self._folders is None:
            library = self.library
            self._folders = folders(
                library.papers,
                library.notes,
                library.trash,
                library.empty_categories,
                library.searches,
                self._index if self._index is not None and self._index.is_complete else None,
                -1 if self.found_twins is None else sum(map(len, self.twins)),
            )
        return self._folders

    def prepare(self) -> None:
        """Work out what the panes show, so that they show it at once; for a thread, while nobody changes anything."""
        _ = self.rows, self.folders

    def look_at(self, **changes: object) -> None:
        """Change scope, query or order of the view."""
        self.view = replace(self.view, **changes)  # type: ignore[arg-type]
        self._rows = None

    def look_again(self) -> None:
        """The same view finds more by now."""
        self._rows = None

    def show_scope(self, scope: Scope) -> None:
        """Look at another folder; a query stays."""
        self.look_at(scope=scope)

    def take(self, change: Change) -> None:
        """Follow a change of the library."""
        for _ in self.taking(change):
            pass

    def taking(self, change: Change) -> Iterator[None]:
        """Follow a change of the library, with places to stop in between; what was known stays until the end."""
        papers, idents = self.library.papers, sorted(change.papers)
        for start in range(0, len(idents), AT_ONCE):
            some = idents[start : start + AT_ONCE]
            self.mentions.update(papers, some)
            for ident in some:
                if paper := papers.get(ident):
                    _ = paper.stack_moment  # made now, a few at a time: orders and filters look at all of them
            yield
        if self._index is not None and idents:
            self._index.follow(papers, idents)
        self._ids.update(idents)
        self._rows = self._folders = None

    @property
    def is_behind(self) -> bool:
        """Whether the index has not come to everything that changed."""
        return self._index is not None and self._index.is_behind

    def knows(self, ident: int) -> bool:
        """Whether a paper was here before."""
        return ident in self._ids

    def entry(self, ident: int) -> Paper | FreeNote | None:
        """The paper or free note of a list entry as it is now."""
        if self.kind is EntryKind.NOTE:
            return self.library.notes.get(ident)
        if self.kind is EntryKind.TRASHED:
            trashed = self.library.trash.get(ident)
            return trashed.paper if trashed else None
        return self.library.papers.get(ident)

    def names(self) -> list[str]:
        """Tags as ``#tag`` and categories as ``@category``, as capture reads them, the most used first."""
        from stacktui.headline import written_name

        marks = {"tag": "#", "category": "@"}
        named = [folder for folder in self.folders if folder.scope.kind in marks]
        named.sort(key=lambda folder: -folder.count)
        return [written_name(marks[folder.scope.kind], folder.scope.value) for folder in named]


def note_as_paper(note: FreeNote) -> Paper:
    """A free note as an entry of the list."""
    first = next((line.strip("# ") for line in note.text if line.strip()), "")
    return Paper(id=note.id, title=note.title or first or "(empty note)", added=note.date, note=note.text, status="")


_KINDS = {"notes": EntryKind.NOTE, "trash": EntryKind.TRASHED}
