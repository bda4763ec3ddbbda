"""Looks of cells as terminals know them, and the shortest way from one to the next."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

_SWITCHED_OFF_BY = {"1": "22", "2": "22", "3": "23", "4": "24", "5": "25", "6": "25", "7": "27", "8": "28", "9": "29"}
_SWITCHED_OFF_BY |= {"21": "24", "51": "54", "52": "54", "53": "55"}
_COLOUR_SIZES = {"2": 5, "5": 3}
SEEN_ON_BLANKS = frozenset({"4", "5", "6", "7", "9", "21", "51", "52", "53"})
"""Attributes that make a blank visible."""


class NotUnderstood(Exception):
    """A frame holds something that the shadow cannot follow."""


class Graphics(NamedTuple):
    """The parameters of ``CSI … m``, sorted out; colours as their parameters, empty for the terminal's own."""

    attributes: frozenset[str] = frozenset()
    foreground: str = ""
    background: str = ""


class Cell(NamedTuple):
    """What stands in one cell; the second half of a wide character has no text."""

    text: str
    sgr: str = ""
    """The look as parameters of ``CSI … m``."""
    link: str = ""


UNKNOWN = Cell("\0")
"""A cell that nobody has painted, or that another program may have painted over."""


class Look(dict[str, Cell]):
    """The cells of one look by their text, each made once: equal cells are nearly always the same object."""

    def __init__(self, sgr: str, link: str) -> None:
        super().__init__()
        self.sgr, self.link = sgr, link

    def __missing__(self, text: str) -> Cell:
        cell = self[text] = Cell(text, self.sgr, self.link)
        return cell


@lru_cache(maxsize=4096)
def graphics(sgr: str) -> Graphics:
    """Parameters sorted out; NotUnderstood where there are some that Textual does not use today."""
    parameters = sgr.split(";") if sgr else []
    attributes: set[str] = set()
    colours = {"foreground": "", "background": ""}
    at = 0
    while at < len(parameters):
        code = parameters[at]
        if code in ("38", "48"):
            size = _COLOUR_SIZES.get("".join(parameters[at + 1 : at + 2]), 0)
            if not size or at + size > len(parameters):
                raise NotUnderstood(sgr)
            colours["foreground" if code == "38" else "background"] = ";".join(parameters[at : at + size])
            at += size
            continue
        if code in _SWITCHED_OFF_BY:
            attributes.add(code)
        elif code.isdecimal() and (30 <= int(code) <= 39 or 90 <= int(code) <= 97):
            colours["foreground"] = "" if code == "39" else code
        elif code.isdecimal() and (40 <= int(code) <= 49 or 100 <= int(code) <= 107):
            colours["background"] = "" if code == "49" else code
        else:
            raise NotUnderstood(sgr)
        at += 1
    return Graphics(frozenset(attributes), **colours)


@lru_cache(maxsize=4096)
def change_of_look(before: str | None, after: str) -> str:
    """The shortest sequence that makes one look of another; ``None`` is an unknown one."""
    if before == after:
        return ""
    anew = f"\x1b[0;{after}m" if after else "\x1b[m"
    if before is None:
        return anew
    codes = _changed_codes(graphics(before), graphics(after))
    step = f"\x1b[{';'.join(codes)}m"
    return min(step, anew, key=len) if codes else ""


def _changed_codes(before: Graphics, after: Graphics) -> list[str]:
    off = {_SWITCHED_OFF_BY[code] for code in before.attributes - after.attributes}
    # switching off bold switches off dim too, and so on: what shall stay is switched on again
    lost = {code for code in before.attributes & after.attributes if _SWITCHED_OFF_BY[code] in off}
    codes = sorted(off) + sorted((after.attributes - before.attributes) | lost)
    if after.foreground != before.foreground:
        codes.append(after.foreground or "39")
    if after.background != before.background:
        codes.append(after.background or "49")
    return codes


def shows_on_blanks(sgr: str) -> bool:
    """Whether a blank of this look differs from one of the same background without attributes."""
    return bool(graphics(sgr).attributes & SEEN_ON_BLANKS)
