"""W: choose a format and a file, and the marked papers stand in it; real keys, real files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tui_support import opened

from stacktui.library import Library
from stacktui.model import FreeNote, Paper


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "papers.json"
    library = Library.open(str(path))
    for title in ("Focal Loss", "Mask R-CNN", "U-Net"):
        library.insert(Paper(title=title, categories=("Vision",)))
    library.save_note(FreeNote(title="A day"))
    return path


async def test_the_marked_papers_are_written_in_a_format(library: Path, tmp_path: Path) -> None:
    async with opened(library) as app:
        await app.press("space", "j", "space", "W")
        assert "Export 2 papers" in app.text
        await app.type("checkl")
        await app.press("enter")
        assert "some-papers.md" in app.text
        await app.press("enter")
        page = tmp_path / "some-papers.md"
        await app.until(page.exists)
        await app.settle()
        assert "wrote 2 papers as checklist" in app.text
        assert page.read_text().count("- [ ] ") == 2


async def test_without_marks_everything_shown_is_written_and_no_file_replaced(library: Path, tmp_path: Path) -> None:
    there = tmp_path / "papers.csv"
    there.write_text("mine")
    async with opened(library) as app:
        await app.press("W")
        assert "Export all that there is" in app.text
        await app.type("csv")
        await app.press("enter")
        await app.press("enter")
        await app.until(lambda: "is there already" in app.text)
        assert there.read_text() == "mine"
        await app.press("W")
        await app.type("json")
        await app.press("enter")
        for _ in "papers.json":
            await app.press("backspace")
        await app.type("all.json")
        await app.press("enter")
        whole = tmp_path / "all.json"
        await app.until(whole.exists)
        await app.settle()
        assert json.loads(whole.read_text()) == json.loads(library.read_text())


async def test_a_search_narrows_what_is_written(library: Path, tmp_path: Path) -> None:
    async with opened(library) as app:
        await app.press("/")
        await app.type("focal")
        await app.press("enter", "W")
        assert "Export 1 paper" in app.text and "1 papers" not in app.text
