"""``import``: reading lists and bibliographies into the library."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import ExitStack

from stacktui.cli.command import Command
from stacktui.cli.import_words import LONGEST_LINE, outcome_lines, preview_lines, unclear_line
from stacktui.cli.output import say, say_aside, say_json, terminal_width
from stacktui.cli.progress import Progress, uninterrupted
from stacktui.cli.shell import Shell
from stacktui.errors import StackError
from stacktui.formats import parse_document, readable_formats
from stacktui.formats.document import Document
from stacktui.formats.importing import ImportPlan, ImportResult, apply_import, plan_import
from stacktui.formats.watching import watched

STDIN = "-"


def _import(shell: Shell, options: Namespace) -> int:
    progress = Progress()
    with progress.stoppable("stopped; nothing was imported"):
        documents = _documents(options, progress)
        if options.dry_run and options.json:
            for document in documents:
                say_json(document.to_json())
            return 0
        plan = plan_import(shell.library, documents, progress.of("comparing paper"), again=options.again)
        if options.dry_run:
            progress.clear()
            for planned in plan.documents:
                say("\n".join(preview_lines(planned, terminal_width(LONGEST_LINE))))
            return 0
        for planned in plan.documents:
            planned.let_go()
        result = _apply(shell, plan, progress)
    _tell(shell, plan, result, as_json=options.json)
    return 0


def _documents(options: Namespace, progress: Progress) -> Iterator[Document]:
    """The documents one by one: nobody but the plan holds them."""
    for name in options.words:
        with watched(progress.of(f"reading {name}: line")):
            yield parse_document(_read(name), name, options.format)


def _apply(shell: Shell, plan: ImportPlan, progress: Progress) -> ImportResult:
    """Import; what came in is saved without being disturbed."""
    told = progress.of("importing paper")
    with ExitStack() as saving:

        def report(done: int, total: int) -> bool:
            if done == total:
                saving.enter_context(uninterrupted())
            return told(done, total)

        return apply_import(shell.library, plan, report)


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


def _tell(shell: Shell, plan: ImportPlan, result: ImportResult, *, as_json: bool) -> None:
    if as_json:
        say_json(_as_json(shell, plan, result))
        return
    say("\n".join(outcome_lines(plan, result)))
    if unclear := unclear_line(result):
        say_aside(unclear)


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


def _options(parser: ArgumentParser) -> None:
    parser.add_argument("--from", dest="format", metavar="FORMAT", help="one of those below; else found by content")
    parser.add_argument("--dry-run", action="store_true", help="show what would become of each line, and write nothing")
    parser.add_argument("--again", action="store_true", help="papers of the list that were removed come back")
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
