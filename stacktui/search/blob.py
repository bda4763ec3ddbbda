"""Many short texts in one string: finding a part in any of them is one fast scan."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

_MOST_LOOSE = 256
"""So many new texts are scanned one by one before all are joined again."""
MOST_HITS = 20_000


class Blob:
    """Texts with their rows and weights."""

    def __init__(self) -> None:
        self._texts: list[str] = []
        self._rows: list[int] = []
        self._weights: list[float] = []
        self._joined = ""
        self._starts: list[int] = []
        self._joined_count = 0

    def __bool__(self) -> bool:
        return bool(self._texts)

    def add(self, row: int, text: str, weight: float = 1.0) -> None:
        """Add a text of a row."""
        if text:
            self._texts.append(text)
            self._rows.append(row)
            self._weights.append(weight)

    def _join(self) -> None:
        starts, at = [], 0
        for text in self._texts:
            starts.append(at)
            at += len(text) + 1
        self._joined = "\n".join(self._texts)
        self._starts, self._joined_count = starts, len(self._texts)

    def find(self, wanted: str) -> Iterator[tuple[int, float, str, int]]:
        """Row, weight, text and place in the text of each occurrence (of the first in each text)."""
        if len(self._texts) - self._joined_count > _MOST_LOOSE or not self._joined_count:
            self._join()
        yield from self._find_joined(wanted)
        for number in range(self._joined_count, len(self._texts)):
            place = self._texts[number].find(wanted)
            if place >= 0:
                yield self._rows[number], self._weights[number], self._texts[number], place

    def _find_joined(self, wanted: str) -> Iterator[tuple[int, float, str, int]]:
        find, starts = self._joined.find, self._starts
        at, number = find(wanted), 0
        for _ in range(MOST_HITS):
            if at < 0:
                return
            number = bisect_right(starts, at, number) - 1
            text = self._texts[number]
            yield self._rows[number], self._weights[number], text, at - starts[number]
            at = find(wanted, starts[number] + len(text))
