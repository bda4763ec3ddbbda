"""Publish: choose a list, look at the change of its file, write it."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

from stacktui.errors import StackError
from stacktui.tui.keys import Chosen
from stacktui.tui.widgets.choice_list import Choice

if TYPE_CHECKING:
    from stacktui.formats.publish.plan import PublishPlan, Wishes
    from stacktui.tui.screens.main import MainScreen


def ask(screen: MainScreen, chosen: Chosen) -> None:
    """Choose one of the lists that were imported; a single one needs no choice."""
    from stacktui.tui.panels.picker import Picker

    choices = list(_choices(screen))
    if not choices:
        raise StackError("no list was imported that could be published", "I takes one in")
    if len(choices) == 1:
        _look(screen, choices[0].value)
        return
    screen.open_panel(Picker("Publish", choices, lambda path: _look(screen, path), "which list?"))


def _choices(screen: MainScreen) -> Iterator[Choice]:
    from stacktui.formats.publish.files import EDITABLE

    for record in sorted(screen.library.lists.values(), key=lambda record: str(record.get("file"))):
        path = str(record.get("file") or "")
        if record.get("format") in EDITABLE and path not in ("", "-"):
            yield Choice(path, os.path.basename(path), os.path.dirname(path), checked=None)


def _look(screen: MainScreen, path: str, wishes: Wishes | None = None) -> None:
    screen.keep_text()
    screen.say(f"looking at {os.path.basename(path)} …")
    screen.start_work(_show(screen, path, wishes), "publish", exclusive=True)


async def _show(screen: MainScreen, path: str, wishes: Wishes | None) -> None:
    """Show what would change in the file; where nothing would, say so."""
    from stacktui.formats.publish.plan import Wishes
    from stacktui.formats.publish.planning import plan_publish
    from stacktui.tui.panels.publishing import PublishPanel, has_offers

    wishes = wishes or Wishes()
    plan = await asyncio.to_thread(plan_publish, screen.library, path, wishes)
    if plan.is_empty and not has_offers(plan):
        screen.say("; ".join([f"{os.path.basename(path)}: nothing to publish", *plan.remarks()]))
        return
    screen.say("")

    def accepted() -> None:
        screen.start_work(_write(screen, plan))

    def again(other: Wishes) -> None:
        _look(screen, path, other)

    screen.open_panel(PublishPanel(plan, wishes, screen.size.width, accepted, again))


async def _write(screen: MainScreen, plan: PublishPlan) -> None:
    from stacktui.formats.publish.applying import apply_publish

    change = await asyncio.to_thread(apply_publish, screen.library, plan)
    screen.changed(change, f"published {plan.summary().removeprefix(os.path.dirname(plan.path) + os.sep)}")
