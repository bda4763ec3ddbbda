"""The words of one field of all papers, in order, each with the rows that hold it: a prefix is one slice."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator
from typing import TypeAlias

_END = "\U0010ffff"
Posting: TypeAlias = "array[int]"
"""Rows, ascending. An array, because thousands of lists would make every garbage collection a stall."""
_NOWHERE: Posting = array("I")


class Field:
    """Words and their rows. All words of a row are added at once."""

    def __init__(self, weight: float) -> None:
        self.weight = weight
        """What a match in this field is worth beside one in a title."""
        self._rows: dict[str, Posting] = {}
        self._buckets: dict[str, list[str]] = {}
        """The words by their first letter; sorted, but for those in ``_unsorted``."""
        self._unsorted: set[str] = set()
        self._of_length: dict[tuple[str, int], list[str]] = {}
        self._beginnings: dict[tuple[str, int], list[str]] = {}
        self._joined = ""

    def __contains__(self, word: str) -> bool:
        return word in self._rows

    def add(self, row: int, words: Iterable[str]) -> None:
        """Put a row under words."""
        rows_of = self._rows
        for word in set(words):
            rows = rows_of.get(word)
            if rows is None:
                rows_of[word] = array("I", (row,))
                self._add_word(word)
            elif rows[-1] != row:
                rows.append(row)

    def move(self, row: int, before: Iterable[str], after: Iterable[str]) -> None:
        """Take a row from the words that it had, and put it under others."""
        old, new = set(before), set(after)
        for word in old - new:
            rows = self._rows[word]
            at = bisect_left(rows, row)
            if rows[at : at + 1] == array("I", (row,)):
                del rows[at]
            else:  # a row that came while others were still being added stands before them
                rows.remove(row)
            if not rows:
                self._remove_word(word)
        for word in new - old:
            if word in self._rows:
                insort(self._rows[word], row)
            else:
                self.add(row, (word,))

    def _remove_word(self, word: str) -> None:
        del self._rows[word]
        self._buckets[word[0]].remove(word)
        self._forget(word[0])

    def _add_word(self, word: str) -> None:
        letter = word[0]
        self._buckets.setdefault(letter, []).append(word)
        self._unsorted.add(letter)

    def rows(self, word: str) -> Posting:
        """The rows that hold exactly this word."""
        return self._rows.get(word, _NOWHERE)

    def bucket(self, letter: str) -> list[str]:
        """The words with that first letter, in order."""
        bucket = self._buckets.get(letter)
        if bucket is None:
            return []
        if letter in self._unsorted:
            bucket.sort()
            self._unsorted.discard(letter)
            self._forget(letter)
        return bucket

    def _forget(self, letter: str) -> None:
        """New words came: what was derived from the bucket is made again when it is asked for."""
        self._joined = ""
        for derived in (self._of_length, self._beginnings):
            for key in [key for key in derived if key[0] == letter]:
                del derived[key]

    def beginning_with(self, prefix: str) -> list[str]:
        """The words that begin with ``prefix``, in order."""
        bucket = self.bucket(prefix[0])
        if len(prefix) == 1:
            return bucket
        first = bisect_left(bucket, prefix)
        return bucket[first : bisect_right(bucket, prefix + _END, first)]

    def has_beginning(self, prefix: str) -> bool:
        """Whether some word begins with ``prefix``."""
        bucket = self.bucket(prefix[0])
        first = bisect_left(bucket, prefix)
        return first < len(bucket) and bucket[first].startswith(prefix)

    def postings(self, words: Iterable[str]) -> Iterator[Posting]:
        """The rows of each word."""
        return map(self._rows.__getitem__, words)

    def of_length(self, letter: str, shortest: int, longest: int) -> Iterator[str]:
        """The words with that first letter whose length lies between two."""
        bucket = self.bucket(letter)
        if bucket and (letter, 0) not in self._of_length:
            self._of_length[letter, 0] = []
            for word in bucket:
                self._of_length.setdefault((letter, len(word)), []).append(word)
        for length in range(shortest, longest + 1):
            yield from self._of_length.get((letter, length), ())

    def beginnings(self, letter: str, length: int) -> list[str]:
        """The distinct first ``length`` letters of the words with that first letter that are longer, in order."""
        bucket = self.bucket(letter)
        found = self._beginnings.get((letter, length))
        if found is None:
            found = list(dict.fromkeys([word[:length] for word in bucket if len(word) > length]))
            self._beginnings[letter, length] = found
        return found

    def containing(self, part: str) -> Iterator[str]:
        """The words that hold ``part`` behind their beginning."""
        for letter in list(self._unsorted):
            self.bucket(letter)
        if not self._joined:
            self._joined = "\n".join(["", *self._rows, ""])
        joined = self._joined
        at = joined.find(part)
        while at >= 0:
            start, end = joined.rfind("\n", 0, at) + 1, joined.find("\n", at)
            if start != at:
                yield joined[start:end]
            at = joined.find(part, end)
