"""``log``: what happened to a paper, from git."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from itertools import islice

from stacktui.cli.choosing import choose, choose_among
from stacktui.cli.command import Command
from stacktui.cli.output import say, say_aside, say_json
from stacktui.cli.records import headline
from stacktui.cli.shell import Shell
from stacktui.errors import NothingFound
from stacktui.history import Version, history
from stacktui.model import Paper

_SHOWN_LINES = 12
"""How many lines of a changed note are shown without --all."""


def _log(shell: Shell, options: Namespace) -> int:
    paper = _paper(shell, " ".join(options.words))
    versions = history(shell.library_path, paper.id)
    if options.limit:
        versions = islice(versions, options.limit)
    told = False
    for version in versions:
        if options.json:
            say_json(version.to_json())
        else:
            if not told:
                say(headline(paper))
            say("\n".join(_lines(version, options.all)))
        told = True
    if not told:
        raise NothingFound(f"git knows nothing of {paper.key} yet", "`stacktui sync` commits it")
    return 0


def _paper(shell: Shell, text: str) -> Paper:
    """The paper that is meant, those in the trash too."""
    try:
        return choose(shell.library, text)
    except NothingFound:
        trashed = {doc_id: one.paper for doc_id, one in shell.library.trash.items()}
        if not trashed:
            raise
        paper = choose_among(trashed, text)
        say_aside(f"{paper.key} is in the trash")
        return paper


def _lines(version: Version, everything: bool) -> list[str]:
    name = f"{version.commit[:9]}  {version.when[:16].replace('T', ' ')}  {version.author}" if version.commit else ""
    lines = ["", name or version.subject, f"    {version.what}" + (f": {version.subject}" if name else "")]
    for change in version.changes:
        lines.append(f"    {change.words}")
        if change.field in ("note", "text"):
            note = [*(f"      - {line}" for line in change.before), *(f"      + {line}" for line in change.after)]
            cut = len(note) if everything else _SHOWN_LINES
            lines += note[:cut] + ([f"      … {len(note) - cut} more; --all shows them"] if len(note) > cut else [])
    return lines


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) == 0:
        raise ArgumentTypeError(f"`{text}` is no count")
    return int(text)


def _options(parser: ArgumentParser) -> None:
    parser.add_argument("--limit", type=_count, metavar="N", help="the last N changes only")
    parser.add_argument("--all", action="store_true", help="all lines of changed notes")
    parser.add_argument("--json", action="store_true", help="one JSON object a change, one a line")


COMMANDS = {
    "log": Command(
        run=_log,
        words="PAPER",
        least=1,
        options=_options,
        help="What happened to a paper, the newest first: every commit that changed it, and which fields.",
        examples=("log vaswani2017attention", "log siammask --limit 3 --json"),
    ),
}
