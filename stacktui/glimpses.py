"""The few fields that folders count, read from raw records: ten thousand papers are counted without being made."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Protocol, overload

from stacktui.model import STATUSES, Paper, moment
from stacktui.text import clean_line

RECENT_DAYS = 14
"""For how many days a new paper counts as recent."""


@dataclass(frozen=True, slots=True)
class Glimpse:
    """What a folder looks at; the fields mean what those of :class:`~stacktui.model.Paper` mean."""

    status: str
    rating: float | None
    added: str
    not_before: str
    categories: tuple[str, ...]
    tags: tuple[str, ...]


class Glimpsed(Protocol):
    """A paper, or a glimpse of one."""

    @property
    def status(self) -> str:
        """Where it stands."""

    @property
    def rating(self) -> float | None:
        """Its stars."""

    @property
    def added(self) -> str:
        """When it came in."""

    @property
    def not_before(self) -> str:
        """The day it is put off to."""

    @property
    def categories(self) -> tuple[str, ...]:
        """Its categories."""

    @property
    def tags(self) -> tuple[str, ...]:
        """Its tags."""


def glimpses(papers: Mapping[int, Paper]) -> Iterable[Glimpsed]:
    """Glimpses of all papers; the papers themselves where no raw records are at hand."""
    records: Mapping[str, Mapping[str, Any]] | None = getattr(papers, "records", None)
    return papers.values() if records is None else map(_glimpse, records.values())


def _glimpse(record: Mapping[str, Any]) -> Glimpse:
    status, rating = record.get("status"), record.get("rating")
    return Glimpse(
        status if status in STATUSES else "to-read",
        rating if isinstance(rating, (int, float)) and rating > 0 else None,
        _line(record.get("added")),
        _line(record.get("not_before")),
        _lines(record.get("categories")),
        _lines(record.get("tags")),
    )


def _line(value: Any) -> str:
    if not isinstance(value, str):
        return ""
    return value if value.isprintable() and value == value.strip() else clean_line(value)


def _lines(value: Any) -> tuple[str, ...]:
    return tuple(filter(None, map(_line, value))) if isinstance(value, list) else ()


class Deferrable(Protocol):
    """What may be put off: a paper, or a glimpse of one."""

    @property
    def not_before(self) -> str:
        """The day it is put off to."""


def is_recent(paper: Paper) -> bool:
    """Whether the paper was added within the last :data:`RECENT_DAYS` days."""
    return recent_test()(paper.added)


def recent_test() -> Callable[[str], bool]:
    """The test of a stamp for lying within the last :data:`RECENT_DAYS` days, for many stamps at once."""
    first = date.today() - timedelta(days=RECENT_DAYS)
    start = moment(first.isoformat())
    # whatever the zones, a stamp of two days before is older: most need no more than this
    day_before = (first - timedelta(days=2)).isoformat()
    return lambda stamp: stamp >= day_before and moment(stamp) >= start > 0


def is_deferred(paper: Deferrable) -> bool:
    """Whether the paper is put off to a day that has not come."""
    return paper.not_before > date.today().isoformat()


class PapersByIds(Sequence[Paper]):
    """Papers in the order of their ids, each made when it is looked at."""

    def __init__(self, papers: Mapping[int, Paper], ids: Sequence[int]) -> None:
        self._papers = papers
        self.ids = ids

    def __len__(self) -> int:
        return len(self.ids)

    @overload
    def __getitem__(self, place: int) -> Paper: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[Paper]: ...

    def __getitem__(self, place: int | slice) -> Paper | Sequence[Paper]:
        if isinstance(place, slice):
            return PapersByIds(self._papers, self.ids[place])
        return self._papers[self.ids[place]]

    def __iter__(self) -> Iterator[Paper]:
        return (self._papers[ident] for ident in self.ids)


def ids_of(papers: Sequence[Paper]) -> Sequence[int]:
    """The ids of papers, without making them where that is not needed."""
    return papers.ids if isinstance(papers, PapersByIds) else [paper.id for paper in papers]
