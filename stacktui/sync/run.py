"""One sync from beginning to end."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace

from stacktui import git
from stacktui.errors import LibraryError, StackError
from stacktui.news import in_short, news, subject
from stacktui.repository import DRIVER, Clone, driver_command, resolve
from stacktui.store import Tables
from stacktui.store.files import locked
from stacktui.sync.commit import Progress, changed_files, commit_library, tables_of, tables_or_none
from stacktui.sync.ready import begun_in, finish_merge, know_yourself, ready_clone, unmerged_in
from stacktui.sync.remote import Remote, Stop, reach, refusal, remote_of, was_overtaken

ROUNDS = 5
"""How often to begin again when others save or push at the same time."""


@dataclass(frozen=True)
class Outcome:
    """What a sync did."""

    committed: tuple[str, ...] = ()
    """The subjects of the commits made."""
    received: str = ""
    """What came from the remote: ``add 3 papers, read 1``."""
    sent: int = 0
    """How many commits went to the remote."""
    conflicts: int = 0
    """How many papers have values that lost this merge."""
    remote: str = ""

    @property
    def words(self) -> str:
        """The outcome as one line for people."""
        parts = [f"committed: {one}" for one in self.committed]
        parts += [f"received: {self.received}"] if self.received else []
        parts += [f"sent {self.sent} commit{'s' * (self.sent != 1)} to {self.remote}"] if self.sent else []
        if self.conflicts:
            papers = "1 paper" if self.conflicts == 1 else f"{self.conflicts} papers"
            parts.append(f"both sides changed the same of {papers}: look for is:conflicted")
        return "; ".join(parts) or f"nothing new, here or at {self.remote}"

    @property
    def brief(self) -> str:
        """The outcome for a status line, with what somebody must see in front."""
        parts = []
        if self.conflicts:
            parts.append(f"{self.conflicts} paper{'s' * (self.conflicts != 1)} in conflict: X chooses")
        parts += [f"received: {self.received}"] if self.received else []
        if self.sent:
            told = ", ".join(one.split(":")[0] for one in self.committed)
            parts.append(f"sent: {told or f'{self.sent} commits'}")
        return "; ".join(parts) or self.words


def commit(path: str, progress: Progress = lambda _: None) -> str:
    """Commit what changed in the library; the subject of the commit, empty where nothing had changed."""
    return commit_library(ready_clone(path), progress)


def sync(path: str, progress: Progress = lambda _: None, stop: Stop | None = None) -> Outcome:
    """Commit, fetch, merge and push; ``progress`` is told each step. StackError says where it stopped.

    ``stop`` is asked while the remote is waited for, and ends that where it is true.
    """
    return _Sync(ready_clone(path), progress, stop).run()


class _Overtaken(Exception):
    """Somebody else saved or pushed meanwhile: begin again."""


class _Sync:
    """Each step leaves the repository in a state that the next run can start from."""

    def __init__(self, clone: Clone, progress: Progress, stop: Stop | None) -> None:
        self._clone, self._progress, self._stop = clone, progress, stop
        self._outcome = Outcome()

    def run(self) -> Outcome:
        """All steps, from the start again where others were quicker."""
        if self._clone.wants_driver and not self._clone.driver:
            self._clone.set_driver()  # a new clone: from now on an ordinary pull merges by record too
        made = commit_library(self._clone, self._progress)
        self._note(committed=(made,) if made else ())
        try:
            remote = remote_of(self._clone)
            self._note(remote=remote.name)
            for _ in range(ROUNDS):
                if self._exchange(remote):
                    return self._outcome
        except StackError as error:
            raise self._stopped(error) from error
        raise self._stopped(StackError("others keep saving or pushing at the same time", "sync again"))

    def _exchange(self, remote: Remote) -> bool:
        """Fetch, merge and push; False where that must begin again."""
        try:
            upstream = self._fetch(remote)
            if upstream:
                self._merge(upstream, remote)
            self._push(remote, upstream)
        except _Overtaken:
            made = commit_library(self._clone, self._progress)
            self._note(committed=(*self._outcome.committed, *((made,) if made else ())))
            return False
        return True

    def _note(self, **done: object) -> None:
        self._outcome = replace(self._outcome, **done)  # type: ignore[arg-type]

    def _stopped(self, error: StackError) -> StackError:
        """An error after the commit: it says what was done, because that stays."""
        words = self._outcome.words if self._outcome.committed or self._outcome.received else ""
        return StackError(error.message, "; ".join(filter(None, (error.hint, f"done here: {words}" if words else ""))))

    def _git(self, *words: str) -> git.Finished:
        return git.run(self._clone.folder, *words)

    def _is_ancestor(self, one: str, other: str) -> bool:
        return self._git("merge-base", "--is-ancestor", one, other).code == 0

    def _fetch(self, remote: Remote) -> str:
        """The commit of the branch at the remote; empty where it has no such branch yet."""
        self._progress(f"fetching from {remote.name}")
        done = reach(self._clone, remote, self._stop, "fetch", "-q", remote.name, remote.ref)
        return git.must(self._clone.folder, "rev-parse", "FETCH_HEAD") if done.code == 0 else ""

    # -- merge

    def _merge(self, upstream: str, remote: Remote) -> None:
        if self._is_ancestor(upstream, "HEAD"):
            return
        self._progress(f"merging what came from {remote.name}")
        clone = self._clone
        base, theirs = self._their_tables(upstream, remote)
        before = tables_of(clone, "HEAD")
        is_behind = self._is_ancestor("HEAD", upstream)
        if not is_behind:
            know_yourself(clone)
        line = subject(news(base, theirs), "")
        message = f"merge {remote.name}" + (f": {line}" if line else "")
        with locked(clone.path):
            if clone.name in changed_files(clone):
                raise _Overtaken
            self._take(upstream, *(("--ff-only",) if is_behind else (*_TRUE_MERGE, "-m", message)))
            _sync_to_disk(clone.path)
        if not is_behind:
            finish_merge(clone)  # outside of the lock: the user's hooks run here
        self._tell_merged(before, theirs)

    def _tell_merged(self, before: Tables, theirs: Tables) -> None:
        after = tables_of(self._clone, "HEAD")
        received = in_short(news(before, after)) or f"changes outside of {self._clone.name}"
        conflicts = self._outcome.conflicts + count_new_conflicts(before, theirs, after)
        self._note(received=received, conflicts=conflicts)

    def _their_tables(self, upstream: str, remote: Remote) -> tuple[Tables, Tables]:
        """The library of the common ancestor and that of the remote; refuses what would lose or break ours."""
        name = self._clone.name
        theirs = tables_or_none(self._clone, upstream)
        ancestor = self._git("merge-base", "HEAD", upstream).text
        base = tables_of(self._clone, ancestor) if ancestor else {}
        if theirs is None and not ancestor:
            what = f"the branch at {remote.name} has another history and no {name}: it is another project"
            raise StackError(what, f"`git remote set-url {remote.name} URL` names the right one")
        if theirs is None and base:
            hint = f"`git merge -s ours {upstream[:12]}` keeps ours; then sync again"
            raise StackError(f"{name} was deleted at {remote.name}", hint)
        return base, theirs or {}

    def _take(self, upstream: str, *words: str) -> None:
        """Run the merge; what it cannot settle is taken back, and ours stands as it was."""
        done = self._git("-c", f"{DRIVER}={driver_command()}", "merge", "-q", *words, upstream)
        unmerged = unmerged_in(self._clone)
        if unmerged == [self._clone.path] and self._resolve():
            return
        if unmerged:
            git.must(self._clone.folder, "merge", "--abort")
            names = ", ".join(os.path.relpath(name, self._clone.folder) for name in unmerged[:3])
            what = f"both sides changed {names}, which only a person can merge; the library is as it was"
            raise StackError(what, "`git pull --no-rebase`, settle and commit that, then sync again")
        if done.code and not begun_in(self._clone):
            raise _why_no_merge(done)

    def _resolve(self) -> bool:
        """Merge the library from the index: this repository does not ask for our merges, or they failed."""
        try:
            return resolve(self._clone.path, locked_already=True) is not None
        except LibraryError:
            return False

    # -- push

    def _push(self, remote: Remote, upstream: str) -> None:
        count = int(self._git("rev-list", "--count", "HEAD", *((f"^{upstream}",) if upstream else ())).text or 0)
        if not count:
            return
        self._progress(f"sending to {remote.name}")
        words = () if remote.is_set_up else ("--set-upstream",)
        done = reach(
            self._clone, remote, self._stop, "push", "-q", "--porcelain", *words, remote.name, f"HEAD:{remote.ref}"
        )
        reason = refusal(done)
        if was_overtaken(reason):
            raise _Overtaken
        if reason:
            hint = "its owner or its rules must allow the push"
            bare = "push to a bare repository: `git init --bare` makes one"
            raise StackError(f"{remote.name} refused the push: {reason}", bare if "checked out" in reason else hint)
        self._note(sent=self._outcome.sent + count)


_TRUE_MERGE = ("--no-ff", "--no-commit", "--allow-unrelated-histories")


def _why_no_merge(done: git.Finished) -> StackError:
    files = [line.strip() for line in done.err.split("\n") if line.startswith("\t")]
    if files:
        what = f"git will not merge over uncommitted changes in {', '.join(files[:3])}"
        return StackError(what, "commit or stash them, then sync again")
    return StackError(f"git will not merge: {git.last_words(done)}", "nothing was merged; the library is as it was")


def _sync_to_disk(path: str) -> None:
    """What git wrote must survive a power cut like what we write."""
    handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def count_new_conflicts(before: Tables, theirs: Tables, after: Tables) -> int:
    """How many papers have conflicts that neither side had."""

    def of(tables: Tables, doc_id: str) -> list[object]:
        return tables.get("papers", {}).get(doc_id, {}).get("conflicts") or []

    return sum(
        1
        for doc_id in after.get("papers", {})
        if any(one not in of(before, doc_id) and one not in of(theirs, doc_id) for one in of(after, doc_id))
    )
