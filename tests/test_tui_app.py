"""The app as a user has it: real keys, then the screen and the file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tui_support import opened

from stacktui.library import Library
from stacktui.model import FreeNote, Paper
from stacktui.scopes import NOTES
from stacktui.settings import Settings
from stacktui.tui.panels.prompt import Prompt


async def test_it_opens_in_the_list_with_the_newest_push_on_top(library_file: Path) -> None:
    async with opened(library_file) as app:
        assert app.main.focused is app.main.list_pane
        assert app.titles[0] == "基于注意力机制的图像分割方法"
        assert app.current == app.titles[0]
        assert "Attention Is All You Need" in app.text
        assert "papers.json · saved" in app.status


async def test_j_and_k_move_and_the_note_follows(library_file: Path) -> None:
    async with opened(library_file) as app:
        await app.press("j", "j", "j")
        assert app.current == "Attention Is All You Need"
        assert "attention alone, no recurrence" in app.text
        await app.press("k", "g", "g")
        assert app.current == app.titles[0]
        await app.press("G")
        assert app.current == app.titles[-1]


async def test_search_shows_matches_as_you_type_and_enter_goes_to_the_first(library_file: Path) -> None:
    async with opened(library_file) as app:
        await app.press("slash")
        await app.type("lottry")
        assert app.titles == ["The Lottery Ticket Hypothesis"]
        assert "1 of 4" in app.text
        await app.press("enter")
        assert app.main.focused is app.main.list_pane
        await app.press("escape")
        assert len(app.titles) == 4
        assert app.current == "The Lottery Ticket Hypothesis", "the cursor stays on its paper"


async def test_a_search_without_a_result_teaches_and_a_filter_error_is_shown_beside_the_box(library_file: Path) -> None:
    async with opened(library_file) as app:
        await app.press("slash")
        await app.type("qqqqzzzz")
        assert app.titles == []
        assert "clear the search" in app.text
        await app.press("escape")
        assert len(app.titles) == 4
        await app.type("year:abc")
        assert "year" in app.main.count.text
        await app.press("escape", "escape")
        assert app.main.focused is app.main.list_pane


async def test_filters_of_the_query_language_work_in_the_box(library_file: Path) -> None:
    async with opened(library_file) as app:
        await app.press("slash")
        await app.type("status:to-read")
        assert sorted(app.titles) == ["DARTS: Differentiable Architecture Search", "基于注意力机制的图像分割方法"]
        await app.press("escape")
        await app.type("cat:NAS year:2018")
        assert app.titles == ["DARTS: Differentiable Architecture Search"]


async def test_a_committed_chinese_word_arrives_whole_in_search_capture_and_editor(library_file: Path) -> None:
    async with opened(library_file) as app:
        await app.press("slash")
        await app.type("注意力机制的图像")
        assert app.main.search_box.value == "注意力机制的图像"
        assert app.titles == ["基于注意力机制的图像分割方法"]
        await app.press("enter", "e")
        await app.type("这是一个很长的中文句子")
        await app.press("escape")
        assert app.record("jiyu2020zhuyili")["note"][0] == "这是一个很长的中文句子"
        await app.press("a")
        await app.type("神经网络结构搜索综述 #综述")
        await app.press("enter")
        assert any(record["title"] == "神经网络结构搜索综述" for record in app.tables["papers"].values())


async def test_status_keys_show_their_choices_and_write_the_file(library_file: Path) -> None:
    async with opened(library_file) as app:
        await app.press("s")
        assert "status" in app.status and "reading" in app.status and "dropped" in app.status
        await app.press("d")
        record = app.record("jiyu2020zhuyili")
        assert record["status"] == "read"
        assert record["read"]
        assert "status read" in app.status


async def test_escape_leaves_a_begun_command_and_nothing_happens(library_file: Path) -> None:
    async with opened(library_file) as app:
        before = library_file.read_bytes()
        await app.press("s", "escape", "y", "escape")
        assert library_file.read_bytes() == before
        assert "add" in app.status


async def test_stars_are_given_halved_and_taken_away(library_file: Path) -> None:
    async with opened(library_file) as app:
        await app.press("4")
        assert app.record("jiyu2020zhuyili")["rating"] == 4
        await app.press("4")
        assert app.record("jiyu2020zhuyili")["rating"] == 3.5
        await app.press("0")
        assert app.record("jiyu2020zhuyili").get("rating") is None


async def test_undo_and_redo_go_through_everything(library_file: Path) -> None:
    async with opened(library_file) as app:
        await app.press("5", "s", "r", "d")
        assert len(app.titles) == 3
        trashed = app.tables["trash"]
        assert len(trashed) == 1
        await app.press("u")
        assert len(app.titles) == 4 and app.current == "基于注意力机制的图像分割方法"
        await app.press("u", "u")
        record = app.record("jiyu2020zhuyili")
        assert record["status"] == "to-read" and record.get("rating") is None
        await app.press("ctrl+r", "ctrl+r", "ctrl+r")
        assert len(app.titles) == 3
        await app.press("u")
        record = app.record("jiyu2020zhuyili")
        assert (record["status"], record["rating"]) == ("reading", 5)


async def test_marked_papers_are_changed_together_in_one_step(library_file: Path) -> None:
    async with opened(library_file) as app:
        await app.press("space", "j", "space")
        assert "2 marked" in app.text
        await app.press("s", "x")
        assert app.record("jiyu2020zhuyili")["status"] == "dropped"
        assert app.record("liu2018darts")["status"] == "dropped"
        await app.press("u")
        assert app.record("jiyu2020zhuyili")["status"] == "to-read"
        assert app.record("liu2018darts")["status"] == "to-read"
        await app.press("escape")
        assert "marked" not in app.main.count.text


async def test_keys_behind_a_change_of_thousands_of_papers_find_it_done(tmp_path: Path) -> None:
    path = tmp_path / "papers.json"
    papers = {
        str(100_000_000_000 + number): {"key": f"paper{number}", "title": f"Paper {number}", "status": "to-read"}
        for number in range(3000)
    }
    path.write_text(json.dumps({"papers": papers, "meta": {"1": {"schema": 1}}}), encoding="utf-8")
    async with opened(path) as app:
        await app.type("*sd4u")  # all marked: read, four stars, and the stars taken back
        await app.until(lambda: app.app.library.undo_label == "status read" and not app.main.holds_keys)
        await app.until(lambda: app.app.library.redo_label == "4 stars" and not app.main.holds_keys)
        await app.settle()
        found = app.app.library.papers.values()
        assert {(paper.status, paper.rating) for paper in found} == {("read", None)}
        assert len(json.loads(path.read_text(encoding="utf-8"))["papers"]) == 3000
        await app.press("u")
        await app.until(lambda: not app.main.holds_keys)
        assert {paper.status for paper in found} == {"read"}, "a snapshot stays what it was"
        assert {paper.status for paper in app.app.library.papers.values()} == {"to-read"}


async def test_a_paper_that_leaves_the_view_hands_the_cursor_to_its_neighbour(library_file: Path) -> None:
    async with opened(library_file) as app:
        await app.press("h", "j", "enter")
        assert app.main.desk.view.scope.value == "to-read"
        assert len(app.titles) == 2
        await app.press("s", "x")
        assert app.titles == ["DARTS: Differentiable Architecture Search"]
        assert app.current == "DARTS: Differentiable Architecture Search"


async def test_the_note_is_edited_in_place_and_saved_by_leaving(library_file: Path) -> None:
    async with opened(library_file) as app:
        await app.press("j", "j", "j", "e")
        assert app.main.note_desk.is_focused
        await app.press("ctrl+end", "enter")
        await app.type("[bold]u d q stay text[/]")
        await app.press("escape")
        note = app.record("vaswani2017attention")["note"]
        assert "- [bold]u d q stay text[/]" in note
        assert "[bold]u d q stay text[/]" in app.text
        await app.press("u")
        assert "- [bold]u d q stay text[/]" not in app.record("vaswani2017attention")["note"]


async def test_a_note_saves_by_itself_while_the_editor_stays_open(library_file: Path) -> None:
    async with opened(library_file) as app:
        await app.press("e")
        await app.type("first thought")
        await app.until(lambda: "first thought" in library_file.read_text(encoding="utf-8"))
        assert app.main.note_desk.is_focused
        await app.type(" second")
        await app.press("ctrl+s")
        assert app.record("jiyu2020zhuyili")["note"][0] == "first thought second"
        await app.press("escape", "u")
        assert not app.record("jiyu2020zhuyili").get("note"), "all of the writing is one step"


async def test_quitting_in_the_middle_of_a_sentence_keeps_it(library_file: Path) -> None:
    async with opened(library_file) as app:
        await app.press("e")
        await app.type("half a sent")
        app.main.note_pane.display = True
        await app.press("escape", "e")
        await app.type("ence")
        await app.pilot.click("#list", offset=(5, 5))
        await app.settle()
        assert app.record("jiyu2020zhuyili")["note"][0] == "half a sentence"


async def test_capture_shows_what_it_understands_and_goes_to_the_new_paper(library_file: Path) -> None:
    async with opened(library_file) as app:
        await app.press("a")
        await app.type("[2017-ICLR] Neural Architecture Search with RL #nas @NAS/RL ★★★ !reading 1611.01578")
        assert "ICLR" in app.text and "NAS/RL" in app.text
        await app.press("enter")
        assert app.current == "Neural Architecture Search with RL"
        key = app.main.list_pane.current.key if app.main.list_pane.current else ""
        record = app.record(key)
        assert record["venue"] == "ICLR" and record["year"] == 2017
        assert record["categories"] == ["NAS/RL"] and record["tags"] == ["nas"]
        assert record["rating"] == 3 and record["status"] == "reading"
        assert record["url"].startswith("https://arxiv.org/abs/1611.01578")


async def test_capture_recognises_what_is_there(library_file: Path) -> None:
    async with opened(library_file) as app:
        await app.press("a")
        await app.type("https://arxiv.org/pdf/1706.03762v5 #nlp")
        assert "already there: vaswani2017attention" in app.text
        await app.press("enter")
        assert app.current == "Attention Is All You Need"
        assert len(app.tables["papers"]) == 4
        assert set(app.record("vaswani2017attention")["tags"]) == {"classic", "nlp"}


async def test_leaving_capture_keeps_the_text_for_the_next_time(library_file: Path) -> None:
    async with opened(library_file) as app:
        await app.press("a")
        await app.type("half a title")
        await app.press("escape")
        assert len(app.tables["papers"]) == 4
        await app.press("a")
        assert "half a title" in app.text


async def test_a_paste_outside_of_text_fields_opens_capture_with_all_of_its_lines(library_file: Path) -> None:
    from textual import events

    async with opened(library_file) as app:
        app.app.post_message(events.Paste("First line\nsecond line\x1b[31m d u q"))
        await app.settle()
        assert app.main.panel is not None
        assert "First line" in app.text and "second line" in app.text
        assert len(app.titles) == 4


async def test_categories_are_picked_and_made(library_file: Path) -> None:
    async with opened(library_file) as app:
        await app.press("c")
        await app.type("prun")
        await app.press("tab")
        await app.type("Vision/Segmentation")
        await app.press("tab", "enter")
        assert set(app.record("jiyu2020zhuyili")["categories"]) == {"Pruning", "Vision/Segmentation"}
        assert "Segmentation" in app.text


async def test_tags_are_picked_and_made(library_file: Path) -> None:
    async with opened(library_file) as app:
        await app.press("number_sign")
        await app.type("to cite")
        await app.press("enter")
        assert app.record("jiyu2020zhuyili")["tags"] == ["to-cite"]


async def test_fields_are_edited_in_a_panel_and_a_mistake_is_said(library_file: Path) -> None:
    async with opened(library_file) as app:
        await app.press("j", "i")
        await app.press("end")
        await app.type(" (DARTS)")
        await app.press("down", "down", "down")
        await app.type("ICLR")
        await app.press("down", "ctrl+u")
        await app.type("abcd")
        await app.press("enter")
        assert "year" in app.text and app.main.panel is not None
        await app.press("ctrl+u")
        await app.type("2019")
        await app.press("enter")
        record = app.record("liu2018darts")
        assert record["title"] == "DARTS: Differentiable Architecture Search (DARTS)"
        assert (record["venue"], record["year"]) == ("ICLR", 2019)
        await app.press("u")
        assert app.record("liu2018darts")["year"] == 2018


async def test_the_stack_is_reordered_by_bump_and_moves(library_file: Path) -> None:
    async with opened(library_file) as app:
        await app.press("G", "b")
        assert app.titles[0] == "Attention Is All You Need"
        assert app.current == "Attention Is All You Need"
        await app.press("J")
        assert app.titles.index("Attention Is All You Need") == 1
        await app.press("K")
        assert app.titles.index("Attention Is All You Need") == 0
        await app.press("S", "t", "J")
        assert "cannot be moved" in app.status


async def test_sorting_and_reversing(library_file: Path) -> None:
    async with opened(library_file) as app:
        await app.press("S", "y")
        assert app.titles[0] == "基于注意力机制的图像分割方法" and app.titles[-1] == "Attention Is All You Need"
        await app.press("S", "y")
        assert app.titles[0] == "Attention Is All You Need"
        assert "reversed" in app.main.count.text
        await app.press("S", "s")
        assert app.titles[0] == "基于注意力机制的图像分割方法"


async def test_categories_are_made_renamed_and_removed_in_the_tree(library_file: Path) -> None:
    async with opened(library_file) as app:
        await app.press("h", "c")
        await app.type("Empty/Sub")
        await app.press("enter")
        assert "Empty/Sub" in str(app.tables["categories"])
        assert "Sub" in app.text
        await app.press("i", "ctrl+u")
        await app.type("Full/Stack")
        await app.press("enter")
        names = [folder.scope.value for folder in app.main.desk.folders if folder.scope.kind == "category"]
        assert "Full/Stack" in names and "Empty/Sub" not in names
        app.main.tree_pane.go_to(next(f.scope for f in app.main.desk.folders if f.scope.value == "Pruning"))
        await app.press("d")
        assert "take Pruning from 1 paper?" in app.text
        await app.press("y")
        assert app.record("frankle2019lottery")["categories"] == []
        await app.press("u")
        assert app.record("frankle2019lottery")["categories"] == ["Pruning"]


async def test_the_trash_puts_back(library_file: Path) -> None:
    async with opened(library_file) as app:
        await app.press("d")
        app.main.tree_pane.go_to(next(f.scope for f in app.main.desk.folders if f.scope.kind == "trash"))
        await app.press("h", "enter")
        assert app.titles == ["基于注意力机制的图像分割方法"]
        await app.press("p")
        assert app.titles == []
        assert len(app.tables["papers"]) == 4


async def test_an_addition_from_elsewhere_shows_up_and_disturbs_nothing(library_file: Path) -> None:
    async with opened(library_file) as app:
        await app.press("slash")
        await app.type("attention")
        await app.press("enter", "j", "e")
        await app.type("unsaved words")
        before = app.current
        Library.open(str(library_file)).add(Paper(title="Attention from another shell"))
        await app.until(lambda: "Attention from another shell" in app.titles)
        assert app.current == before
        assert app.main.search_box.value == "attention"
        assert app.main.note_desk.is_focused and "unsaved words" in "\n".join(app.main.note_desk.text)


async def test_what_comes_in_above_the_top_of_the_list_is_seen(library_file: Path) -> None:
    async with opened(library_file, 120, 24) as app:
        Library.open(str(library_file)).add(Paper(title="Fresh from outside"))
        await app.until(lambda: "Fresh from outside" in app.text)
        assert app.current == "基于注意力机制的图像分割方法"


async def test_the_same_note_changed_elsewhere_is_merged_into_the_editor(library_file: Path) -> None:
    async with opened(library_file) as app:
        await app.press("G", "e", "ctrl+end")
        await app.type(" and mine")
        other = Library.open(str(library_file))
        paper = other.by_key("vaswani2017attention")
        assert paper is not None
        other.update([paper.id], lambda old: old.edit(note=("# Theirs", *old.note[1:])), "theirs")
        await app.until(lambda: "# Theirs" in app.main.note_desk.text)
        assert "and mine" in "\n".join(app.main.note_desk.text)
        await app.press("escape")
        note = "\n".join(app.record("vaswani2017attention")["note"])
        assert "# Theirs" in note and "and mine" in note


async def test_markup_in_titles_notes_categories_and_tags_is_shown_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "papers.json"
    record = {
        "key": "markup",
        "title": "[Cycle GAN] [/] [bold]x[/bold] [@click=app.quit]y[/]",
        "categories": ["[/]", "[red]cat"],
        "tags": ["[bold]"],
        "venue": "[link=x]",
        "note": ["# [bold]head", "text [/] [Cycle GAN]"],
        "added": "2026-01-05T10:00:00+00:00",
    }
    path.write_text(json.dumps({"meta": {"1": {"schema": 1}}, "papers": {"400000000001": record}}))
    async with opened(path, 160, 40) as app:
        for text in (
            "[Cycle GAN] [/] [bold]x[/bold]",
            "[red]cat",
            "#[bold]",
            "[link=x]",
            "[bold]head",
            "text [/] [Cycle GAN]",
        ):
            assert text in app.text, text
        await app.press("d")
        assert "to the trash" in app.status


async def test_free_notes_stand_in_the_list_and_are_edited(library_file: Path) -> None:
    Library.open(str(library_file)).save_note(FreeNote(title="[Day] log", text=("what I did",)))
    async with opened(library_file) as app:
        await app.press("h")
        app.main.tree_pane.go_to(NOTES)
        await app.press("enter")
        assert app.titles == ["[Day] log"]
        assert "what I did" in app.text
        await app.press("s", "d", "5", "y", "y")
        await app.press("e", "ctrl+end")
        await app.type(" and saw")
        await app.press("escape")
        (note,) = app.tables["notes"].values()
        assert note["text"][0] == "what I did and saw"
        await app.press("escape", "d")
        assert app.titles == []
        await app.press("u")
        assert app.titles == ["[Day] log"]


async def test_the_help_lists_every_key_and_the_palette_runs_commands(library_file: Path) -> None:
    async with opened(library_file) as app:
        await app.press("question_mark")
        assert "Down one line" in app.text
        await app.press("escape", "colon")
        await app.type("status read")
        await app.press("enter")
        assert app.record("jiyu2020zhuyili")["status"] in ("read", "reading", "reread", "to-read")
        assert app.main.panel is None


async def test_the_palette_finds_a_command_by_its_short_name_too(library_file: Path) -> None:
    async with opened(library_file) as app:
        before = app.main.app.theme
        await app.press("colon")
        await app.type("theme")
        await app.press("enter")
        assert app.main.app.theme != before


async def test_a_paint_between_the_removal_of_a_panel_and_the_next_layout_leaves_it_out(library_file: Path) -> None:
    async with opened(library_file) as app:
        await app.press("a")
        panel, compositor = app.main.panel, app.main._compositor
        field = app.main.focused
        assert panel is not None and field in compositor.visible_widgets
        laid_out = dict(compositor.visible_widgets)
        app.main.close_panel()
        await app.press("j")
        assert field.parent is None
        compositor._visible_widgets = laid_out
        compositor.render_full_update()
        assert field not in compositor.visible_widgets


async def test_zoom_gives_the_screen_to_one_pane_and_back(library_file: Path) -> None:
    async with opened(library_file) as app:
        await app.press("z")
        assert not app.main.tree_pane.region and not app.main.note_pane.region
        await app.press("z")
        assert app.main.tree_pane.region and app.main.note_pane.region


@pytest.mark.parametrize(
    ("columns", "shown"), [(120, "tln"), (100, "tln"), (99, "ln"), (80, "ln"), (70, "ln"), (69, "l"), (60, "l")]
)
async def test_panes_give_way_as_the_terminal_gets_narrow(library_file: Path, columns: int, shown: str) -> None:
    async with opened(library_file, columns, 24) as app:
        panes = {"t": app.main.tree_pane, "l": app.main.list_pane, "n": app.main.note_pane}
        assert "".join(name for name, pane in panes.items() if pane.region) == shown
        await app.press("h")
        assert app.main.tree_pane.region
        await app.press("tab", "tab")
        assert app.main.note_pane.region


async def test_in_60x20_everything_can_still_be_done(library_file: Path) -> None:
    async with opened(library_file, 60, 20) as app:
        await app.press("slash")
        await app.type("darts")
        await app.press("enter", "enter")
        assert "DARTS: Differentiable" in app.text
        await app.press("e")
        await app.type("narrow")
        await app.press("escape", "h", "escape", "a")
        await app.type("A narrow title")
        await app.press("enter")
        assert app.record("liu2018darts")["note"][0] == "narrow"
        assert len(app.tables["papers"]) == 5


async def test_a_tiny_terminal_says_so_and_comes_back(library_file: Path) -> None:
    async with opened(library_file, 20, 5) as app:
        assert "too small" in app.text
        await app.pilot.resize_terminal(80, 24)
        await app.settle()
        assert "too small" not in app.text and "DARTS" in app.text


async def test_keys_do_nothing_while_the_terminal_is_too_small_to_see_what_they_do(library_file: Path) -> None:
    async with opened(library_file, 20, 5) as app:
        await app.press("d", "d", "s", "x")
        assert len(app.tables["papers"]) == 4


async def test_a_filter_that_is_not_finished_leaves_room_for_what_is_typed(library_file: Path) -> None:
    async with opened(library_file, 80, 24) as app:
        await app.press("slash")
        await app.type("darts status:fo")
        assert "darts status:fo" in app.text


async def test_a_read_only_library_is_shown_and_says_so(library_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stacktui.library.documents.why_not_writable", lambda path: "the folder is read-only")
    before = library_file.read_bytes()
    async with opened(library_file) as app:
        assert "read only" in app.status
        await app.press("d", "5", "s", "d", "a")
        assert "read only" in app.text and isinstance(app.main.panel, Prompt)
        await app.type("qdd a title that is typed all the same")
        await app.press("escape")
        assert app.main.panel is None
        assert len(app.titles) == 4
    assert library_file.read_bytes() == before


async def test_searches_of_before_come_back_with_up_and_down_also_after_a_restart(library_file: Path) -> None:
    async with opened(library_file) as app:
        for query in ("darts", "lottery"):
            await app.press("slash")
            await app.type(query)
            await app.press("enter", "escape")
    async with opened(library_file) as app:
        await app.press("slash", "up")
        assert app.main.search_box.value == "lottery"
        await app.press("up")
        assert app.main.search_box.value == "darts" and app.titles == ["DARTS: Differentiable Architecture Search"]
        await app.press("down")
        assert app.main.search_box.value == "lottery"
        await app.press("down")
        assert app.main.search_box.value == "" and len(app.titles) == 4
        await app.type("a")
        before = app.main.list_pane.cursor
        await app.press("up" if before else "down")
        assert app.main.list_pane.cursor != before, "no search is left, so the keys move in the list"


async def test_tab_completes_a_filter_in_the_search_box(library_file: Path) -> None:
    async with opened(library_file) as app:
        await app.press("slash")
        await app.type("status:rer")
        await app.press("tab")
        assert app.main.search_box.value.startswith("status:reread")


async def test_a_search_is_saved_under_a_name_and_stands_in_the_tree(library_file: Path) -> None:
    async with opened(library_file) as app:
        await app.press("slash")
        await app.type("status:to-read")
        await app.press("enter", "F", "ctrl+u")
        await app.type("Next up")
        await app.press("enter")
        assert [record["query"] for record in app.tables["searches"].values()] == ["status:to-read"]
        assert "Next up" in app.text
        await app.press("escape", "h")
        app.main.tree_pane.go_to(next(f.scope for f in app.main.desk.folders if f.scope.kind == "saved"))
        await app.press("enter")
        assert len(app.titles) == 2


async def test_what_reaches_no_clipboard_is_shown_to_be_selected(library_file: Path) -> None:
    settings = Settings(clipboard="command", clipboard_command="false")
    async with opened(library_file, settings=settings) as app:
        await app.press("G", "y", "y")
        await app.until(lambda: app.main.panel is not None)
        await app.settle()
        assert "https://arxiv.org/abs/1706.03762" in app.text and "not copied" in app.text
        await app.press("escape")
        assert app.main.focused is app.main.list_pane


async def test_a_paper_is_put_off_until_a_day(library_file: Path) -> None:
    async with opened(library_file) as app:
        await app.press("D")
        await app.type("nonsense")
        await app.press("enter")
        assert "is no day" in app.status
        await app.press("D")
        await app.type("2099-01-02")
        await app.press("enter")
        assert app.record("jiyu2020zhuyili")["not_before"] == "2099-01-02"
        to_read = next(folder for folder in app.main.desk.folders if folder.scope.value == "to-read")
        assert to_read.count == 1


async def test_statistics_are_shown(library_file: Path) -> None:
    async with opened(library_file) as app:
        await app.press("percent_sign")
        assert "4 papers" in app.text and "reading" in app.text
        await app.press("escape")
        assert app.main.panel is None
