"""Import: ask for files, show what would become of them, go to what came in."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING

from stacktui.formats.importing import ImportResult
from stacktui.formats.sources import split_paths
from stacktui.scopes import ALL, NOTES
from stacktui.tui.keys import Chosen

if TYPE_CHECKING:
    from stacktui.tui.screens.main import MainScreen

SOME = 5
"""Papers that the search takes in at once."""
STRETCH = 0.01
"""Seconds of work for the search before keys get their turn."""


def ask(screen: MainScreen, chosen: Chosen) -> None:
    """Ask for the files of an import; the last answer stands there."""
    from stacktui.tui.panels.path_prompt import PathPrompt

    def answered(text: str) -> None:
        screen.import_text = text
        if paths := split_paths(text):
            preview(screen, paths)

    # the reader of lists is loaded while the path is typed
    screen.run_worker(asyncio.to_thread(import_module, "stacktui.tui.panels.import_preview"), group="import")
    screen.open_panel(PathPrompt("import file or folder:", screen.import_text, answered))


def preview(screen: MainScreen, paths: list[str]) -> None:
    """Show what importing files would do."""
    from stacktui.tui.panels.import_preview import ImportPreview

    async def done(result: ImportResult) -> None:
        await make_searchable(screen, result)
        look_at_result(screen, result)
        await asyncio.to_thread(screen.desk.prepare)
        screen.close_panel()
        show_result(screen, result)

    screen.open_panel(ImportPreview(screen, paths, done))


async def make_searchable(screen: MainScreen, result: ImportResult) -> None:
    """Let the search know the papers that came in, some at a time, so that no key waits."""
    change = result.change
    ids = sorted(change.papers)
    while ids:
        until = time.thread_time() + STRETCH
        while ids and time.thread_time() < until:
            few, ids = ids[:SOME], ids[SOME:]
            screen.desk.take(replace(change, papers=frozenset(few)))
        await asyncio.sleep(0)


def look_at_result(screen: MainScreen, result: ImportResult) -> None:
    """Let the list show the papers that came in."""
    screen.search_box.value = ""
    screen.desk.look_at(scope=ALL if result.added or result.merged else NOTES, query="")


def show_result(screen: MainScreen, result: ImportResult) -> None:
    """Show the papers that came in, the first of them under the cursor, and say how many there are.

    They are searchable already, and what the panes show is prepared.
    """
    from stacktui.tui.import_words import result_text

    screen.refresh_panes()
    screen.keeper.want_save()
    screen.show_state()
    screen.say(result_text(result))
    first = next(iter((*result.added, *result.merged)), 0)
    screen.tree_pane.go_to(ALL if first else NOTES)
    if first:
        screen.list_pane.go_to(first)
