"""``copy`` and ``open``: a paper to the clipboard, a link to the browser."""

from __future__ import annotations

import os
from argparse import ArgumentParser, Namespace

from stacktui.cli.choosing import choose
from stacktui.cli.command import Command
from stacktui.cli.output import say
from stacktui.cli.shell import Shell
from stacktui.copying import KINDS, labelled_link, main_link, text_to_copy
from stacktui.errors import NothingFound, StackError


def _copy(shell: Shell, options: Namespace) -> int:
    paper = choose(shell.library, " ".join(options.words))
    text = text_to_copy(paper, options.kind)
    if options.print:
        say(text)
        return 0
    from stacktui.clipboard import copy

    settings = shell.settings
    try:
        report = copy(text, setting=settings.clipboard, command=settings.clipboard_command)
    except StackError as error:
        raise StackError(error.message, "; ".join(filter(None, (error.hint, "--print writes it to stdout")))) from None
    say(report.message)
    return 0


def _open(shell: Shell, options: Namespace) -> int:
    from stacktui.opener import open_link

    paper = choose(shell.library, " ".join(options.words))
    url = labelled_link(paper, options.link).url if options.link else main_link(paper)
    if not url:
        raise NothingFound(f"the link `{options.link}` of {paper.key} has no address", "its list had lost it")
    say(open_link(url, os.path.dirname(shell.library_path)))
    return 0


def _copy_options(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--as",
        dest="kind",
        metavar="WHAT",
        default="link",
        help=f"{', '.join(KINDS)}, or the label or number of a link (link unless given)",
    )
    parser.add_argument("--print", action="store_true", help="write it to stdout and leave the clipboard alone")


def _open_options(parser: ArgumentParser) -> None:
    parser.add_argument("--link", metavar="LABEL", help="the label or number of another link than the main one")


COMMANDS = {
    "copy": Command(
        run=_copy,
        words="PAPER",
        least=1,
        options=_copy_options,
        help="Copy the main link of a paper, or something else of it, to the clipboard, over SSH and in tmux too,\n"
        "and say by which way.",
        examples=(
            "copy vaswani2017attention",
            "copy vaswani2017attention --as bibtex",
            "copy vaswani2017attention --as code --print",
        ),
    ),
    "open": Command(
        run=_open,
        words="PAPER",
        least=1,
        options=_open_options,
        help="Open the main link of a paper, or another, in the browser ($BROWSER is honoured).",
        examples=("open vaswani2017attention", "open vaswani2017attention --link code"),
    ),
}
