"""Chinese: any part of a text, and the same by its pinyin, in full or by initials."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate

from stacktui.search.blob import Blob
from stacktui.search.vocabulary import Scores, keep_best
from stacktui.search.wordparts import cjk_runs

_INITIALS = (0.0, 0.0, 0.0, 0.62, 0.76, 0.82, 0.85, 0.87, 0.89)
"""What initials are worth by their number: two letters fit too much."""


class Chinese:
    """Stretches of Chinese in all fields; their pinyin is made when it is first asked for."""

    def __init__(self) -> None:
        self._runs = Blob()
        self._waiting: list[tuple[int, str, float]] = []
        self._full = Blob()
        self._initials = Blob()
        self._borders: dict[str, frozenset[int]] = {}

    def add(self, row: int, text: str, weight: float) -> None:
        """Put a row under the Chinese of one of its texts."""
        for run in cjk_runs(text):
            self._runs.add(row, run, weight)
            self._waiting.append((row, run, weight))

    def scores(self, wanted: str) -> Scores:
        """Rows that hold a stretch of Chinese; where none does, those that hold at least half of its pairs."""
        found: Scores = {}
        keep_best(found, ((row, weight) for row, weight, _, _ in self._runs.find(wanted)))
        if not found and len(wanted) >= 3:
            pairs = [wanted[at : at + 2] for at in range(len(wanted) - 1)]
            counts: Scores = {}
            for pair in pairs:
                for row in {row for row, _, _, _ in self._runs.find(pair)}:
                    counts[row] = counts.get(row, 0.0) + 1 / len(pairs)
            found = {row: 0.7 * share for row, share in counts.items() if share >= 0.5}
        return found

    def pinyin_scores(self, letters: str) -> Scores:
        """Rows whose Chinese is spoken so: whole syllables from a border, or their initials."""
        found: Scores = {}
        if not (self._runs and letters.isalpha() and letters.isascii() and len(letters) >= 2):
            return found
        self._spell()
        keep_best(found, self._full_scores(letters))
        if len(letters) >= 3:
            worth = _INITIALS[min(len(letters), len(_INITIALS) - 1)]
            keep_best(found, ((row, weight * worth) for row, weight, _, _ in self._initials.find(letters)))
        return found

    def _full_scores(self, letters: str) -> Iterator[tuple[int, float]]:
        for row, weight, spelled, place in self._full.find(letters):
            borders = self._borders[spelled]
            while place >= 0 and place not in borders:
                place = spelled.find(letters, place + 1)
            if place >= 0:
                yield row, weight * (0.9 if place + len(letters) in borders else 0.8)

    def _spell(self) -> None:
        """Take the waiting stretches to their pinyin."""
        if not self._waiting:
            return
        from pypinyin import lazy_pinyin

        for row, run, weight in self._waiting:
            syllables = [one for one in lazy_pinyin(run) if one.isascii() and one]
            spelled = "".join(syllables)
            if spelled:
                self._full.add(row, spelled, weight)
                self._initials.add(row, "".join(one[0] for one in syllables), weight)
                self._borders[spelled] = frozenset(accumulate((len(one) for one in syllables), initial=0))
        self._waiting = []
