"""The shape of lines: what those have in common that a list writes in the same way."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stacktui.formats.correcting.reading import blocks_of
from stacktui.formats.lists.parts import parts_of

Shape = tuple[str, str, int, str]
"""Kind of block, marker, depth or level, and how the text begins. Lines that continue a block have the kind
``line``."""

_BEGINS = (
    ("image", re.compile(r"!\[")),
    ("link", re.compile(r"\[[^\[\]]+\]\(|\[\[|https?://|<a\b", re.IGNORECASE)),
    ("bold", re.compile(r"\*\*|__|<b>|<strong>", re.IGNORECASE)),
    ("bracket", re.compile(r"[\[【(（]")),
    ("quote", re.compile(r"[\"“«「『]")),
    ("code", re.compile(r"`")),
    ("emphasis", re.compile(r"[*_]\S")),
    ("mark", re.compile(r"[^\w\s]")),
    ("number", re.compile(r"\d")),
)


def line_shapes(text: str, format_name: str) -> dict[int, Shape]:
    """The shape of every line of a text that is not blank."""
    lines = text.split("\n")
    shapes: dict[int, Shape] = {}
    same: dict[Shape, Shape] = {}
    for part in parts_of(lines, format_name):
        first = part.start - len(part.before)
        for number, shape in _shapes_of("\n".join(part.lines(lines)), format_name):
            if part.start < number + first <= part.end:
                shapes[number + first] = same.setdefault(shape, shape)
    return shapes


def _shapes_of(text: str, format_name: str) -> Iterator[tuple[int, Shape]]:
    lines = text.split("\n")
    for block in blocks_of(text, format_name):
        numbers = block.numbers or tuple(range(block.first, block.last + 1))
        for place, number in enumerate(numbers):
            if not 0 < number <= len(lines):
                continue
            if place:
                yield number, ("line", block.kind, block.depth, _beginning(lines[number - 1]))
            else:
                marker = "1." if block.marker[:1].isdigit() else block.marker
                yield number, (block.kind, marker, block.level or block.depth, _beginning(block.text))


def _beginning(text: str) -> str:
    text = text.lstrip(" \t>|")
    return next((name for name, pattern in _BEGINS if pattern.match(text)), "text")
