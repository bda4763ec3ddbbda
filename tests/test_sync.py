"""Real repositories, real merges, no network: two machines and a bare repository between them."""

from __future__ import annotations

import json
import subprocess
import threading
from pathlib import Path

import pytest
from git_support import Machine, machines, name_somebody, pair

from stacktui import git
from stacktui.errors import StackError
from stacktui.library import Library
from stacktui.model import Paper
from stacktui.store import load, render
from stacktui.sync import Outcome, commit, sync

__all__ = ["pair"]

Pair = tuple[Machine, Machine]


def synced(machine: Machine) -> Outcome:
    return sync(str(machine.path))


def test_what_one_machine_adds_the_other_receives(pair: Pair) -> None:
    one, other = pair
    one.add("Attention Is All You Need")
    sent = synced(one)
    assert sent.committed == ("add 1 paper: Attention Is All You Need",)
    assert sent.sent == 1
    received = synced(other)
    assert received.received == "add 1 paper"
    assert other.titles == {"A first paper", "Attention Is All You Need"}
    assert one.is_clean and other.is_clean


def test_both_sides_work_on_one_paper_and_nothing_is_lost(pair: Pair) -> None:
    one, other = pair
    one.edit("first2020paper", rating=4.0, tags=("left",), note=("one, longer", "two", "three"))
    other.edit("first2020paper", year=2020, tags=("right",), note=("one", "two", "three", "four"))
    synced(one)
    outcome = synced(other)
    assert outcome.conflicts == 0
    paper = other.library.by_key("first2020paper")
    assert paper is not None
    assert (paper.rating, paper.year, paper.tags) == (4.0, 2020, ("left", "right"))
    assert paper.note == ("one, longer", "two", "three", "four")
    synced(one)
    assert one.path.read_bytes() == other.path.read_bytes()
    assert one.git("rev-parse", "HEAD") == other.git("rev-parse", "HEAD")


def test_a_field_that_both_changed_is_told_and_both_values_are_kept(pair: Pair) -> None:
    one, other = pair
    one.edit("first2020paper", rating=2.0)
    other.edit("first2020paper", rating=5.0)
    synced(one)
    outcome = synced(other)
    assert outcome.conflicts == 1
    assert "is:conflicted" in outcome.words
    paper = other.library.by_key("first2020paper")
    assert paper is not None
    assert {paper.rating, paper.conflicts[0].value} == {2.0, 5.0}


def test_nothing_to_do_is_said(pair: Pair) -> None:
    one, _ = pair
    outcome = synced(one)
    assert outcome.words == "nothing new, here or at origin"
    assert one.subjects == one.git("log", "--format=%s", "origin/main").split("\n")


def test_only_the_library_is_committed(pair: Pair) -> None:
    one, _ = pair
    (one.folder / "draft.txt").write_text("mine")
    (one.folder / "staged.txt").write_text("mine too")
    one.git("add", "staged.txt")
    one.add("Something new")
    synced(one)
    assert one.git("status", "--porcelain") == "A  staged.txt\n?? draft.txt"
    assert "staged.txt" not in one.git("show", "--stat", "HEAD")


def test_a_commit_names_what_changed(pair: Pair) -> None:
    one, _ = pair
    library = one.library
    with library.step("work"):
        for number in range(3):
            library.add(Paper(title=f"Paper number {number}"))
        library.update([library.by_key("first2020paper").id], lambda p: p.edit(status="read", read="2026-01-02"), "")  # type: ignore[union-attr]
    assert commit(str(one.path)).startswith("add 3 papers, read 1: ")
    body = one.git("log", "-1", "--format=%b")
    assert "- read first2020paper: A first paper (status, read)" in body.replace("read, status", "status, read")
    assert commit(str(one.path)) == ""


def test_progress_tells_each_step(pair: Pair) -> None:
    one, other = pair
    one.add("From the other side")
    synced(one)
    other.add("From this side")
    steps: list[str] = []
    sync(str(other.path), steps.append)
    assert [step.split(":")[0].split()[0] for step in steps] == ["committing", "fetching", "merging", "sending"]


def test_a_library_that_git_merged_by_line_is_merged_by_record_all_the_same(tmp_path: Path, home: Path) -> None:
    name_somebody(home)
    one, other = machines(tmp_path, driver=False)
    one.edit("first2020paper", tags=("left",))
    other.edit("first2020paper", tags=("right",))
    synced(one)
    synced(other)
    assert other.library.by_key("first2020paper").tags == ("left", "right")  # type: ignore[union-attr]
    assert other.git("status", "--porcelain", "--untracked-files=no") == ""


def test_two_libraries_that_began_apart_come_together(tmp_path: Path, home: Path) -> None:
    name_somebody(home)
    bare = tmp_path / "shared.git"
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", str(bare)], check=True)
    both = [Machine(tmp_path / name) for name in ("left", "right")]
    for machine in both:
        machine.folder.mkdir()
        machine.add(f"The paper of {machine.folder.name}")
        assert machine.run("init", "--git").returncode == 0
        machine.git("remote", "add", "origin", str(bare))
        synced(machine)
    assert both[1].titles == {"The paper of left", "The paper of right"}
    assert both[1].git("rev-parse", "--abbrev-ref", "main@{upstream}") == "origin/main"


# -- failures: each says what happened, and the library is whole ----------------------------------------------------


def failed(machine: Machine) -> StackError:
    """The error of a sync that fails; the library is what it was, byte for byte."""
    before = machine.path.read_bytes()
    with pytest.raises(StackError) as caught:
        synced(machine)
    assert machine.path.read_bytes() == before
    assert caught.value.hint
    return caught.value


def test_without_a_repository_it_says_how_to_make_one(library_file: Path) -> None:
    with pytest.raises(StackError, match=r"no git repository.*init --git"):
        sync(str(library_file))


def test_without_a_remote_the_work_is_committed_and_told(pair: Pair) -> None:
    one, _ = pair
    one.git("remote", "remove", "origin")
    one.add("A paper of its own")
    error = failed(one)
    assert "no remote" in error.message and "committed: add 1 paper" in error.hint
    assert one.is_clean


def test_a_remote_that_is_gone_is_told(pair: Pair) -> None:
    one, _ = pair
    one.git("remote", "set-url", "origin", str(one.folder / "nowhere.git"))
    assert "no repository where origin points" in failed(one).message


def test_no_network_is_told_without_asking_for_anything(pair: Pair) -> None:
    one, _ = pair
    one.git("remote", "set-url", "origin", "ssh://git@host.invalid/papers.git")
    one.git("config", "core.sshCommand", "sh -c 'echo ssh: Could not resolve hostname host.invalid >&2; exit 255' --")
    assert "no network" in failed(one).message


def test_a_port_where_nobody_listens_is_told(pair: Pair) -> None:
    one, _ = pair
    one.git("remote", "set-url", "origin", "http://127.0.0.1:1/papers.git")
    assert "does not answer" in failed(one).message


def test_a_push_that_is_refused_is_told(pair: Pair, tmp_path: Path) -> None:
    one, _ = pair
    hook = tmp_path / "shared.git" / "hooks" / "pre-receive"
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    one.add("Not wanted")
    error = failed(one)
    assert "refused the push" in error.message and "pre-receive hook declined" in error.message
    assert one.subjects[0] == "add 1 paper: Not wanted"


def test_a_push_that_was_overtaken_merges_again(pair: Pair, tmp_path: Path) -> None:
    """While this machine sends, the other has pushed: a hook of git's does it at the worst moment."""
    one, other = pair
    other.add("Quicker")
    commit(str(other.path))
    hook = one.folder / ".git" / "hooks" / "pre-push"
    hook.write_text(f"#!/bin/sh\nrm .git/hooks/pre-push\nunset GIT_DIR\ngit -C '{other.folder}' push -q\n")
    hook.chmod(0o755)
    one.add("Slower")
    outcome = synced(one)
    assert outcome.received == "add 1 paper"
    assert one.titles == {"A first paper", "Quicker", "Slower"}
    assert one.is_clean


def test_a_detached_head_is_told(pair: Pair) -> None:
    one, _ = pair
    one.git("switch", "-q", "--detach")
    assert "detached" in failed(one).message


def test_a_merge_in_progress_elsewhere_is_told(pair: Pair) -> None:
    one, other = pair
    for machine, text in ((one, "left"), (other, "right")):
        (machine.folder / "README.md").write_text(text)
        machine.git("add", "README.md")
        machine.git("commit", "-q", "-m", "readme")
    one.git("push", "-q")
    other.git("fetch", "-q")
    other.git("merge", "origin/main", check=False)
    assert "README.md" in failed(other).message


def test_files_that_only_people_can_merge_take_the_merge_back(pair: Pair) -> None:
    one, other = pair
    for machine, text in ((one, "left"), (other, "right")):
        (machine.folder / "README.md").write_text(text)
        machine.git("add", "README.md")
        machine.git("commit", "-q", "-m", "readme")
    one.add("A paper")
    synced(one)
    error = failed(other)
    assert "README.md" in error.message and "as it was" in error.message
    assert other.is_clean


def test_changes_that_git_would_overwrite_are_told(pair: Pair) -> None:
    one, other = pair
    (one.folder / "README.md").write_text("left")
    one.git("add", "README.md")
    one.git("commit", "-q", "-m", "readme")
    synced(one)
    (other.folder / "README.md").write_text("not committed")
    error = failed(other)
    assert "README.md" in error.message and "uncommitted" in error.message
    assert (other.folder / "README.md").read_text() == "not committed"


def test_a_hook_that_refuses_the_commit_is_told(pair: Pair) -> None:
    one, _ = pair
    hook = one.folder / ".git" / "hooks" / "pre-commit"
    hook.write_text("#!/bin/sh\necho 'no commits on Sundays' >&2\nexit 1\n")
    hook.chmod(0o755)
    one.add("A paper")
    assert "no commits on Sundays" in failed(one).message
    hook.unlink()
    assert synced(one).sent == 1


def test_a_merge_whose_commit_is_refused_is_ended_by_the_next_sync(pair: Pair) -> None:
    one, other = pair
    one.add("Left")
    synced(one)
    other.add("Right")
    commit(str(other.path))
    hook = other.folder / ".git" / "hooks" / "commit-msg"
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    with pytest.raises(StackError, match="merge is done"):
        synced(other)
    assert other.titles == {"A first paper", "Left", "Right"}
    hook.unlink()
    other.add("Later")
    synced(other)
    assert other.titles == {"A first paper", "Left", "Right", "Later"}
    assert other.is_clean


def test_git_without_a_name_is_told_how_to_get_one(pair: Pair, home: Path) -> None:
    one, _ = pair
    (home / ".gitconfig").write_text("[user]\nuseConfigOnly = true\n")
    one.add("A paper")
    assert "user.name" in failed(one).hint


def test_a_library_that_is_broken_is_not_committed(pair: Pair) -> None:
    one, _ = pair
    one.path.write_text('{"papers": {')
    assert "papers.json" in failed(one).message
    assert len(one.subjects) == 1


def test_what_a_newer_version_wrote_is_not_merged(pair: Pair) -> None:
    one, other = pair
    tables = load(one.path.read_bytes(), "").tables
    one.path.write_bytes(render({**tables, "meta": {"1": {"schema": 99}}}))
    one.git("commit", "-qam", "from the future")
    one.git("push", "-q")
    assert "newer" in failed(other).message


def test_a_deletion_of_the_library_elsewhere_does_not_delete_ours(pair: Pair) -> None:
    one, other = pair
    one.git("rm", "-q", "papers.json")
    one.git("commit", "-qm", "gone")
    one.git("push", "-q")
    assert "was deleted at origin" in failed(other).message


def test_another_project_is_not_merged(pair: Pair, tmp_path: Path) -> None:
    one, _ = pair
    wrong = tmp_path / "wrong"
    subprocess.run(["git", "init", "-q", "-b", "main", str(wrong)], check=True)
    (wrong / "code.c").write_text("int main;")
    for words in (["add", "."], ["commit", "-qm", "code"]):
        subprocess.run(["git", "-C", str(wrong), *words], check=True)
    one.git("remote", "set-url", "origin", str(wrong))
    assert "another project" in failed(one).message
    assert one.is_clean


def test_what_git_tells_its_hooks_does_not_lead_our_calls_astray(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    one, _ = pair
    monkeypatch.setenv("GIT_DIR", "/nowhere")
    monkeypatch.setenv("GIT_INDEX_FILE", "/nowhere/index")
    one.add("Committed from a hook")
    assert commit(str(one.path)) == "add 1 paper: Committed from a hook"


def test_a_remote_that_hangs_is_given_up_when_asked(pair: Pair) -> None:
    one, _ = pair
    one.git("remote", "set-url", "origin", "ssh://git@example.invalid/papers.git")
    one.git("config", "core.sshCommand", "sh -c 'sleep 600' --")
    with pytest.raises(StackError, match="git fetch was stopped"):
        sync(str(one.path), stop=lambda: True)


def test_git_is_ended_when_it_takes_too_long(pair: Pair) -> None:
    one, _ = pair
    one.git("config", "alias.wait", "!sleep 60")
    with pytest.raises(git.GitError, match="git wait took longer"):
        git.run(str(one.folder), "wait", timeout=0.2)


def test_a_save_in_the_middle_of_a_sync_is_not_lost(pair: Pair) -> None:
    """Another program saves over and over while this one syncs what came in."""
    one, other = pair
    for number in range(4):
        one.add(f"From afar {number}")
    synced(one)
    other.add("Before")
    stop = threading.Event()
    written: list[str] = []

    def write() -> None:
        library = Library.open(str(other.path))
        while not stop.is_set() and len(written) < 200:
            title = f"Meanwhile {len(written)}"
            library.add(Paper(title=title))
            written.append(title)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        synced(other)
    except StackError as error:
        assert "at the same time" in error.message
    finally:
        stop.set()
        writer.join()
    assert {"Before", *written} <= other.titles
    synced(other)
    assert {"Before", *written, *(f"From afar {number}" for number in range(4))} <= other.titles


# -- the commands ----------------------------------------------------------------------------------------------------


def test_sync_in_the_shell_says_what_it_did_and_exits_with_1_where_it_could_not(pair: Pair) -> None:
    one, other = pair
    one.add("A new paper")
    done = one.run("sync")
    assert (done.returncode, done.stdout) == (0, "committed: add 1 paper: A new paper; sent 1 commit to origin\n")
    other.git("remote", "remove", "origin")
    done = other.run("sync")
    assert done.returncode == 1
    assert "no remote" in done.stderr and "git remote add" in done.stderr


def test_init_makes_library_and_repository_and_may_be_repeated(tmp_path: Path, home: Path) -> None:
    name_somebody(home)
    machine = Machine(tmp_path / "new")
    first = machine.run("init", str(machine.folder), "--git")
    assert first.returncode == 0, first.stderr
    assert set(machine.git("ls-files").split()) == {".gitattributes", ".gitignore", "papers.json"}
    assert (machine.folder / ".gitattributes").read_text() == "papers.json merge=stacktui text eol=lf\n"
    assert machine.git("config", "merge.stacktui.driver").endswith("merge-driver %O %A %B")
    again = machine.run("init", str(machine.folder), "--git")
    assert again.stdout.endswith("is there already\nnothing to commit\n")
    machine.add("A paper")
    assert machine.git("status", "--porcelain") == "M papers.json", "lock and temporary files are ignored"


def test_init_in_a_repository_that_is_there_adds_what_is_missing(tmp_path: Path, home: Path) -> None:
    name_somebody(home)
    top = Machine(tmp_path / "project")
    subprocess.run(["git", "init", "-q", str(top.folder)], check=True)
    (top.folder / ".gitignore").write_text("*.lock\n*.tmp")
    below = Machine(top.folder / "my papers")
    below.path = below.folder / "a [b].json"
    below.add("A paper")
    assert below.run("init", "--git").returncode == 0
    assert not (below.folder / ".git").exists()
    assert (below.folder / ".gitignore").read_text() == "a?\\[b].json.*.bak\n"
    assert "merge: stacktui" in below.git("check-attr", "merge", "a [b].json")
    assert "commit" not in below.run("sync").stdout


def test_check_tells_a_clone_without_the_setting_and_mends_it(pair: Pair) -> None:
    _, other = pair
    told = other.run("check")
    assert told.returncode == 1
    assert "does not say how to merge" in told.stdout
    assert other.run("check", "--fix").returncode == 0
    assert other.run("check").returncode == 0
    other.git("config", "merge.stacktui.driver", "/nowhere/stacktui merge-driver %O %A %B")
    assert "/nowhere/stacktui" in other.run("check").stdout


def test_an_ordinary_pull_merges_by_record_once_a_clone_is_set_up(pair: Pair) -> None:
    one, other = pair
    assert other.run("init", "--git").returncode == 0
    one.edit("first2020paper", tags=("left",))
    synced(one)
    other.edit("first2020paper", tags=("right",))
    other.git("commit", "-qam", "right")
    other.git("pull", "-q", "--no-rebase")
    assert other.library.by_key("first2020paper").tags == ("left", "right")  # type: ignore[union-attr]


def test_a_repository_of_another_user_is_told(pair: Pair) -> None:
    one, _ = pair
    one.add("A paper")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
        error = failed(one)
        assert "does not trust" in error.message and "safe.directory" in error.hint
        assert "does not trust" in one.run("check").stdout


def test_a_sync_sets_up_the_clone_it_runs_in(pair: Pair) -> None:
    _, other = pair
    synced(other)
    assert other.run("check").returncode == 0
    assert other.git("config", "merge.stacktui.driver")


def in_conflict(one: Machine, other: Machine) -> None:
    """Bring ``other`` into a merge that git could not settle by line."""
    one.edit("first2020paper", tags=("left",))
    synced(one)
    other.edit("first2020paper", tags=("right",))
    other.git("commit", "-qam", "right")
    other.git("fetch", "-q")
    other.git("-c", "merge.stacktui.driver=false", "merge", "origin/main", check=False)


def with_markers(one: Machine, other: Machine) -> None:
    (other.folder / ".git" / "info" / "attributes").write_text("papers.json merge\n")
    in_conflict(one, other)
    assert "<<<<<<<" in other.path.read_text()


def test_resolve_merges_what_git_left_in_conflict(pair: Pair) -> None:
    one, other = pair
    with_markers(one, other)
    assert "resolve" in other.run("list").stderr
    assert "resolve" in failed(other).hint
    done = other.run("resolve")
    assert done.returncode == 0, done.stderr
    assert other.library.by_key("first2020paper").tags == ("left", "right")  # type: ignore[union-attr]
    synced(other)
    assert other.is_clean
    assert other.run("resolve").stdout.endswith("is in no conflict\n")


def test_resolve_works_from_the_markers_alone_when_the_index_has_no_sides(pair: Pair) -> None:
    one, other = pair
    with_markers(one, other)
    other.git("add", "papers.json")
    other.git("commit", "-qm", "with markers")
    assert other.run("resolve").returncode == 0
    assert other.library.by_key("first2020paper").tags == ("left", "right")  # type: ignore[union-attr]


def test_resolve_leaves_alone_what_was_mended_by_hand(pair: Pair) -> None:
    one, other = pair
    with_markers(one, other)
    other.git("checkout", "--theirs", "papers.json")
    mended = other.path.read_bytes()
    assert "mended already" in other.run("resolve").stdout
    assert other.path.read_bytes() == mended
    assert other.git("ls-files", "-u") == ""


def test_the_driver_leaves_our_side_alone_where_a_side_is_no_library(pair: Pair, tmp_path: Path) -> None:
    one, _ = pair
    before = one.path.read_bytes()
    broken = tmp_path / "broken.json"
    broken.write_text("{")
    done = one.run("merge-driver", str(one.path), str(one.path), str(broken))
    assert done.returncode == 1
    assert "broken.json" in done.stderr
    assert one.path.read_bytes() == before


def test_the_strict_driver_says_where_sides_disagree(pair: Pair, tmp_path: Path) -> None:
    one, other = pair
    base = tmp_path / "base.json"
    base.write_bytes(one.path.read_bytes())
    one.edit("first2020paper", alias="left")
    other.edit("first2020paper", alias="right")
    words = ("merge-driver", str(base), str(one.path), str(other.path))
    done = one.run(*words, "--strict")
    assert done.returncode == 1
    assert "A first paper: alias" in done.stderr
    record = next(iter(json.loads(one.path.read_bytes())["papers"].values()))
    assert {record["alias"], record["conflicts"][0]["value"]} == {"left", "right"}
