"""From key presses to commands: a small state machine for two-key commands.

It knows no Textual, so that it can be tried with plain strings. Keys are named as in :mod:`stacktui.tui.commands`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from stacktui.tui.commands import EDITOR, SEARCH, Command


@dataclass(frozen=True)
class Chosen:
    """A command was found; ``keys`` are the keys that were pressed for it."""

    command: Command
    keys: tuple[str, ...]

    @property
    def digit(self) -> int:
        """The digit that ended the keys; 0 where there is none."""
        return int(self.keys[-1]) if self.keys[-1].isdecimal() else 0


@dataclass(frozen=True)
class Begun:
    """The first keys of a longer command: ``choices`` are the commands that may still come."""

    keys: tuple[str, ...]
    choices: tuple[Command, ...]


@dataclass(frozen=True)
class Broken:
    """A begun command was left by a key that leads nowhere (or by escape)."""

    keys: tuple[str, ...]


@dataclass(frozen=True)
class Refused:
    """The key belongs to a command that makes no sense now."""

    command: Command
    missing: frozenset[str]


class KeyRouter:
    """Finds the command for the keys pressed, given where the focus is."""

    def __init__(self, commands: Iterable[Command]) -> None:
        self._rows = [(tuple(keys.split()), command) for command in commands for keys in command.keys]
        self.begun: tuple[str, ...] = ()

    def press(self, key: str, place: str, facts: frozenset[str]) -> Chosen | Begun | Broken | Refused | None:
        """What a key means now; None where it means nothing here and may go to the focused widget."""
        keys = (*self.begun, key)
        here = [(row, command) for row, command in self._rows if place in command.where and _begins(row, keys)]
        fitting = [(row, command) for row, command in here if command.needs <= facts]
        was_begun, self.begun = bool(self.begun), ()
        for row, command in fitting:
            if len(row) == len(keys):
                return Chosen(command, keys)
        if fitting or any(len(row) > len(keys) for row, _ in here):
            # also where nothing can come of it now: the next key must not be taken for a command of its own
            self.begun = keys
            return Begun(keys, tuple(command for _, command in fitting))
        if here and not was_begun:
            return Refused(here[0][1], here[0][1].needs - facts)
        return Broken(keys) if was_begun else None

    def cancel(self) -> None:
        """Forget a begun command."""
        self.begun = ()


def _begins(row: tuple[str, ...], keys: tuple[str, ...]) -> bool:
    """Whether a row of the table begins with the keys pressed."""
    return len(row) >= len(keys) and all(
        wanted == key or _in_range(wanted, key) for wanted, key in zip(row, keys, strict=False)
    )


def _in_range(wanted: str, key: str) -> bool:
    """Whether ``wanted`` is a range such as ``<1-9>`` and the key a digit of it."""
    return len(wanted) == 5 and wanted[0] == "<" and len(key) == 1 and key.isdecimal() and wanted[1] <= key <= wanted[3]


def is_for_text_field(key: str, character: str | None, place: str) -> bool:
    """Whether a text field keeps this key for itself: printable keys, and the usual editing keys.

    ``ctrl+c ctrl+d ctrl+u ctrl+w ctrl+z`` belong to text fields; elsewhere ctrl+z suspends.
    """
    if place not in (SEARCH, EDITOR):
        return False
    if character is not None and character.isprintable():
        return True
    return key in _EDITING_KEYS or (place == EDITOR and key in ("tab", "shift+tab", "enter", "up", "down"))


_EDITING_KEYS = frozenset({"ctrl+c", "ctrl+d", "ctrl+u", "ctrl+w", "ctrl+z", "backspace", "delete"})
