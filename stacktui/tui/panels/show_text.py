"""Text to be taken from the screen by hand, where no way leads to the clipboard."""

from __future__ import annotations

from collections.abc import Iterable

from rich.cells import chop_cells
from textual.app import ComposeResult

from stacktui.tui.panels.base import Panel
from stacktui.tui.panels.help import STEPS
from stacktui.tui.widgets.text_lines import TextLines


class TextPanel(Panel):
    """The whole width of the screen and nothing beside the text, so that a selection holds nothing else."""

    TITLE = "Select and copy"
    FOOT = (("j k", "scroll"), ("shift+drag", "select past the app"), ("esc", "back"))
    DEFAULT_CSS = """
    TextPanel { width: 100%; max-width: 100%; border: none; border-top: solid $primary; padding: 0; }
    TextPanel TextLines { max-height: 24; }
    """

    def __init__(self, text: str, reason: str) -> None:
        super().__init__()
        self._text, self._reason = text, reason
        self._lines = TextLines()

    def body(self) -> ComposeResult:
        """The text."""
        yield self._lines

    def first_field(self) -> TextLines:
        """The text takes the focus."""
        return self._lines

    def on_mount(self) -> None:
        """Break the text into lines of the screen."""
        super().on_mount()
        self.heading((f"  {self._reason}", "text--warning"))
        self._lines.show([((line, ""),) for line in _lines(self._text, max(10, self.screen.size.width - 2))])
        self._lines.styles.height = "auto"
        self._lines.refresh(layout=True)

    def key(self, key: str) -> bool:
        """Scroll, or close."""
        if key in STEPS:
            self._lines.scroll_by_rows(STEPS[key])
        elif key in ("q", "enter", "escape"):
            self.close()
        return True


def _lines(text: str, width: int) -> Iterable[str]:
    for line in text.expandtabs(4).split("\n"):
        yield from chop_cells(line, width) or [""]
