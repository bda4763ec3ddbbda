"""``list --format``: Python's format language over the fields of a paper, and nothing else of Python.

``{year:>6}`` and ``{title:.40}`` work as in ``str.format``; attributes and indexes do not, so that a template reaches
only the values named here. ``\\t`` and ``\\n`` in a template are a tab and a line end, since shells do not make them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from string import Formatter

from stacktui.errors import UsageError
from stacktui.identity import arxiv_id, doi
from stacktui.model import PAPER_FIELDS, Paper, plain

_Value = str | int | float
_ESCAPE = re.compile(r"\\([tn\\])")
_ESCAPED = {"t": "\t", "n": "\n", "\\": "\\"}
_MOST_COLUMNS = 4
"""Digits that a width may have: a template can't ask for a line of gigabytes."""

_JOINTS = {"authors": ", ", "categories": ", ", "tags": " "}


def compile_template(template: str) -> Callable[[Paper], str]:
    """A function that fills the template with a paper; UsageError where the template is wrong."""
    text = _ESCAPE.sub(lambda found: _ESCAPED[found[1]], template)
    try:
        pieces = list(Formatter().parse(text))
    except ValueError as error:
        raise UsageError(
            f"the template is wrong: {error}", "a brace of the text itself is written twice: {{ }}"
        ) from None
    fillers = [_filler(literal, name, spec or "", conversion) for literal, name, spec, conversion in pieces]
    return lambda paper: "".join(fill(paper) for fill in fillers)


def _filler(literal: str, name: str | None, spec: str, conversion: str | None) -> Callable[[Paper], str]:
    if name is None:
        return lambda paper: literal
    if name not in TEMPLATE_FIELDS:
        raise UsageError(f"there is no `{{{name}}}` for a template", f"there are {', '.join(TEMPLATE_FIELDS)}")
    if "{" in spec or re.search(rf"\d{{{_MOST_COLUMNS + 1}}}", spec) or conversion not in (None, "s"):
        raise UsageError(f"a template can't have `{spec or conversion}`", "write such as {title:.40} or {year:>6}")
    value = TEMPLATE_FIELDS[name]
    _formatted(value(_EXAMPLE), spec, name)
    return lambda paper: literal + _formatted(value(paper), spec, name)


def _formatted(value: _Value, spec: str, name: str) -> str:
    try:
        return format(value, spec)
    except ValueError as error:
        if value == "" and (numeric := re.fullmatch(r"(.?[<>=^])?[+ -]?#?0?(\d*)[,_]?(\.\d+)?[bcdeEfFgGnoxX%]?", spec)):
            return " " * int(numeric[2] or 0)  # a number that is not known, in a column of numbers
        raise UsageError(f"`{{{name}:{spec}}}` can't be formatted: {error}", "write such as {title:.40}") from None


def _field(name: str) -> Callable[[Paper], _Value]:
    def value(paper: Paper) -> _Value:
        found = plain(getattr(paper, name))
        if isinstance(found, list):
            return _JOINTS.get(name, " ").join(map(str, found))
        return "" if found is None else found

    return value


def _links(paper: Paper) -> str:
    return " ".join(link.url for link in paper.all_links if link.url)


_EXAMPLE = Paper(id=1, year=2019, month=5, rating=4)
"""A paper to try a template on before any is printed."""

TEMPLATE_FIELDS: dict[str, Callable[[Paper], _Value]] = {
    "id": lambda paper: paper.id,
    **{name: _field(name) for name in PAPER_FIELDS if name not in ("links", "sources", "conflicts", "note")},
    "links": _links,
    "sources": lambda paper: " ".join(source.list for source in paper.sources),
    "conflicts": lambda paper: " ".join(conflict.field for conflict in paper.conflicts),
    "note": lambda paper: paper.note_text,
    "arxiv": lambda paper: arxiv_id(paper) or "",
    "doi": lambda paper: doi(paper) or "",
}
"""What a template can name."""
