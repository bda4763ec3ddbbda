"""Files that were looked through once: large libraries that another program wrote, until they change.

A file that is not laid out as ours is read a second time, strictly, because orjson passes over names that stand twice
and numbers of more than 64 bits. That is needed once for each state of the file. What was found sound is noted in the
cache folder by the file's signature, as git's index notes what it has seen; without the note only time is lost.
"""

from __future__ import annotations

import contextlib
import os
from time import time_ns

from stacktui.paths import cache_folder
from stacktui.store.files import Signature

_SETTLED_NS = 2 * 10**9
"""A file written more recently may be written again without its times telling it."""
_LONGEST_NAME = 240


def is_trusted(path: str, found: Signature) -> bool:
    """Whether the file at ``path`` was looked through in the state that ``found`` tells."""
    try:
        with open(_note(path), encoding="ascii") as file:
            return file.read() == _as_text(found)
    except (OSError, ValueError):
        return False


def trust(path: str, found: Signature) -> None:
    """Note that the file at ``path`` was looked through in the state ``found``."""
    if max(found[2:]) > time_ns() - _SETTLED_NS:
        return
    with contextlib.suppress(OSError):  # only speed is lost
        os.makedirs(os.path.dirname(_note(path)), mode=0o700, exist_ok=True)
        with open(_note(path), "w", encoding="ascii") as file:
            file.write(_as_text(found))


def _as_text(found: Signature) -> str:
    return " ".join(map(str, found))


def _note(path: str) -> str:
    """The file that the note stands in: of paths too long for a name, and their like, only the last is known."""
    name = ascii(path)[1:-1].replace("%", "%25").replace(os.sep, "%")
    return os.path.join(cache_folder(), "looked-through", name[-_LONGEST_NAME:])
