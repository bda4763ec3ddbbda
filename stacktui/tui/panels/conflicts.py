"""Both values of every field that lost a merge, to choose from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from textual import on
from textual.app import ComposeResult

from stacktui.model import Conflict, Paper, plain
from stacktui.text import clean_line
from stacktui.tui.panels.base import Panel
from stacktui.tui.panels.picker import KEY_STEPS
from stacktui.tui.widgets.choice_list import Choice, ChoiceList

STEPS = {**KEY_STEPS, "j": 1, "k": -1}


class _Values(ChoiceList, can_focus=True):
    """The choices; no text field stands above them."""


class ConflictsPanel(Panel):
    """Two lines for each conflict: the value that stands and the one that lost. Enter chooses the one under the cursor.

    ``settle`` is given the conflict and whether the value that lost is taken; it returns the paper as it is then.
    """

    TITLE = "Conflicts"
    FOOT = (("enter", "choose this value"), ("j k", "move"), ("esc", "decide later"))

    def __init__(self, paper: Paper, settle: Callable[[Conflict, bool], Paper | None]) -> None:
        super().__init__()
        self._paper, self._settle = paper, settle
        self._list = _Values()

    def body(self) -> ComposeResult:
        """The values."""
        yield self._list

    def first_field(self) -> _Values:
        """The values take the focus."""
        return self._list

    def on_mount(self) -> None:
        """Say whose values they are."""
        super().on_mount()
        self.heading((f"  {self._paper.title}", ""))
        self._list.show(list(conflict_choices(self._paper)))

    @on(ChoiceList.Picked)
    def _clicked(self, event: ChoiceList.Picked) -> None:
        event.stop()
        self._choose()

    def key(self, key: str) -> bool:
        """Move, choose, close."""
        if key in STEPS:
            self._list.move(STEPS[key])
        elif key == "enter":
            self._choose()
        elif key in ("escape", "q", "X"):
            self.close()
        return True

    def _choose(self) -> None:
        place = self._list.cursor
        paper = self._settle(self._paper.conflicts[place // 2], bool(place % 2))
        if paper is None or not paper.conflicts:
            self.close()
            return
        self._paper = paper
        self._list.show(list(conflict_choices(paper)), min(place - place % 2, 2 * len(paper.conflicts) - 1))


def conflict_choices(paper: Paper) -> Iterator[Choice]:
    """Two choices a conflict: what stands, and what lost."""
    for number, conflict in enumerate(paper.conflicts):
        if conflict.field == "deleted":
            yield Choice(f"{number} keep", "keep the paper, which was edited here", "stands now", checked=True)
            yield Choice(f"{number} take", "to the trash, where the other side has it", "lost", checked=False)
            continue
        stands = plain(getattr(paper, conflict.field, None) or paper.unknown.get(conflict.field))
        yield Choice(f"{number} keep", f"{conflict.field}: {_text(stands)}", "stands now", checked=True)
        yield Choice(f"{number} take", f"{conflict.field}: {_text(conflict.value)}", "lost a merge", checked=False)


def _text(value: Any) -> str:
    if value in (None, "", []):
        return "(nothing)"
    if isinstance(value, list):
        return ", ".join(map(_text, value))
    if isinstance(value, dict):
        return " ".join(_text(item) for item in value.values())
    return clean_line(str(value))
