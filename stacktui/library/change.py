"""What happened to a library: a change as told to others, and the steps that can be undone."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field

from stacktui.store import Place, Record

_LET_GO = 1000
"""How many records of steps given up are let go with each new step."""
MOST_STEPS = 500
"""How many steps are remembered for undo."""


@dataclass(frozen=True)
class Change:
    """The documents that changed, came or went."""

    label: str
    papers: frozenset[int] = frozenset()
    """Ids of papers, those that went to or came from the trash too."""
    notes: frozenset[int] = frozenset()
    other: bool = False
    """Whether categories, saved searches, lists or other tables changed."""

    def __bool__(self) -> bool:
        return bool(self.papers or self.notes or self.other)


def change_of(label: str, places: Iterable[Place]) -> Change:
    """The change that touches ``places``."""
    papers: set[int] = set()
    notes: set[int] = set()
    other = False
    for table, doc_id in places:
        if table in ("papers", "trash"):
            papers.add(int(doc_id))
        elif table == "notes":
            notes.add(int(doc_id))
        else:
            other = True
    return Change(label, frozenset(papers), frozenset(notes), other)


def all_of(changes: list[Change]) -> Change | None:
    """Several changes as one; None where there is none."""
    if not changes:
        return None
    papers = frozenset().union(*(change.papers for change in changes))
    notes = frozenset().union(*(change.notes for change in changes))
    return Change(changes[0].label, papers, notes, any(change.other for change in changes))


@dataclass
class Step:
    """One step that can be undone: what stood at each place it touched, before and after."""

    label: str
    before: dict[Place, Record | None] = field(default_factory=dict)
    after: dict[Place, Record | None] = field(default_factory=dict)
    token: Hashable | None = None
    """What joins it with the steps before it; see ``Documents.joined``."""

    def absorb(self, later: Step) -> None:
        """Make a later step part of this one."""
        for place, record in later.before.items():
            self.before.setdefault(place, record)
        self.after.update(later.after)

    @property
    def change(self) -> Change:
        """What the step has changed so far."""
        return change_of(self.label, self.before)


class History:
    """The steps that can be undone, and those that were."""

    def __init__(self) -> None:
        self.done: list[Step] = []
        self.undone: list[Step] = []
        self._given_up: list[dict[Place, Record | None]] = []

    def add(self, step: Step, token: Hashable | None = None) -> None:
        """Remember a new step; what was undone before it cannot be redone any more."""
        if token is not None and self.done and self.done[-1].token == token and not self.undone:
            self.done[-1].absorb(step)
        else:
            step.token = token
            self.done.append(step)
        self._give_up(self.undone)
        self._give_up(self.done[:-MOST_STEPS])
        self.undone.clear()
        del self.done[:-MOST_STEPS]

    def _give_up(self, steps: list[Step]) -> None:
        """Let go of records a few at a time: freeing those of ten thousand papers at once holds up a key."""
        self._given_up += [records for step in steps for records in (step.before, step.after) if records]
        for _ in range(_LET_GO):
            while self._given_up and not self._given_up[-1]:
                self._given_up.pop()
            if not self._given_up:
                return
            self._given_up[-1].popitem()
