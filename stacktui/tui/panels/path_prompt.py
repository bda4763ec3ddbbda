"""Asks for paths in the status line; tab completes the names of files."""

from __future__ import annotations

import os
from collections.abc import Callable

from textual.app import ComposeResult
from textual.containers import Horizontal

from stacktui.formats.sources import complete_path
from stacktui.tui.panels.prompt import Prompt
from stacktui.tui.widgets.text_line import TextLine, cells


class PathPrompt(Prompt):
    """A prompt that knows the file system; names that fit stand above it."""

    DEFAULT_CSS = """
    PathPrompt {
        layout: vertical; height: auto; max-height: 2;
        Horizontal { height: 1; }
        #path-names { width: 100%; display: none; }
    }
    """

    def __init__(self, question: str, value: str, answered: Callable[[str], None]) -> None:
        super().__init__(question, value, answered)
        self._names = TextLine(id="path-names")

    def compose(self) -> ComposeResult:
        """The names, the question and the field."""
        yield self._names
        with Horizontal():
            label = TextLine([(self._question, "text--key")])
            label.styles.width = cells([(self._question, "")]) + 1
            yield label
            yield self._field

    def key(self, key: str) -> bool:
        """Tab completes; enter answers, escape leaves."""
        if key in ("tab", "shift+tab"):
            self._complete()
            return True
        return super().key(key)

    def _complete(self) -> None:
        field = self._field
        end = field.value[field.cursor_position :]
        text, names = complete_path(field.value[: field.cursor_position])
        if len(names) == 1 and not names[0].endswith(os.sep):
            names = []
        field.value = text + end
        field.cursor_position = len(text)
        shown = names if len(names) != 1 else []
        self._names.display = bool(shown)
        self._names.show([(f" {name}", "text--quiet") for name in shown], [(f" {len(shown)} names ", "text--quiet")])
