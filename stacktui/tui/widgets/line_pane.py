"""A pane that draws its own lines, keeps its own place and its own scroll bar.

Textual's scrolling widgets ask for a new layout of the whole screen whenever their contents change in size, which a
list under a search box does with every key. A pane knows how many lines it has, draws those that are visible, and sends
nothing but them. The last column belongs to the scroll bar, which shows in the focused pane alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.strip import Strip

from stacktui.tui.symbols import UNICODE, Symbols
from stacktui.tui.widgets.looks import Looks

Hint = str | tuple[str, str]
"""A line where there is nothing to show: words, or a key and what it does."""

WHEEL_LINES = 4
"""The lines that one notch of the mouse wheel moves."""


class LinePane(Looks, can_focus=True):
    """The base of tree, list and note: subclasses say how many lines there are and draw one.

    It binds no keys: they belong to the table of commands, which calls ``move``, ``half_page``, ``page``, ``to_top``
    and ``to_bottom`` of whatever pane has the focus.
    """

    ALLOW_SELECT = False
    LOOKS: ClassVar[set[str]] = {"pane--text", "pane--quiet", "pane--key", "pane--thumb"}
    DEFAULT_CSS = """
    LinePane {
        width: 1fr;
        height: 1fr;
        & > .pane--quiet { color: $text-muted; }
        & > .pane--key { color: $text-primary; text-style: bold; }
        & > .pane--thumb { color: $foreground 25%; }
        &:ansi > .pane--quiet { text-style: dim; }
        &:ansi > .pane--thumb { text-style: dim; color: $foreground; }
    }
    """

    jump_scrolling = True
    """Scroll by two thirds of a page where the cursor leaves the pane (fewer bytes on a slow line), else by a line."""

    def __init__(self, *, symbols: Symbols = UNICODE, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._symbols = symbols
        self._top = 0
        self._drawn_width = 0
        self._is_dragging = False
        self._styles: dict[tuple[str, ...], Style] = {}

    # What a subclass gives

    @property
    def line_count(self) -> int:
        """How many lines there are."""
        raise NotImplementedError

    def draw_line(self, line: int, width: int) -> Strip:
        """The line with that number, exactly ``width`` cells wide."""
        raise NotImplementedError

    def forget_drawn(self) -> None:
        """Drop what was kept of drawn lines: styles, symbols or the width changed."""

    def move(self, count: int) -> None:
        """Go ``count`` lines down, or up where it is negative."""
        self.top += count

    def half_page(self, direction: int) -> None:
        """Go half a page down (1) or up (-1)."""
        self.top += direction * max(1, self.size.height // 2)

    def page(self, direction: int) -> None:
        """Go a page down (1) or up (-1)."""
        self.top += direction * max(1, self.size.height - 2)

    def to_top(self) -> None:
        """Go to the first line."""
        self.top = 0

    def to_bottom(self) -> None:
        """Go to the last line."""
        self.top = self.line_count

    def click_line(self, line: int, column: int, times: int) -> None:
        """Somebody clicked on a line."""

    # The place

    @property
    def symbols(self) -> Symbols:
        """The marks in use."""
        return self._symbols

    @symbols.setter
    def symbols(self, symbols: Symbols) -> None:
        self._symbols = symbols
        self.redraw()

    @property
    def last_top(self) -> int:
        """The greatest number that the first visible line can have."""
        return max(0, self.line_count - self.size.height)

    @property
    def top(self) -> int:
        """The number of the first visible line."""
        return self._top

    @top.setter
    def top(self, line: int) -> None:
        line = max(0, min(line, self.last_top))
        if line != self._top:
            self._top = line
            self.refresh()

    def reveal(self, line: int, count: int = 1) -> None:
        """Scroll so that ``count`` lines from ``line`` are visible; where nothing is hidden, nothing moves."""
        height = max(self.size.height, count)
        slack = max(0, height * 2 // 3 - count) if self.jump_scrolling else 0
        if line < self._top:
            self.top = line - slack
        elif line + count > self._top + height:
            self.top = line + count - height + slack

    def refresh_lines(self, line: int, count: int = 1) -> None:
        """Draw some lines again, where they are visible."""
        region = Region(0, line - self._top, self.size.width, count).intersection(Region(0, 0, *self.size))
        if region:
            self.refresh(region)

    def redraw(self) -> None:
        """Draw everything again, with nothing kept."""
        self.forget_drawn()
        self.refresh()

    # Drawing

    def render_line(self, y: int) -> Strip:
        """A line of the pane with its cell of the scroll bar."""
        width = max(0, self.size.width - 1)
        if width != self._drawn_width:
            # the first frame of a new size comes before the news of it
            self._drawn_width = width
            self.forget_drawn()
        line = self._top + y
        strip = self.draw_line(line, width) if line < self.line_count else Strip.blank(width, self.style_of())
        return Strip([*strip, self._bar_cell(y)], width + 1)

    def style_of(self, *names: str, ground: str = "") -> Style:
        """The colour of the last component class, the attributes of all, and the background of another, ``ground``."""
        key = (*names, ground)
        style = self._styles.get(key)
        if style is None:
            style = self.rich_style
            for name in names:
                style += self.get_component_rich_style(name)
            if ground:
                below = self.get_component_rich_style(ground)
                style += below.background_style + (Style.null() if style.dim else below.without_color)
            self._styles[key] = style
        return style

    def strip(self, parts: Iterable[tuple[str, Style]], width: int, ground: Style) -> Strip:
        """Parts as a line of ``width`` cells, filled up in the style ``ground``."""
        segments = [Segment(text, style) for text, style in parts]
        used = sum(cell_len(segment.text) for segment in segments)
        if used < width:
            segments.append(Segment(" " * (width - used), ground))
        strip = Strip(segments, max(used, width))
        return strip.crop(0, width) if used > width else strip

    def _bar_cell(self, y: int) -> Segment:
        if self.has_focus and y in self._thumb():
            return Segment(self._symbols.thumb, self.style_of("pane--thumb"))
        return Segment(" ", self.style_of())

    def _thumb(self) -> range:
        """The rows of the scroll bar's thumb; none where everything is visible."""
        height, lines = self.size.height, self.line_count
        if lines <= height or height < 3:
            return range(0)
        size = max(1, height * height // lines)
        first = round(self._top * (height - size) / max(1, self.last_top))
        return range(first, first + size)

    # Events

    def on_resize(self) -> None:
        """A new size: what was drawn no longer fits."""
        self.forget_drawn()
        self._top = min(self._top, self.last_top)

    def notify_style_update(self) -> None:
        """A new theme: nothing that was drawn may stay."""
        super().notify_style_update()
        self._styles.clear()
        self.forget_drawn()

    def on_focus(self) -> None:
        """The cursor and the scroll bar look different in the focused pane."""
        self.redraw()

    def on_blur(self) -> None:
        """The cursor and the scroll bar look different in the focused pane."""
        self.redraw()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll; the cursor stays where it is."""
        event.stop()
        self.top += WHEEL_LINES

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll; the cursor stays where it is."""
        event.stop()
        self.top -= WHEEL_LINES

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Take hold of the scroll bar."""
        if event.x >= self.size.width - 1 and self.last_top:
            event.stop()
            self.capture_mouse()
            self._is_dragging = True
            self._drag_to(event.y)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Drag the scroll bar."""
        if self._is_dragging:
            event.stop()
            self._drag_to(event.y)

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """Let go of the scroll bar."""
        if self._is_dragging:
            event.stop()
            self._is_dragging = False
            self.release_mouse()

    def _drag_to(self, y: int) -> None:
        self.top = round(y * self.last_top / max(1, self.size.height - 1))

    def on_click(self, event: events.Click) -> None:
        """Tell the subclass which line it was."""
        if event.x < self.size.width - 1:
            event.stop()
            self.click_line(self._top + event.y, event.x, event.chain)
