"""``init``, ``sync``, ``resolve`` and ``merge-driver``: a library in git."""

from __future__ import annotations

import os
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from typing import TYPE_CHECKING

from stacktui.cli.command import Command
from stacktui.cli.output import on_terminal, say, say_aside
from stacktui.cli.shell import Shell

if TYPE_CHECKING:
    from stacktui.merge import Disagreement

_SHOWN = 20
"""How many disagreements are named."""


def _init(shell: Shell, options: Namespace) -> int:
    path = os.path.join(os.path.abspath(options.words[0]), "papers.json") if options.words else shell.library_path
    say(f"made {path}" if _make_library(path) else f"{path} is there already")
    if options.git:
        from stacktui.repository import prepare
        from stacktui.sync import commit

        for line in prepare(path)[1]:
            say(line)
        made = commit(path)
        say(f"committed: {made}" if made else "nothing to commit")
    return 0


def _make_library(path: str) -> bool:
    """Make an empty library; False where there is a good one already."""
    from stacktui.library import Library
    from stacktui.store import render
    from stacktui.store.files import locked, replace_file

    Library.open(path)
    path = os.path.realpath(path)
    with locked(path):
        if os.path.exists(path):
            return False
        replace_file(path, [render({"meta": {"1": {"schema": 1}}})], before_rename=lambda: None)
    return True


def _sync(shell: Shell, options: Namespace) -> int:
    from stacktui.sync import sync

    outcome = sync(shell.library_path, lambda step: say_aside(f"{step} …") if on_terminal() else None)
    say(outcome.words)
    return 0


def _resolve(shell: Shell, options: Namespace) -> int:
    from stacktui.repository import resolve

    path = shell.library_path
    resolved = resolve(path)
    if resolved is None:
        say(f"{path} is in no conflict")
        return 0
    say(f"{path}: both sides are merged" if resolved.mended else f"{path} was mended already; git knows it now")
    _tell(resolved.disagreements)
    say_aside("`git commit` ends the merge, or `stacktui sync`")
    return 0


def _merge_driver(shell: Shell, options: Namespace) -> int:
    from stacktui.merge import merge_files

    disagreements = merge_files(*options.words)
    _tell(disagreements)
    return 1 if options.strict and disagreements else 0


def _tell(disagreements: Sequence[Disagreement]) -> None:
    for one in disagreements[:_SHOWN]:
        what = "was edited on one side and deleted on the other: it stays" if one.field == "deleted" else one.field
        say_aside(f"both sides differ: {one.title or one.place[1]}: {what}")
    if len(disagreements) > _SHOWN:
        say_aside(f"and {len(disagreements) - _SHOWN} more")
    if disagreements:
        say_aside("both values are kept; `stacktui list is:conflicted` finds the papers")


def _init_options(parser: ArgumentParser) -> None:
    parser.add_argument("--git", action="store_true", help="make its folder a git repository that merges it by record")


def _merge_driver_options(parser: ArgumentParser) -> None:
    parser.add_argument("--strict", action="store_true", help="exit 1 where the two sides truly disagree")


COMMANDS = {
    "init": Command(
        run=_init,
        words="[FOLDER]",
        most=1,
        options=_init_options,
        help="Make a library: papers.json in FOLDER, or the library in use where that is not there yet.\n"
        "With --git its folder becomes a git repository (unless it lies in one) whose merges join libraries paper\n"
        "by paper and field by field. Run it in every clone: git wants that setting in each.",
        examples=("init", "init . --git", "init --library ~/papers/papers.json --git"),
    ),
    "sync": Command(
        run=_sync,
        help="Commit what changed in the library with a message that names it, fetch, merge by record, push.\n"
        "Whatever fails, the library stays whole and what was committed stays committed.",
        examples=("sync",),
    ),
    "resolve": Command(
        run=_resolve,
        help="Mend a library that git left with conflict markers: both sides are merged by record.",
        examples=("resolve",),
    ),
    "merge-driver": Command(
        run=_merge_driver,
        words="BASE OURS THEIRS",
        least=3,
        most=3,
        options=_merge_driver_options,
        help="Merge three versions of a library and write the outcome to OURS: what git runs, set up by `init --git`.\n"
        "Exit code 0 also where the sides disagree, since both values are kept; --strict makes that 1.\n"
        "A side that is no library: exit code 1, and OURS is left as it was.",
        examples=("merge-driver %O %A %B",),
    ),
}
