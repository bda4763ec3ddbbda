"""A newer version of a list that was imported before: which entry is which, and what changed.

The text of a list is kept when it is imported. Reading the old text again gives what the list said then: the common
ancestor of what it says now and what stands in the library.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field

from stacktui.identity import evidence, plain_url, titles_agree
from stacktui.merge import merge_lines
from stacktui.model import Conflict, Paper, plain
from stacktui.text import normal_title

_SCALARS = ("title", "alias", "venue", "year", "month", "presentation", "url", "status", "rating", "read")
_LISTS = ("authors", "links", "categories", "tags")


@dataclass
class Aligned:
    """Entries of two versions of a list, by their places."""

    pairs: dict[int, int] = field(default_factory=dict)
    """Place in the new version to place in the old one."""
    gone: list[int] = field(default_factory=list)
    """Places in the old version that the new one has no more."""


def align(old: Sequence[Paper], new: Sequence[Paper]) -> Aligned:
    """Match the entries of two versions: same title and link, then title, then link, then place between neighbours."""
    result = Aligned()
    free = set(range(len(old)))
    keys: tuple[Callable[[Paper], Hashable], ...] = (
        lambda paper: (paper.title, paper.url, paper.note),
        lambda paper: (normal_title(paper.title), plain_url(paper.url)),
        lambda paper: normal_title(paper.title) or None,
    )
    for key in keys:
        _match(old, new, result, free, key)
    _match_links(old, new, result, free)
    _match_renamed(old, new, result, free)
    result.gone = sorted(free)
    return result


def _match(
    old: Sequence[Paper], new: Sequence[Paper], result: Aligned, free: set[int], key: Callable[[Paper], Hashable]
) -> None:
    places: dict[Hashable, list[int]] = {}
    for place in sorted(free, reverse=True):
        places.setdefault(key(old[place]), []).append(place)
    for place, paper in enumerate(new):
        value = key(paper)
        if place not in result.pairs and value and places.get(value):
            found = places[value].pop()
            result.pairs[place] = found
            free.discard(found)


def _match_links(old: Sequence[Paper], new: Sequence[Paper], result: Aligned, free: set[int]) -> None:
    """The same link or id, where the titles may be one."""
    places = {item: place for place in sorted(free) for item in evidence(old[place]) if not item.startswith("title:")}
    for place, paper in enumerate(new):
        if place in result.pairs:
            continue
        for item in evidence(paper):
            found = places.get(item)
            if found in free and found is not None and titles_agree(paper.title, old[found].title):
                result.pairs[place] = found
                free.discard(found)
                break


def _match_renamed(old: Sequence[Paper], new: Sequence[Paper], result: Aligned, free: set[int]) -> None:
    """An entry that stands where another one stood, with the same neighbours, may be that one under a new name."""
    for place, paper in enumerate(new):
        if place in result.pairs:
            continue
        above, below = result.pairs.get(place - 1), result.pairs.get(place + 1)
        candidate = above + 1 if above is not None else below - 1 if below is not None else -1
        if candidate not in free or (below is not None and above is not None and below - above != 2):
            continue
        if _is_renamed(old[candidate], paper) or _is_shortened(old[candidate].title, paper.title):
            result.pairs[place] = candidate
            free.discard(candidate)


def _is_renamed(old: Paper, new: Paper) -> bool:
    """Whether one entry became the other: a title that agrees, or most of its note."""
    if old.url and new.url and plain_url(old.url) == plain_url(new.url):
        return True
    if titles_agree(old.title, new.title):
        return True
    mine, other = set(filter(str.strip, old.note)), set(filter(str.strip, new.note))
    shared = len(mine & other)
    return shared >= 1 and shared >= 0.5 * min(len(mine), len(other))


def _is_shortened(one: str, other: str) -> bool:
    """Whether one title is made of letters of the other, in order: ``Semi-Supervised NAS`` and ``SemiNAS``."""
    longer, shorter = sorted((normal_title(one), normal_title(other)), key=len, reverse=True)
    letters = iter(longer)
    return len(shorter) >= 4 and shorter[:2] == longer[:2] and all(letter in letters for letter in shorter)


def with_changes(paper: Paper, old: Paper, new: Paper) -> Paper:
    """``paper`` with what changed from ``old`` to ``new``; where it was edited meanwhile, its own value stands.

    The other value is kept as a conflict. Notes are merged by line.
    """
    changes: dict[str, object] = {}
    conflicts = list(paper.conflicts)
    for name in _SCALARS:
        was, now, here = getattr(old, name), getattr(new, name), getattr(paper, name)
        if now in (was, here):
            continue
        if here == was or not here:
            changes[name] = now
        elif now:
            conflicts.append(Conflict(name, plain(now)))
    for name in _LISTS:
        was, now, here = getattr(old, name), getattr(new, name), getattr(paper, name)
        if now != was:
            kept = tuple(item for item in here if item in now or item not in was)
            changes[name] = tuple(dict.fromkeys((*kept, *(item for item in now if item not in was))))
    _change_note(paper, old, new, changes, conflicts)
    if conflicts != list(paper.conflicts):
        changes["conflicts"] = _distinct(conflicts)
    return paper.edit(**changes) if changes else paper


def _change_note(paper: Paper, old: Paper, new: Paper, changes: dict[str, object], conflicts: list[Conflict]) -> None:
    if new.note == old.note or new.note == paper.note:
        return
    if paper.note == old.note:
        changes["note"] = new.note
        return
    lines, agreed = merge_lines(old.note, new.note, paper.note, keep="theirs")
    changes["note"] = tuple(lines)
    if not agreed:
        conflicts.append(Conflict("note", list(new.note)))


def _distinct(conflicts: list[Conflict]) -> tuple[Conflict, ...]:
    kept: list[Conflict] = []
    for conflict in conflicts:
        if conflict not in kept:
            kept.append(conflict)
    return tuple(kept)
