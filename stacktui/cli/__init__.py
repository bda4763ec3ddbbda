"""The command line: one process, one command, an exit code.

0 done, 1 an error, 2 a command that was called wrongly, 3 nothing found. Errors are one line and a hint on stderr.
:mod:`commands` names what there is; each family of commands lives in a module of its own, imported when one of them is
called, so that a command pays for nothing but itself.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from stacktui.cli.output import complain, prepare_streams, silence_stdout
from stacktui.errors import StackError

INTERRUPTED = 130
"""The exit code after ctrl+c, as shells have it."""


def run(words: Sequence[str]) -> int:
    """Do what the words of the shell say and return the exit code; every error of ours ends here."""
    prepare_streams()
    try:
        code = _run([_repaired(word) for word in words])
        sys.stdout.flush()
    except StackError as error:
        code = complain(error)
    except BrokenPipeError:  # `| head` has seen enough
        silence_stdout()
        code = 0
    except KeyboardInterrupt:
        silence_stdout()
        code = INTERRUPTED
    except OSError as error:  # a full disk behind stdout, a file that vanished: nothing a command foresaw
        silence_stdout()
        code = complain(StackError(_what_failed(error)))
    return code


def _run(words: list[str]) -> int:
    import gc

    from stacktui.cli.parser import understand

    gc.disable()  # a command is over before it would pay; the app switches it on again
    call = understand(words)
    return call.run()


def _repaired(word: str) -> str:
    """A word as UTF-8, also where the locale made Python read it as something else; bytes that are none stay."""
    if word.isascii() or sys.getfilesystemencoding() == "utf-8":
        return word
    try:
        return os.fsencode(word).decode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return word


def _what_failed(error: OSError) -> str:
    place = f": {error.filename}" if error.filename else ""
    return f"{error.strerror or type(error).__name__}{place}"
