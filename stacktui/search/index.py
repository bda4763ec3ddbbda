"""The index of the papers: built in slices, changed paper by paper, asked by query."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from heapq import nsmallest
from itertools import chain
from time import perf_counter
from typing import Any

from stacktui.model import Paper
from stacktui.query import Filter, Query, parse_query
from stacktui.query.plain import finder_in_folded, folded, plain, words
from stacktui.search.answer import Answer, Answerer
from stacktui.search.corpus import Corpus, is_well_formed, note_of, raw_of
from stacktui.search.marks import Marker
from stacktui.search.matcher import Matcher
from stacktui.search.pinyin import table
from stacktui.search.planes import FULL, Plane, masked, of_rows
from stacktui.search.rank import title_bonus
from stacktui.search.result import Marks, Result
from stacktui.search.wordparts import is_han

RANKED_FULLY = 96
"""So many of the best candidates are looked at once more with their whole titles."""
_BETWEEN = " ꙮ "
"""A word between two texts, so that no phrase spans them."""
_AT_ONCE = 32
"""Papers indexed between two looks at the clock."""


class Index:
    """Searches papers; one thread at a time.

    Nothing is read at construction. The first question indexes everything; ``in_background`` it indexes only what is
    missing of the titles, and the rest follows with :meth:`advance`, between the keys. A mapping that has ``records``
    (JSON objects by id as text) is read by these, so that no paper has to be made for the index. An index ``only_for``
    one query leaves out the notes that cannot answer it, which saves most of the building.
    """

    def __init__(
        self, papers: Mapping[int, Paper], *, in_background: bool = False, only_for: str | None = None
    ) -> None:
        self._source: Mapping[int, Paper] = papers
        self._asked = None if only_for is None else [word for word in words(only_for) if word.isascii()]
        self._in_background = in_background
        self._records: Mapping[str, Mapping[str, Any]] = getattr(papers, "records", {})
        self._changed: dict[int, Paper | None] = {}
        self._late: dict[int, None] = {}
        """Papers of a large change whose words are still to be looked at."""
        self._corpus = Corpus()
        self._matcher = _PaperMatcher(self._corpus)
        self._answerer = Answerer(self._corpus, self._matcher, self._filtered)
        self._filters: dict[tuple[str, str], Plane] = {}
        self._titles = self._add_titles()
        self._rest = self._add_rest()
        self._has_titles = self._is_complete = False
        self._at_first = 0
        """The rows that the building fills; later ones came whole, with a change."""
        self._marker: tuple[str | Query, Marker] | None = None

    # -- building -----------------------------------------------------------------------------------------------------

    @property
    def is_complete(self) -> bool:
        """Whether everything is indexed."""
        return self._is_complete

    @property
    def is_behind(self) -> bool:
        """Whether words of a large change are still to be looked at."""
        return bool(self._late)

    def advance(self, budget_ms: float = 5.0) -> bool:
        """Index more papers for about ``budget_ms``; whether everything is indexed."""
        until = perf_counter() + budget_ms / 1000
        for _ in chain(self._rest, self._catch_up()):
            if perf_counter() >= until:
                return False
        if not self._is_complete:
            self._spell_the_rest()
            self._is_complete = True
        return True

    def _raw(self, ident: int) -> Mapping[str, Any]:
        record = self._records.get(str(ident))
        if record is not None and is_well_formed(record):
            return record
        paper = self._source.get(ident)
        return raw_of(paper) if paper is not None else {}

    def _add_titles(self) -> Iterator[None]:
        for number, ident in enumerate(list(self._source)):
            self._corpus.add_title(ident, self._raw(ident))
            if number % _AT_ONCE == 0:
                yield
        self._at_first = self._corpus.size
        self._has_titles = True
        self._forget()

    def _add_rest(self) -> Iterator[None]:
        """Each yield is a place to stop: titles, then the other fields, then notes."""
        yield from self._titles
        corpus = self._corpus
        with_notes = []
        for row in range(self._at_first):
            raw = self._raw(corpus.idents[row])
            if corpus.is_live(row):
                corpus.add_fields(row, raw)
                if raw.get("note") and self._may_answer(raw):
                    with_notes.append(row)
                else:
                    corpus.has_whole(row, raw)
            if row % _AT_ONCE == 0:
                self._forget()
                yield
        self._forget()
        for row in with_notes:
            if corpus.is_live(row):
                raw = self._raw(corpus.idents[row])
                corpus.add_note(row, note_of(raw))
                corpus.has_whole(row, raw)
                self._forget()
                yield
        if corpus.has_chinese:
            yield from _loading(table)
        for _ in corpus.spell():
            self._forget()
            yield

    def _may_answer(self, raw: Mapping[str, Any]) -> bool:
        """Whether a note may hold what the one query asks for; the sound of Chinese is not looked into."""
        if self._asked is None:
            return True
        note = note_of(raw)
        if not note.isascii():
            return True
        note = note.lower()
        return any(word in note for word in self._asked)

    def update(self, changed: Mapping[int, Paper | None]) -> None:
        """Take in papers that are new or changed; None for one that is gone."""
        self._finish_titles()
        for ident, paper in changed.items():
            self._changed[ident] = paper
            self._take(ident, None if paper is None else raw_of(paper))
        if self._is_complete:
            self._spell_the_rest()
        self._forget()

    def follow(self, papers: Mapping[int, Paper], changed: Iterable[int]) -> None:
        """Take in papers that changed, came or went, as they are in ``papers``.

        Filters know of it at once. Words are looked at by :meth:`advance`, those of a few with the next question.
        """
        self._source, self._records = papers, getattr(papers, "records", {})
        for ident in changed:
            self._changed.pop(ident, None)
            self._late[ident] = None
            if ident not in papers:
                self._corpus.drop(ident)
            elif self._has_titles and ident not in self._corpus.row_of:
                self._corpus.add_title(ident, self._raw(ident))
        self._forget()

    def _catch_up(self) -> Iterator[None]:
        while self._late:
            ident = next(iter(self._late))
            self._take(ident, self._raw(ident) if ident in self._source else None)
            del self._late[ident]
            self._forget()
            yield
        for _ in self._corpus.spell() if self._is_complete else ():
            self._forget()
            yield

    def _take(self, ident: int, raw: Mapping[str, Any] | None) -> None:
        if raw is None or not self._corpus.take_same(ident, raw):
            self._corpus.drop(ident)
            if raw is not None:
                self._add_whole(ident, raw)

    def _add_whole(self, ident: int, raw: Mapping[str, Any]) -> None:
        row = self._corpus.add_title(ident, raw)
        self._corpus.add_fields(row, raw)
        self._corpus.add_note(row, note_of(raw))
        self._corpus.has_whole(row, raw)

    def _spell_the_rest(self) -> None:
        """Take in the sound of what changed; usually nothing."""
        for _ in self._corpus.spell():
            self._forget()

    def _prepare(self) -> None:
        """Index what a question needs."""
        if self._in_background:
            self._finish_titles()
            if len(self._late) <= _AT_ONCE:
                for _ in self._catch_up():
                    pass
        elif not self._is_complete or self._late:
            self.advance(1e9)

    def _finish_titles(self) -> None:
        for _ in self._titles:
            pass

    def _forget(self) -> None:
        self._matcher.forget()
        self._filters.clear()

    def forget(self) -> None:
        """Forget what was remembered of earlier queries (for measuring)."""
        self._forget()

    # -- asking -------------------------------------------------------------------------------------------------------

    def search(self, query: str | Query, limit: int | None = None, among: Container[int] | None = None) -> Result:
        """The papers that answer ``query``, the best first; equal ones by status, then the newest.

        Only the best are ranked to the last; the others follow by what their words are worth.
        """
        query = parse_query(query) if isinstance(query, str) else query
        self._prepare()
        answer = self._answerer.answer(query)
        if among is not None:
            answer.plane = masked(answer.plane, self._members(answer.plane, among))
        total = answer.plane.count
        rows = self._ranked(answer, RANKED_FULLY) if limit != 0 else []
        if limit is None or limit > len(rows):
            rows = self._with_the_others(answer, rows)
        idents = self._corpus.idents
        return Result(query.text, [idents[row] for row in rows[:limit]], total)

    def marks(self, query: str | Query, paper: Paper) -> Marks:
        """Where the letters of ``paper`` are that answered ``query``."""
        if self._marker is None or self._marker[0] != query:
            self._marker = query, Marker(parse_query(query) if isinstance(query, str) else query)
        return self._marker[1].marks(paper)

    def _ranked(self, answer: Answer, wanted: int) -> list[int]:
        """The rows of the best, graded by how the whole query sits in their titles."""
        corpus, text = self._corpus, " ".join(answer.words)
        rows = answer.plane.best(wanted)
        if len(rows) > wanted:
            quality = answer.plane.quality
            rows = nsmallest(wanted, rows, key=lambda row: (-quality[row], corpus.standing(row), row))
        graded = []
        for row in rows:
            grade = answer.grade(row)
            if answer.words:
                grade += title_bonus(text, answer.words, corpus.titles[row])
            graded.append((-round(grade, 3), corpus.standing(row), corpus.idents[row], row))
        return [row for *_, row in sorted(graded)]

    def _with_the_others(self, answer: Answer, rows: list[int]) -> list[int]:
        before, quality = set(rows), answer.plane.quality
        others = [row for row in answer.plane.all_rows() if row not in before]
        others.sort(key=lambda row: (-quality[row], row))
        return rows + others

    def _members(self, plane: Plane, among: Container[int]) -> Plane:
        idents = self._corpus.idents
        return of_rows(self._corpus.size, [row for row in plane.all_rows() if idents[row] in among])

    def _paper_of(self, row: int) -> Paper | None:
        ident = self._corpus.idents[row]
        return self._changed[ident] if ident in self._changed else self._source.get(ident)

    def _filtered(self, wanted: Filter) -> Plane:
        """The rows that a filter accepts, remembered; by its loose reading where the strict one accepts none."""
        key = wanted.field, wanted.value
        plane = self._filters.get(key)
        if plane is None:
            likely, is_sure = self._likely(wanted)
            if is_sure:
                rows = likely
            elif wanted.field == "note" and "," not in wanted.value:
                finds, note_in = finder_in_folded(plain(wanted.value)), self._corpus.folded_note
                rows = [row for row in likely if finds(note_in(row))]
            else:
                rows = self._accepted(likely, wanted.accepts)
            if not rows and wanted.loosely is not None:
                rows = self._accepted(self._corpus.row_of.values(), wanted.loosely)
            plane = self._filters[key] = of_rows(self._corpus.size, rows, FULL)
        return plane

    def _accepted(self, rows: Iterable[int], accepts: Callable[[Paper], bool]) -> list[int]:
        return [row for row in rows if (paper := self._paper_of(row)) is not None and accepts(paper)]

    def _likely(self, wanted: Filter) -> tuple[list[int], bool]:
        """The rows to be asked, by the words of the filter where it looks for such; and whether all of them hold it."""
        corpus = self._corpus
        parts = plain(wanted.value).split()
        fields = {"title": (corpus.title, corpus.alias), "author": (corpus.people,), "note": (corpus.notes,)}
        among = fields.get(wanted.field)
        if (
            among is None
            or not self._is_complete
            or self._late
            or not parts
            or "," in wanted.value
            or any(map(is_han, parts))
        ):
            return list(corpus.row_of.values()), False
        found = [
            {row for field in among for posting in field.postings(field.beginning_with(part)) for row in posting}
            for part in parts
        ]
        rows = set.intersection(*found) - corpus.dead
        return sorted(rows), len(parts) == 1 and wanted.field != "author"


def _loading(load: Callable[[], object]) -> Iterator[None]:
    """Load something slow in a thread, so that nobody stands still meanwhile."""
    from threading import Thread

    thread = Thread(target=load)
    thread.start()
    while thread.is_alive():
        thread.join(0.001)
        yield


class _PaperMatcher(Matcher):
    """A matcher that looks into the papers themselves where words are not enough."""

    def folded_texts_of(self, row: int) -> Iterator[str]:
        """The texts of a paper's fields, folded."""
        yield self._corpus.folded_note(row)
        read = self._corpus.raws[row].get
        texts = [read("title"), read("alias"), read("venue"), read("key"), str(read("year") or "")]
        for name in ("authors", "tags", "categories"):
            texts += read(name) or ()
        yield folded(_BETWEEN.join([text for text in texts if text]))
