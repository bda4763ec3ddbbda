"""Bracketed pastes that stay text, whatever they hold."""

from __future__ import annotations

from collections.abc import Iterator

from textual import events
from textual._xterm_parser import BRACKETED_PASTE_END, BRACKETED_PASTE_START, XTermParser
from textual.message import Message

from stacktui.text import clean


class PasteParser(XTermParser):
    """Takes a bracketed paste whole, whatever it holds, before anything else looks at it.

    Textual's parser reads an escape inside a paste as the beginning of a key, and the rest of the paste as keys: a
    pasted log would run commands.
    """

    def __init__(self, debug: bool = False) -> None:
        super().__init__(debug)
        self._pasted: list[str] | None = None
        self._tail = ""

    def feed(self, data: str) -> Iterator[Message]:
        """Messages for keys, mouse and pastes in the order in which they came."""
        if not data:
            yield from super().feed(data)
            return
        data, self._tail = self._tail + data, ""
        while data:
            if self._pasted is None:
                keys, begun, data = data.partition(BRACKETED_PASTE_START)
                if keys:
                    yield from super().feed(keys)
                if begun:
                    self._pasted = []
            else:
                data = self._collect(data)
                if self._pasted is None:
                    yield events.Paste(self._text)

    def _collect(self, data: str) -> str:
        """Take pasted text up to its end, which may be cut in two by a read; returns what follows."""
        assert self._pasted is not None
        text, ended, rest = data.partition(BRACKETED_PASTE_END)
        if ended:
            self._text = clean("".join(self._pasted) + text)
            self._pasted = None
            return rest
        kept = _begun_at_end(data, BRACKETED_PASTE_END)
        self._pasted.append(data[: len(data) - kept])
        self._tail = data[len(data) - kept :]
        return ""


def _begun_at_end(data: str, mark: str) -> int:
    """How many characters at the end of ``data`` may be the beginning of ``mark``."""
    return next((size for size in range(len(mark) - 1, 0, -1) if data.endswith(mark[:size])), 0)
