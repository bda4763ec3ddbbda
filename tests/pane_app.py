"""A small app around one pane: real keys, and the screen as text."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from typing import Any

os.environ.setdefault("TEXTUAL_DISABLE_KITTY_KEY", "1")

from rich.segment import Segment
from textual import events
from textual.app import App, ComposeResult
from textual.message import Message
from textual.pilot import Pilot
from textual.widget import Widget

from stacktui.model import Paper
from stacktui.tui.widgets.line_pane import LinePane

MOVES: dict[str, tuple[str, tuple[Any, ...]]] = {
    "j": ("move", (1,)),
    "k": ("move", (-1,)),
    "ctrl+d": ("half_page", (1,)),
    "ctrl+u": ("half_page", (-1,)),
    "pagedown": ("page", (1,)),
    "pageup": ("page", (-1,)),
    "g": ("to_top", ()),
    "G": ("to_bottom", ()),
}


class PaneApp(App[None]):
    """Shows a pane, gives it keys as the real app does, and keeps the messages that it sent."""

    ENABLE_COMMAND_PALETTE = False
    CSS = "Screen { background: $background; color: $foreground; }"

    def __init__(self, pane: Widget, keys: dict[str, str]) -> None:
        super().__init__()
        self.pane = pane
        self.sent: list[Message] = []
        self.keys = {**MOVES, **{key: (name, ()) for key, name in keys.items()}}

    def compose(self) -> ComposeResult:
        yield self.pane

    def on_mount(self) -> None:
        self.pane.focus()

    def on_key(self, event: events.Key) -> None:
        found = self.keys.get(event.key) or self.keys.get(event.character or "")
        if found and isinstance(self.pane, LinePane):
            getattr(self.pane, found[0])(*found[1])

    def keep(self, message: Message) -> None:
        if not any(message is kept for kept in self.sent):
            self.sent.append(message)

    def sent_of(self, kind: type[Message]) -> list[Any]:
        return [message for message in self.sent if isinstance(message, kind)]


@asynccontextmanager
async def running(
    pane: Widget, size: tuple[int, int] = (50, 12), keys: dict[str, str] | None = None
) -> AsyncIterator[tuple[PaneApp, Pilot[None]]]:
    """The app with the pane, started; every message that bubbles up to it is kept."""
    app = PaneApp(pane, keys or {})
    async with app.run_test(size=size, message_hook=app.keep) as pilot:
        await pilot.pause()
        yield app, pilot


def lines(app: App[Any]) -> list[str]:
    """The screen as text."""
    return [strip.text for strip in app.screen._compositor.render_strips()]


def segments(app: App[Any]) -> list[list[Segment]]:
    """The screen with its styles."""
    return [list(strip) for strip in app.screen._compositor.render_strips()]


def styles_of(app: App[Any], text: str) -> list[Any]:
    """The styles of the segments that hold ``text``."""
    return [segment.style for row in segments(app) for segment in row if text in segment.text]


def papers(count: int, make: Callable[[int], dict[str, Any]] | None = None) -> list[Paper]:
    """Papers with the ids 1, 2, 3 … and the titles ``Paper 1`` …"""
    return [
        Paper(**{"id": number, "title": f"Paper {number}", **(make(number) if make else {})})
        for number in range(1, count + 1)
    ]


def titles(shown: Iterable[str]) -> list[str]:
    """What stands behind the gutter of every second line."""
    return [line[3:].strip(" ▐") for line in list(shown)[::2]]
