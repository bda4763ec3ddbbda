"""The names of Textual that are not promised to stay: a new release must fail here, not in somebody's terminal."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
from functools import cache
from pathlib import Path

import pytest
from textual import _compositor, _xterm_parser, app
from textual.drivers import _writer_thread, linux_driver
from textual.drivers.linux_driver import LinuxDriver

import stacktui.tui

SOURCES = Path(__file__).parents[1] / "stacktui" / "tui"


def test_the_driver_makes_parser_and_writer_by_the_names_that_we_replace() -> None:
    assert "parser = XTermParser(self._debug)" in inspect.getsource(LinuxDriver.run_input_thread)
    assert "WriterThread(self._file)" in inspect.getsource(LinuxDriver.start_application_mode)
    assert linux_driver.XTermParser and linux_driver.WriterThread


@pytest.mark.parametrize("name", ["write", "start", "stop", "run"])
def test_the_writer_has_the_methods_that_ours_takes_over(name: str) -> None:
    assert callable(getattr(_writer_thread.WriterThread, name))


def test_the_driver_keeps_its_writer_and_file_where_we_look() -> None:
    source = inspect.getsource(LinuxDriver)
    assert "self._writer_thread.write(data)" in source
    assert "self._file = sys.__stderr__" in source


def test_the_signal_of_a_resize_is_taken_over_in_application_mode() -> None:
    assert "signal.signal(signal.SIGWINCH, on_terminal_resize)" in inspect.getsource(LinuxDriver.start_application_mode)


@pytest.mark.parametrize("name", ["BRACKETED_PASTE_START", "BRACKETED_PASTE_END", "XTermParser"])
def test_the_parser_has_what_ours_is_made_of(name: str) -> None:
    assert hasattr(_xterm_parser, name)


@pytest.mark.parametrize(
    "mode",
    ["\\x1b[?1003h", "\\x1b[?1003l", "\\x1b[?1015h", "\\x1b[?1015l", "\\x1b[?1049h", "\\x1b[?1049l", "\\x1b[?2026$p"],
)
def test_modes_are_sent_as_we_expect_them(mode: str) -> None:
    assert mode in inspect.getsource(LinuxDriver) or mode.replace("\\x1b", "\\033") in inspect.getsource(LinuxDriver)


@pytest.mark.parametrize(
    ("owner", "name"), [(app.App, "_display"), (app.App, "_begin_update"), (_compositor.Compositor, "reflow")]
)
def test_what_is_relied_on_is_there(owner: type, name: str) -> None:
    assert callable(getattr(owner, name))


PRIVATE = {
    "_attach": "MessagePump",
    "_check_bindings": "App",
    "_clipboard": "App",
    "_component_styles": "DOMNode",
    "_compositor": "Screen",
    "_compositor_refresh": "Screen",
    "_cuts": "Compositor",
    "_debug": "Driver",
    "_disable_notifications": "App",
    "_disable_tooltips": "App",
    "_driver": "App",
    "_file": "LinuxDriver",
    "_get_renders": "Compositor",
    "_handle_exception": "App",
    "_on_key": "Widget",
    "_on_paste": "TextArea",
    "_render_chops": "Compositor",
    "_watch_app_focus": "App",
    "_writer_thread": "LinuxDriver",
}
"""Every private name of Textual that a class of ours uses or overrides, and the class that it comes from."""


def shared_names() -> dict[str, set[str]]:
    """The private names that classes of ours and those of Textual that they inherit from both use."""
    found: dict[str, set[str]] = {}
    for info in pkgutil.walk_packages(stacktui.tui.__path__, "stacktui.tui."):
        module = importlib.import_module(info.name)
        for node in ast.walk(ast.parse(inspect.getsource(module))):
            cls = getattr(module, node.name, None) if isinstance(node, ast.ClassDef) else None
            bases = [base for base in getattr(cls, "__mro__", ()) if base.__module__.startswith("textual")]
            for name in private_names(node) if bases else ():
                found.setdefault(name, set()).update(base.__name__ for base in bases if name in names_known_to(base))
    return {name: owners for name, owners in found.items() if owners}


def private_names(node: ast.AST) -> set[str]:
    """What is read, set or defined in a class and begins with one underscore."""
    names = {part.attr for part in ast.walk(node) if isinstance(part, ast.Attribute)}
    names |= {part.name for part in ast.walk(node) if isinstance(part, (ast.FunctionDef, ast.AsyncFunctionDef))}
    return {name for name in names if name.startswith("_") and not name.startswith("__")}


@cache
def names_known_to(base: type) -> frozenset[str]:
    return frozenset(vars(base)) | frozenset(re.findall(r"self\.(_\w+)", inspect.getsource(base)))


def test_every_private_name_in_use_is_known_and_there() -> None:
    found = shared_names()
    assert set(found) - set(PRIVATE) == set(), "add it to the table, or take another name for your own"
    assert set(PRIVATE) - set(found) == set(), "gone from Textual, or no longer used here"
    assert {name for name, owner in PRIVATE.items() if owner not in found[name]} == set()


def test_a_frame_is_written_in_one_go() -> None:
    source = inspect.getsource(app.App._display)
    assert "self._driver.write(terminal_sequence)" in source
    assert "Control.move_to" in source


def test_no_other_private_module_of_textual_is_imported() -> None:
    known = {
        "from textual._xterm_parser import",
        "from textual.drivers._writer_thread import",
        "from textual._compositor import Compositor",
    }
    found = {
        line.strip()
        for path in SOURCES.rglob("*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.strip().startswith(("from textual", "import textual")) and "._" in line.split(" import ")[0]
    }
    assert {line for line in found if not any(line.startswith(start) for start in known)} == set()
