"""A compositor that does not cut a panel where panes below it begin and end.

Textual cuts every line of the screen at the edges of all widgets, also of those that are covered; a character of two
cells that stands across such a cut becomes two blanks. Above the separators of the panes, that is every line of Chinese
in a panel.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import cast

from textual._compositor import Compositor
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from stacktui.tui.panels.base import Panel


class PanelCompositor(Compositor):
    """See the module. Both properties take the place of private ones of Textual."""

    @property
    def cuts(self) -> list[list[int]]:
        """The columns at which widgets that can be seen begin and end, for each line."""
        if self._cuts is None:
            cuts = super().cuts
            for panel in self._panels():
                self._uncut(cuts, panel)
        return super().cuts

    def _panels(self) -> list[Widget]:
        return [widget for widget in self.visible_widgets if isinstance(widget, Panel)]

    def _uncut(self, cuts: list[list[int]], panel: Widget) -> None:
        """Take the cuts of what a panel covers out of its lines."""
        region, clip = self.visible_widgets[panel]
        covered = region.intersection(clip)
        for y in covered.line_range:
            own = {covered.x, covered.right}
            for widget, (place, bounds) in self.visible_widgets.items():  # from front to back
                if widget is panel:
                    break
                seen = place.intersection(bounds)
                if seen.y <= y < seen.bottom:
                    own |= {seen.x, seen.right}
            cuts[y][:] = [cut for cut in cuts[y] if not covered.x < cut < covered.right or cut in own]

    def _get_renders(self, crop: Region | None = None) -> Iterable[tuple[Region, Region, list[Strip]]]:
        """The lines of what can be seen; what was taken away since the last layout has no styles to be drawn with."""
        for widget in [each for each in self.visible_widgets if each.parent is None]:
            del self.visible_widgets[widget]
        return super()._get_renders(crop)

    def _render_chops(self, crop: Region, is_rendered_line: Callable[[int], bool]) -> Sequence[Mapping[int, Strip]]:
        """The pieces of each line by the column where they begin; those in front win."""
        cuts = self.cuts
        chops: list[dict[int, Strip | None]] = [dict.fromkeys(line_cuts[:-1]) for line_cuts in cuts]
        for region, clip, strips in self._get_renders(crop):
            seen = region.intersection(clip)
            for y, strip in zip(seen.line_range, strips, strict=False):
                if is_rendered_line(y):
                    inside = [cut for cut in cuts[y] if seen.x <= cut <= seen.right]
                    for cut, piece in _pieces(strip, inside, seen.x):
                        if chops[y].get(cut, piece) is None:
                            chops[y][cut] = piece
        return cast("Sequence[Mapping[int, Strip]]", chops)


def _pieces(strip: Strip, cuts: Sequence[int], left: int) -> list[tuple[int, Strip]]:
    """A strip that begins at column ``left``, in pieces from each cut on; what lies before the first is covered."""
    if not cuts:
        return []
    offsets = [cut - left for cut in cuts]
    if offsets[0] > 0:
        return list(zip(cuts, list(strip.divide(offsets))[1:], strict=False))
    return list(zip(cuts, strip.divide(offsets[1:]), strict=False))
