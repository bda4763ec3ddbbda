"""What is known of the papers for searching: rows, and under what words, letters and sounds they are found."""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any

from stacktui.model import Paper, moment
from stacktui.query.plain import folded, words, words_of
from stacktui.search.chinese import HanText
from stacktui.search.field import Field
from stacktui.search.initials import Initials
from stacktui.search.pinyin import Spoken
from stacktui.search.wordparts import extra_words, han_runs, initials, is_han, spaced_words

NOTE_WEIGHT = 0.6
OTHER_HAN_WEIGHT = 0.93


class Corpus:
    """Papers as rows. A paper is added in three steps, title first; one that changes gets a new row."""

    def __init__(self) -> None:
        self.idents: list[int] = []
        self.row_of: dict[int, int] = {}
        self.dead: set[int] = set()
        self.raws: list[Mapping[str, Any]] = []
        """The records that the rows stand for."""
        self.titles: list[str] = []
        """Plain: folded words with one blank between."""
        self._standing: list[tuple[str, str] | tuple[int, float]] = []
        self._whole: set[int] = set()
        """The rows of which all texts are indexed."""
        self.title = Field(1.0)
        self.title_parts = Field(0.85)  # "gan" of CycleGAN: less than a whole word, so that words that go on come first
        self.alias = Field(1.1)
        self.tags = Field(0.95)
        self.people = Field(0.92)
        self.venue = Field(0.9)
        self.notes = Field(NOTE_WEIGHT)
        self.folded_notes: dict[int, str] = {}
        """Notes that are not ASCII, folded: phrases are looked for in them with every key."""
        self.first_letters: dict[str, list[int]] = {}
        """Rows by the letters with which words of their short fields begin."""
        self.initials = Initials()
        self.title_han = HanText(1.0)
        self.other_han = HanText(OTHER_HAN_WEIGHT)
        self.note_han = HanText(NOTE_WEIGHT)
        self.title_spoken = Spoken()
        self.other_spoken = Spoken()
        self.note_spoken = Spoken()

    @property
    def size(self) -> int:
        """How many rows there are, dead ones included."""
        return len(self.idents)

    @property
    def short_fields(self) -> tuple[Field, ...]:
        """All fields but the notes."""
        return self.title, self.title_parts, self.alias, self.tags, self.people, self.venue

    def is_live(self, row: int) -> bool:
        """Whether the row still stands for its paper."""
        return self.row_of.get(self.idents[row]) == row

    def standing(self, row: int) -> tuple[int, float]:
        """The order among equals: papers being read, then those to be read, then others; of these the newest."""
        known = self._standing[row]
        if isinstance(known[0], str):
            status, stamp = known
            known = self._standing[row] = _STATUS_ORDER.get(status, 2), -moment(str(stamp))
        return known

    def drop(self, ident: int) -> None:
        """Give up the row of a paper."""
        row = self.row_of.pop(ident, None)
        if row is not None:
            self.dead.add(row)
            self.folded_notes.pop(row, None)

    def add_title(self, ident: int, raw: Mapping[str, Any]) -> int:
        """The first step: a row that is found by the words of the title."""
        row = self.size
        title = raw.get("title") or ""
        found = words(title)
        self.idents.append(ident)
        self.row_of[ident] = row
        self.raws.append(raw)
        self.titles.append(" ".join(found))
        self._standing.append(_standing_of(raw))
        if not title.isascii() and any(map(is_han, found)):
            self.title_spoken.add(row, self.title_han.add(row, filter(is_han, found)))
            found = [word for word in found if not is_han(word)]
        self.title.add(row, found)
        return row

    def add_fields(self, row: int, raw: Mapping[str, Any]) -> None:
        """The second step: parts and initials of the title, and the other short fields."""
        named = self._named(row, raw)
        for field, found in named[1:]:
            if found:
                field.add(row, found)
        for letter in _letters(named):
            self.first_letters.setdefault(letter, []).append(row)
        self.initials.add(row, initials(raw.get("title") or ""))
        others = _others(raw)
        if not others.isascii():
            self.other_spoken.add(row, self.other_han.add(row, han_runs(others)))

    def _named(self, row: int, raw: Mapping[str, Any]) -> list[tuple[Field, list[str]]]:
        """The short fields, the title first, with the words under which a row stands in each."""
        title, alias, venue = (raw.get(name) or "" for name in ("title", "alias", "venue"))
        tags, authors, categories = (raw.get(name) or () for name in ("tags", "authors", "categories"))
        return [
            (self.title, self.titles[row].split()),
            (self.title_parts, [*extra_words(title), *extra_words(alias)]),
            (self.alias, spaced_words(alias)),
            (self.tags, _all_words(tags)),
            (self.people, [*spaced_words(" ".join((*authors, str(raw.get("year") or "")))), *_all_words(categories)]),
            (self.venue, [*_all_words((venue,)), *words((raw.get("key") or "").replace("-", ""))]),
        ]

    def add_note(self, row: int, note: str) -> None:
        """The third step: the words of the note."""
        letters = folded(note)
        found = words_of(letters)
        if note.isascii():
            self.notes.add(row, found)
            return
        self.folded_notes[row] = letters
        self.notes.add(row, [word for word in found if not is_han(word)])
        self.note_spoken.add(row, self.note_han.add(row, [word for word in found if is_han(word)]))

    def folded_note(self, row: int) -> str:
        """The note of a row, folded, whether it is indexed by now or not."""
        note = note_of(self.raws[row])
        return note.lower() if note.isascii() else self.folded_notes.get(row) or folded(note)

    def has_whole(self, row: int, raw: Mapping[str, Any]) -> None:
        """Everything of a row is indexed, with the texts of ``raw``."""
        self.raws[row] = raw
        self._whole.add(row)

    def take_same(self, ident: int, raw: Mapping[str, Any]) -> bool:
        """Take in a change of no text but tags and categories; False where another text has changed."""
        row = self.row_of.get(ident)
        if row is None or row not in self._whole:
            return False
        old = self.raws[row]
        changed = [name for name in _PRINTED if not _is_same(old.get(name), raw.get(name))]
        if changed == ["note"] and note_of(old).rstrip("\n") == note_of(raw).rstrip("\n"):
            changed = []  # the file ends notes with an empty line
        if changed and not self._refiled(row, raw, changed):
            return False
        self._standing[row] = _standing_of(raw)
        self.raws[row] = raw
        return True

    def _refiled(self, row: int, raw: Mapping[str, Any], changed: list[str]) -> bool:
        """Put a row under other tags and categories: its note, mostly the longest part, is not looked at."""
        old = self.raws[row]
        if not _FILING.issuperset(changed) or list(han_runs(_others(old))) != list(han_runs(_others(raw))):
            return False
        before, after = self._named(row, old), self._named(row, raw)
        for (field, was), (_, found) in zip(before, after, strict=True):
            if was != found:
                field.move(row, was, found)
        old_letters, new_letters = _letters(before), _letters(after)
        for letter in old_letters - new_letters:
            self.first_letters[letter].remove(row)
        for letter in new_letters - old_letters:
            insort(self.first_letters.setdefault(letter, []), row)
        return True

    @property
    def has_chinese(self) -> bool:
        """Whether there is anything that pinyin can find."""
        return any((self.title_spoken, self.other_spoken, self.note_spoken))

    def spell(self) -> Iterator[None]:
        """The last step: the sound of all Chinese, a text at a time."""
        for spoken in (self.title_spoken, self.other_spoken, self.note_spoken):
            yield from spoken.spell()


def _standing_of(raw: Mapping[str, Any]) -> tuple[str, str]:
    return raw.get("status") or "", raw.get("pushed") or raw.get("added") or ""


def _is_same(one: Any, other: Any) -> bool:
    """Whether two values of a field say the same; papers hold tuples where records hold lists."""
    if one is other or one == other or not (one or other):
        return True
    return isinstance(one, (list, tuple)) and isinstance(other, (list, tuple)) and [*one] == [*other]


def _letters(named: list[tuple[Field, list[str]]]) -> set[str]:
    return {word[0] for _, found in named for word in found}


def _others(raw: Mapping[str, Any]) -> str:
    """The short texts but the title as one."""
    lists = (raw.get(name) or () for name in ("tags", "authors", "categories"))
    return " ".join((raw.get("alias") or "", raw.get("venue") or "", *chain.from_iterable(lists)))


def raw_of(paper: Paper) -> dict[str, Any]:
    """The fields of a paper that searching reads, as they stand in a record."""
    return {name: getattr(paper, name) for name in _READ}


def is_well_formed(record: Mapping[str, Any]) -> bool:
    """Whether a record of the file can be read as it stands; other programs may have written anything."""
    read = record.get
    if not isinstance(read("title"), str):
        return False
    for name in _TEXTS:
        if not isinstance(read(name, ""), str):
            return False
    for name in _LISTS:
        items = read(name, ())
        if items and not (isinstance(items, list) and all(isinstance(item, str) for item in items)):
            return False
    return isinstance(read("year", 0), int)


def note_of(raw: Mapping[str, Any]) -> str:
    """The note of a record as one text."""
    note = raw.get("note") or ()
    if isinstance(note, str):
        return note
    try:
        return "\n".join(note)
    except TypeError:  # other programs may have written anything
        return "\n".join([line for line in note if isinstance(line, str)])


_READ = (
    "title",
    "alias",
    "authors",
    "venue",
    "year",
    "status",
    "categories",
    "tags",
    "added",
    "pushed",
    "key",
    "note",
)
_PRINTED = ("title", "alias", "venue", "year", "key", "authors", "tags", "categories", "note")
"""The fields whose texts are searched."""
_FILING = frozenset({"tags", "categories"})
_TEXTS = ("alias", "venue", "status", "added", "pushed", "key")
_LISTS = ("authors", "categories", "tags")
_STATUS_ORDER = {"reading": 0, "to-read": 1}


def _all_words(texts: Iterable[str]) -> list[str]:
    text = " ".join(texts)
    return [*spaced_words(text), *extra_words(text)]
