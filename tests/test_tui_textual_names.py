"""The names of Textual that are not promised to stay: a new release must fail here, not in somebody's terminal."""

from __future__ import annotations

import inspect
from pathlib import Path

import pytest
from textual import _compositor, _xterm_parser, app, dom, screen
from textual.css import stylesheet
from textual.drivers import _writer_thread, linux_driver
from textual.drivers.linux_driver import LinuxDriver
from textual.widget import Widget

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
    ("owner", "name"),
    [
        (app.App, "_watch_app_focus"),
        (app.App, "_handle_exception"),
        (app.App, "_display"),
        (app.App, "_begin_update"),
        (Widget, "_size_updated"),
        (screen.Screen, "_refresh_layout"),
        (screen.Screen, "_compositor_refresh"),
        (stylesheet.Stylesheet, "_process_component_classes"),
        (dom.DOMNode, "_attach"),
        (_compositor.Compositor, "reflow"),
    ],
)
def test_what_is_overridden_or_relied_on_is_there(owner: type, name: str) -> None:
    assert callable(getattr(owner, name))


def test_component_classes_are_resolved_as_our_looks_do_it() -> None:
    source = inspect.getsource(stylesheet.Stylesheet._process_component_classes)
    assert "virtual_node._attach(node)" in source
    assert "node._component_styles[component] = virtual_node.styles" in source
    assert "self._component_styles" in inspect.getsource(dom.DOMNode.get_component_styles)


def test_tooltips_and_notifications_can_be_left_out() -> None:
    source = inspect.getsource(screen.Screen._extend_compose)
    assert "self.app._disable_tooltips" in source and "self.app._disable_notifications" in source


def test_the_styles_are_read_with_the_variables_that_were_set_before() -> None:
    assert "variables" in inspect.signature(stylesheet.Stylesheet.set_variables).parameters
    assert "self.refresh_css" in inspect.getsource(app.App._watch_theme)


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
