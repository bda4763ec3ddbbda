"""The real app on a real file, driven by real keys, inside the test's own process."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from textual import events
from textual.pilot import Pilot

from stacktui.library import Library
from stacktui.settings import Settings
from stacktui.tui.app import StackApp
from stacktui.tui.screens.main import MainScreen


class Driver:
    """Presses keys, and tells what the screen shows and what the file holds."""

    def __init__(self, app: StackApp, pilot: Pilot[Any], path: Path) -> None:
        self.app, self.pilot, self.path = app, pilot, path

    @property
    def main(self) -> MainScreen:
        return self.app.main

    async def press(self, *keys: str) -> None:
        """Press keys by their names, and wait until their work is done."""
        for key in keys:
            await self.pilot.press(key)
        await self.settle()

    async def type(self, text: str) -> None:
        """Type a text as a terminal sends it: a key event a character."""
        for letter in text:
            self.app.post_message(events.Key({" ": "space"}.get(letter, letter), letter))
        await self.settle()

    async def settle(self) -> None:
        """Wait until all messages are handled and everything is in the file."""
        await self.pilot.pause()
        if self.main.follower.is_waiting:
            self.main.follower.catch_up()
        await self.until(lambda: not self.app.library.unsaved or self.main.keeper.has_failed)
        await self.pilot.pause()

    async def until(self, condition: Callable[[], bool], tries: int = 400) -> None:
        """Wait for something that a worker brings about."""
        for _ in range(tries):
            if condition():
                return
            await self.pilot.pause(0.02)
        raise AssertionError(f"waited in vain; the screen:\n{self.text}")

    @property
    def text(self) -> str:
        """The screen as text."""
        strips = self.app.screen._compositor.render_strips()
        return "\n".join(strip.text.rstrip() for strip in strips)

    @property
    def status(self) -> str:
        """The status line."""
        return self.main.status.text

    @property
    def titles(self) -> list[str]:
        """The titles in the list, from the top."""
        return [paper.title for paper in self.main.list_pane.papers]

    @property
    def current(self) -> str:
        """The title under the cursor."""
        paper = self.main.list_pane.current
        return paper.title if paper else ""

    @property
    def tables(self) -> dict[str, Any]:
        """The file."""
        loaded: dict[str, Any] = json.loads(self.path.read_text(encoding="utf-8"))
        return loaded

    def record(self, key: str) -> dict[str, Any]:
        """The record of a paper in the file, by its key."""
        found = [record for record in self.tables["papers"].values() if record.get("key") == key]
        assert len(found) == 1, f"{len(found)} papers have the key {key}"
        return dict(found[0])


@asynccontextmanager
async def opened(
    path: Path, columns: int = 120, rows: int = 40, settings: Settings | None = None
) -> AsyncIterator[Driver]:
    """The app on a library."""
    library = Library.open(str(path), autosave=False)
    app = StackApp(library, settings or Settings())
    async with app.run_test(size=(columns, rows)) as pilot:
        driver = Driver(app, pilot, path)
        await driver.settle()
        yield driver
