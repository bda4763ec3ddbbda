"""Write a changed note back into the lines it came from: lines that stay keep their bytes, new ones their indent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from stacktui.formats.publish.page import Edit


@dataclass(frozen=True, slots=True)
class Place:
    """Where a line of a note stands: its number in the file, and what stands before and behind it there."""

    number: int
    before: str
    after: str

    @property
    def is_mixed(self) -> bool:
        """Whether the line holds more than indent and quote marks before the note."""
        return bool(self.before.strip(" \t>\xa0"))


def places_of(text: Sequence[str], numbers: Sequence[int], lines: Sequence[str]) -> list[Place | None] | None:
    """The place of each line of a note, None for blank ones without a line; None where one cannot be found."""
    places: list[Place | None] = []
    at = 0
    for line in text:
        if not line.strip():
            places.append(_blank_after(places, lines))
            continue
        while at < len(numbers) and line.strip() not in lines[numbers[at] - 1]:
            at += 1
        if at == len(numbers):
            return None
        row = lines[numbers[at] - 1]
        start = row.rfind(line) if line in row else row.rfind(line.strip())
        length = len(line) if line in row else len(line.strip())
        places.append(Place(numbers[at], row[:start], row[start + length :]))
        at += 1
    return places


def _blank_after(places: list[Place | None], lines: Sequence[str]) -> Place | None:
    above = next((place for place in reversed(places) if place is not None), None)
    if above is None or above.number >= len(lines):
        return None
    row = lines[above.number]
    return Place(above.number + 1, row, "") if not row.strip(" \t>\xa0") else None


def changed_lines(
    old: Sequence[str], new: Sequence[str], places: Sequence[Place | None], before: str = ""
) -> list[Edit] | None:
    """The edits that make the note ``new``; None where a place they need is not known.

    ``before`` is what stands before a new line where the note has no plain line of its own to learn it from.
    """
    margin = _margin(places, before)
    edits: list[Edit] = []
    matcher = SequenceMatcher(None, list(old), list(new), autojunk=False)
    for kind, i, j, k, m in matcher.get_opcodes():
        if kind == "equal":
            continue
        stretch = _stretch_edits(list(places[i:j]), list(new[k:m]), _anchor(places, i, j), margin)
        if stretch is None:
            return None
        edits += stretch
    return edits


def _margin(places: Sequence[Place | None], before: str) -> str:
    plain = Counter(
        place.before for place in places if place is not None and not place.is_mixed and (place.before or place.after)
    )
    if plain:
        return plain.most_common(1)[0][0]
    return "" if any(place is not None and not place.is_mixed for place in places) else before


def _anchor(places: Sequence[Place | None], i: int, j: int) -> int:
    """The line before which new lines go in."""
    for place in reversed(places[:j]):
        if place is not None:
            return place.number + 1
    return next((place.number for place in places[j:] if place is not None), 0)


def _stretch_edits(places: list[Place | None], new: list[str], anchor: int, margin: str) -> list[Edit] | None:
    edits: list[Edit] = []
    rest = list(new)
    for place in places:
        if place is None:
            if rest and not rest[0].strip():
                rest.pop(0)
            continue
        if rest:
            line = rest.pop(0)
            edits.append(Edit(place.number, 1, (_row(line, place.before, place.after),)))
        elif place.is_mixed:
            edits.append(Edit(place.number, 1, (place.before.rstrip(" \t-–—:"),)))
        else:
            edits.append(Edit(place.number, 1, ()))
    if rest and not anchor:
        return None
    if rest:
        edits.append(Edit(anchor, 0, tuple(_row(line, margin, "") for line in rest)))
    return edits


def _row(line: str, before: str, after: str) -> str:
    return before + line + after if line.strip() else before.rstrip() + after.strip()


def new_note(text: Sequence[str], margin: str, gap: int) -> tuple[str, ...]:
    """The lines of a note that was not there: blank ones first where the list has them."""
    return (*[""] * gap, *(_row(line, margin, "") for line in text))


def same_text(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two notes say the same: blanks at line ends, around all, and an indent of all count for nothing."""
    return list(_normal(one)) == list(_normal(other))


def _normal(text: Sequence[str]) -> Iterator[str]:
    lines = [line.rstrip() for line in text]
    while lines and not lines[-1]:
        lines.pop()
    while lines and not lines[0]:
        lines.pop(0)
    indent = min((len(line) - len(line.lstrip()) for line in lines if line), default=0)
    for line in lines:
        yield line[indent:]


def same_words(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two notes have the same lines when indents and blank lines count for nothing."""
    return [line.strip() for line in one if line.strip()] == [line.strip() for line in other if line.strip()]
