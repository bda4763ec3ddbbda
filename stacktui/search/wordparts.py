"""The words under which a text is found: its words, and the parts and joins that people type for them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stacktui.query.plain import CJK, words

STOP_WORDS = frozenset(
    {
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "based",
        "be",
        "by",
        "for",
        "from",
        "in",
        "into",
        "is",
        "it",
        "its",
        "method",
        "of",
        "on",
        "or",
        "over",
        "the",
        "their",
        "to",
        "toward",
        "towards",
        "under",
        "using",
        "via",
        "with",
    }
)
"""Words that initials leave out, and that a query may miss."""

_CJK_RUN = re.compile(f"[{CJK}]+")
_ODD = re.compile(
    r"[A-Za-z0-9]+(?:[-/][A-Za-z0-9]+)+"  # self-attention, GPT-4
    r"|[A-Za-z]*[a-z][A-Z][A-Za-z0-9]*"  # SiamMask, mAP
    r"|[A-Z]{2,}[a-z][A-Za-z0-9]*"  # GANs, NASNet
    r"|[A-Za-z]+\d[A-Za-z0-9]*|\d+[A-Za-z][A-Za-z0-9]*"  # word2vec, 3D
)
_ELISION = re.compile(r"\b[A-Za-z]['’](?=\w)")  # d'un, l'analyse
_PIECE = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_LETTERS_DIGITS = re.compile(r"[a-z]+\d*|\d+")


def index_words(text: str) -> list[str]:
    """The words of a text without Chinese, and the parts of its CamelCase, numbered and hyphened ones.

    ``"SiamMask and GPT-4"`` gives siammask, and, gpt, 4, gpt4, siam, mask.
    """
    found = [word for word in words(text) if word.isascii() or not _CJK_RUN.match(word)]
    for odd in _ODD.finditer(text):
        found += _parts(odd[0])
    return found


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
    """The first letters of the words that count: ``"Neural Architecture Search with RL"`` gives ``nasr``."""
    return "".join(word[0] for word in words(_ELISION.sub("", title)) if word not in STOP_WORDS and word.isascii())


def cjk_runs(text: str) -> list[str]:
    """The stretches of Chinese in a text, folded."""
    return [] if text.isascii() else [word for word in words(text) if _CJK_RUN.match(word)]
