"""The thread that writes to the terminal, and never lets the app wait for a slow line."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import IO

from textual.drivers._writer_thread import WriterThread

from stacktui.tui.driver.pace import Pace


class FrameWriter(WriterThread):
    """Writes text in order, and behind it the outcome of all frames since the last write.

    It takes the place of Textual's writer, whose queue holds thirty frames and stops the app when it is full.
    """

    def __init__(self, file: IO[str]) -> None:
        super().__init__(file)
        self.lock = threading.Condition()
        """Held while text is put in order; whoever changes what ``draw`` was given holds it too."""
        self._texts: list[str] = []
        self._changes: Callable[[], str] | None = None
        self._is_ending = False
        self._pace = Pace()

    @property
    def expects_answer(self) -> bool:
        """Whether the terminal was asked whether everything has arrived."""
        return self._pace.expects_answer

    def answered(self) -> None:
        """Everything has arrived: the next frame may go."""
        with self.lock:
            self._pace.answered()
            self.lock.notify_all()

    def await_answer(self) -> None:
        """Ask no more, and wait a moment for an answer that is on its way."""
        with self.lock:
            seconds = self._pace.farewell_seconds()
            self.lock.wait_for(lambda: not self._pace.expects_answer, seconds)

    def write(self, text: str) -> None:
        """Write text as it is, after what was drawn before."""
        with self.lock:
            self._texts += [*self._drawn(), text]
            self.lock.notify_all()

    def draw(self, changes: Callable[[], str]) -> None:
        """Write what ``changes`` gives once everything before is written; it is asked once, however often this is."""
        with self.lock:
            self._changes = changes
            self.lock.notify_all()

    def stop(self) -> None:
        """Write the rest, and wait for it."""
        with self.lock:
            self._is_ending = True
            self.lock.notify_all()
        self.join()

    def run(self) -> None:
        """Write until stopped, or until the terminal is gone."""
        while (text := self._next()) is not None:
            if not text:
                continue
            try:
                self._file.write(text)
                self._file.flush()
            except (OSError, ValueError):  # a dropped line: signals end the app, nobody reads this
                return

    def _next(self) -> str | None:
        """What to write now; waits until there is something and the line is free for it, None at the end."""
        with self.lock:
            while not (self._texts or self._is_ending):
                seconds = self._pace.wait_seconds() if self._changes else None
                if seconds == 0.0:
                    break
                self.lock.wait(seconds)
            texts = [*self._texts, *self._drawn()]
            self._texts.clear()
            return self._pace.sent("".join(texts)) if any(texts) else None if self._is_ending else ""

    def _drawn(self) -> list[str]:
        changes, self._changes = self._changes, None
        return [changes()] if changes else []
