"""Several lines of text in pieces: fixed ones and scrolling ones, drawn without layout."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from stacktui.tui.widgets.looks import Looks
from stacktui.tui.widgets.text_line import Piece, TextLine, fitted

Row = Sequence[Piece]


class TextLines(ScrollView, Looks, can_focus=True):
    """Rows of pieces that scroll when there are more than fit."""

    LOOKS = TextLine.LOOKS
    DEFAULT_CSS = """
    TextLines {
        height: auto; scrollbar-size-vertical: 1; scrollbar-size-horizontal: 0; overflow-x: hidden;
        background: transparent;
        & > .text--quiet { color: $quiet; }
        & > .text--accent { color: $primary; }
        & > .text--key { color: $primary; text-style: bold; }
        & > .text--error { color: $error; }
        & > .text--warning { color: $warning; }
        & > .text--strong { text-style: bold; }
    }
    """

    def __init__(self, rows: Sequence[Row] = (), *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._rows: tuple[Row, ...] = tuple(rows)

    def show(self, rows: Sequence[Row]) -> None:
        """Show other rows; nothing is sent where nothing changed."""
        if tuple(rows) != self._rows:
            self._rows = tuple(rows)
            self.virtual_size = Size(self.size.width, len(self._rows))
            self.refresh()

    @property
    def text(self) -> str:
        """What it shows, without styles."""
        return "\n".join("".join(text for text, _ in row) for row in self._rows)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As high as its rows."""
        return max(1, len(self._rows))

    def on_mount(self) -> None:
        """Say how much there is to scroll."""
        self.on_resize()

    def on_resize(self) -> None:
        """Follow the width."""
        self.virtual_size = Size(self.size.width, len(self._rows))

    def scroll_by_rows(self, rows: int) -> None:
        """Scroll some rows down (or up)."""
        self.scroll_to(y=self.scroll_offset.y + rows, animate=False)

    def render_line(self, y: int) -> Strip:
        """One row."""
        width = self.scrollable_content_region.width
        row = y + self.scroll_offset.y
        pieces = fitted(self._rows[row], width) if row < len(self._rows) else []
        base = self.rich_style
        segments = [
            Segment(text, self.get_component_rich_style(style) if style else base) for text, style in pieces if text
        ]
        return Strip(segments).adjust_cell_length(width, base)
