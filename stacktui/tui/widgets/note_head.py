"""The head of the note pane: all that is known of a paper, in few calm lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from stacktui.model import FreeNote, Link, Paper
from stacktui.tui.pieces import lit
from stacktui.tui.rows import STATUS_WORDS, has_own_alias, known_title, stars
from stacktui.tui.symbols import UNICODE, Symbols
from stacktui.tui.widgets.flow import BETWEEN, Line, Run, Target, wrapped

if TYPE_CHECKING:
    from stacktui.search.result import Marks

AUTHOR_LINES = 3
"""More lines of authors than this are cut, with a word on how many there are."""

QUIET = ("quiet",)
NO_BREAK = "\N{NO-BREAK SPACE}"


def paper_head(paper: Paper, width: int, symbols: Symbols = UNICODE, marks: Marks | None = None) -> list[Line]:
    """Title, authors, facts, places, links, warnings and origin of a paper, ended by a rule."""
    blocks = [
        _lit_runs(known_title(paper), marks.title if marks else (), ("title",)),
        _authors(paper, width, symbols, marks),
        _between(_facts(paper, symbols, marks), f" {symbols.dot} "),
        _places(paper, marks),
        _between(map(_numbered, range(1, len(paper.all_links) + 1), paper.all_links), "   "),
        *_warnings(paper, symbols),
        _between(_origin(paper), f" {symbols.dot} "),
    ]
    return [*_lines(blocks, width), _rule(width, symbols)]


def free_note_head(note: FreeNote, width: int, symbols: Symbols = UNICODE) -> list[Line]:
    """Title and date of a free note, and the papers it speaks of."""
    papers = ([Run(f"[[{key}]]", ("reference",), Target("key", key))] for key in note.papers)
    blocks = [
        [Run(note.title or "Note", ("title",))],
        [Run(note.date, QUIET)] if note.date else [],
        _between(papers, "   "),
    ]
    return [*_lines(blocks, width), _rule(width, symbols)]


def mention_lines(keys: Sequence[str], width: int) -> list[Line]:
    """The line under a note that names the notes which mention the paper."""
    if not keys:
        return []
    runs = [Run("Mentioned in", QUIET)]
    for key in keys:
        runs += [Run("  ", BETWEEN), Run(key, ("reference",), Target("key", key))]
    return [Line(), *_lines([runs], width)]


def _lines(blocks: Iterable[Sequence[Run]], width: int) -> list[Line]:
    lines = (line for block in blocks if block for line in wrapped(block, width))
    return [Line(tuple(run._replace(text=run.text.replace(NO_BREAK, " ")) for run in line)) for line in lines]


def _rule(width: int, symbols: Symbols) -> Line:
    return Line((Run(symbols.rule * width, ("rule",)),))


def _between(items: Iterable[list[Run]], separator: str) -> list[Run]:
    """Items in a row, with something quiet between them."""
    filled = [_unbroken(item) for item in items if item]
    joined = chain.from_iterable([Run(separator, BETWEEN), *item] for item in filled)
    return list(joined)[1:]


def _unbroken(item: Iterable[Run]) -> list[Run]:
    """A short item, which no line is to break."""
    return [run._replace(text=run.text.replace(" ", NO_BREAK)) for run in item]


def _lit_runs(text: str, positions: Sequence[int], looks: tuple[str, ...]) -> list[Run]:
    return [Run(piece.text, (*looks, "lit") if piece.lit else looks) for piece in lit(text, positions, "")]


def _authors(paper: Paper, width: int, symbols: Symbols, marks: Marks | None) -> list[Run]:
    """The authors; of very many, as many as fit into a few lines."""
    names = _listed(paper.authors, marks.authors if marks else (), QUIET)
    kept = len(names)
    runs = _in_a_row(names)
    while kept > 1 and len(wrapped(runs, width)) > AUTHOR_LINES:
        kept -= max(1, kept // 20)
        runs = [*_in_a_row(names[:kept]), Run(f", {symbols.ellipsis} {len(names) - kept} more", QUIET)]
    return runs


def _listed(texts: Sequence[str], positions: Sequence[Sequence[int]], looks: tuple[str, ...]) -> list[list[Run]]:
    """The items of a field, lit where they matched."""
    found = list(positions) or [()] * len(texts)
    return [_lit_runs(text, at, looks) for text, at in zip(texts, found, strict=True)]


def _in_a_row(items: Sequence[list[Run]]) -> list[Run]:
    """Items with commas between."""
    ended = [[*item, Run(", ", QUIET)] for item in items[:-1]]
    return list(chain.from_iterable([*ended, *items[-1:]]))


def _facts(paper: Paper, symbols: Symbols, marks: Marks | None) -> Iterator[list[Run]]:
    if has_own_alias(paper):
        yield _lit_runs(paper.alias, marks.alias if marks else (), ())
    yield [*_lit_runs(paper.venue, marks.venue if marks else (), ()), *_published(paper)]
    if paper.read:
        yield [Run(f"read {paper.read}", QUIET)]
    if paper.rating:
        yield [Run(stars(paper.rating, symbols), ("stars",))]
    yield [Run(f"{symbols.status[paper.status]} {STATUS_WORDS[paper.status]}", (paper.status,))]


def _published(paper: Paper) -> list[Run]:
    date = str(paper.year) if paper.year else ""
    if date and paper.month:
        date = f"{date}-{paper.month:02}"
    words = " ".join(word for word in (date, paper.presentation) if word)
    return [Run(f" {words}" if paper.venue else words)] if words else []


def _places(paper: Paper, marks: Marks | None) -> list[Run]:
    categories = _in_a_row(_listed(paper.categories, marks.categories if marks else (), ()))
    tags = [[Run("#", ("tag",)), *tag] for tag in _listed(paper.tags, marks.tags if marks else (), ("tag",))]
    gap = [Run("   ", BETWEEN)] if categories and tags else []
    return [*categories, *gap, *_between(tags, " ")]


def _numbered(number: int, link: Link) -> list[Run]:
    label = link.label or "link"
    if not link.url:
        return [Run(f"{number} ", QUIET), Run(f"{label} (lost)", ("quiet", "struck"))]
    return [Run(f"{number} ", ("number",)), Run(label, ("link",), Target("link", link.url, label))]


def _warnings(paper: Paper, symbols: Symbols) -> Iterator[list[Run]]:
    if paper.not_before:
        yield [Run(f"{symbols.folders['recent']} not before {paper.not_before}", ("warning",))]
    if paper.conflicts:
        many = len(paper.conflicts)
        fields = ", ".join(dict.fromkeys(conflict.field for conflict in paper.conflicts))
        yield [Run(f"! {many} value{'s' * (many > 1)} lost a merge: {fields}", ("warning",))]


def _origin(paper: Paper) -> Iterator[list[Run]]:
    if paper.key:
        yield [Run(paper.key, QUIET)]
    if paper.added:
        yield [Run(f"added {paper.added[:10]}", QUIET)]
    for source in paper.sources:
        yield [Run(f"from {source.list}:{source.line}" if source.line else f"from {source.list}", QUIET)]
