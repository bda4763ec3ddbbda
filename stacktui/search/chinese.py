"""Chinese by any part of it: single characters and pairs are the words of a script that puts no blanks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

_LEAST_SHARE = 0.5


class HanText:
    """The Chinese of one field of all papers."""

    def __init__(self, weight: float) -> None:
        self.weight = weight
        self._texts: dict[int, str] = {}
        self._grams: dict[str, list[int]] = {}

    def __bool__(self) -> bool:
        return bool(self._texts)

    def add(self, row: int, runs: Iterable[str]) -> str:
        """Put a row under its stretches of Chinese; gives them as one text, parted by blanks."""
        text = " ".join(runs)
        if text:
            self._texts[row] = text
            for gram in {*text, *pairs(text)}:
                if " " not in gram:
                    self._grams.setdefault(gram, []).append(row)
        return text

    def find(self, wanted: str) -> list[int]:
        """The rows that hold ``wanted``."""
        if len(wanted) <= 2:
            return self._grams.get(wanted, [])
        postings = [self._grams.get(pair, []) for pair in pairs(wanted)]
        texts = self._texts
        return [row for row in min(postings, key=len) if wanted in texts[row]]

    def find_most(self, wanted: str) -> Iterator[tuple[int, float]]:
        """Rows that hold at least half of the pairs of ``wanted``, with the share that they hold."""
        parts = pairs(wanted)
        counts: dict[int, int] = {}
        for part in parts:
            for row in self._grams.get(part, []):
                counts[row] = counts.get(row, 0) + 1
        for row, count in counts.items():
            if count / len(parts) >= _LEAST_SHARE:
                yield row, min(1.0, count / len(parts))


def pairs(text: str) -> list[str]:
    """Every two neighbours."""
    return [text[at : at + 2] for at in range(len(text) - 1)]
