"""Words that are not written like any word of the library: slips, parts, skeletons, words run together.

Asked only for words that nothing else explains, for it looks at every word with the same first letter.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from string import ascii_lowercase

from stacktui.search.blob import Blob
from stacktui.search.vocabulary import Scores, Vocabulary, keep_best

_VOWELS = str.maketrans("", "", "aeiou")
_SPLIT_LEAST = 6


def typo_scores(word: str, vocabulary: Vocabulary, run_together: Blob) -> Scores:
    """Rows by words that ``word`` may have been meant for, each for what that guess is worth."""
    best: dict[str, float] = {}
    if len(word) >= 3:
        for guess, quality in _guesses(word, vocabulary):
            if quality > best.get(guess, 0.0):
                best[guess] = quality
    scores = vocabulary.union(sorted((quality, guess) for guess, quality in best.items()))
    if len(word) >= 4 or (len(word) == 3 and not word.isalpha()):
        worth = 0.95 if len(word) >= _SPLIT_LEAST else 0.55
        keep_best(scores, ((row, worth) for row, _, _, _ in run_together.find(word)))
    return scores


def _guesses(word: str, vocabulary: Vocabulary) -> Iterator[tuple[str, float]]:
    if len(word) >= 4:
        yield from _first_letter_slips(word, vocabulary)
        yield from _slips(word, vocabulary)
        yield from _unfinished_slips(word, vocabulary)
    yield from _skeletons(word, vocabulary)


def _first_letter_slips(word: str, vocabulary: Vocabulary) -> Iterator[tuple[str, float]]:
    """One edit at the first letter: the few words it can come from are looked up."""
    rest = word[1:]
    near = [rest, rest[0] + word[0] + rest[1:], *(letter + rest for letter in ascii_lowercase)]
    near += [letter + word for letter in ascii_lowercase]
    return ((guess, 0.56) for guess in near if guess != word and guess in vocabulary)


def _slips(word: str, vocabulary: Vocabulary) -> Iterator[tuple[str, float]]:
    """Whole words within one edit, two for longer ones (insert, delete, change, swap: OSA distance)."""
    edits = 1 if len(word) < 6 else 2
    near = list(vocabulary.with_first_letter(word[0], len(word) - edits, len(word) + edits))
    two = 0.5 if len(word) >= 7 else 0.4
    for guess, distance in _within(word, near, edits):
        if distance:
            yield guess, 0.64 if distance == 1 else two


def _unfinished_slips(word: str, vocabulary: Vocabulary) -> Iterator[tuple[str, float]]:
    """Beginnings of longer words within one edit, two for longer ones."""
    size, edits = len(word), 1 if len(word) < 7 else 2
    longer = list(vocabulary.with_first_letter(word[0], size + 1, 99))
    closest: dict[str, int] = {}
    for cut in (size - 1, size, size + 1):
        beginnings: dict[str, list[str]] = {}
        for guess in longer:
            beginnings.setdefault(guess[:cut], []).append(guess)
        for beginning, distance in _within(word, list(beginnings), edits):
            for guess in beginnings[beginning]:
                closest[guess] = min(distance, closest.get(guess, 9))
    for guess, distance in closest.items():
        if distance:
            yield guess, (0.58 if distance == 1 else 0.4) - 0.1 * (1 - size / len(guess))


def _skeletons(word: str, vocabulary: Vocabulary) -> Iterator[tuple[str, float]]:
    """Words that hold the letters in their order: ``cntrl`` for control; best where only vowels were left out."""
    from rapidfuzz.distance import LCSseq
    from rapidfuzz.process import extract_iter

    size = len(word)
    longer = vocabulary.with_first_letter(word[0], size + 1, 3 * size + 3)
    bare = word[0] + word[1:].translate(_VOWELS)
    for guess, common, _ in extract_iter(word, longer, scorer=LCSseq.similarity, score_cutoff=size):
        if common >= size:
            vowels_only = (guess[0] + guess[1:].translate(_VOWELS)).startswith(bare)
            yield guess, (0.58 if vowels_only else 0.36) + 0.1 * size / len(guess)


def _within(word: str, guesses: Iterable[str], edits: int) -> Iterator[tuple[str, int]]:
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import extract

    found = extract(word, guesses, scorer=OSA.distance, score_cutoff=edits, limit=None)  # type: ignore[arg-type]
    for guess, distance, _ in found:
        yield guess, int(distance)
