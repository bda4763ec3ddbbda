"""``set``, ``remove``, ``restore`` and ``trash``: commands that change papers, each one save and one step of undo."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence

from stacktui.cli.choosing import choose_all, choose_among
from stacktui.cli.command import Command
from stacktui.cli.output import say, say_json
from stacktui.cli.records import headline, paper_json
from stacktui.cli.shell import Shell
from stacktui.errors import NothingFound, StackError, UsageError
from stacktui.fields import FIELDS, FieldChange, change_paper, is_change, parse_change
from stacktui.library import Library
from stacktui.model import Paper


def _set(shell: Shell, options: Namespace) -> int:
    changes = [parse_change(word) for word in options.words if is_change(word)]
    named = [word for word in options.words if not is_change(word)]
    if not changes:
        raise UsageError("set needs a change", "write FIELD=VALUE, such as `stacktui set PAPER rating=4`")
    if not named:
        raise UsageError("set needs a paper", "write its key before the changes")
    library = shell.library
    papers = choose_all(library, named)
    _check_keys(library, papers, changes)
    change = library.update(
        [paper.id for paper in papers], lambda now: change_paper(now, changes), _label(papers, changes)
    )
    for paper in papers:
        verb = "set" if paper.id in change.papers else "unchanged"
        say(f"{verb} {headline(library.papers[paper.id])}")
    return 0


def _check_keys(library: Library, papers: Sequence[Paper], changes: Sequence[FieldChange]) -> None:
    """A key names one paper."""
    if not any(change.field == "key" for change in changes):
        return
    if len(papers) > 1:
        raise UsageError(f"{len(papers)} papers can't have one key", "set the key of one paper at a time")
    other = library.by_key(change_paper(papers[0], changes).key)
    if other is not None and other.id != papers[0].id:
        raise StackError(f"the key {other.key} is taken", f"it belongs to {other.title!r}")


def _label(papers: Sequence[Paper], changes: Sequence[FieldChange]) -> str:
    fields = ", ".join(dict.fromkeys(change.field for change in changes))
    return f"{fields} of {papers[0].key if len(papers) == 1 else f'{len(papers)} papers'}"


def _remove(shell: Shell, options: Namespace) -> int:
    papers = choose_all(shell.library, options.words)
    shell.library.remove([paper.id for paper in papers])
    for paper in papers:
        say(f"removed {headline(paper)}")
    return 0


def _restore(shell: Shell, options: Namespace) -> int:
    trashed = {doc_id: one.paper for doc_id, one in shell.library.trash.items()}
    papers = list({paper.id: paper for paper in (_choose_trashed(trashed, word) for word in options.words)}.values())
    shell.library.restore([paper.id for paper in papers])
    for paper in papers:
        say(f"restored {headline(shell.library.papers.get(paper.id, paper))}")
    return 0


def _choose_trashed(trashed: dict[int, Paper], word: str) -> Paper:
    try:
        return choose_among(trashed, word)
    except NothingFound:
        raise NothingFound(f"nothing in the trash answers `{word}`", "`stacktui trash` lists it") from None


def _trash(shell: Shell, options: Namespace) -> int:
    library = shell.library
    rows = sorted(library.trash.items(), key=lambda item: (item[1].deleted, item[0]), reverse=True)
    if not rows:
        raise NothingFound("the trash is empty")
    if options.empty:
        library.empty_trash()
    for _, trashed in rows:
        if options.json:
            say_json({**paper_json(trashed.paper), "deleted": trashed.deleted or None})
        else:
            verb = "gone for good " if options.empty else ""
            say(f"{verb}{headline(trashed.paper)}  (removed {trashed.deleted[:10] or 'at some time'})")
    return 0


def _trash_options(parser: ArgumentParser) -> None:
    parser.add_argument("--empty", action="store_true", help="throw away for good what is in it, saying what goes")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")


COMMANDS = {
    "set": Command(
        run=_set,
        words="PAPER… FIELD=VALUE…",
        least=1,
        help="Change fields of papers. FIELD=VALUE puts a value, FIELD= clears it; lists take\n"
        "FIELD+=VALUE and FIELD-=VALUE and are split on commas; a link is links+=LABEL=URL.\n"
        "status=read fills an empty day of reading with today.\n\n"
        "fields: " + ", ".join(FIELDS[:10]) + ",\n        " + ", ".join(FIELDS[10:]),
        examples=(
            "set vaswani2017attention rating=4.5 status=read",
            "set vaswani2017attention tags+=survey,classic categories-=NLP",
            "set vaswani2017attention links+=code=https://github.com/tensorflow/tensor2tensor",
        ),
    ),
    "remove": Command(
        run=_remove,
        words="PAPER…",
        least=1,
        help="Put papers into the trash; `restore` takes them out again.",
        examples=("remove vaswani2017attention",),
    ),
    "restore": Command(
        run=_restore,
        words="PAPER…",
        least=1,
        help="Take papers out of the trash.",
        examples=("restore vaswani2017attention",),
    ),
    "trash": Command(
        run=_trash,
        options=_trash_options,
        help="List what is in the trash, last removed first; or empty it for good.",
        examples=("trash", "trash --empty"),
    ),
}
