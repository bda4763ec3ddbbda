"""What a command is: its words, options, help and the function that does it."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stacktui.cli.shell import Shell


def no_options(parser: ArgumentParser) -> None:
    """The options of a command that has none of its own."""


@dataclass(frozen=True)
class Command:
    """One command of the shell; a module of commands offers them in a dictionary ``COMMANDS`` by name."""

    run: Callable[[Shell, Namespace], int]
    """Does it; the words that are no options stand in ``options.words``. Returns the exit code."""
    help: str
    """What it does, in one or a few sentences."""
    examples: tuple[str, ...]
    """Command lines worth copying, without the leading ``stacktui``."""
    words: str = ""
    """How the usage line shows the words that are no options; empty when it takes none."""
    least: int = 0
    """How many such words it needs."""
    most: int | None = None
    """How many it takes at most, when it takes any."""
    options: Callable[[ArgumentParser], None] = no_options
    """Adds its options to a parser."""
