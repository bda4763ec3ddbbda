"""Chinese by the letters that spell it: ``zhuyili`` and ``zyl`` find 注意力.

Every character is replaced by a code that stands for the set of its readings, so that 行 is both ``xing`` and
``hang``; a query becomes a regular expression over codes, one class of codes for a syllable or an initial. Only the
table of single characters is read from pypinyin: importing all of it takes ten times as long.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterator
from functools import cache

from stacktui.search.chinese import pairs

_FIRST_CODE = 0xE000
_READINGS = 3
"""The commonest readings of a character that count; dictionaries list many that nobody uses."""
_MOST_SPELLINGS = 8
_LONGEST = 48

Spelling = tuple[tuple[str, ...], str]
"""Whole syllables, and the beginning of one more (or nothing)."""


class Spoken:
    """Texts of rows by the way they are spoken. What was added is spelled in steps, or when it is first asked for."""

    def __init__(self) -> None:
        self._alphabet = Alphabet()
        self._waiting: list[tuple[int, str]] = []
        self._rows: list[int] = []
        self._starts: list[int] = []
        self._pieces: list[str] = []
        self._length = 0
        self._pairs: dict[str, set[int]] = {}
        """The rows with two neighbours whose syllables begin with these letters."""

    def __bool__(self) -> bool:
        return bool(self._rows or self._waiting)

    def add(self, row: int, text: str) -> None:
        """Take in the Chinese of a row."""
        if text:
            self._waiting.append((row, text))

    def spell(self) -> Iterator[None]:
        """Spell what waits, a text a step."""
        while self._waiting:
            row, text = self._waiting.pop()
            coded = self._alphabet.coded(text)
            self._rows.append(row)
            self._starts.append(self._length)
            self._pieces.append(coded + "\n")
            self._length += len(coded) + 1
            for pair in set(pairs(coded)):
                for letters in self._alphabet.initials_of(pair):
                    self._pairs.setdefault(letters, set()).add(row)
            yield

    def find(self, letters: str) -> tuple[list[int], list[int]]:
        """The rows with syllables that these letters spell: those where a syllable ends with them, and all."""
        whole = list(self._find(self._alphabet.pattern(letters, whole=True)))
        return whole, list(self._find(self._alphabet.pattern(letters, whole=False)))

    def find_initials(self, letters: str) -> list[int]:
        """The rows with syllables that begin with these letters, one after the other."""
        if not is_spelling(letters):
            return []
        postings = [self._pairs.get(letters[at : at + 2], set()) for at in range(len(letters) - 1)]
        likely = set.intersection(*postings)
        return list(self._find(self._alphabet.initials_pattern(letters))) if likely else []

    def _find(self, pattern: str) -> Iterator[int]:
        if not pattern:
            return
        if len(self._pieces) > 1:
            self._pieces = ["".join(self._pieces)]
        last = -1
        for found in re.finditer(pattern, self._pieces[0]):
            place = bisect_right(self._starts, found.start()) - 1
            if place != last:
                yield self._rows[place]
            last = place


class Alphabet:
    """The codes of the characters met so far; each code is a set of readings."""

    def __init__(self) -> None:
        self._codes: dict[frozenset[str], str] = {}
        self._readings: dict[str, frozenset[str]] = {}
        self._initials: dict[str, frozenset[str]] = {}
        self._table = _Learning(self._code)
        self._whole: dict[str, str] = {}
        """The codes that can be spoken as a syllable."""
        self._begun: dict[str, str] = {}
        """The codes that can be spoken as a syllable with this beginning."""

    def _code(self, letter: int) -> str:
        spoken = readings(letter)
        if not spoken:
            return chr(letter)
        code = self._codes.get(spoken)
        if code is None:
            code = self._codes[spoken] = chr(_FIRST_CODE + len(self._codes))
            self._readings[code] = spoken
            for syllable in spoken:
                self._whole[syllable] = self._whole.get(syllable, "") + code
            for beginning in {one[:size] for one in spoken for size in range(1, len(one) + 1)}:
                self._begun[beginning] = self._begun.get(beginning, "") + code
        return code

    def coded(self, text: str) -> str:
        """``text`` with a code for each character that has a reading; its length stays."""
        return text.translate(self._table)

    def initials_of(self, pair: str) -> frozenset[str]:
        """The ways to write two codes by the first letters of their syllables."""
        found = self._initials.get(pair)
        if found is None:
            first, second = ({one[0] for one in self._readings.get(code, ())} for code in pair)
            found = self._initials[pair] = frozenset(one + other for one in first for other in second)
        return found

    def pattern(self, letters: str, whole: bool) -> str:
        """A pattern for codes that these letters spell; with ``whole``, only up to the end of a syllable."""
        found = []
        for syllables, unfinished in self.spellings(letters):
            if whole and unfinished:
                continue
            classes = [self._whole[syllable] for syllable in syllables]
            if unfinished:
                classes.append(self._begun[unfinished])
            found.append("".join(f"[{codes}]" for codes in classes))
        return "|".join(found)

    def initials_pattern(self, letters: str) -> str:
        """A pattern for codes that begin with these letters, one each; empty where there can be none."""
        if not is_spelling(letters) or not all(letter in self._begun for letter in letters):
            return ""
        return "".join(f"[{self._begun[letter]}]" for letter in letters)

    def spellings(self, letters: str) -> list[Spelling]:
        """The ways to read letters as syllables that occur, the last of which may be unfinished."""
        found: list[Spelling] = []
        if is_spelling(letters):
            self._spell_on(letters, (), found)
        return found

    def _spell_on(self, rest: str, before: tuple[str, ...], found: list[Spelling]) -> None:
        if len(found) >= _MOST_SPELLINGS:
            return
        if not rest:
            found.append((before, ""))
            return
        for size in range(min(6, len(rest)), 0, -1):
            if rest[:size] in self._whole:
                self._spell_on(rest[size:], (*before, rest[:size]), found)
        if rest in self._begun:
            found.append((before, rest))


class _Learning(dict[int, str]):
    """A table for ``str.translate`` that finds the code of a character when it meets it."""

    def __init__(self, code: Callable[[int], str]) -> None:
        super().__init__()
        self._code = code

    def __missing__(self, letter: int) -> str:
        code = self[letter] = self._code(letter)
        return code


def is_spelling(letters: str) -> bool:
    """Whether these could be the letters of pinyin."""
    return 2 <= len(letters) <= _LONGEST and letters.isascii() and letters.isalpha()


def readings(letter: int) -> frozenset[str]:
    """How a character is spoken, without tones; empty for other characters."""
    spoken = table().get(letter, "")
    return frozenset(filter(None, map(_without_tone, spoken.split(",")[:_READINGS]))) if spoken else frozenset()


@cache
def _without_tone(spoken: str) -> str:
    letters = unicodedata.normalize("NFD", spoken).replace("u\u0308", "v").replace("ve", "ue")
    return "".join(letter for letter in letters if letter.isascii() and letter.isalpha())


@cache
def table() -> dict[int, str]:
    """The readings of single characters with tones, the commonest first, parted by commas."""
    from importlib.util import find_spec, module_from_spec, spec_from_file_location

    package = find_spec("pypinyin")
    places = package.submodule_search_locations if package else None
    spec = spec_from_file_location("_readings_of_characters", f"{places[0]}/pinyin_dict.py") if places else None
    if spec is None or spec.loader is None:
        return {}
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    characters: dict[int, str] = module.pinyin_dict
    return characters
