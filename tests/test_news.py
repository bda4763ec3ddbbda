"""What happened between two states of a library, in words."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stacktui.news import SUBJECT_WIDTH, body, in_short, news, subject
from stacktui.text import clean_line

OLD = {"key": "vaswani2017attention", "title": "Attention Is All You Need", "status": "to-read", "tags": []}


def told(before: dict[str, Any], after: dict[str, Any]) -> str:
    """The subject for papers before and after."""
    return subject(news({"papers": before}, {"papers": after}), "nothing")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"status": "read", "read": "2026-01-02"}, "read 1 paper"),
        ({"status": "reading"}, "begin 1 paper"),
        ({"status": "dropped"}, "drop 1 paper"),
        ({"rating": 4}, "rate 1 paper"),
        ({"note": ["a thought"]}, "write on 1 paper"),
        ({"tags": ["rl"]}, "file 1 paper"),
        ({"pushed": "2026-01-02T00:00:00+00:00"}, "move 1 paper"),
        ({"venue": "NIPS", "rating": 4}, "edit 1 paper"),
        ({"conflicts": [{"field": "rating", "value": 3}]}, "edit 1 paper"),
    ],
)
def test_a_change_is_called_by_what_was_done(changes: dict[str, Any], words: str) -> None:
    assert told({"1": OLD}, {"1": {**OLD, **changes}}) == f"{words}: Attention Is All You Need"


def test_settling_a_conflict_is_no_edit() -> None:
    before = {**OLD, "conflicts": [{"field": "rating", "value": 3}]}
    assert told({"1": before}, {"1": OLD}).startswith("settle 1 paper")


def test_papers_come_go_and_come_back() -> None:
    new = {"2": {"key": "b", "title": "B"}, "3": {"key": "c", "title": "C"}}
    assert told({}, new) == "add 2 papers: B; C"
    trashed = {"papers": {}, "trash": {"1": {**OLD, "deleted": "2026"}}}
    kept = {"papers": {"1": OLD}, "trash": {}}
    assert in_short(news(kept, trashed)) == "remove 1 paper"
    assert in_short(news(trashed, kept)) == "restore 1 paper"
    assert in_short(news(trashed, {})) == "delete 1 paper"


def test_free_notes_are_told_apart() -> None:
    note = {"notes": {"1": {"title": "Day log", "text": ["x"]}}}
    assert subject(news({}, note), "") == "write 1 note: Day log"
    assert in_short(news(note, {})) == "drop 1 note"


def test_an_empty_field_that_appears_is_no_change_worth_telling() -> None:
    assert news({"papers": {"1": OLD}}, {"papers": {"1": dict(OLD)}}) == []
    assert told({"1": OLD}, {"1": OLD}) == "nothing"


def test_the_body_names_every_paper_with_its_fields() -> None:
    found = news({"papers": {"1": OLD}}, {"papers": {"1": {**OLD, "venue": "NIPS"}, "2": {"key": "b", "title": "B"}}})
    assert body(found) == "- add b: B\n- edit vaswani2017attention: Attention Is All You Need (venue)"


@given(st.lists(st.text(), max_size=8), st.lists(st.text(), max_size=8))
def test_a_subject_is_one_short_line(old: list[str], new: list[str]) -> None:
    before = {str(number): {"key": "k", "title": title} for number, title in enumerate(old, 4)}
    after = {str(number): {"key": "k", "title": title} for number, title in enumerate(new)}
    line = told(before, after)
    assert len(line) <= SUBJECT_WIDTH + 2
    assert line == clean_line(line) != ""
