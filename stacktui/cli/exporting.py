"""``export``: papers in a format, to stdout, a file or a folder."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser, Namespace

from stacktui.cli.command import Command
from stacktui.cli.export_choice import Choice, choose
from stacktui.cli.files import differing_files, same_file, write_file, write_files
from stacktui.cli.output import on_terminal, safe_json, say, say_aside
from stacktui.cli.shell import Shell
from stacktui.errors import StackError, UsageError
from stacktui.formats import writable_formats
from stacktui.formats.templates import template_folder, template_names
from stacktui.text import counted


def _export(shell: Shell, options: Namespace) -> int:
    choice = choose(shell, options)
    output: str | None = None if options.output == "-" else options.output
    if options.output is not None or not on_terminal():  # else the text is for reading
        from stacktui.formats.losses import losses

        for loss in losses(choice.papers, choice.notes, choice.kind.name):
            say_aside(loss)
    if output is None:
        text = choice.rendered(shell)
        _print(safe_json(text) if choice.kind.name == "json" else text)
    elif choice.kind.name == "obsidian" and (output.endswith(os.sep) or os.path.isdir(output)):
        say_aside(_write_folder(choice, output, options.force))
    else:
        say_aside(_write(shell, choice, output, options.force))
    return 0


def _print(text: str) -> None:
    if on_terminal():
        say(text.rstrip("\n"))
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8", "replace"))  # formats are UTF-8, whatever the locale


def _write(shell: Shell, choice: Choice, output: str, force: bool) -> str:
    """Write a file; what is to be told of it."""
    text = choice.rendered(shell)
    _refuse_own_files(shell, output, force)
    replaced = ", in place of what was there" if os.path.isfile(output) else ""
    write_file(output, text)
    return f"wrote {choice.amount} to {output}{replaced}"


def _refuse_own_files(shell: Shell, output: str, force: bool) -> None:
    """An export is no library, and a list that somebody writes by hand says more than an export of it."""
    if same_file(output, [shell.library_path]):
        raise UsageError(f"{output} is the library itself", "choose another file with -o")
    lists = (record.get("file") for record in shell.library.lists.values())
    if not force and same_file(output, [file for file in lists if isinstance(file, str) and file]):
        hint = f"`stacktui publish {output}` writes into it what changed; --force replaces it"
        raise UsageError(f"{output} is a list that was imported; an export would replace all of it", hint)


def _write_folder(choice: Choice, folder: str, force: bool) -> str:
    """A file a paper, as Obsidian has them; what is to be told of it."""
    from stacktui.formats.obsidian import files

    texts = files(choice.papers, choice.notes)
    differing = differing_files(folder, texts)
    if differing and not force:
        more = f" and {len(differing) - 1:,} more" if len(differing) > 1 else ""
        raise StackError(f"{differing[0]}{more} in {folder} would be replaced", "nothing was written; --force does it")
    write_files(folder, texts)
    return f"wrote {choice.amount} into {folder}: {counted(len(texts), 'file')}"


def _options(parser: ArgumentParser) -> None:
    parser.add_argument("--to", metavar="FORMAT", help="one of those below; else by the suffix of -o, else json")
    parser.add_argument("-o", "--output", metavar="FILE", help="write there instead of stdout")
    parser.add_argument("--aux", metavar="FILE", help="only the papers that a LaTeX .aux file cites")
    parser.add_argument("--force", action="store_true", help="also in place of an imported list or changed notes")


def _templates() -> str:
    """The templates of the user, or where they would be."""
    names = template_names()
    where = f"Jinja2 templates NAME.j2 in {template_folder()}"
    return f"your templates: {' '.join(names)}" if names else f"your own: {where}"


COMMANDS = {
    "export": Command(
        run=_export,
        words="[QUERY…]",
        options=_options,
        help="Write the papers that answer a query in a format, newest on top; without a query all of them and the\n"
        "free notes, and as json the whole library. What a format has no place for is told first.\n"
        "formats: " + " ".join(writable_formats()) + "\n" + _templates() + "\n"
        "`stacktui help formats` and `stacktui help templates` tell more.",
        examples=(
            "export tag:to-cite -o refs.bib",
            "export status:read --to table > read.md",
            "export --to obsidian -o vault/",
            "export --aux thesis.aux --to bibtex",
        ),
    ),
}
