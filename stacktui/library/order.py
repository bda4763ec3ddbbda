"""The order of the stack: which moment puts a paper where it was moved to."""

from __future__ import annotations

from collections.abc import Sequence

STEP = 0.001
"""Seconds between two papers that are put next to each other."""


def moments_after_move(moments: Sequence[float], start: int, places: int, now: float) -> dict[int, float]:
    """New moments, by place in ``moments`` (newest first), that move the paper at ``start`` down by ``places``.

    Usually it is one: the middle between its new neighbours. Where these stand at the same moment, those above them
    are pushed up as little as needed.
    """
    goal = max(0, min(len(moments) - 1, start + places))
    if goal == start:
        return {}
    order = [place for place in range(len(moments)) if place != start]
    order.insert(goal, start)
    above = moments[order[goal - 1]] if goal else None
    below = moments[order[goal + 1]] if goal + 1 < len(order) else None
    if above is None:
        return {start: max(now, moments[order[1]] + STEP)}
    if below is None:
        return {start: above - STEP}
    middle = (above + below) / 2
    if below + STEP / 500 < middle < above:
        return {start: middle}
    return _push_up(moments, order, goal, below)


def _push_up(moments: Sequence[float], order: list[int], goal: int, below: float) -> dict[int, float]:
    changed = {order[goal]: below + STEP}
    last = below + STEP
    for place in reversed(order[:goal]):
        if moments[place] > last:
            break
        last += STEP
        changed[place] = last
    return changed
