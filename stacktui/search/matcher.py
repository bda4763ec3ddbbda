"""One word of a query to a plane: which rows it finds, and how well."""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from stacktui.query.plain import contains, finder_in_folded
from stacktui.search import initials
from stacktui.search.corpus import NOTE_WEIGHT, Corpus
from stacktui.search.field import Field
from stacktui.search.planes import FULL, Plane, Rows, filled, masked, meet, of_rows
from stacktui.search.slips import meant_words
from stacktui.search.wordparts import is_han

_REMEMBERED = 64
_LETTER = 0.7
_LONGEST = 64
_LEAST_NOTE_PREFIX = 3
_NOTE_PREFIX = 0.51
_RUN_TOGETHER = 0.95
_LEAST_RUN_TOGETHER = 6
_MOST_VERIFIED = 4000
_SYLLABLES, _CUT_SYLLABLE = 0.9, 0.8
_SYLLABLE_INITIALS = (0.0, 0.0, 0.0, 0.62, 0.76, 0.82, 0.85, 0.87, 0.89)
_PARTLY_HAN = 0.7

Tiers = defaultdict[int, list[Rows]]


def prefix_worth(size: int, length: int) -> float:
    """What a word of ``length`` is worth whose first ``size`` letters were typed."""
    return 1.0 if size == length else 0.72 + 0.2 * size / length


def is_run_together(typed: str, words: Sequence[str]) -> bool:
    """Whether ``typed`` is a word of a title with the beginning of what follows it, two letters of each at least."""
    return any(
        2 <= len(word) <= len(typed) - 2 and typed.startswith(word) and "".join(words[at:]).startswith(typed)
        for at, word in enumerate(words)
    )


class Matcher:
    """Finds the rows of single words and remembers them, so that a key press pays for the word being typed alone."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self._remembered: OrderedDict[tuple[str, str], Plane] = OrderedDict()

    def forget(self) -> None:
        """The corpus has changed."""
        self._remembered.clear()

    def plane(self, word: str, forgiving: bool = False) -> Plane:
        """The rows of a word: by its letters, initials and sound; ``forgiving`` adds slips and parts."""
        return self._known("forgiving" if forgiving else "plain", word)

    def exact(self, text: str) -> Plane:
        """The rows that hold a text as it stands, from the start of a word; titles and short fields before notes."""
        return self._known("exact", text)

    def is_common(self, word: str) -> bool:
        """Whether several short fields hold exactly this word, so that it is hardly a slip."""
        live = (row for field in self._corpus.short_fields for row in field.rows(word) if row not in self._corpus.dead)
        return len({row for _, row in zip(range(8), live, strict=False)}) >= 3

    def occurs(self, beginning: str) -> bool:
        """Whether words of short fields begin so."""
        fields = [field for field in self._corpus.short_fields if field.has_beginning(beginning)]
        dead = self._corpus.dead
        if not dead:
            return bool(fields)
        postings = (rows for field in fields for rows in field.postings(field.beginning_with(beginning)))
        return any(row not in dead for rows in postings for row in rows)

    def _known(self, kind: str, text: str) -> Plane:
        key = kind, text
        plane = self._remembered.get(key)
        if plane is None:
            plane = self._remembered[key] = self._make(kind, text)
            if len(self._remembered) > _REMEMBERED:
                self._remembered.popitem(last=False)
        return plane

    def _make(self, kind: str, text: str) -> Plane:
        if kind == "exact":
            return self._exact(text)
        tiers: Tiers = defaultdict(list)
        if is_han(text):
            self._add_han(tiers, text)
            if kind == "forgiving" and not self._filled(tiers).count:
                self._add_partly_han(tiers, text)
            return self._filled(tiers)
        self._add_words(tiers, text)
        if text.isalpha() and 2 <= len(text) <= initials.LONGEST:
            self._add_initials(tiers, text)
        self._add_pinyin(tiers, text, forgiving=kind == "forgiving")
        if kind == "forgiving":
            self._add_meant(tiers, text)
            self._add_run_together(tiers, text)
        return self._filled(tiers)

    def _filled(self, tiers: Tiers) -> Plane:
        return filled(self._corpus.size, tiers, self._corpus.dead)

    def _add_words(self, tiers: Tiers, text: str) -> None:
        """The word itself, and words that begin with it."""
        corpus = self._corpus
        if len(text) == 1:
            tiers[_byte(_LETTER)].append(corpus.first_letters.get(text, []))
            for field in corpus.short_fields:
                tiers[_byte(field.weight)].append(field.rows(text))
        else:
            for field in corpus.short_fields:
                self._add_beginning(tiers, field, text)
        if len(text) >= _LEAST_NOTE_PREFIX:
            tiers[_byte(_NOTE_PREFIX)].extend(corpus.notes.postings(corpus.notes.beginning_with(text)))
        tiers[_byte(NOTE_WEIGHT)].append(corpus.notes.rows(text))

    @staticmethod
    def _add_beginning(tiers: Tiers, field: Field, text: str) -> None:
        """The longer the word, the less its beginning says."""
        byte_of = _prefix_bytes(len(text), field.weight)
        found = field.beginning_with(text)
        for word, rows in zip(found, field.postings(found), strict=True):
            tiers[byte_of[len(word)]].append(rows)

    def _add_initials(self, tiers: Tiers, text: str) -> None:
        starting, holding = self._corpus.initials.find(text)
        tiers[_byte(initials.worth(len(text), at_start=True))].append(starting)
        tiers[_byte(initials.worth(len(text), at_start=False))].append(holding)

    def _add_han(self, tiers: Tiers, text: str) -> None:
        corpus = self._corpus
        for han in (corpus.title_han, corpus.other_han, corpus.note_han):
            rows = han.find(text)
            if rows:
                tiers[_byte(han.weight)].append(rows)

    def _add_partly_han(self, tiers: Tiers, text: str) -> None:
        """Where the stretch stands nowhere: texts that have most of it."""
        corpus = self._corpus
        if len(text) >= 3:
            for han in (corpus.title_han, corpus.other_han, corpus.note_han):
                for row, share in han.find_most(text):
                    tiers[_byte(_PARTLY_HAN * share * han.weight)].append([row])

    def _add_pinyin(self, tiers: Tiers, text: str, forgiving: bool) -> None:
        """Notes are long and sound like many things, so they are listened to only where little else is found."""
        corpus = self._corpus
        spoken = [(corpus.title_spoken, 1.0), (corpus.other_spoken, corpus.other_han.weight)]
        if forgiving:
            spoken.append((corpus.note_spoken, NOTE_WEIGHT))
        for sounds, weight in spoken:
            if not sounds:
                continue
            whole, cut = sounds.find(text)
            tiers[_byte(_CUT_SYLLABLE * weight)].append(cut)
            tiers[_byte(_SYLLABLES * weight)].append(whole)
            if len(text) >= 3:
                worth = _SYLLABLE_INITIALS[min(len(text), len(_SYLLABLE_INITIALS) - 1)]
                tiers[_byte(worth * weight)].append(sounds.find_initials(text))

    def _add_meant(self, tiers: Tiers, text: str) -> None:
        corpus = self._corpus
        for field in corpus.short_fields:
            for word, worth in meant_words(text, field, abbreviated=field is not corpus.people).items():
                tiers[_byte(worth * field.weight)].append(field.rows(word))

    def _add_run_together(self, tiers: Tiers, text: str) -> None:
        """Titles that have the letters as several words: ``keywordspotting`` for keyword spotting."""
        if len(text) < _LEAST_RUN_TOGETHER:
            return
        titles = self._corpus.titles
        found = [row for row in set(self._split_candidates(text)) if is_run_together(text, titles[row].split())]
        if found:
            tiers[_byte(_RUN_TOGETHER)].append(found)

    def _split_candidates(self, text: str) -> Iterator[int]:
        """Rows with a title word that the text begins with, and one that goes on with the letters after it."""
        field = self._corpus.title
        for cut in range(2, len(text) - 1):
            rows: Iterable[int] = field.rows(text[:cut])
            rest = text[cut:]
            if not rows or not (field.has_beginning(rest[:3]) or rest[:2] in field or rest[0] in field):
                continue
            if len(field.rows(text[:cut])) > _MOST_VERIFIED:
                following = {row for posting in field.postings(_next_words(field, rest)) for row in posting}
                rows = following.intersection(rows)
            yield from rows

    def _exact(self, text: str) -> Plane:
        parts = text.split()
        if len(parts) == 1:
            tiers: Tiers = defaultdict(list)
            if is_han(text):
                self._add_han(tiers, text)
            else:
                self._add_words(tiers, text)
            return self._filled(tiers)
        if len(parts[-1]) < _LEAST_NOTE_PREFIX:
            parts.pop()  # the beginning of a word, too short for notes to be asked for it
        candidates = meet([self.exact(part) for part in dict.fromkeys(parts)], self._corpus.size)
        return masked(candidates, of_rows(self._corpus.size, list(self._holding(candidates.all_rows(), text))))

    def _holding(self, rows: Iterable[int], text: str) -> Iterator[int]:
        titles, texts_of, finds = self._corpus.titles, self.folded_texts_of, finder_in_folded(text)
        for row in rows:
            if contains(titles[row], text) or any(map(finds, texts_of(row))):
                yield row

    def folded_texts_of(self, row: int) -> Iterator[str]:
        """The texts of a row's fields, folded; given by the index, which knows the papers."""
        raise NotImplementedError


def _next_words(field: Field, rest: str) -> list[str]:
    """The words that ``rest`` can begin with, or that begin with it."""
    whole = [rest[:cut] for cut in range(1, len(rest)) if rest[:cut] in field]
    return [*whole, *field.beginning_with(rest)]


@cache
def _prefix_bytes(size: int, weight: float) -> _Longest:
    """The byte of a word by its length, of which ``size`` letters were typed."""
    return _Longest({length: _byte(prefix_worth(size, length) * weight) for length in range(size, _LONGEST + 1)})


class _Longest(dict[int, int]):
    """Longer words count as the longest."""

    def __missing__(self, length: int) -> int:
        return self[_LONGEST] if length > _LONGEST else 1


def _byte(worth: float) -> int:
    return max(1, round(FULL * worth))
