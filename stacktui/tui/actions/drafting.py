"""Work of an earlier session that could not be saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stacktui.tui.keys import Chosen

if TYPE_CHECKING:
    from stacktui.tui.screens.main import MainScreen


def take(screen: MainScreen, chosen: Chosen) -> None:
    """Into the library, merged with what stands there."""
    change = screen.draft_desk.take()
    screen.changed(change, "the draft is in; u takes it out again")
    if change is not None and len(change.papers) == 1:
        screen.list_pane.go_to(next(iter(change.papers)))


def put_aside(screen: MainScreen, chosen: Chosen) -> None:
    """Out of the way, not away."""
    screen.say(f"put aside: {screen.draft_desk.put_aside()}")
