"""Capture: from the panel, from a paste, from the clipboard."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from stacktui import clipboard
from stacktui.capture import Capture
from stacktui.errors import StackError
from stacktui.fields import with_status
from stacktui.library import Added
from stacktui.scopes import ALL
from stacktui.tui.keys import Chosen

if TYPE_CHECKING:
    from stacktui.tui.screens.main import MainScreen


def capture(screen: MainScreen, chosen: Chosen) -> None:
    """Open the panel with what was left in it."""
    _open(screen, screen.unfinished.text)


def capture_text(screen: MainScreen, text: str) -> None:
    """Open the panel with a text."""
    _open(screen, text.strip() or screen.unfinished.text)


async def capture_clipboard(screen: MainScreen, chosen: Chosen) -> None:
    """Open the panel with what is in the clipboard; where that cannot be read, ask for a paste."""
    settings = screen.settings
    try:
        text = await asyncio.to_thread(clipboard.paste, setting=settings.clipboard, command=settings.paste_command)
    except StackError as error:
        _open(screen, "", f"{error.message}: paste here")
    else:
        capture_text(screen, text)


def _open(screen: MainScreen, text: str, hint: str = "") -> None:
    from stacktui.tui.panels.capture import CapturePanel

    def add(found: Capture) -> None:
        try:
            put_on_stack(screen, found)
        except StackError as error:
            screen.say_error(error)
        else:
            left.keep("")

    left = screen.unfinished
    screen.open_panel(CapturePanel(text, add, left.keep, screen.library.find_known, screen.desk.names(), hint))


def _outcome(added: Added) -> str:
    if not added.known:
        return "added"
    return "known, what was new is added:" if added.change else "known, nothing new:"


def put_on_stack(screen: MainScreen, found: Capture) -> None:
    """Add what was captured and go to it."""
    added = screen.library.add(with_status(found.paper, found.paper.status))
    screen.changed(added.change, f"{_outcome(added)}  {added.paper.title}")
    if not screen.list_pane.go_to(added.paper.id):
        screen.desk.look_at(scope=ALL, query="")
        screen.search_box.value = ""
        screen.tree_pane.go_to(ALL)
        screen.refresh_list()
        screen.list_pane.go_to(added.paper.id)
