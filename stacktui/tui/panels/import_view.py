"""The screen of an import: the source beside the papers made from it, what is counted, what the keys do."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Container
from textual.timer import Timer
from textual.widget import Widget

from stacktui.formats.importing import ImportResult
from stacktui.text import counted
from stacktui.tui.import_desk import ImportDesk
from stacktui.tui.import_keys import key_rows
from stacktui.tui.import_words import look_of, side_lines, summary
from stacktui.tui.panels.base import Panel
from stacktui.tui.widgets.flow_pane import FlowPane
from stacktui.tui.widgets.source_lines import SourceLines
from stacktui.tui.widgets.text_line import Piece, TextLine
from stacktui.tui.widgets.text_lines import TextLines

if TYPE_CHECKING:
    from stacktui.tui.screens.main import MainScreen

BESIDE = 100
"""From so many columns on the paper stands beside the source, else below it."""

ROOMY = 80
"""From so many columns on the head has room for more than names."""

PATIENCE = 0.3
"""Seconds without a word about progress."""


class ImportView(Panel):
    """The whole screen: files and counts on top, the source beside the paper of its line, the keys below."""

    DEFAULT_CSS = """
    ImportView {
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
        """Cover the panes."""
        super().on_mount()
        self._cover_panes(True)
        self._head.show([(" Import", "text--key")])
        self._timer = self.set_interval(0.1, self._show_progress)

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
            self._show_head()
            self._sum.show(summary(self._desk.file, self.size.width))
        self.call_after_refresh(self._show_side)

    def _show(self, cursor: int | None = None) -> None:
        """Show the file anew."""
        desk = self._desk
        if desk is None:
            return
        file = desk.file
        self._show_head()
        self._sum.show(summary(file, self.size.width))
        self._source.show(file.lines, lambda line: look_of(file, line), cursor)
        self._show_side()
        self._show_keys()

    def _show_head(self) -> None:
        desk = self._open
        file = desk.file
        place = f"  {desk.at + 1} of {len(desk.files)}" if len(desk.files) > 1 else ""
        done = desk.corrections
        corrected = f"{counted(done, 'correction')} " if done else "nothing is written yet "
        left = [(" Import ", "text--key"), (file.name, "text--strong"), (place, "text--quiet")]
        if self.size.width >= ROOMY:
            left.append((f"  {file.document.format}", "text--quiet"))
        self._head.show(left, [(corrected, "text--quiet")] if done or self.size.width >= ROOMY else [])

    def _show_side(self) -> None:
        if self._desk is None or not self._side.size.width:
            return
        width = max(8, self._side.size.width - 2)
        file, line = self._desk.file, self._source.cursor
        self._side.show_lines(side_lines(file, line, self._main.library, width, self._side.symbols))
        self._side.to_top()

    def _show_keys(self) -> None:
        rows: list[Sequence[Piece]] = [[(" esc", "text--key"), (" stop", "text--quiet")]]
        if self._desk is not None:
            without = {"tab"} if len(self._desk.files) == 1 else set()
            without |= set() if self._desk.again or any(file.removed for file in self._desk.files) else {"b"}
            rows = [*key_rows(self.size.width, 2 if self.size.height < 30 else 3, frozenset(without))]
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

    @property
    def _open(self) -> ImportDesk:
        assert self._desk is not None
        return self._desk

    @on(SourceLines.Moved)
    def _moved(self) -> None:
        self._show_side()
