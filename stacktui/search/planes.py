"""Byte planes: for every row of the index one byte that says how well the row answers.

Numbers for a hundred thousand rows have to be combined within a millisecond in plain Python. A plane is a
``bytearray``: it is filled at fifteen nanoseconds a row, scaled by ``translate``, and whole planes are added and masked
as big integers, so that the loops run in C. A narrow plane also keeps the list of its rows, and then only those are
looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from heapq import nlargest
from itertools import compress

FULL = 200
"""The byte of a perfect match of weight 1; weights go up to 1.1."""

_NARROW = 1000
_NARROW_SHARE = 16
"""A plane lists its rows where these are fewer than a thousand or one in sixteen: then lists are quicker."""

_SHORT = 1000
"""Up to so many listed rows are quicker looked at one by one."""

_MOST_EQUAL = 2000
"""The most rows that compete for the last places among the best."""

Rows = Sequence[int]
Tiers = Mapping[int, Iterable[Rows]]
"""Rows by the byte that they have earned; a row may stand in several tiers, the best counts."""


class Plane:
    """How well each row answers: 0 is not at all."""

    __slots__ = ("_count", "quality", "rows")

    def __init__(self, quality: bytes | bytearray, rows: list[int] | None = None) -> None:
        self.quality = quality
        self.rows = rows
        """The rows that are not 0, each once, where they are few; else None."""
        self._count = -1 if rows is None else len(rows)

    @property
    def count(self) -> int:
        """How many rows answer."""
        if self._count < 0:
            self._count = len(self.quality) - self.quality.count(0)
        return self._count

    def all_rows(self) -> list[int]:
        """Every row that answers."""
        return self.rows if self.rows is not None else list(compress(range(len(self.quality)), self.quality))

    def reaches(self, least: int) -> bool:
        """Whether some row has at least this byte."""
        if self.rows is not None:
            quality = self.quality
            return any(quality[row] >= least for row in self.rows)
        return self.quality.translate(_at_least(least)).find(1) >= 0

    def best(self, wanted: int) -> list[int]:
        """At least ``wanted`` of the best rows (all, where there are fewer), and all that equal the last of them.

        Of a very long list of equals only the first rows are taken.
        """
        if self.count <= wanted:
            return self.all_rows()
        least = self._threshold(wanted)
        if self.rows is not None:
            quality = self.quality
            return [row for row in self.rows if quality[row] >= least]
        return _first_ones(self.quality.translate(_at_least(least)), _MOST_EQUAL)

    def _threshold(self, wanted: int) -> int:
        """The highest byte that at least ``wanted`` rows reach."""
        if self.rows is not None and len(self.rows) < _SHORT:
            return nlargest(wanted, map(self.quality.__getitem__, self.rows))[-1]
        low, high = 1, 255
        while low < high:
            middle = (low + high + 1) // 2
            reached = int.from_bytes(self.quality.translate(_at_least(middle)), "little").bit_count()
            low, high = (middle, high) if reached >= wanted else (low, middle - 1)
        return low


def filled(size: int, tiers: Tiers, dead: Iterable[int] = ()) -> Plane:
    """The plane of these tiers, without the dead rows."""
    quality = bytearray(size)
    postings = 0
    for byte in sorted(tiers):
        for rows in tiers[byte]:
            postings += len(rows)
            for row in rows:
                quality[row] = byte
    for row in dead:
        quality[row] = 0
    if postings > max(_NARROW, size // _NARROW_SHARE):
        return Plane(quality)
    listed = {row for posting in tiers.values() for rows in posting for row in rows}
    return Plane(quality, [row for row in listed if quality[row]])


def meet(planes: Sequence[Plane], size: int) -> Plane:
    """The rows that answer every plane, with their mean."""
    if len(planes) == 1:
        return planes[0]
    narrowest = min(planes, key=lambda plane: size + 1 if plane.rows is None else len(plane.rows))
    if narrowest.rows is None:
        return Plane(_dense_mean(planes, len(planes)))
    rows = narrowest.rows
    others = [plane.quality for plane in planes if plane is not narrowest]
    for quality in others:
        rows = [row for row in rows if quality[row]]
    means = bytearray(size)
    parts = [narrowest.quality, *others]
    for row in rows:
        means[row] = sum([quality[row] for quality in parts]) // len(parts) or 1
    return Plane(means, rows)


def meet_all_but_one(planes: Sequence[Plane], size: int) -> Plane:
    """The rows that answer every plane but at most one, which counts as nothing for their mean."""
    counted = sum(int.from_bytes(plane.quality.translate(_at_least(1)), "little") for plane in planes)
    enough = counted.to_bytes(size, "little").translate(_at_least(len(planes) - 1, 255))
    total = _sum(planes, len(planes)) & int.from_bytes(enough, "little")
    return Plane(total.to_bytes(size, "little"))


def masked(plane: Plane, mask: Plane) -> Plane:
    """The rows of ``plane`` that ``mask`` answers too, with the bytes of ``plane``."""
    if plane.rows is not None:
        allowed = mask.quality
        rows = [row for row in plane.rows if allowed[row]]
        quality = bytearray(len(plane.quality))
        for row in rows:
            quality[row] = plane.quality[row]
        return Plane(quality, rows)
    kept = _number(plane.quality) & _number(mask.quality.translate(_at_least(1, 255)))
    return Plane(kept.to_bytes(len(plane.quality), "little"))


def either(first: Plane, second: Plane) -> Plane:
    """The rows of both planes with the better byte."""
    wide, narrow = (second, first) if second.rows is None else (first, second)
    quality, better = bytearray(wide.quality), narrow.quality
    for row in narrow.all_rows():
        if better[row] > quality[row]:
            quality[row] = better[row]
    if wide.rows is None or narrow.rows is None:
        return Plane(quality)
    before = wide.quality
    return Plane(quality, wide.rows + [row for row in narrow.rows if not before[row]])


def inverted(plane: Plane, dead: Iterable[int]) -> Plane:
    """A full byte for every row that does not answer."""
    quality = bytearray(plane.quality.translate(_NOT))
    for row in dead:
        quality[row] = 0
    return Plane(quality)


def everything(size: int, dead: Iterable[int]) -> Plane:
    """A full byte for every row."""
    return inverted(Plane(bytes(size)), dead)


def of_rows(size: int, rows: Rows, byte: int = FULL) -> Plane:
    """A plane of one tier."""
    return filled(size, {byte: [rows]})


def _dense_mean(planes: Sequence[Plane], parts: int) -> bytes:
    size = len(planes[0].quality)
    total = _sum(planes, parts)
    for plane in planes:
        total &= _number(plane.quality.translate(_at_least(1, 255)))
    return total.to_bytes(size, "little")


def _sum(planes: Sequence[Plane], parts: int) -> int:
    """The planes' bytes, each divided by ``parts``, added up: no byte overflows into its neighbour."""
    scaled = _divided(parts)
    return sum(_number(plane.quality.translate(scaled)) for plane in planes)


def _number(quality: bytes | bytearray) -> int:
    return int.from_bytes(quality, "little")


def _first_ones(flags: bytes | bytearray, most: int) -> list[int]:
    found: list[int] = []
    find: Callable[[int, int], int] = flags.find
    at = find(1, 0)
    while at >= 0 and len(found) < most:
        found.append(at)
        at = find(1, at + 1)
    return found


_NOT = bytes([FULL]) + bytes(255)


@cache
def _at_least(least: int, flag: int = 1) -> bytes:
    """A table that gives ``flag`` for bytes from ``least``, 0 below."""
    return bytes(flag if byte >= least else 0 for byte in range(256))


@cache
def _divided(parts: int) -> bytes:
    return bytes(max(1, byte // parts) if byte else 0 for byte in range(256))
