"""What ``export`` writes: which papers and free notes, in which format."""

from __future__ import annotations

import os
import re
from argparse import Namespace
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from stacktui.cli.listing import select
from stacktui.cli.output import say_aside
from stacktui.cli.shell import Shell
from stacktui.errors import NothingFound, StackError, UsageError
from stacktui.formats import FORMATS, Format, format_named, format_of_file, writable_formats
from stacktui.formats.templates import template_names
from stacktui.model import FreeNote, Paper
from stacktui.text import counted

_CITED = re.compile(r"\\(?:citation|abx@aux@cite(?:\{\d+\})?)\{([^}]*)\}")


@dataclass(frozen=True)
class Choice:
    """A format and what is to be written in it."""

    kind: Format
    papers: Sequence[Paper]
    notes: Sequence[FreeNote] = ()
    is_part: bool = False
    """Whether papers were chosen; else it is all that the library holds."""

    @property
    def amount(self) -> str:
        """``12 papers and 1 free note as org``; free notes that have no place there do not count."""
        from stacktui.formats.losses import held_by

        has_notes = self.notes and "notes" in held_by(self.kind.name)
        notes = f" and {counted(len(self.notes), 'free note')}" if has_notes else ""
        return f"{counted(len(self.papers), 'paper')}{notes} as {self.kind.name}"

    def rendered(self, shell: Shell) -> str:
        """The text to write."""
        if self.kind.name == "json":
            from stacktui.formats.json_ import render_library

            chosen = [paper.id for paper in self.papers] if self.is_part else None
            return render_library(shell.library.tables, chosen)
        render = self.kind.render
        if render is None:
            raise _not_written(self.kind)
        return render(self.papers, self.notes)


def choose(shell: Shell, options: Namespace) -> Choice:
    """What the options of ``export`` ask for."""
    kind = _format(options.to, options.output)
    query = " ".join(options.words)
    if options.aux:
        return Choice(kind, _cited(select(shell, query), options.aux), is_part=True)
    if query.strip():
        return Choice(kind, _in_stack_order(shell, select(shell, query)), is_part=True)
    papers, notes = shell.library.stack(), _in_note_order(shell.library.notes.values())
    holds_more = kind.name == "json" and any(table for name, table in shell.library.tables.items() if name != "meta")
    if not (papers or notes or holds_more):
        hint = "`stacktui add 'TITLE or LINK'` puts a paper on it; `stacktui import FILE` takes a list"
        raise NothingFound("there is nothing to export: the stack is empty", hint)
    return Choice(kind, papers, notes)


# -- the format ----------------------------------------------------------------------------------------------------


def _format(name: str | None, output: str | None) -> Format:
    """The format of a name, else of the suffix of a file, else JSON."""
    if name:
        return _named(name)
    kind = format_of_file(output) if output else None
    if kind is None:
        return FORMATS["json"]
    if kind.renderer:
        return kind
    styles = [each for each in FORMATS.values() if each.renderer and each.parser == kind.parser]
    if len(styles) == 1:
        return styles[0]
    if not styles:
        raise _not_written(kind)
    known = " ".join(each.name for each in styles)
    raise UsageError(f"{os.path.basename(str(output))} may be of several styles", f"say which with --to: {known}")


def _named(name: str) -> Format:
    try:
        kind = format_named(name)
    except UsageError:
        own = template_names()
        more = f"your templates: {' '.join(own)}" if own else "`stacktui help templates` tells how to make one"
        known = " ".join(writable_formats())
        raise UsageError(f"unknown format {name!r}", f"known: {known}; {more}") from None
    if not kind.renderer:
        raise _not_written(kind)
    return kind


def _not_written(kind: Format) -> UsageError:
    return UsageError(f"{kind.name} can be read but not written", f"choose with --to: {' '.join(writable_formats())}")


# -- the papers and free notes -------------------------------------------------------------------------------------


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


def _in_note_order(notes: Iterable[FreeNote]) -> tuple[FreeNote, ...]:
    """Free notes: the newest first, those without a date last, and of one day as they stood in their list."""
    as_listed = sorted(notes, key=lambda note: (*_place_in_list(note), note.id))
    return tuple(sorted(as_listed, key=lambda note: note.date, reverse=True))


def _place_in_list(note: FreeNote) -> tuple[str, int]:
    sources = note.unknown.get("sources")
    first = sources[0] if isinstance(sources, list) and sources and isinstance(sources[0], dict) else {}
    name, line = first.get("list"), first.get("line")
    return name if isinstance(name, str) else "", line if isinstance(line, int) else 0
