"""From text to :class:`Query`: the grammar stands in the package's docstring."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from stacktui.patterns import regex
from stacktui.query.filters import FIELDS, read_filter
from stacktui.query.plain import plain
from stacktui.query.terms import Clause, Filter, Query, QueryError, Term, Word

MAX_LENGTH = 2000
"""Characters of a query that are read; nobody types more, and a paste by mistake must not freeze the box."""

MOST_TERMS = 40
"""Words, phrases and filters of a query that are looked at."""

_SHORTHANDS = {"#": "tag", "@": "cat"}
_FULL_WIDTH = str.maketrans("：＃＠“”，＂＇－＞＜＝．０１２３４５６７８９", ':#@"","\'-><=.0123456789')
_PIECE = regex(
    r"""
    (?P<minus>-(?=[^\s-]))?
    (?:
        "(?P<phrase>[^"]*)(?P<closed>"?)
      | (?:(?P<field>[A-Za-z]+):|(?P<sign>[#@]))(?P<value>(?:"[^"]*"?|[^\s"])*)
      | (?P<word>[^\s"]+)
    )
    """,
    re.VERBOSE,
)
_VALUE = regex(r'"([^"]*)"?|([^,"]+)')


def parse_query(text: str, *, exact: bool = False) -> Query:
    """Read ``text`` as a query; never raises.

    What cannot be understood is left out and told in ``errors``. With ``exact``, or an apostrophe in front of the
    text, words forgive nothing.
    """
    parser = _Parser(text, exact)
    parser.read()
    return Query(text, tuple(parser.clauses), tuple(parser.errors))


@dataclass
class _Parser:
    text: str
    exact: bool
    clauses: list[Clause] = field(default_factory=list)
    errors: list[QueryError] = field(default_factory=list)
    negate_next: bool = False
    join_next: bool = False
    """Whether OR stands before the next term."""
    count: int = 0

    def read(self) -> None:
        source = self.text[:MAX_LENGTH].translate(_FULL_WIDTH)
        if len(self.text) > MAX_LENGTH:
            self.complain(MAX_LENGTH, len(self.text), f"only the first {MAX_LENGTH} characters are read", "shorten it")
        begin = len(source) - len(source.lstrip())
        if source.startswith("'", begin):
            self.exact = True
            begin += 1
        for piece in _PIECE.finditer(source, begin):
            self.take(piece)
            if self.count > MOST_TERMS:
                self.complain(piece.start(), len(source), f"only the first {MOST_TERMS} words are read", "shorten it")
                break
        if not self.clauses and not self.errors and source[begin:].strip():
            self.complain(begin, len(source), "nothing to search for", "type letters or digits")

    def take(self, piece: re.Match[str]) -> None:
        """Read one piece between blanks: an operator, a phrase, a filter or a word."""
        if piece["word"] in ("OR", "NOT") and not piece["minus"]:
            self.join_next |= piece["word"] == "OR"
            self.negate_next |= piece["word"] == "NOT"
            return
        if piece["phrase"] is not None:
            self.take_phrase(piece)
        elif piece["value"] is not None and self.is_filter(piece):
            self.take_filter(piece)
        else:
            self.take_words(piece)

    def is_filter(self, piece: re.Match[str]) -> bool:
        """Titles hold colons and signs: only a known field with a value (or at the very end) makes a filter."""
        known = bool(piece["sign"]) or piece["field"].lower() in FIELDS
        return known and (bool(piece["value"]) or piece.end() >= len(piece.string.rstrip()))

    def take_phrase(self, piece: re.Match[str]) -> None:
        if not piece["closed"]:
            self.complain(piece.start("phrase") - 1, piece.end(), "the quote is not closed", 'end it with "')
        self.take_text(piece, piece["phrase"], exact=True)

    def take_words(self, piece: re.Match[str]) -> None:
        self.take_text(piece, piece[0][1:] if piece["minus"] else piece[0], self.exact)

    def take_text(self, piece: re.Match[str], raw: str, exact: bool) -> None:
        text = plain(raw)
        if text:
            self.add(piece, Word(text, exact, piece.start(), piece.end()))

    def take_filter(self, piece: re.Match[str]) -> None:
        name = _SHORTHANDS[piece["sign"]] if piece["sign"] else piece["field"].lower()
        values = [value.strip() for value in _values(piece["value"]) if value.strip()]
        start = piece.start() + bool(piece["minus"])
        if not values:
            self.complain(start, piece.end(), f"{piece[0]} needs a value", FIELDS[name][1])
            return
        reading = read_filter(name, values)
        if reading.accepts is None:
            self.complain(start, piece.end(), reading.message, reading.hint)
            return
        self.add(piece, Filter(name, ",".join(values), reading.accepts, start, piece.end(), reading.loosely))

    def negates(self, piece: re.Match[str]) -> bool:
        return self.negate_next or bool(piece["minus"])

    def add(self, piece: re.Match[str], atom: Word | Filter) -> None:
        self.count += 1
        if self.count > MOST_TERMS:
            return
        term = Term(atom, self.negates(piece))
        if self.join_next and self.clauses:
            self.clauses[-1] += (term,)
        else:
            self.clauses.append((term,))
        self.negate_next = self.join_next = False

    def complain(self, start: int, end: int, message: str, hint: str) -> None:
        self.errors.append(QueryError(start, end, message, hint))


def _values(text: str) -> Iterator[str]:
    return (
        quoted if quoted is not None else bare for quoted, bare in (found.groups() for found in _VALUE.finditer(text))
    )
