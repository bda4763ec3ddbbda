"""Paths as people type them."""

from __future__ import annotations

from pathlib import Path

import pytest

from stacktui.errors import StackError
from stacktui.formats.sources import complete_path, find_sources, split_paths


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("reading.md", "readme.txt", "my list.md", ".hidden.md", "picture.png", "sub/more.org", "sub/x.json"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("- a line\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


def test_paths_are_separated_by_blanks_unless_quoted(folder: Path) -> None:
    assert split_paths("reading.md  sub/more.org") == ["reading.md", "sub/more.org"]
    assert split_paths("my list.md") == ["my list.md"], "a path as a whole needs no quotes"
    for typed in (r"my\ list.md reading.md", '"my list.md" reading.md', "'my list.md' reading.md"):
        assert split_paths(typed) == ["my list.md", "reading.md"]
    assert split_paths("~/reading.md") == [str(folder / "reading.md")]
    assert split_paths(r"C:\papers\list.md") == [r"C:\papers\list.md"]


def test_a_folder_gives_the_lists_in_it(folder: Path) -> None:
    assert find_sources(["."]) == ["./my list.md", "./reading.md", "./readme.txt", "./sub/more.org"]
    assert find_sources(["*.md", "reading.md"]) == ["my list.md", "reading.md"]
    assert find_sources(["sub/x.json"]) == ["sub/x.json"], "named files are taken as they are"


def test_a_path_that_leads_nowhere_says_so(folder: Path) -> None:
    (folder / "empty").mkdir()
    for paths, words in ((["nothing.md"], "there is no"), (["empty"], "no list in"), ([], "no file")):
        with pytest.raises(StackError, match=words):
            find_sources(paths)


def test_tab_completes_the_last_path(folder: Path) -> None:
    assert complete_path("read") == ("read", ["reading.md", "readme.txt"])
    assert complete_path("readi") == ("reading.md", ["reading.md"])
    assert complete_path("reading.md su") == ("reading.md sub/", ["sub/"])
    assert complete_path("sub/") == ("sub/", ["more.org", "x.json"])
    assert complete_path("my") == ("my\\ list.md", ["my list.md"])
    assert complete_path("~/RE") == ("~/read", ["reading.md", "readme.txt"])
    assert complete_path("~") == ("~/", [])
    assert complete_path("nowhere/x") == ("nowhere/x", [])
    assert complete_path(".hid")[0] == ".hidden.md"
