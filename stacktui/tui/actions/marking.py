"""Marks: what is marked is what the next action works on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stacktui.tui.keys import Chosen

if TYPE_CHECKING:
    from stacktui.tui.screens.main import MainScreen


def mark(screen: MainScreen, chosen: Chosen) -> None:
    """Mark or unmark the paper."""
    screen.list_pane.toggle_mark()
    screen.show_count()


def mark_range(screen: MainScreen, chosen: Chosen) -> None:
    """Begin a range, or end it."""
    begun = screen.list_pane.mark_range()
    screen.show_count()
    screen.say("move to the end of the range and press v" if begun else "marked")


def mark_all(screen: MainScreen, chosen: Chosen) -> None:
    """Mark all papers shown, or none."""
    screen.list_pane.mark_all()
    screen.show_count()
