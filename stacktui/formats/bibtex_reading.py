"""Read BibTeX and BibLaTeX: entries, strings, concatenation, TeX accents; broken entries are reported, not fatal."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from stacktui.formats.document import Document, DocumentPaper, Ignored, as_ranges
from stacktui.formats.names import split_name
from stacktui.formats.tex import outside_braces, plain_tex
from stacktui.identity import find_arxiv_id, find_doi, plain_url
from stacktui.model import Link, tidy_tag
from stacktui.text import clean_line, has_cjk

_START = re.compile(r"@\s*([A-Za-z]+)\s*([{(])")
_FIELD = re.compile(r"\s*,?\s*([A-Za-z][\w:.-]*)\s*=\s*")
_MONTHS = {
    name: at
    for at, name in enumerate(("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1)
}
_LONGEST = 200_000


@dataclass
class Entry:
    """One ``@type{key, ...}`` with its place in the text."""

    kind: str
    key: str
    fields: dict[str, str]
    start: int
    end: int
    places: dict[str, int] = field(default_factory=dict)


def parse(text: str) -> Document:
    """The papers of a BibTeX file; text between the entries is ignored with that reason."""
    from stacktui.formats.lists.blocks import is_blank
    from stacktui.formats.lists.coverage import with_lost_lines

    lines = text.split("\n")
    starts = _line_starts(lines)
    papers, ignored = [], []
    strings = dict(_MONTH_STRINGS)
    taken: set[int] = set()
    parents = _parents(text)
    for entry in _entries(text, strings):
        _inherit(entry, parents)
        numbers = [
            number for number in range(_line(starts, entry.start), _line(starts, entry.end) + 1) if number not in taken
        ]
        taken.update(numbers)
        if entry.kind in ("comment", "preamble", "string") or not entry.fields.get("title"):
            reason = (
                f"@{entry.kind}"
                if entry.kind in ("comment", "preamble", "string")
                else f"@{entry.kind} without a title"
            )
            ignored.append(Ignored(as_ranges(number for number in numbers if not is_blank(lines[number - 1])), reason))
        elif numbers:
            line = _line(starts, entry.places.get("title", entry.start))
            papers.append(_paper(entry, line if line in numbers else numbers[0], numbers))
    between = [at for at, line in enumerate(lines, 1) if at not in taken and not is_blank(line)]
    if papers and between:
        ignored.append(Ignored(as_ranges(between), "text between the entries"))
    return with_lost_lines(Document("bibtex", tuple(papers), ignored=tuple(ignored)), lines)


def _parents(text: str) -> dict[str, Entry]:
    """The entries that others name in their field ``crossref``, by key."""
    named = {key.strip().casefold() for key in _CROSSREF.findall(text)}
    return (
        {entry.key.casefold(): entry for entry in read_entries(text) if entry.key.casefold() in named} if named else {}
    )


def _inherit(entry: Entry, parents: dict[str, Entry]) -> None:
    """Take what the entry named by ``crossref`` says and this one does not: where and when it came out."""
    parent = parents.get(entry.fields.get("crossref", "").strip().casefold())
    if parent is None or parent.key == entry.key:
        return
    for name in ("booktitle", "year", "date", "month", "journal", "series"):
        value = parent.fields.get(name) or (parent.fields.get("title", "") if name == "booktitle" else "")
        if value:
            entry.fields.setdefault(name, value)


_CROSSREF = re.compile(r"crossref\s*=\s*[{\"]([^{}\"]+)[}\"]", re.IGNORECASE)


def _line_starts(lines: list[str]) -> list[int]:
    starts, at = [], 0
    for line in lines:
        starts.append(at)
        at += len(line) + 1
    return starts


def _line(starts: list[int], place: int) -> int:
    from bisect import bisect_right

    return bisect_right(starts, place)


# -- the grammar ---------------------------------------------------------------------------------------------------

_MONTH_STRINGS = {name: name for name in _MONTHS}


def read_entries(text: str) -> list[Entry]:
    """The entries of a BibTeX text with their fields as written, TeX and all; broken ones as far as they go."""
    return [
        entry for entry in _entries(text, dict(_MONTH_STRINGS)) if entry.kind not in ("comment", "preamble", "string")
    ]


def _entries(text: str, strings: dict[str, str]) -> Iterator[Entry]:
    at = 0
    while found := _START.search(text, at):
        kind = found[1].lower()
        if found.start() and text[found.start() - 1] not in "\n\r \t})":
            at = found.end()
            continue
        entry = _entry(text, found, kind, strings)
        yield entry
        at = max(entry.end, found.end())


def _entry(text: str, found: re.Match[str], kind: str, strings: dict[str, str]) -> Entry:
    closing = "}" if found[2] == "{" else ")"
    if kind in ("comment", "preamble"):
        return Entry(kind, "", {}, found.start(), _closed(text, found.end() - 1, found[2], closing))
    at = found.end()
    key = ""
    if kind != "string":
        named = re.compile(r"\s*([^\s,={}()\"]*)\s*(?=,|[})])").match(text, at)
        if named:
            key, at = named[1], named.end()
    fields: dict[str, str] = {}
    places: dict[str, int] = {}
    at = _read_fields(text, at, fields, places, strings)
    end = re.compile(r"[\s,]*").match(text, at)
    at = end.end() if end else at
    if text[at : at + 1] != closing:
        at = _recover(text, at, closing)
    if kind == "string":
        strings.update({name.lower(): value for name, value in fields.items()})
    return Entry(
        kind,
        key,
        {name.lower(): value for name, value in fields.items()},
        found.start(),
        min(at, len(text) - 1),
        places,
    )


def _read_fields(text: str, at: int, fields: dict[str, str], places: dict[str, int], strings: dict[str, str]) -> int:
    while name := _FIELD.match(text, at):
        value, after = _value(text, name.end(), strings)
        if after == name.end():
            return at
        fields.setdefault(name[1].lower(), value)
        places.setdefault(name[1].lower(), name.start(1))
        at = after
    return at


def _value(text: str, at: int, strings: dict[str, str]) -> tuple[str, int]:
    """A value: pieces in braces or quotes, numbers and names, joined by ``#``."""
    pieces: list[str] = []
    while True:
        letter = text[at : at + 1]
        if letter == "{":
            end = _closed(text, at, "{", "}")
            pieces.append(text[at + 1 : end])
            at = end + 1
        elif letter == '"':
            end = _quote_end(text, at)
            pieces.append(text[at + 1 : end])
            at = end + 1
        else:
            bare = re.compile(r"[^\s,#{}()\"=]+").match(text, at)
            if not bare:
                return "".join(pieces), at
            pieces.append(strings.get(bare[0].lower(), bare[0]))
            at = bare.end()
        joined = re.compile(r"\s*#\s*").match(text, at)
        if not joined:
            return "".join(pieces), at
        at = joined.end()


def _closed(text: str, at: int, opened: str, closing: str) -> int:
    """Where the bracket at ``at`` is closed; at the next entry or the end where it never is."""
    level = 0
    for found in re.compile(r"\\.|[{}()]|\n\s*@[A-Za-z]+\s*[{(]", re.DOTALL).finditer(text, at, at + _LONGEST):
        sign = found[0]
        if sign[0] == "\n" and level and closing == "}" and found.start() > at:
            return found.start()
        if sign == opened:
            level += 1
        elif sign == closing:
            level -= 1
            if level == 0:
                return found.start()
    return min(len(text), at + _LONGEST) - 1


def _quote_end(text: str, at: int) -> int:
    level = 0
    for place in range(at + 1, min(len(text), at + _LONGEST)):
        letter = text[place]
        if letter == "\\":
            continue
        level += (letter == "{") - (letter == "}")
        if letter == '"' and level <= 0 and text[place - 1] != "\\":
            return place
    return min(len(text), at + _LONGEST) - 1


def _recover(text: str, at: int, closing: str) -> int:
    """Behind a mistake: the end of this entry is before the next one."""
    following = re.compile(r"\n\s*@[A-Za-z]+\s*[{(]").search(text, max(at - 1, 0))
    limit = following.start() if following else len(text)
    end = text.rfind(closing, at, limit)
    return end if end >= 0 else max(at - 1, limit - 1)


# -- fields --------------------------------------------------------------------------------------------------------


def _paper(entry: Entry, line: int, numbers: list[int]) -> DocumentPaper:
    fields = {name: plain_tex(value) for name, value in entry.fields.items() if name not in ("author", "editor", "url")}
    venue, arxiv = _venue(fields)
    url, links = _links(entry.fields, fields, arxiv)
    year = re.search(r"\d{4}", fields.get("year") or fields.get("date") or "")
    note = tuple(
        part for name in ("annote", "annotation", "note") for part in fields.get(name, "").split("\n") if part.strip()
    )
    return DocumentPaper(
        line=line,
        title=fields["title"],
        head_lines=as_ranges(number for number in numbers if number != line),
        url=url,
        links=links,
        alias=_alias(fields),
        authors=read_authors(entry.fields.get("author") or entry.fields.get("editor") or ""),
        venue=venue or None,
        year=int(year[0]) if year else None,
        month=_month(fields),
        arxiv=arxiv,
        doi=find_doi(entry.fields.get("doi", "")) or None,
        tags=_tags(entry.fields.get("keywords", "")),
        key=entry.key or None,
        note=note,
        note_lines=(),
    )


def _alias(fields: dict[str, str]) -> str | None:
    short = fields.get("shorttitle", "")
    return short if short and short != fields["title"] else None


def _tags(keywords: str) -> tuple[str, ...]:
    found = map(_tag, outside_braces(keywords, "[,;]"))
    return tuple(dict.fromkeys(tag for tag in found if tag))


def _tag(keyword: str) -> str:
    """A keyword as a tag; one in braces stays as it is."""
    text = plain_tex(keyword)
    return clean_line(text) if re.fullmatch(r"\s*\{(?:[^{}]|\{\})*\}\s*", keyword) else tidy_tag(text)


def _venue(fields: dict[str, str]) -> tuple[str, str | None]:
    """The venue, and the arXiv id that stands in its place or in ``eprint``."""
    venue = next(
        (
            fields[name]
            for name in (
                "booktitle",
                "journal",
                "journaltitle",
                "series",
                "publisher",
                "school",
                "institution",
                "howpublished",
            )
            if fields.get(name)
        ),
        "",
    )
    eprint = fields.get("eprint", "")
    kind = (fields.get("archiveprefix") or fields.get("eprinttype") or "").lower()
    arxiv: str | None = find_arxiv_id(f"arXiv:{eprint}") if eprint and kind in ("", "arxiv") else None
    if re.match(r"(?:arxiv|corr)\b", venue, re.IGNORECASE):
        arxiv = arxiv or find_arxiv_id(venue) or find_arxiv_id(fields.get("volume", ""))
        venue = "arXiv" if venue.lower().startswith("arxiv") else "CoRR"
    elif not venue and arxiv:
        venue = "arXiv"
    if re.search("https?:", venue):
        venue = ""
    return venue, arxiv


def _links(raw: dict[str, str], fields: dict[str, str], arxiv: str | None) -> tuple[str | None, tuple[Link, ...]]:
    found: list[tuple[str, str]] = []
    for name in ("url", "link", "ee", "howpublished", "bdsk-url-1"):
        address = re.search(
            r"https?://[^\s{}\\]+(?:\\_[^\s{}\\]+)*",
            raw.get(name, "").replace("\\_", "_").replace("\\%", "%").replace("\\&", "&"),
        )
        if address:
            first, comma, more = address[0].partition(",")
            found.append(("link", first if comma and not more else address[0]))
            found += [("link", url) for url in re.findall(r",\s*(https?://[^\s{},\\]+)", raw.get(name, ""))]
        elif name == "url" and re.fullmatch(r"[^\s{}]+", raw.get(name, "").strip()):
            found.append(("link", raw[name].strip()))
    if arxiv:
        found.append(("arXiv", f"https://arxiv.org/abs/{arxiv}"))
    if doi := find_doi(raw.get("doi", "")):
        found.append(("DOI", f"https://doi.org/{doi}"))
    main = found[0][1] if found else None
    others = {url: label for label, url in reversed(found[1:]) if not _same_place(url, main or "")}
    return main, tuple(Link(label, url) for url, label in reversed(others.items()))


def _same_place(url: str, main: str) -> bool:
    return plain_url(url) == plain_url(main)


def _month(fields: dict[str, str]) -> int | None:
    name = fields.get("month", "").strip().lower()
    if name[:3] in _MONTHS:
        return _MONTHS[name[:3]]
    dated = re.match(r"\d{4}-(\d\d)", fields.get("date", ""))
    number = dated[1] if dated else name
    return int(number) if number.isdecimal() and 1 <= int(number) <= 12 else None


def read_authors(text: str) -> tuple[str, ...]:
    """The names of an ``author`` field as ``First Last``, or where that would be parted elsewhere, ``Last, First``.

    ``and others`` is left out.
    """
    names = [name.strip() for name in outside_braces(text, r"\s+and(?=\s)")]
    return tuple(_turned(name) for name in names if name.lower() not in ("others", "") and plain_tex(name))


def _turned(name: str) -> str:
    parts = [plain_tex(part) for part in outside_braces(name, ",")]
    if len(parts) == 2:
        if has_cjk(parts[0]) and has_cjk(parts[1]):
            return parts[0] + parts[1]
        in_order = f"{parts[1]} {parts[0]}".strip()
        return in_order if split_name(in_order) == split_name(", ".join(parts)) else ", ".join(parts)
    if len(parts) == 3:
        return f"{parts[2]} {parts[0]} {parts[1]}".strip()
    return plain_tex(name)
