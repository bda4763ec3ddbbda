"""Tables of a note: columns as wide as they need, narrower where they must, as records where even that is too wide."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.cells import cell_len

from stacktui.tui.symbols import Symbols
from stacktui.tui.widgets.flow import Line, Run, cells_of, wrapped

Cell = list[Run]

LONG_WORD = 12
"""Longer words than this may be broken in a cell; for shorter ones a column must be wide enough."""

_BETWEEN = 3
"""The cells between two columns: a line with a blank on both sides."""


def table_lines(rows: Sequence[Sequence[Cell]], aligns: Sequence[str], width: int, symbols: Symbols) -> list[Line]:
    """A table whose first row is its head, in at most ``width`` cells."""
    columns = max((len(row) for row in rows), default=0)
    if not columns:
        return []
    full = [[*row, *([] for _ in range(columns - len(row)))] for row in rows]
    widths = _fitting([max(1, *(cells_of(row[at]) for row in full)) for at in range(columns)], width)
    is_too_wide = sum(widths) + _BETWEEN * (columns - 1) > width
    if is_too_wide or any(size < _least(row[at]) for row in full for at, size in enumerate(widths)):
        return list(_records(full, width))
    head = [_with_look(cell, "strong") for cell in full[0]]
    lines = list(_row_lines(head, widths, aligns, symbols))
    cross = f"{symbols.rule}{'┼' if symbols.rule == '─' else '+'}{symbols.rule}"
    lines.append(Line((Run(cross.join(symbols.rule * size for size in widths), ("quiet",)),)))
    for row in full[1:]:
        lines += _row_lines(row, widths, aligns, symbols)
    return lines


def _fitting(natural: Sequence[int], width: int) -> list[int]:
    """The widths of the columns: the wide ones share what the narrow ones leave."""
    room = max(len(natural), width - _BETWEEN * (len(natural) - 1))
    widths = list(natural)
    while sum(widths) > room:
        widest = max(widths)
        following = max((size for size in widths if size < widest), default=0)
        many = widths.count(widest)
        cut = max(following, widest - -(-(sum(widths) - room) // many))
        widths = [min(size, max(cut, 1)) for size in widths]
    return widths


def _least(cell: Cell) -> int:
    """The cells that the longest word of ``cell`` needs."""
    words = "".join(run.text for run in cell).split()
    return max((min(LONG_WORD, cell_len(word)) for word in words if word.isascii()), default=1)


def _row_lines(row: Sequence[Cell], widths: Sequence[int], aligns: Sequence[str], symbols: Symbols) -> Iterator[Line]:
    """A row, as high as its highest cell."""
    cells = [wrapped(cell, size) for cell, size in zip(row, widths, strict=True)]
    source = next((run.source for cell in row for run in cell), -1)
    between = Run(f" {symbols.upright} ", ("quiet",))
    for number in range(max(map(len, cells))):
        runs: list[Run] = []
        for column, lines in enumerate(cells):
            line = lines[number] if number < len(lines) else []
            align = aligns[column] if column < len(aligns) else "left"
            runs += ([between] if column else []) + _aligned(line, widths[column], align)
        yield Line(tuple(runs), source)


def _aligned(line: Cell, width: int, align: str) -> list[Run]:
    free = max(0, width - cells_of(line))
    before = {"right": free, "center": free // 2}.get(align, 0)
    return [run for run in (Run(" " * before), *line, Run(" " * (free - before))) if run.text]


def _with_look(cell: Cell, look: str) -> Cell:
    return [run._replace(looks=(look, *run.looks)) for run in cell]


def _records(rows: Sequence[Sequence[Cell]], width: int) -> Iterator[Line]:
    """A table too wide for columns: each row as lines of name and value."""
    for number, row in enumerate(rows[1:] or rows):
        if number:
            yield Line()
        for name, cell in zip(rows[0], row, strict=True):
            runs = [*_with_look(name, "quiet"), Run(": "), *cell] if rows[1:] else cell
            source = next((run.source for run in cell), -1)
            yield from (Line(tuple(line), source) for line in wrapped(runs, width))
