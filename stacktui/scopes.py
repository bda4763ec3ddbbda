"""Folders of the tree as values: all papers, a status, a category, a tag, a saved search, the trash."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from stacktui.glimpses import is_deferred, is_recent
from stacktui.model import Paper

if TYPE_CHECKING:
    from stacktui.query import Clause


@dataclass(frozen=True, slots=True)
class Scope:
    """A folder of the tree: what it shows before any query."""

    kind: str
    """``all``, ``status``, ``starred``, ``recent``, ``no-category``, ``category``, ``tag``, ``saved``, ``duplicates``,
    ``notes``, ``trash``."""
    value: str = ""
    """The status, category, tag or query."""

    @property
    def title(self) -> str:
        """What to call it: ``To read``, ``NAS/Differentiable``, ``#rl``."""
        if self.kind == "status":
            return self.value.replace("-", " ").capitalize()
        if self.kind == "tag":
            return f"#{self.value}"
        return self.value or self.kind.replace("-", " ").capitalize()

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """The folder as a part of a query, which the index remembers; nothing where it takes everything."""
        if self.kind not in TESTS:
            return ()
        from stacktui.query import Filter, Term

        return ((Term(Filter("folder", f"{self.kind} {self.value}".rstrip(), self.accepts, 0, 0)),),)

    def accepts(self, paper: Paper) -> bool:
        """Whether a paper stands in the folder; notes and trash take every entry that they are given."""
        test = TESTS.get(self.kind)
        return test is None or test(paper, self.value)


def _waits(paper: Paper, status: str) -> bool:
    """A paper put off to a later day is out of the way until then, in To read alone."""
    return paper.status == status and not (status == "to-read" and is_deferred(paper))


TESTS: dict[str, Callable[[Paper, str], bool]] = {
    "status": _waits,
    "starred": lambda paper, _: paper.is_starred,
    "recent": lambda paper, _: is_recent(paper),
    "no-category": lambda paper, _: not paper.categories,
    "category": lambda paper, path: paper.in_category(path),
    "tag": lambda paper, tag: tag in paper.tags,
}
"""What a paper must be to stand in a folder of a kind; there is none for folders that take everything."""

ALL = Scope("all")
STARRED = Scope("starred")
RECENT = Scope("recent")
NO_CATEGORY = Scope("no-category")
DUPLICATES = Scope("duplicates")
NOTES = Scope("notes")
TRASH = Scope("trash")
SMART_FOLDERS = (
    ALL,
    *(Scope("status", status) for status in ("to-read", "reading", "read", "reread")),
    STARRED,
    RECENT,
    NO_CATEGORY,
    DUPLICATES,
    NOTES,
    TRASH,
)
