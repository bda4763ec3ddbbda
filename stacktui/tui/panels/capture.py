"""Capture a paper in one line, with a preview of what was understood."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual import events, on
from textual.app import ComposeResult
from textual.timer import Timer
from textual.widgets import TextArea

from stacktui.capture import Capture, parse_capture
from stacktui.model import Paper
from stacktui.text import clean, fold
from stacktui.tui.panels.base import Panel
from stacktui.tui.widgets.text_line import Piece
from stacktui.tui.widgets.text_lines import TextLines

PREVIEW_ROWS = 8
KEEP_SECONDS = 0.8
"""The pause in typing after which what was typed is kept, should the app be killed."""


class CaptureField(TextArea):
    """Where the text goes: several lines may be pasted, enter is the panel's."""

    DEFAULT_CSS = """
    CaptureField, CaptureField:focus {
        height: auto; max-height: 8; border: none; padding: 0; background: transparent;
    }
    """

    def __init__(self, text: str) -> None:
        super().__init__(text, soft_wrap=True, compact=True, highlight_cursor_line=False)
        self.cursor_blink = False
        self.move_cursor(self.document.end)

    async def _on_paste(self, event: events.Paste) -> None:
        """Take the text without what a terminal could obey."""
        event.stop()
        event.prevent_default()
        self.replace(clean(event.text), *self.selection, maintain_selection_offset=False)


class CapturePanel(Panel):
    """One text field; below it the paper that would be made, or the one that is already there."""

    TITLE = "Add"
    FOOT = (("enter", "add"), ("tab", "complete #tag @category"), ("esc", "back; the text is kept"))
    DEFAULT_CSS = """
    CapturePanel #preview { height: 8; margin-top: 1; }
    """

    def __init__(
        self,
        text: str,
        add: Callable[[Capture], None],
        keep: Callable[[str], None],
        find_known: Callable[[Paper], Paper | None],
        names: Sequence[str],
        hint: str = "",
    ) -> None:
        super().__init__()
        self._add, self._keep, self._find_known = add, keep, find_known
        self._names = tuple(names)
        self._hint = hint
        self._timer: Timer | None = None
        self._field = CaptureField(text)
        self._preview = TextLines(id="preview")
        self._preview.can_focus = False

    def body(self) -> ComposeResult:
        """The text field and the preview."""
        yield self._field
        yield self._preview

    def first_field(self) -> CaptureField:
        """The text field."""
        return self._field

    def on_mount(self) -> None:
        """Show what stands there already."""
        super().on_mount()
        self._look()

    @on(TextArea.Changed)
    def _typed(self, event: TextArea.Changed) -> None:
        event.stop()
        self._look()
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(KEEP_SECONDS, self.keep_typed)

    def key(self, key: str) -> bool:
        """Enter adds, tab completes a name, escape keeps the text for the next time."""
        if key == "enter":
            self.submit()
            return True
        if key == "tab":
            self._complete()
            return True
        return super().key(key)

    def submit(self) -> None:
        """Add the paper, where there is one."""
        if not self._field.text.strip():
            self.close()
            return
        found = parse_capture(self._field.text)
        self.close()
        self._add(found)

    def close(self) -> None:
        """Keep what was typed for the next time."""
        self.keep_typed()
        super().close()

    def keep_typed(self) -> None:
        """Keep what was typed; whoever adds it says when it need not be kept any more."""
        if not self.is_closed:
            self._keep(self._field.text)

    def _look(self) -> None:
        text = self._field.text
        if not text.strip():
            self._preview.show(self._lesson())
            self.heading(("  " + self._hint, "text--warning"))
            return
        capture = parse_capture(text)
        rows: list[Sequence[Piece]] = [
            ((f"{field:<10} ", "text--quiet"), (shown, "text--strong" if field == "title" else ""))
            for field, shown in capture.understood
        ]
        rows += [(("?          ", "text--warning"), (problem, "text--warning")) for problem in capture.problems]
        self._preview.show(rows[:PREVIEW_ROWS])
        known = self._find_known(capture.paper)
        self.heading(
            (f"  already there: {known.key} · enter takes in what is new", "text--warning") if known else ("", "")
        )

    def _lesson(self) -> list[Sequence[Piece]]:
        examples = (
            ("a title", "Attention Is All You Need"),
            ("a link", "https://arxiv.org/abs/1706.03762, a DOI, or an arXiv id anywhere"),
            ("a head", "[2019-ICLR-oral] The Lottery Ticket Hypothesis"),
            ("more", "#tag  @category/sub  ★★★  !reading"),
            ("or paste", "BibTeX, or several lines: the first is the head, the rest the note"),
        )
        return [((f"{what:<10} ", "text--quiet"), (example, "text--quiet")) for what, example in examples]

    def _complete(self) -> None:
        """Complete the ``#tag`` or ``@category`` before the cursor from the names in use."""
        row, column = self._field.cursor_location
        before = self._field.document.get_line(row)[:column]
        start = max(before.rfind("#"), before.rfind("@"))
        if start < 0 or " " in before[start:]:
            return
        word = before[start:]
        fits = [name for name in self._names if name[0] == word[0] and fold(word[1:]) in fold(name[1:])]
        fits.sort(key=lambda name: (not fold(name).startswith(fold(word)), len(name)))
        if fits:
            self._field.replace(fits[0], (row, start), (row, column), maintain_selection_offset=False)
            self._field.move_cursor((row, start + len(fits[0])))
