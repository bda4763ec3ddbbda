"""What a search gives: ids in rank order, and for shown papers the places that matched."""

from __future__ import annotations

from dataclasses import dataclass, field

Positions = tuple[int, ...]
"""Indices of the matched characters of a text, ascending."""


@dataclass(frozen=True, slots=True)
class Result:
    """The papers that answer a query, the best first."""

    query: str
    """The question: a result is worth showing only while it is still the one asked."""
    ids: list[int] = field(default_factory=list)
    total: int = 0
    """How many papers answer; ``ids`` may be cut."""
    about: bool = False
    """Whether ``total`` is an estimate."""


@dataclass(frozen=True, slots=True)
class Marks:
    """Where a query matched a paper. Authors, tags and categories have one entry for each item of the field."""

    title: Positions = ()
    alias: Positions = ()
    authors: tuple[Positions, ...] = ()
    venue: Positions = ()
    tags: tuple[Positions, ...] = ()
    categories: tuple[Positions, ...] = ()
    note: tuple[tuple[int, Positions], ...] = ()
    """Lines of the note (from 0) that matched, with the positions in each."""
    why: str = ""
    """In words where no lit letters explain the match: ``pinyin``, ``year 2019``, ``note, line 12``; else empty."""
