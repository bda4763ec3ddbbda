#!/usr/bin/env python3
"""The screen that our driver makes beside the one of the plain driver, under thousands of random sequences of keys.

    python tests/benchmarks/driver.py [--sequences 2000] [--seed 1] [--sizes 120x40 80x24] [--kinds truecolor linux]

Two processes with the two drivers get the same keys, pastes, clicks, sizes and suspensions; their bytes are drawn by
pyte, and whenever both programs are at rest the screens are compared cell by cell: characters, colours, attributes
and the cursor. Every round of fifty sequences begins with a fresh example library in another terminal.

A difference is the driver's where its screen is not what Textual drew. Programs that have come apart by themselves
(``apart``), as where something depends on the time between two keys, or that the keys have ended, begin anew.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from dataclasses import fields
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from deeds import Deeds  # noqa: E402
from paired import KINDS, Figures, Pair, surroundings  # noqa: E402

from stacktui.demo import make_demo_library  # noqa: E402

A_ROUND = 50
HEADING = ["terminal", "size", "sequences", "comparisons", "keys", "bytes, plain", "bytes, ours", "share"]
HEADING += ["differences", "apart", "ended"]


def play(pair: Pair, deeds: Deeds, count: int) -> Figures:
    """Some sequences in one pair of programs; fewer where the keys have ended them."""
    while pair.figures.sequences < count and not pair.is_over:
        for step in deeds.sequence():
            if isinstance(step, str):
                pair.press(step)
            else:
                pair.resize(step)
        pair.figures.sequences += 1
    return pair.figures


def play_round(seed: int, size: tuple[int, int], kind: str, count: int) -> Figures:
    """A fresh library, two programs, and some sequences."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        library = Path(make_demo_library(name))
        with Pair(folder, library, size, surroundings(kind)) as pair:
            pair.compare()
            return play(pair, Deeds(seed), count)


def tell(kind: str, size: str, figures: Figures) -> None:
    """Print a row of the table, and every difference."""
    share = 100 * figures.sent_bytes / max(1, figures.plain_bytes)
    row = (kind, size, figures.sequences, figures.compared, figures.keys, figures.plain_bytes, figures.sent_bytes)
    cells = [f"{cell:,}" if isinstance(cell, int) else cell for cell in row]
    counts = f"{len(figures.different)} | {len(figures.apart)} | {len(figures.ended)}"
    print(f"| {' | '.join(cells)} | {share:.1f} % | {counts} |", flush=True)


def tell_more(figures: Figures) -> None:
    """Print every difference with the keys before it."""
    for name in ("different", "apart", "ended"):
        for told in getattr(figures, name):
            print(f"    {name}: {told}", file=sys.stderr, flush=True)


def main() -> int:
    """Play until enough sequences were compared; 1 where a screen differed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sequences", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--sizes", nargs="+", default=["120x40", "80x24", "60x20", "200x60"])
    parser.add_argument("--kinds", nargs="+", choices=KINDS, default=list(KINDS))
    args = parser.parse_args()
    print(f"| {' | '.join(HEADING)} |")
    print(f"|---|---|{'---:|' * (len(HEADING) - 2)}", flush=True)
    whole, number = Figures(), 0
    while whole.sequences < args.sequences:
        kind, size = args.kinds[number % len(args.kinds)], args.sizes[number % len(args.sizes)]
        columns, rows = map(int, size.split("x"))
        count = min(A_ROUND, args.sequences - whole.sequences)
        found = play_round(args.seed * 100_000 + number, (columns, rows), kind, count)
        tell(kind, size, found)
        tell_more(found)
        if not found.sequences:
            raise SystemExit("the app did not start")
        for item in fields(Figures):
            setattr(whole, item.name, getattr(whole, item.name) + getattr(found, item.name))
        number += 1
    tell("all", "", whole)
    return 1 if whole.different else 0


if __name__ == "__main__":
    sys.exit(main())
