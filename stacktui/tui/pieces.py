"""Literal text in pieces with roles, cut to cells and lit where a query matched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from rich.cells import cell_len, set_cell_size, split_graphemes


class Piece(NamedTuple):
    """Literal text, its role (which a widget turns into a style), and whether a match lit it."""

    text: str
    role: str
    lit: bool = False


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


def fragments(text: str, positions: Iterable[int]) -> list[str]:
    """The stretches of ``text`` that positions cover, each once."""
    stretches: list[str] = []
    last = -2
    for position in sorted(positions):
        if position >= len(text):
            break
        if position == last + 1:
            stretches[-1] += text[position]
        else:
            stretches.append(text[position])
        last = position
    return list(dict.fromkeys(stretch.strip() for stretch in stretches if stretch.strip()))
