"""How far the reading of a long list is, and a way to stop it: the reader tells, whoever waits listens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from stacktui.errors import StackError

Report = Callable[[int, int], bool]
"""Called now and then with how many parts of how many are read; False stops the reading."""

_EVERY = 32


@dataclass(slots=True)
class _Watch:
    report: Report
    done: int = 0
    total: int = 0


_WATCH: ContextVar[_Watch | None] = ContextVar("watch", default=None)


@contextmanager
def watched(report: Report) -> Iterator[None]:
    """Inside, lists that are read tell ``report`` how far they are; StackError where it says to stop."""
    token = _WATCH.set(_Watch(report))
    try:
        yield
    finally:
        _WATCH.reset(token)


def expect_parts(total: int) -> None:
    """Called by a reader that knows how many parts it has to look at."""
    watch = _WATCH.get()
    if watch is not None:
        watch.done, watch.total = 0, total
        _tell(watch)


def one_part_read() -> None:
    """Called by a reader after each part."""
    watch = _WATCH.get()
    if watch is not None:
        watch.done += 1
        if not watch.done % _EVERY:
            _tell(watch)


def _tell(watch: _Watch) -> None:
    if not watch.report(min(watch.done, watch.total), watch.total):
        raise StackError("the import was stopped", "nothing was changed")
