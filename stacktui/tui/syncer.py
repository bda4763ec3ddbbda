"""Sync from the screen: in a thread, with its progress on the right of the status line."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar

from stacktui.errors import StackError

if TYPE_CHECKING:
    from stacktui.tui.screens.main import MainScreen

Result = TypeVar("Result")


class Syncer:
    """Runs one sync at a time; the library may be read and changed meanwhile."""

    def __init__(self, screen: MainScreen) -> None:
        self._screen = screen
        self._stop = threading.Event()
        self.step = ""
        """What is being done; empty when nothing is."""

    @property
    def is_running(self) -> bool:
        """Whether a sync has not ended yet."""
        return bool(self.step)

    async def run(self) -> None:
        """Save, sync, and take in what came; StackError where it stopped."""
        from stacktui.sync import sync

        screen = self._screen
        if self.is_running:
            screen.say(f"still {self.step}")
            return
        await self._save()
        try:
            outcome = await self._in_thread(lambda tell: sync(screen.library.path, tell, self._stop.is_set))
        finally:
            await screen.keeper.look()
        screen.say(outcome.brief)

    async def commit(self) -> None:
        """Commit the library where it lies in git: what the settings may ask for on quitting."""
        from stacktui.repository import clone_of
        from stacktui.sync import commit

        path = self._screen.library.path
        if clone_of(path) is not None:
            await self._in_thread(lambda tell: commit(path, tell))

    async def _save(self) -> None:
        self._screen.keep_text()
        if not await self._screen.keeper.flush():
            raise StackError(
                "not synced, because the library could not be saved", "see what the status line says of it"
            )

    async def _in_thread(self, work: Callable[[Callable[[str], None]], Result]) -> Result:
        loop = asyncio.get_running_loop()

        def tell(step: str) -> None:
            with suppress(RuntimeError):  # the app has gone meanwhile
                loop.call_soon_threadsafe(self._show, step)

        self._stop.clear()
        self._show("looking at git")
        try:
            return await asyncio.to_thread(work, tell)
        finally:
            self._show("")

    def _show(self, step: str) -> None:
        self.step = step.split(":")[0]  # without the titles of a commit
        self._screen.show_state()

    def stop(self) -> None:
        """Wait for no remote any more: the app is being left."""
        self._stop.set()
