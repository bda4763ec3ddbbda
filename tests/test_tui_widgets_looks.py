"""The panes in all themes, without colours, and as bytes."""

from __future__ import annotations

from typing import Any

import pytest
from pane_app import lines, running, styles_of
from rich.color import Color
from rich.style import Style
from textual.theme import BUILTIN_THEMES

from stacktui.folders import folders
from stacktui.model import Paper
from stacktui.search.result import Marks
from stacktui.tui.theme import DARK, LIGHT
from stacktui.tui.widgets.line_pane import LinePane
from stacktui.tui.widgets.note_view import NoteView
from stacktui.tui.widgets.paper_list import PaperList
from stacktui.tui.widgets.stack_tree import StackTree

PAPERS = [
    Paper(id=1, title="First", venue="ICLR", year=2019, rating=4, categories=("NAS",), note=("# Head", "text")),
    Paper(id=2, title="Second", status="reading"),
]


def luminance(colour: Color | None) -> float:
    assert colour is not None
    parts = [part / 255 for part in colour.get_truecolor()]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(style: Style) -> float:
    """The contrast of text with its ground, from 1 to 21, as WCAG counts it."""
    low, high = sorted((luminance(style.color), luminance(style.bgcolor)))
    return (high + 0.05) / (low + 0.05)


async def test_title_and_details_are_readable_in_every_theme_and_a_new_theme_is_followed_at_once() -> None:
    pane = PaperList()
    async with running(pane) as (app, pilot):
        for theme in (DARK, LIGHT):
            app.register_theme(theme)
        pane.show(PAPERS, marks=lambda paper: Marks(title=(0,)))
        colours = set()
        for name in [DARK.name, LIGHT.name, *(name for name in BUILTIN_THEMES if not BUILTIN_THEMES[name].ansi)]:
            app.theme = name
            await pilot.pause()
            title, detail, match = (styles_of(app, text)[0] for text in ("irst", "ICLR", "F"))
            colours.add(str(title))
            assert contrast(title) > 4, name
            assert contrast(detail) > 2.5, name
            assert match.bold and match.underline and contrast(match) > 3, name
        assert len(colours) > 10


@pytest.mark.parametrize("theme", ["ansi-dark", "ansi-light"])
async def test_the_themes_of_the_terminal_keep_its_own_colours(theme: str) -> None:
    pane = PaperList()
    async with running(pane) as (app, pilot):
        pane.show(PAPERS)
        app.theme = theme
        await pilot.pause()
        title, detail = styles_of(app, "Second")[0], styles_of(app, "ICLR")[0]
        assert title.color is not None and title.color.is_default
        assert title.bgcolor is None or title.bgcolor.is_default
        assert detail.dim and detail.color is not None and detail.color.is_default


@pytest.mark.parametrize("kind", [PaperList, StackTree, NoteView])
async def test_the_focus_is_seen_without_any_colour(kind: type[LinePane], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    pane: Any = kind()
    async with running(pane, (40, 20)) as (app, pilot):
        shown = {PaperList: PAPERS, StackTree: folders({1: PAPERS[0]}), NoteView: PAPERS[0]}[kind]
        pane.show(shown)
        await pilot.pause()
        assert any(line.startswith("▌") for line in lines(app))
        app.set_focus(None)
        await pilot.pause()
        assert not any(line.startswith("▌") for line in lines(app))


@pytest.mark.parametrize("size", [(20, 5), (9, 3), (3, 2), (1, 1), (300, 80)])
@pytest.mark.parametrize("kind", [PaperList, StackTree, NoteView])
async def test_any_size_of_a_pane_is_drawn(kind: type[LinePane], size: tuple[int, int]) -> None:
    pane: Any = kind()
    async with running(pane, size) as (app, pilot):
        pane.empty_text = ["Nothing", ("a", "capture")]
        pane.show({PaperList: PAPERS, StackTree: folders({1: PAPERS[0]}), NoteView: PAPERS[0]}[kind])
        await pilot.press("j", "G", "g")
        assert {strip.cell_length for strip in app.screen._compositor.render_strips()} == {size[0]}
        pane.show([] if kind is not NoteView else Paper(id=9))
        await pilot.pause()
        assert {strip.cell_length for strip in app.screen._compositor.render_strips()} == {size[0]}


async def test_a_move_of_the_cursor_draws_its_two_rows_alone() -> None:
    pane = PaperList()
    drawn: list[int] = []

    def draw_line(line: int, width: int) -> Any:
        drawn.append(line)
        return PaperList.draw_line(pane, line, width)

    async with running(pane, (40, 20)) as (_, pilot):
        pane.show([Paper(id=number, title="x") for number in range(1, 30)])
        await pilot.press("j")
        pane.draw_line = draw_line  # type: ignore[method-assign]
        await pilot.press("j")
        assert sorted(drawn) == [2, 3, 4, 5]


async def test_nothing_is_drawn_while_nothing_happens() -> None:
    pane = PaperList()
    drawn: list[int] = []

    def draw_line(line: int, width: int) -> Any:
        drawn.append(line)
        return PaperList.draw_line(pane, line, width)

    async with running(pane, (40, 20)) as (_, pilot):
        pane.show(PAPERS)
        await pilot.pause()
        pane.draw_line = draw_line  # type: ignore[method-assign]
        await pilot.press("k", "k", "x")
        await pilot.hover(PaperList, offset=(3, 3))
        assert drawn == []
