"""A short list to choose from: label, detail on the right, check marks; drawn line by line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from stacktui.tui.pieces import clip
from stacktui.tui.widgets.looks import Looks


@dataclass(frozen=True)
class Choice:
    """One thing to choose."""

    value: str
    label: str
    detail: str = ""
    checked: bool | None = None
    """None where it is no yes or no."""
    lit: tuple[int, ...] = ()
    """The characters of the label that matched."""
    also: str = ""
    """Other names, by which it is found too."""


class ChoiceList(ScrollView, Looks, can_focus=False):
    """Shows choices and a cursor; the text field above it keeps the focus."""

    LOOKS: ClassVar[set[str]] = {
        "choice--plain",
        "choice--cursor",
        "choice--detail",
        "choice--detail-cursor",
        "choice--lit",
        "choice--lit-cursor",
    }
    DEFAULT_CSS = """
    ChoiceList {
        height: auto; max-height: 12; scrollbar-size-vertical: 1; scrollbar-size-horizontal: 0; overflow-x: hidden;
        background: transparent;
        & > .choice--cursor { background: $cursor-line; text-style: bold; }
        & > .choice--detail { color: $quiet; }
        & > .choice--detail-cursor { color: $quiet; background: $cursor-line; }
        & > .choice--lit { color: $accent; }
        & > .choice--lit-cursor { color: $accent; background: $cursor-line; text-style: bold; }
    }
    """

    class Picked(Message):
        """A choice was clicked."""

        def __init__(self, choice: Choice) -> None:
            super().__init__()
            self.choice = choice

    def __init__(self) -> None:
        super().__init__()
        self.choices: tuple[Choice, ...] = ()
        self.cursor = 0
        self.yes, self.no = "✓", "·"

    def show(self, choices: Sequence[Choice], cursor: int = 0) -> None:
        """Show other choices with the cursor on one of them."""
        self.choices = tuple(choices)
        self.virtual_size = Size(self.size.width, len(self.choices))
        self.styles.height = max(1, min(len(self.choices), 12))
        self.cursor = max(0, min(cursor, len(self.choices) - 1))
        self._keep_cursor_visible()
        self.refresh()

    @property
    def current(self) -> Choice | None:
        """The choice under the cursor."""
        return self.choices[self.cursor] if self.choices else None

    def move(self, step: int) -> None:
        """Move the cursor; it stops at the ends."""
        self.cursor = max(0, min(self.cursor + step, len(self.choices) - 1))
        self._keep_cursor_visible()
        self.refresh()

    def _keep_cursor_visible(self) -> None:
        height = max(1, self.size.height or 12)
        top = self.scroll_offset.y
        if self.cursor < top:
            self.scroll_to(y=self.cursor, animate=False)
        elif self.cursor >= top + height:
            self.scroll_to(y=self.cursor - height + 1, animate=False)

    def on_resize(self) -> None:
        """Follow the width."""
        self.virtual_size = Size(self.size.width, len(self.choices))

    def on_click(self, event: events.Click) -> None:
        """A click chooses."""
        row = event.y + self.scroll_offset.y
        if row < len(self.choices):
            self.cursor = row
            self.refresh()
            self.post_message(self.Picked(self.choices[row]))

    def render_line(self, y: int) -> Strip:
        """One choice."""
        width = self.scrollable_content_region.width
        row = y + self.scroll_offset.y
        if row >= len(self.choices):
            return Strip.blank(width, self.rich_style)
        choice, here = self.choices[row], row == self.cursor
        suffix = "-cursor" if here else ""
        plain = self.get_component_rich_style("choice--cursor" if here else "choice--plain")
        detail = clip(choice.detail, max(0, width // 2))
        mark = "" if choice.checked is None else f"{self.yes if choice.checked else self.no} "
        room = width - 2 - cell_len(mark) - (cell_len(detail) + 1 if detail else 0)
        label = clip(choice.label, max(1, room))
        segments = [Segment(("▌" if here else " ") + mark, plain)]
        segments += self._lit_segments(label, choice.lit, plain, self.get_component_rich_style(f"choice--lit{suffix}"))
        used = 1 + cell_len(mark) + cell_len(label) + cell_len(detail)
        segments.append(Segment(" " * max(0, width - used - 1), plain))
        segments.append(Segment(detail + " ", self.get_component_rich_style(f"choice--detail{suffix}")))
        return Strip(segments).adjust_cell_length(width, plain)

    @staticmethod
    def _lit_segments(label: str, lit: Sequence[int], plain: Style, bright: Style) -> list[Segment]:
        if not lit:
            return [Segment(label, plain)]
        wanted = set(lit)
        return [Segment(letter, bright if place in wanted else plain) for place, letter in enumerate(label)]
