"""The preview of an import: real keys on small lists, then the screen and the file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from textual import events
from tui_support import Driver, opened

from stacktui.tui.panels.import_preview import ImportPreview

LIST = """# Things to read

Papers on tracking, and what I think of them.

## Tracking

- [Fast Online Object Tracking and Segmentation](https://arxiv.org/abs/1812.05050)
    - one branch more for the mask
    - [Siamese Box Adaptive Network](https://arxiv.org/abs/2003.06761)
    - as fast as before
- [Learning Discriminative Model Prediction](https://arxiv.org/abs/1904.07220)
    - an optimiser [bold]inside[/] the net
- [Attention Is All You Need](https://arxiv.org/abs/1706.03762)
- [Another Title with the Link of DARTS](https://arxiv.org/abs/1806.09055)

## Thoughts

Why are anchors still used at all?
"""


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "lists"
    folder.mkdir()
    (folder / "reading.md").write_text(LIST, encoding="utf-8")
    monkeypatch.chdir(folder)
    return folder / "reading.md"


def view(app: Driver) -> ImportPreview:
    panel = app.main.panel
    assert isinstance(panel, ImportPreview)
    return panel


async def open_preview(app: Driver, path: str = "reading.md") -> ImportPreview:
    await app.press("I")
    await app.press("ctrl+u")
    await app.type(path)
    await app.press("enter")
    await app.until(lambda: isinstance(app.main.panel, ImportPreview) and not view(app)._busy)
    await app.settle()
    return view(app)


async def go(app: Driver, words: str) -> None:
    """Walk to the line with these words."""
    panel = view(app)
    lines = panel._open.file.lines
    wanted = next(number for number, line in enumerate(lines, 1) if words in line)
    await app.press("g", *["j"] * (wanted - 1))
    assert panel._source.cursor == wanted


async def planned(app: Driver) -> None:
    """Wait until the plan is that of the document as it is corrected now."""
    await app.until(
        lambda: all(file.planned and file.planned.document is file.document for file in view(app)._open.files)
    )
    await app.settle()


def titles(app: Driver) -> set[str]:
    return {record["title"] for record in app.tables["papers"].values()}


def record_of(app: Driver, title: str) -> dict[str, Any]:
    return next(record for record in app.tables["papers"].values() if record["title"] == title)


async def test_the_preview_shows_lines_papers_and_what_would_become_of_them(library_file: Path, source: Path) -> None:
    before = library_file.read_bytes()
    async with opened(library_file) as app:
        await open_preview(app)
        assert "Import reading.md" in app.text and "nothing is written yet" in app.text
        assert "3 new · 1 known" in app.text or "3 new · 1 changed" in app.text
        assert "1 to ask" in app.text and "1 free note" in app.text
        await go(app, "one branch more")
        assert "│     - one branch more" in app.text.replace("  ", " ") or "one branch more for the mask" in app.text
        assert "line 8: note" in app.text
        assert "+ new paper" in app.text
        await go(app, "an optimiser")
        assert "[bold]inside[/]" in app.text, "text of a list is literal"
        await go(app, "Another Title")
        assert "? same arxiv:1806.09055" in app.text
        await app.press("escape")
        assert app.main.panel is None
        assert library_file.read_bytes() == before


async def test_accepting_is_one_step_and_shows_the_new_papers(library_file: Path, source: Path) -> None:
    async with opened(library_file) as app:
        count = len(titles(app))
        await open_preview(app)
        await app.press("enter")
        await app.until(lambda: app.main.panel is None)
        await app.settle()
        assert "imported 3 new" in app.status and "1 free note" in app.status
        assert app.current == "Fast Online Object Tracking and Segmentation"
        assert len(titles(app)) == count + 3
        assert record_of(app, "Fast Online Object Tracking and Segmentation")["categories"] == ["Tracking"]
        await app.press("u")
        assert len(titles(app)) == count
        assert not app.tables.get("lists") and not app.tables.get("notes")


async def test_lines_are_corrected_by_keys(library_file: Path, source: Path) -> None:
    async with opened(library_file) as app:
        panel = await open_preview(app)
        await go(app, "Siamese Box")
        await app.press("e")
        assert "made an entry" in app.text
        assert "Siamese Box Adaptive Network" in panel._open.file.draft(9).title  # type: ignore[union-attr]
        await go(app, "as fast as")
        await app.press("n")
        await go(app, "Learning Discriminative")
        await app.press("n")
        await go(app, "Attention Is All")
        await app.press("x")
        assert "3 corrections" not in app.text and "4 corrections" in app.text
        await planned(app)
        await app.press("enter")
        await app.until(lambda: app.main.panel is None)
        await app.settle()
        note = " ".join(record_of(app, "Siamese Box Adaptive Network")["note"])
        assert "as fast as before" in note and "Learning Discriminative" in note and "an optimiser" in note
        assert "Learning Discriminative Model Prediction" not in titles(app)
        [listed] = app.tables["lists"].values()
        assert [one["action"] for one in listed["corrections"]] == ["entry", "join", "join", "ignore"]


async def test_a_correction_goes_to_all_lines_of_its_shape_and_is_taken_back(library_file: Path, source: Path) -> None:
    async with opened(library_file) as app:
        panel = await open_preview(app)
        before = panel._open.file.document
        await go(app, "one branch")
        await app.press("x")
        assert "= does so with all 3 lines" in app.text
        await app.press("=")
        assert "done with all 3 lines" in app.text
        assert all(
            "mask" not in line and "fast" not in line
            for paper in panel._open.file.document.papers
            for line in paper.note
        )
        await app.press("u")
        assert panel._open.file.document == before
        await app.press("u")
        assert "nothing was corrected" in app.text


async def test_fields_are_edited_in_the_form(library_file: Path, source: Path) -> None:
    async with opened(library_file) as app:
        panel = await open_preview(app)
        await go(app, "Learning Discriminative")
        await app.press("i")
        assert "short name" in app.text and "Import reading.md" in app.text, "the form leaves the context visible"
        await app.press("end")
        await app.type(" for Tracking")
        await app.press("enter")
        assert "fields changed" in app.text
        assert panel._open.file.paper(11).title == "Learning Discriminative Model Prediction for Tracking"  # type: ignore[union-attr]
        await app.press("j", "k")
        assert app.main.focused is panel._source
        await app.press("enter")
        await app.until(lambda: app.main.panel is None)
        await app.settle()
        assert "Learning Discriminative Model Prediction for Tracking" in titles(app)


async def test_what_is_asked_can_be_answered_with_the_same_paper(library_file: Path, source: Path) -> None:
    async with opened(library_file) as app:
        panel = await open_preview(app)
        await app.press("]")
        assert panel._source.cursor == 14
        await app.press("m")
        await planned(app)
        assert "~ the same as" in app.text and "to ask" not in app.text
        await app.press("enter")
        await app.until(lambda: app.main.panel is None)
        await app.settle()
        assert "Another Title with the Link of DARTS" not in titles(app)


async def test_free_notes_splits_and_refusals(library_file: Path, source: Path) -> None:
    async with opened(library_file) as app:
        panel = await open_preview(app)
        await go(app, "one branch")
        await app.press("f")
        assert "made a free note" in app.text
        await go(app, "as fast as")
        await app.press("s")
        assert [paper.line for paper in panel._open.file.document.papers][:2] == [7, 10]
        await go(app, "# Things")
        await app.press("n")
        assert "there is no paper above" in app.text
        await app.press("escape")
        assert "esc again leaves" in app.text
        await app.press("j")
        await app.press("escape", "escape")
        assert app.main.panel is None
        assert "nothing was imported" in app.status
        assert "Fast Online Object Tracking and Segmentation" not in titles(app)


async def test_several_files_and_folders_with_tab_between_them(library_file: Path, source: Path) -> None:
    (source.parent / "second.txt").write_text(
        "[2019-CVPR] Deep Things for Everyone and All\n\nnote of it\n\n"
        "[2020-ICML] Other Deep Things for Nobody at All\n\nanother note\n",
        encoding="utf-8",
    )
    async with opened(library_file) as app:
        panel = await open_preview(app, ".")
        assert "reading.md" in app.text and "1 of 2" in app.text
        await app.press("tab")
        assert "second.txt" in app.text and "2 of 2" in app.text
        assert panel._source.cursor == 1
        await app.press("enter")
        await app.until(lambda: app.main.panel is None)
        await app.settle()
        assert {"Deep Things for Everyone and All", "Fast Online Object Tracking and Segmentation"} <= titles(app)
        assert len(app.tables["lists"]) == 2
        await app.press("u")
        assert not app.tables.get("lists")


async def test_the_path_is_completed_and_remembered(library_file: Path, source: Path) -> None:
    (source.parent / "readme.txt").write_text("nothing", encoding="utf-8")
    async with opened(library_file) as app:
        await app.press("I")
        await app.type("re")
        await app.press("tab")
        assert "reading.md" in app.text and "readme.txt" in app.text and "2 names" in app.text
        await app.type("i")
        await app.press("tab", "enter")
        await app.until(lambda: isinstance(app.main.panel, ImportPreview) and not view(app)._busy)
        await app.press("escape")
        await app.press("I")
        assert "import file or folder:  reading.md" in app.text
        await app.press("escape")


async def test_a_wrong_path_and_a_file_that_is_no_text_are_told(library_file: Path, source: Path) -> None:
    (source.parent / "picture.md").write_bytes(bytes(range(256)) * 20)
    async with opened(library_file) as app:
        for path, words in (("nowhere.md", "there is no nowhere.md"), ("picture.md", "not a text file")):
            await app.press("I")
            await app.press("ctrl+u")
            await app.type(path)
            await app.press("enter")
            await app.until(lambda: app.main.panel is None)
            assert words in app.status


async def test_the_same_file_again_says_that_there_is_nothing_to_do(library_file: Path, source: Path) -> None:
    async with opened(library_file) as app:
        await open_preview(app)
        await app.press("enter")
        await app.until(lambda: app.main.panel is None)
        await app.settle()
        before = library_file.read_bytes()
        await open_preview(app)
        assert "nothing to do" in app.text
        await app.press("enter")
        await app.until(lambda: not view(app)._busy)
        await app.settle()
        assert "nothing to import" in app.text
        await app.press("escape")
        assert library_file.read_bytes() == before


async def test_lines_not_understood_are_found_after_the_import(library_file: Path, source: Path) -> None:
    async with opened(library_file) as app:
        panel = await open_preview(app)
        file = panel._open.file
        from dataclasses import replace

        from stacktui.formats.document import Unknown

        papers = tuple(paper for paper in file.document.papers if paper.line != 11)
        unknown = tuple(Unknown(line, file.lines[line - 1]) for line in (11, 12))
        file.show(replace(file.document, papers=papers, unknown=unknown))
        panel._show()
        await app.press("g", "]")
        assert panel._source.cursor == 11
        assert "line 11: not understood" in app.text and "! - [Learning" in app.text
        await app.press("enter")
        await app.until(lambda: app.main.panel is None)
        await app.settle()
        assert "2 lines not understood" in app.status
        notes = app.tables["notes"].values()
        assert any("an optimiser [bold]inside[/] the net" in line for note in notes for line in note["text"])
        [listed] = app.tables["lists"].values()
        assert [line["line"] for line in listed["unknown"]] == [11, 12]


async def test_a_long_import_is_stopped_by_escape(library_file: Path, source: Path) -> None:
    lines = (f"- [A Study of Number {n} in Deep Networks](https://arxiv.org/abs/2001.{n:05})" for n in range(4000))
    source.write_text("\n".join(lines), encoding="utf-8")
    before = library_file.read_bytes()
    async with opened(library_file) as app:
        await app.press("I")
        await app.type("reading.md")
        for key in ("enter", "escape"):
            app.app.post_message(events.Key(key, None))
        await app.until(lambda: app.main.panel is None and not app.main.is_panel_opening)
        assert "stopped" in app.status
        await app.settle()
        assert library_file.read_bytes() == before


@pytest.mark.parametrize(("columns", "rows"), [(120, 40), (80, 24), (60, 20), (36, 10)])
async def test_it_fits_every_terminal(library_file: Path, source: Path, columns: int, rows: int) -> None:
    async with opened(library_file, columns, rows) as app:
        await open_preview(app)
        await go(app, "Fast Online")
        lines = app.text.split("\n")
        assert len(lines) == rows
        assert any("Fast Online" in line for line in lines)
        if rows > 10:
            assert "enter" in app.text and "esc" in app.text
            assert "line 7: entry" in app.text


async def test_a_library_that_cannot_be_written_imports_nothing(library_file: Path, source: Path) -> None:
    loaded = json.loads(library_file.read_text(encoding="utf-8"))
    assert loaded
    async with opened(library_file) as app:
        app.app.library.read_only_reason = "opened for reading only"
        await app.press("I")
        assert app.main.panel is None
        assert "read only" in app.status


# -- two papers in one line, help, what was removed -----------------------------------------------------------------

PAIR = """# Papers

- [A Study of Something Deep](https://arxiv.org/abs/1901.00001), [Another Study of It](https://arxiv.org/abs/1901.00002)
- [Siamese Box Adaptive Network](https://arxiv.org/abs/2003.06761)
"""


async def test_a_line_with_two_papers_is_cut_where_one_says(library_file: Path, source: Path) -> None:
    source.write_text(PAIR, encoding="utf-8")
    async with opened(library_file) as app:
        await open_preview(app)
        await go(app, "A Study of Something")
        await app.press("s")
        assert "Two papers in one line" in app.text and "move the cut" in app.text
        await app.press("enter")
        await planned(app)
        assert "and in the same line" in app.text and "1 correction" in app.text
        await app.press("enter")
        await app.until(lambda: app.main.panel is None)
        await app.settle()
        assert {"A Study of Something Deep", "Another Study of It"} <= titles(app)


async def test_a_cut_can_be_left_and_taken_back(library_file: Path, source: Path) -> None:
    source.write_text(PAIR, encoding="utf-8")
    async with opened(library_file) as app:
        panel = await open_preview(app)
        await go(app, "A Study of Something")
        await app.press("s", "escape")
        assert "nothing is written yet" in app.text and not panel._open.file.done
        await app.press("s", "enter", "u")
        assert not panel._open.file.done and not panel._open.file.document.papers[0].also


async def test_the_help_names_every_key_of_the_preview(library_file: Path, source: Path) -> None:
    async with opened(library_file) as app:
        await open_preview(app)
        await app.press("?")
        for words in ("make an entry", "join the line", "free note", "leave the line out", "two papers", "same shape"):
            assert words in app.text
        await app.press("escape")
        assert "Import reading.md" in app.text


async def test_removed_papers_are_told_and_come_back_by_a_key(library_file: Path, source: Path) -> None:
    async with opened(library_file) as app:
        await open_preview(app)
        await app.press("enter")
        await app.until(lambda: app.main.panel is None)
        await app.settle()
        count = len(titles(app))
        await app.press("d")
        assert len(titles(app)) == count - 1
        await open_preview(app)
        assert "nothing to do" in app.text and "1 paper in the trash (b brings back)" in app.text
        await app.press("b")
        await app.until(lambda: "1 brought back" in app.text)
        await app.press("enter")
        await app.until(lambda: app.main.panel is None)
        await app.settle()
        assert len(titles(app)) == count
