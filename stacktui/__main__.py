"""Where the program starts: ``--version`` is answered at once, all else is left to the command line."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from stacktui import __version__


def main(words: Sequence[str] | None = None) -> int:
    """Run one command, or open the app; ``words`` are those of the shell unless given. Returns the exit code."""
    words = sys.argv[1:] if words is None else words
    if list(words) == ["--version"]:
        print(f"stacktui {__version__}")
        return 0
    from stacktui.cli import run

    return run(words)


def console() -> NoReturn:
    """Run the command of the shell and leave the process.

    It leaves as it is: taking a large library apart object by object takes longer than an addition to it. Where a
    thread still works, Python waits for it first.
    """
    code = main()
    if _has_busy_threads():
        sys.exit(code)
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:  # nobody reads it any more; `run` has already said what there was to say
        pass
    os._exit(code)


def _has_busy_threads() -> bool:
    threading = sys.modules.get("threading")
    if threading is None:
        return False
    return any(not one.daemon and one is not threading.main_thread() for one in threading.enumerate())


if __name__ == "__main__":
    console()
