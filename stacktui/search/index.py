"""The index of the papers: built from their text, changed paper by paper, asked by query."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping

from stacktui.model import Paper
from stacktui.query import Clause, Query, Term, Word, parse_query
from stacktui.query.plain import contains, plain
from stacktui.query.terms import fields_text
from stacktui.search.marks import Marker
from stacktui.search.result import Marks, Result

STATUS_ORDER = {"reading": 0, "to-read": 1}
_LEAST_LIKENESS = 80.0


class Index:
    """Searches papers; one thread at a time."""

    def __init__(self, papers: Mapping[int, Paper]) -> None:
        self._papers: dict[int, Paper] = {}
        self._texts: dict[int, tuple[str, str]] = {}
        self._source = papers

    def advance(self, budget_ms: float = 5.0) -> bool:
        """Index more papers for about ``budget_ms``; whether everything is indexed."""
        return True

    def update(self, changed: Mapping[int, Paper | None]) -> None:
        """Take in papers that are new or changed; None for one that is gone."""
        self._load()
        for ident, paper in changed.items():
            self._papers.pop(ident, None)
            self._texts.pop(ident, None)
            if paper is not None:
                self._papers[ident] = paper

    def search(self, query: str | Query, limit: int | None = None, among: Container[int] | None = None) -> Result:
        """The papers that answer ``query``, the best first; equal ones by status, then the newest."""
        self._load()
        query = parse_query(query) if isinstance(query, str) else query
        scored = []
        for ident, paper in self._papers.items():
            score = self._score(paper, query)
            if score > 0 and (among is None or ident in among):
                status = STATUS_ORDER.get(paper.status, 2)
                scored.append((-score, status, -paper.stack_moment, ident))
        scored.sort()
        ids = [ident for *_, ident in scored]
        return Result(query.text, ids[:limit], len(ids))

    def marks(self, query: str | Query, paper: Paper) -> Marks:
        """Where the letters of ``paper`` are that answered ``query``."""
        return Marker(parse_query(query) if isinstance(query, str) else query).marks(paper)

    def _load(self) -> None:
        if not self._papers and self._source:
            self._papers = dict(self._source)

    def _score(self, paper: Paper, query: Query) -> float:
        if not query.matches(paper):
            return 0.0
        scores = [
            self._clause_score(paper, clause) for clause in query.clauses if any(term.is_fuzzy for term in clause)
        ]
        return min(scores, default=1.0) and sum(scores, 1.0)

    def _clause_score(self, paper: Paper, clause: Clause) -> float:
        return max(self._term_score(paper, term) for term in clause)

    def _term_score(self, paper: Paper, term: Term) -> float:
        if not term.is_fuzzy or not isinstance(term.atom, Word):
            return float(term.holds(paper))
        head, note = self._text(paper)
        return sum(_word_score(word, head, note) for word in term.atom.text.split())

    def _text(self, paper: Paper) -> tuple[str, str]:
        texts = self._texts.get(paper.id)
        if texts is None:
            head: Iterable[str] = list(fields_text(paper))[:-1]
            texts = self._texts[paper.id] = (" ".join(map(plain, head)), plain(paper.note_text))
        return texts


def _word_score(word: str, head: str, note: str) -> float:
    from rapidfuzz.fuzz import ratio

    if contains(head, word):
        return 1.0
    if contains(note, word):
        return 0.6
    if len(word) < 4:
        return 0.0
    best = max((ratio(word, other) for other in head.split()), default=0.0)
    return best / 200 if best >= _LEAST_LIKENESS else 0.0
