"""The searches of before, kept over restarts in the state folder."""

from __future__ import annotations

import os

from stacktui.paths import state_folder
from stacktui.text import clean_line

REMEMBERED = 100


class SearchHistory:
    """Searches, the latest last; one that is made again moves to the end."""

    def __init__(self) -> None:
        self._path = os.path.join(state_folder(), "searches")
        self._searches: list[str] | None = None
        self._at = 0

    @property
    def searches(self) -> list[str]:
        """All of them; the file is read when they are first asked for, and a missing or odd one holds none."""
        if self._searches is None:
            try:
                with open(self._path, encoding="utf-8", errors="replace") as file:
                    self._searches = [line for line in map(clean_line, file) if line][-REMEMBERED:]
            except OSError:
                self._searches = []
        return self._searches

    def add(self, query: str) -> None:
        """Remember a search. Where it cannot be written, it is remembered until the app closes."""
        query = clean_line(query)
        if not query:
            return
        self._searches = [*[old for old in self.searches if old != query], query][-REMEMBERED:]
        try:
            os.makedirs(os.path.dirname(self._path), exist_ok=True)
            with open(self._path, "w", encoding="utf-8") as file:
                file.write("".join(f"{search}\n" for search in self._searches))
        except OSError:
            return

    def before(self, shown: str) -> str | None:
        """The search before the one shown; from an empty box the latest. None where there is none."""
        if not shown:
            self._at = len(self.searches)
        elif not self.is_recalled(shown):
            return None
        if self._at > 0:
            self._at -= 1
            return self.searches[self._at]
        return None

    def after(self, shown: str) -> str | None:
        """The search after a recalled one; after the latest an empty box. None where none was recalled."""
        if not shown or not self.is_recalled(shown):
            return None
        self._at += 1
        return self.searches[self._at] if self._at < len(self.searches) else ""

    def is_recalled(self, shown: str) -> bool:
        """Whether what is shown came from here and was not touched."""
        return self._at < len(self.searches) and self.searches[self._at] == shown
