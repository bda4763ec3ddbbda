"""The last pass: what only the whole document can tell, such as whether a note means that a paper was read."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from stacktui.formats.document import DocumentPaper
from stacktui.formats.lists.facts import Facts, known_venue, read_status
from stacktui.formats.lists.head import Head, arxiv_and_doi
from stacktui.formats.lists.links import host_kind, host_of
from stacktui.formats.lists.sections import iso_date
from stacktui.formats.lists.words import any_word, words
from stacktui.model import tidy_category, tidy_rating

if TYPE_CHECKING:
    from stacktui.formats.lists.walk import Entry

_URL_DATE = re.compile(r"/((?:19|20)\d\d)[/-]?(\d\d)[/-]?(\d\d)(?=[/.?#-]|$)")


def finish_papers(
    entries: list[Entry], bare: list[DocumentPaper], introduction: str, *, shelved: bool = True
) -> list[DocumentPaper]:
    """Papers with all fields, from entries and from papers that have title, lines and note.

    ``shelved`` is whether a shelf without marks may still go on; see :func:`ends_shelf`.
    """
    dated = _has_dated_pages(entries)
    waiting = _speaks_of_waiting(introduction)
    logged = _is_reading_log(entries, bare, introduction)
    if not _rates_below(entries):
        for entry in entries:
            entry.is_rated_below = False
    papers = []
    for entry, paper in zip(entries, bare, strict=True):
        own_note = _has_own_note(entry, paper)
        if own_note:
            shelved = shelved and not _is_bare_shelf(entry)
        facts = _with_suggestions(entry.head.facts, paper.note if own_note else ())
        status = _status(entry, paper, own_note, shelved or not _is_bare_shelf(entry))
        if not status and (entry.is_rated_below or (own_note and logged)):
            status = "read"
        elif not status and waiting:
            status = "to-read"
        papers.append(_with_fields(paper, entry, facts, status, _date(entry, dated)))
    return papers


def ends_shelf(entries: list[Entry], bare: list[DocumentPaper]) -> bool:
    """Whether one of these papers has a note although it stands on a shelf without marks: the shelf ended there."""
    return any(
        _has_own_note(entry, paper) and _is_bare_shelf(entry) for entry, paper in zip(entries, bare, strict=True)
    )


def _has_own_note(entry: Entry, paper: DocumentPaper) -> bool:
    if entry.unit.is_title_line:
        return False  # it stands among labelled links, which tell of the paper
    return any(first > _last_head(entry) for first, _ in paper.note_lines)


def _rates_below(entries: list[Entry]) -> bool:
    """Whether stars usually stand on lines of their own, where a reader puts them, not beside the title."""
    rated = [entry for entry in entries if entry.head.facts.rating is not None]
    return sum(entry.is_rated_below for entry in rated) > len(rated) / 2


def _last_head(entry: Entry) -> int:
    return entry.unit.block.first


def _is_bare_shelf(entry: Entry) -> bool:
    """Shelves whose heading has no mark have no end mark either: a paper with a note has left them."""
    return entry.unit.kind == "para"


def _with_fields(paper: DocumentPaper, entry: Entry, facts: Facts, status: str, date: str) -> DocumentPaper:
    head = entry.head
    arxiv, doi = arxiv_and_doi(head)
    categories = [*entry.categories, *head.categories]
    if head.author_links:
        head.residue.extend(f"{name}: {url}" for name, url in head.author_links.items())
    return replace(
        paper,
        url=head.url if host_kind(head.url or "") not in ("anchor", "mail") else None,
        links=tuple(head.links),
        alias=head.alias or None,
        authors=head.authors,
        venue=facts.venue or None,
        year=facts.year,
        month=facts.month,
        presentation=facts.presentation or None,
        rating=tidy_rating(facts.rating) if facts.rating is not None else None,
        status=status or None,
        categories=tuple(dict.fromkeys(path for name in categories if (path := tidy_category(name)))),
        date=date or None,
        arxiv=arxiv or None,
        doi=doi or None,
        tags=tuple(dict.fromkeys(head.tags)),
        key=head.key or None,
        residue=tuple(head.residue),
        doubts=_doubts(paper, head, status),
    )


def _doubts(paper: DocumentPaper, head: Head, status: str) -> tuple[str, ...]:
    doubts = []
    if head.evidence < 2.5:
        doubts.append("is this a paper?")
    if not status and head.facts.rating is None and not paper.note:
        doubts.append("status?")
    return tuple(doubts)


def _status(entry: Entry, paper: DocumentPaper, own_note: bool, shelf_holds: bool) -> str:
    """What a mark of the entry, its shelf or a note of one word says; "" where nothing does."""
    if entry.unit.block.mark:
        marked = read_status(entry.unit.block.mark.strip("[]")) or ("to-read" if entry.unit.block.mark == "[ ]" else "")
        if marked:
            return marked
    if entry.head.facts.status:
        return entry.head.facts.status
    if entry.shelf and shelf_holds and not (own_note and entry.unit.kind == "para"):
        return entry.shelf
    return read_status(" ".join(paper.note).strip(" .。!！")) if len(paper.note) == 1 else ""


def _is_reading_log(entries: list[Entry], bare: list[DocumentPaper], introduction: str) -> bool:
    """Whether a note means that somebody read the paper: not in a collection for others, where notes describe it.

    Marks of reading show a log, and so do words of the introduction; else that nearly every paper has a note.
    """
    if any(
        entry.head.facts.status or entry.shelf or entry.unit.block.mark or entry.is_rated_below for entry in entries
    ):
        return True
    if any_word("sections", "log").search(introduction.casefold()):
        return True
    noted = sum(_has_own_note(entry, paper) for entry, paper in zip(entries, bare, strict=True))
    return noted >= 0.5 * len(entries) and not any_word("sections", "collection").search(introduction.casefold())


_TO_OTHERS = re.compile(r"\byou\b[^.!?\n]*")
"""What is said to the readers of a list: ``if you want to read``."""


def _speaks_of_waiting(introduction: str) -> bool:
    lowered = _TO_OTHERS.sub(" ", introduction.casefold())
    waiting = [word for word, status in words("statuses").items() if status == "to-read" and len(word) > 1]
    return any(
        _stands_in(word, lowered) for word in waiting if word not in ("later", "pending", "waiting", "todo", "queue")
    )


def _stands_in(word: str, text: str) -> bool:
    if word.isascii():
        return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text) is not None
    return word in text


# -- dates ---------------------------------------------------------------------------------------------------------


def _has_dated_pages(entries: list[Entry]) -> bool:
    """Whether the titles link to the author's own pages, with the date of each in its address."""
    urls = [entry.head.url for entry in entries if entry.head.url]
    if len(urls) < 3:
        return False
    dated = [url for url in urls if _URL_DATE.search(url)]
    hosts = Counter(map(host_of, dated))
    return bool(hosts) and hosts.most_common(1)[0][1] >= 0.6 * len(urls)


def _date(entry: Entry, dated_pages: bool) -> str:
    if entry.head.date:
        return entry.head.date
    found = _URL_DATE.search(entry.head.url or "") if dated_pages else None
    if found and 1 <= int(found[2]) <= 12 and 1 <= int(found[3]) <= 31:
        return iso_date(int(found[1]), int(found[2]), int(found[3]))
    return entry.date


# -- venue and year in a note --------------------------------------------------------------------------------------

_BULLET = re.compile(r"^\s*(?:[-*+•]|\d+[.)])\s+")
_SHORT_VENUE = re.compile(
    r"^([A-Za-z&/-]{2,12})[\s'’-]?((?:19|20)\d\d)\b(?![.\d])|\b([A-Za-z&/-]{2,12})[\s'’-]?((?:19|20)\d\d)\s*$"
)


def _with_suggestions(facts: Facts, note: tuple[str, ...]) -> Facts:
    """Venue and year from a short line of the note that begins or ends with them: ``ICCV2019 - Google``."""
    if facts.venue or facts.year:
        return facts
    for line in note:
        text = _BULLET.sub("", line).strip()
        if len(text) > 45 or "](" in text:
            continue
        found = _SHORT_VENUE.search(text)
        name = (found[1] or found[3]) if found else ""
        if found and known_venue(name):
            return replace(facts, venue=name, year=int(found[2] or found[4]))
    return facts
