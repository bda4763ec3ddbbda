"""Saving and taking in outside changes, off the event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from time import sleep

from stacktui.errors import StackError
from stacktui.library import Change, Library

POLL_SECONDS = 0.5
"""How often the file is looked at for changes from outside (a stat, no more)."""
RETRY_SECONDS = 5.0
"""How long to wait before a failed save is tried again by itself."""
HALF_WRITTEN_SECONDS = 0.3
"""How long another program may take to write the file in place."""


class Keeper:
    """Keeps memory and file together: saves soon after a change, and takes in what others wrote.

    ``changed`` is called on the event loop with what came in, ``saved`` after each save, ``failed`` with the error of
    a save or refresh that did not work (the change stays in memory), and ``unsaved`` each time that a save fails.
    """

    def __init__(
        self,
        library: Library,
        changed: Callable[[Change], None],
        saved: Callable[[], None],
        failed: Callable[[StackError], None],
        unsaved: Callable[[StackError], None],
    ) -> None:
        self._library = library
        self._changed, self._saved, self._failed, self._unsaved = changed, saved, failed, unsaved
        self._wanted = asyncio.Event()
        self._busy = asyncio.Lock()
        self._said = ""

    @property
    def has_failed(self) -> bool:
        """Whether the last attempt did not work."""
        return bool(self._said)

    def want_save(self) -> None:
        """Save as soon as possible."""
        self._wanted.set()

    async def run(self) -> None:
        """Save when asked, look at the file in between, for ever."""
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._wanted.wait(), RETRY_SECONDS if self._said else POLL_SECONDS)
            if self._wanted.is_set() or self._library.unsaved:
                self._wanted.clear()
                await self._attempt(self._library.save, is_save=True)
            elif self._library.has_changed_outside():
                await self.look()

    async def look(self) -> None:
        """Take in what others wrote, if they did."""
        await self._attempt(self._refresh)

    def _refresh(self) -> Change | None:
        """Read the file; once more where that fails, because git writes files in the open, piece by piece."""
        try:
            return self._library.refresh()
        except StackError:
            sleep(HALF_WRITTEN_SECONDS)
            return self._library.refresh()

    async def flush(self) -> bool:
        """Save now; False where it failed (and was said)."""
        if self._library.unsaved:
            await self._attempt(self._library.save, is_save=True)
        return not self._library.unsaved

    async def _attempt(self, work: Callable[[], Change | None], is_save: bool = False) -> None:
        async with self._busy:
            try:
                change = await asyncio.to_thread(work)
            except StackError as error:
                if is_save:
                    self._unsaved(error)
                if str(error) != self._said:
                    self._said = str(error)
                    self._failed(error)
                return
        self._said = ""
        if change is not None:
            self._changed(change)
        if is_save:
            self._saved()
