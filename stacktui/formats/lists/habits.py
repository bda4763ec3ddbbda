"""What the titles of a list have in common: a short name in front, a year behind.

``(ELMo) Deep Contextualized ...`` and ``A Title 2009`` say by themselves nothing for certain; where many titles of a
list have that form it is a habit of its author.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from stacktui.formats.lists.head import Head, is_alias, tidy_title
from stacktui.formats.lists.titles import is_name, split_authors

_SHORT_NAME = re.compile(r"[(（]([^()（）]{2,24})[)）]\s*[:：]?\s*(?=[\w\"“])")
_YEAR = re.compile(r"(?<=\w)[\s,]+((?:19|20)\d\d)$")


def read_habits(heads: Sequence[Head]) -> None:
    """Take what the titles of one list have in front and behind into fields."""
    _take_short_names(heads)
    _take_years(heads)
    _take_joined_years(heads)
    _take_names_behind(heads)


def _take_short_names(heads: Sequence[Head]) -> None:
    found = [(head, name) for head in heads if not head.alias and (name := _short_name(head.title))]
    certain = sum(map(_is_certain, (name for _, name in found)))
    for head, name in found:
        if _is_certain(name) or certain >= 3:
            head.alias = name[1].strip()
            head.title = tidy_title(head.title[name.end() :])


def _short_name(title: str) -> re.Match[str] | None:
    name = _SHORT_NAME.match(title)
    if not name or not is_alias(name[1]) or len(title[name.end() :].split()) < 2:
        return None
    tight = name.end() < len(title) and title[name.end() - 1] in ")）"
    return None if tight and sum(map(str.isupper, name[1])) < 2 else name


def _is_certain(name: re.Match[str]) -> bool:
    """Whether the words in parentheses are a name that was made up: capitals or digits inside one word."""
    return (
        len(name[1].split()) <= 2
        and sum(sign.isupper() or sign.isdigit() for sign in name[1]) >= 2
        and len(name[1]) > 2
    )


def _take_years(heads: Sequence[Head]) -> None:
    dated = [head for head in heads if head.facts.year is None and _YEAR.search(head.title)]
    if len(dated) < 3 or len(dated) < 0.6 * len(heads):
        return
    for head in dated:
        year = _YEAR.search(head.title)
        if year:
            head.facts.year = int(year[1])
            head.title = tidy_title(head.title[: year.start()])


_JOINED_YEAR = re.compile(r"(?<=[A-Za-z]{3})-((?:19|20)\d\d)\**$")


def _take_joined_years(heads: Sequence[Head]) -> None:
    """``A Title-2017``: a year that a hyphen joins to the titles of several papers is that of their publication."""
    dated = [(head, year) for head in heads if (year := _JOINED_YEAR.search(head.title)) and head.shape != "link"]
    if len(dated) < 3:
        return
    for head, year in dated:
        head.facts.year = head.facts.year or int(year[1])
        head.title = tidy_title(head.title[: year.start()])


_NAMES_BEHIND = re.compile(r"(.*\S)\s+[-–—]\s+([^\d()\[\]{}]{2,80})$")


def _take_names_behind(heads: Sequence[Head]) -> None:
    """``The Origin of Species - Charles Darwin``: a name says little, names behind all titles say who wrote them."""
    behind = [(head, pair) for head in heads if not head.authors and (pair := _names_behind(head))]
    if len(behind) < 3 or len(behind) < 0.6 * len(heads):
        return
    for head, (title, names) in behind:
        head.authors, head.title = split_authors(names), tidy_title(title)
        if head.note and head.note[-1] == names:
            head.note.pop()


def _names_behind(head: Head) -> tuple[str, str] | None:
    """The title alone and the names behind it, where these may be names."""
    found = _NAMES_BEHIND.match(head.title) if head.shape in ("text", "bold", "link") else None
    title, names = (found[1], found[2]) if found else (head.title, head.note[-1] if head.note else "")
    return (title, names) if names and all(map(is_name, split_authors(names))) else None
