"""``copy`` and ``open``: a paper to the clipboard, a link to the browser."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser, Namespace

from stacktui.cli.choosing import choose
from stacktui.cli.command import Command
from stacktui.cli.output import on_terminal, say
from stacktui.cli.shell import Shell
from stacktui.copying import KINDS, labelled_link, main_link, text_to_copy
from stacktui.errors import NothingFound, StackError


def _copy(shell: Shell, options: Namespace) -> int:
    paper = choose(shell.library, " ".join(options.words))
    text = text_to_copy(paper, options.kind)
    if options.print:
        say(text)
        return 0
    try:
        way = _to_clipboard(shell, text)
    except StackError as error:
        raise StackError(error.message, "; ".join(filter(None, (error.hint, "--print writes it to stdout")))) from None
    say(f"copied the {options.kind if options.kind in KINDS else f'link `{options.kind}`'} {way}")
    return 0


def _to_clipboard(shell: Shell, text: str) -> str:
    """Copy a text and say by which way: ``through tmux and OSC 52``."""
    from stacktui.clipboard import copy

    sys.stdout.flush()
    return copy(text, setting=shell.settings.clipboard, command=shell.settings.clipboard_command).message


def _open(shell: Shell, options: Namespace) -> int:
    from stacktui.opener import NoBrowser, open_link, safe_target

    paper = choose(shell.library, " ".join(options.words))
    url = labelled_link(paper, options.link).url if options.link else main_link(paper)
    if not url:
        raise NothingFound(f"the link `{options.link}` of {paper.key} has no address", "its list had lost it")
    folder = os.path.dirname(shell.library_path)
    try:
        say(open_link(url, folder, terminal=on_terminal() and on_terminal(sys.stdin)))
    except NoBrowser as error:
        if not os.environ.get("SSH_CONNECTION"):
            raise
        _hand_over(shell, safe_target(url, folder), error)
    return 0


def _hand_over(shell: Shell, address: str, error: StackError) -> None:
    """Over SSH the browser is at the other end: copy the link, and show it so that the terminal can open it."""
    try:
        way = _to_clipboard(shell, address)
    except StackError:
        raise error from None
    say(f"{error.message}; copied the link {way}")
    if on_terminal() and not address.startswith("file:"):
        sys.stdout.write(f"\x1b]8;;{address}\x1b\\{address}\x1b]8;;\x1b\\\n")
    else:
        say(address)


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
