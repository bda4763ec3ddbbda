"""What the preview of an import says: counts, the fate of a paper, the side of a line, the keys."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from stacktui.formats.correcting import ENTRY, IGNORED, NOTE, UNKNOWN
from stacktui.formats.document import DocumentNote, Heading, Ignored
from stacktui.formats.importing import (
    BACK,
    CHANGED,
    DOUBTFUL,
    KNOWN,
    NEW,
    SKIP,
    TWIN,
    ImportResult,
    PlannedPaper,
)
from stacktui.formats.sameness import merged
from stacktui.library import Library
from stacktui.model import Paper
from stacktui.text import clean_note_line, counted
from stacktui.tui.import_desk import ASK, ImportFile
from stacktui.tui.symbols import Symbols
from stacktui.tui.widgets.flow import Line, Run, wrapped
from stacktui.tui.widgets.note_head import paper_head
from stacktui.tui.widgets.source_lines import Look
from stacktui.tui.widgets.text_line import Piece, cells

ROLE_WORDS = {
    "entry": "entry",
    "field": "field",
    "note": "note",
    "free": "free note",
    "heading": "heading",
    "ignored": "ignored",
    "unknown": "not understood",
}


def look_of(file: ImportFile, line: int) -> Look:
    """How a line of the source is shown."""
    role = file.look(line)
    if role == IGNORED:
        piece = file.pieces.piece(line)
        before = file.pieces.piece(line - 1) if line > 1 else None
        is_first = isinstance(piece, Ignored) and before is not piece
        return Look(role, piece.reason if isinstance(piece, Ignored) and is_first else "")
    if role in (ENTRY, ASK) and file.also(line):
        return Look(role, "two papers")
    entry = file.entry(line) if role in (ENTRY, ASK) else None
    return Look(role, _FATES.get(entry.action, "") if entry is not None else "")


_FATES = {
    NEW: "",
    KNOWN: "there",
    CHANGED: "adds",
    TWIN: "twice",
    DOUBTFUL: "same?",
    SKIP: "in the trash",
    BACK: "comes back",
}


def summary(file: ImportFile, width: int) -> list[Piece]:
    """The counts of a file, in short words where the long ones do not fit."""
    pieces = _summary(file)
    if cells(pieces) <= width:
        return pieces
    return [(_SHORTER.sub(lambda found: _SHORT_COUNTS[found[0]], text), style) for text, style in pieces]


_SHORT_COUNTS = {" to ask": " ask", " free note": " note", " lines ": " ", " line ": " ", "not understood": "unclear"}
_SHORTER = re.compile("|".join(_SHORT_COUNTS))


def _summary(file: ImportFile) -> list[Piece]:
    document, planned = file.document, file.planned
    if planned is None:
        return [(f" {counted(len(document.papers), 'paper')}", "text--strong")]
    if planned.state == "same":
        return [(" nothing to do: this very file was imported before", "text--strong"), *_removed(file)]
    if not document.papers and not document.notes:
        return [(" no papers found: nothing would be imported", "text--warning"), *_rest(file)]
    fates, ask = file.fates, file.fates[DOUBTFUL]
    pieces: list[Piece] = [(f" {fates[NEW] + ask:,} new", "text--strong")]
    pieces += _counts({"known": fates[KNOWN], "changed": fates[CHANGED] + fates[TWIN]}, "")
    pieces += _counts({"to ask": ask, "gone from the list": len(planned.gone)}, "text--warning")
    pieces += _counts({"brought back": fates[BACK]}, "text--strong")
    return [*pieces, *_removed(file), *_rest(file)]


def _removed(file: ImportFile) -> Iterator[Piece]:
    """What of the list lies in the trash or is deleted, and the key that brings it back."""
    planned = file.planned
    if planned is None or not file.removed:
        return
    parts = [f"{counted(planned.trashed, 'paper')} in the trash"] * bool(planned.trashed)
    parts += [f"{counted(planned.deleted, 'paper')} deleted"] * bool(planned.deleted)
    yield f" · {', '.join(parts)} (b brings back)", "text--warning"


def _rest(file: ImportFile) -> list[Piece]:
    document = file.document
    quiet = [counted(len(document.notes), "free note")] * bool(document.notes)
    quiet += [f"{counted(file.ignored_lines, 'line')} ignored"] * bool(file.ignored_lines)
    return [
        *_counts({"not understood": len(document.unknown)}, "text--error"),
        *((f" · {text}", "text--quiet") for text in quiet),
    ]


def _counts(counts: dict[str, int], style: str) -> list[Piece]:
    """What there is of it; a line of noughts would only be noise."""
    return [(f" · {count:,} {what}", style) for what, count in counts.items() if count]


# -- the side ------------------------------------------------------------------------------------------------------


def side_lines(file: ImportFile, line: int, library: Library, width: int, symbols: Symbols) -> list[Line]:
    """The paper made from a line and what would become of it, or what else the line is."""
    role = file.pieces.role(line)
    where = f"line {line}: {ROLE_WORDS[role]}" if role else f"line {line}: blank"
    lines = [Line((Run(where, ("quiet",)),))]
    draft = file.draft(line)
    if draft is not None:
        for text, looks in _fate(file, line, library):
            lines += _flow(text, width, looks)
        lines += [Line(), *paper_head(draft, width, symbols), *_text(draft.note, width)]
        for also, entry in file.also(line):
            lines += [Line(), *_flow("and in the same line", width, ("quiet",))]
            for text, looks in _fate_of_entry(file, entry, library) if entry is not None else ():
                lines += _flow(text, width, looks)
            lines += [Line(), *paper_head(also, width, symbols), *_text(also.note, width)]
        return [*lines, Line(), *_flow(file.lines[line - 1].strip(), width, ("quiet",))] if role != NOTE else lines
    return [*lines, *_other(file, line, role, width)]


def _flow(text: str, width: int, looks: tuple[str, ...] = ()) -> list[Line]:
    return [Line(tuple(runs)) for runs in wrapped([Run(clean_note_line(text).expandtabs(4), looks)], max(8, width))]


def _text(note: Sequence[str], width: int) -> list[Line]:
    return [line for text in note for line in _flow(text, width)]


def _fate(file: ImportFile, line: int, library: Library) -> Iterator[tuple[str, tuple[str, ...]]]:
    entry = file.entry(line)
    if file.planned is not None and file.planned.state == "same":
        yield "imported before", ("quiet",)
    elif entry is not None:
        yield from _fate_of_entry(file, entry, library)
    if (question := file.question(line)) and (entry is None or entry.action != DOUBTFUL):
        yield f"? {question}  x leaves it out", ("warning",)


def _fate_of_entry(file: ImportFile, entry: PlannedPaper, library: Library) -> Iterator[tuple[str, tuple[str, ...]]]:
    known = library.papers.get(entry.known) if entry.known else None
    name = f"{known.key}: {known.title}" if known is not None else "an earlier entry of this import"
    if entry.action == NEW:
        yield "+ new paper", ("marker",)
    elif entry.action == KNOWN:
        yield f"= there already, nothing to add: {name}", ("quiet",)
    elif entry.action == SKIP:
        yield f"- left out: {entry.reason} (b brings it back)", ("quiet",)
    elif entry.action == BACK:
        yield "+ comes back out of the trash", ("marker",)
    elif entry.action == DOUBTFUL:
        yield f"? {entry.reason}", ("warning",)
        yield "two papers, unless m says that they are one", ("warning",)
    else:
        said = " (said so; m takes it back)" if entry.source.line in file.same else ""
        yield f"~ the same as {name}{said}", ("marker",)
        if known is not None and (fields := _changed_fields(known, entry)):
            yield f"  brings {', '.join(fields)}", ("marker",)


def _changed_fields(known: Paper, entry: PlannedPaper) -> list[str]:
    after = merged(known, entry.draft) if entry.before is None else known
    names = ("title", "authors", "venue", "year", "url", "links", "status", "categories", "tags", "rating", "read")
    return [name for name in (*names, "note", "conflicts", "sources") if getattr(after, name) != getattr(known, name)]


def _other(file: ImportFile, line: int, role: str, width: int) -> list[Line]:
    piece = file.pieces.piece(line)
    text = file.lines[line - 1]
    lines = [Line()]
    if isinstance(piece, DocumentNote):
        lines += _flow(piece.title or "Note", width, ("title",))
        lines += _flow(" · ".join(filter(None, (piece.date, piece.category))), width, ("quiet",))
        return [*lines, *_text(piece.text, width)]
    if isinstance(piece, Ignored):
        lines = [*_flow(f"because: {piece.reason}", width, ("quiet",)), *lines]
    elif isinstance(piece, Heading):
        lines = [*_flow(f"sorts what stands below it: {piece.text}", width, ("quiet",)), *lines]
    elif role == UNKNOWN:
        note = "kept in a free note, to be found under Notes, unless you say what it is"
        lines = [*_flow(note, width, ("warning",)), *lines]
    return [*lines, *_flow(text, width)] if role else lines


def result_text(result: ImportResult) -> str:
    """What an import did, for the status line."""
    parts = [f"{len(result.added):,} new"]
    parts += [f"{len(result.merged):,} changed"] * bool(result.merged)
    parts += [f"{result.known:,} known"] * bool(result.known)
    parts += [counted(result.notes, "free note")] * bool(result.notes)
    parts += [f"{result.gone:,} gone from the list"] * bool(result.gone)
    text = "imported " + ", ".join(parts)
    if result.unknown:
        text += f"; {counted(result.unknown, 'line')} not understood, kept under Notes"
    return text + " (u undoes)"
