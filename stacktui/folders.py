"""What the tree shows: smart folders, saved searches, nested categories and tags, with how many papers each holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from stacktui.glimpses import Tally, tally
from stacktui.model import Paper, within
from stacktui.scopes import ALL, DUPLICATES, NO_CATEGORY, NOTES, RECENT, SMART_FOLDERS, STARRED, TRASH, Scope
from stacktui.text import fold


class Saved(Protocol):
    """A saved search, as the library keeps it."""

    @property
    def name(self) -> str:
        """What the tree shows."""

    @property
    def query(self) -> str:
        """What it looks for."""


class Counted(Protocol):
    """What a search gives, as far as it is counted."""

    @property
    def total(self) -> int:
        """How many papers answer."""


class Counting(Protocol):
    """What can search: :class:`stacktui.search.Index`."""

    def search(self, query: str, limit: int | None = None) -> Counted:
        """The papers that answer ``query``."""


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
    index: Counting | None = None,
    duplicates: int | None = None,
) -> list[Folder]:
    """What the tree shows: smart folders, saved searches, nested categories and tags, with counts.

    A saved search is counted where an ``index`` is given, else its count is less than 0. Duplicates take too long to
    find for being counted here: the folder is there where their number is given.
    """
    others = {NOTES: len(notes or ()), TRASH: len(trash or ())}
    if duplicates is not None:
        others[DUPLICATES] = duplicates
    seen = tally(papers)
    lines = [*_smart_folders(seen, others), *_saved_searches(searches or {}, index)]
    lines += _category_folders(seen, empty_categories)
    tags: Counter[str] = Counter()
    for together, count in seen.tags.items():
        tags.update(dict.fromkeys(together, count))
    names = sorted(tags, key=lambda tag: (fold(tag), tag))
    return lines + [Folder(Scope("tag", tag), tag, 0, tags[tag], False, "Tags") for tag in names]


def _smart_folders(seen: Tally, others: Mapping[Scope, int]) -> Iterator[Folder]:
    counts = Counter({Scope("status", status): count for status, count in seen.statuses.items()})
    counts.update({ALL: seen.papers, STARRED: seen.starred, RECENT: seen.recent, NO_CATEGORY: seen.categories[()]})
    counts.update(others)
    for scope in SMART_FOLDERS:
        if scope == DUPLICATES and scope not in others:
            continue
        yield Folder(scope, scope.title, 0, counts[scope], False, "Stack")


def _saved_searches(searches: Mapping[int, Saved], index: Counting | None) -> Iterator[Folder]:
    for saved in sorted(searches.values(), key=lambda saved: fold(saved.name)):
        count = index.search(saved.query, 0).total if index else -1
        yield Folder(Scope("saved", saved.query), saved.name, 0, count, False, "Searches")


def _category_folders(seen: Tally, empty: Iterable[str]) -> list[Folder]:
    counts: Counter[str] = Counter()
    for together, count in seen.categories.items():
        counts.update({above: count for path in together for above in _with_parents(path)})
    paths = {above for path in empty for above in _with_parents(path)}.union(counts)
    ordered = sorted(paths, key=lambda path: [(fold(step), step) for step in path.split("/")])
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
