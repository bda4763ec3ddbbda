"""The head of an entry: from the line that holds a title to its fields.

The parts of a head come in any order::

    [number] [check box] [brackets] prefix title suffix (venue year) [label](url) [[pdf]](url) `tag` ★★ comment

Title rules: quoted words, else the text of the first link that is no label, else bold words, else the text up to the
first label. ``evidence`` says how much speaks for a paper: links to papers, venue and year, authors, title shape.
"""

from __future__ import annotations

import re

from stacktui.formats.lists.ends import lift_ends
from stacktui.formats.lists.facts import looks_like_venue, read_stars
from stacktui.formats.lists.head import (
    PUNCTUATION,
    Head,
    finish_links,
    is_alias,
    merge_facts,
    take_cite,
    take_link,
    take_status,
    tidy_title,
)
from stacktui.formats.lists.inline import tokenize
from stacktui.formats.lists.links import host_kind, is_bracket_label, is_label, label_kind, names_author_and_year
from stacktui.formats.lists.tail import read_tail, take_tail_text
from stacktui.formats.lists.title import is_substance, read_title
from stacktui.formats.lists.titles import author_likeness, is_one_author, sentences, split_authors, title_likeness
from stacktui.formats.lists.tokens import Token
from stacktui.formats.lists.venues import read_aside, read_bracket, read_citation
from stacktui.identity import link_title
from stacktui.model import Link

_NUMBER = re.compile(r"^\s*\d{1,3}[.)、]\s+(?=\S)")


def read_head(text: str) -> Head:
    """The fields of one head line (or of a few lines joined by blanks)."""
    head = Head()
    tokens = _joined_labels(_without_breaks(tokenize(_NUMBER.sub("", text))))
    head.started = _first_kind(tokens)
    tokens = _read_lead(head, tokens)
    rest = read_title(head, tokens)
    read_tail(head, rest)
    finish_links(head)
    head.title = tidy_title(head.title)
    if not head.title:
        _title_by_link(head)
    lift_ends(head)
    _lift_alias(head)
    _lift_citation(head)
    _lift_year(head)
    _lift_venue(head)
    head.likeness = title_likeness(head.title) if head.title else -2.0
    head.evidence = _evidence(head)
    return head


def _title_by_link(head: Head) -> None:
    """A line that is only a link to a paper: the paper is known by its link alone."""
    link = next((link for link in head.links if link.url and host_kind(link.url) == "paper"), None)
    if link is not None and link.url:
        head.url, head.title, head.shape = link.url, link_title(link.url), "link"
        head.links.remove(link)


def _without_breaks(tokens: list[Token]) -> list[Token]:
    return [token for token in tokens if token.kind != "text" or token.text.strip() or token.bold]


def _joined_labels(tokens: list[Token]) -> list[Token]:
    """``[[Paper]] (u)``: a blank between a label and its address makes no two things of them."""
    joined: list[Token] = []
    for token in tokens:
        above = joined[-1] if joined else None
        if (
            token.kind == "link"
            and not token.text
            and above is not None
            and above.kind == "bracket"
            and is_bracket_label(above.text.strip("[]"))
        ):
            joined[-1] = Token("link", above.text.strip("[]"), token.url, token.bold, token.italic, wrapped=True)
        elif (
            token.kind == "link"
            and not token.text
            and token.wrapped
            and above is not None
            and above.kind == "bracket"
            and title_likeness(above.text) >= 0.8
        ):
            joined[-1] = Token("link", above.text, token.url, token.bold, token.italic)
        else:
            joined.append(token)
    return joined


def _first_kind(tokens: list[Token]) -> str:
    for token in tokens:
        if token.kind in ("mark", "image", "stars") or not token.text.strip(PUNCTUATION):
            if token.kind == "link":
                return "link"
            continue
        if token.kind == "bracket" and re.fullmatch(r"\s*\d{1,3}\s*", token.text):
            return "number"
        return "bold" if token.bold and token.kind == "text" else token.kind
    return tokens[0].kind if tokens else ""


def _read_lead(head: Head, tokens: list[Token]) -> list[Token]:
    """Take the numbers, marks, brackets and labels that stand before the title."""
    at = 0
    while at < len(tokens):
        token = tokens[at]
        more = any(is_substance(other) for other in tokens[at + 1 :])
        if token.kind == "mark":
            take_status(head, token.text)
        elif token.kind == "stars":
            head.facts.rating = read_stars(token.text)
        elif token.kind == "image" or (token.kind == "text" and not token.text.strip(PUNCTUATION)):
            pass
        elif token.kind == "cite":
            take_cite(head, token)
        elif not more or not _take_lead_token(head, token):
            break
        at += 1
    return tokens[at:]


def _take_lead_token(head: Head, token: Token) -> bool:
    """Take a bracket or label in front of the title; False where the title begins with it."""
    text = token.text.strip()
    if token.kind in ("bracket", "code") or (token.kind == "paren" and len(text) < 40):
        if re.fullmatch(r"#?\d{1,3}[a-z]?[.)]?", text):
            return True
        said = read_aside(text) if token.kind != "paren" else None
        facts = said[0] if said else read_bracket(text)
        if facts:
            merge_facts(head.facts, facts)
            head.residue.extend([said[1]] if said and said[1] else [])
            return True
        if is_bracket_label(text):
            head.links.append(Link(text, None))
            head.lost_labels += 1
            return True
        if token.kind == "paren":
            return False
        if is_alias(text):
            head.alias = text
            return True
        head.residue.append(text)
        return token.kind == "code"
    if token.kind == "text" and token.bold and (facts := read_bracket(text.strip(PUNCTUATION))):
        merge_facts(head.facts, facts)
        return True
    if token.kind == "link" and (is_label(token.text) or names_author_and_year(token.text)):
        take_link(head, token)
        return True
    if token.kind == "link" and (facts := read_bracket(token.text)):
        merge_facts(head.facts, facts)
        take_link(head, token)
        return True
    return False


def _lift_alias(head: Head) -> None:
    """``[Cycle GAN] Unpaired Image-to-Image ...`` as the text of a link: a short name and the title."""
    found = re.match(r"\s*[\[【]([^\[\]【】]{2,30})[\]】]\s*[:：-]?\s*(?=\S)(.+)$", head.title)
    if not found:
        return
    facts = read_bracket(found[1])
    if facts:
        merge_facts(head.facts, facts)
    elif is_alias(found[1]) and not head.alias:
        head.alias = found[1].strip()
    else:
        return
    head.title = tidy_title(found[2])


_CITED = re.compile(r"(.{4,300}?)\s*[(（]((?:19|20)\d\d)[a-z]?[)）][.,:]?\s+(.{8,})$")


def _lift_citation(head: Head) -> None:
    """``[Ada, L. (1843). A Title. *Journal*, 3](url)``: a whole citation as the text of a link."""
    found = _CITED.match(head.title) if head.shape == "link" and not head.authors else None
    if not found or not (author_likeness(found[1]) >= 0.6 or is_one_author(found[1].strip(" .,"))):
        return
    head.authors = split_authors(found[1])
    head.facts.year = head.facts.year or int(found[2])
    title, *rest = sentences(found[3])
    head.title = tidy_title(title)
    cited = read_citation(rest[0]) if rest else None
    if cited and cited.venue and len(cited.venue.split()) <= 12:
        merge_facts(head.facts, cited)
        rest = rest[1:]
    for piece in rest:
        take_tail_text(head, piece)


_YEAR_AT_END = re.compile(r"\s*[(（\[]\s*((?:19|20)\d\d)\s*[)）\]]\s*(?:[-–—:,.|]\s*(?P<rest>.+))?$")

_ARXIV_AT_END = re.compile(
    r"[\s,;:(]+(?:in\s+)?(?:arxiv(?: preprint)?[\s:]*)(\d{4}\.\d{4,5})(?:v\d+)?\)?"
    r"(?:[\s,;(]+((?:19|20)\d\d)\)?)?[\s/,.;]*$",
    re.IGNORECASE,
)


def _lift_year(head: Head) -> None:
    """A year, authors or an arXiv id at the end of a title: ``Title (2019) - A, B and C``."""
    number = _ARXIV_AT_END.search(head.title)
    if number and number.start() > 8:
        head.facts.arxiv = head.facts.arxiv or number[1]
        head.facts.year = head.facts.year or (int(number[2]) if number[2] else None)
        head.title = head.title[: number.start()].rstrip(" ,;")
    year = _YEAR_AT_END.search(head.title)
    if not year or year.start() < 6:
        return
    rest = year["rest"] or ""
    if rest and author_likeness(rest) < 0.75 and not is_one_author(rest):
        return
    head.facts.year = head.facts.year or int(year[1])
    head.authors = head.authors or split_authors(rest)
    head.title = head.title[: year.start()].rstrip(" ,;")


_ASIDE_AT_END = re.compile(r"\s*[(（\[]([^()（）\[\]]{3,60})[)）\]][\s.]*$")


def _lift_venue(head: Head) -> None:
    """``A Learned System (CIDR 2019)`` as the whole of a link or of bold words."""
    found = _ASIDE_AT_END.search(head.title)
    said = read_aside(found[1]) if found and head.facts.venue == "" and found.start() >= 6 else None
    if not found or not said or not said[0].venue or not (said[0].year or looks_like_venue(said[0].venue)):
        return
    merge_facts(head.facts, said[0])
    head.residue.extend([said[1]] if said[1] else [])
    head.title = tidy_title(head.title[: found.start()])


_LINK_EVIDENCE = {
    "paper": 3.0,
    "code": 0.2,
    "video": 0.6,
    "page": 1.5,
    "file": 1.2,
    "": 1.0,
    "home": -0.4,
    "resource": -3.0,
    "anchor": -5.0,
    "mail": -5.0,
}


def _evidence(head: Head) -> float:
    if not head.title:
        return -2.0
    score = head.likeness
    if head.shape == "link":
        score += _LINK_EVIDENCE[host_kind(head.url or "")] if head.url or head.links else 1.0
        score += 0.3
    elif head.url:
        score += 2.5 if host_kind(head.url) == "paper" else 1.2
    elif head.shape in ("bold", "quote", "bracket"):
        score += 0.6
    score += 0.8 * any(label_kind(link.label) in ("paper", "other") for link in head.links if link.label)
    score += 0.8 * bool(head.lost_labels)
    score += (1.5 if head.facts.year else 1.0) * bool(head.facts.venue) + 0.4 * bool(
        head.facts.year and not head.facts.venue
    )
    score += 1.0 * bool(head.authors) + 0.5 * bool(head.facts.arxiv) + 0.5 * (head.facts.rating is not None)
    if head.note and sum(map(len, head.note)) > 300:
        score -= 0.5
    return score
