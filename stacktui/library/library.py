"""The one way to read and change the stack; the command line and the screen both use it."""

from __future__ import annotations

from collections.abc import Callable, Container, Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from threading import Lock
from typing import TYPE_CHECKING, Self

from stacktui.errors import StackError
from stacktui.library.change import Change
from stacktui.library.documents import Documents
from stacktui.library.keys import KeyIndex, OtherKeys, key_of
from stacktui.library.order import STEP, moments_after_move
from stacktui.library.records import (
    Clock,
    LazyMap,
    Trashed,
    cleaned,
    cleaned_edit,
    edited,
    paper_of,
    raw_moment,
    record_of,
    stamp,
    tells_other,
    trashed_of,
)
from stacktui.library.shelves import Shelves
from stacktui.model import Paper, moment
from stacktui.store import Place, Record, tidy_record

if TYPE_CHECKING:
    from stacktui.library.duplicates import Twins
    from stacktui.library.facts import KnownPapers


_AT_ONCE = 64
"""Papers changed between two places to stop."""
FEW_DRAFTS = 8
"""For so many drafts it is quicker to look through the records than to note what identifies each."""


@dataclass(frozen=True)
class Added:
    """The outcome of an addition: the paper as it stands now, and whether it was there already."""

    paper: Paper
    known: bool
    change: Change


class Library(Shelves):
    """A stack of papers in a file; see :mod:`stacktui.library.documents` for saving, undo and threads."""

    def __init__(self, path: str, *, autosave: bool = True, read_only: bool = False) -> None:
        Documents.__init__(self, path, autosave=autosave, read_only=read_only)
        self._clock = Clock()
        self._made: dict[int, tuple[Record, Paper]] = {}
        self._known: KnownPapers | None = None
        self._knowing = Lock()
        self._asked = 0
        self._to_look_at: set[int] = set()
        self._published()

    @classmethod
    def open(cls, path: str, *, autosave: bool = True, read_only: bool = False) -> Self:
        """The library at ``path``: an empty one where there is no file yet; it is made by the first save.

        A file that is broken, empty, of another program or of a newer version is refused and left as it is.
        """
        return cls(path, autosave=autosave, read_only=read_only)

    @cached_property
    def _keys(self) -> KeyIndex:
        """Which paper has which key; made when it is first asked."""
        return KeyIndex(self.tables.get("papers", {}))

    @property
    def papers(self) -> LazyMap[Paper]:
        """All papers by id: a snapshot, and each paper the same object until it changes."""
        return self._paper_map() if self._inside_step() else self._papers

    @property
    def trash(self) -> Mapping[int, Trashed]:
        """What was removed, by id."""
        return LazyMap(self.tables.get("trash", {}), trashed_of, {})

    def stack(self) -> list[Paper]:
        """All papers, the newest push on top."""
        papers = self.papers
        return [papers[doc_id] for doc_id in self.stack_ids()]

    def stack_ids(self) -> list[int]:
        """The ids of all papers in the order of the stack; no paper is made for it."""
        table = self.tables.get("papers", {})
        return [doc_id for _, doc_id in sorted((-raw_moment(record), int(doc_id)) for doc_id, record in table.items())]

    def by_key(self, key: str) -> Paper | None:
        """The paper with a key."""
        doc_id = self._keys.get(key)
        return None if doc_id is None else self.papers.get(doc_id)

    def find_known(self, draft: Paper) -> Paper | None:
        """The paper that ``draft`` is about: same arXiv id, DOI, main link or title."""
        self._asked += 1
        if self._known is None and self._asked <= FEW_DRAFTS:
            from stacktui.library.facts import find_known

            return find_known(draft, self.tables.get("papers", {}), self.papers)
        return self._known_papers().find(draft, self.papers)

    def add(self, draft: Paper) -> Added:
        """Put a paper on the stack; one that is there already takes in what the draft knows and it did not."""
        draft = cleaned(_titled(draft))
        with self.step(f"add {_short(draft.title)}") as step:
            known = self.find_known(draft)
            if known is not None:
                from stacktui.library.facts import with_new_facts

                change = self.update([known.id], lambda paper: with_new_facts(paper, draft), step.label)
                return Added(self.papers[known.id], True, change)
            return self.insert(draft)

    def insert(self, draft: Paper) -> Added:
        """Put a paper on the stack without looking whether it is there already; an id of its own is kept if free."""
        draft = cleaned(_titled(draft))
        with self.step(f"add {_short(draft.title)}"):
            is_free = all(self._record((table, str(draft.id))) is None for table in ("papers", "trash"))
            doc_id = draft.id if draft.id and is_free else self.fresh_id("papers", "trash")
            key = draft.key if draft.key and draft.key not in self._keys else _new_key(draft, self._keys)
            paper = draft.edit(id=doc_id, key=key, added=draft.added or self._clock.now())
            record = record_of(paper)
            change = self._put({("papers", str(doc_id)): record})
            return Added(paper_of(record, doc_id), False, change)  # not kept: an import adds thousands

    def update(self, ids: Iterable[int], edit: Callable[[Paper], Paper], label: str) -> Change:
        """Change papers; only the fields that come out of ``edit`` as others than before are written."""
        with self.step(label):
            given: dict[str, int] = {}
            return self._put_edited({doc_id: self._edited(doc_id, edit, given) for doc_id in dict.fromkeys(ids)})

    def updating(self, ids: Iterable[int], edit: Callable[[Paper], Paper], label: str) -> Generator[None, None, Change]:
        """Like :meth:`update`, with places to stop in between; everything changes at once, at the end."""
        self._refuse_read_only()
        ids, before = list(dict.fromkeys(ids)), self.tables.get("papers")
        given: dict[str, int] = {}
        done: dict[int, tuple[Record, Paper]] = {}
        for number, doc_id in enumerate(ids, 1):
            done[doc_id] = self._edited(doc_id, edit, given)
            if number % _AT_ONCE == 0:
                yield
        with self.step(label):
            if self.tables.get("papers") is before:
                return self._put_edited(done)
            return self.update(ids, edit, label)  # something came in meanwhile

    def _edited(self, doc_id: int, edit: Callable[[Paper], Paper], given: dict[str, int]) -> tuple[Record, Paper]:
        """What becomes of a paper: its new record, or the old one itself, and the new paper."""
        old = self._paper(doc_id)
        record, new = self.tables["papers"][str(doc_id)], cleaned_edit(old, edit(old))
        if new is old:
            return record, old
        made = edited(record, old, self._with_good_key(old, new, given))
        return (record, old) if made[0] == record else made

    def _put_edited(self, done: Mapping[int, tuple[Record, Paper]]) -> Change:
        table = self.tables["papers"]
        places = {("papers", str(doc_id)): record for doc_id, (record, _) in done.items()}
        change = self._put_other({place: record for place, record in places.items() if record is not table[place[1]]})
        self._made.update({doc_id: done[doc_id] for doc_id in change.papers})
        return change

    def remove(self, ids: Iterable[int]) -> Change:
        """Move papers to the trash."""
        with self.step(f"remove {self._named(ids := list(ids))}"):
            now = self.stamp()
            changes: dict[Place, Record | None] = {}
            for doc_id in map(str, ids):
                self._paper(int(doc_id))
                changes |= self._out_of_the_way(("trash", doc_id))
                changes["papers", doc_id] = None
                changes["trash", doc_id] = {**self.tables["papers"][doc_id], "deleted": now}
            return self._put(changes)

    def restore(self, ids: Iterable[int]) -> Change:
        """Take papers and notes back out of the trash."""
        with self.step("restore from the trash"):
            changes: dict[Place, Record | None] = {}
            given: dict[str, int] = {}
            for doc_id in map(str, ids):
                record = dict(self._trash_record(doc_id))
                record.pop("deleted", None)
                table = "notes" if record.pop("kind", "") == "note" else "papers"
                if table == "papers":
                    record["key"] = key = self._own_key(record, OtherKeys(self._keys, given))
                    given[key] = int(doc_id)
                changes["trash", doc_id] = None
                used = doc_id in self.tables.get(table, {})
                changes[table, str(self.fresh_id(table, "trash")) if used else doc_id] = record
            return self._put(changes)

    def empty_trash(self, ids: Iterable[int] | None = None) -> Change:
        """Delete what is in the trash, or some of it, for good (until undone)."""
        with self.step("empty the trash"):
            chosen = list(self.tables.get("trash", {})) if ids is None else [str(doc_id) for doc_id in ids]
            for doc_id in chosen:
                self._trash_record(doc_id)
            return self._put({("trash", doc_id): None for doc_id in chosen})

    def move(self, doc_id: int, places: int, shown: Sequence[int]) -> Change:
        """Move a paper down (or up: negative) among the papers ``shown``, whose order is that of the stack."""
        with self.step("move in the stack"):
            table = self.tables["papers"]
            if missing := [each for each in shown if str(each) not in table]:
                self._paper(missing[0])
            moments = [raw_moment(table[str(each)]) for each in shown]
            now = moment(self._clock.now())
            moved = moments_after_move(moments, list(shown).index(doc_id), places, now)
            return self._push({shown[place]: when for place, when in moved.items()})

    def bump(self, ids: Iterable[int]) -> Change:
        """Put papers on top of the stack; among themselves they keep their order."""
        with self.step("bump to the top"):
            papers = sorted(map(self._paper, set(ids)), key=lambda paper: (paper.stack_moment, -paper.id))
            top = max(map(raw_moment, self.tables.get("papers", {}).values()), default=0.0)
            first = max(moment(self._clock.now()), top + STEP)
            return self._push({paper.id: first + number * STEP for number, paper in enumerate(papers)})

    def duplicates(self) -> list[Twins]:
        """Papers that stand in the stack twice."""
        from stacktui.library.duplicates import find_duplicates

        return find_duplicates(self.papers)

    def merge_papers(self, ids: Sequence[int]) -> Change:
        """Make one paper of several: the first stays and takes in the others, which go to the trash.

        Values that differ are kept as conflicts of the one that stays; free notes that name the others name it.
        """
        from stacktui.library.duplicates import merged_twins

        papers = [self._paper(doc_id) for doc_id in dict.fromkeys(ids)]
        if len(papers) < 2:
            raise StackError("one paper alone cannot be merged", "choose two or more")
        with self.step(f"merge {len(papers)} papers") as step:
            self.update([papers[0].id], lambda _: merged_twins(papers), step.label)
            self.remove([paper.id for paper in papers[1:]])
            self._rename_in_notes({paper.key for paper in papers[1:]}, papers[0].key)
            return step.change

    def settle(self, doc_id: int, number: int, *, take: bool) -> Change:
        """Decide one of a paper's ``conflicts``: take the value that lost, or keep the one that stands."""
        with self.step("settle a conflict") as step:
            record = dict(self.tables["papers"][str(self._paper(doc_id).id)])
            conflicts = list(record.get("conflicts", []))
            if not 0 <= number < len(conflicts):
                raise StackError(f"{record.get('title', '')} has no conflict {number + 1}")
            conflict = conflicts.pop(number)
            record["conflicts"] = conflicts
            if not conflicts:
                del record["conflicts"]
            place: Place = ("papers", str(doc_id))
            if take and conflict.get("field") == "deleted":
                self._put({place: record})
                self.remove([doc_id])
                return step.change
            if take:
                record[conflict["field"]] = conflict.get("value")
            self._put({place: tidy_record(record)})
            return step.change

    def stamp(self) -> str:
        """The present, as the file writes it where seconds are enough."""
        return stamp(moment(self._clock.now()), "seconds")

    def _push(self, moments: Mapping[int, float]) -> Change:
        return self._put(
            {
                ("papers", str(doc_id)): {**self.tables["papers"][str(doc_id)], "pushed": stamp(when, "microseconds")}
                for doc_id, when in moments.items()
            }
        )

    def _paper(self, doc_id: int) -> Paper:
        paper = self.papers.get(doc_id)
        if paper is None:
            raise StackError(f"there is no paper {doc_id} any more", "it was removed meanwhile; undo brings it back")
        return paper

    def _own_key(self, record: Record, taken: OtherKeys) -> str:
        """The key of a record, or another where a paper has it by now."""
        key = record.get("key")
        return key if isinstance(key, str) and key not in taken else _new_key(paper_of(record, 0), taken)

    def _out_of_the_way(self, place: Place) -> dict[Place, Record | None]:
        """Give a record a new id where another one needs its place: plain TinyDB gives ids a second time."""
        record = self._record(place)
        return {} if record is None else {(place[0], str(self.fresh_id(place[0], "papers"))): record}

    def _trash_record(self, doc_id: str) -> Record:
        record = self.tables.get("trash", {}).get(doc_id)
        if record is None:
            raise StackError(f"there is no {doc_id} in the trash", "stacktui trash lists it")
        return record

    def _with_good_key(self, old: Paper, new: Paper, given: dict[str, int]) -> Paper:
        """``new`` with a key that no other paper has, and a new key where it got its first real title.

        ``given`` are the keys that the papers of the same step got just now.
        """
        if new.key == old.key and new.title != old.title and _got_a_title(old, new):
            new = new.edit(key=_new_key(new, OtherKeys(self._keys, given, old.key)))
        if new.key != old.key:
            if given.get(new.key, self._keys.get(new.key, old.id)) != old.id:
                raise StackError(f"the key {new.key} belongs to another paper", "choose another one")
            given[new.key] = old.id
        return new

    def _named(self, ids: Sequence[int]) -> str:
        return _short(self._paper(ids[0]).title) if len(ids) == 1 else f"{len(ids)} papers"

    def _known_papers(self) -> KnownPapers:
        while not self.know_more(_AT_ONCE):
            pass
        assert self._known is not None
        return self._known

    def know_more(self, count: int) -> bool:
        """Note what identifies each paper, of so many more; whether :meth:`find_known` has all that it needs."""
        with self._knowing:
            table = self.tables.get("papers", {})
            if self._known is None:
                from stacktui.library.facts import KnownPapers

                self._known, self._to_look_at = KnownPapers(), set(map(int, table))
            some = list(islice(self._to_look_at, count))
            self._known.update(table, some)
            self._to_look_at.difference_update(some)
            return not self._to_look_at

    def _paper_map(self) -> LazyMap[Paper]:
        return LazyMap(self.tables.get("papers", {}), paper_of, self._made)

    def _noticed(self, changes: list[tuple[Place, Record | None, Record | None]]) -> None:
        papers = [(int(place[1]), before, after) for place, before, after in changes if place[0] == "papers"]
        self._to_look_at.update(doc_id for doc_id, before, after in papers if tells_other(before, after))
        if "_keys" in vars(self):
            self._keys.change(self.tables.get("papers", {}), papers)

    def _merged(self, places: set[Place]) -> None:
        """Give a new key to our unsaved papers where a paper that came in has it."""
        for place in sorted(places):
            key = key_of(self._record(place)) if place[0] == "papers" else ""
            other = self._keys.get(key, int(place[1]))
            if not key or other == int(place[1]):
                continue
            mine: Place = ("papers", str(other))
            if mine in self._pending:
                self._keys.hand_over(key, int(place[1]))
            self._renew_key(mine if mine in self._pending else place)

    def _renew_key(self, place: Place) -> None:
        record = self._record(place)
        if record is not None and place in self._pending:
            key = _new_key(paper_of(record, int(place[1])), self._keys)
            self._apply({place: {**record, "key": key}})

    def _published(self) -> None:
        self._papers = self._paper_map()


def _titled(draft: Paper) -> Paper:
    if draft.title.strip():
        return draft
    if draft.url:
        from stacktui.identity import link_title

        return draft.edit(title=link_title(draft.url))
    raise StackError("a paper needs a title or a link", "write one of them")


def _short(title: str) -> str:
    return title if len(title) <= 40 else title[:39].rstrip() + "…"


def _new_key(paper: Paper, taken: Container[str]) -> str:
    from stacktui.citekey import make_citekey

    return make_citekey(paper, taken)


def _got_a_title(old: Paper, new: Paper) -> bool:
    """Whether a paper that was called by its link has a title by now."""
    from stacktui.identity import has_link_title

    return has_link_title(old) and not has_link_title(new)
