"""Where the program starts: ``--version`` is answered at once, all else is left to the command line."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from stacktui import __version__


def main(words: Sequence[str] | None = None) -> int:
    """Run one command, or open the app; ``words`` are those of the shell unless given. Returns the exit code."""
    words = sys.argv[1:] if words is None else words
    if list(words) == ["--version"]:
        print(f"stacktui {__version__}")
        return 0
    from stacktui.cli import run

    return run(words)


if __name__ == "__main__":
    sys.exit(main())
