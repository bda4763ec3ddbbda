"""A real terminal for tests: a program in a pty, its screen in pyte, and waiting for what must appear."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import pyte

PATIENCE = 30.0
"""Seconds after which what must appear is missing."""
_UNKNOWN_TO_PYTE = re.compile(rb"\x1b\[[<>=?]?[0-9;]*[up]|\x1b\[\?[0-9;]*\$p|\x1b\]22;[^\x07\x1b]*(?:\x07|\x1b\\)")


def wait_for_text_in(path: Path, text: str) -> None:
    """Until a file holds a text."""
    until = time.monotonic() + PATIENCE
    while text not in path.read_text(encoding="utf-8"):
        if time.monotonic() > until:
            raise AssertionError(f"{text!r} never came into {path.name}")
        select.select([], [], [], 0.02)


def wait_until_nobody_runs_with(word: str) -> None:
    """Until no process names ``word`` in its command (Linux)."""
    until = time.monotonic() + PATIENCE
    while left := [path for path in Path("/proc").glob("[0-9]*/cmdline") if word in _read_or_empty(path)]:
        if time.monotonic() > until:
            raise AssertionError(f"still running: {[_read_or_empty(path) for path in left]}")
        select.select([], [], [], 0.05)


def _read_or_empty(path: Path) -> str:
    try:
        return path.read_text(errors="replace").replace("\0", " ")
    except OSError:
        return ""


class Terminal:
    """A program that believes to be in front of somebody."""

    def __init__(
        self, argv: Sequence[str], columns: int = 120, rows: int = 40, env: Mapping[str, str] | None = None
    ) -> None:
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self.screen.write_process_input = self._answer
        self.output = b""
        self.code: int | None = None
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            os.execvpe(argv[0], list(argv), dict(env if env is not None else os.environ))
        self._resize(columns, rows)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _resize(self, columns: int, rows: int) -> None:
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def resize(self, columns: int, rows: int) -> None:
        """Change the size of the window."""
        self.screen.resize(rows, columns)
        self._resize(columns, rows)
        os.kill(self.pid, signal.SIGWINCH)

    def _answer(self, data: str) -> None:
        """What a terminal says when it is asked how it is, behind all that came before."""
        with contextlib.suppress(OSError):
            os.write(self._fd, data.encode())

    def press(self, keys: str) -> None:
        """Type keys as a terminal sends them."""
        os.write(self._fd, keys.encode())

    def paste(self, text: str) -> None:
        """Paste by the bracketed way."""
        self.press(f"\x1b[200~{text}\x1b[201~")

    @property
    def text(self) -> str:
        """The screen as lines of text; pyte's own way stumbles over half a wide letter."""
        rows, columns = range(self.screen.lines), range(self.screen.columns)
        return "\n".join("".join(self.screen.buffer[row][column].data for column in columns) for row in rows)

    @property
    def squeezed(self) -> str:
        """The screen without blanks: pyte puts one behind each wide character."""
        return re.sub(r"\s+", "", self.text)

    def wait_for(self, *texts: str) -> None:
        """Until all texts are on the screen (blanks do not count)."""
        wanted = [re.sub(r"\s+", "", text) for text in texts]
        self.wait_until(lambda: all(text in self.squeezed for text in wanted), f"{texts} on the screen")

    def wait_gone(self, text: str) -> None:
        """Until a text is not on the screen any more."""
        wanted = re.sub(r"\s+", "", text)
        self.wait_until(lambda: wanted not in self.squeezed, f"{text!r} to go")

    def wait_until(self, condition: Callable[[], bool], what: str = "the condition") -> None:
        """Until something is true; AssertionError with the screen when it does not become so."""
        until = time.monotonic() + PATIENCE
        while not condition():
            if time.monotonic() > until or not self._read(0.1):
                if condition():
                    return
                raise AssertionError(f"waited in vain for {what}; the screen:\n{self.text}")

    def _read(self, seconds: float) -> bool:
        """Take in what the program wrote; False when it has closed the terminal."""
        ready, _, _ = select.select([self._fd], [], [], seconds)
        if not ready:
            return True
        try:
            data = os.read(self._fd, 65536)
        except OSError:
            return False
        if not data:
            return False
        self.output += data
        self._feed(data)
        return True

    def _feed(self, data: bytes) -> None:
        self._stream.feed(_UNKNOWN_TO_PYTE.sub(b"", data))

    def wait_exit(self) -> int:
        """Until the program has ended; its exit code, or minus the signal."""
        until = time.monotonic() + PATIENCE
        while self.code is None and time.monotonic() < until:
            self._read(0.05)
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.code = os.waitstatus_to_exitcode(status)
        if self.code is None:
            raise AssertionError(f"the program did not end; the screen:\n{self.text}")
        return self.code

    def wait_exit_without_terminal(self) -> int:
        """Until the program whose terminal is gone has ended."""
        until = time.monotonic() + PATIENCE
        while self.code is None and time.monotonic() < until:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.code = os.waitstatus_to_exitcode(status)
            else:
                select.select([], [], [], 0.05)
        if self.code is None:
            raise AssertionError("the program did not end")
        return self.code

    def kill(self, number: signal.Signals = signal.SIGKILL) -> None:
        """Send a signal."""
        os.kill(self.pid, number)

    def hang_up(self) -> None:
        """Close the terminal, as a dropped line does."""
        os.close(self._fd)
        self._fd = -1

    def close(self) -> None:
        """End the program and the terminal."""
        if self.code is None:
            with contextlib.suppress(ProcessLookupError):
                self.kill()
            with contextlib.suppress(ChildProcessError):
                os.waitpid(self.pid, 0)
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1
