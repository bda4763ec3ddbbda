"""A library in a git repository: making it one, what a clone needs to merge it by record, and mending a conflict.

``.gitattributes`` beside the library says that its merges are ours; it is shared with the repository. Which program
that is stands in the settings of each clone, where git takes it from: a clone without that setting merges by line.
"""

from __future__ import annotations

import os
import shlex
import sys
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

from stacktui import git
from stacktui.check import Finding
from stacktui.errors import LibraryError, StackError
from stacktui.merge import Disagreement, merge_bytes
from stacktui.store import Loaded, load, read_file, replace_file
from stacktui.store.files import locked

DRIVER = "merge.stacktui.driver"
"""The git setting that names the program which merges libraries."""
ATTRIBUTES = "merge=stacktui text eol=lf"
_MARKS = (b"<<<<<<<", b"|||||||", b"=======", b">>>>>>>")


@dataclass(frozen=True)
class Clone:
    """The clone that a library lies in."""

    path: str
    """The library, its real path."""

    @property
    def folder(self) -> str:
        """The folder of the library, where git is run."""
        return os.path.dirname(self.path)

    @property
    def name(self) -> str:
        """The file name of the library."""
        return os.path.basename(self.path)

    @property
    def pathspec(self) -> str:
        """The library as git takes it."""
        return git.literal(self.name)

    @property
    def wants_driver(self) -> bool:
        """Whether the repository asks for our merges of this library."""
        words = git.run(self.folder, "check-attr", "-z", "merge", "--", self.name).out.split(b"\0")
        return b"stacktui" in words[2:3]

    @property
    def driver(self) -> str:
        """The program that this clone merges libraries with; empty where nobody has said."""
        return git.setting(self.folder, DRIVER)

    def set_driver(self) -> None:
        """Let git merge libraries with us in this clone."""
        git.must(self.folder, "config", "merge.stacktui.name", "a library of papers, merged by record")
        git.must(self.folder, "config", DRIVER, driver_command())


def clone_of(path: str) -> Clone | None:
    """The clone that a library lies in; None outside of git. Costs no process where no folder above has a ``.git``."""
    clone = Clone(os.path.realpath(path))
    if not _has_git_above(clone.folder) or git.top_folder(clone.folder) is None:
        return None
    return clone


def _has_git_above(folder: str) -> bool:
    while not os.path.exists(os.path.join(folder, ".git")):
        folder, before = os.path.dirname(folder), folder
        if folder == before:
            return False
    return True


def driver_command() -> str:
    """How git calls us: by name where the shell would find us by it, else by path."""
    import shutil

    program = os.path.abspath(sys.argv[0])
    found = shutil.which("stacktui")
    if os.path.basename(program) == "stacktui" and os.access(program, os.X_OK):
        ours = "stacktui" if found and os.path.realpath(found) == os.path.realpath(program) else shlex.quote(program)
    elif found:
        ours = "stacktui"
    else:
        ours = f"{shlex.quote(sys.executable)} -P -m stacktui"
    return f"{ours} merge-driver %O %A %B"


# -- making a repository ---------------------------------------------------------------------------------------------


def prepare(path: str) -> tuple[Clone, list[str]]:
    """Make the folder of a library a repository that merges libraries by record; also what was done, in words.

    What is there already is left as it is, so that this can be done again, and in a clone of such a repository.
    """
    clone = Clone(os.path.realpath(path))
    done: list[str] = []
    if git.top_folder(clone.folder) is None:
        git.must(
            clone.folder, "init", "-q", *(() if git.setting(clone.folder, "init.defaultBranch") else ("-b", "main"))
        )
        done.append(f"made a git repository of {clone.folder}")
    if git.run(clone.folder, "check-ignore", "-q", clone.name).code == 0:
        raise StackError(f"git ignores {clone.path}", "take it out of the .gitignore that names it")
    if not clone.wants_driver:
        _add_lines(os.path.join(clone.folder, ".gitattributes"), [f"{_pattern(clone.name)} {ATTRIBUTES}"])
        done.append(f".gitattributes: {clone.name} is merged by record")
    if missing := _missing_ignores(clone):
        _add_lines(os.path.join(clone.folder, ".gitignore"), missing)
        done.append(".gitignore: lock, temporary files and backups stay out")
    if clone.driver != driver_command():
        clone.set_driver()
        done.append("git setting of this clone: stacktui merges the library")
    return clone, done


def _missing_ignores(clone: Clone) -> list[str]:
    """The patterns that keep a library's company out of git: its lock, temporary file and the backups of ``check``."""
    pattern = _pattern(clone.name)
    company = {
        f".{clone.name}.lock": f".{pattern}.lock",
        f".{clone.name}.tmp": f".{pattern}.tmp",
        f"{clone.name}.20260101-120000.bak": f"{pattern}.*.bak",
    }
    return [
        line for name, line in company.items() if git.run(clone.folder, "check-ignore", "-q", "--no-index", name).code
    ]


def _pattern(name: str) -> str:
    """A file name as the patterns of git write it."""
    return "".join(f"\\{letter}" if letter in "\\*?[!#" else "?" if letter.isspace() else letter for letter in name)


def _add_lines(path: str, lines: list[str]) -> None:
    """Put lines at the end of a small text file, which need not be there yet."""
    try:
        file = Path(path)
        old = file.read_text(encoding="utf-8") if file.exists() else ""
        gap = "" if not old or old.endswith("\n") else "\n"
        file.write_text(old + gap + "\n".join(lines) + "\n", encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise StackError(f"cannot write {path}: {error}", f"put these lines there: {'; '.join(lines)}") from error


# -- what check tells ------------------------------------------------------------------------------------------------


def clone_findings(path: str, *, fix: bool = False) -> list[Finding]:
    """What this clone lacks to merge the library as its repository asks; mended with ``fix``."""
    try:
        clone = clone_of(path)
    except git.GitError as error:
        return [Finding("git", str(error), False)]
    if clone is None or not clone.wants_driver:
        return []
    driver = clone.driver
    if driver and _is_there(driver):
        return []
    if fix:
        clone.set_driver()
    what = f"names a program that is not there: {driver}" if driver else "does not say how to merge the library"
    return [Finding("git", f"this clone {what}; git would merge it by line", True)]


def _is_there(command: str) -> bool:
    import shutil

    try:
        words = shlex.split(command)
    except ValueError:
        return False
    return bool(words) and shutil.which(words[0]) is not None


# -- mending a conflict ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Resolved:
    """What came of a conflict: ``mended`` is false where the file had been mended by hand already."""

    mended: bool
    disagreements: list[Disagreement]


def resolve(path: str, *, locked_already: bool = False) -> Resolved | None:
    """Merge by record a library that git left in conflict, and tell git; None where there is no conflict.

    Both sides come from the index; where that has them no more, from the text around the markers.
    ``locked_already``: the caller holds the library's lock.
    """
    clone = Clone(os.path.realpath(path))
    stages = git.stages(clone.path) if _has_git_above(clone.folder) else {}
    read = read_file(clone.path)
    data = read[0] if read else b""
    is_whole = _loaded(data, clone.path) is not None
    if is_whole and not stages:
        return None
    disagreements: list[Disagreement] = []
    if not is_whole:
        sides = _from_stages(stages, clone.path) if stages else _from_markers(data, clone.path)
        merged, disagreements = merge_bytes(*sides)
        with nullcontext() if locked_already else locked(clone.path):
            replace_file(clone.path, [merged], before_rename=lambda: None)
    if stages:
        git.must(clone.folder, "add", "--", clone.pathspec)
    return Resolved(not is_whole, disagreements)


def _loaded(data: bytes, path: str) -> Loaded | None:
    try:
        return load(data, path)
    except LibraryError:
        return None


def _from_stages(stages: dict[int, bytes], path: str) -> tuple[Loaded, Loaded, Loaded]:
    """The three versions in the index; a side that deleted the library counts as one that changed nothing."""
    base = load(stages[1], f"{path} (before both)") if stages.get(1, b"").strip() else Loaded({}, False)
    names = {2: "our side", 3: "their side"}
    ours, theirs = (load(stages[n], f"{path} ({names[n]})") if n in stages else base for n in (2, 3))
    return base, ours, theirs


def _from_markers(data: bytes, path: str) -> tuple[Loaded, Loaded, Loaded]:
    """The two sides of a file with conflict markers (and, where git wrote it, what stood there before both)."""
    sides: dict[str, list[bytes]] = {"base": [], "ours": [], "theirs": []}
    where, has_base = "", False
    for line in data.splitlines(keepends=True):
        mark = line[:7] if line[:7] in _MARKS and line[7:8] in (b"", b" ", b"\n", b"\r") else b""
        if not mark:
            for side in (where,) if where else sides:
                sides[side].append(line)
            continue
        where = {b"<<<<<<<": "ours", b"|||||||": "base", b"=======": "theirs", b">>>>>>>": ""}[mark]
        has_base = has_base or where == "base"
    base = _loaded(b"".join(sides["base"]), path) if has_base else None
    try:
        ours, theirs = (load(b"".join(sides[side]), path) for side in ("ours", "theirs"))
    except LibraryError as error:
        hint = "take one side with `git checkout --ours` or `--theirs`, or put back a copy"
        raise LibraryError(f"{path}: the two sides cannot be told apart any more", hint) from error
    return base or Loaded({}, False), ours, theirs
