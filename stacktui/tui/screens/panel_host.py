"""A screen that opens one panel at a time above its panes and gives the focus back afterwards."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual import on
from textual.screen import Screen
from textual.widget import Widget

from stacktui.errors import StackError
from stacktui.tui.panels.base import Opened, Panel
from stacktui.tui.panels.prompt import Confirm, Prompt


class PanelHost(Screen[None], inherit_bindings=False):
    """Panels, and questions in the status line."""

    def __init__(self) -> None:
        super().__init__()
        self.panel: Panel | Prompt | Confirm | None = None
        self.is_panel_opening = False
        """Whether a panel is on its way: keys that come now are for it."""
        self.is_pane_appearing = False
        """Whether a pane that was hidden is on its way: what keys do in it depends on its size."""
        self._focus_before: Widget | None = None

    @property
    def holds_keys(self) -> bool:
        """Whether keys have to wait."""
        return self.is_panel_opening or self.is_pane_appearing

    def release_keys(self) -> None:
        """Hand on the keys that had to wait."""
        self.app.call_later(self.app.release_held)  # type: ignore[attr-defined]

    def go_to(self, widget: Widget | None) -> None:
        """Give the focus to a widget, and show it; None stands for where one begins."""
        raise NotImplementedError

    def say_error(self, error: StackError) -> None:
        """Tell what went wrong and what to do."""
        raise NotImplementedError

    def panel_changed(self) -> None:
        """A panel was opened or closed."""

    def open_panel(self, panel: Panel | Prompt | Confirm) -> None:
        """Open a panel above the panes."""
        if self.panel is not None:
            self.close_panel()
        if not self.is_attached:  # the app is going
            return
        self._focus_before = self.focused
        self.panel = panel
        panel.closed = self.close_panel
        self.is_panel_opening = True
        self.mount(panel)
        self.panel_changed()

    @on(Opened)
    def _panel_opened(self, message: Opened) -> None:
        """The panel can take keys: those that came meanwhile first."""
        if not message.panel.is_closed:
            self.is_panel_opening = False
            self.release_keys()

    def close_panel(self) -> None:
        """Take the panel away and give the focus back."""
        if self.panel is None:
            return
        panel, self.panel = self.panel, None
        panel.is_closed = True
        self.is_panel_opening = False
        self.go_to(self._focus_before)
        panel.remove()

    def ask(self, question: str, value: str, answered: Callable[[str], None], *, replaced: bool = False) -> None:
        """Ask for a line of text in the status line; ``replaced``: typing takes the place of ``value``."""
        self.open_panel(Prompt(question, value, self.guarded(answered), replaced))

    def confirm(self, question: str, agreed: Callable[[], None]) -> None:
        """Ask yes or no in the status line."""
        self.open_panel(Confirm(question, self.guarded(agreed)))

    def guarded(self, function: Callable[..., None]) -> Callable[..., None]:
        """The function with its errors shown instead of raised."""

        def run(*args: Any) -> None:
            try:
                function(*args)
            except StackError as error:
                self.say_error(error)

        return run
