"""The bottom line: the keys that matter now, the menu of a begun command, or a message; on the right the file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip
from textual.timer import Timer

from stacktui.tui.widgets.text_line import Piece, TextLine, cells

MESSAGE_SECONDS = 5.0
ERROR_SECONDS = 8.0


class StatusLine(TextLine):
    """Hints, menus and messages share one place: the latest thing said, then the menu, then the hints."""

    DEFAULT_CSS = """
    StatusLine { height: 2; dock: bottom; }
    StatusLine.-flat { height: 1; }
    StatusLine > .status--rule { color: $rule; }
    """
    LOOKS: ClassVar[set[str]] = {"status--rule"}

    def __init__(self) -> None:
        super().__init__(id="status")
        self._hints: tuple[Piece, ...] = ()
        self._menu: tuple[Piece, ...] = ()
        self._message: tuple[Piece, ...] = ()
        self._state: tuple[Piece, ...] = ()
        self._joints: tuple[int, ...] = ()
        self._timer: Timer | None = None

    def set_hints(self, hints: Sequence[tuple[str, str]]) -> None:
        """The keys that work now and what they do."""
        self._hints = tuple(_menu_pieces(hints))
        self._show()

    def set_menu(self, title: str, choices: Sequence[tuple[str, str]]) -> None:
        """The choices of a begun command; none: back to the hints."""
        self._menu = _fitting_menu(title, choices, self.size.width) if choices else ()
        if choices:
            self.be_quiet()
        self._show()

    def set_state(self, text: str, style: str = "text--quiet") -> None:
        """What stands on the right: the library and whether it is saved."""
        self._state = ((f"{text} ", style),)
        self._show()

    def set_joints(self, columns: Sequence[int]) -> None:
        """The columns where the lines between the panes meet the rule."""
        if self._joints != tuple(columns):
            self._joints = tuple(columns)
            self.refresh()

    def say(self, text: str, style: str = "", link: str = "") -> None:
        """Show a message for a few seconds; with a link it is a hyperlink (OSC 8)."""
        if self._timer is not None:
            self._timer.stop()
        self._message = ((f" {text}", f"{style} {link}" if link else style),)
        self._timer = self.set_timer(ERROR_SECONDS if style == "text--error" else MESSAGE_SECONDS, self.be_quiet)
        self._show()

    @property
    def is_free(self) -> bool:
        """Whether no message is shown that somebody may still want to read."""
        return not self._message

    def be_quiet(self) -> None:
        """Take the message away."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        if self._message:
            self._message = ()
            self._show()

    def _show(self) -> None:
        left = self._message or self._menu or self._hints
        # a menu shows all of its choices, if need be in the place of the file's name
        crowded = bool(self._menu) and cells(left) + cells(self._state) + 2 > self.size.width
        self.show(left, () if crowded else self._state)

    def render_line(self, y: int) -> Strip:
        """The rule above, where there is room for it, and the line itself."""
        if y == 0 and self.size.height > 1:
            return self._rule()
        return super().render_line(0)

    def _rule(self) -> Strip:
        width = self.size.width
        line = ["─"] * width
        for column in self._joints:
            if 0 <= column < width:
                line[column] = "┴"
        return Strip([Segment("".join(line), self.get_component_rich_style("status--rule"))], width)


def _menu_pieces(choices: Sequence[tuple[str, str]]) -> list[Piece]:
    pieces: list[Piece] = []
    for key, label in choices:
        pieces += [(f" {key}", "text--key"), (f" {label} ", "text--quiet")]
    return pieces


def _fitting_menu(title: str, choices: Sequence[tuple[str, str]], width: int) -> tuple[Piece, ...]:
    """The choices with their labels cut as far as needed for all to be seen."""
    pieces: tuple[Piece, ...] = ()
    for letters in (99, 8, 6, 4, 3):
        cut = [(key, label[:letters].rstrip()) for key, label in choices]
        pieces = ((f" {title} ", "text--strong"), *_menu_pieces(cut)) if letters > 4 else tuple(_menu_pieces(cut))
        if cells(pieces) <= width:
            break
    return pieces


def menu_width(choices: Sequence[tuple[str, str]]) -> int:
    """The cells that choices take."""
    return sum(cell_len(key) + cell_len(label) + 3 for key, label in choices)
