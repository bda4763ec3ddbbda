"""Print how well the real lists are read: ``python tests/benchmarks/import_scores.py [FOLDER] [-v]``.

FOLDER holds ``score_import.py``, the lists and their gold files; without it, ``shared/import`` beside the project.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from stacktui.errors import StackError
from stacktui.formats import parse_document

ROOT = Path(__file__).resolve().parents[2]


def main(arguments: list[str]) -> int:
    """Read every list, hand the outcome to the scorer, and print the time that each took."""
    flags = [word for word in arguments if word.startswith("-")]
    folders = [word for word in arguments if not word.startswith("-")]
    folder = Path(folders[0]) if folders else ROOT.parent / "shared" / "import"
    if not (folder / "score_import.py").is_file():
        print(f"no score_import.py in {folder}", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as scratch:
        output = Path(scratch) / "output.jsonl"
        output.write_text("".join(read(path, folder) for path in lists(folder)), encoding="utf-8")
        command = [sys.executable, str(folder / "score_import.py"), "--all", str(folder), str(output), *flags]
        return subprocess.run(command, check=False).returncode


def lists(folder: Path) -> list[Path]:
    """The lists below a folder."""
    return sorted([*folder.glob("seeds/*"), *folder.glob("lists/*"), *folder.glob("original/*/*.md")])


def read(path: Path, folder: Path) -> str:
    """One line of output for a list."""
    start = time.perf_counter()
    name = path.relative_to(folder).as_posix()
    try:
        document = parse_document(path.read_bytes(), name)
    except StackError as error:
        print(f"{name}: {error}", file=sys.stderr)
        return ""
    print(f"{time.perf_counter() - start:6.2f} s  {len(document.papers):4} papers  {name}")
    return json.dumps(document.to_json(), ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
