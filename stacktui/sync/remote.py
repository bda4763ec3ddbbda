"""Where a branch comes from and goes to, and what it means when that fails."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from stacktui import git
from stacktui.errors import StackError
from stacktui.repository import Clone

Stop = Callable[[], bool]
"""Tells whether to give up waiting for the remote."""


@dataclass(frozen=True)
class Remote:
    """Where a branch is fetched from and pushed to."""

    name: str
    ref: str
    """The branch there: ``refs/heads/main``."""
    is_set_up: bool
    """Whether the branch knows its remote."""


def remote_of(clone: Clone) -> Remote:
    """The remote of the branch that is checked out: its upstream, else the only remote or ``origin``."""
    branch = git.must(clone.folder, "symbolic-ref", "--short", "HEAD")
    name = git.setting(clone.folder, f"branch.{branch}.remote")
    ref = git.setting(clone.folder, f"branch.{branch}.merge")
    if name and ref and name != ".":
        return Remote(name, ref, True)
    remotes = git.run(clone.folder, "remote").text.split()
    if not remotes:
        raise StackError("there is no remote to sync with", "`git remote add origin URL` names one")
    if len(remotes) > 1 and "origin" not in remotes:
        what = f"{branch} has no upstream, and there are several remotes"
        raise StackError(what, f"`git push -u REMOTE {branch}` chooses one")
    return Remote("origin" if "origin" in remotes else remotes[0], f"refs/heads/{branch}", False)


def reach(clone: Clone, remote: Remote, stop: Stop | None, *words: str) -> git.Finished:
    """Run a git command that speaks with the remote; StackError where it cannot be spoken with."""
    ssh = git.batch_ssh(clone.folder)
    done = git.run(clone.folder, *words, timeout=git.NETWORK_SECONDS, env=ssh, stop=stop)
    if done.code == 0 or "couldn't find remote ref" in done.err or refusal(done):
        return done
    for pattern, what, hint in _FAILURES:
        if re.search(pattern, done.err, re.IGNORECASE):
            raise StackError(what.format(remote=remote.name), hint.format(remote=remote.name))
    raise StackError(f"{remote.name}: {git.last_words(done)}", f"`git fetch {remote.name}` in a shell tells more")


def refusal(done: git.Finished) -> str:
    """Why the remote took no push, in git's words: ``[rejected] (fetch first)``; empty where it said no such thing."""
    found = re.search(r"^!\t[^\t]*\t(.*)$", done.text, re.MULTILINE)
    return found[1].strip() if found else ""


def was_overtaken(reason: str) -> bool:
    """Whether a push was refused because somebody else had pushed meanwhile."""
    return bool(re.search(r"fetch first|non-fast-forward|stale info|failed to update ref|cannot lock ref", reason))


_LATER = "your work is safe here; sync again later"
_FAILURES = (
    (
        r"could not resolve host|name or service not known|name resolution|network is unreachable|no route to host",
        "{remote} cannot be reached: no network",
        _LATER,
    ),
    (
        r"connection refused|timed out|connection reset|connection closed|unable to connect|couldn't connect",
        "{remote} does not answer",
        _LATER,
    ),
    (
        r"host key verification failed",
        "ssh does not know the host of {remote} yet",
        "`git fetch {remote}` in a shell asks whether to trust it",
    ),
    (
        r"permission denied|authentication failed|could not read (user|pass)|prompts disabled|access denied|error: 403",
        "{remote} does not let you in",
        "set up an ssh key or a credential helper: nothing is asked here; try `git fetch {remote}` in a shell",
    ),
    (
        r"not appear to be a git repository|repository .*not found|does not exist|not found",
        "there is no repository where {remote} points",
        "`git remote set-url {remote} URL` names the right one",
    ),
)
"""What git says of a remote that fails, and what we say."""
