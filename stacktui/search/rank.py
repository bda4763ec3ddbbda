"""The last word on the order of the best candidates: how the whole query sits in the whole title."""

from __future__ import annotations

from collections.abc import Sequence


def title_bonus(query: str, words: Sequence[str], title: str) -> float:
    """What speaks for a paper beside its words, from about -0.05 to 0.3.

    ``query`` and ``title`` are plain (folded words with one blank between).
    """
    at = title.find(query)
    bonus = _bonus_at(at, query, title) if at >= 0 else _bonus_of_likeness(query, title)
    bonus += 0.03 * min(1.0, len(query) / max(1, len(title)))
    return bonus + (_order_bonus(words, title) if len(words) > 1 else 0.0)


def _bonus_of_likeness(query: str, title: str) -> float:
    from rapidfuzz.fuzz import partial_ratio

    return 0.08 * partial_ratio(query, title) / 100 - 0.05


def _bonus_at(at: int, query: str, title: str) -> float:
    if at:
        return 0.08
    if len(title) == len(query):
        return 0.28
    return 0.14 if title[len(query)] == " " else 0.11


def _order_bonus(words: Sequence[str], title: str) -> float:
    """For words that stand at the beginnings of words in the order typed."""
    spaced, at = f" {title}", -1
    for in_order, word in enumerate(words):
        at = spaced.find(f" {word}", at + 1)
        if at < 0:
            return 0.01 * in_order
    return 0.05
