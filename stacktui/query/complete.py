"""What could stand at the cursor of the search box: field names and the values that the library holds."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from stacktui.model import STATUSES, Paper
from stacktui.patterns import regex
from stacktui.query.filters import FIELDS, POSSESSIONS, STATES, Test
from stacktui.query.plain import folded

_AT_CURSOR = regex(r'-?(?:([A-Za-z]+):|([#@]))((?:"[^"]*"?|[^\s"])*)$')
_NAME = regex(r"(?:^|\s)-?([A-Za-z]{1,10})$")
_SIGNS = {"#": "tag", "@": "cat"}


@dataclass(frozen=True, slots=True)
class Completion:
    """One way to go on: ``text`` takes the place of ``[start:end]``; ``detail`` tells what it is."""

    start: int
    end: int
    text: str
    detail: str = ""


def complete(text: str, cursor: int, papers: Mapping[int, Paper], limit: int = 50) -> list[Completion]:
    """The completions of the filter or field name that ends at ``cursor``, the most used values first.

    A plain word completes to field names alone, so an empty answer means: there is nothing to complete here.
    """
    before = text[:cursor]
    value = _AT_CURSOR.search(before)
    if value:
        field = _SIGNS[value[2]] if value[2] else value[1].lower()
        typed = value[3].rsplit(",", 1)[-1]
        return _values(field, typed, cursor, papers)[:limit]
    name = _NAME.search(before)
    if not name:
        return []
    start = name.start(1)
    found = (field for field in FIELDS if field.startswith(name[1].lower()))
    return [Completion(start, cursor, f"{field}:", FIELDS[field][1]) for field in found]


def _values(field: str, typed: str, cursor: int, papers: Mapping[int, Paper]) -> list[Completion]:
    wanted = folded(typed.strip('"'))
    counted = _counted(field, papers)
    fitting = [(value, count) for value, count in counted.items() if _fits(value, wanted)]
    fitting.sort(key=lambda item: (not folded(item[0]).startswith(wanted), -item[1], item[0]))
    start = cursor - len(typed)
    return [Completion(start, cursor, _quoted(value), _papers(count)) for value, count in fitting]


def _counted(field: str, papers: Mapping[int, Paper]) -> Mapping[str, int]:
    """The values of a field in use with the number of papers that have them, or the fixed values of the field."""
    if field in _FIXED:
        tests = _FIXED[field]
        return {value: sum(map(tests[value], papers.values())) for value in tests}
    read = _IN_USE.get(field)
    return Counter(value for paper in papers.values() for value in read(paper) if value) if read else {}


def _categories(paper: Paper) -> Iterable[str]:
    """A paper counts for its categories and everything above them."""
    steps = (path.split("/") for path in paper.categories)
    return {"/".join(parts[: depth + 1]) for parts in steps for depth in range(len(parts))}


def _without(test: Test) -> Test:
    return lambda paper: not test(paper)


_FIXED: dict[str, dict[str, Test]] = {
    "status": {status: STATES[status] for status in STATUSES},
    "is": STATES,
    "has": POSSESSIONS,
    "no": {name: _without(test) for name, test in POSSESSIONS.items()},
}
_IN_USE: dict[str, Callable[[Paper], Iterable[str]]] = {
    "cat": _categories,
    "tag": lambda paper: paper.tags,
    "venue": lambda paper: (paper.venue,),
    "author": lambda paper: paper.authors,
    "year": lambda paper: (str(paper.year or ""),),
    "key": lambda paper: (paper.key,),
}


def _fits(value: str, wanted: str) -> bool:
    """Whether ``wanted`` begins the value, one of its words or one of the steps of its path."""
    value = folded(value)
    return value.startswith(wanted) or any(f"{sign}{wanted}" in value for sign in " /-")


def _quoted(value: str) -> str:
    return f'"{value}"' if re.search(r'[\s,"]', value) else value


def _papers(count: int) -> str:
    return f"{count:,} paper" if count == 1 else f"{count:,} papers"
