"""Text that could not be saved: kept in the state folder until it is taken back or put aside."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from stacktui.paths import state_folder
from stacktui.text import clean_note_line


@dataclass(frozen=True)
class Draft:
    """The text of a note that is not in its library."""

    path: str
    entry_id: int
    lines: tuple[str, ...]
    reason: str


def _file(library_path: str) -> str:
    name = sha256(os.path.realpath(library_path).encode("utf-8", "surrogateescape")).hexdigest()[:16]
    return os.path.join(state_folder(), "drafts", f"{name}.json")


def write(library_path: str, entry_id: int, lines: Sequence[str], reason: str) -> str:
    """Keep a text, and return the path of the file; OSError where even that cannot be written."""
    path = _file(library_path)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    content = {"library": os.path.realpath(library_path), "id": entry_id, "lines": list(lines), "reason": reason}
    temporary = f"{path}.{os.getpid()}.tmp"
    with open(temporary, "w", encoding="utf-8") as file:
        json.dump(content, file, ensure_ascii=False, indent=1)
        file.flush()
        os.fsync(file.fileno())
    os.replace(temporary, path)
    return path


def read(library_path: str) -> Draft | None:
    """The text that waits for this library; None where none does."""
    path = _file(library_path)
    try:
        with open(path, encoding="utf-8") as file:
            content = json.load(file)
        lines = tuple(clean_note_line(str(line)) for line in content["lines"])
        return Draft(path, int(content["id"]), lines, str(content.get("reason", "")))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def discard(library_path: str) -> None:
    """Forget the text."""
    try:
        os.unlink(_file(library_path))
    except FileNotFoundError:
        return
