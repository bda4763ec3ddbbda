"""The formats that papers are read from and written to.

``FORMATS`` maps a name to a :class:`Format`. Modules are imported when a format is first used, never before: a parser
is a function ``parse(text) -> Document``, an exporter a function ``render(papers, notes=()) -> str``. A new format is
one entry here and one module beside this one.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from importlib import import_module
from typing import TYPE_CHECKING, Any

from stacktui.errors import UsageError

if TYPE_CHECKING:
    from stacktui.formats.document import Document

Parse = Callable[[str], "Document"]
Render = Callable[..., str]
"""``render(papers, notes=()) -> str``"""


@dataclass(frozen=True, slots=True)
class Format:
    """One format: its name, the file suffixes that mean it, and where the code is (``module:function``)."""

    name: str
    suffixes: tuple[str, ...]
    description: str
    parser: str = ""
    renderer: str = ""

    @property
    def parse(self) -> Parse | None:
        """The function that reads this format, None where it can only be written."""
        return _load(self.parser) if self.parser else None

    @property
    def render(self) -> Render | None:
        """The function that writes this format, None where it can only be read."""
        return _load(self.renderer) if self.renderer else None


def _load(place: str) -> Any:
    module, function = place.split(":")
    return getattr(import_module(f"stacktui.formats.{module}"), function)


def _named(formats: Iterable[Format]) -> dict[str, Format]:
    return {kind.name: kind for kind in formats}


FORMATS = _named(
    (
        Format("json", (".json",), "the whole library, every field of it", "json_:parse", "json_:render"),
        Format("bibtex", (".bib",), "BibTeX", "bibtex_reading:parse", "bibtex:render"),
        Format("ris", (".ris",), "RIS", "", "ris:render"),
        Format("csl-json", (".csl.json",), "CSL JSON for citation processors", "", "csl_json:render"),
        Format("csv", (".csv",), "a table with a head row", "lists:parse_csv", "csv_:render"),
        Format("org", (".org",), "Org headings with TODO states", "lists:parse_org", "org:render"),
        Format("markdown", (".md", ".markdown", ".mdown"), "a reading list in Markdown", "lists:parse_markdown"),
        Format("text", (".txt",), "a reading list as plain text", "lists:parse_text"),
        Format("rst", (".rst",), "a reading list in reStructuredText", "lists:parse_rst"),
        Format("blog", (), "Markdown: a blog index, one heading a paper", "lists:parse_markdown", "blog:render"),
        Format("headed", (), "text: [YEAR-VENUE] title, then the note", "lists:parse_text", "headed:render"),
        Format("jekyll", (), "Markdown: a Jekyll post with bullets as notes", "lists:parse_markdown", "jekyll:render"),
        Format("readme", (), "Markdown: README blocks with authors and stars", "lists:parse_markdown", "readme:render"),
        Format("table", (), "Markdown: one table a category", "lists:parse_markdown", "table:render"),
        Format("checklist", (), "Markdown: check boxes", "lists:parse_markdown", "checklist:render"),
        Format("papis", (), "YAML documents as papis reads them", "", "papis:render"),
        Format("obsidian", (), "Markdown with YAML head matter, one part a paper", "", "obsidian:render"),
    )
)
"""Every format by name. Those that only tell a style of Markdown or text share its parser."""


def format_named(name: str) -> Format:
    """The format, or the user's template, of that name; a UsageError that lists the known ones where there is none."""
    if name in FORMATS:
        return FORMATS[name]
    from stacktui.formats.templates import template_named, template_names

    if template := template_named(name):
        return template
    own = template_names()
    known = ", ".join(FORMATS) + (f"; your templates: {', '.join(own)}" if own else "")
    raise UsageError(f"unknown format {name!r}", f"known: {known}")


def format_of_file(path: str) -> Format | None:
    """The format that the suffix of a file name means; None where it means none."""
    name = os.path.basename(path).lower()
    fitting = [(len(suffix), kind) for kind in FORMATS.values() for suffix in kind.suffixes if name.endswith(suffix)]
    return max(fitting, key=lambda pair: pair[0])[1] if fitting else None


def writable_formats() -> tuple[str, ...]:
    """The names that ``export --to`` takes."""
    return tuple(name for name, kind in FORMATS.items() if kind.renderer)


def readable_formats() -> tuple[str, ...]:
    """The names that ``import --from`` takes."""
    return tuple(name for name, kind in FORMATS.items() if kind.parser)


def parse_document(data: bytes, name: str, format: str | None = None) -> Document:
    """What the bytes of a file hold: papers, notes, headings, and what was ignored or not understood.

    ``name`` is the file's path as it should be reported. The format is found from the content unless ``format`` names
    one. Bytes that are no text raise a StackError; a text without papers is a Document without papers.
    """
    from hashlib import sha256

    from stacktui.formats.decode import decode
    from stacktui.formats.detect import detect_format

    digest = sha256(data).hexdigest()
    decoded = decode(data, name)
    del data
    chosen = format_named(format or detect_format(decoded.text, name))
    parse = chosen.parse
    if parse is None:
        raise UsageError(f"{chosen.name} can be written but not read", "readable: " + ", ".join(readable_formats()))
    encoding, newline, bom = decoded.encoding, decoded.newline, decoded.bom
    texts = [decoded.text]
    del decoded
    shares = chosen.parser.startswith("lists:")  # then nobody holds a big text any more once it is cut into lines
    document = parse(texts.pop() if shares else texts[0])
    lines = document.lines or texts[0].split("\n")
    return replace(document, file=name, encoding=encoding, newline=newline, bom=bom, sha256=digest, lines=lines)
