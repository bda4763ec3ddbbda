"""Colours: two calm themes of our own and the terminal's own sixteen colours.

Any other theme of Textual works too: the styles use theme variables alone.
"""

from __future__ import annotations

import os
from collections.abc import Mapping

from textual.theme import BUILTIN_THEMES, Theme

DARK = Theme(
    name="stack-dark",
    primary="#7aa2d6",
    secondary="#8a93a6",
    accent="#e0af68",
    warning="#e0af68",
    error="#e06c75",
    success="#8fbf7f",
    foreground="#d5d8df",
    background="#16181d",
    surface="#1b1e24",
    panel="#22262e",
    dark=True,
    variables={"rule": "#3a3f4a", "quiet": "#8b919e", "cursor-line": "#262b35", "border-blurred": "#3a3f4a"},
)

LIGHT = Theme(
    name="stack-light",
    primary="#2f5f9e",
    secondary="#5d6470",
    accent="#a8560a",
    warning="#a8560a",
    error="#b3313c",
    success="#3c7a34",
    foreground="#22252b",
    background="#fbfaf7",
    surface="#f4f2ed",
    panel="#eae7e0",
    dark=False,
    variables={"rule": "#cfcbc2", "quiet": "#6a6e76", "cursor-line": "#ece7db", "border-blurred": "#cfcbc2"},
)

TERMINAL = Theme(
    name="stack-terminal",
    ansi=True,
    primary="ansi_blue",
    secondary="ansi_cyan",
    accent="ansi_yellow",
    warning="ansi_yellow",
    error="ansi_red",
    success="ansi_green",
    foreground="ansi_default",
    background="ansi_default",
    surface="ansi_default",
    panel="ansi_default",
    boost="ansi_default",
    variables={
        **BUILTIN_THEMES["ansi-dark"].variables,
        "rule": "ansi_bright_black",
        "quiet": "ansi_bright_black",
        "cursor-line": "ansi_default",
    },
)
"""All colours are the terminal's own sixteen."""

OWN_THEMES = (DARK, LIGHT, TERMINAL)
CYCLE = tuple(theme.name for theme in OWN_THEMES)
"""The themes that the command ``theme`` goes through."""

FALLBACK_VARIABLES = {"rule": "#808080", "quiet": "#808080", "cursor-line": "#80808033"}
"""Variables of ours, for themes that do not set them."""


def theme_name(setting: str, environment: Mapping[str, str] | None = None) -> str:
    """The name of the theme for a setting: ``auto``, ``dark``, ``light``, ``terminal`` or a theme of Textual.

    By itself, a terminal of sixteen colours keeps its own: our shades would all become the same grey on black.
    """
    environment = os.environ if environment is None else environment
    named = {"dark": DARK.name, "light": LIGHT.name, "terminal": TERMINAL.name}
    if setting not in ("", "auto"):
        return named.get(setting, setting)
    if not _has_shades(environment):
        return TERMINAL.name
    return LIGHT.name if _is_light(environment.get("COLORFGBG", "")) else DARK.name


def _has_shades(environment: Mapping[str, str]) -> bool:
    """Whether the terminal is known to have 256 colours or more, by the rule of Rich, which writes the colours."""
    if environment.get("COLORTERM", "").strip().lower() in ("truecolor", "24bit"):
        return True
    return environment.get("TERM", "").strip().lower().rpartition("-")[2] in ("256color", "kitty")


def _is_light(colours: str) -> bool:
    """Whether ``COLORFGBG`` (foreground;background as palette numbers, set by rxvt, Konsole and others) is light."""
    return colours.rpartition(";")[2] in ("7", "15")
