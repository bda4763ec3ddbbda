"""Small things that screen, actions and widgets speak about."""

from __future__ import annotations

from enum import Enum


class EntryKind(Enum):
    """What an entry of the list is."""

    PAPER = "paper"
    NOTE = "note"
    TRASHED = "trashed"


class Layout(Enum):
    """How many panes fit beside each other."""

    WIDE = 100
    """Three panes."""
    MIDDLE = 70
    """Two: the tree shows while it has the focus."""
    NARROW = 0
    """One at a time."""

    @classmethod
    def of_width(cls, columns: int) -> Layout:
        """The layout for a terminal of so many columns."""
        return next(layout for layout in cls if columns >= layout.value)
