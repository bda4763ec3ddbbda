"""Editing: the note here, the note in another editor, the fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stacktui import editor
from stacktui.errors import StackError
from stacktui.model import FreeNote, Paper
from stacktui.tui.keys import Chosen

if TYPE_CHECKING:
    from stacktui.tui.screens.main import MainScreen


def edit_note(screen: MainScreen, chosen: Chosen) -> None:
    """Edit the note of the entry under the cursor, in the note pane."""
    entry = screen.current_entry
    if entry is not None and "untrashed" in screen.facts:
        screen.note_desk.open(entry, screen.desk.kind)
        screen.refresh_hints()


def save_now(screen: MainScreen, chosen: Chosen) -> None:
    """Bring the text into the library and the file at once."""
    screen.note_desk.store()
    screen.keeper.want_save()
    screen.say("saved")


def leave(screen: MainScreen, chosen: Chosen) -> None:
    """Store the text and show the note."""
    screen.note_desk.leave()
    screen.refresh_note()
    screen.go_to(screen.note_pane)


def edit_outside(screen: MainScreen, chosen: Chosen) -> None:
    """Edit the note in ``$VISUAL`` or ``$EDITOR``; the app waits."""
    entry = screen.current_entry
    if entry is None:
        return
    lines = entry.text if isinstance(entry, FreeNote) else entry.note
    text = _edited_outside(screen, "\n".join(lines))
    new = tuple(text.rstrip("\n").split("\n")) if text.strip() else ()
    if new == tuple(lines):
        screen.say("the note is as it was")
    elif isinstance(entry, FreeNote):
        screen.changed(screen.library.save_note(entry.edit(text=new)), "saved the note")
    else:
        change = screen.library.update([entry.id], lambda paper: paper.edit(note=new), "edit the note")
        screen.changed(change, "saved the note")


def _edited_outside(screen: MainScreen, text: str) -> str:
    """What the user's editor makes of a text; its errors are raised when the terminal is ours again."""
    failure: StackError | None = None
    with screen.app.suspend():
        try:
            text = editor.edit_text(text)
        except StackError as error:
            failure = error
    if failure is not None:
        raise failure
    return text


def edit_fields(screen: MainScreen, chosen: Chosen) -> None:
    """Edit the fields of the paper in a panel."""
    from stacktui.tui.panels.fields import FieldsPanel

    paper = screen.current
    if paper is None:
        return

    def done(edited: Paper) -> None:
        names = FieldsPanel.differing(paper, edited)
        values = {name: getattr(edited, name) for name in names}
        change = screen.library.update([paper.id], lambda now: now.edit(**values), "edit " + ", ".join(names))
        screen.changed(change, "changed " + ", ".join(names))

    screen.open_panel(FieldsPanel(paper, screen.guarded(done)))
