"""Values that lost a merge: choosing between both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stacktui.merge import FIRST_MARK
from stacktui.model import Conflict, Paper
from stacktui.tui.keys import Chosen

if TYPE_CHECKING:
    from stacktui.tui.screens.main import MainScreen


def conflicts(screen: MainScreen, chosen: Chosen) -> None:
    """Choose for the paper under the cursor; where it has nothing to choose, go to the next paper that has."""
    from stacktui.tui.actions.finding import show_key

    paper = screen.current
    if paper is not None and not paper.conflicts and FIRST_MARK in paper.note:
        screen.say(f"both sides rewrote the same lines of this note: e edits it; look for {FIRST_MARK}")
        return
    if paper is None or not paper.conflicts:
        paper = next((one for one in screen.library.stack() if one.conflicts), None)
        if paper is None:
            screen.say("no paper has values that lost a merge")
            return
        show_key(screen, paper.key)
    _open(screen, paper.id)


def _open(screen: MainScreen, ident: int) -> None:
    from stacktui.tui.panels.conflicts import ConflictsPanel

    def settle(conflict: Conflict, take: bool) -> Paper | None:
        now = screen.library.papers.get(ident)
        if now is not None and conflict in now.conflicts:
            change = screen.library.settle(ident, now.conflicts.index(conflict), take=take)
            screen.changed(change, f"{conflict.field}: {'took the other value' if take else 'kept'}; u undoes")
        return screen.library.papers.get(ident)

    screen.open_panel(ConflictsPanel(screen.library.papers[ident], settle))
