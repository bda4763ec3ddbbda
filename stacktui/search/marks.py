"""Which letters of a paper answered a query; asked for the few papers on the screen, so plain and thorough.

Each word of the query is looked for by the strongest way that finds it in the paper: as it stands or as the beginning
of words; as initials, by its sound, or together with its neighbour; at last as a slip, in the likeliest words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from stacktui.model import Paper
from stacktui.query import Query
from stacktui.query.plain import CJK, folded, folded_with_origins
from stacktui.search.initials import LONGEST
from stacktui.search.pinyin import Alphabet
from stacktui.search.result import Marks, Positions
from stacktui.search.slips import meant_worth
from stacktui.search.wordparts import STOP_WORDS, extra_words, is_han

_RUN = re.compile(rf"[{CJK}]+|[^\W_{CJK}]+")
_LEAST_NOTE_PREFIX = 3
_LEAST_RUN_TOGETHER = 6


@dataclass
class _Text:
    """One text of a paper, and the characters of it that are lit."""

    name: str
    text: str
    lit: set[int] = field(default_factory=set)

    @cached_property
    def words(self) -> list[tuple[str, list[int]]]:
        """The words, folded, with the place in the text of each of their letters."""
        plain, origins = folded_with_origins(self.text)
        return [(found[0], origins[found.start() : found.end()]) for found in _RUN.finditer(plain)]

    @property
    def positions(self) -> Positions:
        return tuple(sorted(self.lit))


class Marker:
    """Marks papers for one query."""

    def __init__(self, query: Query) -> None:
        self._words = [(part, word.exact) for word in query.words for part in word.text.split()]

    def marks(self, paper: Paper) -> Marks:
        """Where the words of the query stand in ``paper``."""
        if not self._words:
            return Marks()
        texts = list(_short_texts(paper))
        lines = [_Text("note", line) for line in paper.note]
        why = [reason for at in range(len(self._words)) if (reason := self._light(at, texts, lines))]
        return Marks(
            title=_of(texts, "title"),
            alias=_of(texts, "alias"),
            authors=tuple(one.positions for one in texts if one.name == "author"),
            venue=_of(texts, "venue"),
            tags=tuple(one.positions for one in texts if one.name == "tag"),
            categories=tuple(one.positions for one in texts if one.name == "category"),
            note=tuple((number, line.positions) for number, line in enumerate(lines) if line.lit),
            why=", ".join(dict.fromkeys(why)) or _unseen(paper, texts),
        )

    def _light(self, at: int, texts: list[_Text], lines: list[_Text]) -> str:
        """Light what one word found; gives the way, where letters alone do not show it."""
        word, exact = self._words[at]
        found = [_light_beginnings(text, word) for text in texts]
        found += [_light_in_note(line, word) for line in lines]
        if any(found) or exact:
            return ""
        neighbours = [word + self._words[at + 1][0]] if at + 1 < len(self._words) else []
        neighbours += [self._words[at - 1][0] + word] if at else []
        if any(_light_beginnings(text, joined) for joined in neighbours for text in texts):
            return ""
        ways: list[tuple[Callable[[_Text, str], bool], list[_Text], str]] = [
            (_light_initials, texts[:1], "initials"),
            (_light_spoken, texts, "pinyin"),
            (_light_spoken, lines, "pinyin"),
            (_light_run_together, texts[:1], ""),
        ]
        for light, among, why in ways:
            lit = [light(text, word) for text in among]
            if any(lit):
                return why
        return _light_likeliest(texts, word)


def _short_texts(paper: Paper) -> Iterator[_Text]:
    """The title first, then all texts but the note."""
    yield _Text("title", paper.title)
    yield _Text("alias", paper.alias)
    yield _Text("venue", paper.venue)
    yield _Text("year", str(paper.year or ""))
    for name, items in (("author", paper.authors), ("tag", paper.tags), ("category", paper.categories)):
        for item in items:
            yield _Text(name, item)


def _of(texts: list[_Text], name: str) -> Positions:
    return next(text.positions for text in texts if text.name == name)


def _unseen(paper: Paper, texts: list[_Text]) -> str:
    """The author that matched, where the list does not show so many: it shows two at most."""
    authors = [text for text in texts if text.name == "author"]
    hidden = [text.text for text in authors[1 if len(authors) > 2 else 2 :] if text.lit]
    return f"by {hidden[0]}" if hidden and not any(text.lit for text in texts if text.name != "author") else ""


def _light_beginnings(text: _Text, word: str) -> bool:
    """Words that begin with it; Chinese anywhere; parts of compound words."""
    if not text.text:
        return False
    found = False
    for run, places in text.words:
        at = run.find(word) if is_han(word) else run.startswith(word) - 1
        if at < 0 and word in run and word in _parts(text, places):
            at = run.find(word)
        if at >= 0:
            text.lit.update(places[at : at + len(word)])
            found = True
    return found


def _parts(text: _Text, places: list[int]) -> list[str]:
    return extra_words(text.text[places[0] : places[-1] + 1])


def _light_in_note(line: _Text, word: str) -> bool:
    """As in short texts, but words of one or two letters have to be there as a whole."""
    if word not in folded(line.text):
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
    counting = [(run[0], places[0]) for run, places in text.words if run not in STOP_WORDS and not is_han(run)]
    at = "".join(letter for letter, _ in counting).find(word)
    if at < 0:
        return False
    text.lit.update(place for _, place in counting[at : at + len(word)])
    return True


def _light_spoken(text: _Text, word: str) -> bool:
    """The Chinese that is spoken so, or begins so."""
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
    letters = "".join(run for run, _ in text.words)
    at = letters.find(word)
    if at < 0:
        return False
    places = [place for _, run_places in text.words for place in run_places]
    text.lit.update(places[at : at + len(word)])
    return True


def _light_likeliest(texts: list[_Text], word: str) -> str:
    """The words that it is most likely meant for: their letters that were typed."""
    from rapidfuzz.distance import LCSseq

    rated = [
        (meant_worth(word, run, abbreviated=text.name != "author"), text, run, places)
        for text in texts
        for run, places in text.words
        if not is_han(run)
    ]
    best = max((worth for worth, *_ in rated), default=0.0)
    for worth, text, run, places in rated if best else ():
        if worth == best:
            for edit in LCSseq.opcodes(word, run):
                if edit.tag == "equal":
                    text.lit.update(places[edit.dest_start : edit.dest_end])
    return ""
