"""Where a new paper goes: under the heading of its category, on top or at the bottom, as the list grows."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from stacktui.formats.lists.blocks import is_blank
from stacktui.formats.publish.growth import BOTTOM, TOP
from stacktui.formats.publish.style import Entry, Style
from stacktui.identity import arxiv_id
from stacktui.model import Paper, within

_ENOUGH = 5
_CLEAR = 0.6
_LONGEST_GAP = 6
_DATE = re.compile(
    r"(?<![\w/.-])(?:20(?P<year>\d\d)[-/.](?P<month>\d\d?)[-/.](?P<day>\d\d?)"
    r"|(?P<first>\d\d?)/(?P<second>\d\d?)/(?P<short>\d{2}(?:\d\d)?))(?![\w/-])"
)
_NUMBER = re.compile(r"^(\s*(?:[-*+]\s+)?[*_]{0,2}[\[(（]?)(\d{1,4})(?=[\]).、）])")


@dataclass(frozen=True)
class Spot:
    """A place for a new entry: before a line, with blank or separating lines around it."""

    line: int
    above: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    number: int | None = None
    """The number of the new entry in a list that counts."""
    near: tuple[Entry, ...] = ()
    """The entries of its section."""


def sections(style: Style) -> dict[str, list[Entry]]:
    """The entries by the category that their headings make."""
    found: dict[str, list[Entry]] = {}
    for entry in style.entries:
        found.setdefault(entry.source.categories[0] if entry.source.categories else "", []).append(entry)
    return found


def section_for(style: Style, paper: Paper) -> str | None:
    """The section of the list that one of the paper's categories names, or one above it; None where none does."""
    names = {*sections(style), *style.document.extra.get("empty_categories", ())} - {""}
    fitting = [name for category in paper.categories for name in names if within(category, name)]
    return max(fitting, key=len) if fitting else None


def spots_for(style: Style, paper: Paper, section: str, end: str, more: int = 0) -> list[Spot]:
    """Places for a new paper, the best first; ``more`` new ones of this section are numbered before it."""
    entries = sections(style).get(section, [])
    if not entries:
        return _under_heading(style, section)
    counted = counted_on(entries)
    counted = None if counted is None else counted + more
    groups = [found] if (found := shelf(entries, paper.status)) else []
    return [_spot(style, group, entries, end, counted, paper) for group in (*groups, entries)]


def end_of(style: Style, section: str, remembered: str) -> str:
    """Where a section takes new entries: one that counts them at the bottom, others as the list grew."""
    if counted_on(sections(style).get(section, [])) is not None:
        return BOTTOM
    return remembered or usual_end(style, section)


def shelf(entries: Sequence[Entry], status: str) -> list[Entry]:
    """The entries of a status, where the section has those of each status together."""
    runs = [list(run) for _, run in itertools.groupby(entries, key=lambda entry: entry.paper.status)]
    if len(runs) < 2 or len(runs) > len({run[0].paper.status for run in runs}) or any(len(run) < 2 for run in runs):
        return []
    return next((run for run in runs if run[0].paper.status == status), [])


def _spot(
    style: Style, group: Sequence[Entry], entries: Sequence[Entry], end: str, counted: int | None, paper: Paper
) -> Spot:
    gap = _usual_gap(style, group)
    place = _by_year(group, paper) if counted is None else None
    if place is None:
        place = 0 if end == TOP else len(group)
    if place < len(group):
        return Spot(group[place].first, (), gap, counted, tuple(entries))
    return Spot(group[-1].last + 1, gap, (), counted, tuple(entries))


def _by_year(group: Sequence[Entry], paper: Paper) -> int | None:
    """Before which entry a paper comes in a section that is sorted by year; None where it is not."""
    years = [entry.paper.year for entry in group if entry.paper.year]
    steps = [one - other for one, other in itertools.pairwise(years) if one != other]
    if not paper.year or len(years) < len(group) or len(steps) < _ENOUGH - 2:
        return None
    if all(step > 0 for step in steps):
        return next((place for place, year in enumerate(years) if year <= paper.year), len(group))
    if all(step < 0 for step in steps):
        return next((place for place, year in enumerate(years) if year > paper.year), len(group))
    return None


def counted_on(entries: Sequence[Entry]) -> int | None:
    """The next number of a list that counts its entries; None where it does not."""
    numbers = [int(found[2]) for entry in entries if (found := _NUMBER.match(entry.head.rows[0]))]
    if not entries or len(numbers) < max(1, len(entries) - 1) or (len(numbers) > 1 and len(set(numbers)) == 1):
        return None
    return max(numbers) + 1 if len(numbers) > 1 or numbers[0] != 1 else None


def numbered(row: str, number: int | None) -> str:
    """A row with its number replaced."""
    return row if number is None else _NUMBER.sub(lambda found: f"{found[1]}{number}", row, count=1)


def usual_end(style: Style, section: str) -> str:
    """Where a section grows, by the dates of its entries or all; else sections at the bottom, a list without on top."""
    for entries in (sections(style).get(section, []), style.entries):
        stamps = [stamp for entry in entries if (stamp := _stamp(entry))]
        pairs = [(one, other) for one, other in itertools.pairwise(stamps) if one != other]
        falling = sum(one > other for one, other in pairs)
        if len(pairs) >= _ENOUGH:
            if falling >= _CLEAR * len(pairs):
                return TOP
            if falling <= (1 - _CLEAR) * len(pairs):
                return BOTTOM
    return BOTTOM if section else TOP


def _stamp(entry: Entry) -> str:
    """When an entry came, as far as it tells: the day of reading, a date in its row, its month or year."""
    if entry.paper.read:
        return entry.paper.read
    if found := _DATE.search(entry.head.rows[0]):
        year = found["year"] or found["short"]
        return f"20{year[-2:]}-{int(found['month'] or found['first']):02}-{int(found['day'] or found['second']):02}"
    arxiv = arxiv_id(entry.paper) or ""
    if re.match(r"\d{4}\.", arxiv):
        return f"20{arxiv[:2]}-{arxiv[2:4]}"
    return str(entry.paper.year or "")


def _usual_gap(style: Style, group: Sequence[Entry]) -> tuple[str, ...]:
    """The lines between two neighbouring entries that belong to none: blank ones, separators."""
    for entries in (group, style.entries):
        gaps: Counter[tuple[str, ...]] = Counter()
        for one, other in itertools.pairwise(entries):
            gap = tuple(line if line.strip() else "" for line in style.lines[one.last : other.first - 1])
            if len(gap) <= _LONGEST_GAP and not any(any(map(str.isalnum, line)) for line in gap):
                gaps[gap] += 1
        if gaps:
            return gaps.most_common(1)[0][0]
    return ()


def _under_heading(style: Style, section: str) -> list[Spot]:
    """A section without papers: below its heading and what stands there."""
    name = section.rpartition("/")[2]
    heading = next((each.line for each in style.document.headings if each.text.strip() == name), None)
    if heading is None:
        return []
    gap = _gap_below_headings(style)
    at = heading + 1
    while at <= len(style.lines) and is_blank(style.lines[at - 1]) and at - heading <= gap:
        at += 1
    return [Spot(at, ("",) * (gap - (at - heading - 1)), ("",), None, ())]


def _gap_below_headings(style: Style) -> int:
    lines = {heading.line for heading in style.document.headings}
    gaps = Counter(
        entry.first - above - 1
        for entry in style.entries
        if (above := max((line for line in lines if line < entry.first), default=0)) and entry.first - above <= 3
    )
    return gaps.most_common(1)[0][0] if gaps else 1
