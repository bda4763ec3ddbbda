"""What all panels share: a heading, a foot with keys, and a way back to where the focus was."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widget import Widget

from stacktui.tui.widgets.text_line import TextLine

ROOMY_ROWS = 24
"""From this height on a panel leaves the rows above it free."""


class Closable:
    """What can be closed before it is on the screen: the focus is no longer its own then."""

    closed: Callable[[], None]
    """Set by the screen: takes the panel away and gives the focus back."""
    is_closed = False

    def keep_typed(self) -> None:
        """The app may end at any moment: put what was typed where it is found again."""

    def take_focus(self, field: Widget) -> None:
        """Begin to take keys, unless closed already, or the app is going and has taken the field away."""
        if not self.is_closed and field.is_attached:
            field.screen.set_focus(field, scroll_visible=False)
            assert isinstance(self, Widget)
            self.post_message(Opened(self))


class Opened(Message):
    """A panel has the focus and takes keys."""

    def __init__(self, panel: Closable) -> None:
        super().__init__()
        self.panel = panel


class Panel(Closable, Vertical):
    """A box above the panes. It answers by calling back and is removed when it is done."""

    DEFAULT_CSS = """
    Panel {
        layer: panel; width: 80%; max-width: 92; min-width: 36; height: auto; max-height: 94%; margin-top: 2;
        background: $surface; border: round $primary; padding: 0 1;
        .panel--foot { margin-top: 1; }
    }
    """
    TITLE: ClassVar[str] = ""
    FOOT: ClassVar[Sequence[tuple[str, str]]] = ()

    def body(self) -> ComposeResult:
        """The widgets between heading and foot."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        """Heading, body, foot."""
        yield TextLine([(self.TITLE, "text--key")], id="panel-heading")
        yield from self.body()
        foot = TextLine([piece for key, label in self.FOOT for piece in _hint(key, label)], id="panel-foot")
        foot.add_class("panel--foot")
        yield foot

    def first_field(self) -> Widget:
        """The widget that takes the focus."""
        raise NotImplementedError

    def on_mount(self) -> None:
        """Take the focus; in a low terminal there is no room above."""
        if self.screen.size.height < ROOMY_ROWS:
            self.styles.margin = 0
        self.take_focus(self.first_field())

    def key(self, key: str) -> bool:
        """Handle a key before the text field sees it; True where it was ours. Escape closes."""
        if key == "escape":
            self.close()
            return True
        return False

    def heading(self, *pieces: tuple[str, str]) -> None:
        """Change what stands behind the title."""
        self.query_one("#panel-heading", TextLine).show([(self.TITLE, "text--key"), *pieces])

    def close(self) -> None:
        """Go away at once: the next key is not for the panel any more."""
        self.closed()


def _hint(key: str, label: str) -> tuple[tuple[str, str], ...]:
    return (f"{key} ", "text--key"), (f"{label}   ", "text--quiet")
