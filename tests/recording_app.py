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

    def _take(self, frame: str) -> None:
        with RECORD.open("ab") as file:
            file.write(self._sendable(frame).replace("\n", "").encode())
        super()._take(frame)


drivers.StackDriver = RecordingDriver  # type: ignore[misc]
sys.exit(main(sys.argv[2:]))
