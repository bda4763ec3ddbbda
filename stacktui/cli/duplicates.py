"""``duplicates``: papers that stand in the stack twice."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence

from stacktui.cli.choosing import choose
from stacktui.cli.command import Command
from stacktui.cli.output import say, say_aside, say_json
from stacktui.cli.records import headline, paper_json
from stacktui.cli.shell import Shell
from stacktui.errors import NothingFound
from stacktui.library import Library
from stacktui.library.duplicates import Twins


def _duplicates(shell: Shell, options: Namespace) -> int:
    library = shell.library
    named = {choose(library, word).id for word in options.words}
    found = [group for group in library.duplicates() if not named or named & {paper.id for paper in group.papers}]
    if not found:
        raise NothingFound("no paper stands in the stack twice" if not named else "those papers have no twins")
    merged = _merge(library, found, bool(named)) if options.merge else []
    for group in found:
        _tell(library, group, group in merged, options.json)
    if not options.json:
        _tell_rest(found, merged, options.merge)
    return 0


def _merge(library: Library, found: Sequence[Twins], is_named: bool) -> list[Twins]:
    """Merge what shares an id, a link or a title; likeness alone is enough only for papers that were named."""
    sure = [group for group in found if is_named or group.is_sure]
    with library.step(f"merge {len(sure)} papers with their twins"):
        for group in sure:
            library.merge_papers([paper.id for paper in group.papers])
    return sure


def _tell(library: Library, group: Twins, is_merged: bool, as_json: bool) -> None:
    first = library.papers.get(group.papers[0].id, group.papers[0])
    if as_json:
        papers = [paper_json(paper) for paper in ((first, *group.papers[1:]) if is_merged else group.papers)]
        say_json({"reason": group.reason, "merged": is_merged, "papers": papers})
        return
    say(f"{'merged' if is_merged else 'twins'}: {group.reason}")
    for paper in group.papers:
        say(f"  {headline(paper)}")
    if is_merged and first.conflicts:
        say(f"  both values are kept of: {', '.join(sorted({conflict.field for conflict in first.conflicts}))}")


def _tell_rest(found: Sequence[Twins], merged: Sequence[Twins], merging: bool) -> None:
    rest = len(found) - len(merged)
    if merging and rest:
        say_aside(f"{rest} only look alike and were left; name one of them to merge it with its twins")
    elif not merging:
        say_aside("`stacktui duplicates --merge` makes one of each; nothing of them is lost")


def _options(parser: ArgumentParser) -> None:
    parser.add_argument("--merge", action="store_true", help="make one paper of each; the others go to the trash")
    parser.add_argument("--json", action="store_true", help="one JSON object a group, one a line")


COMMANDS = {
    "duplicates": Command(
        run=_duplicates,
        words="[PAPER…]",
        options=_options,
        help="Find papers that stand in the stack twice: the same arXiv id, DOI, main link or title, or nearly the\n"
        "same title. --merge unites links, tags, categories and notes, and keeps both values of fields that differ;\n"
        "papers that only look alike are merged when one of them is named.",
        examples=("duplicates", "duplicates --merge", "duplicates --merge vaswani2017attention"),
    ),
}
