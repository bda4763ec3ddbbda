"""One line of a list as tokens: links, brackets, quoted and bold runs, stars, text.

Understands what Markdown, org, reStructuredText and HTML write inside a line, and what is left of it after copying
from a page: ``[[pdf]](u)``, ``[[pdf](u)]``, ``[T]()``, ``[paper]`` alone, a link that is never closed. Nothing is
thrown away but the marks; the text of all tokens together is the text of the line.
"""

from __future__ import annotations

import re

from stacktui.formats.lists.inline_marks import (
    read_address,
    read_emphasis,
    read_entity,
    read_escape,
    read_mark,
    read_strike,
)
from stacktui.formats.lists.links import host_kind
from stacktui.formats.lists.tokens import Scan, Token, plain_text

_TAG = re.compile(r"</?([A-Za-z][A-Za-z0-9]*)\b([^<>]*)>")
_HREF = re.compile(r"""(?:href|src)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""", re.IGNORECASE)
_RST_LINK = re.compile(r"`([^`<>]*?)\s*<([^<>`]+)>`__?")
_ORG_LINK = re.compile(r"\[\[([^\[\]]+)\](?:\[([^\[\]]*)\])?\]")
_ORG_TARGET = re.compile(r"(?:https?|file|doi|cite|arxiv|id|attachment|ftp|mailto):", re.IGNORECASE)
_QUOTES = {'"': '"', "“": "”", "「": "」", "《": "》", "``": "''"}
_FOOTNOTE = re.compile(r"\[\^[^\]\s]+\]")
_PICTURE = re.compile(r"\.(?:png|jpe?g|gif|svg|webp|bmp)\b", re.IGNORECASE)
_MAX_DEPTH = 3
_SPECIAL = re.compile(r"[\[\]!`*_~<(（【\"“「《hHwWfF★☆⭐🌟✩✭:✅☑✔✓√⬜☐🔲❌✗✘🚧📖👀⏳🔁📄📝📌🔥💡⚡🆕🎉🌱🔗👉➡\\&]")
_PAIRS = {"[": "]", "(": ")", "（": "）", "【": "】"}
_CLOSES = {"]": "[", ")": "(", "）": "(", "】": "【"}
"""Which opening sign a closing one belongs to; wide and narrow parentheses may close each other."""
_BRACKETS = re.compile(r"(?<!\\)[\[\]()（）【】]")
_MARKED = re.compile(r"[\[\]*_`<>~\\&]")


def tokenize(text: str, depth: int = 0) -> list[Token]:
    """The tokens of a line or of a few joined lines."""
    scan = Scan(text, depth, _closers(text))
    at = 0
    while at < len(text):
        found = _SPECIAL.search(text, at)
        stop = found.start() if found else len(text)
        if stop > at:
            scan.buffer.append(text[at:stop])
        if stop == len(text):
            break
        at = _step(scan, stop)
    scan.flush()
    return scan.tokens


def strip_marks(text: str) -> str:
    """A piece of a line without marks: what a reader sees."""
    if not _MARKED.search(text):
        return " ".join(text.split())
    return plain_text(tokenize(text, _MAX_DEPTH - 1))


def _closers(text: str) -> dict[int, int]:
    """For each opening bracket the place of the one that closes it."""
    open_at: dict[str, list[int]] = {"[": [], "(": [], "【": []}
    closer: dict[int, int] = {}
    for found in _BRACKETS.finditer(text):
        letter, at = found[0], found.start()
        if letter in _PAIRS:
            open_at["(" if letter == "（" else letter].append(at)
        elif open_at[_CLOSES[letter]]:
            closer[open_at[_CLOSES[letter]].pop()] = at
    return closer


def _step(scan: Scan, at: int) -> int:
    """Read what begins at ``at``; returns where to go on."""
    letter = scan.text[at]
    reader = _READERS.get(letter, read_mark)
    after = reader(scan, at)
    if after is None:
        scan.buffer.append(letter)
        return at + 1
    return after


def _read_image(scan: Scan, at: int) -> int | None:
    if scan.text[at + 1 : at + 2] != "[" or at + 1 not in scan.closer:
        return None
    closed = scan.closer[at + 1]
    target = _target(scan.text, closed + 1)
    if target is None:
        return None
    scan.flush()
    shown, address = scan.text[at + 2 : closed], target[0]
    is_paper = host_kind(address) == "paper" and not _PICTURE.search(address)
    scan.add("link" if is_paper and len(shown.split()) > 1 else "image", shown, address)
    return target[1]


def _read_bracket(scan: Scan, at: int) -> int | None:
    org = _ORG_LINK.match(scan.text, at)
    if org and (org[2] is not None or _ORG_TARGET.match(org[1])) and scan.text[org.end() : org.end() + 1] != "(":
        return _org_link(scan, org)
    footnote = _FOOTNOTE.match(scan.text, at)
    if footnote and scan.text[footnote.end() : footnote.end() + 1] != "(":
        scan.buffer.append(footnote[0])
        return footnote.end()
    closed = scan.closer.get(at)
    if closed is None:
        return None
    inner = scan.text[at + 1 : closed]
    target = _target(scan.text, closed + 1) or _reference(scan.text, closed + 1)
    scan.flush()
    if target:
        _add_link(scan, inner, target[0])
        return target[1]
    _add_bracket(scan, inner)
    return closed + 1


def _org_link(scan: Scan, found: re.Match[str]) -> int:
    scan.flush()
    target, label = found[1], found[2] or ""
    if target.lower().startswith("cite:"):
        scan.add("cite", label, target[5:])
    elif target.lower().startswith("doi:"):
        scan.add("link", label or target, "https://doi.org/" + target[4:])
    elif target.lower().startswith("arxiv:"):
        scan.add("link", label or target, "https://arxiv.org/abs/" + target[6:])
    else:
        scan.add("link", strip_marks(label) or target, target)
    return found.end()


def _add_link(scan: Scan, inner: str, url: str) -> None:
    label = inner.strip()
    if label.startswith("[") and label.endswith("]"):
        label = label[1:-1]
    children = tokenize(label, scan.depth + 1) if scan.depth < _MAX_DEPTH else []
    images = [token for token in children if token.kind == "image"]
    if scan.depth >= _MAX_DEPTH:
        text = label
    elif children and len(images) == len(children):
        text = images[0].text
    else:
        text = plain_text(children)
    token = scan.add("link", text, url, wrapped=inner.strip().startswith("["))
    token.bold = token.bold or any(child.bold for child in children)
    token.children = tuple(images)


def _add_bracket(scan: Scan, inner: str) -> None:
    """A bracket without an address: around links it only wraps them, else it says something itself."""
    broken = re.fullmatch(r"\s*\[?(https?://[^\s\])]+)\)?\s*", inner)
    if broken:
        scan.add("link", "", broken[1], wrapped=True)
        return
    if scan.depth < _MAX_DEPTH and ("](" in inner or "://" in inner or "<a " in inner):
        children = tokenize(inner, scan.depth + 1)
        if _only_links(children):
            for child in children:
                if child.kind == "link":
                    child.wrapped = True
                    scan.tokens.append(child)
            return
    text = inner if scan.depth >= _MAX_DEPTH else plain_text(tokenize(inner, scan.depth + 1))
    scan.add("bracket", text)


def _only_links(children: list[Token]) -> bool:
    links = any(child.kind == "link" for child in children)
    return links and all(child.kind in ("link", "image") or len(child.text.strip(" ,;|/·&")) <= 1 for child in children)


_ANGLED = re.compile(r"\(\s*<((?:\\.|[^\\<>\n]){0,4000})>\s*(?:[\"'][^\"'\n]*[\"']\s*)?\)")


def _target(text: str, at: int) -> tuple[str, int] | None:
    """The address in parentheses at ``at``, and where it ends; an address never closed ends at a blank."""
    if text[at : at + 1] != "(":
        return None
    if angled := _ANGLED.match(text, at):
        return re.sub(r"\\([\\<>`])", r"\1", angled[1]), angled.end()
    level, end = 0, at
    for end in range(at, min(len(text), at + 4000)):
        letter = text[end]
        if letter == "(":
            level += 1
        elif letter == ")":
            level -= 1
            if level == 0:
                return _address(text[at + 1 : end]), end + 1
        elif letter == "\n":
            break
    shorter = re.compile(r"\(<?([^\s)<>\]]*)>?\)?").match(text, at)
    return (shorter[1], shorter.end()) if shorter and shorter[1] else None


def _address(inner: str) -> str:
    inner = inner.strip()
    if inner.startswith("<") and ">" in inner:
        return inner[1 : inner.index(">")]
    titled = re.match(r"""(\S+)\s+["'(].*["')]$""", inner)
    return titled[1] if titled else inner


def _reference(text: str, at: int) -> tuple[str, int] | None:
    """``[label][]`` and ``[label][name]`` are links whose address stands elsewhere; the reader resolves no names."""
    return None


def _read_paren(scan: Scan, at: int) -> int | None:
    closed = scan.closer.get(at)
    if closed is None:
        return None
    inner = scan.text[at + 1 : closed]
    scan.flush()
    children = tokenize(inner, scan.depth + 1) if scan.depth < _MAX_DEPTH else [Token("text", inner)]
    if _only_links(children):
        for child in children:
            if child.kind == "link":
                child.wrapped = True
                scan.tokens.append(child)
        return closed + 1
    token = scan.add("paren", plain_text(children))
    token.children = tuple(children)
    return closed + 1


def _read_wide_bracket(scan: Scan, at: int) -> int | None:
    closed = scan.closer.get(at)
    if closed is None:
        return None
    scan.flush()
    inner = scan.text[at + 1 : closed]
    if scan.depth < _MAX_DEPTH and "](" in inner:
        for child in tokenize(inner, scan.depth + 1):
            scan.tokens.append(child)
        return closed + 1
    scan.add("bracket", strip_marks(inner) if scan.depth < _MAX_DEPTH else inner)
    return closed + 1


def _read_code(scan: Scan, at: int) -> int | None:
    rst = _RST_LINK.match(scan.text, at)
    if rst:
        scan.flush()
        scan.add("link", rst[1] or rst[2], rst[2])
        return rst.end()
    ticks = re.compile("`+").match(scan.text, at)
    assert ticks is not None
    closed = scan.text.find(ticks[0], ticks.end())
    if closed < 0:
        return None
    inner = scan.text[ticks.end() : closed]
    if len(inner) > 2000:
        return None
    scan.flush()
    if "](" in inner:
        scan.tokens.extend(tokenize(inner, min(scan.depth + 1, _MAX_DEPTH)))
    else:
        scan.add("code", inner.strip())
    return closed + len(ticks[0])


def _read_tag(scan: Scan, at: int) -> int | None:
    text = scan.text
    if text.startswith("<!--", at):
        closed = text.find("-->", at)
        return closed + 3 if closed > 0 else None
    plain = re.compile(r"<((?:https?://|mailto:)[^\s<>]+|[\w.+-]+@[\w.-]+)>").match(text, at)
    if plain:
        scan.flush()
        scan.add("link", "", plain[1] if ":" in plain[1] else "mailto:" + plain[1])
        return plain.end()
    tag = _TAG.match(text, at)
    if not tag:
        return None
    name = tag[1].lower()
    if name == "a" and not tag[0].startswith("</"):
        return _html_link(scan, tag)
    if name == "img":
        address = _HREF.search(tag[2])
        scan.flush()
        scan.add("image", "", _first(address) if address else None)
        return tag.end()
    if name in ("b", "strong", "i", "em"):
        scan.flush()
        setattr(scan, "bold" if name in ("b", "strong") else "italic", not tag[0].startswith("</"))
        return tag.end()
    scan.buffer.append(" " if name in ("br", "p", "li", "div", "td") else "")
    return tag.end()


def _html_link(scan: Scan, tag: re.Match[str]) -> int:
    address = _HREF.search(tag[2])
    closed = scan.text.lower().find("</a", tag.end(), tag.end() + 2000)
    if not address or closed < 0:
        return tag.end()
    scan.flush()
    _add_link(scan, scan.text[tag.end() : closed], _first(address))
    ended = scan.text.find(">", closed)
    return ended + 1 if ended > 0 else closed


def _first(found: re.Match[str]) -> str:
    return next((part for part in found.groups() if part is not None), "")


def _read_quote(scan: Scan, at: int) -> int | None:
    """Quoted words become a token of their own outside of bold text, where they are most often the title."""
    if scan.bold or scan.depth:
        return None
    opening = scan.text[at]
    closed = scan.text.find(_QUOTES[opening], at + 1, at + 600)
    if closed < 0:
        return None
    inner = scan.text[at + 1 : closed]
    if len(inner.split()) < 2 and "**" not in inner and opening not in "《":
        return None
    scan.flush()
    children = tokenize(inner, scan.depth + 1)
    if any(child.kind == "link" for child in children):
        scan.tokens.extend(children)
        return closed + 1
    token = scan.add("quote", plain_text(children))
    token.bold = any(child.bold for child in children)
    return closed + 1


_READERS = {
    "\\": read_escape,
    "&": read_entity,
    "!": _read_image,
    "[": _read_bracket,
    "(": _read_paren,
    "（": _read_paren,
    "【": _read_wide_bracket,
    "`": _read_code,
    "*": read_emphasis,
    "_": read_emphasis,
    "~": read_strike,
    "<": _read_tag,
    '"': _read_quote,
    "“": _read_quote,
    "「": _read_quote,
    "《": _read_quote,
    **dict.fromkeys("hHwWfF", read_address),
}
