"""Dates and numbers in filters: ``2019``, ``2018..2020``, ``>=2019-07``, ``7d``."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from operator import eq, ge, gt, le, lt

from stacktui.patterns import regex

_RELATIVE = regex(r"(\d{1,4})([dwmy])")
_DATE = regex(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_OPERATOR = regex(r"(>=|<=|>|<|=)?(.*)", re.DOTALL)
_DAYS = {"d": 1, "w": 7, "m": 30.5, "y": 365.25}
_COMPARISONS: dict[str, Callable[[float, float], bool]] = {">=": ge, ">": gt, "<=": le, "<": lt, "": eq, "=": eq}
_AFTER = "~"  # sorts after every character of a date: "2019~" is the end of 2019

DateTest = Callable[[str], bool]
NumberTest = Callable[[float], bool]


def date_test(value: str) -> DateTest | None:
    """A test for ISO dates (perhaps only ``2019-07`` or ``2019``); None where ``value`` is no date or range."""
    relative = _RELATIVE.fullmatch(value)
    if relative:
        return _between(_days_ago(int(int(relative[1]) * _DAYS[relative[2]])), _AFTER)
    if ".." in value:
        first, last = map(_day, value.split("..", 1))
        return None if first is None or last is None or not (first or last) else _between(first, last + _AFTER)
    operator, name = _OPERATOR.fullmatch(value).groups()  # type: ignore[union-attr]
    day = _day(name)
    if not day:
        return None
    return {
        ">=": _between(day, _AFTER),
        ">": _between(day + _AFTER, _AFTER),
        "<=": _between("", day + _AFTER),
        "<": _between("", day),
    }.get(operator or "", _between(day, day + _AFTER))


def number_test(value: str) -> NumberTest | None:
    """A test for numbers: ``3``, ``2..4``, ``>=3.5``; None where ``value`` is none of these."""
    if ".." in value:
        first, last = (
            _number(part, otherwise) for part, otherwise in zip(value.split("..", 1), (-1e9, 1e9), strict=True)
        )
        return None if first is None or last is None or value == ".." else lambda number: first <= number <= last
    operator, name = _OPERATOR.fullmatch(value).groups()  # type: ignore[union-attr]
    wanted = _number(name, None)
    if wanted is None:
        return None
    compare = _COMPARISONS[operator or ""]
    return lambda number: compare(number, wanted)


def year_test(value: str) -> NumberTest | None:
    """Like :func:`number_test` for years; one to three digits stand for the years that begin with them."""
    if value.isdecimal() and len(value) < 4:
        return lambda year: str(int(year)).startswith(value)
    return number_test(value)


def _between(first: str, last: str) -> DateTest:
    return lambda day: bool(day) and first <= day <= last


def _days_ago(days: int) -> str:
    """The date of a day in the past; empty, which is before all, where the calendar does not reach so far."""
    today = date.today()
    return (today - timedelta(days=days)).isoformat() if days < today.toordinal() else ""


def _day(name: str) -> str | None:
    name = name.strip()
    if name == "today":
        return date.today().isoformat()
    if name == "yesterday":
        return _days_ago(1)
    return name if not name or _DATE.fullmatch(name) else None


def _number(name: str, otherwise: float | None) -> float | None:
    if not name.strip():
        return otherwise
    return float(name) if re.fullmatch(r"\s*\d{1,6}(\.\d+)?\s*", name, re.ASCII) else None
