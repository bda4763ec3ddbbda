"""Where to cut a line that holds two papers: both pieces are shown while the cut is moved."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.app import ComposeResult

from stacktui.formats.correcting import Cut, likely_cut
from stacktui.text import clean_note_line
from stacktui.tui.panels.base import Panel
from stacktui.tui.widgets.flow import Line, Run, wrapped
from stacktui.tui.widgets.flow_pane import FlowPane

FRAME = 10
"""Rows of the screen that are not for the pieces."""

STEPS = {"right": 1, "l": 1, "j": 1, "down": 1, "tab": 1, "left": -1, "h": -1, "k": -1, "up": -1, "shift+tab": -1}


class CutPanel(Panel):
    """Moves a cut through a line; enter makes two papers of it."""

    TITLE = "Two papers in one line"
    FOOT: ClassVar[Sequence[tuple[str, str]]] = (("h l", "move the cut"), ("enter", "cut here"), ("esc", "back"))
    DEFAULT_CSS = """
    CutPanel FlowPane { height: 5; margin-top: 1; }
    """

    def __init__(self, cuts: Sequence[Cut], done: Callable[[Cut], None]) -> None:
        super().__init__()
        self._cuts, self._done = list(cuts), done
        self._at = likely_cut(self._cuts)
        self._pieces = FlowPane()

    def body(self) -> ComposeResult:
        """The two pieces."""
        yield self._pieces

    def first_field(self) -> FlowPane:
        """The pieces take the focus."""
        return self._pieces

    def on_mount(self) -> None:
        """Show the likely cut."""
        super().on_mount()
        self.call_after_refresh(self._show)

    def on_resize(self) -> None:
        """Break the pieces anew."""
        self._show()

    def _show(self) -> None:
        cut = self._cuts[self._at]
        self.heading((f"  place {self._at + 1} of {len(self._cuts)}", "text--quiet"))
        width = max(8, self._pieces.size.width - 3)
        lines: list[Line] = []
        for name, text in (("first", cut.first), ("second", cut.second)):
            lines.append(Line((Run(name, ("quiet",)),)))
            lines += [Line(tuple(runs)) for runs in wrapped([Run(clean_note_line(text), ("title",))], width)]
            lines.append(Line())
        self._pieces.show_lines(lines[:-1])
        self._pieces.styles.height = max(3, min(len(lines) - 1, self.screen.size.height - FRAME))

    def key(self, key: str) -> bool:
        """Move the cut, cut, or leave."""
        if key in STEPS:
            self._at = max(0, min(self._at + STEPS[key], len(self._cuts) - 1))
            self._show()
        elif key == "enter":
            self.close()
            self._done(self._cuts[self._at])
        elif key == "escape":
            self.close()
        return True
