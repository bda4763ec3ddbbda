"""The pieces that the Markdown styles are made of: text made safe, links, stars, papers by category."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from stacktui.model import Paper, link_label

_ESCAPED = re.compile(
    r"\\(?=[!-/:-@\[-`{-~]|$)|[`*\[\]]|(?<![^\W_])_|_(?![^\W_])|<(?=[A-Za-z/!?])|&(?=#?\w+;)|~(?=~)|(?<=~)~"
)
_NOT_IN_ADDRESS = re.compile(r"[\s<>\\`]")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_BLOCK_START = re.compile(r" {0,3}(?:#{1,6} |>|```|~~~|[-*+] |1[.)] )")


def inline(text: str) -> str:
    """Text that Markdown shows as it is: marks that would mean something get a backslash."""
    return _ESCAPED.sub(lambda found: "&amp;" if found[0] == "&" else "\\" + found[0], text)


def listed(items: Iterable[str]) -> str:
    """Items in one line with commas between them, or semicolons where an item has a comma of its own."""
    items = list(items)
    return ("; " if any("," in item for item in items) else ", ").join(items)


def cell(text: str) -> str:
    """Text for a cell of a table: pipes get a backslash too."""
    return text.replace("|", "\\|")


def address(url: str) -> str:
    """A link target: what would end it or mean something in Markdown as per cent codes, everything else untouched."""
    url = _NOT_IN_ADDRESS.sub(lambda found: f"%{ord(found[0]):02X}" if found[0].isascii() else "%20", url)
    url = _ENTITY.sub("&amp;", url)
    return url if _is_balanced(url) else url.replace("(", "%28").replace(")", "%29")


def _is_balanced(url: str) -> bool:
    depth = 0
    for letter in url:
        depth += (letter == "(") - (letter == ")")
        if depth < 0:
            return False
    return depth == 0


def link(text: str, url: str | None) -> str:
    """``[text](url)``; ``[text]`` where the address is lost."""
    return f"[{inline(text)}]({address(url)})" if url else f"[{inline(text)}]"


def bold(text: str) -> str:
    """``**text**``."""
    return f"**{inline(text)}**" if text else ""


def stars(rating: float | None) -> str:
    """``★★★½`` for 3.5, nothing without a rating. Not ``☆`` for the half: after four stars it would be read as none."""
    if rating is None:
        return ""
    return "★" * int(rating) + ("½" if rating % 1 else "")


def venue_bracket(paper: Paper) -> str:
    """``[CVPR 2019 oral]``, nothing where neither venue nor year is known."""
    return bracket(" ".join(filter(None, (paper.venue, str(paper.year or ""), paper.presentation))))


def bracket(text: str) -> str:
    """``[text]``, nothing where there is no text."""
    return f"[{inline(text)}]" if text else ""


def link_brackets(paper: Paper, *, main: bool) -> list[str]:
    """``[[code](url)]`` for each further link; ``[[paper](url)]`` first where the main link has no other place."""
    links = [("paper", paper.url)] if main and paper.url else []
    links += [(each.label or link_label(each.url or ""), each.url or "") for each in paper.links]
    return [f"[{link(label, url)}]" if url else f"[{inline(label)}]" for label, url in links]


def note_block(note: Sequence[str], indent: str) -> list[str]:
    """The lines of a note, indented, after a blank line where Markdown would join the first to the text above."""
    lines = trimmed(note)
    gap = [""] if lines and not starts_block(lines[0]) else []
    return gap + [indent + line if line.strip() else "" for line in lines]


def trimmed(note: Sequence[str]) -> list[str]:
    """The lines of a note without blank ones at its ends."""
    filled = [place for place, line in enumerate(note) if line.strip()]
    return list(note[filled[0] : filled[-1] + 1]) if filled else []


def starts_block(line: str) -> bool:
    """Whether Markdown begins something new with this line even right below a line of text."""
    return _BLOCK_START.match(line) is not None


def by_category(papers: Iterable[Paper]) -> list[tuple[str, list[Paper]]]:
    """Papers under the first of their categories, these by name; those without one come last."""
    groups: dict[str, list[Paper]] = {}
    for paper in papers:
        groups.setdefault(paper.categories[0] if paper.categories else "", []).append(paper)
    return sorted(groups.items(), key=lambda group: (not group[0], group[0].casefold(), group[0]))


def paragraphs(blocks: Iterable[Iterable[str]]) -> str:
    """Blocks of lines with a blank line between them, as a text with a final line end."""
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"
