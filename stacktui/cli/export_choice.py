"""What ``export`` is asked for: which papers, in which format."""

from __future__ import annotations

import os
import re
from argparse import Namespace
from collections.abc import Sequence

from stacktui.cli.listing import select
from stacktui.cli.output import say_aside
from stacktui.cli.shell import Shell
from stacktui.errors import NothingFound, StackError, UsageError
from stacktui.formats import FORMATS, Format, format_named, format_of_file, writable_formats
from stacktui.formats.exporting import Export, export_of, not_written
from stacktui.formats.templates import template_names
from stacktui.model import Paper

_CITED = re.compile(r"\\(?:citation|abx@aux@cite(?:\{\d+\})?)\{([^}]*)\}")


def choose(shell: Shell, options: Namespace) -> Export:
    """What the options of ``export`` ask for."""
    kind = _format(options.to, options.output)
    query = " ".join(options.words)
    if options.aux:
        return Export(kind, _cited(select(shell, query), options.aux), is_part=True)
    if query.strip():
        return export_of(shell.library, kind, {paper.id for paper in select(shell, query)})
    chosen = export_of(shell.library, kind)
    holds_more = kind.name == "json" and any(table for name, table in shell.library.tables.items() if name != "meta")
    if not (chosen.papers or chosen.notes or holds_more):
        hint = "`stacktui add 'TITLE or LINK'` puts a paper on it; `stacktui import FILE` takes a list"
        raise NothingFound("there is nothing to export: the stack is empty", hint)
    return chosen


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
        raise not_written(kind)
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
        raise not_written(kind)
    return kind


# -- the papers -------------------------------------------------------------------------------------


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
