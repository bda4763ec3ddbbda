"""What of a paper can be copied: link, title, Markdown link, BibTeX, citation, key, note, or a link by its label."""

from __future__ import annotations

import re

from stacktui.errors import NothingFound
from stacktui.model import Link, Paper

KINDS = ("link", "title", "markdown", "bibtex", "citation", "key", "note")
"""What can be asked for by name; any other word is the label or the number of a link."""

_IN_BRACKETS = re.compile(r"([\[\]\\])")


def text_to_copy(paper: Paper, kind: str = "link") -> str:
    """The text that ``kind`` means for a paper; StackError when the paper has none."""
    match kind:
        case "link":
            return main_link(paper)
        case "title":
            return _known(paper, paper.title, "title")
        case "markdown":
            return markdown_link(paper)
        case "bibtex":
            return bibtex(paper)
        case "citation":
            return citation(paper)
        case "key":
            return _known(paper, paper.key, "key")
        case "note":
            return _known(paper, paper.note_text.strip("\n"), "note")
    return _address(paper, labelled_link(paper, kind))


def main_link(paper: Paper) -> str:
    """The address of the main link, else of the first one that has an address."""
    if paper.url:
        return paper.url
    first = next((link.url for link in paper.links if link.url), "")
    return _known(paper, first, "link")


def labelled_link(paper: Paper, label: str) -> Link:
    """A link by its label (also a beginning of it, in any case) or by its number from 1; NothingFound if none."""
    links = paper.all_links
    if label.isdecimal() and 1 <= int(label) <= len(links):
        return links[int(label) - 1]
    wanted = label.lower()
    exact = [link for link in links if link.label.lower() == wanted]
    begun = [link for link in links if wanted and link.label.lower().startswith(wanted)]
    if exact or begun:
        return (exact or begun)[0]
    labels = ", ".join(f"{number} {link.label}" for number, link in enumerate(links, 1))
    raise NothingFound(
        f"{paper.key} has no link `{label}`", f"it has {labels}" if labels else "it has no link at all; `set` adds one"
    )


def markdown_link(paper: Paper) -> str:
    """``[title](address)``, or the bare title where there is no link."""
    title = _IN_BRACKETS.sub(r"\\\1", paper.title or paper.key)
    address = paper.url or next((link.url for link in paper.links if link.url), "")
    if not address:
        return title
    return f"[{title}]({address.replace('(', '%28').replace(')', '%29').replace(' ', '%20')})"


def citation(paper: Paper) -> str:
    """One line for a text: authors, title, venue and year, address."""
    parts = [_authors(paper), paper.title or paper.key, " ".join(filter(None, (paper.venue, str(paper.year or ""))))]
    sentence = ". ".join(part.rstrip(".") for part in parts if part) + "."
    return f"{sentence} {paper.url}".rstrip()


def bibtex(paper: Paper) -> str:
    """The paper as a BibTeX entry."""
    from stacktui.formats.bibtex import render

    return render([paper]).strip("\n")


def _authors(paper: Paper) -> str:
    names = list(paper.authors)
    if len(names) > 3:
        return f"{names[0]} et al"
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def _known(paper: Paper, text: str, what: str) -> str:
    if not text:
        raise NothingFound(f"{paper.key} has no {what}", "`stacktui show` tells what is known of it")
    return text


def _address(paper: Paper, link: Link) -> str:
    if link.url is None:
        raise NothingFound(f"the link `{link.label}` of {paper.key} has no address", "its list had lost it")
    return link.url
