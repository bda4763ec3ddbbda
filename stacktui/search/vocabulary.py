"""Words in order, and for each the papers that hold it: a prefix is one slice."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator
from itertools import chain

Scores = dict[int, float]
"""Rows of the index and how well they answer one word, from 0 to about 1.1."""

_END = "\U0010ffff"
_FEW_NEW = 64


class Vocabulary:
    """The words of all short fields; a word's papers are rows with the weight of the best field it stands in."""

    def __init__(self) -> None:
        self._rows: dict[str, Scores] = {}
        self._uniform: dict[str, float] = {}
        """The weight that all rows of a word have; 0 where they differ."""
        self._sorted: list[str] = []
        self._new: list[str] = []

    def __contains__(self, word: str) -> bool:
        return word in self._rows

    def add(self, row: int, words: Iterable[str], weight: float) -> None:
        """Put a row under words; of two weights the greater counts."""
        rows_of, uniform = self._rows, self._uniform
        for word in words:
            rows = rows_of.get(word)
            if rows is None:
                rows_of[word] = {row: weight}
                uniform[word] = weight
                self._new.append(word)
            elif rows.get(row, 0.0) < weight:
                rows[row] = weight
                if uniform[word] != weight:
                    uniform[word] = 0.0

    def rows(self, word: str) -> Scores:
        """The rows that hold exactly this word."""
        return self._rows.get(word, {})

    @property
    def words(self) -> list[str]:
        """All words in order."""
        if self._new:
            if len(self._new) < _FEW_NEW:
                for word in self._new:
                    insort(self._sorted, word)
            else:
                self._sorted = sorted(chain(self._sorted, self._new))
            self._new = []
        return self._sorted

    def beginning_with(self, prefix: str) -> list[str]:
        """The words that begin with ``prefix``, in order."""
        words = self.words
        first = bisect_left(words, prefix)
        return words[first : bisect_left(words, prefix + _END, first)]

    def prefix_scores(self, prefix: str) -> Scores:
        """Rows by words that begin with ``prefix``: 1 for the word itself, the less the more is missing."""
        if len(prefix) == 1:
            rows = dict.fromkeys(chain.from_iterable(map(self._rows.__getitem__, self.beginning_with(prefix))), 0.7)
            rows.update(self.rows(prefix))
            return rows
        graded = ((self._quality(word, prefix), word) for word in self.beginning_with(prefix))
        return self.union(sorted(graded))

    @staticmethod
    def _quality(word: str, prefix: str) -> float:
        return 1.0 if len(word) == len(prefix) else 0.72 + 0.2 * len(prefix) / len(word)

    def union(self, graded: Iterable[tuple[float, str]]) -> Scores:
        """The rows of words with qualities, which must come in ascending order: the best of each row counts."""
        scores: Scores = {}
        mixed: list[tuple[float, str]] = []
        for quality, word in graded:
            weight = self._uniform[word]
            if weight == 1.0:
                # most words stand in titles alone: the whole posting at once, the later and better one winning
                scores.update(dict.fromkeys(self._rows[word], quality))
            else:
                mixed.append((quality, word))
        for quality, word in mixed:
            keep_best(scores, ((row, quality * weight) for row, weight in self._rows[word].items()))
        return scores

    def with_first_letter(self, letter: str, shortest: int, longest: int) -> Iterator[str]:
        """Words with that first letter whose length lies between two."""
        return (word for word in self.beginning_with(letter) if shortest <= len(word) <= longest)


def keep_best(scores: Scores, found: Iterable[tuple[int, float]]) -> None:
    """Raise scores to those found."""
    known = scores.get
    for row, score in found:
        if score > known(row, 0.0):
            scores[row] = score
