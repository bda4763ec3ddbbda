"""What importing a big list costs: ``python tests/benchmarks/imports.py [--size MB] [SHAPE …]``.

Each shape of list is written to a file and taken in by the command line in a process of its own: its CPU seconds, its
peak of memory beside the size of the file, and what the file of the library came to. Then one list with 1,000 and with
3,000 papers, to see that the time grows with the length and no faster.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

WORDS = (
    *("attention", "graph", "neural", "policy", "sparse", "kernel", "gradient", "learning", "robust", "memory"),
    *("search", "bounds", "latent", "pruning", "language", "transfer", "causal", "online", "adaptive", "contrastive"),
    *("bayesian", "convex", "federated", "quantized", "retrieval", "speech", "vision", "planning"),
)
VENUES = ("ICLR", "NeurIPS", "ICML", "CVPR", "ACL", "EMNLP", "KDD", "AAAI")
SENTENCES = (
    "The main claim holds only when the batch is large enough, see the third table.",
    "Compare with the ablation in the appendix and with what the earlier work reports.",
    "本文提出一种新的方法用于解决稀疏数据上的泛化问题，实验在三个数据集上进行。",
    "Code is public, but the step before the training is missing from it.",
)


def title(rng: random.Random, number: int) -> str:
    return f"{' '.join(rng.choices(WORDS, k=6)).title()} {number}"


def _notes(rng: random.Random, count: int) -> str:
    return "".join(f"  - {rng.choice(SENTENCES)}\n" for _ in range(count))


def _item(rng: random.Random, number: int) -> str:
    link = f"https://arxiv.org/abs/{1500 + number // 90000:04d}.{number % 90000:05d}"
    return f"- [{title(rng, number)}]({link}), {rng.choice(VENUES)} {rng.randint(2012, 2024)}\n"


def noted(rng: random.Random) -> Iterator[str]:
    """Papers as bullets with four to twelve lines of notes each."""
    yield "# Papers\n"
    for number in range(10**9):
        if number % 60 == 0:
            yield f"\n## {rng.choice(WORDS).title()} {number // 60}\n\n"
        yield _item(rng, number) + _notes(rng, rng.randint(4, 12))


def dense(rng: random.Random) -> Iterator[str]:
    """Papers of one line, nothing else."""
    yield "# Papers\n\n"
    for number in range(10**9):
        yield _item(rng, number)


def huge(rng: random.Random) -> Iterator[str]:
    """A few papers, each with 20,000 lines of notes."""
    yield "# Papers\n"
    for number in range(10**9):
        yield f"\n## [{title(rng, number)}](https://arxiv.org/abs/1901.{number:05d})\n\n"
        for _ in range(20_000):
            yield f"{rng.choice(SENTENCES)}\n"


def headed(rng: random.Random) -> Iterator[str]:
    """Plain text: ``[2019-ICLR] title``, then the note."""
    for number in range(10**9):
        yield f"[{rng.randint(2012, 2024)}-{rng.choice(VENUES)}] {title(rng, number)}\n"
        yield "".join(f"{rng.choice(SENTENCES)}\n" for _ in range(rng.randint(2, 8))) + "\n"


def prose(rng: random.Random) -> Iterator[str]:
    """Paragraphs without a paper."""
    for _ in range(10**9):
        yield "\n".join(" ".join(rng.choices(SENTENCES, k=2)) for _ in range(rng.randint(1, 9))) + "\n\n"


def line(rng: random.Random) -> Iterator[str]:
    """One line, without an end."""
    for _ in range(10**9):
        yield f"{rng.choice(SENTENCES)} "


def html(rng: random.Random) -> Iterator[str]:
    """An HTML table inside Markdown."""
    yield "# Papers\n\n<table>\n<tr><th>Title</th><th>Venue</th><th>Year</th><th>Notes</th></tr>\n"
    for number in range(10**9):
        link = f"https://arxiv.org/abs/{1500 + number // 90000:04d}.{number % 90000:05d}"
        yield (
            f'<tr>\n  <td><a href="{link}">{title(rng, number)}</a></td>\n  <td>{rng.choice(VENUES)}</td>\n'
            f"  <td>{rng.randint(2012, 2024)}</td>\n  <td>{rng.choice(SENTENCES)}</td>\n</tr>\n"
        )


def bibtex(rng: random.Random) -> Iterator[str]:
    """BibTeX with abstracts."""
    for number in range(10**9):
        yield (
            f"@article{{paper{number},\n  title = {{{title(rng, number)}}},\n  author = {{Li, Wei and Doe, Jane}},\n"
            f"  year = {{{rng.randint(2012, 2024)}}},\n  journal = {{{rng.choice(VENUES)}}},\n"
            f"  url = {{https://example.org/{number}}},\n"
            f"  abstract = {{{' '.join(rng.choices(SENTENCES, k=8))}}}\n}}\n\n"
        )


SHAPES: dict[str, Callable[[random.Random], Iterator[str]]] = {
    shape.__name__: shape for shape in (noted, dense, huge, headed, prose, line, html, bibtex)
}
ENDS = {"html": "</table>\n"}
SUFFIXES = {"headed": "txt", "prose": "txt", "line": "txt", "bibtex": "bib"}


def write(path: Path, shape: str, size: int) -> int:
    """Write a list of about ``size`` bytes; its exact size."""
    with path.open("w", encoding="utf-8") as file:
        written = 0
        for part in SHAPES[shape](random.Random(7)):
            written += len(part.encode())
            if written > size:
                break
            file.write(part)
        file.write(ENDS.get(shape, ""))
    return path.stat().st_size


def write_papers(path: Path, count: int) -> None:
    """Write a list of ``count`` papers with notes."""
    rng = random.Random(3)
    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            file.write(_item(rng, number) + _notes(rng, 3))


def run(path: Path, folder: Path) -> tuple[float, int, int, str]:
    """Import a list: CPU seconds, peak of memory, size of the library, what the command said."""
    library = folder / "papers.json"
    library.unlink(missing_ok=True)
    command = [sys.executable, "-m", "stacktui", "--library", str(library), "import", str(path)]
    environment = {**os.environ, "XDG_CONFIG_HOME": str(folder), "XDG_STATE_HOME": str(folder)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as child:
        assert child.stdout is not None
        said = child.stdout.read().strip()
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    kept = library.stat().st_size if library.exists() else 0
    return used.ru_utime + used.ru_stime, used.ru_maxrss * 1024, kept, said.splitlines()[-1] if said else "nothing"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=float, default=20.0, help="of the file, in MB")
    parser.add_argument("shapes", nargs="*", metavar="SHAPE", help=" ".join(SHAPES))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        print(f"{'shape':8} {'file':>8} {'CPU':>8} {'peak':>8} {'peak/file':>9} {'library':>8}  said")
        for shape in options.shapes or SHAPES:
            path = folder / f"{shape}.{SUFFIXES.get(shape, 'md')}"
            size = write(path, shape, int(options.size * 1e6))
            cpu, peak, kept, said = run(path, folder)
            megabytes = (
                f"{size / 1e6:5.1f} MB {cpu:6.1f} s {peak / 1e6:5.0f} MB {peak / size:9.1f} {kept / 1e6:5.1f} MB"
            )
            print(f"{shape:8} {megabytes}  {said}", flush=True)
            path.unlink()
        if not options.shapes:
            _print_growth(folder)
    return 0


def _print_growth(folder: Path) -> None:
    used = []
    for count in (0, 1000, 3000):
        path = folder / f"{count}.md"
        write_papers(path, count)
        used.append(run(path, folder)[0])
    base, small, large = used
    print(
        f"1,000 papers {small - base:.2f} s, 3,000 papers {large - base:.2f} s: {(large - base) / (small - base):.2f}x"
    )


if __name__ == "__main__":
    sys.exit(main())
