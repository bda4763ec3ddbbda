"""How much may be on its way to the terminal: no more than it takes in soon, so that no key waits behind old frames.

A pseudo terminal holds some kilobytes and an SSH connection up to two megabytes before a writer notices that the line
is slow. So the terminal is asked now and then for its status, behind what was written; every terminal answers
``CSI 5 n`` with ``CSI 0 n``. Until the answer comes, only little more is sent. A terminal that does not answer the
first question is never asked again and never waited for.
"""

from __future__ import annotations

from time import monotonic

QUESTION, ANSWER = "\x1b[5n", "\x1b[0n"
ASK_AFTER = 300
"""Bytes after which the terminal is asked."""
MOST = 800
"""Bytes on their way with which no more frames are drawn: less than half a second of the slowest line."""
PATIENCE_SECONDS = 6.0
"""An answer that takes longer is lost."""
MISSES = 2
"""So many lost answers, and the terminal is not asked any more."""
FAREWELL_SECONDS = 1.0
"""How long to wait for the last answer, which would end up in the shell."""


class Pace:
    """Counts what was sent since the last answer."""

    def __init__(self, asks: bool = True) -> None:
        self._asks = asks
        self._answers = False
        self._sent = self._sent_after = 0
        self._asked_at = 0.0
        self._missed = 0

    def sent(self, text: str) -> str:
        """Count what is sent; returns it with the question behind it where one is due."""
        count = len(text.encode("utf-8", "replace"))
        self._sent += count
        self._sent_after += count
        if not self._asks or self._asked_at or (self._answers and self._sent < ASK_AFTER):
            return text
        self._asked_at, self._sent_after = monotonic(), 0
        return text + QUESTION

    def answered(self) -> None:
        """The terminal has taken in everything before the question."""
        self._answers, self._asked_at, self._missed = True, 0.0, 0
        self._sent = self._sent_after

    @property
    def expects_answer(self) -> bool:
        """Whether the terminal was asked."""
        return bool(self._asked_at)

    def wait_seconds(self) -> float:
        """How long to wait for an answer before the next frame; 0: send it now."""
        if not self._answers or not self._asked_at or self._sent < MOST:
            return 0.0
        left = self._asked_at + PATIENCE_SECONDS - monotonic()
        if left <= 0:
            self._missed += 1
            self._asks = self._missed < MISSES
            self._asked_at, self._sent = 0.0, self._sent_after
        return max(0.0, left)

    def farewell_seconds(self) -> float:
        """How long the last answer is worth waiting for; nothing is asked any more."""
        self._asks = False
        return max(0.0, self._asked_at + FAREWELL_SECONDS - monotonic()) if self._asked_at else 0.0
