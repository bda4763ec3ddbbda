"""Two sides of a library become one and nothing is lost."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stacktui.errors import LibraryError
from stacktui.merge import FIRST_MARK, LAST_MARK, MIDDLE_MARK, merge_files, merge_lines, merge_record, merge_tables
from stacktui.store import load, render

Record = dict[str, Any]
Tables = dict[str, dict[str, Record]]


def merged(base: Record, ours: Record, theirs: Record) -> Record:
    """The merge, after checking that it is the same from the other side."""
    one, other = merge_record(base, ours, theirs), merge_record(base, theirs, ours)
    assert one == other
    return one[0]


def test_different_fields_of_one_record_are_both_taken() -> None:
    base = {"title": "t", "rating": 1, "venue": "ICLR"}
    assert merged(base, {**base, "rating": 4}, {**base, "alias": "a"}) == {**base, "rating": 4, "alias": "a"}


def test_tags_take_additions_and_removals_of_both_sides() -> None:
    base = {"tags": ["old", "stays"]}
    assert merged(base, {"tags": ["stays", "x"]}, {"tags": ["a", "old", "stays"]}) == {"tags": ["a", "stays", "x"]}


def test_links_keep_what_both_sides_append() -> None:
    code, talk, slides = ({"label": name, "url": f"https://{name}"} for name in ("code", "talk", "slides"))
    assert merged({"links": [code]}, {"links": [code, talk]}, {"links": [code, slides]})["links"] == [
        code,
        slides,
        talk,
    ]


def test_one_changed_author_on_each_side_is_no_disagreement() -> None:
    base = {"authors": ["A. One", "B. Two", "C. Three"]}
    ours, theirs = {"authors": ["Ann One", *base["authors"][1:]]}, {"authors": [*base["authors"][:2], "Cy Three"]}
    assert merged(base, ours, theirs) == {"authors": ["Ann One", "B. Two", "Cy Three"]}


def test_the_same_author_changed_differently_is_kept_as_a_conflict() -> None:
    base = {"authors": ["A. One"]}
    result = merged(base, {"authors": ["Ann One"]}, {"authors": ["Anna One"]})
    assert [result["authors"], result["conflicts"][0]["value"]] == [["Anna One"], ["Ann One"]]


def test_of_two_values_one_stands_and_the_other_waits_in_conflicts() -> None:
    result = merged({"alias": "a"}, {"alias": "b"}, {"alias": "c"})
    assert result == {"alias": "c", "conflicts": [{"field": "alias", "value": "b"}]}


def test_the_status_that_is_further_along_stands() -> None:
    result = merged({"status": "to-read"}, {"status": "reading"}, {"status": "read"})
    assert result == {"status": "read", "conflicts": [{"field": "status", "value": "reading"}]}


def test_a_changed_value_is_stronger_than_a_removed_one() -> None:
    result = merged({"rating": 2}, {}, {"rating": 5})
    assert result == {"rating": 5, "conflicts": [{"field": "rating", "value": None}]}


def test_the_earliest_addition_and_the_latest_push_stand() -> None:
    one = {"added": "2026-01-01T10:00:00+08:00", "pushed": "2026-05-01T10:00:00+00:00"}
    two = {"added": "2026-01-01T03:00:00+00:00", "pushed": "2026-05-01T11:00:00+08:00"}
    assert merged({}, one, two) == one


def test_two_paragraphs_of_one_note_are_merged_by_line() -> None:
    base = ["first", "", "last", ""]
    lines, agreed = merge_lines(base, ["first, changed", "", "last", ""], ["first", "", "last", "more", ""])
    assert (lines, agreed) == (["first, changed", "", "last", "more", ""], True)


def test_two_additions_at_the_end_of_a_note_are_both_kept_without_markers() -> None:
    assert merge_lines(["a", ""], ["a", "", "mine", ""], ["a", "", "theirs", ""]) == (
        ["a", "", "mine", "theirs", ""],
        True,
    )


def test_two_versions_of_one_line_stand_between_markers() -> None:
    lines, agreed = merge_lines(["a", "b"], ["a", "x"], ["a", "y"])
    assert (lines, agreed) == (["a", FIRST_MARK, "x", MIDDLE_MARK, "y", LAST_MARK], False)


def test_an_edit_is_stronger_than_a_deletion_and_says_so() -> None:
    base: Tables = {"papers": {"5": {"title": "t"}}, "trash": {}}
    edited = {"papers": {"5": {"title": "t", "rating": 4}}, "trash": {}}
    gone: Tables = {"papers": {}, "trash": {"5": {"title": "t", "deleted": "2026-11-01"}}}
    for ours, theirs in ((edited, gone), (gone, edited)):
        result = merge_tables(base, ours, theirs)
        assert result.tables["trash"] == {}
        conflict = {"field": "deleted", "value": "2026-11-01"}
        assert result.tables["papers"]["5"] == {"title": "t", "rating": 4, "conflicts": [conflict]}
        assert [each.field for each in result.disagreements] == ["deleted"]


def test_what_the_deleting_side_had_edited_before_is_kept_too() -> None:
    base: Tables = {"papers": {"5": {"title": "t", "tags": []}}}
    ours: Tables = {"papers": {"5": {"title": "t", "tags": ["mine"]}}}
    theirs: Tables = {"papers": {}, "trash": {"5": {"title": "t", "tags": ["theirs"], "deleted": "2026"}}}
    assert merge_tables(base, ours, theirs).tables["papers"]["5"]["tags"] == ["mine", "theirs"]


def test_deleted_on_both_sides_is_deleted() -> None:
    base: Tables = {"papers": {"5": {"title": "t"}}}
    sides = [{"papers": {}, "trash": {"5": {"title": "t", "deleted": day}}} for day in ("2026-11-02", "2026-11-01")]
    result = merge_tables(base, *sides)
    assert result.tables == {"papers": {}, "trash": {"5": {"title": "t", "deleted": "2026-11-01"}}}
    assert result.disagreements == []


WORDS = st.sampled_from(["a", "b", "c", "d", "e"])
LINES = st.lists(st.sampled_from(["one", "two", "three", "four", ""]), max_size=6)
LINK = st.builds(lambda label: {"label": label, "url": f"https://{label}.org"}, WORDS)
PAPER = st.fixed_dictionaries(
    {"title": WORDS, "tags": st.lists(WORDS, unique=True).map(sorted), "note": LINES},
    optional={
        "alias": WORDS,
        "rating": st.sampled_from([1, 2.5, 4]),
        "status": st.sampled_from(["to-read", "reading", "read"]),
        "authors": st.lists(WORDS, max_size=3),
        "links": st.lists(LINK, max_size=3, unique_by=lambda link: link["label"]),
        "added": st.sampled_from(["2026-01-01", "2026-01-02T10:00:00+08:00"]),
        "pushed": st.sampled_from(["2026-02-01", "2026-02-02"]),
        "zz": st.dictionaries(WORDS, st.integers(0, 2), max_size=2),
    },
)
IDS = st.sampled_from(["11", "5", "70"])
LIBRARIES = st.dictionaries(IDS, PAPER, max_size=3)


@st.composite
def edits(draw: st.DrawFn, base: Tables) -> Tables:
    """A side: the base after some edits, additions, deletions."""
    side = copy.deepcopy(base)
    for doc_id in list(side["papers"]):
        kind = draw(st.sampled_from(["keep", "keep", "edit", "edit", "trash", "delete"]))
        if kind == "edit":
            fresh = draw(PAPER)
            fields = draw(st.sets(st.sampled_from(sorted(fresh))))
            side["papers"][doc_id] |= {name: fresh[name] for name in fields}
            for name in draw(st.sets(st.sampled_from(["alias", "rating", "links"]))):
                side["papers"][doc_id].pop(name, None)
        elif kind != "keep":
            record = side["papers"].pop(doc_id)
            if kind == "trash":
                side["trash"][doc_id] = {**record, "deleted": draw(st.sampled_from(["2026-03-01", "2026-03-02"]))}
    for doc_id, record in draw(st.dictionaries(st.sampled_from(["8", "9"]), PAPER, max_size=1)).items():
        side["papers"][doc_id] = record
    return side


@st.composite
def triples(draw: st.DrawFn) -> tuple[Tables, Tables, Tables]:
    base: Tables = {"papers": draw(LIBRARIES), "trash": {}}
    return base, draw(edits(base)), draw(edits(base))


@settings(max_examples=200, deadline=None)
@given(triples())
def test_a_merge_is_the_same_from_both_sides(sides: tuple[Tables, Tables, Tables]) -> None:
    base, ours, theirs = sides
    one, other = merge_tables(base, ours, theirs), merge_tables(base, theirs, ours)
    assert render(one.tables) == render(other.tables)
    assert sorted(map(repr, one.disagreements)) == sorted(map(repr, other.disagreements))


@settings(max_examples=150, deadline=None)
@given(triples())
def test_merging_again_what_was_merged_changes_nothing(sides: tuple[Tables, Tables, Tables]) -> None:
    base, ours, theirs = sides
    result = merge_tables(base, ours, theirs).tables
    assert merge_tables(ours, result, ours).tables == result
    assert merge_tables(theirs, theirs, result).tables == result
    assert merge_tables(base, ours, base).tables == {**ours, "trash": ours["trash"]}
    assert merge_tables(base, result, result).tables == result


@settings(max_examples=200, deadline=None)
@given(triples())
def test_nothing_that_a_side_wrote_is_lost(sides: tuple[Tables, Tables, Tables]) -> None:
    base, ours, theirs = sides
    result = merge_tables(base, ours, theirs).tables
    for side, other in ((ours, theirs), (theirs, ours)):
        for doc_id, record in side["papers"].items():
            old = base["papers"].get(doc_id, {})
            untouched = record == old
            if untouched and doc_id not in other["papers"]:
                continue  # deleted by the other side
            text = json.dumps(result["papers"][doc_id], sort_keys=True)
            for name, value in record.items():
                if value != old.get(name):
                    check_kept(name, value, old.get(name), result["papers"][doc_id], text)


def check_kept(name: str, value: Any, old: Any, kept: Record, text: str) -> None:
    """A value that one side gave to a field is in the field, or in the conflicts."""
    if name in ("tags", "links"):
        assert all(item in kept[name] for item in value if item not in (old or []))
    elif name == "note":
        assert all(value.count(line) <= kept["note"].count(line) or line in (old or []) for line in value)
    elif name == "zz":
        new = [item for key, item in value.items() if (old or {}).get(key) != item]
        assert all(json.dumps(item) in text for item in new)
    elif name == "authors":
        assert all(json.dumps(author) in text for author in value)
    elif name not in ("added", "pushed"):
        assert kept.get(name) == value or {"field": name, "value": value} in kept.get("conflicts", [])


def reference_merge(base: Record, ours: Record, theirs: Record) -> Record:
    """Scalars and tags by the book, slowly: field by field, item by item."""
    result: Record = {}
    for name in {*base, *ours, *theirs} & {"title", "alias", "rating", "tags"}:
        old, mine, other = (side.get(name) for side in (base, ours, theirs))
        if name == "tags":
            result[name] = sorted(
                tag
                for tag in {*(mine or []), *(other or [])}
                if (tag in (mine or [])) + (tag in (other or [])) - (tag in (old or [])) > 0
            )
        elif mine == other or other == old:
            result[name] = mine
        elif mine == old:
            result[name] = other
        else:
            present = [json.dumps(value) for value in (mine, other) if value is not None]
            result[name] = json.loads(max(present))
    return {name: value for name, value in result.items() if value is not None}


@settings(max_examples=200, deadline=None)
@given(PAPER, PAPER, PAPER, st.sets(st.sampled_from(["title", "alias", "rating", "tags"])))
def test_the_merge_agrees_with_a_slow_one(base: Record, ours: Record, theirs: Record, same: set[str]) -> None:
    ours = {**ours, **{name: base[name] for name in same if name in base}}
    result = merged(base, ours, theirs)
    expected = reference_merge(base, ours, theirs)
    assert {name: result[name] for name in ("title", "alias", "rating", "tags") if name in result} == expected


def write_sides(folder: Path, *sides: bytes) -> list[str]:
    paths = [folder / name for name in ("base", "ours", "theirs")]
    for path, data in zip(paths, sides, strict=True):
        path.write_bytes(data)
    return [str(path) for path in paths]


def test_merged_files_are_written_canonically_to_ours(tmp_path: Path) -> None:
    base: Tables = {"papers": {"5": {"title": "t", "rating": 1}}}
    ours: Tables = {"papers": {"5": {"title": "t", "rating": 2}}}
    theirs: Tables = {"papers": {"5": {"title": "t", "rating": 1, "alias": "a"}, "6": {"title": "new"}}}
    paths = write_sides(tmp_path, *map(render, (base, ours, theirs)))
    assert merge_files(*paths) == []
    expected: Tables = {"papers": {"5": {"title": "t", "rating": 2, "alias": "a"}, "6": {"title": "new"}}}
    assert (tmp_path / "ours").read_bytes() == render(expected)
    assert (tmp_path / "theirs").read_bytes() == render(theirs)


def test_an_empty_base_is_a_file_that_never_was(tmp_path: Path) -> None:
    ours, theirs = ({"papers": {doc_id: {"title": doc_id}}} for doc_id in ("5", "6"))
    merge_files(*write_sides(tmp_path, b"", render(ours), render(theirs)))
    assert load((tmp_path / "ours").read_bytes(), "x").tables["papers"].keys() == {"5", "6"}


@pytest.mark.parametrize("broken", [1, 2])
def test_a_side_that_is_no_library_is_refused_and_ours_stays(tmp_path: Path, broken: int) -> None:
    sides = [render({"papers": {"5": {"title": "t"}}})] * 3
    sides[broken] = b'{"papers": {"5":'
    paths = write_sides(tmp_path, *sides)
    with pytest.raises(LibraryError):
        merge_files(*paths)
    assert (tmp_path / "ours").read_bytes() == sides[1]


def test_two_new_papers_with_one_key_get_two_keys_the_same_from_both_sides(tmp_path: Path) -> None:
    sides = [render({"papers": {doc_id: {"key": "wang2020deep", "title": doc_id}}}) for doc_id in ("6", "5")]
    outcomes = []
    for pair in (sides, sides[::-1]):
        merge_files(*write_sides(tmp_path, render({"papers": {}}), *pair))
        outcomes.append((tmp_path / "ours").read_bytes())
    assert outcomes[0] == outcomes[1]
    papers = load(outcomes[0], "x").tables["papers"]
    assert [papers["5"]["key"], papers["6"]["key"]] == ["wang2020deep", "wang2020deep-2"]
