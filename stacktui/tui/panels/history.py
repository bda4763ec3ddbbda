"""The history of one paper: who changed which of its fields, and when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual.app import ComposeResult

from stacktui.history import Version
from stacktui.model import Paper
from stacktui.tui.panels.base import Panel
from stacktui.tui.panels.help import STEPS
from stacktui.tui.widgets.text_line import Piece
from stacktui.tui.widgets.text_lines import TextLines

NOTE_LINES = 8
"""How many lines of a changed note are shown."""


class HistoryPanel(Panel):
    """A scrolling list of commits, the newest first."""

    TITLE = "History"
    FOOT = (("j k", "scroll"), ("esc", "back"))
    DEFAULT_CSS = """
    HistoryPanel { width: 96; max-width: 96%; }
    HistoryPanel TextLines { height: auto; max-height: 28; }
    """

    def __init__(self, paper: Paper) -> None:
        super().__init__()
        self._paper = paper
        self._rows: list[Sequence[Piece]] = []
        self._lines = TextLines([(("reading git …", "text--quiet"),)])

    def body(self) -> ComposeResult:
        """The commits."""
        yield self._lines

    def first_field(self) -> TextLines:
        """The list takes the focus."""
        return self._lines

    def on_mount(self) -> None:
        """Say whose history it is."""
        super().on_mount()
        self.heading((f"  {self._paper.title}", ""))

    def add(self, version: Version) -> None:
        """Show one more, older version."""
        self._rows += [*([()] if self._rows else []), *version_rows(version)]
        self._show(self._rows)

    def end(self) -> None:
        """There is no older one."""
        if not self._rows:
            self._show([(("git knows nothing of this paper yet; R commits and syncs it", "text--quiet"),)])

    def _show(self, rows: Sequence[Sequence[Piece]]) -> None:
        self._lines.show(rows)
        self._lines.refresh(layout=True)

    def key(self, key: str) -> bool:
        """Scroll, or close."""
        if key in STEPS:
            self._lines.scroll_by_rows(STEPS[key])
        elif key in ("q", "enter", "escape", "H"):
            self.close()
        return True


def version_rows(version: Version) -> Iterator[Sequence[Piece]]:
    """A commit as rows of pieces."""
    when = version.when[:16].replace("T", " ")
    who = f"{when}  {version.author}  {version.commit[:9]}" if version.commit else version.subject
    yield ((who, "text--quiet"),)
    yield ((version.what, "text--strong"), (f"  {version.subject}" if version.commit else "", ""))
    for change in version.changes:
        yield ((f"  {change.words}", ""),)
        if change.field == "note":
            yield from _note_rows(change.before, change.after)


def _note_rows(before: Sequence[str], after: Sequence[str]) -> Iterator[Sequence[Piece]]:
    lines = [*(("-", line) for line in before), *(("+", line) for line in after)]
    for sign, line in lines[:NOTE_LINES]:
        yield ((f"    {sign} {line}", "text--warning" if sign == "-" else "text--accent"),)
    if len(lines) > NOTE_LINES:
        yield ((f"    … {len(lines) - NOTE_LINES} more lines", "text--quiet"),)
