"""Facts of a paper in brackets behind its title: ``[NeurIPS 2017 oral] [★★★½] [[code](url)] [video]``.

What such brackets would not give back is written with the name of its field: ``[venue: Nature 2000]``.
"""

from __future__ import annotations

import re
from typing import Any

from stacktui.formats.lists.links import is_bracket_label
from stacktui.formats.lists.venues import read_bracket
from stacktui.formats.markdown_in import plain, read_link
from stacktui.formats.markdown_out import bracket, labelled
from stacktui.formats.pages import NotOurs
from stacktui.model import Link, Paper

MAIN = "paper"
"""The label of the main link where it stands in brackets."""

_STARS = re.compile(r"(?=[★½])(★{0,5})(½?)")
_NAMED = re.compile(r"(venue|year|presentation|link): (.+)")
_VENUE = re.compile(r"(?:(.+?) )?(\d{4})(?: (.+))?")
_LINKED = re.compile(r"\[(?:\[|<[A-Za-z])")
_SIMPLE = re.compile(r"\[((?:\\.|[^\\\[\]])*)\]")


def venue_brackets(paper: Paper) -> list[str]:
    """``[CVPR 2019 oral]``, nothing where none of these is known."""
    fields = {
        name: value for name in ("venue", "year", "presentation") if (value := getattr(paper, name)) not in ("", None)
    }
    short = " ".join(map(str, fields.values()))
    if not fields or _meaning(short) == fields:
        return [bracket(short)] if fields else []
    return [bracket(f"{name}: {value}") for name, value in fields.items()]


def link_brackets(paper: Paper, *, main: bool) -> list[str]:
    """``[[code](url)]`` for each further link; ``[[paper](url)]`` first where the main link has no other place."""
    first = [f"[{labelled(Link(MAIN, paper.url))}]"] if main and paper.url else []
    return first + [_link_bracket(link, main) for link in paper.links if link.label or link.url]


def _link_bracket(link: Link, main: bool) -> str:
    """A further link; one that would be read as something else is told to be a link."""
    misleading = _NAMED.fullmatch(link.label) is not None
    if link.url:
        misleading = misleading or (main and link.label == MAIN)
    else:
        misleading = misleading or _meaning(link.label) != {"links": link}
    told = Link(f"link: {link.label}", link.url) if misleading else link
    return f"[{labelled(told)}]" if told.url else bracket(told.label)


def read_stars(text: str) -> float | None:
    """The rating behind :func:`~stacktui.formats.markdown_out.stars`; None where the text is none."""
    found = _STARS.fullmatch(text)
    return len(found[1]) + 0.5 * len(found[2]) if found else None


def read_brackets(text: str, *, main: bool) -> dict[str, Any]:
    """The fields that brackets hold; ``main`` as for :func:`link_brackets`."""
    fields: dict[str, Any] = {}
    links: list[Link] = []
    at = 0
    while at < len(text):
        meaning, at = _read_bracket(text, at)
        link = meaning.pop("links", None)
        if link is not None and main and link.label == MAIN and link.url and "url" not in fields:
            meaning["url"] = link.url
        elif link is not None:
            links.append(Link(link.label.removeprefix("link: "), link.url))
        if meaning.keys() & fields.keys():
            raise NotOurs(text)
        fields |= meaning
        at += text.startswith(" ", at)
    return fields | ({"links": tuple(links)} if links else {})


def _read_bracket(text: str, at: int) -> tuple[dict[str, Any], int]:
    if _LINKED.match(text, at):
        found = read_link(text, at + 1)
        if not found or not found[1] or not text.startswith("]", found[2]):
            raise NotOurs(text)
        return {"links": Link(found[0], found[1])}, found[2] + 1
    simple = _SIMPLE.match(text, at)
    if not simple or not simple[1]:
        raise NotOurs(text)
    return _meaning(plain(simple[1])), simple.end()


def _meaning(text: str) -> dict[str, Any]:
    """The fields that the words of one bracket mean."""
    if named := _NAMED.fullmatch(text):
        if named[1] == "link":
            return {"links": Link(named[0], None)}
        if named[1] == "year" and not re.fullmatch(r"-?\d{1,9}", named[2]):
            raise NotOurs(text)
        return {named[1]: int(named[2]) if named[1] == "year" else named[2]}
    if (rating := read_stars(text)) is not None:
        return {"rating": rating}
    found = _VENUE.fullmatch(text)
    if not found and is_bracket_label(text) and not ((facts := read_bracket(text)) and facts.venue):
        return {"links": Link(text, None)}
    pairs = zip(("venue", "year", "presentation"), found.groups() if found else (text, None, None), strict=True)
    return {name: int(value) if name == "year" else value for name, value in pairs if value}
