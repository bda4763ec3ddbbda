"""The preview of an import: keys that correct what was read, and forms for what needs more than a key."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from stacktui.errors import StackError
from stacktui.formats.correcting import ENTRY, Cut, cuts_of
from stacktui.model import Paper, plain
from stacktui.text import counted
from stacktui.tui.import_keys import help_rows
from stacktui.tui.panels.base import Panel
from stacktui.tui.panels.import_work import ImportWork

_FIELDS = {
    **{name: name for name in ("title", "alias", "authors", "venue", "year", "month", "presentation", "url", "links")},
    **{name: name for name in ("status", "rating", "categories", "tags", "key")},
    "read": "date",
}
"""Fields of a record, and what a document calls them."""

_CORRECTIONS = {"e": "entry", "n": "join", "f": "note", "x": "ignore"}

_DONE = {
    "entry": "made an entry",
    "join": "joined to the note above",
    "note": "made a free note",
    "ignore": "left out",
    "split": "split here",
    "fields": "fields changed",
}


class ImportPreview(ImportWork):
    """A view of its own over the whole screen. Nothing is written before it is accepted."""

    def key(self, key: str) -> bool:
        """Every key is ours, but those that a form above takes."""
        if self._over is not None:
            return self._over.key(key)
        if self._is_correcting:
            self._waiting.append(key)
            return True
        if self._busy:
            self._stop(key)
            return True
        leaving, self._leaving = self._leaving, False
        if key == "escape":
            self._leave(leaving)
            return True
        self._say("")
        try:
            self._act(key)
        except StackError as error:
            self._say(str(error), "text--warning")
        return True

    def _stop(self, key: str) -> None:
        if key != "escape" or self._stopped:
            return
        self._stopped = True
        if self._desk is None:
            self.close()
            self._main.say("the import was stopped; nothing was changed")

    def _leave(self, leaving: bool) -> None:
        done = self._open.corrections
        if done and not leaving:
            self._leaving = True
            self._say(f"esc again leaves and drops {counted(done, 'correction')}", "text--warning")
            return
        self.close()
        self._main.say("nothing was imported")

    def _act(self, key: str) -> None:
        if key in _CORRECTIONS:
            self._correct(_CORRECTIONS[key])
        elif key in _JOBS:
            _JOBS[key](self)

    def _next(self, step: int) -> None:
        found = self._open.file.next_open(self._source.cursor, step)
        if not found:
            raise StackError("nothing more to look at " + ("below" if step > 0 else "above"))
        self._source.go_to(found)

    def _go(self, step: int) -> None:
        if len(self._open.files) > 1:
            self._open.go(step)
            self._show(self._open.file.first_paper)

    def _correct(self, action: str, fields: dict[str, Any] | None = None) -> None:
        file, line = self._open.file, self._source.cursor

        def said() -> str:
            alike = file.correct(action, line, fields)
            done = "cut in two" if fields and "by" in fields else _DONE[action]
            return done + (f"; = does so with all {alike:,} lines of this shape" if alike > 1 else "")

        self._change(said)

    def _alike(self) -> None:
        file = self._open.file
        self._change(lambda: f"done with all {file.correct_alike():,} lines of this shape")

    def _undo(self) -> None:
        file = self._open.file

        def said() -> str:
            last = file.undo()
            self._target = last.line
            return f"taken back: {_DONE[last.action]}"

        self._change(said)

    def _agree(self) -> None:
        agreed = self._open.file.agree(self._source.cursor)
        self._corrected("one paper: this one is merged into it" if agreed else "two papers again")

    def _split(self) -> None:
        """In the line of a title ask where to cut it; below, a second entry begins here."""
        from stacktui.tui.panels.cutting import CutPanel

        file, line = self._open.file, self._source.cursor
        if file.pieces.role(line) != ENTRY:
            self._correct("split")
            return
        cuts = cuts_of(file.lines[line - 1])
        if not cuts or file.also(line):
            raise StackError("this line is cut already" if cuts else "there is no place to cut this line")

        def done(cut: Cut) -> None:
            self._correct("split", {"by": cut.by, "nth": cut.nth})

        self._put_over(CutPanel(cuts, done))

    def _bring_back(self) -> None:
        desk = self._open
        if not desk.again and not any(file.removed for file in desk.files):
            raise StackError("no paper of this list was removed")
        desk.again = not desk.again
        self._corrected("removed papers come back" if desk.again else "removed papers stay away")

    def _help(self) -> None:
        from stacktui.tui.panels.help import ReadingPanel

        self._put_over(ReadingPanel("Preview of an import", help_rows(min(90, self.size.width - 8))))

    def _repaint(self) -> None:
        from stacktui.tui.actions import windows
        from stacktui.tui.commands import COMMANDS
        from stacktui.tui.keys import Chosen

        windows.repaint(self._main, Chosen(COMMANDS[0], ("ctrl+l",)))

    # -- fields -------------------------------------------------------------------------------------------------------

    def _edit_fields(self) -> None:
        from stacktui.tui.panels.fields import FieldsPanel

        draft = self._open.file.draft(self._source.cursor)
        if draft is None:
            raise StackError("there is no paper in this line", "e makes one of it")

        def done(edited: Paper) -> None:
            self._fields_edited(draft, edited)

        self._put_over(FieldsPanel(draft, done))

    def _put_over(self, form: Panel) -> None:
        """Show a form above the preview; it takes the keys until it is closed."""
        self._over = form
        self._over.closed = self._form_closed
        self._over.styles.layer = "form"
        self._main.is_panel_opening = True
        self._main.mount(self._over)

    def _form_closed(self) -> None:
        form, self._over = self._over, None
        self._main.is_panel_opening = False
        self._main.set_focus(self._source, scroll_visible=False)
        if form is not None:
            form.remove()

    def _fields_edited(self, draft: Paper, edited: Paper) -> None:
        changed = {
            name: plain(getattr(edited, field))
            for field, name in _FIELDS.items()
            if getattr(edited, field) != getattr(draft, field)
        }
        if "status" in changed and changed.get("date") == date.today().isoformat():
            del changed["date"]  # the form fills in today; a list tells of another day, or of none
        if changed:
            self._correct("fields", changed)


_JOBS: dict[str, Callable[[ImportPreview], object]] = {
    **dict.fromkeys(("j", "down"), lambda view: view._source.move(1)),
    **dict.fromkeys(("k", "up"), lambda view: view._source.move(-1)),
    **dict.fromkeys(("g", "home"), lambda view: view._source.to_top()),
    **dict.fromkeys(("G", "end"), lambda view: view._source.to_bottom()),
    "ctrl+d": lambda view: view._source.half_page(1),
    "ctrl+u": lambda view: view._source.half_page(-1),
    "pagedown": lambda view: view._source.page(1),
    "pageup": lambda view: view._source.page(-1),
    "space": lambda view: view._side.half_page(1),
    "]": lambda view: view._next(1),
    "[": lambda view: view._next(-1),
    "tab": lambda view: view._go(1),
    "shift+tab": lambda view: view._go(-1),
    "=": lambda view: view._alike(),
    "u": lambda view: view._undo(),
    "m": lambda view: view._agree(),
    "s": lambda view: view._split(),
    "i": lambda view: view._edit_fields(),
    "b": lambda view: view._bring_back(),
    "?": lambda view: view._help(),
    "enter": lambda view: view._accept(),
    "ctrl+l": lambda view: view._repaint(),
}
"""What the keys do that are no corrections of a line."""
