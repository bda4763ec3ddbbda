"""Work that could not be saved: kept as a draft while saving fails, offered again at the next start."""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING

from stacktui import drafts
from stacktui.drafts import Draft
from stacktui.errors import StackError
from stacktui.library import Change
from stacktui.model import FreeNote

if TYPE_CHECKING:
    from stacktui.tui.screens.main import MainScreen


class DraftDesk:
    """The draft that this session writes, and those that wait from sessions before."""

    def __init__(self, screen: MainScreen) -> None:
        self._screen = screen
        self._session = f"{datetime.now():%Y%m%d%H%M%S}-{os.getpid()}"
        self._written = ""
        self.waiting: list[Draft] = []

    def offer(self) -> None:
        """At the start: say what waits."""
        self.waiting = drafts.waiting(self._screen.library.path)
        if self.waiting:
            many = f"{len(self.waiting)} times" if len(self.waiting) > 1 else "once"
            self._screen.say(f"work could not be saved {many}: ! t takes it in, ! x puts it aside", "text--warning")

    def keep(self, error: StackError) -> None:
        """Write what the file does not hold, and what stands in the editor and could not even be stored."""
        screen = self._screen
        desk = screen.note_desk
        text = (desk.entry_id, desk.text) if desk.is_dirty else (0, ())
        changes = screen.library.unsaved_changes()
        if changes or text[0]:
            with suppress(OSError):  # nothing more can be done where nothing can be written at all
                self._written = drafts.write(screen.library.path, self._session, changes, str(error), *text)

    def saved(self) -> None:
        """Everything is in the file: this session's draft is needed no more."""
        if self._written and not self._screen.library.unsaved:
            drafts.discard(self._written)
            self._written = ""

    def take(self) -> Change | None:
        """Bring the oldest draft into the library, merged with what stands there now; one step of undo."""
        if not self.waiting:
            return None
        draft = self.waiting[0]
        library = self._screen.library
        with library.step("take the draft in") as step:
            if draft.changes:
                library.take(draft.changes, step.label)
            if draft.entry_id:
                self._take_text(draft)
        self.waiting.pop(0)
        drafts.discard(draft.path)
        return step.change

    def _take_text(self, draft: Draft) -> None:
        library, ident = self._screen.library, draft.entry_id
        if ident in library.trash:
            library.restore([ident])
        if ident in library.papers:
            merged = _merged(library.papers[ident].note, draft.lines)
            library.update([ident], lambda paper: paper.edit(note=merged), "take the draft in")
        else:
            note = library.notes.get(ident) or FreeNote(title="Draft")
            library.save_note(note.edit(text=_merged(note.text, draft.lines)))

    def put_aside(self) -> str:
        """Offer the oldest draft no more; where it lies now."""
        draft = self.waiting[0]
        try:
            path = drafts.put_aside(draft.path)
        except OSError as error:
            raise StackError(f"cannot put the draft aside: {error.strerror}", f"it is {draft.path}") from error
        self.waiting.pop(0)
        return path


def _merged(now: tuple[str, ...], draft: tuple[str, ...]) -> tuple[str, ...]:
    """Both texts, what they begin and end with alike once."""
    from stacktui.merge import merge_lines

    return tuple(merge_lines([], list(now), list(draft))[0])
