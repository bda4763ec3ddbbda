"""Find, for all changes of a page together, ways that the reader understands and that disturb nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from stacktui.errors import StackError
from stacktui.formats import format_named
from stacktui.formats.document import Document
from stacktui.formats.kept import with_corrections
from stacktui.formats.publish.day_logs import NewNoteJob, NoteJob
from stacktui.formats.publish.jobs import HARD, EntryJob, Job
from stacktui.formats.publish.moving import MoveJob, RemoveJob
from stacktui.formats.publish.new_entries import NewEntryJob
from stacktui.formats.publish.page import Edit, Page, moved, untangled
from stacktui.formats.publish.style import Style
from stacktui.formats.publish.values import differing

_ROUNDS, _FEW = 40, 3


@dataclass(frozen=True)
class Settled:
    """The edited page, how it reads, and the edits."""

    page: Page
    style: Style
    edits: tuple[Edit, ...]
    places: Mapping[int, int] = field(default_factory=dict)
    """Where entries went that left their place: their old line -> the new one."""
    gone: frozenset[int] = frozenset()
    """The lines of entries that were taken out."""

    def where(self, line: int) -> int:
        """Where the title of an entry stands in the edited page."""
        return self.places.get(line) or moved(self.edits, line)


def read_page(page: Page, like: Document) -> Style:
    """The entries of a page, read as the document ``like`` was, with what a person corrected in it."""
    parse = format_named(like.format).parse
    if parse is None:
        raise StackError(f"{like.format} cannot be read")
    document = replace(parse(page.text), file=like.file, lines=page.text.split("\n"))
    return Style(with_corrections(document, {"corrections": list(like.corrections)}), page.lines)


def settle(page: Page, style: Style, jobs: Sequence[Job]) -> Settled:
    """All jobs at once, each going through its ways; in parts where they disturb what they should leave alone."""
    _go_through(page, style, jobs)
    settled = _attempt(page, style, jobs)
    if _is_sound(style, settled, jobs) and all(_is_fine(job, settled) for job in jobs):
        return settled
    return _in_parts(page, style, jobs)


def _go_through(page: Page, style: Style, jobs: Sequence[Job]) -> None:
    """Let every job find a way that is read as it was meant.

    One bad way may change how the whole page is read; no other job loses its ways by that. First those go on that see
    what is wrong with theirs; then, of a few, those that are not content alone; many go by halves.
    """
    for _ in range(_ROUNDS):
        settled = _attempt(page, style, jobs)
        waiting = [(job, settled) for job in jobs if not _is_fine(job, settled)]
        stuck = [(job, tried) for job, tried in waiting if job.is_to_blame(settled.style, settled.edits)]
        if not stuck and len(waiting) > _FEW:
            half = len(jobs) // 2
            _go_through(page, style, jobs[:half])
            _go_through(page, style, jobs[half:])
            return
        if not stuck:
            alone = [(job, _attempt(page, style, [job])) for job, _ in waiting]
            stuck = [(job, tried) for job, tried in alone if not _is_fine(job, tried)]
        if not stuck:
            return
        for job, tried in stuck:
            job.next_way(tried.style, tried.edits)


def _is_fine(job: Job, settled: Settled) -> bool:
    return not job.edits() or job.is_done(settled.style, settled.edits)


def _attempt(page: Page, style: Style, jobs: Sequence[Job]) -> Settled:
    edits = untangled([edit for job in jobs for edit in job.edits()])
    if not edits:
        return Settled(page, style, ())
    edited = page.edited(edits)
    active = [job for job in jobs if job.edits()]
    places = {job.entry.source.line: job.line(edits) for job in active if isinstance(job, MoveJob)}
    gone = frozenset(job.entry.source.line for job in active if isinstance(job, RemoveJob))
    return Settled(edited, read_page(edited, style.document), edits, places, gone)


def _is_sound(style: Style, settled: Settled, jobs: Sequence[Job]) -> bool:
    """Whether all other entries read as before, and there are no more and no fewer than there should be."""
    new = sum(isinstance(job, NewEntryJob) and bool(job.edits()) for job in jobs)
    if len(settled.style.entries) != len(style.entries) + new - len(settled.gone):
        return False
    touched = {job.entry.source.line for job in jobs if isinstance(job, EntryJob) and job.edits()}
    notes_change = any(isinstance(job, NoteJob | NewNoteJob) and job.edits() for job in jobs)
    if not notes_change and _notes(settled.style) != _notes(style):
        return False
    for entry in style.entries:
        if entry.source.line in settled.gone:
            continue
        found = settled.style.by_line.get(settled.where(entry.source.line))
        if found is None:
            return False
        if entry.source.line not in touched and differing(found.paper, entry.paper, HARD):
            return False
    return True


def _notes(style: Style) -> list[tuple[str, ...]]:
    return [note.text for note in style.document.notes]


def _in_parts(page: Page, style: Style, jobs: Sequence[Job]) -> Settled:
    """Take each change only where it fits with those taken before: whole groups, halves of those that do not."""
    taken: list[Job] = []
    best = Settled(page, style, ())
    groups = [list(jobs)]
    while groups:
        group = [job for job in groups.pop(0) if job.edits()]
        if not group:
            continue
        settled = _attempt(page, style, [*taken, *group])
        if all(_is_fine(job, settled) for job in group) and _is_sound(style, settled, [*taken, *group]):
            taken += group
            best = settled
        elif len(group) == 1:
            group[0].next_way(settled.style, settled.edits)
            groups.insert(0, group)
        else:
            half = len(group) // 2
            groups[:0] = [group[:half], group[half:]]
    return best
