"""How far the reading of a long list is, and a way to stop it: the reader tells, whoever waits listens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from stacktui.errors import StackError

Report = Callable[[int, int], bool]
"""Called now and then with how many lines of how many are read; False stops the reading."""

_EVERY = 32


@dataclass(slots=True)
class _Watch:
    report: Report
    start: int = 0
    end: int = 0
    total: int = 0
    """The first line that is being read, the one behind the last, and how many there are."""
    done: int = 0
    expected: int = 1
    """Pieces of these lines that were looked at, and how many there are."""


_WATCH: ContextVar[_Watch | None] = ContextVar("watch", default=None)


@contextmanager
def watched(report: Report) -> Iterator[None]:
    """Inside, lists that are read tell ``report`` how far they are; StackError where it says to stop."""
    token = _WATCH.set(_Watch(report))
    try:
        yield
    finally:
        _WATCH.reset(token)


def expect_parts(start: int, end: int, total: int) -> None:
    """Called by a reader that goes on to the lines from ``start`` to ``end`` of so many."""
    watch = _WATCH.get()
    if watch is not None:
        watch.start, watch.end, watch.total, watch.done = start, end, total, 0
        _tell(watch)


def looking_at(pieces: int) -> None:
    """Called by a reader that knows how many pieces there are in these lines."""
    watch = _WATCH.get()
    if watch is not None:
        watch.expected = max(1, pieces)


def one_part_read() -> None:
    """Called by a reader after each piece."""
    watch = _WATCH.get()
    if watch is not None:
        watch.done += 1
        if not watch.done % _EVERY:
            _tell(watch)


def _tell(watch: _Watch) -> None:
    inside = (watch.end - watch.start) * min(watch.done, watch.expected) // watch.expected
    if not watch.report(watch.start + inside, watch.total):
        raise StackError("the import was stopped", "nothing was changed")
