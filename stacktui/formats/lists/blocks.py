"""A text cut into blocks, and the reader of Markdown and plain text that cuts it.

Every format of lists becomes the same blocks: headings, items with their depth, paragraphs, quotes, table rows,
fenced parts. Lines count from 1; each line that is not blank is in exactly one block.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from stacktui.formats.lists.addresses import DEFINITION, with_addresses
from stacktui.formats.lists.tags import MARKUP, hidden_end, list_item

MAX_DEPTH = 200


@dataclass(slots=True)
class Block:
    """A piece of a text: some lines that belong together."""

    kind: str
    """heading, item, para, quote, head (of a table), row, fence, rule, front, markup, drawer."""
    first: int
    lines: list[str]
    """The source lines, without markers and indent in the first of an item or heading."""
    level: int = 0
    """Of a heading: 1 is the highest."""
    depth: int = 0
    """Of an item: 0 at the top; of a paragraph inside an item: one more than the item."""
    marker: str = ""
    indent: int = 0
    gap: bool = False
    """Whether a blank line stands before."""
    cells: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    """Of a row: the head of its table."""
    mark: str = ""
    """A check box or TODO word in front."""
    numbers: tuple[int, ...] = ()
    """Line numbers where they do not simply follow ``first``."""

    @property
    def last(self) -> int:
        """The number of the last line."""
        return self.first + len(self.lines) - 1

    @property
    def text(self) -> str:
        """The first line."""
        return self.lines[0]


_INVISIBLE = str.maketrans({"\u200b": "", "\ufeff": "", "\u00ad": "", "\u2060": "", "\xa0": " ", "\u3000": " "})
_ODD_BLANKS = re.compile("[\t\u200b\ufeff\u00ad\u2060\xa0\u3000]")
_HEADING = re.compile(r" {0,3}(#{1,6})(?!#)[ \t]*(\S.*?)[ \t]*#*[ \t]*$")
_RULE = re.compile(r" {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|[—─═]{3,}|(?:[~=][ \t]*){4,})$")
_ITEM = re.compile(r"([ \t]*)([-*+•◦▪‣●○·–]|\*?\d{1,4}[.)、．]|[(（]\d{1,3}[)）]|[①-⑳])(?:([ \t]+)(.*)|$)")
_TIGHT_ITEM = re.compile(r"([ \t]*)([-•·●]|\d{1,3}[.、])(?=[A-Z\u4e00-\u9fff\[*`])(.*)")
_CHECK = re.compile(r"\[([ xX✓✔√/>-]?)\]\s+(?=\S)")
_BOXES = {"": "[ ]", "/": "[reading]", ">": "[reread]", "-": "[dropped]"}
"""What a check box means beside done, in the way of task plug-ins."""
_FENCE = re.compile(r"[ \t]*(`{3,}|~{3,})([^`]*)$")
_QUOTE = re.compile(r"[ \t]{0,3}>[ \t]?")
_SETEXT = re.compile(r" {0,3}(=+|-+)[ \t]*$")
_TABLE_RULE = re.compile(r"\s*\|?\s*:?-{1,}:?\s*(?:\|\s*:?-{1,}:?\s*)*\|?\s*$")
_HTML_HEADING = re.compile(r"\s*<h([1-6])\b[^>]*>(.*?)</h\1>\s*$", re.IGNORECASE)
_SUMMARY = re.compile(r"\s*(?:<details[^>]*>)?\s*<summary>(.*?)</summary>.*$", re.IGNORECASE)
_KRAMDOWN = re.compile(r"\s*\{:?[^{}]*\}\s*$")


def is_blank(line: str) -> bool:
    """Whether a line shows nothing."""
    shown = line.strip()
    return not shown or (ord(shown[0]) in _INVISIBLE and not shown.translate(_INVISIBLE).strip())


def for_matching(line: str) -> str:
    """A line with its odd blanks made plain; only for looking at, never to be kept."""
    if not _ODD_BLANKS.search(line):
        return line
    return line.translate(_INVISIBLE).expandtabs(4)


@dataclass(slots=True)
class _Reader:
    """The state of cutting a text into blocks."""

    lines: list[str]
    markdown: bool
    blocks: list[Block] = field(default_factory=list)
    indents: list[int] = field(default_factory=list)
    """Indents of the items that the present line may belong to."""
    gap: bool = True
    fences: dict[int, int] = field(default_factory=dict)
    last_table: int | None = None
    """Where the last HTML table ends, -1 where none does; None while nobody looked."""

    def add(self, kind: str, at: int, *lines: str, **values: object) -> Block:
        block = Block(kind, at + 1, list(lines), gap=self.gap, **values)  # type: ignore[arg-type]
        self.blocks.append(block)
        self.gap = False
        return block


def read_blocks(text: str, *, markdown: bool) -> list[Block]:
    """The blocks of Markdown or of plain text; plain text has no setext headings, tables or raw HTML of its own."""
    lines = text.split("\n")
    return cut_blocks(with_addresses(lines) if markdown else lines, markdown=markdown)


def cut_blocks(lines: list[str], *, markdown: bool) -> list[Block]:
    """The blocks of lines whose named links have their addresses."""
    reader = _Reader(lines, markdown)
    reader.fences = find_fences(reader.lines) if markdown else {}
    at = _read_front(reader)
    while at < len(reader.lines):
        line = for_matching(reader.lines[at])
        if not line.strip():
            reader.gap = True
            at += 1
            continue
        at = _read_block(reader, at, line)
    return reader.blocks


def find_fences(lines: list[str]) -> dict[int, int]:
    """Where each fenced part begins and ends; a fence that is never closed is none."""
    fences: dict[int, int] = {}
    opened: tuple[int, str] | None = None
    for at, line in enumerate(lines):
        found = _FENCE.match(line) if "```" in line or "~~~" in line else None
        if not found:
            continue
        if opened is None:
            opened = at, found[1]
        elif found[1][0] == opened[1][0] and len(found[1]) >= len(opened[1]) and not found[2].strip():
            fences[opened[0]] = at
            opened = None
    return fences


def _read_front(reader: _Reader) -> int:
    """YAML head matter, as static site generators read it."""
    lines = reader.lines
    start = next((at for at, line in enumerate(lines) if not is_blank(line)), len(lines))
    if start >= len(lines) or not re.fullmatch(r"(?:---|\+\+\+)\s*", lines[start].lstrip("\ufeff")):
        return 0
    for at in range(start + 1, min(len(lines), start + 200)):
        if re.fullmatch(r"(?:---|\.\.\.|\+\+\+)\s*", lines[at]):
            inside = lines[start + 1 : at]
            keyed = sum(bool(re.match(r"\s*[\w-]+\s*[:=]|\s*-\s|\s*#|\s*$", line)) for line in inside)
            if inside and keyed >= 0.8 * len(inside):
                reader.add("front", start, *lines[start : at + 1])
                return at + 1
            return 0
    return 0


def _read_block(reader: _Reader, at: int, line: str) -> int:
    if at in reader.fences:
        return _read_fence(reader, at)
    for read in (_read_comment, _read_heading, _read_setext, _read_rule, _read_table, _read_markup, _read_item):
        after = read(reader, at, line)
        if after:
            return after
    return _read_text(reader, at, line)


def _read_fence(reader: _Reader, at: int) -> int:
    end = reader.fences[at]
    indent = _width(for_matching(reader.lines[at]))
    depth = _depth_of(reader, indent) if indent >= 2 else 0
    reader.add("fence", at, *reader.lines[at : end + 1], depth=depth, indent=indent)
    return end + 1


def _read_comment(reader: _Reader, at: int, line: str) -> int:
    if not line.lstrip().startswith("<!--"):
        return 0
    for end in range(at, min(len(reader.lines), at + 500)):
        if "-->" in reader.lines[end]:
            if reader.lines[end].split("-->", 1)[1].strip():
                return 0
            reader.add("markup", at, *reader.lines[at : end + 1])
            return end + 1
    return 0


def _read_heading(reader: _Reader, at: int, line: str) -> int:
    found = _HEADING.match(line) if "#" in line[:4] else None
    if found and reader.markdown and (indent := _width(line)) >= 2 and reader.indents and _depth_of(reader, indent):
        return 0  # indented below an item: a heading inside its note
    if found:
        if not line.lstrip()[len(found[1]) :][:1].isspace() and not _tight_heading(found[2], found[1]):
            return 0
        return _add_heading(reader, at, len(found[1]), found[2])
    if "<" in line and reader.markdown and (tagged := _HTML_HEADING.match(line)):
        return _add_heading(reader, at, int(tagged[1]), tagged[2])
    return 0


def _tight_heading(text: str, marks: str) -> bool:
    """``#2 Deep``, ``##Title`` are headings; ``#tag #tag`` is not."""
    return len(marks) > 1 or text[0].isdigit() or (" " in text and "#" not in text)


def _add_heading(reader: _Reader, at: int, level: int, text: str) -> int:
    reader.indents.clear()
    reader.add("heading", at, text, level=level)
    return at + 1


def _read_setext(reader: _Reader, at: int, line: str) -> int:
    """A line of ``=`` or ``-`` right below a paragraph of one line makes that a heading."""
    if not reader.markdown or reader.gap or not reader.blocks or not (found := _SETEXT.match(line)):
        return 0
    above = reader.blocks[-1]
    if above.kind != "para" or above.depth or len(above.lines) != 1 or (len(found[1]) < 2 and found[1] == "-"):
        return 0
    above.kind, above.level = "heading", 1 if found[1][0] == "=" else 2
    above.lines = [above.lines[0].strip(), reader.lines[at]]
    reader.indents.clear()
    return at + 1


def _read_rule(reader: _Reader, at: int, line: str) -> int:
    if not _RULE.match(line):
        return 0
    reader.indents.clear()
    reader.add("rule", at, reader.lines[at])
    return at + 1


def _read_table(reader: _Reader, at: int, line: str) -> int:
    """A pipe table: a head row, a row of dashes, rows until a line without a bar."""
    lines = reader.lines
    if "|" not in line or at + 1 >= len(lines) or "-" not in lines[at + 1] or not _TABLE_RULE.match(lines[at + 1]):
        return 0
    columns = split_row(line)
    if len(columns) < 2 and "|" not in lines[at + 1]:
        return 0
    reader.add("head", at, line, lines[at + 1], cells=columns)
    at += 2
    while at < len(lines) and "|" in lines[at] and not is_blank(lines[at]):
        cells = split_row(for_matching(lines[at]))
        kind = "markup" if _TABLE_RULE.match(lines[at]) else "row"
        reader.add(kind, at, lines[at], cells=cells, columns=columns)
        at += 1
    return at


def split_row(line: str) -> tuple[str, ...]:
    """The cells of a table row; bars inside code, links and after a backslash do not split."""
    line = line.strip()
    line = line.removeprefix("|")
    if line.endswith("|") and not line.endswith("\\|"):
        line = line[:-1]
    cells, start, code = [], 0, False
    for at, letter in enumerate(line):
        if letter == "`":
            code = not code and "`" in line[at + 1 :]
        elif letter == "|" and not code and line[at - 1 : at] != "\\":
            cells.append(line[start:at])
            start = at + 1
    cells.append(line[start:])
    return tuple(cell.strip().replace("\\|", "|") for cell in cells)


def _read_markup(reader: _Reader, at: int, line: str) -> int:
    """Lines that hold only tags; HTML tables become rows."""
    if reader.markdown and "]:" in line and DEFINITION.match(line):
        reader.add("markup", at, reader.lines[at])
        return at + 1
    if "<" not in line and "{" not in line:
        return 0
    if reader.markdown and re.match(r"\s*<table\b", line, re.IGNORECASE):
        return _read_html_table(reader, at)
    if reader.markdown and (end := hidden_end(reader.lines, at)):
        reader.add("markup", at, *reader.lines[at:end])
        return end
    if reader.markdown and (item := list_item(line)):
        return _read_html_item(reader, at, *item)
    if (summary := _SUMMARY.match(line)) and summary[1].strip():
        reader.add("markup", at, reader.lines[at])
        return at + 1
    if MARKUP.match(line) or (line.lstrip().startswith("{") and _KRAMDOWN.match(line)):
        gap = reader.gap
        reader.add("markup", at, reader.lines[at])
        reader.gap = gap
        return at + 1
    return 0


def _read_html_item(reader: _Reader, at: int, blanks: str, text: str) -> int:
    """``<li>``: its text stands behind it, or on the next line."""
    while not text and at + 1 < len(reader.lines) and not MARKUP.match(reader.lines[at + 1]):
        reader.add("markup", at, reader.lines[at])
        at, text = at + 1, reader.lines[at + 1].strip()
    indent = _width(blanks)
    depth = _depth_of(reader, indent)
    reader.indents = [*reader.indents[:depth], indent][:MAX_DEPTH]
    reader.add("item", at, text, depth=depth, marker="<li>", indent=indent)
    return at + 1


def _read_html_table(reader: _Reader, at: int) -> int:
    from stacktui.formats.lists.html import read_html_table

    lines = reader.lines
    if reader.last_table is None:
        ends = (n for n in range(len(lines) - 1, at - 1, -1) if "</table" in lines[n].lower())
        reader.last_table = next(ends, -1)
    if at > reader.last_table:
        return 0
    end = next(n for n in range(at, len(lines)) if "</table" in lines[n].lower())
    reader.blocks.extend(read_html_table(lines[at : end + 1], at + 1))
    reader.gap = False
    return end + 1


def _read_item(reader: _Reader, at: int, line: str) -> int:
    found = _ITEM.match(line)
    text = found[4] or "" if found else ""
    if not found:
        found = _TIGHT_ITEM.match(line)
        if not found or not _tight_item(reader, found):
            return 0
        text = found[3]
    marker, indent = found[2], _width(found[1])
    if marker[0].isdigit() and _is_wrapped_number(reader, marker, text):
        return 0
    if marker[0].isdigit() and 0 < indent < 4:
        indent = _sibling_indent(reader, indent)
    depth = _depth_of(reader, indent)
    reader.indents = [*reader.indents[:depth], indent][:MAX_DEPTH]
    check = _CHECK.match(text)
    block = reader.add("item", at, text[check.end() :] if check else text, depth=depth, marker=marker, indent=indent)
    block.mark = _BOXES.get(check[1].strip(), "[x]") if check else ""
    return at + 1


def _sibling_indent(reader: _Reader, indent: int) -> int:
    """The indent of a numbered item, which is that of the item above where its own number is not below that one's text:
    lists typed by hand shift by a blank or two.
    """
    for block in reversed(reader.blocks[-40:]):
        if block.kind in ("heading", "rule", "row"):
            break
        if block.kind == "item" and block.indent <= indent:
            near = indent - block.indent < len(block.marker)
            return block.indent if near and block.marker[0].isdigit() else indent
    return indent


def _tight_item(reader: _Reader, found: re.Match[str]) -> bool:
    """``-Title`` is an item where others of that marker stand around."""
    if found[2][0].isdigit():
        return not reader.gap or found[2].endswith("、") or (found[3][:1] in "[*`" and not found[3].startswith("**["))
    return any(block.kind == "item" and block.marker == found[2] for block in reader.blocks[-20:]) or found[2] in "•●"


def _is_wrapped_number(reader: _Reader, marker: str, text: str) -> bool:
    """A year or number that begins a wrapped line is no item: ``2017. Some words`` in a running paragraph."""
    return not reader.gap and len(marker) > 4 and bool(reader.blocks) and reader.blocks[-1].kind == "para"


def _depth_of(reader: _Reader, indent: int) -> int:
    """How many of the open items a line with this indent stands inside."""
    depth = 0
    for known in reader.indents:
        if indent <= known:
            break
        depth += 1
    return depth


def _width(blanks: str) -> int:
    return len(blanks[: len(blanks) - len(blanks.lstrip(" \t"))].expandtabs(4))


def _read_text(reader: _Reader, at: int, line: str) -> int:
    above = reader.blocks[-1] if reader.blocks else None
    quoted = _QUOTE.match(line)
    if quoted and line.lstrip().startswith(">"):
        if above and above.kind == "quote" and not reader.gap:
            above.lines.append(reader.lines[at])
        else:
            indent = _width(line)
            depth = _depth_of(reader, indent) if indent else 0
            reader.add("quote", at, reader.lines[at], depth=depth, indent=indent)
        return at + 1
    if above and not reader.gap and above.kind in ("item", "para", "quote"):
        above.lines.append(reader.lines[at])
        return at + 1
    indent = _width(line)
    depth = _depth_of(reader, indent) if reader.indents and indent else 0
    if not depth:
        reader.indents.clear()
    reader.add("para", at, reader.lines[at], depth=depth, indent=indent)
    return at + 1
