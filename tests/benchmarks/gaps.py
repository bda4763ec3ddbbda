#!/usr/bin/env python3
"""How long the event loop is busy at a stretch while somebody works, as processor time of its thread.

    python tests/benchmarks/gaps.py [--papers 10000] [--keys 500] [--seed 1] [--longest 20] [--limit 50]

A session of mixed keys in a real terminal: moving, notes of up to 200 KB read and edited, searches of all kinds,
orders, folders, marks and changes of all papers, panels. Every callback of the loop is measured; the worst are told
with the calls in which they were found. Exit code 1 where one took longer than the limit (milliseconds).
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from session import TimedApp, make_large_library, recorded  # noqa: E402

HOMES = ("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME")
INNERMOST = 5


def measure(papers: int, keys: int, seed: int) -> dict[str, object]:
    """Play a session; what the watch has found."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        os.environ.update(dict.fromkeys(HOMES, name))
        library = Path(name) / "papers.json"
        make_large_library(library, papers)
        app = TimedApp(Path(name), library)
        try:
            app.terminal.wait_for("saved")
            app.play(recorded(keys, seed))
            return app.end()
        finally:
            app.terminal.close()


def main() -> int:
    """Measure and tell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--papers", type=int, default=10_000)
    parser.add_argument("--keys", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--longest", type=int, default=20)
    parser.add_argument("--limit", type=float, default=50.0)
    args = parser.parse_args()
    found = measure(args.papers, args.keys, args.seed)
    steps = found["long"]
    assert isinstance(steps, list)
    over = [step for step in steps if step["ms"] > args.limit]
    print(f"{found['steps']:,} steps of the loop, {len(over)} longer than {args.limit:g} ms\n")
    print("| ms | of it collecting | found most often in |\n|---:|---:|---|")
    for step in steps[: args.longest]:
        calls = step["samples"][0][0].split(" > ")[-INNERMOST:] if step["samples"] else ["?"]
        print(f"| {step['ms']} | {step['collecting_ms']} | {' › '.join(calls)} |")
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
