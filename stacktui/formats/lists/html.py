"""Tables written in HTML, as some Markdown lists have them."""

from __future__ import annotations

from html.parser import HTMLParser

from stacktui.formats.lists.blocks import Block, is_blank


def read_html_table(lines: list[str], first: int) -> list[Block]:
    """The rows of a table as blocks that together take every line; ``first`` is the number of the first line."""
    parser = _Table()
    parser.feed("\n".join(lines))
    parser.close()
    taken: dict[int, Block] = {}
    columns: tuple[str, ...] = ()
    for row in parser.rows:
        if not any(cell.strip() for cell in row.cells):
            continue
        if row.head and not columns:
            columns = tuple(map(_one_line, row.cells))
        start, end = first + row.start - 1, first + max(row.end, row.start) - 1
        if start in taken:
            continue
        kind = "head" if row.head else "row"
        block = Block(kind, start, lines[start - first : end - first + 1])
        block.cells, block.columns = tuple(map(_one_line, row.cells)), columns
        for number in range(start, end + 1):
            taken.setdefault(number, block)
    return _with_rest(lines, first, taken)


def _with_rest(lines: list[str], first: int, taken: dict[int, Block]) -> list[Block]:
    """The rows and, between them, the lines that hold only tags."""
    blocks: list[Block] = []
    for offset, line in enumerate(lines):
        block = taken.get(first + offset)
        if block is None:
            if not is_blank(line):
                blocks.append(Block("markup", first + offset, [line]))
        elif block.first == first + offset:
            blocks.append(block)
            block.lines = [lines[offset]]
        elif blocks and blocks[-1] is block:
            block.lines.append(line)
        else:
            blocks.append(Block("markup", first + offset, [line]))
    return blocks


def _one_line(cell: str) -> str:
    return " ".join(cell.split())


class _Row:
    def __init__(self, start: int) -> None:
        self.start = self.end = start
        self.head = False
        self.cells: list[str] = []


class _Table(HTMLParser):
    """Rows with their line numbers; what stands inside a cell stays HTML, links above all."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[_Row] = []
        self._in_cell = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append(_Row(self.getpos()[0]))
            self._in_cell = False
        elif tag in ("td", "th"):
            if not self.rows:
                self.rows.append(_Row(self.getpos()[0]))
            self.rows[-1].cells.append("")
            self.rows[-1].head = self.rows[-1].head or tag == "th"
            self._in_cell = True
        elif self._in_cell:
            self._append(self.get_starttag_text() or "")
        self._reach()

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self._in_cell = False
        elif tag not in ("tr", "table", "tbody", "thead") and self._in_cell:
            self._append(f"</{tag}>")
        if tag not in ("table", "tbody", "thead"):
            self._reach()

    def handle_data(self, data: str) -> None:
        if self._in_cell:
            self._append(data)

    def _append(self, text: str) -> None:
        if self.rows and self.rows[-1].cells:
            self.rows[-1].cells[-1] += text

    def _reach(self) -> None:
        if self.rows:
            self.rows[-1].end = max(self.rows[-1].end, self.getpos()[0])
