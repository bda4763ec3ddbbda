"""Author names in parts, for formats that want family and given name apart."""

from __future__ import annotations

import re
from dataclasses import dataclass

from stacktui.text import has_cjk

_SUFFIX = re.compile(r"(jr|sr)\.?|i{2,3}|iv|ph\.?d\.?", re.IGNORECASE)
_GROUP = re.compile(
    r"\b(team|group|consortium|collaboration|university|institute|laborator(y|ies)|inc|ltd|llc|gmbh|project|and)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Name:
    """The parts of a name; a name that cannot be parted (one word, Chinese, a group) is all ``family``."""

    family: str
    given: str = ""
    suffix: str = ""

    @property
    def turned(self) -> str:
        """``Family, Given, Suffix``, as far as there are such parts."""
        return ", ".join(filter(None, (self.family, self.given, self.suffix)))


def split_name(author: str) -> Name:
    """The parts of ``Ada Lovelace``, ``Lovelace, Ada``, ``Laurens van der Maaten`` or ``King, Jr., Martin Luther``."""
    author = " ".join(author.split())
    if "," in author:
        return _turned(author)
    words = author.split(" ")
    if len(words) < 2 or has_cjk(author) or _GROUP.search(author):
        return Name(author)
    suffix = words.pop() if len(words) > 2 and _SUFFIX.fullmatch(words[-1]) else ""
    start = len(words) - 1
    while start > 1 and words[start - 1].islower():  # van, der, de, la …
        start -= 1
    return Name(" ".join(words[start:]), " ".join(words[:start]), suffix)


def _turned(author: str) -> Name:
    family, *rest = [part for part in map(str.strip, author.split(",")) if part] or [author]
    suffixes = [part for part in rest if _SUFFIX.fullmatch(part)]
    given = " ".join(part for part in rest if part not in suffixes)
    return Name(family or given, given if family else "", " ".join(suffixes))
