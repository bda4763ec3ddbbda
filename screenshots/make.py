"""Redraw every picture of this folder from the real app on the example library.

    python screenshots/make.py [NAME …]

Each scene is written as SVG; where ``rsvg-convert`` (Debian: librsvg2-bin) is at hand, as PNG too.
"""

from __future__ import annotations

import asyncio
import html
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from rich.cells import cell_len
from textual.events import Key

from stacktui.demo import make_demo_library
from stacktui.library import Library
from stacktui.settings import Settings
from stacktui.tui.app import StackApp

FOLDER = Path(__file__).parent
CELL = 12.2
"""The width of a cell in Rich's SVG."""
FONT_SIZE = 20.27
"""At this size a letter of DejaVu Sans Mono is as wide as a cell."""
NOON = datetime(2026, 11, 20, 12).astimezone()
"""When the pictures are taken: the dates on them must not change by themselves."""


READING_LIST = """# Papers

My reading list; stars are out of three.

## Transformers

- [Attention Is All You Need](https://arxiv.org/abs/1706.03762) [NIPS 2017] [★★★]
  - attention alone, no recurrence
  - compare the cost with convolutions
- [Reformer: The Efficient Transformer](https://arxiv.org/abs/2001.04451) [ICLR 2020] [★★]
  - hashing brings alike keys together
- [Longformer: The Long-Document Transformer](https://arxiv.org/abs/2004.05150)

## 待读

- [Perceiver: General Perception with Iterative Attention](https://arxiv.org/abs/2103.03206) [ICML 2021]
- [Linformer: Self-Attention with Linear Complexity](https://arxiv.org/abs/2006.04768)
  - 低秩近似，先看实验
"""
"""What the picture of the import shows."""


@dataclass(frozen=True)
class Scene:
    """A picture: the size of the terminal and the keys that lead to what it shows."""

    name: str
    columns: int
    rows: int
    keys: Sequence[str]
    theme: str = "dark"


SCENES = (
    Scene("main", 120, 36, ()),
    Scene("search", 120, 30, ("slash", *"archtecture serch")),
    Scene(
        "capture",
        120,
        30,
        (
            "a",
            *"[2019-ICML-oral] Parameter-Efficient Transfer Learning for NLP @NLP/Adapters #adapters ★★★ !reading 1902.00751",
        ),
    ),
    Scene("edit", 120, 30, ("e",)),
    Scene("import", 120, 30, ("I", "list", "enter")),
    Scene("narrow", 60, 20, ()),
    Scene("light", 120, 36, ("j", "j"), "light"),
)


async def take(scene: Scene, folder: str) -> str:
    """The SVG of a scene."""
    os.makedirs(folder)
    (Path(folder) / "reading-list.md").write_text(READING_LIST, encoding="utf-8")
    library = Library.open(make_demo_library(folder, NOON), autosave=False)
    app = StackApp(library, Settings(theme=scene.theme, clipboard="osc52"))
    async with app.run_test(size=(scene.columns, scene.rows)) as pilot:
        app.main.is_demo = True
        app.main.show_state()
        await pilot.pause(0.5)
        for key in scene.keys:
            if key == "list":
                for letter in str(Path(folder) / "reading-list.md"):
                    app.post_message(Key(letter, letter))
            elif key.isascii():
                await pilot.press({" ": "space"}.get(key, key))
            else:
                app.post_message(Key(key, key))
            await pilot.pause()
        await pilot.pause(0.5)
        return placed(app.export_screenshot(title="stacktui"))


def placed(svg: str) -> str:
    """The picture with a place for every word: viewers that ignore ``textLength`` draw it right too."""
    svg = re.sub(r"font-size: 20px", f"font-size: {FONT_SIZE}px", svg).replace("Fira Code", "DejaVu Sans Mono")
    return re.sub(r'(<text [^>]*?)x="([\d.]+)" y="([\d.]+)" textLength="[\d.]+"([^>]*)>([^<]*)</text>', _place, svg)


def _place(found: re.Match[str]) -> str:
    start, left, top, rest, text = found.groups()
    words: list[str] = []
    at, begun, word = float(left), 0.0, ""
    for letter in [*html.unescape(text), "\xa0"]:
        if word and (letter == "\xa0" or not (letter + word).isascii()):
            words.append(f'{start}x="{begun:g}" y="{top}"{rest}>{html.escape(word)}</text>')
            word = ""
        if letter != "\xa0":
            begun = begun if word else at
            word += letter
        at = round(at + CELL * cell_len(letter), 1)
    return "".join(words)


def main(names: Sequence[str]) -> int:
    """Draw the scenes named, or all."""
    unknown = set(names) - {scene.name for scene in SCENES}
    if unknown:
        print(f"no such scene: {', '.join(sorted(unknown))}", file=sys.stderr)
        return 2
    converter = shutil.which("rsvg-convert")
    for scene in SCENES:
        if names and scene.name not in names:
            continue
        with tempfile.TemporaryDirectory() as folder:
            svg = asyncio.run(take(scene, os.path.join(folder, "library")))
        path = FOLDER / f"{scene.name}.svg"
        path.write_text(svg, encoding="utf-8")
        if converter:
            subprocess.run([converter, "-w", "1500", str(path), "-o", str(path.with_suffix(".png"))], check=True)
        print(path.name, "and PNG" if converter else "(no rsvg-convert, so no PNG)")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
