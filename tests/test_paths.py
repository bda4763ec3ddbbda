from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from stacktui.errors import UsageError
from stacktui.paths import cache_folder, config_file, data_folder, find_library, is_ours, state_folder

OURS = '{"meta": {"1": {"schema": 1}}, "papers": {}}'


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for variable in ("STACKTUI_LIBRARY", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def nested(tmp_path: Path) -> Path:
    """A folder two levels below one with a library."""
    folder = tmp_path / "project" / "a" / "b"
    folder.mkdir(parents=True)
    (tmp_path / "project" / "papers.json").write_text(OURS)
    return folder


def test_the_option_wins_over_all(nested: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STACKTUI_LIBRARY", "/elsewhere.json")
    assert find_library("/own.json", str(nested), "/configured.json") == "/own.json"


def test_the_variable_wins_over_the_nearest_file(nested: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STACKTUI_LIBRARY", "/elsewhere.json")
    assert find_library(None, str(nested), "/configured.json") == "/elsewhere.json"


def test_the_nearest_file_wins_over_the_settings(nested: Path, tmp_path: Path) -> None:
    assert find_library(None, str(nested), "/configured.json") == str(tmp_path / "project" / "papers.json")


def test_the_settings_win_over_the_home(tmp_path: Path, own_home: Path) -> None:
    assert find_library(None, str(tmp_path), "~/my.json") == str(own_home / "my.json")


def test_without_anything_the_library_is_in_the_home(tmp_path: Path, own_home: Path) -> None:
    assert find_library(None, str(tmp_path)) == str(own_home / ".local/share/stacktui/papers.json")


def test_a_relative_option_becomes_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert find_library("mine.json") == str(tmp_path / "mine.json")


def test_an_empty_option_is_an_error_and_not_another_library() -> None:
    with pytest.raises(UsageError):
        find_library(" ")


@pytest.mark.parametrize(
    "content",
    [
        '[{"title": "x"}]',
        '{"papers": [1]}',
        '{"meta": {"version": 2}}',
        "no JSON",
        '{"_default": {}}',
        '{"papers": {"a": 1}}',
    ],
)
def test_another_programs_file_of_that_name_is_passed_by(nested: Path, tmp_path: Path, content: str) -> None:
    (nested / "papers.json").write_text(content)
    assert find_library(None, str(nested)) == str(tmp_path / "project" / "papers.json")


@pytest.mark.parametrize(
    "content",
    [
        OURS,
        "\ufeff" + OURS,
        "",
        "  \n",
        '{\r\n "papers": {\r\n  "123456789012": {\r\n',
        '{"papers": {}}',
        '{\n<<<<<<< ours\n "papers": {\n  "123456789012": {\n',
    ],
)
def test_a_library_is_known_by_its_beginning_also_after_an_accident(tmp_path: Path, content: str) -> None:
    (tmp_path / "papers.json").write_text(content, encoding="utf-8")
    assert is_ours(str(tmp_path / "papers.json"))


def test_a_folder_of_that_name_is_no_library(tmp_path: Path) -> None:
    (tmp_path / "papers.json").mkdir()
    assert not is_ours(str(tmp_path / "papers.json"))


def test_a_removed_current_directory_is_no_obstacle(own_home: Path, tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    script = "import os, sys; os.rmdir(os.getcwd()); from stacktui.paths import find_library; print(find_library(None))"
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(path or os.getcwd() for path in sys.path)}
    done = subprocess.run([sys.executable, "-c", script], cwd=gone, env=env, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == str(own_home / ".local/share/stacktui/papers.json")


def test_the_folders_follow_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(variable, str(tmp_path / variable))
    assert config_file() == str(tmp_path / "XDG_CONFIG_HOME/stacktui/config.toml")
    assert data_folder() == str(tmp_path / "XDG_DATA_HOME/stacktui")
    assert cache_folder() == str(tmp_path / "XDG_CACHE_HOME/stacktui")
    assert state_folder() == str(tmp_path / "XDG_STATE_HOME/stacktui")


def test_a_relative_folder_in_the_environment_is_ignored(own_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", "here")
    assert config_file() == str(own_home / ".config/stacktui/config.toml")
