"""What publishing would change in a file: a diff that scrolls, and enter to write it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from textwrap import wrap
from typing import TYPE_CHECKING, ClassVar

from rich.cells import chop_cells

from stacktui.tui.panels.help import ReadingPanel
from stacktui.tui.widgets.text_line import Piece

if TYPE_CHECKING:
    from stacktui.formats.publish.plan import PublishPlan, Wishes

_FRAME = 6
_WIDEST = 96
_LOOKS = {"+": "text--accent", "-": "text--error", "@": "text--key"}


class PublishPanel(ReadingPanel):
    """The diff, what one should know beside it, and keys for what is not done by itself."""

    FOOT: ClassVar[Sequence[tuple[str, str]]] = (("enter", "publish"), ("j k", "scroll"), ("esc", "leave"))

    def __init__(
        self,
        plan: PublishPlan,
        wishes: Wishes,
        columns: int,
        accepted: Callable[[], None],
        again: Callable[[Wishes], None],
    ) -> None:
        width = max(20, min(_WIDEST, columns * 96 // 100) - _FRAME)
        super().__init__(f"Publish {os.path.basename(plan.path)}", list(_rows(plan, width)))
        self._wishes = wishes
        self._accepted = None if plan.is_empty else accepted
        self._again = again
        self._offers = dict(_offers(plan, wishes))
        more = [(key, what) for key, (what, _) in self._offers.items()]
        self.FOOT = (*(self.FOOT[:1] if self._accepted else ()), *more, *self.FOOT[1:])  # type: ignore[misc]

    def key(self, key: str) -> bool:
        """Enter publishes, the keys of offers look again with them; everything else reads."""
        if key in self._offers:
            self.close()
            self._again(self._offers[key][1])
            return True
        if key == "enter" and self._accepted is not None:
            self.close()
            self._accepted()
            return True
        return super().key(key)


def has_offers(plan: PublishPlan) -> bool:
    """Whether there is something that one may ask for."""
    return bool(plan.thrown or plan.unplaced)


def _offers(plan: PublishPlan, wishes: Wishes) -> Iterator[tuple[str, tuple[str, Wishes]]]:
    """Keys, what they do, and what is asked for then."""
    if plan.unplaced:
        added = wishes.add | {paper.id for paper in plan.unplaced}
        yield "a", ("add the new", replace(wishes, add=added))
    if plan.thrown:
        yield "d", ("drop the removed", replace(wishes, drop_removed=True))


def _rows(plan: PublishPlan, width: int) -> Iterator[tuple[Piece, ...]]:
    from stacktui.formats.publish.plan import Hints

    yield ((plan.summary().removeprefix(os.path.dirname(plan.path) + os.sep), "text--strong"),)
    for remark in plan.remarks(Hints(drop="d takes them out", add="a gives it a heading")):
        for line in wrap(remark, width):
            for part in chop_cells(line, width):
                yield ((part, "text--warning"),)
    yield ()
    for line in plan.diff()[2:]:  # the names of the file stand in the heading
        for part in chop_cells(line.expandtabs(4), width) or [""]:
            yield ((part, _LOOKS.get(line[:1], "text--quiet")),)
