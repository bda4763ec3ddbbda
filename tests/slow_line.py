"""A terminal at the end of a slow line: it takes so many bytes a second, and whoever writes more has to wait."""

from __future__ import annotations

import os
import select
import time
from typing import Any

from terminal import Terminal

AT_ONCE = 100
"""The bytes of one read of a slow line."""


class SlowTerminal(Terminal):
    """As fast as any until it is told otherwise; counts what it takes in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.rate = 0
        """Bytes a second; 0: no limit."""
        self.taken = 0
        self._free_at = 0.0
        super().__init__(*args, **kwargs)

    def _read(self, seconds: float) -> bool:
        until = time.monotonic() + seconds
        if self.rate and self._free_at > time.monotonic():
            select.select([], [], [], max(0.0, min(self._free_at, until) - time.monotonic()))
            if self._free_at > time.monotonic():
                return True
        ready, _, _ = select.select([self._fd], [], [], max(0.0, until - time.monotonic()))
        if not ready:
            return True
        try:
            data = os.read(self._fd, AT_ONCE if self.rate else 65536)
        except OSError:
            return False
        if self.rate:
            self._free_at = max(self._free_at, time.monotonic() - 0.05) + len(data) / self.rate
        self.taken += len(data)
        self.output += data
        self._feed(data)
        return bool(data)

    def hold(self, key: str, times: int, every: float = 0.04) -> None:
        """A key that is held down, while the line carries what it can."""
        for number in range(times):
            self.press(key)
            until = time.monotonic() + every
            while number + 1 < times and time.monotonic() < until:
                self._read(until - time.monotonic())

    def bytes_until(self, *texts: str) -> int:
        """How much came until all texts were on the screen."""
        before = self.taken
        self.wait_for(*texts)
        return self.taken - before

    def bytes_until_rest(self, seconds: float = 0.9) -> int:
        """How much came until the line was idle for so long: longer than a note is waited for."""
        before, last, size = self.taken, time.monotonic(), self.taken
        while time.monotonic() - last < seconds:
            self._read(0.1)
            if self.taken != size:
                last, size = time.monotonic(), self.taken
        return self.taken - before
