"""Is a repository in a state that can be synced: nothing half done, a branch checked out, a name to commit under."""

from __future__ import annotations

import os

from stacktui import git
from stacktui.errors import StackError
from stacktui.repository import Clone, clone_of


def ready_clone(path: str) -> Clone:
    """The clone of a library, with nothing half done in it."""
    clone = clone_of(path)
    if clone is None:
        raise StackError(f"{path} is in no git repository", "`stacktui init --git` makes one of its folder")
    if not os.path.exists(clone.path):
        raise StackError(f"there is no library at {clone.path}", "`git checkout` brings back one that was committed")
    begun = begun_in(clone)
    unmerged = unmerged_in(clone)
    if clone.path in unmerged:
        raise StackError(f"a merge stopped in {clone.name}", "`stacktui resolve` merges it by record; then sync again")
    if unmerged:
        names = ", ".join(os.path.relpath(name, clone.folder) for name in unmerged[:3])
        raise StackError(
            f"git waits for conflicts to be settled in {names}", "settle and `git add` them, then sync again"
        )
    if begun and begun != "merge":
        raise StackError(
            f"a {begun} is not finished in this repository", f"`git {begun} --continue` or `--abort` ends it"
        )
    if begun:
        finish_merge(clone)
    if git.run(clone.folder, "symbolic-ref", "-q", "HEAD").code:
        raise StackError("no branch is checked out (detached HEAD)", "`git switch BRANCH` goes to one")
    return clone


def begun_in(clone: Clone) -> str:
    """What git was begun and not ended here: ``merge``, ``rebase`` …; empty for nothing."""
    marks = {
        "rebase-merge": "rebase",
        "rebase-apply": "rebase",
        "CHERRY_PICK_HEAD": "cherry-pick",
        "REVERT_HEAD": "revert",
        "MERGE_HEAD": "merge",
    }
    words = [word for mark in marks for word in ("--git-path", mark)]
    paths = git.must(clone.folder, "rev-parse", *words).split("\n")
    found = (what for path, what in zip(paths, marks.values(), strict=True) if _exists(clone, path))
    return next(found, "")


def _exists(clone: Clone, path: str) -> bool:
    return os.path.exists(os.path.join(clone.folder, path))


def unmerged_in(clone: Clone) -> list[str]:
    """The files in conflict, as real paths."""
    top = git.must(clone.folder, "rev-parse", "--show-toplevel")
    listed = git.run(top, "diff", "--name-only", "--diff-filter=U", "-z").out.decode("utf-8", "surrogateescape")
    return [os.path.realpath(os.path.join(top, name)) for name in listed.split("\0") if name]


def finish_merge(clone: Clone) -> None:
    """Commit a merge that is settled."""
    know_yourself(clone)
    done = git.run(clone.folder, "commit", "-q", "--no-edit")
    if done.code:
        raise StackError(
            f"the merge is done, but git refuses to commit it: {git.last_words(done)}",
            f"nothing is lost; `git commit` in {clone.folder} tells more, or sync again",
        )


def know_yourself(clone: Clone) -> None:
    """Refuse to go on where git has no name to commit under."""
    if any(git.run(clone.folder, "var", f"GIT_{who}_IDENT").code for who in ("AUTHOR", "COMMITTER")):
        raise StackError(
            "git does not know who you are, so it cannot commit",
            '`git config --global user.name "Your Name"` and `git config --global user.email you@example.org` tell it',
        )
