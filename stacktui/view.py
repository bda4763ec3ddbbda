"""What the list shows: a folder of the tree, a query and an order, as one value."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from stacktui.model import Paper
from stacktui.scopes import ALL, TESTS, Scope

if TYPE_CHECKING:
    from stacktui.query import Query, QueryError

ORDERS = ("stack", "title", "author", "year", "venue", "rating", "added", "read", "key")
"""The orders of the list; ``stack`` is the newest push on top, or the best match where there is a query."""


class Found(Protocol):
    """What a search gives."""

    @property
    def ids(self) -> list[int]:
        """In rank order."""

    @property
    def total(self) -> int:
        """How many there are."""


class Searcher(Protocol):
    """What can search: :class:`stacktui.search.Index`."""

    def search(self, query: str | Query, limit: int | None = None, among: Container[int] | None = None) -> Found:
        """The papers that answer ``query``, the best first."""


@dataclass(frozen=True, slots=True)
class ViewRows:
    """The papers that a view shows now."""

    papers: Sequence[Paper]
    total: int
    """How many papers answer; more than ``papers`` where a limit cut them."""
    of: int
    """How many papers the folder holds without the query."""
    description: str
    errors: tuple[QueryError, ...] = ()
    """What is wrong with the query; what could be understood of it was still asked."""
    remark: str = ""
    """Why the list is empty, where the query names something that does not exist."""


@dataclass(frozen=True, slots=True)
class PaperView:
    """A folder, a query and an order."""

    scope: Scope = ALL
    query: str = ""
    order: str = "stack"
    reverse: bool = False
    exact: bool = False
    """Whether words of the query forgive nothing."""

    @property
    def description(self) -> str:
        """In words: ``To read; “attention”; by year``."""
        parts = [self.scope.title]
        if self.query.strip():
            parts.append(f"“{self.query.strip()}”")
        if self.order != "stack" or self.reverse:
            parts.append(f"by {self.order}{' reversed' if self.reverse else ''}")
        return "; ".join(parts)

    def rows(self, papers: Mapping[int, Paper], index: Searcher, limit: int | None = None) -> ViewRows:
        """The papers that the view shows, in its order; at most ``limit`` of them."""
        from stacktui.query import Query, parse_query

        saved = parse_query(self.scope.value) if self.scope.kind == "saved" else Query("")
        query = parse_query(self.query, exact=self.exact)
        errors = query.errors + tuple(error for error in saved.errors if not query.errors)
        if saved.is_empty and query.is_empty:
            shown = self._members(papers)
            return ViewRows(self._sorted(shown)[:limit], len(shown), len(shown), self.description, errors)
        folder = saved.clauses + self.scope.clauses
        both = Query(query.text, folder + query.clauses)
        by_rank = self.order == "stack" and bool(both.words)
        found = index.search(both, limit if by_rank and not self.reverse else None)
        shown = [papers[ident] for ident in found.ids if ident in papers]
        if not by_rank:
            shown = self._sorted(shown)
        elif self.reverse:
            shown.reverse()
        remark = "" if shown else _why_empty(both, papers)
        of = index.search(Query("", folder), 0).total if folder else len(papers)
        return ViewRows(shown[:limit], found.total, of, self.description, errors, remark)

    def _members(self, papers: Mapping[int, Paper]) -> list[Paper]:
        if self.scope.kind not in TESTS:
            return list(papers.values())
        return [paper for paper in papers.values() if self.scope.accepts(paper)]

    def _sorted(self, papers: list[Paper]) -> list[Paper]:
        """In the view's order; papers without the value come last either way, ties in the order of the stack."""
        stack = sorted(papers, key=_stack_place)
        if self.order == "stack":
            return stack[::-1] if self.reverse else stack
        read, downwards = _KEYS[self.order]
        values = [(read(paper), paper) for paper in stack]
        having = [item for item in values if item[0] not in (None, "")]
        lacking = [paper for value, paper in values if value in (None, "")]
        having.sort(key=lambda item: item[0], reverse=downwards != self.reverse)
        return [paper for _, paper in having] + lacking


def _stack_place(paper: Paper) -> tuple[float, int]:
    return -paper.stack_moment, paper.id


def _folded(text: str) -> str:
    from stacktui.query.plain import folded

    return folded(text)


def _family_name(paper: Paper) -> str:
    if not paper.authors:
        return ""
    name = paper.authors[0]
    return _folded(name.split(",")[0] if "," in name else name.split()[-1]) if name else ""


_KEYS: dict[str, tuple[Callable[[Paper], Any], bool]] = {
    "title": (lambda paper: _folded(paper.title), False),
    "author": (_family_name, False),
    "year": (lambda paper: paper.year and (paper.year, paper.month or 0), True),
    "venue": (lambda paper: _folded(paper.venue), False),
    "rating": (lambda paper: paper.rating, True),
    "added": (lambda paper: paper.added, True),
    "read": (lambda paper: paper.read, True),
    "key": (lambda paper: paper.key, False),
}
"""What an order compares, and whether the largest comes first."""


def _why_empty(query: Query, papers: Mapping[int, Paper]) -> str:
    """The filter that no paper at all passes, so that an empty list is not a riddle."""
    from stacktui.query import Filter

    for clause in query.clauses:
        asked = [term.atom for term in clause if isinstance(term.atom, Filter) and not term.negated]
        if len(asked) < len(clause) or any(atom.field == "folder" for atom in asked):
            continue
        tests = [atom.loosely or atom.accepts for atom in asked]
        if not any(test(paper) for paper in papers.values() for test in tests):
            return f"no paper has {' or '.join(f'{atom.field}:{atom.value}' for atom in asked)}"
    return ""
