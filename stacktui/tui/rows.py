"""What a paper looks like in the list: pieces of text with a role, cut to cells. No widget, no colours, pure functions.

A row of the list is two lines of pieces: title and stars; then authors, venue, category and tags, or the line of the
note that matched. The widget puts cursor, status mark and check mark before them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from rich.cells import cell_len

from stacktui.model import Paper
from stacktui.text import fold, has_cjk
from stacktui.tui.pieces import Piece, cells, fitted, fragments, lit
from stacktui.tui.symbols import UNICODE, Symbols

if TYPE_CHECKING:
    from stacktui.search.result import Marks

ROW_HEIGHT = 2
"""The lines that a paper takes in the list."""

GUTTER = 3
"""The cells before the text: the cursor's bar, the status mark (below it the check mark), a blank."""

_LEAST_EXCERPT = 16
"""Fewer cells than this for the matched line of a note, and the authors give way to it."""


STATUS_WORDS = {
    "to-read": "to read",
    "reading": "reading",
    "read": "read",
    "reread": "to reread",
    "dropped": "dropped",
}


# Words for fields


def stars(rating: float | None, symbols: Symbols) -> str:
    """A rating as stars: ``★★½``; empty where there is none."""
    if not rating:
        return ""
    return symbols.star * int(rating) + (symbols.half if rating % 1 else "")


_PARTICLES = frozenset(
    ("da", "de", "del", "della", "den", "der", "di", "dos", "du", "el", "la", "le", "ten", "ter", "van", "von", "zu")
)
_SUFFIXES = frozenset(("jr", "jr.", "sr", "sr.", "ii", "iii", "iv"))


@lru_cache(maxsize=4096)
def family_name(author: str) -> str:
    """What papers are cited by: ``van der Maaten`` of ``Laurens van der Maaten``, all of ``何恺明``."""
    if "," in author:
        return author.split(",")[0].strip()
    words = author.split()
    while len(words) > 1 and words[-1].lower() in _SUFFIXES:
        words.pop()
    if len(words) < 2 or has_cjk(author):
        return author
    first = len(words) - 1
    while first > 1 and words[first - 1].lower() in _PARTICLES and words[first - 1][0].islower():
        first -= 1
    return " ".join(words[first:])


def short_authors(authors: Sequence[str]) -> str:
    """``Ma``, ``Ma & Sun`` or ``Ma et al.``."""
    if not authors:
        return ""
    names = [family_name(author) for author in authors[:2]]
    return f"{names[0]} et al." if len(authors) > 2 else " & ".join(names)


def has_own_alias(paper: Paper) -> bool:
    """Whether the alias says something that the title does not begin with."""
    return bool(paper.alias) and not paper.title.casefold().startswith(paper.alias.casefold())


def known_title(paper: Paper) -> str:
    """The title, or what can stand for it."""
    return paper.title or paper.alias or paper.url or paper.key or "(no title)"


# The two lines of a row


def paper_lines(
    paper: Paper, width: int, symbols: Symbols = UNICODE, marks: Marks | None = None
) -> tuple[list[Piece], list[Piece]]:
    """The two lines of a paper without the gutter, each exactly as wide as ``width`` where that is 1 or more."""
    return title_line(paper, width, symbols, marks), detail_line(paper, width, symbols, marks)


def title_line(paper: Paper, width: int, symbols: Symbols = UNICODE, marks: Marks | None = None) -> list[Piece]:
    """The title, and the stars flush right."""
    title = lit(known_title(paper), marks.title if marks else (), "title")
    rating = stars(paper.rating, symbols)
    return _justified(title, [Piece(rating, "stars")] if rating else [], width, symbols, "gap")


def detail_line(paper: Paper, width: int, symbols: Symbols = UNICODE, marks: Marks | None = None) -> list[Piece]:
    """Alias, authors, venue, category and tags, with the reason flush right where no letter explains the match.

    Where words of the query are in the note alone, its line takes the place of what is less telling.
    """
    line = telling_line(paper, marks) if marks else None
    if line is not None and marks:
        return _justified(_with_excerpt(paper, line, dict(marks.note)[line], width, symbols), [], width, symbols)
    why = [Piece(marks.why, "why")] if marks and marks.why else []
    return _justified(_joined(_details(paper, symbols, marks), symbols), why, width, symbols)


def _justified(
    left: list[Piece], right: list[Piece], width: int, symbols: Symbols, filling: str = "detail"
) -> list[Piece]:
    """Pieces with others flush right; where it is narrow, the right ones go first, then the left ones are cut."""
    size = cells(right)
    if width < size + 8:
        right, size = [], 0
    left = fitted(left, width - size - bool(right), symbols.ellipsis)
    gap = Piece(" " * (width - cells(left) - size), filling)
    return [piece for piece in (*left, gap, *right) if piece.text]


def _details(paper: Paper, symbols: Symbols, marks: Marks | None) -> Iterator[list[Piece]]:
    """The parts of the second line that there are."""
    if has_own_alias(paper):
        yield lit(paper.alias, marks.alias if marks else (), "detail")
    if paper.authors:
        yield _author_pieces(paper.authors, marks.authors if marks else (), symbols)
    if venue := _venue_pieces(paper, marks):
        yield venue
    if paper.categories:
        at = _first_lit(marks.categories) if marks else 0
        yield lit(paper.categories[at], marks.categories[at] if marks and marks.categories else (), "detail")
    if paper.tags:
        yield _tag_pieces(paper.tags, marks.tags if marks else ())


def _joined(parts: Iterable[list[Piece]], symbols: Symbols) -> list[Piece]:
    pieces: list[Piece] = []
    for part in parts:
        pieces += ([Piece(f" {symbols.dot} ", "detail")] if pieces else []) + part
    return pieces


def _first_lit(positions: Sequence[Sequence[int]]) -> int:
    """The number of the first item that matched, 0 where none did."""
    return next((at for at, found in enumerate(positions) if found), 0)


def _author_pieces(authors: Sequence[str], positions: Sequence[Sequence[int]], symbols: Symbols) -> list[Piece]:
    """``Ma et al.``; an author further down who matched is named too: ``Ma … Sun``."""
    if not any(positions):
        return [Piece(short_authors(authors), "detail")]
    at = _first_lit(positions)
    name, found = authors[at], positions[at]
    family = family_name(name)
    start = name.rfind(family)
    if all(start <= position < start + len(family) for position in found):
        name, found = family, [position - start for position in found]
    before = f"{family_name(authors[0])}{' & ' if len(authors) == 2 else f' {symbols.ellipsis} '}" if at else ""
    after = "" if at or len(authors) < 2 else f" & {family_name(authors[1])}" if len(authors) == 2 else " et al."
    return [
        piece for piece in (Piece(before, "detail"), *lit(name, found, "detail"), Piece(after, "detail")) if piece.text
    ]


def _venue_pieces(paper: Paper, marks: Marks | None) -> list[Piece]:
    venue = lit(paper.venue, marks.venue if marks else (), "detail")
    rest = " ".join(str(part) for part in (paper.year, paper.presentation) if part)
    if venue and rest:
        rest = " " + rest
    return [*venue, Piece(rest, "detail")] if rest else venue


def _tag_pieces(tags: Sequence[str], positions: Sequence[Sequence[int]]) -> list[Piece]:
    """The tags, those that matched in front."""
    found = list(positions) or [()] * len(tags)
    pieces: list[Piece] = []
    for at in sorted(range(len(tags)), key=lambda at: not found[at]):
        pieces.append(Piece(" #" if pieces else "#", "detail"))
        pieces += lit(tags[at], found[at], "detail")
    return pieces


def telling_line(paper: Paper, marks: Marks) -> int | None:
    """The line of the note that holds most of what the query matched in no other field; None where there is no such."""
    if not marks.note:
        return None
    elsewhere = _matched_words(paper, marks)
    best, most = None, 0
    for line, positions in marks.note:
        if line < len(paper.note):
            words = {fold(word) for word in fragments(paper.note[line], positions)}
            if len(words - elsewhere) > most:
                best, most = line, len(words - elsewhere)
    return best


def _matched_words(paper: Paper, marks: Marks) -> set[str]:
    """What the query matched outside of the note."""
    fields = [(paper.title, marks.title), (paper.alias, marks.alias), (paper.venue, marks.venue)]
    for texts, found in (
        (paper.authors, marks.authors),
        (paper.tags, marks.tags),
        (paper.categories, marks.categories),
    ):
        fields += zip(texts, found, strict=False)
    return {fold(word) for text, positions in fields for word in fragments(text, positions)}


def _with_excerpt(paper: Paper, line: int, positions: Sequence[int], width: int, symbols: Symbols) -> list[Piece]:
    """Name and year of the paper where they fit, and the line of the note that matched."""
    name = paper.alias if has_own_alias(paper) else family_name(paper.authors[0]) if paper.authors else ""
    name = " ".join(str(word) for word in (name, paper.year) if word)
    if not name or cell_len(name) + 3 > width - _LEAST_EXCERPT:
        name = ""
    head = [Piece(name + " ", "detail")] if name else []
    head.append(Piece(f"{symbols.excerpt} ", "check"))
    return head + excerpt(paper.note[line], positions, width - cells(head), symbols)


_LINE_MARKUP = " \t>#*+-•"


def excerpt(text: str, positions: Sequence[int], width: int, symbols: Symbols = UNICODE) -> list[Piece]:
    """The part of a line that shows its first match, in at most ``width`` cells."""
    text = text.replace("\t", " ")
    first_word = len(text) - len(text.lstrip(_LINE_MARKUP))
    start = min([first_word, *positions])
    if positions and cell_len(text[start : max(positions) + 1]) > width:
        start = _word_start(text, max(start, min(positions) - max(0, width // 4)), min(positions))
    pieces = lit(text[start:], [position - start for position in positions if position >= start], "note")
    if start > first_word and pieces:
        pieces = [Piece(symbols.ellipsis, "note"), *pieces]
    return fitted(pieces, width, symbols.ellipsis)


def _word_start(text: str, start: int, end: int) -> int:
    """The first beginning of a word from ``start`` on; where there is none before ``end``, ``start``."""
    blank = text.find(" ", max(0, start - 1), end)
    return blank + 1 if blank >= 0 else start
