"""Real repositories for tests: a bare remote and clones of it, each with a library and commands run in it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from stacktui.library import Library
from stacktui.model import Paper

SOURCE = str(Path(__file__).parents[1])


class Machine:
    """One clone and the library in it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.path = folder, folder / "papers.json"

    def git(self, *words: str, check: bool = True) -> str:
        """Run git; its output."""
        done = subprocess.run(["git", "-C", str(self.folder), *words], capture_output=True, text=True, check=False)
        assert not check or done.returncode == 0, f"git {words}: {done.stderr}"
        return done.stdout.strip()

    def run(self, *words: str, **env: str) -> subprocess.CompletedProcess[str]:
        """Run a command of ours as a process."""
        return subprocess.run(
            [sys.executable, "-m", "stacktui", "--library", str(self.path), *words],
            capture_output=True,
            text=True,
            env={**os.environ, "PYTHONPATH": SOURCE, **env},
            check=False,
        )

    @property
    def library(self) -> Library:
        """The library, opened anew."""
        return Library.open(str(self.path))

    def add(self, title: str, **fields: Any) -> Paper:
        """Add a paper."""
        return self.library.add(Paper(title=title, **fields)).paper

    def edit(self, key: str, **fields: Any) -> None:
        """Change fields of a paper."""
        library = self.library
        paper = library.by_key(key)
        assert paper is not None
        library.update([paper.id], lambda old: old.edit(**fields), "edit")

    @property
    def titles(self) -> set[str]:
        """The titles in the file, parsed by nobody of us."""
        return {record["title"] for record in json.loads(self.path.read_bytes())["papers"].values()}

    @property
    def subjects(self) -> list[str]:
        """The subjects of the commits, the newest first."""
        return self.git("log", "--format=%s").split("\n")

    @property
    def is_clean(self) -> bool:
        """Whether git sees nothing changed and nothing begun."""
        return self.git("status", "--porcelain") == "" and not (self.folder / ".git" / "MERGE_HEAD").exists()


def name_somebody(home: Path) -> None:
    """Let git know who commits in these tests."""
    (home / ".gitconfig").write_text("[user]\nname = Ada\nemail = ada@example.org\n[init]\ndefaultBranch = main\n")


def machines(folder: Path, count: int = 2, driver: bool = True) -> list[Machine]:
    """Clones of one bare repository whose library holds one paper, ``first2020paper``."""
    bare = folder / "shared.git"
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", str(bare)], check=True)
    made: list[Machine] = []
    for number in range(count):
        machine = Machine(folder / f"machine{number}")
        subprocess.run(["git", "clone", "-q", str(bare), str(machine.folder)], check=True, capture_output=True)
        made.append(machine)
        if number == 0:
            machine.add("A first paper", key="first2020paper", note=("one", "two", "three"))
            if driver:
                assert machine.run("init", "--git").returncode == 0
            else:
                machine.git("add", "papers.json")
                machine.git("commit", "-q", "-m", "a library")
            machine.git("push", "-q", "-u", "origin", "HEAD:main")
    return made


@pytest.fixture
def pair(tmp_path: Path, home: Path) -> tuple[Machine, Machine]:
    """Two clones that share a remote and merge by record."""
    name_somebody(home)
    one, other = machines(tmp_path)
    return one, other
