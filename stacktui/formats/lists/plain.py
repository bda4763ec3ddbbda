"""A title in plain text, with authors and venue around it."""

from __future__ import annotations

import re

from stacktui.formats.lists.ends import without_prefix
from stacktui.formats.lists.head import Head, merge_facts
from stacktui.formats.lists.tail import take_tail_text
from stacktui.formats.lists.titles import (
    author_likeness,
    is_name,
    sentences,
    split_authors,
    split_comma_citation,
    title_likeness,
)
from stacktui.formats.lists.venues import names_a_venue, read_bracket, read_citation, trailing_venue

_YEAR_BREAK = re.compile(r"\s*[(,]\s*((?:19|20)\d\d)[a-z]?\)?\s*[.:,]\s+")


def split_plain(head: Head, text: str) -> None:
    """Split authors and venue off a title in plain text."""
    text = without_prefix(head, text)
    text = _split_names(head, text)
    ended = trailing_venue(text)
    if ended:
        text, facts = ended
        merge_facts(head.facts, facts)
        head.title = text
    year = _YEAR_BREAK.search(text)
    if year and author_likeness(text[: year.start()]) >= 0.6:
        head.facts.year = head.facts.year or int(year[1])
        head.authors = split_authors(text[: year.start()])
        text = text[year.end() :]
        head.title = text
    for separator in (" | ", " || ", " ｜ "):
        if separator in text:
            _split_bars(head, text.split(separator.strip()))
            return
    pieces = sentences(text)
    if len(pieces) > 1:
        _split_sentences(head, pieces)
    else:
        _split_commas(head, text)


def _split_bars(head: Head, pieces: list[str]) -> None:
    pieces = [piece.strip() for piece in pieces if piece.strip()]
    best = max(
        pieces,
        key=lambda piece: title_likeness(piece) - 2 * (author_likeness(piece) >= 0.7) - 3 * bool(read_bracket(piece)),
    )
    head.title = best
    for piece in pieces:
        if piece is not best:
            take_tail_text(head, piece)


def _split_sentences(head: Head, pieces: list[str]) -> None:
    first = pieces[0]
    if author_likeness(first) >= 0.7 or re.search(r"\bet al\.?$", first):
        head.authors = head.authors or split_authors(first)
        head.title = pieces[1]
        for piece in pieces[2:]:
            take_tail_text(head, piece)
        return
    tail = pieces[1:]
    if first.endswith("?") and not any(
        author_likeness(piece) >= 0.7 or names_a_venue(read_citation(piece)) for piece in tail
    ):
        return
    if any(
        author_likeness(piece) >= 0.7 or names_a_venue(read_citation(piece)) or read_citation(piece).year
        for piece in tail
    ):
        head.title = first
        for piece in tail:
            take_tail_text(head, piece)


_NAMED = re.compile(r"(.{5,400}?)\s*[:：]\s+(?=\S)(.{8,})$")


def _split_names(head: Head, text: str) -> str:
    """``Ada Lovelace, Charles Babbage: A Title``: names, a colon, the title."""
    found = _NAMED.match(text)
    if not found or head.authors or not ("," in found[1] or " and " in found[1]) or author_likeness(found[1]) < 0.75:
        return text
    names = split_authors(found[1])
    if split_comma_citation(found[1]) or not is_name(names[-1].replace(",", " ")):
        return text  # the title began before the colon
    if not all(len(name.split()) > 1 for name in names):
        return text
    if len(names) < 3 and not all(len(name.split()) == 2 and "," not in name for name in names):
        return text  # a title with a colon has often a comma or "and" before it
    head.authors, head.title = split_authors(found[1]), found[2]
    return found[2]


def _split_commas(head: Head, text: str) -> None:
    """``Title, Kaiming He et al.``, ``Title by A, B``, ``Title - A, B``, and ``A B, C D, Title``."""
    cited = split_comma_citation(text)
    if cited:
        head.authors = head.authors or split_authors(cited[0])
        head.title = cited[1]
        return
    for pattern in (r"\s+by\s+(?=[A-Z])", r"\s+[-–—]\s+(?=[A-Z])", r"\s*[,;]\s+(?=[A-Z][^,]{1,40}\bet al\b)"):
        for found in re.finditer(pattern, text):
            authors = text[found.end() :]
            if author_likeness(authors) >= 0.8 and (not pattern.startswith(r"\s+by") or _has_full_names(authors)):
                head.title = text[: found.start()]
                head.authors = head.authors or split_authors(authors)
                return


def _has_full_names(text: str) -> bool:
    """Whether all names have two words: what follows "by" in a title has often one."""
    return all(len(name.split()) > 1 or re.search(r"\bet al\b", text) for name in split_authors(text))
