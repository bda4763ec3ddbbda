"""A text in the user's own editor: ``$VISUAL``, else ``$EDITOR``, else ``vi``."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING

from stacktui.errors import StackError
from stacktui.text import clean

if TYPE_CHECKING:
    import subprocess


def edit_text(text: str, suffix: str = ".md") -> str:
    """What the user makes of ``text`` in the editor, which takes over the terminal until it ends.

    The text comes back without the final line end that editors add. An editor that fails (``:cq``) leaves the text as
    it is; what had been written then stays in a file that the StackError names.
    """
    import shutil
    import tempfile

    command = editor_command()
    folder = tempfile.mkdtemp(prefix="stacktui-")
    path = os.path.join(folder, "note" + suffix)
    with open(path, "x", encoding="utf-8", newline="\n") as file:
        file.write(text if text.endswith("\n") or not text else text + "\n")
    try:
        code = _run([*command, path])
    except OSError as error:
        shutil.rmtree(folder)
        raise StackError(f"the editor {command[0]} cannot be run: {error.strerror}", "set $VISUAL or $EDITOR") from None
    edited = _read(path)
    after = clean(edited)
    is_changed = after.removesuffix("\n") != text.removesuffix("\n")
    if code and is_changed:
        raise StackError(f"the editor ended with exit code {code}; nothing was changed", f"what you wrote is in {path}")
    shutil.rmtree(folder)
    if code:
        raise StackError(f"the editor ended with exit code {code}", "nothing was changed")
    return after.removesuffix("\n") if is_changed else text


def editor_command() -> list[str]:
    """The words of the editor's command."""
    import shlex

    for name in ("VISUAL", "EDITOR"):
        try:
            if words := shlex.split(os.environ.get(name, "")):
                return words
        except ValueError as error:
            raise StackError(f"${name} cannot be taken apart: {error}", "quote it as in a shell") from None
    return ["vi"]


def _run(argv: list[str]) -> int:
    """Run a command on the terminal to its end; ctrl+c is the editor's."""
    import subprocess

    if sys.stdin is not None and sys.stdin.isatty():
        return _wait(subprocess.Popen(argv))
    try:
        with open("/dev/tty", "rb") as tty:  # our own input is a pipe: the editor needs the keyboard
            return _wait(subprocess.Popen(argv, stdin=tty))
    except OSError as error:
        if error.filename != "/dev/tty":
            raise
        return _wait(subprocess.Popen(argv))


def _wait(process: subprocess.Popen[bytes]) -> int:
    """The exit code; 0 where it was us who had to end the editor: what was saved in it by then counts."""
    with _signals_passed_on(process) as passed:
        while True:
            try:
                code = process.wait()
            except KeyboardInterrupt:
                continue
            return 0 if passed else code


@contextmanager
def _signals_passed_on(process: subprocess.Popen[bytes]) -> Iterator[list[int]]:
    """A dropped line or a kill ends the editor first: while we wait for it, nothing else can. Lists what came."""
    passed: list[int] = []

    def pass_on(number: int, frame: FrameType | None) -> None:
        passed.append(number)
        process.send_signal(number)

    numbers = [getattr(signal, name) for name in ("SIGHUP", "SIGTERM") if hasattr(signal, name)]
    if threading.current_thread() is not threading.main_thread():
        numbers = []
    before = {number: signal.signal(number, pass_on) for number in numbers}
    try:
        yield passed
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _read(path: str) -> str:
    try:
        with open(path, encoding="utf-8") as file:
            return file.read()
    except UnicodeDecodeError:
        raise StackError("the edited text is not UTF-8; nothing was changed", f"it is in {path}") from None
    except OSError as error:
        raise StackError(f"the edited text cannot be read: {error.strerror}", "nothing was changed") from None
