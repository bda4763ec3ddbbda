"""P: choose a list, see the diff, publish or leave; real keys, real files."""

from __future__ import annotations

from pathlib import Path

import pytest
from tui_support import Driver, opened

from stacktui.formats import parse_document
from stacktui.formats.importing import apply_import, plan_import
from stacktui.library import Library
from stacktui.model import Paper
from stacktui.tui.panels.picker import Picker
from stacktui.tui.panels.publishing import PublishPanel

TEXT = """\
# Reading

## Detection

- [Focal Loss for Dense Object Detection](https://arxiv.org/abs/1708.02002) ★★
- [Mask R-CNN for Object Instance Segmentation](https://arxiv.org/abs/1703.06870) ★★★
"""


@pytest.fixture
def library(tmp_path: Path) -> Path:
    path = tmp_path / "papers.json"
    _import(path, tmp_path / "reading.md", TEXT)
    return path


def _import(path: Path, page: Path, text: str) -> None:
    page.write_text(text)
    library = Library.open(str(path))
    apply_import(library, plan_import(library, [parse_document(page.read_bytes(), str(page))]))


async def look(app: Driver) -> PublishPanel:
    await app.until(lambda: isinstance(app.main.panel, PublishPanel))
    await app.settle()
    panel = app.main.panel
    assert isinstance(panel, PublishPanel)
    return panel


async def test_stars_given_here_are_published_after_a_look_at_the_diff(library: Path, tmp_path: Path) -> None:
    page = tmp_path / "reading.md"
    async with opened(library) as app:
        await app.press("4")
        await app.press("P")
        await look(app)
        assert "reading.md: 1 paper changed" in app.text
        assert "1708.02002) ★★★★" in app.text.replace("\n", "") and page.read_text() == TEXT
        await app.press("escape")
        assert app.main.panel is None and page.read_text() == TEXT
        await app.press("P")
        await look(app)
        await app.press("enter")
        await app.until(lambda: page.read_text() != TEXT)
        await app.settle()
        assert page.read_text() == TEXT.replace("02002) ★★\n", "02002) ★★★★\n")
        assert app.main.panel is None and "published reading.md: 1 paper changed" in app.status
        await app.press("P")
        await app.until(lambda: "nothing to publish" in app.status)


async def test_of_several_lists_one_is_chosen(library: Path, tmp_path: Path) -> None:
    _import(
        library,
        tmp_path / "other.md",
        "- [DARTS: Differentiable Architecture Search](https://arxiv.org/abs/1806.09055)\n",
    )
    async with opened(library) as app:
        await app.press("P")
        assert isinstance(app.main.panel, Picker) and "other.md" in app.text and "reading.md" in app.text
        await app.type("reading")
        await app.press("enter")
        await app.until(lambda: "reading.md: nothing to publish" in app.status)


async def test_what_is_not_done_by_itself_has_keys(library: Path, tmp_path: Path) -> None:
    page = tmp_path / "reading.md"
    stack = Library.open(str(library))
    stack.remove([paper.id for paper in stack.papers.values() if "Mask" in paper.title])
    stack.add(Paper(title="Attention Is All You Need", url="https://arxiv.org/abs/1706.03762", categories=("NLP",)))
    async with opened(library) as app:
        await app.press("P")
        await look(app)
        assert "removed paper" in app.text and "d takes them out" in app.text and "add the new" in app.text
        await app.press("enter")
        assert page.read_text() == TEXT
        await app.press("P")
        await look(app)
        await app.press("d")
        await app.until(lambda: "1 paper taken out" in app.text)
        await app.press("a")
        await app.until(lambda: "1 paper added" in app.text)
        await app.press("enter")
        await app.until(lambda: page.read_text() != TEXT)
        assert "Mask" not in page.read_text()
        assert page.read_text().endswith(
            "02002) ★★\n\n## NLP\n\n- [Attention Is All You Need](https://arxiv.org/abs/1706.03762)\n"
        )


async def test_without_lists_it_says_what_to_do(tmp_path: Path) -> None:
    async with opened(tmp_path / "empty.json") as app:
        await app.press("P")
        assert "no list was imported" in app.status


async def test_a_file_that_is_gone_is_told(library: Path, tmp_path: Path) -> None:
    (tmp_path / "reading.md").unlink()
    async with opened(library) as app:
        await app.press("P")
        await app.until(lambda: "is gone" in app.status)
