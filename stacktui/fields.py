"""Changing the fields of a paper by text: ``rating=4``, ``tags+=survey``, ``links+=code=https://…``.

The grammar of one change is ``FIELD=VALUE`` (put), ``FIELD+=VALUE`` (put in beside the others) or ``FIELD-=VALUE``
(take out); an empty VALUE clears the field. Lists are split on commas. A change is checked before any paper is
touched: what a field does not take is an error that names what it does take.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from stacktui.errors import UsageError
from stacktui.identity import find_arxiv_id, find_doi
from stacktui.model import RATINGS, STATUSES, Link, Paper, tidy_category, tidy_rating, tidy_tag
from stacktui.patterns import regex
from stacktui.text import clean, clean_line

_CHANGE = regex(r"([A-Za-z](?:[\w-]*\w)?)(\+=|-=|=)(.*)", re.DOTALL)
_KEY = regex(r"[a-z0-9-]+")
_SCHEME = regex(r"[A-Za-z][A-Za-z0-9+.-]*:(?!\d+(?:/|$))\S")
_WEB = regex(r"(?:https?|ftp)://\S", re.IGNORECASE)
_DOMAIN = regex(r"(?:[\w-]+\.)+[A-Za-z]{2,}(?::\d+)?(?:[/?#]\S*)?")
_PARTIAL_DATE = regex(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
_STEP = regex(r"\+(\d{1,4})([dwm])")
_BETWEEN_LINKS = regex(r",\s*(?=[^,=]+=\s*\w+:)")

OTHER_NAMES = {
    "author": "authors",
    "cat": "categories",
    "category": "categories",
    "defer": "not_before",
    "not-before": "not_before",
    "stars": "rating",
    "tag": "tags",
}
"""Names that are taken for a field beside its own."""


@dataclass(frozen=True)
class FieldChange:
    """One change, checked: ``apply`` gives the paper with it."""

    field: str
    apply: Callable[[Paper], Paper]


def is_change(word: str) -> bool:
    """Whether a word has the form of a change; such a word never names a paper."""
    return _CHANGE.fullmatch(word) is not None


def parse_change(word: str, today: date | None = None) -> FieldChange:
    """A change from its text; UsageError when the field or its value is none.

    ``today`` is what ``today``, ``tomorrow`` and ``+3d`` count from.
    """
    match = _CHANGE.fullmatch(word)
    if not match:
        raise UsageError(f"`{word}` is no change", "write FIELD=VALUE, FIELD+=VALUE or FIELD-=VALUE")
    name, operator, text = match.groups()
    field = OTHER_NAMES.get(name.lower(), name.lower())
    if field not in _FIELDS:
        raise UsageError(f"there is no field `{name}`", f"fields are {', '.join(_FIELDS)}")
    return FieldChange(field, _FIELDS[field](field, operator, text, today or date.today()))


def change_paper(paper: Paper, changes: Iterable[FieldChange], today: date | None = None) -> Paper:
    """The paper with all changes; one that becomes read gets today as the day, unless a day is known or given."""
    changed = paper
    fields = set()
    for change in changes:
        changed = change.apply(changed)
        fields.add(change.field)
    if "status" in fields and "read" not in fields:
        return with_status(changed, changed.status, today)
    return changed


def with_status(paper: Paper, status: str, today: date | None = None) -> Paper:
    """The paper with another status; ``read`` fills an empty day of reading with today."""
    if status == "read" and not paper.read:
        return paper.edit(status=status, read=(today or date.today()).isoformat())
    return paper.edit(status=status)


# -- values of one kind each: text to value, or an error that says what is allowed ---------------------------------


def _text(field: str, text: str, today: date) -> str:
    return clean_line(text)


def _key(field: str, text: str, today: date) -> str:
    key = clean_line(text)
    if not _KEY.fullmatch(key):
        raise UsageError(f"`{key}` is no key", "keys are made of a-z, 0-9 and -")
    return key


def _status(field: str, text: str, today: date) -> str:
    status = "-".join(text.lower().split())
    if status not in STATUSES:
        raise UsageError(f"there is no status `{text}`", f"allowed: {', '.join(STATUSES)}")
    return status


def parse_rating(text: str) -> float | None:
    """Stars as text: a number from 0.5 to 5 in halves, or stars (``★★★``, ``***``); 0 is no rating."""
    stars = clean_line(text)
    if stars and not stars.strip("★*½"):
        number = stars.count("★") + stars.count("*") + stars.count("½") / 2
    else:
        try:
            number = float(stars.replace(",", "."))
        except ValueError:
            number = -1
    if number != 0 and number not in RATINGS:
        raise UsageError(f"`{text}` is no rating", "allowed: 0.5 to 5 in halves, such as 3.5; 0 takes it away")
    return tidy_rating(number)


def _rating(field: str, text: str, today: date) -> float | None:
    return parse_rating(text)


def _year(field: str, text: str, today: date) -> int:
    return _whole(field, text, 1000, 2999, "a year has four digits, such as 2019")


def _month(field: str, text: str, today: date) -> int:
    return _whole(field, text, 1, 12, "allowed: 1 to 12")


def _whole(field: str, text: str, least: int, most: int, hint: str) -> int:
    digits = clean_line(text)
    if not (digits.isascii() and digits.isdecimal() and len(digits) < 6 and least <= int(digits) <= most):
        raise UsageError(f"`{text}` is no {field}", hint)
    return int(digits)


def parse_url(text: str) -> str:
    """A link as text: an address, one without its scheme, an arXiv id or a DOI."""
    url = clean_line(text)
    if _WEB.match(url):
        return url.replace(" ", "%20")
    if _SCHEME.match(url) and " " not in url and not url.lower().startswith(("arxiv:", "doi:")):
        return url
    if (doi := find_doi(url)) and "/" in url and not _DOMAIN.match(url.partition("/")[0]):
        return f"https://doi.org/{doi}"
    if (arxiv := find_arxiv_id(url)) and len(url) < len(arxiv) + 10:
        return f"https://arxiv.org/abs/{arxiv}"
    if _DOMAIN.fullmatch(url):
        return f"https://{url}"
    raise UsageError(f"`{url}` is no link", "write an address such as https://arxiv.org/abs/1706.03762")


def _url(field: str, text: str, today: date) -> str:
    return parse_url(text)


def _link(field: str, text: str, today: date) -> Link:
    label, equals, url = text.partition("=")
    if not equals or "://" in label:
        raise UsageError(f"`{text}` is no labelled link", "write links+=LABEL=URL, such as links+=code=https://…")
    return Link(clean_line(label), parse_url(url))


def parse_day(text: str, today: date, partial: bool = False) -> str:
    """A day as ISO date: as such, or ``today``, ``tomorrow``, ``yesterday``, ``+3d``, ``+2w``, ``+1m``.

    With ``partial`` a month (``2019-07``) or a year (``2019``) will do.
    """
    word = clean_line(text).lower()
    if word in _DAYS:
        return (today + timedelta(days=_DAYS[word])).isoformat()
    if step := _STEP.fullmatch(word):
        return (today + timedelta(days=int(step[1]) * {"d": 1, "w": 7, "m": 30}[step[2]])).isoformat()
    if _PARTIAL_DATE.fullmatch(word) and (partial or len(word) == 10):
        try:
            date.fromisoformat((word + "-01-01")[:10])
        except ValueError:
            pass
        else:
            return word
    hint = "write 2019-07-04, 2019-07 or 2019, or today" if partial else "write 2019-07-04, today, tomorrow or +2w"
    raise UsageError(f"`{text}` is no day", hint)


_DAYS = {"today": 0, "yesterday": -1, "tomorrow": 1}


def _past_day(field: str, text: str, today: date) -> str:
    return parse_day(text, today, partial=True)


def _day(field: str, text: str, today: date) -> str:
    return parse_day(text, today)


def _moment(field: str, text: str, today: date) -> str:
    word = clean_line(text)
    try:
        stamp = datetime.now() if word.lower() == "now" else datetime.fromisoformat(word)
    except ValueError:
        hint = "write 2026-11-02T12:00:00+08:00, 2026-11-02 or now"
        raise UsageError(f"`{text}` is no moment", hint) from None
    return (stamp if stamp.tzinfo else stamp.astimezone()).isoformat(timespec="seconds")


# -- what the three operators do to a field ------------------------------------------------------------------------

_Apply = Callable[[Paper], Paper]
_Field = Callable[[str, str, str, date], _Apply]
_Value = Callable[[str, str, date], Any]


def _single(value: _Value, empty: Any, needed: bool = False) -> _Field:
    """A field that holds one value; ``needed`` when it may not be empty."""

    def change(field: str, operator: str, text: str, today: date) -> _Apply:
        if operator != "=":
            raise UsageError(f"{field} holds one value", f"write {field}=VALUE, or {field}= to clear it")
        if text.strip():
            new = value(field, text, today)
        elif needed:
            raise UsageError(f"a paper needs a {field}", f"write {field}=VALUE")
        else:
            new = empty
        return lambda paper: paper.edit(**{field: new})

    return change


def _several(item: Callable[[str], str], repeats: bool = False) -> _Field:
    """A field that holds a list of texts; ``repeats`` when the same may stand there twice."""

    def change(field: str, operator: str, text: str, today: date) -> _Apply:
        given = tuple(filter(None, map(item, text.split(","))))
        if operator == "=":
            unique = given if repeats else tuple(dict.fromkeys(given))
            return lambda paper: paper.edit(**{field: unique})
        if operator == "+=":
            return lambda paper: paper.edit(**{field: tuple(dict.fromkeys(getattr(paper, field) + given))})
        return lambda paper: paper.edit(**{field: tuple(one for one in getattr(paper, field) if one not in given)})

    return change


def _links(field: str, operator: str, text: str, today: date) -> _Apply:
    """``links+=LABEL=URL``; the same label gets the new address. ``links-=`` takes a label or an address."""
    if operator == "-=":
        gone = {clean_line(one) for one in text.split(",")}
        return lambda paper: paper.edit(links=tuple(x for x in paper.links if not {x.label, x.url} & gone))
    given = tuple(_link(field, one, today) for one in _BETWEEN_LINKS.split(text)) if text.strip() else ()
    if operator == "=":
        return lambda paper: paper.edit(links=given)
    return lambda paper: paper.edit(links=_with_links(paper.links, given))


def _with_links(links: Sequence[Link], given: Sequence[Link]) -> tuple[Link, ...]:
    replaced = {link.label: link for link in given if any(old.label == link.label for old in links)}
    kept = tuple(replaced.get(old.label, old) for old in links)
    return tuple(dict.fromkeys(kept + tuple(link for link in given if link.label not in replaced)))


def _note(field: str, operator: str, text: str, today: date) -> _Apply:
    lines = tuple(clean(text).split("\n")) if text else ()
    if operator == "-=":
        raise UsageError("a note is no list", "edit it with `stacktui note PAPER --edit`")
    if operator == "=":
        return lambda paper: paper.edit(note=lines)
    return lambda paper: append_to_note(paper, lines)


def append_to_note(paper: Paper, lines: Iterable[str]) -> Paper:
    """The paper with lines at the end of its note."""
    note = paper.note
    while note and not note[-1].strip():
        note = note[:-1]
    return paper.edit(note=note + tuple(lines))


def _conflicts(field: str, operator: str, text: str, today: date) -> _Apply:
    """Conflicts come from merges only; here they are put aside, all or those of some fields."""
    if operator == "=" and not text.strip():
        return lambda paper: paper.edit(conflicts=())
    if operator != "-=":
        raise UsageError("conflicts come from merges", "conflicts= puts them all aside, conflicts-=FIELD those of one")
    settled = {clean_line(one) for one in text.split(",")}
    return lambda paper: paper.edit(conflicts=tuple(one for one in paper.conflicts if one.field not in settled))


_FIELDS: dict[str, _Field] = {
    "key": _single(_key, "", needed=True),
    "title": _single(_text, "", needed=True),
    "alias": _single(_text, ""),
    "authors": _several(clean_line, repeats=True),
    "venue": _single(_text, ""),
    "year": _single(_year, None),
    "month": _single(_month, None),
    "presentation": _single(_text, ""),
    "url": _single(_url, ""),
    "links": _links,
    "status": _single(_status, "to-read"),
    "categories": _several(tidy_category),
    "rating": _single(_rating, None),
    "tags": _several(tidy_tag),
    "added": _single(_moment, ""),
    "read": _single(_past_day, ""),
    "pushed": _single(_moment, ""),
    "not_before": _single(_day, ""),
    "note": _note,
    "conflicts": _conflicts,
}

FIELDS = tuple(_FIELDS)
"""The fields that can be changed by text."""
