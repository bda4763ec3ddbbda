"""``add``: a paper onto the stack."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace

from stacktui.capture import parse_capture
from stacktui.cli.command import Command
from stacktui.cli.output import say, say_aside, say_json
from stacktui.cli.records import headline, paper_json
from stacktui.cli.shell import Shell
from stacktui.errors import UsageError
from stacktui.fields import append_to_note, parse_rating, with_status
from stacktui.model import STATUSES, Paper, tidy_category, tidy_tag
from stacktui.text import clean


def _add(shell: Shell, options: Namespace) -> int:
    text = _text(shell, options)
    capture = parse_capture(text)
    if capture.is_empty:
        raise UsageError("there is nothing to add", "`stacktui add 'TITLE or LINK'`; `stacktui add --help` tells more")
    for problem in capture.problems:
        say_aside(problem)
    added = shell.library.add(_with_options(capture.paper, options))
    result = "known" if added.known else "added"
    if options.json:
        say_json({"result": result, "paper": paper_json(added.paper)})
    else:
        say(f"{result} {headline(added.paper)}")
    return 0


def _text(shell: Shell, options: Namespace) -> str:
    if options.paste:
        from stacktui.clipboard import paste

        return paste(setting=shell.settings.clipboard, command=shell.settings.paste_command)
    if options.words == ["-"]:
        return sys.stdin.buffer.read().decode("utf-8", "replace")
    return " ".join(options.words)


def _with_options(paper: Paper, options: Namespace) -> Paper:
    """The captured paper with what the options say of it."""
    tags = [tidy_tag(tag) for given in options.tag for tag in given.split(",")]
    categories = [tidy_category(path) for path in options.category]
    paper = paper.edit(
        tags=tuple(dict.fromkeys(filter(None, (*paper.tags, *tags)))),
        categories=tuple(dict.fromkeys(filter(None, (*paper.categories, *categories)))),
    )
    if options.rating is not None:
        paper = paper.edit(rating=options.rating or None)
    if options.note:
        paper = append_to_note(paper, clean(options.note).rstrip("\n").split("\n"))
    return with_status(paper, options.status or paper.status)


def _rating(text: str) -> float:
    try:
        return parse_rating(text) or 0
    except UsageError as error:
        raise ArgumentTypeError(str(error)) from None


def _options(parser: ArgumentParser) -> None:
    parser.add_argument("--paste", action="store_true", help="take the text from the clipboard")
    parser.add_argument(
        "--category", metavar="C", action="append", default=[], help="put it there, such as NAS/Survey; may be repeated"
    )
    parser.add_argument("--tag", metavar="T", action="append", default=[], help="give it a tag; may be repeated")
    parser.add_argument("--status", metavar="S", choices=STATUSES, help=", ".join(STATUSES))
    parser.add_argument("--rating", metavar="N", type=_rating, help="stars: 0.5 to 5 in halves")
    parser.add_argument("--note", metavar="TEXT", help="lines for its note")
    parser.add_argument("--json", action="store_true", help="print the result as JSON")


COMMANDS = {
    "add": Command(
        run=_add,
        words="[TEXT…]",
        options=_options,
        help="Put a paper on the stack. The text may hold a title, a link, an arXiv id or DOI, #tag, @category/sub,\n"
        "[2019-ICLR-oral], ★★★ and !reading, in any order; BibTeX is understood too. Quote it: # and ! belong to\n"
        "the shell. - reads stdin, where further lines are the note. A paper that is there already is `known`.",
        examples=(
            "add 'Attention Is All You Need https://arxiv.org/abs/1706.03762 #transformer @NLP'",
            "add '[2019-ICLR-oral] The Lottery Ticket Hypothesis ★★★★ !reading'",
            "add --paste --tag to-cite",
        ),
    ),
}
