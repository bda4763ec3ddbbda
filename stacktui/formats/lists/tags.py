"""Lines of HTML: parts that nobody sees, lines of tags alone, items of lists."""

from __future__ import annotations

import re

MARKUP = re.compile(
    r"\s*(?:</?(?:details|summary|div|p|center|br|hr|a|img|ul|ol|dl|table|span|font|h[1-6]|sup|sub|tbody|thead|section"
    r"|picture|source|pre|html|body|main|header|footer|nav|article|aside|meta|link|button|iframe|/?li|!doctype)\b"
    r"[^<>]*/?>\s*)+$",
    re.IGNORECASE,
)
"""A line of tags and nothing else."""
_HIDDEN = re.compile(r"\s*<(head|script|style|svg|noscript)\b", re.IGNORECASE)
_LONGEST_HIDDEN = 3000
_ITEM = re.compile(r"([ \t]*)<li\b[^<>]*>[ \t]*(.*?)[ \t]*(?:</li>\s*)?$", re.IGNORECASE)


def hidden_end(lines: list[str], at: int) -> int:
    """Where a part that a browser does not show ends, such as a script; 0 where none begins here."""
    found = _HIDDEN.match(lines[at])
    if not found:
        return 0
    closing = f"</{found[1].lower()}>"
    for end in range(at, min(len(lines), at + _LONGEST_HIDDEN)):
        if closing in lines[end].lower():
            return end + 1
    return 0


def list_item(line: str) -> tuple[str, str] | None:
    """The indent and the text of an item such as ``<li>A Title</li>``."""
    found = _ITEM.match(line)
    return (found[1], found[2]) if found else None


def is_page(text: str) -> bool:
    """Whether a text is a page of HTML."""
    start = text[:2000].lstrip("\ufeff \t\r\n").lower()
    return start.startswith(("<!doctype html", "<html"))
