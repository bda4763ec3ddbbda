"""The last word on the order of the best candidates: how the whole query sits in the whole title."""

from __future__ import annotations

from collections.abc import Sequence


def title_bonus(query: str, words: Sequence[str], title: str) -> float:
    """What speaks for a paper beside its words, from about -0.05 to 0.3.

    ``query`` and ``title`` are plain (folded words with one blank between).
    """
    from rapidfuzz.fuzz import partial_ratio

    bonus = 0.08 * partial_ratio(query, title) / 100
    bonus += 0.03 * min(1.0, len(query) / max(1, len(title)))
    bonus += _place_bonus(query, title)
    return bonus + (_order_bonus(words, title) if len(words) > 1 else 0.0)


def _place_bonus(query: str, title: str) -> float:
    if title == query:
        return 0.2
    if title.startswith(query + " "):
        return 0.06
    if title.startswith(query):
        return 0.03
    return 0.0 if query in title else -0.05


def _order_bonus(words: Sequence[str], title: str) -> float:
    """For words that stand at the beginnings of words in the order typed."""
    spaced, at = f" {title}", -1
    for in_order, word in enumerate(words):
        at = spaced.find(f" {word}", at + 1)
        if at < 0:
            return 0.01 * in_order
    return 0.05
