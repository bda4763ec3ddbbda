"""The file of a library: what is written, what is read, what is refused."""

from __future__ import annotations

import json
import os
import random
import stat
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tinydb import TinyDB, where

from stacktui.errors import LibraryError
from stacktui.store import FileChanged, StackDB, StackStorage, load, reading, render, trusted
from stacktui.store import files as store_files
from stacktui.store.canonical import file_pieces, table_pieces
from stacktui.store.reading import split

TITLES = [
    "A",
    "Müller",
    "神经网络",
    'say "hi"',
    "back\\slash \\u0041",
    "line }\n,\n{ end",
    "\x00\x1b\u2028",
    "ends in {",
]


def record(number: int, **more: Any) -> dict[str, Any]:
    made = {
        "key": f"k{number}",
        "title": TITLES[number % len(TITLES)],
        "authors": ["Ann", "Bob"][: number % 3],
        "tags": [],
    }
    return {**made, "links": [{"label": "code", "url": None}][: number % 2], "note": ["a", "", "b"], **more}


def library(size: int) -> dict[str, dict[str, dict[str, Any]]]:
    ids = random.Random(size).sample(range(10**11, 10**12), size)
    return {"meta": {"1": {"schema": 1}}, "papers": {str(doc_id): record(n) for n, doc_id in enumerate(sorted(ids))}}


def write(path: Path, size: int = 12) -> bytes:
    data = render(library(size))
    path.write_bytes(data)
    return data


def test_what_is_written_is_read_again() -> None:
    tables = library(40)
    assert {name: table for name, table in load(render(tables), "x").tables.items() if table} == tables


def test_the_order_of_fields_records_and_tables_does_not_matter() -> None:
    tables = library(20)
    shuffled = {
        name: {doc_id: dict(reversed(each.items())) for doc_id, each in reversed(table.items())}
        for name, table in reversed(tables.items())
    }
    assert render(shuffled) == render(tables)


def test_the_file_is_utf8_with_one_item_a_line_and_a_final_line_end() -> None:
    data = render(library(9))
    assert "神经网络".encode() in data
    assert b"\r" not in data
    assert data.endswith(b"\n}\n")
    assert b'\n    "Ann",\n    "Bob"\n  ],\n' in data


@pytest.mark.parametrize("field", ["title", "status", "rating", "venue", "year", "alias"])
def test_a_changed_field_is_one_changed_line(field: str) -> None:
    before, after = library(5), library(5)
    for tables, value in ((before, "old"), (after, "new")):
        next(iter(tables["papers"].values()))[field] = value
    one, other = render(before).split(b"\n"), render(after).split(b"\n")
    assert len(one) == len(other)
    assert sum(left != right for left, right in zip(one, other, strict=True)) == 1


def test_a_deletion_removes_its_own_lines_only() -> None:
    tables = library(5)
    lines = render(tables).split(b"\n")
    for doc_id in list(tables["papers"]):
        fewer = {**tables, "papers": {key: each for key, each in tables["papers"].items() if key != doc_id}}
        left = render(fewer).split(b"\n")
        rest = iter(lines)
        assert all(line in rest for line in left), "a subsequence: nothing was added or changed"


def test_canonical_files_are_recognised_and_cut_into_their_pieces() -> None:
    tables = library(30)
    data = render(tables)
    loaded = load(data, "x")
    assert loaded.canonical
    pieces = split(data, loaded.tables)
    assert pieces == {name: table_pieces(table) for name, table in loaded.tables.items()}
    assert b"".join(file_pieces(pieces or {})) == data


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)
RECORDS = st.dictionaries(st.sampled_from(["title", "note", "tags", "links", "zz", "é"]) | st.text(max_size=3), VALUES)
TABLES = st.dictionaries(
    st.sampled_from(["papers", "notes", "other"]),
    st.dictionaries(st.integers(0, 10**12).map(str), RECORDS, max_size=4),
    max_size=3,
)


@settings(max_examples=150, deadline=None)
@given(TABLES)
def test_any_json_survives_a_round_trip_and_stays_canonical(tables: dict[str, dict[str, dict[str, Any]]]) -> None:
    tables = {"papers": {}, "meta": {}, **tables}
    data = render(tables)
    again = load(data, "x")
    assert {name: table for name, table in again.tables.items() if table or name in tables} == tables
    assert render(again.tables) == data
    if again.canonical:
        pieces = split(data, again.tables)
        assert pieces is None or b"".join(file_pieces(pieces)) == data


@settings(max_examples=150, deadline=None)
@given(TABLES, st.data())
def test_a_repeated_name_is_always_refused(tables: dict[str, dict[str, dict[str, Any]]], data: st.DataObject) -> None:
    lines = render({"papers": {"1": {"key": "k", "title": "t"}}, **tables}).split(b"\n")
    fields = [place for place, line in enumerate(lines) if line.startswith(b'  "') and line.endswith(b",")]
    fields = [place for place in fields if not lines[place].endswith(b"[,")]
    if fields:
        place = data.draw(st.sampled_from(fields))
        with pytest.raises(LibraryError, match=rf"line {place + 2}: .* twice"):
            load(b"\n".join([*lines[: place + 1], lines[place], *lines[place + 1 :]]), "x")


def test_numbers_of_more_than_64_bits_keep_their_digits(tmp_path: Path) -> None:
    path = tmp_path / "papers.json"
    big = 12345678901234567890123
    path.write_text(json.dumps({"papers": {"5": {"title": "t", "zz": {"n": [1, 2.5, None, big]}}}}))
    for rating in (1, 2):  # the second time from a canonical file
        StackDB(str(path)).update({"rating": rating}, doc_ids=[5])
        assert json.loads(path.read_bytes())["papers"]["5"]["zz"] == {"n": [1, 2.5, None, big]}


BAD = {
    "empty": (b"", "is empty"),
    "blank": (b" \n\n", "is empty"),
    "not JSON": (b"# Papers\n\n- one\n", "line 1"),
    "a list": (b"[]\n", "not a library"),
    "another program's JSON": (b'{"name": "left-pad", "papers": 3}', "not a library"),
    "a table without papers": (b'{"_default": {"1": {"a": 1}}}', "not a library"),
    "newer": (b'{"meta": {"1": {"schema": 9999}}, "papers": {}}', "newer stacktui"),
    "letters as ids": (b'{"papers": {"vaswani": {"title": "x"}}}', "'vaswani'"),
    "not UTF-8": (b'{"papers":\n{"1": {"title": "\xff"}}}', "line 2: not UTF-8"),
    "NaN": (b'{"papers": {"1": {"rating": NaN}}}', "line 1"),
    "half a character": (b'{"papers": {"1": {"title": "\\ud800"}}}', "line 1"),
    "nested too deep": (b'{"papers": {"1": {"x": ' + b"[" * 5000 + b"]" * 5000 + b"}}}", "bad.json"),
    "endless number": (b'{"papers": {"1": {"x": ' + b"9" * 5000 + b"}}}", "bad.json"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_refused_with_a_word_and_left_alone(tmp_path: Path, name: str) -> None:
    data, words = BAD[name]
    path = tmp_path / "bad.json"
    path.write_bytes(data)
    storage = StackStorage(str(path))
    for attempt in (storage.refresh, storage.read):
        with pytest.raises(LibraryError) as refused:
            attempt()
        assert words in refused.value.message
        assert refused.value.hint
    assert path.read_bytes() == data


def test_every_truncation_is_refused(tmp_path: Path) -> None:
    data = render(library(4))
    for end in range(len(data) - 1):
        with pytest.raises(LibraryError):
            load(data[:end], "x")


def test_conflict_markers_are_named_with_their_line_and_the_way_out() -> None:
    lines = render(library(3)).split(b"\n")
    lines[25:26] = [b"<<<<<<< HEAD", lines[25], b"=======", b'  "title": "x",', b">>>>>>> theirs"]
    with pytest.raises(LibraryError, match="line 26: git left conflict markers") as refused:
        load(b"\n".join(lines), "x")
    assert "stacktui resolve" in refused.value.hint


def test_a_repeated_record_is_refused_with_its_line() -> None:
    data = b'{"papers": {\n"7": {"title": "a"},\n"8": {"title": "b"},\n"7": {"title": "c"}}}'
    with pytest.raises(LibraryError, match='line 4: "7" stands there twice'):
        load(data, "x")


@pytest.mark.parametrize("variant", ["BOM", "CRLF", "one line", "indented"])
def test_unusual_but_whole_files_open(tmp_path: Path, variant: str) -> None:
    tables = library(6)
    path = tmp_path / "papers.json"
    path.write_bytes(
        {
            "BOM": b"\xef\xbb\xbf" + render(tables),
            "CRLF": render(tables).replace(b"\n", b"\r\n"),
            "one line": orjson.dumps(tables),
            "indented": json.dumps(tables, indent=3).encode(),
        }[variant]
    )
    db = StackDB(str(path))
    assert len(db) == 6
    db.update({"rating": 3}, doc_ids=[int(next(iter(tables["papers"])))])
    next(iter(tables["papers"].values()))["rating"] = 3
    assert path.read_bytes() == render(tables)


def test_plain_tinydb_reads_writes_and_leaves_a_file_that_the_next_save_makes_canonical(tmp_path: Path) -> None:
    path = tmp_path / "papers.json"
    write(path)
    plain = TinyDB(path, encoding="utf-8")
    papers = plain.table("papers")
    assert len(papers) == 12
    assert papers.count(where("title") == "神经网络") == 2
    inserted = papers.insert({"key": "plain", "title": "by plain TinyDB"})
    papers.update({"rating": 3}, where("key") == "k3")
    plain.close()
    db = StackDB(str(path))
    assert len(db) == 13
    db.update({"rating": 5}, doc_ids=[inserted])
    data = path.read_bytes()
    assert data == render(json.loads(data))
    assert db.get(where("key") == "k3")["rating"] == 3


def both(tmp_path: Path) -> list[Any]:
    """The same library in plain TinyDB and in ours."""
    databases = []
    for name, kind in (("plain", TinyDB), ("ours", StackDB)):
        path = tmp_path / f"{name}.json"
        write(path)
        databases.append(kind(str(path)).table("papers"))
    return databases


OPERATIONS = {
    "update": lambda t: t.update({"rating": 4}, where("key").one_of(["k1", "k5"])),
    "update with a function": lambda t: t.update(lambda r: r["tags"].append("x"), where("key") == "k2"),
    "update all": lambda t: t.update({"zz": 1}),
    "upsert": lambda t: t.upsert({"title": "up"}, where("key") == "k4"),
    "remove": lambda t: t.remove(where("key") == "k0"),
    "truncate": lambda t: t.truncate(),
    "update_multiple": lambda t: t.update_multiple(
        [({"a": 1}, where("key") == "k1"), ({"b": 2}, where("key") == "k2")]
    ),
    "search": lambda t: t.search(where("title") == "A"),
    "nothing": lambda t: t.update({"rating": 4}, where("key") == "none"),
}


@pytest.mark.parametrize("name", OPERATIONS)
def test_tinydb_operations_give_what_plain_tinydb_gives(tmp_path: Path, name: str) -> None:
    plain, ours = both(tmp_path)
    assert OPERATIONS[name](plain) == OPERATIONS[name](ours)
    assert {each.doc_id: dict(each) for each in plain} == {each.doc_id: dict(each) for each in ours}
    again = StackDB(str(tmp_path / "ours.json"))
    assert {each.doc_id: dict(each) for each in again} == {each.doc_id: dict(each) for each in plain}


def test_new_documents_get_random_twelve_digit_ids(tmp_path: Path) -> None:
    db = StackDB(str(tmp_path / "papers.json"))
    ids = db.insert_multiple([{"title": str(number)} for number in range(50)])
    assert len(set(ids)) == 50
    assert all(10**11 <= doc_id < 10**12 for doc_id in ids)
    assert json.loads((tmp_path / "papers.json").read_bytes())["meta"] == {"1": {"schema": 1}}


def test_dropping_and_truncating_tables_works(tmp_path: Path) -> None:
    path = tmp_path / "papers.json"
    write(path)
    db = StackDB(str(path))
    db.table("other").insert({"a": 1})
    db.drop_table("other")
    assert "other" not in json.loads(path.read_bytes())
    db.drop_tables()
    assert len(StackDB(str(path))) == 0


def test_another_storage_sees_a_change_and_keeps_its_unchanged_records(tmp_path: Path) -> None:
    path = tmp_path / "papers.json"
    write(path)
    one, two = StackDB(str(path)), StackDB(str(path))
    assert len(two) == 12
    before = dict(two.storage.state.tables["papers"])
    doc_id = one.all()[3].doc_id
    one.update({"rating": 2}, doc_ids=[doc_id])
    assert two.storage.refresh() == {("papers", str(doc_id))}
    after = two.storage.state.tables["papers"]
    assert {key for key in after if after[key] is not before[key]} == {str(doc_id)}
    assert two.storage.refresh() == set()


def test_a_newer_version_that_takes_over_meanwhile_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "papers.json"
    one, two = StackStorage(str(path)), StackStorage(str(path))
    for storage in (one, two):
        storage.refresh()
        storage.commit({("papers", "5"): {"title": "t"}})
        one.refresh()
    two.commit({("meta", "1"): {"schema": 2}})
    with pytest.raises(LibraryError, match="newer stacktui"):
        one.refresh()


def test_what_another_of_us_wrote_is_taken_in_record_by_record_and_equals_a_fresh_read(tmp_path: Path) -> None:
    path = tmp_path / "papers.json"
    write(path)
    one, two = StackStorage(str(path)), StackStorage(str(path))
    rng = random.Random(3)
    for storage in (one, two):
        storage.refresh()
    for number in range(30):
        writer, reader = (one, two) if number % 2 else (two, one)
        writer.refresh()
        ids = list(writer.state.tables["papers"])
        changes: dict[Any, Any] = {("papers", doc_id): record(number, zz=number) for doc_id in rng.sample(ids, 2)}
        changes |= {("papers", ids[0]): None, ("papers", str(rng.randrange(10**11, 10**12))): record(number + 1)}
        writer.commit(changes)
        assert reader.refresh() == set(changes)
        fresh = StackStorage(str(path))
        fresh.refresh()
        assert reader.state.tables == fresh.state.tables == writer.state.tables
        assert b"".join(file_pieces(reader.state.pieces)) == path.read_bytes()


def test_memory_changes_only_when_the_bytes_are_on_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "papers.json"
    data = write(path)
    db = StackDB(str(path))
    doc_id = db.all()[0].doc_id

    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "writev", full)
    with pytest.raises(LibraryError, match="no space left"):
        db.update({"rating": 2}, doc_ids=[doc_id])
    assert "rating" not in db.get(doc_id=doc_id)
    assert path.read_bytes() == data
    assert sorted(os.listdir(tmp_path)) == [".papers.json.lock", "home", "papers.json"]


def test_short_writes_are_finished(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = os.writev
    monkeypatch.setattr(os, "writev", lambda fd, parts: whole(fd, [b"".join(parts)[:7]]))
    path = tmp_path / "papers.json"
    db = StackDB(str(path))
    db.insert({"title": "a" * 5000})
    assert json.loads(path.read_bytes())["papers"]


def test_permissions_and_symlinks_stay(tmp_path: Path) -> None:
    path, link = tmp_path / "deep" / "papers.json", tmp_path / "link.json"
    path.parent.mkdir()
    write(path)
    path.chmod(0o640)
    link.symlink_to("deep/papers.json")
    StackDB(str(link)).insert({"title": "x"})
    assert link.is_symlink()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert len(StackDB(str(path))) == 13


def test_a_temporary_file_left_by_a_crash_is_gone_after_the_next_save(tmp_path: Path) -> None:
    path = tmp_path / "papers.json"
    write(path)
    (tmp_path / ".papers.json.tmp").write_bytes(b"half a libr")
    StackDB(str(path)).insert({"title": "x"})
    assert sorted(os.listdir(tmp_path)) == [".papers.json.lock", "home", "papers.json"]


def test_a_file_written_without_our_lock_at_the_last_moment_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "papers.json"
    write(path)
    storage = StackStorage(str(path))
    storage.refresh()
    other = render(library(3))
    path.write_bytes(other)
    with pytest.raises(FileChanged):
        storage.commit({("papers", "5"): {"title": "mine"}})
    assert path.read_bytes() == other


def test_a_file_that_we_did_not_leave_is_looked_through_even_when_its_size_and_time_are_the_same(
    tmp_path: Path,
) -> None:
    path = tmp_path / "papers.json"
    StackDB(str(path)).insert({"key": "k", "title": "t"})
    before, data = path.stat(), path.read_bytes()
    with path.open("r+b") as file:
        file.write(data.replace(b'"title"', b'  "key"'))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert (path.stat().st_size, path.stat().st_mtime_ns) == (before.st_size, before.st_mtime_ns)
    with pytest.raises(LibraryError, match="twice"):
        StackStorage(str(path)).refresh()


def test_a_folder_in_the_place_of_the_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="is a folder"):
        StackStorage(str(tmp_path)).refresh()


def test_a_file_system_without_locks_still_saves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_locks(*_: object) -> None:
        raise OSError(37, "No locks available")

    monkeypatch.setattr(store_files.fcntl, "flock", no_locks)
    StackDB(str(tmp_path / "papers.json")).insert({"title": "x"})
    assert len(StackDB(str(tmp_path / "papers.json"))) == 1


def test_a_large_file_of_another_program_is_looked_through_once_for_each_of_its_states(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(trusted, "_SETTLED_NS", 0)
    looked: list[str] = []
    strictly = reading._load_strictly
    monkeypatch.setattr(reading, "_load_strictly", lambda data, path: looked.append(path) or strictly(data, path))
    path = tmp_path / "papers.json"
    records = {str(number): {"title": f"Paper {number}", "note": ["x" * 900]} for number in range(1, 1400)}
    path.write_text(json.dumps({"papers": records}, indent=4))
    first, second = StackStorage(str(path)).read(), StackStorage(str(path)).read()
    assert first == second == {"papers": records} and len(looked) == 1
    repeated = path.read_text().replace('"2": {', '"1": {')
    path.write_text(repeated)
    with pytest.raises(LibraryError, match="twice"):
        StackStorage(str(path)).read()


def test_a_file_that_was_written_just_now_is_not_trusted_yet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    path = tmp_path / "papers.json"
    path.write_text("{}")
    found = store_files.signature(str(path))
    assert found is not None
    trusted.trust(str(path), found)
    assert not trusted.is_trusted(str(path), found)
    monkeypatch.setattr(trusted, "_SETTLED_NS", 0)
    trusted.trust(str(path), found)
    assert trusted.is_trusted(str(path), found) and not trusted.is_trusted(str(tmp_path / "other.json"), found)
