"""Work on thousands of papers, a slice at a time on the event loop: the screen lives on, keys wait for the end."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Generator, Iterable
from time import perf_counter
from typing import TYPE_CHECKING

from stacktui.library import Change
from stacktui.model import Paper
from stacktui.tui.collector import at_rest

if TYPE_CHECKING:
    from stacktui.tui.screens.main import MainScreen

SLICE_MS = 10
"""How long the event loop may be kept at a stretch."""
MANY = 200
"""Changes of more papers than this are followed in slices."""

Work = Generator[None, None, None]


class Slices:
    """What a change makes necessary: the library, what is shown of it, the index.

    Few papers are done with at once. While many are being changed, keys wait: each finds what the one before has done.
    """

    def __init__(self, screen: MainScreen) -> None:
        self._screen = screen
        self._running = 0

    @property
    def is_working(self) -> bool:
        """Whether something has begun and not ended yet."""
        return self._running > 0

    def run(self, work: Work) -> None:
        """Do some work, the first slice now; raises what this slice raises."""
        if not _advance(work):
            self._running += 1
            self._screen.start_work(self._go_on(work))

    async def _go_on(self, work: Work) -> None:
        try:
            with at_rest():
                while not _advance(work):
                    await asyncio.sleep(0)
        finally:
            self._running -= 1
            self._screen.release_keys()

    def update(self, idents: Iterable[int], edit: Callable[[Paper], Paper], label: str, said: str) -> None:
        """Change papers, follow, and say so."""

        def work() -> Work:
            change = yield from self._screen.library.updating(idents, edit, label)
            yield from self._following(change, said, None)

        self.run(work())

    def follow(self, change: Change | None, said: str = "", then: Callable[[], object] | None = None) -> None:
        """The library was changed: show it, save, say so, and then go on."""
        self.run(self._following(change, said, then))

    def _following(self, change: Change | None, said: str, then: Callable[[], object] | None) -> Work:
        screen = self._screen
        if change is not None:
            yield from self.showing(change)
            screen.keeper.want_save()
            screen.show_state()
        if said:
            screen.say(said)
        if then is not None:
            then()

    def showing(self, change: Change) -> Work:
        """Show a change that the library has taken in."""
        screen = self._screen
        is_large = len(change.papers) > MANY
        for _ in screen.desk.taking(change):
            if is_large:
                yield
        screen.tree_pane.show(screen.desk.folders)
        if is_large:
            yield
            _ = screen.desk.rows
            yield
        screen.refresh_list()
        if screen.desk.is_behind:
            screen.run_worker(self._catch_up(), group="catching up", exclusive=True)

    async def _catch_up(self) -> None:
        """Let the index come to the words of a large change, between the keys."""
        while not self._screen.desk.index_more(SLICE_MS):
            await asyncio.sleep(0.001)
        if self._screen.desk.view.query.strip():
            self._screen.desk.look_again()
            self._screen.refresh_list()


def _advance(work: Work) -> bool:
    """Go on for a slice; whether the work is done."""
    until = perf_counter() + SLICE_MS / 1000
    return all(perf_counter() < until for _ in work)
