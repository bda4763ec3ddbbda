"""The layout of the file lets git merge what does not contradict, without any driver."""

from __future__ import annotations

import itertools
import random
from pathlib import Path
from typing import Any

import pytest

from stacktui import git
from stacktui.library.ids import IdSource, class_of
from stacktui.library.records import record_of
from stacktui.merge import merge_tables
from stacktui.model import Link, Paper
from stacktui.store import load, render

Tables = dict[str, dict[str, dict[str, Any]]]
RICH = Paper(
    key="smith2019deep",
    title="Deep Things",
    alias="DT",
    authors=("Ann Smith", "Bob Li"),
    venue="ICLR",
    year=2019,
    url="https://arxiv.org/abs/1901.00001",
    links=(Link("code", "https://github.com/a/b"),),
    categories=("NAS",),
    rating=3,
    tags=("classic",),
    added="2026-01-01T10:00:00+00:00",
    note=("first line", "", "middle", "", "last line"),
)
BARE = Paper(key="bare", title="Bare", added="2026-01-01T10:00:00+00:00")
EDITS: dict[str, Any] = {
    "status": "read",
    "rating": 4.5,
    "alias": "new",
    "venue": "CVPR",
    "year": 2020,
    "tags": ["another", "classic"],
    "pushed": "2026-02-02T10:00:00+00:00",
}


def library(paper: Paper) -> Tables:
    """The paper among others."""
    records = {str(10**11 + number): record_of(BARE.edit(key=f"k{number}")) for number in range(4)}
    return {"papers": {**records, "100000000002": record_of(paper)}}


def edited(base: Tables, **fields: Any) -> Tables:
    record = {**base["papers"]["100000000002"], **fields}
    return {"papers": {**base["papers"], "100000000002": record}}


def git_merge(folder: Path, *sides: Tables) -> Tables | None:
    """What `git merge-file` makes of ours, base and theirs; None where it conflicts."""
    for name, side in zip(("base", "ours", "theirs"), sides, strict=True):
        (folder / name).write_bytes(render(side))
    done = git.run(str(folder), "merge-file", "-p", "-q", "ours", "base", "theirs")
    return None if done.code else {"papers": load(done.out, "merged").tables["papers"]}


@pytest.mark.parametrize("paper", [RICH, BARE], ids=["rich", "bare"])
def test_any_two_fields_of_one_paper_merge_in_git_as_they_do_by_record(tmp_path: Path, paper: Paper) -> None:
    base = library(paper)
    for one, other in itertools.combinations(EDITS, 2):
        ours, theirs = edited(base, **{one: EDITS[one]}), edited(base, **{other: EDITS[other]})
        assert git_merge(tmp_path, base, ours, theirs) == merge_tables(base, ours, theirs).tables, (one, other)


def test_a_line_at_the_end_of_a_note_and_an_edit_of_another_merge(tmp_path: Path) -> None:
    base = library(RICH)
    lines = base["papers"]["100000000002"]["note"]
    ours, theirs = edited(base, note=[*lines[:-1], "more", ""]), edited(base, note=["changed", *lines[1:]])
    assert git_merge(tmp_path, base, ours, theirs) == merge_tables(base, ours, theirs).tables


def test_the_first_line_of_a_note_and_the_first_tag_merge(tmp_path: Path) -> None:
    base = library(BARE)
    ours, theirs = edited(base, note=["a line", ""]), edited(base, tags=["a-tag"])
    assert git_merge(tmp_path, base, ours, theirs) == merge_tables(base, ours, theirs).tables


def test_a_line_added_to_a_note_changes_no_other(tmp_path: Path) -> None:
    before, after = (render(library(RICH.edit(note=note))).split(b"\n") for note in (("a",), ("a", "b")))
    rest = iter(after)
    assert all(line in rest for line in before)
    assert len(after) == len(before) + 1


def ids_of(clone: str, table: dict[str, Any], count: int) -> list[int]:
    source, mine = IdSource(clone), dict(table)
    for _ in range(count):
        mine[str(source.fresh([mine]))] = {}
    return sorted(map(int, mine.keys() - table.keys()))


def test_clones_of_different_classes_never_put_papers_in_one_gap() -> None:
    rng = random.Random(1)
    table: dict[str, Any] = {str(number): {} for number in rng.sample(range(10**11, 10**12), 300)}
    old = sorted(map(int, table))
    clones = {class_of(str(number)) % 64: str(number) for number in range(200)}
    (_, left), (_, right), *_ = sorted(clones.items())
    for _ in range(20):
        gaps = [{sum(doc_id > each for each in old) for doc_id in ids_of(clone, table, 5)} for clone in (left, right)]
        assert not gaps[0] & gaps[1]


@pytest.mark.parametrize("size", [0, 1, 5, 40])
def test_small_libraries_get_ids_too(size: int) -> None:
    table: dict[str, Any] = {str(10**11 + number): {} for number in range(size)}
    ids = ids_of("x", table, 30)
    assert len(ids) == 30
    assert all(10**11 <= doc_id < 10**12 for doc_id in ids)
