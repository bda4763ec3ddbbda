"""The index of the papers: built in slices, changed paper by paper, asked by query."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Callable, Container, Iterator, Mapping
from heapq import nlargest
from time import perf_counter

from stacktui.model import Paper
from stacktui.query import Clause, Query, Term, Word, parse_query
from stacktui.query.plain import CJK, has_runs, plain
from stacktui.search.blob import Blob
from stacktui.search.chinese import Chinese
from stacktui.search.marks import Marker
from stacktui.search.notes import NoteWords
from stacktui.search.rank import title_bonus
from stacktui.search.result import Marks, Result
from stacktui.search.typos import typo_scores
from stacktui.search.vocabulary import Scores, Vocabulary, keep_best
from stacktui.search.wordparts import STOP_WORDS, index_words, initials

WEIGHTS = {"alias": 1.1, "title": 1.0, "tags": 0.95, "authors": 0.92, "categories": 0.92, "year": 0.92, "venue": 0.9}
RANKED_FULLY = 96
"""So many of the best candidates are looked at once more with their whole titles."""
_INITIALS_WORTH = (0.0, 0.0, 0.4, 0.6, 0.76, 0.84, 0.88, 0.9)
_STATUS_BONUS = {"reading": 0.006, "to-read": 0.005}
_REMEMBERED_WORDS = 256
_MOST_WORDS = 12
_MOST_DEAD = 0.3
_PARTS = re.compile(rf"[{CJK}]+|[^\s{CJK}]+")


class Index:
    """Searches papers; one thread at a time. Papers are rows here; one that changes gets a new row."""

    def __init__(self, papers: Mapping[int, Paper]) -> None:
        self._papers: dict[int, Paper] = {}
        self._source: Mapping[int, Paper] = papers
        self._begin(list(papers))

    def _begin(self, idents: list[int]) -> None:
        self._idents: list[int] = []
        self._row_of: dict[int, int] = {}
        self._titles: list[str] = []
        self._priors: list[float] = []
        self._words = Vocabulary()
        self._initials = Blob()
        self._run_together = Blob()
        self._chinese = Chinese()
        self._notes = NoteWords()
        self._dead = 0
        self._titles_wait: Iterator[int] = iter(idents)
        self._fields_wait: list[int] = []
        self._notes_wait: list[int] = []
        self._cache: OrderedDict[tuple[str, bool], Scores] = OrderedDict()

    # -- building -----------------------------------------------------------------------------------------------------

    def advance(self, budget_ms: float = 5.0) -> bool:
        """Index more papers for about ``budget_ms``; whether everything is indexed."""
        until = perf_counter() + budget_ms / 1000
        while self._step():
            if perf_counter() >= until:
                return False
        return True

    def _step(self) -> bool:
        """One piece of work: titles first, then the other fields, then notes; False where nothing is left."""
        ident = next(self._titles_wait, None)
        if ident is not None:
            self._add_title(ident)
        elif self._fields_wait:
            self._add_fields(self._fields_wait.pop())
        elif self._notes_wait:
            self._add_note(self._notes_wait.pop())
        else:
            return False
        self._cache.clear()
        return True

    def _paper(self, ident: int) -> Paper | None:
        return self._papers.get(ident) or self._source.get(ident)

    def _add_title(self, ident: int) -> None:
        paper = self._paper(ident)
        if paper is None or ident in self._row_of:
            return
        row = len(self._idents)
        self._idents.append(ident)
        self._row_of[ident] = row
        title = plain(paper.title)
        self._titles.append(title)
        self._priors.append(_prior(paper))
        self._words.add(row, index_words(paper.title), WEIGHTS["title"])
        self._initials.add(row, initials(paper.title))
        self._run_together.add(row, title.replace(" ", ""))
        self._chinese.add(row, paper.title, WEIGHTS["title"])
        self._fields_wait.append(row)

    def _add_fields(self, row: int) -> None:
        paper = self._live(row)
        if paper is None:
            return
        for weight, text in _field_texts(paper):
            self._words.add(row, index_words(text), weight)
            self._chinese.add(row, text, weight)
        if paper.note:
            self._notes_wait.append(row)

    def _add_note(self, row: int) -> None:
        paper = self._live(row)
        if paper is not None:
            self._notes.add(row, paper.note_text)

    def _live(self, row: int) -> Paper | None:
        """The paper of a row; None where the row was given up."""
        ident = self._idents[row]
        return self._paper(ident) if self._row_of.get(ident) == row else None

    def update(self, changed: Mapping[int, Paper | None]) -> None:
        """Take in papers that are new or changed; None for one that is gone."""
        self._finish_titles()
        for ident, paper in changed.items():
            if self._row_of.pop(ident, None) is not None:
                self._dead += 1
            if paper is None:
                self._papers.pop(ident, None)
                self._gone(ident)
                continue
            self._papers[ident] = paper
            self._add_title(ident)
            self._add_fields(self._fields_wait.pop())
            if self._notes_wait and self._notes_wait[-1] == self._row_of[ident]:
                self._add_note(self._notes_wait.pop())
        self._cache.clear()
        if self._dead > 1000 and self._dead > _MOST_DEAD * len(self._idents):
            self._begin(list(self._row_of))

    def _gone(self, ident: int) -> None:
        if ident in self._source:
            self._source = {key: paper for key, paper in self._source.items() if key != ident}

    def _finish_titles(self) -> None:
        for ident in self._titles_wait:
            self._add_title(ident)
            self._cache.clear()

    # -- asking -------------------------------------------------------------------------------------------------------

    def search(self, query: str | Query, limit: int | None = None, among: Container[int] | None = None) -> Result:
        """The papers that answer ``query``, the best first; equal ones by status, then the newest.

        Only the best are ranked to the last; the others follow by their words.
        """
        query = parse_query(query) if isinstance(query, str) else query
        self._finish_titles()
        found = self._candidates(query)
        priors = self._priors
        if self._dead or among is not None or query.filter_clauses:
            graded = [(score + priors[row], row) for row, score in found.items() if self._passes(row, query, among)]
        else:
            graded = [(score + priors[row], row) for row, score in found.items()]
        best = nlargest(RANKED_FULLY, graded)
        ranked = self._ranked_fully(best, query)
        if limit is None or limit > len(ranked):
            done = {row for _, row in best}
            ranked += [row for _, row in sorted(graded, reverse=True) if row not in done]
        return Result(query.text, [self._idents[row] for row in ranked[:limit]], len(graded))

    def marks(self, query: str | Query, paper: Paper) -> Marks:
        """Where the letters of ``paper`` are that answered ``query``."""
        return Marker(parse_query(query) if isinstance(query, str) else query).marks(paper)

    def forget(self) -> None:
        """Forget what was remembered of earlier queries (for measuring)."""
        self._cache.clear()

    def _passes(self, row: int, query: Query, among: Container[int] | None) -> bool:
        ident = self._idents[row]
        if self._row_of.get(ident) != row or (among is not None and ident not in among):
            return False
        if not query.filter_clauses:
            return True
        paper = self._paper(ident)
        return paper is not None and query.matches(paper)

    def _candidates(self, query: Query) -> Scores:
        """Rows that answer the fuzzy part of a query, with the mean of what their words are worth."""
        clauses = [clause for clause in query.clauses if any(term.is_fuzzy for term in clause)]
        if not clauses:
            return dict.fromkeys(self._row_of.values(), 0.0)
        if all(_is_word(clause) for clause in clauses):
            return self._all_of([part for clause in clauses for part in _parts_of(clause[0])][:_MOST_WORDS])
        return _every([self._clause_scores(clause) for clause in clauses])

    def _clause_scores(self, clause: Clause) -> Scores:
        """Rows for which one of the terms of a clause holds."""
        scores: Scores = {}
        for term in clause:
            if term.is_fuzzy:
                keep_best(scores, self._all_of(_parts_of(term)).items())
            else:
                papers = ((row, self._paper(ident)) for ident, row in self._row_of.items())
                keep_best(scores, ((row, 1.0) for row, paper in papers if paper is not None and term.holds(paper)))
        return scores

    def _all_of(self, words: list[str]) -> Scores:
        """Rows that answer every word; slips are forgiven where that leaves few, and then one missing word."""
        found = _every(self._with_neighbours(words))
        mean_best = max(found.values(), default=0.0)
        if len(found) < 12 or mean_best < 0.8:
            found = self._forgiving(words, found)
        if not found and len(words) > 2:
            found = _all_but_one(self._with_neighbours(words, STOP_WORDS.__contains__))
        return found

    def _forgiving(self, words: list[str], found: Scores) -> Scores:
        """With slips in the words that are not common; where still nothing answers, in any but the smallest."""
        if not all(map(self._is_common, words)):
            found = _every(self._with_neighbours(words, self._is_common))
        if not found and len(words) > 1:
            found = _every(self._with_neighbours(words, STOP_WORDS.__contains__))
        return found

    def _is_common(self, word: str) -> bool:
        return word in STOP_WORDS or word.isdigit() or len(self._words.rows(word)) >= 3

    def _with_neighbours(self, words: list[str], is_right: Callable[[str], bool] = bool) -> list[Scores]:
        """The scores of each word, slips forgiven where it is not ``is_right``; two typed apart may be one."""
        scores = [self._scores(word, not is_right(word)) for word in words]
        for at in range(len(words) - 1):
            joined = words[at] + words[at + 1]
            if joined.isascii() and len(joined) >= 4 and self._words.beginning_with(joined):
                both = self._scores(joined, deep=False)
                for place in (at, at + 1):
                    scores[place] = dict(scores[place])
                    keep_best(scores[place], both.items())
        return scores

    def _scores(self, word: str, deep: bool) -> Scores:
        """The rows of one word, remembered: a key pressed pays for the word being typed alone."""
        key = (word, deep)
        scores = self._cache.get(key)
        if scores is None:
            scores = self._cache[key] = self._worked_out(word, deep)
            if len(self._cache) > _REMEMBERED_WORDS:
                self._cache.popitem(last=False)
        return scores

    def _worked_out(self, word: str, deep: bool) -> Scores:
        if has_runs(word):
            scores = self._chinese.scores(word)
            keep_best(scores, ((row, weight) for row, weight, _, _ in self._notes.chinese.find(word)))
            return scores
        scores = self._words.prefix_scores(word)
        keep_best(scores, self._notes.scores(word).items())
        if word.isalpha() and 2 <= len(word) <= 9:
            keep_best(scores, self._by_initials(word))
        keep_best(scores, self._chinese.pinyin_scores(word).items())
        if deep:
            keep_best(scores, typo_scores(word, self._words, self._run_together).items())
        return scores

    def _by_initials(self, letters: str) -> Iterator[tuple[int, float]]:
        """Titles whose words begin with these letters: ``dnas`` for Differentiable Neural Architecture Search."""
        worth = _INITIALS_WORTH[min(len(letters), len(_INITIALS_WORTH) - 1)]
        for row, _, _, place in self._initials.find(letters):
            yield row, worth + (0.07 if place == 0 else 0.0)

    def _ranked_fully(self, best: list[tuple[float, int]], query: Query) -> list[int]:
        """The rows of the best, those whose titles suit the whole query first."""
        words = [part for word in query.words if not word.exact for part in _PARTS.findall(word.text)]
        if not words:
            return [row for _, row in best]
        text, titles = " ".join(words), self._titles
        graded = [(score + title_bonus(text, words, titles[row]), row) for score, row in best]
        return [row for _, row in sorted(graded, reverse=True)]


def _prior(paper: Paper) -> float:
    """What speaks for a paper among equals: being read or to be read, then being new. Less than matches differ by."""
    newest = min(0.004, paper.stack_moment * 2e-12)
    return _STATUS_BONUS.get(paper.status, 0.0) + newest + ((paper.year or 2000) - 2000) * 1e-5


def _field_texts(paper: Paper) -> Iterator[tuple[float, str]]:
    yield WEIGHTS["alias"], paper.alias
    yield WEIGHTS["venue"], paper.venue
    yield WEIGHTS["year"], str(paper.year or "")
    for field in ("authors", "tags", "categories"):
        for text in getattr(paper, field):
            yield WEIGHTS[field], text


def _is_word(clause: Clause) -> bool:
    return len(clause) == 1 and clause[0].is_fuzzy


def _parts_of(term: Term) -> list[str]:
    """The words of a term, Chinese apart from the rest: ``NAS搜索`` is two."""
    return _PARTS.findall(term.atom.text) if isinstance(term.atom, Word) else []


def _every(scores: list[Scores]) -> Scores:
    """Rows in all of the scores, with their mean."""
    if not scores:
        return {}
    smallest = min(scores, key=len)
    others = [one for one in scores if one is not smallest]
    if not others:
        return smallest
    found: Scores = {}
    for row, score in smallest.items():
        for one in others:
            more = one.get(row)
            if more is None:
                break
            score += more
        else:
            found[row] = score / len(scores)
    return found


def _all_but_one(scores: list[Scores]) -> Scores:
    """Rows in all of the scores but one, with a mean that counts the missing one twice."""
    sums: Scores = {}
    counts: dict[int, int] = {}
    for one in scores:
        for row, score in one.items():
            sums[row] = sums.get(row, 0.0) + score
            counts[row] = counts.get(row, 0) + 1
    least = len(scores) - 1
    return {row: sums[row] / len(scores) * least / len(scores) for row, count in counts.items() if count >= least}
