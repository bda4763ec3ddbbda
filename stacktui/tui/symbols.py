"""The marks of one character that the screen is drawn with, and which of them a terminal can show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Symbols:
    """The marks of one character; every one is a single cell wide."""

    status: Mapping[str, str]
    star: str = "★"
    half: str = "½"
    bar: str = "▌"
    """The cursor of the focused pane."""
    thin_bar: str = "▏"
    """The cursor of the other panes."""
    check: str = "✓"
    ellipsis: str = "…"
    dot: str = "·"
    """Between the parts of a line."""
    excerpt: str = "›"
    """Before a matched line of a note."""
    folded: str = "▸"
    unfolded: str = "▾"
    rule: str = "─"
    upright: str = "│"
    thumb: str = "▐"
    bullets: str = "•◦▪"
    open_box: str = "☐"
    done_box: str = "☑"
    folders: Mapping[str, str] = field(default_factory=dict)
    """Marks of the smart folders, by the kind of their scope."""


_FOLDERS = {
    "starred": "★",
    "recent": "◷",
    "no-category": "◌",
    "duplicates": "≈",
    "notes": "✎",
    "trash": "⊘",
    "saved": "⌕",
}

UNICODE = Symbols(
    status={"to-read": "○", "reading": "◐", "read": "●", "reread": "↻", "dropped": "×"},
    folders=_FOLDERS,
)

NARROW = Symbols(
    status={"to-read": "◦", "reading": "◔", "read": "✓", "reread": "↻", "dropped": "✗"},
    star="✶",
    half="+",
    bar="❯",
    thin_bar="|",
    check="✔",
    ellipsis="⋯",
    dot="-",
    rule="-",
    upright="|",
    thumb="|",
    bullets="▪◦-",
    folders={**_FOLDERS, "starred": "✶", "duplicates": "="},
)
"""For terminals that draw characters of ambiguous width in two cells: none of these is ambiguous."""

ASCII = Symbols(
    status={"to-read": "o", "reading": "~", "read": "*", "reread": "@", "dropped": "x"},
    star="*",
    half="+",
    bar=">",
    thin_bar="|",
    check="+",
    ellipsis="~",
    dot="-",
    excerpt=">",
    folded="+",
    unfolded="-",
    rule="-",
    upright="|",
    thumb="|",
    bullets="*o-",
    open_box="[ ]",
    done_box="[x]",
    folders={
        "starred": "*",
        "recent": "t",
        "no-category": "?",
        "duplicates": "=",
        "notes": "n",
        "trash": "x",
        "saved": "/",
    },
)


def symbols_for(setting: str = "auto", encoding: str = "utf-8", ambiguous_wide: bool = False) -> Symbols:
    """The symbols for a setting (``auto``, ``unicode`` or ``ascii``) and what is known of the terminal."""
    if setting == "ascii" or (setting == "auto" and not encoding.lower().replace("-", "").startswith("utf")):
        return ASCII
    return NARROW if ambiguous_wide else UNICODE
