"""A long list cut into parts that are read one after the other, so that what the reader needs never grows with it.

A part is long enough to show the manner of its list, and begins where a section or an entry may begin: never inside a
fenced part, and inside a table or below an item only together with the lines that it cannot be read without.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from stacktui.formats.lists.blocks import find_fences, is_blank

LONGEST_WHOLE = 2_000_000
"""Lists with no more characters are read as a whole."""
PART = 1_000_000
"""About how many characters a part has."""

_HEADING = {"markdown": re.compile(r"#{1,6}\s+\S"), "org": re.compile(r"\*+\s+\S")}
_HTML_ROW = re.compile(r"\s*<tr\b", re.IGNORECASE)
_HTML_TABLE = re.compile(r"</?table\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Part:
    """Some lines of a list; places count from 0."""

    start: int
    end: int
    """Behind the last line."""
    before: tuple[str, ...] = ()
    """Lines from further up without which these cannot be read: the head of their table, the items around them."""
    after: tuple[str, ...] = ()

    def lines(self, source: Sequence[str]) -> list[str]:
        """The lines to read; the first of the part has the place ``len(before)`` among them."""
        return [*self.before, *source[self.start : self.end], *self.after]


def parts_of(lines: Sequence[str], format_name: str) -> Iterator[Part]:
    """The parts of a list; one, unless it is very long."""
    if format_name not in ("markdown", "text", "org") or sum(map(len, lines)) + len(lines) <= LONGEST_WHOLE:
        yield Part(0, len(lines))
        return
    inner = _Inner(lines, format_name)
    keywords = tuple(line for line in lines[:200] if line.startswith("#+")) if format_name == "org" else ()
    start = 0
    before: tuple[str, ...] = ()
    while start < len(lines):
        end = _end(lines, start, inner)
        table = inner.table_at(end) if end < len(lines) else ()
        yield Part(start, end, before, ("</table>",) if table and table[0].lstrip()[:1] == "<" else ())
        context = table or _items_around(lines, end)
        start, before = end, (*keywords, *context)


def _end(lines: Sequence[str], start: int, inner: _Inner) -> int:
    """The best place to end a part that begins at ``start``: behind PART characters, and not far."""
    size, best, place = 0, 0, len(lines)
    for at in range(start, len(lines)):
        if size > PART:
            rank = inner.rank(at)
            if rank > best:
                best, place = rank, at
            if best == _SECTION or (best > _ANYWHERE and size > 1.2 * PART) or (best and size > 2 * PART):
                return place
        size += len(lines[at]) + 1
    return len(lines)


_ANYWHERE, _ROW, _MARGIN, _BLOCK, _SECTION = 1, 2, 3, 4, 5
"""How good a place is to begin a part: some line, a row, a line at the margin, behind a blank line, a heading."""


class _Inner:
    """What lines stand inside of."""

    def __init__(self, lines: Sequence[str], format_name: str) -> None:
        self._lines = lines
        self._heading = _HEADING.get(format_name)
        self._fenced = bytearray(len(lines) + 1)
        self._heads: list[tuple[int, int, tuple[str, ...]]] = []
        if format_name == "markdown":
            for first, last in find_fences(list(lines)).items():
                self._fenced[first + 1 : last + 1] = b"\1" * (last - first)
            self._heads = list(_html_tables(lines))

    def rank(self, at: int) -> int:
        """How good it is to begin a part at a line; 0 where that must not be."""
        line, above = self._lines[at], self._lines[at - 1]
        if self._fenced[at] or is_blank(line):
            return 0
        if self._html_table(at):
            return _ROW if _HTML_ROW.match(line) else 0
        if line[:1].isspace() or line.startswith((">", "---", "===", "+++", "```", "~~~", "<!--")):
            return _ANYWHERE if line[:1].isspace() else 0
        if "|" in line and "|" in above:
            return _ROW if self._pipe_head(at) else 0
        if self._heading and self._heading.match(line):
            return _SECTION
        return _BLOCK if is_blank(above) else _MARGIN

    def table_at(self, at: int) -> tuple[str, ...]:
        """The head of the table that a line stands inside of."""
        line = self._lines[at]
        return self._html_table(at) or (self._pipe_head(at) if "|" in line and "|" in self._lines[at - 1] else ())

    def _html_table(self, at: int) -> tuple[str, ...]:
        return next((head for first, last, head in self._heads if first < at < last), ())

    def _pipe_head(self, at: int) -> tuple[str, ...]:
        first = at
        while first > 0 and "|" in self._lines[first - 1]:
            first -= 1
        head = self._lines[first : first + 2]
        is_table = len(head) == 2 and first + 2 <= at and re.fullmatch(r"[\s|:+-]*-[\s|:+-]*", head[1])
        return tuple(head) if is_table else ()


def _html_tables(lines: Sequence[str]) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """First and last line of each HTML table, and the lines to begin it anew in its middle."""
    first = -1
    for at, line in enumerate(lines):
        if "<" not in line or not (found := _HTML_TABLE.search(line)):
            continue
        if found[0][1] != "/" and first < 0:
            first = at
        if "</" in line and first >= 0 and "</table" in line.lower():
            yield first, at, ("<table>", *_html_head(lines, first, at))
            first = -1


def _html_head(lines: Sequence[str], first: int, last: int) -> tuple[str, ...]:
    """The first row of a table, where it is a head."""
    start = next((at for at in range(first, min(last, first + 50)) if "<tr" in lines[at].lower()), last)
    end = next((at for at in range(start, min(last, start + 50)) if "</tr" in lines[at].lower()), last)
    head = lines[start : end + 1] if end < last else ()
    return tuple(head) if any("<th" in line.lower() for line in head) else ()


def _items_around(lines: Sequence[str], at: int) -> tuple[str, ...]:
    """The lines that a line is indented below, the outermost first."""
    around: list[str] = []
    indent = _indent(lines[at]) if at < len(lines) else 0
    for above in range(at - 1, max(0, at - 20_000), -1):
        if not indent:
            break
        if not is_blank(lines[above]) and _indent(lines[above]) < indent:
            indent = _indent(lines[above])
            around.append(lines[above])
    return tuple(reversed(around))


def _indent(line: str) -> int:
    return len(line[: len(line) - len(line.lstrip(" \t\xa0"))].expandtabs(4))
