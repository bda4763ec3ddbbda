"""The text of notes: which source lines, with the indent that they share taken off."""

from __future__ import annotations

import re

from stacktui.formats.lists.blocks import is_blank

_BREAK = re.compile(r"\s*<br\s*/?>\s*$", re.IGNORECASE)
_QUOTE = re.compile(r"^\s{0,3}>\s?")


def note_text(source: list[str], numbers: list[int], replaced: dict[int, str], lazy: set[int]) -> tuple[str, ...]:
    """The lines of a note as text.

    ``source`` holds the lines of the document, ``numbers`` those of the note, ``replaced`` the text of lines of which
    only a part is note; ``lazy`` lines continue an item without its indent and do not count for it. A blank line of
    the source between two lines of the note stays one blank line.
    """
    lines: list[tuple[int, str]] = [(number, replaced.get(number, source[number - 1])) for number in numbers]
    whole = [text for number, text in lines if number not in replaced]
    if whole and len(whole) == len(lines) and all(_QUOTE.match(text) or is_blank(text) for text in whole):
        lines = [(number, _QUOTE.sub("", text)) for number, text in lines]
    indent = min(
        (
            _indent(text)
            for number, text in lines
            if number not in replaced and number not in lazy and not is_blank(text)
        ),
        default=0,
    )
    text: list[str] = []
    before = 0
    for number, line in lines:
        if before and number > before + 1:
            text.append("")
        text.append(_BREAK.sub("", _without_indent(line, indent) if number not in replaced else line).rstrip("\r"))
        before = number
    while text and is_blank(text[-1]):
        text.pop()
    while text and is_blank(text[0]):
        text.pop(0)
    return tuple(text)


def _indent(line: str) -> int:
    blanks = line[: len(line) - len(line.lstrip(" \t\xa0"))]
    return len(blanks.replace("\xa0", " ").expandtabs(4))


def _without_indent(line: str, indent: int) -> str:
    if not indent or _indent(line) < indent:
        return line.lstrip() if indent else line
    if "\t" in line[:indent]:
        return line.expandtabs(4)[indent:]
    return line[indent:]
