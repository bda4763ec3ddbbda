"""What folders count, read from raw records: ten thousand papers are counted, and listed, without being made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Protocol, overload

from stacktui.model import STATUSES, Paper, moment
from stacktui.text import clean_line

RECENT_DAYS = 14
"""For how many days a new paper counts as recent."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many papers have what folders ask for."""

    papers: int
    statuses: Counter[str]
    """Papers to read that are put off to a later day are in none."""
    starred: int
    recent: int
    categories: Counter[tuple[str, ...]]
    """By all the categories of a paper; those without one are under ``()``."""
    tags: Counter[tuple[str, ...]]
    """By all the tags of a paper."""


def tally(papers: Mapping[int, Paper]) -> Tally:
    """Count papers, by their raw records where these are at hand."""
    records: Mapping[str, Mapping[str, Any]] | None = getattr(papers, "records", None)
    if records is not None:
        try:
            return _tally_of(list(records.values()))
        except TypeError:
            pass  # a field of another type than it should be: the papers themselves know what to make of it
    return _tally_of([_as_record(paper) for paper in papers.values()])


def _as_record(paper: Paper) -> Mapping[str, Any]:
    return {
        **{name: getattr(paper, name) for name in ("status", "rating", "added", "not_before")},
        **{name: list(getattr(paper, name)) for name in ("categories", "tags")},
    }


def _tally_of(records: Sequence[Mapping[str, Any]]) -> Tally:
    """Equal values are counted first and cleaned once. TypeError for a value that cannot be compared."""
    statuses: Counter[str] = Counter()
    for (status, day), count in Counter([(each.get("status"), each.get("not_before")) for each in records]).items():
        status = status if status in STATUSES else "to-read"
        is_put_off = status == "to-read" and day and _line(day) > date.today().isoformat()
        statuses[status] += 0 if is_put_off else count
    ratings = Counter([each.get("rating") for each in records])
    is_new = recent_test()
    return Tally(
        papers=len(records),
        statuses=statuses,
        starred=sum(count for stars, count in ratings.items() if isinstance(stars, (int, float)) and stars > 0),
        recent=sum([is_new(_line(each.get("added"))) for each in records]),
        categories=_lists_of(records, "categories"),
        tags=_lists_of(records, "tags"),
    )


def _lists_of(records: Sequence[Mapping[str, Any]], name: str) -> Counter[tuple[str, ...]]:
    found = [each.get(name) for each in records]
    counts: Counter[tuple[str, ...]] = Counter()
    for items, count in Counter([tuple(items) if items.__class__ is list else () for items in found]).items():
        counts[tuple(filter(None, map(_line, items)))] += count
    return counts


def _line(value: Any) -> str:
    if not isinstance(value, str):
        return ""
    return value if value.isprintable() and value == value.strip() else clean_line(value)


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
