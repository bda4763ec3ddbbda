"""Which letters of a paper answered a query; asked for the few papers on the screen, so plain and thorough.

Each word of the query is looked for by the strongest way that finds it in the paper: as it stands or as the beginning
of words; as initials, by its sound, or together with its neighbour; at last as a slip, in the likeliest words.
A phrase is lit only where it stands as a whole.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from stacktui.model import Paper
from stacktui.patterns import regex
from stacktui.query import Filter, Query
from stacktui.query.plain import CJK, folded, folded_with_origins, plain
from stacktui.search.chinese import pairs
from stacktui.search.initials import LONGEST
from stacktui.search.pinyin import Alphabet, is_spelling
from stacktui.search.result import Marks, Positions
from stacktui.search.slips import meant_worth
from stacktui.search.wordparts import FILLING_WORDS, STOP_WORDS, extra_words, is_han

_RUN = regex(rf"[{CJK}]+|[^\W_{CJK}]+")
_LEAST_NOTE_PREFIX = 3
_LEAST_RUN_TOGETHER = 6
_FILTERED = {
    "title": ("title", "alias"),
    "author": ("author",),
    "venue": ("venue",),
    "tag": ("tag",),
    "cat": ("category",),
    "note": ("note",),
}
"""The texts that a filter looks into, by its field."""
_LISTENED_TO = 200
"""So many lines of a note are listened to."""
_LIKELY = 0.5
"""Slips worth more than this go before the sound of notes."""


@dataclass
class _Text:
    """One text of a paper, and the characters of it that are lit."""

    name: str
    text: str
    lit: set[int] = field(default_factory=set)

    @cached_property
    def folded(self) -> str:
        """The text without what makes no difference to a search."""
        return self.text.lower() if self.text.isascii() else _remembered(self.text)

    @cached_property
    def words(self) -> list[tuple[str, list[int]]]:
        """The words, folded, with the place in the text of each of their letters."""
        return _words_of(self.text)

    @property
    def positions(self) -> Positions:
        return tuple(sorted(self.lit))


@lru_cache(maxsize=16384)
def _remembered(text: str) -> str:
    """``folded(text)``: the lines of the notes on the screen are looked at with every key."""
    return folded(text)


@lru_cache(maxsize=2048)
def _words_of(text: str) -> list[tuple[str, list[int]]]:
    letters, origins = folded_with_origins(text)
    return [(found[0], origins[found.start() : found.end()]) for found in _RUN.finditer(letters)]


class _Note:
    """The lines of a note, of which only those are looked at closely that hold what is looked for."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines
        self._folded: list[str] = []
        self._texts: dict[int, _Text] = {}

    def first(self, count: int | None = None) -> list[_Text]:
        """So many lines; all without a number."""
        return [self._text(number) for number in range(len(self._lines[:count]))]

    def holding(self, letters: str) -> list[_Text]:
        """The lines that hold these letters, folded."""
        if not self._folded:
            self._folded = [line.lower() if line.isascii() else _remembered(line) for line in self._lines]
        return [self._text(number) for number, folded_line in enumerate(self._folded) if letters in folded_line]

    @property
    def lit(self) -> tuple[tuple[int, Positions], ...]:
        """The numbers of the lines that have something lit, from 0, with the places."""
        return tuple((number, text.positions) for number, text in sorted(self._texts.items()) if text.lit)

    def _text(self, number: int) -> _Text:
        text = self._texts.get(number)
        if text is None:
            text = self._texts[number] = _Text("note", self._lines[number])
        return text


class Marker:
    """Marks papers for one query."""

    def __init__(self, query: Query) -> None:
        self._words: list[tuple[str, bool]] = []
        for word in query.words:
            self._words += [(word.text, True)] if word.exact else [(part, False) for part in word.text.split()]
        atoms = [term.atom for clause in query.clauses for term in clause if not term.negated]
        self._filters = [
            (_FILTERED[atom.field], plain(value))
            for atom in atoms
            if isinstance(atom, Filter) and atom.field in _FILTERED
            for value in atom.value.split(",")
        ]

    def marks(self, paper: Paper) -> Marks:
        """Where the words of the query stand in ``paper``."""
        if not self._words and not self._filters:
            return Marks()
        texts = list(_short_texts(paper))
        note = _Note(paper.note)
        why = [reason for at in range(len(self._words)) if (reason := self._light(at, texts, note))]
        for names, wanted in self._filters:
            _light_filter([text for text in texts if text.name in names], note if "note" in names else None, wanted)
        lit = note.lit
        return Marks(
            title=_of(texts, "title"),
            alias=_of(texts, "alias"),
            authors=tuple(one.positions for one in texts if one.name == "author"),
            venue=_of(texts, "venue"),
            tags=tuple(one.positions for one in texts if one.name == "tag"),
            categories=tuple(one.positions for one in texts if one.name == "category"),
            note=lit,
            why=", ".join(dict.fromkeys(why)) or _unseen(texts, lit[0][0] + 1 if lit else 0),
        )

    def _light(self, at: int, texts: list[_Text], note: _Note) -> str:
        """Light what one word found; gives the way, where letters alone do not show it."""
        word, exact = self._words[at]
        if " " in word:
            _each(_light_phrase, (*texts, *note.holding(word.split()[0])), word)
            return ""
        found = _each(_light_beginnings, texts, word)
        if _each(_light_in_note, note.holding(word), word) or found or exact or self._light_joined(at, texts):
            return ""
        if is_han(word):
            _each(_light_pairs, (*texts, *note.first()), word)
            return ""
        return _light_otherwise(word, texts, note)

    def _light_joined(self, at: int, texts: list[_Text]) -> bool:
        """Two words typed apart that are one: ``mobile net``."""
        word = self._words[at][0]
        joined = [word + self._words[at + 1][0]] if at + 1 < len(self._words) else []
        joined += [self._words[at - 1][0] + word] if at else []
        return any(_each(_light_beginnings, texts, both) for both in joined)


def _light_filter(texts: list[_Text], note: _Note | None, wanted: str) -> None:
    """What a filter wants, in its own field alone."""
    if wanted:
        lines = note.holding(wanted.split()[0]) if note else ()
        _each(_light_phrase if " " in wanted else _light_beginnings, (*texts, *lines), wanted)


def _each(light: Callable[[_Text, str], bool], texts: Iterable[_Text], word: str) -> bool:
    """Light a word in all texts; whether one had it."""
    lit = [light(text, word) for text in texts]
    return any(lit)


def _light_otherwise(word: str, texts: list[_Text], note: _Note) -> str:
    """A word that no text has as it stands."""
    if _light_initials(texts[0], word):
        return "initials"
    if _each(_light_spoken, texts, word):
        return "pinyin"
    if _light_run_together(texts[0], word) or _light_likeliest(texts, word, least=_LIKELY):
        return ""
    if _each(_light_spoken, note.first(_LISTENED_TO), word):
        return "pinyin"
    _light_likeliest(texts, word)
    return ""


def _short_texts(paper: Paper) -> Iterator[_Text]:
    """The title first, then all texts but the note."""
    yield _Text("title", paper.title)
    yield _Text("alias", paper.alias)
    yield _Text("venue", paper.venue)
    yield _Text("year", str(paper.year or ""))
    yield _Text("key", paper.key)
    for name, items in (("author", paper.authors), ("tag", paper.tags), ("category", paper.categories)):
        for item in items:
            yield _Text(name, item)


def _of(texts: list[_Text], name: str) -> Positions:
    return next(text.positions for text in texts if text.name == name)


def _unseen(texts: list[_Text], line: int) -> str:
    """Where the letters are, when no row shows them lit: a late author, the year, the key, a line of the note.

    ``line`` is the first line of the note that has some, from 1; 0 where none has.
    """
    if any(text.lit for text in texts if text.name not in ("author", "year", "key")):
        return ""
    authors = [text for text in texts if text.name == "author"]
    shown = 1 if len(authors) > 2 else 2
    if any(author.lit for author in authors[:shown]):
        return ""
    for author in authors[shown:]:
        if author.lit:
            return f"by {author.text}"
    told = [f"{text.name} {text.text}" for text in texts if text.name in ("year", "key") and text.lit]
    return next(iter(told), "") or (f"note, line {line}" if line else "")


def _light_beginnings(text: _Text, word: str) -> bool:
    """Words that begin with it; Chinese anywhere; parts of compound words."""
    if not text.text:
        return False
    if text.name == "note" and text.text.isascii() and _light_starts(text, word):
        return True
    found = False
    for run, places in text.words:
        at = run.find(word) if is_han(word) else run.startswith(word) - 1
        if at < 0 and word in run and word in _parts(text, places):
            at = run.find(word)
        if at >= 0:
            text.lit.update(places[at : at + len(word)])
            found = True
    return found or _light_hyphened(text, word)


def _light_starts(line: _Text, word: str) -> bool:
    """Like :func:`_light_beginnings` for a line of plain ASCII, where every letter stands at its own place."""
    letters, found = line.folded, False
    at = letters.find(word)
    while at >= 0:
        if at == 0 or not letters[at - 1].isalnum():
            line.lit.update(range(at, at + len(word)))
            found = True
        at = letters.find(word, at + len(word))
    return found


def _light_hyphened(text: _Text, word: str) -> bool:
    """``gpt4`` in GPT-4."""
    for run, places in _hyphened(text):
        if run.startswith(word):
            text.lit.update(places[: len(word)])
            return True
    return False


def _hyphened(text: _Text) -> Iterator[tuple[str, list[int]]]:
    """Two words with a hyphen or slash between, as one."""
    if "-" in text.text or "/" in text.text:
        for (run, places), (following, further) in itertools.pairwise(text.words):
            if further[0] == places[-1] + 2 and text.text[places[-1] + 1] in "-/":
                yield run + following, [*places, *further]


def _parts(text: _Text, places: list[int]) -> list[str]:
    return extra_words(text.text[places[0] : places[-1] + 1])


def _light_phrase(text: _Text, phrase: str) -> bool:
    """Words that follow each other, the last of which may be longer; Chinese may begin anywhere in a stretch."""
    parts, found = phrase.split(), False
    if parts[0] not in text.folded:
        return False
    first, *between, last = parts
    for at in range(len(text.words) - len(parts) + 1):
        runs = text.words[at : at + len(parts)]
        begins = runs[0][0].endswith(first) if is_han(first) else runs[0][0] == first
        if begins and runs[-1][0].startswith(last) and [run for run, _ in runs[1:-1]] == between:
            text.lit.update(runs[0][1][-len(first) :], runs[-1][1][: len(last)])
            text.lit.update(place for _, places in runs[1:-1] for place in places)
            found = True
    return found


def _light_pairs(text: _Text, stretch: str) -> bool:
    """At least half of the pairs of a stretch of Chinese that stands nowhere as a whole."""
    wanted = pairs(stretch) if len(stretch) > 2 else []
    held = {pair for pair in wanted if pair in text.folded}
    if not held or 2 * len([pair for pair in wanted if pair in held]) < len(wanted):
        return False
    lit = [_light_beginnings(text, pair) for pair in held]
    return any(lit)


def _light_in_note(line: _Text, word: str) -> bool:
    """As in short texts, but words of one or two letters have to be there as a whole."""
    if word not in line.folded:
        return False
    if len(word) >= _LEAST_NOTE_PREFIX or is_han(word):
        return _light_beginnings(line, word)
    whole = [place for run, places in line.words if run == word for place in places]
    line.lit.update(whole)
    return bool(whole)


def _light_initials(text: _Text, word: str) -> bool:
    """The first letters of words that follow each other, small words left out."""
    if not (word.isalpha() and 2 <= len(word) <= LONGEST):
        return False
    counting = [(run, places[0]) for run, places in text.words if run not in STOP_WORDS and not is_han(run)]
    for letters in (counting, [one for one in counting if one[0] not in FILLING_WORDS]):
        at = "".join([run[0] for run, _ in letters]).find(word)
        if at >= 0:
            text.lit.update(place for _, place in letters[at : at + len(word)])
            return True
    return False


def _light_spoken(text: _Text, word: str) -> bool:
    """The Chinese that is spoken so, or begins so."""
    if text.text.isascii() or not is_spelling(word):
        return False
    found = False
    for run, places in text.words:
        if is_han(run):
            alphabet = Alphabet()
            coded = alphabet.coded(run)
            for pattern in (alphabet.pattern(word, whole=False), len(word) > 2 and alphabet.initials_pattern(word)):
                for match in re.finditer(pattern, coded) if pattern else ():
                    text.lit.update(places[match.start() : match.end()])
                    found = True
    return found


def _light_run_together(text: _Text, word: str) -> bool:
    """Several words of the title that were typed as one."""
    if len(word) < _LEAST_RUN_TOGETHER:
        return False
    for at, (run, _) in enumerate(text.words):
        following = text.words[at:]
        if len(run) < len(word) and "".join(one for one, _ in following).startswith(word):
            places = [place for _, run_places in following for place in run_places]
            text.lit.update(places[: len(word)])
            return True
    return False


def _light_likeliest(texts: list[_Text], word: str, least: float = 0.0) -> bool:
    """The words that it is most likely meant for, if they are worth more than ``least``: their letters typed."""
    from rapidfuzz.distance import LCSseq

    rated = [
        (meant_worth(word, run, abbreviated=text.name != "author"), text, run, places)
        for text in texts
        for run, places in (*text.words, *_hyphened(text))
        if not is_han(run)
    ]
    best = max((worth for worth, *_ in rated), default=0.0)
    if best <= least:
        return False
    for worth, text, run, places in rated:
        if worth == best:
            for edit in LCSseq.opcodes(word, run):
                if edit.tag == "equal":
                    text.lit.update(places[edit.dest_start : edit.dest_end])
    return True
