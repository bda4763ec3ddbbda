"""What an import says in the shell: what would become of each line, and what was done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from stacktui.columns import cut
from stacktui.columns import width as columns_of
from stacktui.formats.document import Document, Range
from stacktui.formats.importing import BACK, DOUBTFUL, SKIP, ImportPlan, ImportResult, PlannedDocument, PlannedPaper
from stacktui.model import Paper
from stacktui.text import counted

LONGEST_LINE = 160
_MARGIN = 22  # columns before the text of a line
_MOST_PLACES = 6

_FATES = {DOUBTFUL: "ask", SKIP: "trash", BACK: "back"}

Row = tuple[int, str, str, str]
"""Where to sort it, the place, what becomes of it, the text."""


def preview_lines(planned: PlannedDocument, width: int) -> Iterator[str]:
    """What would become of each part of a document, in the order of its lines."""
    yield planned.summary()
    if planned.state != "same":
        room = min(width, LONGEST_LINE) - _MARGIN
        for _, place, what, text in sorted(_rows(planned, room), key=lambda row: row[0]):
            yield f"  {place:>9}  {what:<8} {cut(text, room)}"
    yield from removed_lines(planned)


def _rows(planned: PlannedDocument, room: int) -> Iterator[Row]:
    document = planned.document
    for entry in planned.papers:
        what = _FATES.get(entry.action, entry.action)
        yield _row([(entry.source.line, _last_line(entry))], what, _paper(entry, room))
    for heading in document.headings:
        yield _row([(heading.line, heading.line)], "heading", heading.text)
    for note in document.notes:
        yield _row(note.lines, "note", note.title or next(iter(note.text), ""))
    for line in document.unknown:
        yield _row([(line.line, line.line)], "unclear", line.text.strip())
    for reason, ranges in _ignored(document).items():
        yield _row(ranges, "ignored", reason)


def _ignored(document: Document) -> dict[str, list[Range]]:
    """Where lines are ignored, by the reason: a list may have a hundred separators."""
    found: dict[str, list[Range]] = {}
    for region in document.ignored:
        found.setdefault(region.reason, []).extend(region.lines)
    return found


def _row(ranges: Sequence[Range], what: str, text: str) -> Row:
    if len(ranges) == 1:
        return ranges[0][0], _place(ranges[0]), what, text
    count = sum(last - first + 1 for first, last in ranges)
    places = ", ".join(map(_place, ranges[:_MOST_PLACES])) + (", …" if len(ranges) > _MOST_PLACES else "")
    return ranges[0][0], counted(count, "line"), what, f"{text}: {places}"


def _place(lines: Range) -> str:
    first, last = lines
    return str(first) if first == last else f"{first}-{last}"


def _last_line(entry: PlannedPaper) -> int:
    source = entry.source
    return max(source.line, *(last for _, last in (*source.head_lines, *source.note_lines)), source.line)


def _paper(entry: PlannedPaper, room: int) -> str:
    facts = " · ".join(_facts(entry.draft))
    reason = f"  ({entry.reason})" if entry.reason else ""
    behind = f"{f'  {facts}' if facts else ''}{reason}"
    return cut(entry.draft.title, max(room // 2, room - columns_of(behind))) + behind


def _facts(paper: Paper) -> Iterator[str]:
    if published := " ".join(filter(None, (paper.venue, str(paper.year or "")))):
        yield published
    if paper.rating:
        yield "★" * int(paper.rating) + "½" * (paper.rating % 1 > 0)
    if paper.status != "to-read":
        yield paper.status
    yield from paper.categories[:1]
    if paper.note:
        yield counted(len(paper.note), "line") + " of note"


def removed_lines(planned: PlannedDocument) -> Iterator[str]:
    """How to bring back what was removed from the library since the list was imported."""
    if planned.trashed or planned.deleted:
        yield "  `stacktui import --again` takes the removed papers in again; `stacktui trash` lists those in the trash"


def outcome_lines(plan: ImportPlan, result: ImportResult) -> Iterator[str]:
    """What was done."""
    for planned in plan.documents:
        yield planned.summary()
        yield from removed_lines(planned)
    if plan.is_empty:
        yield "nothing to import"
        return
    parts = [f"{len(result.added):,} added", f"{len(result.merged):,} took something in", f"{result.known:,} known"]
    if result.notes:
        parts.append(counted(result.notes, "free note"))
    yield f"imported: {', '.join(parts)}"


def unclear_line(result: ImportResult) -> str:
    """Where the lines are that nobody understood; empty where there are none."""
    if not result.unknown:
        return ""
    were = "was" if result.unknown == 1 else "were"
    lines = counted(result.unknown, "line")
    return f"{lines} {were} not understood and kept as a free note; `import --dry-run` shows them"
