"""What stands before the rendering of a note: its lines put in order, and the parser."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from stacktui.patterns import regex

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline

_BULLET = regex(r"(?P<indent>[ \t]*)(?P<marker>[-*+•◦▪‣]|\d{1,9}[.)])(?=[ \t]+\S)")
_FENCE = regex(r" {0,3}(?P<fence>`{3,}|~{3,})")


def normalised(source: Sequence[str]) -> list[str]:
    """The lines with what people mean made plain: lists that begin moved in, and lists with typographic bullets.

    Line for line: the numbers of the lines stay.
    """
    lines: list[str] = []
    fence, shift, in_list, in_code, before = "", 0, False, False, ""
    for line in source:
        if fence or (found := _FENCE.match(line)):
            fence = _fence_after(line, fence)
            lines.append(line)
            continue
        found = _BULLET.match(line)
        in_code = not in_list and _is_code(line, before, in_code, bool(found))
        before = line
        if in_code:
            lines.append(line)
            continue
        if found and not in_list:
            shift = len(found["indent"].expandtabs(4))
        lines.append(_moved(line, found, shift))
        if found:
            in_list = True
        elif line.strip() and not line.startswith((" ", "\t")):
            in_list, shift = False, 0
    return lines


def _is_code(line: str, before: str, in_code: bool, is_item: bool) -> bool:
    """Whether a line outside of lists is code by its indentation: after a blank line, or after such code."""
    if not line.strip():
        return in_code
    is_moved = line.startswith(("    ", "\t"))
    return is_moved and (in_code or (not before.strip() and not is_item))


def _fence_after(line: str, fence: str) -> str:
    """The fence that is open after a line."""
    found = _FENCE.match(line)
    if not fence:
        return found["fence"] if found else ""
    closes = found and found["fence"].startswith(fence) and not line[found.end() :].strip()
    return "" if closes else fence


def _moved(line: str, found: re.Match[str] | None, shift: int) -> str:
    if found and found["marker"] in "•◦▪‣":
        line = f"{found['indent']}-{line[found.end() :]}"
    if not shift:
        return line
    line = line.expandtabs(4)
    return line[min(shift, len(line) - len(line.lstrip(" "))) :]


@lru_cache(maxsize=1)
def parser() -> MarkdownIt:
    """The parser, with tables, strikethrough and formulas; made once."""
    from markdown_it import MarkdownIt

    made = MarkdownIt("commonmark", {"maxNesting": 100}).enable(["table", "strikethrough"])
    made.inline.ruler.before("escape", "formula", _formula)
    return made


_FORMULA = regex(r"\$\$[^$]+\$\$|\$(?=\S)[^$\n]*?(?<=\S)\$(?!\d)")


def _formula(state: StateInline, silent: bool) -> bool:
    """A formula between dollars: its text is not Markdown."""
    if state.src[state.pos] != "$":
        return False
    found = _FORMULA.match(state.src, state.pos)
    if not found:
        return False
    if not silent:
        state.push("formula", "", 0).content = found[0]
    state.pos = found.end()
    return True
