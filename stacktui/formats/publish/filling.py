"""Write an entry after the model of another one: its chunks with other values, what has no value left out."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable
from typing import Protocol

from stacktui.formats.publish.slots import Chunk, Head, Slot
from stacktui.formats.publish.values import written
from stacktui.model import Paper

_MANY = ("links", "label", "authors", "tags")
_LINKED = re.compile(r"\]\([^()\s]*\)")
_CELL = re.compile(r"(?<!\\)\|")


class Manners(Protocol):
    """What one must know of a list beside the entry that serves as a model."""

    def is_common(self, literal: str) -> bool:
        """Whether words between values belong to the list, not to one entry."""

    def marks(self, status: str) -> list[str]:
        """The marks of entries with a status, the commonest first."""


def filled(head: Head, paper: Paper, manners: Manners) -> str:
    """The head of an entry for ``paper`` that looks like ``head``."""
    if head.is_row:
        return _filled_row(head, paper, manners)
    rows: list[str] = []
    start = 0
    for row in head.text.split("\n"):
        end = start + len(row)
        chunks = [chunk for chunk in head.chunks if start <= chunk.start < end]
        text = (
            _filled_stretch(head, chunks, (start, end), paper, manners) if chunks else row if _is_common(row) else None
        )
        if text is not None:
            rows.append(text)
        start = end + 1
    return "\n".join(rows)


def _is_common(row: str) -> bool:
    """Whether a row without values may stand in another entry: it says nothing of its own."""
    return not any(map(str.isalnum, re.sub(r"<[^<>]*>", "", row)))


def _filled_stretch(
    head: Head, chunks: list[Chunk], span: tuple[int, int], paper: Paper, manners: Manners
) -> str | None:
    """A stretch of a head with the values of ``paper``; None where it has none for it."""
    text, at, out, kept = head.text, span[0], "", 0
    many = _last_of_many(chunks)
    for chunk in chunks:
        gap = text[at : chunk.start] if manners.is_common(text[at : chunk.start]) else " "
        at = chunk.end
        for body in filled_chunk(head, chunk, paper, manners, further=chunk in many):
            out += (text[span[0] : chunks[0].start] if not kept else gap if chunk is not chunks[0] else " ") + body
            kept += 1
    tail = text[at : span[1]]
    return out + (tail if manners.is_common(tail) else "") if kept else None


def _last_of_many(chunks: Iterable[Chunk]) -> list[Chunk]:
    """Of the chunks with links, and of those with tags, the last: it stands for any number of them."""
    last = {name: chunk for chunk in chunks for name in ("links", "label", "tags") if name in chunk.fields}
    return [chunk for name, chunk in last.items() if "title" not in chunk.fields]


def filled_chunk(head: Head, chunk: Chunk, paper: Paper, manners: Manners, *, further: bool = False) -> list[str]:
    """The chunk with the values of ``paper``; none where it has no value for it.

    With ``further`` it is repeated for the links or tags that are still to come.
    """
    if not manners.is_common("".join(literals(head, chunk))):
        return []
    indices = {slot.index for slot in chunk.slots if slot.field in ("links", "label", "tags")}
    count = len(paper.links) if chunk.fields & {"links", "label"} else len(paper.tags)
    shifts = [0]
    if further and len(indices) == 1:
        shifts += range(1, count - max(indices))
    texts = (_with_values(head, chunk, paper, shift, manners) for shift in shifts)
    return [text for text in texts if text is not None]


def literals(head: Head, chunk: Chunk) -> list[str]:
    """What stands in a chunk between its values."""
    parts, at = [], chunk.start
    for start, end, _ in _places(head, chunk):
        parts.append(head.text[at:start])
        at = end
    return [*parts, head.text[at : chunk.end]]


def _places(head: Head, chunk: Chunk) -> list[tuple[int, int, Slot]]:
    """The stretches of a chunk that hold values; all names are one."""
    names = [slot for slot in chunk.slots if slot.field == "authors"]
    places = [(slot.start, slot.end, slot) for slot in chunk.slots if slot.field != "authors"]
    if names:
        places.append((marked(head, names[0])[0], marked(head, names[-1])[1], names[0]))
    return sorted(places, key=lambda place: place[0])


def marked(head: Head, slot: Slot) -> tuple[int, int]:
    """A name with the link around it."""
    linked = _LINKED.match(head.text, slot.end)
    return (slot.start - 1, linked.end()) if linked and head.text[slot.start - 1] == "[" else (slot.start, slot.end)


def _with_values(head: Head, chunk: Chunk, paper: Paper, shift: int, manners: Manners) -> str | None:
    text, out, at = head.text, "", chunk.start
    values = missing = 0
    for start, end, slot in _places(head, chunk):
        value, gap = _value(head, slot, paper, shift, manners), text[at:start]
        if value:
            out += gap + value
            values += 1
        else:
            out += gap.rstrip(" ,-–/'’") if values else gap
            missing += 1
        at = end
    out += text[at : chunk.end]
    if not values:
        return None
    return _tidy(out) if missing and not chunk.fields & {"url", "links"} else out


def _value(head: Head, slot: Slot, paper: Paper, shift: int, manners: Manners) -> str:
    if slot.field == "authors":
        return join_authors(head, paper.authors)
    raw = head.raw(slot)
    index = slot.index + shift if slot.field in _MANY else slot.index
    ways = [*(manners.marks(paper.status) if slot.field == "status" else ()), *written(paper, slot.field, index, raw)]
    return ways[0] if ways else ""


def join_authors(head: Head, names: tuple[str, ...]) -> str:
    """Names, with what the list puts between them."""
    slots = [slot for slot in head.slots if slot.field == "authors"]
    plain_gaps = [
        re.sub(r"\]\([^()]*\)|\[", "", head.text[one.end : other.start]) for one, other in itertools.pairwise(slots)
    ]
    gap = Counter(plain_gaps[:-1] or plain_gaps).most_common(1)[0][0] if plain_gaps else ", "
    last = plain_gaps[-1] if plain_gaps else gap
    if not names:
        return ""
    if len(names) == 2 and last.startswith(",") and "and" in last:
        last = last.removeprefix(",")
    return last.join((gap.join(names[:-1]), names[-1])) if len(names) > 1 else names[0]


def _tidy(text: str) -> str:
    """Without what a value that is left out leaves behind in its brackets."""
    text = re.sub(r"([\[(（【])[\s,\-–/]+", r"\1", text)
    return re.sub(r"[\s,\-–/]+([\])）】])(?!\()", r"\1", text)


# -- tables --------------------------------------------------------------------------------------------------------


def _filled_row(head: Head, paper: Paper, manners: Manners) -> str:
    row = head.text
    bars = [found.start() for found in _CELL.finditer(row)]
    out = row[: bars[0] + 1]
    for first, last in itertools.pairwise(bars):
        chunks = [chunk for chunk in head.chunks if first < chunk.start < last]
        start, end = _trimmed(row, first + 1, last)
        text = _filled_stretch(head, chunks, (start, end), paper, manners) if chunks else None
        out += row[first + 1 : start] + (text or "") + row[end : last + 1]
    return out + row[bars[-1] + 1 :]


def _trimmed(row: str, first: int, last: int) -> tuple[int, int]:
    """A cell without the blanks at its ends, of which one stays on each side."""
    cell = row[first:last]
    if not cell.strip():
        return (first + 1, first + 1) if cell else (first, first)
    return first + len(cell) - len(cell.lstrip()), first + len(cell.rstrip())
