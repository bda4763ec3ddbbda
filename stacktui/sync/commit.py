"""Commit a library, and nothing else of its repository, with a message that names what changed."""

from __future__ import annotations

import os
from collections.abc import Callable

from stacktui import git
from stacktui.errors import LibraryError, StackError
from stacktui.news import body, news, subject
from stacktui.repository import Clone
from stacktui.store import Tables, load, read_file
from stacktui.sync.ready import know_yourself

Progress = Callable[[str], None]
"""Is told each step as it begins, in words."""
_NOTHING_TO_COMMIT = ("nothing to commit", "nothing added", "no changes added")


def commit_library(clone: Clone, progress: Progress) -> str:
    """Commit the library where it differs from the last commit; the subject, empty where it does not."""
    read = read_file(clone.path)
    if read is None:
        raise StackError(f"{clone.path} is gone", f"`git checkout -- {clone.name}` brings back the last commit")
    after = load(read[0], clone.path).tables
    files = changed_files(clone)
    if not files:
        return ""
    found = news(tables_of(clone, "HEAD"), after)
    line = subject(found, f"update {clone.name}")
    progress(f"committing: {line}")
    return line if _commit(clone, files, line, body(found)) else ""


def _commit(clone: Clone, files: list[str], line: str, more: str) -> bool:
    know_yourself(clone)
    specs = [git.literal(name) for name in files]
    done = git.run(clone.folder, "add", "--", *specs)
    if done.code == 0:
        messages = ("-m", line, *(("-m", more) if more else ()))
        done = git.run(clone.folder, "commit", "-q", "--only", *messages, "--", *specs)
    if done.code == 0:
        return True
    if any(words in done.text for words in _NOTHING_TO_COMMIT):
        return False
    raise _why_not(done, clone)


def changed_files(clone: Clone) -> list[str]:
    """The library where it differs from the last commit, and what init put beside it and nobody has committed yet."""
    names = [clone.name, ".gitattributes", ".gitignore"]
    specs = map(git.literal, names)
    status = git.run(clone.folder, "status", "--porcelain", "-z", "--untracked-files=all", "--", *specs)
    if status.code:
        raise StackError(f"git status failed: {git.last_words(status)}")
    changed = {os.path.basename(entry[3:]): entry[:2] for entry in status.text.split("\0") if entry}
    return [name for name in names if name in changed and (name == clone.name or changed[name] == "??")]


def tables_of(clone: Clone, revision: str) -> Tables:
    """The library of a revision; empty where it has none, or none that can be read."""
    try:
        return tables_or_none(clone, revision) or {}
    except LibraryError:
        return {}


def tables_or_none(clone: Clone, revision: str) -> Tables | None:
    """The library of a revision, None where it has none; LibraryError where it cannot be read."""
    blob = git.run(clone.folder, "cat-file", "blob", f"{revision}:./{clone.name}")
    return None if blob.code else load(blob.out, f"{clone.name} of {revision[:12]}").tables


def _why_not(done: git.Finished, clone: Clone) -> StackError:
    words = git.last_words(done)
    if "index.lock" in done.err:
        return StackError("another git works in this repository", "wait for it, or delete its index.lock if it is dead")
    if "ignored by one of your .gitignore files" in done.err:
        return StackError(f"git ignores {clone.name}", "take it out of the .gitignore that names it")
    if "gpg failed" in done.err or "signing failed" in done.err.lower():
        return StackError(f"the commit could not be signed: {words}", "sign once in a shell to unlock the key")
    hint = f"the library is saved; `git commit` in {clone.folder} tells more"
    return StackError(f"git refused the commit: {words}", hint)
