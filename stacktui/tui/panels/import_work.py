"""What an import does beside the keys: reading, comparing, correcting long lists, importing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from stacktui.errors import StackError
from stacktui.formats.importing import apply_import
from stacktui.tui.collector import at_rest
from stacktui.tui.import_desk import open_desk
from stacktui.tui.panels.import_view import ImportView

LONG = 2_000
"""Lines from which on a correction is made beside the keys, which wait for it."""


class ImportWork(ImportView):
    """Works in threads; what comes out of them is shown, and nothing is written before the import is accepted."""

    def on_mount(self) -> None:
        """Begin to read."""
        super().on_mount()
        self.run_worker(self._read(), group="import", exit_on_error=False)

    async def _read(self) -> None:
        try:
            with at_rest():
                desk = await asyncio.to_thread(open_desk, self._paths, self._main.library, self._report)
        except StackError as error:
            self._give_up(error)
            return
        if self._stopped:
            return
        self._desk, self._busy = desk, ""
        self._show(desk.file.first_paper)

    def _give_up(self, error: StackError) -> None:
        if not self._stopped:
            self.close()
            self._main.say_error(error)

    def _replan(self) -> None:
        """What would become of the papers is found out beside the keys; the last correction counts."""
        self.run_worker(self._plan(), group="import-plan", exclusive=True, exit_on_error=False)

    async def _plan(self) -> None:
        desk = self._desk
        if desk is None:
            return
        try:
            with at_rest():
                plan = await asyncio.to_thread(desk.plan, self._main.library)
        except StackError as error:
            self._say(str(error), "text--error")
            return
        desk.take(plan)
        self._show()

    async def _import(self) -> None:
        with at_rest():
            await self._import_at_once()

    async def _import_at_once(self) -> None:
        desk, library = self._desk, self._main.library
        assert desk is not None
        try:
            plan = await asyncio.to_thread(desk.plan, library, self._report)
            if plan.is_empty:
                self._busy = ""
                self._show()
                self._say("there is nothing to import here; esc leaves", "text--warning")
                return
            result = await asyncio.to_thread(
                apply_import, library, plan, lambda done, total: self._report("importing", done, total)
            )
        except StackError as error:
            self._busy, stopped, self._stopped = "", self._stopped, False
            self._show()
            self._say(str(error), "text--warning" if stopped else "text--error")
            return
        self._cover_panes(False)
        await self._done(result)

    def _change(self, work: Callable[[], str]) -> None:
        """Make a correction and say what ``work`` gives; in a long list it is made in a thread."""
        if len(self._open.file.lines) < LONG:
            self._corrected(work())
        else:
            self._is_correcting = True
            self.run_worker(self._change_beside(work), group="import-correct", exit_on_error=False)

    async def _change_beside(self, work: Callable[[], str]) -> None:
        try:
            with at_rest():
                said = await asyncio.to_thread(work)
            self._corrected(said)
        except StackError as error:
            self._say(str(error), "text--warning")
        finally:
            self._is_correcting = False
        waiting, self._waiting = self._waiting, []
        for key in waiting:
            self.key(key)

    def _corrected(self, said: str) -> None:
        self._say(said)
        self._show(self._target)
        self._target = None
        self._replan()

    def _accept(self) -> None:
        self._busy, self._ticks, self._told = "importing", 0, ("", 0, 0)
        self.run_worker(self._import(), group="import", exit_on_error=False)
