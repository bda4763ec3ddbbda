"""Print how many random edits of papers can be published, by field and list.

``python tests/benchmarks/publishing.py [FOLDER] [--edits N] [--seed N] [--only NAME] [-v]``: FOLDER holds lists;
without it, ``shared/import`` beside the project.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from publish_trials import SILENT, TOLD, VALUES, WRITTEN, WRONG, Outcome, Trial

ROOT = Path(__file__).resolve().parents[2]
AT_ONCE = 12
COLUMNS = (*VALUES, "new", "moved", "dropped")


def main(arguments: list[str]) -> int:
    """Edit papers of every list and print the table."""
    options = parsed(arguments)
    folder = Path(options.folder) if options.folder else ROOT.parent / "shared" / "import"
    counts: dict[str, Counts] = {}
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


Counts = Counter[tuple[str, bool, str]]
"""Edits by their field, whether the list has a place for it, and what became of them."""


def tried(path: Path, edits: int, seed: int, verbose: bool) -> tuple[Counts, int]:
    """What became of random edits of one list, and how many things they disturbed."""
    counts: Counts = Counter()
    bad = 0
    with tempfile.TemporaryDirectory() as folder:
        trial = Trial(Path(folder), path.read_bytes(), path.name, seed)
        while counts.total() < edits and trial.drafts:
            outcome = trial.round(min(AT_ONCE, 1 + len(trial.drafts) // 4))
            counts.update((fate.field, fate.has_place, fate.what) for fate in outcome.fates)
            bad += len(outcome.disturbed) + len(outcome.strayed)
            if verbose:
                tell(outcome)
        for _ in range(edits // 12 if trial.drafts else 0):
            for outcome in trial.comings_and_goings():
                counts.update((fate.field, fate.has_place, fate.what) for fate in outcome.fates)
                bad += len(outcome.disturbed) + len(outcome.strayed)
                if verbose:
                    tell(outcome)
    return counts, bad


def tell(outcome: Outcome) -> None:
    """Print what was not written although there is a place for it, and what was disturbed."""
    for fate in outcome.fates:
        if fate.what != WRITTEN and (fate.has_place or fate.what != TOLD):
            print(f"  {fate.what:8} {fate.field:8} {fate.value!r} [{fate.title}]")
    for line in (*outcome.disturbed, *outcome.strayed):
        print(f"  DISTURBED {line}", *outcome.plan.diff(), sep="\n")


def print_table(counts: dict[str, Counts]) -> None:
    """Lists down, fields across: how many of the edits were written that the list has a place for."""
    names = "".join(f"{name:>9}" for name in COLUMNS)
    print(f"{'written / with a place':42}{names}{'all':>11}{'%':>6}{'no place':>9}{'silent':>7}{'wrong':>6}")
    whole: Counts = Counter()
    for name, count in counts.items():
        whole += count
        print_row(name, count)
    print_row("all", whole)


def print_row(name: str, count: Counts) -> None:
    """One list."""

    def share(fields: tuple[str, ...]) -> tuple[int, int]:
        placed = Counter(
            {key: number for key, number in count.items() if key[0] in fields and (key[1] or key[2] == WRITTEN)}
        )
        return sum(number for key, number in placed.items() if key[2] == WRITTEN), placed.total()

    def of(what: str) -> int:
        return sum(number for key, number in count.items() if key[2] == what)

    cells = "".join(f"{f'{done}/{all_}' if all_ else '-':>9}" for done, all_ in (share((field,)) for field in COLUMNS))
    done, placed = share(COLUMNS)
    rate = f"{100 * done / placed:.1f}" if placed else "-"
    without = count.total() - placed
    print(f"{name[-41:]:42}{cells}{f'{done}/{placed}':>11}{rate:>6}{without:>9}{of(SILENT):>7}{of(WRONG):>6}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
