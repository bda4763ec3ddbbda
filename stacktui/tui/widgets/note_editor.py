"""The editor of a note. Import it late: Textual's text area costs start-up time."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from textual import events
from textual.message import Message
from textual.widgets import TextArea
from textual.widgets.text_area import Selection

from stacktui.text import clean

_LIST_LINE = re.compile(
    r"(?P<indent>[ \t]*)(?P<marker>[-*+•]|(?P<number>\d{1,9})(?P<stop>[.)]))(?P<blank> +)(?P<box>\[[ xX]\] +)?"
)
_QUOTE_LINE = re.compile(r"[ \t]*(?:> ?)+")


class NoteEditor(TextArea):
    """Plain Markdown, softly wrapped; ``tab`` indents, ``enter`` goes on with a list, ``esc`` leaves.

    It sends Textual's ``Changed`` for every change; saving is the business of whoever opened it.
    """

    DEFAULT_CSS = """
    NoteEditor, NoteEditor:focus {
        border: none;
        padding: 0 1;
        background: transparent;
    }
    """

    class Left(Message):
        """Somebody pressed escape."""

    class Save(Message):
        """Somebody wants it saved now."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(
            id=id, classes=classes, tab_behavior="indent", highlight_cursor_line=False, max_checkpoints=500
        )
        self.cursor_blink = False
        self.indent_width = 4

    def open(self, lines: Sequence[str], cursor_row: int | None = None) -> None:
        """Begin to edit other lines, with a new history and the cursor at the end of a line (None: the last one)."""
        self.load_text("\n".join(lines))
        last = self.document.line_count - 1
        row = last if cursor_row is None else max(0, min(cursor_row, last))
        self.move_cursor((row, len(self.document[row])), center=True)

    @property
    def lines(self) -> tuple[str, ...]:
        """The text as the lines of a note; none where it holds nothing but blanks."""
        return tuple(self.text.split("\n")) if self.text.strip() else ()

    async def _on_key(self, event: events.Key) -> None:
        """The keys that mean more here than in a plain text area."""
        if event.key == "escape":
            self._keep(event)
            self.post_message(self.Left())
        elif event.key == "ctrl+s":
            self._keep(event)
            self.post_message(self.Save())
        elif event.key == "shift+tab":
            self._keep(event)
            self.dedent()
        elif event.key == "tab" and self._may_indent():
            self._keep(event)
            self.indent()
        elif event.key == "enter" and self._continue_list():
            self._keep(event)

    def on_text_area_changed(self) -> None:
        """Keep the cursor in view: a line that has just been wrapped is not part of what can be scrolled to before."""
        self.call_after_refresh(self.scroll_cursor_visible)

    async def _on_paste(self, event: events.Paste) -> None:
        """A paste is text, whatever it holds."""
        event.stop()
        event.prevent_default()
        if text := clean(event.text):
            self.replace(text, *self.selection)

    def _keep(self, event: events.Key) -> None:
        event.stop()
        event.prevent_default()

    # Indentation

    def _may_indent(self) -> bool:
        """Whether tab moves whole lines: where several are selected, and in the item of a list."""
        (first, _), (last, _) = sorted(self.selection)
        return first != last or _LIST_LINE.match(self.document[first]) is not None

    def indent(self) -> None:
        """Move the selected lines in by one step."""
        self._shift(lambda line: " " * self.indent_width + line if line.strip() else line)

    def dedent(self) -> None:
        """Move the selected lines out by one step."""
        self._shift(self._outwards)

    def _outwards(self, line: str) -> str:
        if line.startswith("\t"):
            return line[1:]
        blanks = len(line) - len(line.lstrip(" "))
        return line[min(blanks, self.indent_width) :]

    def _shift(self, change: Callable[[str], str]) -> None:
        """Change the lines of the selection, in one step of the history; the selection moves with them."""
        start, end = self.selection
        first, last = min(start, end)[0], max(start, end)[0]
        before = [self.document[row] for row in range(first, last + 1)]
        after = [change(line) for line in before]
        if before == after:
            return
        self.replace("\n".join(after), (first, 0), (last, len(before[-1])))
        grown = [len(new) - len(old) for old, new in zip(before, after, strict=True)]
        self.selection = Selection(
            *((row, max(0, column + grown[row - first])) for row, column in (start, end)),
        )

    # Lists

    def _continue_list(self) -> bool:
        """Begin the next item after an item, or end the list at an empty one; False where no list is."""
        row, column = self.cursor_location
        line = self.document[row]
        lead = self._lead(line)
        if not self.selection.is_empty or not lead or column < len(lead):
            return False
        if line.strip() == lead.strip():
            self.replace(self._outwards(line) if line[0] in " \t" else "", (row, 0), (row, len(line)))
        else:
            self.insert("\n" + _next_lead(lead))
        return True

    def _lead(self, line: str) -> str:
        """What a line of a list or a quote begins with."""
        found = _LIST_LINE.match(line) or _QUOTE_LINE.match(line)
        return found[0] if found else ""


def _next_lead(lead: str) -> str:
    """What the next line begins with: the same, an unticked box, the next number."""
    found = _LIST_LINE.match(lead)
    if not found:
        return lead
    marker = f"{int(found['number']) + 1}{found['stop']}" if found["number"] else found["marker"]
    return found["indent"] + marker + found["blank"] + ("[ ] " if found["box"] else "")
