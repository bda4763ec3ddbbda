"""What was typed to be captured and not added yet: kept in the state folder, for the next time the panel is opened."""

from __future__ import annotations

import os
from contextlib import suppress
from hashlib import sha256

from stacktui.paths import state_folder
from stacktui.text import clean


class UnfinishedCapture:
    """The text of one library; it outlives the app, however that ends."""

    def __init__(self, library_path: str) -> None:
        name = sha256(os.path.realpath(library_path).encode("utf-8", "surrogateescape")).hexdigest()[:16]
        self._path = os.path.join(state_folder(), "captures", name)
        self._text: str | None = None

    @property
    def text(self) -> str:
        """What is left; the file is read when it is first asked for."""
        if self._text is None:
            try:
                with open(self._path, encoding="utf-8", errors="replace") as file:
                    self._text = clean(file.read())
            except OSError:
                self._text = ""
        return self._text

    def keep(self, text: str) -> None:
        """Keep a text in the place of the one before; where it cannot be written, until the app closes."""
        if text == self.text:
            return
        self._text = text
        with suppress(OSError):
            self._write(text)

    def _write(self, text: str) -> None:
        if not text.strip():
            os.unlink(self._path)
            return
        os.makedirs(os.path.dirname(self._path), mode=0o700, exist_ok=True)
        with open(f"{self._path}.tmp", "w", encoding="utf-8", errors="replace") as file:
            file.write(text)
        os.replace(f"{self._path}.tmp", self._path)
