"""Writing notes: the editor in the note pane, saving by itself, losing nothing when it is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.timer import Timer

from stacktui.errors import StackError
from stacktui.library import Change
from stacktui.model import FreeNote, Paper
from stacktui.tui.messages import EntryKind

if TYPE_CHECKING:
    from stacktui.tui.screens.main import MainScreen
    from stacktui.tui.widgets.note_editor import NoteEditor

AUTOSAVE_SECONDS = 0.8
"""The pause in typing after which the text goes into the library."""


class NoteDesk:
    """The note that is being edited: which entry, what it was, what stands in the editor."""

    def __init__(self, screen: MainScreen) -> None:
        self._screen = screen
        self.editor: NoteEditor | None = None
        self.entry_id = 0
        self._kind = EntryKind.PAPER
        self._stored: tuple[str, ...] = ()
        self._session = 0
        self._timer: Timer | None = None

    @property
    def is_open(self) -> bool:
        """Whether a note is being edited."""
        return bool(self.entry_id)

    @property
    def is_focused(self) -> bool:
        """Whether keys go to the editor."""
        return self.editor is not None and self._screen.focused is self.editor

    @property
    def is_dirty(self) -> bool:
        """Whether the editor holds text that the library does not."""
        return self.is_open and self.editor is not None and self.text != self._stored

    @property
    def text(self) -> tuple[str, ...]:
        """What stands in the editor, without empty lines at the end."""
        return _without_tail(self.editor.lines) if self.editor is not None else ()

    def open(self, entry: Paper | FreeNote, kind: EntryKind) -> None:
        """Edit the note of an entry in the note pane."""
        self.leave()
        lines = entry.text if isinstance(entry, FreeNote) else entry.note
        self.entry_id, self._kind, self._stored = entry.id, kind, _without_tail(lines)
        self._session += 1
        editor = self._made()
        pane = self._screen.note_pane
        # where the reader was; from the top of a note one goes on at its end
        editor.open(self._stored, pane.source_line if pane.top else None)
        editor.display = True
        self._screen.note_pane.display = False
        self._screen.go_to(editor)

    def _made(self) -> NoteEditor:
        if self.editor is None:
            # imported late: a text area costs a tenth of the start
            from stacktui.tui.widgets.note_editor import NoteEditor

            self.editor = NoteEditor()
            self._screen.query_one("#note-pane").mount(self.editor)
        return self.editor

    def typed(self) -> None:
        """Save after a pause in typing."""
        if self._timer is not None:
            self._timer.stop()
        if self.is_dirty:
            self._timer = self._screen.set_timer(AUTOSAVE_SECONDS, self._store_quietly)
            self._screen.show_state()

    def _store_quietly(self) -> None:
        try:
            self.store()
        except StackError as error:
            self._screen.say_error(error)

    def store(self) -> None:
        """Bring the text into the library; the whole time in the editor is one step of undo."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        if not self.is_dirty:
            return
        assert self.editor is not None
        lines = self.text
        change = self._write(lines)
        self._stored = lines
        if change is not None:
            self._screen.changed(change)

    def _write(self, lines: tuple[str, ...]) -> Change | None:
        library, ident = self._screen.library, self.entry_id
        if self._kind is EntryKind.NOTE:
            note = library.notes.get(ident) or FreeNote(id=ident)
            return library.save_note(note.edit(text=lines))
        if ident not in library.papers:
            library.restore([ident])
        with library.joined(("note", self._session)):
            return library.update([ident], lambda paper: paper.edit(note=lines), "edit the note")

    def leave(self) -> None:
        """Store, and show the note again."""
        if not self.is_open:
            return
        self.store()
        self.entry_id = 0
        if self.editor is not None:
            self.editor.display = False
        self._screen.note_pane.display = True

    def leave_if_other(self, ident: int) -> None:
        """The cursor went to another entry: what was typed is stored, and its note is shown."""
        if self.is_open and ident != self.entry_id:
            try:
                self.leave()
            except StackError as error:
                self._screen.say_error(error)

    def take_outside(self, change: Change) -> None:
        """The note was changed elsewhere while it is being edited: bring both together in the editor."""
        if not self.is_open or self.editor is None:
            return
        if self.entry_id not in (change.notes if self._kind is EntryKind.NOTE else change.papers):
            return
        theirs = self._now()
        if theirs is None or theirs == self._stored:
            return
        mine = self.text
        from stacktui.merge import merge_lines

        merged = tuple(merge_lines(list(self._stored), list(mine), list(theirs))[0])
        self._stored = theirs
        if merged != mine:
            self._put(merged)
            self._screen.say("the note was changed elsewhere too: both are here now")

    def _put(self, lines: tuple[str, ...]) -> None:
        """Change the text in the editor; the cursor stays in its line, and undo in the editor goes back."""
        assert self.editor is not None
        row, column = self.editor.cursor_location
        before = self.editor.document.get_line(row)
        self.editor.replace("\n".join(lines), (0, 0), self.editor.document.end)
        row = min((i for i, line in enumerate(lines) if line == before), key=lambda i: abs(i - row), default=row)
        self.editor.move_cursor((min(row, len(lines) - 1), column))

    def _now(self) -> tuple[str, ...] | None:
        library = self._screen.library
        if self._kind is EntryKind.NOTE:
            note = library.notes.get(self.entry_id)
            return _without_tail(note.text) if note else None
        paper = library.papers.get(self.entry_id)
        return _without_tail(paper.note) if paper else None


def _without_tail(lines: tuple[str, ...]) -> tuple[str, ...]:
    """A note without the empty lines at its end, which the file keeps for clean merges."""
    end = len(lines)
    while end and not lines[end - 1].strip():
        end -= 1
    return tuple(lines[:end])
