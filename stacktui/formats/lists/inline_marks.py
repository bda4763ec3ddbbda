"""Signs inside a line: escapes, entities, bold and italic, bare addresses, stars and emoji.

Each reader takes the place where its sign stands; it adds what it read and returns where to go on, or None where the
sign is only a character.
"""

from __future__ import annotations

import re
from html import unescape

from stacktui.formats.lists.tokens import Scan
from stacktui.identity import locate_url


def read_escape(scan: Scan, at: int) -> int | None:
    """A backslash and the sign behind it."""
    following = scan.text[at + 1 : at + 2]
    if following == "\n" or not following:
        scan.buffer.append(" ")
        return at + 1
    if following in r"\`*_{}[]()<>#+-.!|$&%~":
        scan.buffer.append(following)
        return at + 2
    return None


def read_entity(scan: Scan, at: int) -> int | None:
    """``&amp;`` and the like."""
    found = re.compile(r"&(?:#\d{1,6}|#x[0-9a-fA-F]{1,5}|[A-Za-z]{2,8});").match(scan.text, at)
    if not found:
        return None
    scan.buffer.append(unescape(found[0]).replace("\u2002", " ").replace("\xa0", " "))
    return found.end()


def read_emphasis(scan: Scan, at: int) -> int | None:
    """``*``, ``**``, ``_``, ``__``."""
    text, letter = scan.text, scan.text[at]
    if text[at + 1 : at + 2] == letter:
        return _toggle(scan, at, letter * 2, "bold")
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if letter == "_" and before[:1].isalnum() and after[:1].isalnum():
        return None
    return _toggle(scan, at, letter, "italic")


def _toggle(scan: Scan, at: int, mark: str, state: str) -> int | None:
    """Begin or end bold or italic text; a mark that nothing closes is only a character."""
    end = at + len(mark)
    if getattr(scan, state):
        scan.flush()
        setattr(scan, state, False)
        return end
    if scan.text[end : end + 1].isspace() or scan.text.find(mark, end, end + 2000) < 0:
        return None
    scan.flush()
    setattr(scan, state, True)
    return end


def read_strike(scan: Scan, at: int) -> int | None:
    """``~~``: struck-out text stays text."""
    return at + 2 if scan.text.startswith("~~", at) else None


def read_address(scan: Scan, at: int) -> int | None:
    """A bare web address."""
    if not re.compile(r"(?:https?|ftp)://|www\.", re.IGNORECASE).match(scan.text, at):
        return None
    if at and scan.text[at - 1].isalnum() and scan.text[at - 1].isascii():
        return None
    found = locate_url(scan.text[at : at + 3000])
    if not found or found.start:
        return None
    scan.flush()
    scan.add("link", "", found.value)
    return at + found.end


STAR_RUN = re.compile(r"(?:[★☆⭐🌟✩✭]\ufe0f?\s?){1,10}|(?::star:\s*){1,10}|(?::star2:\s*){1,10}")

_MARKS = re.compile(
    r"[✅☑✔✓√⬜☐🔲❌✗✘🚧📖👀⏳🔁📄📝📌🔥💡⚡🆕🎉🌱🔗👉➡]\ufe0f?|:(?:white_check_mark|heavy_check_mark|x|fire|new|book|page_facing_up):"
)


def read_mark(scan: Scan, at: int) -> int | None:
    """Stars and emoji."""
    stars = STAR_RUN.match(scan.text, at)
    if stars:
        scan.flush()
        scan.add("stars", stars[0].strip())
        return stars.end()
    mark = _MARKS.match(scan.text, at)
    if mark:
        scan.flush()
        scan.add("mark", mark[0])
        return mark.end()
    return None
