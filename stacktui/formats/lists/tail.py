"""What stands behind the title: venue and year, authors, links, a comment."""

from __future__ import annotations

import re

from stacktui.formats.lists.comments import linked_comment
from stacktui.formats.lists.facts import Facts, known_venue, read_stars
from stacktui.formats.lists.head import (
    PUNCTUATION,
    Head,
    is_alias,
    merge_facts,
    take_authors,
    take_cite,
    take_dated_names,
    take_link,
    take_status,
)
from stacktui.formats.lists.links import is_bracket_label, is_label
from stacktui.formats.lists.titles import author_likeness, is_one_author, sentences, split_authors
from stacktui.formats.lists.tokens import Token, plain_text
from stacktui.formats.lists.venues import names_a_venue, read_aside, read_bracket, read_citation, trailing_venue
from stacktui.model import Link


def read_tail(head: Head, tokens: list[Token]) -> None:
    """Take everything behind a title."""
    text: list[str] = []
    was_italic = False
    behind = 0
    for at, token in enumerate(tokens):
        if at < behind:
            continue
        if _is_mark_of_link(tokens, at):
            continue
        if token.kind in ("text", "link") and (comment := linked_comment(head, tokens, at)):
            _flush(head, [*text, comment[0]])
            text.clear()
            head.note.append(comment[1])
            behind = comment[2]
            continue
        if token.kind in ("text", "quote") or (token.kind == "paren" and _joins_text(token, text)):
            if token.kind == "paren" and token.italic:
                text.append(f"({token.text})")
                continue
            token = _plain_volume(token)
            if token.italic and text and not was_italic:
                _flush(head, text)
            if was_italic and not token.italic:
                _flush(head, text)
            text.append(plain_text([token]) if token.kind != "text" else token.text)
            was_italic = token.italic
            continue
        if token.kind in ("link", "bracket", "stars") or token.bold:
            _flush(head, text)
        _take_tail_token(head, token)
    _flush(head, text)


def _is_mark_of_link(tokens: list[Token], at: int) -> bool:
    """``:star:[code](u)``: a star that only marks the link behind it is no rating."""
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if tokens[at].kind != "stars" or following is None or following.kind != "link":
        return False
    return tokens[at].text.strip() in (":star:", "⭐", "★", "☆") and is_label(following.text)


def _plain_volume(token: Token) -> Token:
    """The number of a volume, which journals print bold or slanted, is a part of the citation around it."""
    is_number = token.kind == "text" and token.text.strip(" ,.").isdigit()
    return Token("text", token.text) if is_number and (token.bold or token.italic) else token


def _joins_text(token: Token, text: list[str]) -> bool:
    """``Nature 521 (2015): 436``: a year or number in parentheses belongs to the citation around it."""
    inner = token.text.strip()
    if text and token.italic and not token.bold:
        return True
    if not text or token.bold:
        return False
    return bool(re.fullmatch(r"(?:19|20)\d\d[a-z]?|\d{1,3}|GNN/GCN", inner)) or _is_in_sentence(inner, "".join(text))


def _is_in_sentence(inner: str, before: str) -> bool:
    """``: This paper (and the one before it) shows``: words in parentheses that belong to a comment."""
    found = re.match(r"\s*[:：]\s+(?=\S)(.+\s)$", before)
    return (
        bool(found)
        and len(inner.split()) >= 3
        and not (read_aside(inner) or _holds_names(inner))
        and author_likeness(found[1] if found else "") < 0.5
    )


def _flush(head: Head, text: list[str]) -> None:
    joined = "".join(text)
    text.clear()
    take_tail_text(head, joined)


def _take_tail_token(head: Head, token: Token) -> None:
    text = token.text.strip()
    if token.kind == "link":
        take_link(head, token)
    elif token.kind == "stars":
        head.facts.rating = head.facts.rating or read_stars(text)
    elif token.kind == "mark":
        take_status(head, text)
    elif token.kind == "cite":
        take_cite(head, token)
    elif token.kind in ("bracket", "paren", "code"):
        _take_aside(head, token, text)


def _take_aside(head: Head, token: Token, text: str) -> None:
    """A bracket, parenthesis or code span behind the title."""
    if not text:
        return
    said = read_aside(text)
    if said and not (token.kind == "paren" and take_dated_names(head, text, probe=said[0])):
        merge_facts(head.facts, said[0])
        head.residue.extend([said[1]] if said[1] else [])
    elif said:
        pass
    elif token.kind == "bracket" and is_bracket_label(text):
        head.links.append(Link(text, None))
        head.lost_labels += 1
    elif token.kind == "code":
        head.tags.append(text)
    elif any(child.kind == "link" for child in token.children):
        read_tail(head, list(token.children))
    elif token.kind == "paren" and not head.facts.venue and (ended := _names_before_venue(text)):
        merge_facts(head.facts, ended[1])
        take_tail_text(head, ended[0])
    elif token.kind == "paren" and not token.bold and _holds_names(text):
        take_authors(head, text)
    elif token.kind == "paren" and take_dated_names(head, text):
        pass
    elif (
        token.kind == "paren"
        and (cited := read_citation(text)).year
        and (names_a_venue(cited) or len(text.split()) <= 3)
    ):
        merge_facts(head.facts, cited)
    elif token.kind == "paren":
        head.note.append(text)
    elif token.kind == "bracket" and not head.alias and is_alias(text) and head.shape != "text":
        head.alias = text
    else:
        head.residue.append(text)


_ENDS_IN_VENUE = re.compile(r"(\S.{0,80}?)[\s,]+([A-Za-z]{2,10}['’\s-]*(?:19|20)\d\d)$")


def _names_before_venue(text: str) -> tuple[str, Facts] | None:
    """``(A University, ICLR 2017)``: who wrote it, and a known venue behind that."""
    found = _ENDS_IN_VENUE.match(text)
    facts = read_bracket(found[2]) if found else None
    if not found or not facts or not facts.venue:
        return None
    known = known_venue(facts.venue) or re.search(r"\bet al\.?,?$", found[1])
    return (found[1].rstrip(" ,"), facts) if known else None


def _holds_names(text: str) -> bool:
    """Whether words in parentheses are names of authors, not ``(Video; Slides)``."""
    names = split_authors(text)
    return "et al" in text.lower() or (author_likeness(text) >= 0.7 and any(len(name.split()) > 1 for name in names))


_SHORTCODE = re.compile(r"(?<![\w:]):[a-z][a-z_]+:(?!\d)")


def take_tail_text(head: Head, text: str) -> None:
    """Text behind the title: authors, a citation, else a comment."""
    text = " ".join(_SHORTCODE.sub(" ", text).split()).lstrip(">")
    bare = text.strip(PUNCTUATION)
    if not any(map(str.isalnum, bare)):
        return
    if bare.casefold() in ("and", "or", "by", "et al", "in", "on"):
        return
    by = re.match(r"(?:by|作者[:：]?)\s+(.+)", bare, re.IGNORECASE)
    if by and len(by[1].split()) <= 40:
        _take_by(head, by[1])
    elif facts := read_bracket(bare):
        merge_facts(head.facts, facts)
    elif not head.facts.venue and (ended := _names_before_venue(bare)) and author_likeness(ended[0]) >= 0.5:
        merge_facts(head.facts, ended[1])
        take_authors(head, ended[0])
    elif author_likeness(bare) >= 0.75 or (not head.authors and is_one_author(bare)):
        take_authors(head, text)
    else:
        _take_citation(head, bare)


def _take_citation(head: Head, bare: str) -> None:
    cited = read_citation(bare)
    head.facts.arxiv = head.facts.arxiv or cited.arxiv
    if _is_whole_citation(head, bare, cited):
        merge_facts(head.facts, cited)
    else:
        _take_pieces(head, bare)


def _is_whole_citation(head: Head, text: str, cited: Facts) -> bool:
    words = len(text.split())
    if head.shape == "quote":
        return words <= 30
    return (
        bool(cited.venue)
        and words <= 18
        and (cited.year is not None or names_a_venue(cited))
        and not _has_author_piece(text)
    )


def _has_author_piece(text: str) -> bool:
    return "et al" in text.lower() or any(
        author_likeness(piece) >= 0.75 for piece in re.split(r"[.;|]\s+|\s[-–—]\s", text)[:3]
    )


def _take_by(head: Head, text: str) -> None:
    if ended := trailing_venue(text):
        text = ended[0]
        merge_facts(head.facts, ended[1])
    pieces = sentences(text)
    if year := re.search(r",\s*((?:19|20)\d\d)[\s.]*$", pieces[0]):
        head.facts.year = head.facts.year or int(year[1])
        pieces[0] = pieces[0][: year.start()]
    head.authors = head.authors or split_authors(pieces[0])
    for piece in pieces[1:]:
        take_tail_text(head, piece)


def _take_pieces(head: Head, text: str) -> None:
    """Each sentence of the text behind a title by itself; what is neither authors nor citation is a comment."""
    left: list[str] = []
    for piece in re.split(r"(?<=[\w)])\.\s+(?=[A-Z])|;\s+|\s+[-–—|]\s+|(?<=et al)\.?,\s+|(?<=et al\.)\s*(?=\S)", text):
        bare = piece.strip(PUNCTUATION)
        if not bare:
            continue
        cited = read_citation(bare)
        if author_likeness(bare) >= 0.75 and not head.authors:
            take_authors(head, piece)
        elif facts := read_bracket(bare):
            merge_facts(head.facts, facts)
        elif (
            len(bare.split()) <= 12
            and cited.venue
            and (names_a_venue(cited) and (cited.year or len(bare.split()) <= 6))
        ):
            merge_facts(head.facts, cited)
        elif (both := trailing_venue(bare)) and author_likeness(both[0]) >= 0.75:
            take_authors(head, both[0])
            merge_facts(head.facts, both[1])
        else:
            left.append(piece.strip(" ,;|-–—"))
    if left:
        (head.residue if head.shape == "text" and not head.is_open and len(" ".join(left)) < 4 else head.note).append(
            ". ".join(left)
        )
