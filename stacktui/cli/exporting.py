"""``export``: papers in a format, to stdout or a file."""

from __future__ import annotations

import os
import re
import sys
import tempfile
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Sequence

from stacktui.cli.command import Command
from stacktui.cli.listing import select
from stacktui.cli.output import on_terminal, say, say_aside
from stacktui.cli.shell import Shell
from stacktui.errors import NothingFound, StackError, UsageError
from stacktui.formats import FORMATS, Format, format_named, format_of_file, writable_formats
from stacktui.formats.templates import template_folder, template_names
from stacktui.model import FreeNote, Paper
from stacktui.text import counted

_CITED = re.compile(r"\\(?:citation|abx@aux@cite(?:\{\d+\})?)\{([^}]*)\}")


def _export(shell: Shell, options: Namespace) -> int:
    kind = _format(options.to, options.output)
    query = " ".join(options.words)
    is_part = bool(query.strip() or options.aux)
    papers, notes = (_part(shell, query, options.aux), ()) if is_part else _everything(shell, kind)
    _tell_losses(kind, papers, notes, options.output)
    if kind.name == "json":
        from stacktui.formats.json_ import render_library

        text = render_library(shell.library.tables, [paper.id for paper in papers] if is_part else None)
    else:
        text = _rendered(kind, papers, notes)
    _write(shell, options.output, text)
    if options.output not in (None, "-"):
        say_aside(f"wrote {_amount(papers, notes)} as {kind.name} to {options.output}")
    return 0


def _part(shell: Shell, query: str, aux: str | None) -> list[Paper]:
    """The papers that answer a query, or of these the ones that a LaTeX document cites."""
    found = select(shell, query)
    return _cited(found, aux) if aux else _in_stack_order(shell, found)


def _everything(shell: Shell, kind: Format) -> tuple[list[Paper], tuple[FreeNote, ...]]:
    papers, notes = shell.library.stack(), _in_note_order(shell.library.notes.values())
    holds_more = kind.name == "json" and any(table for name, table in shell.library.tables.items() if name != "meta")
    if not (papers or notes or holds_more):
        raise NothingFound(
            "there is nothing to export: the stack is empty", "`stacktui add 'TITLE or LINK'` puts a paper on it"
        )
    return papers, notes


def _in_note_order(notes: Iterable[FreeNote]) -> tuple[FreeNote, ...]:
    """Free notes: the newest first, those without a date last, and of one day as they stood in their list."""
    as_listed = sorted(notes, key=lambda note: (*_place_in_list(note), note.id))
    return tuple(sorted(as_listed, key=lambda note: note.date, reverse=True))


def _place_in_list(note: FreeNote) -> tuple[str, int]:
    sources = note.unknown.get("sources")
    first = sources[0] if isinstance(sources, list) and sources and isinstance(sources[0], dict) else {}
    name, line = first.get("list"), first.get("line")
    return name if isinstance(name, str) else "", line if isinstance(line, int) else 0


def _amount(papers: Sequence[Paper], notes: Sequence[FreeNote]) -> str:
    """``12 papers and 1 free note``."""
    return counted(len(papers), "paper") + (f" and {counted(len(notes), 'free note')}" if notes else "")


def _format(name: str | None, output: str | None) -> Format:
    kind = format_named(name) if name else (format_of_file(output) if output else None) or FORMATS["json"]
    if not kind.renderer:
        why = f"{kind.name} can't be written" if name else f"{output} may be of several styles"
        raise UsageError(why, f"choose with --to: {', '.join(writable_formats())}")
    return kind


def _in_stack_order(shell: Shell, papers: Sequence[Paper]) -> list[Paper]:
    wanted = {paper.id for paper in papers}
    return [paper for paper in shell.library.stack() if paper.id in wanted]


def _cited(papers: Sequence[Paper], path: str) -> list[Paper]:
    """The papers that a LaTeX document cites, in the order of its .aux file; the keys nobody has are told."""
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            groups = _CITED.findall(file.read())
    except OSError as error:
        raise StackError(f"cannot read {path}: {error.strerror}", "run LaTeX first, it writes the .aux file") from None
    keys = dict.fromkeys(key.strip() for group in groups for key in group.split(",") if key.strip() not in ("", "*"))
    known = {paper.key: paper for paper in papers}
    missing = [key for key in keys if key not in known]
    if missing:
        say_aside(f"not in the library: {', '.join(missing)}")
    found = [known[key] for key in keys if key in known]
    if not found:
        raise NothingFound(f"{path} cites no paper of the library", "keys are shown by `stacktui list`")
    return found


def _rendered(kind: Format, papers: Sequence[Paper], notes: Sequence[FreeNote]) -> str:
    render = kind.render
    if render is None:
        raise UsageError(f"{kind.name} can't be written", f"choose with --to: {', '.join(writable_formats())}")
    return render(papers, notes)


def _tell_losses(kind: Format, papers: Sequence[Paper], notes: Sequence[FreeNote], output: str | None) -> None:
    """Say what the format cannot hold, unless the text is for reading on the terminal."""
    if output is None and on_terminal():
        return
    from stacktui.formats.losses import losses

    for loss in losses(papers, notes, kind.name):
        say_aside(loss)


def _write(shell: Shell, output: str | None, text: str) -> None:
    if output in (None, "-"):
        if on_terminal():
            say(text.rstrip("\n"))
        else:
            _write_bytes(text)
        return
    _refuse_library(shell, str(output))
    write_file(str(output), text)


def _write_bytes(text: str) -> None:
    """Formats are UTF-8, whatever the locale."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8", "replace"))


def _refuse_library(shell: Shell, output: str) -> None:
    """An export is no library: writing one over the other would lose what only a library holds."""
    if os.path.exists(output) and os.path.exists(shell.library_path) and os.path.samefile(output, shell.library_path):
        raise UsageError(f"{output} is the library itself", "choose another file with -o")


def write_file(path: str, text: str) -> None:
    """Write a text file whole or not at all; what is no regular file (a pipe, a device) is simply written to."""
    target = os.path.realpath(path)
    try:
        if os.path.exists(target) and not os.path.isfile(target):
            with open(target, "wb") as stream:
                stream.write(text.encode("utf-8", "replace"))
            return
        _replace(target, text.encode("utf-8", "replace"))
    except OSError as error:
        raise StackError(f"cannot write {path}: {error.strerror}", "choose another place with -o") from None


def _replace(target: str, data: bytes) -> None:
    handle, temporary = tempfile.mkstemp(dir=os.path.dirname(target), prefix=".stacktui-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fchmod(file.fileno(), _mode_of(target))
        os.replace(temporary, target)
    except BaseException:
        os.unlink(temporary)
        raise


def _mode_of(target: str) -> int:
    """The permissions of the file that is there, else those that a new file gets."""
    try:
        return os.stat(target).st_mode & 0o777
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask


def _options(parser: ArgumentParser) -> None:
    parser.add_argument("--to", metavar="FORMAT", help="one of those below; else by the suffix of -o, else json")
    parser.add_argument("-o", "--output", metavar="FILE", help="write there instead of stdout")
    parser.add_argument("--aux", metavar="FILE", help="only the papers that a LaTeX .aux file cites")


def _templates() -> str:
    """The templates of the user, or where they would be."""
    names = template_names()
    if not names:
        return f"your own: Jinja2 templates NAME.j2 in {template_folder()}"
    return f"your templates: {' '.join(names)}"


COMMANDS = {
    "export": Command(
        run=_export,
        words="[QUERY…]",
        options=_options,
        help="Write the papers that answer a query (all without one, and the free notes) in a format, newest on top.\n"
        "formats: " + " ".join(writable_formats()) + "\n" + _templates(),
        examples=(
            "export tag:to-cite -o refs.bib",
            "export status:read --to table > read.md",
            "export --aux thesis.aux --to bibtex",
        ),
    ),
}
