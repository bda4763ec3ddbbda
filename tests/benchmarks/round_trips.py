"""Print whether lists come back from every style: ``python tests/benchmarks/round_trips.py [FOLDER] [-v]``.

Each list below FOLDER (without it, ``shared/import`` beside the project) is imported into an empty library; this is
exported in each style, the page imported into another empty library, and that one exported again. A cell is ``=`` where
all papers are equal in what the style holds and the second page has the same bytes; else it tells how many papers
differ, and ``~`` that the bytes do. ``-v`` prints what differs.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path
from typing import Any

from stacktui.formats import FORMATS, parse_document
from stacktui.formats.importing import apply_import, plan_import
from stacktui.formats.json_ import render_library
from stacktui.formats.losses import held_by
from stacktui.formats.markdown_out import NO_CATEGORY, trimmed
from stacktui.formats.names import split_name
from stacktui.identity import arxiv_id
from stacktui.library import Library
from stacktui.model import FreeNote, Paper

ROOT = Path(__file__).resolve().parents[2]
STYLES = tuple(name for name, kind in FORMATS.items() if kind.renderer and kind.parser)


def main(arguments: list[str]) -> int:
    """Print the table; 1 where anything differs."""
    folders = [word for word in arguments if not word.startswith("-")]
    folder = Path(folders[0]) if folders else ROOT.parent / "shared" / "import"
    paths = sorted(path for path in folder.glob("[slo]*/**/*") if path.is_file() and "gold" not in path.name)
    paths = [path for path in paths if path.relative_to(folder).parts[0] in ("seeds", "lists", "original")] or paths
    if not paths:
        print(f"no lists in {folder}", file=sys.stderr)
        return 2
    start = time.process_time()
    print(f"{'list':<40} {'papers':>6} {'notes':>5}  " + " ".join(f"{style:>9}" for style in STYLES))
    totals = [print_row(path, folder, "-v" in arguments) for path in paths]
    papers, trips, wrong = (sum(column) for column in zip(*totals, strict=True))
    print(f"{papers:,} papers, {trips:,} ways there and back, {wrong:,} papers or pages that differ")
    print(f"{time.process_time() - start:.0f} s of CPU")
    return int(wrong > 0)


def print_row(path: Path, folder: Path, verbose: bool) -> tuple[int, int, int]:
    """One line of the table: how many papers the list has, how many ways were tried, and how much differs."""
    library = imported(path.read_bytes(), path.name)
    name = path.relative_to(folder).as_posix()
    found = {style: differences(library, style) for style in STYLES if library.papers or library.notes}
    cells = " ".join(f"{cell(*found[style][:2]) if found else '-':>9}" for style in STYLES)
    print(f"{name[-40:]:<40} {len(library.papers):>6} {len(library.notes):>5}  {cells}")
    if verbose:
        for style, (_, _, lines) in found.items():
            print("".join(f"    {style}: {line}\n" for line in lines[:5]), end="")
    return len(library.papers), len(found), sum(count + changed for count, changed, _ in found.values())


def cell(count: int, changed: bool) -> str:
    """``=``, or how many papers differ and ``~`` where the second page does."""
    return (str(count) if count else "=" if not changed else "") + "~" * changed


def imported(data: bytes, name: str) -> Library:
    """A library with nothing but a list."""
    library = Library.open(str(Path(tempfile.mkdtemp()) / "papers.json"), autosave=False)
    apply_import(library, plan_import(library, [parse_document(data, name)]))
    return library


def differences(library: Library, style: str) -> tuple[int, bool, list[str]]:
    """How many papers and free notes do not come back, whether the second page is another one, and what differs."""
    page = rendered(library, style)
    suffix = (FORMATS[style].suffixes or (".txt" if style == "headed" else ".md",))[0]
    back = imported(page.encode(), f"page{suffix}")
    wrong = list(unequal(library, back, style))
    again = rendered(back, style)
    lines = [f"{was}\n      -> {now}" for was, now in wrong]
    if page != again:
        pairs = zip_longest(page.split("\n"), again.split("\n"))
        lines += next([f"line {at}: {one!r} -> {two!r}"] for at, (one, two) in enumerate(pairs, 1) if one != two)
    return len(wrong), page != again, lines


def rendered(library: Library, style: str) -> str:
    """A library in a style, as ``stacktui export`` writes it."""
    if style == "json":
        return render_library(library.tables)
    render = FORMATS[style].render
    assert render is not None
    text: str = render(library.stack(), tuple(library.notes.values()))
    return text


def unequal(library: Library, back: Library, style: str) -> Iterator[tuple[Any, Any]]:
    """Papers and free notes that differ in what a style holds."""
    yield from _pairs([held(paper, style) for paper in library.stack()], [held(paper, style) for paper in back.stack()])
    if "notes" in held_by(style):
        yield from _pairs(
            [note_held(each) for each in library.notes.values()], [note_held(each) for each in back.notes.values()]
        )


def _pairs(ours: list[Any], theirs: list[Any]) -> Iterator[tuple[Any, Any]]:
    left, right = [each for each in ours if each not in theirs], [each for each in theirs if each not in ours]
    if len(ours) != len(theirs):
        yield f"{len(ours)} records", f"{len(theirs)}"
    yield from zip_longest(left, right)


def held(paper: Paper, style: str) -> dict[str, Any]:
    """What a style holds of a paper."""
    holds = held_by(style)
    fields = {name: getattr(paper, name) for name in sorted(holds) if hasattr(paper, name)}
    if "categories" in fields and "all-categories" not in holds:
        fields["categories"] = tuple(name for name in paper.categories[:1] if name != NO_CATEGORY)
    if "links" in fields and style != "json":
        fields["links"] = tuple(link for link in paper.links if link.label or link.url)
    if "note" in fields and style != "json":
        fields["note"] = [line if line.strip() else "" for line in trimmed(paper.note)]
    if style == "bibtex":  # names in parts; beside an arXiv id, no venue means arXiv
        fields["authors"] = [split_name(author) for author in paper.authors]
        fields["venue"] = paper.venue or ("arXiv" if arxiv_id(paper) else "")
        fields["url"] = paper.url.replace(" ", "%20")
    if not paper.title:
        fields["title"] = paper.key
    return fields


def note_held(note: FreeNote) -> tuple[Any, ...]:
    """What styles hold of a free note."""
    return note.title, note.date, [line if line.strip() else "" for line in trimmed(note.text)]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
