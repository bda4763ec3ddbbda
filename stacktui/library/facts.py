"""Which paper a draft is, and what it adds to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

from stacktui.identity import arxiv_id, evidence, has_link_title, plain_url
from stacktui.model import Link, Paper
from stacktui.store import Record, Table

Item = TypeVar("Item")
_SCALARS = ("alias", "venue", "year", "month", "presentation", "url", "rating", "read", "not_before")


class KnownPapers:
    """What identifies each paper, by piece of evidence."""

    def __init__(self) -> None:
        self._ids: dict[str, set[int]] = {}
        self._evidence: dict[int, frozenset[str]] = {}

    def update(self, table: Table, changed: Iterable[int]) -> None:
        """Look again at some records of the table of papers; those that are gone are forgotten."""
        for doc_id in changed:
            for item in self._evidence.pop(doc_id, frozenset()):
                self._ids[item].discard(doc_id)
            record = table.get(str(doc_id))
            if record is not None:
                self._evidence[doc_id] = evidence(_telling_part(record))
                for item in self._evidence[doc_id]:
                    self._ids.setdefault(item, set()).add(doc_id)

    def find(self, draft: Paper, papers: Mapping[int, Paper]) -> Paper | None:
        """The paper that shares evidence with ``draft``: an id rather than a link, a link rather than a title."""
        for item in sorted(evidence(draft), key=_rank):
            for doc_id in sorted(self._ids.get(item, ())):
                if not (item.startswith(("title:", "url:")) and _other_arxiv(draft, papers[doc_id])):
                    return papers[doc_id]
        return None

    def shared(self) -> list[tuple[str, list[int]]]:
        """The pieces of evidence that several papers share, with their ids."""
        return sorted((item, sorted(ids)) for item, ids in self._ids.items() if len(ids) > 1)


def _telling_part(record: Record) -> Paper:
    """A paper with nothing but what may identify it: much quicker to make than a whole one."""
    return Paper.from_record({name: record[name] for name in ("title", "url", "links") if name in record})


def _rank(item: str) -> tuple[int, str]:
    return ("arxiv", "doi", "url", "title").index(item.split(":")[0]), item


def _other_arxiv(one: Paper, other: Paper) -> bool:
    """Whether two papers have arXiv ids that differ: then no link or title makes them one."""
    first, second = arxiv_id(one), arxiv_id(other)
    return first is not None and second is not None and first != second


def with_new_facts(known: Paper, draft: Paper) -> Paper:
    """``known`` with what ``draft`` adds: empty fields filled, lists united, nothing overwritten."""
    changes = {name: value for name in _SCALARS if not getattr(known, name) and (value := getattr(draft, name))}
    if not known.authors and draft.authors:
        changes["authors"] = draft.authors
    if has_link_title(known) and not has_link_title(draft):
        changes["title"] = draft.title
    if known.status == "to-read" and draft.status != "to-read":
        changes["status"] = draft.status
    return known.edit(
        **changes,
        links=united_links(known, draft),
        tags=united(known.tags, draft.tags),
        categories=united(known.categories, draft.categories),
        sources=united(known.sources, draft.sources),
        note=united_notes(known.note, draft.note),
        unknown={**draft.unknown, **known.unknown},
    )


def united(one: tuple[Item, ...], other: tuple[Item, ...]) -> tuple[Item, ...]:
    """Both, without repeating."""
    return tuple(dict.fromkeys((*one, *other)))


def united_links(known: Paper, draft: Paper) -> tuple[Link, ...]:
    """The further links of both, the draft's main link among them where ``known`` has another."""
    seen = {plain_url(url) for url in (known.url or draft.url, *(link.url for link in known.links)) if url}
    more: list[Link] = []
    for link in draft.all_links:
        place = plain_url(link.url) if link.url else None
        if place not in seen if place else link not in known.links:
            more.append(link)
            seen.add(place or "")
    return (*known.links, *more)


def united_notes(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    """One note after the other, with an empty line between; nothing twice."""
    if not other or _holds(one, other):
        return one
    if not one or _holds(other, one):
        return other
    return (*one, "", *other)


def _holds(whole: tuple[str, ...], part: tuple[str, ...]) -> bool:
    text, piece = "\n".join(whole).strip(), "\n".join(part).strip()
    return f"\n{piece}\n" in f"\n{text}\n"
