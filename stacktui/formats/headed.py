"""Plain text as one pastes it into a page: ``[2019-ICLR-oral] Title``, then the link and the note, shelf by shelf.

What waits to be read comes first. Text has no marks that would need escaping: the note is copied line by line, set in
by two blanks, so that nothing in it can be taken for a title.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from stacktui.formats.markdown_out import trimmed
from stacktui.formats.pages import TEXT_TITLE, Page
from stacktui.model import STATUSES, FreeNote, Paper

HOLDS = frozenset(("title", "url", "venue", "year", "month", "presentation", "status", "note"))

_SHELVES = dict(zip(STATUSES, ("To read", "Reading", "Read", "Read again", "Dropped"), strict=True))
_STATUSES = {name: status for status, name in _SHELVES.items()}
_INDENT = "  "
_BRACKET = re.compile(r"\[((?:\\.|[^\\\[\]])*)\] (.+)")
_SHORT = re.compile(r"(\d{4})(\d\d)?(?:-(.+?))??(?:-(oral|spotlight|poster|best paper))?")
_LONG = re.compile(r"(-?\d{1,9})?(?:/(-?\d{1,9}))?; ((?:\\.|[^\\;])*); ((?:\\.|[^\\;])*)")
_SIGNS = re.compile(r"[\[\]\\;]")


def render(papers: Sequence[Paper], notes: Sequence[FreeNote] = ()) -> str:
    """The text. Free notes have no place in it."""
    shelves = [(name, [paper for paper in papers if paper.status == status]) for status, name in _SHELVES.items()]
    parts = [TEXT_TITLE, *("\n\n".join([name, *map(_entry, shelf)]) for name, shelf in shelves if shelf)]
    return "\n\n\n".join(parts) + "\n"


def _entry(paper: Paper) -> str:
    title = paper.title or paper.key
    bracket = _bracket(paper)
    if not bracket and (title.startswith("[") or title in _STATUSES):
        bracket = "[] "  # so that the title is taken for nothing else
    note = [_INDENT + line if line.strip() else "" for line in trimmed(paper.note)]
    return "\n".join([bracket + title, *filter(None, [paper.url]), *(["", *note] if note else [])])


def _bracket(paper: Paper) -> str:
    """``[2019-ICLR-oral]``; ``[201905-arXiv]`` with a month; ``[2019/5; NAACL-HLT; talk]`` where need be."""
    facts = {name: getattr(paper, name) for name in ("year", "month", "venue", "presentation")}
    facts = {name: value for name, value in facts.items() if value not in ("", None)}
    if not facts:
        return ""
    month = f"{paper.month:02}" if paper.month is not None else ""
    parts = [f"{'' if paper.year is None else paper.year}{month}", paper.venue, paper.presentation]
    short = "-".join(filter(None, parts))
    if not _SIGNS.search(short) and _facts(short) == facts:
        return f"[{short}] "
    when = f"{'' if paper.year is None else paper.year}{f'/{paper.month}' if paper.month is not None else ''}"
    words = (_SIGNS.sub(r"\\\g<0>", text) for text in (paper.venue, paper.presentation))
    return f"[{'; '.join((when, *words))}] "


def _facts(text: str) -> dict[str, Any]:
    """What the words of a bracket mean."""
    if found := _LONG.fullmatch(text):
        year, month, *words = found.groups()
        venue, presentation = (re.sub(r"\\(.)", r"\1", word or "") for word in words)
    elif found := _SHORT.fullmatch(text):
        year, month, venue, presentation = found.groups()
    else:
        year, month, venue, presentation = None, None, text, ""
    fields = {"year": int(year) if year else None, "month": int(month) if month else None}
    return {name: value for name, value in (fields | {"venue": venue, "presentation": presentation}).items() if value}


# -- reading -------------------------------------------------------------------------------------------------------


def read(page: Page) -> None:
    """The papers of such a text."""
    status = ""
    at = 1
    while at <= len(page.lines):
        line = page.lines[at - 1]
        if not line.strip() or (not status and line.strip() == TEXT_TITLE):
            page.frame.append(at)
            at += 1
        elif line in _STATUSES:
            status = _STATUSES[line]
            page.add_heading(at, line)
            at += 1
        elif not status or line.startswith(" "):
            page.left.append(at)
            at += 1
        else:
            at = _read_entry(page, at, status)


def _read_entry(page: Page, line: int, status: str) -> int:
    """Add the paper whose title stands in a line; the number of the line behind it."""
    at = line + 1
    has_link = at <= len(page.lines) and page.lines[at - 1].strip() and not page.lines[at - 1].startswith(_INDENT)
    first = at + 1 if has_link else at
    at = first
    while at <= len(page.lines) and (not page.lines[at - 1].strip() or page.lines[at - 1].startswith(_INDENT)):
        at += 1
    note = tuple(trimmed([text[len(_INDENT) :] for text in page.lines[first - 1 : at - 1]]))
    paper = Paper(**_read_title(page.lines[line - 1]), status=status, note=note)
    if has_link:
        paper = paper.edit(url=page.lines[line].strip())
    page.add_paper(paper, line, range(line, first), range(first, at), status=True)
    return at


def _read_title(line: str) -> dict[str, Any]:
    found = _BRACKET.fullmatch(line)
    if not found:
        return {"title": line}
    return {"title": found[2]} | (_facts(found[1]) if found[1] else {})
