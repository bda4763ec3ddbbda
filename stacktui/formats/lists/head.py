"""What the head lines of an entry say, and which of its links is the paper."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from stacktui.formats.lists.facts import Facts, read_status
from stacktui.formats.lists.links import host_kind, host_of, is_label, label_kind, name_of_site
from stacktui.formats.lists.titles import is_name, split_authors
from stacktui.formats.lists.tokens import Token
from stacktui.formats.lists.venues import names_a_venue
from stacktui.identity import find_arxiv_id, find_doi
from stacktui.model import Link

PUNCTUATION = " \t\n.,;:|·-–—:，。；：、/<>→=+"


@dataclass(slots=True)
class Head:
    """What the head lines of an entry say."""

    title: str = ""
    shape: str = ""
    """What the title is made of: link, bold, quote, bracket, text; "" without a title."""
    url: str | None = None
    links: list[Link] = field(default_factory=list)
    alias: str = ""
    authors: tuple[str, ...] = ()
    author_links: dict[str, str] = field(default_factory=dict)
    facts: Facts = field(default_factory=Facts)
    date: str = ""
    tags: list[str] = field(default_factory=list)
    categories: list[str] = field(default_factory=list)
    key: str = ""
    note: list[str] = field(default_factory=list)
    residue: list[str] = field(default_factory=list)
    likeness: float = 0.0
    evidence: float = 0.0
    lost_labels: int = 0
    started: str = ""
    """The kind of the first token: the shape by which lines are compared."""
    is_open: bool = False
    """Whether the title is plain text that the line's end may have cut."""


def tidy_title(title: str) -> str:
    """A title without the punctuation of its list: a final stop, quotes around all of it."""
    title = " ".join(title.split()).strip(" ,;|·—–-，、；")
    if (
        title.endswith((".", "。", ":", "："))
        and not title.endswith("..")
        and not re.search(r"\b[A-Z]\.$|etc\.$", title)
    ):
        title = title[:-1].rstrip()
    for opened, closed in (("“", "”"), ('"', '"'), ("《", "》"), ("「", "」"), ("'", "'"), ("[", "]")):
        if title.startswith(opened) and title.endswith(closed) and len(title) > 2 and opened not in title[1:-1]:
            inner = title[1:-1].strip(" ,;")
            return inner[:-1] if inner.endswith(".") and not inner.endswith("..") else inner
    return title


def merge_facts(into: Facts, facts: Facts) -> None:
    """Fill what ``into`` does not say yet."""
    for name in ("venue", "year", "month", "presentation", "status", "rating", "arxiv"):
        if getattr(into, name) in (None, "") and getattr(facts, name) not in (None, ""):
            setattr(into, name, getattr(facts, name))


def is_alias(text: str) -> bool:
    """Whether a text in brackets is short enough for the short name of a paper."""
    return 1 < len(text) <= 30 and len(text.split()) <= 4 and any(map(str.isalpha, text))


def take_status(head: Head, mark: str) -> None:
    """Take the status that a mark or emoji means."""
    status = read_status(mark.strip(":"))
    if status and not head.facts.status:
        head.facts.status = status


def take_cite(head: Head, token: Token) -> None:
    """Take the key, and the year in the text, of a link to a bibliography."""
    head.key = head.key or (token.url or "")
    year = re.search(r"\b((?:19|20)\d\d)\b", token.text)
    if year and head.facts.year is None:
        head.facts.year = int(year[1])
    if token.text:
        head.residue.append(token.text)


def take_authors(head: Head, text: str) -> None:
    """Take names, and a year behind them."""
    year = re.search(r"\(?\b((?:19|20)\d\d)\b\)?[\s.,:]*$", text)
    if year:
        head.facts.year = head.facts.year or int(year[1])
        text = text[: year.start()]
    if not head.authors:
        head.authors = split_authors(text)


def take_link(head: Head, token: Token) -> None:
    """Take a link, unless it only shows a figure or leads to a place in the document."""
    label = token.text.strip(" []【】") or (token.children[0].text if token.children else "")
    if label_kind(label) == "badge":
        return
    if not label and token.url:
        label = name_of_site(token.url) if token.children else ""
    if token.url and re.fullmatch(r"(?:mailto:.*|#.*)", token.url):
        return
    if token.url == "" and label_kind(label) == "paper":
        head.lost_labels += 1
        return
    head.links.append(Link(label, token.url or None))


def finish_links(head: Head) -> None:
    """Choose the main link: that of the title, else the one that is the paper; the others stay links."""
    own_page = head.url
    if head.url and host_kind(head.url) == "file":
        better = _main_link(head.links)
        if better is None or not host_of(better.url or ""):
            return
        head.url = better.url
        head.links.remove(better)
        head.links.append(Link("notes", own_page))
    elif not head.url and head.title and head.shape != "":
        chosen = _main_link(head.links)
        if chosen is not None:
            head.url = chosen.url
            head.links.remove(chosen)


def _main_link(links: list[Link]) -> Link | None:
    """The link that leads to the paper itself, by label, else by host; None where all lead elsewhere."""
    given = [link for link in links if link.url]
    for link in given:
        if label_kind(link.label) == "paper" and host_kind(link.url or "") not in ("code", "video", "resource"):
            return link
    for link in given:
        if label_kind(link.label) != "other" and host_kind(link.url or "") == "paper":
            return link
    for link in given:
        if not link.label and host_kind(link.url or "") in ("paper", "page"):
            return link
    for link in given:
        if find_arxiv_id(link.url or "") and label_kind(link.label) != "badge":
            return link
    return next(
        (link for link in given if link.label and not is_label(link.label) and host_kind(link.url or "") == "page"),
        None,
    )


def arxiv_and_doi(head: Head) -> tuple[str, str]:
    """The ids that the head gives: in the main link, in its text, in a link to the paper."""
    arxiv = find_arxiv_id(head.url or "") or head.facts.arxiv
    doi = find_doi(head.url or "")
    for link in head.links:
        if link.url and label_kind(link.label) == "paper":
            arxiv = arxiv or find_arxiv_id(link.url) or ""
            doi = doi or find_doi(link.url)
    return arxiv or "", "" if doi and doi.startswith("10.48550/arxiv") and arxiv else doi or ""


_DATED = re.compile(r"(?:originally\s+|by\s+)?([^\d]+?),?\s+((?:19|20)\d\d)$")


def take_dated_names(head: Head, text: str, *, probe: Facts | None = None) -> bool:
    """``(Ada Lovelace, 1843)``: who wrote it and when; a venue that we know is none."""
    found = _DATED.match(text)
    if not found or head.authors or (probe is not None and names_a_venue(probe)):
        return False
    names = split_authors(found[1])
    if not names or not all(is_name(name) and len(name.split()) > 1 for name in names):
        return False
    head.authors, head.facts.year = names, head.facts.year or int(found[2])
    return True
