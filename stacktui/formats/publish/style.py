"""What the entries of a list look like: the examples that changes and new entries follow."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from stacktui.formats.document import Document, DocumentPaper
from stacktui.formats.drafts import draft_notes, draft_papers
from stacktui.formats.lists.links import host_kind
from stacktui.formats.publish.filling import literals
from stacktui.formats.publish.slots import Chunk, Head, head_of
from stacktui.library.records import cleaned
from stacktui.model import FreeNote, Paper


@dataclass
class Entry:
    """An entry of the page: what was read, the record made from it, and its lines."""

    source: DocumentPaper
    paper: Paper
    lines: tuple[str, ...] = field(repr=False)
    has_marks: bool = True
    """Whether the format has a sign for signs that are no marks."""

    @cached_property
    def head(self) -> Head:
        """Where its values stand."""
        return head_of(self.source, self.paper, self.lines, has_marks=self.has_marks)

    @cached_property
    def note_numbers(self) -> tuple[int, ...]:
        """The lines of the note that are not blank."""
        return tuple(number for first, last in self.source.note_lines for number in range(first, last + 1))

    @cached_property
    def first(self) -> int:
        """The first of its lines."""
        return min([self.source.line, *(first for first, _ in self.source.head_lines)])

    @cached_property
    def last(self) -> int:
        """The last of its lines."""
        ranges = (*self.source.head_lines, *self.source.note_lines)
        return max([self.source.line, *(last for _, last in ranges)])

    @cached_property
    def form(self) -> tuple[object, ...]:
        """What entries of one style have in common: the fields of the chunks and what stands between them."""
        head, at, parts = self.head, 0, []
        for chunk in head.chunks:
            parts.append((head.text[at : chunk.start], tuple(sorted(chunk.fields))))
            at = chunk.end
        return (*parts, head.text[at:])


class Style:
    """The entries of a document as examples."""

    def __init__(self, document: Document, lines: tuple[str, ...]) -> None:
        self.document = document
        self.lines = lines
        drafts = [cleaned(draft) for draft in draft_papers(document)]
        marks = document.format not in _WITHOUT_MARKS
        pairs = zip(document.papers, drafts, strict=True)
        self.entries = [Entry(source, draft, lines, marks) for source, draft in pairs]
        self.notes: list[FreeNote] = draft_notes(document)

    @cached_property
    def by_line(self) -> dict[int, Entry]:
        """The entries by the lines of their titles."""
        return {entry.source.line: entry for entry in self.entries}

    @cached_property
    def _common(self) -> Counter[tuple[object, ...]]:
        return Counter(entry.form for entry in self.entries)

    def showing(self, name: str, near: Entry) -> Iterator[tuple[Entry, Chunk]]:
        """Entries that show a field, and the chunk in which: the commonest form first, each form once."""
        found = [
            (entry, chunk)
            for entry in self.entries
            for chunk in entry.head.chunks
            if name in chunk.fields and entry is not near
        ]
        kind = near.source.categories
        found.sort(key=lambda pair: (-self._common[pair[0].form], pair[0].source.categories != kind))
        seen = set()
        for entry, chunk in found:
            if entry.form not in seen:
                seen.add(entry.form)
                yield entry, chunk

    @cached_property
    def has_empty_links(self) -> bool:
        """Whether the list writes a title without an address as ``[title]()``."""
        return any("]()" in row for entry in self.entries for row in entry.head.rows[:1])

    @cached_property
    def has_capital_labels(self) -> bool:
        """Whether the labels of links begin with a capital."""
        labels = [link.label for entry in self.entries for link in entry.paper.links if link.label]
        return sum(label[0].isupper() for label in labels) > len(labels) / 2

    def marks(self, status: str) -> list[str]:
        """The marks that entries of a status bear, the commonest first."""
        found = Counter(
            entry.head.raw(slot)
            for entry in self.entries
            if entry.paper.status == status and (slot := entry.head.slot("status"))
        )
        return [mark for mark, _ in found.most_common()]

    def examples(self, paper: Paper, near: Sequence[Entry]) -> list[Entry]:
        """Entries that a new one for ``paper`` may follow, the best first, each form once.

        They come from its section and, unless that is a table, from the whole list.
        """
        wanted = {name for name in _SHOWN if getattr(paper, name) not in (None, "", ())}
        close = {id(entry) for entry in near}
        whole = () if near and near[-1].head.has_cells else self.entries
        scored = sorted(
            (entry for entry in (whole or near) if entry.head.slot("title") or not entry.source.title),
            key=lambda entry: -self._score(entry, paper, wanted, id(entry) in close),
        )
        firsts: dict[object, Entry] = {}
        for entry in scored:
            firsts.setdefault((entry.form, entry.head.is_row), entry)
        best = list(firsts.values())
        some = [*best[: _MOST_EXAMPLES // 2], *[entry for entry in best if id(entry) not in close], *best]
        return list({id(entry): entry for entry in some}.values())[:_MOST_EXAMPLES]

    @cached_property
    def _literals(self) -> Counter[str]:
        found: Counter[str] = Counter()
        for entry in self.entries:
            head = entry.head
            inside = ["".join(literals(head, chunk)) for chunk in head.chunks]
            found.update({*_between(head), *inside, _opening(head)})
        return found

    def is_common(self, literal: str) -> bool:
        """Whether words between values belong to the list, not to one entry."""
        if not any(map(str.isalnum, re.sub(r"<[^<>]*>", "", literal))):
            return True
        return self._literals[literal] >= max(2, _COMMON * len(self.entries))

    @cached_property
    def _shares(self) -> dict[str, float]:
        """How many of the entries show each field."""
        shown = Counter(name for entry in self.entries for name in {slot.field for slot in entry.head.slots})
        return {name: count / len(self.entries) for name, count in shown.items()}

    def is_usual(self, name: str) -> bool:
        """Whether many entries show a field."""
        return self._shares.get(name, 0.0) >= _USUAL

    def _score(self, entry: Entry, paper: Paper, wanted: set[str], close: bool) -> float:
        shown = {slot.field for slot in entry.head.slots} & set(_SHOWN)
        score = sum(1.0 if self.is_usual(name) else -0.5 for name in shown & wanted) - 0.7 * len(shown - wanted)
        score += 2.0 * self._common[entry.form] / len(self.entries) + 0.8 * close
        if paper.url and host_kind(entry.paper.url) == host_kind(paper.url):
            score += 0.3
        if any("title" in chunk.fields and "links" in chunk.fields for chunk in entry.head.chunks):
            score -= 2.0
        return score - sum(not self.is_common(gap) for gap in (*_between(entry.head), _opening(entry.head)))


_WITHOUT_MARKS = ("text", "headed", "org")


_SHOWN = ("title", "url", "links", "authors", "venue", "year", "rating", "alias", "tags", "presentation", "note")
_MOST_EXAMPLES = 6
_COMMON = 0.03
_USUAL = 0.15


def _opening(head: Head) -> str:
    """What stands before the first value, numbers made alike."""
    return re.sub(r"\d+", "1", head.text[: head.chunks[0].start]) if head.chunks else ""


def _between(head: Head) -> list[str]:
    """What stands between the chunks of a head, but for its marker and number."""
    at, parts = head.chunks[0].end if head.chunks else 0, []
    for chunk in head.chunks[1:]:
        parts.append(head.text[at : chunk.start])
        at = chunk.end
    return [*parts, head.text[at:]]
