"""git at arm's length: one runner with argument lists, never a shell.

Nothing here writes the library; callers save it before and read it again after. git never asks anything: not on the
terminal, whose session it is not in, and not through ssh. A command that takes too long is ended with all it started.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING

from stacktui.errors import StackError

if TYPE_CHECKING:
    from subprocess import Popen

LOCAL_SECONDS = 120.0
"""How long a command may take that works on this machine alone; hooks of the user's may run in it."""
NETWORK_SECONDS = 300.0
"""How long a command may take that speaks with another machine."""
_LOOK_SECONDS = 0.1
"""How often to look whether a command shall be stopped."""

_QUIET = {"GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C", "LANGUAGE": "", "GIT_EDITOR": "true", "GIT_MERGE_AUTOEDIT": "no"}
_OF_ANOTHER_CALL = (
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_PREFIX",
    "GIT_COMMON_DIR",
    "GIT_OBJECT_DIRECTORY",
)
"""What git tells its hooks; it would send our own calls to another place."""


class GitError(StackError):
    """git is missing, or said no."""


@dataclass(frozen=True)
class Finished:
    """A git command that ended: its exit code and what it wrote."""

    code: int
    out: bytes
    err: str

    @property
    def text(self) -> str:
        """Standard output as text, without the last line end."""
        return self.out.decode("utf-8", "replace").rstrip("\n")


def run(
    folder: str,
    *words: str,
    timeout: float = LOCAL_SECONDS,
    env: Mapping[str, str] | None = None,
    stop: Callable[[], bool] | None = None,
) -> Finished:
    """Run ``git`` in ``folder`` to its end, whatever its exit code; it never asks for anything.

    Where ``stop`` turns true, or ``timeout`` seconds are over, the command is ended and GitError raised.
    """
    import subprocess

    try:
        child = subprocess.Popen(
            ["git", "-C", folder, *words],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=_environment(env or {}),
            start_new_session=True,  # no way to the terminal, and one group to end
        )
    except FileNotFoundError as error:
        raise GitError("git is not installed", "install git, or keep the library without it") from error
    with child:
        try:
            out, err = _wait(child, _verb(words), timeout, stop)
        except BaseException:
            _end(child)
            raise
    return Finished(child.returncode, out, err.decode("utf-8", "replace").strip())


def _wait(child: Popen[bytes], verb: str, timeout: float, stop: Callable[[], bool] | None) -> tuple[bytes, bytes]:
    """What a command writes until it ends."""
    import subprocess

    until = monotonic() + timeout
    while True:
        left = max(0.0, until - monotonic())
        try:
            return child.communicate(timeout=min(left, _LOOK_SECONDS) if stop else left)
        except subprocess.TimeoutExpired as error:
            if stop and stop():
                raise GitError(f"git {verb} was stopped") from error
            if monotonic() >= until:
                hint = "look at the network, and at hooks that wait for something"
                raise GitError(f"git {verb} took longer than {timeout:.0f} s and was ended", hint) from error


def _end(child: Popen[bytes]) -> None:
    """End a command with all that it started: git itself takes its lock files away on SIGTERM."""
    import subprocess

    for number in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(child.pid, number)
        with suppress(subprocess.TimeoutExpired):
            child.communicate(timeout=2)
            return


def _environment(more: Mapping[str, str]) -> dict[str, str]:
    ours = {name: value for name, value in os.environ.items() if name not in _OF_ANOTHER_CALL}
    return {**ours, **_QUIET, **more}


def _verb(words: tuple[str, ...]) -> str:
    """The git command among its options: ``merge`` in ``-c name=value merge``."""
    return next(
        (word for before, word in zip(("", *words), words, strict=False) if word[0] != "-" and before != "-c"), ""
    )


def must(folder: str, *words: str, timeout: float = LOCAL_SECONDS) -> str:
    """Run ``git`` and return what it wrote; GitError with its last words where it fails."""
    done = run(folder, *words, timeout=timeout)
    if done.code:
        raise GitError(f"git {_verb(words)} failed: {last_words(done)}")
    return done.text


def last_words(done: Finished) -> str:
    """The line in which a git command says why it failed."""
    lines = [line.strip() for line in (done.err or done.text).split("\n") if line.strip()]
    telling = [line for line in lines if line.startswith(("fatal:", "error:", "CONFLICT", "! ["))]
    return (telling or lines or [f"exit code {done.code}"])[-1].removeprefix("fatal: ").removeprefix("error: ")


def top_folder(folder: str) -> str | None:
    """The top of the work tree that ``folder`` lies in; None outside of git, GitError where git does not trust it."""
    done = run(folder, "rev-parse", "--show-toplevel")
    if "dubious ownership" in done.err:
        what = f"git does not trust {folder}, which belongs to another user"
        raise GitError(what, f"`git config --global --add safe.directory {folder}` trusts it")
    return done.text if done.code == 0 else None


def setting(folder: str, name: str) -> str:
    """A git setting in force; empty where it is not set."""
    return run(folder, "config", "--get", name).text


def stages(path: str) -> dict[int, bytes]:
    """The versions of a file that is in conflict: 1 the common ancestor, 2 ours, 3 theirs; empty without conflict."""
    folder, name = os.path.split(path)
    listed = run(folder, "ls-files", "-u", "-z", "--", literal(name))
    if listed.code:
        raise GitError(f"{path} is in no git repository", "put back a copy of it")
    found: dict[int, bytes] = {}
    for entry in listed.out.split(b"\0"):
        if entry:
            _, blob, stage = entry.split(b"\t")[0].split(b" ")
            found[int(stage)] = run(folder, "cat-file", "blob", blob.decode()).out
    return found


def batch_ssh(folder: str) -> dict[str, str]:
    """The variable that keeps ssh from asking for passwords and hosts, and from waiting for ever.

    A program of the user's own (``GIT_SSH``) takes no options of ours and is left alone.
    """
    if os.environ.get("GIT_SSH") and not os.environ.get("GIT_SSH_COMMAND"):
        return {}
    command = os.environ.get("GIT_SSH_COMMAND") or setting(folder, "core.sshCommand") or "ssh"
    return {"GIT_SSH_COMMAND": f"{command} -o BatchMode=yes -o ConnectTimeout=20"}


def literal(name: str) -> str:
    """A file's name as a pathspec, whatever characters it has."""
    return f":(literal){name}"
