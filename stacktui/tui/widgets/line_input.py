"""A one-line text field that loses nothing of a paste and keeps still."""

from __future__ import annotations

from typing import Any

from textual import events
from textual.widgets import Input


class LineInput(Input):
    """An input of one line without border and blinking; a paste of several lines arrives whole, joined by blanks."""

    DEFAULT_CSS = """
    LineInput, LineInput:focus {
        border: none; height: 1; padding: 0; background: transparent; width: 1fr;
        &:focus { background-tint: transparent 0%; }
    }
    """

    def __init__(self, value: str = "", placeholder: str = "", **kwargs: Any) -> None:
        super().__init__(value, placeholder, select_on_focus=False, compact=True, **kwargs)
        self.cursor_blink = False

    def _on_paste(self, event: events.Paste) -> None:
        """Take every line: Textual's own input keeps the first one alone."""
        text = pasted_line(event.text)
        if text:
            start, end = self.selection
            self.replace(text, min(start, end), max(start, end))
        event.stop()
        event.prevent_default()


def pasted_line(text: str) -> str:
    """Pasted text as one clean line."""
    from stacktui.text import clean, clean_line

    return clean_line(" ".join(line.strip() for line in clean(text).split("\n") if line.strip()))
