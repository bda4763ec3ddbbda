"""CSV: a head row, then a row a paper, as RFC 4180 has it but with plain line feeds; UTF-8 without a byte order mark.

Lists stand in one cell: authors, categories, tags and links one after the other with ``; `` between them, links as
``label=address``. A ``;`` or backslash inside an item gets a backslash, and so does a ``=`` inside a label.

Spreadsheets run a cell that begins with ``=``, ``+``, ``-`` or ``@`` as a formula, and notes often begin with ``-``.
Such a cell (also one that begins with a tab, or with apostrophes before one of these) gets an apostrophe in front,
the mark that spreadsheets themselves use for text; :func:`plain_cell` takes it off.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from stacktui.formats.document import Document, Ignored
from stacktui.formats.drafts import entry_of
from stacktui.identity import arxiv_id, doi
from stacktui.model import FreeNote, Link, Paper, plain

COLUMNS = (
    "key", "title", "alias", "authors", "venue", "year", "month", "presentation", "url", "links", "status",
    "categories", "rating", "tags", "read on", "added", "pushed", "not before", "arxiv", "doi", "note",
)  # fmt: skip
"""The head row."""

HOLDS = frozenset(
    (
        *(name.replace("read on", "read").replace(" ", "_") for name in COLUMNS),
        "all-categories",
        "no-category",
        "link-labels",
    )
)

_LONGEST_HEAD = 5000
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_IN_LABEL = re.compile(r"[=\\]")
_LINK = re.compile(r"((?:[^=\\]|\\.)*)=(.*)")
_IN_ITEM = re.compile(r"[;\\]")
_ITEMS = re.compile(r"(?:[^;\\]|\\.)+", re.DOTALL)


def render(papers: Sequence[Paper], notes: Sequence[FreeNote] = ()) -> str:
    """The table; free notes have no place in it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for paper in papers:
        writer.writerow(map(safe_cell, _row(paper)))
    return out.getvalue()


def _row(paper: Paper) -> list[str]:
    derived = {
        "authors": join_items(paper.authors),
        "links": join_items(map(_link_item, paper.links)),
        "categories": join_items(paper.categories),
        "tags": join_items(paper.tags),
        "read on": paper.read,
        "not before": paper.not_before,
        "arxiv": arxiv_id(paper) or "",
        "doi": doi(paper) or "",
        "note": paper.note_text,
    }
    return [derived[name] if name in derived else _text(getattr(paper, name)) for name in COLUMNS]


def _text(value: object) -> str:
    return "" if value is None else str(plain(value))


def _link_item(link: Link) -> str:
    label = _IN_LABEL.sub(r"\\\g<0>", link.label)
    return f"{label}={link.url or ''}"


def join_items(items: Iterable[str]) -> str:
    """Items in one cell; :func:`split_items` is the way back."""
    return "; ".join(_IN_ITEM.sub(r"\\\g<0>", item) for item in items)


def split_items(cell: str) -> list[str]:
    """The items of a cell."""
    items = (re.sub(r"\\(.)", r"\1", found, flags=re.DOTALL).strip() for found in _ITEMS.findall(cell))
    return [item for item in items if item]


def safe_cell(text: str) -> str:
    """The text of a cell that no spreadsheet takes for a formula."""
    return "'" + text if _FORMULA.match(text) else text


def plain_cell(text: str) -> str:
    """The text behind :func:`safe_cell`."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text[1:]) else text


# -- reading -------------------------------------------------------------------------------------------------------


def read_own(text: str) -> Document | None:
    """The papers of a table with our columns, in any order and among others; None where it has not all of them.

    A spreadsheet may have saved it with semicolons or tabs. Columns of others are not read.
    """
    separator = own_separator(text)
    return _document(text, separator) if separator else None


def own_separator(text: str) -> str:
    """What parts the cells of a table with our columns; empty where it has not all of them."""
    head = re.split(r"[\r\n]", text[:_LONGEST_HEAD].lstrip("\n"), maxsplit=1)[0]
    found = (each for each in ",;\t" if set(COLUMNS) <= set(next(csv.reader([head], delimiter=each), ())))
    return next(found, "")


def _document(text: str, separator: str) -> Document | None:
    csv.field_size_limit(10_000_000)
    papers = []
    try:
        for first, last, row in _rows(text, separator):
            head = ((first + 1, last),) if last > first else ()
            papers.append(entry_of(_paper(row), first, head))
    except (csv.Error, ValueError):
        return None
    top = 1 + len(text) - len(text.lstrip("\n"))
    return Document("csv", tuple(papers), ignored=(Ignored(((top, top),), "head of the table"),))


def _rows(text: str, separator: str) -> Iterator[tuple[int, int, dict[str, str]]]:
    """First line, last line and cells of each row that is not empty."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    names = next(filter(None, reader))
    before = reader.line_num
    for row in reader:
        if any(row):
            yield before + 1, reader.line_num, dict(zip(names, map(plain_cell, row), strict=False))
        before = reader.line_num


def _paper(row: dict[str, str]) -> Paper:
    """The record of a row; ValueError where a number is none."""
    record: dict[str, Any] = {name.replace(" ", "_"): row.get(name, "") for name in COLUMNS[:-3]}
    record |= {name: split_items(record[name]) for name in ("authors", "categories", "tags")}
    record |= {name: int(record[name]) for name in ("year", "month") if record[name]}
    record["rating"] = float(record["rating"]) if record["rating"] else None
    record["links"] = [_read_link(item) for item in split_items(record["links"])]
    record["read"] = record.pop("read_on")
    record["note"] = row["note"].split("\n") if row.get("note") else []
    return Paper.from_record(record)


def _read_link(item: str) -> dict[str, str]:
    found = _LINK.fullmatch(item)
    return {"label": re.sub(r"\\(.)", r"\1", found[1]), "url": found[2]} if found else {"label": item, "url": ""}
