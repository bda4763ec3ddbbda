"""Search by its definition, paper by paper and word by word: slow, without an index, to hold the fast one against."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from stacktui.model import Paper
from stacktui.query import parse_query
from stacktui.query.plain import words
from stacktui.search import initials
from stacktui.search.matcher import is_run_together, prefix_worth
from stacktui.search.pinyin import readings
from stacktui.search.rank import title_bonus
from stacktui.search.slips import meant_worth
from stacktui.search.wordparts import STOP_WORDS, extra_words, han_runs, is_han, spaced_words
from stacktui.search.wordparts import initials as initials_of

FULL, FEW, WEAK = 200, 12, 160
SOUND_INITIALS = {3: 0.62, 4: 0.76, 5: 0.82, 6: 0.85, 7: 0.87}

WeightedWords = list[tuple[str, float, bool]]
"""Words of a paper with the weight of their field, and whether letters may have been left out in them."""


def reference_search(papers: Mapping[int, Paper], text: str) -> list[int]:
    """The ids of the papers that answer a query of fuzzy words, in rank order."""
    query = parse_query(text)
    wanted = [part for word in query.words for part in word.text.split()]
    graded = []
    for paper, bytes_of_words in answering(list(papers.values()), wanted):
        grade = sum(bytes_of_words) / (len(bytes_of_words) * FULL)
        grade += title_bonus(" ".join(wanted), wanted, " ".join(words(paper.title)))
        status = {"reading": 0, "to-read": 1}.get(paper.status, 2)
        graded.append((-round(grade, 3), status, -paper.stack_moment, paper.id))
    return [ident for *_, ident in sorted(graded)]


Graded = list[tuple[Paper, list[int]]]


def answering(papers: Sequence[Paper], wanted: list[str]) -> Graded:
    """The papers that answer every word, with what each word is worth."""
    found = every(papers, wanted, set())
    if len(found) >= FEW and max(sum(bytes_) // len(wanted) for _, bytes_ in found) >= WEAK:
        return found
    doubtful = {word for word in wanted if not is_small(word) and not is_common(word, papers)}
    if doubtful:
        found = every(papers, wanted, doubtful)
    if not found and len(wanted) > 1:
        forgiven = {word for word in wanted if not is_small(word)}
        found = every(papers, wanted, forgiven)
        if not found and len(wanted) > 2:
            found = [(paper, bytes_) for paper, bytes_ in worths(papers, wanted, forgiven) if bytes_.count(0) <= 1]
    return found


def every(papers: Sequence[Paper], wanted: list[str], forgiven: set[str]) -> Graded:
    return [(paper, bytes_) for paper, bytes_ in worths(papers, wanted, forgiven) if 0 not in bytes_]


def worths(papers: Sequence[Paper], wanted: list[str], forgiven: set[str]) -> Graded:
    partly_han = {
        word for word in wanted if is_han(word) and word in forgiven and not any(holds(paper, word) for paper in papers)
    }
    joins = [one + other for one, other in pairwise(wanted)]
    known = [joined for joined in joins if joined.isascii() and len(joined) >= 4 and occurs(joined, papers)]
    graded = []
    for paper in papers:
        own = [byte_of(paper, word, word in forgiven, word in partly_han) for word in wanted]
        for at, joined in enumerate(joins):
            if joined in known:
                both = byte_of(paper, joined, forgiving=False, partly=False)
                own[at], own[at + 1] = max(own[at], both), max(own[at + 1], both)
        graded.append((paper, own))
    return graded


def byte_of(paper: Paper, word: str, forgiving: bool, partly: bool) -> int:
    """What a word is worth in a paper, the best of all ways to find it."""
    ways = [*han_ways(paper, word, partly)] if is_han(word) else [*ways_of(paper, word, forgiving)]
    return max((max(1, round(FULL * worth)) for worth in ways if worth), default=0)


def ways_of(paper: Paper, word: str, forgiving: bool) -> Iterable[float]:
    for own, weight, _ in short_words(paper):
        if own == word or (len(word) > 1 and own.startswith(word)):
            yield prefix_worth(len(word), min(len(own), 64)) * weight
        elif own.startswith(word):
            yield 0.7
    for own in spaced_words(paper.note_text):
        if own == word:
            yield 0.6
        elif own.startswith(word) and len(word) >= 3:
            yield 0.51
    if word.isalpha() and 2 <= len(word) <= initials.LONGEST:
        for letters in initials_of(paper.title).split():
            if word in letters:
                yield initials.worth(len(word), letters.startswith(word))
    yield from sounds(paper, word, forgiving)
    if forgiving:
        yield from (meant_worth(word, own, short) * weight for own, weight, short in short_words(paper))
        if len(word) >= 6 and is_run_together(word, words(paper.title)):
            yield 0.95


def short_words(paper: Paper) -> WeightedWords:
    year = [str(paper.year)] if paper.year else []
    groups = [
        (spaced_words(paper.title), 1.0, True),
        ([*extra_words(paper.title), *extra_words(paper.alias)], 0.85, True),
        (spaced_words(paper.alias), 1.1, True),
        ([word for tag in paper.tags for word in (*spaced_words(tag), *extra_words(tag))], 0.95, True),
        ([word for name in paper.authors for word in spaced_words(name)] + year, 0.92, False),
        ([word for path in paper.categories for word in (*spaced_words(path), *extra_words(path))], 0.92, False),
        ([*spaced_words(paper.venue), *extra_words(paper.venue), *words(paper.key.replace("-", ""))], 0.9, True),
    ]
    return [(word, weight, short) for found, weight, short in groups for word in found]


def han_texts(paper: Paper) -> list[tuple[str, float]]:
    others = (paper.alias, paper.venue, *paper.tags, *paper.authors, *paper.categories)
    texts = [(run, 1.0) for run in han_runs(paper.title)]
    texts += [(run, 0.93) for other in others for run in han_runs(other)]
    return texts + [(run, 0.6) for line in paper.note for run in han_runs(line)]


def han_ways(paper: Paper, word: str, partly: bool) -> Iterable[float]:
    yield from (weight for run, weight in han_texts(paper) if word in run)
    if partly and len(word) >= 3:
        pairs = [word[at : at + 2] for at in range(len(word) - 1)]
        for weight in {weight for _, weight in han_texts(paper)}:
            runs = [run for run, own in han_texts(paper) if own == weight]
            share = sum(any(pair in run for run in runs) for pair in pairs) / len(pairs)
            yield 0.7 * share * weight if share >= 0.5 else 0.0


def sounds(paper: Paper, word: str, forgiving: bool) -> Iterable[float]:
    """Pinyin by trying every place."""
    if not (2 <= len(word) <= 48 and word.isascii() and word.isalpha()):
        return
    for run, weight in han_texts(paper):
        if weight == 0.6 and not forgiving:
            continue
        for at in range(len(run)):
            ends = spelled(run[at:], word)
            yield (0.9 if "whole" in ends else 0.8 if "cut" in ends else 0.0) * weight
            heads = [{one[0] for one in readings(ord(letter))} for letter in run[at : at + len(word)]]
            if len(heads) == len(word) >= 3 and all(one in head for one, head in zip(word, heads, strict=True)):
                yield SOUND_INITIALS.get(len(word), 0.89) * weight


def spelled(run: str, letters: str) -> set[str]:
    """Whether the first characters of a run can be spelled so: up to the end of a syllable, or cut inside one."""
    if not letters:
        return {"whole"}
    if not run:
        return set()
    found: set[str] = set()
    for syllable in readings(ord(run[0])):
        if letters.startswith(syllable):
            found |= spelled(run[1:], letters[len(syllable) :])
        elif syllable.startswith(letters):
            found.add("cut")
    return found


def is_small(word: str) -> bool:
    return word in STOP_WORDS or word.isdigit()


def is_common(word: str, papers: Sequence[Paper]) -> bool:
    return sum(any(own == word for own, *_ in short_words(paper)) for paper in papers) >= 3


def occurs(beginning: str, papers: Sequence[Paper]) -> bool:
    return any(own.startswith(beginning) for paper in papers for own, *_ in short_words(paper))


def holds(paper: Paper, word: str) -> bool:
    return any(word in run for run, _ in han_texts(paper))
