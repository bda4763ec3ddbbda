"""Going from pane to pane, and how much room they take."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stacktui.tui.commands import LIST, NOTE, TREE
from stacktui.tui.keys import Chosen

if TYPE_CHECKING:
    from stacktui.tui.screens.main import MainScreen


def following(screen: MainScreen, chosen: Chosen) -> None:
    """To the next pane; after the last comes the first."""
    _step(screen, 1)


def preceding(screen: MainScreen, chosen: Chosen) -> None:
    """To the pane before."""
    _step(screen, -1)


def _step(screen: MainScreen, step: int) -> None:
    panes = screen.visible_panes
    screen.go_to(panes[(panes.index(screen.pane) + step) % len(panes)])


def left(screen: MainScreen, chosen: Chosen) -> None:
    """Fold or go to the parent in the tree; elsewhere to the pane on the left."""
    if screen.place == TREE:
        screen.tree_pane.go_left()
    else:
        screen.go_to(screen.tree_pane if screen.place == LIST else screen.list_pane)


def right(screen: MainScreen, chosen: Chosen) -> None:
    """Unfold in the tree; elsewhere to the pane on the right."""
    if screen.place == TREE:
        screen.tree_pane.go_right()
    elif screen.place != NOTE:
        screen.go_to(screen.note_pane)


def fold(screen: MainScreen, chosen: Chosen) -> None:
    """Fold or unfold the category under the cursor."""
    screen.tree_pane.toggle_fold()


def into_note(screen: MainScreen, chosen: Chosen) -> None:
    """From the list into the note pane."""
    screen.go_to(screen.note_pane)


def into_list(screen: MainScreen, chosen: Chosen) -> None:
    """From the tree into the list."""
    screen.tree_pane.enter()


def zoom(screen: MainScreen, chosen: Chosen) -> None:
    """Give the whole screen to this pane, or back."""
    screen.arrangement.toggle_zoom()


def narrower(screen: MainScreen, chosen: Chosen) -> None:
    """Make this pane narrower."""
    screen.arrangement.widen(-1)


def wider(screen: MainScreen, chosen: Chosen) -> None:
    """Make this pane wider."""
    screen.arrangement.widen(1)
