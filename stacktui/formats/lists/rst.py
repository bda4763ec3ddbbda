"""The blocks of reStructuredText: underlined headings, simple, grid and list tables, directives, items."""

from __future__ import annotations

import re

from stacktui.formats.lists.blocks import Block, _read_item, _read_text, _Reader, for_matching, is_blank

_UNDERLINE = re.compile(r"([=\-~^\"'`#*+:._])\1{2,}\s*$")
_TARGET = re.compile(r"\.\. _(`[^`]+`|[^:]+):\s*(\S+)\s*$")
_NAMED = re.compile(r"`([^`<>\n]+)`_(?!_)|(?<![\w`>])([A-Za-z][\w.-]*)_(?![\w_])")
_SIMPLE = re.compile(r"\s*=+(?:\s+=+)+\s*$")
_GRID = re.compile(r"\s*\+(?:[-=]+\+)+\s*$")


def read_rst_blocks(text: str) -> list[Block]:
    """The blocks of a text in reStructuredText."""
    lines = text.split("\n")
    targets = _targets(lines)
    reader = _Reader([_resolve(line, targets) for line in lines] if targets else lines, markdown=False)
    levels: list[str] = []
    at = 0
    while at < len(lines):
        line = for_matching(reader.lines[at])
        if is_blank(line):
            reader.gap = True
            at += 1
            continue
        at = _read(reader, at, line, levels)
    return reader.blocks


def _targets(lines: list[str]) -> dict[str, str]:
    """The addresses that names of links stand for."""
    found = (_TARGET.match(line) for line in lines if line.startswith(".. _"))
    return {match[1].strip("`").casefold(): match[2] for match in found if match}


def _resolve(line: str, targets: dict[str, str]) -> str:
    """A line with the addresses of its named links written in."""
    if line.startswith(".. _") or "_" not in line:
        return line

    def written(found: re.Match[str]) -> str:
        name = found[1] or found[2]
        url = targets.get(name.casefold())
        return f"`{name} <{url}>`_" if url else found[0]

    return _NAMED.sub(written, line)


def _read(reader: _Reader, at: int, line: str, levels: list[str]) -> int:
    for read in (_read_heading, _read_table, _read_directive):
        after = read(reader, at, line, levels)
        if after:
            return after
    if _UNDERLINE.match(line) and len(line.strip()) >= 4:
        reader.indents.clear()
        reader.add("rule", at, reader.lines[at])
        return at + 1
    return _read_item(reader, at, line) or _read_text(reader, at, line)


def _read_heading(reader: _Reader, at: int, line: str, levels: list[str]) -> int:
    lines = reader.lines
    below = lines[at + 1] if at + 1 < len(lines) else ""
    if _UNDERLINE.match(line):
        closing = lines[at + 2] if at + 2 < len(lines) else ""
        same = bool(_UNDERLINE.match(closing)) and closing.strip()[0] == line.strip()[0]
        if same and not is_blank(below) and not _SIMPLE.match(line):
            return _add_heading(reader, at, at + 1, at + 2, "over" + line.strip()[0], levels)
    elif not line[:1].isspace() and _UNDERLINE.match(below) and len(below.strip()) >= 0.8 * len(line.strip()):
        return _add_heading(reader, at, at, at + 1, below.strip()[0], levels)
    return 0


def _add_heading(reader: _Reader, at: int, text_at: int, end: int, style: str, levels: list[str]) -> int:
    if style not in levels:
        levels.append(style)
    reader.indents.clear()
    block = reader.add("heading", text_at, reader.lines[text_at].strip(), level=levels.index(style) + 1)
    block.numbers = (text_at + 1, *(number + 1 for number in range(at, end + 1) if number != text_at))
    return end + 1


def _read_table(reader: _Reader, at: int, line: str, levels: list[str]) -> int:
    if _SIMPLE.match(line):
        return _read_simple_table(reader, at)
    if _GRID.match(line):
        return _read_grid_table(reader, at)
    return 0


def _read_simple_table(reader: _Reader, at: int) -> int:
    """``====  ====`` above, below the head, and at the end."""
    lines = reader.lines
    rules = [at]
    for end in range(at + 1, min(len(lines), at + 5000)):
        if _SIMPLE.match(lines[end]):
            rules.append(end)
            if len(rules) == 3 or end + 1 >= len(lines) or is_blank(lines[end + 1]):
                break
        elif len(rules) >= 2 and is_blank(lines[end]) and not _closes_later(lines, end):
            break
    if len(rules) < 2:
        return 0
    spans = _spans(lines[at])
    columns: tuple[str, ...] = ()
    first = at + 1
    if len(rules) == 3:
        columns = _cut(lines[at + 1 : rules[1]], spans)
        reader.add("head", at, *lines[at : rules[1] + 1], cells=columns)
        first = rules[1] + 1
    else:
        reader.add("markup", at, lines[at])
    for rows in _row_groups(lines, first, rules[-1], spans):
        reader.add(
            "row",
            rows[0],
            *lines[rows[0] : rows[-1] + 1],
            cells=_cut([lines[row] for row in rows], spans),
            columns=columns,
        )
    reader.add("markup", rules[-1], lines[rules[-1]])
    return rules[-1] + 1


def _closes_later(lines: list[str], at: int) -> bool:
    return any(_SIMPLE.match(line) for line in lines[at + 1 : at + 50])


def _row_groups(lines: list[str], first: int, end: int, spans: list[tuple[int, int]]) -> list[list[int]]:
    """Lines of one row: a line whose first cell is empty goes on the row above."""
    groups: list[list[int]] = []
    for at in range(first, end):
        if is_blank(lines[at]):
            continue
        goes_on = groups and groups[-1][-1] == at - 1 and not lines[at][: spans[0][1]].strip()
        if goes_on:
            groups[-1].append(at)
        else:
            groups.append([at])
    return groups


def _spans(rule: str) -> list[tuple[int, int]]:
    found = [match.span() for match in re.finditer(r"=+", rule)]
    ends = [start for start, _ in found[1:]] + [10**6]
    return [(start, end) for (start, _), end in zip(found, ends, strict=True)]


def _cut(lines: list[str], spans: list[tuple[int, int]]) -> tuple[str, ...]:
    return tuple(" ".join(part for line in lines if (part := line[start:end].strip())) for start, end in spans)


def _read_grid_table(reader: _Reader, at: int) -> int:
    """``+---+---+`` around cells; ``+===+`` below the head."""
    lines = reader.lines
    end = at
    while end < len(lines) and re.match(r"\s*[+|]", lines[end]):
        end += 1
    columns: tuple[str, ...] = ()
    start = at
    for row in range(at + 1, end):
        if not _GRID.match(lines[row]):
            continue
        inner = [line.strip().strip("|").split("|") for line in lines[start + 1 : row]]
        width = max(map(len, inner), default=0)
        cells = tuple(
            " ".join(part[cell].strip() for part in inner if cell < len(part)).strip() for cell in range(width)
        )
        if "=" in lines[row] and not columns:
            columns = cells
            reader.add("head", start, *lines[start : row + 1], cells=columns)
        else:
            if start == at:
                reader.add("markup", at, lines[at])
            reader.add("row", start + 1, *lines[start + 1 : row + 1], cells=cells, columns=columns)
        start = row
    if start == at or start + 1 < end:
        first = at if start == at else start + 1
        reader.add("markup", first, *lines[first:end])
    return end


def _read_directive(reader: _Reader, at: int, line: str, levels: list[str]) -> int:
    """Directives, targets and comments with what is indented below; list tables become rows."""
    if not line.startswith(".. ") and line.strip() != "..":
        return 0
    lines = reader.lines
    end = at + 1
    while end < len(lines) and (is_blank(lines[end]) or lines[end][:1].isspace()):
        end += 1
    while end > at + 1 and is_blank(lines[end - 1]):
        end -= 1
    if line.startswith((".. list-table::", ".. csv-table::")) and _read_list_table(reader, at, end):
        return end
    reader.indents.clear()
    reader.add("markup", at, *lines[at:end])
    return end


def _read_list_table(reader: _Reader, at: int, end: int) -> bool:
    lines = reader.lines
    starts = [row for row in range(at, end) if re.match(r"\s+\* - ", lines[row])]
    if len(starts) < 2:
        return False
    header = any(re.match(r"\s*:header-rows:\s*[1-9]", lines[row]) for row in range(at, starts[0]))
    reader.add("markup", at, *lines[at : starts[0]])
    columns: tuple[str, ...] = ()
    for start, stop in zip(starts, [*starts[1:], end], strict=True):
        cells = _list_cells(lines[start:stop])
        if header and not columns:
            columns = cells
            reader.add("head", start, *lines[start:stop], cells=cells)
        else:
            reader.add("row", start, *lines[start:stop], cells=cells, columns=columns)
    return True


def _list_cells(lines: list[str]) -> tuple[str, ...]:
    cells: list[str] = []
    for line in lines:
        begun = re.match(r"\s+(?:\* )?- ?(.*)", line)
        if begun:
            cells.append(begun[1].strip())
        elif cells:
            cells[-1] = f"{cells[-1]} {line.strip()}".strip()
    return tuple(cells)
