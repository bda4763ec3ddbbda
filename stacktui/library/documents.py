"""The documents of a library in memory: steps, undo, saving, and taking in what others wrote.

Memory may be ahead of the file by the *pending* records. Whatever comes in from outside is merged with them three ways,
the common ancestor being the file as we last saw it; the same merge lets an undo leave alone what came in since.

Threads: one thread makes changes; any thread may read ``tables`` and what is made of them, and call :meth:`save`.
"""

from __future__ import annotations

import threading
from collections.abc import Hashable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager

from stacktui.errors import LibraryError, ReadOnlyLibrary
from stacktui.library.change import Change, History, Step, all_of, change_of
from stacktui.store import (
    SCHEMA,
    Changes,
    FileChanged,
    Place,
    Record,
    StackStorage,
    Table,
    Tables,
    why_not_writable,
)

_TRIES = 8


class Documents:
    """Records by table and id, with every change a step that can be undone."""

    def __init__(self, path: str, *, autosave: bool = True, read_only: bool = False) -> None:
        self._storage = StackStorage(path)
        self.path = self._storage.path
        self.autosave = autosave
        reason = "opened for reading only" if read_only else why_not_writable(self.path)
        self.read_only_reason = reason
        """Why nothing can be changed; empty where it can."""
        self._history = History()
        self._pending: dict[Place, Record | None] = {}
        self._saving = threading.RLock()  # taken before _mutex: one save or refresh at a time
        self._mutex = threading.RLock()
        self._step: Step | None = None
        self._owner = 0
        self._token: Hashable | None = None
        self._copied: set[str] = set()
        self._storage.refresh()
        self.tables: Tables = with_schema(self._storage.state.tables)
        """All documents as they are now; nobody changes these dictionaries in place."""

    @property
    def read_only(self) -> bool:
        """Whether changes are refused."""
        return bool(self.read_only_reason)

    @property
    def unsaved(self) -> bool:
        """Whether memory holds changes that the file does not."""
        return bool(self._pending)

    @property
    def undo_label(self) -> str:
        """What :meth:`undo` would take back; empty where there is nothing."""
        return self._history.done[-1].label if self._history.done else ""

    @property
    def redo_label(self) -> str:
        """What :meth:`redo` would do again; empty where there is nothing."""
        return self._history.undone[-1].label if self._history.undone else ""

    @contextmanager
    def step(self, label: str) -> Iterator[Step]:
        """Make all changes inside one step: undone at once, saved at once, and none of them where one fails."""
        if self._inside_step() and self._step is not None:
            yield self._step
            return
        with self._one_step(label) as step:
            yield step
        if step.before:
            self._history.add(step, self._token)
            if self.autosave:
                self.save()

    @contextmanager
    def joined(self, token: Hashable) -> Iterator[None]:
        """Steps made under the same token, with none of another kind between, are one step for undo.

        That is how writing a note, which is saved again and again, is undone at once.
        """
        self._token = token
        try:
            yield
        finally:
            self._token = None

    def undo(self) -> Change | None:
        """Take back the last step; what came in since then stays."""
        return self._travel(self._history.done, self._history.undone)

    def redo(self) -> Change | None:
        """Do again what was undone last."""
        return self._travel(self._history.undone, self._history.done)

    def unsaved_changes(self) -> dict[Place, tuple[Record | None, Record | None]]:
        """What memory holds and the file does not: each record as the file has it, and as it is here."""
        with self._mutex:
            saved = self._storage.state.tables
            return {place: (saved.get(place[0], {}).get(place[1]), new) for place, new in self._pending.items()}

    def take(self, changes: Mapping[Place, tuple[Record | None, Record | None]], label: str) -> Change:
        """Bring in records that were changed on an older state: before and after, merged with what stands there now."""
        from stacktui.merge import merge_tables

        with self.step(label) as step:
            before = {place: old for place, (old, _) in changes.items()}
            after = {place: new for place, (_, new) in changes.items()}
            now = {place: self._record(place) for place in changes}
            mixed = merge_tables(_tables_of(before), _tables_of(after), _tables_of(now)).tables
            self._put({place: mixed.get(place[0], {}).get(place[1]) for place in changes})
            self._merged(set(changes))
            return step.change

    def has_changed_outside(self) -> bool:
        """Whether the file is another one than we saw last (one stat)."""
        return self._storage.has_changed()

    def refresh(self) -> Change | None:
        """Take in what others wrote since the last look; None where nothing changed (one stat) or a save is running."""
        if not self._saving.acquire(blocking=False):
            return None
        try:
            if not self._storage.has_changed():
                return None
            before = self._storage.state.tables
            places = self._storage.refresh()
            with self._mutex:
                return self._take_in(before, places) if places else None
        finally:
            self._saving.release()

    def save(self) -> Change | None:
        """Write what is pending; the change, if any, that others had made to the file meanwhile.

        May run in a thread of its own. Where it fails, everything stays in memory and pending.
        """
        self._refuse_read_only()
        came_in: list[Change] = []
        with self._saving, self._storage.lock():
            for _ in range(_TRIES):
                came_in += filter(None, [self.refresh()])
                with self._mutex:
                    pending = dict(self._pending)
                if not pending:
                    return all_of(came_in)
                try:
                    self._storage.commit(pending)
                except FileChanged:
                    continue
                self._saved(pending)
                return all_of(came_in)
        raise LibraryError(f"cannot save {self.path}: another program keeps writing it", "close that program")

    def _saved(self, written: Changes) -> None:
        """What was written is pending no more, except where it was changed again meanwhile (perhaps back)."""
        with self._mutex:
            for place, record in written.items():
                now = self._record(place)
                if now is record:
                    self._pending.pop(place, None)
                else:
                    self._pending[place] = now

    def _inside_step(self) -> bool:
        return self._step is not None and self._owner == threading.get_ident()

    @contextmanager
    def _one_step(self, label: str) -> Iterator[Step]:
        self._refuse_read_only()
        with ExitStack() as held:
            if self.autosave:
                held.enter_context(self._saving)
                held.enter_context(self._storage.lock())
                self.refresh()
            held.enter_context(self._mutex)
            step = self._step = Step(label)
            self._owner = threading.get_ident()
            try:
                yield step
                step.after = {place: self._record(place) for place in step.before}
            except BaseException:
                self._apply(step.before)
                raise
            finally:
                self._step = None
                self._copied.clear()
                self._published()

    def _record(self, place: Place) -> Record | None:
        return self.tables.get(place[0], {}).get(place[1])

    def _put(self, changes: Mapping[Place, Record | None]) -> Change:
        """Change records inside a step; records that are equal to what stands there are left out."""
        if self._step is None:
            raise RuntimeError("records change inside a step only")
        return self._put_other({place: new for place, new in changes.items() if new != self._record(place)})

    def _put_other(self, real: Mapping[Place, Record | None]) -> Change:
        """Change records inside a step, all of which are others than those that stand there."""
        if self._step is None:
            raise RuntimeError("records change inside a step only")
        for place in real:
            self._step.before.setdefault(place, self._record(place))
        self._apply(real)
        return change_of(self._step.label, real)

    def _apply(self, changes: Changes) -> None:
        saved = self._storage.state.tables
        for name in {name for name, _ in changes} - self._copied:
            self.tables = {**self.tables, name: dict(self.tables.get(name, {}))}
            self._copied.add(name)
        self._noticed([(place, self._record(place), record) for place, record in changes.items()])
        for place, record in changes.items():
            _set(self.tables, place, record)
            if record is saved.get(place[0], {}).get(place[1]):
                self._pending.pop(place, None)
            else:
                self._pending[place] = record
        if self._step is None:
            self._copied.clear()

    def _take_in(self, before: Tables, places: Iterable[Place]) -> Change:
        """Make the file's new state ours, with what is pending merged into it."""
        ids = {doc_id for _, doc_id in places} | {doc_id for _, doc_id in self._pending}
        ours, found = self.tables, with_schema(self._storage.state.tables)
        if self._pending:
            from stacktui.merge import merge_tables

            mixed = merge_tables(_part(before, ids), _part(ours, ids), _part(found, ids)).tables
            ahead = differing_places(_part(found, ids), mixed)
            self._pending = {place: mixed.get(place[0], {}).get(place[1]) for place in ahead}
            found |= {name: dict(found.get(name, {})) for name, _ in ahead}
            for place, record in self._pending.items():
                _set(found, place, record)
        self.tables = found
        changed = differing_places(_part(ours, ids), _part(found, ids))
        self._noticed([(place, ours.get(place[0], {}).get(place[1]), self._record(place)) for place in changed])
        self._merged(changed)
        self._published()
        return change_of("changed outside", changed)

    def _travel(self, source: list[Step], target: list[Step]) -> Change | None:
        """Take back the last step of ``source``; what that changed becomes a step of ``target``."""
        if not source:
            return None
        last = source[-1]
        with self._one_step(last.label) as step:
            change = self._put(self._three_way(last.after, last.before))
        target.append(step)
        source.pop()
        if self.autosave and step.before:
            self.save()
        return change

    def _three_way(self, base: Changes, goal: Changes) -> dict[Place, Record | None]:
        """What to put so that ``base`` becomes ``goal``, except where something else stands there by now."""
        now = {place: self._record(place) for place in goal}
        if all(now[place] is base[place] or now[place] == base[place] for place in goal):
            return dict(goal)
        from stacktui.merge import merge_tables

        mixed = merge_tables(_tables_of(base), _tables_of(goal), _tables_of(now), keep="theirs").tables
        return {place: mixed.get(place[0], {}).get(place[1]) for place in goal}

    def _refuse_read_only(self) -> None:
        if self.read_only:
            raise ReadOnlyLibrary(
                f"{self.path} cannot be changed: {self.read_only_reason}", "make it writable, or copy it elsewhere"
            )

    def _noticed(self, changes: list[tuple[Place, Record | None, Record | None]]) -> None:
        """Records change, from what to what: for those that keep an index."""

    def _merged(self, places: set[Place]) -> None:
        """An outside change was taken in: for those that must look after unique names."""

    def _published(self) -> None:
        """``tables`` is whole again: for those that keep a snapshot."""


def differing_places(one: Tables, other: Tables) -> set[Place]:
    """Where two sets of tables hold different records."""
    places: set[Place] = set()
    for name in one.keys() | other.keys():
        left, right = one.get(name, {}), other.get(name, {})
        places.update((name, key) for key in left.keys() | right.keys() if left.get(key) != right.get(key))
    return places


def with_schema(tables: Tables) -> Tables:
    """Tables that say which version of the format they have, as the file will once it is saved."""
    return {**tables, "meta": {"1": {"schema": SCHEMA}, **tables.get("meta", {})}}


def _part(tables: Tables, ids: Iterable[str]) -> Tables:
    return {name: {key: table[key] for key in ids if key in table} for name, table in tables.items()}


def _tables_of(changes: Changes) -> Tables:
    tables: Tables = {}
    for (name, key), record in changes.items():
        table: Table = tables.setdefault(name, {})
        if record is not None:
            table[key] = record
    return tables


def _set(tables: Tables, place: Place, record: Record | None) -> None:
    if record is None:
        tables[place[0]].pop(place[1], None)
    else:
        tables[place[0]][place[1]] = record
