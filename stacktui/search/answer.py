"""A whole query to a plane: which rows answer, by the mean of what their words are worth."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from stacktui.query import Clause, Filter, Query, Term, Word
from stacktui.search.corpus import Corpus
from stacktui.search.matcher import Matcher
from stacktui.search.planes import FULL, Plane, either, everything, inverted, masked, meet, meet_all_but_one
from stacktui.search.wordparts import STOP_WORDS

_FEW = 12
"""With fewer rows than this, words may hide slips."""
_WEAK = 0.8
"""Where the best row is worth less than this, too."""
_MOST_WORDS = 12
_LEAST_JOINED = 4


@dataclass
class Answer:
    """The rows that answer, and what each scoring part of the query found: their mean is a row's first grade."""

    plane: Plane
    parts: list[Plane] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    """The words looked for, in order."""

    def grade(self, row: int) -> float:
        """The mean of the parts."""
        if not self.parts:
            return 1.0
        return sum([part.quality[row] for part in self.parts]) / (len(self.parts) * FULL)


class Answerer:
    """Answers queries from a corpus."""

    def __init__(self, corpus: Corpus, matcher: Matcher, filtered: Callable[[Filter], Plane]) -> None:
        self._corpus = corpus
        self._matcher = matcher
        self._filtered = filtered

    def answer(self, query: Query) -> Answer:
        """The rows for which every clause of the query holds."""
        words, others, masks = _sorted_clauses(query.clauses)
        answer = self._of_words(words[:_MOST_WORDS])
        if others:
            answer.parts += [self._clause(clause) for clause in others]
            answer.plane = meet(answer.parts, self._corpus.size)
        answer.words = [part for word in query.words for part in word.text.split()]
        for clause in masks:
            answer.plane = masked(answer.plane, self._clause(clause))
        return answer

    def _of_words(self, words: list[str]) -> Answer:
        """Rows with every word. Slips are forgiven where that leaves few or weak ones, and then one missing word."""
        if not words:
            return Answer(everything(self._corpus.size, self._corpus.dead))
        answer = self._all_of(words, ())
        if answer.plane.count >= _FEW and answer.plane.reaches(round(_WEAK * FULL)):
            return answer
        doubtful = [word for word in words if not (self._is_small(word) or self._matcher.is_common(word))]
        if doubtful:
            answer = self._all_of(words, doubtful)
        if not answer.plane.count and len(words) > 1:
            answer = self._all_of(words, [word for word in words if not self._is_small(word)])
        if not answer.plane.count and len(words) > 2:
            answer.plane = meet_all_but_one(answer.parts, self._corpus.size)
        return answer

    @staticmethod
    def _is_small(word: str) -> bool:
        return word in STOP_WORDS or word.isdigit()

    def _all_of(self, words: Sequence[str], forgiven: Iterable[str]) -> Answer:
        parts = [self._matcher.plane(word, word in forgiven) for word in words]
        for at in range(len(words) - 1):
            joined = words[at] + words[at + 1]
            # two words typed apart may be one: mobile net
            if joined.isascii() and len(joined) >= _LEAST_JOINED and self._matcher.occurs(joined):
                both = self._matcher.plane(joined)
                parts[at] = either(parts[at], both)
                parts[at + 1] = either(parts[at + 1], both)
        return Answer(meet(parts, self._corpus.size), parts)

    def _clause(self, clause: Clause) -> Plane:
        """The rows for which one of the terms holds."""
        plane = self._term(clause[0])
        for term in clause[1:]:
            plane = either(plane, self._term(term))
        return plane

    def _term(self, term: Term) -> Plane:
        if isinstance(term.atom, Filter):
            plane = self._filtered(term.atom)
        elif term.is_fuzzy:
            plane = self._of_words(term.atom.text.split()).plane
        else:
            plane = self._matcher.exact(term.atom.text)
        return inverted(plane, self._corpus.dead) if term.negated else plane


def _sorted_clauses(clauses: Iterable[Clause]) -> tuple[list[str], list[Clause], list[Clause]]:
    """The words of plain clauses, other clauses that grade, and clauses that only say yes or no."""
    words: list[str] = []
    others: list[Clause] = []
    masks: list[Clause] = []
    for clause in clauses:
        first = clause[0].atom
        if len(clause) == 1 and clause[0].is_fuzzy and isinstance(first, Word):
            words += first.text.split()
        elif any(isinstance(term.atom, Word) and not term.negated for term in clause):
            others.append(clause)
        else:
            masks.append(clause)
    return words, others, masks
