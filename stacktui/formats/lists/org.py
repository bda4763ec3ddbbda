"""The blocks of an Org file: headings with TODO words, drawers, items, tables."""

from __future__ import annotations

import re

from stacktui.formats.lists.blocks import Block, _read_item, _read_text, _Reader, for_matching, is_blank, split_row
from stacktui.formats.lists.facts import read_status

_HEADING = re.compile(r"(\*+)\s+(.*?)\s*$")
_TODO = re.compile(r"([A-Z][A-Z_-]{2,}|[A-Z][a-z]+)\s+(?=\S)")
_PRIORITY = re.compile(r"\[#[A-Z0-9]\]\s*")
_TAGS = re.compile(r"\s+:((?:[\w@#%]+:)+)$")
_PLANNING = re.compile(r"\s*(?:CLOSED|SCHEDULED|DEADLINE|CLOCK):", re.IGNORECASE)
_DRAWER = re.compile(r"\s*:([A-Za-z_-]+):\s*$")
_KEYWORD = re.compile(r"\s*#\+\w+:|\s*# ")
_BEGIN = re.compile(r"\s*#\+begin_(\w+)", re.IGNORECASE)


def read_org_blocks(text: str) -> list[Block]:
    """The blocks of an Org file."""
    return cut_org_blocks(text.split("\n"))


def cut_org_blocks(lines: list[str]) -> list[Block]:
    """The blocks of the lines of an Org file."""
    reader = _Reader(lines, markdown=False)
    words = _todo_words(reader.lines)
    at = 0
    while at < len(reader.lines):
        line = for_matching(reader.lines[at])
        if is_blank(line):
            reader.gap = True
            at += 1
            continue
        at = _read(reader, at, line, words)
    return reader.blocks


def _todo_words(lines: list[str]) -> frozenset[str]:
    """The words that ``#+TODO:`` lines define."""
    found: set[str] = set()
    for line in lines[:200]:
        if keyword := re.match(r"#\+(?:SEQ_|TYP_)?TODO:\s*(.*)", line, re.IGNORECASE):
            found.update(re.sub(r"\([^)]*\)", "", word) for word in keyword[1].split() if word != "|")
    return frozenset(found)


_EMPHASIS = re.compile(r"(?<![\w:/.\]])([/*=~])(?=\S)([^/*=~\n]{1,200}?)(?<=\S)\1(?![\w/])")
_AS_MARKDOWN = {"/": "_", "*": "**", "=": "`", "~": "`"}


def with_markdown_emphasis(lines: list[str]) -> list[str]:
    """Lines with their emphasis written as in Markdown, as lines are read; the list itself where none has any."""
    if not any(map(_EMPHASIS.search, lines)):
        return lines
    return [_EMPHASIS.sub(_marked, line) if _EMPHASIS.search(line) else line for line in lines]


def _marked(found: re.Match[str]) -> str:
    mark = _AS_MARKDOWN[found[1]]
    return f"{mark}{found[2]}{mark}"


def _read(reader: _Reader, at: int, line: str, words: frozenset[str]) -> int:
    heading = _HEADING.match(line)
    if heading:
        end = _heading_end(reader.lines, at)
        if end > at + 1:
            whole = " ".join(part.strip() for part in reader.lines[at:end])
            heading = _HEADING.match(for_matching(whole)) or heading
        return _add_heading(reader, at, end, heading, words)
    if _PLANNING.match(line):
        reader.add("drawer", at, reader.lines[at])
        return at + 1
    if (begun := _BEGIN.match(line)) and (end := _find(reader.lines, at, rf"\s*#\+end_{re.escape(begun[1])}")):
        kind = "quote" if begun[1].lower() in ("quote", "verse") else "fence"
        reader.add(kind, at, *reader.lines[at : end + 1])
        return end + 1
    if _DRAWER.match(line) and (end := _find(reader.lines, at, r"\s*:END:\s*$")):
        reader.add("drawer", at, *reader.lines[at : end + 1])
        return end + 1
    if _KEYWORD.match(line):
        reader.add("front", at, reader.lines[at])
        return at + 1
    if line.lstrip().startswith("|"):
        return _read_table(reader, at)
    return _read_item(reader, at, line) or _read_text(reader, at, line)


def _heading_end(lines: list[str], at: int) -> int:
    """Where a heading ends: the lines between it and its drawer belong to it (converters wrap long headings)."""
    for end in range(at + 1, min(len(lines), at + 12)):
        if re.match(r"\s*:PROPERTIES:\s*$", lines[end], re.IGNORECASE):
            return end
        if is_blank(lines[end]) or _HEADING.match(lines[end]) or re.match(r"\s*(?:[-+:|#]|\d+[.)]\s)", lines[end]):
            break
        if _PLANNING.match(lines[end]):
            break
    return at + 1


def _add_heading(reader: _Reader, at: int, end: int, found: re.Match[str], words: frozenset[str]) -> int:
    text, mark, tags = found[2], "", ()
    todo = _TODO.match(text)
    if todo and (todo[1] in words or (todo[1].isupper() and read_status(todo[1]))):
        mark, text = todo[1], text[todo.end() :]
    if priority := _PRIORITY.match(text):
        text = text[priority.end() :]
    if tagged := _TAGS.search(text):
        tags, text = tuple(tagged[1].strip(":").split(":")), text[: tagged.start()]
    reader.indents.clear()
    block = reader.add("heading", at, text, level=len(found[1]), mark=mark)
    block.cells = tags
    block.lines.extend(reader.lines[at + 1 : end])
    return end


def _find(lines: list[str], at: int, pattern: str) -> int:
    ending = re.compile(pattern, re.IGNORECASE)
    for end in range(at + 1, min(len(lines), at + 2000)):
        if ending.match(lines[end]):
            return end
        if lines[end].startswith("* "):
            return 0
    return 0


def _read_table(reader: _Reader, at: int) -> int:
    lines = reader.lines
    end = at
    while end < len(lines) and lines[end].lstrip().startswith("|"):
        end += 1
    rule = next((row for row in range(at, end) if re.match(r"\s*\|[-+]+\|?\s*$", lines[row])), None)
    columns: tuple[str, ...] = ()
    if rule is not None and rule > at:
        columns = split_row(lines[rule - 1])
        reader.add("head", at, *lines[at : rule + 1], cells=columns)
        at = rule + 1
    for row in range(at, end):
        kind = "markup" if re.match(r"\s*\|[-+]+\|?\s*$", lines[row]) else "row"
        reader.add(kind, row, lines[row], cells=split_row(lines[row]), columns=columns)
    return end
