"""What the list shows: a folder of the tree, a query and an order, as one value; and the folders of the tree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from stacktui.glimpses import Glimpsed, glimpses
from stacktui.model import Paper, within
from stacktui.query import Clause, Filter, Query, QueryError, Term, parse_query
from stacktui.query.filters import is_deferred, is_recent, recent_test
from stacktui.query.plain import folded

ORDERS = ("stack", "title", "author", "year", "venue", "rating", "added", "read", "key")
"""The orders of the list; ``stack`` is the newest push on top, or the best match where there is a query."""


class Saved(Protocol):
    """A saved search, as the library keeps it."""

    @property
    def name(self) -> str:
        """What the tree shows."""

    @property
    def query(self) -> str:
        """What it looks for."""


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
        if self.kind not in _TESTS:
            return ()
        return ((Term(Filter("folder", f"{self.kind} {self.value}".rstrip(), self.accepts, 0, 0)),),)

    def accepts(self, paper: Paper) -> bool:
        """Whether a paper stands in the folder; notes and trash take every entry that they are given."""
        test = _TESTS.get(self.kind)
        return test is None or test(paper, self.value)


def _waits(paper: Paper, status: str) -> bool:
    """A paper put off to a later day is out of the way until then, in To read alone."""
    return paper.status == status and not (status == "to-read" and is_deferred(paper))


_TESTS: dict[str, Callable[[Paper, str], bool]] = {
    "status": _waits,
    "starred": lambda paper, _: paper.is_starred,
    "recent": lambda paper, _: is_recent(paper),
    "no-category": lambda paper, _: not paper.categories,
    "category": lambda paper, path: paper.in_category(path),
    "tag": lambda paper, tag: tag in paper.tags,
}

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
        if self.scope.kind not in _TESTS:
            return list(papers.values())
        return [paper for paper in papers.values() if self.scope.accepts(paper)]

    def _sorted(self, papers: list[Paper]) -> list[Paper]:
        """In the view's order; papers without the value come last either way, ties in the order of the stack."""
        stack = sorted(papers, key=_stack_place)
        if self.order == "stack":
            return stack[::-1] if self.reverse else stack
        read, downwards = _KEYS[self.order]
        having = [(value, paper) for paper in stack if (value := read(paper)) not in (None, "")]
        lacking = [paper for paper in stack if read(paper) in (None, "")]
        having.sort(key=lambda item: item[0], reverse=downwards != self.reverse)
        return [paper for _, paper in having] + lacking


def _stack_place(paper: Paper) -> tuple[float, int]:
    return -paper.stack_moment, paper.id


def _family_name(paper: Paper) -> str:
    if not paper.authors:
        return ""
    name = paper.authors[0]
    return folded(name.split(",")[0] if "," in name else name.split()[-1]) if name else ""


_KEYS: dict[str, tuple[Callable[[Paper], Any], bool]] = {
    "title": (lambda paper: folded(paper.title), False),
    "author": (_family_name, False),
    "year": (lambda paper: paper.year and (paper.year, paper.month or 0), True),
    "venue": (lambda paper: folded(paper.venue), False),
    "rating": (lambda paper: paper.rating, True),
    "added": (lambda paper: paper.added, True),
    "read": (lambda paper: paper.read, True),
    "key": (lambda paper: paper.key, False),
}
"""What an order compares, and whether the largest comes first."""


def _why_empty(query: Query, papers: Mapping[int, Paper]) -> str:
    """The filter that no paper at all passes, so that an empty list is not a riddle."""
    for clause in query.clauses:
        asked = [term.atom for term in clause if isinstance(term.atom, Filter) and not term.negated]
        if len(asked) < len(clause) or any(atom.field == "folder" for atom in asked):
            continue
        tests = [atom.loosely or atom.accepts for atom in asked]
        if not any(test(paper) for paper in papers.values() for test in tests):
            return f"no paper has {' or '.join(f'{atom.field}:{atom.value}' for atom in asked)}"
    return ""


@dataclass(frozen=True, slots=True)
class Folder:
    """A line of the tree."""

    scope: Scope
    name: str
    """The last step of a category's path, or what the scope is called."""
    depth: int
    count: int
    """How many entries it holds; less than 0 where nobody has counted yet."""
    has_children: bool
    group: str
    """The heading it stands under: ``Stack``, ``Searches``, ``Categories`` or ``Tags``."""


def folders(
    papers: Mapping[int, Paper],
    notes: Mapping[int, Any] | None = None,
    trash: Mapping[int, Any] | None = None,
    empty_categories: Iterable[str] = (),
    searches: Mapping[int, Saved] | None = None,
    index: Searcher | None = None,
    duplicates: int | None = None,
) -> list[Folder]:
    """What the tree shows: smart folders, saved searches, nested categories and tags, with counts.

    A saved search is counted where an ``index`` is given. Duplicates take too long to find for being counted here: the
    folder is there where their number is given.
    """
    others = {NOTES: len(notes or ()), TRASH: len(trash or ())}
    if duplicates is not None:
        others[DUPLICATES] = duplicates
    seen = list(glimpses(papers))
    lines = [*_smart_folders(seen, others), *_saved_searches(searches or {}, index)]
    lines += _category_folders(seen, empty_categories)
    tags = Counter(tag for glimpse in seen for tag in set(glimpse.tags))
    names = sorted(tags, key=lambda tag: (folded(tag), tag))
    return lines + [Folder(Scope("tag", tag), tag, 0, tags[tag], False, "Tags") for tag in names]


def _smart_folders(papers: Sequence[Glimpsed], others: Mapping[Scope, int]) -> Iterator[Folder]:
    statuses: Counter[str] = Counter()
    counts: Counter[Scope] = Counter()
    is_new = recent_test()
    for paper in papers:
        statuses[paper.status] += not (paper.status == "to-read" and paper.not_before and is_deferred(paper))
        counts[STARRED] += paper.rating is not None
        counts[RECENT] += is_new(paper.added)
        counts[NO_CATEGORY] += not paper.categories
    counts.update({Scope("status", status): count for status, count in statuses.items()})
    counts.update(others)
    counts[ALL] = len(papers)
    for scope in SMART_FOLDERS:
        if scope == DUPLICATES and scope not in others:
            continue
        yield Folder(scope, scope.title, 0, counts[scope], False, "Stack")


def _saved_searches(searches: Mapping[int, Saved], index: Searcher | None) -> Iterator[Folder]:
    for saved in sorted(searches.values(), key=lambda saved: folded(saved.name)):
        count = index.search(saved.query, 0).total if index else 0
        yield Folder(Scope("saved", saved.query), saved.name, 0, count, False, "Searches")


def _category_folders(papers: Sequence[Glimpsed], empty: Iterable[str]) -> list[Folder]:
    counts: Counter[str] = Counter()
    for paper in papers:
        if paper.categories:
            counts.update({above for path in paper.categories for above in _with_parents(path)})
    paths = {above for path in empty for above in _with_parents(path)}.union(counts)
    ordered = sorted(paths, key=lambda path: [(folded(step), step) for step in path.split("/")])
    following = [*ordered[1:], ""]
    return [
        Folder(
            Scope("category", path),
            path.rsplit("/", 1)[-1],
            path.count("/"),
            counts[path],
            after != path and within(after, path),
            "Categories",
        )
        for path, after in zip(ordered, following, strict=False)
    ]


def _with_parents(path: str) -> list[str]:
    """``NAS/Differentiable`` gives ``NAS`` and itself."""
    steps = path.split("/")
    return ["/".join(steps[: depth + 1]) for depth in range(len(steps))]
