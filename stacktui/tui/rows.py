"""What a paper looks like in the list: pieces of text with a role, cut to cells. No widget, no colours, pure functions.

A *piece* is literal text, a role (which the widget turns into a style) and whether a match lit it. A row of the list is
two lines of pieces: status mark, title and stars; then authors, venue, category and tags, or the line of the note that
matched.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple, Protocol

from rich.cells import cell_len, set_cell_size, split_graphemes

from stacktui.model import Paper
from stacktui.text import has_cjk

ROW_HEIGHT = 2
"""The lines that a paper takes in the list."""

GUTTER = 3
"""The cells before the text: the cursor's bar, the status mark (below it the check mark), a blank."""

_LEAST_EXCERPT = 16
"""Fewer cells than this for the matched line of a note, and the authors give way to it."""


class Piece(NamedTuple):
    """Literal text with a role: ``title``, ``detail``, ``stars``, ``check`` or ``status-…``."""

    text: str
    role: str
    lit: bool = False


@dataclass(frozen=True)
class Symbols:
    """The marks of one character; every one is a single cell wide."""

    status: Mapping[str, str]
    star: str = "★"
    half: str = "½"
    bar: str = "▌"
    """The cursor of the focused pane."""
    thin_bar: str = "▏"
    """The cursor of the other panes."""
    check: str = "✓"
    ellipsis: str = "…"
    dot: str = "·"
    """Between the parts of a line."""
    excerpt: str = "›"
    """Before a matched line of a note."""
    folded: str = "▸"
    unfolded: str = "▾"
    rule: str = "─"
    upright: str = "│"
    thumb: str = "▐"
    bullets: str = "•◦▪"
    open_box: str = "☐"
    done_box: str = "☑"
    folders: Mapping[str, str] = field(default_factory=dict)
    """Marks of the smart folders, by the kind of their scope."""


_FOLDERS = {"starred": "★", "recent": "◷", "no-category": "◌", "notes": "✎", "trash": "⊘", "saved": "⌕"}

UNICODE = Symbols(
    status={"to-read": "○", "reading": "◐", "read": "●", "reread": "↻", "dropped": "×"},
    folders=_FOLDERS,
)

NARROW = Symbols(
    status={"to-read": "◦", "reading": "◔", "read": "✓", "reread": "↻", "dropped": "✗"},
    star="✶",
    half="+",
    bar="❯",
    thin_bar="|",
    check="✔",
    ellipsis="⋯",
    dot="-",
    rule="-",
    upright="|",
    thumb="|",
    bullets="▪◦-",
    folders={**_FOLDERS, "starred": "✶"},
)
"""For terminals that draw characters of ambiguous width in two cells: none of these is ambiguous."""

ASCII = Symbols(
    status={"to-read": "o", "reading": "~", "read": "*", "reread": "@", "dropped": "x"},
    star="*",
    half="+",
    bar=">",
    thin_bar="|",
    check="+",
    ellipsis="~",
    dot="-",
    excerpt=">",
    folded="+",
    unfolded="-",
    rule="-",
    upright="|",
    thumb="|",
    bullets="*o-",
    open_box="[ ]",
    done_box="[x]",
    folders={"starred": "*", "recent": "t", "no-category": "?", "notes": "n", "trash": "x", "saved": "/"},
)


def symbols_for(setting: str = "auto", encoding: str = "utf-8", ambiguous_wide: bool = False) -> Symbols:
    """The symbols for a setting (``auto``, ``unicode`` or ``ascii``) and what is known of the terminal."""
    if setting == "ascii" or (setting == "auto" and not encoding.lower().replace("-", "").startswith("utf")):
        return ASCII
    return NARROW if ambiguous_wide else UNICODE


STATUS_WORDS = {
    "to-read": "to read",
    "reading": "reading",
    "read": "read",
    "reread": "to reread",
    "dropped": "dropped",
}


class Marks(Protocol):
    """Where a query matched a paper, as :mod:`stacktui.search` says it: positions are characters of each text."""

    @property
    def title(self) -> Sequence[int]:
        """Positions in the title."""

    @property
    def alias(self) -> Sequence[int]:
        """Positions in the alias."""

    @property
    def venue(self) -> Sequence[int]:
        """Positions in the venue."""

    @property
    def note(self) -> Sequence[tuple[int, Sequence[int]]]:
        """Lines of the note (from 0) with the positions in each."""


# Cells


def clip(text: str, width: int, ellipsis: str = "…") -> str:
    """``text`` in at most ``width`` cells, with an ellipsis where something was cut; never half a character."""
    if width <= 0:
        return ""
    if cell_len(text) <= width:
        return text
    return set_cell_size(text, width - 1).rstrip(" ") + ellipsis


def cells(pieces: Iterable[Piece]) -> int:
    """The cells that pieces take."""
    return sum(cell_len(piece.text) for piece in pieces)


def fitted(pieces: Iterable[Piece], width: int, ellipsis: str = "…") -> list[Piece]:
    """The pieces cut to ``width`` cells: the one that does not fit is clipped, those after it go."""
    pieces = list(pieces)
    if cells(pieces) <= width:
        return pieces
    kept: list[Piece] = []
    left = width - 1
    for piece in pieces:
        size = cell_len(piece.text)
        if size > left:
            cut = set_cell_size(piece.text, left).rstrip(" ") if left > 0 else ""
            kept += [piece._replace(text=cut), Piece(ellipsis, piece.role)]
            return [part for part in kept if part.text] if width > 0 else []
        kept.append(piece)
        left -= size
    return kept


def lit(text: str, positions: Sequence[int], role: str) -> list[Piece]:
    """``text`` as pieces whose lit ones hold the positions; characters of several code points stay whole."""
    if not positions or not text:
        return [Piece(text, role)] if text else []
    wanted = set(positions)
    pieces: list[Piece] = []
    for part, is_lit in _lit_parts(text, wanted):
        if pieces and pieces[-1].lit == is_lit:
            pieces[-1] = Piece(pieces[-1].text + part, role, is_lit)
        else:
            pieces.append(Piece(part, role, is_lit))
    return pieces


def _lit_parts(text: str, wanted: set[int]) -> Iterator[tuple[str, bool]]:
    if text.isascii():
        for index, letter in enumerate(text):
            yield letter, index in wanted
        return
    for start, end, _ in split_graphemes(text)[0]:
        yield text[start:end], any(index in wanted for index in range(start, end))


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
    rating = stars(paper.rating, symbols)
    if width < len(rating) + 8:
        rating = ""
    room = width - len(rating) - bool(rating)
    title = fitted(lit(known_title(paper), marks.title if marks else (), "title"), room, symbols.ellipsis)
    gap = Piece(" " * (width - cells(title) - len(rating)), "title")
    return [piece for piece in (*title, gap, Piece(rating, "stars")) if piece.text]


def detail_line(paper: Paper, width: int, symbols: Symbols = UNICODE, marks: Marks | None = None) -> list[Piece]:
    """Alias, authors, venue, category and tags; a matched line of the note takes the place of what comes last."""
    if marks and marks.note:
        pieces = _with_excerpt(paper, width, symbols, marks)
    else:
        pieces = fitted(_joined(_details(paper, marks), symbols), width, symbols.ellipsis)
    gap = Piece(" " * (width - cells(pieces)), "detail")
    return [*pieces, gap] if gap.text else pieces


def _details(paper: Paper, marks: Marks | None) -> Iterator[list[Piece]]:
    """The parts of the second line that there are."""
    if has_own_alias(paper):
        yield lit(paper.alias, marks.alias if marks else (), "detail")
    if authors := _author_pieces(paper, marks):
        yield authors
    if venue := _venue_pieces(paper, marks):
        yield venue
    if paper.categories:
        yield _chosen_of(paper.categories, marks, "categories", "detail")
    if paper.tags:
        yield _tag_pieces(paper.tags, marks)


def _joined(parts: Iterable[list[Piece]], symbols: Symbols) -> list[Piece]:
    pieces: list[Piece] = []
    for part in parts:
        pieces += ([Piece(f" {symbols.dot} ", "detail")] if pieces else []) + part
    return pieces


def _author_pieces(paper: Paper, marks: Marks | None) -> list[Piece]:
    return lit(short_authors(paper.authors), (), "detail")


def _venue_pieces(paper: Paper, marks: Marks | None) -> list[Piece]:
    venue = lit(paper.venue, marks.venue if marks else (), "detail")
    rest = " ".join(str(part) for part in (paper.year, paper.presentation) if part)
    if venue and rest:
        rest = " " + rest
    return [*venue, Piece(rest, "detail")] if rest else venue


def _chosen_of(texts: Sequence[str], marks: Marks | None, name: str, role: str) -> list[Piece]:
    """The first of several texts, or the first that matched."""
    return lit(texts[0], (), role)


def _tag_pieces(tags: Sequence[str], marks: Marks | None) -> list[Piece]:
    return lit(" ".join(f"#{tag}" for tag in tags), (), "detail")


def _with_excerpt(paper: Paper, width: int, symbols: Symbols, marks: Marks) -> list[Piece]:
    """Name and year of the paper where they fit, and the first line of the note that matched."""
    line, positions = marks.note[0]
    text = paper.note[line] if line < len(paper.note) else ""
    name = paper.alias if has_own_alias(paper) else family_name(paper.authors[0]) if paper.authors else ""
    name = " ".join(str(word) for word in (name, paper.year) if word)
    if not name or cell_len(name) + 3 > width - _LEAST_EXCERPT:
        name = ""
    head = [Piece(name + " ", "detail")] if name else []
    head.append(Piece(f"{symbols.excerpt} ", "check"))
    return fitted(head + excerpt(text, positions, width - cells(head), symbols), width, symbols.ellipsis)


_LINE_MARKUP = " \t>#*+-•"


def excerpt(text: str, positions: Sequence[int], width: int, symbols: Symbols = UNICODE) -> list[Piece]:
    """The part of a line that shows its first match, in at most ``width`` cells."""
    text = text.replace("\t", " ")
    start = len(text) - len(text.lstrip(_LINE_MARKUP))
    start = min([start, *positions])
    if positions and cell_len(text[start : max(positions) + 1]) > width:
        first = min(positions)
        start = max(start, first - max(0, width // 4))
    pieces = lit(text[start:], [position - start for position in positions if position >= start], "note")
    if start > len(text) - len(text.lstrip(_LINE_MARKUP)) and pieces:
        pieces = [Piece(symbols.ellipsis, "note"), *pieces]
    return fitted(pieces, width, symbols.ellipsis)
