"""Lines below a title: authors, venue, links, stars; or already the note."""

from __future__ import annotations

import re
from dataclasses import dataclass

from stacktui.formats.lists.facts import Facts, full_year, known_venue, read_stars, read_status
from stacktui.formats.lists.head import PUNCTUATION, Head, merge_facts, take_authors, take_dated_names
from stacktui.formats.lists.inline import strip_marks, tokenize
from stacktui.formats.lists.links import host_kind, is_bracket_label, is_label, label_kind
from stacktui.formats.lists.sections import iso_date, read_date_heading
from stacktui.formats.lists.titles import author_likeness, is_name, split_authors
from stacktui.formats.lists.tokens import Token, plain_text
from stacktui.formats.lists.venues import names_a_venue, read_bracket, read_citation
from stacktui.formats.lists.words import words
from stacktui.identity import find_arxiv_id, find_doi
from stacktui.model import Link, tidy_tag

_LABELLED = re.compile(
    r"\s*(?:[*_`]{1,3})?\s*([A-Za-z][A-Za-z .'/-]{1,24}?|[\u4e00-\u9fff]{2,8})\s*(?:[*_`]{1,3})?"
    r"\s*[:：]\s*(?:[*_`]{1,3})?\s*(.*)$"
)
_HTML_BREAK = re.compile(r"(?:<br\s*/?>|\\)\s*$", re.IGNORECASE)
_QUOTE_MARK = re.compile(r"^\s*(?:>\s?)+")
_FIELD_KINDS = ("authors", "venue", "year", "date", "link", "status", "rating", "tags", "alias", "title", "category")


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
        _take_id(head, bare)
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


# -- "Authors: ...", "Paper: URL" ----------------------------------------------------------------------------------


def field_name(label: str) -> str:
    """The field that a word before a colon means, else ""."""
    name = label.casefold().strip(" *_`")
    return next((kind for kind in _FIELD_KINDS if name in words("fields", kind)), "")


def is_labelled(text: str) -> bool:
    """Whether a line begins with the name of a field, as in ``Authors: ...``."""
    found = _LABELLED.match(text)
    return bool(found and found[2].strip() and field_name(found[1]))


def read_labelled(head: Head, text: str) -> bool:
    """Take ``Authors: ...``, ``Paper: URL`` and the like; False where the word before the colon is no field."""
    found = _LABELLED.match(text)
    kind = field_name(found[1]) if found else ""
    if not found or not kind:
        return False
    value = found[2].strip().strip("*_").strip()
    return bool(value) and take_field(head, kind, found[1].strip(" *_`"), value)


_PROPERTY = re.compile(r"\s*:([A-Za-z_-]+):\s+(\S.*)$")


def read_property(head: Head, line: str) -> bool:
    """Take a line of an Org drawer such as ``:DOI: 10.1/x``; False where it is no field of a paper."""
    found = _PROPERTY.match(line)
    name = found[1].replace("_", " ") if found else ""
    kind = field_name(name)
    if not found or kind not in ("authors", "venue", "year", "link", "rating", "alias"):
        return False
    return take_field(head, kind, name, found[2].strip())


def take_field(head: Head, kind: str, label: str, value: str) -> bool:
    """Take the value of a labelled line or a table cell; False where it does not fit the field."""
    plain = strip_marks(value)
    if kind == "authors":
        return _take_authors(head, value, plain)
    if kind == "link":
        return _take_links(head, label, value)
    if kind == "venue":
        return _take_venue(head, plain)
    if kind in ("year", "date"):
        return _take_time(head, kind, plain)
    if kind in ("status", "rating"):
        return _take_mark(head, kind, plain)
    return _take_words(head, kind, plain)


def _take_authors(head: Head, value: str, plain: str) -> bool:
    if len(plain) > 2000:
        return False
    links = {token.text: token.url for token in tokenize(value) if token.kind == "link" and token.url}
    head.author_links.update(links)
    head.authors = head.authors or split_authors(plain)
    return True


def _take_links(head: Head, label: str, value: str) -> bool:
    tokens = [token for token in tokenize(value) if token.kind == "link"]
    if not tokens:
        if found := (find_arxiv_id(value) or find_doi(value)):
            _take_id(head, value)
        return bool(found) and len(value.split()) <= 2
    rest = strip_marks(re.sub(r"https?://\S+", "", value))
    if len(rest) > 120:
        return False
    for token in tokens:
        name = token.text.strip(" []")
        head.links.append(Link(name if is_label(name) and len(tokens) > 1 else label, token.url or None))
    return True


def _take_id(head: Head, text: str) -> None:
    if arxiv := find_arxiv_id(text):
        head.facts.arxiv = head.facts.arxiv or arxiv
    elif (doi := find_doi(text)) and not head.url:
        head.links.append(Link("DOI", f"https://doi.org/{doi}"))


def _take_venue(head: Head, plain: str) -> bool:
    if len(plain) > 200 or not any(map(str.isalnum, plain)):
        return not any(map(str.isalnum, plain))
    facts = read_bracket(plain) or read_citation(plain)
    if not facts.year and (short := re.fullmatch(r"(.+?)\s*['’](\d\d)", plain)):
        facts.venue, facts.year = short[1], full_year(short[2])
    if not facts.venue:
        facts.venue = plain if len(plain.split()) <= 12 and facts.year is None else facts.venue
    merge_facts(head.facts, facts)
    return bool(facts)


def _take_time(head: Head, kind: str, plain: str) -> bool:
    dated = read_date_heading(plain)
    if kind == "date" and dated:
        head.date = head.date or dated[0]
        return True
    year = full_year(plain) if re.fullmatch(r"\D{0,3}(?:19|20)\d\d\D{0,3}", plain) else None
    if kind == "year" and (year or (dated and re.match(r"(?:19|20)\d\d", plain))):
        head.facts.year = head.facts.year or year or int(plain[:4])
        if dated and head.facts.month is None:
            head.facts.month = int(dated[0][5:7])
        return True
    if year:
        head.date = head.date or str(year)
    return bool(year)


def _take_mark(head: Head, kind: str, plain: str) -> bool:
    if kind == "status":
        status = read_status(plain)
        head.facts.status = head.facts.status or status
        return bool(status)
    rating = read_stars(plain)
    if rating is None and re.fullmatch(r"[0-5](?:\.5)?", plain):
        rating = float(plain)
    head.facts.rating = head.facts.rating or rating
    return rating is not None


def _take_words(head: Head, kind: str, plain: str) -> bool:
    if len(plain) > 200 or not any(map(str.isalnum, plain)):
        return len(plain) <= 200
    if kind == "tags":
        head.tags.extend(tag for part in re.split(r"[,，;；、]|\s#", plain) if (tag := tidy_tag(part)))
    elif kind == "alias":
        head.alias = head.alias or plain
    elif kind == "category":
        head.categories.append(plain)
    else:
        head.title = plain
    return True


def read_slash_date(text: str, day_first: bool) -> str:
    """A date such as ``9/04/24`` or ``2019/3/1`` as ISO; "" where it is none."""
    found = re.fullmatch(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4}|\d{2})", text.strip())
    if not found:
        dated = read_date_heading(text)
        return dated[0] if dated and not dated[1] else ""
    first, second = int(found[1]), int(found[2])
    month, day = (second, first) if day_first or first > 12 else (first, second)
    year = full_year(found[3])
    return iso_date(year, month, day) if year and 1 <= month <= 12 and 1 <= day <= 31 else ""
