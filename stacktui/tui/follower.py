"""When the note pane follows the cursor: at once for a single step, after a rest for many.

A note is a screenful. Whoever holds a key, pages through the list or types a query does not read the notes on the way;
on a slow line they would have to wait for them.
"""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

from textual.timer import Timer
from textual.widget import Widget

STEP_SECONDS = 0.6
"""A step this long after the last one is a single one."""
REST_SECONDS = 0.42
"""How long the cursor must rest after several steps or while a query is typed."""
SKIM_SECONDS = 0.65
"""How long it must rest after a page."""


class Follower:
    """Calls ``follow`` when the cursor has come to rest."""

    def __init__(self, widget: Widget, follow: Callable[[], None]) -> None:
        self._widget = widget
        self._follow = follow
        self._timer: Timer | None = None
        self._last = 0.0
        self._rest = REST_SECONDS

    @property
    def is_waiting(self) -> bool:
        """Whether the cursor has moved and is not followed yet."""
        return self._timer is not None

    def skim(self) -> None:
        """The next move is by a page."""
        self._rest = SKIM_SECONDS

    def moved(self) -> None:
        """The cursor is elsewhere."""
        now, last = monotonic(), self._last
        self._last = now
        if now - last > STEP_SECONDS and self._rest == REST_SECONDS and not self.is_waiting:
            self.catch_up()
        else:
            self.wait()

    def wait(self) -> None:
        """Follow after a rest; what was waited for before is forgotten."""
        self.forget()
        self._timer = self._widget.set_timer(self._rest, self.catch_up)
        self._rest = REST_SECONDS

    def catch_up(self) -> None:
        """Follow now."""
        self.forget()
        self._follow()

    def forget(self) -> None:
        """Somebody else has followed."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
