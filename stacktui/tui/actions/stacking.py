"""The order of the stack."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stacktui.errors import StackError
from stacktui.glimpses import ids_of
from stacktui.scopes import DUPLICATES
from stacktui.tui.keys import Chosen

if TYPE_CHECKING:
    from stacktui.tui.screens.main import MainScreen


def bump(screen: MainScreen, chosen: Chosen) -> None:
    """To the top of the stack; the cursor goes with the paper."""
    idents = screen.targets
    change = screen.library.bump(idents)
    screen.changed(change, "to the top of the stack")


def down(screen: MainScreen, chosen: Chosen) -> None:
    """One place down."""
    _move(screen, 1)


def up(screen: MainScreen, chosen: Chosen) -> None:
    """One place up."""
    _move(screen, -1)


def _move(screen: MainScreen, places: int) -> None:
    view = screen.desk.view
    if view.query.strip():
        raise StackError("a search shows the best matches first, so papers cannot be moved", "esc clears the search")
    if view.order != "stack":
        raise StackError(
            f"the list is sorted by {view.order}, so papers cannot be moved", "S s shows the stack's order"
        )
    if view.scope == DUPLICATES:
        raise StackError("twins stand beside each other here, so papers cannot be moved", "go to All in the tree")
    paper = screen.current
    if paper is not None:
        shown = ids_of(screen.desk.rows.papers)
        screen.changed(screen.library.move(paper.id, places, shown))
