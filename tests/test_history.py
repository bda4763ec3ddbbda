"""The history of one paper, from git."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from git_support import Machine, pair
from hypothesis import given
from hypothesis import strategies as st

from stacktui.errors import StackError
from stacktui.history import Version, history, record_in
from stacktui.store import render
from stacktui.sync import commit, sync

__all__ = ["pair"]

Pair = tuple[Machine, Machine]


def history_of(machine: Machine, key: str = "first2020paper") -> list[Version]:
    paper = machine.library.by_key(key)
    assert paper is not None
    return list(history(str(machine.path), paper.id))


def test_every_commit_that_changed_the_paper_is_told_the_newest_first(pair: Pair) -> None:
    one, _ = pair
    one.edit("first2020paper", rating=3.0)
    commit(str(one.path))
    one.add("Another paper")
    commit(str(one.path))
    one.edit("first2020paper", status="reading", tags=("a", "b"))
    commit(str(one.path))
    one.edit("first2020paper", rating=None, tags=("b", "c"), note=("one", "2", "three"))
    told = [(one.what, [change.words for change in one.changes]) for one in history_of(one)]
    assert told == [
        ("changed", ["tags: +c −a", "note: +1 line, −1 line", "rating: cleared"]),
        ("changed", ["status: to-read → reading", "tags: +a +b"]),
        ("changed", ["rating: 3"]),
        ("added", []),
    ]


def test_trash_and_back_are_told_as_that(pair: Pair) -> None:
    one, _ = pair
    ident = one.library.by_key("first2020paper").id  # type: ignore[union-attr]
    one.library.remove([ident])
    commit(str(one.path))
    one.library.restore([ident])
    commit(str(one.path))
    library = one.library
    library.remove([ident])
    library.empty_trash()
    commit(str(one.path))
    assert [each.what for each in history(str(one.path), ident)] == ["deleted", "restored", "removed", "added"]


def test_a_merge_is_told_only_where_it_made_something_new(pair: Pair) -> None:
    one, other = pair
    one.edit("first2020paper", rating=3.0)
    sync(str(one.path))
    other.add("Unrelated")
    sync(str(other.path))
    assert [each.subject.split(":")[0] for each in history_of(other)] == ["rate 1 paper", "add 1 paper"]
    other.edit("first2020paper", rating=5.0)
    sync(str(other.path))
    one.edit("first2020paper", alias="A")
    sync(str(one.path))
    assert "merge origin" in history_of(one)[0].subject


def test_outside_of_git_there_is_no_history(library_file: Path) -> None:
    with pytest.raises(StackError, match="no history"):
        list(history(str(library_file), 1))


def test_log_prints_it_and_finds_papers_in_the_trash(pair: Pair) -> None:
    one, _ = pair
    one.edit("first2020paper", note=("one", "two", "three", "four"))
    commit(str(one.path))
    done = one.run("log", "first2020paper")
    assert done.returncode == 0
    assert done.stdout.startswith("first2020paper  A first paper\n")
    assert "      + four" in done.stdout
    assert len(one.run("log", "first2020paper", "--limit", "1", "--json").stdout.splitlines()) == 1
    newest = json.loads(one.run("log", "first2020paper", "--json").stdout.splitlines()[0])
    assert newest["changes"] == [{"field": "note", "before": [], "after": ["four"]}]
    library = one.library
    library.remove(list(library.papers))
    assert "removed" in one.run("log", "first2020paper").stdout


def test_log_of_a_paper_that_was_never_committed_tells_so(pair: Pair) -> None:
    one, _ = pair
    key = one.add("Quite new").key
    done = one.run("log", key)
    assert done.returncode == 0
    assert "not committed yet" in done.stdout


@given(st.dictionaries(st.integers(1, 10**12), st.text(), min_size=1), st.text())
def test_a_record_is_found_in_the_bytes_of_a_library(notes: dict[int, str], title: str) -> None:
    papers = {str(doc_id): {"title": title, "note": [text, f'"{doc_id}": {{']} for doc_id, text in notes.items()}
    data = render({"papers": papers})
    for doc_id in notes:
        assert record_in(data, doc_id) == json.loads(data)["papers"][str(doc_id)]
    assert record_in(data, 10**12 + 1) is None
