"""The library in git: sync, the history of a paper."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from stacktui.tui.keys import Chosen

if TYPE_CHECKING:
    from stacktui.tui.screens.main import MainScreen


def sync(screen: MainScreen, chosen: Chosen) -> None:
    """Commit, fetch, merge and push, while the work goes on."""
    # a group of its own: quitting waits for actions, but not for a slow network
    screen.run_worker(screen._finish(screen.syncer.run()), group="sync")


async def history(screen: MainScreen, chosen: Chosen) -> None:
    """What happened to the paper under the cursor, from git."""
    from stacktui.history import history as versions_of
    from stacktui.tui.panels.history import HistoryPanel

    paper = screen.current
    if paper is None:
        return
    screen.say("reading git …")
    versions = await asyncio.to_thread(lambda: list(versions_of(screen.library.path, paper.id)))
    screen.status.be_quiet()
    screen.open_panel(HistoryPanel(paper, versions))
