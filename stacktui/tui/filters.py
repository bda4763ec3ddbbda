"""What is done to every line before it is written, for terminals that can show less."""

from __future__ import annotations

from functools import lru_cache

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter


class Colourless(LineFilter):
    """Takes all colours away and leaves bold, reverse and underlined, as ``NO_COLOR`` wants it.

    Textual would make shades of grey of them, on a ground of its own.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments without colours."""
        return [Segment(text, style and _without_colour(style), control) for text, style, control in segments]


@lru_cache(maxsize=1024)
def _without_colour(style: Style) -> Style:
    return style.without_color


_ASCII = str.maketrans(
    "─━│┃┌┐└┘├┤┬┴┼╭╮╰╯▌▐▏▎…·•◦★½↑↓←→✓×–—‘’“”▁▂▃▄▅▆▇█",
    "--||+++++++++++++||||~-**" + "*+^v<>+x--''" + '""       #',
)
"""Lines and signs that stand in the middle of texts of ours, such as the names of keys; each as wide as before."""


class AsciiSigns(LineFilter):
    """Writes signs with what every font has; letters of any script stay."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments with other signs."""
        return [
            segment if segment.text.isascii() else Segment(segment.text.translate(_ASCII), segment.style)
            for segment in segments
        ]


COLOURLESS, ASCII_SIGNS = Colourless(), AsciiSigns()
