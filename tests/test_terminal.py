"""The program in a real terminal: bytes in, bytes out, and the file in the end."""

from __future__ import annotations

import base64
import json
import os
import re
import shlex
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import Run
from terminal import Terminal

Open = Callable[..., Terminal]


@pytest.fixture
def open_app(library_file: Path) -> Open:
    """Open the app on the fixture library in a terminal."""

    def opener(columns: int = 120, rows: int = 40, **env: str) -> Terminal:
        argv = [sys.executable, "-m", "stacktui", "--library", str(library_file)]
        surroundings = {**os.environ, "COLORTERM": "truecolor", "PYTHONPATH": str(Path(__file__).parents[1]), **env}
        terminal = Terminal(argv, columns, rows, surroundings)
        terminal.wait_for("Attention Is All You Need", "saved")
        return terminal

    return opener


def records(path: Path) -> list[dict[str, Any]]:
    return list(json.loads(path.read_text(encoding="utf-8"))["papers"].values())


def titles(path: Path) -> set[str]:
    return {record["title"] for record in records(path)}


def clipboard_writes(output: bytes) -> list[str]:
    return [base64.b64decode(data).decode() for data in re.findall(rb"\x1b\]52;c;([A-Za-z0-9+/=]+)", output)]


def test_a_day_of_work_search_capture_write_copy_quit_and_find_it_again(open_app: Open, library_file: Path) -> None:
    with open_app(SSH_CONNECTION="192.0.2.1 5000 192.0.2.2 22") as app:
        app.press("/")
        app.press("attention is")
        app.wait_for("1 of 4")
        app.press("\r")
        app.press("yy")
        app.wait_for("copied link")
        assert clipboard_writes(app.output) == ["https://arxiv.org/abs/1706.03762"]
        app.press("e")
        app.wait_for("ctrl+s", "done")
        app.press("\r一条很长的中文笔记，整句提交\x1b")
        app.wait_for("一条很长的中文笔记，整句提交", "copy")
        app.press("\x1b")
        app.press("a")
        app.wait_for("Add")
        app.press("[2020-NeurIPS] Language Models are Few-Shot Learners #llm ★★★★")
        app.wait_for("NeurIPS", "#llm")
        app.press("\r")
        app.wait_for("added")
        app.press("q")
        assert app.wait_exit() == 0
        assert b"\x1b[?1049l" in app.output
    by_title = {record["title"]: record for record in records(library_file)}
    assert "一条很长的中文笔记，整句提交" in "\n".join(by_title["Attention Is All You Need"]["note"])
    captured = by_title["Language Models are Few-Shot Learners"]
    assert (captured["year"], captured["venue"], captured["rating"], captured["tags"]) == (2020, "NeurIPS", 4, ["llm"])
    with open_app() as app:
        app.wait_for("Language Models are Few-Shot Learners", "5")
        app.press("q")
        assert app.wait_exit() == 0


def test_an_addition_from_a_second_shell_appears_while_the_search_stays(
    open_app: Open, run: Run, library_file: Path
) -> None:
    with open_app() as app:
        app.press("/")
        app.press("attention")
        app.wait_for("of 4")
        assert run("add", "More Attention for Everybody").code == 0
        app.wait_for("More Attention for Everybody", "of 5")
        app.press("!")
        app.wait_for("attention!")


def test_a_paste_with_escapes_and_many_lines_is_text_and_no_command(open_app: Open, library_file: Path) -> None:
    before = titles(library_file)
    with open_app() as app:
        app.paste("Pasted title\nd d d\x1b[31mq and more")
        app.wait_for("Add", "Pasted title", "d d d")
        app.press("\x1b")
        app.wait_gone("Pasted title")
        assert titles(library_file) == before
        app.press("q")
        assert app.wait_exit() == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_while_writing_loses_nothing_and_restores_the_terminal(
    open_app: Open, library_file: Path, number: signal.Signals
) -> None:
    with open_app() as app:
        app.press("G")
        app.press("e")
        app.wait_for("ctrl+s")
        app.press("\rwords before the line dropped")
        app.wait_for("words before the line dropped")
        app.kill(number)
        assert app.wait_exit() == 128 + number
        assert b"\x1b[?1049l" in app.output
    assert "words before the line dropped" in library_file.read_text(encoding="utf-8")


def test_the_app_survives_its_terminal_going_away(open_app: Open, library_file: Path) -> None:
    with open_app() as app:
        app.press("e")
        app.wait_for("ctrl+s")
        app.press("written over ssh")
        app.wait_for("written over ssh")
        app.hang_up()
        app.wait_exit_without_terminal()
    assert "written over ssh" in library_file.read_text(encoding="utf-8")


def test_a_note_is_written_in_the_editor_of_ones_own(open_app: Open, library_file: Path, tmp_path: Path) -> None:
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\nprintf "written outside\\n" >> "$1"\n')
    editor.chmod(0o755)
    with open_app(VISUAL=str(editor)) as app:
        app.press("GE")
        app.wait_for("written outside", "saved the note")
        app.press("q")
        assert app.wait_exit() == 0
    by_title = {record["title"]: record for record in records(library_file)}
    assert [line for line in by_title["Attention Is All You Need"]["note"] if line][-1] == "written outside"


def test_an_editor_that_cannot_be_run_is_said_and_the_app_goes_on(open_app: Open) -> None:
    with open_app(VISUAL="/nonexistent/editor") as app:
        app.press("GE")
        app.wait_for("cannot be run")
        app.press("gg/darts")
        app.wait_for("1 of 4")


@pytest.mark.parametrize("plain", [False, True])
def test_after_a_suspension_everything_is_painted_again(library_file: Path, plain: bool) -> None:
    argv = [sys.executable, "-m", "stacktui", "--library", str(library_file), *(["--plain-driver"] if plain else [])]
    with Terminal(
        ["bash", "--norc", "-i"], 100, 30, {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    ) as term:
        term.press(shlex.join(argv) + "\r")
        term.wait_for("Attention Is All You Need", "saved")
        term.press("\x1a")
        term.wait_for("Stopped")
        term.press("fg\r")
        term.wait_for("Attention Is All You Need", "saved", "Stack")


def test_chinese_in_a_panel_is_whole_above_the_edges_of_the_panes(open_app: Open) -> None:
    text = "一二三四五六七八九十" * 6
    with open_app() as app:
        app.press("a" + text[:40])
        app.wait_for(text[:30])
        app.press("x")
        app.wait_for(text[:30] + text[30:40] + "x")


def test_a_very_small_size_leaves_nothing_behind(open_app: Open) -> None:
    with open_app(80, 24) as app:
        app.resize(20, 5)
        app.wait_for("too small")
        app.resize(80, 24)
        app.wait_for("◐ The Lottery Ticket Hypothesis ★★★½│", "Frankle & Carbin · ICLR 2019 oral", "saved")
        app.wait_for("● Attention Is All You Need ★★★★★│")
        app.wait_until(lambda: app.screen.display[3][40:42] == "│ ", "no old separator in the rows")


def test_keys_typed_ahead_find_the_place_that_the_keys_before_lead_to(open_app: Open, library_file: Path) -> None:
    with open_app(SSH_CONNECTION="192.0.2.1 5000 192.0.2.2 22") as app:
        app.press("/darts\ryyaTyped ahead #d\rq")
        assert app.wait_exit() == 0
        assert clipboard_writes(app.output) == ["https://arxiv.org/abs/1806.09055"]
    assert "Typed ahead" in titles(library_file)
    assert len(titles(library_file)) == 5


@pytest.mark.parametrize("begin", ["/wrong\x15", "awrong\x15", "Gewrong\x1b[1~\x0b"], ids=["search", "capture", "note"])
def test_keys_that_delete_and_move_act_before_what_is_typed_behind_them(open_app: Open, begin: str) -> None:
    with open_app() as app:
        app.press(f"{begin}abc\x7f\x7f\x7fxyz\x1b[D\x7fQ\x1b[C!")
        app.wait_for("xQz!")
        assert "wrong" not in app.text and "abc" not in app.text


def test_resizing_while_searching_keeps_everything(open_app: Open) -> None:
    with open_app() as app:
        app.press("/")
        app.press("darts")
        app.wait_for("1 of 4")
        app.resize(60, 20)
        app.wait_for("darts", "DARTS: Differentiable")
        app.resize(20, 5)
        app.wait_for("too small")
        app.resize(120, 40)
        app.wait_for("1 of 4", "Stack")


def test_control_characters_of_a_library_never_reach_the_terminal(open_app: Open, library_file: Path) -> None:
    content = json.loads(library_file.read_text(encoding="utf-8"))
    record = next(iter(content["papers"].values()))
    record["title"] = "Attention Is All You Need \x1b]0;PWNED\x07 \u202eevil \x9b31m"
    record["note"] = ["\x1b]52;c;UFdORUQ=\x07", "a \x1b[2J b"]
    library_file.write_text(json.dumps(content), encoding="utf-8")
    with open_app() as app:
        app.press("G")
        app.wait_for("evil")
        assert b"\x1b]0;PWNED" not in app.output
        assert b"\x1b]52;c;UFdO" not in app.output
        assert "\u202e".encode() not in app.output
        assert b"\xc2\x9b" not in app.output


def test_without_a_utf8_locale_marks_are_ascii(open_app: Open) -> None:
    with open_app(LANG="C", LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0") as app:
        assert "★" not in app.text and "●" not in app.text
        app.wait_for("Attention Is All You Need")


def test_the_app_says_what_to_do_where_there_is_no_terminal(run: Run) -> None:
    done = run()
    assert done.code == 1
    assert "terminal" in done.err and done.err.count("\n") <= 2
