"""Whether two records are one paper: what identifies them must agree with their titles."""

from __future__ import annotations

from collections.abc import Iterable

from stacktui.identity import arxiv_id, doi, evidence, has_link_title, titles_agree
from stacktui.library.facts import with_new_facts
from stacktui.model import Conflict, Paper, plain
from stacktui.text import has_cjk, normal_title

SAME, ASK, OTHER = "same", "ask", "other"

_SCALARS = ("title", "alias", "venue", "year", "month", "presentation", "rating", "read")


def compare(one: Paper, other: Paper) -> tuple[str, str]:
    """``same``, ``ask`` or ``other``, and why.

    The same id or link with different titles is often the slip of an author who copied a line: it is asked, and two
    papers until then. The same title alone is enough when it is long and nothing contradicts it.
    """
    shared = evidence(one) & evidence(other)
    if not shared:
        return OTHER, ""
    strong = sorted(item for item in shared if not item.startswith("title:"))
    if strong:
        if has_link_title(one) or has_link_title(other) or titles_agree(one.title, other.title):
            return (ASK, f"same {strong[0]}, other ids differ") if _ids_differ(one, other) else (SAME, strong[0])
        return ASK, f"same {strong[0]}, another title: {other.title}"
    if _ids_differ(one, other) or _publication_differs(one, other):
        return ASK, "same title, another publication"
    if _is_telling(one.title):
        return SAME, "same title"
    return ASK, "same short title"


def _ids_differ(one: Paper, other: Paper) -> bool:
    pairs = ((arxiv_id(one), arxiv_id(other)), (doi(one), doi(other)))
    return any(left and right and left != right for left, right in pairs)


def _publication_differs(one: Paper, other: Paper) -> bool:
    """Whether two papers of one title came out years apart; a preprint and its conference do not differ so."""
    return one.year is not None and other.year is not None and abs(one.year - other.year) > 1


def _is_telling(title: str) -> bool:
    """Whether a title is long enough to belong to one work only."""
    return len(title.split()) >= 4 or (has_cjk(title) and len(normal_title(title)) >= 8)


class Known:
    """Papers by what identifies them."""

    def __init__(self, papers: Iterable[tuple[int, Paper]] = ()) -> None:
        self._places: dict[str, list[int]] = {}
        self._papers: dict[int, Paper] = {}
        for number, paper in papers:
            self.put(number, paper)

    def put(self, number: int, paper: Paper) -> None:
        """Know a paper under a number (a document id, or any other)."""
        self._papers[number] = paper
        for item in evidence(paper):
            self._places.setdefault(item, []).append(number)

    def find(self, draft: Paper) -> tuple[str, str, int]:
        """The best verdict over all papers that share evidence with ``draft``, why, and the number of that paper."""
        doubtful = (OTHER, "", 0)
        for item in sorted(evidence(draft)):
            for number in dict.fromkeys(self._places.get(item, ())):
                verdict, reason = compare(draft, self._papers[number])
                if verdict == SAME:
                    return verdict, reason, number
                if verdict == ASK and doubtful[0] == OTHER:
                    doubtful = (verdict, reason, number)
        return doubtful


def merged(known: Paper, draft: Paper) -> Paper:
    """``known`` with what ``draft`` adds: values that differ are kept as conflicts, notes stand one after the other."""
    united = with_new_facts(known, draft)
    conflicts = list(known.conflicts)
    for name in _SCALARS:
        mine, other = getattr(known, name), getattr(draft, name)
        if mine and other and not _agree(name, mine, other):
            conflict = Conflict(name, plain(other))
            if conflict not in conflicts:
                conflicts.append(conflict)
    return united.edit(conflicts=tuple(conflicts))


def _agree(name: str, mine: object, other: object) -> bool:
    if name in ("title", "venue", "alias", "presentation"):
        return normal_title(str(mine)) == normal_title(str(other))
    if name == "read":
        return str(mine).startswith(str(other)) or str(other).startswith(str(mine))
    return mine == other
