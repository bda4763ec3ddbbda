"""A question in the status line: a text, or yes or no."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widget import Widget

from stacktui.tui.panels.base import Closable
from stacktui.tui.widgets.line_input import LineInput
from stacktui.tui.widgets.text_line import TextLine


class Prompt(Closable, Horizontal):
    """Asks for a line of text where the hints stand."""

    DEFAULT_CSS = """
    Prompt {
        dock: bottom; height: 1; layer: panel; background: $background;
        TextLine { width: auto; }
        LineInput { width: 1fr; }
    }
    """

    def __init__(self, question: str, value: str, answered: Callable[[str], None], replaced: bool = False) -> None:
        super().__init__()
        self._replaced = replaced
        self._question = f" {question} "
        self._field = LineInput(value)
        self._answered = answered

    def compose(self) -> ComposeResult:
        """The question and the field."""
        label = TextLine([(self._question, "text--key")])
        label.styles.width = len(self._question) + 1
        yield label
        yield self._field

    def on_mount(self) -> None:
        """Take the focus."""
        self._field.cursor_position = len(self._field.value)
        if self._replaced:
            self._field.select_all()
        self.take_focus(self._field)

    def key(self, key: str) -> bool:
        """Enter answers, escape leaves."""
        if key == "enter":
            self.closed()
            self._answered(self._field.value)
            return True
        if key == "escape":
            self.closed()
            return True
        return False


class Confirm(Closable, Widget, can_focus=True):
    """Asks for yes or no where the hints stand; anything but y is no."""

    DEFAULT_CSS = """
    Confirm { dock: bottom; height: 1; layer: panel; background: $background; }
    """

    def __init__(self, question: str, agreed: Callable[[], None]) -> None:
        super().__init__()
        self._question = question
        self._agreed = agreed

    def compose(self) -> ComposeResult:
        """The question and the two keys."""
        yield TextLine(
            [
                (f" {self._question} ", "text--warning"),
                (" y", "text--key"),
                (" yes ", "text--quiet"),
                (" n", "text--key"),
                (" no", "text--quiet"),
            ]
        )

    def on_mount(self) -> None:
        """Take the focus."""
        self.take_focus(self)

    def key(self, key: str) -> bool:
        """Y agrees; every key ends the question."""
        self.closed()
        if key in ("y", "Y"):
            self._agreed()
        return True
