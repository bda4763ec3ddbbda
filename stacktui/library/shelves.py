"""Everything of a library beside the papers: categories and tags as a whole, free notes, searches, lists."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from stacktui.errors import StackError
from stacktui.library.change import Change
from stacktui.library.documents import Documents
from stacktui.library.ids import IdSource
from stacktui.library.records import LazyMap, SavedSearch, note_of, note_record, search_of
from stacktui.model import FreeNote, Paper, tidy_category, tidy_tag, within
from stacktui.store import Place, Record


class Shelves(Documents):
    """The part of a library that is not about single papers."""

    def update(self, ids: Iterable[int], edit: Callable[[Paper], Paper], label: str) -> Change:
        """Change papers; see :class:`stacktui.library.Library`."""
        raise NotImplementedError

    @property
    def papers(self) -> Mapping[int, Paper]:
        """All papers by id."""
        raise NotImplementedError

    @property
    def notes(self) -> Mapping[int, FreeNote]:
        """All free notes by id."""
        return LazyMap(self.tables.get("notes", {}), note_of, {})

    @property
    def searches(self) -> Mapping[int, SavedSearch]:
        """All saved searches by id."""
        return LazyMap(self.tables.get("searches", {}), search_of, {})

    @property
    def lists(self) -> Mapping[int, Record]:
        """Imported and published lists by id, as they stand in the file; not to be changed in place."""
        return {int(doc_id): record for doc_id, record in self.tables.get("lists", {}).items()}

    @property
    def empty_categories(self) -> tuple[str, ...]:
        """Categories that exist even without papers."""
        table = self.tables.get("categories", {})
        return tuple(
            sorted({path for record in table.values() if (path := tidy_category(str(record.get("path", ""))))})
        )

    def fresh_id(self, *tables: str) -> int:
        """An id that none of ``tables`` has."""
        return IdSource.of(self.path).fresh([self.tables.get(name, {}) for name in tables])

    def add_category(self, path: str) -> Change:
        """Make a category that exists without papers."""
        path = _category(path)
        with self.step(f"add category {path}"):
            if path in self.empty_categories:
                return self._put({})
            return self._put({("categories", str(self.fresh_id("categories"))): {"path": path}})

    def rename_category(self, old: str, new: str) -> Change:
        """Rename a category with all below it; where the new one exists, they become one."""
        old, new = _category(old), _category(new)
        return self._recategorise(old, f"rename category {old}", lambda path: new + path[len(old) :])

    def remove_category(self, path: str) -> Change:
        """Take a category and all below it from the papers; the papers stay."""
        path = _category(path)
        return self._recategorise(path, f"remove category {path}", lambda _: "")

    def _recategorise(self, category: str, label: str, renamed: Callable[[str], str]) -> Change:
        def changed(path: str) -> str:
            return renamed(path) if within(path, category) else path

        with self.step(label) as step:
            ids = [paper.id for paper in self.papers.values() if paper.in_category(category)]
            self.update(ids, lambda paper: paper.edit(categories=_distinct(map(changed, paper.categories))), label)
            kept = {
                place: {**record, "path": changed(path)} if changed(path) else None
                for place, record, path in self._kept_categories()
                if within(path, category)
            }
            self._put(kept)
            return step.change

    def _kept_categories(self) -> list[tuple[Place, Record, str]]:
        table = self.tables.get("categories", {})
        return [
            (("categories", doc_id), record, tidy_category(str(record.get("path", ""))))
            for doc_id, record in table.items()
        ]

    def rename_tag(self, old: str, new: str) -> Change:
        """Rename a tag on all papers; where a paper has the new one too, they become one."""
        new = tidy_tag(new)
        if not new:
            raise StackError("a tag needs a name", "remove the tag instead")
        return self._retag(f"rename tag {old}", old, new)

    def remove_tag(self, tag: str) -> Change:
        """Take a tag from all papers."""
        return self._retag(f"remove tag {tag}", tag, "")

    def _retag(self, label: str, old: str, new: str) -> Change:
        ids = [paper.id for paper in self.papers.values() if old in paper.tags]

        def edit(paper: Paper) -> Paper:
            return paper.edit(tags=_distinct(new if tag == old else tag for tag in paper.tags))

        return self.update(ids, edit, label)

    def save_note(self, note: FreeNote) -> Change:
        """Write a free note; one with id 0 is new."""
        with self.step(f"write note {note.title}".rstrip()):
            doc_id = note.id or self.fresh_id("notes", "trash")
            note = FreeNote.from_record(note.to_record(), doc_id)
            return self._put({("notes", str(doc_id)): note_record(note)})

    def _rename_in_notes(self, old: set[str], new: str) -> None:
        """Let the free notes that name papers by an old key name them by the new one."""
        for note in list(self.notes.values()):
            if old.intersection(note.papers):
                self.save_note(note.edit(papers=_distinct(new if key in old else key for key in note.papers)))

    def remove_notes(self, ids: Iterable[int]) -> Change:
        """Move free notes to the trash."""
        with self.step("remove notes"):
            changes: dict[Place, Record | None] = {}
            for doc_id in map(str, ids):
                record = self.tables.get("notes", {}).get(doc_id)
                if record is not None:
                    changes["notes", doc_id] = None
                    changes["trash", doc_id] = {**record, "kind": "note", "deleted": self.stamp()}
            return self._put(changes)

    def save_search(self, name: str, query: str) -> Change:
        """Keep a query under a name; the same name again replaces it."""
        name = " ".join(name.split())
        if not name:
            raise StackError("a saved search needs a name")
        with self.step(f"save search {name}"):
            known = [search.id for search in self.searches.values() if search.name == name]
            doc_id = known[0] if known else self.fresh_id("searches")
            return self._put({("searches", str(doc_id)): {"name": name, "query": query}})

    def remove_search(self, doc_id: int) -> Change:
        """Forget a saved search."""
        with self.step("remove search"):
            return self._put({("searches", str(doc_id)): None})

    def add_list(self, record: Record) -> int:
        """Keep an imported list; its id."""
        with self.step("add list"):
            doc_id = self.fresh_id("lists")
            self._put({("lists", str(doc_id)): dict(record)})
            return doc_id

    def update_list(self, doc_id: int, record: Record | None) -> Change:
        """Replace the record of a list, or with None forget it."""
        with self.step("update list"):
            return self._put({("lists", str(doc_id)): None if record is None else dict(record)})

    def fill(self, records: Mapping[Place, Record]) -> Change:
        """Put records of another library where nothing stands yet; what a taken place says of the format stays."""
        with self.step("take in a library"):
            here = {place: self._record(place) for place in records}
            free = [place for place, record in here.items() if record is None or place[0] == "meta"]
            return self._put({place: {**records[place], **(here[place] or {})} for place in free})

    def stamp(self) -> str:
        """The present, as the file writes it."""
        raise NotImplementedError


def _category(path: str) -> str:
    tidy = tidy_category(path)
    if not tidy:
        raise StackError("a category needs a name", "write it as NAS or NAS/Differentiable")
    return tidy


def _distinct(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name))
