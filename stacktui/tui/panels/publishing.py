"""What publishing would change in a file: a diff that scrolls, and enter to write it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar

from rich.cells import chop_cells

from stacktui.tui.panels.help import ReadingPanel
from stacktui.tui.widgets.text_line import Piece

if TYPE_CHECKING:
    from stacktui.formats.publish.plan import PublishPlan

_FRAME = 6
_WIDEST = 96
_LOOKS = {"+": "text--accent", "-": "text--error", "@": "text--key"}


class PublishPanel(ReadingPanel):
    """The diff, and what one should know beside it."""

    FOOT: ClassVar[Sequence[tuple[str, str]]] = (("enter", "publish"), ("j k", "scroll"), ("esc", "leave"))

    def __init__(self, plan: PublishPlan, columns: int, accepted: Callable[[], None]) -> None:
        width = max(20, min(_WIDEST, columns * 96 // 100) - _FRAME)
        super().__init__(f"Publish {os.path.basename(plan.path)}", list(_rows(plan, width)))
        self._accepted = accepted

    def key(self, key: str) -> bool:
        """Enter publishes; everything else reads."""
        if key == "enter":
            self.close()
            self._accepted()
            return True
        return super().key(key)


def _rows(plan: PublishPlan, width: int) -> Iterator[tuple[Piece, ...]]:
    yield ((plan.summary().removeprefix(os.path.dirname(plan.path) + os.sep), "text--strong"),)
    for remark in plan.remarks():
        for part in chop_cells(remark, width):
            yield ((part, "text--warning"),)
    yield ()
    for line in plan.diff()[2:]:  # the names of the file stand in the heading
        for part in chop_cells(line.expandtabs(4), width) or [""]:
            yield ((part, _LOOKS.get(line[:1], "text--quiet")),)
