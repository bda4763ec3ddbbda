"""The last word on the order of the best candidates: how the whole query sits in the whole title."""

from __future__ import annotations

from collections.abc import Sequence

_SHORT_TITLE = 20
_LEAST_ALIKE = 4


def title_bonus(query: str, words: Sequence[str], title: str) -> float:
    """What speaks for a paper beside its words, from about -0.07 to 0.3.

    ``query`` and ``title`` are plain (folded words with one blank between). Everything comes in steps that a further
    letter of the same word does not change: what stands on the screen stays where it is while a word is being typed.
    """
    at = f" {title}".find(f" {query}")
    bonus = _bonus_at(at, query, title) if at >= 0 else _bonus_of_likeness(query, title)
    bonus += _bonus_of_shortness(len(title))
    return bonus + (_order_bonus(words, title) if len(words) > 1 else 0.0)


def _bonus_of_likeness(query: str, title: str) -> float:
    from rapidfuzz.fuzz import partial_ratio

    return round(0.08 * partial_ratio(query, title) / 100 - 0.07, 2) if len(query) >= _LEAST_ALIKE else -0.02


def _bonus_of_shortness(length: int) -> float:
    """A word says more of a short title."""
    return round(0.03 * min(1.0, _SHORT_TITLE / max(1, length)), 2)


def _bonus_at(at: int, query: str, title: str) -> float:
    if at:
        return 0.08
    if len(title) == len(query):
        return 0.28
    return 0.14 if len(query.split()) > 1 and title[len(query)] == " " else 0.11


def _order_bonus(words: Sequence[str], title: str) -> float:
    """For words that stand at the beginnings of words in the order typed."""
    spaced, at = f" {title}", -1
    for in_order, word in enumerate(words):
        at = spaced.find(f" {word}", at + 1)
        if at < 0:
            return 0.01 * in_order
    return 0.05
