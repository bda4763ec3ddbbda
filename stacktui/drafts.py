"""Work that could not be saved: kept in the state folder until it is taken back or put aside.

A draft is a JSON file of its own: the records that memory held and the library did not, each with what the library had
in its place, and the text that stood in the editor. So it can be merged into whatever the library holds by then.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from stacktui.paths import state_folder
from stacktui.text import clean_note_line

Place = tuple[str, str]
Versions = Mapping[Place, tuple[dict[str, Any] | None, dict[str, Any] | None]]
"""Table and id of a record -> the record as the library had it, and as it should be; None where there is none."""


@dataclass(frozen=True)
class Draft:
    """Work that is not in its library."""

    path: str
    changes: Versions
    entry_id: int
    """The paper or free note whose text stood in the editor; 0 where none did."""
    lines: tuple[str, ...]
    reason: str
    """Why it could not be saved."""
    when: str
    """ISO date-time."""


def write(
    library_path: str, session: str, changes: Versions, reason: str, entry_id: int = 0, lines: Sequence[str] = ()
) -> str:
    """Keep work, replacing what the same session kept before; the path, OSError where even that cannot be written."""
    from datetime import datetime

    path = f"{_stem(library_path)}-{session}.json"
    os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
    content = {
        "library": os.path.realpath(library_path),
        "when": datetime.now().astimezone().isoformat(timespec="seconds"),
        "reason": reason,
        "changes": [[*place, before, after] for place, (before, after) in changes.items()],
        "id": entry_id,
        "lines": list(lines),
    }
    temporary = f"{path}.tmp"
    with open(temporary, "w", encoding="utf-8", errors="replace") as file:
        json.dump(content, file, ensure_ascii=False, indent=1)
        file.flush()
        os.fsync(file.fileno())
    os.replace(temporary, path)
    return path


def waiting(library_path: str) -> list[Draft]:
    """The drafts that wait for this library, the oldest first; files that are no drafts are passed over."""
    stem = _stem(library_path)
    folder, prefix = os.path.split(stem)
    try:
        names = sorted(name for name in os.listdir(folder) if name.startswith(prefix) and name.endswith(".json"))
    except OSError:
        return []
    found = [draft for name in names if (draft := _read(os.path.join(folder, name)))]
    return sorted(found, key=lambda draft: draft.when)


def discard(path: str) -> None:
    """Forget a draft."""
    try:
        os.unlink(path)
    except FileNotFoundError:
        return


def put_aside(path: str) -> str:
    """Keep a draft without offering it any more; where it is now."""
    aside = path.removesuffix(".json") + ".aside"
    os.replace(path, aside)
    return aside


def _stem(library_path: str) -> str:
    name = sha256(os.path.realpath(library_path).encode("utf-8", "surrogateescape")).hexdigest()[:16]
    return os.path.join(state_folder(), "drafts", name)


def _read(path: str) -> Draft | None:
    try:
        with open(path, encoding="utf-8") as file:
            content = json.load(file)
        changes = {(str(table), str(doc_id)): (old, new) for table, doc_id, old, new in content["changes"]}
        if not all(isinstance(side, dict) or side is None for sides in changes.values() for side in sides):
            return None
        lines = tuple(clean_note_line(str(line)) for line in content["lines"])
        when, reason = str(content.get("when", "")), str(content.get("reason", ""))
        return Draft(path, changes, int(content["id"]), lines, reason, when)
    except (OSError, ValueError, KeyError, TypeError):
        return None
