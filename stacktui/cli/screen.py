"""The app, ``demo`` and ``keys``: what has to do with the screen. Only the app itself imports Textual."""

from __future__ import annotations

import os
import sys
from argparse import Namespace

from stacktui.cli.command import Command
from stacktui.cli.output import on_terminal, say
from stacktui.cli.shell import Shell
from stacktui.errors import StackError


def open_app(shell: Shell) -> int:
    """Open the app on the library; StackError where there is no terminal."""
    return _run_app(shell, shell.library_path)


def _run_app(shell: Shell, library_path: str, demo: bool = False) -> int:
    if not (on_terminal(sys.stdin) and on_terminal()):
        raise StackError(
            "the app needs a terminal", "in a pipe use commands, such as `stacktui list`; `--help` names them"
        )
    if os.environ.get("TERM") == "dumb":
        raise StackError(
            "this terminal says that it can only write line after line (TERM=dumb)",
            "set TERM to what it is, such as xterm-256color, or use commands: `stacktui list`; `--help` names them",
        )
    settings = shell.settings
    from stacktui.tui.app import run

    plain_driver = shell.plain_driver or settings.driver_plain
    return run(library_path, settings=settings, plain_driver=plain_driver, demo=demo)


def _demo(shell: Shell, options: Namespace) -> int:
    from tempfile import TemporaryDirectory

    from stacktui.demo import make_demo_library

    with TemporaryDirectory(prefix="stacktui-demo-") as folder:
        return _run_app(shell, make_demo_library(folder), demo=True)


def _keys(shell: Shell, options: Namespace) -> int:
    from stacktui.tui.commands import key_table_markdown

    say(key_table_markdown(shell.settings.keys).rstrip("\n"))
    return 0


COMMANDS = {
    "demo": Command(
        run=_demo,
        help="Open the app on a throw-away copy of an example library; nothing of yours is touched.",
        examples=("demo",),
    ),
    "keys": Command(
        run=_keys,
        help="Print the keys of the app as a Markdown table, with those that your settings change.",
        examples=("keys", "keys > keys.md"),
    ),
}
