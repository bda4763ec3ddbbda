"""Text to the user's clipboard and back, saying truthfully which way it went.

The order, as measured in terminals, multiplexers and over SSH:

1. in tmux its own buffer (``load-buffer -w``, which tmux also hands to the terminal outside), and OSC 52;
2. in GNU screen OSC 52 in DCS chunks, which screen passes on;
3. else OSC 52, where the terminal may know it;
4. and, unless this is an SSH session, the desktop's clipboard, read back to be sure.

OSC 52 is never answered, so that it counts as a way when a terminal was there to take it. The desktop's clipboard
counts only when the text was found in it: a stale ``DISPLAY`` is no success. ``SSH_TTY`` is not asked, for it goes
stale in tmux.

On X11 and Wayland the usual tools are run here and not by pyperclip: its xclip keeps the caller's output open, so that
``$(stacktui copy …)`` would hang, and where neither is there it loads Qt, which ends the process without a display.
Elsewhere (macOS, Windows, WSL) pyperclip is used.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from stacktui.errors import StackError

WAYS = ("auto", "osc52", "tmux", "native", "command")
"""The values of the setting ``clipboard``."""

OSC52_SAFE_BYTES = 74_994
"""What terminals take at least; some cut longer texts off."""

_SECONDS = 3.0  # for a tool that hangs because its display server does
_READINGS = 6  # of the desktop's clipboard after a copy, over 1.3 seconds at most
_SCREEN_CHUNK = 480  # GNU screen takes strings of less than 768 bytes

Terminal = Callable[[str], None]


class _Failed(Exception):
    """One way did not work; why."""


class _NoAnswer(_Failed):
    """A program did not end in time."""


@dataclass(frozen=True)
class CopyReport:
    """Where a text went."""

    ways: tuple[str, ...]
    """What took it, such as ``tmux`` and ``OSC 52``."""
    failures: tuple[str, ...] = ()
    """What was tried without success and why."""
    warning: str = ""
    """What may be wrong with it all the same."""

    @property
    def message(self) -> str:
        """How to go on after "copied the link": ``through tmux and OSC 52``."""
        said = f"through {' and '.join(self.ways)}"
        return f"{said} ({self.warning})" if self.warning else said


def copy(text: str, *, terminal: Terminal | None = None, setting: str = "auto", command: str = "") -> CopyReport:
    """Put ``text`` on the clipboard by the way of ``setting``; StackError when no way took it.

    ``terminal`` takes escape sequences: the app's own writer. Without it the terminal that the process runs in is
    written to, if there is one. ``command`` is run, never in a shell, where ``setting`` is ``command``.
    """
    if not text:
        raise StackError("there is nothing to copy", "the text is empty")
    ways: list[str] = []
    failures: list[str] = []
    for way in _ways(setting):
        try:
            ways.append(way(text, terminal, command))
        except _Failed as failed:
            failures.append(str(failed))
    if not ways:
        hint = (
            "set clipboard_command, or take it from the screen"
            if setting == "auto"
            else "see clipboard in the settings"
        )
        raise StackError(f"not copied: {', '.join(failures)}", hint)
    return CopyReport(tuple(ways), tuple(failures), _warning(text, ways))


def _warning(text: str, ways: Sequence[str]) -> str:
    size = len(text.encode("utf-8", "replace"))
    if ways[-1:] == ["OSC 52"] and size > OSC52_SAFE_BYTES:
        return f"{size // 1000} KB: some terminals cut after 74 KB"
    return ""


def _ways(setting: str) -> list[Callable[[str, Terminal | None, str], str]]:
    """The ways to try, all of which are used that work."""
    match setting:
        case "osc52":
            return [_copy_by_osc52]
        case "tmux":
            return [_copy_by_tmux]
        case "native":
            return [_copy_natively]
        case "command":
            return [_copy_by_command]
        case "auto":
            in_tmux = [_copy_by_tmux] if os.environ.get("TMUX") else []
            return [*in_tmux, _copy_by_osc52, *([] if is_over_ssh() else [_copy_natively])]
    raise StackError(f"there is no way {setting!r} to the clipboard", "clipboard can be " + ", ".join(WAYS))


def is_over_ssh() -> bool:
    """Whether this session came in through SSH, so that the clipboard of this machine is not the user's."""
    return bool(os.environ.get("SSH_CONNECTION"))


def paste(*, setting: str = "auto", command: str = "") -> str:
    """The text on the clipboard; StackError where it cannot be read or holds no text.

    Over SSH nothing but tmux's buffer can be read. ``command`` is run for its output where ``setting`` is ``command``.
    """
    failures = []
    for read in _readers(setting, command):
        try:
            text = read()
        except _Failed as failed:
            failures.append(str(failed))
            continue
        if text.strip():
            return text
        failures.append("it holds no text")
    where = "over SSH " if is_over_ssh() else ""
    raise StackError(
        f"the clipboard cannot be read {where}({', '.join(failures)})", "paste with the terminal's own key"
    )


def _readers(setting: str, command: str) -> list[Callable[[], str]]:
    match setting:
        case "command":
            return [lambda: _paste_by_command(command)]
        case "native":
            return [_paste_natively]
        case "tmux":
            return [_paste_by_tmux]
    return [_paste_by_tmux] if is_over_ssh() else [_paste_natively, _paste_by_tmux]


# -- OSC 52 --------------------------------------------------------------------------------------------------------


def osc52(text: str) -> str:
    """The sequence that asks a terminal to put ``text`` on its clipboard."""
    from base64 import b64encode

    return f"\x1b]52;c;{b64encode(text.encode('utf-8', 'replace')).decode('ascii')}\x07"


def _in_screen_chunks(sequence: str) -> str:
    """A sequence as GNU screen hands it on to the terminal outside: in pieces, each in a DCS."""
    pieces = (sequence[at : at + _SCREEN_CHUNK] for at in range(0, len(sequence), _SCREEN_CHUNK))
    return "".join(f"\x1bP{piece}\x1b\\" for piece in pieces)


def _copy_by_osc52(text: str, terminal: Terminal | None, command: str) -> str:
    terminal = terminal or controlling_terminal()
    if terminal is None:
        raise _Failed("no terminal to ask")
    if not _may_know_osc52():
        raise _Failed("this terminal has no OSC 52")
    sequence = osc52(text)
    in_tmux, in_screen = bool(os.environ.get("TMUX")), bool(os.environ.get("STY"))
    if in_screen and not in_tmux:
        sequence = _in_screen_chunks(sequence)
    elif os.environ.get("TERM", "").startswith("screen") and not in_tmux:
        sequence += _in_screen_chunks(sequence)  # a screen or tmux on the near side of an SSH line: for either of them
    try:
        terminal(sequence)
    except OSError as error:
        raise _Failed(f"the terminal is gone: {error.strerror}") from None
    return "screen and OSC 52" if in_screen and not in_tmux else "OSC 52"


def _may_know_osc52() -> bool:
    """Whether nothing tells that the terminal ignores OSC 52, as consoles, VTE and Apple's do."""
    if os.environ.get("TMUX") or os.environ.get("STY"):
        return True
    if os.environ.get("TERM", "") in ("", "dumb", "linux"):
        return False
    return not os.environ.get("VTE_VERSION") and os.environ.get("TERM_PROGRAM") != "Apple_Terminal"


def controlling_terminal() -> Terminal | None:
    """A writer to the terminal of the process; None where none of the standard streams is one."""
    if not any(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):
        return None

    def write(sequence: str) -> None:
        with open("/dev/tty", "w", encoding="ascii") as tty:
            tty.write(sequence)

    return write


# -- tmux ----------------------------------------------------------------------------------------------------------


def _copy_by_tmux(text: str, terminal: Terminal | None, command: str) -> str:
    try:
        _run(["tmux", "load-buffer", "-w", "-"], text)
    except _Failed:
        _run(["tmux", "load-buffer", "-"], text)  # before 3.2 without the clipboard outside; OSC 52 may reach that
    return "tmux"


def _paste_by_tmux() -> str:
    if not os.environ.get("TMUX"):
        raise _Failed("not in tmux")
    return _run(["tmux", "save-buffer", "-"])


# -- the desktop ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Tool:
    """A program for the clipboard of a desktop: what it needs, how it takes and how it gives."""

    needs: str
    take: tuple[str, ...]
    give: tuple[str, ...]

    @property
    def name(self) -> str:
        return self.take[0]


_TOOLS = (
    _Tool("WAYLAND_DISPLAY", ("wl-copy",), ("wl-paste", "--no-newline")),
    _Tool("DISPLAY", ("xclip", "-selection", "clipboard", "-in"), ("xclip", "-selection", "clipboard", "-out")),
    _Tool("DISPLAY", ("xsel", "--clipboard", "--input"), ("xsel", "--clipboard", "--output")),
)


def _copy_natively(text: str, terminal: Terminal | None, command: str) -> str:
    """Into the desktop's clipboard, read back to be sure."""
    if not _on_unix_desktop():
        return _copy_by_pyperclip(text)
    failure = "no display"
    for tool in _tools():
        try:
            _run(tool.take, text)
            if _gives_back(tool, text):
                return tool.name
            failure = f"{tool.name} did not keep the text"
        except _Failed as failed:
            failure = str(failed)
    raise _Failed(failure)


def _gives_back(tool: _Tool, text: str) -> bool:
    """Whether the clipboard holds the text: the part of xclip that serves it may need a moment on a busy machine."""
    import time

    for attempt in range(_READINGS):
        try:
            if _run(tool.give) == text:
                return True
        except _NoAnswer:
            return False
        except _Failed:
            pass  # nobody owns the clipboard yet
        time.sleep(0.02 * 2**attempt)
    return False


def _paste_natively() -> str:
    if not _on_unix_desktop():
        return _paste_by_pyperclip()
    failure = "no display"
    for tool in _tools():
        try:
            return _run(tool.give)
        except _Failed as failed:
            failure = str(failed)
    raise _Failed(failure)


def _tools() -> list[_Tool]:
    """The tools that are installed for the displays there are."""
    from shutil import which

    fitting = [tool for tool in _TOOLS if os.environ.get(tool.needs)]
    there = [tool for tool in fitting if which(tool.name)]
    if fitting and not there:
        raise _Failed(f"none of {', '.join(tool.name for tool in fitting)} is installed")
    return there


def _on_unix_desktop() -> bool:
    is_windows_inside = bool(os.environ.get("WSL_DISTRO_NAME")) and not os.environ.get("WAYLAND_DISPLAY")
    return os.name == "posix" and sys.platform != "darwin" and not is_windows_inside


def _copy_by_pyperclip(text: str) -> str:
    import pyperclip

    try:
        pyperclip.copy(text)
        kept = pyperclip.paste()
    except (pyperclip.PyperclipException, OSError) as error:
        raise _Failed(_first_line(str(error))) from None
    if kept.replace("\r\n", "\n") != text:
        raise _Failed("the system clipboard did not keep the text")
    return "the system clipboard"


def _paste_by_pyperclip() -> str:
    import pyperclip

    try:
        return str(pyperclip.paste())
    except (pyperclip.PyperclipException, OSError) as error:
        raise _Failed(_first_line(str(error))) from None


# -- commands ------------------------------------------------------------------------------------------------------


def _copy_by_command(text: str, terminal: Terminal | None, command: str) -> str:
    words = _words(command, "clipboard_command")
    _run(words, text)
    return f"`{words[0]}`"


def _paste_by_command(command: str) -> str:
    return _run(_words(command, "paste_command"))


def _words(command: str, name: str) -> list[str]:
    import shlex

    try:
        words = shlex.split(command)
    except ValueError as error:
        raise StackError(f"{name} cannot be taken apart: {error}", "quote it as in a shell") from None
    if not words:
        raise StackError(f"clipboard is `command`, but {name} is empty", f'set {name} = "..." in the settings')
    return words


def _run(argv: Sequence[str], text: str | None = None) -> str:
    """What a program writes when it is given ``text``; _Failed when it cannot be run or says that it failed.

    Files, not pipes, take its output: xclip and wl-copy go on in the background and would keep a pipe open. They get a
    session of their own, so that they outlive the terminal.
    """
    import subprocess
    import tempfile

    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        given.write((text or "").encode("utf-8", "replace"))
        given.seek(0)
        try:
            done = subprocess.run(
                argv, stdin=given, stdout=out, stderr=err, timeout=_SECONDS, start_new_session=True, check=False
            )
        except OSError as error:
            raise _Failed(f"{argv[0]} cannot be run: {error.strerror}") from None
        except subprocess.TimeoutExpired:
            raise _NoAnswer(f"{argv[0]} did not answer") from None
        out.seek(0)
        err.seek(0)
        if done.returncode:
            said = _first_line(err.read().decode("utf-8", "replace")) or f"exit code {done.returncode}"
            raise _Failed(f"{argv[0]} failed: {said}")
        return out.read().decode("utf-8", "replace")


def _first_line(text: str) -> str:
    from stacktui.text import clean_line

    return clean_line(text.strip().split("\n")[0])[:100]
