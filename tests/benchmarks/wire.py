#!/usr/bin/env python3
"""The bytes that the app writes for what one does, beside vim and fzf: what a slow line has to carry.

    python tests/benchmarks/wire.py [--sizes 120x40 80x24] [--rounds 5] [--plain]

Each program runs in a terminal of that size; every figure is the median over the rounds, per key where a key is held
(one press every 50 ms). A program is at rest when it has written nothing for a quarter of a second. vim shows the
titles beside the notes, fzf the titles with the notes as preview. ``--plain`` measures the plain driver too.
"""

from __future__ import annotations

import argparse
import json
import os
import select
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from random import Random
from statistics import median

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests"))

from terminal import Terminal  # noqa: E402

ACTIONS = {
    "start": "start until idle",
    "idle": "idle, a second",
    "in_view": "cursor down in view, held",
    "scroll": "cursor down scrolling, held",
    "note": "cursor down, then rest: another note",
    "page": "half a page down",
    "pane": "next pane",
    "letter": "a letter of a query",
    "clear": "clear the query",
    "focus": "the terminal loses and gains the focus",
}
QUERY = "segmentation"
WORDS = [
    "adaptive",
    "adversarial",
    "agents",
    "architecture",
    "attention",
    "bayesian",
    "benchmark",
    "causal",
    "compact",
    "continual",
    "contrastive",
    "convolution",
    "dataset",
    "deep",
    "differentiable",
    "diffusion",
    "discovery",
    "distillation",
    "efficient",
    "embedding",
    "encoder",
    "equivariant",
    "ensemble",
    "exploration",
    "federated",
    "flow",
    "forecasting",
    "gaussian",
    "generation",
    "geometry",
    "gradient",
    "graph",
    "hierarchical",
    "image",
    "implicit",
    "kernel",
    "language",
    "latent",
    "learning",
    "linear",
    "memory",
    "molecule",
    "multimodal",
    "network",
    "neural",
    "object",
    "offline",
    "optimal",
    "parsing",
    "planning",
    "policy",
    "probabilistic",
    "program",
    "protein",
    "pruning",
    "quantum",
    "recognition",
    "recurrent",
    "regression",
    "robust",
    "sampling",
    "search",
    "segmentation",
    "self-supervised",
    "sequence",
    "sparse",
    "spectral",
    "speech",
    "stable",
    "stochastic",
    "synthesis",
    "token",
    "tracking",
    "transfer",
    "transformer",
    "translation",
    "uncertainty",
    "variational",
    "video",
    "vision",
]
FIRST_NAMES = ("Ana", "David", "Feng", "Hao", "Jan", "Mei", "Nora", "Sara", "Tao", "Yuki")
NAMES = (
    "Cohen",
    "Dubois",
    "Garcia",
    "Khan",
    "Kim",
    "Li",
    "Müller",
    "Novák",
    "Okafor",
    "Park",
    "Rossi",
    "Silva",
    "Wang",
)
SENTENCES = (
    "The main claim holds only when the batch is large enough.",
    "Compare with the ablation in the third table, and with the appendix.",
    "本文提出一种新的方法用于解决稀疏数据上的泛化问题。",
)
Costs = dict[str, list[float]]


def make_library(path: Path, count: int) -> list[dict[str, object]]:
    """A library of papers with notes of about 2 KB, the same each time."""
    rng = Random(3)
    papers = [
        {
            "key": f"paper{number}",
            "title": f"{' '.join(rng.choices(WORDS, k=6)).capitalize()} {number}",
            "authors": [f"{rng.choice(FIRST_NAMES)} {rng.choice(NAMES)}" for _ in range(3)],
            "venue": rng.choice(("ICLR", "ICML", "NeurIPS")),
            "year": rng.randint(2000, 2026),
            "url": f"https://arxiv.org/abs/1901.{number:05d}",
            "added": f"2026-01-{rng.randint(1, 28):02d}T10:00:00+00:00",
            "status": rng.choice(("to-read", "reading", "read")),
            "categories": [rng.choice(("NAS/Evolution", "Vision", "Graphs/GNN"))],
            "tags": [rng.choice(("classic", "idea"))],
            "note": [line for _ in range(rng.randint(12, 30)) for line in (f"- {rng.choice(SENTENCES)}", "")],
        }
        for number in range(1, count + 1)
    ]
    content = {"papers": {str(number): paper for number, paper in enumerate(papers, 1)}, "meta": {"1": {"schema": 1}}}
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return papers


class Nobody:
    """Looks at no screen: pyte stumbles over what other programs write."""

    def feed(self, data: bytes) -> None:
        """Do nothing."""


class Wire:
    """Counts what a program in a terminal writes."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal

    def rest(self, seconds: float = 0.25) -> int:
        """Read until nothing comes for so long; the bytes that came."""
        before = len(self.terminal.output)
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            size = len(self.terminal.output)
            self.terminal._read(left)
            if len(self.terminal.output) > size:
                until = time.monotonic() + seconds
        return len(self.terminal.output) - before

    def press(self, keys: str, rest: float = 0.25) -> int:
        """Press keys; the bytes until all is quiet."""
        self.terminal.press(keys)
        return self.rest(rest)

    def hold(self, key: str, times: int) -> float:
        """Press a key every 50 ms; bytes a press."""
        before = len(self.terminal.output)
        for _ in range(times):
            self.terminal.press(key)
            until = time.monotonic() + 0.05
            while (left := until - time.monotonic()) > 0:
                select.select([], [], [], 0) if left < 0.001 else self.terminal._read(left)
        self.rest()
        return (len(self.terminal.output) - before) / times


def walk(wire: Wire, rows: int, rounds: int, keys: dict[str, str]) -> Costs:
    """All actions in one program; ``keys`` says how it calls them."""
    costs: Costs = {name: [] for name in ACTIONS}
    costs["start"].append(len(wire.terminal.output) + wire.rest(0.8))
    costs["idle"].append(wire.rest(1.0))
    for _ in range(rounds):
        wire.press(keys["top"])
        wire.press(keys["down"])
        costs["in_view"].append(wire.hold(keys["down"], 4))
        wire.press(keys["down"] * rows, 0.8)
        costs["scroll"].append(wire.hold(keys["down"], 20))
        wire.press(keys["top"], 0.8)
        for name in ("note", "page"):
            if name in keys:
                costs[name].append(wire.press(keys[name], 0.6))
        wire.press(keys["top"], 0.8)
        if "pane" in keys:
            costs["pane"] += [wire.press(keys["pane"]) for _ in range(6)]
        wire.press(keys["search"])
        costs["letter"] += [wire.press(letter) for letter in QUERY]
        costs["clear"].append(wire.press(keys["clear"]))
        wire.press(keys["leave"])
        if "focus" in keys:
            costs["focus"].append(wire.press(keys["focus"]))
    return costs


def medians(costs: Costs) -> dict[str, int]:
    """The figures that are told."""
    return {name: round(median(found)) for name, found in costs.items() if found} | {
        "letter_mean": round(sum(costs["letter"]) / max(1, len(costs["letter"])))
    }


@contextmanager
def running(argv: Sequence[str], size: tuple[int, int], home: Path, *, is_ours: bool = False) -> Iterator[Wire]:
    """A program in a terminal of truecolor and UTF-8."""
    env = {
        name: value for name, value in os.environ.items() if not name.startswith(("SSH_", "TMUX", "FZF_", "TEXTUAL"))
    }
    env |= {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LC_ALL": "C.UTF-8", "HOME": str(home)}
    env |= {"PYTHONPATH": str(ROOT), "XDG_CONFIG_HOME": str(home), "XDG_STATE_HOME": str(home)}
    with Terminal(argv, *size, env) as terminal:
        wire = Wire(terminal)
        if not is_ours:
            terminal._stream = Nobody()  # type: ignore[assignment]
        terminal.wait_until(lambda: bool(terminal.output))
        yield wire


def measure_app(folder: Path, library: Path, size: tuple[int, int], rounds: int, plain: bool = False) -> Costs:
    """The app on a library."""
    driver = ["--plain-driver"] if plain else []
    argv = [sys.executable, "-m", "stacktui", *driver, "--library", str(library)]
    keys = {"top": "gg", "down": "j", "note": "j", "page": "\x04", "pane": "\t", "search": "/", "clear": "\x1b"}
    with running(argv, size, folder, is_ours=True) as wire:
        wire.terminal.wait_for("saved")
        return walk(wire, size[1], rounds, keys | {"leave": "\x1b", "focus": "\x1b[O\x1b[I"})


def measure_vim(folder: Path, papers: Sequence[dict[str, object]], size: tuple[int, int], rounds: int) -> Costs:
    """vim with the titles on the left and a note on the right; F2 shows the next note."""
    titles, notes = folder / "titles.txt", []
    titles.write_text("".join(f"{paper['title']}\n   {paper['venue']}\n" for paper in papers), encoding="utf-8")
    for number, paper in enumerate(papers[: rounds + 4]):
        notes.append(str(folder / f"{number}.md"))
        Path(notes[-1]).write_text("\n".join(paper["note"]), encoding="utf-8")  # type: ignore[arg-type]
    follow = "nnoremap <F2> :wincmd w \\| silent next \\| wincmd p<CR>"
    argv = ["vim", "-u", "NONE", "-i", "NONE", "-n", "-N", "--cmd", "set cursorline incsearch hidden noruler noshowcmd"]
    keys = {"top": "gg", "down": "j", "note": "\x1bOQ", "page": "\x04", "pane": "\x17w", "search": "/"}
    with running([*argv, "-c", follow, "-c", f"leftabove vsplit {titles}", *notes], size, folder) as wire:
        return walk(wire, size[1], rounds, keys | {"clear": "\x1b", "leave": "", "focus": "\x1b[O\x1b[I"})


def measure_fzf(folder: Path, papers: Sequence[dict[str, object]], size: tuple[int, int], rounds: int) -> Costs:
    """fzf over the titles, with the note as preview on the right."""
    (folder / "fzf.txt").write_text("".join(f"{paper['title']}\n" for paper in papers), encoding="utf-8")
    notes = folder / "notes"
    notes.mkdir(exist_ok=True)
    for paper in papers:
        (notes / f"{paper['key']}".removeprefix("paper")).write_text("\n".join(paper["note"]), encoding="utf-8")  # type: ignore[arg-type]
    argv = ["sh", "-c", f"exec fzf --reverse --preview 'cat {notes}/{{-1}}' < {folder}/fzf.txt"]
    keys = {"top": "\x15", "down": "\x1b[B", "note": "\x1b[B", "page": "\x1b[6~", "search": "", "clear": "\x15"}
    with running(argv, size, folder) as wire:
        return walk(wire, size[1], rounds, keys | {"leave": ""})


def tell(size: str, columns: dict[str, dict[str, int]]) -> None:
    """Print a Markdown table."""
    print(f"\n| bytes at {size} | {' | '.join(columns)} |\n|---|{'---:|' * len(columns)}")
    for name, what in (ACTIONS | {"letter_mean": "a letter of a query, mean"}).items():
        print(f"| {what} | {' | '.join(f'{found[name]:,}' if name in found else '–' for found in columns.values())} |")


def main() -> None:
    """Measure all programs that are there."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", nargs="+", default=["120x40", "80x24"])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--papers", type=int, default=1000)
    parser.add_argument("--plain", action="store_true", help="the plain driver too")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        papers = make_library(folder / "papers.json", args.papers)
        for size_name in args.sizes:
            columns, rows = map(int, size_name.split("x"))
            size = (columns, rows)
            ways: dict[str, Callable[[], Costs]] = {
                "stacktui": lambda size=size: measure_app(folder, folder / "papers.json", size, args.rounds),  # type: ignore[misc]
            }
            if args.plain:
                ways["plain driver"] = lambda size=size: measure_app(  # type: ignore[misc]
                    folder, folder / "papers.json", size, args.rounds, plain=True
                )
            if shutil.which("vim"):
                ways["vim"] = lambda size=size: measure_vim(folder, papers, size, args.rounds)  # type: ignore[misc]
            if shutil.which("fzf"):
                ways["fzf"] = lambda size=size: measure_fzf(folder, papers, size, args.rounds)  # type: ignore[misc]
            tell(size_name, {name: medians(way()) for name, way in ways.items()})


if __name__ == "__main__":
    main()
