"""Figures of a stack: how many papers where, when they came and when they were read, with plots made of text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from stacktui.columns import fit, width
from stacktui.model import STATUSES, Paper
from stacktui.text import counted

MONTHS = 12
"""How many months back the plots of added and read papers go."""
TOP = 10
"""How many categories, tags, venues and authors are shown."""

_NAME_ROOM = 24
_EIGHTHS = " ▏▎▍▌▋▊▉█"


@dataclass(frozen=True)
class Stats:
    """Counts, each mapping in the order in which it is to be shown."""

    papers: int
    with_note: int
    starred: int
    mean_rating: float | None
    status: Mapping[str, int]
    rating: Mapping[str, int]
    year: Mapping[str, int]
    added: Mapping[str, int]
    """By month, ``2026-11``, the last twelve."""
    read: Mapping[str, int]
    categories: Mapping[str, int]
    """By first step; a paper counts once in each."""
    tags: Mapping[str, int]
    venues: Mapping[str, int]
    authors: Mapping[str, int]

    def to_json(self) -> dict[str, Any]:
        """The figures as a JSON object."""
        return {name: dict(value) if isinstance(value, Mapping) else value for name, value in vars(self).items()}


def stack_stats(papers: Iterable[Paper], today: date | None = None) -> Stats:
    """The figures of some papers; ``today`` ends the twelve months."""
    stack = list(papers)
    months = _last_months(today or date.today())
    ratings = [paper.rating for paper in stack if paper.rating is not None]
    status = Counter(paper.status for paper in stack)
    stars = Counter(f"{rating:g}" for rating in ratings)
    return Stats(
        papers=len(stack),
        with_note=sum(paper.has_note for paper in stack),
        starred=len(ratings),
        mean_rating=round(sum(ratings) / len(ratings), 2) if ratings else None,
        status={name: status[name] for name in STATUSES},
        rating=dict(sorted(stars.items(), key=lambda item: -float(item[0]))),
        year=_years(stack),
        added=_by_month((paper.added for paper in stack), months),
        read=_by_month((paper.read for paper in stack), months),
        categories=_top(step for paper in stack for step in {path.split("/")[0] for path in paper.categories}),
        tags=_top(tag for paper in stack for tag in paper.tags),
        venues=_top(paper.venue for paper in stack if paper.venue),
        authors=_top(author for paper in stack for author in paper.authors),
    )


def _years(papers: Iterable[Paper]) -> dict[str, int]:
    """Every year from the first to the last; years without papers stand between them only where few are missing."""
    counts = Counter(paper.year for paper in papers if paper.year is not None)
    if not counts:
        return {}
    first, last = min(counts), max(counts)
    shown = range(first, last + 1) if last - first < 40 else sorted(counts)
    return {str(year): counts[year] for year in shown}


def _last_months(today: date) -> list[str]:
    at = today.year * 12 + today.month - 1
    return [f"{month // 12:04d}-{month % 12 + 1:02d}" for month in range(at - MONTHS + 1, at + 1)]


def _by_month(dates: Iterable[str], months: Iterable[str]) -> dict[str, int]:
    counts = Counter(day[:7] for day in dates)
    return {month: counts[month] for month in months}


def _top(names: Iterable[str]) -> dict[str, int]:
    ordered = sorted(Counter(names).items(), key=lambda item: (-item[1], item[0]))
    return dict(ordered[:TOP])


# -- as text -------------------------------------------------------------------------------------------------------


def stats_lines(stats: Stats, columns: int = 80, ascii_only: bool = False) -> list[str]:
    """The figures as lines of at most ``columns`` columns, each count with a bar."""
    summary = ", ".join(_summary(stats))
    lines = [summary] if width(summary) <= columns else [part[:columns] for part in _summary(stats)]
    for heading, counts in _plots(stats):
        if any(counts.values()):
            lines += ["", heading, *_bars(counts, columns, ascii_only)]
    return lines


def _summary(stats: Stats) -> list[str]:
    parts = [counted(stats.papers, "paper"), f"{stats.with_note:,} with a note"]
    if stats.mean_rating is not None:
        stars = "1 star" if stats.mean_rating == 1 else f"{stats.mean_rating:g} stars"
        parts.append(f"{stats.starred:,} starred, {stars} on average")
    return parts


def _plots(stats: Stats) -> Iterable[tuple[str, Mapping[str, int]]]:
    yield "Status", stats.status
    yield "Stars", stats.rating
    yield "Added by month", stats.added
    yield "Read by month", stats.read
    yield "Year of the paper", stats.year
    yield "Categories", stats.categories
    yield "Tags", stats.tags
    yield "Venues", stats.venues
    yield "Authors", stats.authors


def _bars(counts: Mapping[str, int], columns: int, ascii_only: bool) -> Iterable[str]:
    most = max(counts.values())
    names = min(_NAME_ROOM, max(map(width, counts)), max(columns // 3, 4))
    figures = len(f"{most:,}")
    room = max(columns - names - figures - 6, 1)
    for name, count in counts.items():
        yield f"  {fit(name, names)}  {count:>{figures},}  {_bar(count / most * room, ascii_only)}".rstrip()


def _bar(length: float, ascii_only: bool) -> str:
    if ascii_only:
        return "#" * max(round(length), length > 0)
    eighths = max(round(length * 8), length > 0)
    return "█" * (eighths // 8) + (_EIGHTHS[eighths % 8] if eighths % 8 else "")
