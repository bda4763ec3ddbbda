"""The one error that users see."""

from __future__ import annotations


class StackError(Exception):
    """What went wrong and what to do about it.

    The command line prints ``message`` and ``hint`` to stderr and exits with ``exit_code``; the app shows them in its
    status line. ``message`` says what happened, ``hint`` what the user can do; both are one line without a full stop.
    """

    exit_code = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} ({self.hint})" if self.hint else self.message


class UsageError(StackError):
    """The command was called in a way that it does not take: exit code 2."""

    exit_code = 2


class NothingFound(StackError):
    """A question had no answer; nothing is broken: exit code 3."""

    exit_code = 3


class LibraryError(StackError):
    """The library file cannot be read or written; it was left as it is."""


class ReadOnlyLibrary(LibraryError):
    """The library can be read but not written."""
