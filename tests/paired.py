"""The app twice, each in a terminal of its own: with the plain driver and with ours, under the same keys.

What the two terminals show is compared cell by cell whenever both programs have come to rest.
"""

from __future__ import annotations

import contextlib
import os
import re
import select
import shutil
import signal
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

import pyte
from faithful import FaithfulScreen, differences
from terminal import Terminal

ROOT = Path(__file__).parents[1]
COME_TO_REST_SECONDS = 0.03
"""A program that used no processor and wrote nothing for so long waits for keys."""
FIRST_SIGN_SECONDS = 0.4
SAME_WITHIN_SECONDS = 12.0
"""A message may stand a little longer on one screen than on the other."""
BUSY_NANOSECONDS = 400_000
_DEVICE_CONTROL_BEGINS, _DEVICE_CONTROL_ENDS = b"\x1bP", b"\x1b\\"
_DEVICE_CONTROL = re.compile(rb"\x1bP.*?\x1b\\\\", re.DOTALL)
"""What pyte would show as text: the clipboard on its way through GNU screen."""
QUESTION, ANSWER = b"\x1b[5n", "\x1b[0n"
_UNDER_JOB_CONTROL = """set -m
"$@"
code=$?
while [ $code = 147 ] || [ $code = 148 ]; do
    echo; echo stopped, painted over
    fg %1 > /dev/null
    code=$?
done
exit $code"""


@dataclass
class Figures:
    """What was compared."""

    sequences: int = 0
    compared: int = 0
    keys: int = 0
    plain_bytes: int = 0
    sent_bytes: int = 0
    different: list[str] = field(default_factory=list)
    """Where our terminal showed something else than was drawn."""
    apart: list[str] = field(default_factory=list)
    """Where the programs themselves had come apart, as where something depends on the time between two keys."""
    ended: list[str] = field(default_factory=list)
    """Where the keys have ended the programs."""


class _Collected:
    """Keeps what came until somebody looks: a character must not be cut in two by a read."""

    def __init__(self, screen: FaithfulScreen) -> None:
        self._stream = pyte.ByteStream(screen)
        self._parts: list[bytes] = []

    def feed(self, data: bytes) -> None:
        self._parts.append(data)

    def show(self) -> None:
        """Draw it."""
        data = b"".join(self._parts)
        self._parts.clear()
        begun = data.rfind(_DEVICE_CONTROL_BEGINS)
        if begun >= 0 and _DEVICE_CONTROL_ENDS not in data[begun:]:
            self._parts.append(data[begun:])
            data = data[:begun]
        self._stream.feed(_DEVICE_CONTROL.sub(b"", data))


class Side:
    """One of the two programs; a job that is stopped is scribbled over and goes on at once."""

    def __init__(self, argv: Sequence[str], size: tuple[int, int], env: Mapping[str, str]) -> None:
        self.terminal = Terminal(["bash", "-c", _UNDER_JOB_CONTROL, "job", *argv], *size, env)
        self.screen = FaithfulScreen(*size)
        self.terminal.screen = self.screen
        self._stream = _Collected(self.screen)
        self.terminal._stream = self._stream
        self.bytes = 0
        self.is_over = False
        self._quiet_since = self._worked = 0.0
        self._used = 0

    def begin(self) -> None:
        """Something is about to be asked of the program."""
        self._used = self._processor()
        self._worked = 0.0
        self._quiet_since = time.monotonic()

    def press(self, keys: str) -> None:
        """Type."""
        self.terminal.press(keys)

    def take(self) -> None:
        """Read what is there."""
        while not self.is_over and select.select([self.terminal._fd], [], [], 0)[0]:
            self.is_over = not self.terminal._read(0)
            self.bytes += len(self.terminal.output)
            for _ in range(self.terminal.output.count(QUESTION)):
                self.press(ANSWER)
            self.terminal.output = b""
            self._quiet_since = time.monotonic()
            self._worked = self._worked or self._quiet_since

    def is_at_rest(self, begun: float) -> bool:
        """Whether it has worked and does so no more."""
        now, used = time.monotonic(), self._processor()
        if used - self._used > BUSY_NANOSECONDS:
            self._worked = self._worked or now
            self._quiet_since = now
        self._used = used
        patience = COME_TO_REST_SECONDS if self._worked else FIRST_SIGN_SECONDS
        return self.is_over or now - max(self._quiet_since, begun) > patience

    def _processor(self) -> int:
        """Nanoseconds that the threads of the program have run (Linux)."""
        total = 0
        for stat in Path("/proc").glob(f"{self._pid()}/task/*/schedstat"):
            try:
                total += int(stat.read_text().split()[0])
            except (OSError, IndexError):
                continue
        return total

    def _pid(self) -> int:
        try:
            children = Path(f"/proc/{self.terminal.pid}/task/{self.terminal.pid}/children").read_text().split()
        except OSError:
            children = []
        return int(children[0]) if children else self.terminal.pid

    def close(self) -> None:
        """End the program, also where it is stopped, and the terminal."""
        for pid in {self._pid(), self.terminal.pid} if self.terminal.code is None else ():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.terminal.close()

    def show(self) -> FaithfulScreen:
        """The screen as it is now."""
        self._stream.show()
        return self.screen

    def resize(self, size: tuple[int, int]) -> None:
        """Give the window another size; what it shows then is rubbish until it is painted."""
        self._stream.show()
        self.screen.resize(size[1], size[0])
        self.terminal._resize(*size)


class Pair:
    """Both programs on copies of one library."""

    def __init__(self, folder: Path, library: Path, size: tuple[int, int], env: Mapping[str, str]) -> None:
        self.size = size
        self.figures = Figures()
        self.history: list[object] = []
        self.is_apart = False
        self.sides = [self._start(folder / name, library, name, env) for name in ("plain", "ours")]

    def _start(self, folder: Path, library: Path, name: str, env: Mapping[str, str]) -> Side:
        folder.mkdir(parents=True)
        copy = folder / "papers.json"
        shutil.copy(library, copy)
        editor = folder / "editor"
        editor.write_text('#!/bin/sh\necho scribbled by an editor; printf "written outside\\n" >> "$1"\n')
        editor.chmod(0o755)
        homes = dict.fromkeys(("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"), folder)
        own = {name: str(place) for name, place in homes.items()}
        own |= {"VISUAL": str(editor), "PYTHONPATH": str(ROOT), "SSH_CONNECTION": "192.0.2.1 5000 192.0.2.2 22"}
        self._record = folder / "frames"
        program = ["-m", "stacktui", "--plain-driver"]
        if name == "ours":
            program = [str(ROOT / "tests" / "recording_app.py"), str(self._record)]
        argv = [sys.executable, *program, "--library", "papers.json"]
        return Side(["env", "-C", str(folder), *argv], self.size, {**env, **own})

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for side in self.sides:
            side.close()

    @property
    def is_over(self) -> bool:
        """Whether a program has ended, or both do not belong together any more."""
        return self.is_apart or any(side.is_over for side in self.sides)

    def press(self, keys: str) -> None:
        """Type the same in both, and compare."""
        self.figures.keys += len(keys)
        self._do(keys, lambda side: side.press(keys))

    def resize(self, size: tuple[int, int]) -> None:
        """Another size for both windows."""
        self.size = size
        self._do(size, lambda side: side.resize(size))

    def _do(self, what: object, act: object) -> None:
        assert callable(act)
        if self.is_over:
            return
        self.history = [*self.history[-30:], what]
        for side in self.sides:
            side.begin()
            act(side)
        self.compare()

    def rest(self, longest: float = 3.0) -> None:
        """Until both wait for keys."""
        begun = time.monotonic()
        while time.monotonic() - begun < longest:
            fds = [side.terminal._fd for side in self.sides if not side.is_over]
            select.select(fds, [], [], COME_TO_REST_SECONDS / 3)
            for side in self.sides:
                side.take()
            resting = [side.is_at_rest(begun) for side in self.sides]  # each of them must look
            if all(resting):
                return

    def compare(self) -> None:
        """Both screens must be the same, at the latest when messages have gone."""
        until = time.monotonic() + SAME_WITHIN_SECONDS
        self.rest()
        while (found := self._differences()) and time.monotonic() < until and not self.is_over:
            self.rest(0.5)
        self.figures.compared += 1
        if self.is_over:
            self._tell_end()
        elif found:
            self._tell_difference(found)
        self.figures.plain_bytes, self.figures.sent_bytes = (side.bytes for side in self.sides)

    def _tell_difference(self, found: list[str]) -> None:
        """It is the driver's fault where our side shows something else than was drawn there."""
        told = f"{len(found)} rows after {self.history}: {found[:4]}"
        (self.figures.different if differences(self._drawn(), self.sides[1].show()) else self.figures.apart).append(
            told
        )
        self.is_apart = True

    def _drawn(self) -> FaithfulScreen:
        """What our side drew up to now."""
        screen = FaithfulScreen(*self.size)
        for part in re.split(rb"(?=\x1b\[8;\d+;\d+t)", self._record.read_bytes()):
            if found := re.match(rb"\x1b\[8;(\d+);(\d+)t", part):
                screen = FaithfulScreen(int(found[2]), int(found[1]))
            pyte.ByteStream(screen).feed(b"\x1b[?25l\x1b[?7l" + part)
        return screen

    def _tell_end(self) -> None:
        codes = [side.terminal.wait_exit() if side.is_over else None for side in self.sides]
        self.figures.ended.append(f"exit codes {codes} after {self.history}; {self.sides[0].show().display}")

    def _differences(self) -> list[str]:
        plain, ours = (side.show() for side in self.sides)
        return differences(plain, ours)


KINDS: dict[str, dict[str, str]] = {
    "truecolor": {"TERM": "xterm-256color", "COLORTERM": "truecolor"},
    "256 colours": {"TERM": "xterm-256color"},
    "16 colours": {"TERM": "xterm"},
    "linux": {"TERM": "linux"},
    "screen": {"TERM": "screen-256color"},
    "no colour": {"TERM": "xterm-256color", "COLORTERM": "truecolor", "NO_COLOR": "1"},
    "ASCII": {"TERM": "xterm-256color", "LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
}
"""Terminals to try."""


def surroundings(kind: str) -> dict[str, str]:
    """The variables of a terminal of some kind, and nothing of ours."""
    return {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "TZ": "UTC", "PYTHONHASHSEED": "0", **KINDS[kind]}
