"""What stands in front of a title and behind it without brackets: venue and year, where a paper comes from."""

from __future__ import annotations

import re

from stacktui.formats.lists.facts import Facts, full_year, known_venue
from stacktui.formats.lists.head import Head, merge_facts
from stacktui.formats.lists.venues import read_bracket
from stacktui.text import has_cjk

_PREFIX = re.compile(r"([^,:|]{3,24}?)(?:,\s?(0[1-9]|1[0-2]))?(?:\s*[,:|]|\s[-–—])\s+(?=\S)")
_JOINED = re.compile(r"((?:19|20)?\d\d)\s?[-_]\s?([A-Za-z][A-Za-z&+]{1,14})\s?[-_:]\s?(?=\S)")
_VENUE_FIRST = re.compile(
    r"([A-Za-z]{2,10})-((?:19|20)\d\d)(?:-(oral|spotlight|poster))?(?:\s+|\s?[-:]\s?)(?=\S)", re.IGNORECASE
)
_BEHIND = re.compile(r"\s+[-–—|]\s*([A-Za-z][\w&+. -]{1,30}?)\s*[-–—|,]\s*((?:19|20)\d\d)\s*$")
_ORIGIN = re.compile(r"\s*\((?:from|by)\s+([^()]{2,60})\)$")

_TRANSLATION = re.compile(r"(\S.*?)\s*[(（]((?:[^()（）]*[\u4e00-\u9fff]{4}[^()（）]*)?)[)）]$")
"""A title, and in parentheses what it means in Chinese; or nothing."""

_VENUE_LAST = re.compile(r"\s+\(([^()]{2,60}?)[\s,]+([A-Za-z]{2,10}\s(?:19|20)\d\d)\)$")


def without_prefix(head: Head, text: str) -> str:
    """``nips2016, Title``, ``CVPR 2019: Title``, ``20-OSDI-Title``, ``2024 - Title``: venue and year stand first."""
    joined = _JOINED.match(text)
    if joined and known_venue(joined[2]) and len(text[joined.end() :].split()) > 1:
        merge_facts(head.facts, Facts(venue=joined[2], year=full_year(joined[1])))
        head.title = text[joined.end() :]
        return head.title
    first = _VENUE_FIRST.match(text)
    if first and known_venue(first[1]) and len(text[first.end() :].split()) > 1:
        merge_facts(head.facts, Facts(venue=first[1], year=int(first[2]), presentation=(first[3] or "").lower()))
        head.title = text[first.end() :]
        return head.title
    found = _PREFIX.match(text)
    facts = read_bracket(found[1]) if found else None
    if not found or not facts or not facts.year:
        return text
    if not known_venue(facts.venue) if facts.venue else not re.search(r"\s[-–—]\s+$", found[0]):
        return text
    if len(text[found.end() :].split()) < 2:
        return text
    facts.month = facts.month or (int(found[2]) if found[2] else None)
    merge_facts(head.facts, facts)
    head.title = text[found.end() :]
    return head.title


def lift_ends(head: Head) -> None:
    """Take venue and year in front of a title or behind it, and ``(from ...)``, out of it."""
    if head.shape in ("bold", "link", "bracket"):
        without_prefix(head, head.title)
    if origin := _ORIGIN.search(head.title):
        head.residue.append(f"from {origin[1]}")
        head.title = head.title[: origin.start()]
    last = _VENUE_LAST.search(head.title)
    if last and (facts := read_bracket(last[2])) and known_venue(facts.venue):
        merge_facts(head.facts, facts)
        head.residue.append(last[1])
        head.title = head.title[: last.start()]
    if (found := _TRANSLATION.match(head.title)) and not has_cjk(found[1]) and len(found[1].split()) >= 4:
        head.title = found[1]
        head.note.extend([found[2]] if found[2] else [])
    behind = _BEHIND.search(head.title)
    facts = read_bracket(f"{behind[1]} {behind[2]}") if behind else None
    if behind and facts and facts.venue and len(head.title[: behind.start()].split()) > 1:
        merge_facts(head.facts, facts)
        head.title = head.title[: behind.start()]
