#!/usr/bin/env python3
"""What a search finds and what a key press costs, beside fzf on the same lines.

    python tests/benchmarks/search.py [--sizes 1000 10000] [--queries 100] [--folder DIR]

Every query is typed key by key; both engines get each key in turn, so that a busy machine hits both alike. Times are
CPU milliseconds a key: ours of this process, nothing remembered from the query before; fzf's (``fzf --filter``) of the
child, less what it needs to load the same lines for a pattern that no line can match. ``hit@1`` and ``hit@5`` say for
how many queries the wanted paper stood first, or among the first five.

DIR holds ``corpus.tsv`` (title, authors, venue, year) and ``dev.jsonl`` (q, target, kind); without it and without
``shared/search`` beside the project, titles and queries are made up, the same each time.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from statistics import median

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

from search_adapter import Engine  # noqa: E402
from wire import FIRST_NAMES, NAMES, WORDS  # noqa: E402

IMPOSSIBLE = "ёжыёжы"
LEAST_TO_CPU = 1e-6


@dataclass
class Document:
    """A paper as the adapter reads it."""

    id: int
    title: str
    authors: str = ""
    venue: str = ""
    year: str = ""
    note: str = ""
    alias: str = ""
    tags: str = ""

    @property
    def line(self) -> str:
        """What fzf searches."""
        found = f"{self.title} | {self.authors} | {self.venue} {self.year}"
        return f"{found} | {self.note}" if self.note else found


@dataclass(frozen=True)
class Question:
    """A query and the document that it is meant for."""

    text: str
    target: int
    kind: str


@dataclass
class Outcome:
    """What one engine did."""

    seconds: list[float] = field(default_factory=list)
    """Of every key."""
    places: list[tuple[str, int]] = field(default_factory=list)
    """Kind and place of the wanted document for every query; 0 where it was not among the first ten."""

    def hits(self, first: int, kind: str = "") -> float:
        """The share of queries whose document stood among the first."""
        places = [place for of_kind, place in self.places if kind in ("", of_kind)]
        return sum(1 for place in places if 1 <= place <= first) / max(1, len(places))


class Ours:
    """The index of the app."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._engine = Engine(documents)

    def begin(self) -> None:
        """Another query."""
        self._engine.reset()

    def ask(self, query: str) -> tuple[list[int], float]:
        """The ids of the ten best and the CPU seconds that they cost."""
        start = time.process_time()
        found = self._engine.search(query, 10)
        return found, time.process_time() - start


class Fzf:
    """``fzf --filter``, a process for each key."""

    def __init__(self, documents: Sequence[Document], folder: Path) -> None:
        self._lines = folder / "lines.txt"
        self._lines.write_text("".join(f"{one.line}\t{one.id}\n" for one in documents), encoding="utf-8")
        self._env = {name: value for name, value in os.environ.items() if not name.startswith("FZF")}
        self._loading = 0.0
        self._loading = median(self.ask(IMPOSSIBLE)[1] for _ in range(7))

    def begin(self) -> None:
        """Nothing is remembered between queries."""

    def ask(self, query: str) -> tuple[list[int], float]:
        """The ids of the ten best and the CPU seconds that they cost, net of loading."""
        command = ["fzf", "--filter", query, "-d", "\t", "--nth", "1"]
        with self._lines.open("rb") as lines:
            process = subprocess.Popen(command, stdin=lines, stdout=subprocess.PIPE, env=self._env)
            assert process.stdout is not None
            output = process.stdout.read()
            process.stdout.close()
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        found = [int(line.rsplit(b"\t", 1)[1]) for line in output.split(b"\n", 10)[:10] if line]
        return found, max(LEAST_TO_CPU, usage.ru_utime + usage.ru_stime - self._loading)


# The material


def shared_material(folder: Path, size: int) -> tuple[list[Document], list[Question]]:
    """Real titles, and the labelled queries for those among the first ``size``."""
    documents = []
    with (folder / "corpus.tsv").open(encoding="utf-8") as lines:
        for number, line in zip(range(size), lines, strict=False):
            title, authors, venue, year = line.rstrip("\n").split("\t")
            before, colon, _ = title.partition(": ")
            alias = before if colon and len(before.split()) <= 2 and 2 <= len(before) <= 24 else ""
            documents.append(Document(number, title, authors, venue, year, alias=alias))
    if (folder / "notes_zh.tsv").is_file():
        for line in (folder / "notes_zh.tsv").read_text(encoding="utf-8").splitlines():
            place, note = line.split("\t", 1)
            if int(place) < size:
                documents[int(place)].note = note
    labelled = map(json.loads, (folder / "dev.jsonl").read_text(encoding="utf-8").splitlines())
    return documents, [Question(one["q"], one["target"], one["kind"]) for one in labelled if one["target"] < size]


def made_up_material(size: int) -> tuple[list[Document], list[Question]]:
    """Titles of six to eight words, and queries of several kinds for them, the same each time."""
    rng = Random(4)
    documents = []
    for number in range(size):
        title = " ".join(rng.sample(WORDS, rng.randint(6, 8))).capitalize()
        authors = "; ".join(f"{rng.choice(FIRST_NAMES)} {rng.choice(NAMES)}" for _ in range(3))
        documents.append(Document(number, title, authors, rng.choice(("ICLR", "ICML")), str(rng.randint(2000, 2026))))
    questions = [
        Question(make(documents[target].title.lower().split(), rng), target, kind)
        for kind, make in KINDS.items()
        for target in rng.sample(range(min(size, 1000)), 40)
    ]
    return documents, questions


def mistyped(word: str, rng: Random) -> str:
    """One letter left out, doubled or swapped with its neighbour, not the first."""
    at = rng.randrange(1, len(word) - 1)
    return rng.choice(
        (
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        )
    )


KINDS: dict[str, Callable[[list[str], Random], str]] = {
    "start": lambda words, rng: " ".join(words[:5])[:-2],
    "words": lambda words, rng: " ".join(words[1:5]),
    "order": lambda words, rng: " ".join(rng.sample(words[:5], 5)),
    "prefixes": lambda words, rng: " ".join(word[:4] for word in words[:5]),
    "typos": lambda words, rng: " ".join(mistyped(word, rng) if len(word) > 4 else word for word in words[:5]),
    "joined": lambda words, rng: f"{words[0]}{words[1]} {words[2]} {words[3]} {words[4]}",
    "initials": lambda words, rng: "".join(word[0] for word in words),
}


# The run


def typed(questions: Sequence[Question]) -> Iterator[tuple[Question, str, bool]]:
    """Every key of every query: what stands in the box then, and whether it is the last."""
    for question in questions:
        for end in range(1, len(question.text) + 1):
            yield question, question.text[:end], end == len(question.text)


def run(engines: dict[str, Ours | Fzf], questions: Sequence[Question]) -> dict[str, Outcome]:
    """Put every key to every engine in turn."""
    outcomes = {name: Outcome() for name in engines}
    for question, text, is_last in typed(questions):
        for name, engine in engines.items():
            if len(text) == 1:
                engine.begin()
            found, seconds = engine.ask(text)
            outcomes[name].seconds.append(seconds)
            if is_last:
                place = found.index(question.target) + 1 if question.target in found else 0
                outcomes[name].places.append((question.kind, place))
    return outcomes


def tell(size: int, outcomes: dict[str, Outcome]) -> None:
    """Print two Markdown tables: all queries, and by kind."""
    print(f"\n| {size:,} papers | hit@1 | hit@5 | CPU ms a key, median | p95 | p99 |\n|---|---:|---:|---:|---:|---:|")
    for name, outcome in outcomes.items():
        times = sorted(seconds * 1e3 for seconds in outcome.seconds)
        shares = [times[min(len(times) - 1, int(share * len(times)))] for share in (0.5, 0.95, 0.99)]
        hits = f"{outcome.hits(1):.3f} | {outcome.hits(5):.3f}"
        print(f"| {name} | {hits} | {' | '.join(f'{value:.2f}' for value in shares)} |")
    print(f"\n| hit@1 / hit@5 | {' | '.join(outcomes)} |\n|---|{'---:|' * len(outcomes)}")
    for kind in dict.fromkeys(kind for kind, _ in next(iter(outcomes.values())).places):
        both = [f"{outcome.hits(1, kind):.2f} / {outcome.hits(5, kind):.2f}" for outcome in outcomes.values()]
        print(f"| {kind} | {' | '.join(both)} |")


def main() -> None:
    """Measure every size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 10000])
    parser.add_argument("--queries", type=int, default=100, help="so many of the queries, drawn evenly (default 100)")
    parser.add_argument("--folder", type=Path, default=ROOT.parent / "shared" / "search")
    args = parser.parse_args()
    is_real = (args.folder / "corpus.tsv").is_file() and (args.folder / "dev.jsonl").is_file()
    print("real titles and labelled queries" if is_real else "made-up titles and queries")
    if not shutil.which("fzf"):
        print("fzf is not installed: ours alone")
    for size in args.sizes:
        documents, questions = shared_material(args.folder, size) if is_real else made_up_material(size)
        Random(5).shuffle(questions)
        start = time.process_time()
        engines: dict[str, Ours | Fzf] = {"stacktui": Ours(documents)}
        print(f"\n{size:,} papers indexed in {time.process_time() - start:.2f} s of CPU")
        with tempfile.TemporaryDirectory() as folder:
            if shutil.which("fzf"):
                engines["fzf"] = Fzf(documents, Path(folder))
            tell(size, run(engines, questions[: args.queries]))


if __name__ == "__main__":
    main()
