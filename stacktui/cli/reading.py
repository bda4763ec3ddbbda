"""``show`` and ``note``: what is known of a paper, and its note."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace

from stacktui.cli.choosing import choose
from stacktui.cli.command import Command
from stacktui.cli.output import ascii_only, say, say_json
from stacktui.cli.records import describe, headline, paper_json
from stacktui.cli.shell import Shell
from stacktui.errors import NothingFound, StackError
from stacktui.fields import append_to_note
from stacktui.model import Paper
from stacktui.text import clean


def _show(shell: Shell, options: Namespace) -> int:
    paper = choose(shell.library, " ".join(options.words))
    if options.json:
        say_json(paper_json(paper))
    else:
        say(describe(paper, ascii_only(shell.settings.symbols)))
    return 0


def _note(shell: Shell, options: Namespace) -> int:
    paper = choose(shell.library, " ".join(options.words))
    if options.append is not None:
        lines = _lines(sys.stdin.read() if options.append == "-" else options.append)
        shell.library.update([paper.id], lambda now: append_to_note(now, lines), f"note of {paper.key}")
        say(f"noted {headline(paper)}")
        return 0
    if options.edit:
        return _edit(shell, paper)
    if not paper.note:
        raise NothingFound(f"{paper.key} has no note yet", f"`stacktui note {paper.key} --edit` writes one")
    say(paper.note_text.rstrip("\n"))
    return 0


def _edit(shell: Shell, paper: Paper) -> int:
    from stacktui.editor import edit_text

    before, text = paper.note, edit_text(paper.note_text, ".md")
    after = _lines(text)
    if text == paper.note_text:
        say(f"unchanged {headline(paper)}")
        return 0
    shell.library.refresh()
    try:
        shell.library.update(
            [paper.id], lambda now: now.edit(note=_merged(before, after, now.note)), f"note of {paper.key}"
        )
    except StackError as error:
        raise _with_draft(error, "\n".join(after)) from error
    say(f"noted {headline(paper)}")
    return 0


def _merged(before: tuple[str, ...], after: tuple[str, ...], now: tuple[str, ...]) -> tuple[str, ...]:
    """The edited note, with what somebody else wrote into it meanwhile."""
    if now == before:
        return after
    from stacktui.merge import merge_lines

    return tuple(merge_lines(before, after, now)[0])


def _with_draft(error: StackError, text: str) -> StackError:
    """An error of saving that says where the text is now: what somebody wrote is never thrown away."""
    import tempfile

    with tempfile.NamedTemporaryFile(
        "w", prefix="stacktui-note-", suffix=".md", delete=False, encoding="utf-8"
    ) as draft:
        draft.write(text + "\n")
    hint = "; ".join(filter(None, (error.hint, f"your text is in {draft.name}")))
    return type(error)(error.message, hint)


def _lines(text: str) -> tuple[str, ...]:
    """A text as the lines of a note, without blank ones at the end."""
    stripped = clean(text).rstrip()
    return tuple(stripped.split("\n")) if stripped else ()


def _show_options(parser: ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="as one JSON object")


def _note_options(parser: ArgumentParser) -> None:
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--edit", action="store_true", help="edit it in $VISUAL, $EDITOR or vi")
    what.add_argument("--append", metavar="TEXT", help="put lines at its end; - reads them from stdin")


COMMANDS = {
    "show": Command(
        run=_show,
        words="PAPER",
        least=1,
        options=_show_options,
        help="Show everything known of a paper: its fields, numbered links and note.\n"
        "PAPER is a key, an id, a title or a query that one paper answers best.",
        examples=("show vaswani2017attention", "show attention is all you need", "show shufflenet v2 --json"),
    ),
    "note": Command(
        run=_note,
        words="PAPER",
        least=1,
        options=_note_options,
        help="Print the note of a paper, edit it in your editor, or put lines at its end.",
        examples=(
            "note vaswani2017attention",
            "note vaswani2017attention --edit",
            "note vaswani2017attention --append '- compare with the ablation in Table 3'",
        ),
    ),
}
