"""Tables of papers: what the columns hold, by their heads and by their cells."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from stacktui.formats.lists.facts import read_stars, read_status
from stacktui.formats.lists.head import Head, finish_links, merge_facts, tidy_title
from stacktui.formats.lists.heads import read_head
from stacktui.formats.lists.inline import strip_marks, tokenize
from stacktui.formats.lists.labelled import read_slash_date, take_field
from stacktui.formats.lists.links import host_kind, label_kind, name_of_site
from stacktui.formats.lists.titles import author_likeness, title_likeness
from stacktui.formats.lists.tokens import Token
from stacktui.formats.lists.venues import read_bracket
from stacktui.formats.lists.words import words
from stacktui.identity import find_arxiv_id, find_url
from stacktui.model import Link

_KINDS = (
    "title",
    "alias",
    "authors",
    "venue",
    "year",
    "date",
    "status",
    "rating",
    "link",
    "note",
    "category",
    "tags",
    "key",
)
_CHECKS = frozenset("✅☑✔✓√⬜☐🔲❌✗xX-–—")


@dataclass(slots=True)
class Table:
    """The rows of one table and what each column holds."""

    rows: list[tuple[str, ...]]
    names: tuple[str, ...]
    kinds: list[str] = field(default_factory=list)
    day_first: bool = False


def read_table(names: tuple[str, ...], rows: list[tuple[str, ...]]) -> list[Head | None]:
    """The entry of each row; None for rows that hold none. All None where the table has no column of titles."""
    table = Table(rows, names)
    width = max(map(len, rows), default=0)
    table.kinds = [_column_kind(table, at) for at in range(width)]
    _choose_title(table)
    if "title" not in table.kinds:
        return [None] * len(rows)
    table.day_first = any(
        _starts_above_twelve(row[at]) for row in rows for at in _columns(table, "date") if at < len(row)
    )
    heads = [_read_row(table, row) for row in rows]
    if not any(_READ_ON.search(names[at]) for at in _columns(table, "date") if at < len(names)):
        _publish_dates([head for head in heads if head])
    return heads


_READ_ON = re.compile(r"read|add|note|读|记|加", re.IGNORECASE)


def _publish_dates(heads: list[Head]) -> None:
    """Where the dates of most rows are the months of their arXiv numbers, all tell when the papers came out."""
    dated = [head for head in heads if re.match(r"\d{4}-\d\d", head.date)]
    months = [(head.date[2:4] + head.date[5:7], _arxiv_of(head)) for head in dated]
    known = [(month, number) for month, number in months if number]
    if len(known) < 3 or sum(number.startswith(month) for month, number in known) < 0.7 * len(known):
        return
    for head in dated:
        head.facts.year = head.facts.year or int(head.date[:4])
        head.facts.month = head.facts.month or int(head.date[5:7])
        head.date = ""


def _arxiv_of(head: Head) -> str:
    links = [head.url or "", *(link.url or "" for link in head.links)]
    return next((found for url in links if (found := find_arxiv_id(url))), head.facts.arxiv or "")


def _columns(table: Table, kind: str) -> list[int]:
    return [at for at, known in enumerate(table.kinds) if known == kind]


def _cells(table: Table, at: int) -> list[str]:
    return [row[at].strip() for row in table.rows if at < len(row)]


def _column_kind(table: Table, at: int) -> str:
    name = strip_marks(table.names[at]).casefold().strip(" :：*()") if at < len(table.names) else ""
    cells = _cells(table, at)
    given = [cell for cell in cells if cell]
    if given and all(set(cell.replace("\ufe0f", "").replace(" ", "")) <= _CHECKS for cell in given):
        return "status"
    name = re.sub(r"^[^\w✓✅]+|[^\w✓✅?]+$", "", name)
    kind = next((kind for kind in _KINDS if name in words("columns", kind)), "")
    if kind:
        return _checked(kind, given)
    for piece in re.split(r"[\s/|&,()（）]+", name):
        kind = next((kind for kind in _KINDS if piece and piece in words("columns", kind)), "")
        if kind and kind not in ("title", "year"):
            return _checked(kind, given)
    return _kind_by_content(given)


def _checked(kind: str, cells: list[str]) -> str:
    """The kind that a column's name means, unless its cells say otherwise."""
    if kind == "date" and cells and not any(read_slash_date(strip_marks(cell), False) for cell in cells[:20]):
        return "" if sum(map(_is_year, cells)) < len(cells) / 2 else "year"
    if (
        kind == "link"
        and cells
        and all(host_kind(find_url(cell) or "") in ("anchor", "") and "](" not in cell for cell in cells[:20])
    ):
        return ""
    return kind


def _is_year(cell: str) -> bool:
    return bool(re.fullmatch(r"\D{0,3}(?:19|20)\d\d\D{0,3}", strip_marks(cell)))


def _kind_by_content(cells: list[str]) -> str:
    if not cells:
        return ""
    sample = [strip_marks(cell) for cell in cells[:30]]
    if sum(map(_is_year, sample)) >= 0.7 * len(sample):
        return "year"
    if sum(bool((facts := read_bracket(text)) and facts.venue) for text in sample) >= 0.7 * len(sample):
        return "venue"
    if sum(author_likeness(text) >= 0.75 for text in sample) >= 0.6 * len(sample):
        return "authors"
    if sum(read_stars(text) is not None for text in sample) >= 0.6 * len(sample):
        return "rating"
    return ""


def _choose_title(table: Table) -> None:
    """Keep one column of titles: the one named so whose cells look like titles, else the best unnamed one."""
    named = _columns(table, "title")
    scored = {
        at: _title_score(table, at) for at in named or range(len(table.kinds)) if not table.kinds[at] or at in named
    }
    threshold = 0.15 if named else 1.0
    best = max(scored, key=lambda at: scored[at], default=None)
    for at in named:
        table.kinds[at] = "title" if at == best else "alias" if _holds_short_names(table, at) else ""
    if best is not None and scored[best] >= threshold:
        table.kinds[best] = "title"
    elif best is not None and named:
        table.kinds[best] = ""
    if "title" not in table.kinds:
        _title_among_aliases(table)


def _holds_short_names(table: Table, at: int) -> bool:
    """Whether the cells beside the titles are names of a word or two."""
    if "alias" in table.kinds:
        return False
    cells = [strip_marks(cell) for cell in _cells(table, at) if cell]
    short = sum(len(cell) <= 30 and len(cell.split()) <= 3 for cell in cells)
    return bool(cells) and short >= 0.8 * len(cells)


def _title_among_aliases(table: Table) -> None:
    """A column of methods whose names link to papers is one of titles where there is no other."""
    for at in [*_columns(table, "alias"), *_columns(table, "note")]:
        cells = [cell for cell in _cells(table, at) if cell]
        linked = sum(host_kind(find_url(cell) or "") in ("paper", "page") and "](" in cell for cell in cells)
        if cells and linked >= 0.5 * len(cells):
            table.kinds[at] = "title"
            return


def _title_score(table: Table, at: int) -> float:
    cells = [cell for cell in _cells(table, at) if cell][:60]
    if not cells:
        return -1.0
    scores = []
    for cell in cells:
        url = find_url(cell) if "](" in cell or "<a" in cell else None
        linked = {"paper": 1.5, "page": 1.0, "file": 0.8, "code": 0.4}.get(host_kind(url or ""), 0.0)
        scores.append(max(title_likeness(strip_marks(cell)), -1.0) + linked)
    return sum(scores) / len(scores)


def _read_row(table: Table, row: tuple[str, ...]) -> Head | None:
    at = table.kinds.index("title")
    cell = row[at] if at < len(row) else ""
    if not strip_marks(cell):
        return None
    head = read_head(cell)
    if not head.title or not any(map(str.isalpha, head.title)):
        return None
    head.title = tidy_title(head.title)
    own_note, head.note = head.note, []
    for column, value in enumerate(row):
        if column != at and value:
            _take_cell(table, head, column, value)
    _take_empty_checks(table, head, row)
    head.note = [*own_note, *head.note]
    finish_links(head)
    return head


def _take_cell(table: Table, head: Head, column: int, value: str) -> None:
    kind = table.kinds[column] if column < len(table.kinds) else ""
    name = strip_marks(table.names[column]) if column < len(table.names) else ""
    if kind == "link":
        _take_links(head, name, value)
    elif kind == "date":
        head.date = head.date or read_slash_date(strip_marks(value), table.day_first)
    elif kind == "note":
        head.note.extend(line for line in re.split(r"<br\s*/?>", value) if line.strip())
    elif kind == "status":
        _take_check(head, value)
    elif kind == "venue" and (facts := read_bracket(strip_marks(value))):
        merge_facts(head.facts, facts)
    elif kind == "key":
        head.key = strip_marks(value)
    elif not kind or not take_field(head, kind, name, value):
        _take_other(head, name, value)


def _take_check(head: Head, value: str) -> None:
    status = read_status(value.strip()) or next((found for part in value if (found := read_status(part))), "")
    head.facts.status = status or "to-read"


def _take_empty_checks(table: Table, head: Head, row: tuple[str, ...]) -> None:
    """An empty cell in a column of check marks says that it is not done."""
    if not head.facts.status and any(at >= len(row) or not row[at] for at in _columns(table, "status")):
        head.facts.status = "to-read"


def _take_links(head: Head, name: str, value: str) -> None:
    for token in tokenize(value):
        label = token.text.strip(" []")
        if token.kind != "link" or label_kind(label) == "badge" or not token.url:
            continue
        if not label or label.casefold() in ("link", "here", "url", "链接", "[link]"):
            label = name_of_site(token.url) if token.children else name or label
        head.links.append(Link(label, token.url))


def _take_other(head: Head, name: str, value: str) -> None:
    """A column that we do not know: its links are kept, its text as residue under the name of the column."""
    links = [token for token in tokenize(value) if token.kind == "link"]
    if links and not is_badge(links):
        _take_links(head, name, value)
    text = strip_marks(re.sub(r"!\[[^\]]*\]\([^)]*\)|<img[^>]*>", "", value))
    if text and not links:
        head.residue.append(f"{name}: {text}" if name else text)


def is_badge(links: list[Token]) -> bool:
    """Whether links are pictures of figures, such as the number of citations."""
    return all(
        label_kind(token.text.strip(" []")) == "badge" or token.text.casefold() in words("labels", "badge")
        for token in links
    )


def _starts_above_twelve(cell: str) -> bool:
    found = re.match(r"\s*(\d{1,2})[/.]\d{1,2}[/.]\d{2,4}", cell)
    return bool(found) and int(found[1]) > 12 if found else False
