"""Bracketed pastes that stay text, whatever they hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from time import monotonic

from textual import events
from textual._xterm_parser import BRACKETED_PASTE_END, BRACKETED_PASTE_START, XTermParser
from textual.message import Message

from stacktui.text import clean
from stacktui.tui.driver.pace import ANSWER

ESC = "\x1b"
ESCAPE_SECONDS = 0.03
"""How long an escape may be alone before it is the key: the rest of a sequence comes in the same breath."""
POLL_SECONDS = 0.1
_INTRODUCERS = "[O]P_^X\x7f\r\b"
"""What may follow an escape in a sequence: CSI, SS3, OSC, DCS, APC, PM, SOS; and alt with backspace or enter."""


class PasteParser(XTermParser):
    """Takes a bracketed paste whole, whatever it holds, before anything else looks at it.

    Textual's parser reads an escape inside a paste as the beginning of a key, and the rest of the paste as keys: a
    pasted log would run commands.
    """

    def __init__(self, debug: bool = False, answered: Callable[[], None] = lambda: None) -> None:
        super().__init__(debug)
        self._answered = answered
        self._pasted: list[str] | None = None
        self._tail = ""
        self._escape_at = 0.0
        self._begun, self._begun_at = "", 0.0

    def feed(self, data: str) -> Iterator[Message]:
        """Messages for keys, mouse and pastes in the order in which they came."""
        if not data:
            yield from super().feed(data)
            return
        yield from self._feed(self._without_answers(data))

    def _without_answers(self, data: str) -> str:
        """Take out what the terminal answers to the driver: it may come anywhere, and be cut in two by a read.

        So may the beginning of a paste. What may be a part of either waits for the rest.
        """
        if self._escape_at:
            data, self._escape_at = ESC + data, 0.0
        data = self._tail + self._begun + data
        self._tail = self._begun = ""
        for _ in range(data.count(ANSWER)):
            self._answered()
        data = data.replace(ANSWER, "")
        size = max(_begun_at_end(data, mark) for mark in (ANSWER, BRACKETED_PASTE_START))
        if size > len(ESC):
            self._begun, self._begun_at = data[-size:], monotonic()
            return data[:-size]
        return data

    def _feed(self, data: str) -> Iterator[Message]:
        while data:
            if self._pasted is None:
                keys, begun, data = data.partition(BRACKETED_PASTE_START)
                yield from self._feed_keys(keys)
                if begun:
                    self._pasted = []
            else:
                data = self._collect(data)
                if self._pasted is None:
                    yield events.Paste(self._text)

    def _feed_keys(self, data: str) -> Iterator[Message]:
        """Keys and other sequences; an escape that begins none of them is a key at once, as in vi.

        Textual waits for what follows an escape and takes ``esc`` ``S`` typed fast for one key, so that the escape
        would be lost.
        """
        while data:
            plain, escape, rest = data.partition(ESC)
            if plain:
                yield from super().feed(plain)
            if not escape:
                return
            if not rest:
                self._escape_at = monotonic()
                return
            if rest[0] in _INTRODUCERS:
                sequence, _, _ = rest.partition(ESC)
                yield from super().feed(ESC + sequence)
                data = rest[len(sequence) :]
            else:
                yield events.Key("escape", ESC)
                data = rest

    @property
    def patience(self) -> float:
        """Seconds to wait for input before :meth:`tick` should be called."""
        since = self._escape_at or (self._begun_at if self._begun else 0.0)
        return max(0.001, since + ESCAPE_SECONDS - monotonic()) if since else POLL_SECONDS

    def tick(self) -> Iterator[Message]:
        """Messages that time alone brings: an escape with nothing behind it, an answer that is none."""
        if self._begun and monotonic() - self._begun_at >= ESCAPE_SECONDS:
            begun, self._begun = self._begun, ""
            yield from self._feed(begun)
        if self._escape_at and monotonic() - self._escape_at >= ESCAPE_SECONDS:
            self._escape_at = 0.0
            yield events.Key("escape", ESC)
        yield from super().tick()

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
