"""Which letters of a paper answered a query; asked for the few papers on the screen, so plain and thorough."""

from __future__ import annotations

import re

from stacktui.model import Paper
from stacktui.query import Query
from stacktui.query.plain import CJK, folded_with_origins, has_runs
from stacktui.search.result import Marks, Positions

_RUN = re.compile(rf"[{CJK}]+|[^\W_{CJK}]+")


class Marker:
    """Marks papers for one query."""

    def __init__(self, query: Query) -> None:
        self._words = [part for word in query.words for part in word.text.split()]

    def marks(self, paper: Paper) -> Marks:
        """Where the words of the query stand in ``paper``."""
        if not self._words:
            return Marks()
        lines = ((number, self.positions(line)) for number, line in enumerate(paper.note))
        return Marks(
            title=self.positions(paper.title),
            alias=self.positions(paper.alias),
            authors=tuple(map(self.positions, paper.authors)),
            venue=self.positions(paper.venue),
            tags=tuple(map(self.positions, paper.tags)),
            categories=tuple(map(self.positions, paper.categories)),
            note=tuple((number, found) for number, found in lines if found),
        )

    def positions(self, text: str) -> Positions:
        """The characters of ``text`` that the words of the query match."""
        folded, origins = folded_with_origins(text)
        found: set[int] = set()
        for run in _RUN.finditer(folded):
            for word in self._words:
                at = run[0].find(word) if has_runs(word) else run[0].startswith(word) - 1
                if at >= 0:
                    found.update(origins[run.start() + at : run.start() + at + len(word)])
        return tuple(sorted(found))
