"""What commands say: lines on stdout, complaints on stderr, JSON that no terminal can obey."""

from __future__ import annotations

import os
import re
import sys
from typing import Any, TextIO

from stacktui.errors import StackError
from stacktui.text import clean, clean_line

_UNSAFE_IN_JSON = re.compile(
    "[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufff9-\ufffb\U000e0001\U000e0020-\U000e007f]"
)
"""What JSON allows in a string and a terminal or a line reader might take as more than text."""


def prepare_streams() -> None:
    """Make stdout and stderr able to take any text, whatever the locale; a closed one becomes the null device."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115 - lives as long as we
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def silence_stdout() -> None:
    """Send what is still to come nowhere, so that Python's last flush at exit says nothing either."""
    try:
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, sys.stdout.fileno())
    except (OSError, ValueError):
        return
    os.close(null)


def say(text: str = "") -> None:
    """One or more lines on stdout, free of anything that a terminal could obey."""
    sys.stdout.write(clean(text) + "\n")


def say_json(value: Any) -> None:
    """A JSON value on one line of stdout; characters that are no plain text are written as ``\\uXXXX``."""
    import json

    text = json.dumps(value, ensure_ascii=not _speaks_utf8(sys.stdout), separators=(", ", ": "))
    sys.stdout.write(safe_json(text) + "\n")


def safe_json(text: str) -> str:
    """The same JSON with the characters that a terminal could obey written as ``\\uXXXX``."""
    return _UNSAFE_IN_JSON.sub(_escaped, text)


def say_aside(text: str) -> None:
    """A line on stderr beside the result, such as a count; no part of what a pipe carries."""
    sys.stdout.flush()
    sys.stderr.write(clean_line(text) + "\n")


def complain(error: StackError) -> int:
    """Tell an error on stderr: what happened, and below it what to do. Returns the exit code that belongs to it."""
    hints = error.hint.split("\n") if error.hint else []
    lines = [f"stacktui: {clean_line(error.message)}", *(f"  {clean_line(hint)}" for hint in hints)]
    try:
        sys.stdout.flush()
        sys.stderr.write("\n".join(lines) + "\n")
    except OSError:
        silence_stdout()
    return error.exit_code


def on_terminal(stream: TextIO | None = None) -> bool:
    """Whether stdout (or another stream) is a terminal."""
    stream = sys.stdout if stream is None else stream
    return bool(stream and not stream.closed and stream.isatty())


def terminal_width(default: int = 100) -> int:
    """Columns of the terminal that stdout is, ``default`` where it is none."""
    if not on_terminal():
        return default
    import shutil

    return shutil.get_terminal_size((default, 24)).columns


def ascii_only(setting: str = "auto") -> bool:
    """Whether marks and plots should be ASCII: the settings say so, or stdout could not carry others."""
    return setting == "ascii" or (setting != "unicode" and not _speaks_utf8(sys.stdout))


def _speaks_utf8(stream: TextIO) -> bool:
    return (stream.encoding or "").lower().replace("-", "") == "utf8"


def _escaped(found: re.Match[str]) -> str:
    units = found[0].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at] << 8 | units[at + 1]:04x}" for at in range(0, len(units), 2))
