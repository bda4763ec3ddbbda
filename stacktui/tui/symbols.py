"""The marks of one character that the screen is drawn with, and which of them a terminal can show."""

from __future__ import annotations

import os
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


_FEW_CHARACTERS = ("linux", "vt1", "vt2", "ansi", "cons")
"""How the names of terminals begin whose fonts have letters and lines, and little else."""


def symbols_for(
    setting: str = "auto",
    encoding: str = "utf-8",
    ambiguous_wide: bool = False,
    environment: Mapping[str, str] | None = None,
) -> Symbols:
    """The symbols for a setting (``auto``, ``unicode`` or ``ascii``) and what is known of the terminal."""
    environment = os.environ if environment is None else environment
    is_plain = not encoding.lower().replace("-", "").startswith("utf") or _is_plain(environment)
    if setting == "ascii" or (setting == "auto" and is_plain):
        return ASCII
    return NARROW if ambiguous_wide else UNICODE


def _is_plain(environment: Mapping[str, str]) -> bool:
    """Whether the terminal or the locale that somebody chose has no more than ASCII.

    Python takes the C locale for UTF-8 and says so in ``LC_CTYPE``; what it was told before stands in ``LANG``.
    """
    locale = environment.get("LC_ALL") or environment.get("LANG") or ""
    return locale in ("C", "POSIX") or environment.get("TERM", "").startswith(_FEW_CHARACTERS)
