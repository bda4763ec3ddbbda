"""A dropped line, a kill, a closed window: wherever one is, nothing typed is lost and the app ends as it should."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from terminal import Terminal, wait_for_text_in, wait_until_nobody_runs_with

Open = Callable[..., Terminal]
HUP, TERM, KILL = signal.SIGHUP, signal.SIGTERM, signal.SIGKILL
PLACES = {"?": "Keys", "/atten": "1 of 4", "c": "categor", "y": "bibtex", ":": "what do you want", "i": "short name"}


@pytest.fixture
def open_app(library_file: Path) -> Open:
    """Open the app on the fixture library in a terminal."""

    def opener(**env: str) -> Terminal:
        argv = [sys.executable, "-m", "stacktui", "--library", str(library_file)]
        terminal = Terminal(argv, 100, 30, {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1]), **env})
        terminal.wait_for("Attention Is All You Need", "saved")
        return terminal

    return opener


@pytest.fixture
def reading_list(tmp_path: Path) -> Path:
    path = tmp_path / "list.md"
    path.write_text("- [A Paper of the List](https://arxiv.org/abs/1901.00001)\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("keys", PLACES)
def test_wherever_one_is_a_signal_ends_the_app_and_gives_the_terminal_back(
    open_app: Open, library_file: Path, keys: str
) -> None:
    before = library_file.read_bytes()
    with open_app() as app:
        app.press(keys)
        app.wait_for(PLACES[keys])
        app.kill(TERM)
        assert app.wait_exit() == 128 + TERM
        assert b"\x1b[?1049l" in app.output and b"Traceback" not in app.output
    assert library_file.read_bytes() == before


@pytest.mark.parametrize("number", [HUP, KILL])
def test_what_was_typed_to_be_captured_is_there_the_next_time(
    open_app: Open, home: Path, number: signal.Signals
) -> None:
    with open_app() as app:
        app.press("aA title half 写了一半")
        app.wait_for("A title half 写了一半")
        if number == KILL:
            kept = home / "state" / "stacktui" / "captures"
            app.wait_until(lambda: any(kept.glob("*")), "the text to be kept while nobody types")
        app.kill(number)
        assert app.wait_exit() == (128 + number if number == HUP else -number)
    with open_app() as app:
        app.press("a")
        app.wait_for("A title half 写了一半")
        app.press(" and whole\r")
        app.wait_for("added")
        app.press("a")
        app.wait_for("or paste")
        app.press("\x1bq")
        assert app.wait_exit() == 0


def test_a_window_closed_during_the_preview_of_an_import_writes_nothing(
    open_app: Open, library_file: Path, reading_list: Path
) -> None:
    before = library_file.read_bytes()
    with open_app() as app:
        app.press("I")
        app.wait_for("import")
        app.press(f"\x15{reading_list}\r")
        app.wait_for("A Paper of the List", "nothing is written yet")
        app.hang_up()
        app.wait_exit_without_terminal()
    assert library_file.read_bytes() == before


def test_what_was_saved_in_the_editor_of_ones_own_is_kept_when_the_line_drops(
    open_app: Open, library_file: Path, tmp_path: Path
) -> None:
    editor, began = tmp_path / "editor", tmp_path / "began"
    editor.write_text(f'#!/bin/sh\nprintf "written outside\\n" >> "$1"\necho yes > {began}\nsleep 600\n')
    editor.chmod(0o755)
    began.write_text("")
    with open_app(VISUAL=str(editor)) as app:
        app.press("GE")
        wait_for_text_in(began, "yes")
        app.hang_up()
        app.wait_exit_without_terminal()
    assert "written outside" in library_file.read_text(encoding="utf-8")
    wait_until_nobody_runs_with(str(editor))
