"""Words that are not written like any word of the library: slips, parts, letters left out.

Asked only for words that explain too little by themselves. Distances are computed by rapidfuzz for the words with the
same first letter and about the same length; an edit *at* the first letter has so few outcomes that they are looked up.
"""

from __future__ import annotations

from collections.abc import Iterator
from string import ascii_lowercase

from stacktui.search.field import Field

LEAST_PART = 3
LEAST_SLIP = 4
FIRST_LETTER_WORTH = 0.56
INSIDE_WORTH = 0.55
_VOWELS = str.maketrans("", "", "aeiou")


def meant_words(typed: str, field: Field, abbreviated: bool = True) -> dict[str, float]:
    """The words of a field that ``typed`` may stand for, each with what that guess is worth.

    Letters left out are thought of only where words are ``abbreviated``: names are not.
    """
    best: dict[str, float] = {}
    for word, worth in _guesses(typed, field, abbreviated):
        if worth > best.get(word, 0.0):
            best[word] = worth
    return best


def meant_worth(typed: str, word: str, abbreviated: bool = True) -> float:
    """The same for a single word, by the rules themselves: 0 where ``typed`` cannot stand for it."""
    size, worths = len(typed), [0.0]
    if typed == word:
        return 0.0
    if abbreviated and size >= LEAST_PART and word[0] == typed[0] and size < len(word) <= 3 * size + 3:
        letters = iter(word)
        if all(letter in letters for letter in typed):
            worths.append(left_out_worth(typed, word))
    if typed in word[1:] and (size >= LEAST_SLIP or (size >= LEAST_PART and not typed.isalpha())):
        worths.append(INSIDE_WORTH)
    if size >= LEAST_SLIP:
        worths += _slip_worths(typed, word)
    return max(worths)


def _slip_worths(typed: str, word: str) -> Iterator[float]:
    from rapidfuzz.distance import OSA

    size = len(typed)
    if word in _first_letter_slips(typed):
        yield FIRST_LETTER_WORTH
    if word[0] != typed[0]:
        return
    distance = OSA.distance(typed, word)
    if distance <= slip_edits(size):
        yield slip_worth(distance, size)
    cuts = [cut for cut in (size - 1, size, size + 1) if cut < len(word)]
    distance = min((OSA.distance(typed, word[:cut]) for cut in cuts), default=0)
    if len(word) > size and 0 < distance <= unfinished_edits(size):
        yield unfinished_worth(distance, size, len(word))


def _guesses(typed: str, field: Field, abbreviated: bool) -> Iterator[tuple[str, float]]:
    if len(typed) >= LEAST_SLIP:
        near = _first_letter_slips(typed)
        yield from ((word, FIRST_LETTER_WORTH) for word in near if word in field)
        yield from _slips(typed, field)
        yield from _unfinished_slips(typed, field)
    if abbreviated and len(typed) >= LEAST_PART:
        yield from _left_out(typed, field)
    if len(typed) >= LEAST_SLIP or (len(typed) >= LEAST_PART and not typed.isalpha()):
        yield from ((word, INSIDE_WORTH) for word in field.containing(typed))


def slip_edits(size: int) -> int:
    """How many edits are forgiven in a word of that size."""
    return 1 if size < 6 else 2


def unfinished_edits(size: int) -> int:
    """How many edits are forgiven in the beginning of a word."""
    return 1 if size < 7 else 2


def slip_worth(edits: int, size: int) -> float:
    """What a word is worth that was missed by one or two edits."""
    if edits == 1:
        return 0.64
    return 0.5 if size >= 7 else 0.4


def unfinished_worth(edits: int, size: int, length: int) -> float:
    """What a word of ``length`` is worth whose beginning was missed by one or two edits."""
    return (0.58 if edits == 1 else 0.4) - 0.1 * (1 - size / length)


def left_out_worth(typed: str, word: str) -> float:
    """What a word is worth that has the typed letters in their order; best where only vowels were left out."""
    bare = typed[0] + typed[1:].translate(_VOWELS)
    only_vowels = (word[0] + word[1:].translate(_VOWELS)).startswith(bare)
    return (0.58 if only_vowels else 0.36) + 0.1 * len(typed) / len(word)


def _first_letter_slips(typed: str) -> list[str]:
    """What becomes of the letters by one edit at the first, or by swapping the first two."""
    rest = typed[1:]
    near = [rest, rest[0] + typed[0] + rest[1:], *(letter + rest for letter in ascii_lowercase)]
    near += [letter + typed for letter in ascii_lowercase]
    return [word for word in near if word != typed]


def _slips(typed: str, field: Field) -> Iterator[tuple[str, float]]:
    """Whole words within one edit, two for longer ones: insert, delete, change, swap neighbours."""
    size = len(typed)
    edits = slip_edits(size)
    near = list(field.of_length(typed[0], size - edits, size + edits))
    return ((word, slip_worth(distance, size)) for word, distance in _within(typed, near, edits) if distance)


def _unfinished_slips(typed: str, field: Field) -> Iterator[tuple[str, float]]:
    """Longer words whose beginning is within one edit, two for longer ones."""
    size = len(typed)
    edits = unfinished_edits(size)
    closest: dict[str, int] = {}
    for cut in (size - 1, size, size + 1):
        for beginning, distance in _within(typed, field.beginnings(typed[0], cut), edits):
            for word in field.beginning_with(beginning):
                if len(word) > size:
                    closest[word] = min(distance, closest.get(word, 9))
    return ((word, unfinished_worth(edits, size, len(word))) for word, edits in closest.items() if edits)


def _left_out(typed: str, field: Field) -> Iterator[tuple[str, float]]:
    """Words that hold the letters in their order: ``cntrl`` for control."""
    from rapidfuzz.distance import LCSseq
    from rapidfuzz.process import extract_iter

    size = len(typed)
    for word, common, _ in extract_iter(typed, field.bucket(typed[0]), scorer=LCSseq.similarity, score_cutoff=size):
        if common >= size < len(word) <= 3 * size + 3:
            yield word, left_out_worth(typed, word)


def _within(typed: str, words: list[str], edits: int) -> list[tuple[str, int]]:
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import extract

    found = extract(typed, words, scorer=OSA.distance, score_cutoff=edits, limit=None)
    return [(word, int(distance)) for word, distance, _ in found]
