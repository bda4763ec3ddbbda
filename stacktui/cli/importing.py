"""``import``: reading lists and bibliographies into the library."""

from __future__ import annotations

import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence

from stacktui.cli.command import Command
from stacktui.cli.output import on_terminal, say, say_aside, say_json
from stacktui.cli.shell import Shell
from stacktui.columns import cut
from stacktui.errors import StackError
from stacktui.formats import parse_document, readable_formats
from stacktui.formats.document import Range
from stacktui.formats.importing import ImportPlan, ImportResult, PlannedDocument, apply_import, plan_import

STDIN = "-"
_LONGEST_LINE = 120
_PATIENCE = 1.0  # seconds after which a long import tells how far it is


def _import(shell: Shell, options: Namespace) -> int:
    documents = [parse_document(_read(name), name, options.format) for name in options.words]
    if options.dry_run and options.json:
        for document in documents:
            say_json(document.to_json())
        return 0
    plan = plan_import(shell.library, documents, _Progress("looking at"))
    if options.dry_run:
        for planned in plan.documents:
            say("\n".join(_preview(planned)))
        return 0
    result = apply_import(shell.library, plan, _Progress("importing"))
    if options.json:
        say_json(_as_json(shell, plan, result))
    else:
        _tell(plan, result)
    return 0


def _read(name: str) -> bytes:
    try:
        if name == STDIN:
            return sys.stdin.buffer.read()
        with open(name, "rb") as file:
            return file.read()
    except IsADirectoryError:
        raise StackError(f"{name} is a folder", "name the files in it, such as lists/*.md") from None
    except OSError as error:
        raise StackError(f"cannot read {name}: {error.strerror}", "`-` reads from stdin") from None


def _preview(planned: PlannedDocument) -> Iterator[str]:
    """What would become of each part of a document, by its lines."""
    yield planned.summary()
    for entry in planned.papers:
        reason = f"  ({entry.reason})" if entry.reason else ""
        yield _at(((entry.source.line, entry.source.line),), entry.action, entry.draft.title + reason)
    for note in planned.document.notes:
        yield _at(note.lines, "note", note.title or next(iter(note.text), ""))
    for region in planned.document.ignored:
        yield _at(region.lines, "ignored", region.reason)
    for line in planned.document.unknown:
        yield _at(((line.line, line.line),), "unclear", line.text.strip())


def _at(lines: Sequence[Range], what: str, text: str) -> str:
    first, last = lines[0][0], lines[-1][1]
    place = str(first) if first == last else f"{first}-{last}"
    return f"  {place:>9}  {what:<8} {cut(text, _LONGEST_LINE)}"


def _tell(plan: ImportPlan, result: ImportResult) -> None:
    for line in plan.summary():
        say(line)
    if plan.is_empty:
        say("nothing to import")
        return
    parts = [f"{len(result.added):,} added", f"{len(result.merged):,} took something in", f"{result.known:,} known"]
    if result.notes:
        parts.append(f"{result.notes:,} free notes")
    say(f"imported: {', '.join(parts)}")
    if result.unknown:
        lines = f"{result.unknown:,} lines were" if result.unknown > 1 else "one line was"
        say_aside(f"{lines} not understood and kept as a free note; `import --dry-run` shows them")


def _as_json(shell: Shell, plan: ImportPlan, result: ImportResult) -> dict[str, object]:
    """What an import did, with the keys of the papers it touched."""
    papers = shell.library.papers
    return {
        "files": [planned.document.file for planned in plan.documents],
        "added": [papers[doc_id].key for doc_id in result.added],
        "changed": [papers[doc_id].key for doc_id in result.merged],
        "known": result.known,
        "notes": result.notes,
        "gone": result.gone,
        "unknown": result.unknown,
    }


class _Progress:
    """Tells on a terminal how far a long import is; never stops it."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._next = time.monotonic() + _PATIENCE

    def __call__(self, done: int, total: int) -> bool:
        if time.monotonic() > self._next and on_terminal(sys.stderr):
            self._next += _PATIENCE
            say_aside(f"{self._what} paper {done:,} of {total:,} …")
        return True


def _options(parser: ArgumentParser) -> None:
    parser.add_argument("--from", dest="format", metavar="FORMAT", help="one of those below; else found by content")
    parser.add_argument("--dry-run", action="store_true", help="show what would become of each line, and write nothing")
    parser.add_argument("--json", action="store_true", help="the outcome as JSON; with --dry-run one object a file")


COMMANDS = {
    "import": Command(
        run=_import,
        words="FILE…",
        least=1,
        options=_options,
        help="Take the papers of reading lists and bibliographies into the library; - reads stdin. Papers that are\n"
        "there take in what is new; the same file again does nothing. Nothing is dropped silently: --dry-run tells\n"
        "what was ignored or not understood. Importing several files is one step of undo.\n"
        "formats: " + " ".join(readable_formats()),
        examples=("import README.md --dry-run", "import reading-list.md refs.bib", "import - --from bibtex < refs.bib"),
    ),
}
