"""How far a long command is: one line on stderr that is written over, where stderr is a terminal."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from stacktui.cli.output import on_terminal, say_aside
from stacktui.text import clean_line

_PATIENCE = 0.5  # seconds before the first word
_EVERY = 0.1


class Progress:
    """Tells what is done and how much of it, once that takes a while; it never stops anything."""

    def __init__(self) -> None:
        self._next = time.monotonic() + _PATIENCE
        self._shown = False
        self._shows = on_terminal(sys.stderr) and os.environ.get("TERM", "dumb") != "dumb"

    def of(self, what: str) -> Callable[[int, int], bool]:
        """What a piece of work, such as ``reading list.md: line``, calls again and again; it always may go on."""

        def report(done: int, total: int) -> bool:
            self._tell(what, done, total)
            return True

        return report

    def _tell(self, what: str, done: int, total: int) -> None:
        if self._shows and time.monotonic() > self._next:
            self._next = time.monotonic() + _EVERY
            self._shown = True
            share = f" ({done * 100 // total} %)" if total else ""
            sys.stderr.write(f"\r\x1b[K{clean_line(what)} {done:,} of {total:,}{share} · ctrl+c stops")
            sys.stderr.flush()

    def clear(self) -> None:
        """Take the line away."""
        if self._shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
            self._shown = False

    @contextmanager
    def stoppable(self, word: str) -> Iterator[None]:
        """Say ``word`` when ctrl+c ends what is done here; the line is gone afterwards in any case."""
        try:
            yield
        except KeyboardInterrupt:
            self.clear()
            say_aside(word)
            raise
        finally:
            self.clear()


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Let ctrl+c wait: what is written here is written whole."""
    asked: list[int] = []
    try:
        before = signal.signal(signal.SIGINT, lambda number, _: asked.append(number))
    except ValueError:  # not the main thread: nobody can interrupt it
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
