"""The app: settings, theme, signals, and the one screen."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from textual import events
from textual.app import App
from textual.driver import Driver
from textual.filter import LineFilter
from textual.reactive import Reactive
from textual.screen import Screen

from stacktui.errors import StackError
from stacktui.library import Library
from stacktui.settings import Settings
from stacktui.tui.collector import spare_what_stays
from stacktui.tui.filters import ASCII_SIGNS, COLOURLESS
from stacktui.tui.screens.main import MainScreen
from stacktui.tui.symbols import ASCII
from stacktui.tui.theme import FALLBACK_VARIABLES, OWN_THEMES, theme_name

HANDLING_SECONDS = 2.0
"""How long a text field may take for one key before the next one is looked at all the same."""

LEAVE_SIGNALS = (signal.SIGHUP, signal.SIGTERM)


class StackApp(App[int], inherit_bindings=False):
    """Opens a library on the main screen."""

    CSS_PATH = "main.tcss"
    TITLE = "stacktui"
    ENABLE_COMMAND_PALETTE = False
    # A terminal that gains or loses the focus changes nothing here: no repaint for it.
    app_focus: Reactive[bool] = Reactive(True, compute=False, repaint=False)

    def __init__(self, library: Library, settings: Settings, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.animation_level = "none"
        self._disable_tooltips = self._disable_notifications = True  # two widgets less to lay out: we have none
        self.library, self.settings = library, settings
        self._held: deque[events.Key | events.Paste] = deque()
        self._is_leaving = False
        for theme in OWN_THEMES:
            self.register_theme(theme)
        wanted = theme_name("terminal" if self.no_color else settings.theme)
        self.theme = wanted if wanted in self.available_themes else theme_name("auto")
        self.stylesheet.set_variables(self.get_css_variables())
        self._css_is_fresh = True
        self.main = MainScreen(library, settings)
        self._unknown_theme = "" if wanted in self.available_themes else wanted

    def get_default_screen(self) -> Screen[Any]:
        """The one screen."""
        return self.main

    def refresh_css(self, animate: bool = True) -> None:
        """Read the styles again. Textual asks for it at the start too, when they were just read with these colours."""
        if self._css_is_fresh:
            self._css_is_fresh = False
        else:
            super().refresh_css(animate)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """What is done to every line before it is written."""
        colours = [COLOURLESS] if self.no_color else super().get_line_filters()
        return [*colours, ASCII_SIGNS] if self.main.list_pane.symbols is ASCII else colours

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Our own variables, for themes that do not know them."""
        return FALLBACK_VARIABLES

    def on_mount(self) -> None:
        """A dropped line or a kill must not lose text."""
        loop = asyncio.get_running_loop()
        for number in LEAVE_SIGNALS:
            loop.add_signal_handler(number, self._leave_on_signal, number)
        if self._unknown_theme:
            self.main.say(f"there is no theme {self._unknown_theme}; `stacktui config` tells more", "text--warning")

    def _leave_on_signal(self, number: signal.Signals) -> None:
        """Write what is being edited to the file, then go; works with the terminal gone."""
        try:
            self.main.keep_text()
            self.library.save()
        except StackError as error:
            self.main.keep_draft(error)
        self.exit(return_code=128 + number)

    async def on_event(self, event: events.Event) -> None:
        """Keys go to the table of commands first, and then to the focused widget, one after the other.

        Fast typing, a paste or a slow line brings many keys at once: each must find the focus where the one before
        has put it, and the text field holding what was typed so far.
        """
        if not isinstance(event, (events.Key, events.Paste)) or event.is_forwarded or not self.main.is_current:
            await super().on_event(event)
        elif not self._is_leaving:
            self._held.append(event)
            await self.release_held()

    async def _take(self, event: events.Key | events.Paste) -> None:
        if isinstance(event, events.Key):
            if self.main.take_key(event):
                return
            # Textual looks for a binding (backspace, ctrl+u) only when the key has come back up from the field: keys
            # typed behind it would be in the text by then
            if not event.is_printable and await self._check_bindings(event.key):
                return
        await super().on_event(event)
        await self._until_handled()

    async def _until_handled(self) -> None:
        """Wait until the focused widget has taken what was sent to it."""
        handled = asyncio.Event()
        if self.focused is not None and self.focused.call_later(handled.set):
            with suppress(TimeoutError):
                await asyncio.wait_for(handled.wait(), HANDLING_SECONDS)

    async def release_held(self) -> None:
        """Hand on the keys that came, but those that must wait for a panel to open or a pane to appear."""
        while self._held and not self.main.holds_keys and not self._is_leaving:
            await self._take(self._held.popleft())

    def exit(self, result: int | None = None, return_code: int = 0, message: Any = None) -> None:
        """Leave: keys that were typed ahead find no screen any more."""
        self._is_leaving = True
        super().exit(result, return_code, message)

    def _handle_exception(self, error: Exception) -> None:
        """A defect of ours must not cost the user's text: save it before the app goes down."""
        try:
            self.main.keep_text()
            if self.library.unsaved:
                self.library.save()
        except StackError as failure:
            self.main.keep_draft(failure)
        finally:
            super()._handle_exception(error)

    def _watch_app_focus(self, focus: bool) -> None:
        """Nothing to do: see ``app_focus``."""

    def copy_to_clipboard(self, text: str) -> None:
        """Copy what a text field has selected, by the way that reaches the user's own clipboard."""
        from stacktui import clipboard

        self._clipboard = text
        try:
            report = clipboard.copy(
                text, terminal=self.send, setting=self.settings.clipboard, command=self.settings.clipboard_command
            )
        except StackError as error:
            self.main.say_error(error)
        else:
            self.main.say(f"copied the selection {report.message}")

    def send(self, sequence: str) -> None:
        """Send an escape sequence to the terminal."""
        if self._driver is not None:
            self._driver.write(sequence)


def our_driver(plain: bool = False) -> type[Driver] | None:
    """The driver that sends only what changed, or the plain one; None for Textual's choice (Windows, a browser)."""
    if sys.platform == "win32" or os.environ.get("TEXTUAL_DRIVER"):
        return None
    from stacktui.tui.driver import PlainDriver, StackDriver

    return PlainDriver if plain else StackDriver


def run(library_path: str, *, settings: Settings, plain_driver: bool = False, demo: bool = False) -> int:
    """Open the app on a library and return its exit code.

    Raises StackError where the library cannot be opened; nothing was painted then.
    """
    library = Library.open(library_path, autosave=False)
    spare_what_stays()
    app = StackApp(library, settings, driver_class=our_driver(plain_driver))
    app.main.is_demo = demo
    app.run(mouse=settings.mouse)
    return app.return_code or 0
