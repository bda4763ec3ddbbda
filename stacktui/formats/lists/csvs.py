"""Tables of papers as CSV or TSV."""

from __future__ import annotations

import csv
import io

from stacktui.errors import StackError
from stacktui.formats.document import Document
from stacktui.formats.lists.assemble import assemble
from stacktui.formats.lists.blocks import Block, is_blank


def read_csv(text: str) -> Document:
    """The papers of a table with a head row; separated by commas, tabs or semicolons."""
    try:
        blocks = _blocks(text)
    except csv.Error as error:
        raise StackError(f"not a table that can be read: {error}", "is it CSV with a head row?") from None
    return assemble(text.split("\n"), lambda _: blocks, "csv")


def _blocks(text: str) -> list[Block]:
    lines = text.split("\n")
    head = next((line for line in lines if not is_blank(line)), "")
    separator = max(("\t", ",", ";"), key=head.count)
    csv.field_size_limit(10_000_000)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=False)
    columns: tuple[str, ...] = ()
    blocks: list[Block] = []
    before = 0
    for row in reader:
        first, before = before + 1, reader.line_num
        if not any(cell.strip() for cell in row):
            continue
        cells = tuple(cell.strip() for cell in row)
        own = lines[first - 1 : before]
        if not columns:
            columns = cells
            blocks.append(Block("head", first, own, cells=cells))
        else:
            blocks.append(Block("row", first, own, cells=cells, columns=columns))
    return blocks
