"""Which part of a head is the title."""

from __future__ import annotations

import re

from stacktui.formats.lists.facts import known_venue
from stacktui.formats.lists.head import PUNCTUATION, Head, is_alias, merge_facts, take_authors, take_link
from stacktui.formats.lists.links import host_kind, is_bracket_label, is_label, is_shortcode, names_author_and_year
from stacktui.formats.lists.plain import split_plain
from stacktui.formats.lists.sections import iso_date
from stacktui.formats.lists.titles import author_likeness, is_name, is_one_author, is_sentence, title_likeness
from stacktui.formats.lists.tokens import Token, plain_text
from stacktui.formats.lists.venues import read_aside, read_bracket
from stacktui.model import Link
from stacktui.text import has_cjk


def read_title(head: Head, tokens: list[Token]) -> list[Token]:
    """Find the title; returns the tokens behind it."""
    tokens = _plain_quotes(tokens)
    if not tokens:
        return []
    for at, token in enumerate(tokens):
        if token.kind == "quote":
            _take_before(head, tokens[:at])
            head.title, head.shape = _strip_stray_quotes(token.text), "quote"
            return tokens[at + 1 :]
    first = tokens[0]
    if first.kind == "link" and not is_label(first.text):
        return _link_title(head, tokens, 0)
    if first.kind == "bracket" and len(tokens) == 1:
        head.title, head.shape = first.text, "bracket"
        return []
    if len(tokens) == 2 and _is_unfinished_link(first, tokens[1]):
        _take_before(head, tokens[:1])
        head.title, head.shape = tokens[1].text, "bracket"
        return []
    if len(tokens) > 1 and _is_named_before(first, tokens[1]):
        take_authors(head, first.text.strip().rstrip(":："))
        head.title, head.shape = tokens[1].text, "bold"
        return tokens[2:]
    bold = next((at for at, token in enumerate(tokens) if token.bold and token.kind in ("text", "quote", "code")), None)
    if bold is not None and _is_bold_title(tokens, bold):
        return _bold_title(head, tokens, bold)
    linked = _title_link(tokens)
    if linked is not None:
        _take_before(head, tokens[:linked])
        return _link_title(head, tokens, linked)
    return _text_title(head, tokens)


def _is_named_before(names: Token, title: Token) -> bool:
    """``Ada Lovelace: *Notes*``: names, then the title in italics."""
    if names.kind != "text" or names.italic or not title.italic or title.kind != "text" or title.bold:
        return False
    text = names.text.strip()
    bare = text.strip(PUNCTUATION)
    return text.endswith((":", "：", ",")) and (
        (len(bare.split()) > 1 and is_name(bare)) or author_likeness(bare) >= 0.75 or is_one_author(bare)
    )


def is_substance(token: Token) -> bool:
    """Whether a token may hold a title."""
    if token.kind in ("text", "quote", "link"):
        return len(token.text.strip(PUNCTUATION)) > 1 and not (token.kind == "link" and is_label(token.text))
    return False


def _is_unfinished_link(before: Token, bracket: Token) -> bool:
    """``Review[Title of a Paper]``: a word and a link that never got its address."""
    if before.kind != "text" or bracket.kind != "bracket" or len(before.text.split()) > 2:
        return False
    return len(bracket.text.split()) >= 4 and title_likeness(bracket.text) >= 0.8 and not read_bracket(bracket.text)


def _plain_quotes(tokens: list[Token]) -> list[Token]:
    """Quotes that are not a title but words inside a text become text again."""
    plain: list[Token] = []
    for at, token in enumerate(tokens):
        if token.kind == "quote" and not _quotes_title(tokens, at):
            token = Token("text", f"“{token.text}”", bold=token.bold, italic=token.italic)
        if (
            plain
            and token.kind == plain[-1].kind == "text"
            and (token.bold, token.italic) == (plain[-1].bold, plain[-1].italic)
        ):
            plain[-1] = Token("text", plain[-1].text + token.text, bold=token.bold, italic=token.italic)
        else:
            plain.append(token)
    return plain


def _quotes_title(tokens: list[Token], at: int) -> bool:
    token = tokens[at]
    if token.bold:
        return True
    if title_likeness(token.text.strip(" .,")) < 0.3:
        return False
    before = plain_text(tokens[:at]).strip(PUNCTUATION)
    if before:
        return author_likeness(before) >= 0.5 or "et al" in before.lower()
    following = tokens[at + 1].text if at + 1 < len(tokens) and tokens[at + 1].kind == "text" else ""
    return not re.match(r"\s*[A-Za-z]", following) or token.text.endswith((".", ","))


def _strip_stray_quotes(text: str) -> str:
    text = text.strip(" .,")
    for opened, closed in (("“", "”"), ('"', '"')):
        if text.startswith(opened) and closed not in text[1:]:
            text = text[1:]
    return text


def _link_title(head: Head, tokens: list[Token], at: int) -> list[Token]:
    token = tokens[at]
    head.title, head.shape = token.text, "link"
    head.url = token.url or None
    if token.url == "":
        head.lost_labels += 1
    return tokens[at + 1 :]


def _is_bold_title(tokens: list[Token], at: int) -> bool:
    """Bold words are the title at the start, or behind authors, a prefix in Chinese or a short remark."""
    run = _bold_run(tokens, at)
    words = len(plain_text(tokens[at:run]).split())
    before = plain_text(tokens[:at]).strip(PUNCTUATION)
    if before:
        return words >= 2 and (author_likeness(before) >= 0.5 or len(before) <= 6)
    following = next((token for token in tokens[run:] if is_substance(token)), None)
    if following is not None and words >= 2 and re.match(r"\s*(?:[-–—]|by)\s", following.text):
        return True
    if following is not None and words <= 2 and _could_be_title(following):
        return False
    return (
        words >= 2 or has_cjk(plain_text(tokens[at:run])) or following is None or title_likeness(following.text) < 0.8
    )


def _could_be_title(token: Token) -> bool:
    text = token.text.strip(PUNCTUATION)
    return title_likeness(text) >= 1.0 and author_likeness(text) < 0.6 and not read_bracket(text) and not has_cjk(text)


def _bold_run(tokens: list[Token], at: int) -> int:
    while at < len(tokens) and tokens[at].bold and tokens[at].kind in ("text", "quote", "code", "paren"):
        at += 1
    return at


def _bold_title(head: Head, tokens: list[Token], at: int) -> list[Token]:
    _take_before(head, tokens[:at])
    end = _bold_run(tokens, at)
    head.title, head.shape = plain_text(tokens[at:end]), "bold"
    return tokens[end:]


def _title_link(tokens: list[Token]) -> int | None:
    """The first link that is the title although text stands before it."""
    before = ""
    for at, token in enumerate(tokens):
        if token.kind == "link" and not token.wrapped and token.text and not is_label(token.text):
            return at if _link_beats_text(token, before) else None
        if token.kind in ("text", "paren", "code", "quote"):
            before += plain_text([token]) + " "
        elif token.kind in ("link", "bracket"):
            return None
    return None


def _link_beats_text(token: Token, before: str) -> bool:
    before = before.strip(PUNCTUATION)
    if not before or author_likeness(before) >= 0.6 or read_bracket(before):
        return True
    if names_author_and_year(token.text):
        return False
    if host_kind(token.url or "") in ("mail", "resource", "code") and title_likeness(token.text) < 1:
        return False
    return title_likeness(token.text) >= title_likeness(before) + (0.3 if len(before.split()) > 2 else 0)


def _take_before(head: Head, tokens: list[Token]) -> None:
    """Text before a title: the authors, venue and year, an alias, else a remark."""
    for token in tokens:
        if token.kind in ("bracket", "code", "paren") and (facts := read_bracket(token.text)):
            merge_facts(head.facts, facts)
        elif token.kind == "link":
            take_link(head, token)
        elif token.bold and token.kind == "text" and is_alias(token.text.strip(PUNCTUATION)):
            head.alias = head.alias or token.text.strip(PUNCTUATION)
    text = plain_text(token for token in tokens if token.kind in ("text", "paren") and not token.bold).strip()
    bare = _take_day(head, text.strip(PUNCTUATION))
    if not bare or is_shortcode(text):
        return
    if (
        text.endswith((":", "："))
        and is_alias(bare)
        and len(bare.split()) <= 2
        and not has_cjk(bare)
        and not is_label(bare)
    ):
        head.alias = head.alias or bare
    elif facts := read_bracket(bare):
        merge_facts(head.facts, facts)
    elif is_sentence(bare) and author_likeness(bare) < 0.75:
        head.residue.append(bare)
    elif author_likeness(bare) >= 0.5 or "et al" in bare.lower() or is_one_author(bare) or _is_lone_name(text):
        take_authors(head, text)
    else:
        head.residue.append(bare)


_DAY = re.compile(r"((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])?\s+(?=\S)")


def _take_day(head: Head, text: str) -> str:
    """``20181012 NIPS-18 a remark``: when the paper was noted, and its venue; returns the rest."""
    found = _DAY.match(text)
    if not found:
        return text
    head.date = head.date or iso_date(int(found[1]), int(found[2]), int(found[3] or 0))
    first, _, rest = text[found.end() :].partition(" ")
    facts = read_bracket(first)
    if not facts or not known_venue(facts.venue):
        return text[found.end() :]
    merge_facts(head.facts, facts)
    return rest.strip(PUNCTUATION)


def _is_lone_name(text: str) -> bool:
    return text.rstrip().endswith((":", "：")) and len(text.split()) > 1 and is_name(text.strip(PUNCTUATION))


def _text_title(head: Head, tokens: list[Token]) -> list[Token]:
    """A title in plain text: up to the first label, bracket with a meaning, or change to italics."""
    end = 0
    pieces: list[str] = []
    while end < len(tokens):
        token = tokens[end]
        if token.kind == "text":
            if (
                pieces
                and token.italic
                and not tokens[end - 1].italic
                and (re.search(r"[.,;:–—-]\s*$|\bby\s*$", pieces[-1]) or _names_authors(token.text))
            ):
                break
            pieces.append(token.text)
        elif token.kind == "paren" and _ends_authors(token, pieces):
            take_authors(head, "".join(pieces))
            head.facts.year = head.facts.year or int(token.text[:4])
            return read_title(head, tokens[end + 1 :])
        elif token.kind in ("paren", "code", "bracket") and not _is_meaningful(token):
            if token.kind == "bracket" and end + 1 == len(tokens):
                break
            pieces.append(plain_text([token]) if token.kind != "code" else token.text)
        elif (
            token.kind == "link"
            and not is_label(token.text)
            and token.text
            and not token.wrapped
            and host_kind(token.url or "")
            in (
                "code",
                "home",
                "page",
                "file",
            )
        ):
            pieces.append(token.text)
            head.links.append(Link(token.text, token.url))
        else:
            break
        end += 1
    text = " ".join("".join(pieces).split()).lstrip(PUNCTUATION)
    head.shape, head.title = "text", text
    head.is_open = end == len(tokens)
    split_plain(head, text)
    return tokens[end:]


def _names_authors(text: str) -> bool:
    """Whether words in italics name authors: ``*Ada Lovelace et al. ICML*``."""
    return bool(re.match(r"[^.;]{3,60}?\bet\.? al\b", text)) or author_likeness(text) >= 0.75


def _ends_authors(token: Token, pieces: list[str]) -> bool:
    """``He, K., Zhang, X. (2016). Title``: a year behind names, the title after it."""
    before = "".join(pieces).strip(PUNCTUATION)
    return bool(re.fullmatch(r"(?:19|20)\d\d[a-z]?", token.text.strip())) and (
        author_likeness(before) >= 0.6 or is_one_author(before)
    )


def _is_meaningful(token: Token) -> bool:
    text = token.text.strip()
    if token.kind == "code":
        return bool(re.fullmatch(r"(?:19|20)\d\d", text) or read_bracket(text))
    label = is_bracket_label(text) if token.kind == "bracket" else is_label(text)
    return bool(read_aside(text)) or label or bool(re.search(r"\bet al\b", text))
