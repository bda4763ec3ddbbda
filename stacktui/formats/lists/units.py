"""Blocks as candidates for entries: where the head of each ends and what it says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from stacktui.formats.lists.blocks import Block
from stacktui.formats.lists.fields import read_field_line
from stacktui.formats.lists.head import Head
from stacktui.formats.lists.heads import read_head
from stacktui.formats.lists.inline import strip_marks
from stacktui.formats.lists.links import host_kind, label_kind
from stacktui.formats.lists.titles import author_likeness, title_likeness
from stacktui.formats.lists.venues import read_bracket
from stacktui.formats.watching import looking_at, one_part_read

_HARD_BREAK = re.compile(r"(?:<br\s*/?>\s*|\\|  +)$", re.IGNORECASE)
_MOST_LINES = 4
LONGEST_HEAD = 50_000
"""No line of more characters is the head of an entry."""


@dataclass(slots=True)
class Unit:
    """A block and what the reader made of it."""

    block: Block
    role: str = ""
    """entry, heading, free, ignored; "" while nothing is decided."""
    reason: str = ""
    parent: int = -1
    """The index of the item that this one stands inside, -1 at the top."""
    has_children: bool = False
    _head: Head | None = None
    head_count: int = 1
    """How many lines of the block the head takes."""
    _below: float | None = None
    is_title_line: bool = False
    """Whether this is a title on a line of its own with a list of its links below."""
    below: float = 0.0
    """What the items inside this one say for a paper: a link to it, its venue."""

    @property
    def head(self) -> Head:
        """What the block says when it is read as an entry."""
        if self._head is None:
            lines = self.block.lines[:1] if self.block.kind == "heading" else self.block.lines
            text, self.head_count = join_head(lines)
            self._head = read_head(text) if len(text) <= LONGEST_HEAD else Head()
            one_part_read()
        return self._head

    @property
    def evidence(self) -> float:
        """What speaks for a paper: in the head and in the fields right below it."""
        if self._below is None:
            self._below = _evidence_below(self)
        return self.head.evidence + max(self._below, self.below)

    @property
    def has_fields(self) -> bool:
        """Whether authors, venue or links stand right below the head."""
        return self.evidence > self.head.evidence

    @property
    def kind(self) -> str:
        """The kind of the block."""
        return self.block.kind

    @property
    def shape(self) -> tuple[str, int, str]:
        """The class of lines that this one belongs to: kind, depth or level, kind of the first token."""
        block = self.block
        started = self.head.started
        if self.head.shape == "bracket":
            started = "link"
        return (block.kind, block.level or block.depth, started)


def _evidence_below(unit: Unit) -> float:
    lines = unit.block.lines[unit.head_count : unit.head_count + 3]
    if unit.block.kind == "row" or not lines:
        return 0.0
    probe = Head(title="?", shape="text")
    for line in lines:
        if not read_field_line(probe, line).taken:
            break
    if is_bare_link(lines[0]):
        return 1.5
    found = 1.2 * bool(probe.authors) + 1.5 * bool(probe.facts.venue) + 0.8 * bool(probe.lost_labels)
    papers = any(label_kind(link.label) == "paper" and host_kind(link.url or "") == "paper" for link in probe.links)
    return found + (2.0 if papers else 0.8 * any(link.url for link in probe.links))


def make_units(blocks: list[Block]) -> list[Unit]:
    """Units for all blocks, paragraphs of several entries split, items linked to their parents."""
    units = [Unit(block) for whole in _with_titles_below(blocks) for block in split_paragraph(whole)]
    looking_at(len(units))
    open_items: list[int] = []
    for at, unit in enumerate(units):
        block = unit.block
        if block.kind in ("heading", "rule", "head", "row") or (block.kind == "para" and not block.depth):
            open_items.clear()
            continue
        del open_items[block.depth :]
        if open_items and block.depth:
            unit.parent = open_items[-1]
            units[unit.parent].has_children = True
            if block.kind == "item" and block.depth == units[unit.parent].block.depth + 1:
                _look_below(units[unit.parent], unit)
        if block.kind == "item":
            open_items.append(at)
    return units


def _look_below(parent: Unit, child: Unit) -> None:
    """What an item inside another says of that one: it only links to its paper, or names its venue."""
    text = child.block.text
    if parent.below >= 1.5 or len(text) > 300 or parent.block.depth:
        return
    if is_bare_link(text) or ((facts := read_bracket(strip_marks(text))) and facts.venue):
        parent.below = 1.5


_BARE_LINK = re.compile(r"\s*(?:\[[^\[\]]{3,200}\]\([^()\s]+\)|<?https?://\S+>?)\s*$")


def is_bare_link(text: str) -> bool:
    """Whether a line is one link and nothing else, which leads to a paper, its code or its page."""
    found = _BARE_LINK.match(text)
    address = re.search(r"(?:\(|<|^\s*)((?:https?:)//[^\s()<>]+)", text) if found else None
    return bool(address) and host_kind(address[1] if address else "") in ("paper", "page", "home", "code")


_ALIAS_FIRST = re.compile(r"\s*\*\*[^*]{2,40}?:?\*\*\s*:?\s*")
_NAMES_END = re.compile(r"(?:[:：.,]\s*)?(?:<br\s*/?>|\\)?\s*$")


def _are_names(line: str) -> bool:
    """Whether a line has only names, perhaps with a short name in bold before them: the title follows below."""
    bare = _ALIAS_FIRST.sub("", line)
    if not _NAMES_END.search(bare) or not re.search(r"[:：]\s*$|<br\s*/?>\s*$|\.\s*$", bare):
        return False
    text = _NAMES_END.sub("", strip_marks(re.sub(r"<br\s*/?>", "", bare)))
    return len(text) > 6 and "://" not in line and "](" not in line and author_likeness(text) >= 0.75


def _with_titles_below(blocks: list[Block]) -> Iterator[Block]:
    """Blocks, with items that have only names joined to the paragraph below: there the title stands."""
    above: Block | None = None
    for block in blocks:
        if (
            above is not None
            and above.kind == "item"
            and block.kind == "para"
            and block.depth == above.depth + 1
            and len(above.lines) == 1
            and _are_names(above.text)
            and not block.text.lstrip().startswith("[[")
        ):
            numbers = (above.first, *range(block.first, block.last + 1))
            yield replace(above, lines=[*above.lines, *block.lines], numbers=numbers)
            above = None
            continue
        if above is not None:
            yield above
        above = block
    if above is not None:
        yield above


def join_head(lines: list[str]) -> tuple[str, int]:
    """The head of a block, with lines joined where a title, link or bracket runs over the line end."""
    text, count = lines[0], 1
    while count < min(len(lines), _MOST_LINES) and _continues(text, lines[count]):
        text = f"{text.rstrip()} {lines[count].strip()}"
        count += 1
    return text, count


def _continues(text: str, following: str) -> bool:
    if _are_names(text) and title_likeness(strip_marks(following).strip(' "“”.')) >= 0.3:
        return True
    if _HARD_BREAK.search(text):
        return False
    if _is_cut(text) or _ends_in_named_link(text, following) or re.search(r"\]\([^()\s]*$", text):
        return True
    if text.rstrip().endswith((".", "]", ")", "。", "?", ";")):
        return False
    if _goes_on_plainly(text, following):
        return True
    if "](" in text or "://" in text:
        return False
    labels = re.search(r"\]\(|\[\[|\[(?:paper|pdf|code|arxiv)\]", following, re.IGNORECASE)
    if not labels:
        return False
    lead = strip_marks(following[: labels.start()].strip(" [("))
    return (
        bool(lead)
        and author_likeness(lead + ",") < 0.6
        and not read_bracket(lead)
        and not following.lstrip().startswith("[")
    )


def _goes_on_plainly(text: str, following: str) -> bool:
    """``[[arXiv](u)] A Title that goes on for``: links stand before the title, and its last word is a small one."""
    plain = following.strip()
    last = text.split()[-1] if text.split() else ""
    if not re.match(r"\s*(?:\[\[|\[[^\[\]]+\]\()", text) or text.rstrip().endswith((")", "]")) or "](" in plain:
        return False
    return last.islower() and last.isalpha() and 0 < len(plain.split()) <= 10 and title_likeness(plain) >= 0.3


def _ends_in_named_link(text: str, following: str) -> bool:
    """A link of reStructuredText that goes on: its text or address stands on the next line."""
    return text.count("`") % 2 == 1 and bool(re.search(r"<[^<>`]+>`__?", following))


def _is_cut(text: str) -> bool:
    """Whether a line ends inside bold text or a bracket."""
    return text.count("**") % 2 == 1 or _opens(text, "[", "]")


def _opens(text: str, opened: str, closed: str) -> bool:
    return text.count(opened) > text.count(closed) and text.rfind(opened) > text.rfind(closed) and "[[http" not in text


# -- paragraphs that hold one entry a line -------------------------------------------------------------------------

_ENTRY_START = re.compile(
    r"\s*(?:\**[\[【(（](?:\d{1,3}|[^\[\]()]{0,24}(?:19|20)\d\d[^\[\]()]{0,16}|(?:19|20)\d{2,4}[^\[\]()]{0,24})[\]】)）]|\d{1,3}[.)、]\s|\*\*\[\d+\]\*\*)"
)

_MAY_SAY_MORE = re.compile(r"[\[【(（\d]|://|\*\*|<a\b|www\.")
"""What a line has that says more than a title; most lines of notes have nothing of it."""


def split_paragraph(block: Block) -> list[Block]:
    """A paragraph whose lines each begin an entry, as one block a line (with the lines that continue it)."""
    if block.kind != "para" or len(block.lines) < 2:
        return [block]
    lines = block.lines
    starts = [at for at, line in enumerate(lines) if not (at and _is_cut(lines[at - 1])) and _starts_entry(line)]
    if len(starts) < 2 or starts[0] != 0:
        starts = _title_lines(lines)
    if len(starts) < 2:
        return [block]
    pieces = []
    for at, end in zip(starts, [*starts[1:], len(block.lines)], strict=True):
        pieces.append(replace(block, first=block.first + at, lines=block.lines[at:end], gap=block.gap and at == 0))
    return pieces


def _title_lines(lines: list[str]) -> list[int]:
    """All lines, where each is a title or the address of a paper; none where one is not."""
    for line in lines:
        text = strip_marks(line)
        if is_address(text):
            continue
        if len(text) > 200 or text.endswith((".", ",", ";", "。", "，")) or title_likeness(text) < 0.9:
            return []
        if author_likeness(text) >= 0.6 or read_bracket(text):
            return []
    return list(range(len(lines))) if len(lines) >= 3 else []


def is_address(text: str) -> bool:
    """Whether a line is the address of a paper and nothing else."""
    return " " not in text.strip() and host_kind(text.strip()) == "paper"


def _starts_entry(line: str) -> bool:
    if _ENTRY_START.match(line):
        return True
    if len(line) > 400 or line[:1].isspace() or not _MAY_SAY_MORE.search(line):
        return False
    head = read_head(line)
    strong = bool(head.url or head.facts.venue or head.lost_labels) and bool(head.title)
    return head.evidence >= 3.5 and strong and head.likeness >= 0.6
