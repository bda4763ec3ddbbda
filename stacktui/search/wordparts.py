"""The words under which a text is found: its words, and the parts and joins that people type for them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stacktui.patterns import regex
from stacktui.query.plain import CJK, words
from stacktui.text import fold

STOP_WORDS = frozenset(
    (
        *("a", "an", "and", "are", "as", "at", "be", "by", "for", "from", "in", "into", "is", "it", "its", "of", "on"),
        *("or", "over", "the", "their", "to", "toward", "towards", "under", "using", "via", "with"),
    )
)
"""Words that initials leave out, and that no slip is looked for in."""

FILLING_WORDS = frozenset(("approach", "approaches", "based", "method", "methods", "new", "novel"))
"""Words of titles that short names tend to leave out too."""

_IS_CJK = regex(f"[{CJK}]")
_ODD = regex(
    r"[A-Za-z0-9]+(?:[-/][A-Za-z0-9]+)+"  # self-attention, GPT-4
    r"|[A-Za-z]*[a-z][A-Z][A-Za-z0-9]*"  # SiamMask, mAP
    r"|[A-Z]{2,}[a-z][A-Za-z0-9]*"  # GANs, NASNet
    r"|[A-Za-z]+\d[A-Za-z0-9]*|\d+[A-Za-z][A-Za-z0-9]*"  # word2vec, 3D
)
_ELISION = regex(r"\b[A-Za-z]['’](?=\w)")  # d'un, l'analyse
_PIECE = regex(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_LETTERS_DIGITS = regex(r"[a-z]+\d*|\d+")


def is_han(word: str) -> bool:
    """Whether a word of a plain text is a stretch of Chinese."""
    return not word.isascii() and _IS_CJK.match(word) is not None


def spaced_words(text: str) -> list[str]:
    """The words of a text that blanks and signs part: all but the Chinese."""
    found = words(text)
    return found if text.isascii() else [word for word in found if not is_han(word)]


def han_runs(text: str) -> list[str]:
    """The stretches of Chinese in a text, folded."""
    return [] if text.isascii() else [word for word in words(text) if is_han(word)]


def extra_words(text: str) -> list[str]:
    """The parts of CamelCase, numbered and hyphened words, and two hyphened ones as one.

    ``"SiamMask and GPT-4"`` gives siam, mask, gpt4.
    """
    if not text.isascii():
        text = "".join(letter if letter.isascii() else fold(letter) for letter in text)
    return [part for odd in _ODD.finditer(text) for part in _parts(odd[0])]


def _parts(word: str) -> Iterator[str]:
    joined = re.split("[-/]", word)
    if len(joined) == 2 and len(word) < 30:
        yield "".join(joined).lower()
    for part in joined:
        pieces = _PIECE.findall(part)
        if len(part) > 3 and len(pieces) > 1:
            yield from (piece.lower() for piece in pieces)
            yield from _LETTERS_DIGITS.findall(part.lower())


def initials(title: str) -> str:
    """The first letters of the words that count: ``"Neural Architecture Search with RL"`` gives ``nasr``.

    Where filling words stand between, those without them follow after a blank.
    """
    if "'" in title or "’" in title:
        title = _ELISION.sub("", title)
    counting = [word for word in spaced_words(title) if word not in STOP_WORDS]
    letters = "".join([word[0] for word in counting])
    if FILLING_WORDS.isdisjoint(counting):
        return letters
    return f"{letters} {''.join([word[0] for word in counting if word not in FILLING_WORDS])}"
