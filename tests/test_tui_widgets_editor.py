"""The editor of notes, with real keys."""

from __future__ import annotations

import pytest
from pane_app import lines, running

from stacktui.tui.widgets.note_editor import NoteEditor


async def after(*keys: str, begin: str = "", row: int | None = None) -> str:
    """What stands in the editor after some keys."""
    pane = NoteEditor()
    async with running(pane, (40, 10)) as (_, pilot):
        pane.open(begin.split("\n"), row)
        await pilot.press(*keys)
        return pane.text


@pytest.mark.parametrize(
    ("begin", "then"),
    [
        ("- one", "- one\n- two"),
        ("  * one", "  * one\n  * two"),
        ("9. one", "9. one\n10. two"),
        ("2) one", "2) one\n3) two"),
        ("- [x] one", "- [x] one\n- [ ] two"),
        ("> one", "> one\n> two"),
        ("one", "one\ntwo"),
        ("-one", "-one\ntwo"),
    ],
)
async def test_enter_goes_on_with_a_list(begin: str, then: str) -> None:
    assert await after("enter", *"two", begin=begin) == then


async def test_enter_on_an_empty_item_ends_the_list_step_by_step() -> None:
    assert await after("enter", begin="- a\n    - ") == "- a\n- "
    assert await after("enter", "enter", begin="- a\n- ") == "- a\n\n"
    assert await after("enter", begin="- a\n> ") == "- a\n"


async def test_enter_before_the_text_of_an_item_is_a_plain_line_end() -> None:
    assert await after("home", "enter", begin="- a") == "\n- a"


async def test_enter_within_an_item_divides_it() -> None:
    assert await after("left", "enter", begin="- ab") == "- a\n- b"


async def test_tab_moves_an_item_in_from_anywhere_in_it_and_shift_tab_out_again() -> None:
    assert await after("tab", begin="- a") == "    - a"
    assert await after("tab", "tab", "shift+tab", begin="- a") == "    - a"
    assert await after("shift+tab", begin="  - a") == "- a"
    assert await after("shift+tab", begin="- a") == "- a"


async def test_tab_in_plain_text_inserts_blanks() -> None:
    assert await after("tab", *"b", begin="a") == "a   b"


async def test_tab_moves_all_selected_lines_and_undo_brings_them_back_at_once() -> None:
    assert await after("shift+up", "shift+up", "tab", begin="a\nb\nc") == "    a\n    b\n    c"
    assert await after("shift+up", "tab", "ctrl+z", begin="a\nb\nc") == "a\nb\nc"


async def test_escape_leaves_and_ctrl_s_saves_by_message() -> None:
    pane = NoteEditor()
    async with running(pane) as (app, pilot):
        pane.open(["text"])
        await pilot.press("u", "ctrl+s", "escape")
        assert pane.text == "textu"
        assert len(app.sent_of(NoteEditor.Save)) == 1
        assert len(app.sent_of(NoteEditor.Left)) == 1


async def test_every_change_is_told() -> None:
    pane = NoteEditor()
    async with running(pane) as (app, pilot):
        pane.open(["text"])
        await pilot.pause()
        app.sent.clear()
        await pilot.press("a", "b")
        assert len(app.sent_of(NoteEditor.Changed)) == 2


async def test_it_opens_where_the_reader_was_with_a_new_history() -> None:
    pane = NoteEditor()
    async with running(pane) as (_, pilot):
        pane.open([f"line {number}" for number in range(50)], 30)
        assert pane.cursor_location == (30, 7)
        await pilot.press("ctrl+z")
        assert pane.lines[30] == "line 30"
        pane.open(["other"])
        await pilot.press("ctrl+z")
        assert pane.text == "other"
        pane.open([], 4)
        assert pane.lines == ()


async def test_it_can_be_opened_before_it_is_mounted() -> None:
    pane = NoteEditor()
    pane.open(["first", "second"], 0)
    async with running(pane) as (app, pilot):
        await pilot.press("!")
        assert pane.lines == ("first!", "second")
        assert "first!" in lines(app)[0]


async def test_chinese_is_typed_erased_and_wrapped() -> None:
    pane = NoteEditor()
    async with running(pane, (20, 8)) as (app, pilot):
        pane.open([])
        await pilot.press(*"注意力机制的综述和展望", "backspace", "left", "left", "x")
        assert pane.text == "注意力机制的综述x和展"
        assert lines(app)[1].strip()


async def test_a_paste_is_text_whatever_it_holds() -> None:
    from textual.events import Paste

    pane = NoteEditor()
    async with running(pane) as (_, pilot):
        pane.open(["a"])
        pane.post_message(Paste("b\x1b]52;c;x\x07\r\nc\u202ed\tq"))
        await pilot.pause()
        assert pane.text == "ab]52;c;x\ncd\tq"


async def test_lines_are_none_where_nothing_is_written() -> None:
    pane = NoteEditor()
    async with running(pane) as (_, pilot):
        pane.open([])
        await pilot.press("enter", "space")
        assert pane.lines == ()
        await pilot.press("x")
        assert pane.lines == ("", " x")


async def test_markup_is_literal() -> None:
    pane = NoteEditor()
    async with running(pane) as (app, pilot):
        pane.open(["[bold]x[/bold] [/]"])
        await pilot.pause()
        assert "[bold]x[/bold] [/]" in lines(app)[0]
