"""The list of papers: two lines a paper, only the visible ones drawn, a hundred thousand as quickly as ten."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar

from rich.style import Style
from textual.message import Message
from textual.strip import Strip

from stacktui.glimpses import ids_of
from stacktui.model import Paper
from stacktui.tui.pieces import Piece, clip
from stacktui.tui.rows import GUTTER, ROW_HEIGHT, paper_lines
from stacktui.tui.symbols import UNICODE, Symbols
from stacktui.tui.widgets.line_pane import Hint, LinePane

if TYPE_CHECKING:
    from stacktui.search.result import Marks

MOST_DRAWN = 600
"""Rows kept as they were drawn, before all are forgotten."""


class PaperList(LinePane):
    """Shows papers, and knows which one the cursor is on and which ones are marked.

    The cursor belongs to a paper, not to a row: after :meth:`show` it is on the same paper at the same height of
    the screen, or on the nearest neighbour of a paper that went.
    """

    LOOKS: ClassVar[set[str]] = {
        "paper--title",
        "paper--detail",
        "paper--note",
        "paper--stars",
        "paper--check",
        "paper--why",
        "paper--to-read",
        "paper--reading",
        "paper--read",
        "paper--reread",
        "paper--dropped",
        "paper--faded",
        "paper--lit",
        "paper--bar",
        "paper--marked",
    }
    DEFAULT_CSS = """
    PaperList {
        & > .paper--title { color: $foreground; }
        & > .paper--detail { color: $text-muted; }
        & > .paper--note { color: $foreground 85%; }
        & > .paper--stars { color: $text-accent 70%; }
        & > .paper--check { color: $text-primary; }
        & > .paper--why { color: $text-accent; }
        & > .paper--to-read { color: $text-muted; }
        & > .paper--reading { color: $text-primary; }
        & > .paper--read { color: $text-muted; }
        & > .paper--reread { color: $text-accent; }
        & > .paper--dropped { color: $text-muted; }
        & > .paper--faded { color: $text-muted; }
        & > .paper--marked { background: $primary 12%; }
        & > .paper--lit { color: $text-accent; text-style: bold underline; }
        & > .paper--bar { color: $primary; }
        &:ansi > .paper--detail, &:ansi > .paper--note, &:ansi > .paper--faded { text-style: dim; }
        &:ansi > .paper--to-read, &:ansi > .paper--read, &:ansi > .paper--dropped { text-style: dim; }
        &:ansi > .paper--marked { background: $background; }
        &:ansi > .paper--stars { color: $text-accent; }
    }
    """

    class Highlighted(Message):
        """The cursor is on another paper, or on none; also sent when the paper under it has changed."""

        def __init__(self, sender: PaperList, paper: Paper | None) -> None:
            super().__init__()
            self.paper_list, self.paper = sender, paper

        @property
        def control(self) -> PaperList:
            """The list that sent it."""
            return self.paper_list

        def can_replace(self, message: Message) -> bool:
            """A later one makes this one stale: holding a key leaves no trail of work."""
            return isinstance(message, PaperList.Highlighted) and message.paper_list is self.paper_list

    class Opened(Message):
        """A paper was double-clicked."""

        def __init__(self, paper: Paper) -> None:
            super().__init__()
            self.paper = paper

    class Marked(Message):
        """Other papers are marked now."""

        def __init__(self, marked: frozenset[int]) -> None:
            super().__init__()
            self.marked = marked

    def __init__(self, *, symbols: Symbols = UNICODE, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(symbols=symbols, id=id, classes=classes)
        self._papers: Sequence[Paper] = ()
        self._marks: Callable[[Paper], Marks | None] | None = None
        self._cursor = 0
        self._announced: Paper | None = None
        self._marked: frozenset[int] = frozenset()
        self._anchor: int | None = None
        self._empty_text: tuple[Hint, ...] = ()
        self._texts: dict[int, tuple[list[Piece], list[Piece]]] = {}
        self._drawn: dict[tuple[int, bool, bool], tuple[Strip, Strip]] = {}

    # Queries

    @property
    def papers(self) -> Sequence[Paper]:
        """The papers shown, from the top."""
        return self._papers

    @property
    def current(self) -> Paper | None:
        """The paper under the cursor."""
        return self._papers[self._cursor] if self._papers else None

    @property
    def cursor(self) -> int:
        """The row of the cursor, from 0."""
        return self._cursor

    @cursor.setter
    def cursor(self, row: int) -> None:
        self._go_to(row)

    @property
    def marked(self) -> frozenset[int]:
        """The ids of the marked papers, shown or not; a range that is being drawn counts."""
        return self._marked | self._range_ids() if self._anchor is not None else self._marked

    @property
    def targets(self) -> list[int]:
        """The ids that an action works on: the marked ones in the order of the list, else the one under the cursor."""
        marked = self.marked
        if not marked:
            return [self.current.id] if self.current else []
        shown = [ident for ident in ids_of(self._papers) if ident in marked]
        return shown + sorted(marked.difference(shown))

    @property
    def empty_text(self) -> tuple[Hint, ...]:
        """What stands in an empty list: lines of words, or pairs of a key and what it does."""
        return self._empty_text

    @empty_text.setter
    def empty_text(self, lines: Sequence[Hint]) -> None:
        self._empty_text = tuple(lines)
        if not self._papers:
            self.refresh()

    # Changes

    def show(
        self,
        papers: Sequence[Paper],
        *,
        marks: Callable[[Paper], Marks | None] | None = None,
        keep: bool = True,
    ) -> None:
        """Show other papers, or the same ones changed; ``keep`` keeps the cursor on its paper, else it goes to the top.

        ``marks`` says where a paper matches the query; it is asked for papers that come into view only.
        """
        row = self._kept_row(papers) if keep else 0
        height_above = self._cursor * ROW_HEIGHT - self._top if keep else 0
        self._papers, self._marks, self._anchor = papers, marks, None
        self.forget_drawn()
        self._cursor = row
        self._top = self._kept_top(row * ROW_HEIGHT, height_above)
        self.reveal(row * ROW_HEIGHT, ROW_HEIGHT)
        self.refresh()
        self._announce()

    def _kept_top(self, line: int, height_above: int) -> int:
        """The first line in view, so that the cursor's ``line`` stays at its height.

        A list that stands at its top stays there while the cursor is in view: what comes in above it must be seen.
        """
        if self._top == 0 and line + ROW_HEIGHT <= self.size.height:
            return 0
        top = max(0, min(line - height_above, self.last_top))
        return top - top % ROW_HEIGHT

    def _kept_row(self, papers: Sequence[Paper]) -> int:
        """The row of the cursor's paper among ``papers``, or of its nearest old neighbour that is there."""
        current, row = self.current, self._cursor
        if current is None or not papers:
            return 0
        if row < len(papers) and papers[row].id == current.id:
            return row
        rows = {ident: index for index, ident in enumerate(ids_of(papers))}
        for ident in self._neighbours(row):
            if ident in rows:
                return rows[ident]
        return min(row, len(papers) - 1)

    def _neighbours(self, row: int) -> Iterator[int]:
        """The old papers from ``row`` outwards, the next one before the one above."""
        ids = ids_of(self._papers)
        yield ids[row]
        for distance in range(1, max(row + 1, len(ids) - row)):
            if row + distance < len(ids):
                yield ids[row + distance]
            if row >= distance:
                yield ids[row - distance]

    def go_to(self, paper_id: int) -> bool:
        """Put the cursor on the paper with that id; False where it is not shown."""
        for row, ident in enumerate(ids_of(self._papers)):
            if ident == paper_id:
                self._go_to(row)
                return True
        return False

    def _go_to(self, row: int) -> None:
        row = max(0, min(row, len(self._papers) - 1))
        before, self._cursor = self._cursor, row
        self.reveal(row * ROW_HEIGHT, ROW_HEIGHT)
        if row == before:
            return
        first, last = sorted((before, row)) if self._anchor is not None else (row, row)
        self.refresh_lines(first * ROW_HEIGHT, (last - first + 1) * ROW_HEIGHT)
        self.refresh_lines(before * ROW_HEIGHT, ROW_HEIGHT)
        self._announce()
        if self._anchor is not None:
            self.post_message(self.Marked(self.marked))

    def _announce(self) -> None:
        """Tell the rest of the screen, unless it knows."""
        if self.current is not self._announced:
            self._announced = self.current
            self.post_message(self.Highlighted(self, self.current))

    # Movement

    def move(self, count: int) -> None:
        """Move the cursor by rows."""
        self._go_to(self._cursor + count)

    def half_page(self, direction: int) -> None:
        """Move cursor and list by half a page, so that the cursor keeps its height."""
        self._glide(direction * max(1, self.size.height // ROW_HEIGHT // 2))

    def page(self, direction: int) -> None:
        """Move cursor and list by a page."""
        self._glide(direction * max(1, self.size.height // ROW_HEIGHT - 1))

    def _glide(self, rows: int) -> None:
        self.top += rows * ROW_HEIGHT
        self._go_to(self._cursor + rows)

    def to_top(self) -> None:
        """To the first paper."""
        self._go_to(0)

    def to_bottom(self) -> None:
        """To the last paper."""
        self._go_to(len(self._papers) - 1)

    # Marks

    def toggle_mark(self) -> None:
        """Mark the paper under the cursor, or unmark it."""
        if self.current:
            self._mark(self._marked ^ {self.current.id})

    def mark_range(self) -> bool:
        """Begin a range of marked papers at the cursor, or end the one begun; whether one is being drawn now."""
        if self._anchor is None:
            self._anchor = self._cursor if self._papers else None
            self._mark(self._marked)
        else:
            ids, self._anchor = self._range_ids(), None
            self._mark(self._marked | ids)
        return self._anchor is not None

    def mark_all(self) -> None:
        """Mark every paper shown; where all are, unmark them."""
        shown = frozenset(ids_of(self._papers))
        self._mark(self._marked - shown if shown <= self._marked else self._marked | shown)

    def clear_marks(self) -> bool:
        """Unmark everything, and forget a begun range; whether there was something."""
        had, self._anchor = bool(self.marked) or self._anchor is not None, None
        self._mark(frozenset())
        return had

    def _mark(self, marked: frozenset[int]) -> None:
        self._marked = marked
        self.refresh()
        self.post_message(self.Marked(self.marked))

    def _range_ids(self) -> frozenset[int]:
        if self._anchor is None:
            return frozenset()
        first, last = sorted((self._anchor, self._cursor))
        return frozenset(ids_of(self._papers)[first : last + 1])

    def _is_marked(self, row: int, paper: Paper) -> bool:
        if self._anchor is not None and min(self._anchor, self._cursor) <= row <= max(self._anchor, self._cursor):
            return True
        return paper.id in self._marked

    # Drawing

    @property
    def line_count(self) -> int:
        """Two lines a paper."""
        return len(self._papers) * ROW_HEIGHT or len(self._empty_text) + 1

    @property
    def last_top(self) -> int:
        """The list begins with a whole row."""
        return -(-max(0, self.line_count - self.size.height) // ROW_HEIGHT) * ROW_HEIGHT

    def forget_drawn(self) -> None:
        """Drop the drawn rows and, as the width may differ, their texts."""
        self._drawn.clear()
        self._texts.clear()

    def draw_line(self, line: int, width: int) -> Strip:
        """One of the two lines of a row, or a line of the empty list's words."""
        if not self._papers:
            return self._empty_line(line, width)
        row, second = divmod(line, ROW_HEIGHT)
        paper = self._papers[row]
        state = (row == self._cursor, self._is_marked(row, paper))
        drawn = self._drawn.get((paper.id, *state))
        if drawn is None:
            if len(self._drawn) > MOST_DRAWN:
                self.forget_drawn()
            drawn = self._drawn[(paper.id, *state)] = self._draw_row(paper, width, *state)
        return drawn[second]

    def _text_of(self, paper: Paper, width: int) -> tuple[list[Piece], list[Piece]]:
        texts = self._texts.get(paper.id)
        if texts is None:
            marks = self._marks(paper) if self._marks else None
            texts = self._texts[paper.id] = paper_lines(paper, width, self._symbols, marks)
        return texts

    def _draw_row(self, paper: Paper, width: int, is_cursor: bool, is_marked: bool) -> tuple[Strip, Strip]:
        """Both lines; the cursor is its bar alone, as every change of style is sent to the terminal."""
        title, detail = self._text_of(paper, max(1, width - GUTTER))
        ground = "paper--marked" if is_marked else ""
        # a free note stands in the list as a paper without a status
        status = self.style_of(f"paper--{paper.status or 'detail'}", ground=ground)
        mark = self._symbols.status.get(paper.status, self._symbols.folders["notes"])
        quiet = self.style_of("paper--detail", ground=ground)
        plain = "faded" if paper.status == "dropped" else "title"
        looks = {"gap": plain, "title": plain}
        first = [*self._bar(is_cursor, status, ground), (mark + " ", status)]
        check = self.style_of("paper--check", ground=ground) if is_marked else quiet
        second = [*self._bar(is_cursor, check, ground), ((self._symbols.check if is_marked else " ") + " ", check)]
        for parts, pieces in ((first, title), (second, detail)):
            for piece in pieces:
                names = [f"paper--{looks.get(piece.role, piece.role)}", *(["paper--lit"] if piece.lit else [])]
                parts.append((piece.text, self.style_of(*names, ground=ground)))
        return self.strip(first, width, quiet), self.strip(second, width, quiet)

    def _bar(self, is_cursor: bool, otherwise: Style, ground: str) -> list[tuple[str, Style]]:
        if not is_cursor:
            return [(" ", otherwise)]
        bar = self._symbols.bar if self.has_focus else self._symbols.thin_bar
        return [(bar, self.style_of("paper--bar", ground=ground))]

    def _empty_line(self, line: int, width: int) -> Strip:
        hint = self._empty_text[line - 1] if line else ""
        if isinstance(hint, str):
            style = self.style_of("paper--title" if line == 1 else "paper--detail")
            return self.strip([("   ", style), (clip(hint, width - 3), style)], width, self.style_of())
        key, words = hint
        quiet = self.style_of("paper--detail")
        parts = [("   ", quiet), (key.ljust(5), self.style_of("pane--key")), (clip(words, width - 9), quiet)]
        return self.strip(parts, width, self.style_of())

    # Events

    def on_resize(self) -> None:
        """A new size: the cursor stays visible."""
        super().on_resize()
        self._top -= self._top % ROW_HEIGHT
        if self._papers:
            self.reveal(self._cursor * ROW_HEIGHT, ROW_HEIGHT)

    def click_line(self, line: int, column: int, times: int) -> None:
        """Put the cursor there; a second click opens the paper."""
        if line < len(self._papers) * ROW_HEIGHT:
            self._go_to(line // ROW_HEIGHT)
            if times == 2 and self.current:
                self.post_message(self.Opened(self.current))
