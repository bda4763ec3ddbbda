"""``export``: papers in a format, to stdout, a file or a folder."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace

from stacktui.cli.command import Command
from stacktui.cli.export_choice import choose
from stacktui.cli.output import on_terminal, safe_json, say, say_aside
from stacktui.cli.shell import Shell
from stacktui.formats import writable_formats
from stacktui.formats.templates import template_folder, template_names


def _export(shell: Shell, options: Namespace) -> int:
    export = choose(shell, options)
    text = export.text(shell.library)
    if options.output is not None or not on_terminal():  # else the text is for reading
        for loss in export.losses:
            say_aside(loss)
    if options.output in (None, "-"):
        _print(safe_json(text) if export.kind.name == "json" else text)
    else:
        say_aside(export.write(shell.library, options.output, text, force=options.force))
    return 0


def _print(text: str) -> None:
    if on_terminal():
        say(text.rstrip("\n"))
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8", "replace"))  # formats are UTF-8, whatever the locale


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
