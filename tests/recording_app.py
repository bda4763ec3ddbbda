"""The app with our driver, which also writes down every frame as Textual drew it.

python recording_app.py FILE [arguments of stacktui]
"""

from __future__ import annotations

import sys
from pathlib import Path

from stacktui.__main__ import main
from stacktui.tui import driver as drivers
from stacktui.tui.driver.terminal import StackDriver

RECORD = Path(sys.argv[1])


class RecordingDriver(StackDriver):
    """Nothing else is different."""

    _size = (0, 0)

    def _take(self, frame: str) -> None:
        super()._take(frame)
        size = self._screen.rows, self._screen.columns
        resized = "" if size == self._size else f"\x1b[8;{size[0]};{size[1]}t"
        self._size = size
        with RECORD.open("ab") as file:
            file.write((resized + self._sendable(frame).replace("\n", "")).encode())


drivers.StackDriver = RecordingDriver  # type: ignore[misc]
sys.exit(main(sys.argv[2:]))
