"""``config``: the settings in force."""

from __future__ import annotations

import os
from argparse import Namespace

from stacktui.cli.command import Command
from stacktui.cli.output import say
from stacktui.cli.shell import Shell
from stacktui.paths import config_file


def _config(shell: Shell, options: Namespace) -> int:
    from stacktui.settings import settings_as_text

    path = config_file()
    say(f"# settings: {path}" + ("" if os.path.exists(path) else " (not there: these are the defaults)"))
    say(f"# library in use: {shell.library_path}")
    say()
    say(settings_as_text(shell.settings).rstrip("\n"))
    return 0


COMMANDS = {
    "config": Command(
        run=_config,
        help="Print the settings in force with their meaning, where their file is, and which library is in use.\n"
        "The output is a settings file itself.",
        examples=("config", "config > ~/.config/stacktui/config.toml"),
    ),
}
