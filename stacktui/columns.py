"""Text in columns of a terminal, where a Chinese character takes two and a combining mark none."""

from __future__ import annotations

import unicodedata


def width(text: str) -> int:
    """Columns that a line takes."""
    return len(text) if text.isascii() else sum(map(_cells, text))


def cut(text: str, room: int) -> str:
    """As much of a line as fits ``room`` columns, with ``…`` where something was left out."""
    if width(text) <= room:
        return text
    if room < 1:
        return ""
    kept, used = 0, 1
    for letter in text:
        used += _cells(letter)
        if used > room:
            break
        kept += 1
    return text[:kept].rstrip() + "…"


def fit(text: str, room: int) -> str:
    """A line cut or filled up to exactly ``room`` columns."""
    shown = cut(text, room)
    return shown + " " * (room - width(shown))


def _cells(letter: str) -> int:
    if letter < "\u0300":
        return 1
    if unicodedata.combining(letter) or unicodedata.category(letter) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1
