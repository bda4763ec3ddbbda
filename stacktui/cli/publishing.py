"""``publish``: what changed in the library back into the file of a list."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace

from stacktui.cli.command import Command
from stacktui.cli.output import on_terminal, say, say_aside
from stacktui.cli.shell import Shell
from stacktui.errors import StackError

_YES = ("y", "yes")


def _publish(shell: Shell, options: Namespace) -> int:
    from stacktui.formats.publish.planning import apply_publish, plan_publish

    path = options.words[0]
    plan = plan_publish(shell.library, path)
    for line in plan.diff():
        say(line)
    for remark in plan.remarks():
        say_aside(remark)
    if plan.is_empty or options.dry_run:
        say(plan.summary() + (" (dry run: nothing was written)" if not plan.is_empty else ""))
        return 0
    if not options.yes and not _agreed(plan.summary()):
        say_aside("left as it was")
        return 0
    apply_publish(shell.library, plan)
    say(plan.summary())
    return 0


def _agreed(what: str) -> bool:
    """Ask on the terminal; without one an error says how to go on."""
    if not (on_terminal() and on_terminal(sys.stdin)):
        raise StackError(f"{what}: not written, as nobody can be asked", "--yes publishes without asking")
    sys.stdout.write(f"{what}. Publish? [y/N] ")
    sys.stdout.flush()
    return sys.stdin.readline().strip().lower() in _YES


def _options(parser: ArgumentParser) -> None:
    parser.add_argument("--dry-run", action="store_true", help="show the diff and write nothing")
    parser.add_argument("--yes", action="store_true", help="publish without asking")


COMMANDS = {
    "publish": Command(
        run=_publish,
        words="FILE",
        least=1,
        most=1,
        options=_options,
        help="Write what changed in the library back into a list that was imported, and nothing else: the lines of\n"
        "changed papers, new papers in the section of their category, free notes. The diff is shown first. What\n"
        "changed in the file meanwhile is kept and comes into the library; what both sides changed is told.",
        examples=("publish README.md --dry-run", "publish _posts/paper-stack.md", "publish README.md --yes"),
    ),
}
