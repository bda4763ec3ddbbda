"""Which panes are shown and how wide: by the terminal's width, the focus, zoom and the user's own widths."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Vertical
from textual.geometry import Size
from textual.widget import Widget

from stacktui.tui.messages import Layout
from stacktui.tui.widgets.status_line import StatusLine
from stacktui.tui.widgets.text_line import TextLine

if TYPE_CHECKING:
    from stacktui.tui.screens.main import MainScreen

LEAST_COLUMNS, LEAST_ROWS = 36, 8
FLAT_ROWS = 26
"""Below this height the line above the status line is left out."""
TREE_COLUMNS = 26
WIDTH_STEP = 4


class Arrangement:
    """Shows and hides panes."""

    def __init__(self, screen: MainScreen) -> None:
        self._screen = screen
        self.zoomed = False
        self._active = "list-pane"
        self._tree_width = TREE_COLUMNS
        self._note_extra = 0
        self._shown: tuple[object, ...] = ()

    @property
    def layout(self) -> Layout:
        """How many panes fit."""
        return Layout.of_width(self._size.width)

    @property
    def _size(self) -> Size:
        """The size of the screen; before its first layout that of the terminal, so that one layout is enough."""
        return self._screen.size or self._screen.app.size

    def show(self, widget: Widget | None) -> None:
        """The pane of this widget must be visible."""
        box = self._box_of(widget)
        if box is not None and box.id is not None:
            self._active = box.id
            self.fit()

    def _box_of(self, widget: Widget | None) -> Widget | None:
        if widget is None:
            return None
        return next((one for one in widget.ancestors_with_self if one.id in _BOXES and isinstance(one, Widget)), None)

    def toggle_zoom(self) -> None:
        """Give the whole screen to the active pane, or back."""
        self.zoomed = not self.zoomed
        self.fit()

    def widen(self, step: int) -> None:
        """Make the active pane wider (or narrower)."""
        step *= WIDTH_STEP
        if self._active == "tree-pane":
            self._tree_width = max(16, min(60, self._tree_width + step))
        else:
            room = self._screen.size.width // 4
            self._note_extra = max(
                -room, min(room, self._note_extra + (step if self._active == "note-pane" else -step))
            )
        self.fit()

    def visible(self) -> tuple[str, ...]:
        """The boxes to show, from left to right."""
        if self.zoomed or self.layout is Layout.NARROW:
            return (self._active,)
        if self.layout is Layout.WIDE:
            return _BOXES
        return ("tree-pane", "list-pane") if self._active == "tree-pane" else ("list-pane", "note-pane")

    def fit(self) -> None:
        """Bring the screen in line; nothing happens where it already is."""
        screen = self._screen
        width, height = self._size
        shown = self.visible()
        wanted = (shown, width, height, self._tree_width, self._note_extra)
        if wanted == self._shown or not screen.is_attached or not width:
            return
        screen.is_pane_appearing = self._shown[:1] not in ((), (shown,))
        self._shown = wanted
        for box in _BOXES:
            pane = screen.query_one(f"#{box}", Vertical)
            pane.display = box in shown
            pane.set_class(box == shown[0], "-first")
        self._set_widths(shown, width)
        screen.query_one(StatusLine).set_class(height < FLAT_ROWS, "-flat")
        self._tell_when_small(width, height)
        screen.call_after_refresh(self._arranged)

    def _arranged(self) -> None:
        """The panes have their sizes; the news of it is on the way to each of them."""
        screen = self._screen
        screen.show_count()
        screen.note_pane.call_later(self._appeared)

    def _appeared(self) -> None:
        self._screen.is_pane_appearing = False
        self._screen.release_keys()

    def _set_widths(self, shown: tuple[str, ...], width: int) -> None:
        screen, joints, left = self._screen, [], width
        for box in shown:
            pane = screen.query_one(f"#{box}", Vertical)
            if box == shown[-1]:
                pane.styles.width = "1fr"
            elif box == "tree-pane":
                pane.styles.width = self._tree_width
                left -= self._tree_width
                joints.append(self._tree_width)
            else:
                share = max(20, left // 2 - self._note_extra)
                pane.styles.width = share
                joints.append(width - left + share)
        screen.status.set_joints(joints)

    @property
    def is_too_small(self) -> bool:
        """Whether the terminal is too small to see what one does."""
        width, height = self._screen.size
        return width < LEAST_COLUMNS or height < LEAST_ROWS

    def _tell_when_small(self, width: int, height: int) -> None:
        small = self.is_too_small
        word = self._screen.query_one("#small", TextLine)
        word.display = small
        told = f"too small: {LEAST_COLUMNS}x{LEAST_ROWS}" if width < 40 else "too small: make the terminal"
        word.show([(told if width < 40 else f"{told} {LEAST_COLUMNS}x{LEAST_ROWS} or larger", "text--warning")])


_BOXES = ("tree-pane", "list-pane", "note-pane")
