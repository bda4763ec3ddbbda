"""Which notes mention which papers by ``[[key]]``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice

from stacktui.model import Paper
from stacktui.patterns import regex

REFERENCE = regex(r"\[\[([a-z0-9-]+)\]\]")
"""A reference to a paper in a note; the group is its key."""


class Mentions:
    """For each key the papers whose notes mention it; built in slices from a snapshot, kept up to date."""

    def __init__(self, papers: Mapping[int, Paper]) -> None:
        self._papers = papers
        self._waiting: Iterator[int] = iter(tuple(papers))
        self._of_paper: dict[int, frozenset[str]] = {}
        self._of_key: dict[str, set[int]] = {}

    def advance(self, count: int = 200) -> bool:
        """Read the notes of some more papers; True when all are read."""
        some = list(islice(self._waiting, count))
        self.update({ident: self._papers.get(ident) for ident in some if ident not in self._of_paper})
        return len(some) < count

    def update(self, changed: Mapping[int, Paper | None]) -> None:
        """Follow papers that changed, came or went."""
        for ident, paper in changed.items():
            found = frozenset(REFERENCE.findall(paper.note_text)) if paper and _may_mention(paper) else frozenset()
            for key in self._of_paper.pop(ident, frozenset()) - found:
                self._of_key[key].discard(ident)
            self._of_paper[ident] = found
            for key in found:
                self._of_key.setdefault(key, set()).add(ident)

    def of(self, key: str) -> frozenset[int]:
        """The ids of the papers whose notes mention ``key``."""
        return frozenset(self._of_key.get(key, ()))


def _may_mention(paper: Paper) -> bool:
    return any("[[" in line for line in paper.note)
