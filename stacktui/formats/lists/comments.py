"""Sentences with links inside, behind a title: a comment keeps its words and its links where they stand."""

from __future__ import annotations

import re

from stacktui.formats.lists.head import Head
from stacktui.formats.lists.links import is_label, label_kind
from stacktui.formats.lists.titles import author_likeness
from stacktui.formats.lists.tokens import Token
from stacktui.formats.lists.venues import read_bracket, read_citation

_SENTENCE_BREAK = re.compile(r".*(?:[.;:：。；!?]|\s[-–—|])\s+|^\s*[-–—|:：,;.]+\s*", re.DOTALL)
_OF_SPEECH = re.compile(r"(?:the|this|their|a|an|my)\s", re.IGNORECASE)
_GOES_ON = re.compile(r"\s+(?!(?:and|or|by|et|in|at|on)\b)[a-z]{2,}\s+\S+\s+\S")


def linked_comment(head: Head, tokens: list[Token], at: int) -> tuple[str, str, int] | None:
    """``builds on [Kettles](u) and [Pans](v)``: the text before the comment, the comment, and where it ends.

    ``at`` is the text that leads to the first link, or that link. None where the links are only links of the paper:
    behind a label, a separator or nothing, or with a label for their text.
    """
    if not (head.url or any(label_kind(link.label) == "paper" for link in head.links)):
        return None  # one of these links may be the paper
    first = at if tokens[at].kind == "link" else at + 1
    if first >= len(tokens) or not _is_mention(tokens[first]):
        return None
    before, lead = _cut(tokens[at].text) if first > at else ("", "")
    if not (_leads_on(lead) if lead.strip() else _goes_on(tokens, first)):
        return None
    end = _end(tokens, first)
    comment = lead + "".join(map(_markdown, tokens[first:end]))
    return before, " ".join(comment.split()).strip(" ,;|"), end


def _is_mention(token: Token) -> bool:
    text = token.text.strip()
    return token.kind == "link" and bool(token.url and text) and (not is_label(text) or bool(_OF_SPEECH.match(text)))


def _cut(text: str) -> tuple[str, str]:
    """What belongs to the head, and the start of the last sentence."""
    found = _SENTENCE_BREAK.match(text)
    return (text[: found.end()], text[found.end() :]) if found else ("", text)


def _leads_on(text: str) -> bool:
    """Whether words run on into the link behind them: ``builds on``, ``See``; not ``by``, ``code at``, ``CVPR``."""
    words = text.split()
    if not text[-1:].isspace() or not words[-1].isalpha() or not (words[-1].islower() or len(words) == 1):
        return False
    if words[0].lower() in _NOT_PROSE or (len(words) == 1 and words[0].lower() not in _ALONE):
        return False
    cited = read_citation(text)
    return not (any(map(is_label, words)) or read_bracket(text.strip()) or cited.year or author_likeness(text) >= 0.7)


_NOT_PROSE = ("by", "in", "on", "and", "or", "at", "from", "authors", "published", "appeared", "accepted")
_ALONE = ("see", "extends", "improves", "uses", "follows", "cites", "like", "cf", "vs", "for", "with", "as", "using")


def _goes_on(tokens: list[Token], first: int) -> bool:
    following = tokens[first + 1] if first + 1 < len(tokens) else None
    return following is not None and following.kind == "text" and bool(_GOES_ON.match(following.text))


def _end(tokens: list[Token], first: int) -> int:
    """Behind the last token of the comment; labelled links at its end are links of the paper."""
    end = first
    while end < len(tokens) and (tokens[end].kind in ("text", "code", "quote") or _is_mention(tokens[end])):
        end += 1
    while end > first + 1 and tokens[end - 1].kind == "text" and not any(map(str.isalnum, tokens[end - 1].text)):
        end -= 1
    return end


def _markdown(token: Token) -> str:
    if token.kind == "link":
        return f"[{token.text}]({token.url})"
    return {"code": f"`{token.text}`", "quote": f'"{token.text}"'}.get(token.kind, token.text)
