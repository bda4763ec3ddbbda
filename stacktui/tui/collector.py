"""The garbage collector must not hold up keys: what has survived a long collection is not looked through again.

Papers and index are millions of objects that stay. Walking through them takes a tenth of a second each time.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter
from typing import Any

LONG_SECONDS = 0.01
_THRESHOLDS = 10_000, 20, 20
"""Counting ten thousand papers makes as many small objects, nearly all of which are gone before these are reached."""
_OLDEST = 2


class _Patience:
    """Watches how long full collections take."""

    def __init__(self) -> None:
        self._begun = 0.0

    def __call__(self, phase: str, info: dict[str, Any]) -> None:
        if info["generation"] < _OLDEST:
            return
        if phase == "start":
            self._begun = perf_counter()
        elif perf_counter() - self._begun > LONG_SECONDS:
            gc.freeze()


def spare_what_stays() -> None:
    """Begin to watch the collector; once is enough."""
    gc.set_threshold(*_THRESHOLDS)
    if not any(isinstance(callback, _Patience) for callback in gc.callbacks):
        gc.callbacks.append(_Patience())


_RESTS: list[int] = []


@contextmanager
def at_rest() -> Iterator[None]:
    """Collect nothing while thousands of objects are made that stay, and do not look through them afterwards."""
    gc.disable()
    _RESTS.append(1)
    try:
        yield
    finally:
        _RESTS.pop()
        gc.freeze()
        if not _RESTS:
            gc.enable()
