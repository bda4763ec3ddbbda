"""The words of notes: many, long, and of less weight, so they are kept apart and small."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable
from itertools import chain

from stacktui.query.plain import words
from stacktui.search.blob import Blob
from stacktui.search.vocabulary import Scores
from stacktui.search.wordparts import cjk_runs

NOTE_WEIGHT = 0.6
_PREFIX_WEIGHT = 0.51
_END = "\U0010ffff"


class NoteWords:
    """Rows by the words of their notes, for whole words and their beginnings; Chinese anywhere."""

    def __init__(self) -> None:
        self._rows: dict[str, array[int]] = {}
        self._sorted: list[str] = []
        self._is_sorted = True
        self.chinese = Blob()

    def add(self, row: int, note: str) -> None:
        """Put a row under the words of its note."""
        rows_of = self._rows
        for word in set(words(note)):
            rows = rows_of.get(word)
            if rows is None:
                rows_of[word] = array("I", (row,))
                self._is_sorted = False
            else:
                rows.append(row)
        if not note.isascii():
            for run in cjk_runs(note):
                self.chinese.add(row, run, NOTE_WEIGHT)

    def scores(self, word: str) -> Scores:
        """Rows whose notes hold the word, or one that begins with it."""
        found: Scores = {}
        if len(word) >= 3:
            found = dict.fromkeys(chain.from_iterable(self._beginning_with(word)), _PREFIX_WEIGHT)
        exact: Iterable[int] = self._rows.get(word, ())
        found.update(dict.fromkeys(exact, NOTE_WEIGHT))
        return found

    def _beginning_with(self, prefix: str) -> Iterable[array[int]]:
        if not self._is_sorted:
            self._sorted = sorted(self._rows)
            self._is_sorted = True
        first = bisect_left(self._sorted, prefix)
        return (self._rows[word] for word in self._sorted[first : bisect_left(self._sorted, prefix + _END, first)])
