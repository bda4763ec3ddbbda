"""Print how many random edits of papers can be published, by field and list.

``python tests/benchmarks/publishing.py [FOLDER] [--edits N] [--seed N] [--only NAME] [-v]``: FOLDER holds lists; without it,
``shared/import`` beside the project.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from publish_trials import SILENT, TOLD, VALUES, WRITTEN, WRONG, Trial

ROOT = Path(__file__).resolve().parents[2]
AT_ONCE = 12


def main(arguments: list[str]) -> int:
    """Edit papers of every list and print the table."""
    options = parsed(arguments)
    folder = Path(options.folder) if options.folder else ROOT.parent / "shared" / "import"
    counts: dict[str, Counter[tuple[str, str]]] = {}
    bad = 0
    for path in lists(folder):
        name = path.relative_to(folder).as_posix()
        if options.only and options.only not in name:
            continue
        start = time.process_time()
        counts[name], wrong = tried(path, options.edits, options.seed, options.verbose)
        bad += wrong
        print(f"{time.process_time() - start:6.1f} s  {name}", file=sys.stderr)
    print_table(counts)
    print(f"edits that touched something else: {bad}")
    return 0


def parsed(arguments: list[str]) -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", nargs="?")
    parser.add_argument("--edits", type=int, default=120, help="edits of each list")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", default="", help="lists with this in their names")
    parser.add_argument("-v", "--verbose", action="store_true", help="print every edit that was not written")
    return parser.parse_args(arguments)


def lists(folder: Path) -> list[Path]:
    """The lists below a folder that are edited line by line."""
    found = [*folder.glob("seeds/*"), *folder.glob("lists/*"), *folder.glob("original/*/*.md")]
    found = found or [path for path in folder.iterdir() if path.is_file()]
    return sorted(path for path in found if path.suffix != ".bib")


def tried(path: Path, edits: int, seed: int, verbose: bool) -> tuple[Counter[tuple[str, str]], int]:
    """What became of random edits of one list, and how many things they disturbed."""
    counts: Counter[tuple[str, str]] = Counter()
    bad = 0
    with tempfile.TemporaryDirectory() as folder:
        trial = Trial(Path(folder), path.read_bytes(), path.name, seed)
        while counts.total() < edits and trial.drafts:
            outcome = trial.round(min(AT_ONCE, 1 + len(trial.drafts) // 4))
            counts.update((name, fate) for name, _, fate, _ in outcome.fates)
            bad += len(outcome.disturbed) + len(outcome.strayed)
            if verbose:
                for name, value, fate, title in outcome.fates:
                    if fate != WRITTEN:
                        print(f"  {fate:8} {name:8} {value!r} [{title}]")
                for line in (*outcome.disturbed, *outcome.strayed):
                    print(f"  DISTURBED {line}")
                    print("\n".join(outcome.plan.diff()))
    return counts, bad


def print_table(counts: dict[str, Counter[tuple[str, str]]]) -> None:
    """Lists down, fields across: written of all, and what was neither written nor told."""
    print(
        f"{'written / tried':42}"
        + "".join(f"{name:>9}" for name in VALUES)
        + f"{'all':>10}{'told':>6}{'silent':>7}{'wrong':>6}"
    )
    whole: Counter[tuple[str, str]] = Counter()
    for name, count in counts.items():
        whole += count
        print_row(name, count)
    print_row("all", whole)


def print_row(name: str, count: Counter[tuple[str, str]]) -> None:
    """One list."""

    def share(fields: tuple[str, ...]) -> str:
        done = sum(count[field, WRITTEN] for field in fields)
        tried = sum(number for (field, _), number in count.items() if field in fields)
        return f"{done}/{tried}" if tried else "-"

    def of(fate: str) -> int:
        return sum(number for (_, other), number in count.items() if other == fate)

    cells = "".join(f"{share((field,)):>9}" for field in VALUES)
    print(f"{name[-41:]:42}{cells}{share(tuple(VALUES)):>10}{of(TOLD):>6}{of(SILENT):>7}{of(WRONG):>6}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
