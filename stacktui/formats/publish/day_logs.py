"""Free notes of a list: changed ones in their lines, new ones below headings like those of the others."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence

from stacktui.formats.document import DocumentNote
from stacktui.formats.publish.note_lines import changed_lines, places_of, same_words
from stacktui.formats.publish.page import Edit
from stacktui.formats.publish.style import Style
from stacktui.model import FreeNote

_NEAR = 3


def heading_line(style: Style, note: DocumentNote) -> int:
    """The line of the heading that gives a note its title and date; 0 where it has none."""
    first = note.lines[0][0]
    for heading in reversed(style.document.headings):
        if first - _NEAR <= heading.line <= first:
            row = style.lines[heading.line - 1]
            return heading.line if note.title in row and note.date in row and (note.title or note.date) else 0
    return 0


class NoteJob:
    """A free note with another text, title or date."""

    def __init__(self, style: Style, place: int, note: FreeNote) -> None:
        self.note = note
        self.source = style.document.notes[place]
        numbers = [number for first, last in self.source.lines for number in range(first, last + 1)]
        heading = heading_line(style, self.source)
        filled = [number for number in numbers if style.lines[number - 1].strip() and number != heading]
        places = places_of(self.source.text, filled, style.lines)
        edits = None if places is None else changed_lines(self.source.text, note.text, places)
        self.is_named = (note.title, note.date) != (self.source.title, self.source.date)
        if edits is not None and self.is_named:
            edits = [*self._heading(style, heading), *edits] if heading else None
        self._edits = edits or []
        self.failed = edits is None

    def _heading(self, style: Style, line: int) -> list[Edit]:
        return [Edit(line, 1, (_renamed(style.lines[line - 1], self.source, self.note),))]

    def edits(self) -> list[Edit]:
        """The edits of its lines."""
        return self._edits

    def is_done(self, style: Style, edits: Sequence[Edit]) -> bool:
        """Whether all its lines are read as free notes again."""
        if self.is_named:
            return _is_there(style, self.note)
        text = {line.strip() for note in style.document.notes for line in note.text}
        return all(line.strip() in text for line in self.note.text if line.strip())

    def is_to_blame(self, style: Style, edits: Sequence[Edit]) -> bool:
        """There is one way only: it may be that of another."""
        return False

    def next_way(self, style: Style, edits: Sequence[Edit]) -> None:
        """There is one way only."""
        self._edits, self.failed = [], True


class NewNoteJob:
    """A free note that the list does not have yet, at the end where it has the newest ones."""

    def __init__(self, style: Style, note: FreeNote) -> None:
        self.note = note
        headed = [(line, each) for each in style.document.notes if (line := heading_line(style, each))]
        self._edits = [_new_note(style, headed, note)] if headed and (note.title or note.date) else []
        self.failed = not self._edits

    def edits(self) -> list[Edit]:
        """The new lines."""
        return self._edits

    def is_done(self, style: Style, edits: Sequence[Edit]) -> bool:
        """Whether it is read as a free note with this title, date and text."""
        return _is_there(style, self.note)

    def is_to_blame(self, style: Style, edits: Sequence[Edit]) -> bool:
        """There is one way only: it may be that of another."""
        return False

    def next_way(self, style: Style, edits: Sequence[Edit]) -> None:
        """There is one way only."""
        self._edits, self.failed = [], True


def _is_there(style: Style, note: FreeNote) -> bool:
    return any(
        (each.title, each.date) == (note.title, note.date) and same_words(each.text, note.text)
        for each in style.document.notes
    )


def _renamed(row: str, source: DocumentNote, note: FreeNote) -> str:
    """A heading with another date and title."""
    if source.date:
        row = row.replace(source.date, note.date or "", 1)
    if source.title:
        return row.replace(source.title, note.title, 1).rstrip()
    return f"{row.rstrip()} {note.title}".rstrip()


def _new_note(style: Style, headed: Sequence[tuple[int, DocumentNote]], note: FreeNote) -> Edit:
    model = next((pair for pair in headed if bool(pair[1].date) == bool(note.date)), headed[-1])
    row = _renamed(style.lines[model[0] - 1], model[1], note)
    gap = Counter(_blanks(style, line + 1, 1) for line, _ in headed).most_common(1)[0][0]
    body = [row, *[""] * gap, *note.text]
    dates = [each.date for _, each in headed if each.date]
    falls = sum(one > other for one, other in itertools.pairwise(dates)) > len(dates) / 2 - 0.5 and len(dates) > 1
    if falls:
        line = next((line for line, each in headed if each.date and each.date < note.date), headed[0][0])
        return Edit(line, 0, (*body, ""))
    end = headed[-1][1].lines[-1][1] + 1
    return Edit(end, 0, (*[""] * max(1, _blanks(style, headed[-1][0] - 1, -1)), *body))


def _blanks(style: Style, line: int, step: int) -> int:
    count = 0
    while 0 < line <= len(style.lines) and not style.lines[line - 1].strip():
        count, line = count + 1, line + step
    return count
