"""Where a list gets its new entries: on top of its sections or at their bottom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

TOP, BOTTOM = "top", "bottom"


def end_of_growth(old_lines: Sequence[int], new_lines: Sequence[int]) -> str:
    """Where the last version put its new entries; "" where that is not clear.

    ``old_lines`` are the lines of entries that were there before, ``new_lines`` those of new ones, of one section.
    """
    if not old_lines or not new_lines:
        return ""
    if max(new_lines) < min(old_lines):
        return TOP
    return BOTTOM if min(new_lines) > max(old_lines) else ""


def remembered_end(record: Mapping[str, Any]) -> str:
    """Where the list grew when it was imported again."""
    grows = record.get("grows")
    return grows if grows in (TOP, BOTTOM) else ""
