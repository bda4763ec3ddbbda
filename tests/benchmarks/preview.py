"""How long the screen stands still in the preview of a big import: ``python tests/benchmarks/preview.py [PAPERS]``.

Opens the preview of a list of so many papers with notes (20,000), moves about, corrects, and imports. Prints for each
part the longest callback of the event loop in CPU time of its thread, and where it came from.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parent)]

from imports import write_papers  # noqa: E402
from tui_support import Driver, opened  # noqa: E402


class Clock:
    """The longest callback since the last look."""

    def __init__(self) -> None:
        self.longest, self.what = 0.0, ""
        run = asyncio.Handle._run

        def timed(handle: asyncio.Handle) -> None:
            start = time.thread_time()
            what = repr(getattr(handle, "_callback", ""))
            run(handle)
            spent = time.thread_time() - start
            if spent > self.longest:
                self.longest, self.what = spent, what

        asyncio.Handle._run = timed  # type: ignore[method-assign]

    def tell(self, part: str) -> None:
        print(f"{part:24} {self.longest * 1000:6.1f} ms  {self.what[:110]}", flush=True)
        self.longest, self.what = 0.0, ""


async def main(papers: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME"):
            os.environ[name] = folder
        write_papers(Path("big.md"), papers)
        library = Path("papers.json")
        library.write_text('{"meta": {"1": {"schema": 1}}, "papers": {}}')
        clock = Clock()
        async with opened(library.resolve()) as app:
            clock.tell("start")
            await preview(app, clock)
            for key, what in STEPS:
                await app.press(*key.split())
                await until(lambda: is_quiet(app))
                clock.tell(what)
            await app.press("enter")
            await until(lambda: app.main.panel is None)
            await app.settle()
            clock.tell("import")
            await app.press("j", "j", "j")
            clock.tell("keys afterwards")
            await app.press("u")
            await app.settle()
            clock.tell("undo of the import")


STEPS = (
    ("j j j", "down"),
    ("G", "to the end"),
    ("g", "to the top"),
    ("ctrl+d ctrl+d", "half pages"),
    ("G k k x", "a correction"),
    ("=", "the same to all alike"),
    ("u", "undo of it"),
    ("]", "next to look at"),
)


async def until(done: Any) -> None:
    while not done():
        await asyncio.sleep(0.01)


def is_quiet(app: Driver) -> bool:
    panel: Any = app.main.panel
    files = panel._desk.files
    return not panel._is_correcting and all(file.planned and file.planned.document is file.document for file in files)


async def preview(app: Driver, clock: Clock) -> None:
    await app.press("I")
    await app.press("ctrl+u")
    await app.type("big.md")
    clock.tell("path typed")
    await app.press("enter")
    await until(lambda: getattr(app.main.panel, "_desk", None) is not None)
    await app.settle()
    clock.tell("preview opened")


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000))
