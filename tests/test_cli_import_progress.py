"""A long import in front of a terminal: how far it is, and ctrl+c."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PAPERS = 40_000


@pytest.fixture
def long_list(tmp_path: Path) -> Path:
    path = tmp_path / "long.md"
    lines = (f"- [A Study of Number {n} in Deep Networks](https://arxiv.org/abs/2001.{n:05})\n" for n in range(PAPERS))
    path.write_text("".join(lines), encoding="utf-8")
    return path


@pytest.fixture
def importing(long_list: Path, tmp_path: Path) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """An import that has just begun, and the terminal that its stderr is."""
    ours, theirs = pty.openpty()
    child = subprocess.Popen(
        [sys.executable, "-m", "stacktui", "--library", str(tmp_path / "papers.json"), "import", str(long_list)],
        stdout=subprocess.PIPE,
        stderr=theirs,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])},
    )
    os.close(theirs)
    yield child, ours
    child.kill()
    child.communicate()
    os.close(ours)


def shown_until(terminal: int, words: bytes) -> bytes:
    shown = b""
    while words not in shown:
        piece = os.read(terminal, 65536)
        assert piece, shown
        shown += piece
    return shown


def test_it_tells_how_far_it_is_and_ctrl_c_leaves_nothing(
    importing: tuple[subprocess.Popen[bytes], int], tmp_path: Path
) -> None:
    child, terminal = importing
    shown = shown_until(terminal, b"ctrl+c stops")
    assert b"long.md: line" in shown and f"of {PAPERS + 1:,}".encode() in shown
    child.send_signal(signal.SIGINT)
    assert b"stopped; nothing was imported" in shown_until(terminal, b"nothing was imported")
    assert child.wait(timeout=60) == 130
    assert child.stdout is not None and not child.stdout.read()
    assert not (tmp_path / "papers.json").exists()


def test_a_pipe_gets_no_progress(tmp_path: Path, run) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "short.md"
    path.write_text("- [A Study of Something Deep](https://arxiv.org/abs/2001.00001)\n", encoding="utf-8")
    done = run("import", str(path))
    assert done.code == 0 and not done.err
