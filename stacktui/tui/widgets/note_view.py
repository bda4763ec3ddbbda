"""The note pane: head, rendered Markdown, links to follow and matches to go through."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual.message import Message
from textual.timer import Timer
from textual.worker import get_current_worker

from stacktui.model import FreeNote, Paper
from stacktui.tui.symbols import UNICODE, Symbols
from stacktui.tui.widgets.flow import Line, Run, wrapped
from stacktui.tui.widgets.flow_pane import FlowPane
from stacktui.tui.widgets.line_pane import Hint
from stacktui.tui.widgets.markdown_lines import markdown_lines
from stacktui.tui.widgets.note_head import free_note_head, mention_lines, paper_head
from stacktui.tui.widgets.note_matches import find_matches

if TYPE_CHECKING:
    from stacktui.search.result import Marks

SMALL = 4_000
"""Characters of a note that are rendered at once; a longer one goes to a thread, and only its beginning is."""

SETTLE_SECONDS = 0.06
"""A long note must stay under the cursor for so long before a thread starts on it."""

TEXT_WIDTH = 100
"""Lines longer than this are tiring to read."""

KEPT_NOTES = 24
"""Rendered notes that are kept for coming back."""


class NoteView(FlowPane):
    """Shows a paper or a free note; the place is kept when the same one is shown again, changed or not."""

    class Rendered(Message, bubble=False):
        """A thread has rendered a long note."""

        def __init__(self, note: Sequence[str], width: int, lines: list[Line]) -> None:
            super().__init__()
            self.note, self.width, self.lines = note, width, lines

    def __init__(self, *, symbols: Symbols = UNICODE, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(symbols=symbols, id=id, classes=classes)
        self._subject: Paper | FreeNote | None = None
        self._marks: Marks | None = None
        self._mentions: tuple[str, ...] = ()
        self._empty_text: tuple[Hint, ...] = ("No note yet.", ("e", "write one here"), ("E", "write it in your editor"))
        self._head: list[Line] = []
        self._body: list[Line] = []
        self._rendered: dict[int, tuple[Sequence[str], int, list[Line]]] = {}
        self._timer: Timer | None = None

    # Queries

    @property
    def subject(self) -> Paper | FreeNote | None:
        """What is shown."""
        return self._subject

    @property
    def source_line(self) -> int:
        """The line of the note that stands first in view, from 0: where an editor may begin."""
        visible = self._lines[max(self._top, len(self._head)) : self._top + self.size.height]
        return next((line.source for line in visible if line.source >= 0), 0)

    @property
    def empty_text(self) -> tuple[Hint, ...]:
        """What stands in the place of an empty note: lines of words, or pairs of a key and what it does."""
        return self._empty_text

    @empty_text.setter
    def empty_text(self, lines: Sequence[Hint]) -> None:
        self._empty_text = tuple(lines)
        self._lay_out()

    # Changes

    def show(self, subject: Paper | FreeNote | None, marks: Marks | None = None, mentions: Sequence[str] = ()) -> None:
        """Show a paper or free note (None: nothing), where a query matched it, and which papers' notes name it."""
        is_same = _identity(subject) == _identity(self._subject)
        self._subject, self._marks, self._mentions = subject, marks, tuple(mentions)
        if not is_same:
            self._top, self._match, self._selected = 0, -1, None
        self._lay_out()

    @property
    def _note(self) -> tuple[str, ...]:
        if isinstance(self._subject, Paper):
            return self._subject.note
        return self._subject.text if self._subject else ()

    @property
    def _text_width(self) -> int:
        return max(8, min(self.size.width - 2, TEXT_WIDTH))

    def _lay_out(self) -> None:
        """Make all lines anew; a long note comes later."""
        if self._timer:
            self._timer.stop()
        if not self.size.width:
            return
        width = self._text_width
        anchor = self._anchor()
        self._head = self._head_lines(width)
        self._body = self._body_lines(width)
        self._assemble()
        self._restore(anchor)

    def _head_lines(self, width: int) -> list[Line]:
        if isinstance(self._subject, Paper):
            return paper_head(self._subject, width, self._symbols, self._marks)
        return free_note_head(self._subject, width, self._symbols) if self._subject else []

    def _body_lines(self, width: int) -> list[Line]:
        """The rendered note, or what can be had of it at once."""
        note = self._note
        if not self._subject or not any(line.strip() for line in note):
            return self._hint_lines(width) if self._subject else []
        kept = self._rendered.get(self._subject.id)
        if kept and kept[0] == note and kept[1] == width:
            return kept[2]
        if sum(map(len, note)) <= SMALL:
            lines = markdown_lines(note, width, self._symbols)
            self._keep(note, width, lines)
            return lines
        self._timer = self.set_timer(SETTLE_SECONDS, partial(self._render_in_thread, note, width))
        if kept and kept[1] == width:
            return kept[2]
        return markdown_lines(_beginning(note), width, self._symbols)

    def _hint_lines(self, width: int) -> list[Line]:
        lines = [Line()]
        for hint in self._empty_text:
            runs = [Run(hint, ("quiet",))] if isinstance(hint, str) else _key_runs(*hint)
            lines += [Line(tuple(line)) for line in wrapped(runs, width)]
        return lines

    def _assemble(self) -> None:
        lines = [*self._head, *self._body, *mention_lines(self._mentions, self._text_width)]
        marked = self._marks.note if self._marks else ()
        self.show_lines(lines, find_matches(lines, len(self._head), self._note, marked))

    # Long notes

    def _render_in_thread(self, note: Sequence[str], width: int) -> None:
        self.run_worker(partial(self._render_note, note, width), thread=True, exclusive=True, group="note")

    def _render_note(self, note: Sequence[str], width: int) -> None:
        """In a thread: render, and send the lines if nobody changed their mind meanwhile."""
        worker = get_current_worker()
        lines = markdown_lines(note, width, self._symbols, lambda: worker.is_cancelled)
        if not worker.is_cancelled:
            self.post_message(self.Rendered(note, width, lines))

    def on_note_view_rendered(self, message: Rendered) -> None:
        """Show a long note, if it still is the one."""
        if message.note is not self._note or message.width != self._text_width:
            return
        self._keep(message.note, message.width, message.lines)
        anchor = self._anchor()
        self._body = message.lines
        self._assemble()
        self._restore(anchor)

    def _keep(self, note: Sequence[str], width: int, lines: list[Line]) -> None:
        if self._subject:
            self._rendered.pop(self._subject.id, None)
            self._rendered[self._subject.id] = (note, width, lines)
            if len(self._rendered) > KEPT_NOTES:
                del self._rendered[next(iter(self._rendered))]

    # The place

    def _anchor(self) -> tuple[int, int]:
        """Where the reader is: a line of the source (-1: in the head) and lines from there."""
        for line in range(self._top, len(self._head) - 1, -1):
            if line < len(self._lines) and (source := self._lines[line].source) >= 0:
                return source, self._top - line
        return -1, self._top

    def _restore(self, anchor: tuple[int, int]) -> None:
        source, lines = anchor
        if source < 0:
            line = lines
        else:
            after = (at for at in range(len(self._head), len(self._lines)) if self._lines[at].source >= source)
            line = next(after, len(self._lines)) + lines
        self._top = max(0, min(line, self.last_top))

    # Events

    def on_resize(self) -> None:
        """Other widths break lines elsewhere."""
        super().on_resize()
        self._lay_out()


def _identity(subject: Paper | FreeNote | None) -> tuple[object, ...]:
    return (type(subject), subject.id, subject.id or id(subject)) if subject else ()


def _beginning(note: Sequence[str]) -> Sequence[str]:
    """The first lines of a long note."""
    room = SMALL
    for number, line in enumerate(note):
        room -= len(line) + 1
        if room < 0:
            return note[:number] or [line[:SMALL]]
    return note


def _key_runs(key: str, words: str) -> list[Run]:
    return [Run(key.ljust(4), ("key",)), Run(words, ("quiet",))]
