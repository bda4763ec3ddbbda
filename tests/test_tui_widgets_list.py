"""The list of papers, with real keys."""

from __future__ import annotations

import time
from typing import Any

from pane_app import lines, papers, running, styles_of, titles

from stacktui.model import Paper
from stacktui.search.result import Marks
from stacktui.tui.symbols import ASCII
from stacktui.tui.widgets.paper_list import PaperList

MARKING = {"space": "toggle_mark", "v": "mark_range", "*": "mark_all", "enter": "action_open"}


async def test_j_and_k_move_the_cursor_and_the_message_names_the_paper() -> None:
    pane = PaperList()
    async with running(pane) as (app, pilot):
        pane.show(papers(5))
        await pilot.press("j", "j", "k")
        assert pane.current is not None and pane.current.id == 2
        assert [message.paper.id for message in app.sent_of(PaperList.Highlighted)][-1] == 2
        assert lines(app)[2].startswith("▌○ Paper 2")


async def test_the_cursor_stops_at_both_ends() -> None:
    pane = PaperList()
    async with running(pane) as (_, pilot):
        pane.show(papers(3))
        await pilot.press("k")
        assert pane.cursor == 0
        await pilot.press("j", "j", "j", "j")
        assert pane.cursor == 2


async def test_big_g_goes_to_the_last_paper_and_shows_all_of_its_row() -> None:
    pane = PaperList()
    async with running(pane, (40, 11)) as (app, pilot):
        pane.show(papers(50))
        await pilot.press("G")
        shown = lines(app)
        assert titles(shown)[-2:] == ["Paper 50", ""]
        await pilot.press("g")
        assert lines(app)[0].startswith("▌○ Paper 1 ")


async def test_half_a_page_keeps_the_cursor_at_its_height() -> None:
    pane = PaperList()
    async with running(pane, (40, 12)) as (_, pilot):
        pane.show(papers(50))
        await pilot.press("j")
        height = pane.cursor * 2 - pane.top
        await pilot.press("ctrl+d")
        assert pane.cursor == 4
        assert pane.cursor * 2 - pane.top == height
        await pilot.press("ctrl+u")
        assert (pane.cursor, pane.top) == (1, 0)


async def test_leaving_the_pane_scrolls_by_half_a_page_at_once() -> None:
    pane = PaperList()
    async with running(pane, (40, 12)) as (_, pilot):
        pane.show(papers(50))
        tops = []
        for _ in range(12):
            await pilot.press("j")
            tops.append(pane.top)
        assert len(set(tops)) < 6
        assert all(top <= row * 2 <= top + 10 for top, row in zip(tops, range(1, 13), strict=True))


async def test_the_cursor_stays_on_its_paper_at_the_same_height_when_papers_come_in_above() -> None:
    pane = PaperList()
    async with running(pane, (40, 12)) as (app, pilot):
        old = papers(40)
        pane.show(old)
        await pilot.press(*"jjjjjjjj")
        before = next(y for y, line in enumerate(lines(app)) if "▌○" in line)
        pane.show([Paper(id=1000 + number, title="New") for number in range(7)] + old)
        await pilot.pause()
        assert pane.current is not None and pane.current.id == 9
        assert next(y for y, line in enumerate(lines(app)) if "▌○" in line) == before


async def test_the_cursor_goes_to_the_next_paper_when_its_own_went_and_to_the_one_before_at_the_end() -> None:
    pane = PaperList()
    async with running(pane) as (_, pilot):
        old = papers(5)
        pane.show(old)
        await pilot.press("j", "j")
        pane.show([paper for paper in old if paper.id != 3])
        assert pane.current is not None and pane.current.id == 4
        await pilot.press("G")
        pane.show(old[:2])
        assert pane.current is not None and pane.current.id == 2


async def test_without_keep_the_cursor_is_on_the_first_paper() -> None:
    pane = PaperList()
    async with running(pane) as (_, pilot):
        pane.show(papers(20))
        await pilot.press("G")
        pane.show(papers(20), keep=False)
        assert (pane.cursor, pane.top) == (0, 0)


async def test_a_paper_that_changed_is_announced_again_and_an_unchanged_one_is_not() -> None:
    pane = PaperList()
    async with running(pane) as (app, pilot):
        old = papers(3)
        pane.show(old)
        await pilot.pause()
        app.sent.clear()
        pane.show(list(old))
        await pilot.pause()
        assert not app.sent_of(PaperList.Highlighted)
        pane.show([old[0].edit(title="Better"), *old[1:]])
        await pilot.pause()
        assert [message.paper.title for message in app.sent_of(PaperList.Highlighted)] == ["Better"]
        assert "Better" in lines(app)[0]


async def test_the_cursor_is_a_bar_and_leaves_the_text_of_its_row_as_it_is() -> None:
    pane = PaperList()
    async with running(pane) as (app, pilot):
        pane.show(papers(3))
        await pilot.press("j")
        assert [line[0] for line in lines(app)[:6]] == [" ", " ", "▌", "▌", " ", " "]
        assert styles_of(app, "Paper 2")[0] == styles_of(app, "Paper 1")[0]
        app.set_focus(None)
        await pilot.pause()
        assert [line[0] for line in lines(app)[:6]] == [" ", " ", "▏", "▏", " ", " "]


async def test_an_empty_list_has_no_current_paper_and_says_what_to_do() -> None:
    pane = PaperList()
    pane.empty_text = ["Nothing here yet", ("a", "capture a paper")]
    async with running(pane) as (app, pilot):
        pane.show([])
        await pilot.press("j", "k", "G", "space", "enter")
        assert pane.current is None and pane.targets == []
        shown = lines(app)
        assert "Nothing here yet" in shown[1] and shown[2].split() == ["a", "capture", "a", "paper"]
        pane.show(papers(1))
        pane.show([])
        await pilot.pause()
        assert app.sent_of(PaperList.Highlighted)[-1].paper is None


async def test_space_marks_and_the_marked_are_the_targets_in_the_order_of_the_list() -> None:
    pane = PaperList()
    async with running(pane, keys=MARKING) as (app, pilot):
        pane.show(papers(4))
        assert pane.targets == [1]
        await pilot.press("j", "j", "space", "k", "k", "space")
        assert pane.targets == [1, 3]
        assert lines(app)[1].startswith("▌✓") and lines(app)[5].startswith(" ✓")
        assert app.sent_of(PaperList.Marked)[-1].marked == {1, 3}
        await pilot.press("space")
        assert pane.marked == {3}


async def test_marks_stay_when_other_papers_are_shown() -> None:
    pane = PaperList()
    async with running(pane, keys=MARKING) as (_, pilot):
        old = papers(4)
        pane.show(old)
        await pilot.press("space")
        pane.show(old[2:])
        assert pane.marked == {1} and pane.targets == [1]


async def test_v_marks_a_range_that_follows_the_cursor_until_v_is_pressed_again() -> None:
    pane = PaperList()
    async with running(pane, keys=MARKING) as (app, pilot):
        pane.show(papers(9))
        await pilot.press("j", "v", "j", "j")
        assert pane.marked == {2, 3, 4}
        await pilot.press("k")
        assert pane.marked == {2, 3}
        assert [line[1] for line in lines(app)[1:8:2]] == [" ", "✓", "✓", " "]
        await pilot.press("v", "j", "j")
        assert pane.marked == {2, 3}


async def test_the_star_marks_all_shown_and_unmarks_them_again() -> None:
    pane = PaperList()
    async with running(pane, keys=MARKING) as (_, pilot):
        pane.show(papers(4))
        await pilot.press("*")
        assert pane.marked == {1, 2, 3, 4}
        await pilot.press("*")
        assert not pane.marked
        await pilot.press("v", "j")
        assert pane.clear_marks() and not pane.marked
        assert not pane.clear_marks()


async def test_matches_are_lit_where_they_are_and_asked_for_visible_papers_only() -> None:
    asked = []

    def marks(paper: Paper) -> Marks:
        asked.append(paper.id)
        return Marks(title=(6,))

    pane = PaperList()
    async with running(pane, (40, 10)) as (app, pilot):
        pane.show(papers(1000), marks=marks)
        await pilot.pause()
        assert sorted(set(asked)) == [1, 2, 3, 4, 5]
        assert len(asked) == 5
        [style] = styles_of(app, "2")
        assert style.bold and style.underline
        assert not styles_of(app, "Paper ")[0].underline


async def test_a_match_in_the_note_shows_its_line() -> None:
    note = ("intro", "- the answer is forty-two, as everybody knows")
    pane = PaperList()
    async with running(pane, (60, 4)) as (app, pilot):
        pane.show(
            [Paper(id=1, title="Deep", authors=("Ada B", "C D"), year=1979, note=note)],
            marks=lambda _: Marks(note=((1, (6, 7, 8)),)),
        )
        await pilot.pause()
        assert "B 1979 › the answer is forty-two" in lines(app)[1]


async def test_every_line_is_as_wide_as_the_pane_whatever_the_titles_hold() -> None:
    odd = ["注意力" * 30, "👨‍👩‍👧‍👦 family", "e\u0301" * 50, "[/] [bold]x[/bold]", "❤️" * 40, "", "a\u200bb" * 20]
    pane = PaperList()
    async with running(pane, (37, 20)) as (app, pilot):
        pane.show([Paper(id=at + 1, title=title, rating=4.5, authors=(title,)) for at, title in enumerate(odd)])
        await pilot.pause()
        strips = app.screen._compositor.render_strips()
        assert {strip.cell_length for strip in strips} == {37}
        assert lines(app)[6].startswith(" ○ [/] [bold]x[/bold]")


async def test_a_click_puts_the_cursor_there_and_a_double_click_opens() -> None:
    pane = PaperList()
    async with running(pane) as (app, pilot):
        pane.show(papers(5))
        await pilot.pause()
        await pilot.click(PaperList, offset=(5, 5))
        assert pane.cursor == 2
        await pilot.click(PaperList, offset=(5, 6), times=2)
        assert [message.paper.id for message in app.sent_of(PaperList.Opened)] == [4]


async def test_the_wheel_scrolls_by_whole_rows_and_leaves_the_cursor() -> None:
    pane = PaperList()
    async with running(pane, (40, 12)) as (_, pilot):
        pane.show(papers(50))
        await pilot.pause()
        await pilot._post_mouse_events([_scroll_down()], PaperList, offset=(3, 3))
        await pilot.pause()
        assert pane.top == 4 and pane.cursor == 0


def _scroll_down() -> Any:
    from textual.events import MouseScrollDown

    return MouseScrollDown


async def test_the_scroll_bar_shows_in_the_focused_pane_alone() -> None:
    pane = PaperList()
    async with running(pane, (40, 12)) as (app, pilot):
        pane.show(papers(50))
        await pilot.pause()
        assert lines(app)[0].endswith("▐")
        app.set_focus(None)
        await pilot.pause()
        assert not any("▐" in line for line in lines(app))
        assert lines(app)[0].startswith("▏○")


async def test_after_a_resize_the_cursor_is_still_visible() -> None:
    pane = PaperList()
    async with running(pane, (40, 20)) as (app, pilot):
        pane.show(papers(50))
        await pilot.press(*"jjjjjjjjj")
        await pilot.resize_terminal(30, 6)
        await pilot.pause()
        assert any(line.startswith("▌○ Paper 10") for line in lines(app))


async def test_ascii_symbols_draw_nothing_else_than_ascii() -> None:
    pane = PaperList(symbols=ASCII)
    async with running(pane, keys=MARKING) as (app, pilot):
        pane.show(papers(9, lambda number: {"rating": number / 2, "venue": "ICLR", "tags": ("a",), "title": "x" * 99}))
        await pilot.press("space", "j")
        assert all(line.isascii() for line in lines(app))


async def test_a_hundred_thousand_papers_cost_no_more_than_a_hundred() -> None:
    pane = PaperList()
    async with running(pane, (60, 40)) as (_, pilot):
        many, few = papers(100_000), papers(100)

        def cost(shown: list[Paper]) -> float:
            begun = time.process_time()
            pane.show(shown, keep=False)
            return time.process_time() - begun

        cost(few)
        assert min(cost(many) for _ in range(5)) < 0.02
        await pilot.press("G")
        assert pane.cursor == 99_999
