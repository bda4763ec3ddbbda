"""Papers that stand in the stack twice: finding them, and making one of them.

Twins share an arXiv id, a DOI, a main link or a title, or their titles are nearly the same letters. One id or link
alone makes no twins where the titles disagree: a page of many papers is the main link of each of them.

Near titles are found without comparing all with all: of the five-letter pieces of a title the four with the lowest
checksums stand for it, and titles that share one of the four are compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from zlib import crc32

from stacktui.identity import arxiv_id, evidence, has_link_title, titles_agree
from stacktui.library.facts import united, united_links, united_notes
from stacktui.model import Conflict, Paper, plain
from stacktui.patterns import regex
from stacktui.text import normal_title

NEAR = 92
"""How alike two titles must be, of 100, to be taken for one with a slip."""

LIKENESS = "nearly the same title"
"""The reason of twins that share no id, link or title."""

_SHORTEST = 15
_PIECE = 5
_STANDING_FOR = 4
_MOST_ALIKE = 60  # papers that share one thing; more say little, and comparing all with all takes long
_DIGITS = regex(r"\d+|\b[ivx]+\b")
_FIELDS = ("title", "alias", "authors", "venue", "year", "month", "presentation", "url", "rating", "read", "not_before")


@dataclass(frozen=True)
class Twins:
    """Papers that are one, the one that came first in front, and what says so."""

    papers: tuple[Paper, ...]
    reason: str
    """``same arXiv id 1706.03762``, ``same title``, ``nearly the same title`` …"""

    @property
    def is_sure(self) -> bool:
        """Whether they share more than likeness."""
        return self.reason != LIKENESS


def find_duplicates(papers: Mapping[int, Paper]) -> list[Twins]:
    """All twins, those that came in first in front."""
    groups: dict[int, set[int]] = {}
    reasons: dict[int, str] = {}
    for one, other, reason in _pairs(papers):
        joined = groups.get(one, {one}) | groups.get(other, {other})
        first = next((reasons[each] for each in sorted(joined) if each in reasons), reason)
        for doc_id in joined:
            groups[doc_id], reasons[doc_id] = joined, first
    found = {min(group): group for group in groups.values()}
    twins = [
        Twins(tuple(sorted((papers[doc_id] for doc_id in group), key=_age)), reasons[least])
        for least, group in found.items()
    ]
    return sorted(twins, key=lambda each: _age(each.papers[0]))


def _age(paper: Paper) -> tuple[str, int]:
    return paper.added or "9", paper.id


def _pairs(papers: Mapping[int, Paper]) -> Iterator[tuple[int, int, str]]:
    """Pairs that are twins, sure evidence before likeness."""
    yield from _same_evidence(papers)
    yield from _near_titles(papers)


def _same_evidence(papers: Mapping[int, Paper]) -> Iterator[tuple[int, int, str]]:
    by_evidence: dict[str, list[int]] = {}
    for doc_id, paper in papers.items():
        for item in evidence(paper):
            by_evidence.setdefault(item, []).append(doc_id)
    shared = ((item, ids) for item, ids in by_evidence.items() if len(ids) > 1)
    for item, ids in sorted(shared, key=lambda each: (_order(each[0]), each[0])):
        for number, other in enumerate(ids[1:], 1):
            for one in ids[: number if len(ids) <= _MOST_ALIKE else 1]:
                if _may_be_one(papers[one], papers[other], titled=item.startswith("title:")):
                    yield one, other, _reason(item)


def _order(item: str) -> int:
    return ("arxiv", "doi", "url", "title").index(item.split(":")[0])


def _reason(item: str) -> str:
    kind, _, value = item.partition(":")
    names = {"arxiv": f"same arXiv id {value}", "doi": f"same DOI {value}", "url": "same main link"}
    return names.get(kind, "same title")


def _may_be_one(one: Paper, other: Paper, *, titled: bool) -> bool:
    """Whether nothing speaks against two papers being one: two arXiv ids, or two titles that disagree."""
    first, second = arxiv_id(one), arxiv_id(other)
    if first and second and first != second:
        return False
    if titled or has_link_title(one) or has_link_title(other):
        return True
    return titles_agree(one.title, other.title) or _known_by_alias(one, other) or _known_by_alias(other, one)


def _known_by_alias(one: Paper, other: Paper) -> bool:
    alias = normal_title(one.alias)
    return bool(alias) and normal_title(other.title).startswith(alias)


def _near_titles(papers: Mapping[int, Paper]) -> Iterator[tuple[int, int, str]]:
    from rapidfuzz import fuzz

    titles = {doc_id: normal_title(paper.title) for doc_id, paper in papers.items() if not has_link_title(paper)}
    for one, other in sorted(_candidates(titles)):
        first, second = titles[one], titles[other]
        if first == second or fuzz.ratio(first, second) < NEAR:
            continue
        if _numbers(papers[one]) == _numbers(papers[other]) and _may_be_one(papers[one], papers[other], titled=True):
            yield one, other, LIKENESS


def _numbers(paper: Paper) -> list[str]:
    """The numbers in a title: parts I and II are two papers, and so are versions 2 and 3."""
    return _DIGITS.findall(paper.title.lower())


def _candidates(titles: Mapping[int, str]) -> set[tuple[int, int]]:
    """Pairs of papers whose titles have one of their telling pieces in common."""
    by_piece: dict[int, list[int]] = {}
    for doc_id, title in titles.items():
        if len(title) >= _SHORTEST:
            for piece in _telling_pieces(title):
                by_piece.setdefault(piece, []).append(doc_id)
    return {
        (min(one, other), max(one, other))
        for ids in by_piece.values()
        if 1 < len(ids) <= _MOST_ALIKE
        for number, one in enumerate(ids)
        for other in ids[:number]
    }


def _telling_pieces(title: str) -> list[int]:
    data = title.encode("utf-32-le")
    pieces = {crc32(data[4 * start : 4 * (start + _PIECE)]) for start in range(len(title) - _PIECE + 1)}
    return sorted(pieces)[:_STANDING_FOR]


def merged_twins(papers: Iterable[Paper]) -> Paper:
    """One paper of several: the first with what the others add, and both values of fields that differ.

    Lists and notes are united; a value that differs goes into ``conflicts``, from where someone may choose it.
    """
    first, *others = papers
    for other in others:
        first = _merged_pair(first, other)
    return first


def _merged_pair(first: Paper, other: Paper) -> Paper:
    if has_link_title(first) and not has_link_title(other):
        first = first.edit(title=other.title)
    elif has_link_title(other):
        other = other.edit(title=first.title)
    filled = {name: getattr(other, name) for name in _FIELDS if not getattr(first, name)}
    differing = {name: getattr(other, name) for name in _FIELDS if getattr(other, name)}
    lost = tuple(
        Conflict(name, plain(value))
        for name, value in differing.items()
        if value != (getattr(first, name) or value) and name != "url"  # the other link stays among the links
    )
    if other.status not in (first.status, "to-read") and first.status != "to-read":
        lost += (Conflict("status", other.status),)
    return first.edit(
        **filled,
        **_status(first, other),
        added=min(filter(None, (first.added, other.added)), default=""),
        links=united_links(first, other),
        tags=united(first.tags, other.tags),
        categories=united(first.categories, other.categories),
        sources=united(first.sources, other.sources),
        note=united_notes(first.note, other.note),
        conflicts=united_conflicts(first.conflicts, other.conflicts, lost),
        unknown={**other.unknown, **first.unknown},
    )


def _status(first: Paper, other: Paper) -> dict[str, str]:
    """A paper not begun takes the other's status; two that say different things are kept as a conflict elsewhere."""
    return {"status": other.status} if first.status == "to-read" else {}


def united_conflicts(*many: tuple[Conflict, ...]) -> tuple[Conflict, ...]:
    """All conflicts, none twice; their values may be lists, which no set takes."""
    found: list[Conflict] = []
    for conflict in (conflict for conflicts in many for conflict in conflicts):
        if conflict not in found:
            found.append(conflict)
    return tuple(found)
