"""Where the fields of an entry stand in the lines of its head.

The reader of lists tells values, not columns. Here each value is looked for in the text it came from; what encloses it
(``[…](…)``, ``**…**``, ``(…)``) makes a chunk: the unit that is put in, taken out or copied from another entry.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from stacktui.formats.document import DocumentPaper
from stacktui.formats.lists.facts import read_stars, read_status
from stacktui.formats.publish.values import in_cell, marked_up, written
from stacktui.model import Paper

STARS = re.compile(r"[★☆⭐🌟✩✭½\ufe0f]+|:star2?:(?:\s*:star2?:)*|(?<![\w.])[0-5](?:\.\d)?\s*/\s*5(?![\w.])")
_ADDRESS = re.compile(r"https?://[^\s)>\]\"'|]+")
_PREPRINT = re.compile(
    r"\barXiv(?: e-?prints?| preprint),?\s*(?:arXiv:|abs/)\s*\d{4}\.\d{4,5}(?:v\d+)?(?![\w.])", re.IGNORECASE
)
_BOX = re.compile(r"^\s*(?:[-*+]|\d+[.)])\s+(\[[ xX\-/]\])\s")
_TODO = re.compile(r"^\*+\s+([A-Z]{2,})\s")
_GAP = r"(?:[\s*_`~\\]|<[^<>\n]{0,40}>)*"
_PAIRS = {"[": "]", "(": ")", "（": "）", "【": "】", "「": "」", "《": "》", "“": "”"}
_LONGEST_PATTERN = 120


@dataclass(frozen=True, slots=True)
class Slot:
    """A value in the text of a head; ``index`` counts where a field has several."""

    field: str
    start: int
    end: int
    index: int = 0


@dataclass(frozen=True, slots=True)
class Chunk:
    """A stretch of a head with all that encloses its values."""

    start: int
    end: int
    slots: tuple[Slot, ...]

    @property
    def fields(self) -> frozenset[str]:
        """The fields of which it holds a value."""
        return frozenset(slot.field for slot in self.slots)


@dataclass
class Head:
    """The head of an entry: its lines, and where the values of the paper stand in them."""

    numbers: tuple[int, ...]
    rows: tuple[str, ...]
    paper: Paper
    note_row: int = 0
    """The line that holds fields and the beginning of the note; 0 where there is none."""
    has_marks: bool = True
    """Whether a backslash before a sign says that it is no mark."""
    slots: tuple[Slot, ...] = field(init=False)

    def __post_init__(self) -> None:
        self.slots = _Finder(self.text, self.paper, with_note=bool(self.note_row)).find_all()

    @cached_property
    def text(self) -> str:
        """The lines as one text."""
        return "\n".join(self.rows)

    @cached_property
    def chunks(self) -> tuple[Chunk, ...]:
        """The chunks, from left to right."""
        return _chunks(self.text, self.slots)

    @property
    def is_row(self) -> bool:
        """Whether the head is a row of a table."""
        return len(self.rows) == 1 and self.rows[0].lstrip().startswith("|")

    @property
    def is_table(self) -> bool:
        """Whether columns are to stay straight."""
        return any(row.lstrip().startswith(("|", "+")) for row in self.rows) or "  " in self.rows[0].strip()

    @cached_property
    def has_cells(self) -> bool:
        """Whether the values stand in cells, where a line end is a ``<br>``."""
        return self.is_row or "<td" in self.text.lower()

    def spellings(self, text: str) -> Sequence[str]:
        """How a text may be written in these lines, the plainest way first."""
        found = marked_up(text)[: None if self.has_marks else 2]
        return in_cell(text, found) if self.is_row else found

    def written(self, paper: Paper, name: str, index: int = 0, raw: str = "") -> list[str]:
        """Ways to write a value of ``paper`` in place of ``raw``; see :func:`values.written`."""
        if name == "note" and self.has_cells:
            lines = [line.strip() for line in paper.note if line.strip()]
            ways = [self.spellings(line) for line in lines]
            return ["<br>".join(way[min(n, len(way) - 1)] for way in ways) for n in range(2)] if lines else []
        return written(paper, name, index, raw, self.spellings)

    def rewritten(self, paper: Paper, slot: Slot) -> list[str]:
        """Ways to write the value of ``paper`` where that of a slot stands."""
        return self.written(paper, slot.field, slot.index, self.raw(slot))

    def slot(self, name: str, index: int = 0) -> Slot | None:
        """The place of a value."""
        return next((slot for slot in self.slots if (slot.field, slot.index) == (name, index)), None)

    def chunk_of(self, slot: Slot) -> Chunk:
        """The chunk that holds a value."""
        return next(chunk for chunk in self.chunks if slot in chunk.slots)

    def raw(self, slot: Slot) -> str:
        """The text of a value as it stands in the file."""
        return self.text[slot.start : slot.end]


def head_of(source: DocumentPaper, paper: Paper, lines: tuple[str, ...], *, has_marks: bool = True) -> Head:
    """The head of an entry of a document; ``paper`` is the record made from it."""
    numbers = {source.line, *(number for first, last in source.head_lines for number in range(first, last + 1))}
    note_row = 0
    if source.note_lines and source.note:
        first = source.note_lines[0][0]
        if first in numbers or _is_mixed(lines[first - 1], source.note[0]):
            note_row = first
            numbers.add(first)
    taken = tuple(range(min(numbers), max(numbers) + 1))
    return Head(taken, tuple(lines[number - 1] for number in taken), paper, note_row, has_marks)


def _is_mixed(row: str, text: str) -> bool:
    """Whether a line holds more before the text of the note than indent and quote marks."""
    at = row.find(text.strip()) if text.strip() else -1
    return at > 0 and bool(row[:at].strip(" \t>\xa0"))


class _Finder:
    def __init__(self, text: str, paper: Paper, *, with_note: bool) -> None:
        self.text = text
        self.paper = paper
        self.with_note = with_note
        self.found: list[Slot] = []
        self.addresses = [found.span() for found in _ADDRESS.finditer(text)]

    def find_all(self) -> tuple[Slot, ...]:
        paper = self.paper
        self._status()
        self._first("title", paper.title)
        self._address("url", paper.url, 0)
        for index, link in enumerate(paper.links):
            self._link(index, link.label, link.url)
        for index, author in enumerate(paper.authors):
            self._first("authors", author, index)
        if self.with_note:
            self._note(paper.note)
        for index, tag in enumerate(paper.tags):
            self._first("tags", tag, index)
        self._first("alias", paper.alias)
        if not self._preprint():
            self._first("venue", paper.venue)
        self._first("presentation", paper.presentation)
        self._year()
        self._rating()
        self._first("read", paper.read)
        return tuple(sorted(self.found, key=lambda slot: slot.start))

    def _take(self, name: str, start: int, end: int, index: int = 0) -> bool:
        if start >= end or any(slot.start < end and start < slot.end for slot in self.found):
            return False
        self.found.append(Slot(name, start, end, index))
        return True

    def _first(self, name: str, value: str, index: int = 0) -> bool:
        for start, end in spans_of(self.text, value):
            inside = name != "title" and any(first <= start < last for first, last in self.addresses)
            if not inside and self._take(name, start, end, index):
                return True
        return False

    def _note(self, note: tuple[str, ...]) -> None:
        """The first line of a note; in a row of a table all of them."""
        if len(note) > 1 and (self.text.lstrip().startswith("|") or "<td" in self.text.lower()):
            lines = [_GAP.join(re.escape(token) for token in _tokens(line)) for line in note if line.strip()]
            for found in re.finditer(r"\s*<br\s*/?>\s*".join(lines), self.text):
                if self._take("note", *found.span()):
                    return
        self._first("note", note[0])

    def _address(self, name: str, url: str | None, index: int) -> bool:
        if not url:
            return False
        for form in dict.fromkeys((url, url.replace("&", "&amp;"))):
            for found in re.finditer(re.escape(form) + r"(?![\w/])", self.text):
                if self._take(name, *found.span(), index):
                    return True
        return False

    def _link(self, index: int, label: str, url: str | None) -> None:
        if self._address("links", url, index):
            slot = self.found[-1]
            first, last = next(
                ((start, end) for start, end in groups(self.text) if start <= slot.start < end), (slot.start, slot.end)
            )
            self._within("label", label, index, first, last)
        elif url is None:
            for found in re.finditer(rf"\[({re.escape(label)})\]", self.text):
                if self._take("label", *found.span(1), index):
                    break

    def _within(self, name: str, value: str, index: int, first: int, last: int) -> None:
        for start, end in spans_of(self.text[first:last], value):
            if self._take(name, first + start, first + end, index):
                break

    def _status(self) -> None:
        for pattern in (_BOX, _TODO):
            found = pattern.match(self.text)
            if found:
                self._take("status", *found.span(1))
                return
        for found in re.finditer(r"[^\s\w\[\]()|*#<>`\"'.,;:!?&/\\-]\ufe0f?|:\w+:", self.text):
            if read_status(found[0].strip(":")) == self.paper.status and self._take("status", *found.span()):
                return

    def _preprint(self) -> bool:
        """``arXiv preprint arXiv:1603.01768`` goes as a whole where the paper comes out elsewhere."""
        if self.paper.venue.casefold() != "arxiv":
            return False
        found = _PREPRINT.search(self.text)
        return found is not None and self._take("venue", *found.span())

    def _year(self) -> None:
        year, month = self.paper.year, self.paper.month
        if year is None:
            return
        forms = [rf"(?<!\d){year}(?!\d)", rf"(?<=['’]){year % 100:02}(?!\d)"]
        if month:
            forms[:0] = [rf"(?<!\d){year}-?{month:02}(?!\d)", rf"(?<!\d){year % 100:02}{month:02}(?!\d)"]
        for form in forms:
            for found in re.finditer(form, self.text):
                blocked = any(first <= found.start() < last for first, last in self.addresses)
                if not blocked and self._take("year", *found.span()):
                    return

    def _rating(self) -> None:
        if self.paper.rating is None:
            return
        for found in STARS.finditer(self.text):
            if read_stars(found[0]) == self.paper.rating and self._take("rating", *found.span()):
                return


def spans_of(text: str, value: str) -> Iterator[tuple[int, int]]:
    """Where a value stands in a text: word for word, else with marks, line ends or escapes between its words."""
    if not value:
        return
    exact = [(found.start(), found.end()) for found in re.finditer(_bounded(value), text)]
    yield from exact
    tokens = _tokens(value)
    if exact or len(tokens) > _LONGEST_PATTERN:
        return
    pattern = _GAP.join("&(?:amp;)?" if token == "&" else re.escape(token) for token in tokens)
    for found in re.finditer(pattern, text, re.IGNORECASE):
        yield found.span()


def _tokens(value: str) -> list[str]:
    return re.findall(r"\w+|[^\w\s]", value)


def _bounded(value: str) -> str:
    """A pattern that finds a value, and no part of a longer word."""
    before = r"(?<![A-Za-z0-9])" if value[0].isascii() and value[0].isalnum() else ""
    after = r"(?![A-Za-z0-9])" if value[-1].isascii() and value[-1].isalnum() else ""
    return before + re.escape(value) + after


def groups(text: str) -> list[tuple[int, int]]:
    """The outermost stretches that marks enclose: brackets with what they link to, bold and slanted words, code."""
    found: list[tuple[int, int]] = []
    at = 0
    while at < len(text):
        end = _group_end(text, at)
        if end > at:
            found.append((at, end))
        at = max(end, at + 1)
    return found


def _group_end(text: str, at: int) -> int:
    letter = text[at]
    if letter == "<":
        tag = re.compile(r"<a\b[^<>]*>.*?</a>|<https?://[^<>\s]+>", re.IGNORECASE).match(text, at)
        return tag.end() if tag else at
    if text.startswith("**", at):
        return _until(text, at, "**")
    if letter in '*_`"' and text[at + 1 : at + 2].strip() and not text[at - 1 : at].isalnum():
        return _until(text, at, letter)
    if letter not in _PAIRS:
        return at
    end = _closing(text, at)
    while end > at and text[end - 1] == "]" and text[end : end + 1] in ("(", "["):
        following = _closing(text, end)
        if following == end:
            break
        end = following
    return end


def _until(text: str, at: int, mark: str) -> int:
    closed = text.find(mark, at + len(mark))
    return closed + len(mark) if closed > 0 and "\n" not in text[at:closed] else at


def _closing(text: str, at: int) -> int:
    """The place behind the bracket that closes the one at ``at``; ``at`` itself where none does in this line."""
    opened, closed = text[at], _PAIRS[text[at]]
    depth = 0
    for place in range(at, len(text)):
        letter = text[place]
        depth += (letter == opened) - (letter == closed)
        if not depth:
            return place + 1
        if letter == "\n":
            break
    return at


def _chunks(text: str, slots: tuple[Slot, ...]) -> tuple[Chunk, ...]:
    enclosing = groups(text)
    spans: list[list[int]] = []
    for slot in slots:
        around = [span for span in enclosing if span[0] < slot.end and slot.start < span[1]]
        spans.append([min([slot.start, *(span[0] for span in around)]), max([slot.end, *(span[1] for span in around)])])
    named = [slot for slot in slots if slot.field == "authors"]
    if named:
        spans.append([named[0].start, named[-1].end])
    united: list[list[int]] = []
    for start, end in sorted(spans):
        if united and start < united[-1][1]:
            united[-1][1] = max(end, united[-1][1])
        else:
            united.append([start, end])
    return tuple(Chunk(start, end, tuple(slot for slot in slots if start <= slot.start < end)) for start, end in united)
