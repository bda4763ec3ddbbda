"""The fields of the query language: what may stand behind ``year:``, ``status:``, ``is:`` and the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from stacktui.glimpses import is_deferred, is_recent
from stacktui.model import STATUSES, Paper
from stacktui.query.dates import date_test, number_test, year_test
from stacktui.query.plain import finder, folded, plain

Test = Callable[[Paper], bool]


@dataclass(frozen=True, slots=True)
class Reading:
    """How one value was read: the test, the test for an unfinished value, or what is wrong with it."""

    accepts: Test | None = None
    loosely: Test | None = None
    message: str = ""
    hint: str = ""


Reader = Callable[[str], Reading]


def path_ends_within(path: str, wanted: str) -> bool:
    """Whether a category (folded) is ``wanted``, ends with these steps, or stands below one that does."""
    return f"/{wanted}/" in f"/{path}/"


def _text(read: Callable[[Paper], Iterable[str]]) -> Reader:
    def reader(value: str) -> Reading:
        wanted = plain(value)
        if not wanted:
            return Reading(message=f"no letters to look for in “{value}”", hint="type a word")
        finds = finder(wanted)
        return Reading(lambda paper: any(map(finds, read(paper))))

    return reader


def _part(read: Callable[[Paper], Iterable[str]]) -> Reader:
    def reader(value: str) -> Reading:
        wanted = folded(value)
        return Reading(lambda paper: any(wanted in folded(text) for text in read(paper)))

    return reader


def _tag(value: str) -> Reading:
    wanted = folded(value)
    return Reading(
        lambda paper: any(folded(tag) == wanted for tag in paper.tags),
        lambda paper: any(folded(tag).startswith(wanted) for tag in paper.tags),
    )


def _category(value: str) -> Reading:
    wanted = folded(value).strip("/")
    return Reading(
        lambda paper: any(path_ends_within(folded(path), wanted) for path in paper.categories),
        lambda paper: any(f"/{wanted}" in f"/{folded(path)}" for path in paper.categories),
    )


def _status(value: str) -> Reading:
    wanted = folded(value)
    meant = [wanted] if wanted in STATUSES else [status for status in STATUSES if status.startswith(wanted)]
    if not meant:
        return Reading(message=f"there is no status “{value}”", hint=", ".join(STATUSES))
    return Reading(lambda paper: paper.status in meant)


def _year(value: str) -> Reading:
    test = year_test(value)
    if test is None:
        return Reading(message=f"“{value}” is not a year", hint="2019, 2018..2020 or >=2019")
    return Reading(lambda paper: paper.year is not None and test(paper.year))


def _rating(value: str) -> Reading:
    test = number_test(value)
    if test is None:
        return Reading(message=f"“{value}” is not a rating", hint="4, 3..5 or >=3.5")
    return Reading(lambda paper: paper.rating is not None and test(paper.rating))


def _dated(field: str) -> Reader:
    def reader(value: str) -> Reading:
        test = date_test(value)
        if test is None:
            return Reading(message=f"“{value}” is not a date", hint="2019, 2019-07, 2019-07-31, >=2019, 2018..2020, 7d")
        return Reading(lambda paper: test(getattr(paper, field)[:10]))

    return reader


def _one_of(kind: str, choices: dict[str, Test], negated: bool = False) -> Reader:
    def reader(value: str) -> Reading:
        test = choices.get(value.lower())
        if test is None:
            return Reading(message=f"“{kind}:{value}” is not known", hint=", ".join(choices))
        return Reading((lambda paper: not test(paper)) if negated else test)

    return reader


def _with_status(status: str) -> Test:
    return lambda paper: paper.status == status


def _labelled(*labels: str) -> Test:
    return lambda paper: any(link.url and link.label.lower() in labels for link in paper.all_links)


STATES: dict[str, Test] = {
    "starred": lambda paper: paper.is_starred,
    "recent": is_recent,
    "deferred": is_deferred,
    "conflicted": lambda paper: bool(paper.conflicts),
    **{status: _with_status(status) for status in STATUSES},
}
"""What ``is:`` takes."""

POSSESSIONS: dict[str, Test] = {
    "note": lambda paper: paper.has_note,
    "link": lambda paper: any(link.url for link in paper.all_links),
    "code": _labelled("code"),
    "pdf": _labelled("pdf"),
    "tag": lambda paper: bool(paper.tags),
    "cat": lambda paper: bool(paper.categories),
    "rating": lambda paper: paper.rating is not None,
    "author": lambda paper: bool(paper.authors),
    "venue": lambda paper: bool(paper.venue),
    "year": lambda paper: paper.year is not None,
    "alias": lambda paper: bool(paper.alias),
    "read": lambda paper: bool(paper.read),
    "conflict": lambda paper: bool(paper.conflicts),
}
"""What ``has:`` and ``no:`` take."""

FIELDS: dict[str, tuple[Reader, str]] = {
    "title": (_text(lambda paper: (paper.title, paper.alias)), "words in the title"),
    "author": (_text(lambda paper: paper.authors), "author:he"),
    "venue": (_text(lambda paper: (paper.venue,)), "venue:ICLR"),
    "year": (_year, "year:2019, year:2018..2020, year:>=2019"),
    "status": (_status, "status:to-read,reading"),
    "cat": (_category, "cat:NAS takes in NAS/Differentiable"),
    "tag": (_tag, "tag:rl is the same as #rl"),
    "rating": (_rating, "rating:>=3"),
    "note": (_text(lambda paper: (paper.note_text,)), "words in the note"),
    "link": (
        _part(lambda paper: (part for link in paper.all_links for part in (link.label, link.url or ""))),
        "link:github",
    ),
    "added": (_dated("added"), "added:7d, added:2024-05"),
    "read": (_dated("read"), "read:2019, read:2019-01..2019-06"),
    "key": (_part(lambda paper: (paper.key,)), "key:vaswani2017"),
    "is": (_one_of("is", STATES), ", ".join(STATES)),
    "has": (_one_of("has", POSSESSIONS), ", ".join(POSSESSIONS)),
    "no": (_one_of("no", POSSESSIONS, negated=True), ", ".join(POSSESSIONS)),
}
"""Every field with how its value is read and an example or its values, for help and completion."""


def read_filter(field: str, values: Sequence[str]) -> Reading:
    """One test out of several values of which any may hold; the first value that cannot be read is the mistake."""
    readings = [FIELDS[field][0](value) for value in values]
    for reading in readings:
        if reading.accepts is None:
            return reading
    strict = [reading.accepts for reading in readings if reading.accepts is not None]
    if all(reading.loosely is None for reading in readings):
        return Reading(_any_of(strict))
    loose = [reading.loosely or test for reading, test in zip(readings, strict, strict=True)]
    return Reading(_any_of(strict), _any_of(loose))


def _any_of(tests: list[Test]) -> Test:
    if len(tests) == 1:
        return tests[0]
    return lambda paper: any(test(paper) for test in tests)
