"""Lines and cells that name their field: ``Authors: ...``, ``Paper: URL``, a property of Org, a cell below a head."""

from __future__ import annotations

import re

from stacktui.formats.lists.facts import full_year, read_stars, read_status
from stacktui.formats.lists.head import Head, merge_facts
from stacktui.formats.lists.inline import strip_marks, tokenize
from stacktui.formats.lists.links import is_label
from stacktui.formats.lists.sections import iso_date, read_date_heading
from stacktui.formats.lists.titles import split_authors
from stacktui.formats.lists.venues import read_bracket, read_citation
from stacktui.formats.lists.words import words
from stacktui.identity import find_arxiv_id, find_doi
from stacktui.model import Link, tidy_tag

_LABELLED = re.compile(
    r"\s*(?:[*_`]{1,3})?\s*([A-Za-z][A-Za-z .'/-]{1,24}?|[\u4e00-\u9fff]{2,8})\s*(?:[*_`]{1,3})?"
    r"\s*[:：]\s*(?:[*_`]{1,3})?\s*(.*)$"
)
_FIELD_KINDS = ("authors", "venue", "year", "date", "link", "status", "rating", "tags", "alias", "title", "category")


def field_name(label: str) -> str:
    """The field that a word before a colon means, else ""."""
    name = label.casefold().strip(" *_`")
    return next((kind for kind in _FIELD_KINDS if name in words("fields", kind)), "")


def is_labelled(text: str) -> bool:
    """Whether a line begins with the name of a field, as in ``Authors: ...``."""
    found = _LABELLED.match(text)
    return bool(found and found[2].strip() and field_name(found[1]))


def read_labelled(head: Head, text: str) -> bool:
    """Take ``Authors: ...``, ``Paper: URL`` and the like; False where the word before the colon is no field."""
    found = _LABELLED.match(text)
    kind = field_name(found[1]) if found else ""
    if not found or not kind:
        return False
    value = found[2].strip().strip("*_").strip()
    return bool(value) and take_field(head, kind, found[1].strip(" *_`"), value)


_PROPERTY = re.compile(r"\s*:([A-Za-z_-]+):\s+(\S.*)$")


def read_property(head: Head, line: str) -> bool:
    """Take a line of an Org drawer such as ``:DOI: 10.1/x``; False where it is no field of a paper."""
    found = _PROPERTY.match(line)
    name = found[1].replace("_", " ") if found else ""
    kind = field_name(name)
    if not found or kind not in ("authors", "venue", "year", "link", "rating", "alias"):
        return False
    return take_field(head, kind, name, found[2].strip())


def take_field(head: Head, kind: str, label: str, value: str) -> bool:
    """Take the value of a labelled line or a table cell; False where it does not fit the field."""
    plain = strip_marks(value)
    if kind == "authors":
        return _take_authors(head, value, plain)
    if kind == "link":
        return _take_links(head, label, value)
    if kind == "venue":
        return _take_venue(head, plain)
    if kind in ("year", "date"):
        return _take_time(head, kind, plain)
    if kind in ("status", "rating"):
        return _take_mark(head, kind, plain)
    return _take_words(head, kind, plain)


def _take_authors(head: Head, value: str, plain: str) -> bool:
    if len(plain) > 2000:
        return False
    links = {token.text: token.url for token in tokenize(value) if token.kind == "link" and token.url}
    head.author_links.update(links)
    head.authors = head.authors or split_authors(plain)
    return True


def _take_links(head: Head, label: str, value: str) -> bool:
    tokens = [token for token in tokenize(value) if token.kind == "link"]
    if not tokens:
        if found := (find_arxiv_id(value) or find_doi(value)):
            take_id(head, value)
        return bool(found) and len(value.split()) <= 2
    rest = strip_marks(re.sub(r"https?://\S+", "", value))
    if len(rest) > 120:
        return False
    for token in tokens:
        name = token.text.strip(" []")
        head.links.append(Link(name if is_label(name) and len(tokens) > 1 else label, token.url or None))
    return True


def take_id(head: Head, text: str) -> None:
    """Take the arXiv number of a text, else its DOI."""
    if arxiv := find_arxiv_id(text):
        head.facts.arxiv = head.facts.arxiv or arxiv
    elif (doi := find_doi(text)) and not head.url:
        head.links.append(Link("DOI", f"https://doi.org/{doi}"))


def _take_venue(head: Head, plain: str) -> bool:
    if len(plain) > 200 or not any(map(str.isalnum, plain)):
        return not any(map(str.isalnum, plain))
    facts = read_bracket(plain) or read_citation(plain)
    if not facts.year and (short := re.fullmatch(r"(.+?)\s*['’](\d\d)", plain)):
        facts.venue, facts.year = short[1], full_year(short[2])
    if not facts.venue:
        facts.venue = plain if len(plain.split()) <= 12 and facts.year is None else facts.venue
    merge_facts(head.facts, facts)
    return bool(facts)


def _take_time(head: Head, kind: str, plain: str) -> bool:
    dated = read_date_heading(plain)
    if kind == "date" and dated:
        head.date = head.date or dated[0]
        return True
    year = full_year(plain) if re.fullmatch(r"\D{0,3}(?:19|20)\d\d\D{0,3}", plain) else None
    if kind == "year" and (year or (dated and re.match(r"(?:19|20)\d\d", plain))):
        head.facts.year = head.facts.year or year or int(plain[:4])
        if dated and head.facts.month is None:
            head.facts.month = int(dated[0][5:7])
        return True
    if year:
        head.date = head.date or str(year)
    return bool(year)


def _take_mark(head: Head, kind: str, plain: str) -> bool:
    if kind == "status":
        status = read_status(plain)
        head.facts.status = head.facts.status or status
        return bool(status)
    rating = read_stars(plain)
    if rating is None and re.fullmatch(r"[0-5](?:\.5)?", plain):
        rating = float(plain)
    head.facts.rating = head.facts.rating or rating
    return rating is not None


def _take_words(head: Head, kind: str, plain: str) -> bool:
    if len(plain) > 200 or not any(map(str.isalnum, plain)):
        return len(plain) <= 200
    if kind == "tags":
        head.tags.extend(tag for part in re.split(r"[,，;；、]|\s#", plain) if (tag := tidy_tag(part)))
    elif kind == "alias":
        head.alias = head.alias or plain
    elif kind == "category":
        head.categories.append(plain)
    else:
        head.title = plain
    return True


def read_slash_date(text: str, day_first: bool) -> str:
    """A date such as ``9/04/24`` or ``2019/3/1`` as ISO; "" where it is none."""
    found = re.fullmatch(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4}|\d{2})", text.strip())
    if not found:
        dated = read_date_heading(text)
        return dated[0] if dated and not dated[1] else ""
    first, second = int(found[1]), int(found[2])
    month, day = (second, first) if day_first or first > 12 else (first, second)
    year = full_year(found[3])
    return iso_date(year, month, day) if year and 1 <= month <= 12 and 1 <= day <= 31 else ""
