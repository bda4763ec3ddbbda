"""The word lists of the reader, and how users add to them.

A list is a text file in ``data``: one word a line, ``word = value`` where the word stands for something else,
``[part]`` begins a part, ``#`` a comment. A file of the same name in the folder ``words`` beside the settings file
adds to it (and wins where both give a value).
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from typing import Any, TypeVar

from stacktui.paths import config_file

Found = TypeVar("Found")
Words = Mapping[str, str]
"""Folded word to value; the value is the word as written where the file gives none."""


@lru_cache(maxsize=64)
def words(name: str, part: str = "") -> Words:
    """The words of a list, or of one part of it."""
    return _parts(name).get(part, {})


@lru_cache(maxsize=64)
def any_word(name: str, part: str = "") -> re.Pattern[str]:
    """A pattern that finds any word of a list inside a line, without case; at word boundaries in Latin script."""
    return re.compile("|".join(_bounded(word) for word in sorted(words(name, part), key=len, reverse=True)) or "(?!)")


@lru_cache(maxsize=8)
def joined_words(name: str) -> tuple[str, ...]:
    """The names of a list that are made of several words."""
    return tuple(word for word in words(name) if " " in word or "-" in word)


@lru_cache(maxsize=64)
def line_patterns(name: str, part: str) -> re.Pattern[str]:
    """A pattern for whole lines: the words of a list, where ``~`` begins one that is a pattern itself."""
    alternatives = [
        _pattern(value[1:]) if value.startswith("~") else re.escape(value)
        for value in words(name, part).values()
        if value
    ]
    return re.compile(f"(?:{'|'.join(alternatives) or '(?!)'})", re.IGNORECASE)


def _pattern(text: str) -> str:
    """A pattern of a word list; one with a mistake in it stands for its letters."""
    try:
        re.compile(text)
    except re.error:
        return re.escape(text)
    return text


def word_lists() -> dict[str, tuple[str, tuple[str, ...]]]:
    """Name of each list -> what it is for and its parts, as its own file says."""
    folder = resources.files("stacktui.formats.lists").joinpath("data")
    found = {}
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        text = file.read_text(encoding="utf-8")
        purpose = text.partition("\n")[0].removeprefix("#").strip()
        found[file.name.removesuffix(".txt")] = purpose, tuple(part for part in _read(text) if part)
    return found


def user_folder() -> str:
    """Where users put word lists of their own: ``words`` beside the settings file."""
    return os.path.join(os.path.dirname(config_file()), "words")


def forget_words() -> None:
    """Read the word lists again when they are next needed (after the user changed one)."""
    for cached in (words, any_word, joined_words, line_patterns, _parts, *_FOLLOWERS):
        cached.cache_clear()


_FOLLOWERS: list[Any] = []


def follows_words(cached: Found) -> Found:
    """A function with a cache whose answers hang on the word lists."""
    _FOLLOWERS.append(cached)
    return cached


@lru_cache(maxsize=32)
def _parts(name: str) -> dict[str, dict[str, str]]:
    file = f"{name}.txt"
    own = resources.files("stacktui.formats.lists").joinpath("data", file).read_text(encoding="utf-8")
    parts = _read(own)
    for part, added in _read(_user_text(file)).items():
        parts.setdefault(part, {}).update(added)
    return parts


def _user_text(file: str) -> str:
    try:
        with open(os.path.join(user_folder(), file), encoding="utf-8") as opened:
            return opened.read()
    except (OSError, UnicodeDecodeError):
        return ""


def _read(text: str) -> dict[str, dict[str, str]]:
    parts: dict[str, dict[str, str]] = {}
    part = ""
    for line in map(str.strip, text.splitlines()):
        if line.startswith("[") and line.endswith("]"):
            part = line[1:-1]
        elif line and not line.startswith("#"):
            word, _, value = (line, "", "") if line.startswith("~") else line.partition(" = ")
            parts.setdefault(part, {})[word.strip().casefold()] = value.strip() or word.strip()
    return parts


def _bounded(word: str) -> str:
    before = r"(?<!\w)" if word[0].isascii() and word[0].isalnum() else ""
    after = r"(?!\w)" if word[-1].isascii() and word[-1].isalnum() else ""
    return before + re.escape(word) + after
