"""The app in terminals of all kinds and sizes: the colours they have, the marks they can show, and nothing lost."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import PAPERS
from terminal import Terminal

Open = Callable[..., Terminal]
SIXTEEN = {*range(30, 38), 39, *range(40, 48), 49, *range(90, 98), *range(100, 108)}
ATTRIBUTES = {0, 1, 2, 3, 4, 7, 9, 22, 23, 24, 27, 29}
OF_THE_PAPERS = set("".join(str(paper) for paper in PAPERS))


@pytest.fixture
def start(library_file: Path) -> Open:
    """Start the app in a terminal of some kind."""

    def starter(columns: int = 100, rows: int = 30, **env: str) -> Terminal:
        argv = [sys.executable, "-m", "stacktui", "--library", str(library_file)]
        surroundings = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1]), **env}
        return Terminal(argv, columns, rows, {name: value for name, value in surroundings.items() if value})

    return starter


def codes(output: bytes) -> set[int]:
    """All parameters of ``CSI … m`` that were sent."""
    found = re.findall(rb"\x1b\[([0-9;]*)m", output)
    return {int(code or 0) for codes in found for code in codes.split(b";")}


def look_around(app: Terminal) -> None:
    """Every kind of thing that is drawn: matches, a menu, a panel, a tree, marks."""
    for keys, shown in (
        ("/attention", "1 of 4"),
        ("\r", "Attention Is"),
        (" y", "bibtex"),
        ("\x1b?", "Keys"),
        ("\x1b\x1b\x1bh", "4"),
    ):
        app.press(keys)
        app.wait_for(shown)


@pytest.mark.parametrize("term", ["xterm", "linux", "screen"])
def test_a_terminal_of_sixteen_colours_gets_no_others(start: Open, term: str) -> None:
    with start(TERM=term, COLORTERM="") as app:
        app.wait_for("Attention Is All You Need", "saved")
        look_around(app)
        assert codes(app.output) <= SIXTEEN | ATTRIBUTES
        assert codes(app.output) & SIXTEEN - {39, 49}, "colours are used"


@pytest.mark.parametrize("odd", [{"TERM": "linux"}, {"LC_ALL": "C"}, {"LANG": "C"}, {"LANG": "POSIX"}])
def test_a_console_and_the_c_locale_get_marks_of_ascii(start: Open, odd: dict[str, str]) -> None:
    with start(**odd) as app:
        app.wait_for("Attention Is All You Need", "saved")
        look_around(app)
        sent = {letter for letter in app.output.decode("utf-8", "replace") if not letter.isascii()}
        assert sent - OF_THE_PAPERS == set()
        app.wait_for(">")


def test_no_color_sends_no_colours_and_the_cursor_is_seen(start: Open) -> None:
    with start(NO_COLOR="1", COLORTERM="truecolor") as app:
        app.wait_for("Attention Is All You Need", "saved")
        look_around(app)
        assert codes(app.output) <= ATTRIBUTES
        app.press("\x1bgg")
        app.wait_until(lambda: bar_rows(app) == [1, 2], "the cursor on the first paper")
        app.press("j")
        app.wait_until(lambda: bar_rows(app) == [3, 4], "the cursor on the second paper")


def bar_rows(app: Terminal) -> list[int]:
    return [row for row, line in enumerate(app.screen.display) if "▌" in line[:60]]


def test_a_light_terminal_gets_dark_letters(start: Open) -> None:
    with start(COLORFGBG="0;15", COLORTERM="truecolor") as app:
        app.wait_for("saved")
        assert b"48;2;251;250;247" in app.output


def test_a_dumb_terminal_is_told_so_in_a_word(start: Open) -> None:
    with start(TERM="dumb") as app:
        assert app.wait_exit() == 1
        assert "TERM=dumb" in app.text and "stacktui list" in app.text
        assert b"\x1b[?1049h" not in app.output


@pytest.mark.parametrize(
    ("columns", "rows", "panes"), [(300, 80, 3), (100, 30, 3), (80, 24, 2), (60, 20, 1), (40, 10, 1)]
)
def test_every_size_shows_as_many_panes_as_fit(start: Open, columns: int, rows: int, panes: int) -> None:
    with start(columns, rows) as app:
        app.wait_for("The Lottery Ticket", "saved")
        app.wait_until(lambda: app.screen.display[1].count("│") == panes - 1, "as many panes")
        app.wait_until(lambda: ("Stack" in app.text) == (panes == 3), "the tree where there is room")
        app.press("/darts")
        app.wait_for("DARTS: Differentiable")
        app.wait_gone("Lottery")
        app.press("\r\r")
        app.wait_for("liu2018darts")


def test_a_terminal_that_is_too_small_says_so_and_loses_nothing_typed(start: Open, library_file: Path) -> None:
    with start(120, 40) as app:
        app.wait_for("Attention Is All You Need", "saved")
        app.press("Ge")
        app.wait_for("ctrl+s")
        app.press("\rbefore ")
        app.wait_for("before")
        app.resize(60, 20)
        app.press("narrow ")
        app.wait_for("before narrow")
        app.resize(30, 6)
        app.wait_for("too small: 36x8")
        app.press("small ")
        app.resize(120, 40)
        app.press("wide")
        app.wait_for("before narrow small wide")
        app.press("\x1b")
        app.wait_for("copy")
        app.press("q")
        assert app.wait_exit() == 0
    assert "before narrow small wide" in library_file.read_text(encoding="utf-8")


def test_a_size_that_changes_while_a_query_is_typed_loses_no_letter(start: Open) -> None:
    with start(120, 40) as app:
        app.wait_for("Attention Is All You Need", "saved")
        app.press("/the lot")
        for number, size in enumerate(((60, 20), (30, 6), (300, 80), (80, 24))):
            app.resize(*size)
            app.press("tery ticket hypothesis"[number * 4 : number * 4 + 4])
        app.wait_for("the lottery ticket hy", "1 of 4")
