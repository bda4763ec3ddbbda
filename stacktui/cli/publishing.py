"""``publish``: what changed in the library back into the file of a list."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from stacktui.cli.choosing import choose_all
from stacktui.cli.command import Command
from stacktui.cli.output import on_terminal, say, say_aside
from stacktui.cli.shell import Shell
from stacktui.errors import StackError, UsageError

if TYPE_CHECKING:
    from stacktui.formats.publish.plan import Wishes

_YES = ("y", "yes")


def _publish(shell: Shell, options: Namespace) -> int:
    from stacktui.formats.publish.applying import apply_publish
    from stacktui.formats.publish.planning import plan_publish

    path = options.words[0]
    plan = plan_publish(shell.library, path, _wishes(shell, options))
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


def _wishes(shell: Shell, options: Namespace) -> Wishes:
    """What the options ask for."""
    from stacktui.formats.publish.plan import Wishes

    if options.section is not None and not options.add:
        raise UsageError("--section says where the papers of --add go", "name them: --add PAPER --section NAME")
    papers = choose_all(shell.library, options.add)
    notes = frozenset(_note(shell, name) for name in options.add_note)
    return Wishes(frozenset(paper.id for paper in papers), notes, options.section, options.drop_removed)


def _note(shell: Shell, name: str) -> int:
    """The free note with a title or date."""
    notes = shell.library.notes.values()
    found = [note for note in notes if name in (note.title, note.date, f"{note.date} {note.title}", str(note.id))]
    if len(found) != 1:
        what = "several free notes are" if found else "no free note is"
        raise StackError(f"{what} called {name}", "name it by its title, its date, or both: 'DATE TITLE'")
    return found[0].id


def _agreed(what: str) -> bool:
    """Ask on the terminal; without one an error says how to go on."""
    if not (on_terminal() and on_terminal(sys.stdin)):
        raise StackError(f"{what}: not written, as nobody can be asked", "--yes publishes without asking")
    sys.stdout.write(f"{what}. Publish? [y/N] ")
    sys.stdout.flush()
    return sys.stdin.readline().strip().lower() in _YES


def _options(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--add", metavar="PAPER", action="append", default=[], help="put this paper into the list; may be repeated"
    )
    parser.add_argument("--section", metavar="NAME", help="put it there, below a new heading where there is none")
    parser.add_argument(
        "--add-note", metavar="NOTE", action="append", default=[], help="put this free note there; its title or date"
    )
    parser.add_argument("--drop-removed", action="store_true", help="take out the lines of papers that were removed")
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
        "changed papers, new papers in the section of their category, papers whose category changed, free notes. The\n"
        "diff is shown first. What changed in the file meanwhile is kept and comes into the library; what both sides\n"
        "changed is told.",
        examples=(
            "publish README.md --dry-run",
            "publish README.md --yes",
            "publish README.md --add vaswani2017attention --section NLP",
        ),
    ),
}
