"""The library: add, change, move, throw away, undo; in memory and on disk."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stacktui.errors import LibraryError, ReadOnlyLibrary, StackError
from stacktui.library import Library
from stacktui.library.facts import KnownPapers, find_known, likely_ids
from stacktui.library.records import record_of
from stacktui.model import Conflict, FreeNote, Link, Paper
from stacktui.store import render

ATTENTION = Paper(title="Attention Is All You Need", url="https://arxiv.org/abs/1706.03762")


@pytest.fixture
def path(tmp_path: Path) -> str:
    return str(tmp_path / "stack" / "papers.json")


def on_disk(path: str) -> dict[str, Any]:
    """The papers of a file by key."""
    papers = json.loads(Path(path).read_bytes())["papers"]
    return {record["key"]: record for record in papers.values()}


def add(library: Library, *titles: str) -> list[int]:
    return [library.add(Paper(title=title)).paper.id for title in titles]


def titles(library: Library) -> list[str]:
    return [paper.title for paper in library.stack()]


def rate(library: Library, doc_id: int, rating: float) -> None:
    library.update([doc_id], lambda paper: paper.edit(rating=rating), "rate")


def test_a_missing_file_is_an_empty_library_that_the_first_change_makes(path: str) -> None:
    library = Library.open(path)
    assert (len(library.papers), library.read_only, library.unsaved, Path(path).exists()) == (0, False, False, False)
    library.add(ATTENTION)
    assert list(on_disk(path)) == ["attention-all-you-need"]


def test_a_bare_entry_takes_at_most_sixteen_lines(path: str) -> None:
    library = Library.open(path)
    add(library, "One", "Two")
    before = Path(path).read_bytes().count(b"\n")
    library.add(ATTENTION)
    assert Path(path).read_bytes().count(b"\n") - before <= 16


def test_what_is_known_takes_in_what_is_new_and_keeps_what_it_has(path: str) -> None:
    library = Library.open(path)
    first = library.add(ATTENTION.edit(rating=5, tags=("nlp",), note=("mine",)))
    again = library.add(
        Paper(
            title="arXiv:1706.03762",
            url="https://arxiv.org/pdf/1706.03762v5.pdf",
            rating=1,
            venue="NIPS",
            tags=("classic",),
            links=(Link("code", "https://github.com/tensorflow/tensor2tensor"),),
            note=("more",),
        )
    )
    assert (again.known, again.paper.id, len(library.papers)) == (True, first.paper.id, 1)
    paper = library.papers[first.paper.id]
    assert (paper.title, paper.rating, paper.venue) == (ATTENTION.title, 5, "NIPS")
    assert paper.tags == ("classic", "nlp")
    assert paper.note == ("mine", "", "more")
    assert [link.label for link in paper.links] == ["code"]


def test_a_known_paper_that_brings_nothing_new_changes_nothing(path: str) -> None:
    library = Library.open(path)
    library.add(ATTENTION)
    data = Path(path).read_bytes()
    again = library.add(ATTENTION)
    assert (again.known, bool(again.change), Path(path).read_bytes()) == (True, False, data)


@pytest.mark.parametrize(
    "draft",
    [
        Paper(title="Something Else", url="http://arxiv.org/pdf/1706.03762v1"),
        Paper(title="ATTENTION is all you need!"),
        Paper(title="Anything", links=(Link("paper", "https://arxiv.org/abs/1706.03762"),)),
    ],
)
def test_a_paper_is_known_by_its_id_or_its_title(path: str, draft: Paper) -> None:
    library = Library.open(path)
    library.add(ATTENTION)
    known = library.find_known(draft)
    assert known is not None and known.title == ATTENTION.title


def test_a_title_makes_two_papers_with_two_arxiv_ids_not_one(path: str) -> None:
    library = Library.open(path)
    library.add(ATTENTION)
    assert library.find_known(ATTENTION.edit(url="https://arxiv.org/abs/2401.00001")) is None


def test_a_paper_known_by_its_link_gets_its_key_when_its_title_comes(path: str) -> None:
    library = Library.open(path)
    paper = library.add(Paper(url="https://arxiv.org/abs/1810.12348")).paper
    assert paper.title == "arXiv:1810.12348"
    library.update([paper.id], lambda old: old.edit(title="Gather-Excite", authors=("Jie Hu",), year=2018), "fetch")
    assert library.papers[paper.id].key == "hu2018gather"
    library.update([paper.id], lambda old: old.edit(title="Gather-Excite: Exploiting", year=2019), "edit")
    assert library.papers[paper.id].key == "hu2018gather"


def test_nothing_at_all_is_not_a_paper(path: str) -> None:
    with pytest.raises(StackError, match="title or a link"):
        Library.open(path).add(Paper(title="  "))


def test_text_is_cleaned_on_its_way_in(path: str) -> None:
    library = Library.open(path)
    paper = library.add(Paper(title="a\x1b[31mb\u202ec", note=("x\x07y",))).paper
    assert (paper.title, paper.note) == ("a[31mbc", ("xy",))
    library.update([paper.id], lambda old: old.edit(alias="\x9b2J"), "edit")
    assert library.papers[paper.id].alias == "2J"


def test_the_newest_push_is_on_top_and_moves_change_one_record(path: str) -> None:
    library = Library.open(path)
    a, b, c, d = add(library, "a", "b", "c", "d")
    assert titles(library) == ["d", "c", "b", "a"]
    assert library.move(a, -2, [d, c, b, a]).papers == {a}
    assert titles(library) == ["d", "a", "c", "b"]
    library.move(d, 99, [d, a, c, b])
    assert titles(library) == ["a", "c", "b", "d"]
    library.move(b, -99, [a, c, b, d])
    assert titles(library) == ["b", "a", "c", "d"]
    library.bump([c, d])
    assert titles(library) == ["c", "d", "b", "a"]
    assert titles(Library.open(path)) == ["c", "d", "b", "a"]


def test_papers_pushed_at_one_moment_can_be_told_apart_by_a_move(path: str) -> None:
    library = Library.open(path)
    moment = "2026-01-01T10:00:00+00:00"
    for title in "abcde":
        library.add(Paper(title=title, added=moment))
    order = [paper.id for paper in library.stack()]
    for start, places in ((4, -3), (0, 2), (3, 1), (1, -1)):
        expected = [*order]
        expected.insert(max(0, start + places), expected.pop(start))
        library.move(order[start], places, order)
        order = [paper.id for paper in library.stack()]
        assert order == expected


def test_only_fields_that_changed_are_written_and_odd_ones_stay(tmp_path: Path) -> None:
    path = tmp_path / "papers.json"
    odd = {
        "key": "k",
        "title": "t\x1b",
        "year": "2019",
        "rating": 7,
        "tags": "x",
        "zz": {"b": 1, "a": [None]},
        "note": "n",
    }
    path.write_text(json.dumps({"papers": {"5": odd}}))
    library = Library.open(str(path))
    library.update([5], lambda paper: paper.edit(venue="ICLR"), "edit")
    record = on_disk(str(path))["k"]
    assert {name: record[name] for name in odd} == odd
    assert record["venue"] == "ICLR"


def test_a_field_that_is_emptied_leaves_the_file(path: str) -> None:
    library = Library.open(path)
    paper = library.add(Paper(title="t", venue="ICLR", rating=3)).paper
    library.update([paper.id], lambda old: old.edit(venue="", rating=None), "edit")
    assert {"venue", "rating"}.isdisjoint(on_disk(path)[paper.key])


def test_a_key_belongs_to_one_paper(path: str) -> None:
    library = Library.open(path)
    first, second = add(library, "one", "two")
    with pytest.raises(StackError, match="belongs to another paper"):
        library.update([first], lambda paper: paper.edit(key="two"), "edit")
    library.update([first, second], lambda paper: paper.edit(venue="x"), "edit")
    assert library.by_key("one") is library.papers[first]
    assert library.by_key("three") is None


def test_a_paper_is_the_same_object_until_it_changes(path: str) -> None:
    library = Library.open(path)
    first, second = add(library, "one", "two")
    snapshot, paper = library.papers, library.papers[first]
    rate(library, second, 3)
    assert library.papers[first] is paper
    assert library.papers[second] is library.papers[second]
    assert (snapshot[second].rating, library.papers[second].rating) == (None, 3)


def test_a_change_made_in_slices_is_there_at_its_end_and_one_step(path: str) -> None:
    library = Library.open(path, autosave=False)
    ids = add(library, *(f"Paper {number}" for number in range(200)))
    before = library.papers
    slices = library.updating(ids, lambda paper: paper.edit(rating=4), "four stars")
    assert next(slices) is None
    assert library.papers is before and all(paper.rating is None for paper in library.papers.values())
    with pytest.raises(StopIteration) as end:
        while True:
            next(slices)
    assert end.value.value.papers == set(ids)
    assert {paper.rating for paper in library.papers.values()} == {4}
    library.undo()
    assert {paper.rating for paper in library.papers.values()} == {None}


def test_what_comes_in_while_a_change_is_made_in_slices_stays(path: str) -> None:
    library = Library.open(path, autosave=False)
    ids = add(library, *(f"Paper {number}" for number in range(200)))
    slices = library.updating(ids, lambda paper: paper.edit(rating=4), "four stars")
    next(slices)
    library.update(ids[:1], lambda paper: paper.edit(venue="ICLR"), "venue")
    assert list(slices)
    assert (library.papers[ids[0]].venue, library.papers[ids[0]].rating) == ("ICLR", 4)


def test_a_changed_paper_is_what_reading_its_record_gives(path: str) -> None:
    library = Library.open(path)
    [doc_id] = add(library, "A title")
    library.update(
        [doc_id],
        lambda paper: paper.edit(tags=("b", "a", "a"), note=("one", "two\x1b"), venue=" I\tCLR ", unknown={"odd": 1}),
        "everything",
    )
    assert library.papers[doc_id] == Library.open(path).papers[doc_id]
    assert library.papers[doc_id].edit(rating=2).note == ("one", "two")


def test_a_step_is_undone_at_once_and_saved_at_once(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    library = Library.open(path)
    saves = []
    monkeypatch.setattr(library, "save", lambda: saves.append(Library.save(library)))
    with library.step("import") as step:
        add(library, "one", "two", "three")
        library.add_category("NAS/Survey")
    assert (len(saves), len(step.change.papers), step.change.other) == (1, 3, True)
    assert library.undo_label == "import"
    library.undo()
    assert (len(library.papers), library.empty_categories, library.redo_label) == (0, (), "import")
    library.redo()
    assert (len(library.papers), library.empty_categories) == (3, ("NAS/Survey",))


def test_a_step_that_fails_leaves_nothing_behind(path: str) -> None:
    library = Library.open(path)
    add(library, "one")
    data = Path(path).read_bytes()
    with pytest.raises(StackError), library.step("import"):
        add(library, "two")
        rate(library, 12345, 3)
    assert (titles(library), Path(path).read_bytes(), library.unsaved) == (["one"], data, False)
    assert library.undo_label == "add one"
    add(library, "two")
    assert titles(library) == ["two", "one"]


def test_everything_can_be_undone_and_done_again(path: str) -> None:
    library = Library.open(path)
    a, b = add(library, "a", "b")
    states = [render(library.tables)]
    for change in (
        lambda: rate(library, a, 3),
        lambda: library.remove([b]),
        lambda: library.restore([b]),
        lambda: library.bump([a]),
        lambda: library.add_category("X"),
        lambda: library.save_search("s", "q"),
        lambda: library.save_note(FreeNote(title="n", text=("t",))),
        lambda: library.remove([a, b]),
        lambda: library.empty_trash(),
    ):
        change()
        states.append(render(library.tables))
    for state in reversed(states[:-1]):
        library.undo()
        assert render(library.tables) == state == Path(path).read_bytes()
    for state in states[1:]:
        library.redo()
        assert render(library.tables) == state == Path(path).read_bytes()
    assert library.redo() is None


def test_an_undo_leaves_alone_what_came_in_since(path: str) -> None:
    library = Library.open(path)
    (doc_id,) = add(library, "a")
    rate(library, doc_id, 3)
    other = Library.open(path)
    other.update([doc_id], lambda paper: paper.edit(tags=("theirs",)), "tag")
    library.undo()
    assert (library.papers[doc_id].rating, library.papers[doc_id].tags) == (None, ("theirs",))
    rate(other, doc_id, 1)
    library.redo()
    assert library.papers[doc_id].rating == 1, "what another one set since is not overwritten"
    library.undo()
    library.undo()
    assert len(library.papers) == 1, "undoing the addition does not throw away what another one wrote"


def test_undoing_an_edit_does_not_bring_back_a_paper_that_was_removed_elsewhere(path: str) -> None:
    library = Library.open(path)
    (doc_id,) = add(library, "a")
    rate(library, doc_id, 3)
    Library.open(path).remove([doc_id])
    library.undo()
    assert (list(library.papers), list(library.trash)) == ([], [doc_id])


def test_the_trash_keeps_and_gives_back(path: str) -> None:
    library = Library.open(path)
    a, b, c = add(library, "a", "b", "c")
    library.remove([a, b])
    assert set(library.trash) == {a, b}
    assert library.trash[a].paper.title == "a"
    assert library.trash[a].deleted.startswith("20")
    assert library.by_key("a") is None
    library.restore([a])
    assert (set(library.papers), set(library.trash)) == ({a, c}, {b})
    library.empty_trash()
    assert not library.trash
    with pytest.raises(StackError, match="in the trash"):
        library.restore([b])


def test_a_restored_paper_whose_key_was_given_away_gets_another(path: str) -> None:
    library = Library.open(path)
    (old,) = add(library, "same")
    library.remove([old])
    (new,) = add(library, "same")
    library.restore([old])
    assert {library.papers[old].key, library.papers[new].key} == {"same", "same-2"}


def test_categories_are_renamed_and_removed_with_what_is_below(path: str) -> None:
    library = Library.open(path)
    (doc_id,) = add(library, "a")
    library.update([doc_id], lambda paper: paper.edit(categories=("NAS/Survey", "NASA", "Vision")), "edit")
    library.add_category(" NAS / Empty/ ")
    library.rename_category("NAS", "Search/NAS")
    assert library.papers[doc_id].categories == ("NASA", "Search/NAS/Survey", "Vision")
    assert library.empty_categories == ("Search/NAS/Empty",)
    library.remove_category("Search")
    assert library.papers[doc_id].categories == ("NASA", "Vision")
    assert library.empty_categories == ()
    library.undo()
    assert library.papers[doc_id].categories == ("NASA", "Search/NAS/Survey", "Vision")
    with pytest.raises(StackError):
        library.add_category(" / ")


def test_tags_are_renamed_and_removed_everywhere(path: str) -> None:
    library = Library.open(path)
    a, b = add(library, "a", "b")
    library.update([a], lambda paper: paper.edit(tags=("x", "y")), "tag")
    library.update([b], lambda paper: paper.edit(tags=("x",)), "tag")
    assert library.rename_tag("x", "y").papers == {a, b}
    assert (library.papers[a].tags, library.papers[b].tags) == (("y",), ("y",))
    library.remove_tag("y")
    assert library.papers[a].tags == ()


def test_free_notes_searches_and_lists_are_kept(path: str) -> None:
    library = Library.open(path)
    (note_id,) = library.save_note(FreeNote(title="Log", date="2026-11-22", text=("a", ""), papers=("k",))).notes
    library.save_search("stars", "is:starred")
    library.save_search("stars", "rating:>=3")
    list_id = library.add_list({"source": "blog.md", "lines": [["a", 1]]})
    library.update_list(list_id, {"source": "blog.md", "lines": []})
    again = Library.open(path)
    assert again.notes[note_id] == FreeNote(note_id, "Log", "2026-11-22", ("a", ""), ("k",))
    assert [(search.name, search.query) for search in again.searches.values()] == [("stars", "rating:>=3")]
    assert again.lists == {list_id: {"source": "blog.md", "lines": []}}
    again.remove_notes([note_id])
    assert again.trash[note_id].note == FreeNote(note_id, "Log", "2026-11-22", ("a", ""), ("k",))
    again.restore([note_id])
    assert again.notes[note_id].text == ("a", "")
    again.remove_search(next(iter(again.searches)))
    assert not again.searches


def test_without_autosave_changes_wait_in_memory_for_save(path: str) -> None:
    library = Library.open(path, autosave=False)
    (doc_id,) = add(library, "a")
    assert (library.unsaved, Path(path).exists()) == (True, False)
    library.save()
    assert (library.unsaved, list(on_disk(path))) == (False, ["a"])
    rate(library, doc_id, 3)
    library.undo()
    assert not library.unsaved, "memory is again what the file is"


def test_an_outside_change_is_taken_in_and_merged_with_what_is_unsaved(path: str) -> None:
    app, shell = Library.open(path, autosave=False), Library.open(path)
    a, b = add(shell, "a", "b")
    assert app.refresh() is not None
    assert app.refresh() is None
    rate(app, a, 4)
    shell.update([a], lambda paper: paper.edit(status="read"), "read")
    (c,) = add(shell, "c")
    change = app.refresh()
    assert change is not None and change.papers == {a, c}
    assert (app.papers[a].rating, app.papers[a].status, app.unsaved) == (4, "read", True)
    shell.remove([b])
    came_in = app.save()
    assert came_in is not None and came_in.papers == {b}
    assert (on_disk(path)["a"]["rating"], set(on_disk(path))) == (4, {"a", "c"})


def test_the_same_field_changed_on_both_sides_keeps_both_values(path: str) -> None:
    app, shell = Library.open(path, autosave=False), Library.open(path)
    (doc_id,) = add(shell, "a")
    app.refresh()
    rate(app, doc_id, 4)
    rate(shell, doc_id, 2)
    app.save()
    assert (app.papers[doc_id].rating, app.papers[doc_id].conflicts) == (4, (Conflict("rating", 2),))
    app.settle(doc_id, 0, take=True)
    assert (app.papers[doc_id].rating, app.papers[doc_id].conflicts) == (2, ())


def test_a_paper_edited_here_and_removed_there_stays_until_someone_decides(path: str) -> None:
    app, shell = Library.open(path, autosave=False), Library.open(path)
    (doc_id,) = add(shell, "a")
    app.refresh()
    rate(app, doc_id, 4)
    shell.remove([doc_id])
    app.save()
    assert [conflict.field for conflict in app.papers[doc_id].conflicts] == ["deleted"]
    assert not app.trash
    app.settle(doc_id, 0, take=True)
    assert (list(app.papers), list(app.trash)) == ([], [doc_id])


def test_two_unsaved_papers_never_share_a_key_with_one_that_came_in(path: str) -> None:
    app, shell = Library.open(path, autosave=False), Library.open(path)
    (mine,) = add(app, "same")
    (theirs,) = add(shell, "same")
    app.save()
    assert (app.papers[theirs].key, app.papers[mine].key) == ("same", "same-2")


def test_a_save_that_fails_keeps_the_change_in_memory(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    library = Library.open(path)
    (doc_id,) = add(library, "a")
    data = Path(path).read_bytes()

    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("os.writev", full)
        with pytest.raises(LibraryError, match="no space left"):
            rate(library, doc_id, 4)
    assert (library.papers[doc_id].rating, library.unsaved, Path(path).read_bytes()) == (4, True, data)
    library.save()
    assert (on_disk(path)["a"]["rating"], library.unsaved) == (4, False)


def test_a_file_that_broke_meanwhile_is_not_overwritten(path: str) -> None:
    library = Library.open(path, autosave=False)
    (doc_id,) = add(library, "a")
    library.save()
    rate(library, doc_id, 4)
    Path(path).write_bytes(b'{"papers": {')
    for attempt in (library.refresh, library.save):
        with pytest.raises(LibraryError, match="line 1"):
            attempt()
    assert Path(path).read_bytes() == b'{"papers": {'
    assert (library.papers[doc_id].rating, library.unsaved) == (4, True)


def test_a_file_that_vanished_is_written_again_whole(path: str) -> None:
    library = Library.open(path, autosave=False)
    a, _ = add(library, "a", "b")
    library.save()
    Path(path).unlink()
    assert library.refresh() is None
    rate(library, a, 4)
    library.save()
    assert set(on_disk(path)) == {"a", "b"}


@pytest.mark.parametrize("what", ["file", "folder"])
def test_what_is_write_protected_opens_for_reading(path: str, what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    add(Library.open(path), "a")
    protected = path if what == "file" else str(Path(path).parent)
    allowed = __import__("os").access
    monkeypatch.setattr("os.access", lambda place, mode: place != protected and allowed(place, mode))
    library = Library.open(path)
    assert (library.read_only, len(library.papers)) == (True, 1)
    assert protected in library.read_only_reason
    for change in (lambda: add(library, "b"), library.save):
        with pytest.raises(ReadOnlyLibrary):
            change()
    assert library.undo() is None


def test_a_library_opened_for_reading_follows_the_file(path: str) -> None:
    add(Library.open(path), "a")
    library = Library.open(path, read_only=True)
    add(Library.open(path), "b")
    library.refresh()
    assert len(library.papers) == 2


def test_saves_in_a_thread_lose_nothing_of_what_is_changed_meanwhile(path: str) -> None:
    library = Library.open(path, autosave=False)
    ids = add(library, *"abcdefgh")
    stop, failures = threading.Event(), []

    def keep_saving() -> None:
        while not stop.is_set():
            try:
                library.save()
            except Exception as error:  # noqa: BLE001 - reported to the test below
                failures.append(error)

    saver = threading.Thread(target=keep_saving)
    saver.start()
    for number in range(60):
        rate(library, ids[number % 8], (number % 10 + 1) / 2)
        if number % 7 == 0:
            library.undo()
        if number % 13 == 0:
            add(library, f"new {number}")
    stop.set()
    saver.join()
    library.save()
    assert failures == []
    assert Path(path).read_bytes() == render(library.tables)


def test_what_is_undone_while_it_is_being_written_is_written_back(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    library = Library.open(path, autosave=False)
    (doc_id,) = add(library, "a")
    library.save()
    rate(library, doc_id, 4)
    commit = library._storage.commit

    def undo_first(changes: Any) -> None:
        monkeypatch.undo()
        library.undo()
        commit(changes)

    monkeypatch.setattr(library._storage, "commit", undo_first)
    library.save()
    assert (library.papers[doc_id].rating, library.unsaved, on_disk(path)["a"].get("rating")) == (None, True, 4)
    library.save()
    assert (library.unsaved, on_disk(path)["a"].get("rating")) == (False, None)


def test_keys_made_in_one_step_are_different(path: str) -> None:
    library = Library.open(path)
    ids = [library.add(Paper(url=f"https://arxiv.org/abs/2001.0000{number}")).paper.id for number in range(3)]
    library.update(ids, lambda paper: paper.edit(title="The Same Title"), "fetch")
    assert sorted(library.papers[doc_id].key for doc_id in ids) == ["same-title", "same-title-2", "same-title-3"]
    library.remove(ids)
    with library.step("again"):
        library.restore(ids)
    assert sorted(library.papers[doc_id].key for doc_id in ids) == ["same-title", "same-title-2", "same-title-3"]


ADDRESSES = st.sampled_from(
    [
        *("", "https://arxiv.org/abs/1706.03762", "http://arxiv.org/pdf/1706.03762v5.pdf", "arxiv.org/abs/cs/0112017"),
        *("https://www.google.com/url?q=https%3A%2F%2Farxiv.org%2Fabs%2F1706.03762", "https://doi.org/10.1145/AbC.12"),
        *(
            "https://dl.acm.org/doi/pdf/10.1145/abc.12",
            "https://example.org/A%42c/Paper?id=7",
            "example.org/abc/paper?id=7",
        ),
        *("https://openreview.net/forum?id=XyZ", "https://openreview.net/pdf?id=XyZ", "https://例子.org/论文"),
        "https://example.org/~wang/p.pdf",
    ]
)
TITLES = st.sampled_from(
    [
        *(
            "Self-Attention",
            "SelfAttention",
            "self attention",
            "“Self” attention",
            "Émile",
            "emile",
            "E-mile",
            "强化学习",
        ),
        *(
            "强化 学习",
            "A B test",
            "AB-Test",
            "_a b test",
            "ﬁne tuning",
            "Fine-Tuning",
            "arXiv:1706.03762",
            "1706",
            "ß",
            "SS",
        ),
    ]
)
PAPERS = st.builds(
    lambda title, url, links: Paper(title=title, url=url, links=tuple(Link("link", each) for each in links if each)),
    TITLES,
    ADDRESSES,
    st.lists(ADDRESSES, max_size=2),
)


@given(st.lists(PAPERS, max_size=8), PAPERS)
def test_the_quick_look_for_a_known_paper_finds_what_the_index_finds(known: list[Paper], draft: Paper) -> None:
    table = {str(number): record_of(paper.edit(id=number)) for number, paper in enumerate(known, 1)}
    papers = {number: paper.edit(id=number) for number, paper in enumerate(known, 1)}
    index = KnownPapers()
    index.update(table, papers)
    assert find_known(draft, table, papers) == index.find(draft, papers)


@pytest.mark.parametrize("odd", [None, 5, ["https://arxiv.org/abs/1706.03762"], [{"url": 5}], [7], {"url": "x"}])
def test_the_quick_look_bears_records_that_other_programs_spoilt(odd: object) -> None:
    table = {"1": {"title": odd, "url": odd, "links": odd}, "2": {"title": "Attention", "links": odd}}
    assert likely_ids(Paper(title="Attention", url="https://arxiv.org/abs/1706.03762"), table) == [1, 2]
