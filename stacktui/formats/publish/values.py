"""How a value is written: in the form that the list has for it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from stacktui.formats.markdown_out import address, cell, inline
from stacktui.model import Paper, plain

FIELDS = (
    "title", "alias", "authors", "venue", "year", "month", "presentation", "url", "links", "status", "categories",
    "rating", "tags", "read", "note",
)  # fmt: skip
"""The fields that a list may show."""

_MARKS = {"to-read": ("[ ]", "TODO"), "read": ("[x]", "[X]", "DONE")}
_HALVES = "☆½"


def value_of(paper: Paper, field: str) -> Any:
    """A field as JSON, for comparing."""
    value = getattr(paper, field)
    if field in ("categories", "tags"):
        value = tuple(sorted(set(value)))
    return plain(value)


def differing(one: Paper, other: Paper, fields: Sequence[str] = FIELDS) -> list[str]:
    """The fields in which two papers differ."""
    return [field for field in fields if value_of(one, field) != value_of(other, field)]


Spelling = Callable[[str], Sequence[str]]
"""How a page may write a text, the plainest way first."""


def written(paper: Paper, field: str, index: int, raw: str, spell: Spelling) -> list[str]:
    """Ways to write a value of ``paper`` in place of ``raw``, the likeliest first; none where it has no such value."""
    if field == "year":
        return [_year(paper, raw)] if paper.year else []
    if field == "rating":
        return _stars(paper.rating, raw) if paper.rating is not None else []
    if field == "status":
        return [
            mark for mark in _MARKS.get(paper.status, ()) if mark[0] == raw[0] or (mark.isalpha() and raw.isalpha())
        ]
    if field in ("url", "links"):
        url = paper.url if field == "url" else _item(paper.links, index, "url")
        return list(dict.fromkeys((address(url), url))) if url else []
    value = _text(paper, field, index)
    return list(dict.fromkeys(spell(value))) if value else []


def marked_up(text: str) -> Sequence[str]:
    """The spellings of a page with marks: as it is, with backslashes before marks, before parentheses too.

    A title that ends in ``(ICML 2019)`` would else be read as a title and a venue.
    """
    escaped = inline(text)
    return text, escaped, re.sub(r"(?<!\\)[()]", r"\\\g<0>", escaped)


def in_cell(text: str, spellings: Sequence[str]) -> Sequence[str]:
    """Spellings for a cell of a table, which a pipe would end."""
    return [cell(spelling) for spelling in spellings] if "|" in text else spellings


def _item(items: Sequence[Any], index: int, name: str) -> str:
    return getattr(items[index], name) or "" if index < len(items) else ""


def _text(paper: Paper, field: str, index: int) -> str:
    if field == "label":
        return _item(paper.links, index, "label")
    if field == "note":
        return next((line.strip() for line in paper.note if line.strip()), "")
    value = getattr(paper, field)
    if isinstance(value, tuple):
        return str(value[index]) if index < len(value) else ""
    return str(value or "")


def _year(paper: Paper, raw: str) -> str:
    """The year in the form of ``2019``, ``19``, ``1904``, ``201904`` or ``2019-04``."""
    year, month = paper.year or 0, paper.month
    digits = re.sub(r"\D", "", raw)
    if len(digits) == 2:
        return f"{year % 100:02}"
    if len(digits) == 6:
        return f"{year}{'-' if '-' in raw else ''}{month:02}" if month else str(year)
    if len(digits) == 4 and month and _is_year_month(digits, raw):
        return f"{year % 100:02}{month:02}"
    return str(year)


def _is_year_month(digits: str, raw: str) -> bool:
    """Whether four digits are year and month, as arXiv writes them."""
    return raw == digits and 1 <= int(digits[2:]) <= 12 and not digits.startswith("19") and digits[:2] != "20"


def _stars(rating: float | None, raw: str) -> list[str]:
    """Stars like those in ``raw``: the same sign, halves and empty ones as there."""
    if rating is None:
        return []
    whole, half = int(rating), rating % 1 > 0
    number = f"{rating:g}"
    if slashed := re.match(r"[0-5](?:\.\d)?(\s*/\s*5)", raw):
        return [number + slashed[1]]
    if named := re.search(r":star2?:", raw):
        between = " " if re.search(r":\s+:", raw) else ""
        return [between.join([named[0]] * whole)] if not half else [between.join([named[0]] * whole) + "½"]
    sign = next((letter for letter in raw if letter not in _HALVES + "\ufe0f"), "★")
    full = sign + ("\ufe0f" if "\ufe0f" in raw else "")
    if half:
        return [full * whole + mark for mark in _HALVES]
    padded = full * whole + "☆" * (len(raw) - whole)
    plain_stars = full * whole
    return list(dict.fromkeys((padded, plain_stars) if raw.count("☆") > 1 else (plain_stars, padded)))
