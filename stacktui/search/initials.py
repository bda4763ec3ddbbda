"""Titles by the first letters of their words: ``dnas`` for Differentiable Neural Architecture Search."""

from __future__ import annotations

_WORTH = (0.0, 0.0, 0.4, 0.6, 0.76, 0.84, 0.88, 0.9)
_AT_START = 0.07
LONGEST = 9


class Initials:
    """The initials of the titles, found by pairs of letters."""

    def __init__(self) -> None:
        self._texts: dict[int, str] = {}
        self._pairs: dict[str, list[int]] = {}

    def add(self, row: int, letters: str) -> None:
        """Put a row under the initials of its title."""
        if len(letters) > 1:
            self._texts[row] = letters
            pairs = self._pairs
            for pair in {letters[at : at + 2] for at in range(len(letters) - 1)}:
                rows = pairs.get(pair)
                if rows is None:
                    pairs[pair] = [row]
                else:
                    rows.append(row)

    def find(self, letters: str) -> tuple[list[int], list[int]]:
        """The rows whose initials begin with ``letters``, and those that have them further on."""
        postings = [self._pairs.get(letters[at : at + 2], []) for at in range(len(letters) - 1)]
        texts = self._texts
        holding = [row for row in min(postings, key=len) if letters in texts[row]]
        starting = [row for row in holding if texts[row].startswith(letters) or f" {letters}" in texts[row]]
        return starting, holding


def worth(letters: int, at_start: bool) -> float:
    """What initials are worth by their number; two letters fit too much."""
    return _WORTH[min(letters, len(_WORTH) - 1)] + (_AT_START if at_start else 0.0)
