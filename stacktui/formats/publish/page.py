"""A file as lines that can be changed one by one; whatever is not changed keeps its bytes.

Encoding, byte order mark and the line end of every single line are remembered, so that a page without edits is
written back as it was read.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from stacktui.errors import StackError
from stacktui.formats.decode import decode

_MARKS = {
    "utf-8": codecs.BOM_UTF8,
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-16-be": codecs.BOM_UTF16_BE,
    "utf-32-le": codecs.BOM_UTF32_LE,
}


@dataclass(frozen=True, slots=True)
class Edit:
    """``count`` lines from line ``first`` on become ``lines``; with ``count`` 0 they are put in before ``first``."""

    first: int
    count: int
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """The lines of a file, what ends each of them, and how the file is encoded."""

    lines: tuple[str, ...]
    ends: tuple[str, ...]
    """What follows each line; nothing follows the last."""
    newline: str
    encoding: str
    bom: bool

    @classmethod
    def read(cls, data: bytes, name: str) -> Page:
        """The page in ``data``; a StackError where it is no text, or could not be written back as it is."""
        decoded = decode(data, name)
        mark = _MARKS[decoded.encoding] if decoded.bom else b""
        text = data[len(mark) :].decode(decoded.encoding)
        ends = re.compile("\r\n|\n" if decoded.newline == "\r\n" else re.escape(decoded.newline))
        page = cls(tuple(ends.split(text)), (*ends.findall(text), ""), decoded.newline, decoded.encoding, decoded.bom)
        if page.encode() != data:
            raise StackError(
                f"{name} is not clean {decoded.encoding}: it could not be written back as it is",
                "save it as UTF-8, import it again, then publish",
            )
        return page

    @property
    def text(self) -> str:
        """The text with ``\\n`` at the line ends, as the reader of lists sees it."""
        return "\n".join(self.lines)

    def encode(self) -> bytes:
        """The bytes of the file; a StackError where a character has no place in its encoding."""
        text = "".join(line + end for line, end in zip(self.lines, self.ends, strict=True))
        try:
            return (_MARKS[self.encoding] if self.bom else b"") + text.encode(self.encoding)
        except UnicodeEncodeError as error:
            raise StackError(
                f"{self.encoding} has no {text[error.start]!r}, which the file would need", "save the file as UTF-8"
            ) from None

    def edited(self, edits: Iterable[Edit]) -> Page:
        """The page with edits, which must not overlap."""
        lines, ends = list(self.lines), list(self.ends)
        for edit in reversed(ordered(edits)):
            at, count = edit.first - 1, edit.count
            if not count and at >= len(lines):
                ends[-1] = self.newline
            new_ends = self._ends(ends[at : at + count], len(edit.lines), last=at + count >= len(lines))
            if not edit.lines and at + count >= len(lines) and at:
                ends[at - 1] = ""
            lines[at : at + count] = edit.lines
            ends[at : at + count] = new_ends
        return Page(tuple(lines), tuple(ends), self.newline, self.encoding, self.bom)

    def _ends(self, old: Sequence[str], count: int, *, last: bool) -> list[str]:
        """Line ends for ``count`` lines that stand where those with the ends ``old`` stood."""
        if not count:
            return []
        kept = list(old[:-1])[: count - 1]
        final = old[-1] if old else "" if last else self.newline
        return kept + [self.newline] * (count - 1 - len(kept)) + [final]


def ordered(edits: Iterable[Edit]) -> list[Edit]:
    """Edits from top to bottom; what is put in before a line comes before a change of that line."""
    return sorted(edits, key=lambda edit: (edit.first, edit.count > 0))


def untangled(edits: Sequence[Edit]) -> tuple[Edit, ...]:
    """Edits of which none takes out a line that another takes out or changes; what is put in between stays."""
    going = [edit for edit in edits if edit.count and not edit.lines]
    if len(going) < 1:
        return tuple(edits)
    others = [edit for edit in edits if not (edit.count and not edit.lines)]
    changed = {line for edit in others for line in range(edit.first, edit.first + edit.count)}
    lines = sorted({line for edit in going for line in range(edit.first, edit.first + edit.count)} - changed)
    stops = {edit.first for edit in others}
    runs: list[list[int]] = []
    for line in lines:
        if runs and line == runs[-1][1] + 1 and line not in stops:
            runs[-1][1] = line
        else:
            runs.append([line, line])
    return (*others, *(Edit(first, last - first + 1, ()) for first, last in runs))


def moved(edits: Sequence[Edit], line: int) -> int:
    """Where a line of the page stands after the edits; a line that was changed, where its stretch begins."""
    shift = 0
    for edit in ordered(edits):
        if edit.first + edit.count <= line:
            shift += len(edit.lines) - edit.count
        elif edit.first <= line:
            return edit.first + shift + min(line - edit.first, max(0, len(edit.lines) - 1))
    return line + shift
