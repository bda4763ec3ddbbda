"""Two drivers for Unix terminals: one that writes what Textual draws, and one that writes what has changed."""

from __future__ import annotations

import codecs
import os
import selectors
import shutil
import signal
import threading
from collections.abc import Mapping
from types import FrameType
from typing import Any

import textual.drivers.linux_driver as linux_driver
from rich.cells import cell_len
from textual.message import Message
from textual.messages import InBandWindowResize

from stacktui.patterns import regex
from stacktui.tui.driver.frames import is_frame
from stacktui.tui.driver.looks import NotUnderstood
from stacktui.tui.driver.paste import PasteParser
from stacktui.tui.driver.shadow import ShadowScreen
from stacktui.tui.driver.writer import FrameWriter

_SYNC_START, _SYNC_END = "\x1b[?2026h", "\x1b[?2026l"
_LEAST_SYNCED = 400
"""A frame of fewer bytes reaches the terminal in one go anyway."""
_QUIET = {
    # every movement of the mouse: costs kilobytes for hovering; presses and drags are enough
    "\x1b[?1003h": "\x1b[?1002h",
    "\x1b[?1003l": "\x1b[?1002l",
    # coordinates as decimal text without SGR: superseded by 1006
    "\x1b[?1015h": "",
    "\x1b[?1015l": "",
}
_READ_BYTES = 65536
_POINTER_SHAPE = "\x1b]22;"
_OTHER_SCREEN = regex(r"\x1b\[\?1049[hl]|\x1b\[2J|\x1bc")


class PlainDriver(linux_driver.LinuxDriver):
    """Textual's driver for Linux and other Unix systems, with safe pastes and a quiet mouse."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._encoding = getattr(self._file, "encoding", None) or "utf-8"
        self._takes_all = codecs.lookup(self._encoding).name.startswith("utf-")

    def run_input_thread(self) -> None:
        """Read the terminal with our parser until the app ends; a terminal that is gone is a dropped line."""
        parser = PasteParser(self._debug, self._heard)
        decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        with selectors.DefaultSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            # a main thread that ended without telling us must not be kept waiting for
            while not self.exit_event.is_set() and threading.main_thread().is_alive():
                if selector.select(parser.patience):
                    try:
                        data = os.read(self.fileno, _READ_BYTES)
                    except OSError:
                        data = b""
                    if not data:
                        os.kill(os.getpid(), signal.SIGHUP)
                        return
                    for message in parser.feed(decode(data)):
                        self.process_message(message)
                for message in parser.tick():
                    self.process_message(message)

    def _heard(self) -> None:
        """The terminal has answered a question of the driver."""

    def write(self, data: str) -> None:
        """Send to the terminal."""
        data = _QUIET.get(data, data)
        if data and not data.startswith(_POINTER_SHAPE):
            super().write(self._sendable(data))

    def _sendable(self, data: str) -> str:
        """The data with question marks, as wide, for what the terminal's encoding does not have."""
        if self._takes_all or data.isascii():
            return data
        return data.encode(self._encoding, "question-marks").decode(self._encoding)


def _question_marks(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "?" * cell_len(error.object[error.start : error.end]), error.end


codecs.register_error("question-marks", _question_marks)


class StackDriver(PlainDriver):
    """Keeps in mind what the terminal shows, and sends nothing but what differs.

    A frame that it does not understand goes out as it is; from then on, nothing counts as shown until it is painted.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._screen = ShadowScreen(*shutil.get_terminal_size(), erases_with_colour=erases_with_colour(os.environ))
        self._is_stale = False
        self._is_synced = False

    def start_application_mode(self) -> None:
        """Take over the terminal, at first and after a suspension."""
        linux_driver.WriterThread = FrameWriter  # type: ignore[attr-defined]
        super().start_application_mode()  # type: ignore[no-untyped-call]
        resized = signal.getsignal(signal.SIGWINCH)

        def forget_first(number: int, frame: FrameType | None) -> None:
            # terminals move lines about when they change their size, even when it is the old one again at once
            self.invalidate()
            if callable(resized):
                resized(number, frame)

        signal.signal(signal.SIGWINCH, forget_first)

    def stop_application_mode(self) -> None:
        """Give the terminal back, at the end and for a suspension."""
        self._running_writer().await_answer()
        super().stop_application_mode()

    def _heard(self) -> None:
        """The line is free for the next frame."""
        self._running_writer().answered()

    def process_message(self, message: Message) -> None:
        """Some terminals tell their size in the input instead of by a signal."""
        if isinstance(message, InBandWindowResize):
            self.invalidate()
        super().process_message(message)

    def invalidate(self) -> None:
        """What the terminal shows is unknown: the next frame sends everything."""
        self._is_stale = True

    def repaint(self) -> None:
        """Send the whole screen again: another program may have written over it."""
        writer = self._running_writer()
        with writer.lock:
            self._screen.forget()
            writer.draw(self._changes)

    def write(self, data: str) -> None:
        """Take in a frame; send everything else."""
        if data in (_SYNC_START, _SYNC_END):
            self._is_synced = True
        elif is_frame(data):
            self._take(data)
        elif _OTHER_SCREEN.search(data):
            self._leave_look(data)
            self.invalidate()
        else:
            super().write(data)

    def _take(self, frame: str) -> None:
        """Draw a frame, or let it pass where it is not understood."""
        writer, size = self._running_writer(), shutil.get_terminal_size()
        with writer.lock:
            if size != (self._screen.columns, self._screen.rows):
                self._screen.resize(*size)
            elif self._is_stale:
                self._screen.forget()
            self._is_stale = False
            try:
                self._screen.take(self._sendable(frame))
            except NotUnderstood:
                self._leave_look(frame)
                self._screen.lose()
            else:
                writer.draw(self._changes)

    def _leave_look(self, data: str) -> None:
        """Send something that starts from the terminal's own look."""
        writer = self._running_writer()
        with writer.lock:
            writer.write("")  # what was drawn comes first
            super().write(self._screen.plain_look() + data)

    def _changes(self) -> str:
        text = self._screen.changes()
        return f"{_SYNC_START}{text}{_SYNC_END}" if self._is_synced and len(text) >= _LEAST_SYNCED else text

    def _running_writer(self) -> FrameWriter:
        assert isinstance(self._writer_thread, FrameWriter), "the driver must be in application mode"
        return self._writer_thread


def erases_with_colour(environment: Mapping[str, str]) -> bool:
    """Whether the terminal erases in the background colour that is set; GNU screen does not, all others in use do."""
    return "TMUX" in environment or not environment.get("TERM", "").startswith(("screen", "vt", "dumb", "ansi"))
