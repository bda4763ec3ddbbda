"""The app through a real SSH line: an sshd of our own on a loopback port, with keys thrown away afterwards."""

from __future__ import annotations

import base64
import contextlib
import json
import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from terminal import PATIENCE, Terminal, wait_for_text_in, wait_until_nobody_runs_with

SSHD = shutil.which("sshd", path=os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin")

pytestmark = [
    pytest.mark.skipif(not SSHD or not shutil.which("ssh"), reason="no sshd here (Debian: openssh-server)"),
    pytest.mark.xdist_group("ssh"),
]


@dataclass(frozen=True)
class Line:
    """How to get to the other side."""

    argv: tuple[str, ...]
    env: dict[str, str]

    def connect(self, *command: str, columns: int = 120, rows: int = 40) -> Terminal:
        """Run a command on the other side, in a terminal."""
        settings = " ".join(f"{name}={shlex.quote(value)}" for name, value in self.env.items())
        return Terminal(
            [*self.argv, f"env {settings} {shlex.join(command)}"],
            columns,
            rows,
            {**os.environ, "COLORTERM": "truecolor"},
        )


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture
def line(tmp_path: Path, home: Path) -> Iterator[Line]:
    """An sshd that lets in whoever runs the tests, and nobody else."""
    folder = tmp_path / "sshd"
    folder.mkdir(mode=0o700)
    for name in ("host", "user"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)], check=True)
    shutil.copy(folder / "user.pub", folder / "authorized")
    port = free_port()
    (folder / "config").write_text(
        f"ListenAddress 127.0.0.1:{port}\nHostKey {folder}/host\nAuthorizedKeysFile {folder}/authorized\n"
        "PasswordAuthentication no\nKbdInteractiveAuthentication no\nUsePAM no\nStrictModes no\nPidFile none\n"
        "PermitRootLogin prohibit-password\nPrintMotd no\nPrintLastLog no\n"
    )
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)  # the folder that sshd shuts itself into
    assert SSHD
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen([SSHD, "-D", "-e", "-f", str(folder / "config")], stderr=log, stdout=log)
    try:
        wait_for_port(port, server, folder / "log")
        options = (
            "StrictHostKeyChecking=no",
            f"UserKnownHostsFile={folder}/known",
            "LogLevel=ERROR",
            "IdentitiesOnly=yes",
        )
        argv = ["ssh", "-F", "none", "-tt", "-p", str(port), "-i", str(folder / "user")]
        for option in options:
            argv += ["-o", option]
        kept = ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "LANG", "PATH")
        env = {name: os.environ[name] for name in kept if name in os.environ}
        env |= {"PYTHONPATH": str(Path(__file__).parents[1]), "TMUX_TMPDIR": str(folder), "COLORTERM": "truecolor"}
        yield Line((*argv, "127.0.0.1"), env)
    finally:
        server.terminate()
        server.wait(10)


def wait_for_port(port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if server.poll() is not None:
            pytest.skip(f"sshd does not start here: {log.read_text(errors='replace').strip()[-200:]}")
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
    raise AssertionError("sshd never listened")


def app_command(library_file: Path) -> tuple[str, ...]:
    return (sys.executable, "-m", "stacktui", "--library", str(library_file))


def clipboard_writes(output: bytes) -> list[str]:
    return [base64.b64decode(data).decode() for data in re.findall(rb"\x1b\]52;[^;]*;([A-Za-z0-9+/=]+)", output)]


def titles(path: Path) -> set[str]:
    return {record["title"] for record in json.loads(path.read_text(encoding="utf-8"))["papers"].values()}


def test_search_capture_and_copy_over_ssh_reach_the_clipboard_of_this_side(line: Line, library_file: Path) -> None:
    with line.connect(*app_command(library_file)) as app:
        app.wait_for("Attention Is All You Need")
        app.press("/attention is\ryy")
        app.wait_for("copied link through OSC 52")
        assert clipboard_writes(app.output) == ["https://arxiv.org/abs/1706.03762"]
        app.press("\x1baCaptured over the line #far\r")
        app.wait_for("added")
        app.press("q")
        app.wait_until(lambda: b"\x1b[?1049l" in app.output, "the terminal given back")
    assert "Captured over the line" in titles(library_file)
    wait_until_nobody_runs_with(str(library_file))


@pytest.mark.skipif(not shutil.which("tmux"), reason="no tmux here")
def test_inside_tmux_on_the_other_side_a_link_reaches_this_side_too(line: Line, library_file: Path) -> None:
    tmux = ["tmux", "-L", "far", "-f", os.devnull]
    with line.connect(*tmux, "new-session", "-x", "120", "-y", "40", shlex.join(app_command(library_file))) as app:
        try:
            app.wait_for("Attention Is All You Need")
            app.press("/attention is\ryy")
            app.wait_for("copied link through tmux")
            app.wait_until(lambda: "https://arxiv.org/abs/1706.03762" in clipboard_writes(app.output), "the link here")
        finally:
            subprocess.run([*tmux, "kill-server"], env={**os.environ, **line.env}, check=False, capture_output=True)


def test_a_link_that_no_browser_can_open_over_ssh_is_copied_and_shown_as_a_hyperlink(
    line: Line, library_file: Path
) -> None:
    with line.connect(*app_command(library_file)) as app:
        app.wait_for("Attention Is All You Need")
        app.press("Go")
        app.wait_for("copied https://arxiv.org/abs/1706.03762")
        assert clipboard_writes(app.output) == ["https://arxiv.org/abs/1706.03762"]
        assert re.search(rb"\x1b\]8;[^;]*;https://arxiv.org/abs/1706.03762", app.output)


def test_a_line_that_is_cut_while_a_note_is_written_loses_nothing(line: Line, library_file: Path) -> None:
    with line.connect(*app_command(library_file)) as app:
        app.wait_for("Attention Is All You Need")
        app.press("Ge")
        app.wait_for("ctrl+s")
        app.press("\rwritten before the cut")
        app.wait_for("written before the cut")
        app.kill()
        app.wait_exit()
    # the other side learns of the cut a moment later
    wait_for_text_in(library_file, "written before the cut")
    wait_until_nobody_runs_with(str(library_file))
    with line.connect(*app_command(library_file)) as app:
        app.wait_for("Attention Is All You Need")
        app.press("G")
        app.wait_for("written before the cut")
