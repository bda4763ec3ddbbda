"""The note pane, with real keys."""

from __future__ import annotations

import asyncio

from pane_app import lines, running, segments, styles_of

from stacktui.model import Conflict, FreeNote, Link, Paper, Source
from stacktui.search.result import Marks
from stacktui.tui.symbols import ASCII
from stacktui.tui.widgets.note_view import NoteView

KEYS = {"n": "next_match", "N": "previous_match", "]": "next_link", "[": "previous_link", "enter": "follow"}

PAPER = Paper(
    id=1,
    key="ma2018shufflenet",
    title="ShuffleNet V2: Practical Guidelines for Efficient CNN Architecture Design",
    alias="SNv2",
    authors=("Ningning Ma", "Xiangyu Zhang", "Hai-Tao Zheng", "Jian Sun"),
    venue="ECCV",
    year=2018,
    month=9,
    presentation="oral",
    url="https://arxiv.org/abs/1807.11164",
    links=(Link("code", "https://github.com/x/y"), Link("slides", None)),
    status="read",
    categories=("Network/Efficient", "Mobile"),
    rating=3.5,
    tags=("efficient", "backbone"),
    added="2018-08-01T10:00:00+08:00",
    read="2018-08-14",
    not_before="2027-01-01",
    sources=(Source("list.md", 12),),
    conflicts=(Conflict("year", 2019),),
    note=("从 FLOPs、访存的角度讨论模型设计的原则", "", "- compare with [[zhang2018shufflenet]]"),
)


def text(app: object) -> list[str]:
    return [line[1:-1].rstrip() for line in lines(app)]  # type: ignore[arg-type]


async def test_the_head_holds_all_that_is_known_and_the_note_follows() -> None:
    pane = NoteView()
    async with running(pane, (60, 20)) as (app, pilot):
        pane.show(PAPER, mentions=("howard2019mobilenetv3",))
        await pilot.pause()
        assert text(app) == [
            "ShuffleNet V2: Practical Guidelines for Efficient CNN",
            "Architecture Design",
            "Ningning Ma, Xiangyu Zhang, Hai-Tao Zheng, Jian Sun",
            "SNv2 · ECCV 2018-09 oral · read 2018-08-14 · ★★★½ · ● read",
            "Network/Efficient, Mobile   #efficient #backbone",
            "1 arXiv   2 code   3 slides (lost)",
            "◷ not before 2027-01-01",
            "! 1 value lost a merge: year",
            "ma2018shufflenet · added 2018-08-01 · from list.md:12",
            "─" * 58,
            "从 FLOPs、访存的角度讨论模型设计的原则",
            "",
            " • compare with [[zhang2018shufflenet]]",
            "",
            "Mentioned in  howard2019mobilenetv3",
            *[""] * 5,
        ]


async def test_a_paper_of_which_nothing_is_known_says_how_to_begin_its_note() -> None:
    pane = NoteView()
    async with running(pane, (40, 12)) as (app, pilot):
        pane.show(Paper(id=2, title="Bare"))
        await pilot.pause()
        assert text(app)[:2] == ["Bare", "○ to read"]
        assert "e   write one here" in text(app)


async def test_a_free_note_has_its_title_its_date_and_its_papers() -> None:
    pane = NoteView()
    async with running(pane, (40, 12), KEYS) as (app, pilot):
        pane.show(FreeNote(id=7, title="Day log", date="2026-11-22", text=("# Today", "- read"), papers=("ma2018",)))
        await pilot.pause()
        assert text(app)[:3] == ["Day log", "2026-11-22", "[[ma2018]]"]
        assert text(app)[4:6] == ["Today", " • read"]
        await pilot.press("enter", "enter")
        assert [message.key for message in app.sent_of(NoteView.MentionChosen)] == ["ma2018"]


async def test_nothing_shown_is_an_empty_pane() -> None:
    pane = NoteView()
    async with running(pane, (40, 5), KEYS) as (app, pilot):
        pane.show(PAPER)
        pane.show(None)
        await pilot.press("j", "G", "n", "]", "enter")
        assert text(app) == [""] * 5


async def test_very_many_authors_are_cut_with_their_number() -> None:
    pane = NoteView()
    async with running(pane, (60, 30)) as (app, pilot):
        pane.show(Paper(id=3, title="ATLAS", authors=tuple(f"Given Family{number}" for number in range(900))))
        await pilot.pause()
        head = text(app)[: text(app).index("─" * 58)]
        assert len(head) <= 6 and " more" in " ".join(head)


async def test_links_are_gone_through_in_order_lost_ones_are_skipped_and_enter_follows() -> None:
    pane = NoteView()
    async with running(pane, (60, 20), KEYS) as (app, pilot):
        pane.show(PAPER)
        await pilot.press("]")
        assert pane.selected is not None and pane.selected.value == PAPER.url
        await pilot.press("]", "enter")
        await pilot.press("]", "enter", "]", "[", "enter")
        assert [message.url for message in app.sent_of(NoteView.LinkChosen)] == ["https://github.com/x/y"] * 2
        assert [message.key for message in app.sent_of(NoteView.MentionChosen)] == ["zhang2018shufflenet"]
        assert app.sent_of(NoteView.TargetSelected)[0].target.value == PAPER.url


async def test_the_selected_link_is_seen_and_can_be_let_go() -> None:
    pane = NoteView()
    async with running(pane, (60, 20), KEYS) as (app, pilot):
        pane.show(PAPER)
        await pilot.press("]", "]")
        assert styles_of(app, "code")[0].reverse and not styles_of(app, "arXiv")[0].reverse
        assert pane.unselect() and not pane.unselect()
        await pilot.pause()
        assert not styles_of(app, "code")[0].reverse


async def test_enter_selects_the_first_link_in_view_before_it_follows_one() -> None:
    pane = NoteView()
    note = [*[f"line {number}" for number in range(40)], "https://far.org", "end"]
    async with running(pane, (50, 12), KEYS) as (app, pilot):
        pane.show(Paper(id=4, title="T", url="https://near.org", note=tuple(note)))
        await pilot.press("G", "enter")
        assert pane.selected is not None and pane.selected.value == "https://far.org"
        assert not app.sent_of(NoteView.LinkChosen)


async def test_a_click_on_a_link_follows_it() -> None:
    pane = NoteView()
    async with running(pane, (60, 20)) as (app, pilot):
        pane.show(PAPER)
        await pilot.pause()
        row = next(y for y, line in enumerate(lines(app)) if "2 code" in line)
        await pilot.click(NoteView, offset=(lines(app)[row].index("code") + 1, row))
        assert [message.url for message in app.sent_of(NoteView.LinkChosen)] == ["https://github.com/x/y"]


async def test_matches_are_lit_in_head_and_note_and_n_goes_through_those_of_the_note() -> None:
    pane = NoteView()
    note = ("first needle", *["-"] * 40, "second **needle** in bold", "no", "third nee", "dle")
    marks = Marks(title=(0, 1), note=((0, tuple(range(6, 12))), (41, tuple(range(9, 15)))))
    async with running(pane, (40, 12), KEYS) as (app, pilot):
        pane.show(Paper(id=5, title="Title", note=note), marks)
        await pilot.pause()
        assert styles_of(app, "Ti")[0].underline
        assert pane.match_count == 2
        assert styles_of(app, "needle")[0].underline
        await pilot.press("n")
        assert styles_of(app, "needle")[0].reverse
        await pilot.press("n")
        assert any("second needle" in line for line in lines(app))
        assert styles_of(app, "needle")[0].reverse and styles_of(app, "needle")[0].bold
        await pilot.press("n")
        assert any("first needle" in line for line in lines(app))
        await pilot.press("N")
        assert any("second needle" in line for line in lines(app))


async def test_a_match_that_a_line_break_divides_is_lit_on_both_lines() -> None:
    pane = NoteView()
    line = "模型设计的原则讨论访存与计算"
    start = line.index("原则讨论")
    async with running(pane, (14, 12)) as (app, pilot):
        pane.show(Paper(id=6, title="T", note=(line,)), Marks(note=((0, tuple(range(start, start + 4))),)))
        await pilot.pause()
        lit = [segment.text for row in segments(app) for segment in row if segment.style and segment.style.underline]
        assert "".join(lit) == "原则讨论" and len(lit) == 2


async def test_the_place_is_kept_when_the_same_paper_is_shown_again_changed() -> None:
    pane = NoteView()
    note = tuple(f"line {number}" for number in range(60))
    async with running(pane, (40, 12)) as (app, pilot):
        pane.show(Paper(id=8, title="T", note=note))
        await pilot.press("ctrl+d", "ctrl+d")
        first = text(app)[0]
        pane.show(Paper(id=8, title="T", venue="ICLR", tags=("new",), categories=("A",), note=note))
        await pilot.pause()
        assert text(app)[0] == first
        assert pane.source_line == int(first.split()[1])
        pane.show(Paper(id=8, title="T", note=("new", "lines", *note)))
        await pilot.pause()
        assert int(text(app)[0].split()[1]) in range(pane.source_line - 4, pane.source_line + 1)


async def test_another_paper_begins_at_its_top() -> None:
    pane = NoteView()
    note = tuple(f"line {number}" for number in range(60))
    async with running(pane, (40, 12)) as (app, pilot):
        pane.show(Paper(id=8, title="One", note=note))
        await pilot.press("G")
        pane.show(Paper(id=9, title="Two", note=note))
        await pilot.pause()
        assert text(app)[0] == "Two"


async def test_scrolling_stops_at_both_ends() -> None:
    pane = NoteView()
    async with running(pane, (40, 12)) as (app, pilot):
        pane.show(Paper(id=8, title="One", note=tuple(f"line {number}" for number in range(60))))
        await pilot.press("k", "ctrl+u")
        assert text(app)[0] == "One"
        await pilot.press("G", "j", "pagedown")
        assert text(app)[-1] == "line 59"
        await pilot.press("g")
        assert text(app)[0] == "One"


async def test_a_long_note_shows_its_beginning_at_once_and_all_of_it_soon() -> None:
    pane = NoteView()
    note = tuple(f"- item {number} with some words" for number in range(3_000))
    async with running(pane, (60, 12)) as (app, pilot):
        pane.show(Paper(id=10, title="Long", note=note))
        await pilot.pause()
        assert " • item 0 with some words" in text(app)
        await _rendered(pane, 3_000)
        await pilot.press("G")
        assert text(app)[-1] == " • item 2999 with some words"
        pane.show(Paper(id=11, title="Other"))
        pane.show(Paper(id=10, title="Long", note=note))
        assert pane.line_count > 3_000


async def test_only_the_last_of_several_long_notes_is_shown() -> None:
    pane = NoteView()
    async with running(pane, (60, 12)) as (app, pilot):
        for number in range(6):
            pane.show(Paper(id=20 + number, title=f"Long {number}", note=(f"text {number}",) * 2_000))
            await pilot.pause()
        await _rendered(pane, 2_000)
        assert text(app)[0] == "Long 5" and set(text(app)[4:]) == {"text 5"}


async def _rendered(pane: NoteView, count: int) -> None:
    """Wait until a thread has rendered a long note."""
    async with asyncio.timeout(20):
        while pane.line_count < count:
            await asyncio.sleep(0.01)


async def test_a_new_width_breaks_lines_anew_and_keeps_the_place() -> None:
    pane = NoteView()
    note = tuple(f"line {number} " + "word " * 12 for number in range(60))
    async with running(pane, (80, 12)) as (app, pilot):
        pane.show(Paper(id=8, title="T", note=note))
        await pilot.press("ctrl+d", "ctrl+d", "ctrl+d")
        first = text(app)[0].split()[:2]
        await pilot.resize_terminal(30, 12)
        await pilot.pause()
        assert text(app)[0].split()[:2] == first
        assert all(strip.cell_length == 30 for strip in app.screen._compositor.render_strips())


async def test_nothing_of_a_note_is_taken_for_markup_or_for_commands() -> None:
    pane = NoteView()
    note = ("[bold]x[/bold] [/] [@click=app.bell]y[/]", "> [Cycle GAN]", "| [/] |", "|-|", "| [b] |")
    async with running(pane, (60, 20)) as (app, pilot):
        pane.show(Paper(id=12, title="[Cycle GAN] [/]", authors=("[red]A[/red]",), note=note))
        await pilot.pause()
        shown = "\n".join(text(app))
        for literal in ("[Cycle GAN] [/]", "[red]A[/red]", "[bold]x[/bold] [/] [@click=app.bell]y[/]", "│ [Cycle GAN]"):
            assert literal in shown


async def test_ascii_symbols_draw_nothing_else_than_ascii() -> None:
    pane = NoteView(symbols=ASCII)
    async with running(pane, (60, 30)) as (app, pilot):
        pane.show(PAPER.edit(note=("- a", "  - b", "> q", "", "| a |", "|-|", "| b |", "---", "- [x] t")))
        await pilot.pause()
        assert all(line.isascii() for line in lines(app))
