"""A line of two kilobytes a second: no key waits behind old frames, and what is shown in the end is right."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from session import make_large_library
from slow_line import SlowTerminal

from stacktui.tui.driver.pace import ASK_AFTER, MOST, QUESTION, Pace

ON_THE_WAY = 1500
"""What may come before the last picture: frames until the terminal is asked, and a part of one more."""


@pytest.fixture
def line(tmp_path: Path) -> SlowTerminal:
    """The app on many papers, started; the line is slow from then on."""
    make_large_library(tmp_path / "papers.json", 400)
    argv = [sys.executable, "-m", "stacktui", "--library", str(tmp_path / "papers.json")]
    env = {**os.environ, "COLORTERM": "truecolor", "PYTHONPATH": str(Path(__file__).parents[1])}
    terminal = SlowTerminal(argv, 120, 40, env)
    terminal.wait_for("saved")
    terminal.bytes_until_rest(0.3)
    return terminal


def test_held_keys_on_a_slow_line_queue_no_old_pictures(line: SlowTerminal) -> None:
    with line:
        line.press("\x0c")
        whole = line.bytes_until_rest(0.3)
        line.rate = 2000
        line.hold("\x04", 20)
        line.press("gg")
        line.press("/segmentation 211")
        assert line.bytes_until("segmentation 211", "of 400") < whole + ON_THE_WAY
        line.rate = 0
        line.press("\x17\x17\x1b")
        line.bytes_until_rest()
        line.rate = 2000
        line.hold("j", 40)
        assert line.bytes_until_rest() < whole + ON_THE_WAY
        row = next(row for row in line.text.splitlines() if "▌" in row)
        line.rate = 0
        line.press("\x0c")
        line.bytes_until_rest(0.3)
        assert next(row for row in line.text.splitlines() if "▌" in row) == row, "the last picture was the right one"
        line.rate = 2000
        line.hold("\x04\x15", 10)
        before = line.taken
        line.press("q")
        assert line.wait_exit() == 0
        assert line.taken - before < whole + ON_THE_WAY


def test_the_terminal_is_asked_behind_enough_bytes_and_waited_for() -> None:
    pace = Pace()
    assert pace.sent("x").endswith(QUESTION) and not pace.wait_seconds(), "nobody knows yet whether it answers"
    assert pace.sent("y" * 5000) == "y" * 5000 and not pace.wait_seconds()
    pace.answered()
    assert pace.sent("y" * 10).endswith(QUESTION), "much was sent behind the first question"
    pace.answered()
    assert pace.sent("z" * (ASK_AFTER - 11)) == "z" * (ASK_AFTER - 11)
    assert pace.sent("z" * 11).endswith(QUESTION)
    assert not pace.wait_seconds()
    pace.sent("z" * MOST)
    assert pace.wait_seconds() > 1
    pace.answered()
    assert not pace.wait_seconds()


def test_a_terminal_that_answers_no_more_is_asked_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0
    monkeypatch.setattr("stacktui.tui.driver.pace.monotonic", lambda: now)
    pace = Pace()
    pace.sent("x")
    pace.answered()
    for _ in range(2):
        assert pace.sent("y" * 1000).endswith(QUESTION)
        assert pace.wait_seconds() == 6
        now += 7
        assert pace.wait_seconds() == 0
    assert pace.sent("y" * 1000) == "y" * 1000
    assert pace.farewell_seconds() == 0


def test_the_last_answer_is_waited_for_so_that_no_shell_gets_it(line: SlowTerminal) -> None:
    with line:
        line.press("\x04\x04")
        line.press("q")
        assert line.wait_exit() == 0
        assert line.output.count(b"\x1b[5n") >= 2
        left = b"\x1b[?1049l"
        assert b"\x1b[5n" not in line.output[line.output.rindex(left) - 40 :]
