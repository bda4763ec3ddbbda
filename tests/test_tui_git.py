"""Git from the screen: sync, conflicts, history, committing on the way out; work that could not be saved."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from time import monotonic

import pytest
from git_support import Machine, pair
from tui_support import Driver, opened

from stacktui import drafts
from stacktui.errors import LibraryError
from stacktui.library import Library
from stacktui.scopes import DUPLICATES
from stacktui.settings import Settings
from stacktui.store import StackStorage
from stacktui.sync import sync

__all__ = ["pair"]

Pair = tuple[Machine, Machine]


async def synced(app: Driver) -> None:
    """Press R and wait for the outcome."""
    await app.press("R")
    await app.until(lambda: not app.main.syncer.is_running)
    await app.settle()


async def test_sync_sends_brings_and_says_so(pair: Pair) -> None:
    one, other = pair
    one.add("From the other machine")
    sync(str(one.path))
    async with opened(other.path) as app:
        await app.press("4")
        await synced(app)
        assert "received: add 1 paper; sent: rate 1 paper" in app.status
        assert app.titles == ["From the other machine", "A first paper"]
        assert app.current == "A first paper", "the cursor stays on its paper"
    assert other.subjects[0].startswith("merge origin")


async def test_sync_says_first_that_there_is_something_to_choose(pair: Pair) -> None:
    one, other = pair
    one.edit("first2020paper", alias="left")
    sync(str(one.path))
    other.edit("first2020paper", alias="right")
    async with opened(other.path, columns=80) as app:
        await synced(app)
        assert "1 paper in conflict: X chooses" in app.status


async def test_sync_takes_the_note_along_that_is_being_written(pair: Pair) -> None:
    one, other = pair
    async with opened(one.path) as app:
        await app.press("e")
        await app.type("a thought ")
        await app.press("escape")
        await synced(app)
    sync(str(other.path))
    assert "a thought" in other.path.read_text()


async def test_a_sync_that_fails_says_why_and_the_work_goes_on(pair: Pair) -> None:
    one, _ = pair
    one.git("remote", "remove", "origin")
    async with opened(one.path) as app:
        await synced(app)
        assert "no remote" in app.status and "git remote add" in app.status
        await app.press("3")
        assert app.record("first2020paper")["rating"] == 3


async def test_outside_of_git_sync_says_what_to_do(library_file: Path) -> None:
    async with opened(library_file) as app:
        await synced(app)
        assert "no git repository" in app.status


async def test_progress_is_shown_and_quitting_waits_for_no_network(pair: Pair, tmp_path: Path) -> None:
    one, _ = pair
    begun = tmp_path / "begun"
    one.git("remote", "set-url", "origin", "ssh://git@example.invalid/papers.git")
    one.git("config", "core.sshCommand", f"sh -c 'touch {begun}; sleep 600' --")
    async with opened(one.path) as app:
        await app.press("R")
        await app.until(begun.exists)
        assert "fetching from origin" in app.status
        await app.press("5")
        assert app.record("first2020paper")["rating"] == 5
        await app.press("R")
        assert "still fetching" in app.status
        quit_at = monotonic()
        await app.press("q")
    assert monotonic() - quit_at < 20, "the remote would have kept it for minutes"


def make_conflict(one: Machine, other: Machine) -> None:
    one.edit("first2020paper", alias="left", venue="ICML")
    sync(str(one.path))
    other.edit("first2020paper", alias="right", venue="ICLR")
    sync(str(other.path))


async def test_conflicts_are_shown_with_both_values_and_settled_by_choosing(pair: Pair) -> None:
    one, other = pair
    make_conflict(one, other)
    async with opened(other.path) as app:
        before = app.record("first2020paper")
        lost = {each["field"]: each["value"] for each in before["conflicts"]}
        assert "lost a merge" in app.text
        assert "X conflicts" in app.status
        await app.press("X")
        for value in ("left", "right", "ICML", "ICLR"):
            assert value in app.text
        await app.press("j", "enter")  # the first field: the value that lost
        field = before["conflicts"][0]["field"]
        assert app.record("first2020paper")[field] == lost[field]
        await app.press("enter")  # the other field: the value that stands
        record = app.record("first2020paper")
        rest = before["conflicts"][1]["field"]
        assert record[rest] == before[rest]
        assert "conflicts" not in record
        assert app.main.panel is None
        await app.press("u", "u")
        assert len(app.record("first2020paper")["conflicts"]) == 2


async def test_the_key_of_conflicts_goes_to_the_next_paper_that_has_one(pair: Pair) -> None:
    one, other = pair
    make_conflict(one, other)
    other.add("On top of it")
    async with opened(other.path) as app:
        assert app.current == "On top of it"
        await app.press("X")
        assert app.current == "A first paper"
        await app.press("escape", "escape")
        assert len(app.record("first2020paper")["conflicts"]) == 2


async def test_lines_that_both_rewrote_are_found_in_the_note(pair: Pair) -> None:
    one, other = pair
    one.edit("first2020paper", note=("one", "left", "three"))
    sync(str(one.path))
    other.edit("first2020paper", note=("one", "right", "three"))
    sync(str(other.path))
    async with opened(other.path) as app:
        await app.press("X")
        assert "e edits it" in app.status
        assert "left" in app.text and "right" in app.text


async def test_without_conflicts_the_key_says_so(library_file: Path) -> None:
    async with opened(library_file) as app:
        assert "conflicts" not in app.status
        await app.press("X")
        assert "no paper has values that lost a merge" in app.status


async def test_an_edited_paper_that_was_deleted_elsewhere_can_go_to_the_trash(pair: Pair) -> None:
    one, other = pair
    library = one.library
    library.remove(list(library.papers))
    sync(str(one.path))
    other.edit("first2020paper", alias="kept")
    sync(str(other.path))
    async with opened(other.path) as app:
        await app.press("X")
        assert "keep the paper" in app.text
        await app.press("j", "enter")
        assert app.titles == []
        assert len(app.tables["trash"]) == 1


async def test_work_goes_on_while_the_file_is_in_conflict_and_is_merged_when_that_is_resolved(pair: Pair) -> None:
    one, other = pair
    (other.folder / ".git" / "info" / "attributes").write_text("papers.json merge\n")
    one.edit("first2020paper", tags=("left",))
    sync(str(one.path))
    other.edit("first2020paper", tags=("right",))
    other.git("commit", "-qam", "right")
    async with opened(other.path) as app:
        other.git("pull", "-q", "--no-rebase", check=False)
        assert "<<<<<<<" in other.path.read_text()
        await app.until(lambda: "stacktui resolve" in app.status)
        await app.press("4")
        await app.until(lambda: bool(drafts.waiting(str(other.path))))
        assert other.run("resolve").returncode == 0
        app.main.keeper.want_save()
        await app.until(lambda: not app.app.library.unsaved)
        record = app.record("first2020paper")
        assert (record["rating"], record["tags"]) == (4, ["left", "right"])
        assert drafts.waiting(str(other.path)) == []


async def test_the_history_of_a_paper_tells_what_each_commit_changed(pair: Pair) -> None:
    one, _ = pair
    one.edit("first2020paper", rating=3.0)
    sync(str(one.path))
    one.edit("first2020paper", rating=4.0, note=("one", "two and a half", "three"))
    async with opened(one.path) as app:
        await app.press("H")
        await app.until(lambda: "added" in app.text)
        assert "not committed yet" in app.text
        assert "rating: 3 → 4" in app.text
        assert "+ two and a half" in app.text
        assert "rating: 3" in app.text
        await app.press("escape")
        assert app.main.panel is None


async def test_outside_of_git_there_is_no_history_and_it_says_so(library_file: Path) -> None:
    async with opened(library_file) as app:
        await app.press("H")
        await app.until(lambda: "no history" in app.status)
        assert app.main.panel is None


async def test_quitting_commits_where_the_settings_say_so(pair: Pair) -> None:
    one, _ = pair
    async with opened(one.path, settings=Settings(commit_on_quit=True)) as app:
        await app.press("4", "q")
        await app.until(lambda: app.app.return_code is not None)
    assert one.subjects[0] == "rate 1 paper: A first paper"
    assert one.is_clean


async def test_quitting_does_not_commit_by_itself(pair: Pair) -> None:
    one, _ = pair
    async with opened(one.path) as app:
        await app.press("4", "q")
        await app.until(lambda: app.app.return_code is not None)
    assert one.git("status", "--porcelain") == "M papers.json"


async def test_quitting_asks_where_the_commit_fails(pair: Pair) -> None:
    one, _ = pair
    one.git("switch", "-q", "--detach")
    async with opened(one.path, settings=Settings(commit_on_quit=True)) as app:
        await app.press("4", "q")
        await app.until(lambda: app.main.panel is not None)
        assert "detached" in app.text
        await app.press("y")
        assert app.app.return_code == 0
    assert one.library.by_key("first2020paper").rating == 4  # type: ignore[union-attr]


async def test_a_paper_is_deleted_for_good_only_after_a_question(library_file: Path) -> None:
    async with opened(library_file) as app:
        await app.press("d")
        app.main.show_scope(next(f.scope for f in app.main.desk.folders if f.scope.kind == "trash"))
        await app.settle()
        await app.press("d", "n")
        assert len(app.tables["trash"]) == 1
        await app.press("d")
        assert "基于注意力机制的图像分割方法" in app.text
        await app.press("y")
        assert app.tables["trash"] == {}
        await app.press("u")
        assert len(app.tables["trash"]) == 1


# -- drafts ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def broken_disk(monkeypatch: pytest.MonkeyPatch) -> Callable[[bool], None]:
    """Make every save fail, until told otherwise."""
    good = StackStorage.commit

    def fail(self: StackStorage, changes: object) -> None:
        raise LibraryError(f"cannot save {self.path}: no space left on device", "make room")

    def switch(broken: bool) -> None:
        monkeypatch.setattr(StackStorage, "commit", fail if broken else good)

    return switch


async def test_what_could_not_be_saved_is_offered_after_a_restart(
    library_file: Path, broken_disk: Callable[[bool], None]
) -> None:
    broken_disk(True)
    async with opened(library_file) as app:
        await app.press("4", "e")
        await app.type("precious words")
        await app.press("escape")
        await app.until(lambda: app.main.keeper.has_failed)
        assert "NOT SAVED" in app.status or "cannot save" in app.status
        assert len(drafts.waiting(str(library_file))) == 1, "kill -9 would not lose it"
    broken_disk(False)
    Library.open(str(library_file)).update([400000000004], lambda paper: paper.edit(venue="ICLR"), "meanwhile")
    async with opened(library_file) as app:
        assert "! t takes it in" in app.status
        await app.press("exclamation_mark", "t")
        record = app.record("jiyu2020zhuyili")
        assert (record["rating"], record["venue"], record["note"][0]) == (4, "ICLR", "precious words")
        assert drafts.waiting(str(library_file)) == []
        await app.press("u")
        record = app.record("jiyu2020zhuyili")
        assert (record.get("rating"), record["venue"]) == (None, "ICLR")


async def test_a_draft_can_be_put_aside_and_is_kept_as_a_file(
    library_file: Path, broken_disk: Callable[[bool], None]
) -> None:
    broken_disk(True)
    async with opened(library_file) as app:
        await app.press("4")
        await app.until(lambda: app.main.keeper.has_failed)
    broken_disk(False)
    async with opened(library_file) as app:
        path = drafts.waiting(str(library_file))[0].path
        await app.press("exclamation_mark", "x")
        assert "put aside" in app.status
        assert drafts.waiting(str(library_file)) == []
        assert json.loads(Path(path).with_suffix(".aside").read_text())["changes"]
    async with opened(library_file) as app:
        assert "!" not in app.status


async def test_a_save_that_works_again_takes_the_draft_away(
    library_file: Path, broken_disk: Callable[[bool], None]
) -> None:
    broken_disk(True)
    async with opened(library_file) as app:
        await app.press("4")
        await app.until(lambda: bool(drafts.waiting(str(library_file))))
        broken_disk(False)
        app.main.keeper.want_save()
        await app.until(lambda: not drafts.waiting(str(library_file)))
        assert app.record("jiyu2020zhuyili")["rating"] == 4


async def test_leaving_unsaved_work_asks_and_keeps_all_of_it(
    library_file: Path, broken_disk: Callable[[bool], None]
) -> None:
    broken_disk(True)
    async with opened(library_file) as app:
        await app.press("a")
        await app.type("A paper for a full disk")
        await app.press("enter", "q")
        await app.until(lambda: app.main.panel is not None)
        await app.press("y")
        assert app.app.return_code == 1
    broken_disk(False)
    async with opened(library_file) as app:
        await app.press("exclamation_mark", "t")
        assert "A paper for a full disk" in app.titles


def test_files_that_are_no_drafts_are_passed_over(library_file: Path, home: Path) -> None:
    path = drafts.write(str(library_file), "one", {}, "no room", 400000000001, ["text"])
    assert drafts.waiting(str(library_file))[0].lines == ("text",)
    for content in ("", "[]", '{"changes": [[1]], "id": 3, "lines": []}', '{"changes": [["papers", "1", 2, 3]]}'):
        Path(path).write_text(content)
        assert drafts.waiting(str(library_file)) == []
    assert drafts.waiting(os.devnull) == []


# -- twins -----------------------------------------------------------------------------------------------------------


def make_twins(path: Path) -> None:
    """A second record of a paper, as two machines add it."""
    tables = json.loads(path.read_text())
    tables["papers"]["400000000009"] = {
        "key": "transformer",
        "title": "Attention is all you need",
        "venue": "NeurIPS",
        "url": "https://arxiv.org/pdf/1706.03762v5",
        "tags": ["seq2seq"],
        "added": "2026-05-05T10:00:00+00:00",
        "note": ["a second look"],
    }
    path.write_text(json.dumps(tables))


async def test_the_folder_of_duplicates_shows_twins_beside_each_other_and_merges_them(library_file: Path) -> None:
    make_twins(library_file)
    async with opened(library_file) as app:
        app.main.show_scope(DUPLICATES)
        await app.until(lambda: len(app.titles) == 2)
        assert app.titles == ["Attention Is All You Need", "Attention is all you need"]
        await app.press("J")
        assert "cannot be moved" in app.status
        await app.press("j", "M")
        await app.until(lambda: app.main.panel is not None)
        assert "merge transformer into vaswani2017attention?" in app.text
        await app.press("y")
        assert app.titles == []
        assert "X chooses" in app.status
        record = app.record("vaswani2017attention")
        assert record["tags"] == ["classic", "seq2seq"]
        assert "a second look" in record["note"]
        assert {"field": "venue", "value": "NeurIPS"} in record["conflicts"]
        await app.press("u")
        assert len(app.tables["papers"]) == 5


async def test_marked_papers_are_merged_and_a_paper_without_twins_says_so(library_file: Path) -> None:
    async with opened(library_file) as app:
        await app.press("M")
        await app.until(lambda: "no other paper looks like" in app.status)
        await app.press("space", "j", "space", "M", "n")
        assert len(app.tables["papers"]) == 4
        await app.press("M", "y")
        assert len(app.tables["papers"]) == 3
        assert len(app.tables["trash"]) == 1
