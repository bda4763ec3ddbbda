"""git at arm's length: one runner with argument lists, never a shell.

Nothing here writes the library; callers save it before and read it again after.
"""

from __future__ import annotations

import os
from dataclasses import dataclass

from stacktui.errors import StackError

_QUIET = {"GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C", "GIT_EDITOR": "true", "GIT_MERGE_AUTOEDIT": "no"}


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


def run(folder: str, *words: str, timeout: float | None = None) -> Finished:
    """Run ``git`` in ``folder`` to its end, whatever its exit code; it never asks for a password on the terminal."""
    import subprocess

    try:
        done = subprocess.run(
            ["git", "-C", folder, *words],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            env={**os.environ, **_QUIET},
            timeout=timeout,
            check=False,
        )
    except FileNotFoundError as error:
        raise GitError("git is not installed", "install git, or keep the library without it") from error
    except subprocess.TimeoutExpired as error:
        raise GitError(f"git {words[0]} took longer than {timeout:.0f} s", "look at the network") from error
    return Finished(done.returncode, done.stdout, done.stderr.decode("utf-8", "replace").strip())


def must(folder: str, *words: str, timeout: float | None = None) -> str:
    """Run ``git`` and return what it wrote; GitError with its last words where it fails."""
    done = run(folder, *words, timeout=timeout)
    if done.code:
        raise GitError(f"git {words[0]} failed: {last_words(done)}")
    return done.text


def last_words(done: Finished) -> str:
    """The line in which a git command says why it failed."""
    lines = [line.strip() for line in (done.err or done.text).split("\n") if line.strip()]
    telling = [line for line in lines if line.startswith(("fatal:", "error:", "CONFLICT", "! ["))]
    return (telling or lines or [f"exit code {done.code}"])[-1].removeprefix("fatal: ").removeprefix("error: ")


def top_folder(folder: str) -> str | None:
    """The top of the work tree that ``folder`` lies in; None outside of git."""
    done = run(folder, "rev-parse", "--show-toplevel")
    return done.text if done.code == 0 else None


def setting(folder: str, name: str) -> str:
    """A git setting in force; empty where it is not set."""
    return run(folder, "config", "--get", name).text


def stages(path: str) -> dict[int, bytes]:
    """The versions of a file that is in conflict: 1 the common ancestor, 2 ours, 3 theirs; empty without conflict."""
    folder, name = os.path.split(path)
    listed = run(folder, "ls-files", "-u", "-z", "--", name)
    if listed.code:
        raise GitError(f"{path} is in no git repository", "put back a copy of it")
    found: dict[int, bytes] = {}
    for entry in listed.out.split(b"\0"):
        if entry:
            _, blob, stage = entry.split(b"\t")[0].split(b" ")
            found[int(stage)] = run(folder, "cat-file", "blob", blob.decode()).out
    return found
