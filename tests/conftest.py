"""A sealed room: no test sees the settings, the libraries or the terminal of whoever runs it."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from stacktui.library import Library

OUTSIDE = re.compile(
    r"^(STACKTUI_.*|XDG_.*|TMUX.*|STY|DISPLAY|WAYLAND_DISPLAY|SSH_.*|WSL_.*|BROWSER|EDITOR|VISUAL|PAGER|TERM|COLORTERM"
    r"|NO_COLOR|COLUMNS|LINES|LANG|LANGUAGE|LC_.*|GIT_.*|TEXTUAL.*|PYTHON(?!HASHSEED|PATH).*)$"
)
"""Variables of the surroundings that must not reach a test."""

PAPERS: tuple[dict[str, Any], ...] = (
    {
        "key": "vaswani2017attention",
        "title": "Attention Is All You Need",
        "alias": "Transformer",
        "authors": ["Ashish Vaswani", "Noam Shazeer"],
        "venue": "NIPS",
        "year": 2017,
        "url": "https://arxiv.org/abs/1706.03762",
        "links": [
            {"label": "code", "url": "https://github.com/tensorflow/tensor2tensor"},
            {"label": "lost", "url": None},
        ],
        "status": "read",
        "read": "2019-07",
        "categories": ["NLP/Translation"],
        "rating": 5,
        "tags": ["classic"],
        "added": "2026-01-05T10:00:00+00:00",
        "note": ["# Idea", "", "- attention alone, no recurrence"],
    },
    {
        "key": "frankle2019lottery",
        "title": "The Lottery Ticket Hypothesis",
        "authors": ["Jonathan Frankle", "Michael Carbin"],
        "venue": "ICLR",
        "year": 2019,
        "month": 5,
        "presentation": "oral",
        "url": "https://openreview.net/forum?id=rJl-b3RcF7",
        "status": "reading",
        "categories": ["Pruning"],
        "rating": 3.5,
        "tags": ["pruning"],
        "added": "2026-02-05T10:00:00+00:00",
    },
    {
        "key": "liu2018darts",
        "title": "DARTS: Differentiable Architecture Search",
        "year": 2018,
        "url": "https://arxiv.org/abs/1806.09055",
        "status": "to-read",
        "categories": ["NAS/Differentiable"],
        "added": "2026-03-05T10:00:00+00:00",
    },
    {
        "key": "jiyu2020zhuyili",
        "title": "基于注意力机制的图像分割方法",
        "year": 2020,
        "status": "to-read",
        "added": "2026-04-05T10:00:00+00:00",
    },
)
"""The papers of the fixture ``library_file``, the oldest first."""


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own for every test, in this process and in those it starts; returns its folder."""
    for name in filter(OUTSIDE.match, list(os.environ)):
        monkeypatch.delenv(name)
    folder = tmp_path / "home"
    for variable, below in {
        "HOME": "",
        "XDG_CONFIG_HOME": "config",
        "XDG_DATA_HOME": "data",
        "XDG_CACHE_HOME": "cache",
        "XDG_STATE_HOME": "state",
        "XDG_RUNTIME_DIR": "runtime",
        "TMPDIR": "tmp",
    }.items():
        place = folder / below
        place.mkdir(parents=True, exist_ok=True)
        monkeypatch.setenv(variable, str(place))
    for variable, value in {"TERM": "xterm-256color", "LANG": "C.UTF-8", "EDITOR": "true", "TZ": "UTC"}.items():
        monkeypatch.setenv(variable, value)
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def library_file(tmp_path: Path) -> Path:
    """A library of four papers, as another program would write it."""
    path = tmp_path / "work" / "papers.json"
    path.parent.mkdir()
    records = {str(400000000001 + number): record for number, record in enumerate(PAPERS)}
    path.write_text(json.dumps({"meta": {"1": {"schema": 1}}, "papers": records}), encoding="utf-8")
    return path


@pytest.fixture
def library(library_file: Path) -> Library:
    """The library of four papers, opened."""
    return Library.open(str(library_file))


@dataclass(frozen=True)
class Done:
    """A command that has ended."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        """The lines of stdout."""
        return self.out.splitlines()

    @property
    def json(self) -> list[Any]:
        """Every line of stdout as JSON."""
        return [json.loads(line) for line in self.lines]


Run = Callable[..., Done]


@pytest.fixture
def run(library_file: Path) -> Run:
    """Run a command as a process of its own on ``library_file``: ``run("list", "--json")``.

    ``library=None`` names no library; ``stdin``, ``env`` and ``cwd`` are the child's.
    """

    def run_command(
        *words: str,
        library: Path | None = library_file,
        stdin: str | bytes = "",
        env: dict[str, str] | None = None,
        cwd: Path | None = None,
    ) -> Done:
        named = [] if library is None else ["--library", str(library)]
        child = subprocess.run(
            [sys.executable, "-m", "stacktui", *named, *words],
            input=stdin.encode() if isinstance(stdin, str) else stdin,
            capture_output=True,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1]), **(env or {})},
            cwd=cwd,
            timeout=60,
            check=False,
        )
        out, err = child.stdout.decode("utf-8", "replace"), child.stderr.decode("utf-8", "replace")
        assert "Traceback" not in err, err
        return Done(child.returncode, out, err)

    return run_command


@pytest.fixture
def run_on_terminal(library_file: Path) -> Run:
    """Like ``run``, but with a terminal of 80 columns (or ``columns``) for stdin, stdout and stderr, all in ``out``.

    ``typed`` is what a user typed ahead.
    """

    def run_command(*words: str, columns: int = 80, env: dict[str, str] | None = None, typed: str = "") -> Done:
        ours, theirs = pty.openpty()
        os.write(ours, typed.encode())
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        child = subprocess.Popen(
            [sys.executable, "-m", "stacktui", "--library", str(library_file), *words],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1]), **(env or {})},
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # so that /dev/tty is this terminal
        )
        os.close(theirs)
        output = b""
        while chunk := _read(ours):
            output += chunk
        os.close(ours)
        return Done(child.wait(timeout=60), output.decode("utf-8").replace("\r\n", "\n"), "")

    return run_command


def _read(terminal: int) -> bytes:
    """What a terminal shows next; nothing when the last program has left it."""
    try:
        return os.read(terminal, 65536)
    except OSError:  # Linux: EIO once nobody holds the other end
        return b""
