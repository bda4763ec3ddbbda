"""Undo and redo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stacktui.library import Change
from stacktui.tui.keys import Chosen

if TYPE_CHECKING:
    from stacktui.tui.screens.main import MainScreen


def undo(screen: MainScreen, chosen: Chosen) -> None:
    """Take the last change back."""
    label = screen.library.undo_label
    _show(screen, screen.library.undo(), f"undone: {label}")


def redo(screen: MainScreen, chosen: Chosen) -> None:
    """Do it again."""
    label = screen.library.redo_label
    _show(screen, screen.library.redo(), f"done again: {label}")


def _show(screen: MainScreen, change: Change | None, said: str) -> None:
    """Follow, with the cursor on what changed where one paper did."""
    if change is None:
        return
    ident = next(iter(change.papers)) if len(change.papers) == 1 else 0
    screen.changed(change, said, lambda: screen.list_pane.go_to(ident) if ident else None)
