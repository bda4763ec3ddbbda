"""Text as searching sees it: folded words with one blank between, Chinese in its simplified form.

Upper and lower case, accents, full-width forms, punctuation and the two Chinese scripts make no difference:
``"Self-Attention，機器"`` and ``"self attention 机器"`` are the same. Queries and papers pass the same functions.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, lru_cache

from stacktui.patterns import regex
from stacktui.text import fold

CJK = "\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""Han characters and kana, for a regular expression's brackets: scripts that put no blanks between words."""

_RUNS = regex(rf"[{CJK}]+|[^\W_{CJK}]+")
_ASCII_RUNS = regex(r"[a-z0-9]+")
_NOT_ASCII = regex(r"[^\x00-\x7f]+")
_ANY_CJK = regex(f"[{CJK}]")


def has_runs(text: str) -> bool:
    """Whether ``text`` holds characters of a script without blanks between words."""
    return not text.isascii() and _ANY_CJK.search(text) is not None


def folded(text: str) -> str:
    """``text`` without what makes no difference to a search; punctuation stays."""
    if text.isascii():
        return text.lower()
    text = fold(text)
    return text.translate(_simplified()) if _ANY_CJK.search(text) else text


def words(text: str) -> list[str]:
    """The words of ``text``, folded; a run of Chinese is one word."""
    return words_of(folded(text))


def words_of(letters: str) -> list[str]:
    """The words of a text that is folded already."""
    return _ASCII_RUNS.findall(letters) if letters.isascii() else _RUNS.findall(letters)


def plain(text: str) -> str:
    """The words of ``text`` with one blank between: the form in which exact text is compared."""
    return " ".join(words(text))


def contains(text: str, wanted: str) -> bool:
    """Whether ``wanted`` stands in ``text`` (both plain), from the start of a word; Chinese anywhere."""
    if has_runs(wanted[:1]):
        return wanted in text
    return text.startswith(wanted) or f" {wanted}" in text


@lru_cache(maxsize=64)
def finder(wanted: str) -> Callable[[str], bool]:
    """Whether a text, as it was written, holds ``wanted`` (plain), as :func:`contains` has it.

    Quicker than to make the text plain: a phrase is looked for in all notes while it is typed.
    """
    finds = finder_in_folded(wanted)
    return lambda text: finds(_folded_by_parts(text))


@lru_cache(maxsize=64)
def finder_in_folded(wanted: str) -> Callable[[str], bool]:
    """Like :func:`finder`, for texts that are folded already."""
    if not wanted.isascii():
        return lambda letters: contains(" ".join(words_of(letters)), wanted)
    first, *others = wanted.split() or [""]
    following = re.compile(r"[\W_]+".join(["", *others]))

    def finds(letters: str) -> bool:
        at = letters.find(first)
        while at >= 0:
            before = letters[at - 1] if at else " "
            if (not before.isalnum() or has_runs(before)) and following.match(letters, at + len(first)):
                return True
            at = letters.find(first, at + 1)
        return False

    return finds


def _folded_by_parts(text: str) -> str:
    """As :func:`folded`: what is not ASCII apart, for most texts have little of it, and always the same."""
    return text.lower() if text.isascii() else _NOT_ASCII.sub(_folded_part, text.lower())


def _folded_part(found: re.Match[str]) -> str:
    return _remembered_part(found[0])


@lru_cache(maxsize=4096)
def _remembered_part(part: str) -> str:
    return folded(part)


def folded_with_origins(text: str) -> tuple[str, list[int]]:
    """``folded(text)`` and for each of its characters the index in ``text`` of the character it came from."""
    if text.isascii():
        return text.lower(), list(range(len(text)))
    pieces = [folded(letter) for letter in text]
    origins = [index for index, piece in enumerate(pieces) for _ in piece]
    return "".join(pieces), origins


@cache
def _simplified() -> dict[int, str]:
    """Traditional characters and their simplified forms, from the table that zhconv keeps.

    Only the data file is read: importing the package costs ten times as much.
    """
    from importlib.util import find_spec

    import orjson

    spec = find_spec("zhconv")
    places = spec.submodule_search_locations if spec else None
    if not places:
        return {}
    with open(f"{places[0]}/zhcdict.json", "rb") as file:
        table = orjson.loads(file.read())["zh2Hans"]
    return {ord(old): new for old, new in table.items() if len(old) == len(new) == 1}
