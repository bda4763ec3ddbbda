"""Ids for new records: random, and so placed that two clones seldom put theirs side by side.

Records stand in the file by id, and git calls two additions at one place a conflict. Random ids alone still meet: of
five papers added on each of two machines to a library of 300, in one merge of twelve. So each clone keeps to a part
of the gaps between the ids that are there: the gaps behind ids that hash to its own class. Two clones of different
classes never use the same gap. The class is drawn anew each day, so that no two clones meet for ever.
"""

from __future__ import annotations

import hashlib
import os
import time
from bisect import bisect_right, insort
from collections.abc import Iterable
from functools import lru_cache

from stacktui.store import Table, random_id

_CLASSES = 64
_TRIES = 40
_LONG_SEARCH = 16
"""A search for a gap of the own class that takes so many times the usual tries says that they are used up, as by an
import of thousands of papers."""
_PAUSE = 256
"""How many ids are then given anywhere."""
_LOWEST, _HIGHEST = 10**11, 10**12 - 1


class IdSource:
    """Makes ids for one clone of a library."""

    def __init__(self, clone: str) -> None:
        self._clone = clone
        self._sorted: list[int] = []
        self._pause = 0

    @classmethod
    def of(cls, path: str) -> IdSource:
        """The source for the library at ``path`` on this machine today."""
        return _source(f"{os.uname().nodename} {os.getuid()} {path} {time.strftime('%Y-%m-%d')}")

    def fresh(self, tables: Iterable[Table]) -> int:
        """An id that no table has, in a gap of this clone's class of the first table."""
        first, *others = tables
        for _ in range(_TRIES):
            doc_id = self._in_own_gap(first)
            if str(doc_id) not in first and not any(str(doc_id) in table for table in others):
                insort(self._sorted, doc_id)
                return doc_id
        return random_id()

    def _in_own_gap(self, table: Table) -> int:
        if len(self._sorted) != len(table):
            self._sorted = sorted(number for number in map(int, table) if _LOWEST <= number <= _HIGHEST)
        classes = self._class_count(len(self._sorted))
        own = class_of(self._clone) % classes
        if self._pause:
            self._pause -= 1
            return random_id()
        for tried in range(_TRIES * classes):
            doc_id = random_id()
            place = bisect_right(self._sorted, doc_id)
            if class_of(str(self._sorted[place - 1]) if place else "") % classes == own:
                self._pause = _PAUSE if tried > _LONG_SEARCH * classes else 0
                return doc_id
        self._pause = _PAUSE
        return random_id()

    @staticmethod
    def _class_count(size: int) -> int:
        """How many classes a library of ``size`` records can have: a power of two, so that the classes nest."""
        return 1 << min(_CLASSES.bit_length() - 1, max(0, (size // 4).bit_length() - 1))


def class_of(name: str) -> int:
    """A number from 0 to 63 that looks random."""
    return hashlib.blake2b(name.encode("utf-8", "replace"), digest_size=1).digest()[0] % _CLASSES


@lru_cache(maxsize=8)
def _source(clone: str) -> IdSource:
    return IdSource(clone)
