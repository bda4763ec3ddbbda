"""Markdown as lines: what the note pane shows. Nothing that the source says is lost.

The parser is markdown-it; its tokens become :class:`~stacktui.tui.widgets.flow.Line`. Where notes differ from
documents we differ from CommonMark: a line that was ended early stays ended, the blank lines are those of the source, a
list that is moved in by four blanks is a list and no code, ``[[key]]`` and bare addresses are links, formulas between
dollars keep their stars and underscores, and raw HTML is shown as it is written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len, chop_cells

from stacktui.patterns import regex
from stacktui.text import clean_note_line
from stacktui.tui.symbols import UNICODE, Symbols
from stacktui.tui.widgets.flow import BREAK, Line, Run, Target, cells_of, wrapped
from stacktui.tui.widgets.markdown_source import normalised, parser
from stacktui.tui.widgets.markdown_tables import table_lines

if TYPE_CHECKING:
    from markdown_it.token import Token

FULL_LINE = 60
"""A line of the source at least this wide was broken because it was full: the next one goes on in it."""

_LEAST_ROOM = 12
"""Where moving a list in would leave less, it is not moved in."""

_CHECK_EVERY = 64
"""Tokens between two looks at whether the work is still wanted."""


def markdown_lines(
    source: Sequence[str], width: int, symbols: Symbols = UNICODE, is_stale: Callable[[], bool] = lambda: False
) -> list[Line]:
    """The note as lines of at most ``width`` cells; not all of them when ``is_stale`` says that nobody wants them."""
    lines = normalised(source)
    return _Writer(lines, max(8, width), symbols).write(parser().parse("\n".join(lines)), is_stale)


# Tokens to lines


class _Lead:
    """What the lines of a list item or a quote begin with: once its first, then its other form.

    Where it gets narrow, the other form is nothing.
    """

    def __init__(self, first: tuple[Run, ...], rest: tuple[Run, ...]) -> None:
        self.first, self.rest = first, rest
        self.is_used = False

    def take(self) -> tuple[Run, ...]:
        runs, self.is_used = (self.rest if self.is_used else self.first), True
        return runs


class _Writer:
    """Goes through the tokens once and writes lines."""

    def __init__(self, source: Sequence[str], width: int, symbols: Symbols) -> None:
        self.source, self.width, self.symbols = source, width, symbols
        self.lines: list[Line] = []
        self.is_blank = False
        """Whether the last line is one of those between blocks."""
        self.leads: list[_Lead] = []
        self.lists: list[Token] = []
        self.shown = 0
        """The first line of the source that is not shown yet."""
        self.heading = ""
        self.rows: list[list[list[Run]]] = []
        self.aligns: list[str] = []

    def write(self, tokens: Sequence[Token], is_stale: Callable[[], bool]) -> list[Line]:
        for number, token in enumerate(tokens):
            if not number % _CHECK_EVERY and is_stale():
                break
            if handler := _HANDLERS.get(token.type):
                handler(self, token)
        else:
            self.show_left_out(len(self.source))
        return self.lines

    # Writing

    @property
    def room(self) -> int:
        """The cells that the leads leave."""
        return self.width - sum(cells_of(lead.rest) for lead in self.leads)

    @property
    def taken(self) -> int:
        """The cells of :attr:`room` that the leads take of the next line."""
        return sum(cells_of(lead.first) - cells_of(lead.rest) for lead in self.leads if not lead.is_used)

    def enter(self, first: str, rest: str, look: str) -> None:
        """Go into a list item or a quote; its lines are not moved in where too little room would be left."""
        if self.room - cell_len(rest) < min(_LEAST_ROOM, self.width // 2):
            first, rest = first.lstrip(), ""
        self.leads.append(_Lead((Run(first, (look,)),), (Run(rest, (look,)),) if rest else ()))

    def begin(self, token: Token) -> None:
        """A block begins: what the parser left out before it is shown, and a blank line where the source has one."""
        first, end = token.map or (self.shown, self.shown)
        self.show_left_out(first)
        self.gap(first)
        self.shown = max(self.shown, end)

    def gap(self, line: int) -> None:
        """A blank line, where one stands in the source before ``line`` and something is above."""
        stands = 0 < line <= len(self.source) and not self.source[line - 1].strip(" \t>")
        if stands and self.lines and not self.is_blank:
            self.blank()

    def blank(self) -> None:
        """A line with nothing but the bars of quotes."""
        runs = [run for lead in self.leads if lead.is_used for run in lead.rest]
        while runs and runs[-1].text.isspace():
            runs.pop()
        self.lines.append(Line(tuple(runs)))
        self.is_blank = True

    def put(self, runs: Iterable[Run], source: int) -> None:
        """A line after its leads."""
        leads = [run for lead in self.leads for run in lead.take()]
        self.lines.append(Line((*leads, *runs), source))
        self.is_blank = False

    def put_leads(self, source: int) -> None:
        """Leads that leave too little room for what cannot be wrapped get a line of their own."""
        if self.taken:
            self.put((), source)

    def put_wrapped(self, runs: Sequence[Run], source: int) -> None:
        for line in wrapped(runs, self.room, self.taken):
            self.put(line, next((run.source for run in line if run.source >= 0), source))

    def show_left_out(self, end: int) -> None:
        """Lines that are in no block, such as definitions of links: they are shown as they are."""
        for number in range(self.shown, end):
            text = self.source[number].strip()
            if text.strip(" \t>-*+"):
                self.gap(number)
                self.put_wrapped([Run(text, ("quiet",), source=number)], number)
        self.shown = max(self.shown, end)

    # Blocks

    def on_inline(self, token: Token) -> None:
        if self.rows:
            self.rows[-1].append(self.inline(token))
            return
        self.begin(token)
        runs = self.inline(token)
        if self.heading:
            runs = [run._replace(looks=(self.heading, *run.looks)) for run in runs]
        self.put_wrapped(self.with_box(runs), token.map[0] if token.map else -1)

    def with_box(self, runs: list[Run]) -> list[Run]:
        """The runs of a task, whose box takes the place of the bullet."""
        if not self.lists or not runs or not self.leads or self.leads[-1].is_used:
            return runs
        found = re.match(r"\[([ xX])\](?=\s)", runs[0].text)
        if not found:
            return runs
        box = self.symbols.open_box if found[1] == " " else self.symbols.done_box
        self.leads.pop()
        self.enter(f" {box} ", " " * (cell_len(box) + 2), "marker")
        return [runs[0]._replace(text=runs[0].text[3:].lstrip()), *runs[1:]]

    def on_heading(self, token: Token) -> None:
        self.begin(token)
        self.heading = "heading" if token.tag in ("h1", "h2") else "subheading"

    def on_heading_end(self, token: Token) -> None:
        self.heading = ""

    def on_list(self, token: Token) -> None:
        self.lists.append(token)

    def on_list_end(self, token: Token) -> None:
        self.lists.pop()

    def on_item(self, token: Token) -> None:
        if token.map:
            self.show_left_out(token.map[0])
            self.gap(token.map[0])
        marker = self.symbols.bullets[(len(self.lists) - 1) % len(self.symbols.bullets)]
        if self.lists[-1].type == "ordered_list_open":
            marker = token.info + token.markup
        self.enter(f" {marker} ", " " * (cell_len(marker) + 2), "marker")

    def on_item_end(self, token: Token) -> None:
        if not self.leads[-1].is_used:
            self.put((), -1)
        self.leads.pop()

    def on_quote(self, token: Token) -> None:
        if token.map:
            self.show_left_out(token.map[0])
            self.gap(token.map[0])
        self.enter(f"{self.symbols.upright} ", f"{self.symbols.upright} ", "quiet")

    def on_quote_end(self, token: Token) -> None:
        self.leads.pop()

    def on_code(self, token: Token) -> None:
        self.begin(token)
        first = (token.map or [0])[0]
        self.put_leads(first)
        if token.type == "fence":
            first += 1
            if token.info.strip():
                self.put_wrapped([Run("  "), Run(token.info.strip(), ("quiet",))], first - 1)
        text = token.content.removesuffix("\n")
        for number, line in enumerate(text.split("\n")):
            for part in chop_cells(line.expandtabs(4), max(2, self.room - 2)) or [""]:
                self.put([Run("  "), Run(part, ("code",), source=first + number)], first + number)

    def on_html(self, token: Token) -> None:
        self.begin(token)
        first = (token.map or [0])[0]
        for number, line in enumerate(token.content.rstrip("\n").split("\n")):
            self.put_wrapped([Run(line, ("quiet",), source=first + number)], first + number)

    def on_rule(self, token: Token) -> None:
        self.begin(token)
        self.put_leads(-1)
        self.put([Run(self.symbols.rule * self.room, ("quiet",))], (token.map or [-1])[0])

    # Tables

    def on_row(self, token: Token) -> None:
        self.rows.append([])

    def on_cell(self, token: Token) -> None:
        if len(self.rows) == 1:
            style = str(token.attrs.get("style", ""))
            self.aligns.append(style.partition("text-align:")[2] or "left")

    def on_table_end(self, token: Token) -> None:
        self.put_leads(-1)
        for line in table_lines(self.rows, self.aligns, self.room, self.symbols):
            self.put(line.runs, line.source)
        self.rows, self.aligns = [], []

    # Inline

    def inline(self, token: Token) -> list[Run]:
        """The runs of a paragraph, a heading or a cell."""
        line = token.map[0] if token.map else -1
        runs: list[Run] = []
        looks: list[str] = []
        target: Target | None = None
        label_from, title = 0, ""
        for child in token.children or ():
            kind = child.type
            if kind in _LOOKS:
                looks.append(_LOOKS[kind])
            elif kind == "link_open":
                target, label_from = Target("link", str(child.attrs.get("href", ""))), len(runs)
                title = str(child.attrs.get("title", ""))
            elif kind.endswith("_close"):
                if kind == "link_close":
                    runs += _rest_of_link(target, title, runs[label_from:], line)
                    target = None
                else:
                    looks.pop()
            elif kind in ("softbreak", "hardbreak"):
                runs.append(self.line_end(kind, line, runs))
                line += 1
            else:
                runs += _leaf(child, tuple(looks), target, line)
        return runs

    def line_end(self, kind: str, line: int, runs: Sequence[Run]) -> Run:
        """What stands for the end of a line in a paragraph: a break, a blank, or nothing between wide characters."""
        if kind == "hardbreak" or not 0 <= line < len(self.source) - 1 or cell_len(self.source[line]) < FULL_LINE:
            return BREAK
        before, after = self.source[line].rstrip()[-1:], self.source[line + 1].lstrip()[:1]
        return Run("" if cell_len(before) == 2 and cell_len(after) == 2 else " ", source=line)


_LOOKS = {"strong_open": "strong", "em_open": "emphasis", "s_open": "struck"}

_HANDLERS: dict[str, Any] = {
    "inline": _Writer.on_inline,
    "heading_open": _Writer.on_heading,
    "heading_close": _Writer.on_heading_end,
    "bullet_list_open": _Writer.on_list,
    "ordered_list_open": _Writer.on_list,
    "bullet_list_close": _Writer.on_list_end,
    "ordered_list_close": _Writer.on_list_end,
    "list_item_open": _Writer.on_item,
    "list_item_close": _Writer.on_item_end,
    "blockquote_open": _Writer.on_quote,
    "blockquote_close": _Writer.on_quote_end,
    "fence": _Writer.on_code,
    "code_block": _Writer.on_code,
    "html_block": _Writer.on_html,
    "hr": _Writer.on_rule,
    "table_open": _Writer.begin,
    "tr_open": _Writer.on_row,
    "th_open": _Writer.on_cell,
    "table_close": _Writer.on_table_end,
}


def _leaf(child: Token, looks: tuple[str, ...], target: Target | None, line: int) -> list[Run]:
    """The runs of an inline token that holds no others."""
    if target:
        looks = (*looks, "link")
    if child.type == "text":
        return _text_runs(clean_note_line(child.content), looks, target, line)
    if child.type in ("code_inline", "formula"):
        text = child.content.replace("\n", " ")
        return [Run(text, (*looks, "code"), target, line)]
    if child.type == "image":
        return _image_runs(child, looks, target, line)
    return [Run(child.content, (*looks, "quiet"), target, line)] if child.content else []


def _rest_of_link(target: Target | None, title: str, label: list[Run], line: int) -> list[Run]:
    """What a link needs beside its text: the address where it has none, and its title."""
    runs: list[Run] = []
    if target and not "".join(run.text for run in label).strip():
        runs.append(Run(target.value, ("link",), target, line))
    if title:
        runs.append(Run(f" ({clean_note_line(title)})", ("quiet",), None, line))
    return runs


def _image_runs(child: Token, looks: tuple[str, ...], target: Target | None, line: int) -> list[Run]:
    address = str(child.attrs.get("src", ""))
    target = target or Target("link", address, child.content)
    label = f"[image: {child.content}]" if child.content else "[image]"
    runs = [Run(label, (*looks, "quiet"), target, line), Run(f" {address}", (*looks, "link"), target, line)]
    return runs + _rest_of_link(None, str(child.attrs.get("title", "")), [], line)


_REFERENCE = regex(r"\[\[(?P<key>[^\[\]|]+)(?:\|[^\[\]]*)?\]\]|https?://[^\s<>\"'`（）【】「」『』《》，。；、]+")


def _text_runs(text: str, looks: tuple[str, ...], target: Target | None, line: int) -> list[Run]:
    """Plain text, in which references and bare addresses are links."""
    if target or ("[[" not in text and "://" not in text):
        return [Run(text, looks, target, line)] if text else []
    runs: list[Run] = []
    end = 0
    for found in _REFERENCE.finditer(text):
        whole = found[0] if found["key"] else _without_tail(found[0])
        made = Target("key", found["key"].strip()) if found["key"] else Target("link", whole)
        runs.append(Run(text[end : found.start()], looks, None, line))
        runs.append(Run(whole, (*looks, "reference" if found["key"] else "link"), made, line))
        end = found.start() + len(whole)
    runs.append(Run(text[end:], looks, None, line))
    return [run for run in runs if run.text]


def _without_tail(address: str) -> str:
    """An address without the punctuation of the sentence that it ends."""
    address = address.rstrip(".,;:!?*_")
    while address.endswith(")") and address.count(")") > address.count("("):
        address = address[:-1].rstrip(".,;:!?*_")
    return address
