"""Import: ask for files, show what would become of them, go to what came in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stacktui.formats.importing import ImportResult
from stacktui.formats.sources import split_paths
from stacktui.tui.keys import Chosen
from stacktui.view import ALL, NOTES

if TYPE_CHECKING:
    from stacktui.tui.screens.main import MainScreen


def ask(screen: MainScreen, chosen: Chosen) -> None:
    """Ask for the files of an import; the last answer stands there."""
    from stacktui.tui.panels.path_prompt import PathPrompt

    def answered(text: str) -> None:
        screen.import_text = text
        if paths := split_paths(text):
            preview(screen, paths)

    screen.open_panel(PathPrompt("import file or folder:", screen.import_text, answered))


def preview(screen: MainScreen, paths: list[str]) -> None:
    """Show what importing files would do."""
    from stacktui.tui.panels.import_preview import ImportPreview

    screen.open_panel(ImportPreview(screen, paths, lambda result: show_result(screen, result)))


def show_result(screen: MainScreen, result: ImportResult) -> None:
    """Show the papers that came in, the first of them under the cursor, and say how many there are."""
    from stacktui.tui.import_words import result_text

    screen.changed(result.change, result_text(result))
    first = next(iter((*result.added, *result.merged)), 0)
    screen.search_box.value = ""
    screen.desk.look_at(scope=ALL if first else NOTES, query="")
    screen.tree_pane.go_to(ALL if first else NOTES)
    screen.refresh_list(keep=False)
    if first:
        screen.list_pane.go_to(first)
