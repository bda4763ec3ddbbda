"""BibTeX as LaTeX and reference managers read it: Unicode stays, what TeX would act on is escaped.

A paper of a journal is an ``@article``, one of a conference an ``@inproceedings``, any other a ``@misc``; arXiv ids
stand in ``eprint``. ``url``, ``doi`` and ``eprint`` are written as they are, because BibTeX styles hand them on
untouched; beside an ``eprint``, no venue means arXiv. Braces keep the capitals of a title that styles would make
small: those inside words (``{GNNs}``, ``{MoCo}``) and, where the title is written like a sentence, those of names
(``the game of {Go}``). The order of ``export --to bibtex`` is that of the papers; statuses, ratings and notes have no
place in a bibliography.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from stacktui.citekey import make_citekey
from stacktui.formats.kinds import Kind, kind_of
from stacktui.formats.names import split_name
from stacktui.identity import arxiv_id, doi
from stacktui.model import FreeNote, Paper, tidy_tag

HOLDS = frozenset(("key", "title", "alias", "authors", "venue", "year", "month", "url", "tags"))

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ENTRY_TYPES = {Kind.JOURNAL: "article", Kind.CONFERENCE: "inproceedings"}
_VENUE_FIELDS = {
    Kind.JOURNAL: "journal",
    Kind.CONFERENCE: "booktitle",
    Kind.OTHER: "howpublished",
    Kind.PREPRINT: "howpublished",
}
_TEX = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{letter: "\\" + letter for letter in "&%$#_"},
}
_SPECIAL = re.compile(r"[\\{}~^&%$#_]")
_LIGATURE = re.compile(r"-(?=-)|'(?=')|`(?=`)")
"""Signs that TeX would make one with their neighbour."""
_PIECE = re.compile(r"\$(?=\S)[^$]*[\\^_][^$]*(?<=\S)\$|[^\W_]+")
"""A formula or a word of a title."""
_COUNTING_CAPITAL = re.compile(r".[A-Z]|^[B-HJ-Z]$")
_IN_URL = {"{": "%7B", "}": "%7D", "\\": "%5C", " ": "%20"}


def render(papers: Sequence[Paper], notes: Sequence[FreeNote] = ()) -> str:
    """One entry a paper; papers without a key get one."""
    taken = {paper.key for paper in papers}
    entries = []
    for paper in papers:
        key = paper.key or make_citekey(paper, taken)
        taken.add(key)
        entries.append(bibtex_entry(paper.edit(key=key)))
    return "\n".join(entries)


def bibtex_entry(paper: Paper) -> str:
    """The entry of one paper, with a final line end. TeX takes several blanks for one, and so does this."""
    paper = paper.edit(**{name: " ".join(getattr(paper, name).split()) for name in ("title", "alias", "venue")})
    kind = kind_of(paper)
    lines = [f"@{_ENTRY_TYPES.get(kind, 'misc')}{{{paper.key or make_citekey(paper, ())},"]
    lines += [f"  {name} = {value}," for name, value in _fields(paper, kind) if value]
    return "\n".join([*lines, "}"]) + "\n"


def _fields(paper: Paper, kind: Kind) -> Iterable[tuple[str, str]]:
    yield "title", _braced(tex_title(paper.title))
    yield "shorttitle", _braced(tex_title(paper.alias) if paper.alias != paper.title else "")
    yield "author", _braced(" and ".join(map(_tex_author, paper.authors)))
    arxiv = arxiv_id(paper)
    if not (arxiv and paper.venue.lower() in ("", "arxiv")):  # there the eprint says it
        yield _VENUE_FIELDS[kind], _braced(tex(paper.venue))
    yield "year", _braced(str(paper.year) if paper.year is not None else "")
    yield "month", _MONTHS[paper.month - 1] if paper.month and 1 <= paper.month <= 12 else ""
    yield "eprint", _braced(arxiv or "")
    yield "archivePrefix", "{arXiv}" if arxiv else ""
    yield "doi", _braced(_address(doi(paper) or ""))
    yield "url", _braced(_address(paper.url))
    yield "keywords", _braced(", ".join(map(_keyword, paper.tags)))


def _keyword(tag: str) -> str:
    """A tag among keywords; in braces where it would be parted or tidied when it is read."""
    tag = " ".join(tag.split())
    return "{" + tex(tag) + "}" if re.search("[,;]", tag) or tidy_tag(tag) != tag else tex(tag)


def _braced(text: str) -> str:
    return f"{{{text}}}" if text else ""


def tex(text: str) -> str:
    """Text that TeX sets as it is. Braces become commands, so that those of a field always pair."""
    return _LIGATURE.sub(r"\g<0>{}", _SPECIAL.sub(lambda found: _TEX[found[0]], text))


def tex_title(title: str) -> str:
    """A title: like :func:`tex`, but formulas (``$\\ell_1$``) stay and capitals that count are in braces."""
    if title.isupper() and " " in title:  # shouted: there is nothing to tell names from words
        return tex(title)
    names_count = _is_sentence(title)
    parts, end = [], 0
    for piece in _PIECE.finditer(title):
        parts += [tex(title[end : piece.start()]), _tex_piece(piece[0], names_count and end > 0)]
        end = piece.end()
    return "".join((*parts, tex(title[end:])))


def _tex_piece(piece: str, names_count: bool) -> str:
    """A word or formula of a title."""
    if piece.startswith("$"):
        return "{" + piece + "}" if piece.count("{") == piece.count("}") else tex(piece)
    counts = _COUNTING_CAPITAL.search(piece) or (names_count and piece[0].isupper())
    return "{" + tex(piece) + "}" if counts else tex(piece)


def _is_sentence(title: str) -> bool:
    """Whether most words of a title begin small, so that a capital means a name."""
    words = [word for word in re.findall(r"[^\W\d_]{4,}", title)[1:] if word.isascii()]
    return len(words) >= 2 and sum(word[0].isupper() for word in words) * 2 < len(words)


def _tex_author(author: str) -> str:
    """A name as BibTeX parts it rightly: groups and names with an ``and`` in braces, ``Jr.`` in the middle."""
    if author.strip().lower().rstrip(".") in ("others", "et al"):
        return "others"
    name = split_name(author)
    author = " ".join(author.split())
    if name.suffix:
        return ", ".join(tex(part) for part in (name.family, name.suffix, name.given) if part)
    if re.search(r"\band\b", author, re.IGNORECASE) or (not name.given and " " in author):
        return "{" + tex(author) + "}"
    in_order = f"{name.given} {name.family}".strip()
    return tex(in_order if split_name(in_order) == name else name.turned)


def _address(url: str) -> str:
    return "".join(_IN_URL.get(letter, letter) for letter in url)
