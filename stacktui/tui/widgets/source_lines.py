"""The lines of a source with their numbers: what each one is, by a mark and a colour."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import ClassVar, NamedTuple

from rich.style import Style
from textual.message import Message
from textual.strip import Strip

from stacktui.text import clean_note_line
from stacktui.tui.pieces import clip
from stacktui.tui.symbols import UNICODE, Symbols
from stacktui.tui.widgets.line_pane import LinePane
from stacktui.tui.widgets.text_line import cells

ROLES = ("entry", "ask", "field", "note", "free", "heading", "ignored", "unknown")
"""What a line can be; each has a mark and a style of that name."""


class Look(NamedTuple):
    """How a line is shown: its role, and a word at its end."""

    role: str
    word: str = ""


def role_mark(role: str, symbols: Symbols) -> str:
    """The character that stands for a role."""
    marks = {
        "entry": symbols.status["read"],
        "ask": "?",
        "field": symbols.dot,
        "note": symbols.upright,
        "free": symbols.folders["notes"],
        "heading": "#",
        "ignored": symbols.status["dropped"],
        "unknown": "!",
    }
    return marks.get(role, " ")


class SourceLines(LinePane):
    """Shows a text line by line; the cursor is on one of them. Lines count from 1."""

    LOOKS: ClassVar[set[str]] = {*(f"source--{role}" for role in ROLES), "source--cursor", "source--bar"}
    DEFAULT_CSS = """
    SourceLines {
        & > .source--entry { color: $text-success; text-style: bold; }
        & > .source--ask { color: $text-warning; text-style: bold; }
        & > .source--field { color: $text-success; }
        & > .source--note { color: $foreground; }
        & > .source--free { color: $text-secondary; }
        & > .source--heading { color: $text-primary; text-style: bold; }
        & > .source--ignored { color: $text-muted; }
        & > .source--unknown { color: $text-error; text-style: bold; }
        & > .source--cursor { background: $cursor-line; }
        & > .source--bar { color: $primary; }
        &:ansi > .source--ignored { text-style: dim; }
        &:ansi > .source--cursor { text-style: reverse; }
    }
    """

    class Moved(Message):
        """The cursor is on another line."""

    def __init__(self, *, symbols: Symbols = UNICODE, id: str | None = None) -> None:
        super().__init__(symbols=symbols, id=id)
        self._lines: Sequence[str] = ()
        self._look: Callable[[int], Look] = lambda line: Look("")
        self._cursor = 1

    def show(self, lines: Sequence[str], look: Callable[[int], Look], cursor: int | None = None) -> None:
        """Show a text; ``look`` tells what a line is."""
        self._lines, self._look = lines, look
        self._go(self._cursor if cursor is None else cursor)
        self.redraw()

    @property
    def cursor(self) -> int:
        """The line that the cursor is on."""
        return self._cursor

    @property
    def line_count(self) -> int:
        """The lines of the text."""
        return len(self._lines)

    def go_to(self, line: int) -> None:
        """Put the cursor on a line."""
        self._go(line)
        self.refresh()
        self.post_message(self.Moved())

    def _go(self, line: int) -> None:
        self._cursor = max(1, min(line, len(self._lines)))
        self.reveal(self._cursor - 1)

    def move(self, count: int) -> None:
        """Go some lines down, or up."""
        self.go_to(self._cursor + count)

    def half_page(self, direction: int) -> None:
        """Go half a page down or up."""
        self.move(direction * max(1, self.size.height // 2))

    def page(self, direction: int) -> None:
        """Go a page down or up."""
        self.move(direction * max(1, self.size.height - 2))

    def to_top(self) -> None:
        """Go to the first line."""
        self.go_to(1)

    def to_bottom(self) -> None:
        """Go to the last line."""
        self.go_to(len(self._lines))

    def click_line(self, line: int, column: int, times: int) -> None:
        """A click puts the cursor there."""
        if line < len(self._lines):
            self.go_to(line + 1)

    def draw_line(self, line: int, width: int) -> Strip:
        """Cursor, number, mark, text, and a word at the end where there is room."""
        ground = "source--cursor" if line + 1 == self._cursor else ""
        return self.strip(self._parts(line + 1, width, ground), width, self.style_of(ground=ground))

    def _parts(self, number: int, width: int, ground: str) -> Iterator[tuple[str, Style]]:
        look = self._look(number)
        digits = len(str(len(self._lines)))
        style = self.style_of(f"source--{look.role}", ground=ground) if look.role else self.style_of(ground=ground)
        quiet = self.style_of("pane--quiet", ground=ground)
        bar = self.symbols.bar if ground else " "
        yield bar, self.style_of("source--bar", ground=ground)
        yield f"{number:>{digits}} ", quiet
        yield f"{role_mark(look.role, self.symbols)} ", style
        room = width - digits - 4
        word = f" {look.word}" if look.word and room >= 40 else ""
        word = clip(word, room // 3)
        text = clip(clean_note_line(self._lines[number - 1]).expandtabs(4), room - cells([(word, "")]))
        yield text, style
        if word:
            yield " " * (room - cells([(text, ""), (word, "")])), quiet
            yield word, quiet
