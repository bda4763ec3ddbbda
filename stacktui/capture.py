"""A line or a paste becomes the draft of a paper.

The first line is the head, in the grammar of :mod:`stacktui.headline`; lines right below it that hold only links and
marks belong to it; what follows is the note. A paste that is a BibTeX entry is read as such. What is known only by a
link is titled by it. The preview of the app calls this on each key: it must stay fast.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from stacktui.headline import Head
from stacktui.model import Paper
from stacktui.patterns import regex
from stacktui.text import clean, clean_note_line

if TYPE_CHECKING:
    from stacktui.formats.document import DocumentPaper

_BIBTEX = regex(r"\s*@[A-Za-z]+\s*[{(]\s*[^\s,{}()]*\s*,")


@dataclass(frozen=True)
class Capture:
    """What a text was understood to say."""

    paper: Paper
    """The draft, without id, key and dates; its note is what stood below the head."""
    understood: tuple[tuple[str, str], ...]
    """Name of a field and what is in it as people write it, in the order of reading; the title first."""
    problems: tuple[str, ...] = ()
    """Marks that were not understood; their text stands in the title."""

    @property
    def note(self) -> tuple[str, ...]:
        """The lines of the note."""
        return self.paper.note

    @property
    def is_empty(self) -> bool:
        """Whether there is neither a title nor a link: nothing to add."""
        return not self.paper.title


def parse_capture(text: str) -> Capture:
    """The draft of a paper from one line of the grammar, from several lines, or from a BibTeX entry."""
    text = clean(text)
    if "@" in text and _BIBTEX.match(text):
        return _from_bibtex(text)
    lines = text.strip("\n").split("\n")
    while lines and not lines[0].strip():
        del lines[0]
    head = Head(lines[0] if lines else "")
    head.read()
    used = 1
    while used < len(lines) and head.take_in(lines[used]):
        used += 1
    return _with_note(head, _note(lines[used:]))


def _with_note(head: Head, note: tuple[str, ...]) -> Capture:
    shown = head.shown() + [("note", _line_count(len(note)))] * bool(note)
    return Capture(head.draft().edit(note=note), tuple(shown), tuple(head.problems))


def _note(lines: list[str]) -> tuple[str, ...]:
    """The lines of a note without blank ones around it."""
    note = [clean_note_line(line) for line in lines]
    while note and not note[0].strip():
        del note[0]
    while note and not note[-1].strip():
        del note[-1]
    return tuple(note)


def _line_count(lines: int) -> str:
    return f"{lines} line" if lines == 1 else f"{lines} lines"


# -- BibTeX


def _from_bibtex(text: str) -> Capture:
    """The first entry of a paste in BibTeX; text that only looks like it is a title.

    Marks after the entry (``#tag @category``) count as on any line, other text there is the note.
    """
    from stacktui.formats.bibtex_reading import parse, read_entries

    papers = parse(text).papers
    if not papers:
        return _with_note(Head(" ".join(text.split())), ())
    head, note = Head(""), list(papers[0].note)
    rest = re.sub(r"^\s*[})][ \t]*", "", text[read_entries(text)[-1].end :])
    for line in rest.split("\n"):
        if not head.take_in(line):
            note.append(line)
    draft = _draft(papers[0], head.draft()).edit(note=_note(note))
    more = (f"{len(papers) - 1} more of the entries left out; `stacktui import -` takes them all",)
    return Capture(draft, _shown(draft) + tuple(head.marks()), more if len(papers) > 1 else ())


def _shown(draft: Paper) -> tuple[tuple[str, str], ...]:
    """What the entry says, in the order of the preview; the marks after it come from the head."""
    authors = ", ".join(draft.authors[:3]) + ", …" * (len(draft.authors) > 3)
    named = (("title", draft.title), ("link", draft.url), *((link.label, link.url or "") for link in draft.links))
    facts = (("authors", authors), ("venue", draft.venue), ("year", draft.year), ("month", draft.month))
    note = (("note", _line_count(len(draft.note)) if draft.note else ""),)
    return tuple((name, str(value)) for name, value in (*named, *facts, *note) if value)


_DRAFT_FIELDS = (
    *("title", "alias", "authors", "links", "venue", "year", "month", "presentation"),
    *("rating", "categories", "tags"),
)


def _draft(entry: DocumentPaper, marks: Paper) -> Paper:
    """An entry as a record, with the marks that stood after it."""
    facts = {name: value for name in _DRAFT_FIELDS if (value := getattr(entry, name))}
    paper = Paper(**facts, url=entry.url or "", status=entry.status or marks.status, read=entry.date or "")
    return paper.edit(
        rating=paper.rating or marks.rating,
        tags=tuple(dict.fromkeys(paper.tags + marks.tags)),
        categories=tuple(dict.fromkeys(paper.categories + marks.categories)),
    )
