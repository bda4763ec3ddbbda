"""A heading for a category that the list does not have yet, written like those that it has."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

from stacktui.formats.document import Heading
from stacktui.formats.publish.places import Spot, sections
from stacktui.formats.publish.style import Style

_COUNTED = re.compile(r"^(\D*(?:\d+\.)*)(\d+)(?=[.)\s、])")
_UNDERLINE = re.compile(r"([=\-~^\"'`#*+_])\1{2,}\s*$")


def spots_with_heading(style: Style, category: str) -> list[Spot]:
    """The place for a first paper of a category, with a new heading above it; none without a heading to imitate."""
    parent, _, name = category.rpartition("/")
    like = _like(style, parent)
    if like is None:
        return []
    model, end = like
    rows = _rows(style, model, name)
    gap = _gap_above(style)
    above = tuple([""] * max(0, gap - _blanks_before(style, end)) + rows + [""] * _gap_below(style))
    below = () if end > len(style.lines) or not style.lines[end - 1] else ("",) * gap
    return [Spot(end, above, below, None, ())]


def _like(style: Style, parent: str) -> tuple[Heading, int] | None:
    """The last heading of the same kind, and the line behind what stands below it."""
    below = [
        (name, entries)
        for name, entries in sections(style).items()
        if name and name.rpartition("/")[0] == parent and entries
    ]
    if not below:
        return None
    name, entries = max(below, key=lambda pair: pair[1][-1].last)
    heading = _heading_of(style, name.rpartition("/")[2], entries[0].first)
    inner = [entry.last for key, each in sections(style).items() if key.startswith(f"{name}/") for entry in each]
    return (heading, max([entries[-1].last, *inner]) + 1) if heading is not None else None


def _heading_of(style: Style, name: str, before: int) -> Heading | None:
    """The heading above a line that says a name."""
    above = [heading for heading in style.document.headings if heading.line < before]
    return next((heading for heading in reversed(above) if name in style.lines[heading.line - 1]), None)


def _rows(style: Style, model: Heading, name: str) -> list[str]:
    """The lines of a heading like another one: its number counted on, its underline as long as the name."""
    row = style.lines[model.line - 1]
    text = _stripped_of_number(model.text)
    at = row.find(text) if text else -1
    new = row[:at] + name + row[at + len(text) :] if at >= 0 else re.sub(r"\w.*\w|\w", lambda _: name, row, count=1)
    if at > 0:
        new = _COUNTED.sub(lambda found: f"{found[1]}{int(found[2]) + 1}", new[:at], count=1) + new[at:]
    rows = [new]
    following = style.lines[model.line] if model.line < len(style.lines) else ""
    if row.strip()[:1] != "#" and (line := _UNDERLINE.match(following)):
        rows.append(line[1] * max(3, sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in name)))
    return rows


def _stripped_of_number(text: str) -> str:
    return re.sub(r"^[\s#]*(?:\d+(?:\.\d+)*[.)、]?\s+)?", "", text).strip(" #:：*")


def _blanks_before(style: Style, line: int) -> int:
    count = 0
    while line - 2 - count >= 0 and not style.lines[line - 2 - count].strip():
        count += 1
    return count


def _gap_above(style: Style) -> int:
    """How many blank lines usually stand above a heading."""
    counts = Counter(_blanks_before(style, heading.line) for heading in style.document.headings if heading.line > 1)
    return counts.most_common(1)[0][0] if counts else 1


def _gap_below(style: Style) -> int:
    """How many blank lines usually stand below a heading over papers."""
    firsts = {entries[0].first for entries in sections(style).values() if entries}
    lines = {heading.line for heading in style.document.headings}
    counts: Counter[int] = Counter()
    for first in firsts:
        blanks = _blanks_before(style, first)
        above = first - blanks - 1
        if above in lines or (above - 1 in lines and _UNDERLINE.match(style.lines[above - 1])):
            counts[blanks] += 1
    return counts.most_common(1)[0][0] if counts else 1
