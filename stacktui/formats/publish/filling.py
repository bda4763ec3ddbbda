"""Write an entry after the model of another one: its chunks with other values, what has no value left out."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from stacktui.formats.publish.cells import bars_of, trimmed
from stacktui.formats.publish.slots import Chunk, Head, Slot
from stacktui.identity import find_arxiv_id
from stacktui.model import Paper

_MANY = ("links", "label", "authors", "tags")
_LINKED = re.compile(r"\]\([^()\s]*\)")
_ET_AL = re.compile(r",?\s*(?:and\s+)?\bet\.? al(?=\.|\b)", re.IGNORECASE)
_LIST_TABLE = re.compile(r"\s*\* - ")
_HTML_CELL = re.compile(r"<td\b[^<>]*>(.*?)</td>", re.IGNORECASE | re.DOTALL)
_LABELS = ("paper", "pdf", "link", "url", "html", "article", "论文", "原文", "链接", "地址")


class Manners(Protocol):
    """What one must know of a list beside the entry that serves as a model."""

    def is_common(self, literal: str) -> bool:
        """Whether words between values belong to the list, not to one entry."""

    def marks(self, status: str) -> list[str]:
        """The marks of entries with a status, the commonest first."""


def filled(head: Head, paper: Paper, manners: Manners, spelling: int = 0) -> str:
    """The head of an entry for ``paper`` that looks like ``head``; ``spelling`` counts how texts may be written."""
    return Filling(head, paper, manners, spelling).whole()


def filled_chunk(head: Head, chunk: Chunk, paper: Paper, manners: Manners, *, further: bool = False) -> list[str]:
    """The chunk with the values of ``paper``; none where it has no value for it.

    With ``further`` it is repeated for the links or tags that are still to come.
    """
    return Filling(head, paper, manners).chunk(chunk, further=further)


def literals(head: Head, chunk: Chunk) -> list[str]:
    """What stands in a chunk between its values."""
    parts, at = [], chunk.start
    for start, end, _ in _places(head, chunk):
        parts.append(head.text[at:start])
        at = end
    return [*parts, head.text[at : chunk.end]]


@dataclass(frozen=True)
class Filling:
    """A model and the paper that is to take its place."""

    head: Head
    paper: Paper
    manners: Manners
    spelling: int = 0

    def whole(self) -> str:
        """All lines of the head."""
        if "<td" in self.head.text.lower():
            return self._cells(_HTML_CELL.finditer(self.head.text))
        rows: list[str] = []
        start = 0
        for row in self.head.text.split("\n"):
            end = start + len(row)
            if row.lstrip().startswith("|"):
                text: str | None = self._row(start, end)
            else:
                chunks = self._chunks(start, end)
                text = self._stretch(chunks, start, end) if chunks else row if _is_common(row) else None
                if text is None and chunks and _LIST_TABLE.match(self.head.text):
                    text = row[: chunks[0].start - start].rstrip()
            if text is not None:
                rows.append(text)
            start = end + 1
        return "\n".join(rows)

    def _chunks(self, start: int, end: int) -> list[Chunk]:
        return [chunk for chunk in self.head.chunks if start <= chunk.start < end]

    def _row(self, start: int, end: int) -> str:
        """A row of a table between bars."""
        row = self.head.text[start:end]
        bars = bars_of(row)
        out = row[: bars[0] + 1]
        for first, last in itertools.pairwise(bars):
            left, right = trimmed(row, first + 1, last)
            chunks = self._chunks(start + first, start + last)
            text = self._stretch(chunks, start + left, start + right) if chunks else None
            out += row[first + 1 : left] + (text or "") + row[right : last + 1]
        return out + row[bars[-1] + 1 :]

    def _cells(self, cells: Iterable[re.Match[str]]) -> str:
        """A row of HTML: what is around the cells stays, they hold what the paper has."""
        out, at = "", 0
        for cell in cells:
            start, end = cell.span(1)
            chunks = self._chunks(start, end)
            text = self._stretch(chunks, start, end) if chunks else None
            out += self.head.text[at:start] + re.sub(r"<a\b[^<>]*=([\"'])\1[^<>]*>(.*?)</a>", r"\2", text or "")
            at = end
        return out + self.head.text[at:]

    def _stretch(self, chunks: list[Chunk], start: int, end: int) -> str | None:
        """A stretch of the head with the values of the paper; None where it has none for it."""
        text, at, out, kept = self.head.text, start, "", 0
        many = _last_of_many(chunks)
        skipped: list[str] = []
        for chunk in chunks:
            skipped.append(_lone(text[at : chunk.start]) if chunk is not chunks[0] else "")
            at = chunk.end
            bodies = self.chunk(chunk, further=chunk in many)
            for body in bodies:
                out += (self._gap(skipped) if kept else self._opening(text[start : chunks[0].start])) + body
                skipped = ["" if chunk is chunks[0] else skipped[-1]]
                kept += 1
            skipped = [] if bodies else skipped
        tail = text[at:end]
        return (out + (tail if self.manners.is_common(tail) and tail != " " else "")) if kept else None

    def _opening(self, text: str) -> str:
        """What stands before the first value: marker and number, and words that belong to the list."""
        if self.manners.is_common(re.sub(r"\d+", "1", text)):
            return text
        return text[: next((at for at, letter in enumerate(text) if letter.isalpha()), len(text))]

    def _gap(self, gaps: list[str]) -> str:
        """What parts two chunks, when those between them were left out."""
        found = next((gap for gap in gaps if gap and self.manners.is_common(gap)), " ")
        if len(gaps) > 1 and any(map(str.isalnum, found)):
            return " "
        return _ET_AL.sub("", found)

    def chunk(self, chunk: Chunk, *, further: bool = False) -> list[str]:
        """A chunk with the values of the paper, as often as it has some for it."""
        if not self.manners.is_common("".join(literals(self.head, chunk))):
            return []
        paper = self.paper
        indices = {slot.index for slot in chunk.slots if slot.field in ("links", "label", "tags")}
        count = len(paper.links) if chunk.fields & {"links", "label"} else len(paper.tags)
        shifts = [0]
        if further and len(indices) == 1:
            shifts += range(1, count - max(indices))
        texts = (self._with_values(chunk, shift) for shift in shifts)
        return [text for text in texts if text is not None]

    def _with_values(self, chunk: Chunk, shift: int) -> str | None:
        text, out, at = self.head.text, "", chunk.start
        values = missing = 0
        for start, end, slot in _places(self.head, chunk):
            value, gap = self._value(slot, shift), text[at:start]
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
        out = self._relabelled(out, chunk)
        return _tidy(out) if missing and not chunk.fields & {"url", "links"} else out

    def _relabelled(self, text: str, chunk: Chunk) -> str:
        """``[arXiv](…)`` or ``[OpenReview](…)`` is no label for an address elsewhere."""
        if "url" not in chunk.fields or chunk.fields & {"title", "label"}:
            return text
        label = next((word for word in literals(self.head, chunk) if any(map(str.isalpha, word))), "")
        words = label.strip(" []()<>*`:").removesuffix("](")
        if not words or _fits(words.lower(), self.paper.url):
            return text
        return text.replace(words, "Paper" if words[0].isupper() and words[1:2].islower() else "paper", 1)

    def _value(self, slot: Slot, shift: int) -> str:
        head, paper = self.head, self.paper
        if slot.field == "authors":
            return join_authors(head, paper.authors)
        index = slot.index + shift if slot.field in _MANY else slot.index
        marks = self.manners.marks(paper.status) if slot.field == "status" else ()
        ways = [*marks, *head.written(paper, slot.field, index, head.raw(slot))]
        return ways[min(self.spelling, len(ways) - 1)] if ways else ""


def _fits(label: str, url: str) -> bool:
    """Whether a label may stand for an address: it says nothing of the place, or names it."""
    if "arxiv" in label:
        return bool(find_arxiv_id(url))
    return any(word in label for word in _LABELS) or label in url.lower()


def _lone(gap: str) -> str:
    """A gap, one blank where it is nothing but blanks."""
    return " " if gap and not gap.strip() else gap


def _is_common(row: str) -> bool:
    """Whether a row without values may stand in another entry: it says nothing of its own."""
    return not any(map(str.isalnum, re.sub(r"<[^<>]*>", "", row)))


def _last_of_many(chunks: Iterable[Chunk]) -> list[Chunk]:
    """Of the chunks with links, and of those with tags, the last: it stands for any number of them."""
    last = {name: chunk for chunk in chunks for name in ("links", "label", "tags") if name in chunk.fields}
    return [chunk for name, chunk in last.items() if "title" not in chunk.fields]


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


def join_authors(head: Head, names: tuple[str, ...]) -> str:
    """Names, with what the list puts between them."""
    slots = [slot for slot in head.slots if slot.field == "authors"]
    plain_gaps = [
        re.sub(r"\]\([^()]*\)|\[", "", head.text[one.end : other.start]) for one, other in itertools.pairwise(slots)
    ]
    plain_gaps = [re.sub(r" {2,}", " ", gap) for gap in plain_gaps]
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
