"""The clipboard, with the real tmux, GNU screen, and an X server with xclip where they are installed."""

from __future__ import annotations

import base64
import os
import pty
import re
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from stacktui.clipboard import OSC52_SAFE_BYTES, CopyReport, copy, osc52, paste
from stacktui.errors import StackError

TEXT = "https://arxiv.org/abs/1706.03762?x=论文&y=$(touch x)"
SURROUNDINGS = ("TMUX", "STY", "DISPLAY", "WAYLAND_DISPLAY", "SSH_CONNECTION", "SSH_TTY", "VTE_VERSION", "TERM_PROGRAM")
ROOT = Path(__file__).parent.parent


@pytest.fixture(autouse=True)
def plain_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*SURROUNDINGS, "WSL_DISTRO_NAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")


def carried(output: str) -> list[str]:
    """The texts that OSC 52 sequences in the output carry."""
    found = re.findall(r"\x1b\]52;[^;]*;([A-Za-z0-9+/=]*)(?:\x07|\x1b\\)", output)
    return [base64.b64decode(text).decode() for text in found]


def copied(text: str = TEXT, **options: str) -> tuple[CopyReport, str]:
    """What a copy told, and what it wrote to the terminal."""
    written: list[str] = []
    report = copy(text, terminal=written.append, **options)
    return report, "".join(written)


def tool(folder: Path, name: str, script: str) -> None:
    """A program of that name that comes first in PATH."""
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(f"#!/bin/sh\n{script}\n")
    (folder / name).chmod(0o755)


@pytest.fixture
def tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], None]:
    folder = tmp_path / "bin"
    monkeypatch.setenv("PATH", f"{folder}:/bin:/usr/bin")
    return lambda name, script: tool(folder, name, script)


# -- OSC 52


def test_in_a_plain_terminal_osc_52_carries_the_text_once() -> None:
    report, written = copied()
    assert carried(written) == [TEXT]
    assert report.ways == ("OSC 52",)
    assert report.message == "through OSC 52"


def test_over_ssh_only_osc_52_is_used_even_with_a_display(
    tools: Callable[[str, str], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tools("xclip", f"touch {tmp_path}/called")
    monkeypatch.setenv("SSH_CONNECTION", "192.0.2.1 50000 192.0.2.2 22")
    monkeypatch.setenv("DISPLAY", "localhost:10.0")
    assert copied()[0].ways == ("OSC 52",)
    assert not (tmp_path / "called").exists()


@pytest.mark.parametrize(
    "told",
    [{"TERM": "linux"}, {"TERM": "dumb"}, {"TERM": ""}, {"VTE_VERSION": "7200"}, {"TERM_PROGRAM": "Apple_Terminal"}],
)
def test_a_terminal_that_ignores_osc_52_is_no_success(told: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in told.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(StackError, match=r"not copied: this terminal has no OSC 52, no display"):
        copied()


def test_without_a_terminal_nothing_is_claimed(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(sys, name, None)
    with pytest.raises(StackError, match=r"not copied: no terminal to ask, no display"):
        copy(TEXT)


def test_a_terminal_that_is_gone_is_no_success() -> None:
    def gone(sequence: str) -> None:
        raise OSError(5, "Input/output error")

    with pytest.raises(StackError, match="the terminal is gone: Input/output error"):
        copy(TEXT, terminal=gone)


def test_a_long_text_is_sent_with_a_warning() -> None:
    report, written = copied("x" * (OSC52_SAFE_BYTES + 1))
    assert len(carried(written)[0]) == OSC52_SAFE_BYTES + 1
    assert report.message == "through OSC 52 (74 KB: some terminals cut after 74 KB)"


def test_an_empty_text_and_an_unknown_way_are_errors() -> None:
    with pytest.raises(StackError, match="nothing to copy"):
        copied("")
    with pytest.raises(StackError, match="clipboard can be auto, osc52, tmux, native, command"):
        copied(setting="pigeon")


# -- GNU screen


def test_in_screen_the_sequence_goes_in_short_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STY", "1.x")
    text = "論" * 900
    report, written = copied(text)
    pieces = written.removesuffix("\x1b\\").split("\x1b\\")
    assert report.ways == ("screen and OSC 52",)
    assert all(piece.startswith("\x1bP") and len(piece) < 768 for piece in pieces)
    assert "".join(piece.removeprefix("\x1bP") for piece in pieces) == osc52(text)


def test_behind_a_screen_or_tmux_of_the_near_side_both_forms_are_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSH_CONNECTION", "192.0.2.1 50000 192.0.2.2 22")
    monkeypatch.setenv("TERM", "screen-256color")
    written = copied()[1]
    assert written.startswith(osc52(TEXT))
    assert "\x1bP" in written


# -- commands and settings


def test_the_command_gets_the_text_and_no_shell_sees_it(tmp_path: Path, tools: Callable[[str, str], None]) -> None:
    tools("keep", f'cat > {tmp_path}/kept; echo "$1" > {tmp_path}/argument')
    report, written = copied(setting="command", command="keep 'a $(b)'")
    assert (tmp_path / "kept").read_text() == TEXT
    assert (tmp_path / "argument").read_text() == "a $(b)\n"
    assert (report.ways, written) == (("`keep`",), "")


@pytest.mark.parametrize(
    ("command", "message"),
    [
        ("", "clipboard_command is empty"),
        ("keep 'x", "clipboard_command cannot be taken apart"),
        ("broken", "not copied: broken failed: no such display"),
        ("no-such-command", "not copied: no-such-command cannot be run"),
    ],
)
def test_a_command_that_fails_is_an_error(tools: Callable[[str, str], None], command: str, message: str) -> None:
    tools("broken", "echo no such display >&2; exit 1")
    with pytest.raises(StackError, match=message):
        copied(setting="command", command=command)


def test_a_setting_names_the_only_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMUX", "/nowhere/socket,1,0")
    report, _ = copied(setting="osc52")
    assert report.ways == ("OSC 52",)
    with pytest.raises(StackError, match="not copied: tmux"):
        copied(setting="tmux")


def test_a_stale_tmux_is_passed_by(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMUX", "/nowhere/socket,1,0")
    report, _ = copied()
    assert report.ways == ("OSC 52",)
    assert report.failures[0].startswith("tmux")


# -- native tools


def test_a_tool_that_keeps_another_text_is_no_success(
    tools: Callable[[str, str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    tools("xclip", "echo something else")
    tools("xsel", "exit 1")
    monkeypatch.setenv("DISPLAY", ":7")
    report, _ = copied()
    assert report.ways == ("OSC 52",)
    with pytest.raises(StackError, match="not copied: x"):
        copied(setting="native")


def test_wayland_comes_before_x11(
    tmp_path: Path, tools: Callable[[str, str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    tools("wl-copy", f"cat > {tmp_path}/kept")
    tools("wl-paste", f"cat {tmp_path}/kept")
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    monkeypatch.setenv("DISPLAY", ":7")
    assert copied()[0].ways == ("OSC 52", "wl-copy")
    assert paste() == TEXT


def test_a_tool_that_hangs_is_given_up(tools: Callable[[str, str], None], monkeypatch: pytest.MonkeyPatch) -> None:
    tools("xclip", "exec sleep 60")
    tools("xsel", "exec sleep 60")
    monkeypatch.setattr("stacktui.clipboard._SECONDS", 0.1)
    monkeypatch.setenv("DISPLAY", ":7")
    assert copied()[0].ways == ("OSC 52",)


def test_a_display_that_nobody_serves_is_never_claimed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":987")
    report, _ = copied()
    assert report.ways == ("OSC 52",)
    with pytest.raises(StackError):
        paste()


@pytest.fixture
def x_server() -> Iterator[str]:
    """The display of an X server of our own."""
    if not (shutil.which("Xvfb") and shutil.which("xclip")):
        pytest.skip("Xvfb and xclip are not installed")
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "320x200x8", "-nolisten", "tcp"],
        pass_fds=(write,),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    with os.fdopen(read) as told:
        display = ":" + told.readline().strip()
    yield display
    server.terminate()
    server.wait()


def test_a_real_x_server_holds_the_text_and_gives_it_back(x_server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", x_server)
    report, _ = copied()
    assert report.message == "through OSC 52 and xclip"
    held = subprocess.run(["xclip", "-selection", "clipboard", "-o"], capture_output=True, text=True, check=True)
    assert held.stdout == TEXT
    assert paste() == TEXT


def test_the_output_of_a_copy_can_be_captured(x_server: str) -> None:
    """Whatever stays in the background to serve the clipboard must not keep our output open."""
    script = f"from stacktui.clipboard import copy; print(copy({TEXT!r}).message)"
    environment = {**os.environ, "DISPLAY": x_server}
    done = subprocess.run(
        [sys.executable, "-c", script],
        env=environment,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=20,
    )
    assert done.stdout == "through xclip\n"


# -- inside multiplexers


class Inside:
    """A program in a pty whose output is read until something shows."""

    def __init__(self, argv: list[str], environment: dict[str, str]) -> None:
        self.output = ""
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.chdir(ROOT)
            os.execvpe(argv[0], argv, environment)

    def type(self, line: str) -> None:
        os.write(self.fd, line.encode() + b"\r")

    def wait_for(self, shows: Callable[[str], object], seconds: float = 20.0) -> bool:
        """Whether it showed before the time was over."""
        until = time.monotonic() + seconds
        while not shows(self.output):
            left = until - time.monotonic()
            if left <= 0 or not select.select([self.fd], [], [], left)[0]:
                return False
            try:
                self.output += os.read(self.fd, 65536).decode("utf-8", "replace")
            except OSError:
                return bool(shows(self.output))
        return True

    def close(self) -> None:
        os.close(self.fd)
        os.waitpid(self.pid, 0)


def environment(**more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in SURROUNDINGS}
    return {**kept, "TERM": "xterm-256color", "PYTHONPATH": str(ROOT), "SHELL": "/bin/sh", "ENV": "", **more}


def copy_script(folder: Path) -> str:
    """The shell line that copies TEXT from inside and leaves what was said in a file."""
    script = folder / "copying.py"
    script.write_text(
        "from stacktui.clipboard import copy\n"
        f"message = copy({TEXT!r}).message\n"
        f"open({str(folder / 'said')!r}, 'w').write(message)\n"
    )
    return f"{sys.executable} {script}; echo do''ne"


@contextmanager
def tmux(folder: Path, set_clipboard: str, passthrough: str) -> Iterator[tuple[Inside, Callable[..., str]]]:
    """A tmux of our own with a client in a pty, and a way to ask it."""
    if not shutil.which("tmux"):
        pytest.skip("tmux is not installed")
    server = ["tmux", "-L", "stacktui-test", "-f", os.devnull]
    surroundings = environment(TMUX_TMPDIR=str(folder))

    def ask(*words: str) -> str:
        done = subprocess.run([*server, *words], env=surroundings, capture_output=True, text=True, check=False)
        return done.stdout.rstrip("\n")

    client = Inside([*server, "new-session", "-x", "100", "-y", "20", "sh"], surroundings)
    try:
        assert client.wait_for(lambda _: ask("list-sessions"))
        ask("set", "-g", "set-clipboard", set_clipboard)
        ask("set", "-g", "allow-passthrough", passthrough)
        yield client, ask
    finally:
        ask("kill-server")
        client.close()


@pytest.mark.parametrize("passthrough", ["off", "on"])
@pytest.mark.parametrize("set_clipboard", ["external", "on", "off"])
def test_in_tmux_the_text_is_in_its_buffer_and_outside(tmp_path: Path, set_clipboard: str, passthrough: str) -> None:
    with tmux(tmp_path, set_clipboard, passthrough) as (client, ask):
        client.type(copy_script(tmp_path))
        assert client.wait_for(lambda output: "done" in output)
        assert ask("show-buffer") == TEXT
        assert (tmp_path / "said").read_text() == "through tmux and OSC 52"
        assert client.wait_for(lambda output: TEXT in carried(output), 5), "the terminal outside got nothing"


def test_in_tmux_its_buffer_is_pasted_over_ssh(tmp_path: Path) -> None:
    with tmux(tmp_path, "external", "off") as (client, ask):
        ask("set-buffer", TEXT)
        out = tmp_path / "pasted"
        code = f"from stacktui.clipboard import paste; open({str(out)!r}, 'w').write(paste())"
        (tmp_path / "pasting.py").write_text(code)
        client.type(f"SSH_CONNECTION=1 {sys.executable} {tmp_path}/pasting.py; echo do''ne")
        assert client.wait_for(lambda output: "done" in output)
        assert out.read_text() == TEXT


def test_in_gnu_screen_the_text_reaches_the_terminal_outside(tmp_path: Path) -> None:
    if not shutil.which("screen"):
        pytest.skip("GNU screen is not installed")
    folder = tmp_path / "s"
    folder.mkdir(mode=0o700)
    surroundings = environment(SCREENDIR=str(folder))
    inside = Inside(["screen", "-c", os.devnull, "-S", "stacktui-test", "sh"], surroundings)
    try:
        assert inside.wait_for(lambda output: "$" in output or "#" in output)
        inside.type(copy_script(tmp_path))
        assert inside.wait_for(lambda output: TEXT in carried(output)), inside.output[-500:]
        assert inside.wait_for(lambda output: "done" in output)
        assert (tmp_path / "said").read_text() == "through screen and OSC 52"
    finally:
        subprocess.run(["screen", "-S", "stacktui-test", "-X", "quit"], env=surroundings, check=False)
        inside.close()


# -- pasting


def test_over_ssh_the_clipboard_cannot_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSH_CONNECTION", "192.0.2.1 50000 192.0.2.2 22")
    with pytest.raises(StackError, match="cannot be read over SSH") as caught:
        paste()
    assert "terminal" in caught.value.hint


def test_a_paste_command_is_asked(tools: Callable[[str, str], None]) -> None:
    tools("give", "printf ' two\\nlines '")
    assert paste(setting="command", command="give") == " two\nlines "


def test_an_empty_clipboard_is_said(tools: Callable[[str, str], None]) -> None:
    tools("give", ":")
    with pytest.raises(StackError, match="it holds no text"):
        paste(setting="command", command="give")
