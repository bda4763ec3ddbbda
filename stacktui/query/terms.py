"""What a query is made of: words and filters, joined to clauses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from stacktui.model import Paper
from stacktui.query.plain import finder


@dataclass(frozen=True, slots=True)
class QueryError:
    """A mistake in a query: ``text[start:end]`` is the place, ``hint`` the way to mend it."""

    start: int
    end: int
    message: str
    hint: str = ""

    def __str__(self) -> str:
        return f"{self.message} ({self.hint})" if self.hint else self.message


@dataclass(frozen=True, slots=True)
class Word:
    """Text to be found in any field: fuzzily, or with ``exact`` as it stands (from the start of a word)."""

    text: str
    """The plain form: folded words with one blank between; never empty."""
    exact: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Filter:
    """A question to one field, which a paper answers with yes or no."""

    field: str
    value: str
    accepts: Callable[[Paper], bool]
    start: int
    end: int
    loosely: Callable[[Paper], bool] | None = None
    """The same question for a value that is still being typed; asked where no paper answers the strict one."""


@dataclass(frozen=True, slots=True)
class Term:
    """A word or filter, or its opposite."""

    atom: Word | Filter
    negated: bool = False

    @property
    def is_fuzzy(self) -> bool:
        """Whether only the index can decide it: a word that forgives typing errors."""
        return isinstance(self.atom, Word) and not self.atom.exact and not self.negated

    def holds(self, paper: Paper) -> bool:
        """Whether ``paper`` answers the term; a fuzzy word is taken at its letters here."""
        atom = self.atom
        yes = atom.accepts(paper) if isinstance(atom, Filter) else says(paper, atom.text)
        return yes != self.negated


Clause = tuple[Term, ...]
"""Terms of which one has to hold."""


@dataclass(frozen=True)
class Query:
    """A parsed question: every clause has to hold."""

    text: str
    clauses: tuple[Clause, ...] = ()
    errors: tuple[QueryError, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether it asks for nothing, so that every paper answers it."""
        return not self.clauses

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """The words that have to be found (not those that must be absent), in the order typed."""
        return tuple(atom for atom in self._atoms(negated=False) if isinstance(atom, Word))

    @cached_property
    def filters(self) -> tuple[Filter, ...]:
        """All filters, in the order typed."""
        both = (*self._atoms(negated=False), *self._atoms(negated=True))
        return tuple(sorted((atom for atom in both if isinstance(atom, Filter)), key=lambda atom: atom.start))

    @cached_property
    def filter_clauses(self) -> tuple[Clause, ...]:
        """The clauses that a paper decides alone: those without fuzzy words."""
        return tuple(clause for clause in self.clauses if not any(term.is_fuzzy for term in clause))

    def matches(self, paper: Paper) -> bool:
        """Whether ``paper`` answers all that does not need the index: filters, exact words, what must be absent."""
        return all(any(term.holds(paper) for term in clause) for clause in self.filter_clauses)

    def _atoms(self, negated: bool) -> Iterator[Word | Filter]:
        return (term.atom for clause in self.clauses for term in clause if term.negated == negated)


def fields_text(paper: Paper) -> Iterator[str]:
    """Everything in a paper that words are looked for in, one text at a time."""
    yield paper.title
    yield paper.alias
    yield from paper.authors
    yield paper.venue
    yield str(paper.year or "")
    yield from paper.tags
    yield from paper.categories
    yield paper.key
    yield paper.note_text


def says(paper: Paper, wanted: str) -> bool:
    """Whether some field of ``paper`` holds the plain text ``wanted``."""
    return any(map(finder(wanted), fields_text(paper)))
