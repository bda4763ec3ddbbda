"""Papers that stand in the stack twice: finding them, and making one of them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import TYPE_CHECKING

from stacktui.errors import StackError
from stacktui.model import Paper
from stacktui.scopes import DUPLICATES
from stacktui.tui.keys import Chosen

if TYPE_CHECKING:
    from stacktui.tui.screens.main import MainScreen


async def look_for_twins(screen: MainScreen) -> None:
    """Fill the folder of duplicates; in a thread, because thousands of papers take seconds."""
    await asyncio.to_thread(screen.desk.look_for_twins)
    screen.tree_pane.show(screen.desk.folders)
    if screen.desk.view.scope == DUPLICATES:
        screen.refresh_list()


def merge(screen: MainScreen, chosen: Chosen) -> Awaitable[None] | None:
    """Make one paper of the marked ones; of the one under the cursor and its twins where none is marked."""
    papers = [screen.library.papers[ident] for ident in screen.targets if ident in screen.library.papers]
    if len(papers) == 1:
        return _merge_twins(screen, papers[0])
    _ask(screen, papers)
    return None


async def _merge_twins(screen: MainScreen, paper: Paper) -> None:
    _ask(screen, await _twins_of(screen, paper))


def _ask(screen: MainScreen, papers: list[Paper]) -> None:
    first, *others = sorted(papers, key=lambda paper: (paper.added or "9", paper.id))

    def agreed() -> None:
        change = screen.library.merge_papers([first.id, *(paper.id for paper in others)])
        screen.list_pane.clear_marks()
        differing = {conflict.field for conflict in screen.library.papers[first.id].conflicts}
        kept = f"; both values are kept of {', '.join(sorted(differing))}: X chooses" if differing else ""
        screen.changed(change, f"merged into {first.key}{kept}; u undoes")
        screen.list_pane.go_to(first.id)

    names = ", ".join(paper.key for paper in others[:3]) + (" …" if len(others) > 3 else "")
    screen.confirm(f"merge {names} into {first.key}? Nothing of them is lost", agreed)


async def _twins_of(screen: MainScreen, paper: Paper) -> list[Paper]:
    def group() -> list[Paper]:
        return next((found for found in screen.desk.twins if paper in found), [])

    if not group():
        screen.say("looking for its twins …")
        await look_for_twins(screen)
    if not group():
        raise StackError(f"no other paper looks like {paper.key}", "mark several with space to merge them")
    return group()
