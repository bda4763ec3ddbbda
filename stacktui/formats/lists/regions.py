"""Parts of a document that hold no papers: head matter, contents, what is left of the page around a copied list."""

from __future__ import annotations

import re

from stacktui.formats.lists.inline import strip_marks, tokenize
from stacktui.formats.lists.links import host_kind
from stacktui.formats.lists.sections import read_heading, shelf_status
from stacktui.formats.lists.units import Unit
from stacktui.formats.lists.words import line_patterns, words

_REPOSITORY = re.compile(r"[\w.-]{2,40}/[\w.-]{2,80}")
_NEWS = re.compile(r"\W*(?:\*\*)?\[?(?:(?:19|20)\d\d\s?[-./年]\s?\d{1,2}|\d{1,2}[-./](?:19|20)\d\d)")
"""A date in front of what is new on a page."""
_TAGS_ONLY = re.compile(r"<img\b", re.IGNORECASE)


def mark_regions(units: list[Unit], *, is_first: bool = True, is_last: bool = True) -> None:
    """Give the role ``ignored`` to what is certainly no part of the list.

    Of a list that is read in parts, the page around it shows in the first and the last one only.
    """
    for unit in units:
        if unit.kind == "front":
            _ignore(unit, "head matter of the page")
        elif unit.kind == "head":
            _ignore(unit, "head of a table")
        elif unit.kind == "rule":
            _ignore(unit, "separator")
        elif unit.kind == "markup" and not _TAGS_ONLY.search("".join(unit.block.lines)):
            _ignore(unit, "page markup")
        elif _is_anchors(unit):
            _ignore(unit, "table of contents")
    _mark_links_to_headings(units)
    _mark_contents(units)
    _mark_cruft_sections(units)
    _mark_page_cruft(units, is_first, is_last)


def _ignore(unit: Unit, reason: str) -> None:
    unit.role, unit.reason = "ignored", reason


def _is_anchors(unit: Unit) -> bool:
    """An item or row whose links all lead to places of this document."""
    if unit.kind not in ("item", "row", "para") or "#" not in "".join(unit.block.lines):
        return False
    links = [token for line in unit.block.lines for token in tokenize(line) if token.kind == "link"]
    return bool(links) and all(host_kind(token.url or "") == "anchor" for token in links)


def _mark_links_to_headings(units: list[Unit]) -> None:
    """Contents written with whole addresses: links whose text is a heading and whose address ends at a place."""
    names = {_letters(strip_marks(unit.block.text)) for unit in units if unit.kind == "heading"}
    for unit in units:
        if unit.role or unit.kind not in ("item", "para") or "#" not in "".join(unit.block.lines):
            continue
        links = [token for line in unit.block.lines for token in tokenize(line) if token.kind == "link"]
        if links and all("#" in (token.url or "") and _letters(token.text) in names for token in links):
            _ignore(unit, "table of contents")


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def _mark_contents(units: list[Unit]) -> None:
    """What stands below a heading such as "Contents", until the next heading or the first paper."""
    below = False
    for unit in units:
        if unit.kind == "heading":
            below = read_heading(unit.block.text).is_contents
        elif unit.kind == "para" and len(unit.block.lines) == 1 and _is_contents_line(unit.block.text):
            below = True
            unit.role = "heading"
        elif below and not unit.role:
            if unit.kind == "para" or unit.head.evidence >= 2.5:
                below = False
            else:
                _ignore(unit, "table of contents")


def _is_contents_line(text: str) -> bool:
    return len(text) <= 200 and strip_marks(text).casefold().strip(" :：.") in words("sections", "contents")


def _mark_cruft_sections(units: list[Unit]) -> None:
    """Sections such as "Contact" or "License", as long as no paper stands in them."""
    for at, unit in enumerate(units):
        if unit.kind != "heading" or not read_heading(unit.block.text).is_cruft:
            continue
        section = _section(units, at)
        if any(_is_paper(part) and not _NEWS.match(part.block.text) for part in section):
            continue
        for part in [unit, *section]:
            if not part.role:
                _ignore(part, f"section {strip_marks(unit.block.text)!r}")


def _section(units: list[Unit], at: int) -> list[Unit]:
    """What stands below a heading, up to the next heading or rule."""
    end = at + 1
    while end < len(units) and units[end].kind not in ("heading", "rule"):
        end += 1
    return units[at + 1 : end]


def _is_paper(unit: Unit) -> bool:
    return unit.kind in ("item", "para", "row") and not unit.block.depth and unit.evidence >= 3.0


def _mark_page_cruft(units: list[Unit], is_first: bool, is_last: bool) -> None:
    start = _page_end(units) if is_last else len(units)
    for at, unit in enumerate(units):
        if unit.role or unit.kind not in ("para", "item"):
            continue
        if at >= start:
            _ignore(unit, "end of the page around the list")
        elif len(unit.block.lines) == 1 and _is_cruft_line(unit.block.text):
            _ignore(unit, "page around the list")
        elif (
            is_first
            and at < 6
            and unit.kind == "para"
            and len(unit.block.lines) == 1
            and _REPOSITORY.fullmatch(unit.block.text.strip())
        ):
            _ignore(unit, "name of the repository")


def _is_cruft_line(text: str) -> bool:
    return bool(line_patterns("cruft", "line").fullmatch(text.strip()))


def _page_end(units: list[Unit]) -> int:
    """Where the end of the page begins, behind the last paper: a line such as "About" or "3 comments"."""
    pattern = line_patterns("cruft", "start")
    last_paper = max((at for at, unit in enumerate(units) if not unit.role and _is_paper(unit)), default=-1)
    for at in range(max(last_paper + 1, len(units) // 2), len(units)):
        unit = units[at]
        if unit.kind == "para" and pattern.fullmatch(unit.block.text.strip()) and not shelf_status(unit.block.text)[1]:
            return at
    return len(units)
