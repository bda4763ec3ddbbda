"""Panels to read in: all keys from the table of commands, and other rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual.app import ComposeResult

from stacktui.tui.commands import Command, command_keys, grouped, place_text
from stacktui.tui.panels.base import Panel
from stacktui.tui.widgets.text_line import Piece
from stacktui.tui.widgets.text_lines import TextLines

STEPS = {"j": 1, "down": 1, "k": -1, "up": -1, "ctrl+d": 10, "pagedown": 10, "space": 10, "ctrl+u": -10, "pageup": -10}


class ReadingPanel(Panel):
    """Rows to be read: they scroll, and most keys that close anything close it."""

    FOOT: ClassVar[Sequence[tuple[str, str]]] = (("j k", "scroll"), ("esc", "back"))
    DEFAULT_CSS = """
    ReadingPanel { height: 94%; width: 96; max-width: 96%; margin-top: 0; }
    ReadingPanel TextLines { height: 1fr; }
    """

    def __init__(self, title: str, rows: Iterable[Sequence[Piece]]) -> None:
        super().__init__()
        self.TITLE = title  # type: ignore[misc]
        self._lines = TextLines(list(rows))

    def body(self) -> ComposeResult:
        """The rows."""
        yield self._lines

    def first_field(self) -> TextLines:
        """The rows take the focus."""
        return self._lines

    def key(self, key: str) -> bool:
        """Scroll, or close."""
        if key in STEPS:
            self._lines.scroll_by_rows(STEPS[key])
        elif key in ("g", "home"):
            self._lines.scroll_home(animate=False)
        elif key in ("G", "end"):
            self._lines.scroll_end(animate=False)
        elif key in ("q", "?", "enter", "escape"):
            self.close()
        return True


class HelpPanel(ReadingPanel):
    """The keys, what they do, where they work."""

    def __init__(self, commands: Iterable[Command]) -> None:
        super().__init__("Keys", help_rows(commands))


def help_rows(commands: Iterable[Command]) -> Iterable[Sequence[Piece]]:
    """The table as rows of pieces."""
    for group, members in grouped(commands):
        yield ((group, "text--strong"),)
        for command in members:
            if not command.keys:
                continue
            place = place_text(command)
            sentence = command.help.rstrip(".") + (f" ({place})" if place else "")
            yield ((f"  {command_keys(command):<16} ", "text--key"), (sentence, ""))
        yield ()
