"""``list``: the papers that answer a query, as text, JSON or by a template."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Callable, Iterable, Sequence

from stacktui.cli.command import Command
from stacktui.cli.output import ascii_only, on_terminal, say, say_json, terminal_width
from stacktui.cli.records import first_author, paper_json, stars, status_mark, venue_and_year
from stacktui.cli.shell import Shell
from stacktui.columns import cut, fit, width
from stacktui.errors import NothingFound, UsageError
from stacktui.model import Paper

ORDERS = ("stack", "title", "author", "year", "venue", "rating", "added", "read", "key")
_LONGEST_KEY = 36
_TITLE_ROOM = 24  # columns that a title keeps before what stands behind it gets any


def select(
    shell: Shell, query: str, order: str = "stack", reverse: bool = False, limit: int | None = None
) -> Sequence[Paper]:
    """The papers that answer a query, in stack order without one and by rank with one, unless ``order`` says else.

    UsageError where the query is wrong, NothingFound where no paper answers it or there is none.
    """
    found: Sequence[Paper]
    if not query.strip() and order == "stack":
        papers, ids = shell.library.papers, shell.library.stack_ids()
        found, remark = [papers[doc_id] for doc_id in ids[:: -1 if reverse else 1][:limit]], ""
    else:
        found, remark = _searched(shell, query, order, reverse, limit)
    if found:
        return found
    if not query.strip():
        hint = "`stacktui add 'TITLE or LINK'` puts a paper on it; `stacktui import FILE` takes a list"
        raise NothingFound("the stack is empty", hint)
    raise NothingFound(f"no paper answers `{query}`", remark or "fewer words find more; `stacktui list` shows all")


def _searched(shell: Shell, query: str, order: str, reverse: bool, limit: int | None) -> tuple[Sequence[Paper], str]:
    from stacktui.scopes import ALL
    from stacktui.search import Index
    from stacktui.view import PaperView

    papers = shell.library.papers
    view = PaperView(ALL, query, order, reverse, shell.settings.exact_search)
    rows = view.rows(papers, Index(papers, only_for=query), limit)
    if rows.errors:
        error = rows.errors[0]
        raise UsageError(f"in the query `{query}`: {error.message}", error.hint)
    return rows.papers, rows.remark


def _list(shell: Shell, options: Namespace) -> int:
    show = _printer(shell, options)
    found = select(shell, " ".join(options.words), options.sort, options.reverse, options.limit)
    show(found)
    return 0


def _printer(shell: Shell, options: Namespace) -> Callable[[Sequence[Paper]], object]:
    if options.json:
        return _print_json
    if options.format is not None:
        from stacktui.cli.template import compile_template

        fill = compile_template(options.format)
        return lambda papers: say("\n".join(map(fill, papers)))
    return lambda papers: _print_rows(papers, ascii_only(shell.settings.symbols))


def _print_json(papers: Iterable[Paper]) -> None:
    for paper in papers:
        say_json(paper_json(paper))


def _print_rows(papers: Sequence[Paper], plain_marks: bool) -> None:
    key_room = min(_LONGEST_KEY, max(width(paper.key) for paper in papers))
    room = terminal_width() if on_terminal() else None
    for paper in papers:
        head = f"{status_mark(paper.status, plain_marks)} {fit(paper.key, key_room)}  "
        if room is None:
            head = f"{status_mark(paper.status, plain_marks)} {paper.key:<{key_room}}  "
        say(_row(paper, head, room, plain_marks))


def _row(paper: Paper, head: str, room: int | None, plain_marks: bool) -> str:
    """One line; where there is little room the title is cut first, then what stands behind it."""
    dot = " - " if plain_marks else " · "
    facts = dot.join(filter(None, (first_author(paper), venue_and_year(paper), stars(paper.rating, plain_marks))))
    tail = f"  {facts}" if facts else ""
    if room is None:
        return f"{head}{paper.title}{tail}"
    rest = room - width(head)
    tail = cut(tail, rest - _TITLE_ROOM)
    return head + cut(paper.title, rest - width(tail)) + tail


def _list_options(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--sort", metavar="FIELD", choices=ORDERS, default="stack", help=f"order by {', '.join(ORDERS)}"
    )
    parser.add_argument("--reverse", action="store_true", help="the other way round")
    parser.add_argument("--limit", metavar="N", type=_count, help="only the first N")
    shape = parser.add_mutually_exclusive_group()
    shape.add_argument("--json", action="store_true", help="one JSON object a line")
    shape.add_argument("--format", metavar="TEMPLATE", help="a line of your own, such as '{key}\\t{title}'")


def _count(text: str) -> int:
    if not text.isdecimal():
        raise ArgumentTypeError(f"`{text}` is no count")
    return int(text)


COMMANDS = {
    "list": Command(
        run=_list,
        words="[QUERY…]",
        options=_list_options,
        help="List the papers that answer a query: the whole stack, newest on top, without one.\n"
        "Words are fuzzy; filters are such as status:reading cat:NAS tag:survey year:2018..2020\n"
        'rating:>=3 author:vaswani has:note "exact words". NOT x leaves out what answers x.\n'
        "`stacktui help query` tells all of the language.",
        examples=(
            "list attention",
            "list status:to-read cat:NAS --sort year --reverse",
            "list NOT tag:survey --json | head",
            "list year:2019 --format '{key}\\t{title}'",
        ),
    ),
}
