"""The app with a driver that checks itself: each frame is drawn by pyte as Textual made it, and as the driver sends it.

    python checked_app.py REPORT SEED [arguments of stacktui]

REPORT gets one line of JSON at the end: how many frames were compared, and the cells that differed.
"""

from __future__ import annotations

import json
import random
import re
import sys
from pathlib import Path
from typing import Any

import pyte

from stacktui.__main__ import main
from stacktui.tui import driver as drivers
from stacktui.tui.driver.looks import UNKNOWN
from stacktui.tui.driver.terminal import StackDriver

REPORT, SEED = Path(sys.argv[1]), int(sys.argv[2])
FRAMES = {"compared": 0, "sent": 0, "plain": 0}
DIFFERENCES: list[str] = []


class CheckingDriver(StackDriver):
    """Compares after each frame, or after a few, as a slow line would have it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._chance = random.Random(SEED)
        self._make_screens()

    def _make_screens(self) -> None:
        size = self._screen.columns, self._screen.rows
        self._is_clean = False
        self._plain, self._sent = pyte.Screen(*size), pyte.Screen(*size)
        self._plain_stream, self._sent_stream = pyte.Stream(self._plain), pyte.Stream(self._sent)
        for stream in (self._plain_stream, self._sent_stream):
            stream.feed("\x1b[?7l")  # no line goes on in the next row, as Textual asks for

    def _take(self, frame: str) -> None:
        before = self._screen.columns, self._screen.rows
        writer = self._running_writer()
        with writer.lock:
            super()._take(frame)
            if before != (self._screen.columns, self._screen.rows):
                self._make_screens()
            self._plain_stream.feed(frame.replace("\n", ""))
            FRAMES["plain"] += len(frame)
            # frames for the old size draw rubbish until the first whole one for the new size
            rows = max(int(row) for row in re.findall(r"\x1b\[(\d+);1H", frame + "\x1b[0;1H"))
            is_whole = frame.startswith("\x1b[1;1H") and rows == self._screen.rows
            is_right_size = tuple(self._app.size) == (self._screen.columns, self._screen.rows)
            self._is_clean = is_right_size and (self._is_clean or is_whole)
            if self._is_clean and self._chance.random() < 0.8:
                writer.write("")  # what was drawn goes out first
                self._compare()

    def _changes(self) -> str:
        text = super()._changes()
        self._sent_stream.feed(text)
        FRAMES["sent"] += len(text)
        return text

    def _compare(self) -> None:
        FRAMES["compared"] += 1
        for row in range(self._plain.lines):
            for column in range(self._plain.columns):
                wanted, found = self._plain.buffer[row][column], self._sent.buffer[row][column]
                if wanted != found and self._screen._wanted[row][column] is not UNKNOWN:
                    DIFFERENCES.append(f"frame {FRAMES['compared']} {row},{column}: {wanted} {found}")
        if (self._plain.cursor.x, self._plain.cursor.y) != (self._sent.cursor.x, self._sent.cursor.y):
            DIFFERENCES.append(f"cursor {self._plain.cursor.x},{self._plain.cursor.y}")


drivers.StackDriver = CheckingDriver  # type: ignore[misc]
code = main(sys.argv[3:])
REPORT.write_text(json.dumps({**FRAMES, "differences": DIFFERENCES[:20]}), encoding="utf-8")
sys.exit(code)
