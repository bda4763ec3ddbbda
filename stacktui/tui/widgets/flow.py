"""Text that flows: runs of text with looks, broken into lines of a width in cells.

Breaks come at blanks and beside wide characters, but no line begins with closing punctuation or ends with opening
punctuation, as Chinese and Japanese are set.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rich.cells import cell_len, split_graphemes

from stacktui.patterns import regex


@dataclass(frozen=True, eq=False)
class Target:
    """Where something in a text leads; two of them are never equal, so that each place can be selected by itself."""

    kind: str
    """``link`` for an address, ``key`` for another paper."""
    value: str
    label: str = ""


class Run(NamedTuple):
    """Text of one look; ``looks`` are component classes without their prefix, the later ones on top."""

    text: str
    looks: tuple[str, ...] = ()
    target: Target | None = None
    source: int = -1
    """The line of the note that it comes from, from 0."""


class Line(NamedTuple):
    """A line as it is shown, with the first line of the note that it comes from (-1: none)."""

    runs: tuple[Run, ...] = ()
    source: int = -1

    @property
    def text(self) -> str:
        """The line without looks."""
        return "".join(run.text for run in self.runs)


BREAK = Run("\n")
"""A run that ends the line, wherever it stands."""

BETWEEN = ("between",)
"""The look of what separates two items: like a blank, it goes where a line ends."""

Word = tuple[list[Run], int]
"""Runs that stay together, and their cells."""

_BLANKS_OR_NOT = regex(r"[ \t\n]+|[^ \t\n]+")
_CLOSING = frozenset("、。，．：；！？）］｝」』】〕〉》”’…—·ー々〜ぁぃぅぇぉっゃゅょァィゥェォッャュョ％℃!),.:;?]}")
_OPENING = frozenset("（［｛「『【〔〈《“‘([{#@")


def cells_of(runs: Iterable[Run]) -> int:
    """The cells that runs take."""
    return sum(cell_len(run.text) for run in runs)


def wrapped(runs: Iterable[Run], width: int, taken: int = 0) -> list[list[Run]]:
    """The runs as lines of at most ``width`` cells; blanks at a break go; there is always a line.

    Of the first line, ``taken`` cells are taken already.
    """
    lines: list[list[Run]] = [[]]
    used = taken
    for word, size in _words(runs):
        if word[0].text == "\n":
            lines.append([])
            used = 0
            continue
        is_blank = _is_blank(word[0])
        if used + size > width and used:
            _trim(lines[-1])
            lines.append([])
            used = 0
            if is_blank:
                continue
        if is_blank and not used and len(lines) > 1:
            continue
        for piece, piece_size in _chopped(word, size, width):
            if used and used + piece_size > width:
                lines.append([])
                used = 0
            lines[-1] += piece
            used += piece_size
    return [_joined(line) for line in lines]


def _is_blank(run: Run) -> bool:
    return run.text.isspace() or run.looks == BETWEEN


def _trim(line: list[Run]) -> None:
    """Take blanks from the end of a line."""
    while line and _is_blank(line[-1]):
        line.pop()


def _joined(line: list[Run]) -> list[Run]:
    """Neighbours of the same look as one run."""
    joined: list[Run] = []
    for run in line:
        if joined and joined[-1][1:] == run[1:]:
            joined[-1] = run._replace(text=joined[-1].text + run.text)
        else:
            joined.append(run)
    return joined


def _chopped(word: list[Run], size: int, width: int) -> Iterator[Word]:
    """A word in pieces that fit: itself, or as many characters at a time as a line holds."""
    if size <= width:
        yield word, size
        return
    piece: list[Run] = []
    used = 0
    for run in word:
        for start, end, cells in split_graphemes(run.text)[0]:
            if used + cells > width and piece:
                yield _joined(piece), used
                piece, used = [], 0
            piece.append(run._replace(text=run.text[start:end]))
            used += cells
    if piece:
        yield _joined(piece), used


def _words(runs: Iterable[Run]) -> Iterator[Word]:
    """Words, blanks and single wide characters; what no line may break stays together, across looks too."""
    word: list[Run] = []
    size = 0
    last = Run("")
    for run, cells in _atoms(runs):
        if word and (_is_blank(run) or _is_blank(last) or _may_break(last.text, run.text)):
            yield word, size
            word, size = [], 0
        word.append(run)
        size += cells
        last = run
    if word:
        yield word, size


def _may_break(before: str, after: str) -> bool:
    """Whether a line may end between two atoms that are no blanks."""
    if after[0] in _CLOSING or before[-1] in _OPENING:
        return False
    return _is_wide(before) or _is_wide(after)


def _is_wide(text: str) -> bool:
    return not text.isascii() and cell_len(text) == 2 and len(text) < 9


def _atoms(runs: Iterable[Run]) -> Iterator[tuple[Run, int]]:
    """Runs cut at blanks and around wide characters, with their cells."""
    for run in runs:
        if run.text == "\n" or run.looks == BETWEEN:
            yield run, 0 if run.text == "\n" else cell_len(run.text)
            continue
        for found in _BLANKS_OR_NOT.finditer(run.text):
            part = found[0]
            if part.isspace():
                yield run._replace(text=" " * len(part)), len(part)
            elif part.isascii():
                yield run._replace(text=part), len(part)
            else:
                yield from _wide_atoms(run, part)


def _wide_atoms(run: Run, text: str) -> Iterator[tuple[Run, int]]:
    start = used = 0
    spans: Sequence[tuple[int, int, int]] = split_graphemes(text)[0]
    for first, end, cells in spans:
        if cells == 2:
            if first > start:
                yield run._replace(text=text[start:first]), used
            yield run._replace(text=text[first:end]), 2
            start, used = end, 0
        else:
            used += cells
    if start < len(text):
        yield run._replace(text=text[start:]), used
