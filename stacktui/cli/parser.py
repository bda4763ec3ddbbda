"""From the words of the shell to a command with its options.

Only the parser of the command that was called is built. Options may stand before, between and after the other words;
everything after ``--`` is a word, even with a dash in front.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import NoReturn

from stacktui.cli.command import Command
from stacktui.cli.commands import GROUPS, MODULES
from stacktui.cli.output import say
from stacktui.cli.shell import Shell
from stacktui.errors import UsageError

OVERVIEW_HINT = "`stacktui --help` names all commands"


@dataclass(frozen=True)
class Call:
    """What is to be done, ready to run."""

    run: Callable[[], int]


@dataclass
class _Global:
    """The options that may stand before the command."""

    library: str | None = None
    plain_driver: bool = False


class _Parser(argparse.ArgumentParser):
    """An argument parser whose mistakes are errors of ours."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(message, f"`{self.prog} --help` shows how it is called")


def understand(words: list[str]) -> Call:
    """What the words of the shell ask for; wrong ones raise UsageError."""
    before, name, after = _split(words)
    if name == "--help":
        return Call(_tell(overview))
    if name == "--version":
        return Call(_tell(_version))
    if name is None:
        return Call(_open_app(Shell(before.library, before.plain_driver)))
    command = find_command(name)
    parser = parser_of(name, command)
    options = _parse(parser, after)
    if options.help:
        return Call(_tell(parser.format_help))
    _check_count(name, command, options.words)
    library = before.library if options.library is None else options.library
    shell = Shell(library, before.plain_driver or options.plain_driver)
    return Call(lambda: command.run(shell, options))


def find_command(name: str) -> Command:
    """The command of that name; UsageError with the nearest ones when there is none."""
    if name not in MODULES:
        raise UsageError(f"there is no command `{name}`", _what_was_meant(name))
    commands: dict[str, Command] = import_module(f"stacktui.cli.{MODULES[name]}").COMMANDS
    return commands[name]


def overview() -> str:
    """The text of ``stacktui --help``."""
    lines = [
        "usage: stacktui [--library PATH] [COMMAND] …",
        "",
        "A stack of papers: what you want to read, are reading and have read, with your notes.",
        "Without a command it opens the app.",
    ]
    for heading, commands in GROUPS:
        lines += ["", f"{heading}:", *(f"  {name:<13}{summary}" for name, _, summary in commands)]
    return "\n".join([*lines, "", *_GLOBAL_HELP])


_GLOBAL_HELP = (
    "Options:",
    "  --library PATH  the library to use; else $STACKTUI_LIBRARY, else the nearest papers.json",
    "                  going up from here, else the one of the settings, else the one of your home",
    "  --plain-driver  let Textual draw the screen by itself",
    "  --version       say the version",
    "",
    "`stacktui COMMAND --help` tells more of a command, with examples.",
)


def parser_of(name: str, command: Command) -> argparse.ArgumentParser:
    """The parser of one command, as its ``--help`` shows it."""
    parser = _Parser(
        prog=f"stacktui {name}",
        usage=" ".join(filter(None, (f"stacktui {name}", command.words, "[OPTIONS]"))),
        description=command.help,
        epilog="examples:\n" + "\n".join(f"  stacktui {example}" for example in command.examples),
        formatter_class=_HelpFormatter,
        allow_abbrev=False,
        add_help=False,
    )
    parser.add_argument("words", nargs="*", metavar=command.words or "WORD", help=argparse.SUPPRESS)
    command.options(parser)
    parser.add_argument("--library", metavar="PATH", help="the library to use")
    parser.add_argument("--plain-driver", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("-h", "--help", action="store_true", help="show this")
    return parser


class _HelpFormatter(argparse.RawDescriptionHelpFormatter):
    """Help that keeps its line breaks and leaves room for option names."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=28, width=100)


def _split(words: list[str]) -> tuple[_Global, str | None, list[str]]:
    """The global options, the command (or ``--help``, ``--version``, or None for the app), and the words after it."""
    options = _Global()
    rest = iter(words)
    for word in rest:
        if word in ("-h", "--help"):
            return options, "--help", []
        if word == "--version":
            return options, word, []
        if not word.startswith("-"):
            return options, word, list(rest)
        _take_global(options, word, rest)
    return options, None, []


def _take_global(options: _Global, word: str, rest: Iterator[str]) -> None:
    name, equals, value = word.partition("=")
    if word == "--plain-driver":
        options.plain_driver = True
    elif name == "--library":
        options.library = value if equals else next(rest, "")
        if not options.library:
            raise UsageError("--library needs the path of a library", "such as `stacktui --library papers.json`")
    else:
        raise UsageError(f"there is no option `{word}`", "`stacktui --help` shows those there are")


def _parse(parser: argparse.ArgumentParser, words: list[str]) -> argparse.Namespace:
    options, literal = words, list[str]()
    if "--" in words:
        at = words.index("--")
        options, literal = words[:at], words[at + 1 :]
    found = parser.parse_intermixed_args(options)
    found.words += literal
    return found


def _check_count(name: str, command: Command, words: list[str]) -> None:
    hint = f"`stacktui {name} --help` shows how it is called"
    if len(words) < command.least:
        raise UsageError(f"{name} needs {command.words}", hint)
    if words and not command.words:
        raise UsageError(f"{name} takes no `{words[0]}`", hint)
    if command.most is not None and len(words) > command.most:
        raise UsageError(f"{name} takes no `{words[command.most]}`", hint)


def _what_was_meant(name: str) -> str:
    if os.path.isfile(name):
        return f"to open that file: `stacktui --library {name}`"
    from difflib import get_close_matches

    near = get_close_matches(name, MODULES, n=2, cutoff=0.6)
    return f"did you mean {' or '.join(f'`{one}`' for one in near)}? {OVERVIEW_HINT}" if near else OVERVIEW_HINT


def _tell(text: Callable[[], str]) -> Callable[[], int]:
    def run() -> int:
        say(text().rstrip("\n"))
        return 0

    return run


def _version() -> str:
    from stacktui import __version__

    return f"stacktui {__version__}"


def _open_app(shell: Shell) -> Callable[[], int]:
    def run() -> int:
        from stacktui.cli.screen import open_app

        return open_app(shell)

    return run
