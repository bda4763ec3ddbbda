"""The one API to read and change the stack."""

from stacktui.library.change import Change
from stacktui.library.library import Added, Library
from stacktui.library.records import SavedSearch, Trashed

__all__ = ["Added", "Change", "Library", "SavedSearch", "Trashed"]
