"""Which paper a draft is, and what it adds to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from stacktui.identity import arxiv_id, evidence, has_link_title, plain_url
from stacktui.model import Link, Paper
from stacktui.patterns import regex
from stacktui.store import Record, Table
from stacktui.text import normal_title

Item = TypeVar("Item")
_RUN = regex("[a-z0-9]+")
_TELLING = 8
_SCALARS = ("alias", "venue", "year", "month", "presentation", "url", "rating", "read", "not_before")


def find_known(draft: Paper, table: Table, papers: Mapping[int, Paper]) -> Paper | None:
    """What :meth:`KnownPapers.find` finds, for a draft or two: only records that may be it are looked at closely."""
    known = KnownPapers()
    known.update(table, likely_ids(draft, table))
    return known.find(draft, papers)


def likely_ids(draft: Paper, table: Table) -> list[int]:
    """The ids of records that may share evidence with ``draft``: a quick look that leaves out none."""
    runs = [
        _RUN.findall(value.lower())
        for kind, _, value in (each.partition(":") for each in evidence(draft))
        if kind != "title"
    ]
    needles = [max(found, key=len, default="") for found in runs]
    letters = normal_title(draft.title)
    first = letters[:1]
    found = []
    for doc_id, record in table.items():
        title = record.get("title")
        start = title[:1] if title.__class__ is str else ""
        # most titles begin with another letter
        is_other = start.isascii() and start.isalnum() and start.lower() != first
        if (not is_other and _may_be(title, letters)) or (needles and _may_lead_there(record, needles)):
            found.append(int(doc_id))
    return found


def _may_be(title: object, letters: str) -> bool:
    """Whether the letters of a title are ``letters``; nearly all others are told by their first characters."""
    if not isinstance(title, str):
        return True
    start = title[:_TELLING]
    if start.isascii() and start.isalnum() and not letters.startswith(start.lower()):
        return False
    return normal_title(title) == letters


def _may_lead_there(record: Record, needles: Sequence[str]) -> bool:
    """Whether an address in a record may hold one of ``needles``: runs of letters and digits, in small letters."""
    addresses = record.get("url") or ""
    if links := record.get("links"):
        urls = [link.get("url") for link in links if isinstance(link, Mapping)] if isinstance(links, list) else []
        addresses = " ".join([url for url in (addresses, *urls) if isinstance(url, str)])
    elif not isinstance(addresses, str):
        return False
    # letters and digits stand in an address as they are, unless somebody escaped them
    if "%" in addresses:
        return True
    addresses = addresses.lower()
    return any(needle in addresses for needle in needles)


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
