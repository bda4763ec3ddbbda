"""The real app under random keys: what the driver sends makes the same screen as what Textual drew, cell by cell."""

from __future__ import annotations

import json
import os
import random
import sys
from pathlib import Path

import pytest
from terminal import Terminal

from stacktui.demo import make_demo_library

ROOT = Path(__file__).parents[1]
KEYS = ["j", "j", "j", "k", "\x04", "\x15", "G", "gg", "\t", "\x1b[Z", "z", "<", ">", "l", "h", " ", "*", "n", "S"]
KEYS += ["St", "Sy", "Ss", "3", "sr", "b", "J", "u", "\x12", "\x0c", "y", "yt", "\x1b[<65;60;10M", "\x1b[<0;70;12M"]
WORDS = ["net", "注意力", "attention -x", "#", "is:starred", "year:2019..", "zzzz", "é"]
STATES = {"truecolor": {"COLORTERM": "truecolor"}, "sixteen colours": {"TERM": "xterm", "COLORTERM": ""}}
STATES |= {"no colour": {"NO_COLOR": "1"}, "screen": {"TERM": "screen-256color", "COLORTERM": ""}}


@pytest.mark.parametrize(("seed", "state"), list(enumerate(STATES)))
def test_random_keys_paint_what_textual_drew(tmp_path: Path, seed: int, state: str) -> None:
    report = tmp_path / "report.json"
    argv = [sys.executable, str(ROOT / "tests" / "checked_app.py"), str(report), str(seed)]
    env = {**os.environ, "PYTHONPATH": str(ROOT), "HOME": str(tmp_path), "TERM": "xterm-256color", **STATES[state]}
    env.pop("TMUX", None)
    chance = random.Random(seed)
    with Terminal([*argv, "--library", make_demo_library(str(tmp_path))], 110, 32, env) as app:
        app.wait_for("saved")
        for number in range(8):
            for _ in range(10):
                app.press(chance.choice(KEYS))
                app._read(0.02)
            app.press("\x1b")
            app._read(0.1)
            app.press(f"/{chance.choice(WORDS)}")
            app._read(0.1)
            app.press("\r")
            if number == 3:
                app.resize(84, 24)
        app.press("\x1b")
        app._read(0.1)
        app.press("\x1b")
        app._read(0.1)
        app.press("q")
        assert app.wait_exit() == 0
    found = json.loads(report.read_text(encoding="utf-8"))
    assert found["differences"] == []
    assert found["compared"] > 10 and found["sent"] * 3 < found["plain"]
