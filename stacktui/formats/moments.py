"""When the papers of an import are pushed, so that the stack has the order of the lists."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from stacktui.model import moment

if TYPE_CHECKING:
    from stacktui.formats.importing import ImportPlan, PlannedDocument, PlannedPaper
    from stacktui.library import Library

_STEP = 0.001


class Moments:
    """The moment of each new paper.

    New lists go on top of the stack. New entries of a list that was there before go between their neighbours.
    """

    def __init__(self, library: Library, plan: ImportPlan) -> None:
        top = max((paper.stack_moment for paper in library.papers.values()), default=0.0)
        self._top = max(moment(library.stamp()), top) + (len(plan.new) + 1) * _STEP
        self._moments: dict[int, float] = {}
        new = {id(entry) for entry in plan.new}
        for planned in plan.documents:
            for run, above, below in _runs(library, planned, new):
                self._place(run, above, below)

    def _place(self, run: list[PlannedPaper], above: float | None, below: float | None) -> None:
        """Spread a run of new entries between two moments."""
        if above is None or (below is not None and below >= above):
            for entry in run:
                self._top -= _STEP
                self._moments[id(entry)] = self._top
            return
        step = _STEP if below is None else (above - below) / (len(run) + 1)
        for place, entry in enumerate(run, 1):
            self._moments[id(entry)] = above - place * step

    def of(self, entry: PlannedPaper) -> float:
        """The moment for a new entry."""
        return self._moments[id(entry)]


def _runs(
    library: Library, planned: PlannedDocument, new: set[int]
) -> Iterator[tuple[list[PlannedPaper], float | None, float | None]]:
    """Runs of new entries, with the moments of the entries above and below that were there before."""
    run: list[PlannedPaper] = []
    above: float | None = None
    for entry in sorted(planned.papers, key=lambda entry: entry.source.line):
        if id(entry) in new:
            run.append(entry)
        elif entry.before is not None and entry.known in library.papers:
            here = library.papers[entry.known].stack_moment
            yield run, above, here
            run, above = [], here
    yield run, above, None
