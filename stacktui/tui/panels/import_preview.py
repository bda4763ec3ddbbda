"""The preview of an import: the source beside the papers made from it, and keys that correct what was read."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from textual import on
from textual.app import ComposeResult
from textual.containers import Container
from textual.timer import Timer
from textual.widget import Widget

from stacktui.errors import StackError
from stacktui.formats.importing import ImportResult, apply_import
from stacktui.model import Paper, plain
from stacktui.tui.collector import at_rest
from stacktui.tui.import_desk import ImportDesk, open_desk
from stacktui.tui.import_words import key_rows, look_of, side_lines, summary
from stacktui.tui.panels.base import Panel
from stacktui.tui.widgets.flow_pane import FlowPane
from stacktui.tui.widgets.source_lines import SourceLines
from stacktui.tui.widgets.text_line import Piece, TextLine
from stacktui.tui.widgets.text_lines import TextLines

if TYPE_CHECKING:
    from stacktui.tui.screens.main import MainScreen

BESIDE = 100
"""From so many columns on the paper stands beside the source, else below it."""

PATIENCE = 0.3
"""Seconds without a word about progress."""

LONG = 2_000
"""Lines from which on a correction is made beside the keys, which wait for it."""

Done = Callable[[ImportResult], Awaitable[None]]
"""Called with what an accepted import did; takes the view away."""

_FIELDS = {
    **{name: name for name in ("title", "alias", "authors", "venue", "year", "month", "presentation", "url", "links")},
    **{name: name for name in ("status", "rating", "categories", "tags", "key")},
    "read": "date",
}
"""Fields of a record, and what a document calls them."""

_CORRECTIONS = {"e": "entry", "n": "join", "f": "note", "x": "ignore", "s": "split"}
_DONE = {
    "entry": "made an entry",
    "join": "joined to the note above",
    "note": "made a free note",
    "ignore": "left out",
    "split": "split here",
    "fields": "fields changed",
}


class ImportPreview(Panel):
    """A view of its own over the whole screen. Nothing is written before it is accepted."""

    DEFAULT_CSS = """
    ImportPreview {
        width: 100%; max-width: 100%; height: 100%; max-height: 100%; margin: 0; padding: 0; border: none;
        background: $background;
        #import-panes { height: 1fr; layout: horizontal; }
        SourceLines { width: 1fr; height: 1fr; }
        #import-side { width: 1fr; height: 1fr; border-left: solid $rule; }
        &.-stacked #import-panes { layout: vertical; }
        &.-stacked SourceLines { width: 100%; }
        &.-stacked #import-side { width: 100%; height: 40%; border-left: none; border-top: solid $rule; }
        #import-sum { margin-bottom: 1; }
        &.-low #import-sum { margin-bottom: 0; }
    }
    """

    def __init__(
        self, screen: MainScreen, paths: Sequence[str], done: Callable[[ImportResult], Awaitable[None]]
    ) -> None:
        super().__init__()
        self._main, self._paths, self._done = screen, paths, done
        self._desk: ImportDesk | None = None
        self._over: Panel | None = None
        self._busy = "reading"
        self._stopped = False
        self._leaving = False
        self._told = ("", 0, 0)
        self._ticks = 0
        self._word: list[Piece] = []
        self._target: int | None = None
        self._is_correcting = False
        self._waiting: list[str] = []
        self._timer: Timer | None = None
        self._head, self._sum = TextLine(id="import-head"), TextLine(id="import-sum")
        symbols = screen.list_pane.symbols
        self._source = SourceLines(symbols=symbols, id="import-source")
        self._side = FlowPane(symbols=symbols, id="import-side")
        self._side.can_focus = False
        self._keys = TextLines(id="import-keys")
        self._keys.can_focus = False

    # -- what is shown ------------------------------------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        """Heading, counts, source and paper, keys."""
        yield self._head
        yield self._sum
        with Container(id="import-panes"):
            yield self._source
            yield self._side
        yield self._keys

    def first_field(self) -> Widget:
        """The source has the cursor."""
        return self._source

    def on_mount(self) -> None:
        """Begin to read."""
        super().on_mount()
        self._cover_panes(True)
        self._head.show([(" Import", "text--key")])
        self._timer = self.set_interval(0.1, self._show_progress)
        self.run_worker(self._read(), group="import", exit_on_error=False)

    def _cover_panes(self, covered: bool) -> None:
        """Take the panes away while they are covered: their edges would cut wide characters of this view in two."""
        self._main.query_one("#panes").display = not covered
        self._main.status.display = not covered

    def close(self) -> None:
        """Bring the panes back and go away."""
        self._cover_panes(False)
        super().close()

    def on_resize(self) -> None:
        """Beside each other, or one below the other."""
        self.set_class(self.size.width < BESIDE, "-stacked")
        self.set_class(self.size.height < 28, "-low")
        self._show_keys()
        if self._desk is not None:
            self._sum.show(summary(self._desk.file, self.size.width))
        self.call_after_refresh(self._show_side)

    def _show(self, cursor: int | None = None) -> None:
        """Show the file anew."""
        desk = self._desk
        if desk is None:
            return
        file = desk.file
        place = f"  {desk.at + 1} of {len(desk.files)}" if len(desk.files) > 1 else ""
        done = desk.corrections
        corrected = f"{done:,} correction{'s' * (done != 1)} " if done else "nothing is written yet "
        left = [(" Import ", "text--key"), (file.name, "text--strong"), (place, "text--quiet")]
        self._head.show([*left, (f"  {file.document.format}", "text--quiet")], [(corrected, "text--quiet")])
        self._sum.show(summary(file, self.size.width))
        self._source.show(file.lines, lambda line: look_of(file, line), cursor)
        self._show_side()
        self._show_keys()

    def _show_side(self) -> None:
        if self._desk is None or not self._side.size.width:
            return
        width = max(8, self._side.size.width - 2)
        file, line = self._desk.file, self._source.cursor
        self._side.show_lines(side_lines(file, line, self._main.library, width, self._side.symbols))
        self._side.to_top()

    def _show_keys(self) -> None:
        several = self._desk is not None and len(self._desk.files) > 1
        rows: list[Sequence[Piece]] = [[(" esc", "text--key"), (" stop", "text--quiet")]]
        if self._desk is not None:
            rows = [*key_rows(self.size.width, several, 2 if self.size.height < 30 else 3)]
        self._keys.show([self._word, *[()] * (len(rows) - 1)] if self._word else rows)
        if self._keys.styles.height is None or self._keys.styles.height.value != len(rows):
            self._keys.styles.height = len(rows)

    def _say(self, text: str, style: str = "text--strong") -> None:
        """A word in the place of the keys, until the next key."""
        self._word = [(f" {text}", style)] if text else []
        self._show_keys()

    def _show_progress(self) -> None:
        self._ticks += 1
        what, done, total = self._told
        if self._busy and what and self._ticks * 0.1 >= PATIENCE:
            self._sum.show([(f" {what} {done:,} of {total:,}", "text--quiet")])

    def _report(self, what: str, done: int, total: int) -> bool:
        """Called in the thread that reads, compares or imports."""
        self._told = (what, done, total)
        return not self._stopped

    # -- reading, planning, importing ---------------------------------------------------------------------------------

    async def _read(self) -> None:
        try:
            with at_rest():
                desk = await asyncio.to_thread(open_desk, self._paths, self._main.library, self._report)
        except StackError as error:
            self._give_up(error)
            return
        if self._stopped:
            return
        self._desk, self._busy = desk, ""
        self._show(1)

    def _give_up(self, error: StackError) -> None:
        if not self._stopped:
            self.close()
            self._main.say_error(error)

    def _replan(self) -> None:
        """What would become of the papers is found out beside the keys; the last correction counts."""
        self.run_worker(self._plan(), group="import-plan", exclusive=True, exit_on_error=False)

    async def _plan(self) -> None:
        desk = self._desk
        if desk is None:
            return
        try:
            with at_rest():
                plan = await asyncio.to_thread(desk.plan, self._main.library)
        except StackError as error:
            self._say(str(error), "text--error")
            return
        desk.take(plan)
        self._show()

    async def _import(self) -> None:
        with at_rest():
            await self._import_at_once()

    async def _import_at_once(self) -> None:
        desk, library = self._desk, self._main.library
        assert desk is not None
        try:
            plan = await asyncio.to_thread(desk.plan, library, self._report)
            if plan.is_empty:
                self._busy = ""
                self._show()
                self._say("there is nothing to import here; esc leaves", "text--warning")
                return
            result = await asyncio.to_thread(
                apply_import, library, plan, lambda done, total: self._report("importing", done, total)
            )
        except StackError as error:
            self._busy, stopped, self._stopped = "", self._stopped, False
            self._show()
            self._say(str(error), "text--warning" if stopped else "text--error")
            return
        self._cover_panes(False)
        await self._done(result)

    # -- keys ---------------------------------------------------------------------------------------------------------

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

    @property
    def _open(self) -> ImportDesk:
        assert self._desk is not None
        return self._desk

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
            self._say(f"esc again leaves and drops {done:,} correction{'s' * (done != 1)}", "text--warning")
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
            self._show(1)

    def _correct(self, action: str, fields: dict[str, Any] | None = None) -> None:
        file, line = self._open.file, self._source.cursor

        def said() -> str:
            alike = file.correct(action, line, fields)
            return _DONE[action] + (f"; = does so with all {alike:,} lines of this shape" if alike > 1 else "")

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

    def _change(self, work: Callable[[], str]) -> None:
        """Make a correction and say what ``work`` gives; in a long list it is made in a thread."""
        if len(self._open.file.lines) < LONG:
            self._corrected(work())
        else:
            self._is_correcting = True
            self.run_worker(self._change_beside(work), group="import-correct", exit_on_error=False)

    async def _change_beside(self, work: Callable[[], str]) -> None:
        try:
            with at_rest():
                said = await asyncio.to_thread(work)
            self._corrected(said)
        except StackError as error:
            self._say(str(error), "text--warning")
        finally:
            self._is_correcting = False
        waiting, self._waiting = self._waiting, []
        for key in waiting:
            self.key(key)

    def _corrected(self, said: str) -> None:
        self._say(said)
        self._show(self._target)
        self._target = None
        self._replan()

    def _accept(self) -> None:
        self._busy, self._ticks, self._told = "importing", 0, ("", 0, 0)
        self.run_worker(self._import(), group="import", exit_on_error=False)

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

        self._over = FieldsPanel(draft, done)
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

    @on(SourceLines.Moved)
    def _moved(self) -> None:
        self._show_side()


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
    "i": lambda view: view._edit_fields(),
    "enter": lambda view: view._accept(),
    "ctrl+l": lambda view: view._repaint(),
}
"""What the keys do that are no corrections of a line."""
