"""Export: the marked papers, else those shown, into a file in a format of one's choice."""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING

from stacktui.errors import StackError
from stacktui.text import counted
from stacktui.tui.keys import Chosen
from stacktui.tui.widgets.choice_list import Choice

if TYPE_CHECKING:
    from stacktui.formats.exporting import Export
    from stacktui.tui.screens.main import MainScreen


def ask(screen: MainScreen, chosen: Chosen) -> None:
    """Choose a format, then a file."""
    from stacktui.formats import FORMATS, format_named, writable_formats
    from stacktui.formats.templates import template_names
    from stacktui.tui.panels.picker import Picker

    ids = _chosen(screen)
    own = [name for name in template_names() if name not in FORMATS]
    names = [*writable_formats(), *own]
    choices = [Choice(name, name, format_named(name).description, checked=None) for name in names]
    title = f"Export {'all that there is' if ids is None else counted(len(ids), 'paper')}"
    screen.open_panel(Picker(title, choices, lambda name: _ask_file(screen, name, ids), "in which format?"))


def _chosen(screen: MainScreen) -> list[int] | None:
    """The ids of the marked papers, else of those shown; None where that is the whole library."""
    library = screen.library
    marked = screen.list_pane.marked.intersection(library.papers)
    shown = marked or {paper.id for paper in screen.desk.rows.papers}.intersection(library.papers)
    if not shown:
        raise StackError("there is no paper here to export", "mark papers, or show some")
    return None if not marked and len(shown) == len(library.papers) else sorted(shown)


def _ask_file(screen: MainScreen, name: str, ids: list[int] | None) -> None:
    from stacktui.formats import format_named
    from stacktui.formats.exporting import export_of
    from stacktui.tui.panels.path_prompt import PathPrompt

    kind = format_named(name)
    suffix = (
        kind.suffixes[0] if kind.suffixes else ".txt" if name == "headed" else ".yaml" if name == "papis" else ".md"
    )

    def answered(text: str) -> None:
        path = os.path.expanduser(text.strip())
        if path:
            screen.start_work(_write(screen, export_of(screen.library, kind, ids), path))

    screen.open_panel(PathPrompt("write to:", f"{'papers' if ids is None else 'some-papers'}{suffix}", answered))


async def _write(screen: MainScreen, export: Export, path: str) -> None:
    """Write the file; nothing that is there already is replaced."""
    if os.path.isfile(path):
        raise StackError(f"{path} is there already", "another name; `stacktui export … -o` replaces a file")
    text = await asyncio.to_thread(export.text, screen.library)
    told = await asyncio.to_thread(export.write, screen.library, path, text)
    screen.say("; ".join([told, *export.losses]))
