"""A recorded session of mixed keys on a large library with long notes, for measuring what the event loop does."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from random import Random

from terminal import Terminal

ROOT = Path(__file__).parents[1]
ESC, DOWN, PAGE = "\x1b", "\x1b[B", "\x1b[6~"
WORDS = [
    "adaptive",
    "adversarial",
    "attention",
    "bayesian",
    "benchmark",
    "causal",
    "compact",
    "continual",
    "contrastive",
    "convolution",
    "deep",
    "diffusion",
    "distillation",
    "efficient",
    "embedding",
    "encoder",
    "equivariant",
    "federated",
    "generation",
    "geometry",
    "graph",
    "image",
    "implicit",
    "kernel",
    "language",
    "latent",
    "learning",
    "memory",
    "molecule",
    "multimodal",
    "network",
    "neural",
    "offline",
    "optimal",
    "planning",
    "policy",
    "protein",
    "pruning",
    "recognition",
    "robust",
    "sampling",
    "search",
    "segmentation",
    "sequence",
    "sparse",
    "speech",
    "stochastic",
    "transformer",
    "translation",
    "video",
]
NAMES = [
    "Ana Cohen",
    "Jan Dubois",
    "Mei Kim",
    "Feng Li",
    "Sara Müller",
    "Hao Wang",
    "Yuki Tanaka",
    "Nora Novák",
    "Tao Zhang",
]
SENTENCES = (
    "The main claim holds only when the batch is large enough.",
    "Compare with `ablation` in the third table, and with **the appendix**.",
    "本文提出一种新的方法用于解决稀疏数据上的泛化问题。",
    "See [the code](https://example.org/code) and [[paper12]].",
)
LONG_KB = (200, 100, 40, 20)
"""The notes on top of the stack, in KB; all others have two."""
LONG_NOTES = 12
PASTE = f"{ESC}[200~" + "pasted line of text\n" * 400 + f"{ESC}[201~"


def make_large_library(path: Path, count: int, long_notes: int = LONG_NOTES) -> None:
    """A library of so many papers; every note holds headings, lists, links and a table."""
    chance = Random(5)
    papers = {str(100_000_000_000 + number): _paper(chance, number, long_notes) for number in range(1, count + 1)}
    content = {"papers": papers, "meta": {"1": {"schema": 1}}}
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")


def _paper(chance: Random, number: int, long_notes: int) -> dict[str, object]:
    size = LONG_KB[(number - 1) % len(LONG_KB)] if number <= long_notes else 2
    title = f"{' '.join(chance.choices(WORDS, k=6)).capitalize()} {number}"
    return {
        "key": f"paper{number}",
        "title": f"基于注意力机制的图像分割方法之{number}" if number % 10 == 3 else title,
        "authors": chance.sample(NAMES, 3),
        "venue": chance.choice(("ICLR", "ICML", "NeurIPS")),
        "year": chance.randint(2000, 2026),
        "url": f"https://arxiv.org/abs/{1901 + number // 90_000}.{number % 90_000 + 1:05d}",
        "added": f"2026-{12 - number % 11:02d}-{chance.randint(1, 28):02d}T10:00:00+00:00"
        if number > LONG_NOTES
        else f"2026-12-30T10:{59 - number:02d}:00+00:00",
        "status": chance.choice(("to-read", "reading", "read")),
        "rating": chance.randint(1, 10) / 2,
        "categories": [chance.choice(("NAS/Evolution", "Vision", "Graphs/GNN", "NLP/Translation"))],
        "tags": chance.sample(("classic", "idea", "code", "survey"), 2),
        "note": note_of(chance, size),
    }


def note_of(chance: Random, kilobytes: int) -> list[str]:
    """A note of about so many kilobytes."""
    lines: list[str] = []
    room = kilobytes * 1000
    while room > 0:
        kind = chance.random()
        text = " ".join(chance.choices(SENTENCES, k=chance.randint(1, 3)))
        if kind < 0.12:
            text = f"## {text[:40]}"
        elif kind < 0.5:
            text = f"{'    ' * chance.randint(0, 2)}- {text}"
        elif kind < 0.54:
            text = "| a | b |\n|---|---|\n| one | 中文 |\n| two | `code` |"
        elif kind < 0.57:
            text = "```python\nfor step in range(3):\n    print(step)\n```"
        lines += [*text.split("\n"), ""]
        room -= len(text.encode()) + 2
    return lines[:-1]


QUERIES = ("segmentation", "atention netwrk", "zhuyili", "注意力", '"the main claim"', "note:ablation deep")
QUERIES += (
    "year:2018..2020 graph",
    "status:reading,read rating:>=4",
    "#idea @NAS",
    "author:müller -video",
    "has:note x OR y",
)


def recorded(count: int, seed: int = 1, queries: Sequence[str] = QUERIES) -> list[str]:
    """About so many keys: everything that one does in a day, in an order of chance."""
    chance = Random(seed)
    parts = [
        ["j"] * 9,
        ["j", "k", "\x04", "\x15", PAGE, "G", "gg"],
        ["\r", PAGE, PAGE, "\x04", "G", "gg", "h"],
        ["gg", "j", "\r", "]", "]", "h"],
        ["gg", "e", *"words of mine", "\r", *"- item", ESC, ESC],
        ["gg", "e", PASTE, "x", ESC, ESC, "u"],
        ["ggj", "e", ESC, "h"],
        ["gg", "jj", "z", "z", "<", ">"],
        ["S", "t", "S", "y", "S", "a", "S", "r", "S", "s"],
        ["*", "3", "u", "*"],
        ["*", "s", "d", "u", ESC],
        [" ", "j", " ", "4", "u", ESC],
        ["?", "j", "\x04", "G", ESC],
        ["%", "j", ESC],
        [":", *"sort", DOWN, ESC],
        ["a", *"A new paper #idea", "\r", "u"],
        ["c", *"gr", DOWN, ESC],
        ["#", *"cl", ESC],
        ["i", "\t", *"x", ESC],
        ["y", "b", "y", "n", "b", "u", "J", "K", "d", "u"],
        ["h", "j", "j", "\r", "h", "k", "\r", "h", "gg", "\r"],
        ["h", "G", "\r", "h", "gg", "\r"],
        ["\t", "\t", "\t"],
        ["\x0c", f"{ESC}[O", f"{ESC}[I", f"{ESC}[<65;60;10M", f"{ESC}[<0;70;12M{ESC}[<0;70;12m"],
    ]
    parts += [["/", *query, DOWN, "\r", "\r", "n", "h", ESC, ESC] for query in queries]
    found: list[str] = []
    while len(found) < count:
        for part in chance.sample(parts, len(parts)):
            found += part
    return found[:count]


class TimedApp:
    """The app under the watch of ``timed_app.py``."""

    def __init__(self, folder: Path, library: Path, size: tuple[int, int] = (120, 40)) -> None:
        self._report = folder / "report.json"
        env = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm-256color", "COLORTERM": "truecolor"}
        env |= {"SSH_CONNECTION": "192.0.2.1 5000 192.0.2.2 22", "LANG": "C.UTF-8"}
        argv = [sys.executable, str(ROOT / "tests" / "timed_app.py"), str(self._report), "--library", str(library)]
        self.terminal = Terminal(argv, *size, env)

    def play(self, keys: list[str]) -> None:
        """Type, each key when the screen has answered the one before."""
        for key in keys:
            self.terminal.press(key)
            self.settle()

    def settle(self, seconds: float = 0.04) -> None:
        """Until nothing is written for a moment."""
        self.terminal._read(seconds * 2)
        size = -1
        while size != len(self.terminal.output):
            size = len(self.terminal.output)
            self.terminal._read(seconds)
        self.terminal.output = b""

    def end(self) -> dict[str, object]:
        """Quit; what the watch has found."""
        for key in (ESC, ESC, ESC, ESC, "q"):
            self.terminal.press(key)
            self.settle()
        code = self.terminal.wait_exit()
        assert code == 0, self.terminal.text
        report: dict[str, object] = json.loads(self._report.read_text(encoding="utf-8"))
        return report
