"""The change of a page as a unified diff, made from its edits: exactly the lines that they touch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from stacktui.formats.publish.page import Edit, Page, ordered

CONTEXT = 3
_NO_END = "\\ No newline at end of file"


def unified(before: Page, edits: Sequence[Edit], name: str) -> list[str]:
    """The lines of the diff, none where nothing changes."""
    hunks = list(_hunks([small for edit in ordered(edits) for small in _smallest(edit, before.lines)]))
    if not hunks:
        return []
    out = [f"--- {name}", f"+++ {name} (published)"]
    shift = 0
    for hunk in hunks:
        rows, old, new, first = _rows(before, hunk)
        out += [f"@@ -{_span(first, old)} +{_span(first + shift, new)} @@", *rows]
        shift += new - old
    return out


def _smallest(edit: Edit, lines: Sequence[str]) -> Iterator[Edit]:
    """An edit without the lines that stay as they are."""
    old = lines[edit.first - 1 : edit.first - 1 + edit.count]
    for kind, i, j, k, m in SequenceMatcher(None, old, edit.lines, autojunk=False).get_opcodes():
        if kind != "equal":
            yield Edit(edit.first + i, j - i, edit.lines[k:m])


def _hunks(edits: Sequence[Edit]) -> Iterator[list[Edit]]:
    """Edits that are so near to each other that their surroundings touch."""
    hunk: list[Edit] = []
    for edit in edits:
        if hunk and edit.first - (hunk[-1].first + hunk[-1].count) > 2 * CONTEXT:
            yield hunk
            hunk = []
        hunk.append(edit)
    if hunk:
        yield hunk


def _rows(page: Page, hunk: Sequence[Edit]) -> tuple[list[str], int, int, int]:
    """The rows of a hunk, how many lines it has before and after, and the first of them."""
    total = _count(page)
    at = first = max(1, hunk[0].first - CONTEXT)
    rows: list[str] = []
    for edit in hunk:
        rows += [" " + line for line in page.lines[at - 1 : edit.first - 1]]
        rows += ["-" + line for line in page.lines[edit.first - 1 : edit.first - 1 + edit.count]]
        rows += ["+" + line for line in edit.lines]
        at = edit.first + edit.count
    last = min(total, at + CONTEXT - 1)
    rows += [" " + line for line in page.lines[at - 1 : last]]
    if page.lines[-1] and max(at - 1, last) >= total:
        rows.append(_NO_END)
    old, new = (sum(row[0] in signs for row in rows) for signs in (" -", " +"))
    return rows, old, new, first


def _count(page: Page) -> int:
    """How many lines a page has; what follows its last line end is one only where something stands there."""
    return len(page.lines) - (not page.lines[-1])


def _span(first: int, count: int) -> str:
    return str(first) if count == 1 else f"{first if count else first - 1},{count}"
