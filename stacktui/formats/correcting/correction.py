"""One correction, and what it makes of a document."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

from stacktui.errors import StackError
from stacktui.formats.correcting.cutting import cut_at
from stacktui.formats.correcting.pieces import (
    ENTRY,
    FIELD,
    FREE,
    HEADING,
    IGNORED,
    NOTE,
    OneLineChanged,
    Pieces,
    lines_of,
    numbers_in,
)
from stacktui.formats.correcting.reading import note_of_lines, read_entry
from stacktui.formats.correcting.shapes import Shape, line_shapes
from stacktui.formats.document import Document, DocumentNote, DocumentPaper, Ignored, as_ranges
from stacktui.formats.lists.inline import strip_marks
from stacktui.formats.lists.sections import read_heading
from stacktui.identity import find_arxiv_id, find_doi
from stacktui.model import Link, plain, tidy_category

BY_HAND = "left out by hand"
"""The reason of lines that a person ignored."""

ACTIONS = ("entry", "join", "note", "ignore", "split", "fields")

_SHARED = frozenset({"venue", "year", "month", "presentation", "rating", "status", "categories", "date", "tags"})
"""Fields that several papers may have in common."""


@dataclass(frozen=True)
class Correction:
    """What is to be done with a line, or with all lines like it."""

    action: str
    """``entry``: the line is the title of a paper; ``join``: it belongs to the note of the paper above; ``note``: a
    free note; ``ignore``; ``split``: here begins a second entry (or free note), or the line of an entry is cut in two;
    ``fields``: change fields."""
    line: int
    fields: Mapping[str, Any] = field(default_factory=dict)
    """The new values for ``fields``, as in :class:`~stacktui.formats.document.DocumentPaper`; to ``split`` the line of
    a title ``by`` and ``nth``, as in :class:`~stacktui.formats.correcting.cutting.Cut`."""
    alike: bool = False
    """Whether all lines are meant that have the same shape and the same place (note, entry, not understood …)."""


def correct(document: Document, correction: Correction, shapes: Mapping[int, Shape] | None = None) -> Document:
    """The document with a correction made; StackError where it makes no sense for that line."""
    if document.extra.get("papers"):
        raise StackError(f"the entries of {document.format} stand as they are", "change the papers after the import")
    pieces = Pieces(document)
    if not 0 < correction.line <= len(pieces.source) or not pieces.role(correction.line):
        raise StackError("there is nothing in this line")
    if correction.alike and shapes is None:
        shapes = line_shapes(document.text, document.format)
    lines = lines_alike(document, correction.line, shapes, pieces) if correction.alike else [correction.line]
    kind = pieces.kind(correction.line)
    note = _remembered(correction, pieces.source, kind, shapes)
    problem: StackError | None = None
    done = 0
    for line in lines:
        if pieces.kind(line) != kind:
            continue  # it went along with a line above
        try:
            _MAKERS[correction.action](pieces, document, replace(correction, line=line))
        except StackError as error:
            problem = problem or error
        else:
            done += 1
    if problem is not None and not done:
        raise problem
    return replace(pieces.document(), corrections=(*document.corrections, note))


def lines_alike(
    document: Document, line: int, shapes: Mapping[int, Shape] | None = None, pieces: Pieces | None = None
) -> list[int]:
    """The lines with the shape of ``line`` that stand where it stands, itself among them."""
    pieces = pieces or Pieces(document)
    shapes = shapes if shapes is not None else line_shapes(document.text, document.format)
    kind, shape = pieces.kind(line), shapes.get(line)
    if shape is None:
        return [line]
    return [number for number, other in sorted(shapes.items()) if other == shape and pieces.kind(number) == kind]


def _remembered(
    correction: Correction, source: Sequence[str], kind: tuple[str, str], shapes: Mapping[int, Shape] | None
) -> dict[str, Any]:
    """A correction as it is written down with the list: by the text of its line, which outlives line numbers."""
    text = source[correction.line - 1]
    note: dict[str, Any] = {"action": correction.action, "text": text.strip()}
    if before := sum(line.strip() == text.strip() for line in source[: correction.line - 1]):
        note["nth"] = before + 1
    if correction.fields:
        note["fields"] = {name: plain(value) for name, value in correction.fields.items()}
    if correction.alike and shapes is not None:
        note["shape"], note["kind"] = list(shapes.get(correction.line, ())), list(kind)
    return note


def replayed(document: Document, notes: Sequence[Mapping[str, Any]]) -> Document:
    """The document with corrections of an earlier import made again, where their lines are still there."""
    shapes = line_shapes(document.text, document.format) if any("shape" in note for note in notes) else None
    for note in notes:
        found = _found_again(document, note, shapes)
        if found is not None:
            with suppress(StackError):
                document = correct(document, found, shapes)
    return replace(document, corrections=tuple(dict(note) for note in notes))


def _found_again(document: Document, note: Mapping[str, Any], shapes: Mapping[int, Shape] | None) -> Correction | None:
    """The correction of a document that a note means; None where no line fits any more."""
    action, fields = note.get("action"), note.get("fields", {})
    if action not in ACTIONS or not isinstance(fields, Mapping):
        return None
    if shapes is not None and isinstance(shape := note.get("shape"), list):
        pieces = Pieces(document)
        kind = tuple(note.get("kind", ()))
        alike = (line for line, other in sorted(shapes.items()) if list(other) == shape and pieces.kind(line) == kind)
        line = next(alike, 0)
        return Correction(action, line, fields, alike=True) if line else None
    same = [line for line, text in enumerate(document.lines, 1) if text.strip() == note.get("text")]
    nth = note.get("nth", 1)
    return Correction(action, same[min(nth, len(same)) - 1], fields) if same and isinstance(nth, int) else None


def _make_entry(pieces: Pieces, document: Document, correction: Correction) -> None:
    if pieces.role(correction.line) == ENTRY:
        raise StackError("this is an entry already", "s splits it at a line below")
    _new_entry(pieces, document, pieces.span(correction.line))


def _new_entry(pieces: Pieces, document: Document, lines: list[int]) -> None:
    above = pieces.piece(lines[0])
    paper = read_entry(pieces.source, lines, document.format)
    if isinstance(above, DocumentPaper):
        place: DocumentPaper | None = above
    else:
        place = pieces.neighbour(lines[0])
    pieces.take(lines)
    pieces.put(_placed(paper, place, pieces, lines[0]))


def _placed(paper: DocumentPaper, beside: DocumentPaper | None, pieces: Pieces, line: int) -> DocumentPaper:
    """A paper with what the headings above say: as its neighbour below them has it, else as they read."""
    if beside is not None:
        return replace(
            paper,
            categories=tuple(dict.fromkeys((*beside.categories, *paper.categories))),
            date=paper.date or beside.date,
        )
    heading = pieces.heading_above(line)
    if not heading:
        return paper
    section = read_heading(pieces.source[heading - 1].lstrip("#* "))
    path = tidy_category(section.category) if not section.month else ""
    categories = dict.fromkeys(filter(None, (path, *paper.categories)))
    return replace(
        paper,
        categories=tuple(categories),
        date=paper.date or section.date or None,
        status=paper.status or section.status or None,
    )


def _join(pieces: Pieces, document: Document, correction: Correction) -> None:
    line = correction.line
    above = pieces.title_above(line)
    if not above:
        raise StackError("there is no paper above")
    if pieces.role(line) == NOTE and getattr(pieces.piece(line), "line", 0) == above:
        raise StackError("this stands in the note of the paper above already")
    lines = pieces.span(line)
    pieces.take(lines)
    pieces.join(above, lines)


def _make_note(pieces: Pieces, document: Document, correction: Correction) -> None:
    line = correction.line
    if pieces.role(line) == FREE:
        raise StackError("this is a free note already", "s splits it in two")
    lines = pieces.span(line)
    above = pieces.piece(line - 1) if line > 1 else None
    place = pieces.neighbour(line)
    category = place.categories[0] if place is not None and place.categories else ""
    pieces.take(lines)
    if isinstance(above, DocumentNote) and pieces.last_line(line - 1) == line - 1:
        text = (*above.text, *note_of_lines(pieces.source, lines))
        pieces.swap(line - 1, replace(above, lines=as_ranges((*numbers_in(above.lines), *lines)), text=text))
    else:
        pieces.put(_note(pieces, lines, "", category))


def _note(pieces: Pieces, lines: list[int], date: str, category: str) -> DocumentNote:
    first = pieces.source[lines[0] - 1]
    title = strip_marks(first.strip().lstrip("#-*+> ")).strip() or first.strip()
    return DocumentNote(as_ranges(lines), title[:80], note_of_lines(pieces.source, lines), date, category)


def _ignore(pieces: Pieces, document: Document, correction: Correction) -> None:
    if pieces.kind(correction.line)[0] == IGNORED:
        raise StackError("this is ignored already")
    lines = pieces.span(correction.line)
    pieces.take(lines)
    pieces.put(Ignored(as_ranges(lines), BY_HAND))


def _split(pieces: Pieces, document: Document, correction: Correction) -> None:
    line = correction.line
    role, piece = pieces.role(line), pieces.piece(line)
    lines = pieces.rest(line)
    if role == ENTRY and isinstance(piece, DocumentPaper) and "by" in correction.fields:
        pieces.swap(line, _cut(pieces, document, piece, correction.fields))
    elif role in (FIELD, NOTE):
        _new_entry(pieces, document, lines)
    elif isinstance(piece, DocumentNote) and piece.lines[0][0] < line:
        pieces.take(lines)
        pieces.put(_note(pieces, lines, piece.date, piece.category))
    elif role in (ENTRY, FREE):
        raise StackError("go to the line where the second one begins, then press s")
    else:
        word = "heading" if role == HEADING else "line"
        raise StackError(f"this {word} belongs to no entry", "e makes one of it")


def _cut(pieces: Pieces, document: Document, paper: DocumentPaper, fields: Mapping[str, Any]) -> DocumentPaper:
    """The first paper of a line that holds two, with the second one beside it; the note stays with the first."""
    if paper.also:
        raise StackError("this line is cut already", "u takes that back")
    nth = fields.get("nth")
    cut = cut_at(pieces.source[paper.line - 1], str(fields["by"]), nth if isinstance(nth, int) else 1)
    if cut is None:
        raise StackError("this line has no such place")
    every = sorted(set(lines_of(paper)))
    first = read_entry(OneLineChanged(pieces.source, paper.line, cut.first), every, document.format)
    second = read_entry(OneLineChanged(pieces.source, paper.line, cut.second), [paper.line], document.format)
    second = replace(second, head_lines=(), note_lines=(), status=second.status or paper.status)
    second = replace(second, categories=paper.categories, date=paper.date)
    first = replace(first, status=first.status or paper.status, tags=first.tags or paper.tags, also=(second,))
    return replace(first, categories=paper.categories, date=paper.date)


def _change_fields(pieces: Pieces, document: Document, correction: Correction) -> None:
    paper = pieces.piece(correction.line)
    if not isinstance(paper, DocumentPaper):
        raise StackError("there is no paper in this line", "e makes one of it")
    values = {
        name: value
        for name, value in correction.fields.items()
        if name in _CHANGEABLE and (not correction.alike or name in _SHARED)
    }
    if correction.alike and not values:
        raise StackError("title, authors and links belong to one paper alone")
    changed = replace(paper, **{name: _value(name, value) for name, value in values.items()})
    pieces.swap(correction.line, _with_ids(changed, values))


_CHANGEABLE = _SHARED | {"title", "alias", "authors", "url", "links", "key"}


def _value(name: str, value: Any) -> Any:
    if name == "links":
        return tuple(link if isinstance(link, Link) else Link(str(link["label"]), link.get("url")) for link in value)
    if isinstance(value, list | tuple):
        return tuple(map(str, value))
    return value if value not in ("", 0) else None


def _with_ids(paper: DocumentPaper, changed: Mapping[str, Any]) -> DocumentPaper:
    """A paper whose ids are those of its links, where these were changed."""
    if not changed.keys() & {"url", "links"}:
        return paper
    addresses = [paper.url or "", *(link.url or "" for link in paper.links)]
    arxiv = next(filter(None, map(find_arxiv_id, addresses)), None)
    return replace(paper, arxiv=arxiv, doi=next(filter(None, map(find_doi, addresses)), None))


_MAKERS: dict[str, Callable[[Pieces, Document, Correction], None]] = {
    "entry": _make_entry,
    "join": _join,
    "note": _make_note,
    "ignore": _ignore,
    "split": _split,
    "fields": _change_fields,
}
