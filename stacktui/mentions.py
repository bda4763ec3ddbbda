"""Which notes mention which papers by ``[[key]]``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from stacktui.model import Paper
from stacktui.patterns import regex

REFERENCE = regex(r"\[\[([a-z0-9-]+)\]\]")
"""A reference to a paper in a note; the group is its key."""


class Mentions:
    """For each key the papers whose notes mention it; built in slices from a snapshot, kept up to date.

    Papers that come as a mapping with ``records`` (JSON objects by id as text) are not made for it.
    """

    def __init__(self, papers: Mapping[int, Paper]) -> None:
        self._papers = papers
        self._waiting: Iterator[int] = iter(tuple(papers))
        self._of_paper: dict[int, frozenset[str]] = {}
        self._of_key: dict[str, set[int]] = {}

    def advance(self, count: int = 200) -> bool:
        """Read the notes of some more papers; True when all are read."""
        some = list(islice(self._waiting, count))
        self.update(self._papers, [ident for ident in some if ident not in self._of_paper])
        return len(some) < count

    def update(self, papers: Mapping[int, Paper], changed: Iterable[int]) -> None:
        """Follow papers that changed, came or went, as they are in ``papers``."""
        records = getattr(papers, "records", {})
        for ident in changed:
            text = _note_in(papers, records, ident)
            found = frozenset(REFERENCE.findall(text)) if "[[" in text else _NOTHING
            before = self._of_paper.get(ident, _NOTHING)
            self._of_paper[ident] = found
            for key in before - found:
                self._of_key[key].discard(ident)
            for key in found - before:
                self._of_key.setdefault(key, set()).add(ident)

    def of(self, key: str) -> frozenset[int]:
        """The ids of the papers whose notes mention ``key``."""
        return frozenset(self._of_key.get(key, ()))


_NOTHING: frozenset[str] = frozenset()


def _note_in(papers: Mapping[int, Paper], records: Mapping[str, Any], ident: int) -> str:
    """The note of a paper as one text; empty where the paper is gone."""
    note = records[str(ident)].get("note", ()) if str(ident) in records else None
    if isinstance(note, list):
        try:
            return "\n".join(note)
        except TypeError:
            pass  # lines that are none: the paper knows what to make of them
    paper = papers.get(ident)
    return "" if paper is None else paper.note_text
