"""The keys of the preview of an import: what stands below it, and the help."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import wrap
from typing import NamedTuple

from stacktui.tui.widgets.text_line import Piece, cells


class Key(NamedTuple):
    """A key, what it does in a word or two, in one, and in a sentence."""

    key: str
    label: str
    short: str
    help: str


KEYS = (
    Key("e", "entry", "entry", "make an entry of the line, and of what stands indented below it"),
    Key("n", "join to note above", "to note", "join the line to the note of the paper above"),
    Key("f", "free note", "free note", "make a free note of the line; it belongs to no paper"),
    Key("x", "ignore", "ignore", "leave the line out"),
    Key("s", "split", "split", "two papers: in the line of a title choose where to cut it; below it, begin a new one"),
    Key("i", "fields", "fields", "change title, authors, links and the other fields of the paper"),
    Key("m", "same paper", "same", "say that the entry is the paper it was asked about, or take that back"),
    Key("=", "all of this shape", "all alike", "do the last correction with all lines of the same shape"),
    Key("u", "undo", "undo", "take the last correction back"),
    Key("] [", "next, previous to look at", "next open", "to the next, the previous line that asks or is unclear"),
    Key(
        "b", "bring removed back", "bring back", "take in papers of the list that were removed, or leave them out again"
    ),
    Key("tab", "file", "file", "to the next file"),
    Key("?", "keys", "keys", "show this help"),
    Key("enter", "import", "import", "import everything as it is shown; one undo takes it back"),
    Key("esc", "leave", "leave", "leave without importing anything"),
)
"""The last three always have a place below the preview."""

_KEY_COLUMNS = 17

MOVES = (
    ("j k g G", "down, up, to the first, to the last line"),
    ("ctrl+d ctrl+u", "half a page down, up"),
    ("space", "scroll the paper"),
)


def key_rows(width: int, rows: int, without: frozenset[str] = frozenset()) -> list[list[Piece]]:
    """The keys in at most so many rows; long labels become short ones before keys are left out."""
    keys = [key for key in KEYS if key.key not in without]
    found = _rows([(key.key, key.label) for key in keys], width)
    shorter = [(key.key, key.short) for key in keys]
    while len(found) > rows and len(shorter) > 3:
        found = _rows(shorter, width)
        shorter.pop(-4 if len(shorter) > 4 else 0)
    return found


def _rows(keys: Sequence[tuple[str, str]], width: int) -> list[list[Piece]]:
    rows: list[list[Piece]] = [[]]
    for key, label in keys:
        pieces: list[Piece] = [(f" {key}", "text--key"), (f" {label} ", "text--quiet")]
        if rows[-1] and cells(rows[-1]) + cells(pieces) > width:
            rows.append([])
        rows[-1] += pieces
    return rows


def help_rows(width: int) -> Iterator[Sequence[Piece]]:
    """All keys with what they do, in so many columns."""
    yield (("Correct the line under the cursor", "text--strong"),)
    for key in KEYS:
        yield from _help(key.key, key.help, width)
    yield ()
    yield (("Move", "text--strong"),)
    for keys, sentence in MOVES:
        yield from _help(keys, sentence, width)
    yield ()
    for text in wrap("A correction is kept with the list: it is made again when a newer version of it comes.", width):
        yield ((text, "text--quiet"),)


def _help(key: str, sentence: str, width: int) -> Iterator[Sequence[Piece]]:
    for place, text in enumerate(wrap(sentence, max(16, width - _KEY_COLUMNS))):
        yield ((f"  {'' if place else key:<{_KEY_COLUMNS - 3}} ", "text--key"), (text, ""))
