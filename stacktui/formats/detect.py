"""The format of a text, by its content; the name of the file decides only what content leaves open."""

from __future__ import annotations

import re

from stacktui.formats.lists.tags import is_page

_SAMPLE = 200_000
_HEAD = 40
"""The lines among which a page says who made it."""
_ENTRY = re.compile(r"^\s*@(?!comment|string|preamble)[A-Za-z]+\s*[{(]\s*[^\s,{}]*\s*,", re.MULTILINE | re.IGNORECASE)
_ORG = re.compile(
    r"^(?:\*+ (?:TODO|DONE|NEXT|WAITING|CANCELLED|\[#[A-Z]\])|#\+(?:TITLE|AUTHOR|STARTUP|TODO|FILETAGS)\b.*"
    r"|:PROPERTIES:)",
    re.MULTILINE | re.IGNORECASE,
)
_ORG_LINK = re.compile(r"\[\[[^\[\]]+\](?:\[[^\[\]]*\])?\]")
_MARKDOWN = re.compile(
    r"^ {0,3}#{1,6}\s+\S|\]\([^)\s]*\)|^```|^\s*\|?\s*:?-{2,}:?\s*\||\*\*[^*\n]+\*\*|^> ?\S|^---\s*$", re.MULTILINE
)
_RST = re.compile(r"^\.\. [\w-]+::|`[^`<>\n]+ <[^<>\n]+>`_|^(?:=+\s+)+=+\s*$|^\+[-=+]{5,}\+\s*$", re.MULTILINE)
_RST_HEADING = re.compile(r"^[^\s=~^\-#*].{2,}\n([=~^\-\"'#*+])\1{2,}\s*$", re.MULTILINE)


def detect_format(text: str, name: str = "") -> str:
    """The name of the format (one of ``formats.FORMATS``) that a text is written in."""
    sample = text[:_SAMPLE]
    lowered = name.lower()
    if sample.lstrip("\ufeff \t\r\n").startswith(("{", "[{")) and _is_json(text):
        return "json"
    if is_page(sample):
        return "markdown"
    if own := _own_format(sample):
        return own
    entries = len(_ENTRY.findall(sample))
    markdown = len(_MARKDOWN.findall(sample))
    if entries and (lowered.endswith(".bib") or entries >= 2 or not markdown) and entries * 3 >= markdown:
        return "bibtex"
    if lowered.endswith(".org") or _looks_like_org(sample, markdown):
        return "org"
    if lowered.endswith(".rst") or (len(_RST.findall(sample)) >= 2 and not re.search(r"\]\(", sample)):
        return "rst"
    if _looks_like_csv(sample, lowered):
        return "csv"
    if lowered.endswith((".md", ".markdown", ".mdown", ".mkd")):
        return "markdown"
    return "markdown" if markdown else "text"


def _own_format(sample: str) -> str:
    """The format of a page that says that we made it: what its notes look like does not count."""
    from stacktui.formats.csv_ import own_separator
    from stacktui.formats.pages import style_of

    if own_separator(sample):
        return "csv"
    style = style_of(sample.split("\n", _HEAD)[:_HEAD])
    return {"": "", "org": "org", "headed": "text"}.get(style, "markdown")


def _is_json(text: str) -> bool:
    import orjson

    try:
        orjson.loads(text)
    except orjson.JSONDecodeError:
        return False
    return True


def _looks_like_org(sample: str, markdown: int) -> bool:
    marks = len(_ORG.findall(sample))
    links = sum("](" not in link for link in _ORG_LINK.findall(sample))
    return (marks >= 2 and marks + links > markdown) or (marks >= 1 and links >= 2 and not markdown)


def _looks_like_csv(sample: str, name: str) -> bool:
    """The first rows have the same number of fields, and one column is named like titles."""
    lines = [line for line in sample.split("\n")[:12] if line.strip()]
    if len(lines) < 2:
        return False
    for separator in ("\t", ",", ";"):
        head = [field.strip(" \"'").casefold() for field in lines[0].split(separator)]
        if len(head) < 2 or not any(
            field in ("title", "paper", "标题", "题目", "name", "论文", "paper title") for field in head
        ):
            continue
        if name.endswith((".csv", ".tsv")) or all(line.count(separator) >= len(head) - 1 for line in lines[1:4]):
            return True
    return False
