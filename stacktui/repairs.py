"""The right form of every field of a record, and how a value in another form comes to it.

A rule takes the value of a field as it stands in the file and gives the value that should stand there; what it cannot
make sense of raises :class:`NoRepair`, and the value is left for a person to change. Nothing is ever thrown away.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from stacktui.columns import cut
from stacktui.errors import UsageError
from stacktui.fields import parse_url
from stacktui.model import STATUSES, link_label, tidy_category, tidy_rating, tidy_tag
from stacktui.text import clean_line, clean_note_line, fold

_NUMBERS_OF_DATE = re.compile(r"(\d{4})(?:\D{1,2}(\d{1,2})(?:\D{1,2}(\d{1,2})\D?)?)?")
_NOT_IN_KEY = re.compile(r"[^a-z0-9]+")
_KEY = re.compile(r"[a-z0-9-]+")
_STATUS_WORDS = {
    "": "to-read", "todo": "to-read", "to-do": "to-read", "unread": "to-read", "queued": "to-read", "toread": "to-read",
    "in-progress": "reading", "current": "reading", "done": "read", "finished": "read", "to-reread": "reread",
    "abandoned": "dropped", "skipped": "dropped",
}  # fmt: skip


class NoRepair(Exception):
    """A value that no rule can bring into form; the text says what is allowed."""


@dataclass(frozen=True)
class Problem:
    """A field whose value is not in its form."""

    field: str
    message: str
    repaired: bool


def repair_record(record: Mapping[str, Any]) -> tuple[dict[str, Any], list[Problem]]:
    """A paper's record with every field in its form, and what was wrong with it; unknown fields stay as they are."""
    repaired, problems = dict(record), []
    for field, rule in _RULES.items():
        value = record.get(field)
        if value in (None, "", []):
            continue
        try:
            repaired[field] = rule(value)
        except NoRepair as error:
            problems.append(Problem(field, f"{field} is {_shown(value)}: {error}", False))
            continue
        if repaired[field] != value:
            problems.append(Problem(field, f"{field} is {_shown(value)}, should be {_shown(repaired[field])}", True))
    return repaired, problems


def _shown(value: Any) -> str:
    return cut(repr(value), 60)


def _line(value: Any) -> str:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        raise NoRepair("it should be a text")
    return clean_line(value)


def _key(value: Any) -> str:
    key = _line(value)
    return key if _KEY.fullmatch(key) else _NOT_IN_KEY.sub("-", fold(key)).strip("-")


def _items(value: Any, split: str) -> list[Any]:
    if isinstance(value, str):
        return re.split(split, value)
    if not isinstance(value, list):
        raise NoRepair("it should be a list of texts")
    return value


def _list_of(tidy: Callable[[str], str], split: str = ",", repeats: bool = False) -> Callable[[Any], list[str]]:
    def rule(value: Any) -> list[str]:
        items = [item for item in (tidy(_line(item)) for item in _items(value, split) if item is not None) if item]
        return items if repeats else list(dict.fromkeys(items))

    return rule


def _whole(least: int, most: int) -> Callable[[Any], int]:
    def rule(value: Any) -> int:
        digits: Any = value.strip() if isinstance(value, str) else value
        if isinstance(digits, str) and digits.isdecimal() and digits.isascii() and len(digits) < 6:
            digits = int(digits)
        if not isinstance(digits, (int, float)) or isinstance(value, bool) or digits != int(digits):
            raise NoRepair("it should be a whole number")
        if not least <= digits <= most:
            raise NoRepair(f"allowed are {least} to {most}")
        return int(digits)

    return rule


def _rating(value: Any) -> float | int:
    number = _number(value)
    if number is None or not 0.25 <= number <= 5:
        raise NoRepair("allowed are 0.5 to 5 in halves")
    return tidy_rating(number) or 0.5


def _number(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    try:
        return float(value)
    except ValueError:
        return None


def _status(value: Any) -> str:
    status = "-".join(_line(value).lower().replace("_", " ").split())
    status = _STATUS_WORDS.get(status, status)
    if status not in STATUSES:
        raise NoRepair(f"allowed are {', '.join(STATUSES)}")
    return status


def _url(value: Any) -> str:
    try:
        return parse_url(_line(value))
    except UsageError:
        raise NoRepair("that is no link") from None


def _links(value: Any) -> list[dict[str, Any]]:
    return [_link(item) for item in _items(value, r"\s+")]


def _link(item: Any) -> dict[str, Any]:
    if isinstance(item, str):
        address = _url(item)
        return {"label": link_label(address), "url": address}
    if not isinstance(item, dict):
        raise NoRepair("a link should have a label and a url")
    url = _url(item["url"]) if item.get("url") else None
    label = _line(item.get("label") or "") or (link_label(url) if url else "link")
    return {**item, "label": label, "url": url}


def _partial_date(value: Any) -> str:
    """``2019``, ``2019-07``, ``2019-07-04``, from that with other signs between, or from the day of a moment."""
    text = _line(value)
    match = _NUMBERS_OF_DATE.fullmatch(text.partition("T")[0].strip())
    if not match:
        raise NoRepair("write 2019-07-04, 2019-07 or 2019")
    numbers = [int(part) for part in match.groups() if part]
    try:
        date(*[*numbers, 1, 1][:3])
    except ValueError:
        raise NoRepair("there is no such day") from None
    return "-".join(f"{number:0{4 if place == 0 else 2}d}" for place, number in enumerate(numbers))


def _day(value: Any) -> str:
    day = _partial_date(value)
    return (day + "-01-01")[:10] if len(day) == 4 else (day + "-01")[:10]


def _moment(value: Any) -> str:
    """A date-time with its zone; the zone of this machine where none is given."""
    text = _line(value)
    try:
        stamp = datetime.fromisoformat(text)
    except ValueError:
        stamp = datetime.fromisoformat(_day(value))
    return text if stamp.tzinfo else stamp.astimezone().isoformat()


def _note(value: Any) -> list[str]:
    lines = value.split("\n") if isinstance(value, str) else value
    if not isinstance(lines, list):
        raise NoRepair("a note should be a list of lines")
    return [part for line in lines for part in map(clean_note_line, _line_of_note(line).split("\n"))]


def _line_of_note(line: Any) -> str:
    if not isinstance(line, str):
        raise NoRepair("a line of a note should be a text")
    return line.replace("\r\n", "\n")


_RULES: dict[str, Callable[[Any], Any]] = {
    "key": _key,
    "title": _line,
    "alias": _line,
    "authors": _list_of(str, r"\s+and\s+|;", repeats=True),  # two people may have one name
    "venue": _line,
    "year": _whole(1000, 2999),
    "month": _whole(1, 12),
    "presentation": _line,
    "url": _url,
    "links": _links,
    "status": _status,
    "categories": _list_of(tidy_category),
    "rating": _rating,
    "tags": _list_of(tidy_tag),
    "added": _moment,
    "read": _partial_date,
    "pushed": _moment,
    "not_before": _day,
    "note": _note,
}
