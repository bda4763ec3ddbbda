"""Lines below a title: authors, venue, links, stars; or already the note."""

from __future__ import annotations

import re
from dataclasses import dataclass

from stacktui.formats.lists.facts import Facts, known_venue, read_stars, read_status
from stacktui.formats.lists.head import PUNCTUATION, Head, merge_facts, take_authors, take_dated_names
from stacktui.formats.lists.inline import strip_marks, tokenize
from stacktui.formats.lists.labelled import read_labelled, take_id
from stacktui.formats.lists.links import host_kind, is_bracket_label, is_label, label_kind
from stacktui.formats.lists.sections import read_date_heading
from stacktui.formats.lists.titles import author_likeness, is_name, split_authors
from stacktui.formats.lists.tokens import Token, plain_text
from stacktui.formats.lists.venues import names_a_venue, read_bracket, read_citation
from stacktui.identity import find_arxiv_id, find_doi
from stacktui.model import Link

_HTML_BREAK = re.compile(r"(?:<br\s*/?>|\\)\s*$", re.IGNORECASE)
_QUOTE_MARK = re.compile(r"^\s*(?:>\s?)+")


@dataclass(frozen=True, slots=True)
class Read:
    """What became of a line: whether fields took it, and what of it is note."""

    taken: bool
    note: str | None = None
    """The rest of the line that is note; None where nothing is left."""


def read_field_line(head: Head, line: str, *, names: bool = False) -> Read:
    """Take the fields of a line below a title into ``head``.

    ``names``: lines at this place hold authors in other entries, so that a single name is enough.
    """
    text = _HTML_BREAK.sub("", line).strip()
    if not text:
        return Read(True)
    if _QUOTE_MARK.match(text):
        return Read(False, text)
    if read_labelled(head, text):
        return Read(True)
    whole = tokenize(text)
    tokens = [token for token in whole if token.kind != "text" or token.text.strip(PUNCTUATION + "[]()")]
    if not tokens:
        return Read(not any(map(str.isalnum, text)))
    if _read_linked_authors(head, whole):
        return Read(True)
    if all(_is_field_token(token) for token in tokens):
        for token in tokens:
            _take(head, token)
        return Read(True)
    return _read_mixed(head, text, tokens, names)


def _read_mixed(head: Head, text: str, tokens: list[Token], names: bool) -> Read:
    bare = plain_text(tokens).strip(" *_")
    if not head.authors and _take_names_and_more(head, tokens):
        return Read(True)
    if not head.authors and _is_authors(bare, names):
        take_authors(head, bare)
        return Read(True)
    if not head.facts.venue and (printed := _printed_version(bare)):
        merge_facts(head.facts, printed)
        return Read(True)
    dated_names = re.fullmatch(r"[(（]([^()（）]+)[)）]", bare)
    if dated_names and take_dated_names(head, dated_names[1]):
        return Read(True)
    cited = read_citation(bare)
    if (
        len(bare.split()) <= 12
        and not head.facts.venue
        and names_a_venue(cited)
        and (cited.year or len(bare.split()) <= 2)
    ):
        merge_facts(head.facts, cited)
        return Read(True)
    if dated := _whole_date(bare):
        head.date = head.date or dated
        return Read(True)
    if captured := re.fullmatch(
        r"(?:captured|created|added)(?: on)?:?\s+[\[<]?(\d{4}-\d\d-\d\d)\b.*", bare, re.IGNORECASE
    ):
        head.residue.append(captured[0])
        return Read(True)
    if re.fullmatch(r"(?:arxiv|doi)\s*[:：]?\s*\S+", bare, re.IGNORECASE) and (find_arxiv_id(bare) or find_doi(bare)):
        take_id(head, bare)
        return Read(True)
    return _read_leading(head, text)


def _printed_version(text: str) -> Facts | None:
    """``arXiv 1708; ICCV Workshop 2017``: where a paper came out behind where it was first shown."""
    pieces = re.split(r"\s*[;；,/]\s*", text)
    if not 2 <= len(pieces) <= 3 or not re.match(r"(?:on\s+)?arxiv\b|available on", pieces[0], re.IGNORECASE):
        return None
    facts = read_bracket(pieces[-1]) or read_citation(pieces[-1])
    if facts.year and facts.venue[:1].isupper() and facts.venue != "arXiv" and names_a_venue(facts):
        return facts
    return read_bracket(pieces[0])


def _take_names_and_more(head: Head, tokens: list[Token]) -> bool:
    """Names and behind them links and a date, ``*Ada Lovelace* [[pdf](u)], 2021.11``, or a venue: ``…, ICML, 2012``."""
    first = tokens[0]
    end = next((at for at, token in enumerate(tokens) if not _goes_on(first, token)), len(tokens))
    text, facts = _split_venue(plain_text(tokens[:end]).strip(PUNCTUATION))
    behind = tokens[end:]
    if (not behind and not facts) or not all(_is_field_token(token) or _cited(token) for token in behind):
        return False
    is_one = is_name(text) and len(text.split()) > 1 and any(token.kind == "text" for token in behind)
    if author_likeness(text) < 0.75 and not is_one:
        return False
    take_authors(head, text)
    merge_facts(head.facts, facts or Facts())
    for token in behind:
        if cited := _cited(token):
            merge_facts(head.facts, cited)
        else:
            _take(head, token)
    return True


def _cited(token: Token) -> Facts | None:
    """The facts of slanted words that name a journal and a year."""
    facts = read_citation(token.text) if token.kind == "text" and token.italic else None
    return facts if facts and facts.year and names_a_venue(facts) and len(token.text.split()) <= 12 else None


def _goes_on(first: Token, token: Token) -> bool:
    """Whether a token is text in the same type as the first."""
    return token.kind == "text" and (token.bold, token.italic) == (first.bold, first.italic)


def _split_venue(text: str) -> tuple[str, Facts | None]:
    """What stands before a known venue at the end of a text, and the venue with its year."""
    pieces = text.rsplit(",", 2)
    for count in (2, 1):
        facts = read_bracket(",".join(pieces[-count:])) if len(pieces) > count else None
        if facts and known_venue(facts.venue):
            return ",".join(pieces[:-count]), facts
    return text, None


def _is_authors(text: str, names: bool) -> bool:
    if author_likeness(text) >= 0.75:
        return True
    one = text.strip(" ,.;")
    return names and (
        is_name(one) or author_likeness(text) >= 0.45 or bool(re.fullmatch(r"[\w'’. -]+(?:, [\w'’. -]+)+", one))
    )


def _whole_date(text: str) -> str:
    found = read_date_heading(text)
    return found[0] if found and not found[1] and "-" in found[0] and re.search(r"\d{4}", text) else ""


def _read_leading(head: Head, text: str) -> Read:
    """``[PAC] [★★] what it does``: brackets with a meaning first, the note behind them."""
    rest = _take_links_in_front(head, text)
    while found := re.match(r"\s*\**[\[【]\**([^\[\]【】]{1,40}?)\**[\]】]\**(?!\()\s*[:：]?\s*", rest):
        inner = strip_marks(found[1])
        facts = read_bracket(inner)
        if facts:
            merge_facts(head.facts, facts)
        elif is_bracket_label(inner):
            head.links.append(Link(inner, None))
        elif not head.alias and 1 < len(inner) <= 30 and len(inner.split()) <= 4 and not inner.isdigit():
            head.alias = inner
        else:
            break
        rest = rest[found.end() :]
    if rest is text:
        stars = re.match(r"\s*([★☆⭐]{1,10}|(?::star:)+)\s+", rest)
        if stars and (rating := read_stars(stars[1])) is not None:
            head.facts.rating = head.facts.rating or rating
            rest = rest[stars.end() :]
    return Read(rest is not text, rest.strip() or None) if rest is not text else Read(False, text)


_LINKS_IN_FRONT = re.compile(r"\s*(?:\[{1,2}[^\[\]\n]{1,30}\]{1,2}\([^()\s]*\)\)?[\s,|/·]*)+(?=\S)")


def _take_links_in_front(head: Head, text: str) -> str:
    """Take the labelled links at the start of a line: ``[[paper]](u) [[code]](u) what it does``; returns the rest."""
    found = _LINKS_IN_FRONT.match(text)
    tokens = tokenize(found[0]) if found else []
    links = [token for token in tokens if token.kind == "link"]
    if not found or not links or not all(_is_label_link(token) for token in links):
        return text
    for token in links:
        _take(head, token)
    return text[found.end() :]


def _is_label_link(token: Token) -> bool:
    return is_label(token.text.strip(" []")) and bool(token.url) and host_kind(token.url or "") != "anchor"


def _is_field_token(token: Token) -> bool:
    text = token.text.strip()
    if token.kind == "link":
        return token.wrapped or is_label(text) or not text
    if token.kind == "bracket":
        return bool(read_bracket(text)) or is_bracket_label(text) or (len(text) <= 24 and len(text.split()) <= 3)
    if token.kind in ("stars", "mark", "image", "cite"):
        return token.kind != "image"
    if token.kind in ("code", "paren", "text"):
        return bool(read_bracket(text.strip(PUNCTUATION))) or text.casefold().strip(PUNCTUATION) in ("and", "or", "&")
    return False


def _take(head: Head, token: Token) -> None:
    text = token.text.strip(" []")
    if token.kind == "link":
        if token.url != "" or label_kind(text) != "paper":
            head.links.append(Link(text, token.url or None))
    elif token.kind == "cite":
        head.key = head.key or token.url or ""
        year = re.search(r"\b(?:19|20)\d\d\b", text)
        head.facts.year = head.facts.year or (int(year[0]) if year else None)
    elif token.kind == "mark":
        head.facts.status = head.facts.status or read_status(text)
    elif token.kind == "stars":
        head.facts.rating = head.facts.rating or read_stars(text)
    elif facts := read_bracket(text.strip(PUNCTUATION)):
        merge_facts(head.facts, facts)
    elif token.kind == "bracket" and is_bracket_label(text):
        head.links.append(Link(text, None))
        head.lost_labels += 1
    elif token.kind == "bracket" and not head.alias:
        head.alias = text
    elif text.casefold() not in ("and", "or", "&"):
        head.residue.append(text)


def _read_linked_authors(head: Head, tokens: list[Token]) -> bool:
    """Authors whose names link to their pages."""
    links = [token for token in tokens if token.kind == "link" and not token.wrapped]
    if not links or head.authors or not all(token.kind in ("link", "text", "mark", "paren") for token in tokens):
        return False
    text = plain_text(token for token in tokens if token.kind != "paren")
    if any(is_label(token.text) or not is_name(token.text.strip(" *†")) for token in links if token.text):
        return False
    if author_likeness(text) < 0.7 and len(tokens) > 1:
        return False
    if len(tokens) == 1 and host_kind(tokens[0].url or "") == "paper":
        return False
    head.authors = split_authors(text)
    head.author_links = {token.text: token.url for token in links if token.url}
    return True
