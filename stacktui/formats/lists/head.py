"""The head of an entry: from the line that holds a title to its fields.

The parts of a head come in any order::

    [number] [check box] [brackets] prefix title suffix (venue year) [label](url) [[pdf]](url) `tag` ★★ comment

Title rules: quoted words, else the text of the first link that is no label, else bold words, else the text up to the
first label. ``evidence`` says how much speaks for a paper: links to papers, venue and year, authors, title shape.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from stacktui.formats.lists.inline import Token, plain_text, tokenize
from stacktui.formats.lists.links import (
    host_kind,
    host_of,
    is_bracket_label,
    is_label,
    label_kind,
    name_of_site,
    names_author_and_year,
)
from stacktui.formats.lists.titles import author_likeness, split_authors, title_likeness
from stacktui.formats.lists.venues import (
    Facts,
    names_a_venue,
    read_bracket,
    read_citation,
    read_stars,
    read_status,
    trailing_venue,
)
from stacktui.identity import find_arxiv_id, find_doi, link_title
from stacktui.model import Link
from stacktui.text import has_cjk


@dataclass(slots=True)
class Head:
    """What the head lines of an entry say."""

    title: str = ""
    shape: str = ""
    """What the title is made of: link, bold, quote, bracket, text; "" without a title."""
    url: str | None = None
    links: list[Link] = field(default_factory=list)
    alias: str = ""
    authors: tuple[str, ...] = ()
    author_links: dict[str, str] = field(default_factory=dict)
    facts: Facts = field(default_factory=Facts)
    date: str = ""
    tags: list[str] = field(default_factory=list)
    categories: list[str] = field(default_factory=list)
    key: str = ""
    note: list[str] = field(default_factory=list)
    residue: list[str] = field(default_factory=list)
    likeness: float = 0.0
    evidence: float = 0.0
    lost_labels: int = 0
    started: str = ""
    """The kind of the first token: the shape by which lines are compared."""
    is_open: bool = False
    """Whether the title is plain text that the line's end may have cut."""


PUNCTUATION = " \t\n.,;:|·-–—:，。；：、/>→=+"


def read_head(text: str) -> Head:
    """The fields of one head line (or of a few lines joined by blanks)."""
    head = Head()
    tokens = _without_breaks(tokenize(text))
    head.started = _first_kind(tokens)
    tokens = _read_lead(head, tokens)
    rest = _read_title(head, tokens)
    _read_tail(head, rest)
    finish_links(head)
    head.title = tidy_title(head.title)
    if not head.title:
        _title_by_link(head)
    _lift_alias(head)
    head.likeness = title_likeness(head.title) if head.title else -2.0
    head.evidence = _evidence(head)
    return head


def _title_by_link(head: Head) -> None:
    """A line that is only a link to a paper: the paper is known by its link alone."""
    link = next((link for link in head.links if link.url and host_kind(link.url) == "paper"), None)
    if link is not None and link.url:
        head.url, head.title, head.shape = link.url, link_title(link.url), "link"
        head.links.remove(link)


def tidy_title(title: str) -> str:
    """A title without the punctuation of its list: a final stop, quotes around all of it."""
    title = " ".join(title.split()).strip(" ,;|·—–-")
    if (
        title.endswith((".", "。", ":", "："))
        and not title.endswith("..")
        and not re.search(r"\b[A-Z]\.$|etc\.$", title)
    ):
        title = title[:-1].rstrip()
    for opened, closed in (("“", "”"), ('"', '"'), ("《", "》"), ("「", "」"), ("'", "'")):
        if title.startswith(opened) and title.endswith(closed) and len(title) > 2 and opened not in title[1:-1]:
            return title[1:-1].strip()
    return title


def _without_breaks(tokens: list[Token]) -> list[Token]:
    return [token for token in tokens if token.kind != "text" or token.text.strip() or token.bold]


def _first_kind(tokens: list[Token]) -> str:
    for token in tokens:
        if token.kind in ("mark", "image", "stars") or not token.text.strip(PUNCTUATION):
            if token.kind == "link":
                return "link"
            continue
        if token.kind == "bracket" and re.fullmatch(r"\s*\d{1,3}\s*", token.text):
            return "number"
        return "bold" if token.bold and token.kind == "text" else token.kind
    return tokens[0].kind if tokens else ""


# -- before the title ----------------------------------------------------------------------------------------------


def _read_lead(head: Head, tokens: list[Token]) -> list[Token]:
    """Take the numbers, marks, brackets and labels that stand before the title."""
    at = 0
    while at < len(tokens):
        token = tokens[at]
        more = any(_is_substance(other) for other in tokens[at + 1 :])
        if token.kind == "mark":
            _take_status(head, token.text)
        elif token.kind == "stars":
            head.facts.rating = read_stars(token.text)
        elif token.kind == "image" or (token.kind == "text" and not token.text.strip(PUNCTUATION)):
            pass
        elif token.kind == "cite":
            _take_cite(head, token)
        elif not more or not _take_lead_token(head, token):
            break
        at += 1
    return tokens[at:]


def _is_substance(token: Token) -> bool:
    """Whether a token may hold a title."""
    if token.kind in ("text", "quote", "link"):
        return len(token.text.strip(PUNCTUATION)) > 1 and not (token.kind == "link" and is_label(token.text))
    return False


def _take_lead_token(head: Head, token: Token) -> bool:
    """Take a bracket or label in front of the title; False where the title begins with it."""
    text = token.text.strip()
    if token.kind in ("bracket", "code") or (token.kind == "paren" and len(text) < 40):
        if re.fullmatch(r"#?\d{1,3}[a-z]?[.)]?", text):
            return True
        facts = read_bracket(text)
        if facts:
            merge_facts(head.facts, facts)
            return True
        if is_bracket_label(text):
            head.links.append(Link(text, None))
            head.lost_labels += 1
            return True
        if token.kind == "paren":
            return False
        if _is_alias(text):
            head.alias = text
            return True
        head.residue.append(text)
        return token.kind == "code"
    if token.kind == "text" and token.bold and (facts := read_bracket(text.strip(PUNCTUATION))):
        merge_facts(head.facts, facts)
        return True
    if token.kind == "link" and (is_label(token.text) or names_author_and_year(token.text)):
        _take_link(head, token)
        return True
    if token.kind == "link" and (facts := read_bracket(token.text)):
        merge_facts(head.facts, facts)
        _take_link(head, token)
        return True
    return False


def _is_alias(text: str) -> bool:
    return 1 < len(text) <= 30 and len(text.split()) <= 4 and any(map(str.isalpha, text))


def _take_status(head: Head, mark: str) -> None:
    status = read_status(mark.strip(":"))
    if status and not head.facts.status:
        head.facts.status = status


def _take_cite(head: Head, token: Token) -> None:
    head.key = head.key or (token.url or "")
    year = re.search(r"\b((?:19|20)\d\d)\b", token.text)
    if year and head.facts.year is None:
        head.facts.year = int(year[1])
    if token.text:
        head.residue.append(token.text)


def merge_facts(into: Facts, facts: Facts) -> None:
    """Fill what ``into`` does not say yet."""
    for name in ("venue", "year", "month", "presentation", "status", "rating", "arxiv"):
        if getattr(into, name) in (None, "") and getattr(facts, name) not in (None, ""):
            setattr(into, name, getattr(facts, name))


# -- the title -----------------------------------------------------------------------------------------------------


def _read_title(head: Head, tokens: list[Token]) -> list[Token]:
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
    bold = next((at for at, token in enumerate(tokens) if token.bold and token.kind in ("text", "quote", "code")), None)
    if bold is not None and _is_bold_title(tokens, bold):
        return _bold_title(head, tokens, bold)
    linked = _title_link(tokens)
    if linked is not None:
        _take_before(head, tokens[:linked])
        return _link_title(head, tokens, linked)
    return _text_title(head, tokens)


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
    following = next((token for token in tokens[run:] if _is_substance(token)), None)
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
            _take_link(head, token)
        elif token.bold and token.kind == "text" and _is_alias(token.text.strip(PUNCTUATION)):
            head.alias = head.alias or token.text.strip(PUNCTUATION)
    text = plain_text(token for token in tokens if token.kind in ("text", "paren") and not token.bold).strip()
    bare = text.strip(PUNCTUATION)
    if not bare:
        return
    if facts := read_bracket(bare):
        merge_facts(head.facts, facts)
    elif author_likeness(bare) >= 0.5 or "et al" in bare.lower() or (head.shape == "" and _one_author(bare)):
        _take_authors(head, text)
    else:
        head.residue.append(bare)


def _one_author(text: str) -> bool:
    return bool(re.fullmatch(r"[A-Z][\w'’-]+,? (?:[A-Z]\.? ?)+|(?:[A-Z]\.? ?)+[A-Z][\w'’-]+", text))


def _take_authors(head: Head, text: str) -> None:
    year = re.search(r"\(?\b((?:19|20)\d\d)\b\)?[\s.,:]*$", text)
    if year:
        head.facts.year = head.facts.year or int(year[1])
        text = text[: year.start()]
    if not head.authors:
        head.authors = split_authors(text)


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
                and re.search(r"[.,;:–—-]\s*$|\bby\s*$", pieces[-1])
            ):
                break
            pieces.append(token.text)
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
    text = " ".join("".join(pieces).split())
    head.shape, head.title = "text", text
    head.is_open = end == len(tokens)
    _split_plain(head, text)
    return tokens[end:]


def _is_meaningful(token: Token) -> bool:
    text = token.text.strip()
    if token.kind == "code":
        return bool(re.fullmatch(r"(?:19|20)\d\d", text) or read_bracket(text))
    label = is_bracket_label(text) if token.kind == "bracket" else is_label(text)
    return bool(read_bracket(text)) or label or bool(re.search(r"\bet al\b", text))


_SENTENCES = re.compile(
    r"(?<![A-Z])(?<!\bal)(?<!\bvs)(?<!\bet)[.?!]\s+(?=[A-Z\"“*\u4e00-\u9fff])|(?<=\bal)\.\s+(?=[A-Z\"“])"
)
_YEAR_BREAK = re.compile(r"\s*[(,]\s*((?:19|20)\d\d)[a-z]?\)?\s*[.:,]\s+")


def _split_plain(head: Head, text: str) -> None:
    """Split authors and venue off a title in plain text."""
    ended = trailing_venue(text)
    if ended:
        text, facts = ended
        merge_facts(head.facts, facts)
        head.title = text
    year = _YEAR_BREAK.search(text)
    if year and author_likeness(text[: year.start()]) >= 0.6:
        head.facts.year = head.facts.year or int(year[1])
        head.authors = split_authors(text[: year.start()])
        text = text[year.end() :]
        head.title = text
    for separator in (" | ", " || ", " ｜ "):
        if separator in text:
            _split_bars(head, text.split(separator.strip()))
            return
    pieces = _sentences(text)
    if len(pieces) > 1:
        _split_sentences(head, pieces)
    else:
        _split_commas(head, text)


def _sentences(text: str) -> list[str]:
    pieces, start = [], 0
    for found in _SENTENCES.finditer(text):
        pieces.append(text[start : found.start() + 1].strip())
        start = found.end()
    pieces.append(text[start:].strip())
    return [piece for piece in pieces if piece]


def _split_bars(head: Head, pieces: list[str]) -> None:
    pieces = [piece.strip() for piece in pieces if piece.strip()]
    best = max(
        pieces,
        key=lambda piece: title_likeness(piece) - 2 * (author_likeness(piece) >= 0.7) - 3 * bool(read_bracket(piece)),
    )
    head.title = best
    for piece in pieces:
        if piece is not best:
            _take_tail_text(head, piece)


def _split_sentences(head: Head, pieces: list[str]) -> None:
    first = pieces[0]
    if author_likeness(first) >= 0.7 or re.search(r"\bet al\.?$", first):
        head.authors = head.authors or split_authors(first)
        head.title = pieces[1]
        for piece in pieces[2:]:
            _take_tail_text(head, piece)
        return
    tail = pieces[1:]
    if first.endswith("?") and not any(
        author_likeness(piece) >= 0.7 or names_a_venue(read_citation(piece)) for piece in tail
    ):
        return
    if any(
        author_likeness(piece) >= 0.7 or names_a_venue(read_citation(piece)) or read_citation(piece).year
        for piece in tail
    ):
        head.title = first
        for piece in tail:
            _take_tail_text(head, piece)


def _split_commas(head: Head, text: str) -> None:
    """``Title, Kaiming He et al.`` and ``Title by A, B``, ``Title - A, B``."""
    for pattern in (r"\s+by\s+(?=[A-Z])", r"\s+[-–—]\s+(?=[A-Z])", r"\s*[,;]\s+(?=[A-Z][^,]{1,40}\bet al\b)"):
        for found in re.finditer(pattern, text):
            authors = text[found.end() :]
            if author_likeness(authors) >= 0.8:
                head.title = text[: found.start()]
                head.authors = head.authors or split_authors(authors)
                return


def _lift_alias(head: Head) -> None:
    """``[Cycle GAN] Unpaired Image-to-Image ...`` as the text of a link: a short name and the title."""
    found = re.match(r"\s*[\[【]([^\[\]【】]{2,30})[\]】]\s*[:：-]?\s*(?=\S)(.+)$", head.title)
    if not found:
        return
    facts = read_bracket(found[1])
    if facts:
        merge_facts(head.facts, facts)
    elif _is_alias(found[1]) and not head.alias:
        head.alias = found[1].strip()
    else:
        return
    head.title = tidy_title(found[2])


# -- behind the title ----------------------------------------------------------------------------------------------


def _read_tail(head: Head, tokens: list[Token]) -> None:
    text: list[str] = []
    for token in tokens:
        if token.kind in ("text", "quote") or (token.kind == "paren" and _joins_text(token, text)):
            if token.italic and text:
                _flush(head, text)
            text.append(plain_text([token]) if token.kind != "text" else token.text)
            if token.italic:
                _flush(head, text)
            continue
        if token.kind in ("link", "bracket", "stars") or token.bold:
            _flush(head, text)
        _take_tail_token(head, token)
    _flush(head, text)


def _joins_text(token: Token, text: list[str]) -> bool:
    """``Nature 521 (2015): 436``: a year or number in parentheses belongs to the citation around it."""
    inner = token.text.strip()
    return bool(text) and not token.bold and bool(re.fullmatch(r"(?:19|20)\d\d[a-z]?|\d{1,3}|GNN/GCN", inner))


def _flush(head: Head, text: list[str]) -> None:
    joined = "".join(text)
    text.clear()
    _take_tail_text(head, joined)


def _take_tail_token(head: Head, token: Token) -> None:
    text = token.text.strip()
    if token.kind == "link":
        _take_link(head, token)
    elif token.kind == "stars":
        head.facts.rating = head.facts.rating or read_stars(text)
    elif token.kind == "mark":
        _take_status(head, text)
    elif token.kind == "cite":
        _take_cite(head, token)
    elif token.kind in ("bracket", "paren", "code"):
        _take_aside(head, token, text)


def _take_aside(head: Head, token: Token, text: str) -> None:
    """A bracket, parenthesis or code span behind the title."""
    if not text:
        return
    facts = read_bracket(text)
    if facts:
        merge_facts(head.facts, facts)
    elif token.kind == "bracket" and is_bracket_label(text):
        head.links.append(Link(text, None))
        head.lost_labels += 1
    elif token.kind == "code":
        head.tags.append(text)
    elif any(child.kind == "link" for child in token.children):
        _read_tail(head, list(token.children))
    elif token.kind == "paren" and not token.bold and (author_likeness(text) >= 0.7 or "et al" in text.lower()):
        _take_authors(head, text)
    elif (
        token.kind == "paren"
        and (cited := read_citation(text)).year
        and (names_a_venue(cited) or len(text.split()) <= 3)
    ):
        merge_facts(head.facts, cited)
    elif token.kind == "paren":
        head.note.append(text)
    elif token.kind == "bracket" and not head.alias and _is_alias(text) and head.shape != "text":
        head.alias = text
    else:
        head.residue.append(text)


def _take_link(head: Head, token: Token) -> None:
    label = token.text.strip(" []【】") or (token.children[0].text if token.children else "")
    if label_kind(label) == "badge":
        return
    if not label and token.url:
        label = name_of_site(token.url) if token.children else ""
    if token.url and re.fullmatch(r"(?:mailto:.*|#.*)", token.url):
        return
    if token.url == "" and label_kind(label) == "paper":
        head.lost_labels += 1
        return
    head.links.append(Link(label, token.url or None))


def _take_tail_text(head: Head, text: str) -> None:
    """Text behind the title: authors, a citation, else a comment."""
    text = " ".join(text.split())
    bare = text.strip(PUNCTUATION)
    if not bare or bare.casefold() in ("and", "or", "by", "et al", "in", "on"):
        return
    by = re.match(r"(?:by|作者[:：]?)\s+(.+)", bare, re.IGNORECASE)
    if by and len(by[1].split()) <= 40:
        _take_by(head, by[1])
    elif facts := read_bracket(bare):
        merge_facts(head.facts, facts)
    elif author_likeness(bare) >= 0.75:
        _take_authors(head, text)
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
    pieces = _sentences(text)
    head.authors = head.authors or split_authors(pieces[0])
    for piece in pieces[1:]:
        _take_tail_text(head, piece)


def _take_pieces(head: Head, text: str) -> None:
    """Each sentence of the text behind a title by itself; what is neither authors nor citation is a comment."""
    left: list[str] = []
    for piece in re.split(r"(?<=[\w)])\.\s+(?=[A-Z])|;\s+|\s+[-–—|]\s+|(?<=et al)\.?,\s+|(?<=et al\.)\s+", text):
        bare = piece.strip(PUNCTUATION)
        if not bare:
            continue
        cited = read_citation(bare)
        if author_likeness(bare) >= 0.75 and not head.authors:
            _take_authors(head, piece)
        elif facts := read_bracket(bare):
            merge_facts(head.facts, facts)
        elif (
            len(bare.split()) <= 12
            and cited.venue
            and (names_a_venue(cited) and (cited.year or len(bare.split()) <= 6))
        ):
            merge_facts(head.facts, cited)
        elif (both := trailing_venue(bare)) and author_likeness(both[0]) >= 0.75:
            _take_authors(head, both[0])
            merge_facts(head.facts, both[1])
        else:
            left.append(piece.strip(" ,;|-–—"))
    if left:
        (head.residue if head.shape == "text" and not head.is_open and len(" ".join(left)) < 4 else head.note).append(
            ". ".join(left)
        )


# -- which link is the paper ---------------------------------------------------------------------------------------


def finish_links(head: Head) -> None:
    """Choose the main link: that of the title, else the one that is the paper; the others stay links."""
    own_page = head.url
    if head.url and host_kind(head.url) == "file":
        better = _main_link(head.links)
        if better is None or not host_of(better.url or ""):
            return
        head.url = better.url
        head.links.remove(better)
        head.links.append(Link("notes", own_page))
    elif not head.url and head.title and head.shape != "":
        chosen = _main_link(head.links)
        if chosen is not None:
            head.url = chosen.url
            head.links.remove(chosen)


def _main_link(links: list[Link]) -> Link | None:
    """The link that leads to the paper itself, by label, else by host; None where all lead elsewhere."""
    given = [link for link in links if link.url]
    for link in given:
        if label_kind(link.label) == "paper" and host_kind(link.url or "") not in ("code", "video", "resource"):
            return link
    for link in given:
        if label_kind(link.label) != "other" and host_kind(link.url or "") == "paper":
            return link
    for link in given:
        if not link.label and host_kind(link.url or "") in ("paper", "page"):
            return link
    return next(
        (link for link in given if link.label and not is_label(link.label) and host_kind(link.url or "") == "page"),
        None,
    )


def arxiv_and_doi(head: Head) -> tuple[str, str]:
    """The ids that the head gives: in the main link, in its text, in a link to the paper."""
    arxiv = find_arxiv_id(head.url or "") or head.facts.arxiv
    doi = find_doi(head.url or "")
    for link in head.links:
        if link.url and label_kind(link.label) == "paper":
            arxiv = arxiv or find_arxiv_id(link.url) or ""
            doi = doi or find_doi(link.url)
    return arxiv or "", "" if doi and doi.startswith("10.48550/arxiv") and arxiv else doi or ""


# -- how much speaks for a paper -----------------------------------------------------------------------------------

_LINK_EVIDENCE = {
    "paper": 3.0,
    "code": 0.2,
    "video": 0.6,
    "page": 1.5,
    "file": 1.2,
    "": 1.0,
    "home": -0.4,
    "resource": -3.0,
    "anchor": -5.0,
    "mail": -5.0,
}


def _evidence(head: Head) -> float:
    if not head.title:
        return -2.0
    score = head.likeness
    if head.shape == "link":
        score += _LINK_EVIDENCE[host_kind(head.url or "")] if head.url or head.links else 1.0
        score += 0.3
    elif head.url:
        score += 2.5 if host_kind(head.url) == "paper" else 1.2
    elif head.shape in ("bold", "quote", "bracket"):
        score += 0.6
    score += 0.8 * any(label_kind(link.label) in ("paper", "other") for link in head.links if link.label)
    score += 0.8 * bool(head.lost_labels)
    score += (1.5 if head.facts.year else 1.0) * bool(head.facts.venue) + 0.4 * bool(
        head.facts.year and not head.facts.venue
    )
    score += 1.0 * bool(head.authors) + 0.5 * bool(head.facts.arxiv) + 0.5 * (head.facts.rating is not None)
    if head.note and sum(map(len, head.note)) > 300:
        score -= 0.5
    return score
