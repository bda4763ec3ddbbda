"""A screen that turns keys into commands, and runs their functions."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Awaitable, Iterable
from contextlib import suppress

from textual import events
from textual.worker import WorkerCancelled, WorkerFailed, get_current_worker

from stacktui.errors import StackError
from stacktui.tui.commands import PANES, PREFIXES, Command, key_text
from stacktui.tui.keys import Begun, Broken, Chosen, KeyRouter, Refused, is_for_text_field
from stacktui.tui.screens.panel_host import PanelHost
from stacktui.tui.widgets.status_line import StatusLine

TAKING_TEXT = frozenset({"capture", "capture.paste", "note.edit", "fields.edit", "categories", "tags", "search.save"})
"""Commands after whose key people go on typing."""


class KeyHost(PanelHost, inherit_bindings=False):
    """Routes keys by the table of commands; what is true on the screen is told by the class that inherits."""

    def __init__(self, commands: Iterable[Command]) -> None:
        super().__init__()
        self.commands = tuple(commands)
        self.router = KeyRouter(self.commands)
        self.status = StatusLine()

    @property
    def place(self) -> str:
        """Where the focus is, as the table of commands calls it."""
        raise NotImplementedError

    @property
    def facts(self) -> frozenset[str]:
        """What is true now, as the table of commands asks for it."""
        raise NotImplementedError

    def is_blind(self) -> bool:
        """Whether the terminal shows too little for keys to be meant."""
        return False

    def choices_of(self, begun: Begun) -> list[tuple[str, str]]:
        """What may follow the keys of a begun command, and what it does."""
        raise NotImplementedError

    def reason_against(self, missing: frozenset[str]) -> str:
        """Why a command does nothing while some facts are missing."""
        raise NotImplementedError

    def before_command(self, command: Command) -> None:
        """A command is about to run."""

    def refresh_hints(self) -> None:
        """Show the keys that matter now."""

    def say(self, text: str, style: str = "", link: str = "") -> None:
        """Tell something in the status line for a few seconds, as a hyperlink where a link is given."""
        self.status.say(text, style, link)

    def take_key(self, event: events.Key) -> bool:
        """Handle a key before any widget sees it; False where it belongs to the focused text field."""
        key = _name_of(event)
        if self.is_blind() and key not in ("q", "ctrl+q") and not self._goes_on_typing(event, key):
            return True
        if key == "ctrl+q" and self.panel is not None:
            self.close_panel()
        if self.panel is not None:
            return self.panel.key(key)
        place = self.place
        if is_for_text_field(key, event.character, place) and not self.router.begun:
            return False
        found = self.router.press(key, place, self.facts)
        if found is not None:
            self._follow(found, key)
        elif key == "ctrl+c":
            self.say("q quits")
        return found is not None or place in PANES

    def _goes_on_typing(self, event: events.Key, key: str) -> bool:
        """Whether a key is a part of a text that was begun before: none of it may be lost."""
        return event.is_printable if self.panel is not None else is_for_text_field(key, event.character, self.place)

    def _follow(self, found: Chosen | Begun | Broken | Refused, key: str) -> None:
        match found:
            case Chosen():
                self.status.set_menu("", ())
                self.status.be_quiet()
                self.act(found)
            case Begun():
                prefix = " ".join(found.keys)
                choices = self.choices_of(found) or [("", "nothing to do here")]
                self.status.set_menu(PREFIXES.get(prefix, prefix), choices)
            case Refused():
                self._refuse(found)
            case Broken():
                self.status.set_menu("", ())
                if key != "escape":
                    self.say(f"{key_text(' '.join(found.keys))} is no command here")

    def _refuse(self, refused: Refused) -> None:
        reason = self.reason_against(refused.missing)
        if "writable" in refused.missing and refused.command.id in TAKING_TEXT:
            # what is typed next was meant as text: it must not run as commands
            self.ask(f"{reason}; esc", "", lambda _: None)
        elif reason:
            self.say(reason)

    def act(self, chosen: Chosen) -> None:
        """Run the function of a command; its errors are shown, never raised."""
        self.before_command(chosen.command)
        module, _, name = chosen.command.action.partition(".")
        function = getattr(importlib.import_module(f"stacktui.tui.actions.{module}"), name)
        try:
            result = function(self, chosen)
        except StackError as error:
            self.say_error(error)
            return
        if inspect.isawaitable(result):
            self.start_work(result)
        self.refresh_hints()

    def start_work(self, work: Awaitable[None], group: str = "action", *, exclusive: bool = False) -> None:
        """Go on with something that takes a moment; its errors are shown."""
        self.run_worker(self._finish(work), group=group, exclusive=exclusive)

    async def _finish(self, work: Awaitable[None]) -> None:
        try:
            await work
        except StackError as error:
            self.say_error(error)
        self.refresh_hints()

    async def finish_actions(self) -> None:
        """Wait for what was begun and takes a moment, such as copying."""
        me = get_current_worker()
        others = [worker for worker in self.workers if worker.group == "action" and worker is not me]
        if others:
            with suppress(WorkerFailed, WorkerCancelled):
                await self.workers.wait_for_complete(others)


def _name_of(event: events.Key) -> str:
    """The key as the table of commands names it."""
    if event.character is not None and event.is_printable:
        return "space" if event.character == " " else event.character
    return event.key
