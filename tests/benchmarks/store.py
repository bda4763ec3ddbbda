#!/usr/bin/env python3
"""What a change of one paper costs, next to plain TinyDB on the same data; and opening, next to ``orjson.loads``.

    python tests/benchmarks/store.py [--sizes 1000 10000] [--rounds 9] [--folder FOLDER]

An edit is complete: lock, look for outside changes, serialise, write, fsync, rename, fsync of the folder; plain TinyDB
(its default storage, opened with ``encoding="utf-8"``) does what it does, without lock and fsync. All ways take turns
in each round, so that a busy machine slows down all of them: compare ratios, not milliseconds. Between two edits the
disk gets a moment to free the blocks of replaced files; ``--pause 0`` shows a storm of edits instead.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import json
import os
import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import orjson
from tinydb import TinyDB

from stacktui.library import Library
from stacktui.store import StackDB, render

WORDS = ("attention", "graph", "neural", "policy", "sparse", "kernel", "gradient", "learning", "robust", "memory")
SENTENCES = (
    "The main claim holds only when the batch is large enough.",
    "Compare with the ablation in the third table, and with the appendix.",
    "Code is public, but the step before the training is missing.",
    "本文提出一种新的方法用于解决稀疏数据上的泛化问题。",
)


def paper(rng: random.Random, number: int) -> dict[str, Any]:
    """A record with a note of about 2 KB."""
    lines = [line for _ in range(rng.randint(12, 42)) for line in (f"- {rng.choice(SENTENCES)}", "")]
    return {
        "key": f"paper-{number}",
        "title": " ".join(rng.choices(WORDS, k=7)).title() + f" {number}",
        "authors": [f"{rng.choice(WORDS)} {rng.choice(WORDS)}".title() for _ in range(4)],
        "venue": "ICLR",
        "added": f"2026-{rng.randint(1, 10):02d}-{rng.randint(1, 28):02d}T10:00:00+08:00",
        "year": 2019,
        "url": f"https://arxiv.org/abs/1901.{number:05d}",
        "categories": ["NAS/Differentiable"],
        "status": "to-read",
        "tags": ["classic"],
        "rating": 3,
        "links": [{"label": "code", "url": f"https://github.com/example/{number}"}],
        "note": [*lines, ""],
    }


def library(size: int) -> dict[str, Any]:
    """A library of ``size`` papers."""
    rng = random.Random(size)
    ids = rng.sample(range(10**11, 10**12), size)
    return {"meta": {"1": {"schema": 1}}, "papers": {str(doc_id): paper(rng, n) for n, doc_id in enumerate(ids)}}


class Ways:
    """The ways to change one paper, each on a file of its own."""

    def __init__(self, folder: Path, size: int) -> None:
        tables = library(size)
        self.data = render(tables)
        self.ids = [int(doc_id) for doc_id in tables["papers"]]
        self.folder, self.turn = folder, 0
        for name in ("plain", "table", "library", "bytes"):
            (folder / f"{name}.json").write_bytes(self.data)
        self.plain = TinyDB(folder / "plain.json", encoding="utf-8").table("papers")
        self.table = StackDB(str(folder / "table.json")).table("papers")
        self.stack = Library.open(str(folder / "library.json"))

    def plain_tinydb(self) -> None:
        """Plain TinyDB, its default storage."""
        self.plain.update({"rating": self.turn % 4 + 0.5}, doc_ids=[self.ids[self.turn]])

    def our_tinydb(self) -> None:
        """TinyDB's own ``update`` over our storage and table."""
        self.table.update({"rating": self.turn % 4 + 0.5}, doc_ids=[self.ids[self.turn]])

    def our_library(self) -> None:
        """An edit through the library, as the command line and the app do it."""
        self.stack.update([self.ids[self.turn]], lambda one: one.edit(rating=self.turn % 4 + 0.5), "rate")

    def same_bytes(self) -> None:
        """The same bytes into a temporary file, fsync, rename, fsync of the folder: nothing can be safe and faster."""
        temporary = self.folder / ".bytes.tmp"
        with temporary.open("wb") as file:
            file.write(self.data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(self.folder / "bytes.json")
        handle = os.open(self.folder, os.O_RDONLY)
        os.fsync(handle)
        os.close(handle)


def timed(act: Callable[[], object]) -> float:
    """Milliseconds that ``act`` takes."""
    begun = time.perf_counter()
    act()
    return (time.perf_counter() - begun) * 1e3


def edits(folder: Path, size: int, rounds: int, pause: float = 0.1) -> None:
    """Print what an edit costs in each way, and the ratios."""
    ways = Ways(folder, size)
    acts = [ways.plain_tinydb, ways.our_tinydb, ways.our_library, ways.same_bytes]
    found: dict[str, list[float]] = {act.__name__: [] for act in acts}
    for ways.turn in range(rounds + 1):
        for act in acts:
            found[act.__name__].append(timed(act))
            time.sleep(pause)
    print(
        f"\n{size:,} papers, {len(ways.data) / 1e6:.1f} MB, {rounds} rounds: milliseconds of an edit, median (spread)"
    )
    medians = {name: median(times[1:]) for name, times in found.items()}
    for name, times in found.items():
        print(f"  {name:14} {medians[name]:9.1f}  ({min(times[1:]):.1f} to {max(times[1:]):.1f})")
    for name in ("our_tinydb", "our_library"):
        faster, floor = medians["plain_tinydb"] / medians[name], medians[name] / medians["same_bytes"]
        print(f"  {name}: {faster:.1f} times as fast as plain TinyDB, {floor:.2f} times the same bytes alone")
    assert json.loads((folder / "table.json").read_bytes()) == json.loads((folder / "plain.json").read_bytes()) | {
        name: {} for name in ("categories", "searches", "lists", "notes", "trash")
    }


def opening(folder: Path, rounds: int) -> None:
    """Print what opening costs next to ``orjson.loads`` of the file."""
    path, copy = folder / "library.json", folder / "copy.json"
    found: dict[str, list[float]] = {"loads": [], "open": [], "foreign": []}
    for _ in range(rounds):
        copy.unlink(missing_ok=True)
        copy.write_bytes(path.read_bytes())
        found["loads"].append(timed(lambda: orjson.loads(path.read_bytes())))
        found["open"].append(timed(lambda: Library.open(str(path))))
        found["foreign"].append(timed(lambda: Library.open(str(copy))))
        gc.collect()
    loads, ours, foreign = (median(times) for times in found.values())
    print(f"  orjson.loads {loads:.1f} ms; opening the library {ours:.1f} ms: {ours / loads:.2f} times")
    print(
        f"  opening a copy, which is looked through for repeated names, {foreign:.1f} ms: {foreign / loads:.2f} times"
    )


def stall(folder: Path) -> None:
    """Print the longest time that an event loop stood still while the library was saved in a thread."""
    stack = Library.open(str(folder / "library.json"), autosave=False)
    ids = list(stack.papers)[:20]
    worst = 0.0

    async def beat() -> None:
        nonlocal worst
        while True:
            begun = time.perf_counter()
            await asyncio.sleep(0.001)
            worst = max(worst, (time.perf_counter() - begun) * 1e3 - 1)

    async def run() -> None:
        beating = asyncio.create_task(beat())
        for number, doc_id in enumerate(ids):
            stack.update([doc_id], lambda one, n=number: one.edit(alias=f"n{n}"), "edit")  # type: ignore[misc]
            await asyncio.to_thread(stack.save)
        beating.cancel()

    asyncio.run(run())
    print(f"  worst stall of the event loop during {len(ids)} saves: {worst:.1f} ms")


def main() -> None:
    """Measure every size."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--sizes", type=int, nargs="+", default=[1000, 10000])
    options.add_argument("--rounds", type=int, default=9)
    options.add_argument("--folder", help="where to write (default: a temporary folder; mind what disk that is)")
    options.add_argument("--pause", type=float, default=0.1, help="seconds between two edits (default 0.1)")
    args = options.parse_args()
    for size in args.sizes:
        with tempfile.TemporaryDirectory(dir=args.folder) as folder:
            edits(Path(folder), size, args.rounds, args.pause)
            opening(Path(folder), args.rounds)
            stall(Path(folder))


if __name__ == "__main__":
    main()
