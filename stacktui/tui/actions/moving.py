"""Moving the cursor of the pane with the focus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stacktui.tui.keys import Chosen

if TYPE_CHECKING:
    from stacktui.tui.screens.main import MainScreen


def down(screen: MainScreen, chosen: Chosen) -> None:
    """One line down."""
    screen.pane.move(1)


def up(screen: MainScreen, chosen: Chosen) -> None:
    """One line up."""
    screen.pane.move(-1)


def top(screen: MainScreen, chosen: Chosen) -> None:
    """To the first line."""
    screen.pane.to_top()


def bottom(screen: MainScreen, chosen: Chosen) -> None:
    """To the last line."""
    screen.pane.to_bottom()


def half_down(screen: MainScreen, chosen: Chosen) -> None:
    """Half a page down."""
    screen.follower.skim()
    screen.pane.half_page(1)


def half_up(screen: MainScreen, chosen: Chosen) -> None:
    """Half a page up."""
    screen.follower.skim()
    screen.pane.half_page(-1)


def page_down(screen: MainScreen, chosen: Chosen) -> None:
    """A page down."""
    screen.follower.skim()
    screen.pane.page(1)


def page_up(screen: MainScreen, chosen: Chosen) -> None:
    """A page up."""
    screen.follower.skim()
    screen.pane.page(-1)


def next_match(screen: MainScreen, chosen: Chosen) -> None:
    """To the next match in the note."""
    if not screen.note_pane.next_match():
        screen.say("the note has no match")


def previous_match(screen: MainScreen, chosen: Chosen) -> None:
    """To the match before in the note."""
    if not screen.note_pane.previous_match():
        screen.say("the note has no match")
