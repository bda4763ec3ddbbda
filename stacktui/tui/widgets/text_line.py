"""One line of text in pieces, drawn without layout."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from stacktui.tui.pieces import clip
from stacktui.tui.widgets.looks import Looks

Piece = tuple[str, str]
"""Literal text and the component class that styles it (empty: the widget's own style), then a blank and an address
where it is a hyperlink."""


def fitted(pieces: Sequence[Piece], width: int) -> list[Piece]:
    """The pieces cut to ``width`` cells."""
    kept: list[Piece] = []
    for text, style in pieces:
        text = clip(text, width)
        if not text:
            break
        kept.append((text, style))
        width -= cell_len(text)
    return kept


def cells(pieces: Sequence[Piece]) -> int:
    """The cells that pieces take."""
    return sum(cell_len(text) for text, _ in pieces)


class TextLine(Looks):
    """A line with pieces on the left and on the right; the left ones give way."""

    LOOKS: ClassVar[set[str]] = {
        "text--quiet",
        "text--accent",
        "text--key",
        "text--error",
        "text--warning",
        "text--strong",
    }
    DEFAULT_CSS = """
    TextLine {
        height: 1;
        & > .text--quiet { color: $quiet; }
        & > .text--accent { color: $primary; }
        & > .text--key { color: $primary; text-style: bold; }
        & > .text--error { color: $error; }
        & > .text--warning { color: $warning; }
        & > .text--strong { text-style: bold; }
    }
    """

    def __init__(self, left: Sequence[Piece] = (), right: Sequence[Piece] = (), *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._left, self._right = tuple(left), tuple(right)

    def show(self, left: Sequence[Piece], right: Sequence[Piece] = ()) -> None:
        """Show other pieces; nothing is sent where nothing changed."""
        if (self._left, self._right) != (tuple(left), tuple(right)):
            self._left, self._right = tuple(left), tuple(right)
            self.refresh()

    @property
    def text(self) -> str:
        """What it shows, without styles."""
        return "".join(text for text, _ in (*self._left, *self._right))

    def render_line(self, y: int) -> Strip:
        """The one line."""
        width = self.size.width
        if y:
            return Strip.blank(width, self.rich_style)
        right = fitted(self._right, width)
        left = fitted(self._left, width - cells(right))
        gap = width - cells(left) - cells(right)
        pieces = [*left, (" " * gap, ""), *right]
        return Strip([Segment(text, self._style(name)) for text, name in pieces], width)

    def _style(self, name: str) -> Style:
        name, _, link = name.partition(" ")
        style = self.get_component_rich_style(name) if name else self.rich_style
        return style + Style(link=link) if link else style
