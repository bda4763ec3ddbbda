"""Styles of the user's own: Jinja2 templates in the folder ``templates`` beside the settings.

``talk.j2`` there is what ``export --to talk`` writes. A template sees

* ``papers``: a mapping each with every field of a record, ``id``, ``arxiv`` and ``doi``; lists are lists, what is not
  known is none (numbers) or empty, ``note`` is a list of lines and ``note_text`` the same as one text;
* ``categories``: mappings with ``name`` and ``papers``, by first category, those without one last under ``""``;
* ``notes``: the free notes, mappings with ``title``, ``date``, ``text`` (lines) and ``papers`` (keys);
* filters beside those of Jinja: ``md`` and ``tex`` make text safe for Markdown and TeX, ``stars`` draws a rating; ``e``
  is Jinja's for HTML.

Templates run in a sandbox: they see these values and nothing else, and can read other templates of the folder only.
What they make is free of control characters, whatever the fields of other programs hold.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from typing import Any

from stacktui.errors import StackError
from stacktui.formats import Format, Render
from stacktui.model import PAPER_FIELDS, FreeNote, Paper
from stacktui.model import plain as as_json
from stacktui.paths import config_file
from stacktui.text import clean

SUFFIX = ".j2"
EXAMPLE = """\
{% for category in categories %}
## {{ (category.name or "Others") | md }}

{% for paper in category.papers %}
- **{{ paper.title | md }}**{% if paper.year %} ({{ paper.venue | md }} {{ paper.year }}){% endif %} {{ paper.url }}
{% if paper.note %}
{{ paper.note_text | indent(2, first=true) }}
{% endif %}
{% endfor %}

{% endfor %}
"""
"""A template to begin with."""
_FIELD = re.compile(r"[a-z_]+")


@dataclass(frozen=True, slots=True)
class Template(Format):
    """A format that a template of the user's makes."""

    @property
    def render(self) -> Render | None:
        """The function that writes this format."""
        return partial(render_template, self.name)


def template_folder() -> str:
    """Where the templates are."""
    return os.path.join(os.path.dirname(config_file()), "templates")


def template_names() -> tuple[str, ...]:
    """The names of the templates, which ``export --to`` takes."""
    try:
        files = os.listdir(template_folder())
    except OSError:
        return ()
    return tuple(sorted(file.removesuffix(SUFFIX) for file in files if file.endswith(SUFFIX) and file != SUFFIX))


def template_named(name: str) -> Template | None:
    """The format that a template makes; None where there is none of that name."""
    if name not in template_names():
        return None
    if find_spec("jinja2") is None:
        raise StackError(f"{name}{SUFFIX} needs Jinja2, which is not installed", "pip install jinja2")
    return Template(name, (), f"your template {name}{SUFFIX}", renderer=f"templates:{name}")


def render_template(name: str, papers: Sequence[Paper], notes: Sequence[FreeNote] = ()) -> str:
    """What a template makes of papers and free notes; a StackError with its name and line where it fails."""
    from jinja2 import TemplateError

    from stacktui.formats.markdown_out import by_category

    values = {id(paper): paper_values(paper) for paper in papers}
    context = {
        "papers": list(values.values()),
        "categories": [
            {"name": category, "papers": [values[id(paper)] for paper in group]}
            for category, group in by_category(papers)
        ],
        "notes": [
            {"id": note.id, "title": "", "date": "", "text": [], "papers": []} | note.to_record() for note in notes
        ],
    }
    try:
        text: str = _environment().get_template(name + SUFFIX).render(context)
    except (TemplateError, *_RAISED_INSIDE) as error:
        raise _told(error, name) from None
    return clean(text if text.endswith("\n") else text + "\n")


def paper_values(paper: Paper) -> dict[str, Any]:
    """A paper as plain values, every field among them."""
    from stacktui.identity import arxiv_id, doi

    fields = {name: as_json(getattr(paper, name)) for name in PAPER_FIELDS}
    derived = {"id": paper.id, "arxiv": arxiv_id(paper) or "", "doi": doi(paper) or "", "note_text": paper.note_text}
    return {**paper.unknown, **fields, **derived}


def fields_used(name: str) -> frozenset[str]:
    """What a template prints, in the words of :mod:`stacktui.formats.losses`, as far as its text tells."""
    from jinja2 import TemplateError

    path = os.path.join(template_folder(), name + SUFFIX)
    try:
        with open(path, encoding="utf-8") as file:
            source = file.read()
        code = " ".join(text for _, kind, text in _environment().lex(source) if kind in ("name", "string"))
    except (OSError, UnicodeDecodeError, TemplateError):
        return frozenset()  # rendering tells what is wrong
    words = set(_FIELD.findall(code))
    every = set(PAPER_FIELDS) if words & {"tojson", "pprint", "items", "include", "import", "extends"} else set()
    used = (words & set(PAPER_FIELDS)) | every
    used |= {"note"} if "note_text" in words else set()
    used |= {"url"} if {"arxiv", "doi"} & words else set()
    more = {
        "link-labels": "label",
        "notes": "notes",
        "note-papers": "notes",
        "all-categories": "categories",
        "no-category": "categories",
    }
    return frozenset(used | {"title", "unknown"} | {thing for thing, word in more.items() if every or word in words})


def _environment() -> Any:
    """The sandbox; its type is not named here, because Jinja is imported only when a template is rendered."""
    from jinja2 import FileSystemLoader, StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    from stacktui.formats.bibtex import tex
    from stacktui.formats.markdown_out import inline, stars

    environment = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(template_folder()),
        autoescape=False,  # the texts are Markdown, TeX, mail …; HTML has the filter `e`
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(md=inline, tex=tex, stars=stars)
    return environment


_RAISED_INSIDE = (
    TypeError,
    ValueError,
    ArithmeticError,
    LookupError,
    AttributeError,
    RecursionError,
    OSError,
)
"""What the expressions of a template may raise, beside the errors of Jinja itself."""


def _told(error: Exception, name: str) -> StackError:
    """An error of a template with its place."""
    from jinja2 import TemplateNotFound, TemplateSyntaxError

    file, line = name + SUFFIX, 0
    if isinstance(error, TemplateSyntaxError):
        file, line = error.name or file, error.lineno
    else:
        file, line = _deepest_line(error, file)
    what = f"there is no template {error.name!r}" if isinstance(error, TemplateNotFound) else str(error)
    what = re.sub(r"'[^']* object' has no attribute ('.*')", r"\1 is none of the names here", what)
    place = f"{file}, line {line}" if line else file
    hint = f"the templates are in {template_folder()}"
    return StackError(f"{place}: {' '.join(what.split()) or type(error).__name__}", hint)


def _deepest_line(error: Exception, file: str) -> tuple[str, int]:
    """The innermost line of a template in the traceback of an error."""
    line, trace = 0, error.__traceback__
    while trace is not None:
        path = trace.tb_frame.f_code.co_filename
        if os.path.dirname(path) == template_folder():
            file, line = os.path.basename(path), trace.tb_lineno
        trace = trace.tb_next
    return file, line
