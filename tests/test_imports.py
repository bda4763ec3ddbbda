"""The shape of the package, proved by its source and by fresh processes.

A module imports from lower ranks, or leftwards within its own; only the screen knows Textual; only the store and the
library know TinyDB; and a command loads no more than it needs.
"""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "stacktui"

RANKS = (
    ("errors", "patterns", "text", "columns", "paths", "model", "mentions", "identity", "citekey"),
    ("settings", "drafts", "clipboard", "opener", "editor", "git"),
    ("glimpses", "query", "search", "scopes", "folders", "view"),
    ("store", "merge", "library"),
    ("formats",),
    (
        *("headline", "capture", "fetch", "fields", "repairs", "check", "stats", "copying", "demo"),
        *("news", "repository", "sync", "history"),
    ),
    ("tui",),
    ("cli", "__main__"),
)
"""From low to high; packages count as one module."""

PLACES = {name: (rank, place) for rank, names in enumerate(RANKS) for place, name in enumerate(names)}

ADD_MAY_IMPORT = {
    *("__main__", "cli", "cli.adding", "cli.command", "cli.commands", "cli.output", "cli.parser", "cli.records"),
    *("cli.shell", "errors", "patterns", "text", "paths", "model", "identity", "citekey", "headline", "capture"),
    *("fields", "store", "merge", "library"),
}
"""What of ours `stacktui add` may load; a package stands for all in it, but `cli` for itself alone."""

ADD_MAY_LOAD = {"orjson", "tinydb"}
"""The only packages of others that `stacktui add` needs for an English title."""

COSTLY = {
    *("asyncio", "concurrent.futures", "ctypes", "decimal", "difflib", "email", "http", "logging", "multiprocessing"),
    *("pdb", "shutil", "socket", "sqlite3", "ssl", "statistics", "subprocess", "tempfile", "tomllib", "unittest"),
    *("urllib.request", "xml", "zipfile"),
}
"""Parts of the standard library that take milliseconds each, which no short command should pay."""


@dataclass(frozen=True)
class Import:
    """One import statement of ours."""

    by: str
    """The module that imports, below the package: ``tui.app``."""
    of: str
    """What it imports: ``stacktui.library`` or ``textual.app``."""
    late: bool
    """Whether it stands inside a function."""

    @property
    def top(self) -> str:
        """The first step of what is imported."""
        return self.of.split(".")[0]


@cache
def modules() -> dict[str, ast.Module]:
    """Every module below the package by its dotted name."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        name = ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__")
        found[name] = ast.parse(path.read_text(encoding="utf-8"))
    return found


@cache
def imports() -> tuple[Import, ...]:
    """Every import statement of the package."""
    return tuple(one for name, tree in modules().items() for one in imports_in(name, tree, False))


def imports_in(name: str, node: ast.AST, late: bool) -> Iterator[Import]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import):
            yield from (Import(name, alias.name, late) for alias in child.names)
        elif isinstance(child, ast.ImportFrom):
            assert child.level == 0, f"{name} imports relatively"
            whole = [alias.name for alias in child.names] if child.module == "stacktui" else [""]
            yield from (Import(name, f"{child.module}.{part}".rstrip("."), late) for part in whole)
        inside = late or isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda))
        yield from imports_in(name, child, inside)


def home_of(module: str) -> str:
    """The module or package of RANKS that a dotted name of ours belongs to."""
    return module.removeprefix("stacktui.").split(".")[0]


def test_every_module_has_a_rank():
    assert {home_of(name) for name in modules()} - {"__init__"} <= set(PLACES)


def test_modules_import_from_lower_ranks_or_leftwards():
    wrong = []
    for one in imports():
        if one.top != "stacktui" or one.of == "stacktui.__version__" or one.by == "__init__":
            continue
        by, of = PLACES[home_of(one.by)], PLACES[home_of(one.of)]
        if not (of[0] < by[0] or (of[0] == by[0] and of[1] <= by[1])):
            wrong.append(f"{one.by} imports {one.of}")
    assert not wrong


def test_only_the_screen_imports_textual_and_rich():
    assert [one for one in imports() if one.top == "textual"]
    assert not [one for one in imports() if one.top in ("textual", "rich") and home_of(one.by) != "tui"]


def test_only_the_store_and_the_library_import_tinydb():
    assert [one for one in imports() if one.top == "tinydb"]
    assert not [one for one in imports() if one.top == "tinydb" and home_of(one.by) not in ("store", "library")]


def test_widgets_do_not_know_the_library():
    widgets = [one for one in imports() if one.by.startswith("tui.widgets")]
    assert not [one for one in widgets if home_of(one.of) in ("library", "store")]


def test_the_command_line_imports_the_app_in_one_function_only():
    found = [one for one in imports() if home_of(one.by) == "cli" and one.of.startswith("stacktui.tui.app")]
    assert [(one.by, one.late) for one in found] == [("cli.screen", True)]


@pytest.mark.parametrize(
    "name", ["pypinyin", "pyperclip", "zhconv", "numpy", "tomllib", "platformdirs", "textual_image", "jinja2"]
)
def test_slow_packages_are_imported_where_they_are_needed(name):
    assert not [one.by for one in imports() if one.top == name and not one.late]


def loaded_by(code: str, *words: str) -> list[str]:
    """The modules that a fresh process has loaded after some code, beyond those of Python's start."""
    script = (
        f"import sys; before = set(sys.modules)\n{code}\nprint(*sorted(set(sys.modules) - before), file=sys.stderr)"
    )
    child = subprocess.run([sys.executable, "-c", script, *words], capture_output=True, text=True, check=False)
    assert child.returncode == 0, child.stderr
    return child.stderr.split()


def outside_the_screen() -> list[str]:
    """Every module that must run without Textual, with the table of commands that the shell prints."""
    names = [name for name in modules() if home_of(name) not in ("tui", "__main__", "__init__")]
    return [f"stacktui.{name}" for name in names] + ["stacktui.tui.commands"]


def test_everything_but_the_screen_runs_without_textual():
    code = "\n".join(
        f"import {name}; assert not {{'textual', 'rich'}} & set(sys.modules), '{name} loads Textual'"
        for name in outside_the_screen()
    )
    loaded = loaded_by(code)
    assert "stacktui.library" in loaded


MAIN = "from stacktui.__main__ import main; assert main(sys.argv[1:]) == 0"


def test_version_loads_nothing_of_ours():
    loaded = loaded_by(MAIN, "--version")
    assert [name for name in loaded if name.startswith("stacktui")] == ["stacktui", "stacktui.__main__"]
    assert "argparse" not in loaded


def test_add_loads_only_what_it_needs(tmp_path):
    loaded = loaded_by(
        MAIN, "--library", str(tmp_path / "papers.json"), "add", "A Title https://arxiv.org/abs/2101.00001 #tag"
    )
    ours = {name.removeprefix("stacktui.") for name in loaded if name.startswith("stacktui.")}
    packages = {name for name in ADD_MAY_IMPORT if name != "cli"}
    surplus = {name for name in ours if name not in ADD_MAY_IMPORT and name.split(".")[0] not in packages}
    assert not surplus
    others = {name.split(".")[0] for name in loaded} - set(sys.stdlib_module_names) - {"stacktui"}
    assert {name for name in others if not name.startswith("_")} <= ADD_MAY_LOAD
    assert not COSTLY & set(loaded)
    assert json.loads((tmp_path / "papers.json").read_bytes())["papers"]


@pytest.mark.parametrize("words", [["list"], ["show", "vaswani2017attention"], ["set", "liu2018darts", "rating=4"]])
def test_short_commands_load_nothing_costly(library_file, words):
    loaded = loaded_by(MAIN, "--library", str(library_file), *words)
    assert not COSTLY & set(loaded)
    assert not {"rapidfuzz", "numpy", "markdown_it", "pypinyin", "textual"} & set(loaded)
