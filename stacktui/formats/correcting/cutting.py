"""Two papers in one line: where it can be cut, where that is likely, and the two pieces.

A place is named by what stands there and by its number among its like (the second ``;``), so that it means something in
other lines too, and in the next version of the list.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from stacktui.formats.lists.heads import read_head

_LEAD = re.compile(r"\s*(?:(?:[-*+•>|]|\d{1,4}[.)、]|#{1,6})\s*)*(?:\[[ xX]\]\s+)?")
_BETWEEN = re.compile(
    r"\s+(?:and|with|und|和|与|以及|&+|/+|\++|[-–—]+)\s+|\s*[;；、|·]\s*|[,，]\s+|\.\s+(?=[A-Z\[\"“《])|(?<=\))\s*(?=\[)|\s+"
)
_OPENS, _CLOSES = "([{（【《", ")]}）】》"
_EDGES = " \t,，;；、|·&/+–—-"
_LONGEST = 4_000
_MOST_LIKELY = 40


@dataclass(frozen=True, slots=True)
class Cut:
    """One place where a line can be cut."""

    by: str
    """What stands between the two; empty where an address ends and a link begins."""
    nth: int
    first: str
    second: str


def cuts_of(line: str) -> list[Cut]:
    """The places where a line can be cut, from the left; none inside brackets and addresses."""
    if len(line) > _LONGEST:
        return []
    lead = _LEAD.match(line)
    start = lead.end() if lead else 0
    depths = _depths(line)
    counts: dict[str, int] = {}
    cuts = []
    for found in _BETWEEN.finditer(line, start):
        if depths[found.start()]:
            continue
        first, second = line[: found.start()].rstrip(_EDGES), line[found.end() :].lstrip(_EDGES)
        if not _says_something(first[start:]) or not _says_something(second):
            continue
        by = found[0].strip()
        counts[by] = counts.get(by, 0) + 1
        cuts.append(Cut(by, counts[by], first + ("." if by == "." else ""), second))
    return cuts


def _says_something(text: str) -> bool:
    return any(map(str.isalnum, text))


def _depths(line: str) -> list[int]:
    """For each character how many brackets are open before it; one that is never closed counts for nothing."""
    depths, depth = [], 0
    for letter in line:
        depths.append(depth)
        depth += (letter in _OPENS) - (letter in _CLOSES)
        depth = max(0, depth)
    return depths if not depth else [0] * len(line)


def cut_at(line: str, by: str, nth: int) -> Cut | None:
    """The cut of that name; None where a line has none."""
    return next((cut for cut in cuts_of(line) if (cut.by, cut.nth) == (by, nth)), None)


def likely_cut(cuts: list[Cut]) -> int:
    """The place in ``cuts`` where both sides look most like a paper."""
    telling = [place for place, cut in enumerate(cuts) if cut.by or cut.second.startswith("[")]
    places = (telling or list(range(len(cuts))))[:_MOST_LIKELY]
    return max(places, key=lambda place: _likeness(cuts[place]), default=0)


def _likeness(cut: Cut) -> float:
    """How much the poorer side looks like a paper; what stands between them decides between equals."""
    sides = [read_head(_LEAD.sub("", cut.first, count=1)), read_head(cut.second)]
    return min(side.evidence + side.likeness for side in sides) + (0.5 if cut.by in (";", "；", "|", "") else 0.0)
