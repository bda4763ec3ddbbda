"""What is got ready after the start, in slices between the keys: papers, index, mentions, what tells papers apart."""

from __future__ import annotations

import asyncio
import gc
from contextlib import suppress
from typing import TYPE_CHECKING

from stacktui.tui.desk import AT_ONCE

if TYPE_CHECKING:
    from stacktui.tui.screens.main import MainScreen

PAPERS_WAIT_SECONDS = 1.0
"""How long after the first screen the papers are made, unless somebody searches: a start alone should cost little."""
INDEX_WAITS_SECONDS = 1.0
"""How long after that the index is begun."""
INDEX_SLICE_MS = 8
"""How long the index may be built at a stretch while keys are waiting."""


async def prepare(screen: MainScreen, is_shown: asyncio.Event, searches_begin: asyncio.Event) -> None:
    """Get everything ready, what is needed first at first; the first screen comes before all."""
    await is_shown.wait()
    is_unhurried = not screen.library.searches  # saved searches wait to be counted
    if is_unhurried:
        await _pause(searches_begin, PAPERS_WAIT_SECONDS)
    await _make_papers(screen)
    if is_unhurried:
        await _pause(searches_begin, INDEX_WAITS_SECONDS)
    gc.freeze()
    gc.enable()  # the start did without
    await _build_index(screen)
    while not screen.library.know_more(AT_ONCE):
        await asyncio.sleep(0.001)
    while not screen.desk.mentions.advance():
        await asyncio.sleep(0.001)
    screen.refresh_note()


async def _pause(searches_begin: asyncio.Event, seconds: float) -> None:
    """Let the program rest, unless somebody searches."""
    with suppress(TimeoutError):
        await asyncio.wait_for(searches_begin.wait(), seconds)


async def _make_papers(screen: MainScreen) -> None:
    """Make all papers before an order or a filter asks for all of them."""
    for number, ident in enumerate(list(screen.library.papers)):
        if paper := screen.library.papers.get(ident):
            _ = paper.stack_moment  # every order asks for it
        if number % AT_ONCE == 0:
            await asyncio.sleep(0)


async def _build_index(screen: MainScreen) -> None:
    """Make everything searchable."""
    while not screen.desk.index_more(INDEX_SLICE_MS):
        # the index stays: the collector would walk through it again and again, for a tenth of a second each time
        gc.freeze()
        await asyncio.sleep(0.001)
    gc.freeze()
    screen.tree_pane.show(screen.desk.folders)  # saved searches are counted by now
    if screen.desk.view.query.strip():
        # what was searched for meanwhile may stand in fields and notes that were not indexed yet
        screen.desk.look_again()
        screen.refresh_list()
