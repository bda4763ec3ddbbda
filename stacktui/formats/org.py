"""Org: a heading a category, a headline a paper with its state, a drawer of properties, the note below.

The note stays Markdown. It is indented, so that no line of it can become a headline; Org reads its bullets and tables
as its own. Further categories stand in the drawer, and so do all tags where Org does not take each of them
(``to-do``). Where text would mean something to Org, a zero-width space keeps it from that, as Org's manual has it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from stacktui.formats.markdown_in import unlisted
from stacktui.formats.markdown_out import NO_CATEGORY, by_category, dated, listed, paragraphs, read_dated, trimmed
from stacktui.formats.pages import NotOurs, Page
from stacktui.model import STATUSES, FreeNote, Link, Paper, plain, tidy_rating

HOLDS = frozenset(
    (
        "key", "title", "alias", "authors", "venue", "year", "month", "presentation", "url", "links", "link-labels",
        "status", "categories", "all-categories", "rating", "tags", "added", "read", "not_before", "note", "notes",
        "note-papers",
    )
)  # fmt: skip

_STATES = dict(zip(STATUSES, ("TODO", "NEXT", "DONE", "REREAD", "CANCELLED"), strict=True))
_STATUS_OF = {state: status for status, state in _STATES.items()}
_BREAK = "\u200b"
_BRACKETS_MEET = re.compile(rf"^{_BREAK}*(?=\[)|(?<=[\[\]]){_BREAK}*(?=[\[\]])|(?<=\]){_BREAK}*$")
"""Where brackets of a label would meet those of its link or each other; breaks of the label's own stay."""
_TAG = re.compile(r"[\w@#%]+")
_HEADLINE = re.compile(rf"\*\* (?:({'|'.join(_STATUS_OF)}) )?(.*?)(?: :((?:[\w@#%]+:)+))?")
_MEANS_SOMETHING = re.compile(rf"(?:{'|'.join(_STATUS_OF)}|COMMENT|\[#.\])(?: |$)")
_PROPERTY = re.compile(r"   :([A-Z_]+): (.*)")
_LINK = re.compile(r"\[\[((?:\\.|[^\\\]])*)\](?:\[(.*)\])?\]")
_INDENT = "   "
_LIKE_A_HEAD = tuple(_INDENT + begin for begin in ("- ", "SCHEDULED: ", ":PROPERTIES:"))
"""How a line of a note looks that would be a link, a date or a drawer right below a headline."""


def render(papers: Sequence[Paper], notes: Sequence[FreeNote] = ()) -> str:
    """The file; free notes end it."""
    blocks = [["#+TITLE: Papers", "#+TODO: TODO NEXT REREAD | DONE CANCELLED", "#+CREATOR: stacktui org"]]
    for category, group in by_category(papers):
        blocks += [[f"* {_guarded(category or NO_CATEGORY)}"], *map(_entry, group)]
    if notes:
        blocks += [["* Notes"], *map(_free_note, notes)]
    return paragraphs(blocks)


def _entry(paper: Paper) -> list[str]:
    tags = [tag for tag in paper.tags if _TAG.fullmatch(tag)]
    title = _guarded(paper.title or paper.key)
    head = f"** {_STATES[paper.status]} {title}" + (f" :{':'.join(tags)}:" if tags else "")
    planned = [f"   SCHEDULED: <{paper.not_before}>"] if paper.not_before else []
    drawer = [f"   :{name}: {value}" for name, value in _properties(paper) if value]
    links = [f"   - {_link(each.label, each.url)}" for each in paper.links if each.label or each.url]
    return [head, *planned, "   :PROPERTIES:", *drawer, "   :END:", *links, *_text(paper.note, bool(links))]


def _guarded(text: str) -> str:
    """Words of a headline that Org takes for nothing but words."""
    before = _BREAK if _MEANS_SOMETHING.match(text) or text.startswith(_BREAK) else ""
    return before + text + (_BREAK if text.endswith((":", _BREAK)) else "")


def _plain_headline(text: str) -> str:
    return text.removeprefix(_BREAK).removesuffix(_BREAK)


def _properties(paper: Paper) -> Iterable[tuple[str, str]]:
    yield "CUSTOM_ID", paper.key
    yield "ALIAS", paper.alias
    yield "AUTHORS", _list(paper.authors)
    yield "VENUE", paper.venue
    yield "YEAR", "" if paper.year is None else str(paper.year)
    yield "MONTH", "" if paper.month is None else str(paper.month)
    yield "PRESENTATION", paper.presentation
    yield "URL", paper.url
    yield "RATING", "" if paper.rating is None else str(plain(paper.rating))
    yield "CATEGORIES", _list(paper.categories[1:])
    yield "KEYWORDS", _list(() if all(map(_TAG.fullmatch, paper.tags)) else paper.tags)
    yield "ADDED", paper.added
    yield "READ", paper.read


def _list(items: Iterable[str]) -> str:
    return listed(item.replace("\\", "\\\\") for item in items)


def _unlist(text: str) -> tuple[str, ...]:
    return tuple(item.replace("\\\\", "\\") for item in unlisted(text))


def _link(label: str, url: str | None) -> str:
    """``[[url][label]]``."""
    if not url:
        return label
    shown = _BRACKETS_MEET.sub(rf"{_BREAK}\g<0>", label)
    target = re.sub(r"[\\\[\]]", r"\\\g<0>", url)
    return f"[[{target}][{shown}]]" if label else f"[[{target}]]"


def _text(lines: Sequence[str], after_links: bool) -> list[str]:
    """A note, indented; a blank line parts it from the links and dates above, whose like it may begin with."""
    text = [_INDENT + line if line.strip() else "" for line in trimmed(lines)]
    return ["", *text] if text and (after_links or text[0].startswith(_LIKE_A_HEAD)) else text


def _free_note(note: FreeNote) -> list[str]:
    drawer = [f"{_INDENT}:PROPERTIES:", f"{_INDENT}:PAPERS: {_list(note.papers)}", f"{_INDENT}:END:"]
    return [f"** {_guarded(dated(note))}", *(drawer if note.papers else []), *_text(note.text, after_links=False)]


# -- reading -------------------------------------------------------------------------------------------------------


def read(page: Page) -> None:
    """The papers and free notes of such a file."""
    category, begun, number = "", False, 1
    while number <= len(page.lines):
        line = page.lines[number - 1]
        if line.startswith("* "):
            category, begun = _plain_headline(line[2:]), True
            page.add_heading(number, category)
        elif line.startswith("** "):
            end = _end_of_entry(page, number)
            with page.fitting(range(number, end + 1)):
                _read_entry(page, number, end, category)
            number = end
        elif line.strip() and begun:
            page.left.append(number)
        else:
            page.frame.append(number)
        number += 1


def _end_of_entry(page: Page, number: int) -> int:
    end = number
    while end < len(page.lines) and (not page.lines[end].strip() or page.lines[end].startswith(_INDENT)):
        end += 1
    return end


def _read_entry(page: Page, number: int, end: int, category: str) -> None:
    """Add what the lines from a headline to ``end`` hold."""
    head = _HEADLINE.fullmatch(page.lines[number - 1])
    lines = [line.removeprefix(_INDENT) for line in page.lines[number:end]]
    begin = 1 if lines and lines[0].startswith("SCHEDULED: ") else 0
    close = lines.index(":END:") + 1 if lines[begin : begin + 1] == [":PROPERTIES:"] and ":END:" in lines else begin
    values = dict(filter(None, map(_property, page.lines[number + begin + 1 : number + close - 1])))
    if head and head[1]:
        links = tuple(_read_links(lines[close:]))
        paper = Paper(
            **_read_headline(head, category, values),
            not_before=lines[0][12:-1] if begin else "",
            links=links,
            note=tuple(trimmed(lines[close + len(links) :])),
        )
        first = number + 1 + close + len(links)
        page.add_paper(paper, number, range(number, first), range(first, end + 1), status=True)
    elif head:
        date, title = read_dated(_plain_headline(page.lines[number - 1][3:]))
        note = FreeNote(title=title, date=date, papers=_unlist(values.get("PAPERS", "")))
        page.add_note(note.edit(text=tuple(trimmed(lines[close:]))), range(number, end + 1))


def _property(line: str) -> tuple[str, str] | None:
    found = _PROPERTY.fullmatch(line)
    return (found[1], found[2]) if found else None


def _read_headline(head: re.Match[str], category: str, values: Mapping[str, str]) -> dict[str, Any]:
    first = () if category in ("", NO_CATEGORY) else (category,)
    tags = (*_unlist(values.get("KEYWORDS", "")), *(head[3].strip(":").split(":") if head[3] else ()))
    try:
        numbers = {name: int(values[name.upper()]) for name in ("year", "month") if name.upper() in values}
        rating = tidy_rating(float(values["RATING"])) if "RATING" in values else None
    except (ValueError, OverflowError) as error:
        raise NotOurs(str(error)) from None
    return {
        "key": values.get("CUSTOM_ID", ""),
        "title": _plain_headline(head[2]),
        "authors": _unlist(values.get("AUTHORS", "")),
        "status": _STATUS_OF[head[1]],
        "categories": (*first, *_unlist(values.get("CATEGORIES", ""))),
        "tags": tuple(dict.fromkeys(tags)),
        "rating": rating,
        **{name: values.get(name.upper(), "") for name in ("alias", "venue", "presentation", "url", "added", "read")},
        **numbers,
    }


def _read_links(lines: Sequence[str]) -> Iterable[Link]:
    for line in lines:
        if not line.startswith("- "):
            return
        found = _LINK.fullmatch(line[2:])
        if not found:
            yield Link(line[2:], None)
        else:
            yield Link(
                _BRACKETS_MEET.sub(lambda found: found[0][1:], found[2] or ""), re.sub(r"\\(.)", r"\1", found[1])
            )
