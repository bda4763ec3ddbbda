"""Reading a long list tells how far it is, and can be stopped."""

from __future__ import annotations

import pytest

from stacktui.errors import StackError
from stacktui.formats import parse_document
from stacktui.formats.watching import watched

LONG = "\n".join(f"- [A Study of Number {n} in Networks](https://arxiv.org/abs/2001.{n:05})" for n in range(400))


def test_it_tells_how_many_parts_of_how_many_are_read() -> None:
    told: list[tuple[int, int]] = []

    def report(done: int, total: int) -> bool:
        told.append((done, total))
        return True

    with watched(report):
        document = parse_document(LONG.encode(), "long.md")
    assert len(document.papers) == 400
    assert len(told) >= 10
    assert told == sorted(told)
    assert told[-1][1] == 400


def test_it_stops_when_told_to() -> None:
    with pytest.raises(StackError, match="stopped"), watched(lambda done, total: done < 100):
        parse_document(LONG.encode(), "long.md")
    assert len(parse_document(LONG.encode(), "long.md").papers) == 400
