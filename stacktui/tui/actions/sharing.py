"""The library in git: sync, the history of a paper."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import TYPE_CHECKING

from stacktui.errors import StackError
from stacktui.tui.keys import Chosen

if TYPE_CHECKING:
    from stacktui.history import Version
    from stacktui.tui.panels.history import HistoryPanel
    from stacktui.tui.screens.main import MainScreen


def sync(screen: MainScreen, chosen: Chosen) -> None:
    """Commit, fetch, merge and push, while the work goes on."""
    # a group of its own: quitting waits for actions, but not for a slow network
    screen.start_work(screen.syncer.run(), "sync")


def history(screen: MainScreen, chosen: Chosen) -> None:
    """What happened to the paper under the cursor, from git; each change is shown as soon as it is found."""
    from stacktui.history import history as versions_of
    from stacktui.tui.panels.history import HistoryPanel

    paper = screen.current
    if paper is None:
        return
    panel = HistoryPanel(paper)
    screen.open_panel(panel)
    reading = _read(screen, panel, versions_of(screen.library.path, paper.id))
    screen.run_worker(reading, group="history", exclusive=True)


async def _read(screen: MainScreen, panel: HistoryPanel, versions: Iterator[Version]) -> None:
    try:
        while screen.panel is panel:
            version = await asyncio.to_thread(next, versions, None)
            if version is None:
                panel.end()
                return
            panel.add(version)
    except StackError as error:
        screen.close_panel()
        screen.say_error(error)
